// SPDX-License-Identifier: EUPL-1.2
// The columns of a table of costs by what is written above them.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/cost_rows.h"
#include "cli/table_words.h"

namespace tranche::cli {
namespace {

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
    {CostColumn::kRateMonth,
     {"месец на курса", "rate month"},
     false,
     "месец на курса|курс за месец|rate month|month of rate"},
    {CostColumn::kLowers,
     {"към документ", "lowers"},
     false,
     "към документ|към фактура|към документ №|към фактура №|намалява документ|намалява фактура|"
     "lowers|lowers document|lowers invoice|credited document|credited invoice"},
    {CostColumn::kLowersIssuedOn,
     {"към документ от", "lowers of"},
     false,
     "към документ от|към фактура от|дата на намаления документ|lowers of|lowers document of|"
     "lowers invoice of"},
    {CostColumn::kActivity, {"дейност", "activity"}, false, "дейност|код на дейност|activity"},
    {CostColumn::kIssuerKind,
     {"издател е", "issuer is"},
     false,
     "издател е|издателят е|вид на издателя|issuer is|issuer kind|kind of issuer"},
    {CostColumn::kFlags, {"признаци", "flags"}, false, "признаци|признак|flags|flag"},
};

// Headings of what people write for themselves: nothing of it is part of a cost.
constexpr const char* kRemarks[] = {"бележка",  "бележки",  "забележка",   "забележки", "коментар",
                                    "описание", "предмет",  "основание",   "№ по ред",  "номер по ред",
                                    "п.№",      "note",     "notes",       "remark",    "remarks",
                                    "comment",  "comments", "description", "subject"};

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

std::vector<std::string> NeededColumns(Language language) {
  std::vector<std::string> needed;
  for (const ColumnWords& column : kColumns) {
    if (column.needed) needed.emplace_back(column.heading.In(language));
  }
  return needed;
}

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

}  // namespace tranche::cli
