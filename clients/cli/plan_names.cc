// SPDX-License-Identifier: EUPL-1.2
#include "cli/plan_names.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cpp/partial_date.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::cli {
namespace {

absl::Status Malformed(const std::string& option, const std::string& typed, const std::string& format) {
  return AsUsage(RefuseInput(
      "INVALID_REQUEST",
      {{absl::StrCat("--", option), "FIELD_MALFORMED", {{"value", typed}, {"format", format}}}}));
}

// A number of exactly so many digits.
bool ReadDigits(absl::string_view text, std::size_t digits, int* number) {
  return text.size() == digits && absl::SimpleAtoi(text, number) && *number > 0;
}

}  // namespace

std::string ReadParent(const Arguments& arguments) {
  const std::string organisation = arguments.Get("organisation");
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation);
}

std::string ReadPlanName(const Arguments& arguments, const std::string& option) {
  const std::string plan = arguments.Get(option);
  if (absl::StartsWith(plan, "organisations/")) return plan;
  return absl::StrCat(ReadParent(arguments), "/plans/", plan);
}

absl::StatusOr<std::string> WritePlanName(Session& session, const Arguments& arguments,
                                          const std::string& option) {
  const std::string name = ReadPlanName(arguments, option);
  if (!absl::StartsWith(name, "organisations/-/")) return name;
  plans::v1::ListPlanVersionsRequest request;
  request.set_parent(name);
  TRANCHE_ASSIGN_OR_RETURN(const auto versions,
                           session.Get<plans::v1::ListPlanVersionsResponse>(
                               "tranche.plans.v1.PlanVersionsService/ListPlanVersions", request));
  if (versions.versions().empty()) return name;
  const std::string& version = versions.versions(0).name();
  return version.substr(0, version.find("/versions/"));
}

absl::StatusOr<common::v1::PartialDate> ReadPartialDate(const std::string& option,
                                                        const std::string& typed) {
  const std::optional<common::v1::PartialDate> date = client::ReadPartialDate(typed);
  if (date) return *date;
  return AsUsage(RefuseInput(
      "INVALID_REQUEST", {{absl::StrCat("--", option), "PARTIAL_DATE_MALFORMED", {{"value", typed}}}}));
}

absl::StatusOr<common::v1::PartialPeriod> ReadYears(const std::string& option,
                                                    const std::string& typed) {
  common::v1::PartialPeriod period;
  const std::vector<std::string> parts = absl::StrSplit(typed, '-');
  int from = 0;
  int to = 0;
  const bool is_read =
      parts.size() <= 2 && ReadDigits(parts[0], 4, &from) && ReadDigits(parts.back(), 4, &to);
  if (!is_read) return Malformed(option, typed, "2013-2014");
  period.mutable_from()->set_year(from);
  period.mutable_to()->set_year(to);
  period.set_as_written(typed);
  return period;
}

absl::Status ReadAdoption(const Arguments& arguments, plans::v1::Adoption* adoption) {
  if (arguments.Has("decision")) adoption->set_decision_number(arguments.Get("decision"));
  if (arguments.Has("protocol")) adoption->set_protocol_number(arguments.Get("protocol"));
  if (arguments.Has("body")) adoption->set_body(arguments.Get("body"));
  if (arguments.Has("on")) {
    TRANCHE_ASSIGN_OR_RETURN(*adoption->mutable_date(), ReadPartialDate("on", arguments.Get("on")));
  }
  return absl::OkStatus();
}

std::vector<Parameter> AdoptionParameters() {
  return {{"decision",
           Kind::kValue,
           {"Решение №; празно, ако мястото е оставено празно",
            "Number of the decision; empty when its place is left blank"}},
          {"protocol",
           Kind::kValue,
           {"Протокол №; празно, ако мястото е оставено празно",
            "Number of the minutes; empty when its place is left blank"}},
          {"on",
           Kind::kValue,
           {"Дата, докъдето е известна: 2022-07-29, 2022-07, 2022 или --07-29",
            "Date as far as it is known: 2022-07-29, 2022-07, 2022 or --07-29"}},
          {"body",
           Kind::kValue,
           {"Кой е приел, напр. общинският съвет", "Who adopted it, such as the council"}}};
}

void AddNotes(const google::protobuf::RepeatedPtrField<plans::v1::Finding>& findings, Language language,
              View* view) {
  for (const plans::v1::Finding& finding : findings) {
    view->notes.push_back(language == Language::kBulgarian ? finding.text_bg() : finding.text_en());
  }
}

}  // namespace tranche::cli
