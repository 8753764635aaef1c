// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/adoption.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "plans/reading/adoption_words.h"
#include "plans/reading/notes.h"
#include "plans/reading/raw_measure.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

#define BLANKS "[\\s\\x{A0}\\x{202F}]*"

constexpr size_t kParentsMax = 20;

absl::string_view Trimmed(absl::string_view text) {
  static const RE2 kTrim("^[\\s\\x{A0}]*(.*?)[\\s\\x{A0},;:*⁰¹²³⁴⁵⁶⁷⁸⁹–—-]*$");
  re2::StringPiece trimmed;
  return RE2::PartialMatch(Piece(text), kTrim, &trimmed) ? View(trimmed) : text;
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
  size_t period_end = 0;  // 0 without a period.
  std::optional<Period> period;
};

// "Стратегията за … за 2021 – 2025 г.": the word before the period is none of the name.
absl::string_view WithoutFor(absl::string_view name) {
  static const RE2 kFor("(?i)(\\s+(?:за|през|for))[\\s\\x{A0}]*$");
  re2::StringPiece word;
  return RE2::PartialMatch(Piece(name), kFor, &word) ? name.substr(0, OffsetOf(word, name)) : name;
}

// The strategies that a sentence names. A name ends where the sentence goes on without it.
std::vector<NamedStrategy> FindStrategies(absl::string_view sentence) {
  static const RE2 kBegin(
      "(?i)(?:^|[^\\pL])((?:общинск|областн|национал|регионалн)\\pL+\\s+(?:\\pL+\\s+)?стратеги(?:я|ята)"
      "|стратеги(?:я|ята)\\s+за\\s+\\pL+|"
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
      if (inside) name = WithoutFor(name.substr(0, period.begin));
      strategy.period_end = begin + period.end;
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
  notebook.Value(path,
                 Within(line.at, offset + named.begin, offset + std::max(named.end, named.period_end)));
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

// Where the words end that say of what is named behind them that the plan carries it out, "се основава
// на", "Основание:"; 0 where the sentence says so of all that it names, nothing where it says it of
// none.
std::optional<size_t> CarriesOutFrom(absl::string_view sentence) {
  static const RE2 kCarriesOut(
      "(?i)изпълн(?:ени|ява)|съобразен|съгласно|въз\\s+основа|implement|in\\s+line\\s+with|accordance");
  static const RE2 kRestsOn(
      "(?i)(?:^|[^\\pL])(?:(?:се\\s+)?основават?\\s+на|конкретизират?|произтичат?\\s+от|в\\s+"
      "съответствие\\s+с(?:ъс)?|"
      "^основание\\s*:)(?:$|[^\\pL])");
  static const RE2 kDenied("(?i)(?:^|[^\\pL])не(?:\\s+(?:се|е|са))?\\s*$");
  if (RE2::PartialMatch(Piece(sentence), kCarriesOut)) return 0;
  re2::StringPiece words;
  if (!kRestsOn.Match(Piece(sentence), 0, sentence.size(), RE2::UNANCHORED, &words, 1))
    return std::nullopt;
  const size_t begin = OffsetOf(words, sentence);
  if (RE2::PartialMatch(Piece(sentence.substr(0, begin)), kDenied)) return std::nullopt;
  return begin + words.size();
}

// "Стратегията за …" without its level: one of those that are named with it, where there are any.
bool IsNamedShort(const std::vector<NamedStrategy>& named, const NamedStrategy& strategy,
                  const Plan& plan) {
  static const RE2 kShort("(?i)^стратеги");
  const auto is_short = [&](const NamedStrategy& each) { return RE2::PartialMatch(each.name, kShort); };
  return is_short(strategy) && (plan.kind == PlanKind::kStrategy || !plan.parents.empty() ||
                                !std::all_of(named.begin(), named.end(), is_short));
}

void ReadParentsOf(const ProseLine& line, const Sentence& sentence,
                   const std::vector<ProtocolNote>& notes, Plan& plan, Notebook& notebook) {
  const std::optional<size_t> from = CarriesOutFrom(sentence.text);
  if (!from) return;
  const std::vector<NamedStrategy> named = FindStrategies(sentence.text);
  // "Областната стратегия се основава на Националната": said of another document than the plan.
  if (!named.empty() && named.front().begin < *from) return;
  std::vector<AdoptionSaid> said = AdoptionsIn(line, sentence, named, plan.municipality, notebook);
  for (size_t i = 0; i < named.size(); ++i) {
    if (IsNamedShort(named, named[i], plan)) continue;
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

}  // namespace

void ReadParents(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                 Plan& plan, Notebook& notebook) {
  for (const ProseLine& line : lines) {
    if (line.text.size() > (64 << 10)) continue;
    for (const Sentence& sentence : SentencesOf(line.text))
      ReadParentsOf(line, sentence, notes, plan, notebook);
  }
  if (!plan.parents.empty()) plan.strategy = plan.parents.front();
}

namespace {

// A line, and of a plain text those that it is wrapped to.
struct Paragraph {
  JoinedText places;
  std::string text;
  const ProseLine* last = nullptr;  // Its last line,
  size_t last_begin = 0;            // which begins at this byte.
};

// A line with a capital letter may say something else, such as another adoption.
bool GoesOnAlike(const ProseLine& before, const ProseLine& line) {
  static const RE2 kCapital("^[„\"(]?\\p{Lu}");
  static const RE2 kDash("[-–—]$");
  return GoesOn(before, line) && (!RE2::PartialMatch(Piece(line.text), kCapital) ||
                                  RE2::PartialMatch(Piece(before.text), kDash));
}

Paragraph ParagraphOf(const std::vector<ProseLine>& lines, size_t index) {
  constexpr size_t kLinesMax = 4;
  Paragraph paragraph;
  for (size_t i = index; i < lines.size() && i < index + kLinesMax; ++i) {
    if (i > index && !GoesOnAlike(lines[i - 1], lines[i])) break;
    if (i > index) paragraph.text += " ";
    paragraph.last = &lines[i];
    paragraph.last_begin = paragraph.text.size();
    absl::StrAppend(&paragraph.text, lines[i].text);
    paragraph.places.Add(lines[i].at, lines[i].text);
  }
  return paragraph;
}

// Takes what the words say that nothing before them said.
void TakeOwnAdoption(const JoinedText& line, size_t begin, absl::string_view words, Plan& plan,
                     Notebook& notebook) {
  const FoundAdoption found = ReadAdoption(words, plan.municipality);
  if (!plan.adoption) {
    notebook.Value("adoption", line.At(begin, begin + words.size()));
    plan.adoption = Adoption();
  }
  notebook.Cover(line.At(begin, begin + words.size()));
  Adoption& own = *plan.adoption;
  const auto place = [&](const std::string& field) {
    for (const auto& [name, bytes] : found.places) {
      if (name == field) {
        notebook.Value(absl::StrCat("adoption.", field),
                       line.At(begin + bytes.first, begin + bytes.second));
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
  if (own.on) notebook.NoteYear(line.All(), *own.on);
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
      JoinedText places;
      places.Add(line->at, line->text);
      TakeOwnAdoption(places, from + sentence.begin, sentence.text, plan, notebook);
    }
    ++line;
    from = 0;
  }
}

// Where a sentence begins to say that the document itself was adopted.
std::optional<size_t> OwnAdoptionFrom(absl::string_view sentence, bool near_top) {
  // "приет" agrees with план, "приета" with стратегия and програма: a line of its own, "Приет с
  // Решение № 12", speaks of the document itself.
  static const RE2 kPlan(
      "(?i)^[(*„\"\\s]*(?:настоящият\\s+|годишният\\s+|общинският\\s+|този\\s+)?план(?:ът|а)?\\s(?:.*"
      "\\s)?(?:"
      "е|беше|бе)\\s+"
      "(приет|одобрен|гласуван)(?:$|[^\\pL])");
  static const RE2 kProgramme(
      "(?i)^[(*„\"\\s]*(?:настоящата\\s+|общинската\\s+)?програма(?:та)?\\s(?:.*\\s)?(?:е|беше|бе)\\s+"
      "(приета|одобрена)(?:$|[^\\pL])");
  static const RE2 kAlone(
      "(?i)^[(*„\"\\s]*(приет|приета|одобрен|одобрена|утвърден|утвърдена|adopted)\\s+(?:с|от|на|by|"
      "with|on)"
      "(?:$|[^\\pL])");
  // "се приема" without a number says how plans are adopted, not that this one was.
  static const RE2 kPresent(
      "(?i)^(?:настоящият\\s+)?(?:\\pL+\\s+)?план(?:ът|а)?\\s(?:.*\\s)?се\\s+(приема|утвърждава)\\s"
      ".*решение" BLANKS "(?:№" BLANKS ")?[0-9]");
  // "Стратегията е приета с …, а настоящият план – с Решение № 45".
  static const RE2 kBeside(
      "(?i)(?:^|[^\\pL])настоящият\\s+(?:\\pL+\\s+)?план\\s*[–—-]\\s*(с\\s+решение" BLANKS "(?:№" BLANKS
      ")?[0-9])");
  // A document that calls itself an annex of the decision is what was decided; further down it is a
  // paper of its own.
  static const RE2 kAnnex(
      "(?i)^[(*„\"\\s]*приложение\\s*(?:№\\s*)?[0-9IVXІХ]{0,4}\\s*към\\s+(решение)(?:$|[^\\pL])");
  re2::StringPiece verb;
  for (const RE2* const words : {&kPlan, &kProgramme, &kAlone, &kPresent, &kBeside}) {
    if (RE2::PartialMatch(Piece(sentence), *words, &verb)) return OffsetOf(verb, sentence);
  }
  if (near_top && RE2::PartialMatch(Piece(sentence), kAnnex, &verb)) return OffsetOf(verb, sentence);
  return std::nullopt;
}

// The words of an adoption, up to a later decision that changed what was adopted. One that was repealed
// is none.
absl::string_view AdoptionWords(absl::string_view words) {
  static const RE2 kRepealed("(?i)(?:^|[^\\pL])отменен[оа]?\\s+с(?:ъс)?\\s");
  static const RE2 kChanged(
      "(?i)([\\s,(]+(?:и\\s+)?(?:изменен|допълнен|актуализиран|изм\\.|доп\\.)[оа]?\\s.*)");
  static const RE2 kDecision("(?i)решени|протокол|съвет|обс|decision|council");
  if (RE2::PartialMatch(Piece(words), kRepealed)) return "";
  re2::StringPiece rest;
  if (RE2::PartialMatch(Piece(words), kChanged, &rest)) words = words.substr(0, OffsetOf(rest, words));
  return RE2::PartialMatch(Piece(words), kDecision) ? words : "";
}

}  // namespace

void ReadOwnAdoption(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                     Plan& plan, Notebook& notebook) {
  constexpr std::ptrdiff_t kAnnexWithin = 10;
  for (size_t i = 0; i < lines.size(); ++i) {
    const ProseLine& line = lines[i];
    if (line.text.size() > (64 << 10)) continue;
    const Paragraph paragraph = ParagraphOf(lines, i);
    for (const Sentence& sentence : SentencesOf(paragraph.text)) {
      if (sentence.begin >= line.text.size()) break;  // Of a line that is read by itself.
      const std::optional<size_t> begin =
          OwnAdoptionFrom(sentence.text, static_cast<std::ptrdiff_t>(i) < kAnnexWithin);
      if (!begin) continue;
      const absl::string_view words = AdoptionWords(sentence.text.substr(*begin));
      if (words.empty()) continue;
      if (plan.adoption) {
        // Said once more, perhaps more fully.
        const Adoption again = ReadAdoption(words, plan.municipality).adoption;
        if (again.decision_number && again.decision_number == plan.adoption->decision_number)
          TakeOwnAdoption(paragraph.places, sentence.begin + *begin, words, plan, notebook);
        continue;
      }
      TakeOwnAdoption(paragraph.places, sentence.begin + *begin, words, plan, notebook);
      const size_t end = sentence.begin + sentence.text.size();
      const bool wrapped = end > line.text.size();
      if (!wrapped) {
        TakeContinuations(lines, &line, end, plan, notebook);
      } else if (end > paragraph.last_begin) {
        TakeContinuations(lines, paragraph.last, end - paragraph.last_begin, plan, notebook);
      }
      const ProtocolNote* note =
          wrapped ? nullptr : TakeProtocol(line, sentence, notes, *plan.adoption);
      if (note != nullptr) notebook.Value("adoption.protocol_number", note->at);
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
