// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/statement.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "payments/bank/iban.h"
#include "platform/base/digest.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr size_t kKeyHexDigits = 40;

// The first thing in a file that is no blank and no mark of its encoding.
bool LooksLikeXml(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes = absl::StripLeadingAsciiWhitespace(bytes);
  return absl::StartsWith(bytes, "<") || absl::StartsWith(bytes, absl::string_view("\xFF\xFE<", 3)) ||
         absl::StartsWith(bytes, absl::string_view("\xFE\xFF\0<", 4));
}

std::string StatedKey(const StatementEntry& entry) {
  // A part's length stands before it, so that two different movements never read the same.
  std::string all;
  for (const std::string& part :
       {FormatDay(entry.booked_on), FormatAmount(entry.amount), entry.bank_reference,
        entry.bank_reference.empty() ? entry.end_to_end_id : std::string(),
        entry.bank_reference.empty() ? FoldName(entry.remittance) : std::string()}) {
    absl::StrAppend(&all, part.size(), ":", part);
  }
  return all;
}

}  // namespace

void Violations::Add(std::string place, std::string reason, ErrorValues values) {
  ++count_;
  if (violations_.size() >= kViolationsMax) return;
  violations_.push_back(
      {.field = std::move(place), .reason = std::move(reason), .values = std::move(values)});
}

void Violations::Add(std::string place, const absl::Status& refusal) {
  const std::vector<Violation> inner = ViolationsOf(refusal);
  if (inner.empty()) {
    Add(std::move(place), ReasonOf(refusal), ValuesOf(refusal));
    return;
  }
  for (const Violation& violation : inner) Add(violation.field, violation.reason, violation.values);
}

absl::Status Violations::AsRefusal() const {
  return RefuseInput("DOCUMENT_UNREADABLE", violations_, {{"count", absl::StrCat(count_)}});
}

absl::StatusOr<StatementReading> ReadStatement(absl::string_view bytes, const FileHints& hints) {
  if (bytes.size() > kFileBytesMax)
    return Refuse("DOCUMENT_TOO_LARGE", {{"max", absl::StrCat(kFileBytesMax)}});
  return LooksLikeXml(bytes) ? ReadCamt053(bytes, hints) : ReadStatementCsv(bytes, hints);
}

std::optional<Violation> CheckAddsUp(const StatementReading& statement, absl::string_view place) {
  if (!statement.opening.has_value() || !statement.closing.has_value()) return std::nullopt;
  std::vector<Money> amounts;
  for (const StatementEntry& entry : statement.entries) amounts.push_back(entry.amount);
  const absl::StatusOr<Money> entries = Sum(amounts, statement.currency);
  if (!entries.ok()) return Violation{std::string(place), ReasonOf(entries.status()), {}};
  const absl::StatusOr<Money> closing = Add(*statement.opening, *entries);
  if (closing.ok() && *closing == *statement.closing) return std::nullopt;
  return Violation{std::string(place),
                   "BANK_BALANCE_DIFFERS",
                   {{"opening", FormatAmount(*statement.opening)},
                    {"entries", FormatAmount(*entries)},
                    {"closing", FormatAmount(*statement.closing)},
                    {"currency", std::string(CurrencyCode(statement.currency))}}};
}

bool AreOrdinals(const std::vector<std::string>& references, size_t before) {
  bool any = false;
  for (size_t i = 0; i < references.size(); ++i) {
    if (references[i].empty()) continue;
    any = true;
    const bool digits = std::all_of(references[i].begin(), references[i].end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    uint64_t number = 0;
    if (!digits || !absl::SimpleAtoi(references[i], &number) || number != before + i + 1) return false;
  }
  return any;
}

std::vector<std::string> KeysOf(const StatementReading& statement) {
  std::map<std::string, int> seen;
  std::vector<std::string> keys;
  for (const StatementEntry& entry : statement.entries) {
    const std::string stated = StatedKey(entry);
    keys.push_back(Sha256Hex(absl::StrCat(++seen[stated], "/", stated)).substr(0, kKeyHexDigits));
  }
  return keys;
}

void SettleAccount(const std::string& stated_account, const std::string& stated_currency,
                   const FileHints& hints, const std::string& place, StatementReading* reading,
                   Violations* violations) {
  if (stated_account.empty() && hints.account.empty()) {
    violations->Add(place, "BANK_VALUE_MISSING", {{"field", "IBAN"}});
  } else {
    const absl::StatusOr<std::string> account =
        ParseIban(stated_account.empty() ? hints.account : stated_account);
    const absl::StatusOr<std::string> asked = ParseIban(hints.account);
    if (!account.ok()) {
      violations->Add(stated_account.empty() ? "account" : place, account.status());
    } else {
      reading->account = *account;
    }
    if (!hints.account.empty() && !asked.ok() && !stated_account.empty()) {
      violations->Add("account", asked.status());
    }
    if (account.ok() && !hints.account.empty() && asked.ok() && *asked != *account) {
      violations->Add(place, "BANK_ACCOUNT_DIFFERS", {{"value", *account}, {"account", *asked}});
    }
  }
  if (stated_currency.empty() && !hints.currency.has_value()) {
    violations->Add(place, "BANK_VALUE_MISSING", {{"field", "валута / currency"}});
    return;
  }
  const absl::StatusOr<Currency> currency =
      stated_currency.empty() ? *hints.currency : ParseCurrency(absl::AsciiStrToUpper(stated_currency));
  if (!currency.ok()) {
    violations->Add(place, currency.status());
    return;
  }
  reading->currency = *currency;
  if (hints.currency.has_value() && *hints.currency != *currency) {
    violations->Add(
        place, "BANK_CURRENCY_DIFFERS",
        {{"value", stated_currency}, {"currency", std::string(CurrencyCode(*hints.currency))}});
  }
}

void SettleDays(std::optional<absl::CivilDay> from_day, std::optional<absl::CivilDay> to_day,
                StatementReading* reading, Violations* violations) {
  for (const std::optional<absl::CivilDay>& stated : {from_day, to_day}) {
    const absl::Status taken = stated.has_value() ? CheckDayTaken(*stated) : absl::OkStatus();
    if (!taken.ok()) violations->Add("", taken);
  }
  for (const StatementEntry& entry : reading->entries) {
    const absl::Status taken = CheckDayTaken(entry.booked_on);
    if (!taken.ok()) violations->Add(entry.place, taken);
    if (!from_day.has_value() || entry.booked_on < *from_day) from_day = entry.booked_on;
    if (!to_day.has_value() || entry.booked_on > *to_day) to_day = entry.booked_on;
  }
  if (!from_day.has_value()) from_day = to_day;
  if (!to_day.has_value()) to_day = from_day;
  if (!from_day.has_value()) {
    // Where movements could not be read, they have been told of.
    if (violations->empty()) violations->Add("", "BANK_VALUE_MISSING", {{"field", "период / period"}});
    return;
  }
  reading->from_day = std::min(*from_day, *to_day);
  reading->to_day = std::max(*from_day, *to_day);
}

}  // namespace tranche::payments::bank
