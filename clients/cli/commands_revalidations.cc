// SPDX-License-Identifier: EUPL-1.2
// Refusals that are put right after the claim was decided on.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/annulments.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/cost_revalidations_service.pb.h"
#include "tranche/payments/v1/revalidations_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kRevalidations[] = "tranche.payments.v1.RevalidationsService/";

constexpr Text kRevalidation{"Повторна верификация", "Revalidation"};
constexpr Text kCarriedBy{"Носи се от разход", "Carried by cost"};
constexpr Text kRevalidated{"Повторно верифицирано", "Revalidated"};
constexpr Text kOfCorrection{"От него взето с корекция", "Of it taken by a correction"};
constexpr Text kPaper{"Документ", "Paper"};
constexpr Text kRevalidatedOn{"Решено на", "Decided on"};
constexpr Text kRevalidatedBy{"Решил", "Decided by"};

std::vector<Shown> Columns() {
  return {{kRevalidation, "name/last"},
          {texts::kCost, "cost/last"},
          {texts::kClaim, "claim/last"},
          {kCarriedBy, "carried_by/last"},
          {kRevalidated, "amount"},
          {kOfCorrection, "of_correction"},
          {texts::kCorrection, "correction"},
          {texts::kReason, "reason"},
          {kPaper, "document"},
          {kRevalidatedOn, "revalidated_on"},
          {kRevalidatedBy, "revalidated_by"},
          {texts::kState, "state"},
          {kAnnulledOn, "annulment.annulled_on"},
          {kWhyAnnulled, "annulment.reason"}};
}

absl::Status RevalidateCost(Session& session, const Arguments& arguments) {
  payments::v1::RevalidateCostRequest request;
  request.set_reason(arguments.Get("reason"));
  request.set_document(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_revalidated_on()));
  std::vector<std::string> typed;
  for (const char* option : {"amount", "of-correction"}) {
    if (arguments.Has(option)) typed.push_back(arguments.Get(option));
  }
  budgets::v1::RevalidatedAmounts* amounts = request.mutable_amounts();
  if (!typed.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(const std::string currency, CurrencyFor(session, arguments, typed));
    if (arguments.Has("amount")) {
      TRANCHE_ASSIGN_OR_RETURN(*amounts->mutable_unapproved()->mutable_amount(),
                               ReadTypedAmount(arguments.Get("amount"), currency));
      amounts->mutable_unapproved()->set_currency(currency);
    }
    if (arguments.Has("of-correction")) {
      TRANCHE_ASSIGN_OR_RETURN(*amounts->mutable_unapproved_by_correction()->mutable_amount(),
                               ReadTypedAmount(arguments.Get("of-correction"), currency));
      amounts->mutable_unapproved_by_correction()->set_currency(currency);
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "costs", arguments.Get("cost")));
  return ShowAnswer(session, absl::StrCat(kRevalidations, "RevalidateCost"), request, {Columns()});
}

absl::Status AnnulRevalidation(Session& session, const Arguments& arguments) {
  payments::v1::AnnulRevalidationRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "revalidations", arguments.Get("revalidation")));
  return ShowAnswer(session, absl::StrCat(kRevalidations, "AnnulRevalidation"), request, {Columns()});
}

absl::Status ListRevalidations(Session& session, const Arguments& arguments) {
  budgets::v1::ListCostRevalidationsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, "tranche.budgets.v1.CostRevalidationsService/ListCostRevalidations", request,
                  "revalidations",
                  {{kRevalidation, "name/last"},
                   {texts::kCost, "cost/last"},
                   {texts::kClaim, "claim/last"},
                   {kRevalidated, "amount.total"},
                   {kOfCorrection, "of_correction.total"},
                   {kRevalidatedOn, "revalidated_on"},
                   {texts::kState, "state"},
                   {kAnnulledOn, "annulment.annulled_on"}});
}

}  // namespace

std::vector<Command> RevalidationCommands() {
  return {
      {"costs",
       "revalidate",
       {"Верифицира повторно неодобреното по разход след решението по искането; плаща се със "
        "следващото "
        "искане",
        "Revalidates what a decided claim did not approve of a cost; the next claim pays it"},
       {kContractParameter,
        {"cost", Kind::kRequired, {"Номер на разхода, напр. 12", "Number of the cost, for example 12"}},
        {"amount",
         Kind::kValue,
         {"Допустимо от неодобреното, напр. 120,50", "Eligible of what is unapproved, e.g. 120.50"}},
        {"of-correction",
         Kind::kValue,
         {"Допустимо от взетото с корекция, която вече не е в сила",
          "Eligible of what a correction took that does not stand any more"}},
        kCurrencyParameter,
        {"on",
         Kind::kMustValue,
         {"Ден на решението, напр. 15.03.2018", "Day of the decision, for example 2018-03-15"}},
        {"reason", Kind::kMustValue, {"Защо е допустимо", "Why it is eligible"}},
        {"reference",
         Kind::kMustValue,
         {"Номер на документа, който го казва", "Number of the paper that says so"}},
        kOrganisationParameter},
       "tranche costs revalidate BG05M9OP001-2.005-0063-C01 12 --amount 120,50 --on 15.03.2018 "
       "--reason "
       "'Представен е протокол' --reference 'Доклад 7' --token-file approver.token\n"
       "tranche costs revalidate BG05M9OP001-2.005-0063-C01 12 --of-correction 80 --on 2018-03-15 "
       "--reason 'The correction was removed' --reference 'Order 15' --dry-run",
       true,
       RevalidateCost},
      {"costs",
       "annul-revalidation",
       {"Анулира погрешна повторна верификация, която не е в искане за плащане",
        "Annuls a revalidation that was a mistake and is in no claim"},
       {kContractParameter,
        {"revalidation",
         Kind::kRequired,
         {"Номер на повторната верификация, напр. 31", "Number of the revalidation, for example 31"}},
        kAnnulledOnParameter,
        kWhyParameter,
        kPaperParameter,
        kOrganisationParameter},
       "tranche costs annul-revalidation BG05M9OP001-2.005-0063-C01 31 --on 20.03.2018 --reason 'Друг "
       "разход' --reference 'Докладна 9'\n"
       "tranche costs annul-revalidation BG05M9OP001-2.005-0063-C01 31 --on 2018-03-20 --reason "
       "'Another cost' --reference 'Memo 9' --dry-run",
       true,
       AnnulRevalidation},
      {"costs",
       "revalidations",
       {"Повторните верификации по договор", "The revalidations of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche costs revalidations BG05M9OP001-2.005-0063-C01",
       false,
       ListRevalidations},
  };
}

}  // namespace tranche::cli
