// SPDX-License-Identifier: EUPL-1.2
// Report packages with their reports, claims given back.
#include "absl/strings/str_cat.h"
#include "cli/claims_view.h"
#include "cli/commands.h"
#include "cli/packages_view.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kPackages[] = "tranche.payments.v1.PackagesService/";
constexpr char kPayments[] = "tranche.payments.v1.PaymentsService/";
constexpr Text kPackage{"Пакет", "Package"};
constexpr Text kReturns{"Връщания", "Returns"};
constexpr Text kReturnedOn{"Върнат на", "Returned on"};
constexpr Text kReturnedBy{"Върнат от", "Returned by"};
constexpr Text kWhy{"Защо", "Why"};
constexpr Text kDocuments{"Документи", "Documents"};
constexpr Text kNeedsCheck{"Иска проверка", "Needs a check"};
constexpr Text kActiveCheck{"Актуална проверка", "Active check"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kActivities{"Дейности", "Activities"};
constexpr Text kDone{"Извършено", "Done"};
constexpr Text kDeviation{"Отклонение", "Deviation"};
constexpr Text kIndicators{"Индикатори", "Indicators"};
constexpr Text kAchieved{"За периода", "In the period"};
constexpr Text kCumulative{"С натрупване", "Cumulative"};
constexpr Text kWomen{"Жени", "Women"};
constexpr Text kMen{"Мъже", "Men"};
constexpr Text kTarget{"Цел", "Target"};
constexpr Text kAchievedPercent{"Изпълнение %", "Achieved %"};
constexpr Text kByGender{"По пол", "By gender"};

std::vector<Word> Types(Language language) {
  return WordsOf(payments::v1::PackageType_descriptor(), language);
}

constexpr Parameter kTypeParameter{
    "type", Kind::kMustValue, {"Вид на пакета", "Type of the package"}, Takes::kText, Types};

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

template <class Request>
absl::StatusOr<Request> OnPackage(Session& session, const Arguments& arguments) {
  Request request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(PackageName(contract, arguments));
  return request;
}

absl::Status ShowPackage(Session& session, const char* method,
                         const google::protobuf::Message& request) {
  return ShowAnswer(session, absl::StrCat(kPackages, method), request, PackageSpec());
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
       {kContractParameter, kPackageParameter, kPackageDayParameter, kOrganisationParameter},
       "tranche packages send BG05M9OP001-2.005-0063-C01 1 --on 2018-01-15",
       true,
       SendPackage},
      {"packages",
       "return",
       {"Връща изпратен пакет без искане на бенефициента", "Gives a sent package without a claim back"},
       {kContractParameter, kPackageParameter, kPackageDayParameter, kPackageReasonParameter,
        kOrganisationParameter},
       "tranche packages return BG05M9OP001-2.005-0063-C01 1 --on 2018-01-20 --reason 'Липсва подпис'",
       true,
       ReturnPackage},
      {"packages",
       "accept",
       {"Приема пакет без искане за плащане", "Accepts a package without a payment claim"},
       {kContractParameter,
        kPackageParameter,
        kPackageDayParameter,
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
        kPackageDayParameter,
        kPackageReasonParameter,
        {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
        kOrganisationParameter},
       "tranche packages refuse BG05M9OP001-2.005-0063-C01 1 --on 2018-02-01 --reason 'Непълен отчет'",
       true,
       RefusePackage},
      {"packages",
       "withdraw",
       {"Оттегля празен пакет", "Withdraws an empty package"},
       {kContractParameter, kPackageParameter, kPackageReasonParameter, kOrganisationParameter},
       "tranche packages withdraw BG05M9OP001-2.005-0063-C01 1 --reason 'Отпаднал'",
       true,
       WithdrawPackage},
      {"claims",
       "return",
       {"Връща изпратено искане на бенефициента, преди проверката да е започнала",
        "Gives a sent claim back to the beneficiary before verification begins"},
       {kContractParameter, kClaimParameter, kPackageDayParameter, kPackageReasonParameter,
        kOrganisationParameter},
       "tranche claims return BG05M9OP001-2.005-0063-C01 2 --on 2018-01-20 --reason 'Липсва ведомост'",
       true,
       ReturnClaim},
  };
}

}  // namespace

std::vector<Command> PackageCommands() {
  std::vector<Command> commands;
  for (const std::vector<Command>& part : {PackageReads(), PackageWrites(), PackageMoves()}) {
    commands.insert(commands.end(), part.begin(), part.end());
  }
  return commands;
}

}  // namespace tranche::cli
