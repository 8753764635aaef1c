// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/adoption.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "plans/reading/notes.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

#define BLANKS "[\\s\\x{A0}\\x{202F}]*"

constexpr size_t kParentsMax = 20;
constexpr size_t kPeriodsMax = 20;

absl::string_view Trimmed(absl::string_view text) {
  static const RE2 kTrim("^[\\s\\x{A0}]*(.*?)[\\s\\x{A0},;:*⁰¹²³⁴⁵⁶⁷⁸⁹–—-]*$");
  re2::StringPiece trimmed;
  return RE2::PartialMatch(Piece(text), kTrim, &trimmed) ? View(trimmed) : text;
}

// What a pattern finds, as the number after "Решение №": nothing when the words are not there, "" when
// the place behind them is blank.
struct FoundText {
  std::string text;
  size_t begin = 0;
  size_t end = 0;
};
std::optional<FoundText> TextOf(absl::string_view text, const RE2& words) {
  re2::StringPiece m[2];
  if (!words.Match(Piece(text), 0, text.size(), RE2::UNANCHORED, m, 2)) return std::nullopt;
  if (m[1].data() == nullptr) {
    const size_t begin = OffsetOf(m[0], text);
    return FoundText{"", begin, begin + m[0].size()};
  }
  const size_t begin = OffsetOf(m[1], text);
  return FoundText{std::string(View(m[1])), begin, begin + m[1].size()};
}

// What a text says of an adoption, and where it stands: offsets into the text.
struct FoundAdoption {
  Adoption adoption;
  std::vector<std::pair<std::string, std::pair<size_t, size_t>>> places;
};

// "Общински съвет – Камен дол": a name of which only the first word has a capital is taken whole where
// it is the municipality's.
std::optional<FoundText> WithWholeName(absl::string_view text, std::optional<FoundText> body,
                                       absl::string_view municipality) {
  const std::size_t first = municipality.find(' ');
  if (!body || first == absl::string_view::npos) return body;
  if (!absl::EndsWith(body->text, municipality.substr(0, first))) return body;
  if (!absl::StartsWith(text.substr(body->end - first), municipality)) return body;
  body->end += municipality.size() - first;
  body->text = std::string(text.substr(body->begin, body->end - body->begin));
  return body;
}

FoundAdoption ReadAdoption(absl::string_view text, absl::string_view municipality) {
  // "№ 699/29.07.2022": the number ends where its date begins; "№ 45/2012" is all number.
  static const RE2 kDecisionWithDate("(?i)решени\\pL+" BLANKS "№?" BLANKS
                                     "([0-9]+(?:-[0-9\\pL]+)?)\\s*/\\s*[0-9]{1,2}\\.");
  static const RE2 kDecision("(?i)(?:решени\\pL+|decision)" BLANKS "(?:№|No\\.?)" BLANKS
                             "([0-9]+(?:[/-][0-9\\pL]+)*)?");
  static const RE2 kProtocolWithDate("(?i)(?:протокол\\pL*|minutes)" BLANKS "(?:№|No\\.?)" BLANKS
                                     "([0-9]+(?:-[0-9\\pL]+)?)\\s*/\\s*[0-9]{1,2}\\.");
  static const RE2 kProtocol("(?i)(?:протокол\\pL*|minutes)" BLANKS "(?:№|No\\.?)" BLANKS
                             "([0-9]+(?:[/-][0-9\\pL]+)*)?");
  static const RE2 kBody(
      "(?:^|[^\\pL])((?:Об[СC]|ОБ[СC])\\s?[-–]?\\s?(?:гр\\.\\s?)?\\p{Lu}\\pL+(?:\\s\\p{Lu}\\p{Ll}+)?|"
      "(?i:общинск\\pL+\\s+съвет)(?:\\s*[-–—]?\\s*(?i:на\\s+)?(?i:гр\\.|град|община)?\\s*\\p{Lu}\\pL+"
      "(?:\\s\\p{Lu}\\p{Ll}+)?)?|[Mm]unicipal\\s+[Cc]ouncil(?:\\s+of\\s+\\p{Lu}\\pL+)?)");
  FoundAdoption found;
  const auto take = [&](const char* field, const std::optional<FoundText>& from) {
    if (from) found.places.push_back({field, {from->begin, from->end}});
    return from ? std::optional<std::string>(from->text) : std::nullopt;
  };
  std::optional<FoundText> decision = TextOf(text, kDecisionWithDate);
  if (!decision) decision = TextOf(text, kDecision);
  found.adoption.decision_number = take("decision_number", decision);
  std::optional<FoundText> protocol = TextOf(text, kProtocolWithDate);
  if (!protocol) protocol = TextOf(text, kProtocol);
  found.adoption.protocol_number = take("protocol_number", protocol);
  found.adoption.body = take("body", WithWholeName(text, TextOf(text, kBody), municipality));
  std::vector<TextProblem> problems;
  const std::vector<WrittenDate> dates = FindDates(text, problems);
  // The fullest date counts; a year alone is one only behind "от", "на" or where nothing else stands.
  const auto fullest = std::max_element(dates.begin(), dates.end(), [](const auto& a, const auto& b) {
    return std::pair(a.date.day != 0, a.date.month != 0) <
           std::pair(b.date.day != 0, b.date.month != 0);
  });
  if (fullest != dates.end()) {
    found.adoption.date = fullest->date.as_written;
    found.adoption.on = fullest->date;
    found.places.push_back({"date", {fullest->begin, fullest->end}});
  } else if (problems.empty()) {
    // "с протокол № от … г.": the place for the date is there and blank.
    static const RE2 kBlankDate("(?i)(?:от|на)\\s*[.…_]*\\s*(?:г\\.|година)");
    if (const auto blank = TextOf(text, kBlankDate)) {
      found.adoption.date = "";
      found.adoption.on = PartialDate();
    }
  }
  return found;
}

