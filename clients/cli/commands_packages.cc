// SPDX-License-Identifier: EUPL-1.2
// Report packages with their reports, checks of their documents, samples of costs, claims given back.
#include "absl/strings/str_cat.h"
#include "cli/claims_view.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/checks_service.pb.h"
#include "tranche/payments/v1/packages_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kPackages[] = "tranche.payments.v1.PackagesService/";
constexpr char kChecks[] = "tranche.payments.v1.ChecksService/";
constexpr char kPayments[] = "tranche.payments.v1.PaymentsService/";

constexpr Text kPackage{"Пакет", "Package"};
constexpr Text kReturns{"Връщания", "Returns"};
constexpr Text kReturnedOn{"Върнат на", "Returned on"};
constexpr Text kReturnedBy{"Върнат от", "Returned by"};
constexpr Text kWhy{"Защо", "Why"};
constexpr Text kDocuments{"Документи", "Documents"};
constexpr Text kKindOfDocument{"Документ", "Document"};
constexpr Text kNeedsCheck{"Иска проверка", "Needs a check"};
constexpr Text kActiveCheck{"Актуална проверка", "Active check"};
constexpr Text kDocumentApproved{"Одобрен", "Approved"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kActivities{"Дейности", "Activities"};
constexpr Text kDone{"Извършено", "Done"};
constexpr Text kDeviation{"Отклонение", "Deviation"};
constexpr Text kIndicators{"Индикатори", "Indicators"};
constexpr Text kCode{"Код", "Code"};
constexpr Text kAchieved{"За периода", "In the period"};
constexpr Text kCumulative{"С натрупване", "Cumulative"};
constexpr Text kWomen{"Жени", "Women"};
constexpr Text kMen{"Мъже", "Men"};
constexpr Text kTarget{"Цел", "Target"};
constexpr Text kAchievedPercent{"Изпълнение %", "Achieved %"};
constexpr Text kByGender{"По пол", "By gender"};
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

std::vector<Word> Types(Language language) {
  return WordsOf(payments::v1::PackageType_descriptor(), language);
}
std::vector<Word> Documents(Language language) {
  return WordsOf(payments::v1::DocumentKind_descriptor(), language);
}

constexpr Parameter kPackageParameter{
    "package",
    Kind::kRequired,
    {"Номер на пакета по ред: 1, 2 …", "Place of the package in the sequence: 1, 2 …"}};
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
constexpr Parameter kTypeParameter{
    "type", Kind::kMustValue, {"Вид на пакета", "Type of the package"}, Takes::kText, Types};
constexpr Parameter kDocumentParameter{
    "document", Kind::kMustValue, {"Кой документ", "Which document"}, Takes::kText, Documents};
constexpr Parameter kOnParameter{"on", Kind::kMustValue, {"Ден: 2018-01-15", "Day: 2018-01-15"}};
constexpr Parameter kReasonParameter{"reason", Kind::kMustValue, {"Защо", "Why"}};

const RecordSpec& PackageSpec() {
  static const auto* spec = new RecordSpec{{{kPackage, "sequence"},
                                            {texts::kType, "type"},
                                            {texts::kState, "state"},
                                            {texts::kClaim, "claim/last"},
                                            {texts::kSentOn, "sent_on"},
                                            {texts::kSentBy, "sent_by"},
                                            {texts::kDecidedOn, "decided_on"},
                                            {texts::kDecidedBy, "decided_by"},
                                            {texts::kReference, "reference"},
                                            {kWhy, "closing_reason"}},
                                           {{kDocuments,
                                             "documents",
                                             {{kKindOfDocument, "kind"},
                                              {texts::kVersion, "version"},
                                              {kNeedsCheck, "check_required"},
                                              {kActiveCheck, "active_check/last"},
                                              {kDocumentApproved, "approved"}}},
                                            {kReturns,
                                             "returns",
                                             {{texts::kNumber, "number"},
                                              {kReturnedOn, "returned_on"},
                                              {kReturnedBy, "returned_by"},
                                              {kWhy, "reason"},
                                              {texts::kSentOn, "sent_on"},
                                              {texts::kSentBy, "sent_by"}}}}};
  return *spec;
}

const RecordSpec& TechnicalSpec() {
  static const auto* spec =
      new RecordSpec{{{texts::kVersion, "version"}, {kFrom, "period_from"}, {kTo, "period_to"}},
                     {{kActivities,
                       "activities",
                       {{texts::kNumber, "number"},
                        {texts::kTitle, "title"},
                        {texts::kState, "state"},
                        {kFrom, "started_on"},
                        {kTo, "ended_on"},
                        {kDone, "done"},
                        {kDeviation, "deviation"}}},
                      {kIndicators,
                       "indicators",
                       {{kCode, "code"},
                        {kAchieved, "achieved.total"},
                        {kCumulative, "cumulative.total"},
                        {kWomen, "cumulative.women"},
                        {kMen, "cumulative.men"},
                        {kTarget, "target.total"},
                        {kAchievedPercent, "achieved_percent"},
                        {texts::kUnit, "unit"}}}}};
  return *spec;
}

const RecordSpec& IndicatorSpec() {
  static const auto* spec = new RecordSpec{{{texts::kVersion, "version"}, {texts::kSource, "source"}},
                                           {{kIndicators,
                                             "indicators",
                                             {{kCode, "code"},
                                              {texts::kTitle, "title"},
                                              {texts::kUnit, "unit"},
                                              {kByGender, "by_gender"},
                                              {kTarget, "target.total"},
                                              {kWomen, "target.women"},
                                              {kMen, "target.men"}}}}};
  return *spec;
}

const RecordSpec& FinancialSpec() {
  static const auto* spec = new RecordSpec{
      {{texts::kVersion, "version"}, {texts::kCosts, "costs/last"}, {texts::kTotal, "total"}}};
  return *spec;
}

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

std::string PackageName(const std::string& contract, const Arguments& arguments) {
  return RecordName(contract, "packages", arguments.Get("package"));
}

std::string CheckName(const std::string& contract, const Arguments& arguments) {
  return RecordName(PackageName(contract, arguments), "checks", arguments.Get("check"));
}

template <class Request>
absl::StatusOr<Request> OnPackage(Session& session, const Arguments& arguments) {
  Request request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(PackageName(contract, arguments));
  return request;
}

template <class Request>
absl::StatusOr<Request> OnCheck(Session& session, const Arguments& arguments) {
  Request request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(CheckName(contract, arguments));
  return request;
}

absl::Status ShowPackage(Session& session, const char* method,
                         const google::protobuf::Message& request) {
  return ShowAnswer(session, absl::StrCat(kPackages, method), request, PackageSpec());
}

absl::Status ShowCheck(Session& session, const char* method, const google::protobuf::Message& request) {
  return ShowAnswer(session, absl::StrCat(kChecks, method), request, CheckSpec());
}

absl::Status ListPackages(Session& session, const Arguments& arguments) {
  payments::v1::ListPackagesRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kPackages, "ListPackages"), request, "packages",
                  PackageSpec().fields);
}

