// SPDX-License-Identifier: EUPL-1.2
// The documents that tests of plans read.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace tranche::plans {

inline std::filesystem::path RepositoryRoot() {
  // services/plans/testing/documents.h
  return std::filesystem::absolute(__FILE__).parent_path().parent_path().parent_path().parent_path();
}

inline std::optional<std::string> FileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The plan of the repository's examples; "" when it cannot be read, which every test notices.
inline std::string ExampleDocument() {
  return FileText(RepositoryRoot() / "services/examples/lyubimets-2013.txt").value_or("");
}

// The municipality's own document, which is not part of the repository.
inline std::optional<std::string> SeedDocument() {
  return FileText(RepositoryRoot() / "../shared/seeds/004_a592482a1fa3a20b.txt");
}

inline std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  return at == std::string::npos ? "the text to replace is not there"
                                 : text.replace(at, from.size(), to);
}

inline std::vector<std::string> LinesOf(const std::string& text) { return absl::StrSplit(text, '\n'); }

inline std::string Joined(const std::vector<std::string>& lines) { return absl::StrJoin(lines, "\n"); }

}  // namespace tranche::plans
