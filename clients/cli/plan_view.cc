// SPDX-License-Identifier: EUPL-1.2
#include "cli/plan_view.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/plan_corrections_view.h"
#include "cpp/partial_date.h"
#include "platform/convert/plan_words.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr Text kKind{"Вид", "Kind"};
constexpr Text kLevel{"Ниво", "Level"};
constexpr Text kRegion{"Област", "Region"};
constexpr Text kTitledPeriod{"Период по заглавие", "Period by the title"};
constexpr Text kWrittenPeriods{"Период по текста", "Period by the text"};
constexpr Text kAdoption{"Приет с", "Adopted by"};
constexpr Text kNotSaid{"не е казано", "not said"};
constexpr Text kBlank{"(празно)", "(blank)"};
constexpr Text kDecision{"решение №", "decision no."};
constexpr Text kProtocol{"протокол №", "minutes no."};
constexpr Text kParents{"Стратегии, които изпълнява", "Strategies that it carries out"};
constexpr Text kObjectives{"Цели", "Objectives"};
constexpr Text kDirections{"Насочен към", "Directed to"};
constexpr Text kStatements{"Твърдения", "Statements"};
constexpr Text kAreas{"Приоритетни области", "Priority areas"};
constexpr Text kParticipants{"Участвали в изготвянето", "Took part in the drafting"};
constexpr Text kAttachments{"Прикачени файлове и връзки", "Attached files and links"};
constexpr Text kSize{"Размер", "Size"};
constexpr Text kHolders{"Хора с роля", "Persons with a role"};
constexpr Text kRole{"Роля", "Role"};
constexpr Text kPerson{"Лице", "Person"};
constexpr Text kAppointed{"Определен", "Appointed"};
constexpr Text kBodies{"Работни органи", "Working bodies"};
constexpr Text kMembers{"Състав", "Members"};
constexpr Text kOnlyAttached{"само в приложение", "in an attachment only"};
constexpr Text kAgreements{"Споразумения", "Agreements"};
constexpr Text kSigned{"Подписано", "Signed"};
constexpr Text kSignedBy{"От", "By"};
constexpr Text kFigures{"Посочени числа", "Stated numbers"};
constexpr Text kProducts{"Изготвени документи", "Documents made"};
constexpr Text kDescription{"Описание", "Description"};
constexpr Text kParts{"В т.ч.", "Parts"};
constexpr Text kPriceOfOne{"Цена за единица", "Price of one"};
constexpr Text kCohorts{"Групи", "Cohorts"};
constexpr Text kPartners{"Партньори", "Partners"};
constexpr Text kTimeframe{"Срок", "Time frame"};
constexpr Text kIndicators{"Индикатори", "Indicators"};
constexpr Text kResults{"Очаквани резултати", "Expected results"};
constexpr Text kObjective{"Цел", "Objective"};
constexpr Text kDaily{"На ден", "Per day"};
constexpr Text kShare{"Дял", "Share"};
constexpr Text kOther{"Друго", "Other"};
constexpr Text kFinancing{"Финансиране, както е написано", "Financing, as written"};
constexpr Text kStatedYears{"Обща сума по години", "Total by year"};
constexpr Text kNotUnderstood{"Неразбрани места", "Places that were not understood"};

Cell CodeCell(std::string text, std::string raw) {
  return {.text = std::move(text), .raw = std::move(raw)};
}

std::string Money(const common::v1::Money& money, Language language) {
  return SayAmount(money.amount(), money.currency(), language);
}

// "2021: 18 000,00 лв.; 2022: 24 000,00 лв."
std::string SayYears(const google::protobuf::RepeatedPtrField<pb::Part>& years, Language language) {
  std::vector<std::string> said;
  for (const pb::Part& part : years)
    said.push_back(absl::StrCat(part.year(), ": ", Money(part.amount(), language)));
  return absl::StrJoin(said, "; ");
}

// A column that is shown only where a row has something in it.
template <class Item>
struct Column {
  Text heading;
  std::function<Cell(const Item&)> cell;
  pb::PlanField field = pb::PLAN_FIELD_UNSPECIFIED;  // What a person may correct of it.
};

