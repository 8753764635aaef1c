// SPDX-License-Identifier: EUPL-1.2
// The bank beside the ledger of a contract: what came and went on an account, what each movement is,
// and the rest that nothing explains, which is always said.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/bank_explanations_service.pb.h"
#include "tranche/payments/v1/bank_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

constexpr int kKnownMax = 500;  // As many as one answer gives.

struct BankData {
  Answer<pb::ListBankStatementsResponse> statements;
  // The page of each list that is shown, and the first ones, by which movements are said.
  Answer<pb::ListMatchesResponse> matches;
  Answer<pb::ListMatchesResponse> known_matches;
  Answer<pb::ListBankExplanationsResponse> explanations;
  Answer<pb::ListBankExplanationsResponse> known_explanations;
  std::string account;  // The one that is shown; "": none is known.
  Answer<pb::ListBankEntriesResponse> entries;
  Answer<pb::Reconciliation> reconciliation;
};

const std::vector<DayQuestion>& BankDays() {
  static const auto* const kQuestions =
      new std::vector<DayQuestion>{{"from_day", "fromDay", "W_FROM_DAY", "W_FROM_DAY_HINT"},
                                   {"to_day", "toDay", "W_TO_DAY", "W_TO_DAY_HINT"}};
  return *kQuestions;
}

// What the movements are that something is known of.
using Meanings = std::map<std::string, std::vector<Piece>>;

Meanings MeaningsOf(const Visit& visit, const BankData& data) {
  const Sayer say(visit.language());
  Meanings meanings;
  for (const pb::BankMatch& match : data.known_matches.value.matches()) {
    if (match.withdrawn()) continue;
    for (const pb::BankMatchPart& part : match.parts()) {
      const Piece record = RecordPiece(visit, part.record());
      meanings[part.entry()].push_back(
          MaybeLink(absl::StrCat(record.text, ": ", say.WithCurrency(part.amount())), record.href));
    }
  }
  for (const pb::BankExplanation& explanation : data.known_explanations.value.explanations()) {
    if (explanation.state() == pb::EXPLANATION_WITHDRAWN) continue;
    std::string text = say.Value(explanation.kind());
    if (explanation.state() == pb::EXPLANATION_AWAITED) {
      absl::StrAppend(&text, ", ", say.Value(explanation.state()));
    }
    meanings[explanation.entry()].push_back(PlainPiece(std::move(text)));
  }
  return meanings;
}

class BankFiller {
 public:
  BankFiller(const Visit& visit, const BankData& data, const std::string& contract)
      : visit_(visit),
        data_(data),
        say_(visit.language()),
        contract_(contract),
        number_(LastSegment(contract)),
        page_(visit, contract, "W_BANK_PAGE") {}