PlanLevel LevelOf(absl::string_view name) {
  const std::string folded = FoldName(name);
  if (absl::StartsWith(folded, "национал") || absl::StartsWith(folded, "national"))
    return PlanLevel::kNational;
  if (absl::StartsWith(folded, "област") || absl::StartsWith(folded, "regional"))
    return PlanLevel::kRegional;
  if (absl::StartsWith(folded, "общинск") || absl::StartsWith(folded, "municipal"))
    return PlanLevel::kMunicipal;
  return PlanLevel::kUnspecified;
}

// Names that differ only by the article and capitals are one: "Областната стратегия", "областна
// стратегия".
std::string NameKey(absl::string_view name) {
  return absl::StrReplaceAll(FoldName(name), {{"ската ", "ска "},
                                              {"ластната ", "ластна "},
                                              {"налната ", "нална "},
                                              {"стратегията", "стратегия"}});
}

struct NamedStrategy {
  std::string name;
  size_t begin = 0;
  size_t end = 0;
  std::optional<Period> period;
};

// The strategies that a sentence names. A name ends where the sentence goes on without it.
std::vector<NamedStrategy> FindStrategies(absl::string_view sentence) {
  static const RE2 kBegin(
      "(?i)(?:^|[^\\pL])((?:общинск|областн|национал|регионалн)\\pL+\\s+(?:\\pL+\\s+)?стратеги(?:я|ята)"
      "|"
      "(?:municipal|regional|national)\\s+strategy)(?:$|[^\\pL])");
  static const RE2 kEnd(
      "(?i)[.](?:\\s|$)|[;(\\n]|\\s+(?:е|са|беше|с\\s+оглед|приет\\pL*|която|който|както|за\\s+периода|"
      "и\\s+"
      "(?:на\\s+)?(?:общинск|областн|национал|регионалн)\\pL+)(?:\\s|$)|,\\s+(?:приет\\pL*|която|"
      "който|както|а|и|областн\\pL+|национал\\pL+|общинск\\pL+)\\s");
  std::vector<NamedStrategy> found;
  re2::StringPiece m[2];
  for (size_t at = 0; kBegin.Match(Piece(sentence), at, sentence.size(), RE2::UNANCHORED, m, 2);) {
    const size_t begin = OffsetOf(m[1], sentence);
    const size_t after = begin + m[1].size();
    size_t end = sentence.size();
    re2::StringPiece stop;
    if (kEnd.Match(Piece(sentence), after, sentence.size(), RE2::UNANCHORED, &stop, 1))
      end = OffsetOf(stop, sentence);
    NamedStrategy strategy{.begin = begin, .end = end};
    absl::string_view name = sentence.substr(begin, end - begin);
    // The period stands at the end of the name, or in brackets or "за периода" behind it.
    std::vector<TextProblem> problems;
    const absl::string_view behind =
        sentence.substr(begin, std::min(sentence.size() - begin, end - begin + 60));
    for (const WrittenPeriod& period : FindPeriods(behind, problems)) {
      static const RE2 kBetween("(?i)[\\s(,]*(?:за\\s+периода\\s*)?[\\s(]*");
      const bool inside = period.begin < name.size();
      if (!inside &&
          !RE2::FullMatch(Piece(behind.substr(name.size(), period.begin - name.size())), kBetween))
        continue;
      strategy.period = Period{period.from, period.to, period.as_written};
      if (inside) name = name.substr(0, period.begin);
      break;
    }
    strategy.name = std::string(Trimmed(name));
    std::replace(strategy.name.begin(), strategy.name.end(), '\n', ' ');
    strategy.end = begin + name.size();
    at = std::max(after, end);
    if (found.size() == kParentsMax) break;
    found.push_back(std::move(strategy));
  }
  return found;
}