template <class Items, class Item>
Table TableOfItems(const Items& items, const std::vector<Column<Item>>& columns, std::string title,
                   Language language) {
  Table table;
  table.title = std::move(title);
  std::vector<std::vector<Cell>> cells;
  for (const Item& item : items) {
    std::vector<Cell>& row = cells.emplace_back();
    for (const Column<Item>& column : columns) row.push_back(column.cell(item));
  }
  table.rows.resize(cells.size());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const bool filled = std::any_of(cells.begin(), cells.end(),
                                    [c](const std::vector<Cell>& row) { return !row[c].text.empty(); });
    if (!filled) continue;
    table.headings.emplace_back(columns[c].heading.In(language));
    for (std::size_t r = 0; r < cells.size(); ++r) table.rows[r].push_back(std::move(cells[r][c]));
  }
  return table;
}

void AddList(const google::protobuf::RepeatedPtrField<std::string>& items, Text title,
             Language language, View* view) {
  if (items.empty()) return;
  Table table{.title = std::string(title.In(language)), .headings = {}, .rows = {}};
  table.headings = {std::string(texts::kNumber.In(language)), std::string(texts::kText.In(language))};
  int number = 0;
  for (const std::string& item : items) {
    const std::string text = absl::StrCat(++number);
    table.rows.push_back({{.text = text, .raw = text, .right = true}, TextCell(item)});
  }
  view->tables.push_back(std::move(table));
}

std::string SayAdoption(const pb::Adoption& adoption, Language language) {
  const auto said = [&](bool there, const std::string& value) {
    return !there          ? std::string(kNotSaid.In(language))
           : value.empty() ? std::string(kBlank.In(language))
                           : value;
  };
  std::vector<std::string> parts;
  parts.push_back(absl::StrCat(kDecision.In(language), " ",
                               said(adoption.has_decision_number(), adoption.decision_number())));
  parts.push_back(absl::StrCat(kProtocol.In(language), " ",
                               said(adoption.has_protocol_number(), adoption.protocol_number())));
  parts.push_back(adoption.has_date() ? SayPartialDate(adoption.date(), language)
                                      : std::string(kNotSaid.In(language)));
  if (adoption.has_body() && !adoption.body().empty()) parts.push_back(adoption.body());
  return absl::StrJoin(parts, ", ");
}

void AddHead(const pb::Plan& plan, Language language, View* view) {
  const auto add = [&](Text label, Cell cell) {
    if (!cell.text.empty()) view->fields.push_back({std::string(label.In(language)), std::move(cell)});
  };
  add(texts::kName, CellAt(plan, "name/last", language));
  const auto corrected = [&](Cell cell, pb::PlanField field) {
    cell.text = WithCorrection(plan, field, "", std::move(cell.text), language);
    return cell;
  };
  add(texts::kTitle, corrected(CellAt(plan, "title", language), pb::PLAN_TITLE));
  if (plan.kind() != pb::PLAN_KIND_UNSPECIFIED) {
    Cell kind = CellAt(plan, "kind", language);
    if (!plan.kind_words().empty()) absl::StrAppend(&kind.text, " („", plan.kind_words(), "“)");
    add(kKind, std::move(kind));
  }
  if (plan.level() != pb::PLAN_LEVEL_UNSPECIFIED) add(kLevel, CellAt(plan, "level", language));
  add(texts::kMunicipality, TextCell(plan.municipality()));
  add(kRegion, TextCell(plan.region()));
  if (plan.year() != 0) add(texts::kYear, CellAt(plan, "year", language));
  if (plan.has_period_titled()) add(kTitledPeriod, TextCell(SayPeriod(plan.period_titled(), language)));
  std::vector<std::string> written;
  for (const auto& period : plan.periods_written()) written.push_back(SayPeriod(period, language));
  add(kWrittenPeriods, TextCell(absl::StrJoin(written, "; ")));
  add(texts::kOpenDocument, CellAt(plan, "open_document", language));
  add(kAdoption, TextCell(plan.has_adoption() ? SayAdoption(plan.adoption(), language)
                                              : std::string(kNotSaid.In(language))));
  add(texts::kMeasures, CellAt(plan, "measure_count", language));
  add(texts::kMeasuresWithAmount, CellAt(plan, "measures_with_amount", language));
  add(texts::kStatedTotal, corrected(CellAt(plan, "stated_total", language), pb::PLAN_STATED_TOTAL));
  add(kStatedYears, TextCell(SayYears(plan.stated_years(), language)));
  if (plan.version() != 0) add(texts::kVersion, CellAt(plan, "version", language));
  if (plan.has_stored_at()) add(texts::kStoredAt, CellAt(plan, "stored_at", language));
  add(texts::kDocument, CellAt(plan, "document_sha256", language));
}

