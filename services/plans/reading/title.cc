// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/title.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/base/digest.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// An identifier has at most 63 bytes; "-2013-2014" takes ten of them.
constexpr size_t kSlugBytesMax = 53;
// What a municipality keeps of it whatever the topic.
constexpr size_t kTownBytes = 28;
constexpr size_t kTopicMarkBytes = 8;
// Titles stand near the beginning; what comes later speaks of plans.
constexpr size_t kTitleWithin = 60;
constexpr size_t kLinesJoinedMax = 6;
constexpr size_t kShortLineBytesMax = 300;

// "Г О Д И Ш Е Н П Л А Н ЗА 2013" -> "ГОДИШЕН ПЛАН ЗА 2013": letters set apart for emphasis are one
// word. Where the words divide is not written, so the two that every title begins with are known here.
std::string JoinSpacedLetters(absl::string_view line) {
  static const RE2 kLetter("\\pL");
  static const RE2 kTwoWords(
      "(?i)^(годишен|общински|годишна|общинска|областна|национална)(план|програма|стратегия)");
  constexpr size_t kRunMin = 4;  // One or two letters alone are words: "в", "и", "с".
  std::vector<std::string> words;
  std::string run;
  size_t run_letters = 0;
  std::vector<std::string> letters;
  const auto close = [&] {
    if (run_letters >= kRunMin) {
      words.push_back(run);
    } else {
      words.insert(words.end(), letters.begin(), letters.end());
    }
    run.clear();
    letters.clear();
    run_letters = 0;
  };
  for (const absl::string_view word :
       absl::StrSplit(line, absl::ByAnyChar(" \t\n"), absl::SkipEmpty())) {
    if (RE2::FullMatch(Piece(word), kLetter)) {
      absl::StrAppend(&run, word);
      letters.emplace_back(word);
      ++run_letters;
      continue;
    }
    close();
    words.emplace_back(word);
  }
  close();
  std::string joined = absl::StrJoin(words, " ");
  RE2::Replace(&joined, kTwoWords, "\\1 \\2");
  return joined;
}

// What the title says before it names what it carries out: the rest is about another document.
absl::string_view OwnPart(absl::string_view title) {
  static const RE2 kCarriesOut(
      "(?i)(\\s+(?:в|за)\\s+изпълнение\\s+на\\s+.*(?:стратеги|план|програм)|\\s+към\\s+"
      "(?:общинск|областн|национал)|\\s+in\\s+implementation\\s+of)");
  re2::StringPiece rest;
  if (!RE2::PartialMatch(Piece(title), kCarriesOut, &rest)) return title;
  return title.substr(0, static_cast<size_t>(rest.data() - title.data()));
}

struct Candidate {
  size_t line = 0;
  size_t lines = 1;
  std::string text;
  int score = 0;
};

bool HasYear(absl::string_view text) {
  static const RE2 kYear("(?:^|[^0-9])(?:19|20)[0-9]{2}(?:$|[^0-9])");
  return RE2::PartialMatch(Piece(text), kYear);
}

bool NamesMunicipality(absl::string_view text) {
  static const RE2 kMunicipality("(?i)(?:^|[^\\pL])(?:община|общ\\.|municipality)(?:$|[^\\pL])");
  return RE2::PartialMatch(Piece(text), kMunicipality);
}

bool BeginsTitle(absl::string_view text) {
  static const RE2 kTitle(
      "(?i)^[„\"«“]?(?:(?:проект\\s+на|актуализиран\\pL*|годишен|годишна|тригодишен|тригодишна|"
      "общински|общинска|"
      "областен|областна|национален|национална|дългосрочна|дългосрочен|краткосрочна|краткосрочен|"
      "интегриран|календарен|календарна|средносрочен|средносрочна|инвестиционна|капиталова|оперативен|"
      "работен|примерен|комплексна|младежки|"
      "стратегически|annual|municipal|regional|national|action|strategic|\\pL+\\s+action)\\s+){0,3}"
      "(?:план(?:-програма)?|програма|стратегия|(?:\\pL+\\s+){0,2}календар(?:\\s+на\\s+\\pL+)?|plan|"
      "programme|program|strategy)(?:$|[^\\pL])");
  static const RE2 kEnglish(
      "(?i)^(?:municipality\\s+of\\s+)?[\\pL -]*?(?:annual|municipal|action)\\s+(?:\\pL+\\s+){0,3}"
      "(?:plan|programme|strategy)(?:$|[^\\pL])");
  // Sentences about a plan are not its title.
  static const RE2 kVerb("(?i)\\s(?:е|са|беше|бе|бяха|is|was|has|will)\\s+\\pL");
  // "… за 2017 г. Община Борово" goes on.
  static const RE2 kYearGoesOn("(?i)([0-9]{4}\\s*г)\\.(\\s+общин)");
  std::string whole(text);
  RE2::GlobalReplace(&whole, kYearGoesOn, "\\1\\2");
  if (RE2::PartialMatch(Piece(text), kVerb) || SentencesOf(whole).size() > 1) return false;
  return RE2::PartialMatch(Piece(text), kTitle) || RE2::PartialMatch(Piece(text), kEnglish);
}

