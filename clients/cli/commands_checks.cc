// SPDX-License-Identifier: EUPL-1.2
// Checks of the documents of packages, their checklists, samples of costs.
#include "absl/strings/str_cat.h"
#include "cli/claims_view.h"
#include "cli/commands.h"
#include "cli/packages_view.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/checks_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kChecks[] = "tranche.payments.v1.ChecksService/";
constexpr Text kChecklist{"Контролен лист", "Checklist"};
constexpr Text kCheckedBy{"Проверил", "Checked by"};
constexpr Text kCheckedOn{"Проверен на", "Checked on"};
constexpr Text kConclusion{"Заключение", "Conclusion"};
constexpr Text kItems{"Въпроси", "Questions"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kRetired{"Не се ползва", "Retired"};
constexpr Text kChosen{"Избрани разходи", "Costs chosen"};
constexpr Text kReasons{"Защо е избран", "Why chosen"};
constexpr Text kPopulation{"Разходи в искането", "Costs in the claim"};
constexpr Text kSeed{"Число за избора", "Seed"};
constexpr Text kCommitment{"Запечатано при изпращането", "Sealed at sending"};
constexpr Text kDigest{"SHA-256 на разходите", "SHA-256 of the costs"};
constexpr Text kMethod{"Метод", "Method"};
constexpr Text kDrawnBy{"Избрал", "Drawn by"};
constexpr Text kChosenTotal{"Избрани общо", "Chosen in total"};
constexpr Text kRestPercent{"От останалите %", "Of the rest %"};
constexpr Text kFirstOfIssuer{"Първи на издателя", "First of issuer"};
constexpr Text kDuplicates{"Възможно дублирани", "Suspected duplicates"};

constexpr Parameter kCheckParameter{
    "check", Kind::kRequired, {"Номер на проверката в пакета", "Number of the check in the package"}};

constexpr Parameter kListParameter{
    "list",
    Kind::kRequired,
    {"Име на контролния лист, напр. claims", "Name of the checklist, for example claims"}};

constexpr Parameter kMethodParameter{
    "method",
    Kind::kRequired,
    {"Име на метода, напр. default", "Name of the method, for example default"}};

const RecordSpec& CheckSpec() {
  static const auto* spec = new RecordSpec{
      {{texts::kNumber, "number"},
       {kKindOfDocument, "document"},
       {texts::kVersion, "document_version"},
       {texts::kState, "state"},
       {kChecklist, "checklist/last"},
       {kDocumentApproved, "approved"},
       {kConclusion, "conclusion"},
       {kCheckedBy, "checked_by"},
       {kCheckedOn, "checked_on"}},
      {{kItems,
        "items",
        {{kCode, "code"}, {texts::kQuestion, "text"}, {texts::kAnswer, "answer"}, {kNote, "note"}}}}};
  return *spec;
}

const RecordSpec& ChecklistSpec() {
  static const auto* spec =
      new RecordSpec{{{texts::kName, "name/last"},
                      {texts::kVersion, "version"},
                      {kKindOfDocument, "document"},
                      {texts::kProgrammingPeriod, "programming_period"},
                      {texts::kSource, "source"},
                      {texts::kVerified, "verified"},
                      {kRetired, "retired"}},
                     {{kItems,
                       "questions",
                       {{kCode, "code"}, {texts::kQuestion, "text"}, {texts::kSource, "source"}}}}};
  return *spec;
}

const std::vector<Shown>& MethodColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kName, "name/last"},
                                                      {texts::kVersion, "version"},
                                                      {texts::kProgrammingPeriod, "programming_period"},
                                                      {kFirstOfIssuer, "first_of_issuer"},
                                                      {kDuplicates, "suspected_duplicates"},
                                                      {kRestPercent, "rest_percent"},
                                                      {texts::kSource, "source"},
                                                      {texts::kVerified, "verified"}};
  return *columns;
}

const RecordSpec& SampleSpec() {
  static const auto* spec = new RecordSpec{
      {{kPopulation, "population"},
       {texts::kTotal, "population_total"},
       {kChosenTotal, "chosen_total"},
       {kSeed, "seed"},
       {kCommitment, "commitment"},
       {kDigest, "population_digest"},
       {kMethod, "method/last"},
       {texts::kVersion, "method_version"},
       {kDrawnBy, "drawn_by"}},
      {{kChosen,
        "chosen",
        {{texts::kCost, "cost/last"}, {texts::kAmount, "total"}, {kReasons, "reasons"}}}}};
  return *spec;
}

