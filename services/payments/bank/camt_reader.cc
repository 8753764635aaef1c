// SPDX-License-Identifier: EUPL-1.2
// ISO 20022 camt.053, versions 02 to 08, by the local names of its elements: what the versions differ
// in is where a name or a status stands.
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "payments/bank/iban.h"
#include "payments/bank/statement.h"
#include "payments/bank/xml.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr char kStatementPath[] = "BkToCstmrStmt/Stmt";

// What is read below Stmt and below Ntry; nothing else is kept.
constexpr const char* kStatementPaths[] = {
    "Acct/Id/IBAN",  "Acct/Ccy",    "LglSeqNb",      "ElctrncSeqNb", "Id",
    "FrToDt/FrDtTm", "FrToDt/FrDt", "FrToDt/ToDtTm", "FrToDt/ToDt",  "CreDtTm",
};
constexpr const char* kEntryPaths[] = {
    "Amt",
    "CdtDbtInd",
    "Sts",
    "Sts/Cd",
    "Sts/Prtry",
    "BookgDt/Dt",
    "BookgDt/DtTm",
    "ValDt/Dt",
    "ValDt/DtTm",
    "AcctSvcrRef",
    "NtryRef",
    "NtryDtls/TxDtls/Refs/AcctSvcrRef",
    "NtryDtls/TxDtls/Refs/EndToEndId",
    "NtryDtls/TxDtls/RltdPties/Dbtr/Nm",
    "NtryDtls/TxDtls/RltdPties/Dbtr/Pty/Nm",
    "NtryDtls/TxDtls/RltdPties/DbtrAcct/Id/IBAN",
    "NtryDtls/TxDtls/RltdPties/Cdtr/Nm",
    "NtryDtls/TxDtls/RltdPties/Cdtr/Pty/Nm",
    "NtryDtls/TxDtls/RltdPties/CdtrAcct/Id/IBAN",
};
// What may be the bank's reference of a movement, the surest first: the last is given by whoever wrote
// the file.
constexpr const char* kReferencePaths[] = {"AcctSvcrRef", "NtryDtls/TxDtls/Refs/AcctSvcrRef",
                                           "NtryRef"};

template <size_t kCount>
bool IsOneOf(absl::string_view path, const char* const (&paths)[kCount]) {
  return std::find(std::begin(paths), std::end(paths), path) != std::end(paths);
}

// One Stmt of the file; the values as they are typed, by their path below it.
struct RawBalance {
  std::string code;
  std::string amount;
  std::string currency;
  std::string side;
};

struct RawEntry {
  std::string place;
  std::map<std::string, std::string> values;  // The first of each path below Ntry.
  std::string currency;
  std::vector<std::string> texts;
  int details = 0;
};

struct RawStatement {
  std::string place;
  std::map<std::string, std::string> values;
  std::vector<RawBalance> balances;
  std::vector<RawEntry> entries;
};

// An amount of ISO 20022: a point, up to five places of which those beyond the second are 0.
absl::StatusOr<Money> ReadAmount(absl::string_view typed, Currency currency) {
  const size_t point = typed.find('.');
  if (point != absl::string_view::npos) {
    while (typed.size() > point + 3 && typed.back() == '0') typed.remove_suffix(1);
    if (typed.size() == point + 1) typed.remove_suffix(1);
  }
  if (absl::StartsWith(typed, "-")) return Refuse("MONEY_MALFORMED", {{"value", Shortened(typed, 40)}});
  return ParseAmount(typed, currency);
}

// With the sign of its side.
absl::StatusOr<Money> ReadSigned(const std::string& amount, const std::string& side,
                                 Currency currency) {
  const absl::StatusOr<Money> read = ReadAmount(amount, currency);
  if (!read.ok()) return read;
  if (side == "CRDT") return *read;
  if (side == "DBIT") return Subtract(Money::Zero(currency), *read);
  return Refuse("FIELD_MALFORMED", {{"value", Shortened(side, 40)}, {"format", "CRDT, DBIT"}});
}

class Gatherer {
 public:
  XmlHandler Handler() {
    return {.open = [this](const std::string& path) { Open(path); },
            .close = [this](const XmlElement& element) { Close(element); }};
  }
  bool too_many() const { return too_many_; }
  std::vector<RawStatement>& statements() { return statements_; }

 private:
  // The path below Stmt, "" for Stmt itself; null elsewhere.
  static const char* Below(const std::string& path) {
    const size_t at = path.find(kStatementPath);
    if (at == std::string::npos) return nullptr;
    const size_t end = at + sizeof(kStatementPath) - 1;
    if (end == path.size()) return path.c_str() + end;
    return path[end] == '/' ? path.c_str() + end + 1 : nullptr;
  }

