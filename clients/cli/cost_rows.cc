// SPDX-License-Identifier: EUPL-1.2
#include "cli/cost_rows.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/foreign_particulars.h"
#include "cli/output.h"
#include "cli/table_words.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"
#include "platform/text/fold_document.h"
#include "platform/text/typed.h"

namespace tranche::cli {
namespace {

constexpr char kLev[] = "BGN";
constexpr char kEuro[] = "EUR";
// First day of the euro (Act on the Introduction of the Euro in Bulgaria), ISO 8601.
constexpr char kEuroSince[] = "2026-01-01";

namespace v1 = budgets::v1;
using sheet::SheetCell;
using sheet::SheetRow;

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

v1::DocumentType TypeOf(const std::string& word) {
  return static_cast<v1::DocumentType>(
      EnumNumberOf(v1::DocumentType_descriptor(), PlainWord(word), kTypeWords));
}

bool IsBookCurrency(const std::string& code) { return ParseCurrency(code).ok(); }

// "BGN" for "лв.", "USD" for "USD"; "" for what is no currency.
std::string CurrencyOf(const std::string& word) {
  const absl::StatusOr<Money> unit = ReadTypedMoney(absl::StrCat("0 ", word), Currency::kBgn);
  if (unit.ok()) return std::string(CurrencyCode(unit->currency()));
  const bool code = word.size() == 3 && std::all_of(word.begin(), word.end(), absl::ascii_isupper);
  return code ? word : "";
}

// Hundredths are hundredths, whatever the currency.
std::string InHundredths(int64_t minor) { return FormatAmount(Money::Minor(minor, Currency::kEur)); }

std::string TextOf(const SheetCell* cell) {
  return cell == nullptr ? "" : std::string(absl::StripAsciiWhitespace(cell->text));
}

}  // namespace

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
  Keep(MissingHeadings(source_.Place(0, 1), NeededColumns(language_)));
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
  const std::string text = TextOf(cell);
  if (required && text.empty()) Find(row, column, "FIELD_REQUIRED");
  return text;
}

// "1.1"; a workbook that takes it for a number says by its style whether it is 1.10. Only what fits a
// code is taken.
std::string CostRows::ReadLine(const SheetRow& row) {
  std::string code = TextAt(row, CostColumn::kLine, true);
  const SheetCell* cell = CellOf(row, CostColumn::kLine);
  const bool number = cell != nullptr && cell->kind == SheetCell::Kind::kNumber;
  if (number && absl::StrContains(code, '.')) code = cell->Shown();
  while (!code.empty() && code.back() == '.') code.pop_back();
  std::replace(code.begin(), code.end(), ',', '.');
  if (code.find_first_not_of("0123456789.") != std::string::npos) {
    Find(row, CostColumn::kLine, "FIELD_MALFORMED", {{"value", code}, {"format", "1.1"}});
  }
  return code;
}

v1::DocumentType CostRows::ReadType(const SheetRow& row) {
  const std::string word = TextAt(row, CostColumn::kType, true);
  if (word.empty()) return v1::DOCUMENT_TYPE_UNSPECIFIED;
  const v1::DocumentType type = TypeOf(word);
  if (type == v1::DOCUMENT_TYPE_UNSPECIFIED) {
    Find(row, CostColumn::kType, "TABLE_WORD_UNKNOWN",
         {{"value", Shortened(word, 40)},
          {"known", KnownWords(v1::DocumentType_descriptor(), language_)}});
  }
  return type;
}

std::string CostRows::ReadIssuer(const SheetRow& row, std::string* eik) {
  const std::string issuer = TextAt(row, CostColumn::kIssuer, true);
  *eik = TextAt(row, CostColumn::kIssuerEik, false);
  // A workbook that takes a code for a number leaves out the zeros in front of it.
  const SheetCell* cell = CellOf(row, CostColumn::kIssuerEik);
  if (cell != nullptr && cell->kind == SheetCell::Kind::kNumber && cell->text.size() < 9) {
    *eik = std::string(9 - cell->text.size(), '0') + cell->text;
  }
  if (eik->size() > 13) {
    Find(row, CostColumn::kIssuerEik, "EIK_INVALID", {{"value", Shortened(*eik, 20)}});
  }
  if (issuer.size() > 200) Find(row, CostColumn::kIssuer, "FIELD_TOO_LONG", {{"max", "200"}});
  return issuer;
}

