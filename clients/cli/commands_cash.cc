// SPDX-License-Identifier: EUPL-1.2
// Questions on claims, drafts taken back, and the money of a contract from granted to paid back.
#include <re2/re2.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/claims_view.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kPayments[] = "tranche.payments.v1.PaymentsService/";

constexpr Text kGranted{"Договорено", "Granted"};
constexpr Text kClaimedNet{"Поискано без повторното", "Claimed, again left out"};
constexpr Text kAdvancePaid{"Получен аванс", "Advance received"};
constexpr Text kInterimPaid{"Получени междинни плащания", "Interim payments received"};
constexpr Text kFinalPaid{"Получено окончателно плащане", "Final payment received"};
constexpr Text kAidVerified{"Верифициран аванс по държавна помощ", "State-aid advance verified"};
constexpr Text kAidCovered{"Покрит с разходи", "Covered by costs"};
constexpr Text kAidWithdrawn{"Изтеглен", "Withdrawn"};
constexpr Text kAidNotCovered{"Непокрит", "Not covered"};
constexpr Text kRemaining{"Остава за приспадане от аванса", "Left to clear of the advance"};
constexpr Text kCashCap{"Таван на аванса и междинните плащания", "Cap of advance and interim payments"};
constexpr Text kCapPercent{"Таван в проценти от помощта", "Cap in percent of the grant"};
constexpr Text kCapSource{"Основание на тавана", "Source of the cap"};
constexpr Text kCapVerified{"Текстът му е проверен", "Its text was read"};
constexpr Text kCapBinds{"Таванът ограничава", "The cap binds"};
constexpr Text kLeftUnderCap{"Остава под тавана", "Left under the cap"};
constexpr Text kAdditionalIncome{"Допълнителен приход", "Additional income"};
constexpr Text kDeducted{"Прихванати дългове", "Debts deducted"};
constexpr Text kToPay{"За плащане", "To pay"};
constexpr Text kSettled{"Разчетено докрай", "Settled"};
constexpr Text kWhat{"Показател", "Figure"};
constexpr Text kNotApproved{"Разходи, които не са одобрени изцяло", "Costs not approved in full"};
constexpr Text kWhy{"Защо", "Why"};
constexpr Text kWhyCorrection{"Защо корекция", "Why a correction"};
constexpr Text kAllOfIt{"целият", "all of it"};

const RecordSpec& ClaimSpec() {
  static const auto* spec = new RecordSpec{{{texts::kClaim, "sequence"},
                                            {texts::kKind, "kind"},
                                            {texts::kState, "state"},
                                            {texts::kRequested, "requested.total"},
                                            {texts::kEu, "requested.eu"},
                                            {texts::kNational, "requested.national"},
                                            {texts::kClaimedAgain, "claimed_again"},
                                            {texts::kCosts, "costs/last"},
                                            {texts::kSentOn, "sent_on"},
                                            {texts::kSentBy, "sent_by"},
                                            {texts::kSuspendedDays, "suspended_days"},
                                            {texts::kDecidedOn, "verification.decided_on"},
                                            {texts::kDecidedBy, "verification.decided_by"},
                                            {texts::kReference, "verification.reference"},
                                            {texts::kApproved, "approved"},
                                            {texts::kRefused, "refused"},
                                            {texts::kUnapproved, "unapproved"},
                                            {texts::kByCorrection, "unapproved_by_correction"},
                                            {texts::kPayable, "payable.grant"},
                                            {texts::kCleared, "cleared.grant"},
                                            {texts::kToRecover, "to_recover.grant"},
                                            {texts::kPaid, "paid"},
                                            {kDeducted, "deducted.grant"},
                                            {kAdditionalIncome, "additional_income"}},
                                           {{texts::kQuestions,
                                             "questions",
                                             {{texts::kNumber, "number"},
                                              {texts::kQuestion, "text"},
                                              {texts::kAskedOn, "asked_on"},
                                              {texts::kAnswerDue, "due_on"},
                                              {texts::kState, "state"},
                                              {texts::kAnswer, "answer"},
                                              {texts::kClosedOn, "closed_on"}}}}};
  return *spec;
}

