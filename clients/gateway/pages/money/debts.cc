// SPDX-License-Identifier: EUPL-1.2
// Debts of a contract on a day, and one of them: its interest piece by piece, what was repaid or
// deducted, and what of that was annulled or taken back.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/debts_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

constexpr char kGetDebt[] = "/tranche.payments.v1.DebtsService/GetDebt";

const std::vector<DayQuestion>& DebtDays() {
  static const auto* const kQuestions =
      new std::vector<DayQuestion>{{"as_of", "asOf", "W_AS_OF", "W_AS_OF_HINT_DEBTS"}};
  return *kQuestions;
}

std::string AsOfQuery(const Visit& visit) {
  return DayQuery(visit.Parameter("as_of"), "", "", QueryNames::kPage);
}
// The same behind a "?" that is there already.
std::string AsOfParameter(const Visit& visit) {
  const std::string query = AsOfQuery(visit);
  return query.empty() ? "" : query.substr(1);
}

struct ListData {
  Answer<pb::ListDebtsResponse> debts;
  Slice slice;
  // Those of the part that is shown, with their balances.
  std::vector<std::unique_ptr<Answer<pb::Debt>>> balances;
};

PageTable DebtsOf(const Visit& visit, const ListData& data, const std::string& contract) {
  const Sayer say(visit.language());
  PageTable table("debts", "W_DEBTS",
                  {{"W_DEBT"},
                   {"W_STATE"},
                   {"W_PRINCIPAL", Wide::kAmount},
                   {"W_INTEREST", Wide::kAmount},
                   {"W_REPAID_PRINCIPAL", Wide::kAmount},
                   {"W_REPAID_INTEREST", Wide::kAmount},
                   {"W_LEFT_OF_DEBT", Wide::kAmount}});
  table.WhenEmpty("W_NO_DEBTS", ShellLine({"tranche", "debts", "create", LastSegment(contract)}));
  for (const auto& answer : data.balances) {
    if (!answer->status.ok()) {
      table.Refused(answer->status);
      continue;
    }
    const pb::Debt& debt = answer->value;
    const pb::DebtBalance& balance = debt.balance();
    table.Add(
        {absl::StrCat(debt.number(), ", ", say.Value(debt.basis())),
         "",
         {std::vector<Piece>{StatePiece(debt.state(), visit.language()),
                             PlainPiece(say.Value(debt.status()))},
          say.WithCurrency(balance.principal().total()), say.WithCurrency(balance.interest().total()),
          say.WithCurrency(balance.repaid_principal().total()),
          say.WithCurrency(balance.repaid_interest().total()), say.WithCurrency(balance.owed())},
         absl::StrCat(RecordHref(visit, debt.name()), AsOfQuery(visit))});
  }
  table.Paged(visit.Href(absl::StrCat("/", contract, "/debts")), AsOfParameter(visit), data.slice.here,
              data.slice.next, "debts");
  return table;
}

void AnswerDebts(const std::shared_ptr<Visit>& visit, const ListData& data, const std::string& name) {
  absl::Status refusal = CheckDays(*visit, DebtDays());
  for (const auto& answer : data.balances) {
    if (IsAboutDays(answer->status, DebtDays())) refusal = answer->status;
  }
  RecordsPage page(*visit, name, "W_DEBTS_PAGE");
  page.Command({"tranche", "debts", "list", LastSegment(name)});
  page.Ask(DebtDays(), {}, refusal);
  if (refusal.ok()) page.Add(DebtsOf(*visit, data, name));
  page.Json(absl::StrCat("/v1/", EncodePath(name), "/debts"));
  page.Show(visit.get());
}

class DebtFiller {
 public:
  DebtFiller(const Visit& visit, const pb::Debt& debt)
      : visit_(visit),
        debt_(debt),
        say_(visit.language()),
        contract_(ContractOf(debt.name())),
        page_(visit, contract_, "W_DEBT", debt.number()) {}

