// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/bank_service.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/documents/cost_target_convert.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/explanations/explanations_service.h"
#include "payments/bank/explanations/explanations_store.h"
#include "payments/bank/iban.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

// What one comparison takes; a contract with more is compared by shorter periods.
constexpr int kComparedMax = 10'000;
constexpr int kCostsPageSize = 500;

absl::StatusOr<std::string> AccountOf(const std::string& typed) {
  if (typed.empty()) return std::string();
  return ParseIban(typed);
}

absl::StatusOr<std::optional<absl::CivilDay>> DayOf(const std::string& typed) {
  if (typed.empty()) return std::optional<absl::CivilDay>();
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(typed));
  return std::optional<absl::CivilDay>(day);
}

absl::StatusOr<store::EntryFilter> FilterOf(const std::string& organisation, const std::string& account,
                                            const std::string& from_day, const std::string& to_day) {
  store::EntryFilter filter;
  filter.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(filter.account, AccountOf(account));
  TRANCHE_ASSIGN_OR_RETURN(filter.from_day, DayOf(from_day));
  TRANCHE_ASSIGN_OR_RETURN(filter.to_day, DayOf(to_day));
  return filter;
}

// The currency that is asked for, else the contract's.
absl::StatusOr<Currency> CurrencyOf(const Contract& contract, const std::string& asked) {
  if (asked.empty()) return contract.amount.eu.currency();
  return ParseCurrency(asked);
}

// What arrived, in the currency in which it arrived.
absl::StatusOr<Money> TotalAsRecorded(const Payment& payment) {
  return Total(payment.recorded.value_or(payment.amount));
}

// A movement in lev of before the changeover, beside movements in euro, or one in euro of after it
// beside lev: it is compared when the other currency is asked for.
bool IsOfOtherTime(const Books& books, const StatementEntry& entry) {
  if (!books.changeover_on.has_value()) return false;
  const bool before = entry.booked_on < *books.changeover_on;
  return before == (entry.amount.currency() == Currency::kBgn);
}

bool IsWithin(absl::CivilDay day, const store::EntryFilter& filter) {
  return (!filter.from_day.has_value() || day >= *filter.from_day) &&
         (!filter.to_day.has_value() || day <= *filter.to_day);
}

absl::StatusOr<FileHints> HintsOf(const v1::ImportBankStatementRequest& request) {
  FileHints hints{.account = request.account(), .currency = std::nullopt};
  if (request.currency().empty()) return hints;
  TRANCHE_ASSIGN_OR_RETURN(hints.currency, ParseCurrency(request.currency()));
  return hints;
}

OpenEntry OpenOf(const Books& books, const store::StoredEntry& stored) {
  const int64_t amount_minor = stored.entry.amount.minor();
  const int64_t told_minor = stored.matched_minor + stored.explained_minor;
  const auto ordered = books.ordered.find(stored.entry.end_to_end_id);
  return {.number = stored.number,
          .booked_on = stored.entry.booked_on,
          .left_minor = amount_minor < 0 ? amount_minor + told_minor : amount_minor - told_minor,
          .text = stored.entry.remittance,
          .name = stored.entry.counterparty_name,
          .reference = stored.entry.bank_reference,
          .ordered = ordered == books.ordered.end() ? std::vector<OrderedRecord>() : ordered->second};
}

// An order that the account has paid is paid, whatever the bank has answered or not. What cannot be is
// told.
absl::Status SettleOrders(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                          const std::vector<store::NewEntry>& entries,
                          const v1::ImportBankStatementRequest& request,
                          std::vector<Finding>* findings) {
  bool locked = false;
  for (const store::NewEntry& one : entries) {
    const StatementEntry& entry = *one.entry;
    if (!entry.amount.IsNegative() || entry.end_to_end_id.empty()) continue;
    if (!locked) store::LockOrderRegister(tx, organisation);
    locked = true;
    const std::optional<PaymentOrder> order = store::FindOrder(tx, organisation, entry.end_to_end_id);
    if (!order.has_value() || order->amount.currency() != entry.amount.currency() ||
        order->amount.minor() != -entry.amount.minor()) {
      continue;
    }
    const absl::StatusOr<OrderState> paid = DecideAnswer(*order, OrderStep::kPaid);
    if (!paid.ok()) {
      findings->push_back({ReasonOf(paid.status()), entry.place, ValuesOf(paid.status())});
      KeepContradiction(
          tx, scope, WithContradictions(tx, *order),
          {.said = OrderStep::kPaid, .source = request.file_name(), .reason = entry.remittance},
          request.request_id());
      continue;
    }
    PaymentOrder after = *order;
    after.state = *paid;
    TRANCHE_RETURN_IF_ERROR(
        KeepOrder(tx, scope, *order, after, "orders.outcome", request.request_id()));
  }
  return absl::OkStatus();
}