// A line that goes on with a title above it: "ЗА РАЗВИТИЕ НА …", "НА ОБЩИНА …", "(2013-2014 г.)".
bool GoesOn(const ProseLine& line, const std::string& title) {
  static const RE2 kNext(
      "(?i)^(?:за|на|в|във|през|по|от|с|и|към|до|община|период|for|of|in|on|to|and|"
      "municipality)(?:$|[^\\pL])|^[(„\"«]|^(?:19|20)[0-9]{2}");
  static const RE2 kHanging(
      "(?i)(?:^|\\s)(?:за|на|в|във|през|по|от|с|и|към|of|for|in|the|and|план|програма)$");
  static const RE2 kEndsSentence("(?i)(?:^|[^.])\\.$"), kEndsYear("(?i)[0-9]\\s*(?:г|год)\\.$");
  // "П Л А Н" alone stands well apart from what it is for.
  const int apart_max = absl::StrContains(title, ' ') ? 1 : 3;
  if (line.list_item || line.text.size() > kShortLineBytesMax || line.blank_lines_before > apart_max)
    return false;
  if (RE2::PartialMatch(Piece(line.text), kEndsSentence) &&
      !RE2::PartialMatch(Piece(line.text), kEndsYear))
    return false;
  return RE2::PartialMatch(Piece(line.text), kNext) || RE2::PartialMatch(title, kHanging);
}

// Of a title over several lines, the one on which the words begin.
Where LineOf(const std::vector<ProseLine>& lines, const Candidate& title, absl::string_view words) {
  const size_t begin = title.text.find(std::string(words));
  size_t end = 0;
  for (size_t i = 0; i < title.lines; ++i) {
    end += JoinSpacedLetters(lines[title.line + i].text).size() + 1;
    if (begin < end) return lines[title.line + i].at;
  }
  return lines[title.line].at;
}

constexpr int kWholeScore = 5;  // Municipality and year stand in the title.

std::optional<Candidate> FindTitle(const std::vector<ProseLine>& lines, Notebook& notebook) {
  std::optional<Candidate> best;
  const size_t within = std::min(lines.size(), kTitleWithin);
  for (size_t i = 0; i < within; ++i) {
    if (lines[i].text.size() > 4 * kTitleBytesMax) continue;
    const std::string text = JoinSpacedLetters(lines[i].text);
    if (!BeginsTitle(text) || (lines[i].list_item && HasYear(text) == false)) continue;
    Candidate candidate{.line = i, .lines = 1, .text = text, .score = 0};
    while (candidate.lines < kLinesJoinedMax && i + candidate.lines < lines.size() &&
           !(HasYear(candidate.text) && NamesMunicipality(candidate.text)) &&
           GoesOn(lines[i + candidate.lines], candidate.text)) {
      absl::StrAppend(&candidate.text, " ", JoinSpacedLetters(lines[i + candidate.lines].text));
      ++candidate.lines;
    }
    candidate.score =
        1 + 2 * NamesMunicipality(OwnPart(candidate.text)) + 2 * HasYear(OwnPart(candidate.text));
    // A page may hold two plans; which one is meant it does not say.
    if (best && best->score == kWholeScore && candidate.score == kWholeScore &&
        FoldName(best->text) != FoldName(candidate.text)) {
      notebook.Find(lines[i].at, "PLAN_TITLE_TWICE", {{"value", candidate.text}});
    }
    if (!best || candidate.score > best->score) best = std::move(candidate);
  }
  return best;
}