void AddParent(const ProseLine& line, size_t offset, const NamedStrategy& named,
               const FoundAdoption* adoption, Plan& plan, Notebook& notebook) {
  for (ParentStrategy& known : plan.parents) {
    if (NameKey(known.title) != NameKey(named.name)) continue;
    if (!known.period) known.period = named.period;
    // Named before without a word of its adoption.
    if (adoption != nullptr && known.adoption == Adoption()) known.adoption = adoption->adoption;
    return;
  }
  if (plan.parents.size() == kParentsMax) return;
  ParentStrategy parent;
  parent.title = named.name;
  parent.level = LevelOf(named.name);
  parent.period = named.period;
  if (line.source != nullptr) parent.line = line.source->place.line;
  if (adoption != nullptr) parent.adoption = adoption->adoption;
  plan.parents.push_back(std::move(parent));
  const std::string path = absl::StrCat("parents.", plan.parents.size());
  notebook.Value(path, Within(line.at, offset + named.begin, offset + named.end));
}

// What a sentence says of the adoption of one of the strategies that it names.
struct AdoptionSaid {
  size_t strategy = 0;  // Which of those named.
  size_t begin = 0;     // Of its words in the sentence.
  FoundAdoption found;
};

// "приета": the strategy named last before it; "приетата", "одобрената": the one named behind. One
// strategy alone is meant by both. "приети" speaks of several and gives none its own: a finding.
std::vector<AdoptionSaid> AdoptionsIn(const ProseLine& line, const Sentence& sentence,
                                      const std::vector<NamedStrategy>& named,
                                      absl::string_view municipality, Notebook& notebook) {
  static const RE2 kAdopted(
      "(?i)(?:^|[^\\pL])((?:приет|одобрен)(?:а(та)?|и(?:те)?)|adopted)(?:$|[^\\pL])");
  static const RE2 kSeveral("(?i)(?:приет|одобрен)и(?:те)?");
  static const RE2 kDecision("(?i)решени|протокол|decision|minutes");
  std::vector<AdoptionSaid> said;
  const absl::string_view text = sentence.text;
  re2::StringPiece m[3];
  size_t count = 0;  // A sentence that speaks of more adoptions was not written by people.
  for (size_t at = 0;
       ++count <= kParentsMax && kAdopted.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 3);) {
    const size_t begin = OffsetOf(m[1], text);
    at = begin + m[1].size();
    const bool several = RE2::FullMatch(m[1], kSeveral);
    size_t end = text.size();
    size_t which = named.size();
    for (size_t i = 0; i < named.size(); ++i) {
      if (named[i].begin < begin && m[2].empty()) which = i;
      if (named[i].begin < begin) continue;
      if (which == named.size() && !m[2].empty()) which = i;
      if (named.size() > 1) end = std::min(end, named[i].begin);
    }
    if (named.size() == 1 && !several) which = 0;
    const absl::string_view words = text.substr(begin, end - begin);
    if (which < named.size() && !several) {
      said.push_back({.strategy = which, .begin = begin, .found = ReadAdoption(words, municipality)});
      if (named.size() == 1) return said;
    } else if (named.size() > 1 && RE2::PartialMatch(Piece(words), kDecision)) {
      notebook.Find(Within(line.at, sentence.begin + begin, sentence.begin + begin + words.size()),
                    "PLAN_ADOPTION_OF_WHICH", {{"value", std::string(Trimmed(words))}});
    }
  }
  return said;
}

