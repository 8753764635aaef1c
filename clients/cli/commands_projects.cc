// SPDX-License-Identifier: EUPL-1.2
// From a proposal to a contract with its activities, deadlines and people.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/staffing/v1/staffing_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = proposals::v1;

constexpr char kProposals[] = "tranche.proposals.v1.ProposalsService/";
constexpr char kTimelines[] = "tranche.timelines.v1.TimelinesService/";
constexpr char kStaffing[] = "tranche.staffing.v1.StaffingService/";

const RecordSpec& ProposalSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {texts::kTitle, "title"},
                                            {texts::kProcedure, "procedure"},
                                            {texts::kState, "state"},
                                            {texts::kRequested, "requested.total"},
                                            {texts::kEu, "requested.eu"},
                                            {texts::kNational, "requested.national"},
                                            {texts::kOwn, "requested.own"},
                                            {texts::kDuration, "duration_months"},
                                            {texts::kTargetGroups, "target_groups"},
                                            {texts::kSubmittedOn, "submitted_on"},
                                            {texts::kEvaluation, "evaluation.kind"},
                                            {texts::kStanding, "evaluation.standing"},
                                            {texts::kDecidedOn, "evaluation.decided_on"},
                                            {texts::kReference, "evaluation.reference"}}};
  return *spec;
}

const RecordSpec& ContractSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {texts::kTitle, "title"},
                                            {texts::kProposal, "proposal/last"},
                                            {texts::kProcedure, "procedure"},
                                            {texts::kState, "state"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kGrant, "amount.grant"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {texts::kOwn, "amount.own"},
                                            {texts::kGrantPercent, "grant_percent"},
                                            {texts::kConcludedOn, "concluded_on"},
                                            {texts::kStartsOn, "starts_on"},
                                            {texts::kEndsOn, "ends_on"},
                                            {texts::kDuration, "duration_months"},
                                            {texts::kPeriodRule, "period_rule"},
                                            {texts::kBeneficiary, "beneficiary"},
                                            {texts::kMixesScripts, "number_mixes_scripts"},
                                            {texts::kVersion, "version"}}};
  return *spec;
}

std::string ProposalName(const Arguments& arguments) {
  const std::string typed = arguments.Get("proposal");
  if (absl::StartsWith(typed, "organisations/")) return typed;
  return absl::StrCat(ReadParent(arguments), "/proposals/", FoldRegisterNumber(typed));
}

// For a write: the one organisation that has the proposal.
absl::StatusOr<std::string> FindProposal(Session& session, const Arguments& arguments) {
  const std::string name = ProposalName(arguments);
  if (!absl::StartsWith(name, "organisations/-/")) return name;
  pb::GetProposalRequest request;
  request.set_name(name);
  TRANCHE_ASSIGN_OR_RETURN(const auto proposal,
                           session.Get<pb::Proposal>(absl::StrCat(kProposals, "GetProposal"), request));
  return proposal.name();
}

absl::Status ListProposals(Session& session, const Arguments& arguments) {
  pb::ListProposalsRequest request;
  request.set_parent(ReadParent(arguments));
  return ShowList(session, absl::StrCat(kProposals, "ListProposals"), request, "proposals",
                  {{texts::kNumber, "number"},
                   {texts::kTitle, "title"},
                   {texts::kRequested, "requested.total"},
                   {texts::kDuration, "duration_months"},
                   {texts::kState, "state"}});
}

absl::Status ShowProposal(Session& session, const Arguments& arguments) {
  pb::GetProposalRequest request;
  request.set_name(ProposalName(arguments));
  return ShowAnswer(session, absl::StrCat(kProposals, "GetProposal"), request, ProposalSpec());
}

// The parent that a request in a file names itself, or the organisation of the caller.
template <class Request>
absl::Status ReadCreation(Session& session, const Arguments& arguments, Request* request) {
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, "", request));
  if (!request->parent().empty()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(*request->mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return absl::OkStatus();
}

absl::Status CreateProposal(Session& session, const Arguments& arguments) {
  pb::CreateProposalRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadCreation(session, arguments, &request));
  return ShowAnswer(session, absl::StrCat(kProposals, "CreateProposal"), request, ProposalSpec());
}

