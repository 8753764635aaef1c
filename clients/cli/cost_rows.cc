// SPDX-License-Identifier: EUPL-1.2
#include "cli/cost_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/output.h"
#include "cli/table_words.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"

namespace tranche::cli {
namespace {

namespace v1 = budgets::v1;
using sheet::SheetCell;
using sheet::SheetRow;

struct ColumnWords {
  CostColumn column;
  Text heading;
  bool needed;
  const char* words;  // What people call it, folded (see Plain), each between bars.
};

constexpr ColumnWords kColumns[] = {
    {CostColumn::kLine,
     {"бюджетен ред", "budget line"},
     true,
     "ред|бюджетен ред|ред от бюджета|ред на бюджета|бюджетно перо|перо|код на ред|"
     "№ на ред|line|budget line|line code"},
    {CostColumn::kType,
     {"вид на документа", "type of document"},
     true,
     "вид|вид на документа|вид документ|тип|тип на документа|тип документ|type|"
     "document type|type of document"},
    {CostColumn::kNumber,
     {"номер на документа", "number of document"},
     true,
     "номер|номер на документа|номер документ|№|№ на документа|документ №|"
     "номер на фактура|№ на фактура|фактура №|number|document number|number of document|"
     "invoice number"},
    {CostColumn::kIssuedOn,
     {"дата на документа", "issued on"},
     true,
     "дата|дата на документа|дата на издаване|ден на издаване|издаден на|date|"
     "document date|issued on|date of issue|issue date|invoice date"},
    {CostColumn::kPaidOn,
     {"дата на плащане", "paid on"},
     true,
     "дата на плащане|дата на плащането|ден на плащане|платен на|платено на|paid on|"
     "date of payment|payment date"},
    {CostColumn::kIssuer,
     {"издател", "issuer"},
     true,
     "издател|издател на документа|доставчик|изпълнител|контрагент|получател|issuer|"
     "supplier|contractor|vendor"},
    {CostColumn::kTotal,
     {"обща сума", "total"},
     true,
     "обща сума|обща сума на документа|сума|общо|сума на документа|сума с ддс|стойност|"
     "обща стойност|total|document total|amount|gross amount"},
    {CostColumn::kClaimed,
     {"претендирана сума", "claimed"},
     false,
     "претендирана сума|претендирано|заявена сума|заявено|искана сума|искано|"
     "поискана сума|поискано|сума за възстановяване|за възстановяване|"
     "искана за възстановяване|поискана за възстановяване|искана сума за възстановяване|"
     "поискана сума за възстановяване|допустима сума|claimed|claimed amount|"
     "amount claimed|requested|requested amount|amount requested"},
    {CostColumn::kIssuerEik,
     {"ЕИК", "issuer id"},
     false,
     "еик|еик на издателя|булстат|еик/булстат|eik|issuer id|issuer eik|company id"},
    {CostColumn::kVat, {"ДДС", "VAT"}, false, "ддс|сума на ддс|vat|vat amount"},
    {CostColumn::kVatRecoverable,
     {"възстановим ДДС", "VAT recoverable"},
     false,
     "възстановим ддс|ддс е възстановим|приспадаем ддс|vat recoverable|recoverable vat"},
    {CostColumn::kCurrency, {"валута", "currency"}, false, "валута|currency"},
};

// Headings of what people write for themselves: nothing of it is part of a cost.
constexpr const char* kRemarks[] = {"бележка",  "бележки",  "забележка",   "забележки", "коментар",
                                    "описание", "предмет",  "основание",   "№ по ред",  "номер по ред",
                                    "п.№",      "note",     "notes",       "remark",    "remarks",
                                    "comment",  "comments", "description", "subject"};

// Beside the labels and the names of the description.
constexpr EnumWord kTypeWords[] = {
    {"ф-ра", v1::INVOICE},
    {"проформа фактура и фактура", v1::INVOICE},
    {"касов бон", v1::CASH_RECEIPT},
    {"фискален бон", v1::CASH_RECEIPT},
    {"касова бележка (фискален бон)", v1::CASH_RECEIPT},
    {"сис", v1::PAID_AMOUNTS_ACCOUNT},
    {"командировъчна заповед", v1::TRAVEL_ORDER},
    {"заповед", v1::TRAVEL_ORDER},
    {"ведомост за заплати", v1::PAYROLL},
    {"разплащателна ведомост", v1::PAYROLL},
    {"рко", v1::CASH_ORDER},
    {"друг", v1::OTHER},
    {"друго", v1::OTHER},
    {"other", v1::OTHER},
    {"протокол", v1::VAT_PROTOCOL},
};

constexpr const char* kSumWords[] = {"общо", "всичко", "сума общо", "сбор", "total", "sum"};

struct Heading {
  std::string words;
  std::string currency;  // "": not written.
};

// "Обща сума (лв.)" and "Обща сума, EUR": the words, and the currency apart.
Heading ReadHeading(absl::string_view text) {
  static constexpr std::pair<const char*, const char*> kUnits[] = {
      {"лв", "BGN"}, {"лева", "BGN"}, {"bgn", "BGN"}, {"евро", "EUR"}, {"eur", "EUR"}, {"€", "EUR"}};
  Heading heading{.words = PlainWord(text), .currency = ""};
  for (const auto& [unit, currency] : kUnits) {
    for (const auto& [before, after] :
         {std::pair("(", ")"), std::pair("(", ".)"), std::pair("(в ", ")"), std::pair("(в ", ".)"),
          std::pair(", ", ""), std::pair(" в ", ""), std::pair(" ", "")}) {
      const std::string end = absl::StrCat(before, unit, after);
      if (!absl::EndsWith(heading.words, end)) continue;
      heading.words =
          PlainWord(absl::string_view(heading.words).substr(0, heading.words.size() - end.size()));
      heading.currency = currency;
      return heading;
    }
  }
  return heading;
}

const ColumnWords* ColumnFor(const std::string& words) {
  static const auto* known = [] {
    auto* columns = new absl::flat_hash_map<std::string, const ColumnWords*>;
    for (const ColumnWords& column : kColumns) {
      for (const absl::string_view word : absl::StrSplit(column.words, '|')) {
        columns->emplace(PlainWord(word), &column);
      }
    }
    return columns;
  }();
  const auto found = known->find(words);
  return found == known->end() ? nullptr : found->second;
}

bool IsRemark(const std::string& words) {
  return std::any_of(std::begin(kRemarks), std::end(kRemarks),
                     [&](const char* remark) { return words == PlainWord(remark); });
}

std::string KnownColumns(Language language) {
  std::vector<std::string> known;
  for (const ColumnWords& column : kColumns) known.emplace_back(column.heading.In(language));
  return absl::StrJoin(known, ", ");
}

}  // namespace

std::string SayColumn(CostColumn column, Language language) {
  for (const ColumnWords& known : kColumns) {
    if (known.column == column) return std::string(known.heading.In(language));
  }
  return "";
}

std::optional<CostHeader> CostHeader::Read(const SheetRow& row, const sheet::RowSource& source,
                                           Language language, std::vector<Violation>* findings) {
  constexpr std::size_t kKnownMin = 3;
  CostHeader header;
  std::vector<Violation> found;
  std::vector<Violation> unknown;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Heading heading = ReadHeading(row.cells[i].text);
    if (heading.words.empty()) continue;
    const ColumnWords* known = ColumnFor(heading.words);
    if (known == nullptr) {
      if (IsRemark(heading.words)) continue;
      unknown.push_back(
          UnknownHeading(source.Place(i, row.row), row.cells[i].text, KnownColumns(language)));
      continue;
    }
    const auto [place, first] = header.places_.emplace(known->column, i);
    if (!first) {
      found.push_back(HeadingTwice(source.Place(i, row.row), std::string(known->heading.In(language)),
                                   source.Place(place->second, row.row)));
    }
    if (!heading.currency.empty()) header.currencies_[known->column] = heading.currency;
  }
  if (header.places_.size() < kKnownMin) return std::nullopt;
  std::vector<std::string> missing;
  for (const ColumnWords& column : kColumns) {
    if (column.needed && !header.Find(column.column)) {
      missing.emplace_back(column.heading.In(language));
    }
  }
  if (!missing.empty()) {
    found.push_back(MissingHeadings(source.Place(0, row.row), missing));
  }
  header.complete_ = found.empty();
  findings->insert(findings->end(), found.begin(), found.end());
  findings->insert(findings->end(), unknown.begin(), unknown.end());
  return header;
}