// Costs of which not all is approved, those refused as a whole first.
Table VerdictsOf(const payments::v1::Verification& verification, Language language) {
  Table table = TableOf({},
                        {{texts::kCost, "cost"},
                         {texts::kClaimed, "claimed"},
                         {texts::kUnapproved, "unapproved"},
                         {kWhy, "unapproved.reason"},
                         {texts::kByCorrection, "unapproved_by_correction"},
                         {kWhyCorrection, "unapproved_by_correction.reason"},
                         {texts::kCorrection, "unapproved_by_correction.correction"},
                         {texts::kApproved, "approved"}},
                        language);
  table.title = std::string(kNotApproved.In(language));
  for (const payments::v1::RefusedCost& refused : verification.refused_costs()) {
    std::vector<Cell> row(table.headings.size());
    row[0] = CellAt(refused, "cost/last", language);
    row[2] = Cell{.text = std::string(kAllOfIt.In(language)), .raw = "all"};
    row[3] = CellAt(refused, "reason", language);
    table.rows.push_back(std::move(row));
  }
  for (const payments::v1::CostVerification& cost : verification.cost_verifications()) {
    std::vector<Cell> row;
    for (const char* path : {"cost/last", "claimed.total", "unapproved.total", "unapproved.reason",
                             "unapproved_by_correction.total", "unapproved_by_correction.reason",
                             "unapproved_by_correction.correction", "approved.total"}) {
      row.push_back(CellAt(cost, path, language));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

template <class Request>
absl::StatusOr<Request> RequestOnClaim(Session& session, const Arguments& arguments) {
  Request request;
  TRANCHE_RETURN_IF_ERROR(CheckClaimNumber(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(ClaimName(contract, arguments));
  return request;
}

absl::Status AskQuestion(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           RequestOnClaim<payments::v1::AskQuestionRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_asked_on()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "due", request.mutable_due_on()));
  request.set_question(arguments.Get("text"));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "AskQuestion"), request);
}

absl::Status AnswerQuestion(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           RequestOnClaim<payments::v1::AnswerQuestionRequest>(session, arguments));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_answered_on()));
  request.set_answer(arguments.Get("text"));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "AnswerQuestion"), request);
}

absl::Status TakeBackClaim(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(auto request,
                           RequestOnClaim<payments::v1::TakeBackClaimRequest>(session, arguments));
  request.set_reason(arguments.Get("reason"));
  return ShowClaimAnswer(session, absl::StrCat(kPayments, "TakeBackClaim"), request);
}

// A row of the position: its heading and the amount by who pays.
std::vector<Cell> RowOf(const payments::v1::CashPosition& position, const Text& heading,
                        const std::string& path, Language language) {
  std::vector<Cell> row = {Cell{.text = std::string(heading.In(language)), .raw = path}};
  for (const char* part : {"eu", "national", "grant", "own", "total"}) {
    row.push_back(CellAt(position, absl::StrCat(path, ".", part), language));
  }
  return row;
}

