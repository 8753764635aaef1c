// SPDX-License-Identifier: EUPL-1.2
// What becomes of a plan: versions and their comparison, corrections, adoptions.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/checks_view.h"
#include "cli/commands.h"
#include "cli/plan_corrections_view.h"
#include "cli/plan_names.h"
#include "cli/plan_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kVersions[] = "tranche.plans.v1.PlanVersionsService/";

constexpr Text kCorrections{"Поправки", "Corrections"};
constexpr Text kMadeBy{"От", "By"};
constexpr Text kMadeAt{"На", "At"};
constexpr Text kFate{"Промяна", "Change"};
constexpr Text kPlaceBefore{"Беше на", "Was at"};
constexpr Text kPlaceAfter{"Сега на", "Is at"};
constexpr Text kMatch{"Разпозната по", "Matched by"};
constexpr Text kSimilarity{"Сходство, %", "Similarity, %"};
constexpr Text kBefore{"Преди", "Before"};
constexpr Text kAfter{"След", "After"};
constexpr Text kMeasuresThatChanged{"Мерки", "Measures"};
constexpr Text kOtherValues{"Други стойности", "Other values"};
constexpr Text kUnchanged{"Без промяна", "Unchanged"};
constexpr Text kRowsBefore{"Сума на редовете преди", "Sum of the rows before"};
constexpr Text kRowsAfter{"Сума на редовете след", "Sum of the rows after"};
constexpr Text kDecision{"Решение №", "Decision no."};
constexpr Text kProtocol{"Протокол №", "Minutes no."};
constexpr Text kDate{"Дата", "Date"};
constexpr Text kBody{"Орган", "Body"};

absl::Status ListVersions(Session& session, const Arguments& arguments) {
  pb::ListPlanVersionsRequest request;
  request.set_parent(ReadPlanName(arguments));
  return ShowList(session, absl::StrCat(kVersions, "ListPlanVersions"), request, "versions",
                  {{texts::kVersion, "version"},
                   {texts::kTitle, "title"},
                   {texts::kMeasures, "measure_count"},
                   {texts::kMeasuresWithAmount, "measures_with_amount"},
                   {texts::kStatedTotal, "stated_total"},
                   {kCorrections, "corrections"},
                   {texts::kStoredAt, "stored_at"}});
}