std::optional<std::size_t> CostHeader::Find(CostColumn column) const {
  const auto found = places_.find(column);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::string CostHeader::CurrencyAbove(CostColumn column) const {
  const auto found = currencies_.find(column);
  return found == currencies_.end() ? "" : found->second;
}

void CostRows::Keep(Violation finding) {
  ++finding_count_;
  if (findings_.size() < kFindingsMax) findings_.push_back(std::move(finding));
}

void CostRows::Find(const SheetRow& row, CostColumn column, std::string reason, ErrorValues values) {
  Keep({source_.Place(header_->Find(column).value_or(0), row.row), std::move(reason),
        std::move(values)});
}

std::string CostRows::PlaceOf(const std::string& place, CostColumn column) const {
  const std::size_t digits = place.find_last_not_of("0123456789") + 1;
  int64_t row = 0;
  if (!Has(column) || !absl::SimpleAtoi(place.substr(digits), &row)) return place;
  return source_.Place(*header_->Find(column), row);
}

const SheetCell* CostRows::CellOf(const SheetRow& row, CostColumn column) const {
  const std::optional<std::size_t> place = header_->Find(column);
  if (!place || *place >= row.cells.size()) return nullptr;
  const SheetCell& cell = row.cells[*place];
  return cell.kind == SheetCell::Kind::kEmpty ? nullptr : &cell;
}

absl::Status CostRows::ReadHeader() {
  SheetRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, source_.Next(&row));
    if (!more || row.row > kHeaderRowMax) break;
    std::vector<Violation> found;
    header_ = CostHeader::Read(row, source_, language_, &found);
    for (Violation& finding : found) Keep(std::move(finding));
    if (header_) {
      // Without its columns nothing more can be said of the rows.
      return header_->IsComplete() ? absl::OkStatus()
                                   : RefuseInput("DOCUMENT_UNREADABLE", findings_,
                                                 {{"count", absl::StrCat(finding_count_)}});
    }
  }
  std::vector<std::string> needed;
  for (const ColumnWords& column : kColumns) {
    if (column.needed) needed.emplace_back(column.heading.In(language_));
  }
  Keep(MissingHeadings(source_.Place(0, 1), needed));
  return RefuseInput("DOCUMENT_UNREADABLE", findings_, {{"count", "1"}});
}

