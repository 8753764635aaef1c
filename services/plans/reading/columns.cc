// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/columns.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

// What is longer is no heading.
constexpr size_t kHeadingBytesMax = 400;
// Headings stand among the first rows; above them stand titles.
constexpr int kHeaderWithin = 20;

struct Words {
  ColumnKind kind;
  const char* pattern;  // Over the folded heading, which is in small letters.
};

// The first one that is found counts: "срок за изпълнение на мярката" is a time frame, "описание на
// дейността" a description, "източник на информация" nothing that has a field.
constexpr Words kWords[] = {
    {ColumnKind::kNumber,
     "^(?:№|#|n|no|nr|ном|номер|пор(?:еден)?)\\.?(?:\\s*(?:номер|№))?(?:\\s*по\\s+ред)?\\.?$"},
    {ColumnKind::kUnknown,
     "източни\\pL+\\s+(?:на|за)\\s+(?:информация|данни|проверка)|забележк|коментар|"
     "source\\s+of\\s+(?:data|verification)|notes?$|remarks?$"},
    {ColumnKind::kHeadcount,
     "(?:брой|бр\\.)\\s*(?:на\\s+)?(?:\\pL+\\s+)?(?:лица|потребители|души|участници|хора|деца|"
     "обхванати|"
     "места)|численост|капацитет|number\\s+of\\s+(?:persons|people|users|participants|places)|capacity|"
     "^(?:потребители|persons|users)$"},
    {ColumnKind::kTarget, "целев\\pL*\\s+стойност|очакван\\pL*\\s+стойност|target\\s+value|^target$"},
    {ColumnKind::kIndicator, "индикатор|показател|indicator"},
    {ColumnKind::kResults, "резултат|очакван\\pL*\\s+ефект|results?|outcomes?|outputs?"},
    {ColumnKind::kTargetGroup, "целев\\pL*\\s+груп|бенефициент|потребител|target\\s+group|beneficiar"},
    {ColumnKind::kExecutor,
     "(?:изпълн|отговор|институци).*партньор|партньор.*(?:изпълн|отговор)|respons.*partner"},
    {ColumnKind::kPartners, "партньор|partner"},
    {ColumnKind::kShare, "^(?:отн(?:осителен|\\.)\\s+)?дял|процент|^%$|share"},
    {ColumnKind::kDescription, "описани|съдържани|обосновк|пояснени|descri|content"},
    {ColumnKind::kMonthly, "месечн\\pL*\\s+(?:сума|бюджет|издръжка|стойност)|monthly"},
    {ColumnKind::kFinancing,
     "финанс\\pL*.*(?:източни.*(?:сума|стойност|размер|лв|средств)|(?:сума|стойност|"
     "размер|лв|средств).*източни)|източни.*(?:сума|стойност|размер)|"
     "(?:сума|стойност|размер|бюджет|средства).*източни|amount.*source|source.*amount"},
    {ColumnKind::kSource,
     "източни|source|^финансиращ|финансираща\\s+(?:програма|организация)|^програма$"},
    {ColumnKind::kAmount,
     "сума|стойност|бюджет|средств|разход|(?:^|[^\\pL])(?:лв|лева|евро|bgn|eur)(?:$|[^\\pL])|€|"
     "amount|budget|costs?(?:$|[^\\pL])|^общо$|^всичко$|^total$|value"},
    {ColumnKind::kFinancing, "финанс|ресурс|funding|financ"},
    {ColumnKind::kPlace,
     "мест(?:о|а|н)|мяст|населен|териториал|локаци|location|place|settlement|where"},
    {ColumnKind::kTimeframe,
     "срок|период|времев|график|кога|година|timeframe|time\\s+frame|deadline|timeline|period|"
     "schedule|^when"},
    {ColumnKind::kExecutor,
     "изпълн|отговор|институци|ангажиран|организаци|respons|executor|implement|"
     "lead\\s+(?:body|institution)|^who"},
    {ColumnKind::kObjective,
     "(?:^|[^\\pL])цел(?:$|и$|и[^\\pL]|та|[^\\pL])|objective|(?:^|[^\\pL])goal|(?:^|[^\\pL])aim"},
    {ColumnKind::kActivity,
     "дейност|мярк|мерк|услуг|проект|инициатив|задач|activit|measure|service|action|"
     "project|task"},
    {ColumnKind::kArea, "приоритет|област|направлени|сфера|раздел|priority|(?:^|[^\\pL])area|sector"},
    {ColumnKind::kActivity, "наименовани|^име|^name|^title|^вид$"},
};

