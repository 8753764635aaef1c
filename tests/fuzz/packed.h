// SPDX-License-Identifier: EUPL-1.2
// Since few changes of an archive leave it one, an input that begins with "W:" is the body of a text of
// a word processor and one with "X:" the rows of a workbook; others are as they are.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "platform/document/testing/make_docx.h"
#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::fuzz {

inline std::string Packed(absl::string_view input) {
  if (absl::ConsumePrefix(&input, "W:"))
    return sheet::testing::MakeZip(
        document::testing::Docx(std::string(input), "<w:footnote w:id=\"1\"/>"));
  if (absl::ConsumePrefix(&input, "X:"))
    return sheet::testing::MakeZip(
        sheet::testing::Workbook(std::string(input), "<si><t>текст</t></si>"));
  return std::string(input);
}

}  // namespace tranche::fuzz
