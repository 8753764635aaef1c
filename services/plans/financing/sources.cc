// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing/sources.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::financing {
namespace {

struct SourcePattern {
  SourceKind kind;
  bool once;  // Said again in other words it is still the same one.
  const char* words;
};

// A named programme stands before "Оперативна програма", which is a part of its name.
constexpr SourcePattern kSources[] = {
    {SourceKind::kHumanResourcesProgramme, true,
     "(?i)(?:^|[^\\pL])(ОП\\s*РЧР|ПРЧР|(?:Оперативна\\s+)?програма\\s+[„\"“]?Развитие на човешките "
     "ресурси[”“\"]?)"},
    {SourceKind::kAdministrativeCapacityProgramme, true,
     "(?:^|[^\\pL])(ОПАК|Оперативна\\s+програма\\s+[„\"“]?Административен капацитет)(?:$|[^\\pL])"},
    // Paid by a ministry or by a body of one; "програма „…“ на МОН" is paid by the programme.
    {SourceKind::kStateBudget, true,
     "([Фф]онд(?:а|ът)?\\s+[„\"“]?[Сс]оциална\\s+закрила[”“\"]?|[Аа]генция(?:та)?\\s+за\\s+хората\\s+"
     "с\\s+"
     "увреждания)"},
    {SourceKind::kStateBudget, true,
     "(?:(?:^|[,;(+/"
     ":=–—-])\\s*|(?:^|(?:лв|лева|евро|[Сс]редства|[Фф]инансиране|съфинансиране)\\.?\\s+)(?:от|на)\\s+|"
     "(?:лв|лева)\\.?\\s+)"
     "(АХУ|АСП|ФСЗ|МТСП|МРРБ|МОН|ММС|МЗ)(?:$|[^\\pL])"},
    // Its own means are not the municipality's.
    {SourceKind::kOther, false,
     "(?i)(собствен\\pL*\\s+(?:средства|приходи|принос)\\s+на\\s+(?:нар\\.\\s*)?(?:читалищ|училищ|клуб|"
     "сдружени|"
     "организаци|дружеств|фирм|партньор|кооперац|настоятелств|църк|граждан|домакинств|"
     "собствени[цк])\\pL*)"},
    {SourceKind::kOther, false,
     "(?i)(?:^|[^\\pL])((?:потребителск|родителск)\\pL+\\s+такс\\pL*|такс(?:а|и|ата|ите)\\s+(?:от|на)"
     "\\s+"
     "(?:потребител|родител|ползвател)\\pL*)"},
    {SourceKind::kOther, false,
     "(?i)(национална\\s+програма(?:\\s+[„\"“][^”“\"]+[”“\"])?|НДЕФ|ФЕЕВИ|ПУДООС|(?:национален\\s+)?"
     "фонд\\s+"
     "[„\"“][^”“\"]+[”“\"])"},
    {SourceKind::kEuProgramme, false,
     "([Пп]рограма(?:та)?\\s+за\\s+храни(?:\\s+и(?:/или)?\\s+основно\\s+материално\\s+подпомагане)?|"
     "(?:[Нн]ационален\\s+)?[Пп]лан(?:а|ът)?\\s+за\\s+възстановяване\\s+и\\s+устойчивост)(?:$|[^\\pL]"
     ")"},
    {SourceKind::kEuProgramme, false,
     "((?:ОП|[Оо]перативна\\s+[Пп]рограма|[Пп]рограма)\\s+[„\"“][^”“\"]+[”“\"])"},
    {SourceKind::kEuProgramme, false,
     "(?i)(?:^|[^\\pL])(НПВУ|ПВУ|ПНИИДИТ|ОПОС|ОПРР|ПРР|ОПНОИР|ОПДУ|ОПИК|ПРСР|ЕСФ\\+?|ЕФРР|ЕС|ЕЗФРСР|"
     "еразъм|erasmus|ESF|"
     "ERDF|"
     "interreg|норвежк\\pL+\\s+(?:финансов\\pL+\\s+)?механиз\\pL+|финансов\\pL+\\s+механизъм\\s+на\\s+"
     "ЕИП|"
     "европейск\\pL+\\s+(?:средства|фонд\\pL*|програми|проекти|съюз)|фондове(?:те)?\\s+на\\s+ЕС|"
     "средства\\s+"
     "от\\s+ЕС|EU\\s+(?:funds?|programmes?)|european\\s+social\\s+fund(?:\\s+plus)?)(?:$|[^\\pL])"},
    {SourceKind::kOperationalProgrammes, true, "(?i)(оперативн\\pL+\\s+програм\\pL+)"},
    {SourceKind::kMunicipalBudget, true,
     "(?i)(общ(?:инск\\pL+|\\.)\\s*(?:бюджет\\pL*|средства)|бюджет\\pL*\\s+на\\s+община\\pL*|"
     "собствен\\pL*\\s+"
     "(?:бюджетни\\s+средства|средства|приходи|принос)|местн\\pL+\\s+приходи|municipal\\s+budget|"
     "municipality.s\\s+budget)"},
    {SourceKind::kStateBudget, true,
     "(?i)(?:^|[^\\pL])(ДДД|държ\\.\\s*бюджет|(?:държавен|държавн\\pL+|републиканск\\pL+)\\s+(?:бюджет|"
     "субсиди|трансфер)\\pL*|"
     "делегиран\\pL+\\s+"
     "(?:от\\s+държавата\\s+)?дейност\\pL*|state\\s+budget)"},
    // In capitals only: "об." and "дб." are other words.
    {SourceKind::kStateBudget, true, "(?:^|[^\\pL])(ДБ)(?:$|[^\\pL])"},
    {SourceKind::kMunicipalBudget, true, "(?:^|[^\\pL])(ОБ|ОбБ)(?:$|[^\\pL])"},
    {SourceKind::kStateBudget, true, "(?:^|[^\\pL])(РБ)(?:$|[^\\pL])"},
    // The municipality itself, where nothing but an amount or a share goes on with it: "община – 300
    // лв.".
    {SourceKind::kMunicipalBudget, true,
     "(?:(?:^|[,;(+]|[-–—:])\\s*|(?:^|(?:лв|лева|евро|[Сс]редства|[Фф]инансиране|съфинансиране)\\.?\\s+"
     ")от\\s+)([Оо]бщина(?"
     ":та)?)\\s*(?:$|[-–—:=]+\\s*[0-9]|[,;.("
     ")])"},
    // The national part, as it stands beside a share.
    {SourceKind::kStateBudget, true,
     "(?i)(?:[0-9]\\s?%\\s*(?:от\\s+)?|(?:^|[^\\pL]))(националн\\pL+\\s+(?:(?:съ)?финансиране\\pL*|"
     "бюджет\\pL*|"
     "принос))"},
    {SourceKind::kStateBudget, true,
     "(?i)[0-9]\\s?%\\s*(?:от\\s+)?(националн(?:о|и)(?:\\s+средства)?)(?:$|[^\\pL])"},
    {SourceKind::kStateBudget, false, "(?:^|[^\\pL])(НФ)\\s*[-–—:]?\\s*[0-9]"},
    {SourceKind::kProject, false,
     "(?i)(?:^|[^\\pL])(проект(?:а|ът|и|ите)?(?:\\s+[„\"“][^”“\"]+[”“\"])?)(?:$|[^\\pL])"},
    {SourceKind::kDonation, true, "(?i)(дарени\\pL+|спонсор\\pL*|donation\\pL*)"},
    {SourceKind::kPrivateProvider, true,
     "(?i)(частн\\pL+\\s+(?:доставчи\\pL+|инвестиц\\pL+|средства)|private\\s+(?:provider|fund)\\pL*)"},
};

const std::vector<const RE2*>& SourceWords() {
  static const auto* const kWords = [] {
    auto* list = new std::vector<const RE2*>;
    for (const SourcePattern& pattern : kSources) list->push_back(new RE2(pattern.words));
    return list;
  }();
  return *kWords;
}

bool SaidOnce(SourceKind kind) {
  return std::any_of(std::begin(kSources), std::end(kSources), [&](const SourcePattern& pattern) {
    return pattern.kind == kind && pattern.once;
  });
}

// Something that divides what belongs to one amount from what belongs to the next.
bool Divides(absl::string_view text) {
  static const RE2 kDivider("[,;\\n]|\\.\\s|(?i)(?:^|[\\s)])(?:и|а|както|плюс|and|plus)(?:\\s|$)|\\+");
  if (RE2::PartialMatch(Piece(text), kDivider)) return true;
  // ")" that was opened before: what stands there ends.
  int open = 0;
  for (const char c : text) {
    if (c == '(') ++open;
    if (c == ')' && --open < 0) return true;
  }
  return false;
}

// The words between an amount and its source: "5 000 лв. от ЕСФ".
bool IsPreposition(absl::string_view text) {
  static const RE2 kPreposition(
      "(?i)\\.?[\\s\\x{A0}(„“\"]*(?:от|по|чрез|с|със|за\\s+сметка\\s+на|from|by|under|through)"
      "(?:[\\s\\x{A0}(„“\"]+(?:проект|програма|средства(?:\\s+(?:от|на|по))?))?[\\s\\x{A0}(„“\"]*");
  return RE2::FullMatch(Piece(text), kPreposition);
}

bool IsDashOnly(absl::string_view text) {
  static const RE2 kDash("\\pL*[\\s\\x{A0}”“\"]*[-–—:=(][\\s\\x{A0}-]*");
  return RE2::FullMatch(Piece(text), kDash);
}

// "ЕСФ и държавния бюджет": the second one goes with the first.
bool Joins(absl::string_view text) {
  static const RE2 kJoin(
      "(?i)[\\s”“\"]*(?:,|и|/"
      "|\\+|and)\\s*(?:(?:от|по|from)\\s+)?(?:средства\\s+(?:от|на)\\s+)?[„“\"\\s]*");
  return RE2::FullMatch(Piece(text), kJoin);
}

class Assigner {
 public:
  Assigner(absl::string_view text, absl::Span<const Range> amounts, absl::Span<const Mention> mentions)
      : text_(text), amounts_(amounts), mentions_(mentions), owners_(mentions.size()) {}