absl::Status GetPackage(Session& session, const Arguments& arguments) {
  payments::v1::GetPackageRequest request;
  request.set_name(PackageName(ReadContract(session, arguments), arguments));
  return ShowPackage(session, "GetPackage", request);
}

absl::StatusOr<payments::v1::PackageType> TypeOf(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(
      const int type, ReadWord(payments::v1::PackageType_descriptor(), "type", arguments.Get("type")));
  return static_cast<payments::v1::PackageType>(type);
}

absl::StatusOr<payments::v1::DocumentKind> DocumentOf(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(payments::v1::DocumentKind_descriptor(), "document",
                                                    arguments.Get("document")));
  return static_cast<payments::v1::DocumentKind>(kind);
}

absl::Status CreatePackage(Session& session, const Arguments& arguments) {
  payments::v1::CreatePackageRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const auto type, TypeOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WriteContract(session, arguments));
  request.mutable_package()->set_type(type);
  return ShowPackage(session, "CreatePackage", request);
}

absl::Status ChangeType(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto type, TypeOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::ChangePackageTypeRequest>(session, arguments));
  request.set_type(type);
  return ShowPackage(session, "ChangePackageType", request);
}

absl::Status SendPackage(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::SendPackageRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_sent_on()));
  return ShowPackage(session, "SendPackage", request);
}

absl::Status ReturnPackage(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::ReturnPackageRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_returned_on()));
  request.set_reason(arguments.Get("reason"));
  return ShowPackage(session, "ReturnPackage", request);
}

absl::Status Decide(Session& session, const Arguments& arguments, bool accepted) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::DecidePackageRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_decided_on()));
  request.set_accepted(accepted);
  request.set_reference(arguments.Get("reference"));
  request.set_reason(arguments.Get("reason"));
  return ShowPackage(session, "DecidePackage", request);
}

absl::Status AcceptPackage(Session& session, const Arguments& arguments) {
  return Decide(session, arguments, /*accepted=*/true);
}

absl::Status RefusePackage(Session& session, const Arguments& arguments) {
  return Decide(session, arguments, /*accepted=*/false);
}

absl::Status WithdrawPackage(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::WithdrawPackageRequest>(session, arguments));
  request.set_reason(arguments.Get("reason"));
  return ShowPackage(session, "WithdrawPackage", request);
}

absl::Status RemoveReport(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto document, DocumentOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           OnPackage<payments::v1::RemoveReportRequest>(session, arguments));
  request.set_document(document);
  return ShowPackage(session, "RemoveReport", request);
}

