// SPDX-License-Identifier: EUPL-1.2
// What is paid back of debts or deducted for them, and what of it was a mistake.
#include "absl/strings/str_cat.h"
#include "cli/annulments.h"
#include "cli/debts_view.h"
#include "cli/recoveries_view.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/debts_service.pb.h"

namespace tranche::cli {
namespace {

std::vector<Word> Ways(Language language) {
  return WordsOf(payments::v1::RepaymentWay_descriptor(), language);
}

std::vector<Word> Kinds(Language language) {
  return WordsOf(payments::v1::RepaymentKind_descriptor(), language);
}

absl::Status RepayDebt(Session& session, const Arguments& arguments) {
  payments::v1::RecordRepaymentRequest request;
  payments::v1::Repayment* repayment = request.mutable_repayment();
  TRANCHE_ASSIGN_OR_RETURN(
      const int way, ReadWord(payments::v1::RepaymentWay_descriptor(), "way", arguments.Get("way")));
  TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(payments::v1::RepaymentKind_descriptor(), "kind",
                                                    arguments.Get("kind")));
  repayment->set_way(static_cast<payments::v1::RepaymentWay>(way));
  repayment->set_kind(static_cast<payments::v1::RepaymentKind>(kind));
  repayment->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", repayment->mutable_repaid_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*repayment->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  repayment->mutable_amount()->set_currency(currency);
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "RecordRepayment"), request, DebtSpec());
}

absl::Status AnnulRepayment(Session& session, const Arguments& arguments) {
  payments::v1::AnnulRepaymentRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(RecordName(contract, "debts", arguments.Get("debt")), "/repayments/",
                                arguments.Get("repayment")));
  return ShowAnswer(session, absl::StrCat(kDebts, "AnnulRepayment"), request, DebtSpec());
}

absl::Status OffsetDebt(Session& session, const Arguments& arguments) {
  payments::v1::OffsetDebtRequest request;
  payments::v1::Offset* offset = request.mutable_offset();
  offset->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", offset->mutable_deducted_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  TRANCHE_ASSIGN_OR_RETURN(*offset->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  offset->mutable_amount()->set_currency(currency);
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  offset->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
  request.set_parent(RecordName(contract, "debts", arguments.Get("debt")));
  return ShowAnswer(session, absl::StrCat(kDebts, "OffsetDebt"), request, DebtSpec());
}

absl::Status TakeBackOffset(Session& session, const Arguments& arguments) {
  payments::v1::TakeBackOffsetRequest request;
  request.set_reason(arguments.Get("reason"));
  request.set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_taken_back_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(RecordName(contract, "debts", arguments.Get("debt")), "/repayments/",
                                arguments.Get("repayment")));
  return ShowAnswer(session, absl::StrCat(kDebts, "TakeBackOffset"), request, DebtSpec());
}

std::vector<Command> RepaymentsToRecord() {
  return {
      {"debts",
       "repay",
       {"Записва възстановена сума; лихвата до деня се начислява сама",
        "Records a repayment; interest up to the day is charged by itself"},
       {kContractParameter,
        kDebtParameter,
        {"amount", Kind::kMustValue, {"Сума, напр. 1 083,34", "Amount, for example 1083.34"}},
        kRecoveryDayParameter,
        {"way", Kind::kMustValue, {"Начин", "Way"}, Takes::kText, Ways},
        {"kind", Kind::kMustValue, {"Вид", "Kind"}, Takes::kText, Kinds},
        {"reference",
         Kind::kMustValue,
         {"Извлечение, решение или искане", "Statement, decision or claim"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche debts repay BG05M9OP001-2.005-0063-C01 1 --amount 1083,34 --on 17.03.2018 --way "
       "by_bank "
       "--kind ex_gratia --reference 'извлечение 12'",
       true,
       RepayDebt},
      {"debts",
       "offset",
       {"Прихваща дълга от дължимото по искане за плащане; по искането се плаща само остатъкът",
        "Deducts the debt from what a claim is owed; only the rest of the claim is paid"},
       {kContractParameter,
        kDebtParameter,
        {"claim",
         Kind::kMustValue,
         {"Номер на искането, напр. 2", "Number of the claim, for example 2"}},
        {"amount", Kind::kMustValue, {"Сума, напр. 1 083,34", "Amount, for example 1083.34"}},
        kRecoveryDayParameter,
        {"reference", Kind::kMustValue, {"Решение за прихващане", "Decision on the deduction"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche debts offset BG05M9OP001-2.005-0063-C01 1 --claim 2 --amount 1083,34 --on 17.03.2018 "
       "--reference 93-01-8",
       true,
       OffsetDebt},
  };
}

// What was a mistake.
std::vector<Command> RepaymentCorrections() {
  return {
      {"debts",
       "annul-repayment",
       {"Анулира погрешно записано възстановяване: дългът е отново какъвто е бил преди него",
        "Annuls a repayment recorded by mistake: the debt is again as it was before it"},
       {kContractParameter,
        kDebtParameter,
        {"repayment",
         Kind::kRequired,
         {"Номер на възстановяването в дълга, напр. 2", "Number of the repayment in the debt, e.g. 2"}},
        kAnnulledOnParameter,
        kWhyParameter,
        kPaperParameter,
        kOrganisationParameter},
       "tranche debts annul-repayment BG05M9OP001-2.005-0063-C01 1 2 --on 20.04.2018 --reason 'По друг "
       "дълг' --reference 'Докладна 14' --token-file approver.token\n"
       "tranche debts annul-repayment BG05M9OP001-2.005-0063-C01 1 2 --on 2018-04-20 --reason 'Of "
       "another debt' --reference 'Memo 14' --dry-run",
       true,
       AnnulRepayment},
      {"debts",
       "take-back",
       {"Отменя погрешно прихващане: дългът и искането се дължат отново",
        "Takes back a deduction made by mistake: debt and claim are owed again"},
       {kContractParameter,
        kDebtParameter,
        {"repayment",
         Kind::kRequired,
         {"Номер на възстановяването в дълга, напр. 2", "Number of the repayment in the debt, e.g. 2"}},
        kRecoveryDayParameter,
        {"reason", Kind::kMustValue, {"Защо", "Why"}},
        {"reference", Kind::kMustValue, {"Решение за отмяната", "Decision on it"}},
        kOrganisationParameter},
       "tranche debts take-back BG05M9OP001-2.005-0063-C01 1 2 --on 02.04.2018 --reason 'Погрешно "
       "искане' "
       "--reference 93-01-9",
       true,
       TakeBackOffset},
  };
}

}  // namespace

std::vector<Command> RepaymentCommands() {
  std::vector<Command> commands = RepaymentsToRecord();
  const std::vector<Command> corrections = RepaymentCorrections();
  commands.insert(commands.end(), corrections.begin(), corrections.end());
  return commands;
}

}  // namespace tranche::cli