// "ОБЩО" and an amount, and nothing of a document.
bool CostRows::IsSum(const SheetRow& row) const {
  for (const CostColumn column : {CostColumn::kNumber, CostColumn::kIssuedOn, CostColumn::kPaidOn}) {
    const SheetCell* cell = CellOf(row, column);
    if (cell != nullptr && cell->kind != SheetCell::Kind::kText) return false;
    if (cell != nullptr && std::find(std::begin(kSumWords), std::end(kSumWords),
                                     PlainWord(cell->text)) == std::end(kSumWords)) {
      return false;
    }
  }
  if (CellOf(row, CostColumn::kNumber) == nullptr && CellOf(row, CostColumn::kIssuedOn) == nullptr &&
      CellOf(row, CostColumn::kIssuer) == nullptr && CellOf(row, CostColumn::kType) == nullptr &&
      CellOf(row, CostColumn::kLine) == nullptr) {
    return true;
  }
  for (const SheetCell& cell : row.cells) {
    if (cell.kind != SheetCell::Kind::kText) continue;
    const std::string word = PlainWord(cell.text);
    return std::any_of(std::begin(kSumWords), std::end(kSumWords), [&](const char* sum) {
      return word == sum || absl::StartsWith(word, absl::StrCat(sum, " "));
    });
  }
  return false;
}