void CostRows::ReadDay(const SheetRow& row, CostColumn column, bool required, std::string* day) {
  const std::string text = TextAt(row, column, required);
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

// The amount itself says its currency, else the row, else the heading.
std::optional<CostRows::Amount> CostRows::ReadAmount(const SheetRow& row, CostColumn column,
                                                     bool required) {
  const std::string text = TextAt(row, column, required);
  if (text.empty()) return std::nullopt;
  // What says no currency is in that of the budget.
  Amount amount{.minor = 0, .currency = books_.empty() ? kLev : books_};
  for (const std::string& word : {header_->CurrencyAbove(column),
                                  absl::AsciiStrToUpper(TextAt(row, CostColumn::kCurrency, false))}) {
    if (word.empty()) continue;
    const std::string code = CurrencyOf(word);
    if (code.empty()) {
      Find(row, CostColumn::kCurrency, "MONEY_CURRENCY_UNKNOWN", {{"value", word}});
      return std::nullopt;
    }
    amount.currency = code;
    amount.said = true;
  }
  const absl::StatusOr<Money> in_lev = ReadTypedMoney(text, Currency::kBgn);
  const absl::StatusOr<Money> in_euro = ReadTypedMoney(text, Currency::kEur);
  if (!in_lev.ok() || !in_euro.ok()) {
    const absl::Status& wrong = in_lev.ok() ? in_euro.status() : in_lev.status();
    Find(row, column, ReasonOf(wrong), ValuesOf(wrong));
    return std::nullopt;
  }
  amount.minor = in_lev->minor();
  if (in_lev->currency() == in_euro->currency()) {
    amount.currency = std::string(CurrencyCode(in_lev->currency()));
    amount.said = true;
  }
  return amount;
}

// A document of the time of the other currency is not taken for this one: 100 leva are 51.13 euro. A
// single day may be mistyped, which is found elsewhere.
void CostRows::CheckCurrencyOfDay(const SheetRow& row, const std::optional<Amount>& amount,
                                  const v1::CostDocument& document) {
  if (!amount || amount->said || document.issued_on().empty() || document.paid_on().empty()) return;
  const bool issued_in_lev = document.issued_on() < kEuroSince;
  const bool paid_in_lev = document.paid_on() < kEuroSince;
  if (issued_in_lev != paid_in_lev) return;
  if (amount->currency == (issued_in_lev ? kLev : kEuro)) return;
  Find(row, Has(CostColumn::kCurrency) ? CostColumn::kCurrency : CostColumn::kTotal,
       "TABLE_CURRENCY_NOT_WRITTEN",
       {{"currency", amount->currency}, {"other", issued_in_lev ? kLev : kEuro}});
}

// A cost is not negative; a negative amount is mostly a credit note that does not say so.
void CostRows::CheckSign(const SheetRow& row, CostColumn column, const std::optional<Amount>& amount) {
  if (!amount || amount->minor >= 0) return;
  Find(row, column, "TABLE_AMOUNT_NEGATIVE", {{"value", InHundredths(amount->minor)}});
}

CostRows::Amounts CostRows::ReadAmounts(const SheetRow& row) {
  Amounts amounts;
  amounts.total = ReadAmount(row, CostColumn::kTotal, true);
  if (CellOf(row, CostColumn::kVat) != nullptr) {
    amounts.vat = ReadAmount(row, CostColumn::kVat, false);
  }
  if (CellOf(row, CostColumn::kClaimed) != nullptr) {
    amounts.claimed = ReadAmount(row, CostColumn::kClaimed, false);
  } else {
    amounts.claimed = amounts.total;
  }
  return amounts;
}

bool CostRows::ReadFlag(const SheetRow& row) {
  const std::string word = PlainWord(TextAt(row, CostColumn::kVatRecoverable, false));
  if (word == "да" || word == "yes" || word == "1" || word == "true" || word == "x" || word == "х") {
    return true;
  }
  if (!word.empty() && word != "не" && word != "no" && word != "0" && word != "false") {
    Find(row, CostColumn::kVatRecoverable, "TABLE_WORD_UNKNOWN",
         {{"value", Shortened(word, 40)},
          {"known", language_ == Language::kBulgarian ? "да, не" : "yes, no"}});
  }
  return false;
}

// The same document for the same line stands in a table once.
void CostRows::CheckTwice(const SheetRow& row, const v1::CostRow& read) {
  const auto hash_of = [](const std::string& line, int type, const std::string& number,
                          const std::string& issuer) {
    return absl::HashOf(line, type, FoldDocumentNumber(number), FoldIssuer(issuer));
  };
  const v1::ForeignCostRow& foreign = read.foreign_cost();
  const v1::CreditNoteRow& note = read.credit_note();
  const v1::CostDocument& document = read.cost().document();
  const uint64_t hash =
      read.has_credit_note() ? hash_of("", v1::CREDIT_NOTE, note.note().number(), note.issuer())
      : read.has_foreign_cost()
          ? hash_of(foreign.line(), foreign.document().type(), foreign.document().number(),
                    foreign.document().issuer())
          : hash_of(read.cost().line(), document.type(), document.number(), document.issuer());
  const auto [first, fresh] = seen_.emplace(hash, row.row);
  if (fresh) return;
  Find(row, CostColumn::kNumber, "TABLE_ROW_TWICE",
       {{"first", source_.Place(header_->Find(CostColumn::kNumber).value_or(0), first->second)}});
}

// By its type, or by a minus and the document that it lowers.
bool CostRows::IsNote(const SheetRow& row) const {
  const SheetCell* type = CellOf(row, CostColumn::kType);
  if (type != nullptr && TypeOf(type->text) == v1::CREDIT_NOTE) return true;
  const SheetCell* total = CellOf(row, CostColumn::kTotal);
  if (total == nullptr || CellOf(row, CostColumn::kLowers) == nullptr) return false;
  const absl::StatusOr<Money> amount = ReadTypedMoney(total->text, Currency::kEur);
  return amount.ok() && amount->IsNegative();
}

// Its line, day of payment and claimed amount are those of its document: whatever stands there counts
// for nothing, but for an amount that is another than the note's.
void CostRows::ReadNote(const SheetRow& row, v1::CreditNoteRow* read) {
  v1::CreditNote* note = read->mutable_note();
  note->set_number(TextAt(row, CostColumn::kNumber, true));
  ReadDay(row, CostColumn::kIssuedOn, true, note->mutable_issued_on());
  read->set_issuer(ReadIssuer(row, read->mutable_issuer_eik()));
  read->set_document_number(TextAt(row, CostColumn::kLowers, false));
  if (read->document_number().empty()) {
    // Without such a column the cell of its type says that it is one.
    Find(row, Has(CostColumn::kLowers) ? CostColumn::kLowers : CostColumn::kType,
         "TABLE_NOTE_WITHOUT_DOCUMENT");
  }
  if (read->document_number().size() > 63) {
    Find(row, CostColumn::kLowers, "FIELD_TOO_LONG", {{"max", "63"}});
  }
  ReadDay(row, CostColumn::kLowersIssuedOn, false, read->mutable_document_issued_on());
  const Amounts amounts = ReadAmounts(row);
  if (!amounts.total) return;
  const Amount& total = *amounts.total;
  if (amounts.claimed && std::abs(amounts.claimed->minor) != std::abs(total.minor)) {
    Find(row, CostColumn::kClaimed, "FIELD_NOT_OF_CHOICE",
         {{"choice", SayEnum(v1::DocumentType_descriptor(), v1::CREDIT_NOTE, language_)}});
  }
  const std::string amount = InHundredths(std::abs(total.minor));
  const std::string vat = amounts.vat ? InHundredths(std::abs(amounts.vat->minor)) : "";
  if (amounts.vat && amounts.vat->currency != total.currency) {
    Find(row, CostColumn::kVat, "MONEY_CURRENCY_MIXED",
         {{"left", total.currency}, {"right", amounts.vat->currency}});
  }
  if (!IsBookCurrency(total.currency)) {
    note->set_original_currency(total.currency);
    note->set_original_amount(amount);
    note->set_original_vat(vat);
    return;
  }
  note->mutable_amount()->set_amount(amount);
  note->mutable_amount()->set_currency(total.currency);
  if (vat.empty()) return;
  note->mutable_vat()->set_amount(vat);
  note->mutable_vat()->set_currency(total.currency);
}

void CostRows::WriteCost(const Amounts& amounts, v1::Cost* cost) const {
  const auto write = [](const std::optional<Amount>& amount, common::v1::Money* money) {
    if (!amount) return;
    money->set_amount(InHundredths(amount->minor));
    money->set_currency(amount->currency);
  };
  write(amounts.total, cost->mutable_document()->mutable_total());
  write(amounts.claimed, cost->mutable_claimed());
  if (amounts.vat) write(amounts.vat, cost->mutable_document()->mutable_vat());
}

// Makes the cost that was read one in another currency.
void CostRows::WriteForeign(const SheetRow& row, const Amounts& amounts, v1::CostRow* read) {
  const v1::Cost cost = read->cost();
  v1::ForeignCostRow* foreign = read->mutable_foreign_cost();
  read->clear_cost();
  foreign->set_line(cost.line());
  v1::ForeignDocument* document = foreign->mutable_document();
  document->set_type(cost.document().type());
  document->set_number(cost.document().number());
  document->set_issued_on(cost.document().issued_on());
  document->set_paid_on(cost.document().paid_on());
  document->set_issuer(cost.document().issuer());
  document->set_issuer_eik(cost.document().issuer_eik());
  document->set_vat_recoverable(cost.document().vat_recoverable());
  v1::OriginalAmounts* original = foreign->mutable_original();
  const std::string& currency = amounts.total->currency;
  original->set_currency(currency);
  const auto write = [&](CostColumn column, const std::optional<Amount>& amount, std::string* text) {
    if (!amount) return;
    *text = InHundredths(amount->minor);
    if (amount->currency == currency) return;
    Find(row, column, "MONEY_CURRENCY_MIXED", {{"left", currency}, {"right", amount->currency}});
  };
  write(CostColumn::kTotal, amounts.total, original->mutable_total());
  write(CostColumn::kClaimed, amounts.claimed, original->mutable_claimed());
  write(CostColumn::kVat, amounts.vat, original->mutable_vat());
  original->set_month(TextAt(row, CostColumn::kRateMonth, false));
  if (original->month().size() > 7) {
    Find(row, CostColumn::kRateMonth, "MONTH_MALFORMED", {{"month", Shortened(original->month(), 20)}});
  }
  if (cost.has_particulars()) {
    *foreign->mutable_particulars() = OfForeignDocument(cost.particulars());
  }
}

// The value of an enum that a word means; 0 and a finding when it means none.
int CostRows::ReadWord(const SheetRow& row, CostColumn column, absl::string_view word,
                       const google::protobuf::EnumDescriptor* type) {
  const int number = EnumNumberOf(type, PlainWord(word), nullptr, 0);
  if (number == 0) {
    Find(row, column, "TABLE_WORD_UNKNOWN",
         {{"value", Shortened(word, 40)}, {"known", KnownWords(type, language_)}});
  }
  return number;
}

// What the document says beside its amounts.
void CostRows::ReadParticulars(const SheetRow& row, const std::optional<Amount>& claimed,
                               v1::CostParticulars* particulars) {
  const std::string kind = TextAt(row, CostColumn::kIssuerKind, false);
  if (!kind.empty()) {
    particulars->set_issuer_kind(static_cast<v1::IssuerKind>(
        ReadWord(row, CostColumn::kIssuerKind, kind, v1::IssuerKind_descriptor())));
  }
  for (const absl::string_view flag :
       absl::StrSplit(TextAt(row, CostColumn::kFlags, false), ',', absl::SkipWhitespace())) {
    const int number = ReadWord(row, CostColumn::kFlags, flag, v1::CostFlag_descriptor());
    if (number != 0) particulars->add_flags(static_cast<v1::CostFlag>(number));
  }
  const std::string activity = TextAt(row, CostColumn::kActivity, false);
  if (activity.size() > 80) Find(row, CostColumn::kActivity, "FIELD_TOO_LONG", {{"max", "80"}});
  if (activity.empty() || !claimed) return;
  v1::ActivityShare* share = particulars->add_activities();
  share->set_activity(activity);
  share->mutable_amount()->set_amount(InHundredths(claimed->minor));
  share->mutable_amount()->set_currency(claimed->currency);
}

void CostRows::ReadCost(const SheetRow& row, v1::CostRow* read) {
  v1::Cost* cost = read->mutable_cost();
  v1::CostDocument* document = cost->mutable_document();
  cost->set_line(ReadLine(row));
  document->set_type(ReadType(row));
  document->set_number(TextAt(row, CostColumn::kNumber, true));
  ReadDay(row, CostColumn::kIssuedOn, true, document->mutable_issued_on());
  ReadDay(row, CostColumn::kPaidOn, true, document->mutable_paid_on());
  document->set_issuer(ReadIssuer(row, document->mutable_issuer_eik()));
  const Amounts amounts = ReadAmounts(row);
  CheckCurrencyOfDay(row, amounts.total, *document);
  document->set_vat_recoverable(ReadFlag(row));
  CheckSign(row, CostColumn::kTotal, amounts.total);
  if (CellOf(row, CostColumn::kClaimed) != nullptr) {
    CheckSign(row, CostColumn::kClaimed, amounts.claimed);
  }
  CheckSign(row, CostColumn::kVat, amounts.vat);
  if (CellOf(row, CostColumn::kLowers) != nullptr && document->type() != v1::CREDIT_NOTE) {
    Find(row, CostColumn::kLowers, "FIELD_NOT_OF_CHOICE",
         {{"choice", SayEnum(v1::DocumentType_descriptor(), document->type(), language_)}});
  }
  const bool foreign =
      amounts.total && (!IsBookCurrency(amounts.total->currency) ||
                        (amounts.total->said && !books_.empty() && amounts.total->currency != books_));
  for (const CostColumn column : {CostColumn::kActivity, CostColumn::kIssuerKind, CostColumn::kFlags}) {
    if (CellOf(row, column) != nullptr) cost->mutable_particulars();
  }
  if (cost->has_particulars()) {
    ReadParticulars(row, amounts.claimed, cost->mutable_particulars());
  }
  if (foreign) {
    WriteForeign(row, amounts, read);
  } else {
    WriteCost(amounts, cost);
  }
}

// False when something was found wrong.
bool CostRows::ReadRow(const SheetRow& row, v1::CostRow* read) {
  const int64_t before = finding_count_;
  read->Clear();
  if (IsNote(row)) {
    ReadNote(row, read->mutable_credit_note());
  } else {
    ReadCost(row, read);
  }
  read->set_place(source_.Place(header_->Find(CostColumn::kNumber).value_or(0), row.row));
  if (TextOf(CellOf(row, CostColumn::kNumber)).size() > 63) {
    Find(row, CostColumn::kNumber, "FIELD_TOO_LONG", {{"max", "63"}});
  }
  if (finding_count_ == before) CheckTwice(row, *read);
  return finding_count_ == before;
}

absl::StatusOr<bool> CostRows::Next(v1::CostRow* cost) {
  if (!header_) TRANCHE_RETURN_IF_ERROR(ReadHeader());
  SheetRow row;
  while (true) {
    TRANCHE_ASSIGN_OR_RETURN(const bool more, source_.Next(&row));
    if (!more) return false;
    if (IsSum(row)) continue;
    if (ReadRow(row, cost)) return true;
  }
}

}  // namespace tranche::cli