  void Open(const std::string& path) {
    const char* below = Below(path);
    if (below == nullptr) return;
    const absl::string_view at(below);
    if (at.empty()) {
      statements_.push_back({.place = absl::StrCat("Stmt[", statements_.size() + 1, "]"),
                             .values = {},
                             .balances = {},
                             .entries = {}});
    }
    if (statements_.empty()) return;
    RawStatement& statement = statements_.back();
    if (at == "Bal") statement.balances.emplace_back();
    if (at == "Ntry") {
      if (++entries_ > kEntriesMax) {
        too_many_ = true;
        return;
      }
      const std::string prefix = statements_.size() > 1 ? statement.place + "/" : "";
      statement.entries.push_back(
          {.place = absl::StrCat(prefix, "Ntry[", statement.entries.size() + 1, "]"),
           .values = {},
           .currency = "",
           .texts = {},
           .details = 0});
    }
    if (at == "Ntry/NtryDtls/TxDtls" && !statement.entries.empty()) ++statement.entries.back().details;
  }

  void Close(const XmlElement& element) {
    const char* below = Below(element.path);
    if (below == nullptr || too_many_ || statements_.empty() || element.text.empty()) return;
    RawStatement& statement = statements_.back();
    absl::string_view at(below);
    if (absl::ConsumePrefix(&at, "Bal/")) {
      if (!statement.balances.empty()) CloseBalance(at, element, &statement.balances.back());
    } else if (absl::ConsumePrefix(&at, "Ntry/")) {
      if (!statement.entries.empty()) CloseEntry(at, element, &statement.entries.back());
    } else if (IsOneOf(at, kStatementPaths)) {
      statement.values.emplace(std::string(at), element.text);
    }
  }

  static void CloseBalance(absl::string_view at, const XmlElement& element, RawBalance* balance) {
    if (at == "Tp/CdOrPrtry/Cd") balance->code = element.text;
    if (at == "CdtDbtInd") balance->side = element.text;
    if (at == "Amt") {
      balance->amount = element.text;
      balance->currency = element.currency;
    }
  }

  static void CloseEntry(absl::string_view at, const XmlElement& element, RawEntry* entry) {
    if (at == "Amt") entry->currency = element.currency;
    if (at == "NtryDtls/TxDtls/RmtInf/Ustrd" || at == "NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref" ||
        at == "NtryDtls/TxDtls/AddtlTxInf" || at == "AddtlNtryInf") {
      entry->texts.push_back(element.text);
      return;
    }
    if (IsOneOf(at, kEntryPaths)) entry->values.emplace(std::string(at), element.text);
  }

  std::vector<RawStatement> statements_;
  size_t entries_ = 0;
  bool too_many_ = false;
};

std::string ValueOf(const std::map<std::string, std::string>& values,
                    std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    const auto found = values.find(path);
    if (found != values.end()) return found->second;
  }
  return "";
}

// A day that stands by itself or with its time.
std::optional<absl::CivilDay> ReadDay(const std::map<std::string, std::string>& values,
                                      const std::string& path, const std::string& place, bool required,
                                      Violations* violations) {
  const std::string typed =
      ValueOf(values, {absl::StrCat(path, "/Dt").c_str(), absl::StrCat(path, "/DtTm").c_str()});
  if (typed.empty()) {
    if (required)
      violations->Add(absl::StrCat(place, "/", path), "BANK_VALUE_MISSING", {{"field", path}});
    return std::nullopt;
  }
  const absl::StatusOr<absl::CivilDay> day = ParseDay(typed.substr(0, 10));
  if (day.ok()) return *day;
  violations->Add(absl::StrCat(place, "/", path), day.status());
  return std::nullopt;
}

std::string JoinedText(const RawEntry& raw) {
  std::string joined;
  for (const std::string& text : raw.texts) {
    if (joined.size() >= kTextBytesMax) break;  // The rest is cut anyway.
    // Banks repeat the text of the movement in its details.
    if (absl::StrContains(joined, text)) continue;
    absl::StrAppend(&joined, joined.empty() ? "" : " | ", text);
  }
  return Shortened(joined, kTextBytesMax);
}

