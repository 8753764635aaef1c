// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/money/page_table.h"

#include "gateway/pages/layout.h"
#include "gateway/pages/phrases.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

const char* ClassOf(PageTable::Wide wide) {
  switch (wide) {
    case PageTable::Wide::kText:
      return "";
    case PageTable::Wide::kAmount:
      return "t-n";
    case PageTable::Wide::kLong:
      return "t-long";
  }
  return "";
}

void SetText(const char* section, const std::string& text, TemplateDictionary* into) {
  into->AddSectionDictionary(section)->SetValue("TEXT", text);
}

}  // namespace

Piece PlainPiece(std::string text) { return {Piece::Kind::kPlain, std::move(text), "", ""}; }

Piece BulgarianPiece(std::string text) {
  if (text.empty()) return PlainPiece("–");
  return {Piece::Kind::kBulgarian, std::move(text), "", ""};
}

Piece LinkPiece(std::string text, std::string href) {
  return {Piece::Kind::kLink, std::move(text), std::move(href), ""};
}

Piece MaybeLink(std::string text, std::string href) {
  return href.empty() ? PlainPiece(std::move(text)) : LinkPiece(std::move(text), std::move(href));
}

void ShowPiece(const Piece& piece, TemplateDictionary* into) {
  switch (piece.kind) {
    case Piece::Kind::kPlain:
      return SetText("PLAIN", piece.text, into);
    case Piece::Kind::kBulgarian:
      return SetText("BULGARIAN", piece.text, into);
    case Piece::Kind::kLink: {
      TemplateDictionary* link = into->AddSectionDictionary("LINK");
      link->SetValue("HREF", piece.href);
      return link->SetValue("TEXT", piece.text);
    }
    case Piece::Kind::kState: {
      TemplateDictionary* state = into->AddSectionDictionary("COLOURED");
      state->SetValue("COLOUR", piece.colour);
      return state->SetValue("TEXT", piece.text);
    }
  }
}

Cell::Cell(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {
  if (pieces_.empty()) pieces_.push_back(PlainPiece("–"));
}

void PageTable::Paged(std::string href, std::string query, std::string here, std::string next,
                      const char* parameter) {
  paging_ = {std::move(href), std::move(query), std::move(here), std::move(next), parameter};
}

void PageTable::ShowIn(const std::string& unit, Language language, TemplateDictionary* page) const {
  TemplateDictionary* table = AddPart(page, "TABLE", "table.tpl");
  table->SetValue("ID", id_);
  table->SetValue("CAPTION", Say(caption_, language));
  if (!refused_.ok()) return ShowRefused(refused_, language, "REFUSED", table);
  ShowPaging(paging_.href, paging_.query, paging_.here, paging_.next, table, paging_.parameter);
  if (!rows_.empty()) return Fill(unit, language, table);
  table->AddSectionDictionary("NOTHING")->SetValue("SENTENCE", Say(nothing_, language));
  if (!command_.empty()) SetText("NEXT_LINE", command_, table);
}

void PageTable::Fill(const std::string& unit, Language language, TemplateDictionary* table) const {
  TemplateDictionary* filled = table->AddSectionDictionary("FILLED");
  if (!lead_.empty()) SetText("LEAD", lead_, filled);
  if (!unit.empty()) SetText("UNIT", unit, filled);
  for (const Heading& heading : headings_) {
    TemplateDictionary* head = filled->AddSectionDictionary("HEAD");
    head->SetValue("TEXT", Say(heading.phrase, language));
    head->SetValue("CLASS", heading.wide == Wide::kAmount ? "t-n" : "");
  }
  for (const Row& row : rows_) FillRow(row, row.name, language, filled);
  if (sums_.empty()) return;
  TemplateDictionary* foot = filled->AddSectionDictionary("FOOT");
  for (const Row& sum : sums_) FillRow(sum, Say("W_TOTAL", language), language, foot);
}

void PageTable::FillRow(const Row& from, const std::string& name, Language language,
                        TemplateDictionary* into) const {
  TemplateDictionary* row = into->AddSectionDictionary("ROW");
  if (!from.anchor.empty()) row->AddSectionDictionary("ANCHOR")->SetValue("ID", from.anchor);
  if (from.href.empty()) {
    SetText("NAME", name, row);
  } else {
    TemplateDictionary* link = row->AddSectionDictionary("NAME_LINK");
    link->SetValue("HREF", from.href);
    link->SetValue("TEXT", name);
  }
  if (!from.bulgarian.empty()) SetText("BULGARIAN_NAME", from.bulgarian, row);
  for (size_t i = 0; i < from.cells.size() && i + 1 < headings_.size(); ++i) {
    const Heading& heading = headings_[i + 1];
    TemplateDictionary* cell = row->AddSectionDictionary("CELL");
    cell->SetValue("LABEL", Say(heading.phrase, language));
    cell->SetValue("CLASS", ClassOf(heading.wide));
    const std::vector<Piece>& pieces = from.cells[i].pieces();
    for (size_t at = 0; at < pieces.size(); ++at) {
      TemplateDictionary* piece = cell->AddSectionDictionary("PIECE");
      ShowPiece(pieces[at], piece);
      if (at + 1 < pieces.size()) piece->ShowSection("BREAK");
    }
  }
}

std::vector<Cell> Sayer::Five(const common::v1::ThreePartAmount& amount) const {
  return {(*this)(amount.eu()), (*this)(amount.national()), (*this)(amount.grant()),
          (*this)(amount.own()), (*this)(amount.total())};
}

std::vector<PageTable::Heading> WithFive(std::vector<PageTable::Heading> first) {
  for (const char* phrase : {"W_EU", "W_NATIONAL", "W_GRANT", "W_OWN", "W_TOTAL"}) {
    first.push_back({phrase, PageTable::Wide::kAmount});
  }
  return first;
}

}  // namespace tranche::gateway
