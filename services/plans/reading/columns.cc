// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/columns.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
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
constexpr int kHeaderRowsMax = 3;
// So many columns may stand below one heading that is written once.
constexpr size_t kColumnsOfHeadingMax = 30;

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
    {ColumnKind::kMonths, "^(?:(?:брой|бр\\.)\\s*)?(?:месеци|мес\\.)$|^(?:number\\s+of\\s+)?months$"},
    {ColumnKind::kUnitPrice,
     "стандарт[а-я]*\\s+(?:за|на)\\s|единич[а-я]+\\s+(?:стойност|цен|стандарт|разход)|"
     "ед\\.\\s*(?:стойност|цена)|(?:^|[^а-я])ставка|цена\\s+(?:за|на)\\s+(?:един|една|едно|1|брой|бр\\."
     ")|"
     "(?:сума|стойност|средства|разход[а-я]*|издръжка|размер|лв\\.?|лева|евро|€)\\s*\\)?\\s*(?:за|на)"
     "\\s+"
     "(?:един|една|едно|1|всеки|всяка|всяко)\\s+(?:човек|лице|дете|ученик|потребител|участник|клиент|"
     "семейство|домакинство|место|място|брой|бр\\.|бройка|единица|час|услуга|посещение)|"
     "(?:сума|стойност|средства|разход[а-я]*|издръжка|размер|лв\\.?|лева|евро|€)\\s+на\\s+"
     "(?:човек|лице|дете|ученик|потребител|бройка|час)(?:$|[^а-я])|"
     "(?:лв\\.?|лева|евро|€|eur|bgn)\\s*/\\s*(?:час|ч\\.|бр|брой|място|лице|човек|дете|потребител)|"
     "unit\\s+(?:price|cost)|(?:price|cost|amount|standard)\\s+(?:per|for\\s+(?:one|each))\\s"},
    {ColumnKind::kQuantity,
     "^(?:количество|кол\\.|к-во|брой|бр\\.?|(?:брой|бр\\.)\\s+(?:часове|бройки|единици|посещения|"
     "порции|"
     "комплекти)|quantity|qty)$"},
    {ColumnKind::kCapacity,
     "(?:брой|бр\\.)\\s*(?:на\\s+)?(?:\\pL+\\s+)?места|^места(?:$|\\s*[(,/])|капацитет|"
     "number\\s+of\\s+places|capacity|^places$"},
    {ColumnKind::kHeadcount,
     "(?:брой|бр\\.)\\s*(?:на\\s+)?(?:\\pL+\\s+)?(?:лица|потребители|души|участници|хора|деца|"
     "обхванати)|"
     "численост|number\\s+of\\s+(?:persons|people|users|participants)|"
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
     "сума|стойност|бюджет|средств|разход|^размер(?:$|\\s)|(?:^|[^\\pL])(?:лв|лева|евро|bgn|eur)(?:$|[^"
     "\\pL])|€|"
     "amount|budget|costs?(?:$|[^\\pL])|^общо$|^всичко$|^total$|value"},
    {ColumnKind::kFinancing, "финанс|ресурс|funding|financ"},
    {ColumnKind::kActivity, "^обекти?\\s*[/(,]\\s*(?:мярк|мерк|дейност|наименовани|measure|activit)"},
    {ColumnKind::kPlace,
     "мест(?:о|а|н)|мяст|населен|териториал|локаци|^обект(?:$|и$|[^\\pL])|location|place|settlement|"
     "where"},
    {ColumnKind::kSourceAmount, "^(?:дб|об|обб|рб|ес)$"},
    {ColumnKind::kFrom,
     "^(?:начало|начална\\s+дата|дата\\s+на\\s+(?:започване|начало)|старт|начало\\s+на\\s.*|start(?:"
     "\\s+date)?)$"},
    {ColumnKind::kTo,
     "^(?:край|крайна\\s+дата|дата\\s+на\\s+(?:приключване|завършване|край)|край\\s+на\\s.*|end(?:\\s+"
     "date)?)$"},
    {ColumnKind::kTimeframe,
     "срок|период|времев|време\\s+(?:за|на)\\s|график|кога|година|^дат[аи](?:$|[^\\pL])|^месец$|"
     "timeframe|time\\s+frame|deadline|timeline|period|"
     "schedule|^when"},
    {ColumnKind::kExecutor,
     "изпълн|отгов[оа]р|^отг\\.?$|доставчик|институци|ангажиран|организаци|организатор|respons|"
     "executor|"
     "implement|"
     "lead\\s+(?:body|institution)|^who"},
    {ColumnKind::kObjective,
     "(?:^|[^\\pL])цел(?:$|и$|и[^\\pL]|та|[^\\pL])|objective|(?:^|[^\\pL])goal|(?:^|[^\\pL])aim"},
    {ColumnKind::kActivity,
     "дейност|мярк|мерк|услуг|проект|инициатив|задач|"
     "^(?:(?:име|наименование|вид)\\s+на\\s+|\\pL+н[аио]\\s+|\\pL+[нс]ка\\s+)?(?:мероприяти|прояв|"
     "събити)|activit|"
     "measure|service|action|"
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
      "проект(?:а|и)?\\s+[„“\"]|от\\s+общината|външно\\s+финансиране|"
      "(?:държавн|целев|капиталов|републиканск)\\pL*\\s+субсиди|субсиди\\pL*\\s+от\\s|"
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
  static const RE2 kYear("(?:19|20)[0-9]{2}(?:\\s*(?:г\\.?|год\\.?|година))?");
  return RE2::FullMatch(Piece(folded), kYear);
}

