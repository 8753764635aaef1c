// SPDX-License-Identifier: EUPL-1.2
#include "gateway/form_data.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/text/fold.h"

namespace tranche::gateway {
namespace {

constexpr size_t kPartsMax = 100;
constexpr size_t kBoundaryBytesMax = 70;  // RFC 2046 section 5.1.1.
constexpr size_t kHeadBytesMax = 4 << 10;
constexpr absl::string_view kLine = "\r\n";

absl::string_view Unquoted(absl::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// The boundary that a type of multipart/form-data names; "" for any other type.
absl::string_view BoundaryOf(absl::string_view content_type) {
  const std::pair<absl::string_view, absl::string_view> type =
      absl::StrSplit(content_type, absl::MaxSplits(';', 1));
  if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type.first), "multipart/form-data")) return "";
  for (const absl::string_view item : absl::StrSplit(type.second, ';')) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(absl::StripAsciiWhitespace(item), absl::MaxSplits('=', 1));
    if (!absl::EqualsIgnoreCase(pair.first, "boundary")) continue;
    const absl::string_view boundary = Unquoted(pair.second);
    return boundary.size() <= kBoundaryBytesMax ? boundary : absl::string_view();
  }
  return "";
}

// The value of `name="…"`. Browsers write a quote within it as %22, and the ends of lines as %0D%0A.
std::optional<std::string> Attribute(absl::string_view line, absl::string_view name) {
  const std::string begin = absl::StrCat("; ", name, "=\"");
  const size_t at = line.find(begin);
  if (at == absl::string_view::npos) return std::nullopt;
  const absl::string_view value = line.substr(at + begin.size());
  const size_t end = value.find('"');
  if (end == absl::string_view::npos) return std::nullopt;
  return absl::StrReplaceAll(value.substr(0, end), {{"%22", "\""}, {"%0D", " "}, {"%0A", " "}});
}

// "C:\\plans\\plan.txt" of a browser that tells more than it should.
std::string WithoutFolders(const std::string& file_name) {
  const size_t at = file_name.find_last_of("/\\");
  return at == std::string::npos ? file_name : file_name.substr(at + 1);
}

// The names in the head of a part; nothing when it has none.
std::optional<FormPart> ReadHead(absl::string_view head) {
  for (const absl::string_view line : absl::StrSplit(head, kLine)) {
    if (!absl::StartsWithIgnoreCase(line, "content-disposition: form-data;")) continue;
    const std::optional<std::string> name = Attribute(line, "name");
    if (!name) return std::nullopt;
    FormPart part{.name = *name, .file_name = Attribute(line, "filename"), .content = ""};
    if (part.file_name) part.file_name = WithoutFolders(*part.file_name);
    if (!IsValidUtf8(part.name) || (part.file_name && !IsValidUtf8(*part.file_name)))
      return std::nullopt;
    return part;
  }
  return std::nullopt;
}

}  // namespace

std::vector<FormPart> ReadFormData(absl::string_view content_type, absl::string_view body) {
  const absl::string_view boundary = BoundaryOf(content_type);
  if (boundary.empty()) return {};
  const std::string first = absl::StrCat("--", boundary);
  const std::string next = absl::StrCat(kLine, first);
  if (!absl::ConsumePrefix(&body, first)) return {};
  std::vector<FormPart> parts;
  while (!absl::StartsWith(body, "--")) {
    if (parts.size() == kPartsMax || !absl::ConsumePrefix(&body, kLine)) return {};
    const size_t head = body.substr(0, kHeadBytesMax).find("\r\n\r\n");
    if (head == absl::string_view::npos) return {};
    std::optional<FormPart> part = ReadHead(body.substr(0, head));
    body.remove_prefix(head + 2 * kLine.size());
    const size_t end = body.find(next);
    if (!part || end == absl::string_view::npos) return {};
    part->content = body.substr(0, end);
    parts.push_back(*std::move(part));
    body.remove_prefix(end + next.size());
  }
  return parts;
}

}  // namespace tranche::gateway
