// SPDX-License-Identifier: EUPL-1.2
// State-aid advances: what covers them, what of them is withdrawn, and their security; the security of
// ordinary advances.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/advance_securities_service.pb.h"
#include "tranche/payments/v1/state_aid_service.pb.h"

namespace tranche::cli {
namespace {

namespace v1 = payments::v1;

constexpr char kStateAid[] = "tranche.payments.v1.StateAidService/";
constexpr char kSecurities[] = "tranche.payments.v1.AdvanceSecuritiesService/";

constexpr Text kVerified{"Верифициран аванс", "Verified advance"};
constexpr Text kCovered{"Покрит с разходи", "Covered by costs"};
constexpr Text kWithdrawn{"Изтеглен", "Withdrawn"};
constexpr Text kNotCovered{"Непокрит", "Not covered"};
constexpr Text kCoverBy{"Покриване до", "To be covered by"};
constexpr Text kSecurityIssuer{"Обезпечение от", "Security from"};
constexpr Text kSecurityNumber{"Обезпечение №", "Security number"};
constexpr Text kSecurityAmount{"Обезпечена сума", "Secured amount"};
constexpr Text kSecurityState{"Състояние на обезпечението", "State of the security"};
constexpr Text kSecurityUntil{"Обезпечение до", "Security until"};
constexpr Text kSecurityKind{"Вид на обезпечението", "Kind of the security"};
constexpr Text kNotCleared{"Неприспадната част от аванса", "Of the advance, not cleared"};
constexpr Text kSteps{"Стъпки по обезпечението", "Steps of the security"};
constexpr Text kStep{"Стъпка", "Step"};
constexpr Text kOn{"На", "On"};
constexpr Text kWithdrawnOn{"Изтеглен на", "Withdrawn on"};
constexpr Text kParts{"Изтеглени части", "Parts withdrawn"};
constexpr Text kCoverages{"Покриване по искания", "Coverage by claims"};
constexpr Text kInTime{"Одобрени в срок", "Approved in time"};
constexpr Text kLate{"Платени след срока", "Paid too late"};
constexpr Text kCovers{"Покриват", "Cover"};

std::vector<Shown> StepFields() {
  return {{texts::kNumber, "number"},
          {kStep, "kind"},
          {kOn, "on"},
          {texts::kAmount, "amount"},
          {kSecurityUntil, "valid_until"},
          {texts::kReference, "reference"},
          {texts::kReason, "reason"}};
}

const RecordSpec& AdvanceSpec() {
  static const auto* spec = new RecordSpec{{{texts::kClaim, "claim/last"},
                                            {texts::kState, "state"},
                                            {kCoverBy, "cover_by"},
                                            {kVerified, "verified.total"},
                                            {kCovered, "covered.total"},
                                            {kWithdrawn, "withdrawn.total"},
                                            {kNotCovered, "not_covered.total"},
                                            {kSecurityState, "security_state"},
                                            {kSecurityIssuer, "security.issuer"},
                                            {kSecurityNumber, "security.number"},
                                            {kSecurityAmount, "security.amount"},
                                            {kSecurityUntil, "security_valid_until"},
                                            {kWithdrawnOn, "withdrawn_on"},
                                            {texts::kReason, "withdrawal_reason"}},
                                           {{kCoverages,
                                             "coverages",
                                             {{texts::kClaim, "claim/last"},
                                              {kInTime, "in_time.total"},
                                              {kLate, "late.total"},
                                              {kCovers, "covers.total"}}},
                                            {kParts,
                                             "withdrawn_parts",
                                             {{texts::kNumber, "number"},
                                              {kWithdrawnOn, "withdrawn_on"},
                                              {texts::kEu, "amount.eu"},
                                              {texts::kNational, "amount.national"},
                                              {texts::kReason, "reason"}}},
                                            {kSteps, "security_steps", StepFields()}}};
  return *spec;
}

const RecordSpec& SecuritySpec() {
  static const auto* spec = new RecordSpec{{{texts::kClaim, "claim/last"},
                                            {kSecurityState, "state"},
                                            {kSecurityKind, "security.kind"},
                                            {kSecurityIssuer, "security.issuer"},
                                            {kSecurityNumber, "security.number"},
                                            {kSecurityAmount, "security.amount"},
                                            {kSecurityUntil, "valid_until"},
                                            {kNotCleared, "not_cleared"}},
                                           {{kSteps, "steps", StepFields()}}};
  return *spec;
}

std::vector<Word> Steps(Language language) {
  return WordsOf(v1::SecurityStepKind_descriptor(), language);
}

absl::Status Show(Session& session, const Arguments& arguments) {
  v1::GetStateAidAdvanceRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/stateAidAdvance"));
  return ShowAnswer(session, absl::StrCat(kStateAid, "GetStateAidAdvance"), request, AdvanceSpec());
}

// The part by who pays; own is 0. What is left out is 0, too.
absl::Status ReadPart(Session& session, const Arguments& arguments,
                      common::v1::ThreePartAmount* amount) {
  const std::string eu = arguments.Get("eu").empty() ? "0" : arguments.Get("eu");
  const std::string national = arguments.Get("national").empty() ? "0" : arguments.Get("national");
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency, CurrencyFor(session, arguments, {eu, national}));
  TRANCHE_ASSIGN_OR_RETURN(*amount->mutable_eu()->mutable_amount(), ReadTypedAmount(eu, currency));
  TRANCHE_ASSIGN_OR_RETURN(*amount->mutable_national()->mutable_amount(),
                           ReadTypedAmount(national, currency));
  amount->mutable_own()->set_amount("0.00");
  for (common::v1::Money* part :
       {amount->mutable_eu(), amount->mutable_national(), amount->mutable_own()}) {
    part->set_currency(currency);
  }
  return absl::OkStatus();
}

absl::Status Withdraw(Session& session, const Arguments& arguments) {
  v1::WithdrawUncoveredRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", request.mutable_withdrawn_on()));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(contract, "/stateAidAdvance"));
  if (AnyFlag(arguments, {"eu", "national"})) {
    TRANCHE_RETURN_IF_ERROR(ReadPart(session, arguments, request.mutable_amount()));
  }
  return ShowAnswer(session, absl::StrCat(kStateAid, "WithdrawUncovered"), request, AdvanceSpec());
}

absl::Status ReadStep(Session& session, const Arguments& arguments, v1::SecurityStep* step) {
  TRANCHE_ASSIGN_OR_RETURN(const int kind,
                           ReadWord(v1::SecurityStepKind_descriptor(), "step", arguments.Get("step")));
  step->set_kind(static_cast<v1::SecurityStepKind>(kind));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", step->mutable_on()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "until", step->mutable_valid_until()));
  step->set_reference(arguments.Get("reference"));
  step->set_reason(arguments.Get("reason"));
  const std::string typed = arguments.Get("amount");
  if (typed.empty()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency, CurrencyFor(session, arguments, {typed}));
  TRANCHE_ASSIGN_OR_RETURN(*step->mutable_amount()->mutable_amount(), ReadTypedAmount(typed, currency));
  step->mutable_amount()->set_currency(currency);
  return absl::OkStatus();
}

absl::Status MoveSecurity(Session& session, const Arguments& arguments) {
  v1::MoveSecurityRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadStep(session, arguments, request.mutable_step()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(contract, "/stateAidAdvance"));
  return ShowAnswer(session, absl::StrCat(kStateAid, "MoveSecurity"), request, AdvanceSpec());
}

absl::Status ShowSecurity(Session& session, const Arguments& arguments) {
  v1::GetAdvanceSecurityRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/advanceSecurity"));
  return ShowAnswer(session, absl::StrCat(kSecurities, "GetAdvanceSecurity"), request, SecuritySpec());
}

absl::Status MoveAdvanceSecurity(Session& session, const Arguments& arguments) {
  v1::MoveAdvanceSecurityRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadStep(session, arguments, request.mutable_step()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(absl::StrCat(contract, "/advanceSecurity"));
  return ShowAnswer(session, absl::StrCat(kSecurities, "MoveAdvanceSecurity"), request, SecuritySpec());
}

// What a step of either kind of security is told by.
std::vector<Parameter> StepParameters() {
  return {kContractParameter,
          {"step",
           Kind::kRequired,
           {"Какво е направено, напр. prolong_security", "What was done, for example prolong_security"},
           Takes::kText,
           Steps},
          {"on", Kind::kMustValue, {"Ден, напр. 15.01.2019", "Day, for example 2019-01-15"}},
          {"reference",
           Kind::kMustValue,
           {"Номер на документа: анекс, писмо, банкова референция",
            "Number of the paper: annex, letter, bank reference"}},
          {"until",
           Kind::kValue,
           {"При удължаване: новият последен ден", "When it is prolonged: the new last day"}},
          {"amount",
           Kind::kValue,
           {"При искане за плащане и при получено плащане: сумата",
            "When it is called in and when it was paid: the amount"}},
          {"reason", Kind::kValue, {"Защо", "Why"}},
          kCurrencyParameter,
          kOrganisationParameter};
}

}  // namespace

std::vector<Command> StateAidCommands() {
  return {
      {"state-aid",
       "show",
       {"Показва колко от аванса по държавна помощ е покрит с разходи и какво стана с обезпечението",
        "Shows how much of a state-aid advance is covered by costs, and what became of its security"},
       {kContractParameter, kOrganisationParameter},
       "tranche state-aid show BG16RFOP001-1.001-0001-C01",
       false,
       Show},
      {"state-aid",
       "withdraw",
       {"Изтегля непокритата част на аванса, или само част от нея, от верифицираните разходи",
        "Withdraws what of the advance nothing covered, or a part of it, from verified expenditure"},
       {kContractParameter,
        {"on", Kind::kMustValue, {"Ден, напр. 15.01.2019", "Day, for example 2019-01-15"}},
        {"reason", Kind::kMustValue, {"Основание: писмо или решение", "Why: letter or decision"}},
        {"eu",
         Kind::kValue,
         {"Само тази част от средствата на ЕС; без нея и без --national: всичко непокрито",
          "Only this much of the EU's money; without it and --national: all that is not covered"}},
        {"national",
         Kind::kValue,
         {"Само тази част от националните средства", "Only this much of the national money"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche state-aid withdraw BG16RFOP001-1.001-0001-C01 --on 15.01.2019 --reason 'писмо 93-1'\n"
       "tranche state-aid withdraw BG16RFOP001-1.001-0001-C01 --on 15.06.2018 --eu 850,00 --national "
       "150,00 "
       "--reason 'писмо 93-2'",
       true,
       Withdraw},
      {"state-aid",
       "security",
       {"Записва стъпка по обезпечението: удължено, поискано плащане по него, платено, освободено",
        "Records a step of the security: prolonged, called in, paid, released"},
       StepParameters(),
       "tranche state-aid security BG16RFOP001-1.001-0001-C01 prolong_security --on 10.12.2018 "
       "--until 30.06.2020 --reference 'анекс 1'\n"
       "tranche state-aid security BG16RFOP001-1.001-0001-C01 call_in_security --on 15.01.2019 "
       "--amount 700,00 --reference 'писмо 93-3'",
       true,
       MoveSecurity},
      {"advances",
       "show",
       {"Показва обезпечението на обикновения аванс на договор и каква част от аванса не е приспадната",
        "Shows the security of the ordinary advance of a contract and what of the advance is not "
        "cleared"},
       {kContractParameter, kOrganisationParameter},
       "tranche advances show BG05M9OP001-2.005-0063-C01",
       false,
       ShowSecurity},
      {"advances",
       "security",
       {"Записва стъпка по обезпечението на обикновен аванс: удължено, поискано плащане, платено, "
        "освободено",
        "Records a step of the security of an ordinary advance: prolonged, called in, paid, released"},
       StepParameters(),
       "tranche advances security BG05M9OP001-2.005-0063-C01 prolong_security --on 10.12.2018 "
       "--until 30.06.2020 --reference 'анекс 1'\n"
       "tranche advances security BG05M9OP001-2.005-0063-C01 call_in_security --on 15.01.2019 "
       "--amount 700,00 --reference 'писмо 93-3'",
       true,
       MoveAdvanceSecurity},
  };
}

}  // namespace tranche::cli