// The municipality as running text writes it; titles are often in capitals.
std::string SpellingInText(const std::vector<ProseLine>& lines, const std::string& in_title) {
  const RE2 spelled(absl::StrCat("(?i)(?:^|[^\\pL])(", RE2::QuoteMeta(in_title), ")(?:$|[^\\pL])"));
  static const RE2 kSomeSmall("^\\p{Lu}.*\\p{Ll}");
  for (const ProseLine& line : lines) {
    re2::StringPiece rest = Piece(line.text);
    std::string spelling;
    while (RE2::FindAndConsume(&rest, spelled, &spelling)) {
      if (RE2::PartialMatch(spelling, kSomeSmall)) return spelling;
    }
  }
  return in_title;
}

// The name behind "община": up to what ends it.
std::optional<std::string> MunicipalityIn(absl::string_view text) {
  static const RE2 kBulgarian(
      "(?i)(?:^|[^\\pL])(?:община|общ\\.)\\s+[„\"“]?(\\pL.*?)[”“\"]?(?:\\s+(?:за|през|в|във|по|"
      "от|с|и|към|на|"
      "област|обл\\.|подкрепа|програма|\\(|[–—-])(?:\\s|$)|\\s*[(,;:.]|\\s+[0-9]|\\s*$)");
  static const RE2 kEnglish(
      "(?:[Mm]unicipality\\s+of|MUNICIPALITY\\s+OF)\\s+(\\p{Lu}\\pL+(?:\\s\\p{Lu}\\pL+)?)");
  static const RE2 kEnglishAfter("(\\p{Lu}\\pL+(?:\\s\\p{Lu}\\pL+)?)\\s+Municipality");
  std::string name;
  if (!RE2::PartialMatch(Piece(text), kBulgarian, &name) &&
      !RE2::PartialMatch(Piece(text), kEnglish, &name) &&
      !RE2::PartialMatch(Piece(text), kEnglishAfter, &name)) {
    return std::nullopt;
  }
  static const RE2 kCapital("^\\p{Lu}");
  return RE2::PartialMatch(name, kCapital) ? std::optional<std::string>(name) : std::nullopt;
}

struct KindWords {
  PlanKind kind;
  const char* words;
};
constexpr KindWords kKinds[] = {
    {PlanKind::kRomact, "(?i)(ROMACT|РОМАКТ)"},
    {PlanKind::kRomaIntegration,
     "(?i)(?:интегра|интегри|приобщ|включван|равенств|integrat|inclusi).*(?:^|[^\\pL])(ром(?:ите|и|"
     "ски\\pL*)|"
     "roma)"
     "(?:$|[^\\pL])"},
    {PlanKind::kStrategy, "(?i)^[„\"«“]?(?:\\pL+\\s+){0,3}?(стратегия|strategy)(?:$|[^\\pL])"},
    {PlanKind::kSocialServices, "(?i)(социалн\\pL*\\s+услуг\\pL*|social\\s+services)"},
    {PlanKind::kDevelopmentPlan,
     "(?i)((?:план|plan)\\s+(?:за|for)\\s+(?:интегрирано\\s+|the\\s+)?(?:развитие|development)\\s+"
     "(?:на|of)\\s+(?:\\pL+\\s+)?(?:община\\pL*|общ\\.|the\\s+municip\\pL+))"},
    // "План за развитие на младежта" is of another topic.
    {PlanKind::kDevelopmentPlan,
     "(?i)((?:план|plan)\\s+(?:за|for)\\s+(?:интегрирано\\s+|the\\s+)?(?:развитие|development))"
     "(?:\\s*$|\\s*[^\\pL\\s]|\\s+(?:за|през|в|във|for|in)\\s)"},
};