  std::vector<Owner> Assign() {
    for (std::size_t m = 0; m < mentions_.size(); ++m) Own(m);
    JoinBackwards();
    for (std::size_t m = 0; m < mentions_.size(); ++m) Inherit(m);
    return std::move(owners_);
  }

 private:
  absl::string_view Between(std::size_t begin, std::size_t end) const {
    return begin < end ? text_.substr(begin, end - begin) : absl::string_view();
  }
  // Number of the first amount behind the mention; the one before it is the amount before.
  std::size_t NextOf(std::size_t m) const {
    const auto next =
        std::lower_bound(amounts_.begin(), amounts_.end(), mentions_[m].at.begin,
                         [](const Range& amount, std::size_t begin) { return amount.begin < begin; });
    return static_cast<std::size_t>(next - amounts_.begin());
  }

  void Own(std::size_t m) {
    const std::size_t next = NextOf(m);
    const Range at = mentions_[m].at;
    const absl::string_view left = next > 0 ? Between(amounts_[next - 1].end, at.begin) : "";
    const absl::string_view right = next < amounts_.size() ? Between(at.end, amounts_[next].begin) : "";
    const bool of_left = next > 0 && !Divides(left);
    const bool of_right = next < amounts_.size() && !Divides(right);
    if (of_left && of_right) {
      if (IsPreposition(left)) {
        owners_[m].amount = next - 1;
      } else if (IsDashOnly(right)) {
        owners_[m].amount = next;
      } else {
        OwnByStyle(next, owners_[m]);
      }
    } else if (of_left) {
      owners_[m].amount = next - 1;
    } else if (of_right) {
      owners_[m].amount = next;
    }
  }