absl::Status ShowPosition(Session& session, const Arguments& arguments) {
  payments::v1::GetCashPositionRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/cashPosition"));
  if (arguments.Has("currency")) request.set_currency(TypedCurrency(arguments));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto position,
      session.Get<payments::v1::CashPosition>(absl::StrCat(kPayments, "GetCashPosition"), request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(position,
                         {{kRemaining, "remaining_to_clear"},
                          {kCashCap, "cap"},
                          {kCapPercent, "cap_percent"},
                          {kCapSource, "cap_source"},
                          {kCapVerified, "cap_verified"},
                          {kCapBinds, "cap_binds"},
                          {kLeftUnderCap, "left_under_cap"},
                          {kSettled, "settled"}},
                         language);
  Table table = TableOf({},
                        {{kWhat, "name"},
                         {texts::kEu, "granted.eu"},
                         {texts::kNational, "granted.national"},
                         {texts::kGrant, "granted.grant"},
                         {texts::kOwn, "granted.own"},
                         {texts::kTotal, "granted.total"}},
                        language);
  for (const auto& [heading, path] :
       std::vector<std::pair<Text, const char*>>{{kGranted, "granted"},
                                                 {kClaimedNet, "claimed"},
                                                 {texts::kClaimedAgain, "claimed_again"},
                                                 {texts::kUnapproved, "unapproved"},
                                                 {texts::kByCorrection, "unapproved_by_correction"},
                                                 {texts::kApproved, "approved"},
                                                 {kAdvancePaid, "advance_paid"},
                                                 {kInterimPaid, "interim_paid"},
                                                 {kFinalPaid, "final_paid"},
                                                 {texts::kPaidTotal, "paid"},
                                                 {texts::kCleared, "cleared"},
                                                 {kDeducted, "deducted"},
                                                 {kToPay, "to_pay"},
                                                 {texts::kToRecover, "to_recover"}}) {
    table.rows.push_back(RowOf(position, heading, path, language));
  }
  if (position.has_state_aid_verified()) {
    for (const auto& [heading, path] :
         std::vector<std::pair<Text, const char*>>{{kAidVerified, "state_aid_verified"},
                                                   {kAidCovered, "state_aid_covered"},
                                                   {kAidWithdrawn, "state_aid_withdrawn"},
                                                   {kAidNotCovered, "state_aid_not_covered"}}) {
      table.rows.push_back(RowOf(position, heading, path, language));
    }
  }
  view.tables.push_back(std::move(table));
  session.Show(view, client::ToJson(position, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

constexpr Parameter kTextParameter{"text", Kind::kMustValue, {"Текстът", "The text"}};

}  // namespace

absl::Status ShowClaimAnswer(Session& session, const std::string& method,
                             const google::protobuf::Message& request) {
  TRANCHE_ASSIGN_OR_RETURN(const auto claim, session.Get<payments::v1::Claim>(method, request));
  View view = ViewOf(claim, ClaimSpec(), session.language());
  const payments::v1::Verification& verification = claim.verification();
  if (!verification.refused_costs().empty() || !verification.cost_verifications().empty()) {
    view.tables.push_back(VerdictsOf(verification, session.language()));
  }
  session.Show(view, client::ToJson(claim, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::string ClaimName(const std::string& contract, const Arguments& arguments) {
  return RecordName(contract, "claims", arguments.Get("claim"));
}

absl::Status CheckClaimNumber(const Session& session, const Arguments& arguments) {
  static const RE2 number("[1-9][0-9]{0,8}");
  const std::string claim = arguments.Get("claim");
  if (absl::StartsWith(claim, "organisations/") || RE2::FullMatch(claim, number)) {
    return absl::OkStatus();
  }
  return Problem(kExitUsage, session.Say(texts::kClaimNotNumber, {{"claim", claim}}));
}

std::vector<Command> CashCommands() {
  return {
      {"claims",
       "ask",
       {"Задава въпрос по изпратено искане; срокът за верификация спира",
        "Asks about a sent claim; the clock of the verification stops"},
       {kContractParameter,
        kClaimParameter,
        {"on", Kind::kMustValue, {"Ден на въпроса", "Day of the question"}},
        {"due",
         Kind::kValue,
         {"Последен ден за отговор; без него: колкото позволява правилото",
          "Last day for the answer; without it: as late as the rule allows"}},
        kTextParameter,
        kOrganisationParameter},
       "tranche claims ask BG05M9OP001-2.005-0063-C01 2 --on 15.09.2017 --text 'Липсва протокол 4' "
       "--token-file approver.token",
       true,
       AskQuestion},
      {"claims",
       "answer",
       {"Отговаря на въпроса по искане", "Answers the question on a claim"},
       {kContractParameter,
        kClaimParameter,
        {"on", Kind::kMustValue, {"Ден на отговора", "Day of the answer"}},
        kTextParameter,
        kOrganisationParameter},
       "tranche claims answer BG05M9OP001-2.005-0063-C01 2 --on 20.09.2017 --text 'Прилагаме протокол "
       "4'",
       true,
       AnswerQuestion},
      {"claims",
       "take-back",
       {"Оттегля искане, което още не е изпратено; разходите му са свободни",
        "Takes back a claim that was not sent yet; its costs are free"},
       {kContractParameter,
        kClaimParameter,
        {"reason", Kind::kMustValue, {"Защо", "Why"}},
        kOrganisationParameter},
       "tranche claims take-back BG05M9OP001-2.005-0063-C01 3 --reason 'Грешен разход'",
       true,
       TakeBackClaim},
      {"payments",
       "position",
       {"Показва парите по договор: поискано, одобрено, платено, приспаднато, таван, за възстановяване",
        "Shows the money of a contract: claimed, approved, paid, cleared, cap, to pay back"},
       {kContractParameter,
        {"currency",
         Kind::kValue,
         {"BGN или EUR, за сведение; без нея: валутата на договора",
          "BGN or EUR, for information; without it: the contract's currency"},
         Takes::kText,
         Currencies},
        kOrganisationParameter},
       "tranche payments position BG05M9OP001-2.005-0063-C01\n"
       "tranche payments position BG05M9OP001-2.005-0063-C01 --currency EUR",
       false,
       ShowPosition},
  };
}

}  // namespace tranche::cli