// Whether the statement that comes fits the ones before and after it.
std::vector<Finding> GapsWith(std::vector<StatementEnds> known, const StatementReading& reading) {
  if (!reading.opening.has_value()) return {};
  known.push_back({.from_day = reading.from_day,
                   .to_day = reading.to_day,
                   .opening = *reading.opening,
                   .closing = *reading.closing});
  std::stable_sort(known.begin(), known.end(), [](const StatementEnds& a, const StatementEnds& b) {
    return std::make_pair(a.from_day, a.to_day) < std::make_pair(b.from_day, b.to_day);
  });
  return FindGaps(known);
}

common::v1::Money Minor(int64_t minor, Currency currency) {
  return tranche::convert::ToProto(Money::Minor(minor, currency));
}

}  // namespace

// A document of the contract's costs; the same document may stand behind several of them.
struct Service::PaidDocument {
  Target target;
  OpenRecord open;  // left_minor is not filled in.
};

struct Service::Paid {
  std::vector<PaidDocument> documents;
  int64_t spent_minor = 0;
  int64_t lines = 0;  // Of the budget.
};

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)) {}

absl::StatusOr<Contract> Service::RequireContract(const rpc::CallScope& scope,
                                                  const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName parsed,
                           payments::convert::ParseContractName(name));
  return finder_.Require(scope, parsed.id, name);
}

absl::StatusOr<v1::BankStatement> Service::Import(pg::Tx& tx, const rpc::CallScope& scope,
                                                  const v1::ImportBankStatementRequest& request,
                                                  const std::string& organisation,
                                                  const StatementReading& reading) {
  store::Register numbers = store::LockRegister(tx, organisation);
  const std::string sha256 = Sha256Hex(request.content());
  const std::optional<store::StoredStatement> known =
      store::FindStatement(tx, organisation, reading.account, sha256);
  if (known.has_value()) return convert::ToProto(*known);

  const std::vector<std::string> keys = KeysOf(reading);
  const std::vector<std::string> known_keys =
      store::FindKnownKeys(tx, organisation, reading.account, keys);
  const std::set<std::string> taken(known_keys.begin(), known_keys.end());
  std::vector<store::NewEntry> entries;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (taken.count(keys[i]) > 0) continue;
    entries.push_back({.number = numbers.next_entry++, .key = keys[i], .entry = &reading.entries[i]});
  }
  store::StoredStatement statement{.organisation = organisation,
                                   .number = numbers.next_statement++,
                                   .reading = reading,
                                   .entries = static_cast<int>(keys.size()),
                                   .new_entries = static_cast<int>(entries.size()),
                                   .sha256 = sha256,
                                   .file_name = request.file_name()};
  const std::vector<StatementEnds> ends =
      store::LoadEnds(tx, organisation, reading.account, reading.currency);
  for (Finding& gap : GapsWith(ends, reading)) statement.reading.findings.push_back(std::move(gap));
  TRANCHE_RETURN_IF_ERROR(
      SettleOrders(tx, scope, organisation, entries, request, &statement.reading.findings));
  statement.recorded_at_us = store::InsertStatement(tx, statement, scope.actor.subject);
  store::InsertEntries(tx, statement, entries);
  store::SaveRegister(tx, numbers);
  const v1::BankStatement after = convert::ToProto(statement);
  evidence::Record(tx, scope,
                   {.organisation = organisation,
                    .action = "bank.import",
                    .record = after.name(),
                    .before = nullptr,
                    .after = &after,
                    .reason = request.file_name(),
                    .request_id = request.request_id()});
  return after;
}