absl::Status SubmitProposal(Session& session, const Arguments& arguments) {
  pb::SubmitProposalRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_submitted_on()));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), FindProposal(session, arguments));
  return ShowAnswer(session, absl::StrCat(kProposals, "SubmitProposal"), request, ProposalSpec());
}

absl::Status EvaluateProposal(Session& session, const Arguments& arguments) {
  pb::EvaluateProposalRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, "", &request));
  if (request.name().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), FindProposal(session, arguments));
  }
  return ShowAnswer(session, absl::StrCat(kProposals, "EvaluateProposal"), request, ProposalSpec());
}

absl::Status ListContracts(Session& session, const Arguments& arguments) {
  pb::ListContractsRequest request;
  request.set_parent(ReadParent(arguments));
  return ShowList(session, absl::StrCat(kProposals, "ListContracts"), request, "contracts",
                  {{texts::kNumber, "number"},
                   {texts::kTitle, "title"},
                   {texts::kAmount, "amount.total"},
                   {texts::kStartsOn, "starts_on"},
                   {texts::kEndsOn, "ends_on"},
                   {texts::kState, "state"}});
}

absl::Status ShowContract(Session& session, const Arguments& arguments) {
  pb::GetContractRequest request;
  request.set_name(ReadContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kProposals, "GetContract"), request, ContractSpec());
}

absl::Status ConcludeContract(Session& session, const Arguments& arguments) {
  pb::ConcludeContractRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadCreation(session, arguments, &request));
  if (arguments.Has("beneficiary")) {
    if (request.contract().beneficiary() != pb::BENEFICIARY_KIND_UNSPECIFIED) {
      return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", "--beneficiary"}}));
    }
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(pb::BeneficiaryKind_descriptor(), "beneficiary",
                                                      arguments.Get("beneficiary")));
    request.mutable_contract()->set_beneficiary(static_cast<pb::BeneficiaryKind>(kind));
  }
  return ShowAnswer(session, absl::StrCat(kProposals, "ConcludeContract"), request, ContractSpec());
}

const RecordSpec& TimelineSpec() {
  static const auto* spec = new RecordSpec{{{texts::kStartsOn, "starts_on"},
                                            {texts::kEndsOn, "ends_on"},
                                            {texts::kDuration, "duration_months"}},
                                           {{texts::kActivity,
                                             "activities",
                                             {{texts::kNumber, "code"},
                                              {texts::kActivity, "title"},
                                              {texts::kFirstMonth, "first_month"},
                                              {texts::kLastMonth, "last_month"},
                                              {texts::kStartsOn, "starts_on"},
                                              {texts::kEndsOn, "ends_on"}}}}};
  return *spec;
}

absl::Status ShowTimeline(Session& session, const Arguments& arguments) {
  timelines::v1::GetTimelineRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/timeline"));
  return ShowAnswer(session, absl::StrCat(kTimelines, "GetTimeline"), request, TimelineSpec());
}

absl::Status SetActivities(Session& session, const Arguments& arguments) {
  timelines::v1::CreateActivitiesRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  return ShowAnswer(session, absl::StrCat(kTimelines, "CreateActivities"), request, TimelineSpec());
}

