// SPDX-License-Identifier: EUPL-1.2
// A page as one run of texts, and what its words are made of. Only for the files of this folder.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/document/document.h"
#include "proposals/page/project_page.h"

namespace tranche::proposals::page {

// A text of the document with the numbers of its place.
struct Piece {
  absl::string_view text;
  std::string place;
  int block = 0;
  int row = -1;
  int column = -1;
  bool list_item = false;
};
std::vector<Piece> PiecesOf(const document::Document& document);

// A part of a text, by its bytes.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

// What is read goes here.
class Reader {
 public:
  explicit Reader(ReadPage* out) : out_(out) {}

  ProjectPage& page() { return out_->page; }
  void Mark(const Piece& piece, const std::string& field, std::size_t begin, std::size_t end);
  void Find(const Piece& piece, absl::string_view reason, ErrorValues values);
  void Find(absl::string_view reason, ErrorValues values);
  // The first value stays; another one is PAGE_FACT_TWICE. True when this is the first.
  bool TakeOnce(const Piece& piece, absl::string_view fact, std::string* slot,
                const std::string& value);

 private:
  ReadPage* const out_;
};

// The items of a list that is written within a sentence, "a, b и c", from `begin` to `end`. Commas
// within brackets divide nothing. `verbal`: an item begins with a noun of a verb ("разкриване"), and a
// comma before anything else divides nothing either. `doubtful` becomes true when the last two may be
// divided in several ways.
std::vector<Part> DivideList(absl::string_view text, std::size_t begin, std::size_t end, bool verbal,
                             bool* doubtful);

// Where the sentence that goes on at `at` ends: a point that no digit, abbreviation or bracket makes
// another, or the end.
std::size_t SentenceEnd(absl::string_view text, std::size_t at);
// Where the sentence with `at` begins.
std::size_t SentenceBegin(absl::string_view text, std::size_t at);

// Target groups and results.
void ReadLists(const std::vector<Piece>& pieces, Reader& reader);
// Plans and laws that are named.
void ReadNamed(const std::vector<Piece>& pieces, Reader& reader);

}  // namespace tranche::proposals::page
