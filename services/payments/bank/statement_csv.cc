// SPDX-License-Identifier: EUPL-1.2
// A statement as a table. Banks agree on no order of columns and on no headings, so columns are known
// by the words of their headings, in Bulgarian or English; what stands above and below the table is
// read as pairs of a word and its value.
#include <array>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "payments/bank/iban.h"
#include "payments/bank/statement.h"
#include "platform/text/csv.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"

namespace tranche::payments::bank {
namespace {

constexpr int64_t kRowsMax = static_cast<int64_t>(kEntriesMax) + 200;
constexpr size_t kHeadingRowsMax = 40;  // Above the table.

enum Column {
  kBookedOn,
  kValueOn,
  kAmount,
  kDebit,
  kCredit,
  kSide,
  kText,
  kName,
  kIban,
  kReference,
  kEndToEnd,
  kCurrency,
  kIgnored,  // A running balance, a row number.
  kColumns,
};

struct Word {
  const char* text;  // Folded.
  Column column;
};

// A heading is known by the longest word that it begins with.
constexpr Word kWords[] = {
    {"дата", kBookedOn},
    {"счетоводна дата", kBookedOn},
    {"date", kBookedOn},
    {"booking date", kBookedOn},
    {"posting date", kBookedOn},
    {"booked", kBookedOn},
    {"дата на вальор", kValueOn},
    {"вальор", kValueOn},
    {"value", kValueOn},
    {"сума", kAmount},
    {"amount", kAmount},
    {"дебит", kDebit},
    {"дт", kDebit},
    {"debit", kDebit},
    {"изходящ", kDebit},
    {"тегления", kDebit},
    {"кредит", kCredit},
    {"кт", kCredit},
    {"credit", kCredit},
    {"входящ", kCredit},
    {"постъпления", kCredit},
    {"дебит/кредит", kSide},
    {"дт/кт", kSide},
    {"дк", kSide},
    {"д/к", kSide},
    {"debit/credit", kSide},
    {"d/c", kSide},
    {"dc", kSide},
    {"вид движение", kSide},
    {"основание", kText},
    {"описание", kText},
    {"пояснение", kText},
    {"text", kText},
    {"description", kText},
    {"details", kText},
    {"remittance", kText},
    {"контрагент", kName},
    {"наредител", kName},
    {"получател", kName},
    {"име", kName},
    {"name", kName},
    {"counterparty", kName},
    {"payee", kName},
    {"iban", kIban},
    {"сметка", kIban},
    {"iban на контрагент", kIban},
    {"контрагент iban", kIban},
    {"counterparty iban", kIban},
    {"counterparty account", kIban},
    {"референция", kReference},
    {"номер", kReference},
    {"reference", kReference},
    {"bank reference", kReference},
    {"end to end", kEndToEnd},
    {"endtoend", kEndToEnd},
    {"end-to-end", kEndToEnd},
    {"валута", kCurrency},
    {"currency", kCurrency},
    {"салдо", kIgnored},
    {"balance", kIgnored},
    {"номер по ред", kIgnored},
};

std::string Clean(absl::string_view cell) { return FoldName(cell); }

std::optional<Column> ColumnOf(absl::string_view heading) {
  const std::string folded = Clean(heading);
  std::optional<Column> column;
  size_t longest = 0;
  for (const Word& word : kWords) {
    const absl::string_view text(word.text);
    if (text.size() <= longest || !absl::StartsWith(folded, text)) continue;
    column = word.column;
    longest = text.size();
  }
  return column;
}

// A row that adds up the others.
bool IsSum(absl::string_view folded) {
  return absl::StartsWith(folded, "общо") || absl::StartsWith(folded, "total");
}

using Columns = std::array<std::optional<size_t>, kColumns>;

// The columns of a row of headings; none when it is no such row.
std::optional<Columns> ColumnsOf(const CsvRow& row) {
  Columns columns;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::optional<Column> column = ColumnOf(row.cells[i]);
    if (column.has_value() && !columns[*column].has_value()) columns[*column] = i;
  }
  const bool amounts =
      columns[kAmount].has_value() || (columns[kDebit].has_value() && columns[kCredit].has_value());
  if (!columns[kBookedOn].has_value() || !amounts) return std::nullopt;
  return columns;
}

// What stands around the table.
struct Around {
  std::string account;
  std::string currency;
  std::string number;
  std::string from_day;
  std::string to_day;
  std::string opening;
  std::string closing;
  std::map<std::string, std::string> places;  // Of each, by the words below.
};

struct Label {
  const char* text;  // Folded.
  std::string Around::*value;
};

const Label kLabels[] = {
    {"iban", &Around::account},
    {"сметка", &Around::account},
    {"account", &Around::account},
    {"валута", &Around::currency},
    {"currency", &Around::currency},
    {"извлечение", &Around::number},
    {"statement", &Around::number},
    {"от дата", &Around::from_day},
    {"from", &Around::from_day},
    {"до дата", &Around::to_day},
    {"to", &Around::to_day},
    {"начално салдо", &Around::opening},
    {"opening balance", &Around::opening},
    {"крайно салдо", &Around::closing},
    {"closing balance", &Around::closing},
};

// Whether a word does not end here: "total" is not "to".
bool GoesOn(absl::string_view rest) {
  if (rest.empty()) return false;
  const unsigned char next = static_cast<unsigned char>(rest.front());
  return absl::ascii_isalnum(next) || next >= 0x80;
}

// The first of the labels that stand for the same.
const char* CanonicalOf(const Label& label) {
  for (const Label& first : kLabels) {
    if (first.value == label.value) return first.text;
  }
  return label.text;
}

// "Начално салдо;1 000,00" or "Начално салдо: 1 000,00". False when the row begins with no such words.
bool ReadAround(const CsvRow& row, Around* around) {
  std::string first;
  size_t at = 0;
  while (at < row.cells.size() && first.empty()) first = Clean(row.cells[at++]);
  for (const Label& label : kLabels) {
    absl::string_view rest(first);
    if (!absl::ConsumePrefix(&rest, label.text) || GoesOn(rest)) continue;
    const size_t colon = row.cells[at - 1].find(':');
    std::string value =
        colon == std::string::npos
            ? ""
            : std::string(absl::StripAsciiWhitespace(row.cells[at - 1].substr(colon + 1)));
    for (size_t i = at; i < row.cells.size() && value.empty(); ++i) {
      value = std::string(absl::StripAsciiWhitespace(row.cells[i]));
    }
    std::string& kept = around->*label.value;
    if (kept.empty()) kept = value;
    around->places.emplace(CanonicalOf(label), absl::StrCat("line ", row.line));
    return true;
  }
  return false;
}

class TableReader {
 public:
  TableReader(const std::vector<CsvRow>& rows, const FileHints& hints) : rows_(rows), hints_(hints) {}