absl::StatusOr<v1::BankStatement> Service::ImportBankStatement(
    const rpc::CallScope& scope, const v1::ImportBankStatementRequest& request) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const FileHints hints, HintsOf(request));
  TRANCHE_ASSIGN_OR_RETURN(const StatementReading reading, ReadStatement(request.content(), hints));
  // What has not come cannot be booked; a period may end later than today.
  for (const StatementEntry& entry : reading.entries) {
    const absl::Status come = CheckNotAfter(entry.booked_on, scope.today);
    if (come.ok()) continue;
    return RefuseInput("DOCUMENT_UNREADABLE", {{entry.place, ReasonOf(come), ValuesOf(come)}},
                       {{"count", "1"}});
  }
  return idempotency::Write<v1::BankStatement>(*context_.pool, scope, request, [&](pg::Tx& tx) {
    return Import(tx, scope, request, organisation, reading);
  });
}

absl::StatusOr<v1::ListBankStatementsResponse> Service::ListBankStatements(
    const rpc::CallScope& scope, const v1::ListBankStatementsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           convert::ParseOrganisation(request.parent()));
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("payments.bank_statements ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> last,
                           tranche::convert::ReadPageToken(list, request.page_token()));
  store::StatementKey before;
  if (!last.empty()) {
    if (last.size() != 3 || !absl::SimpleAtoi(last[0], &before.recorded_at_us) ||
        !absl::SimpleAtoi(last[2], &before.number)) {
      return Refuse("PAGE_TOKEN_INVALID");
    }
    before.organisation = last[1];
  }
  return idempotency::Read<v1::ListBankStatementsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListBankStatementsResponse> {
        std::vector<store::StoredStatement> statements =
            store::ListStatements(tx, organisation, before, page_size + 1);
        const bool more = static_cast<int>(statements.size()) > page_size;
        if (more) statements.pop_back();
        v1::ListBankStatementsResponse response;
        for (store::StoredStatement& statement : statements) {
          statement.reading.findings.clear();
          *response.add_statements() = convert::ToProto(statement);
        }
        if (more) {
          const store::StoredStatement& end = statements.back();
          response.set_next_page_token(tranche::convert::MakePageToken(
              list, {absl::StrCat(end.recorded_at_us), end.organisation, absl::StrCat(end.number)}));
        }
        return response;
      });
}

absl::StatusOr<v1::ListBankEntriesResponse> Service::ListBankEntries(
    const rpc::CallScope& scope, const v1::ListBankEntriesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           convert::ParseOrganisation(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(store::EntryFilter filter, FilterOf(organisation, request.account(),
                                                               request.from_day(), request.to_day()));
  filter.unmatched_only = request.unmatched_only();
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list =
      absl::StrCat("payments.bank_entries ", request.parent(), " ", filter.account, " ",
                   request.from_day(), " ", request.to_day(), " ", filter.unmatched_only);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> last,
                           tranche::convert::ReadPageToken(list, request.page_token()));
  store::EntryKey after;
  if (!last.empty()) {
    const absl::StatusOr<absl::CivilDay> day = ParseDay(last.size() == 4 ? last[1] : "");
    if (!day.ok() || !absl::SimpleAtoi(last[3], &after.number)) return Refuse("PAGE_TOKEN_INVALID");
    after.matched = last[0] == "1";
    after.booked_on = *day;
    after.organisation = last[2];
  }
  return idempotency::Read<v1::ListBankEntriesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListBankEntriesResponse> {
        std::vector<store::StoredEntry> entries = store::ListEntries(tx, filter, after, page_size + 1);
        const bool more = static_cast<int>(entries.size()) > page_size;
        if (more) entries.pop_back();
        v1::ListBankEntriesResponse response;
        for (const store::StoredEntry& entry : entries)
          *response.add_entries() = convert::ToProto(entry);
        if (more) {
          const store::StoredEntry& end = entries.back();
          const bool matched =
              end.matched_minor + end.explained_minor >= std::abs(end.entry.amount.minor());
          response.set_next_page_token(tranche::convert::MakePageToken(
              list, {matched ? "1" : "0", FormatDay(end.entry.booked_on), end.organisation,
                     absl::StrCat(end.number)}));
        }
        return response;
      });
}

