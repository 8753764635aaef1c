// SPDX-License-Identifier: EUPL-1.2
// Additional income of projects, and what of it lowers the grant.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/annulments.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/incomes_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kIncomes[] = "tranche.payments.v1.IncomesService/";

constexpr Text kIncome{"Приход", "Income"};
constexpr Text kEarnedOn{"Получен на", "Earned on"};
constexpr Text kDescription{"За какво", "What for"};
constexpr Text kPaper{"Документ", "Paper"};
constexpr Text kLowers{"Намалява помощта с", "Lowers the grant by"};
constexpr Text kLowersEu{"От него средства от ЕС", "Of it money of the EU"};
constexpr Text kLowersNational{"От него национални", "Of it national money"};
constexpr Text kDecidedOn{"Решено на", "Decided on"};
constexpr Text kWhy{"Основание на решението", "Ground of the decision"};
constexpr Text kDecidedBy{"Решил", "Decided by"};
constexpr Text kRecordedBy{"Записал", "Recorded by"};
constexpr Text kDebt{"Дълг", "Debt"};

constexpr Parameter kIncomeParameter{
    "income", Kind::kRequired, {"Номер на прихода, напр. 1", "Number of the income, for example 1"}};

std::vector<Shown> Columns() {
  return {{kIncome, "name/last"},
          {texts::kClaim, "claim/last"},
          {texts::kAmount, "amount"},
          {kEarnedOn, "earned_on"},
          {kDescription, "description"},
          {kPaper, "document"},
          {texts::kState, "state"},
          {kLowers, "decision.lowers_grant"},
          {kLowersEu, "decision.parts.eu"},
          {kLowersNational, "decision.parts.national"},
          {kWhy, "decision.reason"},
          {texts::kReference, "decision.reference"},
          {kDecidedOn, "decision.decided_on"},
          {kDecidedBy, "decision.decided_by"},
          {kDebt, "debt/last"},
          {kRecordedBy, "recorded_by"},
          {kAnnulledOn, "annulment.annulled_on"},
          {kWhyAnnulled, "annulment.reason"}};
}

absl::Status ReadMoney(Session& session, const Arguments& arguments, const char* option,
                       common::v1::Money* money) {
  const std::string typed = arguments.Get(option);
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency, CurrencyFor(session, arguments, {typed}));
  TRANCHE_ASSIGN_OR_RETURN(*money->mutable_amount(), ReadTypedAmount(typed, currency));
  money->set_currency(currency);
  return absl::OkStatus();
}

absl::Status RecordIncome(Session& session, const Arguments& arguments) {
  payments::v1::RecordIncomeRequest request;
  payments::v1::Income* income = request.mutable_income();
  income->set_description(arguments.Get("description"));
  income->set_document(arguments.Get("document"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", income->mutable_earned_on()));
  TRANCHE_RETURN_IF_ERROR(ReadMoney(session, arguments, "amount", income->mutable_amount()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(contract);
  income->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
  return ShowAnswer(session, absl::StrCat(kIncomes, "RecordIncome"), request, {Columns()});
}

absl::Status DecideIncome(Session& session, const Arguments& arguments) {
  payments::v1::DecideIncomeRequest request;
  payments::v1::IncomeDecision* decision = request.mutable_decision();
  decision->set_reason(arguments.Get("reason"));
  decision->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", decision->mutable_decided_on()));
  TRANCHE_RETURN_IF_ERROR(
      ReadMoney(session, arguments, "lowers-grant", decision->mutable_lowers_grant()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "incomes", arguments.Get("income")));
  return ShowAnswer(session, absl::StrCat(kIncomes, "DecideIncome"), request, {Columns()});
}

absl::Status AnnulIncome(Session& session, const Arguments& arguments) {
  payments::v1::AnnulIncomeRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "incomes", arguments.Get("income")));
  return ShowAnswer(session, absl::StrCat(kIncomes, "AnnulIncome"), request, {Columns()});
}

absl::Status ListIncomes(Session& session, const Arguments& arguments) {
  payments::v1::ListIncomesRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kIncomes, "ListIncomes"), request, "incomes",
                  {{kIncome, "name/last"},
                   {texts::kClaim, "claim/last"},
                   {texts::kAmount, "amount"},
                   {kEarnedOn, "earned_on"},
                   {kDescription, "description"},
                   {texts::kState, "state"},
                   {kLowers, "decision.lowers_grant"},
                   {kDebt, "debt/last"}});
}

