// SPDX-License-Identifier: EUPL-1.2
// Report packages of a contract, and one of them: its documents, the technical report with indicators,
// the checks, and what is counted of participants, of whom nobody is named.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/checks_service.pb.h"
#include "tranche/payments/v1/packages_service.pb.h"
#include "tranche/payments/v1/participants_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

struct ListData {
  Answer<pb::ListPackagesResponse> packages;
  Answer<pb::ListClaimsResponse> claims;
};

PageTable PackagesOf(const Visit& visit, const ListData& data, const std::string& contract) {
  const Sayer say(visit.language());
  PageTable table("packages", "W_PACKAGES_CAPTION",
                  {{"W_PACKAGE"}, {"W_STATE"}, {"W_CLAIM"}, {"W_SENT_ON"}, {"W_DECIDED_ON"}});
  table.WhenEmpty("W_NO_PACKAGES", ShellLine({"tranche", "packages", "create", LastSegment(contract)}));
  if (!data.packages.status.ok()) table.Refused(data.packages.status);
  const Slice slice = SliceOf(visit, "packages", data.packages.value.packages_size());
  for (int i = slice.from; i < slice.to; ++i) {
    const pb::Package& package = data.packages.value.packages(i);
    table.Add({absl::StrCat("№\u00a0", package.sequence(), ", ", say.Value(package.type())),
               "",
               {StatePiece(package.state(), visit.language()), RecordPiece(visit, package.claim()),
                say.Day(package.sent_on()), say.Day(package.decided_on())},
               RecordHref(visit, package.name())});
  }
  table.Paged(visit.Href(absl::StrCat("/", contract, "/packages")), "", slice.here, slice.next,
              "packages");
  return table;
}

PageTable ClaimsOf(const Visit& visit, const ListData& data, const std::string& contract) {
  const Sayer say(visit.language());
  PageTable table("claims", "W_CLAIMS",
                  {{"W_CLAIM"},
                   {"W_STATE"},
                   {"W_REQUESTED", Wide::kAmount},
                   {"W_UNAPPROVED", Wide::kAmount},
                   {"W_BY_CORRECTION", Wide::kAmount},
                   {"W_APPROVED", Wide::kAmount},
                   {"W_PAID", Wide::kAmount}});
  table.WhenEmpty("W_NO_CLAIMS", ShellLine({"tranche", "claims", "create", LastSegment(contract)}));
  if (!data.claims.status.ok()) table.Refused(data.claims.status);
  const Slice slice = SliceOf(visit, "claims", data.claims.value.claims_size());
  for (int i = slice.from; i < slice.to; ++i) {
    const pb::Claim& claim = data.claims.value.claims(i);
    const auto amount = [&](const common::v1::ThreePartAmount& parts) {
      return say.WithCurrency(parts);
    };
    table.Add({absl::StrCat("№\u00a0", claim.sequence(), ", ", say.Value(claim.kind())),
               "",
               {StatePiece(claim.state(), visit.language()), amount(claim.requested()),
                amount(claim.unapproved()), amount(claim.unapproved_by_correction()),
                amount(claim.approved()), amount(claim.paid())},
               RecordHref(visit, claim.name())});
  }
  table.Paged(visit.Href(absl::StrCat("/", contract, "/packages")), "", slice.here, slice.next,
              "claims");
  return table;
}

struct PackageData {
  Answer<pb::Package> package;
  Answer<pb::ListChecksResponse> checks;
  bool has_technical = false;
  Answer<pb::TechnicalReport> technical;
  bool has_participants = false;
  Answer<pb::ParticipantsDocument> participants;
};

class PackageFiller {
 public:
  PackageFiller(const Visit& visit, const PackageData& data)
      : visit_(visit),
        data_(data),
        package_(data.package.value),
        say_(visit.language()),
        contract_(ContractOf(package_.name())),
        page_(visit, contract_, "W_PACKAGE", absl::StrCat("№\u00a0", package_.sequence())) {}

  void Show(Visit* visit) {
    page_.Above("W_PACKAGES", absl::StrCat("/", contract_, "/packages"));
    page_.Command(
        {"tranche", "packages", "show", LastSegment(contract_), absl::StrCat(package_.sequence())});
    page_.State(package_.state());
    Facts();
    page_.Add(Documents());
    page_.Add(Activities());
    page_.Add(Indicators());
    page_.Add(Checks());
    page_.Add(Answers());
    if (data_.has_participants) page_.Add(Participants());
    if (package_.returns_size() > 0) page_.Add(ReturnsOf(package_.returns(), say_));
    page_.Json(absl::StrCat("/v1/", EncodePath(package_.name())));
    page_.Show(visit);
  }