std::string CostRows::TextAt(const SheetRow& row, CostColumn column, bool required) {
  const SheetCell* cell = CellOf(row, column);
  if (cell != nullptr && cell->kind == SheetCell::Kind::kError) {
    Find(row, column, "TABLE_FORMULA_FAILED", {{"value", cell->text}});
    return "";
  }
  const std::string text(absl::StripAsciiWhitespace(cell == nullptr ? absl::string_view()
                                                                    : absl::string_view(cell->text)));
  if (required && text.empty()) Find(row, column, "FIELD_REQUIRED");
  return text;
}

// "1.1"; a workbook that takes it for a number may have made 1.10 of it 1.1, which nobody can tell, so
// only what fits a code is taken.
void CostRows::ReadLine(const SheetRow& row, v1::Cost* cost) {
  std::string code = TextAt(row, CostColumn::kLine, true);
  while (!code.empty() && code.back() == '.') code.pop_back();
  std::replace(code.begin(), code.end(), ',', '.');
  if (code.find_first_not_of("0123456789.") != std::string::npos) {
    Find(row, CostColumn::kLine, "FIELD_MALFORMED", {{"value", code}, {"format", "1.1"}});
  }
  cost->set_line(code);
}

void CostRows::ReadType(const SheetRow& row, v1::CostDocument* document) {
  const std::string word = TextAt(row, CostColumn::kType, true);
  if (word.empty()) return;
  const auto* type = v1::DocumentType_descriptor();
  document->set_type(static_cast<v1::DocumentType>(EnumNumberOf(type, PlainWord(word), kTypeWords)));
  if (document->type() == v1::DOCUMENT_TYPE_UNSPECIFIED) {
    Find(row, CostColumn::kType, "TABLE_WORD_UNKNOWN",
         {{"value", Shortened(word, 40)}, {"known", KnownWords(type, language_)}});
  }
}

void CostRows::ReadDay(const SheetRow& row, CostColumn column, std::string* day) {
  const std::string text = TextAt(row, column, true);
  if (text.empty()) return;
  absl::StatusOr<absl::CivilDay> read = ReadTypedDay(text);
  if (read.ok()) {
    const absl::Status taken = CheckDayTaken(*read);
    if (!taken.ok()) read = taken;
  }
  if (!read.ok()) {
    Find(row, column, ReasonOf(read.status()), ValuesOf(read.status()));
    return;
  }
  *day = FormatDay(*read);
}

void CostRows::ReadAmount(const SheetRow& row, CostColumn column, common::v1::Money* money) {
  const bool required = column == CostColumn::kTotal;
  const std::string text = TextAt(row, column, required);
  if (text.empty()) return;
  // The amount itself says its currency, else the row, else the heading.
  Currency currency = Currency::kBgn;
  for (const std::string& code : {header_->CurrencyAbove(column),
                                  absl::AsciiStrToUpper(TextAt(row, CostColumn::kCurrency, false))}) {
    if (code.empty()) continue;
    const absl::StatusOr<Money> unit = ReadTypedMoney(absl::StrCat("0 ", code), Currency::kBgn);
    if (!unit.ok()) {
      Find(row, CostColumn::kCurrency, "MONEY_CURRENCY_UNKNOWN", {{"value", code}});
      return;
    }
    currency = unit->currency();
  }
  const absl::StatusOr<Money> amount = ReadTypedMoney(text, currency);
  if (!amount.ok()) {
    Find(row, column, ReasonOf(amount.status()), ValuesOf(amount.status()));
    return;
  }
  money->set_amount(FormatAmount(*amount));
  money->set_currency(std::string(CurrencyCode(amount->currency())));
}

