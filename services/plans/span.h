// SPDX-License-Identifier: EUPL-1.2
// Where in a document something stands, and remarks about such a place.
#pragma once

#include <cstddef>
#include <string>

#include "platform/base/error.h"

namespace tranche::plans {

// A place within the blocks of a document, so that a page can mark it and a person finds it.
struct Where {
  int block = -1;  // -1: the document as a whole.
  int row = -1;    // Of a table's cell; -1: the block is no table.
  int column = -1;
  std::size_t begin = 0;  // Bytes of the text of the block or the cell.
  std::size_t end = 0;
  std::string place;  // "line 27, column 5"

  friend bool operator==(const Where&, const Where&) = default;
};

// A value of a plan and where it stands.
struct Span {
  std::string path;  // "measure.1.2.stated_total", as plans.proto describes.
  Where at;
  std::string text;  // As written, cut after 120 bytes.

  friend bool operator==(const Span&, const Span&) = default;
};

// What a person should know of a place, or what of it was not understood.
struct Remark {
  std::string reason;  // Of the catalogue.
  ErrorValues values;
  Where at;

  friend bool operator==(const Remark&, const Remark&) = default;
};

}  // namespace tranche::plans
