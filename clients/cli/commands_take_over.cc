// SPDX-License-Identifier: EUPL-1.2
// Records of the groundwork made of what was read in a plan.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr Text kKind{"Вид", "Kind"};
constexpr Text kOutcome{"Какво стана", "Outcome"};
constexpr Text kRecord{"Запис", "Record"};
constexpr Text kPath{"Път в плана", "Path in the plan"};
constexpr Text kWhy{"Защо", "Why"};
constexpr Text kTakenOver{"Поети", "Taken over"};
constexpr Text kThere{"Вече ги има", "Already there"};
constexpr Text kLeftOut{"Оставени", "Left out"};

std::vector<Word> Kinds(Language language) {
  return WordsOf(pb::GroundworkKind_descriptor(), language);
}

absl::Status TakeOver(Session& session, const Arguments& arguments) {
  pb::TakeOverGroundworkRequest request;
  for (const std::string& what : arguments.All("what")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(pb::GroundworkKind_descriptor(), "what", what));
    request.add_kinds(static_cast<pb::GroundworkKind>(kind));
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WritePlanName(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const auto made,
                           session.Get<pb::TakeOverGroundworkResponse>(
                               "tranche.plans.v1.GroundworkService/TakeOverGroundwork", request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(
      made,
      {{kTakenOver, "taken_over_count"}, {kThere, "already_there_count"}, {kLeftOut, "left_out_count"}},
      language);
  view.tables.push_back(TableOf(ItemsOf(made, "items"),
                                {{kKind, "kind"},
                                 {texts::kTitle, "title"},
                                 {kOutcome, "outcome"},
                                 {kRecord, "groundwork/last"},
                                 {kPath, "plan_path"},
                                 {texts::kPlace, "document_place/place"},
                                 {kWhy, "text_*"}},
                                language));
  if (session.settings().style.format == Format::kCsv) view.fields.clear();
  session.Show(view, client::ToJson(made, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> TakeOverCommands() {
  return {{"groundwork",
           "adopt",
           {"Поема прочетеното в план като записи: органи, лица с роли, споразумения, срещи, оценки, "
            "приоритети",
            "Takes over what was read in a plan as records: bodies, persons with roles, agreements, "
            "meetings, assessments, priorities"},
           {kPlanParameter,
            {"what",
             Kind::kValues,
             {"Само този вид; без него: всички", "This kind only; without it: all"},
             Takes::kText,
             Kinds},
            kOrganisationParameter},
           "tranche groundwork adopt sopot-2016 --dry-run\n"
           "tranche groundwork adopt sopot-2016 --what working-body --what agreement --lang en",
           true,
           TakeOver}};
}

}  // namespace tranche::cli