absl::Status ListDeadlines(Session& session, const Arguments& arguments) {
  timelines::v1::ListDeadlinesRequest request;
  request.set_parent(ReadContract(session, arguments));
  request.set_as_of(session.settings().as_of);
  TRANCHE_ASSIGN_OR_RETURN(const auto answer, session.Get<timelines::v1::ListDeadlinesResponse>(
                                                  absl::StrCat(kTimelines, "ListDeadlines"), request));
  const Language language = session.language();
  View view;
  view.tables.push_back(TableOf(ItemsOf(answer, "deadlines"),
                                {{texts::kDeadline, "title_*"},
                                 {texts::kDueOn, "due_on"},
                                 {texts::kDaysLeft, "days_left"},
                                 {texts::kState, "state"},
                                 {texts::kOwner, "owner"},
                                 {texts::kEventOn, "event_on"},
                                 {texts::kPeriod, "period"},
                                 {texts::kMetOn, "met_on"},
                                 {texts::kBasis, "basis"}},
                                language));
  view.notes.push_back(
      absl::StrCat(texts::kAsOf.In(language), ": ", CellAt(answer, "as_of", language).text));
  for (const timelines::v1::Deadline& deadline : answer.deadlines()) {
    const std::string shift = CellAt(deadline, "shift_*", language).raw;
    if (shift.empty()) continue;
    view.notes.push_back(absl::StrCat(CellAt(deadline, "title_*", language).text, ": ", shift, " – ",
                                      CellAt(deadline, "shift_basis", language).text));
  }
  session.Show(view, JsonList(ItemsOf(answer, "deadlines")));
  return absl::OkStatus();
}

const RecordSpec& SchemeSpec() {
  static const auto* spec = new RecordSpec{{{texts::kScheme, "scheme"},
                                            {texts::kTitle, "title"},
                                            {texts::kPlaces, "places"},
                                            {texts::kPersonMonths, "person_months"},
                                            {texts::kCost, "cost"}},
                                           {{texts::kPositions,
                                             "positions",
                                             {{texts::kNumber, "code"},
                                              {texts::kPosition, "title"},
                                              {texts::kPlaces, "places"},
                                              {texts::kMonths, "months"},
                                              {texts::kPersonMonths, "person_months"},
                                              {texts::kMonthlyCost, "monthly_cost"},
                                              {texts::kCost, "cost"}}}}};
  return *spec;
}

// The scheme with the persons on each position.
void ShowSchemeView(const Session& session, const staffing::v1::Scheme& scheme) {
  const Language language = session.language();
  View view = ViewOf(scheme, SchemeSpec(), language);
  for (const staffing::v1::Position& position : scheme.positions()) {
    Table table = TableOf(ItemsOf(position, "persons"),
                          {{texts::kPersons, "display_name"},
                           {texts::kStartsOn, "starts_on"},
                           {texts::kEndsOn, "ends_on"}},
                          language);
    table.title = absl::StrCat(position.code(), " ", position.title());
    view.tables.push_back(std::move(table));
  }
  session.Show(view, client::ToJson(scheme, client::JsonStyle::kIndented));
}

absl::Status ListSchemes(Session& session, const Arguments& arguments) {
  staffing::v1::ListSchemesRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kStaffing, "ListSchemes"), request, "schemes",
                  SchemeSpec().fields);
}

absl::Status ShowScheme(Session& session, const Arguments& arguments) {
  staffing::v1::GetSchemeRequest request;
  request.set_name(
      absl::StrCat(ReadContract(session, arguments), "/schemes/", arguments.Get("scheme")));
  TRANCHE_ASSIGN_OR_RETURN(const auto scheme, session.Get<staffing::v1::Scheme>(
                                                  absl::StrCat(kStaffing, "GetScheme"), request));
  ShowSchemeView(session, scheme);
  return absl::OkStatus();
}

absl::Status CreateScheme(Session& session, const Arguments& arguments) {
  staffing::v1::CreateSchemeRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  TRANCHE_ASSIGN_OR_RETURN(const auto scheme, session.Get<staffing::v1::Scheme>(
                                                  absl::StrCat(kStaffing, "CreateScheme"), request));
  ShowSchemeView(session, scheme);
  return absl::OkStatus();
}

constexpr Parameter kProposalParameter{"proposal",
                                       Kind::kRequired,
                                       {"Номер на предложението", "Number of the proposal"},
                                       Takes::kProposal};

