// SPDX-License-Identifier: EUPL-1.2
// Any value of a plan by its path, and rows that were not read or are none.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_corrections_view.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kVersions[] = "tranche.plans.v1.PlanVersionsService/";

constexpr Text kPath{"Път", "Path"};
constexpr Text kWhat{"Какво", "What"};
constexpr Text kForm{"Вид", "Form"};
constexpr Text kValueNow{"Стойност", "Value"};
constexpr Text kRead{"Прочетено", "Read"};
constexpr Text kCorrected{"Поправено", "Corrected"};
constexpr Text kAdded{"Добавено", "Added"};
constexpr Text kStruck{"Зачеркнато", "Struck out"};
constexpr Text kAllowed{"Допустимо", "Allowed"};

absl::Status ListValues(Session& session, const Arguments& arguments) {
  pb::ListPlanValuesRequest request;
  request.set_parent(ReadPlanName(arguments));
  request.set_under(arguments.Get("under"));
  if (arguments.Has("version")) {
    TRANCHE_ASSIGN_OR_RETURN(const int version, ReadNumber(arguments, "version"));
    request.set_version(version);
  }
  return ShowList(session, absl::StrCat(kVersions, "ListPlanValues"), request, "values",
                  {{kPath, "path"},
                   {kWhat, "title_*"},
                   {kValueNow, "value"},
                   {kRead, "read"},
                   {kForm, "form"},
                   {kCorrected, "corrected"},
                   {kAdded, "added"},
                   {kStruck, "struck"},
                   {texts::kPlace, "document_place/place"},
                   {kAllowed, "allowed"}});
}

// "activity=Обществена трапезария": path and value; words without a path are an item of a list.
void ReadRowValue(const std::string& typed, pb::RowValue* value) {
  const std::size_t equals = typed.find('=');
  const std::string path = equals == std::string::npos ? "" : typed.substr(0, equals);
  const bool is_path = !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '_' || c == '.';
  });
  value->set_path(is_path ? path : "");
  value->set_value(is_path ? typed.substr(equals + 1) : typed);
}

absl::Status AddRow(Session& session, const Arguments& arguments) {
  pb::AddPlanRowRequest request;
  request.set_list(arguments.Get("list"));
  for (const std::string& typed : arguments.All("value")) ReadRowValue(typed, request.add_values());
  if (arguments.Has("number")) {
    TRANCHE_ASSIGN_OR_RETURN(const int number, ReadNumber(arguments, "number"));
    request.set_number(number);
  }
  request.set_document_place(arguments.Get("found-at"));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  return ShowAnswer(session, absl::StrCat(kVersions, "AddPlanRow"), request, CorrectionSpec());
}

absl::Status StrikeRow(Session& session, const Arguments& arguments) {
  pb::StrikePlanRowRequest request;
  request.set_row(arguments.Get("row"));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  return ShowAnswer(session, absl::StrCat(kVersions, "StrikePlanRow"), request, CorrectionSpec());
}

}  // namespace

std::vector<Command> PlanRowCommands() {
  return {
      {"plans",
       "values",
       {"Изброява всяка стойност на план с пътя, по който се поправя",
        "Lists every value of a plan with the path by which it is corrected"},
       {kPlanParameter,
        {"under",
         Kind::kValue,
         {"Само под този път, напр. measure.1.2", "Below this path only, for example measure.1.2"}},
        {"version", Kind::kValue, {"Версия; без нея: последната", "Version; without it: the newest"}},
        kOrganisationParameter},
       "tranche plans values lyubimets-2013 --under measure.1.2\n"
       "tranche plans values lyubimets-2013 --under adoption --lang en",
       false,
       ListValues},
      {"plans",
       "add-row",
       {"Добавя ред на плана, който не е прочетен: мярка, източник, индикатор, точка от списък",
        "Adds a row of the plan that was not read: a measure, a source, an indicator, an item"},
       {kPlanParameter,
        {"list",
         Kind::kRequired,
         {"Списъкът: measure.1 (мерки на раздел 1), section, measure.1.2.sources, target_groups …",
          "The list: measure.1 (measures of section 1), section, measure.1.2.sources, target_groups "
          "…"}},
        {"value",
         Kind::kValues,
         {"Път в реда и стойност, напр. activity=Обществена трапезария; на точка от списък само "
          "текстът",
          "Path in the row and value, for example activity=Canteen; of an item of a list the text "
          "alone"}},
        {"number",
         Kind::kValue,
         {"Номер на мярката; без него: следващият", "Number of the measure; without it: the next"}},
        {"found-at",
         Kind::kValue,
         {"Къде в документа е редът, напр. страница 3",
          "Where the document has the row, for example page 3"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche plans add-row lyubimets-2013 measure.1 --value 'activity=Обществена трапезария' "
       "--value "
       "'stated_total=12000 BGN' --found-at 'страница 3' --reason 'редът е на следващата страница'\n"
       "tranche plans add-row lyubimets-2013 target_groups --value 'млади хора' --reason 'изпуснато'",
       true,
       AddRow},
      {"plans",
       "strike-row",
       {"Зачерква ред, който не е ред на плана; остава записан и с него не се смята",
        "Strikes out a row that is none; it stays on record and nothing is reckoned with it"},
       {kPlanParameter,
        {"row",
         Kind::kRequired,
         {"Редът: measure.1.2, measure.1.2.sources.2, target_groups.1",
          "The row: measure.1.2, measure.1.2.sources.2, target_groups.1"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche plans strike-row lyubimets-2013 measure.2.3 --reason 'бележка под таблицата, а не "
       "мярка'",
       true,
       StrikeRow},
  };
}

}  // namespace tranche::cli
