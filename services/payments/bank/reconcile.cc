// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/reconcile.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::bank {
namespace {

// Two amounts that differ by no more than this look alike: 1 %, 5.00 at most.
constexpr int64_t kAlikePerCent = 100;
constexpr int64_t kAlikeMinorMax = 500;
constexpr int kAlikeMax = 5;  // That are told of one movement.

class Comparing {
 public:
  explicit Comparing(const Books& books) : books_(books) {
    for (size_t i = 0; i < books.records.size(); ++i) record_at_[books.records[i].open.id] = i;
    for (const BankedEntry& entry : books.entries)
      entry_left_.push_back(std::abs(entry.open.left_minor));
    for (const BookedRecord& record : books.records) record_left_.push_back(record.open.left_minor);
    days_.resize(books.records.size());
  }

  absl::StatusOr<Comparison> Run() {
    CountConfirmed();
    TRANCHE_RETURN_IF_ERROR(CountProposed());
    SayDays();
    SayEntries();
    SayRecords();
    SaySums();
    SayBalances();
    SayOrders();
    SayOverpaid();
    return std::move(result_);
  }

 private:
  std::string Say(int64_t minor) const { return FormatAmount(Money::Minor(minor, books_.currency)); }
  std::string Code() const { return std::string(CurrencyCode(books_.currency)); }

  void Count(size_t record, int64_t amount_minor) {
    int64_t& sum =
        books_.records[record].open.received ? result_.bank_received_minor : result_.bank_paid_minor;
    sum += amount_minor;
  }

  void AddDays(size_t record, absl::CivilDay booked_on, const std::optional<absl::CivilDay>& value_on) {
    days_[record].insert(booked_on);
    if (value_on.has_value()) days_[record].insert(*value_on);
  }

  void CountConfirmed() {
    for (const ConfirmedPart& part : books_.confirmed) {
      const auto record = record_at_.find(part.record_id);
      if (record == record_at_.end()) continue;
      Count(record->second, part.amount_minor);
      AddDays(record->second, part.booked_on, part.value_on);
    }
  }

  // What is left of both sides, matched where there is no doubt.
  absl::Status CountProposed() {
    std::vector<OpenEntry> entries;
    std::vector<size_t> entry_places;
    for (size_t i = 0; i < books_.entries.size(); ++i) {
      if (books_.entries[i].open.left_minor == 0) continue;
      entries.push_back(books_.entries[i].open);
      entry_places.push_back(i);
    }
    std::vector<OpenRecord> records;
    std::vector<size_t> record_places;
    for (size_t i = 0; i < books_.records.size(); ++i) {
      if (books_.records[i].open.left_minor <= 0) continue;
      records.push_back(books_.records[i].open);
      record_places.push_back(i);
    }
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<Proposal> proposals,
                             Propose(entries, records, books_.contract));
    for (const Proposal& proposal : proposals) {
      if (!proposal.clear) continue;
      ++result_.unconfirmed;
      for (const ProposalPart& part : proposal.parts) {
        const size_t entry = entry_places[part.entry];
        const size_t record = record_places[part.record];
        entry_left_[entry] -= part.amount_minor;
        record_left_[record] -= part.amount_minor;
        Count(record, part.amount_minor);
        AddDays(record, books_.entries[entry].open.booked_on, books_.entries[entry].value_on);
      }
    }
    return absl::OkStatus();
  }

  void SayDays() {
    for (size_t i = 0; i < books_.records.size(); ++i) {
      const BookedRecord& record = books_.records[i];
      if (days_[i].empty() || days_[i].count(record.open.day) > 0) continue;
      result_.differences.push_back({"RECONCILE_DAY_DIFFERS",
                                     record.name,
                                     {{"record", record.open.id},
                                      {"record_day", FormatBulgarianDay(record.open.day)},
                                      {"entry_day", FormatBulgarianDay(*days_[i].begin())}}});
    }
  }