  // "ЕСФ 5 000 лв. ДБ 3 000 лв.": what stands before the first amount, or behind the last one, shows
  // how the cell is written.
  void OwnByStyle(std::size_t next, Owner& owner) const {
    const bool before_first = mentions_.front().at.end <= amounts_.front().begin &&
                              !Divides(Between(mentions_.front().at.end, amounts_.front().begin));
    const bool behind_last = mentions_.back().at.begin >= amounts_.back().end &&
                             !Divides(Between(amounts_.back().end, mentions_.back().at.begin));
    if (before_first == behind_last) {
      owner.open = true;
    } else {
      owner.amount = before_first ? next : next - 1;
    }
  }

  bool JoinsNext(std::size_t m) const {
    return m + 1 < mentions_.size() && NextOf(m) == NextOf(m + 1) &&
           Joins(Between(mentions_[m].at.end, mentions_[m + 1].at.begin));
  }

  // "ЕСФ, ДБ и ОБ – 2 000 лв.": all of a list go with its last one.
  void JoinBackwards() {
    list_has_next_.assign(mentions_.size(), false);
    for (std::size_t m = mentions_.size(); m-- > 0;) {
      list_has_next_[m] = JoinsNext(m) && (owners_[m + 1].amount == NextOf(m) || list_has_next_[m + 1]);
    }
  }

