// SPDX-License-Identifier: EUPL-1.2
// What a client does about report packages: technical reports and records of participants, checks,
// returns, samples.
#include "books/persons.h"
#include "client_send.h"

namespace tranche::crash {
namespace {

using Packages = payments::v1::PackagesService::Stub;
using Checks = payments::v1::ChecksService::Stub;

constexpr int kPersons = 3;  // Of an import.

void AddActivity(payments::v1::TechnicalReport* report) {
  payments::v1::ReportedActivity* activity = report->add_activities();
  activity->set_number("1");
  activity->set_title("Подбор");
  activity->set_state(payments::v1::ACTIVITY_UNDER_WAY);
  activity->set_done("Избрани са участниците.");
  activity->set_started_on("2018-01-05");
}

}  // namespace

void Client::SetForms() {
  payments::v1::SetChecklistRequest list;
  list.set_name(absl::StrCat("organisations/", kOrganisation, "/checklists/reports"));
  list.mutable_checklist()->set_document(payments::v1::TECHNICAL_REPORT_DOCUMENT);
  list.mutable_checklist()->set_source("Наръчник");
  payments::v1::ChecklistQuestion* question = list.mutable_checklist()->add_questions();
  question->set_code("1");
  question->set_text("Има ли протокол?");
  Send(*checks_, &Checks::SetChecklist, list);
  payments::v1::SetSamplingMethodRequest method;
  method.set_name(absl::StrCat("organisations/", kOrganisation, "/samplingMethods/default"));
  SetMoney(20'000, method.mutable_method()->add_always_from());
  method.mutable_method()->set_suspected_duplicates(true);
  method.mutable_method()->set_rest_percent(50);
  method.mutable_method()->set_source("Анализ на риска");
  Send(*checks_, &Checks::SetSamplingMethod, method);
}

std::optional<payments::v1::Package> Client::CreatePackage(const std::string& contract,
                                                           payments::v1::PackageType type) {
  payments::v1::CreatePackageRequest request;
  request.set_parent(contract);
  request.mutable_package()->set_type(type);
  return Send(*packages_, &Packages::CreatePackage, request);
}

void Client::Report(const std::string& package) {
  payments::v1::SetTechnicalReportRequest request;
  request.set_name(package + "/technicalReport");
  request.mutable_report()->set_period_from("2018-01-01");
  request.mutable_report()->set_period_to("2018-03-31");
  AddActivity(request.mutable_report());
  payments::v1::ReportedIndicator* indicator = request.mutable_report()->add_indicators();
  indicator->set_code("CO05");
  indicator->mutable_achieved()->set_women("2");
  indicator->mutable_achieved()->set_men("1");
  Send(*packages_, &Packages::SetTechnicalReport, request);
}

void Client::Import(const std::string& package, int first, int count, int said) {
  payments::v1::ImportParticipantsRequest request;
  request.set_name(package + "/participants");
  for (int i = 0; i < count; ++i) *request.add_rows() = books::Person(first + i, said);
  Send(*participants_, &payments::v1::ParticipantsService::Stub::ImportParticipants, request);
}

void Client::RemoveParticipants(const std::string& package) {
  payments::v1::RemoveReportRequest request;
  request.set_name(package);
  request.set_document(payments::v1::PARTICIPANTS_DOCUMENT);
  Send(*packages_, &Packages::RemoveReport, request);
}

bool Client::SendPackage(const std::string& package) {
  payments::v1::SendPackageRequest request;
  request.set_name(package);
  request.set_sent_on("2018-04-12");
  return Send(*packages_, &Packages::SendPackage, request).has_value();
}

void Client::CheckReport(const std::string& package) {
  payments::v1::BeginCheckRequest begin;
  begin.set_parent(package);
  begin.set_document(payments::v1::TECHNICAL_REPORT_DOCUMENT);
  const auto given_up = Send(*checks_, &Checks::BeginCheck, begin, /*approver=*/true);
  if (!given_up.has_value()) return;
  payments::v1::ArchiveCheckRequest archive;
  archive.set_name(given_up->name());
  archive.set_reason("Нова проверка");
  Send(*checks_, &Checks::ArchiveCheck, archive, /*approver=*/true);
  const auto check = Send(*checks_, &Checks::BeginCheck, begin, /*approver=*/true);
  if (!check.has_value()) return;
  payments::v1::AnswerCheckRequest answer;
  answer.set_name(check->name());
  answer.add_items()->set_code("1");
  answer.mutable_items(0)->set_answer(payments::v1::ANSWER_YES);
  Send(*checks_, &Checks::AnswerCheck, answer, /*approver=*/true);
  payments::v1::ActivateCheckRequest activate;
  activate.set_name(check->name());
  activate.set_approved(true);
  activate.set_conclusion("Проверено");
  activate.set_checked_on("2018-04-20");
  Send(*checks_, &Checks::ActivateCheck, activate, /*approver=*/true);
}

void Client::ReportParticipants(const std::string& contract) {
  payments::v1::SetIndicatorsRequest promise;
  promise.set_name(contract + "/indicators");
  promise.mutable_list()->set_source("Договор");
  payments::v1::ContractIndicator* people = promise.mutable_list()->add_indicators();
  people->set_code("CO05");
  people->set_title("Заети участници");
  people->set_unit("лица");
  people->set_by_gender(true);
  people->mutable_target()->set_women("60");
  people->mutable_target()->set_men("40");
  people->set_participants_fund("ESF");
  Send(*packages_, &Packages::SetIndicators, promise);
  const auto created = CreatePackage(contract, payments::v1::FINANCIAL_PACKAGE);
  if (!created.has_value()) return;
  const std::string& package = created->name();
  payments::v1::ChangePackageTypeRequest change;
  change.set_name(package);
  change.set_type(payments::v1::TECHNICAL_PACKAGE);
  Send(*packages_, &Packages::ChangePackageType, change);
  Report(package);
  const int first = persons_;
  persons_ += kPersons;
  Import(package, first, kPersons, 1);
  Import(package, first, kPersons - 1, 2);
  RemoveParticipants(package);
  Import(package, first, kPersons, 3);
  if (!SendPackage(package)) return;
  payments::v1::ReturnPackageRequest give_back;
  give_back.set_name(package);
  give_back.set_reason("Липсва подпис");
  give_back.set_returned_on("2018-04-12");
  Send(*packages_, &Packages::ReturnPackage, give_back, /*approver=*/true);
  if (!SendPackage(package)) return;
  CheckReport(package);
  payments::v1::DecidePackageRequest decide;
  decide.set_name(package);
  decide.set_accepted(true);
  decide.set_decided_on("2018-05-01");
  decide.set_reference("Писмо 3");
  Send(*packages_, &Packages::DecidePackage, decide, /*approver=*/true);
  const auto empty = CreatePackage(contract, payments::v1::TECHNICAL_PACKAGE);
  if (!empty.has_value()) return;
  payments::v1::WithdrawPackageRequest withdraw;
  withdraw.set_name(empty->name());
  withdraw.set_reason("Празен пакет");
  Send(*packages_, &Packages::WithdrawPackage, withdraw);
}

void Client::ReturnAndSample(const std::string& claim, const std::string& sent_on) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::ReturnClaimRequest give_back;
  give_back.set_name(claim);
  give_back.set_reason("Липсват документи");
  give_back.set_returned_on(sent_on);
  Send(*payments_, &Stub::ReturnClaim, give_back, /*approver=*/true);
  payments::v1::SendClaimRequest send;
  send.set_name(claim);
  send.set_sent_on(sent_on);
  Send(*payments_, &Stub::SendClaim, send);
  payments::v1::DrawSampleRequest draw;
  draw.set_name(claim + "/sample");
  Send(*checks_, &Checks::DrawSample, draw, /*approver=*/true);
}

std::optional<payments::v1::Claim> Client::DecideAfterReturn(const payments::v1::Claim& claim,
                                                             const std::string& sent_on,
                                                             const std::string& decided_on) {
  using Stub = payments::v1::PaymentsService::Stub;
  payments::v1::SendClaimRequest send;
  send.set_name(claim.name());
  send.set_sent_on(sent_on);
  if (!Send(*payments_, &Stub::SendClaim, send).has_value()) return std::nullopt;
  ReturnAndSample(claim.name(), sent_on);
  payments::v1::VerifyClaimRequest verify;
  verify.set_name(claim.name());
  verify.mutable_verification()->set_decided_on(decided_on);
  verify.mutable_verification()->set_reference("Писмо 1");
  return Send(*payments_, &Stub::VerifyClaim, verify, /*approver=*/true);
}

}  // namespace tranche::crash