  absl::StatusOr<StatementReading> Read() {
    reading_.form = FileForm::kCsv;
    size_t at = 0;
    while (at < rows_.size() && at < kHeadingRowsMax && !columns_.has_value()) {
      columns_ = ColumnsOf(rows_[at]);
      if (!columns_.has_value()) ReadAround(rows_[at], &around_);
      ++at;
    }
    if (!columns_.has_value()) {
      violations_.Add("", "BANK_FILE_UNKNOWN");
      return violations_.AsRefusal();
    }
    const size_t first = at;
    // The rows below the table are read first: the currency may stand there.
    for (; at < rows_.size(); ++at) {
      if (!ReadTypedDay(Cell(rows_[at], kBookedOn)).ok()) ReadAround(rows_[at], &around_);
    }
    SettleAccount(around_.account, StatedCurrency(first), hints_, PlaceOf("iban"), &reading_,
                  &violations_);
    for (at = first; at < rows_.size(); ++at) ReadRow(rows_[at]);
    DropOrdinals();
    SettleBalances();
    SettleDays(DayAround(around_.from_day, "от дата"), DayAround(around_.to_day, "до дата"), &reading_,
               &violations_);
    if (!violations_.empty()) return violations_.AsRefusal();
    const std::optional<Violation> sum = CheckAddsUp(reading_, PlaceOf("крайно салдо"));
    if (sum.has_value()) {
      violations_.Add(sum->field, sum->reason, sum->values);
      return violations_.AsRefusal();
    }
    return std::move(reading_);
  }

 private:
  std::string Cell(const CsvRow& row, Column column) const {
    const std::optional<size_t> at = (*columns_)[column];
    if (!at.has_value() || *at >= row.cells.size()) return "";
    return std::string(absl::StripAsciiWhitespace(row.cells[*at]));
  }
  std::string Address(const CsvRow& row, Column column) const {
    return CellAddress((*columns_)[column].value_or(0), row.row);
  }
  std::string PlaceOf(const std::string& label) const {
    const auto found = around_.places.find(label);
    return found == around_.places.end() ? "" : found->second;
  }