absl::StatusOr<Service::Paid> Service::AskBudget(const rpc::CallScope& scope,
                                                 const Contract& contract) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  Paid paid;
  budgets::v1::GetBudgetRequest asked;
  asked.set_name(payments::convert::NameOf(contract) + "/budget");
  const absl::StatusOr<budgets::v1::Budget> budget =
      rpc::Call<budgets::v1::Budget>(scope, *stub, &BudgetsStub::GetBudget, asked);
  // A contract that has no budget yet has neither costs nor anything spent.
  if (absl::IsNotFound(budget.status())) return paid;
  TRANCHE_RETURN_IF_ERROR(budget.status());
  paid.lines = budget->lines_size();
  if (budget->has_spent()) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart spent, tranche::convert::FromProto(budget->spent()));
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(spent));
    paid.spent_minor = total.minor();
  }
  std::set<std::string> seen;
  budgets::v1::ListCostsRequest request;
  request.set_parent(payments::convert::NameOf(contract));
  request.set_page_size(kCostsPageSize);
  for (int count = 0;;) {
    TRANCHE_ASSIGN_OR_RETURN(
        const budgets::v1::ListCostsResponse page,
        rpc::Call<budgets::v1::ListCostsResponse>(scope, *stub, &BudgetsStub::ListCosts, request));
    count += page.costs_size();
    if (count > kComparedMax)
      return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
    for (const budgets::v1::Cost& cost : page.costs()) {
      TRANCHE_ASSIGN_OR_RETURN(PaidDocument document, DocumentOf(cost));
      if (seen.insert(document.target.key).second) paid.documents.push_back(std::move(document));
    }
    if (page.next_page_token().empty()) return paid;
    request.set_page_token(page.next_page_token());
  }
}

absl::StatusOr<Service::PaidDocument> Service::DocumentOf(const budgets::v1::Cost& cost) {
  PaidDocument paid;
  TRANCHE_ASSIGN_OR_RETURN(paid.target, convert::TargetOf(cost));
  TRANCHE_ASSIGN_OR_RETURN(paid.open.day, ParseDay(cost.document().paid_on()));
  paid.open.id = paid.target.record;
  paid.open.number = cost.document().number();
  paid.open.name = cost.document().issuer();
  return paid;
}

absl::StatusOr<Books> Service::LoadBooks(pg::Tx& tx, const Contract& contract, const Paid& paid,
                                         const store::EntryFilter& filter, Currency currency) {
  Books books;
  books.currency = currency;
  books.contract = contract.id;
  books.changeover_on = contract.redenominated_on;
  std::map<std::string, std::string> ids;  // By the key of the target.
  const auto add = [&](const Target& target, OpenRecord open) {
    if (target.amount.currency() != books.currency || target.amount.minor() <= 0 ||
        !IsWithin(open.day, filter))
      return;
    ids[target.key] = open.id;
    books.records.push_back(
        {.name = absl::StrCat(payments::convert::NameOf(contract), "/", target.record),
         .key = target.key,
         .open = std::move(open),
         .amount_minor = target.amount.minor()});
  };
  for (const Payment& payment : payments::store::LoadPayments(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, TotalAsRecorded(payment));
    const std::string record = absl::StrCat("payments/", payment.id);
    add({.key = PaymentKey(contract.id, payment.id),
         .record = record,
         .received = true,
         .amount = total},
        {.id = record,
         .received = true,
         .day = payment.paid_on,
         .number = payment.id,
         .name = "",
         .reference = payment.bank_reference});
  }
  for (const PaidDocument& document : paid.documents) add(document.target, document.open);
  if (books.records.size() > kComparedMax) {
    return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
  }
  std::vector<std::string> keys;
  for (const BookedRecord& record : books.records) keys.push_back(record.key);
  const std::map<std::string, int64_t> matched = store::LoadMatched(tx, contract.organisation, keys);
  for (BookedRecord& record : books.records) {
    const auto found = matched.find(record.key);
    record.open.left_minor = record.amount_minor - (found == matched.end() ? 0 : found->second);
  }
  books.confirmed = store::LoadConfirmed(tx, contract.organisation, keys);
  for (ConfirmedPart& part : books.confirmed) part.record_id = ids[part.record_id];
  books.ordered = store::LoadOrdered(tx, contract.organisation, keys, currency);
  for (auto& [end_to_end_id, ordered] : books.ordered) {
    for (OrderedRecord& part : ordered) part.record_id = ids[part.record_id];
  }
  TRANCHE_RETURN_IF_ERROR(AddEntries(tx, filter, &books));
  // Claims and budget are in the contract's own currency.
  if (currency == contract.amount.eu.currency()) {
    TRANCHE_RETURN_IF_ERROR(AddSums(tx, contract, paid, &books));
  }
  return books;
}