void CostRows::ReadFlag(const SheetRow& row, v1::CostDocument* document) {
  const std::string word = PlainWord(TextAt(row, CostColumn::kVatRecoverable, false));
  if (word == "да" || word == "yes" || word == "1" || word == "true" || word == "x" || word == "х") {
    document->set_vat_recoverable(true);
  } else if (!word.empty() && word != "не" && word != "no" && word != "0" && word != "false") {
    Find(row, CostColumn::kVatRecoverable, "TABLE_WORD_UNKNOWN",
         {{"value", Shortened(word, 40)},
          {"known", language_ == Language::kBulgarian ? "да, не" : "yes, no"}});
  }
}

// The same document for the same line stands in a table once.
void CostRows::CheckTwice(const SheetRow& row, const v1::Cost& cost) {
  std::string number = FoldRegisterNumber(cost.document().number());
  if (number.find_first_not_of("0123456789") == std::string::npos) {
    number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
  }
  const uint64_t hash = absl::HashOf(cost.line(), static_cast<int>(cost.document().type()), number,
                                     FoldRegisterNumber(FoldName(cost.document().issuer())));
  const auto [first, fresh] = seen_.emplace(hash, row.row);
  if (fresh) return;
  Find(row, CostColumn::kNumber, "TABLE_ROW_TWICE",
       {{"first", source_.Place(header_->Find(CostColumn::kNumber).value_or(0), first->second)}});
}

// False when something was found wrong.
bool CostRows::ReadCost(const SheetRow& row, v1::CostRow* read) {
  const int64_t before = finding_count_;
  read->Clear();
  v1::Cost* cost = read->mutable_cost();
  v1::CostDocument* document = cost->mutable_document();
  ReadLine(row, cost);
  ReadType(row, document);
  document->set_number(TextAt(row, CostColumn::kNumber, true));
  ReadDay(row, CostColumn::kIssuedOn, document->mutable_issued_on());
  ReadDay(row, CostColumn::kPaidOn, document->mutable_paid_on());
  document->set_issuer(TextAt(row, CostColumn::kIssuer, true));
  document->set_issuer_eik(TextAt(row, CostColumn::kIssuerEik, false));
  // A workbook that takes a code for a number leaves out the zeros in front of it.
  const SheetCell* eik = CellOf(row, CostColumn::kIssuerEik);
  if (eik != nullptr && eik->kind == SheetCell::Kind::kNumber && eik->text.size() < 9) {
    document->set_issuer_eik(std::string(9 - eik->text.size(), '0') + eik->text);
  }
  ReadAmount(row, CostColumn::kTotal, document->mutable_total());
  if (CellOf(row, CostColumn::kVat) != nullptr)
    ReadAmount(row, CostColumn::kVat, document->mutable_vat());
  ReadFlag(row, document);
  if (CellOf(row, CostColumn::kClaimed) != nullptr) {
    ReadAmount(row, CostColumn::kClaimed, cost->mutable_claimed());
  } else {
    *cost->mutable_claimed() = document->total();
  }
  const std::string place = source_.Place(header_->Find(CostColumn::kNumber).value_or(0), row.row);
  read->set_place(place);
  if (document->number().size() > 63) {
    Find(row, CostColumn::kNumber, "FIELD_TOO_LONG", {{"max", "63"}});
  }
  if (document->issuer().size() > 200) {
    Find(row, CostColumn::kIssuer, "FIELD_TOO_LONG", {{"max", "200"}});
  }
  if (document->issuer_eik().size() > 13) {
    Find(row, CostColumn::kIssuerEik, "EIK_INVALID",
         {{"value", Shortened(document->issuer_eik(), 20)}});
  }
  if (finding_count_ == before) CheckTwice(row, *cost);
  return finding_count_ == before;
}

absl::StatusOr<bool> CostRows::Next(v1::CostRow* cost) {
  if (!header_) TRANCHE_RETURN_IF_ERROR(ReadHeader());
  SheetRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, source_.Next(&row));
    if (!more) return false;
    if (IsSum(row)) continue;
    if (ReadCost(row, cost)) return true;
  }
}

}  // namespace tranche::cli
