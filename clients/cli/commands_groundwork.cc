// SPDX-License-Identifier: EUPL-1.2
// What people do around plans: bodies, agreements, meetings, assessments, priorities, and the steps of
// programmes.
#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/groundwork_view.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "cpp/partial_date.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kService[] = "tranche.plans.v1.GroundworkService/";
constexpr char kRomact[] = "romact";

constexpr Text kKind{"Вид", "Kind"};
constexpr Text kRevision{"Редакция", "Revision"};
constexpr Text kStep{"Стъпка", "Step"};
constexpr Text kShownBy{"Доказателство", "Shown by"};
constexpr Text kReason{"Причина", "Reason"};
constexpr Text kMoves{"Може", "Possible"};
constexpr Text kDoneOf{"Изпълнени", "Done"};
constexpr Text kUnverified{
    "Непроверено: източникът не е прочетен и стъпките са по чужди преразкази.",
    "Not verified: the source was not read, and the steps are as others tell them."};
constexpr Text kDateWrong{"„{value}“ не е дата; напишете например 2016, 2016-08 или 12.08.2016.",
                          "\"{value}\" is no date; write for example 2016, 2016-08 or 2016-08-12."};
constexpr Text kNumberWrong{"„{value}“ не е брой; напишете например „местна администрация=12“.",
                            "\"{value}\" is no count; write for example \"local administration=12\"."};

std::string RecordOf(const Arguments& arguments) {
  const std::string id = arguments.Get("record");
  return absl::StartsWith(id, "organisations/")
             ? id
             : absl::StrCat(ReadParent(arguments), "/groundwork/", id);
}

std::vector<Word> KindWords(Language language) {
  return WordsOf(pb::GroundworkKind_descriptor(), language);
}
std::vector<Word> BodyWords(Language language) { return WordsOf(pb::BodyKind_descriptor(), language); }
std::vector<Word> GatheringWords(Language language) {
  return WordsOf(pb::GatheringKind_descriptor(), language);
}
std::vector<Word> MoveWords(Language) {
  return {{"begin", ""}, {"finish", ""}, {"reopen", ""}, {"set-aside", ""}, {"take-up", ""}};
}

// Nothing when the option was not given. The words are the person's and not a document's.
absl::Status ReadPartial(const Session& session, const Arguments& arguments, const std::string& option,
                         common::v1::PartialDate* date) {
  if (!arguments.Has(option)) return absl::OkStatus();
  const std::string typed = arguments.Get(option);
  const std::optional<common::v1::PartialDate> read = client::ReadPartialDate(typed);
  if (!read || client::IsBlank(*read)) {
    return Problem(kExitUsage, session.Say(kDateWrong, {{"value", typed}}));
  }
  *date = *read;
  date->clear_as_written();
  return absl::OkStatus();
}

// --- Showing.

