// SPDX-License-Identifier: EUPL-1.2
// What the elements of HTML are to a reader, and the encoding of a page.
#pragma once

#include <libxml/tree.h>

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace tranche::document {

absl::string_view View(const xmlChar* text);
bool IsOneOf(absl::string_view name, std::initializer_list<absl::string_view> names);
bool IsElement(const xmlNode* node);
std::string Attribute(const xmlNode* node, const char* name);

// Neither it nor what is within it is shown.
bool IsUnseen(const xmlNode* node, absl::string_view name);
bool BeginsPage(const xmlNode* node);
bool IsBlock(absl::string_view name);
// 1 to 6, 0 for what is no heading.
int HeadingLevel(absl::string_view name);
// Such a table only lays out what it holds.
bool HasTableWithin(const xmlNode* node);

// A page as UTF-8: by its mark, by what it says of itself, or as any text.
std::string HtmlToUtf8(absl::string_view bytes);

}  // namespace tranche::document
