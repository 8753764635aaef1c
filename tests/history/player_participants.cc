// SPDX-License-Identifier: EUPL-1.2
// What is played about records of participants: a technical package from its beginning to its end, with
// imports that add people, say something else of them, say the same again, or are removed.
#include <algorithm>

#include "books/persons.h"
#include "player.h"

namespace tranche::history {
namespace {

using Packages = payments::v1::PackagesService::Stub;

std::string NameOf(const books::Facts::Package& package) {
  return absl::StrCat(package.contract, "/packages/", package.number);
}

}  // namespace

const Player::Facts::Package* Player::OpenPackage() const {
  for (const Facts::Package& package : facts_.packages) {
    const bool is_open = package.state == "PACKAGE_DRAFT" || package.state == "PACKAGE_SENT" ||
                         package.state == "PACKAGE_IN_VERIFICATION";
    if (package.contract == contract_ && package.type == "TECHNICAL_PACKAGE" && is_open)
      return &package;
  }
  return nullptr;
}

bool Player::WasDone(const std::string& method) const {
  return std::any_of(world_->history().begin(), world_->history().end(), [&](const auto& write) {
    return write.method == method && write.outcome() == books::Outcome::kOk;
  });
}

// Those of a dozen people who are imported come again in later packages.
void Player::Participants(const Step& step) {
  const Facts::Package* package = OpenPackage();
  if (package == nullptr) return BeginPackage();
  if (package->state != "PACKAGE_DRAFT") {
    if (package->state == "PACKAGE_SENT" && step.second % 3 == 0) return ReturnPackage(*package);
    return DecidePackage(*package, /*accepted=*/step.second % 4 != 1);
  }
  if (package->participants_version == 0 || step.second % 4 == 0) {
    Import(*package, step.first, 1 + step.second % 5, static_cast<int>(step.share_percent % 3));
  } else if (step.second % 6 == 1) {
    RemoveParticipants(*package);
  } else if (package->report_version == 0) {
    Report(*package);
  } else {
    SendPackage(*package);
  }
}

void Player::BeginPackage() {
  payments::v1::CreatePackageRequest request;
  request.set_parent(contract_);
  request.mutable_package()->set_type(payments::v1::TECHNICAL_PACKAGE);
  world_->Send(*packages_, &Packages::CreatePackage, request);
}

void Player::Import(const Facts::Package& package, int first, int count, int said) {
  payments::v1::ImportParticipantsRequest request;
  request.set_name(NameOf(package) + "/participants");
  for (int i = 0; i < count; ++i) *request.add_rows() = books::Person(first + i, said);
  world_->Send(*participants_, &payments::v1::ParticipantsService::Stub::ImportParticipants, request);
}

void Player::RemoveParticipants(const Facts::Package& package) {
  payments::v1::RemoveReportRequest request;
  request.set_name(NameOf(package));
  request.set_document(payments::v1::PARTICIPANTS_DOCUMENT);
  world_->Send(*packages_, &Packages::RemoveReport, request);
}

void Player::Report(const Facts::Package& package) {
  payments::v1::SetTechnicalReportRequest request;
  request.set_name(NameOf(package) + "/technicalReport");
  request.mutable_report()->set_period_from("2017-06-01");
  request.mutable_report()->set_period_to("2017-12-31");
  payments::v1::ReportedActivity* activity = request.mutable_report()->add_activities();
  activity->set_number("1");
  activity->set_title("Подбор");
  activity->set_state(payments::v1::ACTIVITY_UNDER_WAY);
  activity->set_done("Избрани са участниците.");
  activity->set_started_on("2017-06-05");
  world_->Send(*packages_, &Packages::SetTechnicalReport, request);
}

void Player::SendPackage(const Facts::Package& package) {
  payments::v1::SendPackageRequest request;
  request.set_name(NameOf(package));
  request.set_sent_on(Today());
  world_->Send(*packages_, &Packages::SendPackage, request);
}

void Player::ReturnPackage(const Facts::Package& package) {
  payments::v1::ReturnPackageRequest request;
  request.set_name(NameOf(package));
  request.set_reason("Липсва подпис");
  request.set_returned_on(Today());
  world_->Send(*packages_, &Packages::ReturnPackage, request, /*approver=*/true);
}

void Player::DecidePackage(const Facts::Package& package, bool accepted) {
  payments::v1::DecidePackageRequest request;
  request.set_name(NameOf(package));
  request.set_accepted(accepted);
  request.set_decided_on(Today());
  request.set_reference("Писмо 3");
  if (!accepted) request.set_reason("Не отговаря на договора");
  world_->Send(*packages_, &Packages::DecidePackage, request, /*approver=*/true);
}

bool Player::SettlePackage() {
  const Facts::Package* package = OpenPackage();
  if (package == nullptr) return false;
  if (package->state != "PACKAGE_DRAFT") {
    DecidePackage(*package, /*accepted=*/true);
  } else if (package->report_version == 0) {
    Report(*package);
  } else {
    SendPackage(*package);
  }
  return true;
}

void Player::ReportWhatIsMissing() {
  if (WasDone("RemoveReport") && WasDone("ReturnPackage") && WasDone("DecidePackage")) return;
  const auto next = [&](auto&& take) {
    Try(Act::kParticipants, [&] {
      const Facts::Package* package = OpenPackage();
      if (package != nullptr) take(*package);
    });
  };
  constexpr int kPeople = 4;
  Try(Act::kParticipants, [&] { BeginPackage(); });
  next([&](const Facts::Package& package) { Import(package, 0, kPeople, 1); });
  next([&](const Facts::Package& package) { Import(package, 1, kPeople, 2); });
  next([&](const Facts::Package& package) { RemoveParticipants(package); });
  next([&](const Facts::Package& package) { Import(package, 0, kPeople, 2); });
  next([&](const Facts::Package& package) { Report(package); });
  next([&](const Facts::Package& package) { SendPackage(package); });
  next([&](const Facts::Package& package) { ReturnPackage(package); });
  while (OpenPackage() != nullptr) {
    const std::size_t before = world_->history().size();
    Try(Act::kParticipants, [&] { SettlePackage(); });
    if (world_->history()[before].outcome() != books::Outcome::kOk) break;
  }
}

}  // namespace tranche::history
