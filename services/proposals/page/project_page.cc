// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/project_page.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "proposals/page/page_text.h"

namespace tranche::proposals {
namespace {

using page::Piece;
using page::Reader;
using page::SentenceBegin;
using page::SentenceEnd;

constexpr std::size_t kAmountsMax = 100;
constexpr int kMonthsMax = 120;

// The text before a value, back to the value before it or the beginning of the sentence.
absl::string_view Before(absl::string_view text, std::size_t at, std::size_t floor) {
  const std::size_t begin = std::max(SentenceBegin(text, at), floor);
  return text.substr(begin, at - begin);
}

// Lengths are looked at here: counted repetitions of large classes cost a matcher more than they are
// worth.
constexpr std::size_t kNameBytesMin = 20;
constexpr std::size_t kNameBytesMax = 500;

void ReadTitle(const Piece& piece, Reader& reader) {
  static const RE2 quoted("(?i)проект\\p{L}*[^„“”\"«».\\n]*[„“”\"«]([^„“”\"«»\\n]+)[“”\"»]");
  re2::StringPiece rest = tranche::Piece(piece.text);
  re2::StringPiece title;
  while (RE2::FindAndConsume(&rest, quoted, &title)) {
    const std::string value(title.data(), title.size());
    if (value.size() < kNameBytesMin || value.size() > kNameBytesMax) continue;
    if (!reader.TakeOnce(piece, "PAGE_TITLE", &reader.page().title, value)) continue;
    const std::size_t begin = title.data() - piece.text.data();
    reader.Mark(piece, "title", begin, begin + title.size());
  }
}

// "Община Минерални бани" alone in its block: elsewhere no sign says where the name ends.
void ReadMunicipality(const Piece& piece, Reader& reader) {
  static const RE2 alone("(?i)община\\s+(\\p{Lu}\\p{L}+(?:[ -]\\p{L}+){0,2})");
  re2::StringPiece name;
  if (!reader.page().municipality.empty()) return;
  const std::size_t line = piece.text.find('\n');
  if (!RE2::FullMatch(tranche::Piece(piece.text.substr(0, line)), alone, &name)) return;
  reader.page().municipality = std::string(name.data(), name.size());
  const std::size_t begin = name.data() - piece.text.data();
  reader.Mark(piece, "municipality", begin, begin + name.size());
}

void ReadProgramme(const Piece& piece, Reader& reader) {
  static const RE2 programme(
      "((?:ОП\\s+[„“\"]?\\p{Lu}\\p{Lu}+[”“\"]?|"
      "(?i:(?:оперативна\\s+)?програма)\\s+[„“\"«][^„“”\"«»\\n]+[“”\"»])"
      "(?:\\s*\\d{4}\\s*[-–]\\s*\\d{4}(?:\\s*г\\.?)?)?)");
  re2::StringPiece rest = tranche::Piece(piece.text);
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, programme, &found)) {
    const std::string value(found.data(), found.size());
    if (value.size() > kNameBytesMax) continue;
    if (!reader.TakeOnce(piece, "PAGE_PROGRAMME", &reader.page().programme, value)) continue;
    const std::size_t begin = found.data() - piece.text.data();
    reader.Mark(piece, "programme", begin, begin + found.size());
  }
}

// The amount that the words before it call the project's cost. Any other is told and not taken.
void ReadTotal(const Piece& piece, Reader& reader) {
  static const RE2 cost("(?i)стойност|бюджет|размер|на\\s+обща\\s+сума");
  static const RE2 not_the_whole("(?i)собствен|принос|аванс|национал|европейск|съфинанс");
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> amounts = FindAmounts(piece.text, kAmountsMax, problems);
  for (const TextProblem& problem : problems)
    reader.Find(piece, "PAGE_AMOUNT_NOT_USED", {{"written", Shortened(problem.value, 80)}});
  std::size_t floor = 0;
  for (const WrittenAmount& amount : amounts) {
    const absl::string_view lead = Before(piece.text, amount.begin, floor);
    floor = amount.end;
    const std::string written(piece.text.substr(amount.begin, amount.end - amount.begin));
    const bool is_cost = RE2::PartialMatch(tranche::Piece(lead), cost) &&
                         !RE2::PartialMatch(tranche::Piece(lead), not_the_whole) &&
                         amount.amount.minor() > 0;
    std::optional<Money>& total = reader.page().total;
    if (!is_cost) {
      reader.Find(piece, "PAGE_AMOUNT_NOT_USED", {{"written", written}});
    } else if (!total) {
      total = amount.amount;
      reader.Mark(piece, "total", amount.begin, amount.end);
    } else if (!(*total == amount.amount)) {
      reader.Find(piece, "PAGE_FACT_TWICE",
                  {{"fact", "PAGE_TOTAL"}, {"first", FormatAmount(*total)}, {"second", written}});
    }
  }
}

void ReadGrantShare(const Piece& piece, Reader& reader) {
  static const RE2 share(
      "(\\d{1,3}(?:[.,]\\d{1,2})?)\\s*(?:%|на "
      "сто)\\s*(?:от\\s+\\p{L}+\\s+)?(?:са\\s+)?(?:БФП|безвъзмездн)");
  re2::StringPiece rest = tranche::Piece(piece.text);
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, share, &found)) {
    const std::string written =
        absl::StrReplaceAll(std::string(found.data(), found.size()), {{",", "."}});
    const absl::StatusOr<Ratio> ratio = ReadPercent(written);
    if (!ratio.ok()) continue;
    if (!reader.TakeOnce(piece, "PAGE_GRANT_PERCENT", &reader.page().grant_percent, written)) continue;
    reader.page().grant_share = *ratio;
    const std::size_t begin = found.data() - piece.text.data();
    reader.Mark(piece, "grant_percent", begin, begin + found.size());
  }
}