void AddParents(const pb::Plan& plan, Language language, View* view) {
  using Parent = pb::ParentStrategy;
  const auto table_of = [&](const auto& parents) {
    view->tables.push_back(TableOfItems<decltype(parents), Parent>(
        parents,
        {{texts::kTitle, [](const Parent& p) { return TextCell(p.title()); }},
         {kLevel,
          [&](const Parent& p) {
            return p.level() == pb::PLAN_LEVEL_UNSPECIFIED ? Cell() : CellAt(p, "level", language);
          }},
         {texts::kPeriod,
          [&](const Parent& p) {
            return TextCell(p.has_period() ? SayPeriod(p.period(), language) : "");
          }},
         {kAdoption,
          [&](const Parent& p) {
            return TextCell(p.has_adoption() ? SayAdoption(p.adoption(), language) : "");
          }}},
        std::string(kParents.In(language)), language));
  };
  if (!plan.parents().empty()) return table_of(plan.parents());
  // Versions that were stored before parents were kept have the one strategy.
  if (!plan.has_parent_strategy()) return;
  Parent parent = plan.parent_strategy();
  if (parent.has_decision_number())
    parent.mutable_adoption()->set_decision_number(parent.decision_number());
  if (parent.has_protocol_number())
    parent.mutable_adoption()->set_protocol_number(parent.protocol_number());
  if (parent.has_adopted_on())
    parent.mutable_adoption()->mutable_date()->set_as_written(parent.adopted_on());
  table_of(std::vector<Parent>{parent});
}

// Lists of what documents name besides measures.
void AddNamed(const pb::Plan& plan, Language language, View* view) {
  const auto title = [&](Text text) { return std::string(text.In(language)); };
  if (plan.attachments_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.attachments()), pb::Attachment>(
        plan.attachments(),
        {{texts::kTitle, [](const pb::Attachment& a) { return TextCell(a.name()); }},
         {kSize, [](const pb::Attachment& a) { return TextCell(a.size_as_written()); }},
         {texts::kDocument, [](const pb::Attachment& a) { return TextCell(a.sha256()); }}},
        title(kAttachments), language));
  }
  if (plan.role_holders_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.role_holders()), pb::RoleHolder>(
        plan.role_holders(),
        {{kRole, [](const pb::RoleHolder& h) { return TextCell(h.role()); }},
         {kPerson, [](const pb::RoleHolder& h) { return TextCell(h.person()); }},
         {kAppointed, [](const pb::RoleHolder& h) { return TextCell(h.appointed_by()); }}},
        title(kHolders), language));
  }
  if (plan.bodies_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.bodies()), pb::NamedBody>(
        plan.bodies(),
        {{texts::kTitle,
          [&](const pb::NamedBody& b) {
            std::string name = b.name();
            if (!b.abbreviation().empty()) absl::StrAppend(&name, " (", b.abbreviation(), ")");
            if (b.in_attachment_only()) absl::StrAppend(&name, ", ", kOnlyAttached.In(language));
            return TextCell(std::move(name));
          }},
         {kMembers, [](const pb::NamedBody& b) { return TextCell(b.members()); }}},
        title(kBodies), language));
  }
  if (plan.agreements_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.agreements()), pb::NamedAgreement>(
        plan.agreements(),
        {{texts::kTitle, [](const pb::NamedAgreement& a) { return TextCell(a.subject()); }},
         {kSigned,
          [&](const pb::NamedAgreement& a) {
            return TextCell(a.has_signed_on() ? SayPartialDate(a.signed_on(), language) : "");
          }},
         {kSignedBy, [](const pb::NamedAgreement& a) { return TextCell(a.signed_by()); }}},
        title(kAgreements), language));
  }
  if (plan.figures_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.figures()), pb::StatedFigure>(
        plan.figures(),
        {{texts::kText, [](const pb::StatedFigure& f) { return TextCell(f.as_written()); }},
         {texts::kValue,
          [](const pb::StatedFigure& f) {
            const std::string count = absl::StrCat(f.count());
            return Cell{.text = count, .raw = count, .right = true};
          }},
         {texts::kPeriod,
          [&](const pb::StatedFigure& f) {
            return TextCell(f.has_period() ? SayPeriod(f.period(), language) : "");
          }},
         {texts::kUnit,
          [](const pb::StatedFigure& f) { return TextCell(absl::StrJoin(f.items(), ", ")); }}},
        title(kFigures), language));
  }
  if (plan.products_size() > 0) {
    view->tables.push_back(TableOfItems<decltype(plan.products()), pb::NamedProduct>(
        plan.products(),
        {{texts::kText, [](const pb::NamedProduct& p) { return TextCell(p.as_written()); }},
         {kTimeframe,
          [&](const pb::NamedProduct& p) {
            return TextCell(p.has_date() ? SayPartialDate(p.date(), language) : "");
          }}},
        title(kProducts), language));
  }
}