  // A record that is left over and looks like what is left of a movement.
  void SayAlike(size_t entry) {
    const bool came = books_.entries[entry].amount_minor > 0;
    int alike = 0;
    for (size_t i = 0; i < books_.records.size() && alike < kAlikeMax; ++i) {
      const BookedRecord& record = books_.records[i];
      if (record_left_[i] <= 0 || record.open.received != came) continue;
      if (std::abs(record.open.day - books_.entries[entry].open.booked_on) >
          MatchLimits().near_days_max)
        continue;
      const int64_t difference = std::abs(record_left_[i] - entry_left_[entry]);
      if (difference == 0 || difference > std::min(record_left_[i] / kAlikePerCent, kAlikeMinorMax))
        continue;
      ++alike;
      result_.differences.push_back({"RECONCILE_AMOUNT_DIFFERS",
                                     books_.entries[entry].name,
                                     {{"entry", books_.entries[entry].name},
                                      {"record", record.open.id},
                                      {"difference", Say(difference)},
                                      {"currency", Code()}}});
    }
  }

  void SayEntries() {
    for (size_t i = 0; i < books_.entries.size(); ++i) {
      result_.explained_minor += books_.entries[i].explained_minor;
      if (entry_left_[i] == 0) continue;
      const BankedEntry& entry = books_.entries[i];
      result_.unexplained_minor += entry_left_[i];
      result_.differences.push_back({"RECONCILE_ENTRY_UNEXPLAINED",
                                     entry.name,
                                     {{"day", FormatBulgarianDay(entry.open.booked_on)},
                                      {"amount", Say(entry.amount_minor)},
                                      {"left", Say(entry_left_[i])},
                                      {"currency", Code()}}});
      SayAlike(i);
    }
  }

  void SayRecords() {
    for (size_t i = 0; i < books_.records.size(); ++i) {
      const BookedRecord& record = books_.records[i];
      int64_t& sum = record.open.received ? result_.ledger_received_minor : result_.ledger_paid_minor;
      sum += record.amount_minor;
      if (record_left_[i] <= 0) continue;
      result_.differences.push_back({"RECONCILE_RECORD_WITHOUT_ENTRY",
                                     record.name,
                                     {{"record", record.open.id},
                                      {"day", FormatBulgarianDay(record.open.day)},
                                      {"amount", Say(record.amount_minor)},
                                      {"left", Say(record_left_[i])},
                                      {"currency", Code()}}});
    }
  }

  void SaySums() {
    if (books_.entries_of_other_currency > 0) {
      result_.differences.push_back(
          {"BANK_CURRENCY_DIFFERS",
           books_.contract,
           {{"value", books_.currency == Currency::kBgn ? "EUR" : "BGN"}, {"currency", Code()}}});
    }
    if (std::abs(books_.approved_by_claims_minor - books_.spent_by_budget_minor) >
        books_.rounding_minor_max) {
      result_.differences.push_back({"RECONCILE_BUDGET_DIFFERS",
                                     books_.contract,
                                     {{"approved", Say(books_.approved_by_claims_minor)},
                                      {"spent", Say(books_.spent_by_budget_minor)},
                                      {"currency", Code()}}});
    }
    if (books_.paid_by_claims_minor != books_.payments_minor) {
      result_.differences.push_back({"RECONCILE_CLAIMS_DIFFER",
                                     books_.contract,
                                     {{"claims", Say(books_.paid_by_claims_minor)},
                                      {"payments", Say(books_.payments_minor)},
                                      {"currency", Code()}}});
    }
  }

  // The statements follow each other; and what they began and ended with is what their movements give,
  // so that none was taken twice or left out where they overlap.
  void SayBalances() {
    const std::vector<StatementEnds>& statements = books_.statements;
    // Of days of which the bank has said nothing, nothing agrees.
    if (statements.empty() && books_.entries.empty() && books_.entries_of_other_currency == 0) {
      result_.differences.push_back({"RECONCILE_BANK_SILENT", books_.contract, {}});
      return;
    }
    std::vector<Finding> gaps = FindGaps(statements);
    if (!gaps.empty() || statements.empty() || !books_.whole_account) {
      for (Finding& gap : gaps) result_.differences.push_back(std::move(gap));
      return;
    }
    const auto last = std::max_element(
        statements.begin(), statements.end(),
        [](const StatementEnds& a, const StatementEnds& b) { return a.to_day < b.to_day; });
    int64_t entries_minor = 0;
    for (const BankedEntry& entry : books_.entries) {
      const absl::CivilDay day = entry.open.booked_on;
      if (day >= statements.front().from_day && day <= last->to_day)
        entries_minor += entry.amount_minor;
    }
    if (statements.front().opening.minor() + entries_minor == last->closing.minor()) return;
    result_.differences.push_back({"BANK_BALANCE_DIFFERS",
                                   FormatDay(last->to_day),
                                   {{"opening", FormatAmount(statements.front().opening)},
                                    {"entries", Say(entries_minor)},
                                    {"closing", FormatAmount(last->closing)},
                                    {"currency", Code()}}});
  }