  // Between two dividers: it goes with the neighbour that it is joined to, if that is one only.
  void Inherit(std::size_t m) {
    if (owners_[m].amount || owners_[m].open) return;
    const std::size_t next = NextOf(m);
    const bool left = m > 0 && next > 0 && JoinsNext(m - 1) && owners_[m - 1].amount == next - 1;
    const bool right = list_has_next_[m];
    if (left && right) {
      owners_[m].open = true;
    } else if (left) {
      owners_[m].amount = next - 1;
    } else if (right) {
      owners_[m].amount = next;
    } else {
      owners_[m].open = next > 0 && next < amounts_.size();
    }
  }

  absl::string_view text_;
  absl::Span<const Range> amounts_;
  absl::Span<const Mention> mentions_;
  std::vector<Owner> owners_;
  std::vector<bool> list_has_next_;
};

// "85 % от ЕСФ, 15 % национално": the share of the whole that a source has. A share of several sources
// is none's.
void GiveShares(absl::string_view text, std::vector<Mention>& mentions) {
  static const RE2 kShare(
      "(?i)(?:^|[^0-9.,])(([0-9]{1,3}(?:[.,][0-9]{1,4})?)[\\s\\x{A0}]?(?:%|процента|на\\s+сто))");
  std::vector<Range> places;
  std::vector<std::string> shares;
  re2::StringPiece m[3];
  for (std::size_t at = 0; shares.size() < kMentionsMax &&
                           kShare.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 3);) {
    places.push_back(RangeOf(m[1], text));
    shares.push_back(absl::StrReplaceAll(View(m[2]), {{",", "."}}));
    at = places.back().end;
  }
  if (shares.empty()) return;
  const std::vector<Owner> owners = OwnersOf(text, places, mentions);
  std::vector<int> owned(shares.size(), 0);
  for (const Owner& owner : owners)
    if (owner.amount) ++owned[*owner.amount];
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const std::optional<std::size_t> share = owners[i].amount;
    if (share && owned[*share] == 1) mentions[i].source.share_percent = shares[*share];
  }
}

}  // namespace

std::vector<Mention> FindMentions(absl::string_view text) {
  std::vector<Mention> found;
  std::vector<bool> taken(text.size());
  for (std::size_t i = 0; i < SourceWords().size(); ++i) {
    re2::StringPiece m[2];
    for (std::size_t at = 0;
         SourceWords()[i]->Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 2);) {
      const Range range = RangeOf(m[1], text);
      at = std::max(range.end, at + 1);
      const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(range.begin);
      const auto end = taken.begin() + static_cast<std::ptrdiff_t>(range.end);
      if (std::find(begin, end, true) != end) continue;
      std::fill(begin, end, true);
      found.push_back({range, {kSources[i].kind, Owned(m[1])}, true});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Mention& a, const Mention& b) { return a.at.begin < b.at.begin; });
  std::set<std::pair<SourceKind, std::string>> seen;
  for (Mention& mention : found) {
    const SourceKind kind = mention.source.kind;
    const std::string words = SaidOnce(kind) ? "" : FoldName(mention.source.as_written);
    mention.first = seen.insert({kind, words}).second;
  }
  GiveShares(text, found);
  return found;
}

std::vector<Owner> OwnersOf(absl::string_view text, absl::Span<const Range> amounts,
                            absl::Span<const Mention> mentions) {
  if (amounts.empty() || mentions.empty()) return std::vector<Owner>(mentions.size());
  if (mentions.size() > kMentionsMax)
    return std::vector<Owner>(mentions.size(), Owner{.amount = std::nullopt, .open = true});
  return Assigner(text, amounts, mentions).Assign();
}

}  // namespace tranche::plans::financing
