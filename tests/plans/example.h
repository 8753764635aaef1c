// SPDX-License-Identifier: EUPL-1.2
// The documents of tests/plans/documents: NN-name/document.* and expected.json. A packed document is
// kept as a folder of its parts, "document.docx/word/document.xml", and one in Windows-1251 as
// "document.cp1251.csv" in UTF-8.
#pragma once

#include <unicode/unistr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::plans::testing {

struct Example {
  std::string name;
  std::string file;      // "document.docx"
  std::string bytes;     // As somebody would send them.
  std::string expected;  // JSON.
};

inline std::string ReadFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The archive that a folder's files make, in the order of their names.
inline std::string ZipOf(const std::filesystem::path& folder) {
  sheet::testing::Parts parts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      parts.emplace_back(entry.path().lexically_relative(folder).generic_string(),
                         ReadFile(entry.path()));
  }
  std::sort(parts.begin(), parts.end());
  return sheet::testing::MakeZip(parts);
}

inline std::string ToWindows1251(const std::string& utf8) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  std::string bytes(static_cast<std::size_t>(text.length()), '\0');
  text.extract(0, text.length(), bytes.data(), static_cast<std::uint32_t>(bytes.size()),
               "windows-1251");
  return bytes;
}

inline std::vector<Example> Examples(const std::filesystem::path& folder) {
  std::vector<Example> examples;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    Example example;
    example.name = entry.path().filename().string();
    example.expected = ReadFile(entry.path() / "expected.json");
    for (const auto& file : std::filesystem::directory_iterator(entry.path())) {
      if (file.path().stem().string().rfind("document", 0) != 0) continue;
      example.file = file.path().filename().string();
      example.bytes = file.is_directory() ? ZipOf(file.path()) : ReadFile(file.path());
      if (example.file.find(".cp1251.") != std::string::npos)
        example.bytes = ToWindows1251(example.bytes);
    }
    examples.push_back(std::move(example));
  }
  std::sort(examples.begin(), examples.end(),
            [](const Example& a, const Example& b) { return a.name < b.name; });
  return examples;
}

}  // namespace tranche::plans::testing