absl::Status SetTechnicalReport(Session& session, const Arguments& arguments) {
  payments::v1::SetTechnicalReportRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(
      ReadRequest(session, arguments,
                  absl::StrCat(PackageName(contract, arguments), "/technicalReport"), &request));
  return ShowAnswer(session, absl::StrCat(kPackages, "SetTechnicalReport"), request, TechnicalSpec());
}

absl::Status GetTechnicalReport(Session& session, const Arguments& arguments) {
  payments::v1::GetTechnicalReportRequest request;
  request.set_name(
      absl::StrCat(PackageName(ReadContract(session, arguments), arguments), "/technicalReport"));
  return ShowAnswer(session, absl::StrCat(kPackages, "GetTechnicalReport"), request, TechnicalSpec());
}

absl::Status SetFinancialReport(Session& session, const Arguments& arguments) {
  payments::v1::SetFinancialReportRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(PackageName(contract, arguments), "/financialReport"));
  for (const std::string& cost : arguments.All("cost")) {
    request.mutable_report()->add_costs(RecordName(contract, "costs", cost));
  }
  return ShowAnswer(session, absl::StrCat(kPackages, "SetFinancialReport"), request, FinancialSpec());
}

absl::Status GetFinancialReport(Session& session, const Arguments& arguments) {
  payments::v1::GetFinancialReportRequest request;
  request.set_name(
      absl::StrCat(PackageName(ReadContract(session, arguments), arguments), "/financialReport"));
  return ShowAnswer(session, absl::StrCat(kPackages, "GetFinancialReport"), request, FinancialSpec());
}

absl::Status SetIndicators(Session& session, const Arguments& arguments) {
  payments::v1::SetIndicatorsRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(
      ReadRequest(session, arguments, absl::StrCat(contract, "/indicators"), &request));
  return ShowAnswer(session, absl::StrCat(kPackages, "SetIndicators"), request, IndicatorSpec());
}

absl::Status GetIndicators(Session& session, const Arguments& arguments) {
  payments::v1::GetIndicatorsRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/indicators"));
  return ShowAnswer(session, absl::StrCat(kPackages, "GetIndicators"), request, IndicatorSpec());
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

absl::Status ReturnClaim(Session& session, const Arguments& arguments) {
  payments::v1::ReturnClaimRequest request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_returned_on()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(ClaimName(contract, arguments));
  request.set_reason(arguments.Get("reason"));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "ReturnClaim"), request);
}