// The only year that a heading names; 0: none, or several.
int OnlyYear(absl::string_view heading) {
  static const RE2 kYear("(?:^|[^0-9])((?:19|20)[0-9]{2})(?:$|[^0-9])");
  re2::StringPiece digits;
  re2::StringPiece rest = Piece(heading);
  int year = 0;
  if (!RE2::FindAndConsume(&rest, kYear, &digits) || !absl::SimpleAtoi(View(digits), &year)) return 0;
  // The sign behind the first year may be the one before a second, "2021-2024".
  rest = re2::StringPiece(digits.data() + digits.size(),
                          rest.data() + rest.size() - digits.data() - digits.size());
  return RE2::PartialMatch(rest, kYear) ? 0 : year;
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
  if (filled.empty()) return false;
  const absl::string_view first = TextOf(row, filled.front());
  if (StartsWithDigit(first) && !IsYear(FoldName(first))) return false;
  if (row.header || merged) return true;
  if (filled.size() < 2 || !TextOf(row, 0).empty()) return false;
  return std::all_of(filled.begin(), filled.end(), [&](int column) {
    const absl::string_view text = TextOf(row, column);
    return text.size() <= kHeadingBytesMax && KindOfHeading(text) != ColumnKind::kUnknown;
  });
}

// The text above a column. Formats without merged cells write it once, above the first column that it
// is of: "Средства, лв.", "", "" over "2021", "2022", "2023".
absl::string_view HeadingIn(absl::Span<const document::Row> rows, size_t row, size_t column) {
  const absl::string_view text = TextOf(rows[row], column);
  if (!text.empty() || row + 1 == rows.size()) return text;
  const absl::string_view below = TextOf(rows[row + 1], column);
  if (!IsYear(FoldName(below)) && KindOfHeading(below) != ColumnKind::kAmount) return text;
  const auto stands_below = [&](size_t at) { return !TextOf(rows[row + 1], at).empty(); };
  const size_t from = column > kColumnsOfHeadingMax ? column - kColumnsOfHeadingMax : 0;
  for (size_t at = column; at > from && stands_below(at) && TextOf(rows[row], at).empty(); --at) {
    if (stands_below(at - 1) && !TextOf(rows[row], at - 1).empty()) return TextOf(rows[row], at - 1);
  }
  return text;
}

