// SPDX-License-Identifier: EUPL-1.2
// Records of participants.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/commands.h"
#include "cli/participant_rows.h"
#include "cpp/client.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "platform/sheet/sheet.h"
#include "tranche/payments/v1/participants_service.pb.h"

namespace tranche::cli {
namespace {

namespace v1 = payments::v1;

constexpr char kParticipants[] = "tranche.payments.v1.ParticipantsService/";

constexpr Text kEntered{"Нови участници", "New participants"};
constexpr Text kChanged{"Променени записи", "Changed records"};
constexpr Text kRecorded{"Записани редове", "Rows recorded"};
constexpr Text kUnchanged{"Вече записани редове", "Rows already there"};
constexpr Text kCounted{"Преброено по данните", "Counted from the records"};
constexpr Text kCode{"Код", "Code"};
constexpr Text kWomen{"Жени", "Women"};
constexpr Text kMen{"Мъже", "Men"};
constexpr Text kNonBinary{"Небинарни", "Non-binary"};
constexpr Text kRefusedAnswers{"Отказали отговор", "Refused to answer"};
constexpr Text kReported{"В техническия отчет", "In the technical report"};
constexpr Text kFinding{"Бележка", "Finding"};
constexpr Text kPersonNumber{"Личен номер", "Personal number"};
constexpr Text kInitials{"Инициали", "Initials"};
constexpr Text kBirthYear{"Роден", "Born"};
constexpr Text kGender{"Пол", "Gender"};
constexpr Text kLabour{"Статус", "Labour status"};
constexpr Text kEducation{"Образование", "Education"};
constexpr Text kEnteredOn{"Включен на", "Entered on"};
constexpr Text kLeftOn{"Напуснал на", "Left on"};
constexpr Text kLeaving{"Статус при напускане", "Leaving state"};
constexpr Text kPackage{"Пакет", "Package"};
constexpr Text kFirstName{"Име", "First name"};
constexpr Text kMiddleName{"Презиме", "Middle name"};
constexpr Text kLastName{"Фамилия", "Last name"};
constexpr Text kBornOn{"Дата на раждане", "Born on"};
constexpr Text kUnemployedSince{"Безработен от", "Unemployed since"};
constexpr Text kSettlement{"Населено място", "Settlement"};
constexpr Text kActivity{"Дейност", "Activity"};
constexpr Text kAnswersTitle{"Отговори", "Answers"};
constexpr Text kQuestion{"Въпрос", "Question"};
constexpr Text kReply{"Отговор", "Reply"};
constexpr Text kStopped{
    "Прекъснато след {rows} реда. Повторете същата команда: записаното не се записва втори път.",
    "Stopped after {rows} rows. Repeat the same command: what is recorded is not recorded again."};

constexpr Parameter kPackageParameter{
    "package",
    Kind::kRequired,
    {"Номер на пакета по ред: 1, 2 …", "Place of the package in the sequence: 1, 2 …"}};

RecordSpec DocumentSpec(Language language) {
  return {{{texts::kVersion, "version"},
           {kEntered, "entered"},
           {kChanged, "changed"},
           {kRecorded, "recorded"},
           {kUnchanged, "unchanged"}},
          {{kCounted,
            "counted",
            {{kCode, "code"},
             {kWomen, "women"},
             {kMen, "men"},
             {kNonBinary, "non_binary"},
             {texts::kTotal, "total"},
             {kRefusedAnswers, "refused"},
             {kReported, "reported"},
             {texts::kVerified, "verified"},
             {kFinding, language == Language::kBulgarian ? "finding_bg" : "finding_en"}}}}};
}

// The place of the cell that a violation of a batch is about; the field itself when it is no row's.
std::string PlaceOf(const ParticipantRows& rows, std::size_t from, absl::string_view field) {
  std::size_t row = 0;
  const absl::string_view whole = field;
  if (!absl::ConsumePrefix(&field, "rows[")) return std::string(whole);
  const std::size_t end = field.find(']');
  if (end == absl::string_view::npos || !absl::SimpleAtoi(field.substr(0, end), &row)) {
    return std::string(whole);
  }
  field.remove_prefix(end + 1);
  absl::ConsumePrefix(&field, ".");
  if (from + row >= rows.records().size()) return std::string(whole);
  return rows.CellOf(from + row, field);
}

constexpr std::size_t kBatchRows = 500;

// Sends the rows in batches; all violations of a rehearsal are said together, by cell.
absl::Status SendRows(Session& session, const ParticipantRows& rows, const std::string& key,
                      v1::ImportParticipantsRequest request, v1::ParticipantsDocument* sum) {
  std::vector<Violation> wrong;
  int recorded = 0;
  int unchanged = 0;
  for (std::size_t from = 0; from < rows.records().size(); from += kBatchRows) {
    const std::size_t end = std::min(rows.records().size(), from + kBatchRows);
    request.clear_rows();
    for (std::size_t i = from; i < end; ++i) *request.add_rows() = rows.records()[i];
    request.set_request_id(absl::StrCat(key, "-", from / kBatchRows));
    const absl::StatusOr<v1::ParticipantsDocument> document = session.Get<v1::ParticipantsDocument>(
        absl::StrCat(kParticipants, "ImportParticipants"), request);
    if (!document.ok()) {
      const std::vector<Violation> violations = ViolationsOf(document.status());
      if (violations.empty()) {
        if (!request.validate_only() && from > 0) {
          session.Note(session.Say(kStopped, {{"rows", absl::StrCat(from)}}));
        }
        return document.status();
      }
      for (const Violation& violation : violations) {
        wrong.push_back({PlaceOf(rows, from, violation.field), violation.reason, violation.values});
      }
      continue;
    }
    *sum = *document;
    recorded += document->recorded();
    unchanged += document->unchanged();
  }
  if (!wrong.empty()) {
    const std::string count = absl::StrCat(wrong.size());
    return RefuseInput("DOCUMENT_UNREADABLE", std::move(wrong), {{"count", count}});
  }
  sum->set_recorded(recorded);
  sum->set_unchanged(unchanged);
  return absl::OkStatus();
}

absl::Status ImportParticipants(Session& session, const Arguments& arguments) {
  const std::string file = arguments.Get("file");
  ParticipantRows rows;
  {
    auto source = sheet::OpenTable(file, arguments.Get("sheet"));
    TRANCHE_RETURN_IF_ERROR(AsUsage(source.status()));
    TRANCHE_RETURN_IF_ERROR(rows.Read(**source, session.language()));
  }
  if (!rows.findings().empty()) {
    return RefuseInput("DOCUMENT_UNREADABLE", rows.findings(),
                       {{"count", absl::StrCat(rows.findings().size())}});
  }
  v1::ImportParticipantsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(
      absl::StrCat(RecordName(contract, "packages", arguments.Get("package")), "/participants"));
  // A key of its own for each run and batch, and no --request-id (has_steps): rows that are there
  // already are found by what they say, and a file that another one overtook may be imported again.
  const std::string key = client::MakeRequestId();
  // All of it is looked at before any of it is stored.
  v1::ParticipantsDocument sum;
  request.set_validate_only(true);
  TRANCHE_RETURN_IF_ERROR(SendRows(session, rows, key, request, &sum));
  if (!session.settings().dry_run) {
    request.set_validate_only(false);
    TRANCHE_RETURN_IF_ERROR(SendRows(session, rows, key, request, &sum));
  }
  ShowRecord(session, sum, DocumentSpec(session.language()));
  return absl::OkStatus();
}

absl::Status ShowDocument(Session& session, const Arguments& arguments) {
  v1::GetParticipantsDocumentRequest request;
  request.set_name(
      absl::StrCat(RecordName(ReadContract(session, arguments), "packages", arguments.Get("package")),
                   "/participants"));
  return ShowAnswer(session, absl::StrCat(kParticipants, "GetParticipantsDocument"), request,
                    DocumentSpec(session.language()));
}

absl::Status ListParticipants(Session& session, const Arguments& arguments) {
  v1::ListParticipantsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kParticipants, "ListParticipants"), request, "participants",
                  {{texts::kNumber, "number"},
                   {kPersonNumber, "person_number_masked"},
                   {kInitials, "initials"},
                   {kBirthYear, "birth_year"},
                   {kGender, "gender"},
                   {kLabour, "labour_status"},
                   {kEducation, "education"},
                   {kEnteredOn, "entered_on"},
                   {kLeftOn, "left_on"},
                   {kLeaving, "leaving_state"},
                   {kPackage, "package"}});
}