absl::Status ShowOne(Session& session, const pb::Groundwork& record) {
  session.Show(GroundworkView(record, session.language()),
               client::ToJson(record, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status ListRecords(Session& session, const Arguments& arguments) {
  pb::ListGroundworkRequest request;
  request.set_parent(ReadParent(arguments));
  if (arguments.Has("kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind,
                             ReadWord(pb::GroundworkKind_descriptor(), "kind", arguments.Get("kind")));
    request.set_kind(static_cast<pb::GroundworkKind>(kind));
  }
  return ShowList(session, absl::StrCat(kService, "ListGroundwork"), request, "groundwork",
                  {{texts::kName, "name/last"},
                   {kKind, "kind"},
                   {texts::kTitle, "title"},
                   {kRevision, "revision"}});
}

absl::Status ShowRecordOf(Session& session, const Arguments& arguments) {
  pb::GetGroundworkRequest request;
  request.set_name(RecordOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto record, session.Get<pb::Groundwork>(absl::StrCat(kService, "GetGroundwork"), request));
  return ShowOne(session, record);
}

// --- Recording.

// Sends a record under the id that was typed; with --replace in the place of the newest revision.
absl::Status Send(Session& session, const Arguments& arguments, pb::Groundwork record) {
  pb::SetGroundworkRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_groundwork_id(arguments.Get("record"));
  if (arguments.Has("title")) record.set_title(arguments.Get("title"));
  if (arguments.Has("source")) record.set_source(arguments.Get("source"));
  if (arguments.Has("replace")) {
    pb::GetGroundworkRequest get;
    get.set_name(absl::StrCat(request.parent(), "/groundwork/", request.groundwork_id()));
    TRANCHE_ASSIGN_OR_RETURN(const auto stored,
                             session.Get<pb::Groundwork>(absl::StrCat(kService, "GetGroundwork"), get));
    record.set_revision(stored.revision());
  }
  *request.mutable_groundwork() = std::move(record);
  TRANCHE_ASSIGN_OR_RETURN(
      const auto stored, session.Get<pb::Groundwork>(absl::StrCat(kService, "SetGroundwork"), request));
  return ShowOne(session, stored);
}

absl::Status AddBody(Session& session, const Arguments& arguments) {
  pb::Groundwork record;
  pb::WorkingBody& body = *record.mutable_working_body();
  TRANCHE_ASSIGN_OR_RETURN(const int kind,
                           ReadWord(pb::BodyKind_descriptor(), "kind", arguments.Get("kind")));
  body.set_kind(static_cast<pb::BodyKind>(kind));
  if (arguments.Has("order-number")) body.set_order_number(arguments.Get("order-number"));
  body.set_ordered_by(arguments.Get("ordered-by"));
  body.set_composition(arguments.Get("composition"));
  if (arguments.Has("ordered-on")) {
    TRANCHE_RETURN_IF_ERROR(ReadPartial(session, arguments, "ordered-on", body.mutable_ordered_on()));
  }
  for (const std::string& typed : arguments.All("member")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(typed, absl::MaxSplits(": ", 1));
    pb::BodyMember& member = *body.add_members();
    member.set_role(parts.first);
    member.set_person(parts.second);
  }
  return Send(session, arguments, std::move(record));
}

absl::Status AddAgreement(Session& session, const Arguments& arguments) {
  pb::Groundwork record;
  pb::Agreement& agreement = *record.mutable_agreement();
  if (arguments.Has("signed-on")) {
    TRANCHE_RETURN_IF_ERROR(
        ReadPartial(session, arguments, "signed-on", agreement.mutable_signed_on()));
  }
  agreement.set_signed_by(arguments.Get("signed-by"));
  for (const std::string& party : arguments.All("party")) agreement.add_parties(party);
  if (arguments.Has("number")) agreement.set_number(arguments.Get("number"));
  return Send(session, arguments, std::move(record));
}

absl::Status AddMeetings(Session& session, const Arguments& arguments) {
  pb::Groundwork record;
  pb::Gatherings& gatherings = *record.mutable_gatherings();
  for (const std::string& word : arguments.All("kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(pb::GatheringKind_descriptor(), "kind", word));
    gatherings.add_kinds(static_cast<pb::GatheringKind>(kind));
  }
  TRANCHE_ASSIGN_OR_RETURN(const int count, ReadNumber(arguments, "count"));
  gatherings.set_count(count);
  if (arguments.Has("from")) {
    TRANCHE_RETURN_IF_ERROR(
        ReadPartial(session, arguments, "from", gatherings.mutable_held()->mutable_from()));
  }
  if (arguments.Has("to")) {
    TRANCHE_RETURN_IF_ERROR(
        ReadPartial(session, arguments, "to", gatherings.mutable_held()->mutable_to()));
  }
  for (const std::string& topic : arguments.All("topic")) gatherings.add_topics(topic);
  for (const std::string& typed : arguments.All("group")) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(typed, absl::MaxSplits('=', 1));
    pb::ParticipantGroup& group = *gatherings.add_participants();
    group.set_group(parts.first);
    int persons = 0;
    if (parts.second.empty()) continue;
    if (!absl::SimpleAtoi(parts.second, &persons)) {
      return Problem(kExitUsage, session.Say(kNumberWrong, {{"value", typed}}));
    }
    group.set_persons(persons);
  }
  return Send(session, arguments, std::move(record));
}

absl::Status RecordFile(Session& session, const Arguments& arguments) {
  pb::Groundwork record;
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, "", &record));
  return Send(session, arguments, std::move(record));
}

absl::Status RemoveRecord(Session& session, const Arguments& arguments) {
  pb::RemoveGroundworkRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_name(absl::StrCat(organisation, "/groundwork/", arguments.Get("record")));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto removed,
      session.Get<pb::Groundwork>(absl::StrCat(kService, "RemoveGroundwork"), request));
  return ShowOne(session, removed);
}

// --- Steps.