std::string JoinedHeading(absl::Span<const document::Row> rows, size_t column) {
  std::string heading;
  absl::string_view last;
  for (size_t row = 0; row < rows.size(); ++row) {
    const absl::string_view text = HeadingIn(rows, row, column);
    if (text.empty() || text == last) continue;
    absl::StrAppend(&heading, heading.empty() ? "" : " ", absl::StrReplaceAll(text, {{"\n", " "}}));
    last = text;
  }
  return heading;
}

// "общински" and "община" are other words.
bool SaysTotal(absl::string_view heading) {
  static const RE2 kTotal(
      "(?:^|[^\\pL])(?:общ(?:о|ото|а|ата|ия|ият|и|ите)?|всичко|total)(?:$|[^\\pL])");
  return RE2::PartialMatch(FoldName(heading), kTotal);
}

// "Финансиране" above "2014" and "2015", or "Сума за 2014 г." beside "Сума за 2015 г.": several columns
// of years give the amounts of each. One alone says of what year the whole amount is. The only one that
// calls itself a total, "Обща сума за периода до 2024 г.", is of no year.
void SettleYears(absl::Span<const document::Row> rows, std::vector<Column>& columns) {
  std::vector<int> years(columns.size());
  std::vector<size_t> totals;
  for (size_t i = 0; i < columns.size(); ++i) {
    const absl::string_view lowest = TextOf(rows.back(), i);
    const bool money = columns[i].kind == ColumnKind::kAmount ||
                       columns[i].kind == ColumnKind::kFinancing ||
                       columns[i].kind == ColumnKind::kSourceAmount;
    // "Средства" above "2014": the year below says what the amounts are of.
    const bool below = rows.size() > 1 && IsYear(FoldName(lowest));
    if (below) columns[i].kind = ColumnKind::kSourceAmount;
    if (below || money) years[i] = OnlyYear(below ? lowest : columns[i].heading);
    if (years[i] != 0 && !below && SaysTotal(columns[i].heading)) totals.push_back(i);
  }
  if (totals.size() == 1) years[totals.front()] = 0;
  std::set<int> distinct(years.begin(), years.end());
  distinct.erase(0);
  if (distinct.size() < 2) return;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (years[i] == 0) continue;
    columns[i].kind = ColumnKind::kSourceAmount;
    columns[i].year = years[i];
  }
}

// "по източници" above "Републикански бюджет", "Собствени средства" and "ПРСР": each is how much one of
// them pays.
void SettleSources(absl::Span<const document::Row> rows, std::vector<Column>& columns) {
  static const RE2 kSources("източници|sources");
  if (rows.size() < 2) return;
  std::map<std::string, std::vector<size_t>> below;  // By the heading above.
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string above = FoldName(HeadingIn(rows, 0, i));
    const absl::string_view lowest = TextOf(rows.back(), i);
    // "Източници на информация" says nothing of money.
    if (!RE2::PartialMatch(above, kSources) || KindOfHeading(above) == ColumnKind::kUnknown ||
        lowest.empty() || FoldName(lowest) == above)
      continue;
    const ColumnKind own = KindOfHeading(lowest);
    if (own == ColumnKind::kUnknown || own == ColumnKind::kSourceAmount) below[above].push_back(i);
  }
  for (const auto& [above, found] : below) {
    if (found.size() < 2) continue;
    for (const size_t i : found) columns[i].kind = ColumnKind::kSourceAmount;
  }
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
    // "Други източници, лв.": a source with a unit is how much it pays.
    if (kind == ColumnKind::kSource && NamesSource(folded) && FindUnit(heading))
      return ColumnKind::kSourceAmount;
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
    for (int next = i + 1; header.row_count < kHeaderRowsMax && next < static_cast<int>(rows.size()) &&
                           ContinuesHeader(rows[next - 1], rows[next]);
         ++next)
      ++header.row_count;
    size_t width = 0;
    for (int r = 0; r < header.row_count; ++r) width = std::max(width, rows[i + r].cells.size());
    for (size_t column = 0; column < width; ++column) {
      Column found;
      found.heading = JoinedHeading(rows.subspan(i, header.row_count), column);
      found.kind = KindOfHeading(found.heading);
      found.unit = FindUnit(found.heading);
      header.columns.push_back(std::move(found));
    }
    SettleYears(rows.subspan(i, header.row_count), header.columns);
    SettleSources(rows.subspan(i, header.row_count), header.columns);
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