  // Of the rows around the table, else of its first row.
  std::string StatedCurrency(size_t first) const {
    if (!around_.currency.empty()) return around_.currency.substr(0, 3);
    return first < rows_.size() ? Cell(rows_[first], kCurrency) : "";
  }

  std::optional<absl::CivilDay> DayAround(const std::string& typed, const std::string& label) {
    if (typed.empty()) return std::nullopt;
    const absl::StatusOr<absl::CivilDay> day = ReadTypedDay(typed);
    if (day.ok()) return *day;
    violations_.Add(PlaceOf(label), day.status());
    return std::nullopt;
  }

  // An empty cell is nothing.
  std::optional<Money> AmountIn(const CsvRow& row, Column column) {
    const std::string typed = Cell(row, column);
    if (typed.empty()) return std::nullopt;
    const absl::StatusOr<Money> amount = ReadTypedMoney(typed, reading_.currency);
    if (!amount.ok()) {
      violations_.Add(Address(row, column), amount.status());
      return std::nullopt;
    }
    if (amount->currency() != reading_.currency) {
      violations_.Add(Address(row, column), "BANK_CURRENCY_DIFFERS",
                      {{"value", std::string(CurrencyCode(amount->currency()))},
                       {"currency", std::string(CurrencyCode(reading_.currency))}});
      return std::nullopt;
    }
    return *amount;
  }

  // Whether a column says that the money went; nothing when it says nothing that is known.
  std::optional<bool> WentOf(const CsvRow& row) const {
    const std::string side = Clean(Cell(row, kSide));
    for (const char* word : {"д", "дт", "дебит", "d", "dr", "dbit", "debit", "изходящ"}) {
      if (side == word) return true;
    }
    for (const char* word : {"к", "кт", "кредит", "c", "cr", "crdt", "credit", "входящ"}) {
      if (side == word) return false;
    }
    return std::nullopt;
  }

  absl::StatusOr<Money> Negated(Money amount) const {
    return Subtract(Money::Zero(reading_.currency), amount);
  }

  std::optional<Money> SignedAmount(const CsvRow& row) {
    if (!(*columns_)[kAmount].has_value()) return FromTwoColumns(row);
    const std::optional<Money> amount = AmountIn(row, kAmount);
    if (!amount.has_value()) {
      if (Cell(row, kAmount).empty()) Missing(row, kAmount, "сума / amount");
      return std::nullopt;
    }
    if (!(*columns_)[kSide].has_value()) return amount;
    const std::optional<bool> went = WentOf(row);
    if (!went.has_value()) {
      violations_.Add(Address(row, kSide), "FIELD_MALFORMED",
                      {{"value", Shortened(Cell(row, kSide), 40)}, {"format", "Дт, Кт / D, C"}});
      return std::nullopt;
    }
    if (!*went || amount->IsNegative()) return amount;
    return Negated(*amount).value_or(*amount);
  }

  std::optional<Money> FromTwoColumns(const CsvRow& row) {
    const std::optional<Money> debit = AmountIn(row, kDebit);
    const std::optional<Money> credit = AmountIn(row, kCredit);
    const bool went = debit.has_value() && !debit->IsZero();
    const bool came = credit.has_value() && !credit->IsZero();
    if (went && came) {
      violations_.Add(
          Address(row, kDebit), "BANK_ROW_BOTH_SIDES",
          {{"debit", Shortened(Cell(row, kDebit), 40)}, {"credit", Shortened(Cell(row, kCredit), 40)}});
      return std::nullopt;
    }
    if (came) return credit;
    if (!went) {
      if (Cell(row, kDebit).empty() && Cell(row, kCredit).empty())
        Missing(row, kDebit, "дебит, кредит / debit, credit");
      return debit.has_value() ? debit : credit;
    }
    // Some banks write what went with a minus already.
    return debit->IsNegative() ? debit : Negated(*debit).value_or(*debit);
  }

  void Missing(const CsvRow& row, Column column, const char* field) {
    violations_.Add(Address(row, column), "BANK_VALUE_MISSING", {{"field", field}});
  }

