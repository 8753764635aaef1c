// SPDX-License-Identifier: EUPL-1.2
// What cost documents say beside their amounts: typed with a cost, and added up.
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "cli/commands.h"
#include "cli/cost_particulars.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/cost_particulars_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kGetCostSums[] = "tranche.budgets.v1.CostParticularsService/GetCostSums";

constexpr Text kByActivity{"По дейности", "By activity"};
constexpr Text kByIssuer{"По издател", "By issuer"};
constexpr Text kByFlag{"По признак", "By flag"};
constexpr Text kIssuerKind{"Издател е", "Issued by"};
constexpr Text kFlag{"Признак", "Flag"};
constexpr Text kCeilingPercent{"Таван, %", "Ceiling, %"};
constexpr Text kCeiling{"Таван", "Ceiling"};
constexpr Text kAbove{"Над тавана", "Above it"};

std::vector<Word> IssuerKinds(Language language) {
  return WordsOf(budgets::v1::IssuerKind_descriptor(), language);
}
std::vector<Word> CostFlags(Language language) {
  return WordsOf(budgets::v1::CostFlag_descriptor(), language);
}

const RecordSpec& SumsSpec() {
  static const auto* spec = new RecordSpec{{{texts::kContract, "contract/last"}},
                                           {{kByActivity,
                                             "activities",
                                             {{texts::kActivity, "activity"},
                                              {texts::kCosts, "sum.costs"},
                                              {texts::kReserved, "sum.reserved"},
                                              {texts::kApproved, "sum.approved"}}},
                                            {kByIssuer,
                                             "issuers",
                                             {{kIssuerKind, "issuer_kind"},
                                              {texts::kCosts, "sum.costs"},
                                              {texts::kReserved, "sum.reserved"},
                                              {texts::kApproved, "sum.approved"}}},
                                            {kByFlag,
                                             "flags",
                                             {{kFlag, "flag"},
                                              {texts::kCosts, "sum.costs"},
                                              {texts::kReserved, "sum.reserved"},
                                              {texts::kApproved, "sum.approved"},
                                              {kCeilingPercent, "ceiling_percent"},
                                              {kCeiling, "ceiling"},
                                              {kAbove, "above"}}}}};
  return *spec;
}

absl::Status ShowSums(Session& session, const Arguments& arguments) {
  budgets::v1::GetCostSumsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowAnswer(session, kGetCostSums, request, SumsSpec());
}

// "2=300,00": the activity and its share; "2": all of the cost.
absl::Status FillShare(const std::string& typed, const common::v1::Money& claimed,
                       budgets::v1::ActivityShare* share) {
  const std::size_t sign = typed.rfind('=');
  share->set_activity(typed.substr(0, sign));
  if (sign == std::string::npos) {
    *share->mutable_amount() = claimed;
    return absl::OkStatus();
  }
  TRANCHE_ASSIGN_OR_RETURN(*share->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(typed.substr(sign + 1), claimed.currency()));
  share->mutable_amount()->set_currency(claimed.currency());
  return absl::OkStatus();
}

}  // namespace

std::vector<Parameter> ParticularsParameters() {
  return {
      {"issuer-kind",
       Kind::kValue,
       {"Издателят е: issued_by_beneficiary, issued_by_partner или issued_by_contractor",
        "The issuer is: issued_by_beneficiary, issued_by_partner or issued_by_contractor"},
       Takes::kText,
       IssuerKinds},
      {"flag",
       Kind::kValues,
       {"Признак: advance_to_contractor (авансово плащане към изпълнител), in_kind, cross_financing, "
        "outside_union или outside_area; повтаря се",
        "Flag: advance_to_contractor, in_kind, cross_financing, outside_union or outside_area; may "
        "be repeated"},
       Takes::kText,
       CostFlags},
      {"activity",
       Kind::kValues,
       {"Дейност и сумата ѝ, напр. 2=300,00; само дейност: целият разход; повтаря се",
        "Activity and its amount, for example 2=300.00; an activity alone: the whole cost; may be "
        "repeated"}}};
}

std::vector<Parameter> ParticularsFilters() {
  return {
      {"issuer-kind",
       Kind::kValue,
       {"Само с такъв издател", "Only with such an issuer"},
       Takes::kText,
       IssuerKinds},
      {"flag", Kind::kValue, {"Само с този признак", "Only with this flag"}, Takes::kText, CostFlags},
      {"activity", Kind::kValue, {"Само за тази дейност", "Only of this activity"}}};
}

std::vector<Parameter> WithParticulars(std::vector<Parameter> before,
                                       const std::vector<Parameter>& particulars,
                                       const std::vector<Parameter>& after) {
  before.insert(before.end(), particulars.begin(), particulars.end());
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

bool SaysParticulars(const Arguments& arguments) {
  return AnyFlag(arguments, {"issuer-kind", "flag", "activity"});
}

absl::Status FillParticulars(const Arguments& arguments, budgets::v1::Cost* cost) {
  if (!SaysParticulars(arguments)) return absl::OkStatus();
  budgets::v1::CostParticulars* told = cost->mutable_particulars();
  if (arguments.Has("issuer-kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(budgets::v1::IssuerKind_descriptor(),
                                                      "issuer-kind", arguments.Get("issuer-kind")));
    told->set_issuer_kind(static_cast<budgets::v1::IssuerKind>(kind));
  }
  for (const std::string& typed : arguments.All("flag")) {
    TRANCHE_ASSIGN_OR_RETURN(const int flag,
                             ReadWord(budgets::v1::CostFlag_descriptor(), "flag", typed));
    told->add_flags(static_cast<budgets::v1::CostFlag>(flag));
  }
  for (const std::string& typed : arguments.All("activity")) {
    TRANCHE_RETURN_IF_ERROR(FillShare(typed, cost->claimed(), told->add_activities()));
  }
  return absl::OkStatus();
}

absl::Status FillFilters(const Arguments& arguments, budgets::v1::ListCostsRequest* request) {
  if (arguments.Has("issuer-kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(budgets::v1::IssuerKind_descriptor(),
                                                      "issuer-kind", arguments.Get("issuer-kind")));
    request->set_issuer_kind(static_cast<budgets::v1::IssuerKind>(kind));
  }
  if (arguments.Has("flag")) {
    TRANCHE_ASSIGN_OR_RETURN(
        const int flag, ReadWord(budgets::v1::CostFlag_descriptor(), "flag", arguments.Get("flag")));
    request->set_flag(static_cast<budgets::v1::CostFlag>(flag));
  }
  request->set_activity(arguments.Get("activity"));
  return absl::OkStatus();
}

std::vector<Command> CostParticularsCommands() {
  return {
      {"costs",
       "sums",
       {"Сборове на разходите по дейност, издател и признак, с таваните",
        "Sums of the costs by activity, issuer and flag, with their ceilings"},
       {kContractParameter, kOrganisationParameter},
       "tranche costs sums BG05M9OP001-2.005-0063-C01\n"
       "tranche costs list BG05M9OP001-2.005-0063-C01 --flag advance_to_contractor",
       false,
       ShowSums},
  };
}

}  // namespace tranche::cli
