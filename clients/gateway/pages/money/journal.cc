// SPDX-License-Identifier: EUPL-1.2
// The journal of a contract: every movement within its budget lines, whether they add up to what the
// lines say, and what moved the caps.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/budgets/v1/ledger_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = budgets::v1;
using Wide = PageTable::Wide;

struct JournalData {
  Answer<pb::ListPostingsResponse> postings;
  Answer<pb::LedgerCheck> check;
  Answer<pb::ListTransfersResponse> transfers;
  Answer<pb::ListRevisionsResponse> revisions;
  Answer<pb::Budget> budget;
};

class JournalFiller {
 public:
  JournalFiller(const Visit& visit, const JournalData& data, const std::string& contract)
      : visit_(visit),
        data_(data),
        say_(visit.language()),
        contract_(contract),
        line_(visit.Parameter("line")),
        page_(visit, contract, "W_JOURNAL") {}

  void Show(Visit* visit) {
    std::vector<std::string> command = {"tranche", "budgets", "journal", LastSegment(contract_)};
    if (!line_.empty()) command.insert(command.end(), {"--line", line_});
    page_.Command(command);
    page_.Command({"tranche", "budgets", "check", LastSegment(contract_)});
    page_.Ask({}, {Lines()});
    Verdict();
    page_.Unit(data_.budget.value.caps().total().currency());
    page_.Add(Postings());
    page_.Add(Transfers());
    page_.Add(Revisions());
    if (data_.check.value.findings_size() > 0) page_.Add(Findings());
    page_.Json(absl::StrCat("/v1/", EncodePath(contract_), "/postings"));
    page_.Show(visit);
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", contract_, "/journal")); }
  std::string Query() const { return line_.empty() ? "" : absl::StrCat("line=", EncodeValue(line_)); }

  Choice Lines() const {
    Choice choice{"line", "W_LINE", {{"", Say("W_ALL_LINES", visit_.language())}}, line_};
    for (const pb::Line& line : data_.budget.value.lines()) {
      choice.options.emplace_back(line.code(), absl::StrCat(line.code(), " ", line.title()));
    }
    return choice;
  }

  void Verdict() {
    if (!data_.check.status.ok()) {
      return page_.Lead(PlainPiece(SentenceOf(data_.check.status, visit_.language())));
    }
    const bool agree = data_.check.value.verdict() == pb::BOOKS_AGREE;
    page_.State(Say(agree ? "W_JOURNAL_AGREES" : "W_JOURNAL_DIFFERS", visit_.language()),
                agree ? "t-state--good" : "t-state--bad");
    page_.Fact("W_MOVEMENTS_COUNT",
               SayAmount(absl::StrCat(data_.check.value.postings()), "", visit_.language()));
    page_.Fact("W_LINES_COUNT", absl::StrCat(data_.check.value.lines()));
  }

  Piece About(const pb::Posting& posting) const {
    if (posting.rounding()) return PlainPiece(Say("W_ROUNDING_OF_CAP", visit_.language()));
    if (posting.record().empty()) return PlainPiece(Say("W_FIRST_ALLOTMENT", visit_.language()));
    return RecordPiece(visit_, posting.record());
  }

  PageTable Postings() const {
    PageTable table("postings", "W_POSTINGS",
                    WithFive({{"W_VALID_ON"}, {"W_LINE"}, {"W_FROM_TO_ACCOUNT"}, {"W_ABOUT"}}));
    table.WhenEmpty("W_NO_POSTINGS",
                    ShellLine({"tranche", "budgets", "create", LastSegment(contract_)}));
    for (const pb::Posting& posting : data_.postings.value.postings()) {
      std::vector<Cell> cells = {
          posting.line(),
          absl::StrCat(say_.Value(posting.credit()), " → ", say_.Value(posting.debit())),
          About(posting)};
      for (Cell& amount : say_.Five(posting.amount())) cells.push_back(std::move(amount));
      table.Add({say_.Day(posting.valid_on()), "", std::move(cells)});
    }
    table.Paged(Href(), Query(), visit_.Parameter("page"), data_.postings.value.next_page_token(),
                "page");
    return table;
  }

  PageTable Transfers() const {
    PageTable table("transfers", "W_TRANSFERS",
                    {{"W_TRANSFER"},
                     {"W_FROM_LINE"},
                     {"W_TO_LINE"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_VALID_ON"},
                     {"W_WHY", Wide::kLong},
                     {"W_BASIS", Wide::kLong}});
    table.WhenEmpty("W_NO_TRANSFERS");
    if (!data_.transfers.status.ok()) table.Refused(data_.transfers.status);
    for (const pb::Transfer& from : data_.transfers.value.transfers()) {
      std::vector<Piece> basis = {BulgarianPiece(from.rule().legal_source())};
      if (!from.rule().verified()) basis.push_back(PlainPiece(Say("W_UNVERIFIED", visit_.language())));
      table.Add({absl::StrCat("№\u00a0", LastSegment(from.name())),
                 "",
                 {from.from_line(), from.to_line(), say_.WithCurrency(from.amount()),
                  say_.Day(from.valid_on()),
                  std::vector<Piece>{BulgarianPiece(from.reason()), BulgarianPiece(from.document())},
                  basis}});
    }
    table.Paged(Href(), Query(), visit_.Parameter("transfers"), data_.transfers.value.next_page_token(),
                "transfers");
    return table;
  }

  PageTable Revisions() const {
    PageTable table("revisions", "W_REVISIONS",
                    {{"W_CONTRACT_VERSION"},
                     {"W_STATE"},
                     {"W_LINES_THAT_CHANGE", Wide::kLong},
                     {"W_TOTAL", Wide::kAmount},
                     {"W_MADE_BY"}});
    table.WhenEmpty("W_NO_REVISIONS");
    if (!data_.revisions.status.ok()) table.Refused(data_.revisions.status);
    for (const pb::Revision& from : data_.revisions.value.revisions()) {
      std::vector<Piece> lines;
      for (const pb::RevisedLine& line : from.lines()) {
        lines.push_back(PlainPiece(absl::StrCat(line.code(), ": ", say_(line.before()), " → ",
                                                say_.WithCurrency(line.after()))));
      }
      table.Add({LastSegment(from.name()),
                 "",
                 {StatePiece(from.state(), visit_.language()), lines, say_.WithCurrency(from.amount()),
                  from.recorded_by()}});
    }
    return table;
  }

  PageTable Findings() const {
    PageTable table("findings", "W_LEDGER_FINDINGS",
                    {{"W_LINE"},
                     {"W_BALANCE_OF_LINE"},
                     {"W_PART_OF_WHOM"},
                     {"W_KEPT", Wide::kAmount},
                     {"W_RECOMPUTED", Wide::kAmount}});
    for (const pb::LedgerFinding& from : data_.check.value.findings()) {
      table.Add({from.line().empty() ? "–" : from.line(),
                 "",
                 {say_.Value(from.balance()), say_.Value(from.payer()), say_(from.kept()),
                  say_(from.recomputed())}});
    }
    return table;
  }

  const Visit& visit_;
  const JournalData& data_;
  const Sayer say_;
  const std::string contract_;
  const std::string line_;
  RecordsPage page_;
};

}  // namespace

void ShowJournal(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<JournalData>();
  pb::ListPostingsRequest postings;
  postings.set_parent(name);
  postings.set_line(visit->Parameter("line"));
  postings.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.budgets.v1.LedgerService/ListPostings", postings, &data->postings);
  pb::CheckLedgerRequest check;
  check.set_name(absl::StrCat(name, "/ledgerCheck"));
  visit->Ask("/tranche.budgets.v1.LedgerService/CheckLedger", check, &data->check);
  pb::ListTransfersRequest transfers;
  transfers.set_parent(name);
  transfers.set_page_token(visit->Parameter("transfers"));
  visit->Ask("/tranche.budgets.v1.LedgerService/ListTransfers", transfers, &data->transfers);
  pb::ListRevisionsRequest revisions;
  revisions.set_parent(name);
  visit->Ask("/tranche.budgets.v1.LedgerService/ListRevisions", revisions, &data->revisions);
  pb::GetBudgetRequest budget;
  budget.set_name(absl::StrCat(name, "/budget"));
  visit->Ask("/tranche.budgets.v1.BudgetsService/GetBudget", budget, &data->budget);
  visit->Then([visit, data, name] {
    if (!data->postings.status.ok()) return visit->Refuse(data->postings.status);
    JournalFiller(*visit, *data, name).Show(visit.get());
  });
}

}  // namespace tranche::gateway
