// SPDX-License-Identifier: EUPL-1.2
// Rows of a table of cost documents, read into costs. Columns are known by the words above them, in
// Bulgarian or English, not by where they stand. Nothing is read silently in another way than it is
// written: what is not understood is a finding with the address of its cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/base/error.h"
#include "platform/sheet/sheet.h"
#include "tranche/budgets/v1/cost_documents.pb.h"

namespace tranche::cli {

// What a column holds.
enum class CostColumn {
  kLine,
  kType,
  kNumber,
  kIssuedOn,
  kPaidOn,
  kIssuer,
  kTotal,
  kClaimed,    // Left out: the total.
  kIssuerEik,  // May be left out, as all that follow.
  kVat,
  kVatRecoverable,  // "да" or "не".
  kCurrency,        // Left out: what an amount says itself, what is above the column, or leva.
  kRateMonth,       // Of a document in another currency than the contract: left out, that of payment.
  kLowers,          // Of a credit note: the number of the document that it lowers.
  kLowersIssuedOn,  // And its day, where the issuer has several of the number.
  kActivity,        // One activity, which takes all that is claimed.
  kIssuerKind,
  kFlags,  // Separated by commas.
};

// The heading of a column as it is said to people.
std::string SayColumn(CostColumn column, Language language);
// The headings without which no cost can be read.
std::vector<std::string> NeededColumns(Language language);

// The columns by what is written above them.
class CostHeader {
 public:
  // Reads a row of headings. Nothing when fewer than three of them are known: then it is a title or the
  // like. Findings: TABLE_HEADER_MISSING with those that are needed and are not there,
  // TABLE_COLUMN_TWICE; and TABLE_WORD_UNKNOWN for every heading that is not understood and is not a
  // remark, since what it means might have changed what is claimed.
  static std::optional<CostHeader> Read(const sheet::SheetRow& row, const sheet::RowSource& source,
                                        Language language, std::vector<Violation>* findings);

  // The columns that are needed are there, each once.
  bool IsComplete() const { return complete_; }
  std::optional<std::size_t> Find(CostColumn column) const;
  // "BGN" or "EUR" when it is written above the column, "Сума, лв."; "" otherwise.
  std::string CurrencyAbove(CostColumn column) const;

 private:
  bool complete_ = false;
  std::map<CostColumn, std::size_t> places_;
  std::map<CostColumn, std::string> currencies_;
};

// Reads a table from its headings to its end, row by row.
class CostRows {
 public:
  // `books`: the currency of the contract; "" when it is not known, and then every amount in lev or
  // euro is taken for one of its currency.
  CostRows(sheet::RowSource& source, Language language, std::string books = "")
      : source_(source), language_(language), books_(std::move(books)) {}

  // Reads the next row: a cost, one in another currency than the contract where the table says so, or a
  // credit note (by its type, or by a negative amount and the document that it lowers). False at the
  // end. A row that cannot be read is a finding, and the next one is read. Rows above the headings and
  // rows of sums are passed over. What ends the reading comes back.
  absl::StatusOr<bool> Next(budgets::v1::CostRow* row);

  // All that was wrong, at most kFindingsMax of it, with its places; and how much there was.
  const std::vector<Violation>& findings() const { return findings_; }
  int64_t finding_count() const { return finding_count_; }

  // The place of another cell of a row that was read, "Лист1!A3" for its place "Лист1!C3"; the same
  // place when the table has no such column.
  std::string PlaceOf(const std::string& place, CostColumn column) const;
  bool Has(CostColumn column) const { return header_ && header_->Find(column); }

  static constexpr std::size_t kFindingsMax = 1000;
  // Headings stand within the first so many rows.
  static constexpr int64_t kHeaderRowMax = 50;

 private:
  // An amount as it is written.
  struct Amount {
    int64_t minor = 0;
    std::string currency;  // "USD".
    bool said = false;     // It is written somewhere, and not taken for the contract's.
  };
  struct Amounts {
    std::optional<Amount> total;
    std::optional<Amount> claimed;
    std::optional<Amount> vat;
  };

  absl::Status ReadHeader();
  bool IsSum(const sheet::SheetRow& row) const;
  bool IsNote(const sheet::SheetRow& row) const;
  bool ReadRow(const sheet::SheetRow& row, budgets::v1::CostRow* read);
  void ReadNote(const sheet::SheetRow& row, budgets::v1::CreditNoteRow* note);
  void ReadCost(const sheet::SheetRow& row, budgets::v1::CostRow* read);
  void WriteCost(const Amounts& amounts, budgets::v1::Cost* cost) const;
  void WriteForeign(const sheet::SheetRow& row, const Amounts& amounts, budgets::v1::CostRow* read);
  Amounts ReadAmounts(const sheet::SheetRow& row);
  const sheet::SheetCell* CellOf(const sheet::SheetRow& row, CostColumn column) const;
  void Find(const sheet::SheetRow& row, CostColumn column, std::string reason, ErrorValues values = {});
  std::string TextAt(const sheet::SheetRow& row, CostColumn column, bool required);
  std::string ReadLine(const sheet::SheetRow& row);
  budgets::v1::DocumentType ReadType(const sheet::SheetRow& row);
  std::string ReadIssuer(const sheet::SheetRow& row, std::string* eik);
  void ReadDay(const sheet::SheetRow& row, CostColumn column, bool required, std::string* day);
  std::optional<Amount> ReadAmount(const sheet::SheetRow& row, CostColumn column, bool required);
  int ReadWord(const sheet::SheetRow& row, CostColumn column, absl::string_view word,
               const google::protobuf::EnumDescriptor* type);
  void CheckCurrencyOfDay(const sheet::SheetRow& row, const std::optional<Amount>& amount,
                          const budgets::v1::CostDocument& document);
  void CheckSign(const sheet::SheetRow& row, CostColumn column, const std::optional<Amount>& amount);
  bool ReadFlag(const sheet::SheetRow& row);
  void ReadParticulars(const sheet::SheetRow& row, const std::optional<Amount>& claimed,
                       budgets::v1::CostParticulars* particulars);
  void CheckTwice(const sheet::SheetRow& row, const budgets::v1::CostRow& read);
  void Keep(Violation finding);

  sheet::RowSource& source_;
  const Language language_;
  const std::string books_;
  std::optional<CostHeader> header_;
  std::vector<Violation> findings_;
  int64_t finding_count_ = 0;
  absl::flat_hash_map<uint64_t, int64_t> seen_;  // Rows by the hash of what may stand only once.
};

}  // namespace tranche::cli