std::vector<Command> PackageReads() {
  return {
      {"packages",
       "list",
       {"Показва пакетите отчетни документи по договор", "Lists the report packages of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche packages list BG05M9OP001-2.005-0063-C01",
       false,
       ListPackages},
      {"packages",
       "show",
       {"Показва пакет с документите и връщанията му",
        "Shows a package with its documents and returns"},
       {kContractParameter, kPackageParameter, kOrganisationParameter},
       "tranche packages show BG05M9OP001-2.005-0063-C01 1",
       false,
       GetPackage},
      {"packages",
       "report",
       {"Показва техническия отчет: дейности и индикатори",
        "Shows the technical report: activities and indicators"},
       {kContractParameter, kPackageParameter, kOrganisationParameter},
       "tranche packages report BG05M9OP001-2.005-0063-C01 1",
       false,
       GetTechnicalReport},
      {"packages",
       "financial-report",
       {"Показва финансовия отчет на пакет без искане",
        "Shows the financial report of a package without a claim"},
       {kContractParameter, kPackageParameter, kOrganisationParameter},
       "tranche packages financial-report BG05M9OP001-2.005-0063-C01 1",
       false,
       GetFinancialReport},
      {"packages",
       "indicators",
       {"Показва индикаторите на договора и целите им",
        "Shows the contract's indicators and their targets"},
       {kContractParameter, kOrganisationParameter},
       "tranche packages indicators BG05M9OP001-2.005-0063-C01",
       false,
       GetIndicators},
  };
}

std::vector<Command> PackageWrites() {
  return {
      {"packages",
       "create",
       {"Започва пакет отчетни документи; докато е отворен, договорът не се изменя",
        "Begins a report package; while it is open, the contract is not amended"},
       {kContractParameter, kTypeParameter, kOrganisationParameter},
       "tranche packages create BG05M9OP001-2.005-0063-C01 --type technical-package",
       true,
       CreatePackage},
      {"packages",
       "change-type",
       {"Сменя вида на пакет чернова", "Changes the type of a draft"},
       {kContractParameter, kPackageParameter, kTypeParameter, kOrganisationParameter},
       "tranche packages change-type BG05M9OP001-2.005-0063-C01 1 --type "
       "payment-technical-financial-package",
       true,
       ChangeType},
      {"packages",
       "set-report",
       {"Въвежда техническия отчет на пакет", "Sets the technical report of a package"},
       {kContractParameter, kPackageParameter, kFileParameter, kOrganisationParameter},
       "tranche packages set-report BG05M9OP001-2.005-0063-C01 1 --file report.json --dry-run",
       true,
       SetTechnicalReport},
      {"packages",
       "set-financial-report",
       {"Въвежда финансовия отчет на пакет без искане",
        "Sets the financial report of a package without a claim"},
       {kContractParameter,
        kPackageParameter,
        {"cost",
         Kind::kValues,
         {"Номер на разход; за няколко се повтаря", "Number of a cost; repeat for several"}},
        kOrganisationParameter},
       "tranche packages set-financial-report BG05M9OP001-2.005-0063-C01 1 --cost 1 --cost 2",
       true,
       SetFinancialReport},
      {"packages",
       "set-indicators",
       {"Въвежда индикаторите на договора с целите им",
        "Sets the contract's indicators with their targets"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche packages set-indicators BG05M9OP001-2.005-0063-C01 --file indicators.json",
       true,
       SetIndicators},
      {"packages",
       "remove-report",
       {"Маха отчет от пакет чернова", "Removes a report from a draft"},
       {kContractParameter, kPackageParameter, kDocumentParameter, kOrganisationParameter},
       "tranche packages remove-report BG05M9OP001-2.005-0063-C01 1 --document "
       "technical-report-document",
       true,
       RemoveReport},
  };
}

std::vector<Command> PackageMoves() {
  return {
      {"packages",
       "send",
       {"Изпраща пакет без искане за плащане", "Sends a package without a payment claim"},
       {kContractParameter, kPackageParameter, kOnParameter, kOrganisationParameter},
       "tranche packages send BG05M9OP001-2.005-0063-C01 1 --on 2018-01-15",
       true,
       SendPackage},
      {"packages",
       "return",
       {"Връща изпратен пакет без искане на бенефициента", "Gives a sent package without a claim back"},
       {kContractParameter, kPackageParameter, kOnParameter, kReasonParameter, kOrganisationParameter},
       "tranche packages return BG05M9OP001-2.005-0063-C01 1 --on 2018-01-20 --reason 'Липсва подпис'",
       true,
       ReturnPackage},
      {"packages",
       "accept",
       {"Приема пакет без искане за плащане", "Accepts a package without a payment claim"},
       {kContractParameter,
        kPackageParameter,
        kOnParameter,
        {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
        kOrganisationParameter},
       "tranche packages accept BG05M9OP001-2.005-0063-C01 1 --on 2018-02-01 --reference 93-01-8",
       true,
       AcceptPackage},
      {"packages",
       "refuse",
       {"Отхвърля пакет без искане за плащане", "Refuses a package without a payment claim"},
       {kContractParameter,
        kPackageParameter,
        kOnParameter,
        kReasonParameter,
        {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
        kOrganisationParameter},
       "tranche packages refuse BG05M9OP001-2.005-0063-C01 1 --on 2018-02-01 --reason 'Непълен отчет'",
       true,
       RefusePackage},
      {"packages",
       "withdraw",
       {"Оттегля празен пакет", "Withdraws an empty package"},
       {kContractParameter, kPackageParameter, kReasonParameter, kOrganisationParameter},
       "tranche packages withdraw BG05M9OP001-2.005-0063-C01 1 --reason 'Отпаднал'",
       true,
       WithdrawPackage},
      {"claims",
       "return",
       {"Връща изпратено искане на бенефициента, преди проверката да е започнала",
        "Gives a sent claim back to the beneficiary before verification begins"},
       {kContractParameter, kClaimParameter, kOnParameter, kReasonParameter, kOrganisationParameter},
       "tranche claims return BG05M9OP001-2.005-0063-C01 2 --on 2018-01-20 --reason 'Липсва ведомост'",
       true,
       ReturnClaim},
  };
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
        kOnParameter,
        {"not-approved", Kind::kFlag, {"Документът не се одобрява", "The document is not approved"}},
        {"conclusion", Kind::kValue, {"Заключение", "Conclusion"}},
        kOrganisationParameter},
       "tranche checks activate BG05M9OP001-2.005-0063-C01 1 1 --on 2018-01-20",
       true,
       ActivateCheck},
      {"checks",
       "archive",
       {"Отказва се от проверка или я сваля от употреба", "Gives up a check or takes it out of use"},
       {kContractParameter, kPackageParameter, kCheckParameter, kReasonParameter,
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

std::vector<Command> PackageCommands() {
  std::vector<Command> commands;
  for (const std::vector<Command>& part : {PackageReads(), PackageWrites(), PackageMoves(),
                                           CheckCommands(), ChecklistCommands(), SampleCommands()}) {
    commands.insert(commands.end(), part.begin(), part.end());
  }
  return commands;
}

}  // namespace tranche::cli