std::string SayIndicator(const pb::Indicator& indicator) {
  std::string said = indicator.name();
  if (!indicator.target().empty()) absl::StrAppend(&said, ": ", indicator.target());
  if (!indicator.unit().empty()) absl::StrAppend(&said, " ", indicator.unit());
  return said;
}

std::string SaySource(const pb::Source& source, Language language) {
  std::string said = source.as_written();
  if (!source.share_percent().empty() && !absl::StrContains(source.as_written(), '%'))
    absl::StrAppend(&said, " ", source.share_percent(), " %");
  if (source.has_amount()) absl::StrAppend(&said, " ", Money(source.amount(), language));
  return said;
}

// A column of a list whose items are said one after the other.
template <class Items, class Say>
Cell ListOf(const Items& items, const Say& say) {
  std::vector<std::string> said;
  for (const auto& item : items) said.push_back(say(item));
  return TextCell(absl::StrJoin(said, "; "));
}

Cell DailyCell(const pb::Measure& m, Language language) {
  if (!m.has_daily_rate()) return {};
  std::string said = Money(m.daily_rate().rate(), language);
  if (m.daily_rate().users() != 0) absl::StrAppend(&said, " × ", m.daily_rate().users());
  if (m.daily_rate().days() != 0) absl::StrAppend(&said, " × ", m.daily_rate().days());
  return TextCell(std::move(said));
}

// "4.50 BGN × 8 души × 20 дни", "2941.00 BGN (Стандарт за едно място)".
Cell UnitPriceCell(const pb::Measure& m, Language language) {
  if (!m.has_unit_price()) return {};
  std::string said = Money(m.unit_price().price(), language);
  for (const pb::Factor& factor : m.unit_price().factors()) {
    absl::StrAppend(&said, " × ", factor.count());
    if (!factor.noun().empty()) absl::StrAppend(&said, " ", factor.noun());
  }
  if (!m.unit_price().unit().empty()) absl::StrAppend(&said, " (", m.unit_price().unit(), ")");
  return TextCell(std::move(said));
}

// The stated total with the word that makes it inexact, and with the same amount in a second currency.
Cell TotalCell(const pb::Measure& m, Language language) {
  if (!m.has_stated_total()) return {};
  Cell cell{.text = Money(m.stated_total(), language), .raw = m.stated_total().amount(), .right = true};
  if (!m.stated_total_qualifier().empty())
    cell.text = absl::StrCat(m.stated_total_qualifier(), " ", cell.text);
  for (const pb::AlsoShown& shown : m.also_shown()) {
    if (shown.field() == "stated_total")
      absl::StrAppend(&cell.text, " (", Money(shown.amount(), language), ")");
  }
  return cell;
}

Cell AmountOf(bool there, const common::v1::Money& money, Language language) {
  if (!there) return {};
  return {.text = Money(money, language), .raw = money.amount(), .right = true};
}

Cell CountOf(bool there, const pb::Headcount& count) {
  if (!there) return {};
  return CodeCell(absl::StrCat(count.count(), " ", count.noun()), absl::StrCat(count.count()));
}