absl::Status Service::AddSums(pg::Tx& tx, const Contract& contract, const Paid& paid, Books* books) {
  books->spent_by_budget_minor = paid.spent_minor;
  for (const Payment& payment : payments::store::LoadPayments(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(payment.amount));
    books->payments_minor += total.minor();
  }
  for (const Claim& claim : payments::store::LoadClaims(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money claim_paid, Total(claim.paid));
    books->paid_by_claims_minor += claim_paid.minor();
    if (!claim.approved.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money approved, Total(*claim.approved));
    books->approved_by_claims_minor += approved.minor();
  }
  if (contract.redenominated_on.has_value()) {
    // A cent for each part of each line, and of the claims together.
    books->rounding_minor_max = 3 * (paid.lines + 1);
  }
  return absl::OkStatus();
}

absl::Status Service::AddEntries(pg::Tx& tx, const store::EntryFilter& filter, Books* books) {
  const std::vector<store::StoredEntry> entries = store::ListEntries(tx, filter, {}, kComparedMax + 1);
  if (entries.size() > kComparedMax)
    return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
  for (const store::StoredEntry& entry : entries) {
    if (entry.entry.amount.currency() != books->currency) {
      if (!IsOfOtherTime(*books, entry.entry)) ++books->entries_of_other_currency;
      continue;
    }
    books->entries.push_back({.name = convert::NameOfEntry(entry.organisation, entry.number),
                              .open = OpenOf(*books, entry),
                              .amount_minor = entry.entry.amount.minor(),
                              .explained_minor = entry.explained_minor,
                              .value_on = entry.entry.value_on});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ProposeMatchesResponse> Service::ProposeMatches(
    const rpc::CallScope& scope, const v1::ProposeMatchesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(store::EntryFilter filter, FilterOf(contract.organisation, request.account(),
                                                               request.from_day(), request.to_day()));
  filter.unmatched_only = true;
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, CurrencyOf(contract, request.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const Paid paid, AskBudget(scope, contract));
  struct Loaded {
    Books books;
    std::vector<store::StoredEntry> stored;
  };
  TRANCHE_ASSIGN_OR_RETURN(
      const Loaded loaded,
      idempotency::Read<Loaded>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<Loaded> {
        // A record may be a few days outside the days of the movements.
        store::EntryFilter wide = filter;
        wide.from_day.reset();
        wide.to_day.reset();
        wide.account = "-";  // No account: only the records.
        Loaded both;
        TRANCHE_ASSIGN_OR_RETURN(both.books, LoadBooks(tx, contract, paid, wide, currency));
        both.stored = store::ListEntries(tx, filter, {}, kComparedMax + 1);
        if (both.stored.size() > kComparedMax) {
          return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(kComparedMax)}});
        }
        return both;
      }));
  // The search holds no transaction.
  return ProposalsOf(contract, loaded.books, loaded.stored);
}