 private:
  void Facts() {
    page_.Fact("W_KIND", say_.Value(package_.type()));
    if (!package_.claim().empty()) page_.Fact("W_CLAIM", RecordPiece(visit_, package_.claim()));
    page_.Fact("W_SENT_ON", say_.Day(package_.sent_on()));
    if (!package_.sent_by().empty()) page_.Fact("W_SENT_BY", package_.sent_by());
    if (!package_.decided_on().empty()) page_.Fact("W_DECIDED_ON", say_.Day(package_.decided_on()));
    if (!package_.decided_by().empty()) page_.Fact("W_DECIDED_BY", package_.decided_by());
    if (!package_.reference().empty()) page_.Fact("W_PAPER", BulgarianPiece(package_.reference()));
    if (!package_.closing_reason().empty()) {
      page_.Fact("W_WHY", BulgarianPiece(package_.closing_reason()));
    }
    if (!data_.has_technical || !data_.technical.status.ok()) return;
    const pb::TechnicalReport& report = data_.technical.value;
    page_.Fact("W_REPORT_PERIOD",
               absl::StrCat(say_.Day(report.period_from()), " – ", say_.Day(report.period_to())));
  }

  PageTable Documents() const {
    PageTable table(
        "documents", "W_PACKAGE_DOCUMENTS",
        {{"W_DOCUMENT_OF_PACKAGE"}, {"W_VERSION_SHORT"}, {"W_MUST_BE_CHECKED"}, {"W_CHECK_SAYS"}});
    for (const pb::PackageDocument& document : package_.documents()) {
      const bool checked = !document.active_check().empty();
      table.Add({AsHeading(say_.Value(document.kind())),
                 "",
                 {document.version() == 0 ? "–" : absl::StrCat(document.version()),
                  Say(document.check_required() ? "W_YES" : "W_NO", visit_.language()),
                  checked ? Cell(Say(document.approved() ? "W_CHECK_APPROVED" : "W_CHECK_NOT_APPROVED",
                                     visit_.language()))
                          : Cell(Say("W_NOT_CHECKED", visit_.language()))}});
    }
    return table;
  }

  PageTable Activities() const {
    PageTable table("activities", "W_REPORTED_ACTIVITIES",
                    {{"W_REPORTED_ACTIVITY"},
                     {"W_STATE"},
                     {"W_FROM"},
                     {"W_TO"},
                     {"W_DONE_SO_FAR", Wide::kLong},
                     {"W_DEVIATION", Wide::kLong}});
    table.WhenEmpty("W_NO_TECHNICAL_REPORT");
    if (!data_.technical.status.ok()) table.Refused(data_.technical.status);
    for (const pb::ReportedActivity& activity : data_.technical.value.activities()) {
      table.Add({activity.number(),
                 activity.title(),
                 {StatePiece(activity.state(), visit_.language()), say_.Day(activity.started_on()),
                  say_.Day(activity.ended_on()), BulgarianPiece(activity.done()),
                  BulgarianPiece(activity.deviation())}});
    }
    return table;
  }

  // The total, and women and men where they are counted apart.
  Cell Counted(const pb::IndicatorValue& value) const {
    if (value.total().empty()) return "–";
    std::vector<Piece> pieces = {PlainPiece(SayAmount(value.total(), "", visit_.language()))};
    if (!value.women().empty() || !value.men().empty()) {
      pieces.push_back(PlainPiece(absl::StrCat(Say("W_WOMEN_SHORT", visit_.language()), " ",
                                               SayAmount(value.women(), "", visit_.language()), ", ",
                                               Say("W_MEN_SHORT", visit_.language()), " ",
                                               SayAmount(value.men(), "", visit_.language()))));
    }
    return pieces;
  }

  PageTable Indicators() const {
    PageTable table("indicators", "W_REPORTED_INDICATORS",
                    {{"W_INDICATOR"},
                     {"W_TARGET", Wide::kAmount},
                     {"W_ACHIEVED", Wide::kAmount},
                     {"W_CUMULATIVE", Wide::kAmount},
                     {"W_OF_TARGET", Wide::kAmount}});
    table.WhenEmpty("W_NO_INDICATORS");
    if (!data_.technical.status.ok()) table.Refused(data_.technical.status);
    for (const pb::ReportedIndicator& indicator : data_.technical.value.indicators()) {
      table.Add({indicator.code(),
                 indicator.unit(),
                 {Counted(indicator.target()), Counted(indicator.achieved()),
                  Counted(indicator.cumulative()), say_.Percent(indicator.achieved_percent())}});
    }
    return table;
  }

  PageTable Checks() const {
    PageTable table("checks", "W_CHECKS_OF_DOCUMENTS",
                    {{"W_CHECK"},
                     {"W_DOCUMENT_OF_PACKAGE"},
                     {"W_STATE"},
                     {"W_CHECKLIST"},
                     {"W_CHECK_SAYS"},
                     {"W_CHECKED_ON"},
                     {"W_CONCLUSION", Wide::kLong}});
    table.WhenEmpty("W_NO_CHECKS");
    if (!data_.checks.status.ok()) table.Refused(data_.checks.status);
    for (const pb::Check& check : data_.checks.value.checks()) {
      const bool ended = !check.checked_on().empty();
      table.Add(
          {absl::StrCat("№\u00a0", check.number()),
           "",
           {say_.Value(check.document()), StatePiece(check.state(), visit_.language()),
            absl::StrCat(LastSegment(check.checklist()), ", ",
                         Say("W_VERSION_LOWER", visit_.language()), " ", check.checklist_version()),
            ended ? Cell(Say(check.approved() ? "W_CHECK_APPROVED" : "W_CHECK_NOT_APPROVED",
                             visit_.language()))
                  : Cell("–"),
            std::vector<Piece>{PlainPiece(say_.Day(check.checked_on())),
                               PlainPiece(check.checked_by())},
            BulgarianPiece(check.conclusion())}});
    }
    return table;
  }

