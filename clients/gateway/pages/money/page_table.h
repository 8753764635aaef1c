// SPDX-License-Identifier: EUPL-1.2
// A table of a page about money, {{>TABLE}}: its rows, what stands instead when there are none, its
// pages; and amounts, days and states as cells.
#pragma once

#include <ctemplate/template.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gateway/pages/parts.h"
#include "gateway/words.h"
#include "platform/base/error.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::gateway {

// What a cell or a fact says: words of the page, a text of a record in Bulgarian, a link or a state.
struct Piece {
  enum class Kind { kPlain, kBulgarian, kLink, kState };
  Kind kind = Kind::kPlain;
  std::string text;
  std::string href;    // Of a link.
  std::string colour;  // Class of a state, "" for none.
};
Piece PlainPiece(std::string text);
// A text of a record, "–" where there is none.
Piece BulgarianPiece(std::string text);
Piece LinkPiece(std::string text, std::string href);
// A link where there is an address, else only the text.
Piece MaybeLink(std::string text, std::string href);
template <class Enum>
Piece StatePiece(Enum value, Language language) {
  const google::protobuf::EnumDescriptor* type = google::protobuf::GetEnumDescriptor<Enum>();
  return {Piece::Kind::kState, SayEnum(type, value, language), "", StateClass(type, value)};
}
// Fills LINK, PLAIN, BULGARIAN or COLOURED.
void ShowPiece(const Piece& piece, ctemplate::TemplateDictionary* into);

// One piece or several, each on a line of its own.
class Cell {
 public:
  Cell(std::string text) : pieces_{PlainPiece(std::move(text))} {}  // NOLINT: a text is a cell.
  Cell(const char* text) : pieces_{PlainPiece(text)} {}             // NOLINT
  Cell(Piece piece) : pieces_{std::move(piece)} {}                  // NOLINT
  Cell(std::vector<Piece> pieces);                                  // NOLINT: "–" for none.
  const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::vector<Piece> pieces_;
};

class PageTable {
 public:
  enum class Wide { kText, kAmount, kLong };  // A long text has a line of its own on a small screen.
  struct Heading {
    const char* phrase;
    Wide wide = Wide::kText;
  };
  struct Row {
    std::string name;
    std::string bulgarian;  // A text of a record, which no language of the page changes.
    std::vector<Cell> cells;
    std::string href = {};    // Where the name leads; "": nowhere.
    std::string anchor = {};  // Id of the row for links to it; "": none.
  };

  PageTable(const char* id, const char* caption, std::vector<Heading> headings)
      : id_(id), caption_(caption), headings_(std::move(headings)) {}

  void Add(Row row) { rows_.push_back(std::move(row)); }
  void AddSum(std::vector<Cell> cells) { sums_.push_back({"", "", std::move(cells)}); }
  // What stands there when there is no row: a phrase, and a line for a shell that makes the first.
  void WhenEmpty(const char* phrase, std::string command = "") {
    nothing_ = phrase;
    command_ = std::move(command);
  }
  // In place of the table.
  void Refused(const absl::Status& status) { refused_ = status; }
  // A sentence above the rows.
  void Lead(std::string text) { lead_ = std::move(text); }
  // Where the next rows are: as ShowPaging takes it.
  void Paged(std::string href, std::string query, std::string here, std::string next,
             const char* parameter);

  // `unit` is said with the caption; "" when the cells say their currency themselves.
  void ShowIn(const std::string& unit, Language language, ctemplate::TemplateDictionary* page) const;

 private:
  struct Paging {
    std::string href;
    std::string query;
    std::string here;
    std::string next;
    const char* parameter = "page";
  };

  void FillRow(const Row& from, const std::string& name, Language language,
               ctemplate::TemplateDictionary* into) const;
  void Fill(const std::string& unit, Language language, ctemplate::TemplateDictionary* table) const;

  const char* const id_;
  const char* const caption_;
  const std::vector<Heading> headings_;
  std::vector<Row> rows_;
  std::vector<Row> sums_;
  const char* nothing_ = "W_NOTHING";
  std::string command_;
  std::string lead_;
  absl::Status refused_;
  Paging paging_;
};

// Says values in one language; amounts bare, for a table that names the currency once.
class Sayer {
 public:
  explicit Sayer(Language language) : language_(language) {}

  std::string operator()(const common::v1::Money& amount) const {
    return amount.amount().empty() ? "–" : SayAmount(amount.amount(), "", language_);
  }
  std::string operator()(const common::v1::ThreePartAmount& amount) const {
    return (*this)(amount.total());
  }
  std::string WithCurrency(const common::v1::Money& amount) const {
    return amount.amount().empty() ? "–" : SayMoney(amount, language_);
  }
  std::string WithCurrency(const common::v1::ThreePartAmount& amount) const {
    return WithCurrency(amount.total());
  }
  // EU, national, grant, own, total.
  std::vector<Cell> Five(const common::v1::ThreePartAmount& amount) const;
  std::string Percent(const std::string& percent) const {
    return percent.empty() ? "–" : SayAmount(percent, "", language_) + "\u00a0%";
  }
  std::string Day(const std::string& iso) const { return iso.empty() ? "–" : SayDate(iso, language_); }
  template <class Enum>
  std::string Value(Enum value) const {
    return SayEnum(google::protobuf::GetEnumDescriptor<Enum>(), value, language_);
  }
  Language language() const { return language_; }

 private:
  const Language language_;
};

// The five headings that Sayer::Five fills, behind others.
std::vector<PageTable::Heading> WithFive(std::vector<PageTable::Heading> first);

}  // namespace tranche::gateway