std::string CheckName(const std::string& contract, const Arguments& arguments) {
  return RecordName(PackageName(contract, arguments), "checks", arguments.Get("check"));
}

template <class Request>
absl::StatusOr<Request> OnCheck(Session& session, const Arguments& arguments) {
  Request request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(CheckName(contract, arguments));
  return request;
}

absl::Status ShowCheck(Session& session, const char* method, const google::protobuf::Message& request) {
  return ShowAnswer(session, absl::StrCat(kChecks, method), request, CheckSpec());
}

absl::Status ListChecks(Session& session, const Arguments& arguments) {
  payments::v1::ListChecksRequest request;
  request.set_parent(PackageName(ReadContract(session, arguments), arguments));
  return ShowList(session, absl::StrCat(kChecks, "ListChecks"), request, "checks", CheckSpec().fields);
}

absl::Status BeginCheck(Session& session, const Arguments& arguments) {
  payments::v1::BeginCheckRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const auto document, DocumentOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(PackageName(contract, arguments));
  request.set_document(document);
  return ShowCheck(session, "BeginCheck", request);
}

absl::Status AnswerCheck(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request, OnCheck<payments::v1::AnswerCheckRequest>(session, arguments));
  const auto add = [&](const char* option, payments::v1::CheckAnswer answer) {
    for (const std::string& code : arguments.All(option)) {
      payments::v1::CheckItem* item = request.add_items();
      item->set_code(code);
      item->set_answer(answer);
      if (answer == payments::v1::ANSWER_NO) item->set_note(arguments.Get("note"));
    }
  };
  add("yes", payments::v1::ANSWER_YES);
  add("no", payments::v1::ANSWER_NO);
  add("not-applicable", payments::v1::ANSWER_NOT_APPLICABLE);
  return ShowCheck(session, "AnswerCheck", request);
}

absl::Status ActivateCheck(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnCheck<payments::v1::ActivateCheckRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_checked_on()));
  request.set_approved(!arguments.Has("not-approved"));
  request.set_conclusion(arguments.Get("conclusion"));
  return ShowCheck(session, "ActivateCheck", request);
}

absl::Status ArchiveCheck(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnCheck<payments::v1::ArchiveCheckRequest>(session, arguments));
  request.set_reason(arguments.Get("reason"));
  return ShowCheck(session, "ArchiveCheck", request);
}

// Settings are those of one organisation.
absl::Status ListChecklists(Session& session, const Arguments& arguments) {
  payments::v1::ListChecklistsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return ShowList(session, absl::StrCat(kChecks, "ListChecklists"), request, "checklists",
                  ChecklistSpec().fields);
}

absl::Status SetChecklist(Session& session, const Arguments& arguments) {
  payments::v1::SetChecklistRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(
      session, arguments, absl::StrCat(organisation, "/checklists/", arguments.Get("list")), &request));
  return ShowAnswer(session, absl::StrCat(kChecks, "SetChecklist"), request, ChecklistSpec());
}

absl::Status ListMethods(Session& session, const Arguments& arguments) {
  payments::v1::ListSamplingMethodsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return ShowList(session, absl::StrCat(kChecks, "ListSamplingMethods"), request, "methods",
                  MethodColumns());
}

absl::Status SetMethod(Session& session, const Arguments& arguments) {
  payments::v1::SetSamplingMethodRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation,
                           session.FindOrganisation(arguments.Get("organisation")));
  TRANCHE_RETURN_IF_ERROR(
      ReadRequest(session, arguments,
                  absl::StrCat(organisation, "/samplingMethods/", arguments.Get("method")), &request));
  return ShowAnswer(session, absl::StrCat(kChecks, "SetSamplingMethod"), request,
                    RecordSpec{MethodColumns()});
}

absl::Status DrawSample(Session& session, const Arguments& arguments) {
  payments::v1::DrawSampleRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(ClaimName(contract, arguments), "/sample"));
  return ShowAnswer(session, absl::StrCat(kChecks, "DrawSample"), request, SampleSpec());
}

absl::Status GetSample(Session& session, const Arguments& arguments) {
  payments::v1::GetSampleRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  request.set_name(absl::StrCat(ClaimName(ReadContract(session, arguments), arguments), "/sample"));
  return ShowAnswer(session, absl::StrCat(kChecks, "GetSample"), request, SampleSpec());
}