// Who is on the other side, where the movement is one transaction.
void FillCounterparty(const RawEntry& raw, bool came, StatementEntry* entry) {
  if (raw.details > 1) return;
  const std::string side = came ? "Dbtr" : "Cdtr";
  const std::string parties = "NtryDtls/TxDtls/RltdPties/";
  entry->counterparty_name = Shortened(
      ValueOf(raw.values, {(parties + side + "/Nm").c_str(), (parties + side + "/Pty/Nm").c_str()}),
      kNameBytesMax);
  const absl::StatusOr<std::string> iban =
      ParseIban(ValueOf(raw.values, {(parties + side + "Acct/Id/IBAN").c_str()}));
  if (iban.ok()) entry->counterparty_iban = *iban;
  const std::string end_to_end = ValueOf(raw.values, {"NtryDtls/TxDtls/Refs/EndToEndId"});
  if (end_to_end != "NOTPROVIDED") entry->end_to_end_id = Shortened(end_to_end, 63);
}

// Nothing when the bank has not booked it, or does not say when.
std::optional<StatementEntry> ReadEntry(const RawEntry& raw, StatementReading* reading,
                                        Violations* violations) {
  const std::string status = ValueOf(raw.values, {"Sts", "Sts/Cd", "Sts/Prtry"});
  if (!status.empty() && status != "BOOK") {
    reading->findings.push_back(
        {"BANK_ENTRY_NOT_BOOKED", raw.place, {{"value", Shortened(status, 35)}}});
    return std::nullopt;
  }
  StatementEntry entry;
  entry.place = raw.place;
  if (!raw.currency.empty() && raw.currency != CurrencyCode(reading->currency)) {
    violations->Add(
        raw.place + "/Amt/@Ccy", "BANK_CURRENCY_DIFFERS",
        {{"value", raw.currency}, {"currency", std::string(CurrencyCode(reading->currency))}});
  }
  const std::string amount = ValueOf(raw.values, {"Amt"});
  if (amount.empty()) {
    violations->Add(raw.place + "/Amt", "BANK_VALUE_MISSING", {{"field", "Amt"}});
  } else {
    const absl::StatusOr<Money> read =
        ReadSigned(amount, ValueOf(raw.values, {"CdtDbtInd"}), reading->currency);
    if (read.ok()) {
      entry.amount = *read;
    } else {
      violations->Add(
          raw.place + (ReasonOf(read.status()) == "FIELD_MALFORMED" ? "/CdtDbtInd" : "/Amt"),
          read.status());
    }
  }
  const std::optional<absl::CivilDay> booked_on =
      ReadDay(raw.values, "BookgDt", raw.place, /*required=*/true, violations);
  if (!booked_on.has_value()) return std::nullopt;
  entry.booked_on = *booked_on;
  entry.value_on = ReadDay(raw.values, "ValDt", raw.place, false, violations);
  entry.bank_reference =
      Shortened(ValueOf(raw.values, {kReferencePaths[0], kReferencePaths[1], kReferencePaths[2]}), 63);
  FillCounterparty(raw, !entry.amount.IsNegative(), &entry);
  entry.remittance = JoinedText(raw);
  return entry;
}

std::optional<Money> BalanceOf(const RawStatement& raw, std::initializer_list<const char*> codes,
                               const StatementReading& reading, Violations* violations) {
  for (const char* code : codes) {
    for (const RawBalance& balance : raw.balances) {
      if (balance.code != code) continue;
      const std::string place = absl::StrCat(raw.place, "/Bal[", code, "]");
      if (!balance.currency.empty() && balance.currency != CurrencyCode(reading.currency)) {
        violations->Add(
            place, "BANK_CURRENCY_DIFFERS",
            {{"value", balance.currency}, {"currency", std::string(CurrencyCode(reading.currency))}});
      }
      const absl::StatusOr<Money> amount = ReadSigned(balance.amount, balance.side, reading.currency);
      if (amount.ok()) return *amount;
      violations->Add(place, amount.status());
      return std::nullopt;
    }
  }
  return std::nullopt;
}

// The currency of the account: its own, or that of its balances.
std::string CurrencyOf(const RawStatement& raw) {
  const std::string stated = ValueOf(raw.values, {"Acct/Ccy"});
  if (!stated.empty()) return stated;
  for (const RawBalance& balance : raw.balances) {
    if (!balance.currency.empty()) return balance.currency;
  }
  for (const RawEntry& entry : raw.entries) {
    if (!entry.currency.empty()) return entry.currency;
  }
  return "";
}

// References that only count the movements are none: in another file others have the same.
void DropOrdinals(size_t entries_before, RawStatement* raw) {
  for (const char* path : kReferencePaths) {
    std::vector<std::string> references;
    for (const RawEntry& entry : raw->entries) references.push_back(ValueOf(entry.values, {path}));
    if (!AreOrdinals(references, 0) && !AreOrdinals(references, entries_before)) continue;
    for (RawEntry& entry : raw->entries) entry.values.erase(path);
  }
}