// Takes the number of the minutes from a note that the sentence refers to, where it speaks of none.
const ProtocolNote* TakeProtocol(const ProseLine& line, const Sentence& sentence,
                                 const std::vector<ProtocolNote>& notes, Adoption& adoption) {
  if (adoption.protocol_number) return nullptr;
  const ProtocolNote* note =
      ProtocolFor(line, sentence.begin, sentence.begin + sentence.text.size(), adoption.on, notes);
  if (note != nullptr) adoption.protocol_number = note->number;
  return note;
}

}  // namespace

void ReadParents(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                 Plan& plan, Notebook& notebook) {
  static const RE2 kCarriesOut(
      "(?i)изпълн(?:ени|ява)|съобразен|съгласно|въз\\s+основа|implement|in\\s+line\\s+with|accordance");
  for (const ProseLine& line : lines) {
    if (line.text.size() > (64 << 10)) continue;
    for (const Sentence& sentence : SentencesOf(line.text)) {
      if (!RE2::PartialMatch(Piece(sentence.text), kCarriesOut)) continue;
      const std::vector<NamedStrategy> named = FindStrategies(sentence.text);
      std::vector<AdoptionSaid> said = AdoptionsIn(line, sentence, named, plan.municipality, notebook);
      for (size_t i = 0; i < named.size(); ++i) {
        const auto own = std::find_if(said.begin(), said.end(),
                                      [&](const AdoptionSaid& item) { return item.strategy == i; });
        const ProtocolNote* note = own != said.end() && named.size() == 1
                                       ? TakeProtocol(line, sentence, notes, own->found.adoption)
                                       : nullptr;
        const size_t known = plan.parents.size();
        AddParent(line, sentence.begin, named[i], own == said.end() ? nullptr : &own->found, plan,
                  notebook);
        if (own == said.end() || plan.parents.size() == known) continue;
        const std::string path = absl::StrCat("parents.", plan.parents.size(), ".adoption.");
        for (const auto& [field, place] : own->found.places) {
          notebook.Value(path + field, Within(line.at, sentence.begin + own->begin + place.first,
                                              sentence.begin + own->begin + place.second));
        }
        if (note != nullptr) notebook.Value(path + "protocol_number", note->at);
      }
    }
  }
  if (!plan.parents.empty()) plan.strategy = plan.parents.front();
}