absl::Status ShowVersion(Session& session, const Arguments& arguments) {
  pb::GetPlanVersionRequest request;
  const std::string version = arguments.Get("version");
  request.set_name(
      absl::StrCat(ReadPlanName(arguments), "/versions/", version.empty() ? "-" : version));
  request.set_as_stated(arguments.Has("as-stated"));
  TRANCHE_ASSIGN_OR_RETURN(const auto shown, session.Get<pb::PlanVersionView>(
                                                 absl::StrCat(kVersions, "GetPlanVersion"), request));
  const Language language = session.language();
  View view = PlanView(shown.plan(), language);
  Table corrections = TableOf(ItemsOf(shown, "corrections"), CorrectionColumns(), language);
  corrections.title = std::string(kCorrections.In(language));
  if (shown.corrections_size() > 0) view.tables.push_back(std::move(corrections));
  const View checks = ChecksView(shown.checks(), language);
  view.tables.insert(view.tables.end(), checks.tables.begin(), checks.tables.end());
  view.notes.insert(view.notes.end(), checks.notes.begin(), checks.notes.end());
  AddNotes(shown.findings(), language, &view);
  AddNotes(shown.adoption().findings(), language, &view);
  const bool rows_only = session.settings().style.format == Format::kCsv;
  session.Show(rows_only ? PlanRows(shown.plan(), language) : view,
               client::ToJson(shown, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

// One row for each value that differs, with the measure in front.
Table MeasuresOf(const pb::PlanComparison& comparison, Language language) {
  Table table;
  table.title = std::string(kMeasuresThatChanged.In(language));
  for (const Text& heading : {kFate, kPlaceBefore, kPlaceAfter, texts::kActivity, kMatch, kSimilarity,
                              texts::kField, kBefore, kAfter, texts::kDelta}) {
    table.headings.emplace_back(heading.In(language));
  }
  const bool bulgarian = language == Language::kBulgarian;
  for (const pb::MeasureChange& change : comparison.measures()) {
    const std::vector<Cell> head = {
        CellAt(change, "fate", language),        CellAt(change, "place_before", language),
        CellAt(change, "place_after", language), CellAt(change, "activity", language),
        CellAt(change, "match", language),       CellAt(change, "similarity_percent", language)};
    std::vector<pb::ValueChange> values(change.values().begin(), change.values().end());
    if (values.empty()) values.emplace_back();  // Moved, and the same in everything else.
    for (const pb::ValueChange& value : values) {
      std::vector<Cell> row = head;
      row.push_back({.text = bulgarian ? value.title_bg() : value.title_en(), .raw = value.field()});
      row.push_back(CellAt(value, "before", language));
      row.push_back(CellAt(value, "after", language));
      row.push_back(value.field() == "stated_total" ? CellAt(change, "total_delta", language) : Cell{});
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

absl::Status ComparePlans(Session& session, const Arguments& arguments) {
  pb::ComparePlansRequest request;
  request.set_name(ReadPlanName(arguments));
  if (arguments.Has("with")) request.set_with(ReadPlanName(arguments, "with"));
  if (arguments.Has("version")) {
    TRANCHE_ASSIGN_OR_RETURN(const int version, ReadNumber(arguments, "version"));
    request.set_version(version);
  }
  if (arguments.Has("with-version")) {
    TRANCHE_ASSIGN_OR_RETURN(const int version, ReadNumber(arguments, "with-version"));
    request.set_with_version(version);
  }
  request.set_as_stated(arguments.Has("as-stated"));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto comparison,
      session.Get<pb::PlanComparison>(absl::StrCat(kVersions, "ComparePlans"), request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(comparison,
                         {{kBefore, "before"},
                          {kAfter, "after"},
                          {kUnchanged, "unchanged"},
                          {kRowsBefore, "rows_before"},
                          {kRowsAfter, "rows_after"},
                          {texts::kDelta, "rows_delta"}},
                         language);
  view.tables.push_back(MeasuresOf(comparison, language));
  Table values =
      TableOf(ItemsOf(comparison, "values"),
              {{texts::kField, "title_*"}, {kBefore, "before"}, {kAfter, "after"}}, language);
  values.title = std::string(kOtherValues.In(language));
  view.tables.push_back(std::move(values));
  if (session.settings().style.format == Format::kCsv) view.fields.clear();
  session.Show(view, client::ToJson(comparison, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status CorrectPlan(Session& session, const Arguments& arguments) {
  pb::CorrectPlanRequest request;
  // A name of a field, or the path of any value.
  const absl::StatusOr<int> field =
      ReadWord(pb::PlanField_descriptor(), "field", arguments.Get("field"));
  if (field.ok()) request.set_field(static_cast<pb::PlanField>(*field));
  if (!field.ok()) request.set_path(arguments.Get("field"));
  request.set_place(arguments.Get("place"));
  if (arguments.Has("instead-of")) request.set_instead_of(arguments.Get("instead-of"));
  if (arguments.Has("value")) request.set_value(arguments.Get("value"));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  return ShowAnswer(session, absl::StrCat(kVersions, "CorrectPlan"), request, CorrectionSpec());
}

absl::Status TakeBack(Session& session, const Arguments& arguments) {
  pb::TakeBackCorrectionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string plan, WritePlanName(session, arguments));
  request.set_name(absl::StrCat(plan, "/corrections/", arguments.Get("number")));
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kVersions, "TakeBackCorrection"), request, CorrectionSpec());
}

absl::Status ListPlanCorrections(Session& session, const Arguments& arguments) {
  pb::ListPlanCorrectionsRequest request;
  request.set_parent(ReadPlanName(arguments));
  return ShowList(session, absl::StrCat(kVersions, "ListPlanCorrections"), request, "corrections",
                  CorrectionColumns());
}

const std::vector<Shown>& AdoptionColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kNumber, "number"},
                                                      {kDecision, "adoption.decision_number"},
                                                      {kProtocol, "adoption.protocol_number"},
                                                      {kDate, "adoption.date.as_written"},
                                                      {kBody, "adoption.body"},
                                                      {texts::kSource, "source"},
                                                      {kMadeBy, "made_by"},
                                                      {kMadeAt, "made_at"}};
  return *columns;
}

absl::Status Adopt(Session& session, const Arguments& arguments) {
  pb::RecordAdoptionRequest request;
  request.mutable_adoption()->set_source(arguments.Get("source"));
  TRANCHE_RETURN_IF_ERROR(ReadAdoption(arguments, request.mutable_adoption()->mutable_adoption()));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto adopted, session.Get<pb::PlanAdoption>(
                                                   absl::StrCat(kVersions, "RecordAdoption"), request));
  View view = ViewOf(adopted, RecordSpec{AdoptionColumns()}, session.language());
  AddNotes(adopted.findings(), session.language(), &view);
  session.Show(view, client::ToJson(adopted, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status ListAdoptions(Session& session, const Arguments& arguments) {
  pb::ListAdoptionsRequest request;
  request.set_parent(ReadPlanName(arguments));
  return ShowList(session, absl::StrCat(kVersions, "ListAdoptions"), request, "adoptions",
                  AdoptionColumns());
}

// The fields with a name; values by their path and rows have commands of their own.
std::vector<Word> Fields(Language language) {
  std::vector<Word> words = WordsOf(pb::PlanField_descriptor(), language);
  words.erase(std::remove_if(words.begin(), words.end(),
                             [](const Word& word) {
                               return word.word == "plan-value" || word.word == "plan-row";
                             }),
              words.end());
  return words;
}

constexpr Parameter kAsStatedParameter{
    "as-stated",
    Kind::kFlag,
    {"Както е в документа, без поправки", "As the document has it, uncorrected"}};
constexpr Parameter kVersionParameter{
    "version", Kind::kValue, {"Версия; без нея: последната", "Version; without it: the newest"}};

std::vector<Command> VersionCommands() {
  return {
      {"plans",
       "versions",
       {"Изброява версиите на план", "Lists the versions of a plan"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans versions lyubimets-2013",
       false,
       ListVersions},
      {"plans",
       "version",
       {"Показва версия на план с поправките и проверките ѝ",
        "Shows a version of a plan with its corrections and checks"},
       {kPlanParameter, kVersionParameter, kAsStatedParameter, kOrganisationParameter},
       "tranche plans version lyubimets-2013\n"
       "tranche plans version lyubimets-2013 --version 1 --as-stated",
       false,
       ShowVersion},
      {"plans",
       "compare",
       {"Показва какво се е променило между две версии или два плана",
        "Shows what differs between two versions or two plans"},
       {kPlanParameter,
        kVersionParameter,
        {"with",
         Kind::kValue,
         {"По-ранният план; без него: същият", "The earlier plan; without it: the same"},
         Takes::kPlan},
        {"with-version",
         Kind::kValue,
         {"Версия на по-ранния; без нея: предишната",
          "Version of the earlier; without it: the one before"}},
        kAsStatedParameter,
        kOrganisationParameter},
       "tranche plans compare lyubimets-2013\n"
       "tranche plans compare lyubimets-2014 --with lyubimets-2013 --lang en",
       false,
       ComparePlans},
  };
}

std::vector<Command> PlanCorrectionCommands() {
  return {
      {"plans",
       "correct",
       {"Поправя прочетена стойност; прочетеното остава до поправеното",
        "Corrects a value that was read; what was read is kept beside it"},
       {kPlanParameter,
        {"field",
         Kind::kRequired,
         {"Коя стойност: поле като measure-total или път като measure.1.2.sources.1.kind (вж. plans "
          "values)",
          "Which value: a field such as measure-total or a path such as measure.1.2.sources.1.kind "
          "(see "
          "plans values)"},
         Takes::kText,
         Fields},
        {"place",
         Kind::kValue,
         {"Място: раздел 2, мярка 1.2, част от сума 1.2.1; без него: целият план",
          "Place: section 2, measure 1.2, part 1.2.1; without it: the whole plan"}},
        {"instead-of",
         Kind::kValue,
         {"Сегашната стойност; без нея: няма такава", "The value now; without it: there is none"}},
        {"value",
         Kind::kValue,
         {"Вярната стойност; без нея: не трябва да има",
          "The right value; without it: there should be none"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche plans correct lyubimets-2013 measure-total --place 1.2 --instead-of '39792.00 BGN' "
       "--value '39972.00 BGN' --reason 'размяна на цифри; сверено с протокола'\n"
       "tranche plans correct lyubimets-2013 municipality --instead-of Любимец --value 'община "
       "Любимец' "
       "--reason 'пълното име'",
       true,
       CorrectPlan},
      {"plans",
       "take-back",
       {"Оттегля поправка с нова, която връща предишната стойност",
        "Takes a correction back by a new one that shows the value before"},
       {kPlanParameter,
        {"number", Kind::kRequired, {"Номер на поправката", "Number of the correction"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche plans take-back lyubimets-2013 1 --reason 'прочетеното е вярно'",
       true,
       TakeBack},
      {"plans",
       "corrections",
       {"Изброява поправките на план", "Lists the corrections of a plan"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans corrections lyubimets-2013",
       false,
       ListPlanCorrections},
  };
}

std::vector<Command> AdoptionCommands() {
  std::vector<Parameter> parameters = {kPlanParameter};
  for (const Parameter& parameter : AdoptionParameters()) parameters.push_back(parameter);
  parameters.push_back({"source", Kind::kMustValue, {"Откъде е известно", "How it is known"}});
  parameters.push_back(kOrganisationParameter);
  return {
      {"plans",
       "adopt",
       {"Записва кога и с какво решение е приет планът",
        "Records when and by what decision a plan was adopted"},
       parameters,
       "tranche plans adopt lyubimets-2013 --decision 231 --protocol '' --on 2013-03 --body 'Общински "
       "съвет' "
       "--source 'сайт на общинския съвет'",
       true,
       Adopt},
      {"plans",
       "adoptions",
       {"Изброява записаните приемания на план; важи последното",
        "Lists the recorded adoptions of a plan; the last one stands"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans adoptions lyubimets-2013",
       false,
       ListAdoptions},
  };
}

}  // namespace

std::vector<Command> PlanLifeCommands() {
  std::vector<Command> all;
  for (std::vector<Command>& some :
       std::vector<std::vector<Command>>{VersionCommands(), PlanCorrectionCommands(), AdoptionCommands()}) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace tranche::cli