absl::StatusOr<v1::ProposeMatchesResponse> Service::ProposalsOf(
    const Contract& contract, const Books& books, const std::vector<store::StoredEntry>& stored) {
  std::vector<OpenEntry> entries;
  std::vector<const store::StoredEntry*> of_currency;
  for (const store::StoredEntry& entry : stored) {
    if (entry.entry.amount.currency() != books.currency) continue;
    entries.push_back(OpenOf(books, entry));
    of_currency.push_back(&entry);
  }
  std::vector<OpenRecord> records;
  std::vector<std::string> names;
  for (const BookedRecord& record : books.records) {
    if (record.open.left_minor <= 0) continue;
    records.push_back(record.open);
    names.push_back(record.name);
  }
  v1::ProposeMatchesResponse response;
  std::set<int64_t> explained;
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Proposal> proposals,
                           Propose(entries, records, contract.id));
  for (const Proposal& proposal : proposals) {
    v1::MatchProposal* shown = response.add_proposals();
    std::map<size_t, int64_t> amounts;
    for (const ProposalPart& part : proposal.parts) {
      v1::BankMatchPart* one = shown->add_parts();
      one->set_entry(convert::NameOfEntry(contract.organisation, entries[part.entry].number));
      one->set_record(names[part.record]);
      *one->mutable_amount() = Minor(part.amount_minor, books.currency);
      amounts[part.entry] += part.amount_minor;
    }
    for (const auto& [entry, amount_minor] : amounts) {
      if (amount_minor == std::abs(entries[entry].left_minor)) explained.insert(entries[entry].number);
    }
    for (const Why why : proposal.reasons) shown->add_reasons(convert::ToProto(why));
    shown->set_score(proposal.score);
    shown->set_clear(proposal.clear);
  }
  for (const store::StoredEntry& entry : stored) {
    if (explained.count(entry.number) == 0) *response.add_unexplained() = convert::ToProto(entry);
  }
  return response;
}

absl::StatusOr<std::map<std::string, Target>> Service::AskTargets(const rpc::CallScope& scope,
                                                                  const Contract& contract,
                                                                  const v1::BankMatch& match) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  std::map<std::string, Target> targets;
  for (const v1::BankMatchPart& part : match.parts()) {
    absl::string_view record(part.record());
    const std::string prefix = payments::convert::NameOf(contract) + "/costs/";
    if (targets.count(part.record()) > 0 || !absl::ConsumePrefix(&record, prefix)) continue;
    budgets::v1::GetCostRequest request;
    request.set_name(part.record());
    TRANCHE_ASSIGN_OR_RETURN(
        const budgets::v1::Cost cost,
        rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
    TRANCHE_ASSIGN_OR_RETURN(const PaidDocument document, DocumentOf(cost));
    targets[part.record()] = document.target;
  }
  return targets;
}