namespace {

// Takes what the words say that nothing before them said.
void TakeOwnAdoption(const ProseLine& line, size_t begin, absl::string_view words, Plan& plan,
                     Notebook& notebook) {
  const FoundAdoption found = ReadAdoption(words, plan.municipality);
  if (!plan.adoption) {
    notebook.Value("adoption", Within(line.at, begin, begin + words.size()));
    plan.adoption = Adoption();
  }
  Adoption& own = *plan.adoption;
  const auto place = [&](const std::string& field) {
    for (const auto& [name, bytes] : found.places) {
      if (name == field) {
        notebook.Value(absl::StrCat("adoption.", field),
                       Within(line.at, begin + bytes.first, begin + bytes.second));
      }
    }
  };
  const auto take = [&](const char* field, const std::optional<std::string>& from,
                        std::optional<std::string>& to) {
    if (to || !from) return;
    to = from;
    place(field);
  };
  take("decision_number", found.adoption.decision_number, own.decision_number);
  take("protocol_number", found.adoption.protocol_number, own.protocol_number);
  take("body", found.adoption.body, own.body);
  if (own.date || !found.adoption.date) return;
  own.date = found.adoption.date;
  own.on = found.adoption.on;
  place("date");
  if (own.on) notebook.NoteYear(line.at, *own.on);
}

// The words speak of another adoption: of a strategy, or with another decision or protocol than the own
// one.
bool SpeaksOfAnother(absl::string_view words, const Adoption& own) {
  static const RE2 kOther(
      "(?i)(?:^|[^\\pL])(?:приет|одобрен|утвърден|стратеги|adopted|approved|strateg)");
  if (RE2::PartialMatch(Piece(words), kOther)) return true;
  const Adoption found = ReadAdoption(words, "").adoption;
  const auto differs = [](const std::optional<std::string>& a, const std::optional<std::string>& b) {
    return a && b && *a != *b;
  };
  return differs(found.decision_number, own.decision_number) ||
         differs(found.protocol_number, own.protocol_number);
}

// An adoption may stand on several lines: "Приет с Решение № 87", "по Протокол № 6 от 28.03.2019 г.",
// "на Общински съвет – Любимец".
void TakeContinuations(const std::vector<ProseLine>& lines, const ProseLine* line, size_t from,
                       Plan& plan, Notebook& notebook) {
  constexpr int kLinesMax = 3;
  constexpr size_t kLineBytesMax = 200;
  static const RE2 kGoesOn(
      "(?i)^[\\s(,]*(?:взето\\s+)?(?:по|с|със|от|на|и)\\s+(?:дата\\s+|заседание|протокол|решени|"
      "общинск\\pL+\\s+"
      "съвет|обс(?:$|[^\\pL])|[0-9]{1,2}\\.)");
  const ProseLine* const last = lines.data() + lines.size();
  for (int taken = 0; taken < kLinesMax && line != last;) {
    const absl::string_view rest =
        absl::string_view(line->text).substr(std::min(from, line->text.size()));
    for (const Sentence& sentence : SentencesOf(rest)) {
      if (taken == kLinesMax || sentence.text.size() > kLineBytesMax ||
          !RE2::PartialMatch(Piece(sentence.text), kGoesOn) ||
          SpeaksOfAnother(sentence.text, *plan.adoption))
        return;
      ++taken;
      notebook.Use(line->at);
      TakeOwnAdoption(*line, from + sentence.begin, sentence.text, plan, notebook);
    }
    ++line;
    from = 0;
  }
}

}  // namespace

void ReadOwnAdoption(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                     Plan& plan, Notebook& notebook) {
  // "приет" agrees with план, "приета" with стратегия and програма: a line of its own, "Приет с
  // Решение № 12", speaks of the document itself.
  static const RE2 kPlan(
      "(?i)^(?:настоящият\\s+|годишният\\s+|общинският\\s+|този\\s+)?план(?:ът|а)?\\s(?:.*\\s)?(?:"
      "е|беше|бе)\\s+"
      "(приет|одобрен|гласуван)(?:$|[^\\pL])");
  static const RE2 kProgramme(
      "(?i)^(?:настоящата\\s+|общинската\\s+)?програма(?:та)?\\s(?:.*\\s)?(?:е|беше|бе)\\s+"
      "(приета|одобрена)(?:$|[^\\pL])");
  static const RE2 kAlone(
      "(?i)^[(*„\"\\s]*(приет|приета|одобрен|одобрена|утвърден|утвърдена|adopted)\\s+(?:с|от|на|by|"
      "with|on)"
      "(?:$|[^\\pL])");
  // A document that calls itself an annex of the decision is what was decided; further down it is a
  // paper of its own.
  static const RE2 kAnnex(
      "(?i)^[(*„\"\\s]*приложение\\s*(?:№\\s*)?[0-9IVXІХ]{0,4}\\s*към\\s+(решение)(?:$|[^\\pL])");
  constexpr std::ptrdiff_t kAnnexWithin = 10;
  static const RE2 kDecision("(?i)решени|протокол|съвет|обс|decision|council");
  for (const ProseLine& line : lines) {
    if (line.text.size() > (64 << 10)) continue;
    for (const Sentence& sentence : SentencesOf(line.text)) {
      re2::StringPiece verb;
      if (!RE2::PartialMatch(Piece(sentence.text), kPlan, &verb) &&
          !RE2::PartialMatch(Piece(sentence.text), kProgramme, &verb) &&
          !RE2::PartialMatch(Piece(sentence.text), kAlone, &verb) &&
          !(&line - lines.data() < kAnnexWithin &&
            RE2::PartialMatch(Piece(sentence.text), kAnnex, &verb))) {
        continue;
      }
      const size_t begin = OffsetOf(verb, sentence.text);
      const absl::string_view words = sentence.text.substr(begin);
      if (!RE2::PartialMatch(Piece(words), kDecision)) continue;
      TakeOwnAdoption(line, sentence.begin + begin, words, plan, notebook);
      TakeContinuations(lines, &line, sentence.begin + sentence.text.size(), plan, notebook);
      const ProtocolNote* note = TakeProtocol(line, sentence, notes, *plan.adoption);
      if (note != nullptr) notebook.Value("adoption.protocol_number", note->at);
      return;
    }
  }
}

