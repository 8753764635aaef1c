// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/snippet.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tranche::plans::search {
namespace {

constexpr absl::string_view kMore = "…";

struct PlaceName {
  std::string_view place;
  std::string_view bg;
  std::string_view en;
};
constexpr std::array<PlaceName, 38> kPlaces = {{
    {"title", "Заглавие", "Title"},
    {"municipality", "Община", "Municipality"},
    {"region", "Област", "Region"},
    {"parents", "Стратегия", "Strategy"},
    {"adoption", "Приемане", "Adoption"},
    {"target_groups", "Целева група", "Target group"},
    {"objectives", "Цел", "Objective"},
    {"priority_areas", "Приоритетна област", "Priority area"},
    {"directions", "Насоченост", "Direction"},
    {"statements", "Твърдение", "Statement"},
    {"bodies", "Работен орган", "Working body"},
    {"role_holders", "Лице с роля", "Role holder"},
    {"attachments", "Приложение", "Attachment"},
    {"agreements", "Споразумение", "Agreement"},
    {"figures", "Посочено число", "Stated figure"},
    {"products", "Изготвен документ", "Document made"},
    {"section", "Раздел", "Section"},
    {"measure", "Мярка", "Measure"},
    {"composition", "Състав", "Composition"},
    {"ordered_by", "Издал заповедта", "Ordered by"},
    {"order_number", "Номер на заповед", "Number of the order"},
    {"members", "Член", "Member"},
    {"number", "Номер", "Number"},
    {"parties", "Страна", "Party"},
    {"signed_by", "Подписал", "Signed by"},
    {"signed_on", "Подписано", "Signed on"},
    {"topics", "Тема", "Topic"},
    {"place", "Място", "Place"},
    {"held", "Проведени", "Held"},
    {"participants", "Участници", "Participants"},
    {"subject", "Предмет", "Subject"},
    {"items", "Извод", "Finding"},
    {"area", "Област", "Area"},
    {"priority", "Приоритет", "Priority"},
    {"programme", "Програма", "Programme"},
    {"link", "Адрес", "Address"},
    {"source", "Източник", "Source"},
    {"stated_total", "Обща сума", "Total"},
}};

bool IsInsideCharacter(absl::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// The next place from `at` on where a word begins, or the end of the character there when the next
// blank is further than `slack` bytes.
std::size_t WordStartFrom(absl::string_view text, std::size_t at, std::size_t slack) {
  for (std::size_t i = at; i < text.size() && i < at + slack; ++i) {
    if (text[i] == ' ') return i + 1;
  }
  while (IsInsideCharacter(text, at)) ++at;
  return at;
}

std::size_t WordEndBefore(absl::string_view text, std::size_t at, std::size_t slack) {
  for (std::size_t i = at; i > 0 && i + slack > at; --i) {
    if (text[i] == ' ') return i;
  }
  while (at > 0 && IsInsideCharacter(text, at)) --at;
  return at;
}

}  // namespace

Snippet CutSnippet(absl::string_view text, std::vector<std::pair<int, int>> marks,
                   std::size_t bytes_max) {
  std::sort(marks.begin(), marks.end());
  std::size_t begin = 0;
  std::size_t end = text.size();
  if (text.size() > bytes_max) {
    const std::size_t first = marks.empty() ? 0 : static_cast<std::size_t>(marks.front().first);
    const std::size_t lead = bytes_max / 4;
    begin = first > lead ? WordStartFrom(text, first - lead, lead) : 0;
    begin = std::min(begin, first);
    if (text.size() - begin > bytes_max) end = WordEndBefore(text, begin + bytes_max, bytes_max / 4);
    // A found word longer than all that is shown is still shown whole.
    if (!marks.empty()) end = std::max(end, static_cast<std::size_t>(marks.front().second));
  }
  Snippet snippet;
  if (begin > 0) snippet.text = std::string(kMore);
  const int shift = static_cast<int>(snippet.text.size()) - static_cast<int>(begin);
  absl::StrAppend(&snippet.text, text.substr(begin, end - begin), end < text.size() ? kMore : "");
  for (const auto& [from, to] : marks) {
    const bool outside = static_cast<std::size_t>(from) < begin || static_cast<std::size_t>(to) > end;
    const bool overlaps = !snippet.marks.empty() && from + shift < snippet.marks.back().second;
    if (!outside && !overlaps) snippet.marks.emplace_back(from + shift, to + shift);
  }
  return snippet;
}

std::string NameOfPlace(absl::string_view place, Language language) {
  const absl::string_view word = place.substr(0, place.find('.'));
  const absl::string_view rest = word.size() < place.size() ? place.substr(word.size() + 1) : "";
  const auto found = std::find_if(kPlaces.begin(), kPlaces.end(), [word](const PlaceName& name) {
    return name.place == std::string_view(word.data(), word.size());
  });
  const bool bulgarian = language == Language::kBulgarian;
  if (found == kPlaces.end()) return bulgarian ? "Текст" : "Text";
  const std::string_view name = bulgarian ? found->bg : found->en;
  const bool numbered = !rest.empty() && absl::ascii_isdigit(static_cast<unsigned char>(rest.front()));
  return numbered ? absl::StrCat(std::string(name), " ", rest) : std::string(name);
}

}  // namespace tranche::plans::search