std::vector<Command> CheckCommands() {
  return {
      {"checks",
       "list",
       {"Показва проверките на документи в пакет", "Lists the checks of documents in a package"},
       {kContractParameter, kPackageParameter, kOrganisationParameter},
       "tranche checks list BG05M9OP001-2.005-0063-C01 1",
       false,
       ListChecks},
      {"checks",
       "begin",
       {"Започва проверка на документ по контролния лист",
        "Begins the check of a document by the checklist"},
       {kContractParameter, kPackageParameter, kDocumentParameter, kOrganisationParameter},
       "tranche checks begin BG05M9OP001-2.005-0063-C01 1 --document payment-claim-document",
       true,
       BeginCheck},
      {"checks",
       "answer",
       {"Отговаря на въпроси от проверка; всяко „не“ иска бележка",
        "Answers questions of a check; every no wants a note"},
       {kContractParameter,
        kPackageParameter,
        kCheckParameter,
        {"yes",
         Kind::kValues,
         {"Въпрос с отговор „да“; за няколко се повтаря", "Question answered yes; repeat for several"}},
        {"no", Kind::kValues, {"Въпрос с отговор „не“", "Question answered no"}},
        {"not-applicable",
         Kind::kValues,
         {"Въпрос, който не се прилага", "Question that does not apply"}},
        {"note", Kind::kValue, {"Бележка към отговорите „не“", "Note on the answers no"}},
        kOrganisationParameter},
       "tranche checks answer BG05M9OP001-2.005-0063-C01 1 1 --yes 1 --yes 2 --no 3 --note 'Липсва "
       "печат'",
       true,
       AnswerCheck},
      {"checks",
       "activate",
       {"Завършва проверка: тя става актуална за документа",
        "Finishes a check: it becomes the active one"},
       {kContractParameter,
        kPackageParameter,
        kCheckParameter,
        kPackageDayParameter,
        {"not-approved", Kind::kFlag, {"Документът не се одобрява", "The document is not approved"}},
        {"conclusion", Kind::kValue, {"Заключение", "Conclusion"}},
        kOrganisationParameter},
       "tranche checks activate BG05M9OP001-2.005-0063-C01 1 1 --on 2018-01-20",
       true,
       ActivateCheck},
      {"checks",
       "archive",
       {"Отказва се от проверка или я сваля от употреба", "Gives up a check or takes it out of use"},
       {kContractParameter, kPackageParameter, kCheckParameter, kPackageReasonParameter,
        kOrganisationParameter},
       "tranche checks archive BG05M9OP001-2.005-0063-C01 1 1 --reason 'Сгрешен документ'",
       true,
       ArchiveCheck},
  };
}

std::vector<Command> ChecklistCommands() {
  return {
      {"checklists",
       "list",
       {"Показва контролните листове на организация", "Lists the checklists of an organisation"},
       {kOrganisationParameter},
       "tranche checklists list",
       false,
       ListChecklists},
      {"checklists",
       "set",
       {"Въвежда контролен лист: въпросите са данни с източник",
        "Sets a checklist: its questions are data with their source"},
       {kListParameter, kFileParameter, kOrganisationParameter},
       "tranche checklists set claims --file checklist.json",
       true,
       SetChecklist},
  };
}

std::vector<Command> SampleCommands() {
  return {
      {"samples",
       "show",
       {"Показва кои разходи по искане се проверяват изцяло и защо",
        "Shows which costs of a claim are checked in full, and why"},
       {kContractParameter, kClaimParameter, kOrganisationParameter},
       "tranche samples show BG05M9OP001-2.005-0063-C01 2",
       false,
       GetSample},
      {"samples",
       "draw",
       {"Избира разходите за пълна проверка: по риск, а от останалите – случайно",
        "Chooses costs to check in full: by risk, and of the rest by chance"},
       {kContractParameter, kClaimParameter, kOrganisationParameter},
       "tranche samples draw BG05M9OP001-2.005-0063-C01 2",
       true,
       DrawSample},
      {"samples",
       "methods",
       {"Показва методите за извадка на организация", "Lists the sampling methods of an organisation"},
       {kOrganisationParameter},
       "tranche samples methods",
       false,
       ListMethods},
      {"samples",
       "set-method",
       {"Въвежда метод за извадка", "Sets a sampling method"},
       {kMethodParameter, kFileParameter, kOrganisationParameter},
       "tranche samples set-method default --file method.json",
       true,
       SetMethod},
  };
}

}  // namespace

std::vector<Command> CheckingCommands() {
  std::vector<Command> commands;
  for (const std::vector<Command>& part : {CheckCommands(), ChecklistCommands(), SampleCommands()}) {
    commands.insert(commands.end(), part.begin(), part.end());
  }
  return commands;
}

}  // namespace tranche::cli