absl::StatusOr<store::StoredMatch> Service::Confirm(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const Contract& contract,
                                                    const v1::BankMatch& match,
                                                    std::map<std::string, Target> targets) {
  // A closing of the contract's money looks at what is matched.
  TRANCHE_RETURN_IF_ERROR(payments::store::LockEvenIfClosed(tx, contract).status());
  store::Register numbers = store::LockRegister(tx, contract.organisation);
  for (const Payment& payment : payments::store::LoadPayments(tx, contract)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, TotalAsRecorded(payment));
    targets[payments::convert::NameOfPayment(contract, payment.id)] = {
        .key = PaymentKey(contract.id, payment.id),
        .record = absl::StrCat("payments/", payment.id),
        .received = true,
        .amount = total};
  }
  store::StoredMatch stored;
  stored.organisation = contract.organisation;
  stored.contract_id = contract.id;
  stored.number = numbers.next_match++;
  stored.note = match.note();
  stored.confirmed_by = scope.actor.subject;
  std::map<std::string, Target> by_key;
  std::vector<int64_t> entry_numbers;
  std::vector<std::string> keys;
  for (const v1::BankMatchPart& part : match.parts()) {
    const auto target = targets.find(part.record());
    if (target == targets.end()) return Refuse("NOT_FOUND", {{"name", part.record()}});
    TRANCHE_ASSIGN_OR_RETURN(const int64_t entry,
                             convert::ParseEntryName(contract.organisation, part.entry()));
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, tranche::convert::FromProto(part.amount()));
    entry_numbers.push_back(entry);
    keys.push_back(target->second.key);
    by_key[target->second.key] = target->second;
    stored.parts.push_back({.entry_number = entry,
                            .target_key = target->second.key,
                            .record = target->second.record,
                            .amount = amount});
  }
  std::map<int64_t, Movement> movements;
  for (const store::StoredEntry& entry : store::LoadEntries(tx, contract.organisation, entry_numbers)) {
    movements[entry.number] = {.name = convert::NameOfEntry(entry.organisation, entry.number),
                               .amount = entry.entry.amount,
                               .matched_minor = entry.matched_minor};
  }
  for (const auto& [number, movement] : movements) {
    // What a person said of it would no more be true.
    const std::optional<Explanation> standing = store::FindStanding(tx, contract.organisation, number);
    if (!standing.has_value()) continue;
    return Refuse("BANK_ENTRY_EXPLAINED",
                  {{"entry", movement.name}, {"explanation", NameOf(*standing)}});
  }
  for (const MatchPart& part : stored.parts) {
    if (movements.count(part.entry_number) > 0) continue;
    return Refuse("NOT_FOUND",
                  {{"name", convert::NameOfEntry(contract.organisation, part.entry_number)}});
  }
  for (const auto& [key, matched_minor] : store::LoadMatched(tx, contract.organisation, keys)) {
    by_key[key].matched_minor = matched_minor;
  }
  TRANCHE_RETURN_IF_ERROR(CheckMatch(stored.parts, movements, by_key));
  for (const auto& [key, target] : by_key) store::SaveTarget(tx, contract.organisation, target);
  stored.recorded_at_us = store::InsertMatch(tx, stored);
  for (const MatchPart& part : stored.parts) {
    if (!store::AddToMatched(tx, contract.organisation, part, part.amount.minor()))
      return Refuse("CONFLICT_RETRY");
  }
  store::SaveRegister(tx, numbers);
  return stored;
}