absl::Status RevealParticipant(Session& session, const Arguments& arguments) {
  v1::RevealParticipantRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "participants", arguments.Get("participant")));
  request.set_purpose(arguments.Get("purpose"));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto revealed,
      session.Get<v1::RevealedParticipant>(absl::StrCat(kParticipants, "RevealParticipant"), request));
  ShowRecord(session, revealed.record(),
             {{{kPersonNumber, "person_number"},
               {kFirstName, "first_name"},
               {kMiddleName, "middle_name"},
               {kLastName, "last_name"},
               {kBornOn, "born_on"},
               {kGender, "gender"},
               {kLabour, "labour_status"},
               {kUnemployedSince, "unemployed_since"},
               {kEducation, "education"},
               {kSettlement, "settlement"},
               {kEnteredOn, "entered_on"},
               {kLeftOn, "left_on"},
               {kLeaving, "leaving_state"},
               {kActivity, "activity"}},
              {{kAnswersTitle, "answers", {{kQuestion, "question"}, {kReply, "reply"}}}}});
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ParticipantCommands() {
  return {
      {"participants",
       "import",
       {"Записва участници от таблица (.csv или .xlsx) в пакет, всички или нито един",
        "Records participants of a table (.csv or .xlsx) in a package, all or none"},
       {{"file",
         Kind::kRequired,
         {"Таблица с колони: ЕГН, име, фамилия, пол, статус на пазара на труда, образование, дата на "
          "включване; може и презиме, дата на раждане, безработен от, населено място, дата на "
          "напускане, статус при напускане, дейност, въпросите за чувствителни данни",
          "Table with the columns: person number, first name, last name, gender, labour status, "
          "education, entered on; also middle name, born on, unemployed since, settlement, left on, "
          "leaving state, activity, the sensitive questions"},
         Takes::kFile},
        {"contract",
         Kind::kMustValue,
         {"Номер на договора, както и да е написан", "Contract number however typed"},
         Takes::kContract},
        {"package",
         Kind::kMustValue,
         {"Номер на пакета по ред: 1, 2 …", "Place of the package in the sequence: 1, 2 …"}},
        {"sheet",
         Kind::kValue,
         {"Лист от .xlsx; без него: първият", "Sheet of an .xlsx; else the first"}},
        kOrganisationParameter},
       "tranche participants import uchastnici.xlsx --contract BG05M9OP001-2.005-0063-C01 --package 2\n"
       "tranche participants import uchastnici.csv --contract BG05M9OP001-2.005-0063-C01 --package 2 "
       "--dry-run",
       true,
       ImportParticipants,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"participants",
       "show",
       {"Показва преброените участници на пакет и разликите с техническия отчет",
        "Shows the participants of a package as counts, against its technical report"},
       {kContractParameter, kPackageParameter, kOrganisationParameter},
       "tranche participants show BG05M9OP001-2.005-0063-C01 2",
       false,
       ShowDocument},
      {"participants",
       "list",
       {"Показва участниците по договор със скрити лични данни",
        "Lists the participants of a contract, personal data masked"},
       {kContractParameter, kOrganisationParameter},
       "tranche participants list BG05M9OP001-2.005-0063-C01",
       false,
       ListParticipants},
      {"participants",
       "reveal",
       {"Показва всички данни на участник; всяко четене се записва с целта му",
        "Shows everything of a participant; each reading is recorded with its purpose"},
       {kContractParameter,
        {"participant",
         Kind::kRequired,
         {"Номер на участника: 1, 2 …", "Number of the participant: 1, 2 …"}},
        {"purpose", Kind::kMustValue, {"За какво се четат", "What they are read for"}},
        kOrganisationParameter},
       "tranche participants reveal BG05M9OP001-2.005-0063-C01 12 --purpose 'проверка на място'",
       false,
       RevealParticipant},
  };
}

}  // namespace tranche::cli