  // Questions of the check that is in force for each document, else of its draft.
  PageTable Answers() const {
    PageTable table(
        "answers", "W_CHECKLIST_ANSWERS",
        {{"W_QUESTION_OF_LIST"}, {"W_DOCUMENT_OF_PACKAGE"}, {"W_ANSWER"}, {"W_REMARK", Wide::kLong}});
    table.WhenEmpty("W_NO_CHECKS");
    if (!data_.checks.status.ok()) table.Refused(data_.checks.status);
    for (const pb::Check& check : data_.checks.value.checks()) {
      if (check.state() == pb::CHECK_ARCHIVED) continue;
      for (const pb::CheckItem& item : check.items()) {
        const bool answered = item.answer() != pb::CHECK_ANSWER_UNSPECIFIED;
        table.Add(
            {item.code(),
             item.text(),
             {say_.Value(check.document()), answered ? Cell(say_.Value(item.answer())) : Cell("–"),
              BulgarianPiece(item.note())}});
      }
    }
    return table;
  }

  PageTable Participants() const {
    PageTable table("participants", "W_PARTICIPANTS_COUNTED",
                    {{"W_INDICATOR"},
                     {"W_WOMEN", Wide::kAmount},
                     {"W_MEN", Wide::kAmount},
                     {"W_TOTAL", Wide::kAmount},
                     {"W_REPORTED", Wide::kAmount},
                     {"W_FINDING_SHORT", Wide::kLong}});
    if (!data_.participants.status.ok()) table.Refused(data_.participants.status);
    const pb::ParticipantsDocument& document = data_.participants.value;
    table.Lead(absl::StrCat(Say("W_ENTERED_PERSONS", visit_.language()), " ", document.entered(), "; ",
                            Say("W_CHANGED_PERSONS", visit_.language()), " ", document.changed()));
    for (const pb::CountedIndicator& counted : document.counted()) {
      const bool bulgarian = visit_.language() == Language::kBulgarian;
      const std::string& finding = bulgarian ? counted.finding_bg() : counted.finding_en();
      table.Add(
          {counted.code(),
           "",
           {absl::StrCat(counted.women()), absl::StrCat(counted.men()), absl::StrCat(counted.total()),
            counted.reported().empty() ? "–" : counted.reported(), finding.empty() ? "–" : finding}});
    }
    return table;
  }

  const Visit& visit_;
  const PackageData& data_;
  const pb::Package& package_;
  const Sayer say_;
  const std::string contract_;
  RecordsPage page_;
};

}  // namespace

void ShowPackages(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ListData>();
  pb::ListPackagesRequest packages;
  packages.set_parent(name);
  visit->Ask("/tranche.payments.v1.PackagesService/ListPackages", packages, &data->packages);
  pb::ListClaimsRequest claims;
  claims.set_parent(name);
  visit->Ask("/tranche.payments.v1.PaymentsService/ListClaims", claims, &data->claims);
  visit->Then([visit, data, name] {
    if (!data->packages.status.ok()) return visit->Refuse(data->packages.status);
    RecordsPage page(*visit, name, "W_PACKAGES");
    page.Command({"tranche", "packages", "list", LastSegment(name)});
    page.Command({"tranche", "claims", "list", LastSegment(name)});
    page.Add(PackagesOf(*visit, *data, name));
    page.Add(ClaimsOf(*visit, *data, name));
    page.Json(absl::StrCat("/v1/", EncodePath(name), "/packages"));
    page.Show(visit.get());
  });
}

void ShowPackage(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<PackageData>();
  pb::GetPackageRequest package;
  package.set_name(name);
  visit->Ask("/tranche.payments.v1.PackagesService/GetPackage", package, &data->package);
  pb::ListChecksRequest checks;
  checks.set_parent(name);
  visit->Ask("/tranche.payments.v1.ChecksService/ListChecks", checks, &data->checks);
  visit->Then([visit, data, name] {
    if (!data->package.status.ok()) return visit->Refuse(data->package.status);
    data->has_technical = data->package.value.technical_report_version() > 0;
    data->has_participants = data->package.value.participants_version() > 0;
    if (data->has_technical) {
      pb::GetTechnicalReportRequest report;
      report.set_name(absl::StrCat(name, "/technicalReport"));
      visit->Ask("/tranche.payments.v1.PackagesService/GetTechnicalReport", report, &data->technical);
    }
    if (data->has_participants) {
      pb::GetParticipantsDocumentRequest document;
      document.set_name(absl::StrCat(name, "/participants"));
      visit->Ask("/tranche.payments.v1.ParticipantsService/GetParticipantsDocument", document,
                 &data->participants);
    }
    visit->Then([visit, data] { PackageFiller(*visit, *data).Show(visit.get()); });
  });
}

}  // namespace tranche::gateway