void ReadKind(const std::string& title, const Where& at, Plan& plan, Notebook& notebook) {
  static const auto* const kWords = [] {
    auto* list = new std::vector<std::pair<PlanKind, const RE2*>>;
    for (const KindWords& known : kKinds) list->emplace_back(known.kind, new RE2(known.words));
    return list;
  }();
  const absl::string_view own = OwnPart(title);
  for (const auto& [kind, known] : *kWords) {
    re2::StringPiece words;
    if (!RE2::PartialMatch(Piece(own), *known, &words)) continue;
    plan.kind = kind;
    plan.kind_words = std::string(words.data(), words.size());
    return;
  }
  // "План за действие … в изпълнение на стратегия за интегриране на ромите": a plan of no other topic
  // has that of the strategy which its title names.
  const KindWords& roma = kKinds[1];
  static const RE2 kAction("(?i)^(?:план|програма)\\s+за\\s+действие|^(?:\\pL+\\s+)?action\\s+plan");
  re2::StringPiece words;
  if (RE2::PartialMatch(Piece(own), kAction) &&
      RE2::PartialMatch(Piece(title), RE2(roma.words), &words)) {
    plan.kind = roma.kind;
    plan.kind_words = std::string(words.data(), words.size());
    return;
  }
  // The topic behind "за": "Програма за енергийна ефективност".
  static const RE2 kTopic(
      "(?i)(?:план|програма|plan|programme|program)\\s+(?:за|for|по)\\s+(?:развитие(?:то)?\\s+(?:на|of)"
      "\\s+|"
      "де[йи]ствие\\s+(?:за|по)\\s+)?(\\pL+(?:[-\\s]+\\pL+){0,9}?)(?:\\s+(?:(?:на|в|във|of|in)\\s+(?:"
      "the\\s+)?(?:община|"
      "общ\\.|територи|municip)|(?:за|през|for)\\s)|\\s*[(,„\"“0-9–]|\\s*$)");
  static const RE2 kBefore(
      "(?i)(?:annual|municipal|годишен|общински|общинска)\\s+((?:\\pL+\\s+){1,3}?)"
      "(?:action\\s+)?(?:plan|programme|план|програма)(?:$|[^\\pL])");
  static const RE2 kNoTopic(
      "(?i)(?:действие|дейността|дейностите|работа|период.*|година.*|action|\\s*)");
  // "Културен календар".
  static const RE2 kCalendar(
      "(?i)^[„\"«“]?((?:\\pL+\\s+){0,2}календар(?:\\s+на\\s+(?:\\pL+ите|\\pL+ни\\s+\\pL+))?)(?:$|[^"
      "\\pL])");
  std::string topic;
  if (RE2::PartialMatch(Piece(own), kCalendar, &topic) ||
      (RE2::PartialMatch(Piece(own), kTopic, &topic) && !RE2::FullMatch(topic, kNoTopic)) ||
      (RE2::PartialMatch(Piece(own), kBefore, &topic) && !RE2::FullMatch(topic, kNoTopic))) {
    plan.kind = PlanKind::kOther;
    plan.kind_words = std::string(absl::StripAsciiWhitespace(topic));
    return;
  }
  notebook.Find(at, "PLAN_KIND_UNKNOWN");
}

void ReadLevel(const std::string& title, Plan& plan) {
  struct Level {
    PlanLevel level;
    const char* words;
  };
  static constexpr Level kLevels[] = {
      {PlanLevel::kAnnual, "(?i)(?:^|[^\\pL])(?:годишен|годишна|годишния|annual)(?:$|[^\\pL])"},
      {PlanLevel::kRegional, "(?i)^[„\"«“]?(?:областен|областна|regional|district)(?:$|[^\\pL])"},
      {PlanLevel::kNational, "(?i)^[„\"«“]?(?:национален|национална|national)(?:$|[^\\pL])"},
      {PlanLevel::kMunicipal, "(?i)(?:^|[^\\pL])(?:общинск\\pL*|община|municip\\pL*)(?:$|[^\\pL])"},
  };
  const absl::string_view own = OwnPart(title);
  for (const Level& known : kLevels) {
    if (!RE2::PartialMatch(Piece(own), RE2(known.words))) continue;
    plan.level = known.level;
    return;
  }
}

void ReadPeriod(const std::vector<ProseLine>& lines, const Candidate& title, Plan& plan,
                Notebook& notebook) {
  const absl::string_view own = OwnPart(title.text);
  const Where& first_line = lines[title.line].at;
  std::vector<TextProblem> problems;
  const std::vector<WrittenPeriod> periods = FindPeriods(own, problems);
  for (const TextProblem& problem : problems)
    notebook.Miss(LineOf(lines, title, problem.value), problem.reason, {{"value", problem.value}});
  if (!periods.empty()) {
    plan.period_titled = Period{periods[0].from, periods[0].to, periods[0].as_written};
  } else {
    static const RE2 kYear(
        "(?i)(?:(?:за|през|for|in)\\s+)?(?:^|[^0-9./])((?:19|20)[0-9]{2})(?:$|[^0-9])");
    std::string year;
    if (RE2::PartialMatch(Piece(own), kYear, &year)) {
      PartialDate date{.year = std::stoi(year), .as_written = year};
      plan.period_titled = Period{date, date, year};
    }
  }
  if (!plan.period_titled || plan.period_titled->from.year == 0) {
    notebook.Miss(first_line, "PLAN_YEAR_MISSING");
    return;
  }
  plan.year = plan.period_titled->from.year;
  const Where at = LineOf(lines, title, plan.period_titled->as_written);
  notebook.Value("period_titled", at);
  notebook.Value("year", at);
}

