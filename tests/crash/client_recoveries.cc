// SPDX-License-Identifier: EUPL-1.2
// What a client does about what went wrong, and about what the bank says: documents that are claimed
// again, irregularities, corrections and their debts, statements and their matches.
#include "client_send.h"

namespace tranche::crash {
namespace {

constexpr char kAccount[] = "BG80BNBG96611020345678";

}  // namespace

void Client::ClaimAgain(const std::string& contract) {
  budgets::v1::ListCostsRequest list;
  list.set_parent(contract);
  list.set_page_size(500);
  const auto costs = Read<budgets::v1::ListCostsResponse>(
      *budgets_, &budgets::v1::BudgetsService::Stub::ListCosts, list);
  if (!costs.has_value()) return;
  std::vector<budgets::v1::Cost> again;
  std::vector<std::string> names;
  for (const budgets::v1::Cost& cost : costs->costs()) {
    const int64_t unapproved = Minor(cost.unapproved().total());
    if (unapproved < 2 || !cost.resubmits().empty()) continue;
    budgets::v1::RecordCostRequest request;
    request.set_parent(contract);
    request.mutable_cost()->set_line(cost.line());
    *request.mutable_cost()->mutable_document() = cost.document();
    SetMoney(unapproved / 2, request.mutable_cost()->mutable_claimed());
    const auto recorded = Send(*budgets_, &budgets::v1::BudgetsService::Stub::RecordCost, request);
    if (!recorded.has_value()) continue;
    again.push_back(*recorded);
    names.push_back(recorded->name());
  }
  if (names.empty()) return;
  const auto claim = CreateClaim(contract, payments::v1::INTERIM, names);
  if (!claim.has_value()) return;
  const auto decided = Decide(*claim, "2018-04-10", "2018-04-25", again, /*asks=*/false);
  if (!decided.has_value()) return;
  Pay(contract, *claim, Minor(decided->payable().eu()), Minor(decided->payable().national()),
      "2018-04-27");
}

void Client::MoveSignal(const std::string& signal, payments::v1::SignalStep step,
                        const std::string& on) {
  payments::v1::MoveSignalRequest request;
  request.set_name(signal);
  request.set_step(step);
  request.set_on(on);
  if (step == payments::v1::END_SIGNAL) request.set_classification(payments::v1::IRREGULARITY);
  Send(*cases_, &payments::v1::IrregularitiesService::Stub::MoveSignal, request);
}

std::optional<payments::v1::Irregularity> Client::Register(const std::string& contract) {
  using Stub = payments::v1::IrregularitiesService::Stub;
  payments::v1::CreateSignalRequest create;
  create.set_parent(contract);
  create.mutable_signal()->set_received_on("2018-03-01");
  create.mutable_signal()->set_violation("Разделяне на поръчка");
  const auto signal = Send(*cases_, &Stub::CreateSignal, create);
  if (!signal.has_value()) return std::nullopt;
  MoveSignal(signal->name(), payments::v1::REGISTER_SIGNAL, "2018-03-05");
  MoveSignal(signal->name(), payments::v1::END_SIGNAL, "2018-05-10");
  payments::v1::RegisterIrregularityRequest request;
  request.set_parent(contract);
  payments::v1::Irregularity* found = request.mutable_irregularity();
  found->set_register_("ОПРЧР");
  found->set_fund("ЕСФ");
  found->set_signal(signal->name());
  found->set_registered_on("2018-05-14");
  SetParts(850, 150, found->mutable_amount());
  found->set_description("Разделяне на поръчка за хранене");
  return Send(*cases_, &Stub::RegisterIrregularity, request);
}

std::optional<std::string> Client::Owe(const std::string& contract, const payments::v1::Debt& debt) {
  using Stub = payments::v1::DebtsService::Stub;
  payments::v1::CreateDebtRequest create;
  create.set_parent(contract);
  *create.mutable_debt() = debt;
  const auto created = Send(*debts_, &Stub::CreateDebt, create);
  if (!created.has_value()) return std::nullopt;
  payments::v1::MoveDebtRequest enter;
  enter.set_name(created->name());
  enter.set_step(payments::v1::ENTER_RECOVERY);
  if (!Send(*debts_, &Stub::MoveDebt, enter).has_value()) return std::nullopt;
  return created->name();
}

std::string Client::Correct(const std::string& contract) {
  using Stub = payments::v1::IrregularitiesService::Stub;
  const auto irregularity = Register(contract);
  if (!irregularity.has_value()) return "";
  payments::v1::CreateCorrectionRequest create;
  create.set_parent(contract);
  payments::v1::Correction* correction = create.mutable_correction();
  correction->set_irregularity(irregularity->name());
  correction->set_scale(payments::v1::PROCUREMENT);
  payments::v1::CorrectionFinding* finding = correction->add_findings();
  finding->set_violation("Разделяне на поръчка");
  finding->set_percent("25");
  SetParts(8500, 1500, correction->mutable_affected());
  correction->set_bearer(payments::v1::BENEFICIARY);
  correction->set_decided_on("2018-06-01");
  correction->set_reference("РД-1");
  const auto created = Send(*cases_, &Stub::CreateCorrection, create);
  if (!created.has_value()) return "";
  payments::v1::MoveCorrectionRequest enter;
  enter.set_name(created->name());
  enter.set_step(payments::v1::ENTER_RECOVERY);
  enter.set_note("По решение");
  const auto entered = Send(*cases_, &Stub::MoveCorrection, enter);
  if (!entered.has_value()) return "";
  payments::v1::Debt debt;
  debt.set_basis(payments::v1::CORRECTION_DEBT);
  debt.set_correction(entered->name());
  debt.set_book(payments::v1::DEBTORS);
  debt.set_served_on("2018-06-10");
  *debt.mutable_principal()->mutable_eu() = entered->amount().eu();
  *debt.mutable_principal()->mutable_national() = entered->amount().national();
  return Owe(contract, debt).value_or("");
}

void Client::Confirm(const std::string& contract, const payments::v1::BankEntry& entry,
                     const payments::v1::Payment& payment) {
  using Stub = payments::v1::BankService::Stub;
  payments::v1::ConfirmMatchRequest confirm;
  confirm.set_parent(contract);
  payments::v1::BankMatchPart* part = confirm.mutable_match()->add_parts();
  part->set_entry(entry.name());
  part->set_record(payment.name());
  *part->mutable_amount() = entry.amount();
  const auto match = Send(*bank_, &Stub::ConfirmMatch, confirm);
  if (!match.has_value() || Random(0, 1) == 0) return;
  payments::v1::WithdrawMatchRequest withdraw;
  withdraw.set_name(match->name());
  withdraw.set_reason("Друго плащане");
  if (Send(*bank_, &Stub::WithdrawMatch, withdraw).has_value())
    Send(*bank_, &Stub::ConfirmMatch, confirm);
}

void Client::MatchStatement(const std::string& contract) {
  payments::v1::ListPaymentsRequest list;
  list.set_parent(contract);
  const auto paid = Read<payments::v1::ListPaymentsResponse>(
      *payments_, &payments::v1::PaymentsService::Stub::ListPayments, list);
  if (!paid.has_value() || paid->payments().empty()) return;
  std::string table = absl::StrCat("IBAN;", kAccount, "\nВалута;BGN\nДата;Сума;Основание;Референция\n");
  std::map<std::string, payments::v1::Payment> by_reference;
  for (const payments::v1::Payment& payment : paid->payments()) {
    if (payment.state() == common::v1::RECORD_ANNULLED) continue;
    const std::string reference =
        absl::StrCat("R", options_.number, "-", ++statements_, "-", by_reference.size());
    by_reference[reference] = payment;
    const int64_t minor = Minor(payment.amount().eu()) + Minor(payment.amount().national());
    absl::StrAppend(&table, payment.paid_on(), ";",
                    absl::StrFormat("%d.%02d", minor / 100, minor % 100), ";Плащане;", reference, "\n");
  }
  payments::v1::ImportBankStatementRequest import;
  import.set_parent(absl::StrCat("organisations/", kOrganisation));
  import.set_file_name("statement.csv");
  import.set_content(table);
  if (!Send(*bank_, &payments::v1::BankService::Stub::ImportBankStatement, import).has_value()) return;
  payments::v1::ListBankEntriesRequest entries;
  entries.set_parent(import.parent());
  entries.set_unmatched_only(true);
  entries.set_page_size(500);
  const auto found = Read<payments::v1::ListBankEntriesResponse>(
      *bank_, &payments::v1::BankService::Stub::ListBankEntries, entries);
  if (!found.has_value()) return;
  for (const payments::v1::BankEntry& entry : found->entries()) {
    const auto payment = by_reference.find(entry.bank_reference());
    if (payment != by_reference.end()) Confirm(contract, entry, payment->second);
  }
}

}  // namespace tranche::crash