void ReadDuration(const Piece& piece, Reader& reader) {
  static const RE2 months("(\\p{L}+|\\d{1,3})\\s*(?:\\([^)]*\\)\\s*)?(?:месец|месечен)");
  static const RE2 of_the_project("(?i)срок|продължителност|времетраене|изпълнява|реализира");
  re2::StringPiece rest = tranche::Piece(piece.text);
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, months, &found)) {
    const std::size_t begin = found.data() - piece.text.data();
    const std::optional<int> count = ReadCount(View(found));
    if (!count || *count < 1 || *count > kMonthsMax) continue;
    const std::size_t from = SentenceBegin(piece.text, begin);
    const absl::string_view sentence = piece.text.substr(from, SentenceEnd(piece.text, begin) - from);
    if (!RE2::PartialMatch(tranche::Piece(sentence), of_the_project)) continue;
    std::string slot =
        reader.page().duration_months == 0 ? "" : absl::StrCat(reader.page().duration_months);
    if (!reader.TakeOnce(piece, "PAGE_DURATION", &slot, absl::StrCat(*count))) continue;
    reader.page().duration_months = *count;
    reader.Mark(piece, "duration_months", begin, begin + found.size());
  }
}

// A day is the start or the end by the verb before it, "стартира на …", "ще приключи на …".
void ReadDays(const Piece& piece, Reader& reader) {
  static const RE2 starts("(?i)старт|започ|начал");
  static const RE2 ends("(?i)приключ|завърш|край|крайн");
  std::vector<TextProblem> problems;
  const std::vector<WrittenDate> dates = FindDates(piece.text, problems);
  for (const TextProblem& problem : problems)
    reader.Find(piece, problem.reason, {{"value", Shortened(problem.value, 80)}});
  std::size_t floor = 0;
  for (const WrittenDate& written : dates) {
    const absl::string_view lead = Before(piece.text, written.begin, floor);
    floor = written.end;
    if (written.date.day == 0) continue;
    const bool is_end = RE2::PartialMatch(tranche::Piece(lead), ends);
    if (!is_end && !RE2::PartialMatch(tranche::Piece(lead), starts)) continue;
    std::optional<PartialDate>& day = is_end ? reader.page().end : reader.page().start;
    std::string slot = day ? FormatPartial(*day) : "";
    const char* fact = is_end ? "PAGE_END" : "PAGE_START";
    if (!reader.TakeOnce(piece, fact, &slot, FormatPartial(written.date))) continue;
    day = written.date;
    reader.Mark(piece, is_end ? "end" : "start", written.begin, written.end);
    if (written.date.year == 0)
      reader.Find(piece, "PAGE_YEAR_NOT_WRITTEN", {{"written", written.date.as_written}});
  }
}

void FindMissing(Reader& reader) {
  const ProjectPage& page = reader.page();
  const auto missing = [&](bool is_missing, const char* fact) {
    if (is_missing) reader.Find("PAGE_FACT_MISSING", {{"fact", fact}});
  };
  missing(page.title.empty(), "PAGE_TITLE");
  missing(page.programme.empty(), "PAGE_PROGRAMME");
  missing(!page.total, "PAGE_TOTAL");
  missing(page.grant_percent.empty(), "PAGE_GRANT_PERCENT");
  missing(page.duration_months == 0, "PAGE_DURATION");
  missing(!page.start, "PAGE_START");
  missing(!page.end, "PAGE_END");
  missing(page.target_groups.empty(), "PAGE_TARGET_GROUPS");
  // No page of this kind says how the grant is divided; the draft needs it.
  missing(true, "PAGE_EU_PERCENT");
}

}  // namespace

absl::StatusOr<Ratio> ReadPercent(const std::string& text) {
  const std::string plain = absl::StrReplaceAll(text, {{",", "."}});
  // A percentage of two places has the grammar of an amount.
  const absl::StatusOr<Money> hundredths = ParseAmount(plain, Currency::kEur);
  if (!hundredths.ok() || hundredths->IsNegative() || hundredths->minor() > 10000)
    return Refuse("PAGE_PERCENT_MALFORMED", {{"value", Shortened(text, 40)}});
  return Ratio{.numerator = hundredths->minor(), .denominator = 10000};
}

absl::StatusOr<ReadPage> ReadProjectPage(const document::Document& document) {
  ReadPage read;
  Reader reader(&read);
  const std::vector<Piece> pieces = page::PiecesOf(document);
  for (const Piece& piece : pieces) {
    ReadTitle(piece, reader);
    ReadMunicipality(piece, reader);
    ReadProgramme(piece, reader);
    ReadTotal(piece, reader);
    ReadGrantShare(piece, reader);
    ReadDuration(piece, reader);
    ReadDays(piece, reader);
  }
  if (read.page.title.empty() && !read.page.total) return Refuse("PAGE_NOT_RECOGNISED");
  page::ReadLists(pieces, reader);
  page::ReadNamed(pieces, reader);
  FindMissing(reader);
  return read;
}

}  // namespace tranche::proposals