void ReadMunicipality(const std::vector<ProseLine>& lines, const Candidate& title, Plan& plan,
                      Notebook& notebook) {
  const std::optional<std::string> in_title = MunicipalityIn(title.text);
  if (in_title.has_value()) {
    plan.municipality = SpellingInText(lines, *in_title);
    notebook.Value("municipality", LineOf(lines, title, *in_title));
  } else {
    for (const ProseLine& line : lines) {
      const std::optional<std::string> name = MunicipalityIn(line.text);
      if (!name.has_value() || name->size() > 60) continue;
      plan.municipality = SpellingInText(lines, *name);
      notebook.Value("municipality", line.at);
      notebook.Find(line.at, "PLAN_MUNICIPALITY_FROM_TEXT", {{"value", plan.municipality}});
      break;
    }
  }
  const std::string slug = Slug(plan.municipality, kSlugBytesMax);
  if (slug.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(slug.front())))
    notebook.Miss(lines[title.line].at, "PLAN_MUNICIPALITY_MISSING");
}

// The whole topic where there is room. What was cut may be all that tells it from another, so the rest
// of a longer one is kept as a mark of it.
std::string TopicSlug(const std::string& words, size_t bytes_max) {
  const std::string whole = Slug(words, words.size() * 2);
  if (whole.size() <= bytes_max) return whole;
  std::string head = whole.substr(0, bytes_max - kTopicMarkBytes);
  head.resize(head.rfind('-') == std::string::npos ? head.size() - 1 : head.rfind('-'));
  return absl::StrCat(head, "-", Sha256Hex(FoldName(words)).substr(0, kTopicMarkBytes));
}

}  // namespace

std::string Slug(absl::string_view words, size_t bytes_max) {
  std::string slug;
  for (const char c : Transliterate(FoldName(words))) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug.push_back(absl::ascii_tolower(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  slug.resize(std::min(slug.size(), bytes_max));
  return std::string(absl::StripSuffix(slug, "-"));
}

std::string PlanId(const Plan& plan) {
  std::string years = absl::StrCat("-", plan.year);
  const int last = plan.period_titled ? plan.period_titled->to.year : 0;
  if (last > plan.year) absl::StrAppend(&years, "-", last);
  std::string topic;
  switch (plan.kind) {
    case PlanKind::kRomaIntegration:
      topic = "-roma";
      break;
    case PlanKind::kRomact:
      topic = "-romact";
      break;
    case PlanKind::kStrategy:
      topic = "-strategy";
      break;
    case PlanKind::kDevelopmentPlan:
      topic = "-development";
      break;
    case PlanKind::kOther:
      topic = absl::StrCat(
          "-",
          TopicSlug(plan.kind_words, kSlugBytesMax - 1 - Slug(plan.municipality, kTownBytes).size()));
      break;
    case PlanKind::kSocialServices:
      if (plan.level != PlanLevel::kAnnual && last > plan.year) topic = "-social";
      break;
    case PlanKind::kUnspecified:
      topic = "-plan";
      break;
  }
  const std::string slug = Slug(plan.municipality, kSlugBytesMax - topic.size());
  if (slug.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(slug.front())) || plan.year == 0)
    return "";
  return absl::StrCat(slug, topic == "-" ? "" : topic, years);
}

bool ReadTitle(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  const std::optional<Candidate> title = FindTitle(lines, notebook);
  if (!title.has_value()) return false;
  const Where at = lines[title->line].at;
  for (size_t i = 0; i < title->lines; ++i) notebook.Use(lines[title->line + i].at);
  if (title->text.size() > kTitleBytesMax) {
    notebook.Miss(at, "FIELD_TOO_LONG", {{"max", absl::StrCat(kTitleBytesMax)}});
    return true;
  }
  plan.title = title->text;
  notebook.Value("title", at);
  ReadPeriod(lines, *title, plan, notebook);
  ReadMunicipality(lines, *title, plan, notebook);
  ReadKind(plan.title, at, plan, notebook);
  ReadLevel(plan.title, plan);
  return true;
}

}  // namespace tranche::plans::reading
