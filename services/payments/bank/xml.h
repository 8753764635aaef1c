// SPDX-License-Identifier: EUPL-1.2
// XML of a bank, read piece by piece: no network, no entities, no document type, and a limit on
// everything.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tranche::payments::bank {

inline constexpr int kXmlDepthMax = 32;
inline constexpr int kXmlElementsMax = 400'000;
inline constexpr std::size_t kXmlTextBytesMax = 4'000;  // Of one element.

struct XmlElement {
  std::string path;      // Local names from the root: "Document/BkToCstmrStmt/Stmt/Ntry/Amt".
  std::string text;      // Of an element without elements in it; trimmed.
  std::string currency;  // Attribute Ccy.
};

struct XmlHandler {
  std::function<void(const std::string& path)> open;
  std::function<void(const XmlElement& element)> close;
};

// Calls the handler for every element in its order. DOCUMENT_UNREADABLE with the line where it is not
// XML (BANK_XML_MALFORMED) or goes beyond a limit (BANK_FILE_OVER_LIMIT).
absl::Status WalkXml(absl::string_view bytes, const XmlHandler& handler);

// Text as it stands between two tags.
std::string EscapeXml(absl::string_view text);

}  // namespace tranche::payments::bank
