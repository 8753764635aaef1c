// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/page.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "platform/base/error.h"

namespace tranche::convert {

int PageSize(int asked) { return asked == 0 ? kPageSizeDefault : asked; }

std::string MakePageToken(absl::string_view list, const std::vector<std::string>& last_key) {
  nlohmann::json token = nlohmann::json::array({std::string(list)});
  for (const std::string& part : last_key) token.push_back(part);
  return absl::WebSafeBase64Escape(token.dump());
}

absl::StatusOr<std::vector<std::string>> ReadPageToken(absl::string_view list, absl::string_view token) {
  if (token.empty()) return std::vector<std::string>();
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text)) return Refuse("PAGE_TOKEN_INVALID");
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_array() || json.size() < 2) return Refuse("PAGE_TOKEN_INVALID");
  std::vector<std::string> key;
  for (const nlohmann::json& part : json) {
    if (!part.is_string()) return Refuse("PAGE_TOKEN_INVALID");
    key.push_back(part.get<std::string>());
  }
  if (key.front() != std::string(list)) return Refuse("PAGE_TOKEN_INVALID");
  key.erase(key.begin());
  return key;
}

}  // namespace tranche::convert
