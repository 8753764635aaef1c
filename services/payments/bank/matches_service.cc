// SPDX-License-Identifier: EUPL-1.2
// Matches: what movements may be is proposed; what a person confirms is kept, and withdrawn when it was
// a mistake.
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "payments/bank/bank_convert.h"
#include "payments/bank/bank_service.h"
#include "payments/bank/contract_books_service.h"
#include "payments/bank/explanations/explanations_service.h"
#include "payments/bank/explanations/explanations_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

absl::StatusOr<v1::ProposeMatchesResponse> ProposalsOf(const Contract& contract, const Books& books,
                                                       const std::vector<store::StoredEntry>& stored) {
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
      *one->mutable_amount() =
          tranche::convert::ToProto(Money::Minor(part.amount_minor, books.currency));
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

}  // namespace

absl::StatusOr<v1::ProposeMatchesResponse> Service::ProposeMatches(
    const rpc::CallScope& scope, const v1::ProposeMatchesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, RequireContract(scope, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(store::EntryFilter filter, FilterOf(contract.organisation, request.account(),
                                                               request.from_day(), request.to_day()));
  filter.unmatched_only = true;
  TRANCHE_ASSIGN_OR_RETURN(const Currency currency, CurrencyOf(contract, request.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const Paid paid, AskBudget(context_, scope, contract));
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
  for (const auto& [key, target] : by_key) {
    if (store::SaveTarget(tx, contract.organisation, target)) continue;
    const bool lev = target.amount.currency() == Currency::kBgn;
    return Refuse("MONEY_CURRENCY_MIXED",
                  {{"left", lev ? "EUR" : "BGN"}, {"right", lev ? "BGN" : "EUR"}});
  }
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

}  // namespace tranche::payments::bank