StatementReading ReadOne(const RawStatement& raw, const FileHints& hints, Violations* violations) {
  StatementReading reading;
  reading.form = FileForm::kCamt053;
  SettleAccount(ValueOf(raw.values, {"Acct/Id/IBAN"}), CurrencyOf(raw), hints, raw.place + "/Acct",
                &reading, violations);
  reading.number = Shortened(ValueOf(raw.values, {"LglSeqNb", "ElctrncSeqNb", "Id"}), 63);
  for (const RawEntry& entry : raw.entries) {
    std::optional<StatementEntry> read = ReadEntry(entry, &reading, violations);
    if (read.has_value()) reading.entries.push_back(*std::move(read));
  }
  std::map<std::string, std::string> days;
  for (const auto& [path, value] : raw.values) {
    if (path == "FrToDt/FrDtTm" || path == "FrToDt/FrDt") days["From/Dt"] = value;
    if (path == "FrToDt/ToDtTm" || path == "FrToDt/ToDt") days["To/Dt"] = value;
    if (path == "CreDtTm") days["Made/Dt"] = value;
  }
  const std::optional<absl::CivilDay> from_day = ReadDay(days, "From", raw.place, false, violations);
  std::optional<absl::CivilDay> to_day = ReadDay(days, "To", raw.place, false, violations);
  // A statement without movements says at least when it was made.
  if (!from_day.has_value() && reading.entries.empty()) {
    to_day = ReadDay(days, "Made", raw.place, false, violations);
  }
  SettleDays(from_day, to_day, &reading, violations);
  reading.opening = BalanceOf(raw, {"OPBD", "PRCD", "ITBD"}, reading, violations);
  reading.closing = BalanceOf(raw, {"CLBD"}, reading, violations);
  return reading;
}

// Several statements of one account after each other, as banks put the days of a month into one file.
void Append(StatementReading next, const std::string& place, StatementReading* all,
            Violations* violations) {
  if (next.account != all->account) {
    violations->Add(place, "BANK_ACCOUNT_DIFFERS",
                    {{"value", next.account}, {"account", all->account}});
  }
  if (next.currency != all->currency) {
    violations->Add(place, "BANK_CURRENCY_DIFFERS",
                    {{"value", std::string(CurrencyCode(next.currency))},
                     {"currency", std::string(CurrencyCode(all->currency))}});
    return;
  }
  if (all->closing.has_value() && next.opening.has_value() && !(*all->closing == *next.opening)) {
    violations->Add(place, "BANK_STATEMENT_GAP",
                    {{"day", FormatBulgarianDay(next.from_day)},
                     {"closing", FormatAmount(*all->closing)},
                     {"opening", FormatAmount(*next.opening)},
                     {"currency", std::string(CurrencyCode(all->currency))}});
  }
  all->from_day = std::min(all->from_day, next.from_day);
  all->to_day = std::max(all->to_day, next.to_day);
  all->closing = next.closing;
  for (StatementEntry& entry : next.entries) all->entries.push_back(std::move(entry));
  for (Finding& finding : next.findings) all->findings.push_back(std::move(finding));
}

}  // namespace

absl::StatusOr<StatementReading> ReadCamt053(absl::string_view bytes, const FileHints& hints) {
  Gatherer gatherer;
  const absl::Status walked = WalkXml(bytes, gatherer.Handler());
  if (!walked.ok()) return walked;
  Violations violations;
  if (gatherer.statements().empty()) violations.Add("", "BANK_FILE_UNKNOWN");
  if (gatherer.too_many()) {
    violations.Add("", "BANK_FILE_OVER_LIMIT", {{"limit", "Ntry"}, {"max", absl::StrCat(kEntriesMax)}});
  }
  if (!violations.empty()) return violations.AsRefusal();
  std::optional<StatementReading> all;
  size_t entries_before = 0;
  for (RawStatement& raw : gatherer.statements()) {
    DropOrdinals(entries_before, &raw);
    entries_before += raw.entries.size();
    StatementReading reading = ReadOne(raw, hints, &violations);
    const std::optional<Violation> sum =
        violations.empty() ? CheckAddsUp(reading, raw.place) : std::nullopt;
    if (sum.has_value()) violations.Add(sum->field, sum->reason, sum->values);
    if (all.has_value()) {
      Append(std::move(reading), raw.place, &*all, &violations);
    } else {
      all = std::move(reading);
    }
  }
  if (!violations.empty()) return violations.AsRefusal();
  if (!all->opening.has_value() || !all->closing.has_value()) {
    all->opening.reset();
    all->closing.reset();
    all->findings.push_back({"BANK_BALANCES_UNKNOWN", "", {}});
  }
  return *std::move(all);
}

}  // namespace tranche::payments::bank