  void ReadRow(const CsvRow& row) {
    const std::string typed_day = Cell(row, kBookedOn);
    if (typed_day.empty()) {
      const bool amount =
          !Cell(row, kAmount).empty() || !Cell(row, kDebit).empty() || !Cell(row, kCredit).empty();
      Around ignored;
      const std::string first = row.cells.empty() ? "" : Clean(row.cells.front());
      if (amount && !IsSum(first) && !ReadAround(row, &ignored)) Missing(row, kBookedOn, "дата / date");
      return;
    }
    const absl::StatusOr<absl::CivilDay> day = ReadTypedDay(typed_day);
    Around ignored;
    // "Крайно салдо" or "Общо" in the column of days.
    if (!day.ok() && (IsSum(Clean(typed_day)) || ReadAround(row, &ignored))) return;
    if (reading_.entries.size() >= kEntriesMax) {
      if (reading_.entries.size() == kEntriesMax && !full_) {
        violations_.Add(absl::StrCat("line ", row.line), "BANK_FILE_OVER_LIMIT",
                        {{"limit", "редове / rows"}, {"max", absl::StrCat(kEntriesMax)}});
      }
      full_ = true;
      return;
    }
    StatementEntry entry;
    entry.place = absl::StrCat("line ", row.line);
    if (day.ok()) {
      entry.booked_on = *day;
    } else {
      violations_.Add(Address(row, kBookedOn), day.status());
    }
    if (const std::string value_on = Cell(row, kValueOn); !value_on.empty()) {
      const absl::StatusOr<absl::CivilDay> value_day = ReadTypedDay(value_on);
      if (value_day.ok()) {
        entry.value_on = *value_day;
      } else {
        violations_.Add(Address(row, kValueOn), value_day.status());
      }
    }
    const std::optional<Money> amount = SignedAmount(row);
    if (!amount.has_value() || !day.ok()) return;
    entry.amount = *amount;
    FillTexts(row, &entry);
    reading_.entries.push_back(std::move(entry));
  }

  // A number that only counts the rows is no reference: in another file other rows have it.
  void DropOrdinals() {
    std::vector<std::string> references;
    for (const StatementEntry& entry : reading_.entries) references.push_back(entry.bank_reference);
    if (!AreOrdinals(references)) return;
    for (StatementEntry& entry : reading_.entries) entry.bank_reference.clear();
  }

  void FillTexts(const CsvRow& row, StatementEntry* entry) {
    entry->bank_reference = Shortened(Cell(row, kReference), 63);
    entry->end_to_end_id = Shortened(Cell(row, kEndToEnd), 63);
    entry->counterparty_name = Shortened(Cell(row, kName), kNameBytesMax);
    entry->remittance = Shortened(Cell(row, kText), kTextBytesMax);
    const absl::StatusOr<std::string> iban = ParseIban(Cell(row, kIban));
    // Some name their own account in every row.
    if (iban.ok() && *iban != reading_.account) entry->counterparty_iban = *iban;
    const std::string currency = Cell(row, kCurrency);
    if (!currency.empty() && !absl::StartsWithIgnoreCase(currency, CurrencyCode(reading_.currency))) {
      violations_.Add(Address(row, kCurrency), "BANK_CURRENCY_DIFFERS",
                      {{"value", Shortened(currency, 10)},
                       {"currency", std::string(CurrencyCode(reading_.currency))}});
    }
  }

  std::optional<Money> Balance(const std::string& typed, const std::string& label) {
    if (typed.empty()) return std::nullopt;
    const absl::StatusOr<Money> amount = ReadTypedMoney(typed, reading_.currency);
    if (amount.ok() && amount->currency() == reading_.currency) return *amount;
    violations_.Add(PlaceOf(label), amount.ok() ? Refuse("MONEY_CURRENCY_MIXED") : amount.status());
    return std::nullopt;
  }

  void SettleBalances() {
    reading_.number = Shortened(around_.number, 63);
    reading_.opening = Balance(around_.opening, "начално салдо");
    reading_.closing = Balance(around_.closing, "крайно салдо");
    if (reading_.opening.has_value() && reading_.closing.has_value()) return;
    reading_.opening.reset();
    reading_.closing.reset();
    reading_.findings.push_back({"BANK_BALANCES_UNKNOWN", "", {}});
  }

  const std::vector<CsvRow>& rows_;
  const FileHints& hints_;
  std::optional<Columns> columns_;
  Around around_;
  StatementReading reading_;
  Violations violations_;
  bool full_ = false;
};

}  // namespace

absl::StatusOr<StatementReading> ReadStatementCsv(absl::string_view bytes, const FileHints& hints) {
  const absl::StatusOr<std::vector<CsvRow>> rows =
      ReadCsv(bytes, {.rows_max = kRowsMax, .cells_max = 64, .cell_bytes_max = 4096});
  if (!rows.ok()) return rows.status();
  return TableReader(*rows, hints).Read();
}

}  // namespace tranche::payments::bank
