// SPDX-License-Identifier: EUPL-1.2
// Tables of text whose columns align in Cyrillic too and that fit the terminal: wide texts are wrapped,
// and where even that does not fit, each row becomes a list of its values.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/output.h"

namespace tranche::cli {

std::string RenderTable(const Table& table, const OutputStyle& style);

// "Име  стойност" for each field, one under the other.
std::string RenderFields(const std::vector<Field>& fields, const OutputStyle& style);

// A sentence; its lines begin where it does.
std::string RenderNote(const std::string& note, const OutputStyle& style);

// The small number after a value that says where it comes from.
std::string SignOf(common::v1::Provenance mark);

// What somebody typed may hold line breaks and control characters; a value has one line.
std::string OneLine(absl::string_view text);

// The words of a text in lines of at most `columns`; a word that is longer is broken.
std::vector<std::string> Wrapped(absl::string_view text, int columns);

}  // namespace tranche::cli