  void Show(Visit* visit) {
    const std::string as_of = visit_.Parameter("as_of");
    page_.Above("W_DEBTS_PAGE", absl::StrCat("/", contract_, "/debts"));
    std::vector<std::string> command = {"tranche", "debts", "show", LastSegment(contract_),
                                        LastSegment(debt_.name())};
    if (!as_of.empty()) command.insert(command.end(), {"--as-of", as_of});
    page_.Command(command);
    page_.Ask(DebtDays(), {});
    page_.State(debt_.state());
    Facts();
    page_.Add(Balance());
    page_.Add(Interest());
    page_.Add(Repayments());
    if (debt_.reversals_size() > 0) page_.Add(Reversals());
    page_.Json(
        absl::StrCat("/v1/", EncodePath(debt_.name()), DayQuery(as_of, "", "", QueryNames::kApi)));
    page_.Show(visit);
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", debt_.name())); }

  void Facts() {
    page_.Fact("W_BASIS_OF_DEBT", say_.Value(debt_.basis()));
    page_.Fact("W_EXECUTION_OF_DEBT", say_.Value(debt_.status()));
    if (!debt_.claim().empty()) page_.Fact("W_CLAIM", RecordPiece(visit_, debt_.claim()));
    if (!debt_.correction().empty()) {
      page_.Fact("W_CORRECTION", CorrectionPiece(visit_, debt_.correction()));
    }
    if (!debt_.income().empty()) page_.Fact("W_INCOME", RecordPiece(visit_, debt_.income()));
    if (!debt_.national_number().empty()) page_.Fact("W_NATIONAL_NUMBER", debt_.national_number());
    page_.Fact("W_SERVED_ON", say_.Day(debt_.served_on()));
    page_.Fact("W_VOLUNTARY_UNTIL", say_.Day(debt_.voluntary_until()));
    page_.Fact("W_BALANCE_ON", say_.Day(debt_.balance().as_of()));
    page_.Fact("W_LEFT_OF_DEBT", say_.WithCurrency(debt_.balance().owed()));
    if (!debt_.balance().rate_missing_from().empty()) {
      page_.Fact("W_RATE_MISSING", say_.Day(debt_.balance().rate_missing_from()));
    }
    if (debt_.may_wait()) page_.Fact("W_MAY_WAIT", BulgarianPiece(debt_.may_wait_rule()));
  }

  std::vector<Cell> Parts(const pb::DebtPart& part) const {
    return {say_.WithCurrency(part.eu()), say_.WithCurrency(part.national()),
            say_.WithCurrency(part.total())};
  }

  PageTable Balance() const {
    PageTable table("balance", "W_BALANCE",
                    {{"W_FIGURE"},
                     {"W_EU", Wide::kAmount},
                     {"W_NATIONAL", Wide::kAmount},
                     {"W_TOTAL", Wide::kAmount}});
    const pb::DebtBalance& balance = debt_.balance();
    const auto add = [&](const char* phrase, const pb::DebtPart& part) {
      table.Add({Say(phrase, visit_.language()), "", Parts(part)});
    };
    add("W_PRINCIPAL", balance.principal());
    add("W_INTEREST", balance.interest());
    add("W_REPAID_PRINCIPAL", balance.repaid_principal());
    add("W_REPAID_INTEREST", balance.repaid_interest());
    add("W_OWED_PRINCIPAL", balance.owed_principal());
    add("W_OWED_INTEREST", balance.owed_interest());
    return table;
  }

  PageTable Interest() const {
    PageTable table("interest", "W_INTEREST_BY_PIECES",
                    {{"W_DAYS_OF_INTEREST"},
                     {"W_COUNT_OF_DAYS", Wide::kAmount},
                     {"W_PRINCIPAL", Wide::kAmount},
                     {"W_YEARLY_RATE", Wide::kAmount},
                     {"W_INTEREST", Wide::kAmount},
                     {"W_BASIS", Wide::kLong}});
    table.WhenEmpty("W_NO_INTEREST");
    const Slice slice = SliceOf(visit_, "interest", debt_.interest_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::InterestPiece& piece = debt_.interest(i);
      std::vector<Piece> basis = {BulgarianPiece(piece.source())};
      if (!piece.verified()) basis.push_back(PlainPiece(Say("W_UNVERIFIED", visit_.language())));
      table.Add({absl::StrCat(say_.Day(piece.from_on()), " – ", say_.Day(piece.to_on())),
                 "",
                 {absl::StrCat(piece.days(), " / ", piece.year_days()),
                  say_.WithCurrency(piece.principal().total()), say_.Percent(piece.yearly_percent()),
                  say_.WithCurrency(piece.interest().total()), basis}});
    }
    table.Paged(Href(), AsOfParameter(visit_), slice.here, slice.next, "interest");
    return table;
  }

  PageTable Repayments() const {
    PageTable table("repayments", "W_REPAYMENTS",
                    {{"W_REPAYMENT"},
                     {"W_REPAID_ON"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_TO_INTEREST", Wide::kAmount},
                     {"W_TO_PRINCIPAL", Wide::kAmount},
                     {"W_HOW_REPAID", Wide::kLong},
                     {"W_STATE"},
                     {"W_ANNULLED_WHY", Wide::kLong}});
    table.WhenEmpty("W_NO_REPAYMENTS", ShellLine({"tranche", "debts", "repay", LastSegment(contract_),
                                                  LastSegment(debt_.name())}));
    const Slice slice = SliceOf(visit_, "repayments", debt_.repayments_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::Repayment& repayment = debt_.repayments(i);
      std::vector<Piece> how = {PlainPiece(say_.Value(repayment.way())),
                                BulgarianPiece(repayment.reference())};
      if (!repayment.claim().empty()) how.push_back(RecordPiece(visit_, repayment.claim()));
      table.Add({repayment.number(),
                 "",
                 {say_.Day(repayment.repaid_on()), say_.WithCurrency(repayment.amount()),
                  say_.WithCurrency(repayment.to_interest().total()),
                  say_.WithCurrency(repayment.to_principal().total()), how,
                  repayment.taken_back() ? Cell(Say("W_TAKEN_BACK", visit_.language()))
                                         : Cell(StatePiece(repayment.state(), visit_.language())),
                  AnnulmentCell(repayment.has_annulment(), repayment.annulment(), say_)}});
    }
    table.Paged(Href(), AsOfParameter(visit_), slice.here, slice.next, "repayments");
    return table;
  }

  PageTable Reversals() const {
    PageTable table("reversals", "W_REVERSALS",
                    {{"W_REPAYMENT"},
                     {"W_TAKEN_BACK_ON"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_CLAIM"},
                     {"W_WHY", Wide::kLong},
                     {"W_MADE_BY"}});
    for (const pb::OffsetReversal& reversal : debt_.reversals()) {
      table.Add(
          {absl::StrCat("№\u00a0", LastSegment(reversal.name())),
           "",
           {say_.Day(reversal.taken_back_on()), say_.WithCurrency(reversal.amount()),
            RecordPiece(visit_, reversal.claim()),
            std::vector<Piece>{BulgarianPiece(reversal.reason()), BulgarianPiece(reversal.reference())},
            reversal.taken_back_by()}});
    }
    return table;
  }

  const Visit& visit_;
  const pb::Debt& debt_;
  const Sayer say_;
  const std::string contract_;
  RecordsPage page_;
};

}  // namespace

void ShowDebts(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<ListData>();
  pb::ListDebtsRequest debts;
  debts.set_parent(name);
  visit->Ask("/tranche.payments.v1.DebtsService/ListDebts", debts, &data->debts);
  visit->Then([visit, data, name] {
    if (!data->debts.status.ok()) return visit->Refuse(data->debts.status);
    data->slice = SliceOf(*visit, "debts", data->debts.value.debts_size());
    for (int i = data->slice.from; i < data->slice.to; ++i) {
      data->balances.push_back(std::make_unique<Answer<pb::Debt>>());
      pb::GetDebtRequest debt;
      debt.set_name(data->debts.value.debts(i).name());
      debt.set_as_of(visit->Parameter("as_of"));
      visit->Ask(kGetDebt, debt, data->balances.back().get());
    }
    visit->Then([visit, data, name] { AnswerDebts(visit, *data, name); });
  });
}

void ShowDebt(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto answer = std::make_shared<Answer<pb::Debt>>();
  pb::GetDebtRequest debt;
  debt.set_name(name);
  debt.set_as_of(visit->Parameter("as_of"));
  visit->Ask(kGetDebt, debt, answer.get());
  visit->Then([visit, answer, name] {
    if (IsAboutDays(answer->status, DebtDays())) {
      RecordsPage page(*visit, ContractOf(name), "W_DEBT", LastSegment(name));
      page.Ask(DebtDays(), {}, answer->status);
      return page.Show(visit.get());
    }
    if (!answer->status.ok()) return visit->Refuse(answer->status);
    DebtFiller(*visit, answer->value).Show(visit.get());
  });
}

}  // namespace tranche::gateway