absl::StatusOr<v1::BankMatch> Service::ConfirmMatch(const rpc::CallScope& scope,
                                                    const v1::ConfirmMatchRequest& request) {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  // What budgets refuses counts only when the request is new.
  const absl::StatusOr<std::map<std::string, Target>> targets =
      AskTargets(scope, contract, request.match());
  return idempotency::Write<v1::BankMatch>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::BankMatch> {
        TRANCHE_RETURN_IF_ERROR(targets.status());
        TRANCHE_ASSIGN_OR_RETURN(const store::StoredMatch match,
                                 Confirm(tx, scope, contract, request.match(), *targets));
        const v1::BankMatch after = convert::ToProto(match);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "bank.match",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = request.match().note(),
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ListMatchesResponse> Service::ListMatches(const rpc::CallScope& scope,
                                                             const v1::ListMatchesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  const int page_size = tranche::convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("payments.bank_matches ", payments::convert::NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(const int after,
                           tranche::convert::ReadNumberToken<int>(list, request.page_token()));
  return idempotency::Read<v1::ListMatchesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListMatchesResponse> {
        std::vector<store::StoredMatch> matches =
            store::ListMatches(tx, contract.organisation, contract.id, after, page_size + 1);
        const bool more = static_cast<int>(matches.size()) > page_size;
        if (more) matches.pop_back();
        v1::ListMatchesResponse response;
        for (const store::StoredMatch& match : matches)
          *response.add_matches() = convert::ToProto(match);
        if (more) {
          response.set_next_page_token(
              tranche::convert::MakePageToken(list, {absl::StrCat(matches.back().number)}));
        }
        return response;
      });
}

absl::StatusOr<v1::BankMatch> Service::WithdrawMatch(const rpc::CallScope& scope,
                                                     const v1::WithdrawMatchRequest& request) {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const convert::MatchName name, convert::ParseMatchName(request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::BankMatch>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::BankMatch> {
        Contract contract;
        contract.organisation = organisation;
        contract.id = name.contract_id;
        if (!payments::store::LockEvenIfClosed(tx, contract).ok())
          return Refuse("NOT_FOUND", {{"name", request.name()}});
        store::LockRegister(tx, organisation);
        std::optional<store::StoredMatch> match =
            store::LoadMatch(tx, organisation, name.contract_id, name.number);
        if (!match.has_value()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        const v1::BankMatch before = convert::ToProto(*match);
        const MatchState state =
            match->withdrawn_by.has_value() ? MatchState::kWithdrawn : MatchState::kConfirmed;
        TRANCHE_RETURN_IF_ERROR(CheckWithdrawal(state, before.name()));
        for (const MatchPart& part : match->parts) {
          if (!store::AddToMatched(tx, organisation, part, -part.amount.minor()))
            return Refuse("CONFLICT_RETRY");
        }
        match->withdrawn_by = scope.actor.subject;
        match->withdrawal_reason = request.reason();
        store::InsertWithdrawal(tx, *match);
        const v1::BankMatch after = convert::ToProto(*match);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "bank.withdraw_match",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::Reconciliation> Service::ReconcileContract(
    const rpc::CallScope& scope, const v1::ReconcileContractRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(
      const store::EntryFilter filter,
      FilterOf(contract.organisation, request.account(), request.from_day(), request.to_day()));
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, CurrencyOf(contract, request.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const Paid paid, AskBudget(scope, contract));
  TRANCHE_ASSIGN_OR_RETURN(
      const Books books,
      idempotency::Read<Books>(*context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<Books> {
        TRANCHE_ASSIGN_OR_RETURN(Books loaded, LoadBooks(tx, contract, paid, filter, currency));
        for (const PaymentOrder& order :
             store::LoadContradicted(tx, contract.organisation, contract.id)) {
          if (!filter.account.empty() && filter.account != order.debtor_account) continue;
          loaded.contradicted.push_back(
              {.name = NameOfOrder(order),
               .number = order.number,
               .state = std::string(Name(order.state)),
               .said = std::string(NameOfAnswer(order.contradictions.back().said)),
               .amount = order.amount});
        }
        loaded.whole_account = !filter.from_day.has_value() && !filter.to_day.has_value();
        for (const StatementEnds& ends :
             store::LoadEnds(tx, contract.organisation, filter.account, loaded.currency)) {
          if (IsWithin(ends.from_day, filter) && IsWithin(ends.to_day, filter))
            loaded.statements.push_back(ends);
        }
        return loaded;
      }));
  // The comparison holds no transaction.
  TRANCHE_ASSIGN_OR_RETURN(const Comparison compared, Compare(books));
  v1::Reconciliation answer;
  answer.set_contract(payments::convert::NameOf(contract));
  answer.set_account(filter.account);
  answer.set_from_day(request.from_day());
  answer.set_to_day(request.to_day());
  for (const Finding& difference : compared.differences) {
    *answer.add_differences() = convert::ToProto(difference);
  }
  answer.set_agree(compared.differences.empty());
  *answer.mutable_ledger_received() = Minor(compared.ledger_received_minor, books.currency);
  *answer.mutable_bank_received() = Minor(compared.bank_received_minor, books.currency);
  *answer.mutable_ledger_paid() = Minor(compared.ledger_paid_minor, books.currency);
  *answer.mutable_bank_paid() = Minor(compared.bank_paid_minor, books.currency);
  *answer.mutable_approved_by_claims() = Minor(books.approved_by_claims_minor, books.currency);
  *answer.mutable_spent_by_budget() = Minor(books.spent_by_budget_minor, books.currency);
  *answer.mutable_unexplained() = Minor(compared.unexplained_minor, books.currency);
  *answer.mutable_explained() = Minor(compared.explained_minor, books.currency);
  answer.set_unconfirmed(compared.unconfirmed);
  const int64_t rounding_minor = books.approved_by_claims_minor - books.spent_by_budget_minor;
  if (rounding_minor != 0 && std::abs(rounding_minor) <= books.rounding_minor_max) {
    *answer.mutable_redenomination_rounding() = Minor(rounding_minor, books.currency);
  }
  return answer;
}

}  // namespace tranche::payments::bank