std::vector<Column<pb::Measure>> MeasureColumns(Language language) {
  using M = pb::Measure;
  return {
      {texts::kNumber,
       [](const M& m) {
         const std::string number = absl::StrCat(m.ordinal());
         return Cell{.text = number, .raw = number, .right = true};
       }},
      {texts::kActivity, [](const M& m) { return TextCell(m.activity()); }, pb::MEASURE_ACTIVITY},
      {kDescription, [](const M& m) { return TextCell(m.description()); }, pb::MEASURE_DESCRIPTION},
      {kObjective, [](const M& m) { return TextCell(m.objective()); }},
      {texts::kTargetGroups, [](const M& m) { return TextCell(m.target_group()); }},
      {texts::kPlace, [](const M& m) { return TextCell(m.place()); }, pb::MEASURE_PLACE},
      {texts::kSource,
       [=](const M& m) {
         return ListOf(m.sources(), [&](const pb::Source& s) { return SaySource(s, language); });
       }},
      {texts::kAmount, [=](const M& m) { return TotalCell(m, language); }, pb::MEASURE_TOTAL},
      {kParts,
       [=](const M& m) {
         return ListOf(m.parts(), [&](const pb::Part& p) {
           return absl::StrCat(p.label(), " ", Money(p.amount(), language));
         });
       },
       pb::MEASURE_PART},
      {texts::kMonthly,
       [=](const M& m) {
         Cell cell = AmountOf(m.has_monthly(), m.monthly(), language);
         const std::string& basis = pb::AmountBasis_Name(m.monthly_basis());
         if (const auto said = convert::SayWordAt("monthly_basis", basis, language)) {
           absl::StrAppend(&cell.text, ", ", *said);
         }
         return cell;
       },
       pb::MEASURE_MONTHLY},
      {kDaily, [=](const M& m) { return DailyCell(m, language); }},
      {kPriceOfOne, [=](const M& m) { return UnitPriceCell(m, language); }},
      {texts::kPersons, [](const M& m) { return CountOf(m.has_headcount(), m.headcount()); },
       pb::MEASURE_PERSONS},
      {texts::kPlaces, [](const M& m) { return CountOf(m.has_capacity(), m.capacity()); }},
      {kCohorts,
       [](const M& m) { return ListOf(m.cohorts(), [](const pb::Cohort& c) { return c.text(); }); }},
      {texts::kMonths,
       [](const M& m) { return TextCell(m.has_months() ? absl::StrCat(m.months()) : ""); },
       pb::MEASURE_MONTHS},
      {kTimeframe,
       [=](const M& m) {
         return TextCell(m.has_timeframe() ? SayPeriod(m.timeframe(), language) : "");
       }},
      {texts::kExecutor, [](const M& m) { return TextCell(m.executor()); }, pb::MEASURE_EXECUTOR},
      {kPartners, [](const M& m) { return TextCell(absl::StrJoin(m.partners(), "; ")); }},
      {kIndicators, [](const M& m) { return ListOf(m.indicators(), SayIndicator); }},
      {kResults, [](const M& m) { return TextCell(m.expected_results()); }},
      {kShare,
       [](const M& m) {
         return TextCell(m.share_percent().empty() ? "" : absl::StrCat(m.share_percent(), " %"));
       }},
      {kOther,
       [](const M& m) {
         return ListOf(m.other_cells(), [](const pb::OtherCell& c) {
           return absl::StrCat(c.heading(), ": ", c.text());
         });
       }},
      {kFinancing, [](const M& m) { return TextCell(m.financing()); }},
  };
}

// The columns of one section with what was corrected beside what is stated.
std::vector<Column<pb::Measure>> CorrectedColumns(const pb::Plan& plan, int section,
                                                  Language language) {
  std::vector<Column<pb::Measure>> columns = MeasureColumns(language);
  columns.front().cell = [&plan, section, language,
                          stated = columns.front().cell](const pb::Measure& measure) {
    Cell cell = stated(measure);
    const std::string row = absl::StrCat("measure.", section, ".", measure.ordinal());
    cell.text = WithRowMark(plan, row, std::move(cell.text), language);
    return cell;
  };
  for (Column<pb::Measure>& column : columns) {
    if (column.field == pb::PLAN_FIELD_UNSPECIFIED) continue;
    column.cell = [&plan, section, language, stated = column.cell,
                   field = column.field](const pb::Measure& measure) {
      Cell cell = stated(measure);
      const std::string place = absl::StrCat(section, ".", measure.ordinal());
      if (field != pb::MEASURE_PART) {
        cell.text = WithCorrection(plan, field, place, std::move(cell.text), language);
        return cell;
      }
      for (int part = 1; part <= measure.parts_size(); ++part) {
        cell.text =
            WithCorrection(plan, field, absl::StrCat(place, ".", part), std::move(cell.text), language);
      }
      return cell;
    };
  }
  return columns;
}