// Two headings may name one source each, "Общински бюджет (лв.)": an amount that has its own column.
bool NamesSource(absl::string_view folded) {
  static const RE2 kSource(
      "общинск\\pL+\\s+бюджет|държав\\pL+\\s+бюджет|републиканск\\pL+\\s+бюджет|(?:^|[^\\pL])(?:еспф|"
      "ес|"
      "есф|ефрр|оп|опрчр|прчр|мф|опак|други)(?:$|[^\\pL])|европейск|програм|дарени|собствени|"
      "municipal\\s+"
      "budget|state\\s+budget|(?:^|[^\\pL])(?:eu|esf)(?:$|[^\\pL])");
  return RE2::PartialMatch(Piece(folded), kSource);
}

const std::vector<std::pair<ColumnKind, const RE2*>>& Compiled() {
  static const auto* const kCompiled = [] {
    auto* list = new std::vector<std::pair<ColumnKind, const RE2*>>;
    for (const Words& words : kWords) list->emplace_back(words.kind, new RE2(words.pattern));
    return list;
  }();
  return *kCompiled;
}

absl::string_view TextOf(const document::Row& row, size_t column) {
  return column < row.cells.size() ? absl::string_view(row.cells[column].text.text) : "";
}

// A year alone heads the amounts of that year; it is no word of a time frame.
bool IsYear(absl::string_view folded) {
  static const RE2 kYear("(?:19|20)[0-9]{2}(?:\\s*г\\.?)?");
  return RE2::FullMatch(Piece(folded), kYear);
}

int RecognisedCells(const document::Row& row, bool& activity, bool& number) {
  std::vector<ColumnKind> kinds;
  activity = number = false;
  for (const int column : FilledCells(row)) {
    const absl::string_view text = TextOf(row, column);
    if (text.size() > kHeadingBytesMax) return 0;
    const ColumnKind kind = KindOfHeading(text);
    if (kind == ColumnKind::kUnknown) continue;
    activity |= kind == ColumnKind::kActivity || kind == ColumnKind::kObjective;
    number |= kind == ColumnKind::kNumber;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  return static_cast<int>(kinds.size());
}

bool StartsWithDigit(absl::string_view text) {
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// The row below goes on with the headings: the format says so, its cells are merged with those above,
// or it is made of words of headings only and numbers nothing.
bool ContinuesHeader(const document::Row& above, const document::Row& row) {
  bool merged = false;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    merged |=
        row.cells[i].spread && !row.cells[i].text.text.empty() &&
        row.cells[i].text.text == TextOf(above, i) &&
        (i == 0 || row.cells[i].text.text != row.cells[i - 1].text.text || !row.cells[i - 1].spread);
  }
  const std::vector<int> filled = FilledCells(row);
  if (filled.empty() || StartsWithDigit(TextOf(row, filled.front()))) return false;
  if (row.header || merged) return true;
  if (filled.size() < 2 || !TextOf(row, 0).empty()) return false;
  return std::all_of(filled.begin(), filled.end(), [&](int column) {
    const absl::string_view text = TextOf(row, column);
    return text.size() <= kHeadingBytesMax && KindOfHeading(text) != ColumnKind::kUnknown;
  });
}

std::string JoinedHeading(absl::Span<const document::Row> rows, size_t column) {
  std::string heading;
  absl::string_view last;
  for (const document::Row& row : rows) {
    const absl::string_view text = TextOf(row, column);
    if (text.empty() || text == last) continue;
    absl::StrAppend(&heading, heading.empty() ? "" : " ", absl::StrReplaceAll(text, {{"\n", " "}}));
    last = text;
  }
  return heading;
}

}  // namespace

std::vector<int> FilledCells(const document::Row& row) {
  std::vector<int> filled;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i].spread && !row.cells[i].text.text.empty()) filled.push_back(static_cast<int>(i));
  }
  return filled;
}

ColumnKind KindOfHeading(absl::string_view heading) {
  if (heading.size() > kHeadingBytesMax) return ColumnKind::kUnknown;
  const std::string folded = FoldName(heading);
  if (folded.empty()) return ColumnKind::kUnknown;
  if (IsYear(folded)) return ColumnKind::kSourceAmount;
  for (const auto& [kind, words] : Compiled()) {
    if (!RE2::PartialMatch(folded, *words)) continue;
    const bool money = kind == ColumnKind::kAmount || kind == ColumnKind::kFinancing;
    return money && kind == ColumnKind::kAmount && NamesSource(folded) ? ColumnKind::kSourceAmount
                                                                       : kind;
  }
  return ColumnKind::kUnknown;
}