std::vector<Command> ProposalCommands() {
  return {
      {"proposals",
       "list",
       {"Показва предложенията", "Lists the proposals"},
       {kOrganisationParameter},
       "tranche proposals list",
       false,
       ListProposals},
      {"proposals",
       "show",
       {"Показва предложение", "Shows a proposal"},
       {kProposalParameter, kOrganisationParameter},
       "tranche proposals show BG05M9OP001-2.005-0063",
       false,
       ShowProposal},
      {"proposals",
       "create",
       {"Добавя предложение като чернова", "Adds a proposal as a draft"},
       {kFileParameter, kOrganisationParameter},
       "tranche proposals create --organisation lyubimets --file proposal.json",
       true,
       CreateProposal},
      {"proposals",
       "submit",
       {"Подава чернова", "Submits a draft"},
       {kProposalParameter,
        {"on", Kind::kMustValue, {"Ден на подаване", "Day of submission"}},
        kOrganisationParameter},
       "tranche proposals submit BG05M9OP001-2.005-0063 --on 30.09.2016",
       true,
       SubmitProposal},
      {"proposals",
       "evaluate",
       {"Записва резултата от оценката", "Records the result of the evaluation"},
       {kProposalParameter, kFileParameter, kOrganisationParameter},
       "tranche proposals evaluate BG05M9OP001-2.005-0063 --file evaluation.json",
       true,
       EvaluateProposal},
      {"contracts",
       "list",
       {"Показва договорите", "Lists the contracts"},
       {kOrganisationParameter},
       "tranche contracts list",
       false,
       ListContracts},
      {"contracts",
       "show",
       {"Показва договор", "Shows a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche contracts show BG05M9OP001-2.005-0063-C01\ntranche contracts show "
       "BG05M9OP001-2.005-0063-C01 -o json",
       false,
       ShowContract},
      {"contracts",
       "conclude",
       {"Сключва договор по одобрено предложение", "Concludes the contract of an approved proposal"},
       {kFileParameter, kBeneficiaryParameter, kOrganisationParameter},
       "tranche contracts conclude --organisation lyubimets --file contract.json\n"
       "tranche contracts conclude --organisation lyubimets --file contract.json --beneficiary "
       "budget_body",
       true,
       ConcludeContract},
  };
}

}  // namespace

std::vector<Command> ProjectCommands() {
  std::vector<Command> commands = ProposalCommands();
  const std::vector<Command> rest = {
      {"timelines",
       "show",
       {"Показва дейностите по месеци", "Shows the activities by month"},
       {kContractParameter, kOrganisationParameter},
       "tranche timelines show BG05M9OP001-2.005-0063-C01",
       false,
       ShowTimeline},
      {"timelines",
       "set-activities",
       {"Записва дейностите на проекта", "Records the activities of the project"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche timelines set-activities BG05M9OP001-2.005-0063-C01 --file activities.json",
       true,
       SetActivities},
      {"deadlines",
       "list",
       {"Показва сроковете с основанието им", "Lists the deadlines with their basis"},
       {kContractParameter, kOrganisationParameter},
       "tranche deadlines list BG05M9OP001-2.005-0063-C01 --as-of 2018-09-01",
       false,
       ListDeadlines,
       /*takes_as_of=*/true},
      {"staffing",
       "list",
       {"Показва схемите на персонала", "Lists the staffing schemes"},
       {kContractParameter, kOrganisationParameter},
       "tranche staffing list BG05M9OP001-2.005-0063-C01",
       false,
       ListSchemes},
      {"staffing",
       "show",
       {"Показва схема с длъжностите и лицата", "Shows a scheme with its positions and persons"},
       {kContractParameter,
        {"scheme",
         Kind::kRequired,
         {"Име на схемата, напр. team", "Name of the scheme, for example team"},
         Takes::kScheme},
        kOrganisationParameter},
       "tranche staffing show BG05M9OP001-2.005-0063-C01 team",
       false,
       ShowScheme},
      {"staffing",
       "create",
       {"Записва схема на персонала", "Records a staffing scheme"},
       {kContractParameter, kFileParameter, kOrganisationParameter},
       "tranche staffing create BG05M9OP001-2.005-0063-C01 --file scheme.json",
       true,
       CreateScheme},
  };
  commands.insert(commands.end(), rest.begin(), rest.end());
  return commands;
}

}  // namespace tranche::cli
