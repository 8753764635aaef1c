// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_import_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/convert/money.h"
#include "platform/document/document.h"
#include "platform/validate/validate.h"
#include "proposals/page/page_checks.h"
#include "proposals/page/page_convert.h"
#include "proposals/page/page_rules_service.h"

namespace tranche::proposals {
namespace {

// What a draft takes from the page and the request.
struct Given {
  std::optional<Ratio> grant_share;
  std::optional<Ratio> eu_share;
};

bool SameShare(Ratio a, Ratio b) { return a.numerator * b.denominator == b.numerator * a.denominator; }

void Differs(const std::string& field, const std::string& page, const std::string& given,
             std::vector<Violation>* wrong) {
  wrong->push_back({field, "PAGE_FACT_DIFFERS", {{"page", page}, {"given", given}}});
}

// A percentage of the request; what is malformed goes to `wrong`.
std::optional<Ratio> GivenPercent(const std::string& field, const std::string& text,
                                  std::vector<Violation>* wrong) {
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<Ratio> ratio = ReadPercent(text);
  if (ratio.ok()) return *ratio;
  wrong->push_back({field, ReasonOf(ratio.status()), ValuesOf(ratio.status())});
  return std::nullopt;
}

// The shares, and what contradicts the page, also in a preview.
absl::StatusOr<Given> ReadGiven(const ProjectPage& page, const v1::ImportProposalRequest& request) {
  std::vector<Violation> wrong;
  Given given;
  given.eu_share = GivenPercent("euPercent", request.eu_percent(), &wrong);
  given.grant_share = GivenPercent("grantPercent", request.grant_percent(), &wrong);
  if (page.grant_share && given.grant_share && !SameShare(*page.grant_share, *given.grant_share))
    Differs("grantPercent", page.grant_percent, request.grant_percent(), &wrong);
  if (page.grant_share) given.grant_share = page.grant_share;
  if (page.duration_months != 0 && request.duration_months() != 0 &&
      page.duration_months != request.duration_months()) {
    Differs("durationMonths", absl::StrCat(page.duration_months),
            absl::StrCat(request.duration_months()), &wrong);
  }
  if (!wrong.empty()) return RefuseInput("INVALID_REQUEST", std::move(wrong));
  return given;
}

// Everything that a draft needs and neither page nor request has, at once.
absl::Status CheckComplete(const ProjectPage& page, const Given& given,
                           const v1::ImportProposalRequest& request) {
  std::vector<Violation> missing;
  const auto need = [&missing](bool there, const char* field, const char* fact) {
    if (!there) missing.push_back({field, "PAGE_FACT_NEEDED", {{"fact", fact}}});
  };
  need(!request.number().empty(), "number", "PAGE_NUMBER");
  need(!request.procedure().empty(), "procedure", "PAGE_PROCEDURE");
  need(given.eu_share.has_value(), "euPercent", "PAGE_EU_PERCENT");
  need(given.grant_share.has_value(), "grantPercent", "PAGE_GRANT_PERCENT");
  need(page.duration_months != 0 || request.duration_months() != 0, "durationMonths", "PAGE_DURATION");
  // What has no option is corrected on the page's own text.
  need(!page.title.empty(), "content", "PAGE_TITLE");
  need(page.total.has_value(), "content", "PAGE_TOTAL");
  if (missing.empty()) return absl::OkStatus();
  const std::string count = absl::StrCat(missing.size());
  return RefuseInput("PAGE_INCOMPLETE", std::move(missing), {{"count", count}});
}

common::v1::Mark Sourced(const char* field, const std::string& source) {
  common::v1::Mark mark;
  mark.set_field(field);
  mark.set_provenance(common::v1::SOURCED);
  mark.set_source(source);
  return mark;
}

absl::StatusOr<v1::CreateProposalRequest> RequestOf(const ProjectPage& page, const Given& given,
                                                    const v1::ImportProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts,
                           DividePage(*page.total, *given.grant_share, *given.eu_share));
  v1::CreateProposalRequest create;
  create.set_parent(request.parent());
  create.set_request_id(request.request_id());
  create.set_validate_only(request.validate_only());
  v1::Proposal* draft = create.mutable_proposal();
  *draft = DraftOf(page, request.file_name());
  draft->set_number(request.number());
  draft->set_procedure(request.procedure());
  if (draft->duration_months() == 0) draft->set_duration_months(request.duration_months());
  // As a request gives them: the total is what the parts come to.
  common::v1::ThreePartAmount* requested = draft->mutable_requested();
  *requested->mutable_eu() = convert::ToProto(parts.eu);
  *requested->mutable_national() = convert::ToProto(parts.national);
  *requested->mutable_own() = convert::ToProto(parts.own);
  const std::string shares =
      absl::StrCat("въведен дял на ЕС ", request.eu_percent(), " %; не е посочен на страницата");
  *draft->add_marks() = Sourced("requested.eu", shares);
  *draft->add_marks() = Sourced("requested.national", shares);
  return create;
}

}  // namespace

absl::StatusOr<v1::ImportProposalResponse> PageImports::ImportProposal(
    const rpc::CallScope& scope, const v1::ImportProposalRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const document::Document document,
                           document::ReadDocument(request.content()));
  TRANCHE_ASSIGN_OR_RETURN(ReadPage read, ReadProjectPage(document));
  TRANCHE_ASSIGN_OR_RETURN(const Given given, ReadGiven(read.page, request));
  v1::ImportProposalResponse response;
  *response.mutable_page() = ToProto(read.page);
  const std::optional<PageRules> rules = AskPageRules(context_, scope, read.page);
  for (const footing::Check& check : CheckPage(read.page, given.eu_share, rules))
    *response.add_checks() = convert::ToProto(check);
  for (const Violation& finding : read.findings) *response.add_findings() = convert::FindingOf(finding);
  if (!request.accept()) return response;

  TRANCHE_RETURN_IF_ERROR(CheckComplete(read.page, given, request));
  TRANCHE_ASSIGN_OR_RETURN(const v1::CreateProposalRequest create,
                           RequestOf(read.page, given, request));
  // As the dispatcher checks the request of any other client.
  TRANCHE_RETURN_IF_ERROR(validate::Check(create));
  TRANCHE_ASSIGN_OR_RETURN(*response.mutable_proposal(), proposals_.CreateProposal(scope, create));
  return response;
}

}  // namespace tranche::proposals