std::optional<Header> FindHeader(absl::Span<const document::Row> rows) {
  const int last = std::min<int>(kHeaderWithin, static_cast<int>(rows.size()));
  for (int i = 0; i < last; ++i) {
    bool activity = false, number = false;
    const int recognised = RecognisedCells(rows[i], activity, number);
    if (recognised < 2 || !(activity || (number && recognised > 2))) continue;
    Header header{.first_row = i, .row_count = 1, .columns = {}};
    if (i + 1 < static_cast<int>(rows.size()) && ContinuesHeader(rows[i], rows[i + 1]))
      header.row_count = 2;
    size_t width = 0;
    for (int r = 0; r < header.row_count; ++r) width = std::max(width, rows[i + r].cells.size());
    for (size_t column = 0; column < width; ++column) {
      Column found;
      found.heading = JoinedHeading(rows.subspan(i, header.row_count), column);
      found.kind = KindOfHeading(found.heading);
      found.unit = FindUnit(found.heading);
      // "Финансиране" above "2014": the year below says what the amounts are of.
      const absl::string_view below = TextOf(rows[i + header.row_count - 1], column);
      if (header.row_count > 1 && IsYear(FoldName(below))) found.kind = ColumnKind::kSourceAmount;
      header.columns.push_back(std::move(found));
    }
    return header;
  }
  return std::nullopt;
}

bool HeadsRows(absl::Span<const document::Row> rows) {
  std::vector<ColumnKind> kinds;
  size_t headed = 0, filled_rows = 0;
  for (const document::Row& row : rows) {
    const std::vector<int> filled = FilledCells(row);
    if (filled.empty()) continue;
    if (filled.size() > 2) return false;
    ++filled_rows;
    const ColumnKind kind = filled[0] == 0 ? KindOfHeading(TextOf(row, 0)) : ColumnKind::kUnknown;
    if (kind == ColumnKind::kUnknown) continue;
    ++headed;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  return kinds.size() >= 3 && headed * 2 > filled_rows &&
         std::find(kinds.begin(), kinds.end(), ColumnKind::kActivity) != kinds.end();
}

bool RepeatsHeader(const document::Row& row, absl::Span<const Column> columns) {
  const std::vector<int> filled = FilledCells(row);
  if (filled.size() < 2) return false;
  bool numbers = filled.size() > 2;
  size_t same = 0;
  for (const int column : filled) {
    const absl::string_view text = TextOf(row, column);
    numbers &= text == absl::StrCat(column + 1);
    same += static_cast<size_t>(column) < columns.size() &&
            FoldName(text) == FoldName(columns[column].heading);
  }
  return numbers || same == filled.size();
}

void SettleColumns(int block, const Header& header, std::vector<Column>& columns, Notebook& notebook) {
  std::set<ColumnKind> seen;
  for (size_t i = 0; i < columns.size(); ++i) {
    Column& column = columns[i];
    const Where at = notebook.Of(block, header.first_row + header.row_count - 1, static_cast<int>(i));
    if (column.kind == ColumnKind::kUnknown || column.kind == ColumnKind::kSourceAmount) {
      if (column.kind == ColumnKind::kUnknown && !column.heading.empty())
        notebook.Find(at, "PLAN_COLUMN_UNKNOWN", {{"value", column.heading}});
      continue;
    }
    if (!seen.insert(column.kind).second) {
      // "Дейност" beside "Мярка": the first one names the row, the second one says more of it.
      if (column.kind == ColumnKind::kActivity && seen.insert(ColumnKind::kDescription).second) {
        column.kind = ColumnKind::kDescription;
        continue;
      }
      notebook.Find(at, "PLAN_COLUMN_TWICE", {{"value", column.heading}});
      column.kind = ColumnKind::kUnknown;
    }
  }
  // Numbers often stand under no heading at all.
  if (!seen.contains(ColumnKind::kNumber) && !columns.empty() && columns[0].heading.empty())
    columns[0].kind = ColumnKind::kNumber;
  // Where no activity is named, the objective is what the row is about.
  if (!seen.contains(ColumnKind::kActivity) && !seen.contains(ColumnKind::kObjective)) {
    notebook.Miss(notebook.OfRow(block, header.first_row), "PLAN_COLUMNS_MISSING",
                  {{"column", "вид дейност"}});
  }
  if (!seen.contains(ColumnKind::kActivity)) {
    for (Column& column : columns) {
      if (column.kind != ColumnKind::kObjective) continue;
      column.kind = ColumnKind::kActivity;
      break;
    }
  }
}

}  // namespace tranche::plans::reading