void AddSections(const pb::Plan& plan, Language language, View* view) {
  for (const pb::Section& section : plan.sections()) {
    std::string numeral = section.numeral();
    if (numeral.empty()) numeral = absl::StrCat(section.ordinal());
    if (numeral.back() != '.') numeral += '.';
    std::string title =
        absl::StrCat(numeral, " ",
                     WithCorrection(plan, pb::SECTION_TITLE, absl::StrCat(section.ordinal()),
                                    section.title(), language));
    if (!section.area().empty()) title = absl::StrCat(section.area(), " / ", title);
    std::vector<std::string> totals;
    if (section.has_stated_total()) totals.push_back(Money(section.stated_total(), language));
    if (!section.stated_years().empty()) totals.push_back(SayYears(section.stated_years(), language));
    if (!totals.empty()) absl::StrAppend(&title, " (", absl::StrJoin(totals, "; "), ")");
    view->tables.push_back(TableOfItems<decltype(section.measures()), pb::Measure>(
        section.measures(), CorrectedColumns(plan, section.ordinal(), language), std::move(title),
        language));
  }
}

void AddNotUnderstood(const pb::Plan& plan, Language language, View* view) {
  if (plan.not_understood_count() == 0 && plan.not_understood_size() == 0) return;
  const int count = std::max(plan.not_understood_count(), plan.not_understood_size());
  Table table{
      .title = absl::StrCat(kNotUnderstood.In(language), ": ", count), .headings = {}, .rows = {}};
  table.headings = {std::string(texts::kPlace.In(language)), std::string(texts::kText.In(language))};
  for (const pb::NotUnderstood& place : plan.not_understood()) {
    const std::string& text = language == Language::kBulgarian ? place.text_bg() : place.text_en();
    table.rows.push_back(
        {CodeCell(SayPlace(place.place(), language), place.place()), CodeCell(text, place.reason())});
  }
  view->tables.push_back(std::move(table));
}

}  // namespace

std::string SayPeriod(const common::v1::PartialPeriod& period, Language language) {
  return client::SayPartialPeriod(period, language, SayDay);
}

std::string SayPartialDate(const common::v1::PartialDate& date, Language language) {
  return client::SayPartialDate(date, language, SayDay);
}

View PlanRows(const pb::Plan& plan, Language language) {
  using Row = std::pair<int, pb::Measure>;  // With the number of its section.
  std::vector<Row> rows;
  for (const pb::Section& section : plan.sections()) {
    for (const pb::Measure& measure : section.measures()) rows.emplace_back(section.ordinal(), measure);
  }
  std::vector<Column<Row>> columns;
  columns.push_back(
      {texts::kSection, [](const Row& row) { return TextCell(absl::StrCat(row.first)); }});
  for (const Column<pb::Measure>& column : MeasureColumns(language)) {
    columns.push_back({column.heading, [column](const Row& row) { return column.cell(row.second); }});
  }
  View view;
  view.tables.push_back(TableOfItems<std::vector<Row>, Row>(rows, columns, "", language));
  return view;
}

View PlanView(const pb::Plan& plan, Language language) {
  View view;
  AddHead(plan, language, &view);
  AddCorrections(plan, language, &view);
  AddParents(plan, language, &view);
  AddList(plan.target_groups(), texts::kTargetGroups, language, &view);
  AddList(plan.objectives(), kObjectives, language, &view);
  AddList(plan.directions(), kDirections, language, &view);
  AddList(plan.statements(), kStatements, language, &view);
  AddList(plan.priority_areas(), kAreas, language, &view);
  AddList(plan.participants(), kParticipants, language, &view);
  AddNamed(plan, language, &view);
  AddSections(plan, language, &view);
  AddNotUnderstood(plan, language, &view);
  return view;
}

}  // namespace tranche::cli