  // Whatever its currency: money may have gone that was said not to.
  void SayOrders() {
    for (const ContradictedOrder& order : books_.contradicted) {
      result_.differences.push_back(
          {"ORDER_CONTRADICTED",
           order.name,
           {{"order", absl::StrCat(order.number)},
            {"state", order.state},
            {"said", order.said},
            {"amount", FormatAmount(order.amount)},
            {"currency", std::string(CurrencyCode(order.amount.currency()))}}});
    }
  }

  void SayOverpaid() {
    for (const OverpaidDocument& document : books_.overpaid) {
      result_.differences.push_back(
          {"RECONCILE_ORDERED_ABOVE_CREDITED",
           document.name,
           {{"number", document.number},
            {"ordered", FormatAmount(document.taken)},
            {"left", FormatAmount(document.says)},
            {"currency", std::string(CurrencyCode(document.taken.currency()))}}});
    }
  }

  const Books& books_;
  std::map<std::string, size_t> record_at_;
  std::vector<int64_t> entry_left_;
  std::vector<int64_t> record_left_;
  std::vector<std::set<absl::CivilDay>> days_;  // Of the movements of each record.
  Comparison result_;
};

std::string PeriodOf(const StatementEnds& statement) {
  return absl::StrCat(FormatBulgarianDay(statement.from_day), "–",
                      FormatBulgarianDay(statement.to_day));
}

// Two statements that tell otherwise of the same days.
Finding OverlapOf(const StatementEnds& before, const StatementEnds& next) {
  return {"BANK_STATEMENTS_OVERLAP",
          FormatDay(next.from_day),
          {{"first", PeriodOf(before)},
           {"second", PeriodOf(next)},
           {"from", FormatBulgarianDay(next.from_day)},
           {"to", FormatBulgarianDay(std::min(before.to_day, next.to_day))}}};
}

}  // namespace

std::vector<Finding> FindGaps(const std::vector<StatementEnds>& statements) {
  std::vector<Finding> gaps;
  size_t latest = 0;  // That reaches furthest so far: a shorter one may lie inside a longer.
  for (size_t i = 1; i < statements.size(); ++i) {
    const StatementEnds& before = statements[latest];
    const StatementEnds& next = statements[i];
    if (next.to_day >= before.to_day) latest = i;
    // One that overlaps begins with a balance that no other ended with; where both begin, or both end,
    // they are to agree.
    if (next.from_day <= before.to_day) {
      // Of one day there may be several, one after the other.
      if (before.closing == next.opening || next.closing == before.opening) continue;
      const bool differ = (next.from_day == before.from_day && next.opening != before.opening) ||
                          (next.to_day == before.to_day && next.closing != before.closing);
      if (differ) gaps.push_back(OverlapOf(before, next));
      continue;
    }
    if (before.closing == next.opening) continue;
    gaps.push_back({"BANK_STATEMENT_GAP",
                    FormatDay(next.from_day),
                    {{"day", FormatBulgarianDay(next.from_day)},
                     {"closing", FormatAmount(before.closing)},
                     {"opening", FormatAmount(next.opening)},
                     {"currency", std::string(CurrencyCode(next.opening.currency()))}}});
  }
  return gaps;
}

absl::StatusOr<Comparison> Compare(const Books& books) { return Comparing(books).Run(); }

}  // namespace tranche::payments::bank