absl::Status ListSteps(Session& session, const Arguments& arguments) {
  pb::GetChecklistRequest request;
  const std::string checklist = arguments.Has("programme") ? arguments.Get("programme") : kRomact;
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_name(absl::StrCat(organisation, "/checklists/", checklist));
  TRANCHE_ASSIGN_OR_RETURN(const auto list,
                           session.Get<pb::Checklist>(absl::StrCat(kService, "GetChecklist"), request));
  const Language language = session.language();
  View view = ViewOf(list, {{{texts::kTitle, "title_*"}, {texts::kSource, "source"}}}, language);
  view.fields.push_back({std::string(kDoneOf.In(language)),
                         TextCell(absl::StrCat(list.done_count(), " / ", list.applicable_count()))});
  view.tables.push_back(TableOf(ItemsOf(list, "steps"),
                                {{texts::kNumber, "ordinal"},
                                 {kStep, "name/last"},
                                 {texts::kTitle, "title_*"},
                                 {texts::kState, "state"},
                                 {kShownBy, "evidence"},
                                 {kReason, "reason"}},
                                language));
  if (!list.verified()) view.notes.emplace_back(kUnverified.In(language));
  session.Show(view, client::ToJson(list, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status MoveStep(Session& session, const Arguments& arguments) {
  pb::MoveStepRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  const std::string checklist = arguments.Has("programme") ? arguments.Get("programme") : kRomact;
  request.set_name(
      absl::StrCat(organisation, "/checklists/", checklist, "/steps/", arguments.Get("step")));
  const std::vector<Word> words = MoveWords(session.language());
  constexpr pb::StepMove kMovesInOrder[] = {pb::BEGIN_STEP, pb::FINISH_STEP, pb::REOPEN_STEP,
                                            pb::SET_STEP_ASIDE, pb::TAKE_STEP_UP};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].word == arguments.Get("to")) request.set_move(kMovesInOrder[i]);
  }
  request.set_reason(arguments.Get("reason"));
  if (arguments.Has("on")) {
    TRANCHE_RETURN_IF_ERROR(ReadPartial(session, arguments, "on", request.mutable_on()));
  }
  for (const std::string& id : arguments.All("evidence")) {
    request.add_evidence(absl::StrCat(organisation, "/groundwork/", id));
  }
  return ShowAnswer(session, absl::StrCat(kService, "MoveStep"), request,
                    {{{kStep, "name/last"},
                      {texts::kTitle, "title_*"},
                      {texts::kState, "state"},
                      {kShownBy, "evidence"},
                      {kReason, "reason"},
                      {kMoves, "moves"}}});
}

// --- What is typed.

constexpr Parameter kRecord{
    "record",
    Kind::kRequired,
    {"Име на записа на латиница, напр. mag", "Identifier of the record, for example mag"}};
constexpr Parameter kTitle{"title", Kind::kMustValue, {"Как се казва", "What it is called"}};
constexpr Parameter kSourceOf{"source", Kind::kValue, {"Откъде се знае", "Where it is known from"}};
constexpr Parameter kReplace{
    "replace",
    Kind::kFlag,
    {"Заменя съществуващ запис с това име", "Replaces the record of this name"}};
constexpr Parameter kProgrammeParameter{
    "programme",
    Kind::kValue,
    {"romact (по подразбиране) или romact-cycle", "romact (without it) or romact-cycle"}};

Command BodyCommand() {
  return {"groundwork",
          "add-body",
          {"Записва работен орган или определени лица", "Records a working body or appointed persons"},
          {kRecord,
           kTitle,
           {"kind", Kind::kMustValue, {"Вид на органа", "Kind of body"}, Takes::kText, BodyWords},
           {"member",
            Kind::kValues,
            {"Член: „роля: име“; без лични номера", "Member: \"role: name\"; no personal numbers"}},
           {"composition", Kind::kValue, {"Състав с думи", "Composition in words"}},
           {"order-number",
            Kind::kValue,
            {"Номер на заповедта; празен, ако не е посочен",
             "Number of the order; empty when it is left blank"}},
           {"ordered-by", Kind::kValue, {"Кой я е издал", "Who gave it"}},
           {"ordered-on",
            Kind::kValue,
            {"Дата: 2016, 2016-08 или 12.08.2016", "Date: 2016, 2016-08 or 2016-08-12"}},
           kSourceOf,
           kReplace,
           kOrganisationParameter},
          "tranche groundwork add-body romact-persons --title 'Отговарящи за ROMACT' --kind "
          "appointed_persons "
          "--member 'координатор: Маргарита Петрушева' --order-number ''",
          true,
          AddBody};
}

