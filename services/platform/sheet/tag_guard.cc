// SPDX-License-Identifier: EUPL-1.2
#include "platform/sheet/tag_guard.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace tranche::sheet {
namespace {

constexpr std::size_t kAttributesMax = 1000;
constexpr std::size_t kNameBytes = 8;  // "script" and "style" are told apart by fewer.

bool IsBlank(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

bool BeginsName(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalpha(byte) || c == '_' || c == ':' || byte >= 0x80;
}

}  // namespace

void TagGuard::CloseTag() {
  // What is in these is no markup.
  const bool raw = html_ && (name_ == "script" || name_ == "style");
  state_ = raw ? State::kRaw : State::kText;
  seen_.clear();
}

void TagGuard::InTag(char c) {
  if (c == '>') return CloseTag();
  if (IsBlank(c) || c == '/') {
    blank_ = true;
    return;
  }
  if (c == '=') {
    state_ = State::kEquals;
    return;
  }
  // XML needs a blank before an attribute; a parser that forgives may not.
  if (blank_) ++attributes_;
  blank_ = false;
}

void TagGuard::InBang(char c) {
  seen_.push_back(c);
  if (seen_ == "--") {
    until_ = "-->";
  } else if (seen_ == "[CDATA[") {
    until_ = "]]>";
  } else if (!absl::StartsWith("--", seen_) && !absl::StartsWith("[CDATA[", seen_)) {
    if (!html_) fits_ = false;
    until_ = ">";
    if (c == '>') {
      state_ = State::kText;
      return;
    }
  } else {
    return;
  }
  seen_.clear();
  state_ = State::kUntil;
}

bool TagGuard::Fits(absl::string_view bytes) {
  for (const char c : bytes) {
    switch (state_) {
      case State::kText:
        if (c == '<') state_ = State::kOpen;
        break;
      case State::kOpen:
        name_.clear();
        seen_.clear();
        attributes_ = 0;
        blank_ = false;
        if (BeginsName(c)) {
          state_ = State::kName;
          name_.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
        } else if (c == '!') {
          state_ = State::kBang;
        } else if (c == '?') {
          until_ = html_ ? ">" : "?>";
          state_ = State::kUntil;
        } else if (c != '<') {
          state_ = State::kText;
        }
        break;
      case State::kName:
        if (c == '>' || c == '/' || IsBlank(c)) {
          state_ = State::kTag;
          InTag(c);
        } else if (name_.size() < kNameBytes) {
          name_.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
        }
        break;
      case State::kTag:
        InTag(c);
        break;
      case State::kEquals:
        if (IsBlank(c)) break;
        quote_ = c;
        state_ = c == '"' || c == '\'' ? State::kQuoted : State::kTag;
        if (c == '>') CloseTag();
        blank_ = false;
        break;
      case State::kQuoted:
        if (c == quote_) state_ = State::kTag;
        // The next attribute may follow the quote directly.
        if (c == quote_) blank_ = true;
        break;
      case State::kBang:
        InBang(c);
        break;
      case State::kUntil:
        seen_.push_back(c);
        if (seen_.size() > until_.size()) seen_.erase(0, 1);
        if (seen_ == until_) state_ = State::kText;
        break;
      case State::kRaw:
        // Ends with "</" and a letter.
        if (seen_ == "</" && BeginsName(c)) {
          state_ = State::kText;
        } else {
          seen_ = c == '<' ? "<" : (seen_ == "<" && c == '/' ? "</" : "");
        }
        break;
    }
    if (attributes_ > kAttributesMax) fits_ = false;
    if (!fits_) return false;
  }
  return true;
}

}  // namespace tranche::sheet