namespace {

// Where a sentence names a plan or something else that has periods, in its order.
struct Mention {
  size_t end = 0;
  bool plan = false;
};
std::vector<Mention> MentionsIn(absl::string_view sentence) {
  static const RE2 kMention(
      "(?i)(?:^|[^\\pL])(план(?:ът|а)?|стратеги\\pL*|програм\\pL*|проект\\pL*|plan|strategy|"
      "programme)(?:$|[^\\pL])");
  static const RE2 kPlan("(?i)план.*|plan");
  std::vector<Mention> mentions;
  re2::StringPiece m[2];
  for (size_t at = 0; kMention.Match(Piece(sentence), at, sentence.size(), RE2::UNANCHORED, m, 2);) {
    at = OffsetOf(m[1], sentence) + m[1].size();
    mentions.push_back({at, RE2::FullMatch(m[1], kPlan)});
  }
  return mentions;
}

void AddPeriodWritten(const WrittenPeriod& period, const Where& at, Plan& plan, Notebook& notebook) {
  const Period written{period.from, period.to, period.as_written};
  const auto& known = plan.periods_written;
  if (std::find(known.begin(), known.end(), written) != known.end()) return;  // Said once more.
  if (known.size() == kPeriodsMax) return;
  plan.periods_written.push_back(written);
  notebook.Value(absl::StrCat("periods_written.", known.size()), at);
}

}  // namespace

// A period is of whatever was named last before it: "план за периода 2012-2020" is the plan's,
// "Национална стратегия … (2012-2020)" is not.
void ReadPeriodsWritten(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  for (const ProseLine& line : lines) {
    for (const Sentence& sentence : SentencesOf(line.text)) {
      const std::vector<Mention> mentions = MentionsIn(sentence.text);
      if (mentions.empty()) continue;
      std::vector<TextProblem> problems;
      for (const WrittenPeriod& period : FindPeriods(sentence.text, problems)) {
        const auto after =
            std::upper_bound(mentions.begin(), mentions.end(), period.begin,
                             [](size_t begin, const Mention& mention) { return begin < mention.end; });
        if (after == mentions.begin() || !std::prev(after)->plan) continue;
        // The title's own period stands there too.
        const absl::string_view beginning = sentence.text.substr(0, 40);
        if (plan.period_titled && period.as_written == plan.period_titled->as_written &&
            absl::StrContains(plan.title, beginning)) {
          continue;
        }
        AddPeriodWritten(period,
                         Within(line.at, sentence.begin + period.begin, sentence.begin + period.end),
                         plan, notebook);
      }
    }
  }
}

void ReadRegion(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kRegion(
      "(?:^|[^\\pL])(?:[Оо]бласт|ОБЛАСТ|обл\\.)\\s+[„\"“]?(\\p{Lu}\\pL+(?:[ -]\\p{Lu}\\pL+)?)");
  for (const ProseLine& line : lines) {
    re2::StringPiece name;
    if (!RE2::PartialMatch(Piece(line.text), kRegion, &name)) continue;
    plan.region = std::string(View(name));
    const size_t begin = OffsetOf(name, line.text);
    notebook.Value("region", Within(line.at, begin, begin + name.size()));
    return;
  }
}

}  // namespace tranche::plans::reading