std::vector<Parameter> RecordParameters() {
  return {kContractParameter,
          {"claim",
           Kind::kMustValue,
           {"Номер на междинното или окончателното искане, с което се заявява",
            "Number of the interim or final claim that states it"}},
          {"amount", Kind::kMustValue, {"Размер, напр. 250,00", "Amount, for example 250.00"}},
          kCurrencyParameter,
          {"on",
           Kind::kMustValue,
           {"Ден на получаване, напр. 15.03.2018", "Day on which it was earned, e.g. 2018-03-15"}},
          {"description", Kind::kMustValue, {"За какво е", "What it was earned with"}},
          {"document",
           Kind::kMustValue,
           {"Номер на документа, който го доказва", "Number of the paper that shows it"}},
          kOrganisationParameter};
}

std::vector<Parameter> DecideParameters() {
  return {kContractParameter,
          kIncomeParameter,
          {"lowers-grant",
           Kind::kMustValue,
           {"С колко намалява помощта; 0: с нищо", "By how much it lowers the grant; 0: by nothing"}},
          kCurrencyParameter,
          {"on",
           Kind::kMustValue,
           {"Ден на решението, напр. 15.03.2018", "Day of the decision, for example 2018-03-15"}},
          {"reason", Kind::kMustValue, {"Защо и по кое правило", "Why, and by which rule"}},
          {"reference", Kind::kMustValue, {"Номер на решението", "Number of the decision"}},
          kOrganisationParameter};
}

}  // namespace

std::vector<Command> IncomeCommands() {
  return {
      {"incomes",
       "record",
       {"Записва допълнителен приход на проект с искането, което го заявява",
        "Records additional income of a project with the claim that states it"},
       RecordParameters(),
       "tranche incomes record BG05M9OP001-2.005-0063-C01 --claim 2 --amount 250,00 --on 15.03.2018 "
       "--description 'Наем на оборудване' --document 'Фактура 12'\n"
       "tranche incomes record BG05M9OP001-2.005-0063-C01 --claim 2 --amount 250 --on 2018-03-15 "
       "--description 'Rent of equipment' --document 'Invoice 12' --dry-run",
       true,
       RecordIncome},
      {"incomes",
       "decide",
       {"Решава с колко приход намалява помощта; от това се прави дълг (debts create --income)",
        "Decides by how much an income lowers the grant; a debt is made of that (debts create "
        "--income)"},
       DecideParameters(),
       "tranche incomes decide BG05M9OP001-2.005-0063-C01 1 --lowers-grant 200,00 --on 20.03.2018 "
       "--reason 'Нетен приход след разходите по него' --reference 'РД-8' --token-file approver.token\n"
       "tranche incomes decide BG05M9OP001-2.005-0063-C01 1 --lowers-grant 0 --on 2018-03-20 --reason "
       "'Below the threshold' --reference 'RD-8'",
       true,
       DecideIncome},
      {"incomes",
       "annul",
       {"Анулира погрешно записан приход, от който няма дълг",
        "Annuls an income that was a mistake and of which there is no debt"},
       {kContractParameter, kIncomeParameter, kAnnulledOnParameter, kWhyParameter, kPaperParameter,
        kOrganisationParameter},
       "tranche incomes annul BG05M9OP001-2.005-0063-C01 1 --on 20.03.2018 --reason 'Друг проект' "
       "--reference 'Докладна 9'",
       true,
       AnnulIncome},
      {"incomes",
       "list",
       {"Показва допълнителните приходи по договор", "Lists the additional incomes of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche incomes list BG05M9OP001-2.005-0063-C01",
       false,
       ListIncomes},
  };
}

}  // namespace tranche::cli
