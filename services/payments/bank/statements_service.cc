// SPDX-License-Identifier: EUPL-1.2
// Statements: what a file of the bank says is kept, each movement once; and what was kept is listed.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/bank_service.h"
#include "payments/bank/contract_books_service.h"
#include "payments/bank/payment_orders_service.h"
#include "payments/bank/payment_orders_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::payments::bank {
namespace {

absl::StatusOr<FileHints> HintsOf(const v1::ImportBankStatementRequest& request) {
  FileHints hints{.account = request.account(), .currency = std::nullopt};
  if (request.currency().empty()) return hints;
  TRANCHE_ASSIGN_OR_RETURN(hints.currency, ParseCurrency(request.currency()));
  return hints;
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

}  // namespace

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

}  // namespace tranche::payments::bank