Command AgreementCommand() {
  return {"groundwork",
          "add-agreement",
          {"Записва споразумение", "Records an agreement"},
          {kRecord,
           kTitle,
           {"signed-on", Kind::kValue, {"Кога е подписано: 2016-08", "When it was signed: 2016-08"}},
           {"signed-by",
            Kind::kValue,
            {"Кой го е подписал за общината", "Who signed for the municipality"}},
           {"party", Kind::kValues, {"Друга страна", "Another party"}},
           {"number",
            Kind::kValue,
            {"Номер; празен, ако не е посочен", "Number; empty when it is left blank"}},
           kSourceOf,
           kReplace,
           kOrganisationParameter},
          "tranche groundwork add-agreement romact-agreement --title 'Споразумение за ROMACT' "
          "--signed-on 2016-08 "
          "--signed-by кметът",
          true,
          AddAgreement};
}

Command MeetingsCommand() {
  return {"groundwork",
          "add-meetings",
          {"Записва срещи и обучения, броени заедно",
           "Records meetings and trainings that are counted together"},
          {kRecord,
           kTitle,
           {"kind",
            Kind::kValues,
            {"Вид; повтаря се", "Kind; may be repeated"},
            Takes::kText,
            GatheringWords},
           {"count", Kind::kMustValue, {"Брой, всички видове заедно", "How many, all kinds together"}},
           {"from", Kind::kValue, {"От: 2016-08", "From: 2016-08"}},
           {"to", Kind::kValue, {"До: 2016-12", "To: 2016-12"}},
           {"group",
            Kind::kValues,
            {"Участници: „група“ или „група=брой“", "Participants: \"group\" or \"group=count\""}},
           {"topic", Kind::kValues, {"Тема", "Topic"}},
           kSourceOf,
           kReplace,
           kOrganisationParameter},
          "tranche groundwork add-meetings romact-2016 --title 'Срещи и обучения' --kind meeting "
          "--kind training "
          "--count 15 --from 2016-08 --to 2016-12 --group 'ромска общност'",
          true,
          AddMeetings};
}

}  // namespace

std::vector<Command> GroundworkCommands() {
  return {
      {"groundwork",
       "list",
       {"Показва органи, споразумения, срещи, оценки, приоритети и възможности",
        "Lists bodies, agreements, meetings, assessments, priorities and opportunities"},
       {{"kind", Kind::kValue, {"Само от този вид", "Of this kind only"}, Takes::kText, KindWords},
        kOrganisationParameter},
       "tranche groundwork list\ntranche groundwork list --kind priority_list -o json",
       false,
       ListRecords},
      {"groundwork",
       "show",
       {"Показва един запис", "Shows one record"},
       {kRecord, kOrganisationParameter},
       "tranche groundwork show mag",
       false,
       ShowRecordOf},
      BodyCommand(),
      AgreementCommand(),
      MeetingsCommand(),
      {"groundwork",
       "record",
       {"Записва оценка, приоритети, възможност или друг запис от файл",
        "Records an assessment, priorities, an opportunity or any other record from a file"},
       {kRecord, kFileParameter, kReplace, kOrganisationParameter},
       "tranche groundwork record priorities-2016 --file priorities.json",
       true,
       RecordFile},
      {"groundwork",
       "remove",
       {"Маха запис, направен по грешка", "Removes a record that was made by mistake"},
       {kRecord, {"reason", Kind::kMustValue, {"Защо", "Why"}}, kOrganisationParameter},
       "tranche groundwork remove mag --reason 'Записан два пъти'",
       true,
       RemoveRecord},
      {"steps",
       "list",
       {"Показва стъпките на програма в общината",
        "Lists the steps of a programme in the municipality"},
       {kProgrammeParameter, kOrganisationParameter},
       "tranche steps list\ntranche steps list --programme romact-cycle",
       false,
       ListSteps},
      {"steps",
       "move",
       {"Премества стъпка в друго състояние", "Moves a step to another state"},
       {{"step", Kind::kRequired, {"Стъпка, напр. agreement", "Step, for example agreement"}},
        {"to",
         Kind::kMustValue,
         {"Какво става със стъпката", "What becomes of the step"},
         Takes::kText,
         MoveWords},
        {"evidence", Kind::kValues, {"Запис, който я доказва", "Record that shows it"}},
        {"reason", Kind::kValue, {"Причина или бележка", "Reason or remark"}},
        {"on",
         Kind::kValue,
         {"От кога: 2016, 2016-08 или 12.08.2016", "Since when: 2016, 2016-08 or 2016-08-12"}},
        kProgrammeParameter,
        kOrganisationParameter},
       "tranche steps move agreement --to finish --evidence romact-agreement --on 2016-08\n"
       "tranche steps move funding --to set-aside --reason 'Общината не кандидатства'",
       true,
       MoveStep},
  };
}

}  // namespace tranche::cli