namespace {

// The text is the heading or, of several rows of headings, whole words at its beginning or end: "1" is
// no part of "2021".
bool RepeatsHeading(absl::string_view text, absl::string_view heading) {
  static const RE2 kGoesOn("^[\\pL0-9]"), kBegan("[\\pL0-9]$");
  const std::string all = FoldName(heading), part = FoldName(text);
  if (part.empty() || part.size() >= all.size()) return !part.empty() && part == all;
  const size_t rest = all.size() - part.size();
  return (absl::StartsWith(all, part) &&
          !RE2::PartialMatch(Piece(absl::string_view(all).substr(part.size())), kGoesOn)) ||
         (absl::EndsWith(all, part) &&
          !RE2::PartialMatch(Piece(absl::string_view(all).substr(0, rest)), kBegan));
}

}  // namespace

bool RepeatsHeader(const document::Row& row, absl::Span<const Column> columns) {
  const std::vector<int> filled = FilledCells(row);
  if (filled.size() < 2) return false;
  bool numbers = filled.size() > 2;
  size_t same = 0;
  for (const int column : filled) {
    const absl::string_view text = TextOf(row, column);
    numbers &= text == absl::StrCat(column + 1);
    if (static_cast<size_t>(column) >= columns.size()) continue;
    same += RepeatsHeading(text, columns[column].heading);
  }
  return numbers || same == filled.size();
}

namespace {

// Of two columns of amounts the one is the other in another currency, or the one that calls itself the
// total is. What is neither stands twice.
bool SettleAmounts(std::optional<Currency> counts, std::vector<Column>& columns, size_t second,
                   const Where& at, Notebook& notebook) {
  size_t first = 0;
  while (columns[first].kind != ColumnKind::kAmount) ++first;
  const auto currency = [](const Column& column) {
    return column.unit ? column.unit->currency : Currency::kBgn;
  };
  if (columns[first].unit && columns[second].unit &&
      currency(columns[first]) != currency(columns[second])) {
    const bool first_counts = !counts || currency(columns[first]) == *counts;
    columns[first_counts ? second : first].kind = ColumnKind::kAlsoShown;
    return true;
  }
  const bool first_total = SaysTotal(columns[first].heading);
  const bool second_total = SaysTotal(columns[second].heading);
  if (first_total == second_total) return false;
  Column& other = columns[first_total ? second : first];
  notebook.Find(at, "PLAN_COLUMN_NOT_TOTAL", {{"value", other.heading}});
  other.kind = ColumnKind::kUnknown;
  return true;
}

// Where no activity is named, the object that is built is what the row is about: "Обект" beside
// "Населено място".
void SettleObject(std::vector<Column>& columns) {
  static const RE2 kObject("^обект");
  if (std::any_of(columns.begin(), columns.end(), [](const Column& column) {
        return column.kind == ColumnKind::kActivity || column.kind == ColumnKind::kObjective;
      }))
    return;
  const auto object = std::find_if(columns.begin(), columns.end(), [](const Column& column) {
    return column.kind == ColumnKind::kPlace && RE2::PartialMatch(FoldName(column.heading), kObject);
  });
  if (object != columns.end()) object->kind = ColumnKind::kActivity;
}

}  // namespace

void SettleColumns(int block, const Header& header, std::optional<Currency> counts,
                   std::vector<Column>& columns, Notebook& notebook) {
  SettleObject(columns);
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
      if (column.kind == ColumnKind::kAmount && SettleAmounts(counts, columns, i, at, notebook))
        continue;
      notebook.Find(at, "PLAN_COLUMN_TWICE", {{"value", column.heading}});
      column.kind = ColumnKind::kUnknown;
    }
  }
  // Numbers often stand under no heading at all.
  if (!seen.contains(ColumnKind::kNumber) && !columns.empty() && columns[0].heading.empty())
    columns[0].kind = ColumnKind::kNumber;
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