  void Show(Visit* visit) {
    const absl::Status refusal = IsAboutDays(data_.entries.status, BankDays())
                                     ? data_.entries.status
                                     : CheckDays(visit_, BankDays());
    page_.Ask(BankDays(), {Accounts()}, refusal);
    page_.Command({"tranche", "bank", "statements"});
    if (!data_.account.empty()) {
      page_.Command({"tranche", "reconcile", number_, "--account", data_.account});
    }
    if (refusal.ok()) {
      Verdict();
      page_.Add(Movements());
    }
    // Where nothing was compared, nothing is said of differences.
    if (!data_.account.empty() && data_.reconciliation.status.ok()) page_.Add(Differences());
    page_.Add(Matches());
    page_.Add(Explanations());
    page_.Add(Statements());
    page_.Json(absl::StrCat("/v1/", EncodePath(contract_), "/bankMatches"));
    page_.Show(visit);
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", contract_, "/bank")); }
  std::string Query() const {
    std::vector<std::string> parts;
    for (const char* field : {"account", "from_day", "to_day"}) {
      const std::string value = visit_.Parameter(field);
      if (!value.empty()) parts.push_back(absl::StrCat(field, "=", EncodeValue(value)));
    }
    return absl::StrJoin(parts, "&");
  }

  Choice Accounts() const {
    std::set<std::string> accounts;
    for (const pb::BankStatement& statement : data_.statements.value.statements()) {
      accounts.insert(statement.account());
    }
    if (!data_.account.empty()) accounts.insert(data_.account);
    Choice choice{"account", "W_ACCOUNT", {}, data_.account};
    for (const std::string& account : accounts) choice.options.emplace_back(account, account);
    if (choice.options.empty()) choice.options.emplace_back("", "–");
    return choice;
  }

  // What came and went by both, and what is left that nothing explains.
  void Verdict() {
    if (data_.account.empty()) return;
    if (!data_.reconciliation.status.ok()) {
      return page_.Lead(PlainPiece(SentenceOf(data_.reconciliation.status, visit_.language())));
    }
    const pb::Reconciliation& found = data_.reconciliation.value;
    page_.State(Say(found.agree() ? "W_BANK_AGREES" : "W_BANK_DIFFERS", visit_.language()),
                found.agree() ? "t-state--good" : "t-state--bad");
    page_.Fact("W_LEDGER_RECEIVED", say_.WithCurrency(found.ledger_received()));
    page_.Fact("W_BANK_RECEIVED", say_.WithCurrency(found.bank_received()));
    page_.Fact("W_LEDGER_PAID", say_.WithCurrency(found.ledger_paid()));
    page_.Fact("W_BANK_PAID", say_.WithCurrency(found.bank_paid()));
    page_.Fact("W_EXPLAINED_BY_PERSON", say_.WithCurrency(found.explained()));
    page_.Fact("W_UNEXPLAINED", say_.WithCurrency(found.unexplained()));
  }

  static std::string ImportLine() { return ShellLine({"tranche", "bank", "import", "statement.xml"}); }

  // Something may be known of it beyond what was asked for.
  std::string NotKnown(const pb::BankEntry& entry) const {
    return entry.matched().amount() == "0.00" && !entry.has_explained()
               ? "–"
               : Say("W_SEE_MATCHES", visit_.language());
  }

  PageTable Movements() const {
    PageTable table("movements", "W_MOVEMENTS",
                    {{"W_BOOKED_ON"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_TEXT_OF_BANK", Wide::kLong},
                     {"W_WHAT_IT_IS", Wide::kLong},
                     {"W_MATCHED", Wide::kAmount},
                     {"W_EXPLAINED", Wide::kAmount},
                     {"W_UNEXPLAINED", Wide::kAmount}});
    table.WhenEmpty(data_.account.empty() ? "W_NO_STATEMENTS" : "W_NO_MOVEMENTS",
                    data_.account.empty() ? ImportLine() : "");
    if (data_.account.empty()) return table;
    if (!data_.entries.status.ok()) table.Refused(data_.entries.status);
    const Meanings meanings = MeaningsOf(visit_, data_);
    for (const pb::BankEntry& entry : data_.entries.value.entries()) {
      std::vector<Piece> text = {BulgarianPiece(entry.remittance())};
      if (!entry.counterparty_name().empty()) text.push_back(BulgarianPiece(entry.counterparty_name()));
      if (!entry.bank_reference().empty()) text.push_back(BulgarianPiece(entry.bank_reference()));
      const auto known = meanings.find(entry.name());
      table.Add({say_.Day(entry.booked_on()),
                 "",
                 {say_.WithCurrency(entry.amount()), text,
                  known == meanings.end() ? Cell(NotKnown(entry)) : Cell(known->second),
                  say_.WithCurrency(entry.matched()),
                  entry.has_explained() ? say_.WithCurrency(entry.explained()) : "–",
                  say_.WithCurrency(entry.unmatched())},
                 "",
                 absl::StrCat("movement-", LastSegment(entry.name()))});
    }
    table.Paged(Href(), Query(), visit_.Parameter("page"), data_.entries.value.next_page_token(),
                "page");
    return table;
  }

  PageTable Differences() const {
    PageTable table("differences", "W_DIFFERENCES",
                    {{"W_PLACE_OF_DIFFERENCE"}, {"W_DIFFERENCE", Wide::kLong}});
    table.WhenEmpty("W_NO_DIFFERENCES");
    const auto& differences = data_.reconciliation.value.differences();
    const Slice slice = SliceOf(visit_, "differences", differences.size());
    for (int i = slice.from; i < slice.to; ++i) {
      const bool bulgarian = visit_.language() == Language::kBulgarian;
      const std::string& text = bulgarian ? differences[i].text_bg() : differences[i].text_en();
      const Piece place = RecordPiece(visit_, differences[i].place());
      table.Add({place.text, "", {SayWithin(text, visit_.language())}, place.href});
    }
    table.Paged(Href(), Query(), slice.here, slice.next, "differences");
    return table;
  }

  PageTable Matches() const {
    PageTable table("matches", "W_MATCHES",
                    {{"W_MATCH"},
                     {"W_MATCHED_PARTS", Wide::kLong},
                     {"W_REMARK", Wide::kLong},
                     {"W_CONFIRMED_BY"},
                     {"W_STATE"}});
    table.WhenEmpty("W_NO_MATCHES", ShellLine({"tranche", "bank", "match-clear", number_}));
    if (!data_.matches.status.ok()) table.Refused(data_.matches.status);
    for (const pb::BankMatch& match : data_.matches.value.matches()) {
      std::vector<Piece> parts;
      for (const pb::BankMatchPart& part : match.parts()) {
        const Piece record = RecordPiece(visit_, part.record());
        parts.push_back(MaybeLink(absl::StrCat(LastSegment(part.entry()), " → ", record.text, ": ",
                                               say_.WithCurrency(part.amount())),
                                  record.href));
      }
      std::vector<Piece> state = {PlainPiece(
          Say(match.withdrawn() ? "W_MATCH_WITHDRAWN" : "W_MATCH_COUNTS", visit_.language()))};
      if (match.withdrawn()) {
        state.push_back(BulgarianPiece(match.withdrawal_reason()));
        state.push_back(PlainPiece(match.withdrawn_by()));
      }
      table.Add({absl::StrCat("№\u00a0", LastSegment(match.name())),
                 "",
                 {parts, BulgarianPiece(match.note()), match.confirmed_by(), state}});
    }
    table.Paged(Href(), Query(), visit_.Parameter("matches"), data_.matches.value.next_page_token(),
                "matches");
    return table;
  }

  PageTable Explanations() const {
    PageTable table("explanations", "W_EXPLANATIONS",
                    {{"W_EXPLANATION"},
                     {"W_MOVEMENT"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_WHY", Wide::kLong},
                     {"W_STATE"},
                     {"W_TWO_PERSONS"}});
    table.WhenEmpty("W_NO_EXPLANATIONS");
    if (!data_.explanations.status.ok()) table.Refused(data_.explanations.status);
    for (const pb::BankExplanation& from : data_.explanations.value.explanations()) {
      std::vector<Piece> why = {BulgarianPiece(from.note())};
      if (!from.withdrawal_reason().empty()) why.push_back(BulgarianPiece(from.withdrawal_reason()));
      std::vector<Piece> persons = {PlainPiece(from.explained_by())};
      if (!from.confirmed_by().empty()) persons.push_back(PlainPiece(from.confirmed_by()));
      if (!from.withdrawn_by().empty()) persons.push_back(PlainPiece(from.withdrawn_by()));
      table.Add({absl::StrCat("№\u00a0", LastSegment(from.name()), ", ", say_.Value(from.kind())),
                 "",
                 {LastSegment(from.entry()), say_.WithCurrency(from.amount()), why,
                  StatePiece(from.state(), visit_.language()), persons}});
    }
    table.Paged(Href(), Query(), visit_.Parameter("explanations"),
                data_.explanations.value.next_page_token(), "explanations");
    return table;
  }

  PageTable Statements() const {
    PageTable table("statements", "W_BANK_STATEMENTS",
                    {{"W_STATEMENT"},
                     {"W_ACCOUNT"},
                     {"W_PERIOD_OF_STATEMENT"},
                     {"W_OPENING", Wide::kAmount},
                     {"W_CLOSING", Wide::kAmount},
                     {"W_NEW_MOVEMENTS", Wide::kAmount},
                     {"W_FILE", Wide::kLong}});
    table.WhenEmpty("W_NO_STATEMENTS", ImportLine());
    if (!data_.statements.status.ok()) table.Refused(data_.statements.status);
    for (const pb::BankStatement& from : data_.statements.value.statements()) {
      table.Add(
          {absl::StrCat("№\u00a0", LastSegment(from.name())),
           "",
           {from.account(), absl::StrCat(say_.Day(from.from_day()), " – ", say_.Day(from.to_day())),
            say_.WithCurrency(from.opening_balance()), say_.WithCurrency(from.closing_balance()),
            absl::StrCat(from.new_entries(), " / ", from.entries()), BulgarianPiece(from.file_name())},
           absl::StrCat(Href(), "?account=", EncodeValue(from.account()), "&from_day=", from.from_day(),
                        "&to_day=", from.to_day())});
    }
    table.Paged(Href(), Query(), visit_.Parameter("statements"),
                data_.statements.value.next_page_token(), "statements");
    return table;
  }

  const Visit& visit_;
  const BankData& data_;
  const Sayer say_;
  const std::string contract_;
  const std::string number_;
  RecordsPage page_;
};

// The movements of the account that was chosen, else of the newest statement's.
void AskForMovements(const std::shared_ptr<Visit>& visit, const std::string& contract, BankData* data) {
  data->account = visit->Parameter("account");
  if (data->account.empty() && data->statements.value.statements_size() > 0) {
    data->account = data->statements.value.statements(0).account();
  }
  if (data->account.empty()) return;
  pb::ListBankEntriesRequest entries;
  entries.set_parent(absl::StrCat("organisations/", OrganisationOf(contract)));
  entries.set_account(data->account);
  entries.set_from_day(visit->Parameter("from_day"));
  entries.set_to_day(visit->Parameter("to_day"));
  entries.set_page_token(visit->Parameter("page"));
  visit->Ask("/tranche.payments.v1.BankService/ListBankEntries", entries, &data->entries);
  pb::ReconcileContractRequest reconcile;
  reconcile.set_name(contract);
  reconcile.set_account(data->account);
  reconcile.set_from_day(visit->Parameter("from_day"));
  reconcile.set_to_day(visit->Parameter("to_day"));
  visit->Ask("/tranche.payments.v1.BankService/ReconcileContract", reconcile, &data->reconciliation);
}

void AskForKnown(const std::shared_ptr<Visit>& visit, const std::string& contract, BankData* data) {
  const char* const list_matches = "/tranche.payments.v1.BankService/ListMatches";
  const char* const list_explanations =
      "/tranche.payments.v1.BankExplanationsService/ListBankExplanations";
  pb::ListMatchesRequest matches;
  matches.set_parent(contract);
  pb::ListBankExplanationsRequest explanations;
  explanations.set_parent(contract);
  matches.set_page_token(visit->Parameter("matches"));
  visit->Ask(list_matches, matches, &data->matches);
  explanations.set_page_token(visit->Parameter("explanations"));
  visit->Ask(list_explanations, explanations, &data->explanations);
  matches.clear_page_token();
  matches.set_page_size(kKnownMax);
  visit->Ask(list_matches, matches, &data->known_matches);
  explanations.clear_page_token();
  explanations.set_page_size(kKnownMax);
  visit->Ask(list_explanations, explanations, &data->known_explanations);
}

}  // namespace

void ShowBank(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<BankData>();
  pb::ListBankStatementsRequest statements;
  statements.set_parent(absl::StrCat("organisations/", OrganisationOf(name)));
  statements.set_page_token(visit->Parameter("statements"));
  visit->Ask("/tranche.payments.v1.BankService/ListBankStatements", statements, &data->statements);
  AskForKnown(visit, name, data.get());
  visit->Then([visit, data, name] {
    if (!data->matches.status.ok()) return visit->Refuse(data->matches.status);
    AskForMovements(visit, name, data.get());
    visit->Then([visit, data, name] { BankFiller(*visit, *data, name).Show(visit.get()); });
  });
}

}  // namespace tranche::gateway
