// SPDX-License-Identifier: EUPL-1.2
// Financial corrections and their versions.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/file_or_flags.h"
#include "cli/recoveries_view.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/irregularities_service.pb.h"

namespace tranche::cli {
namespace {

constexpr Text kIrregularity{"Нередност", "Irregularity"};
constexpr Text kScale{"Скала", "Scale"};
constexpr Text kPercent{"Процент", "Percent"};
constexpr Text kPercentBasis{"Как е определен", "How it was found"};
constexpr Text kAffected{"Засегнати разходи", "Affected expenditure"};
constexpr Text kBearer{"За сметка на", "Borne by"};
constexpr Text kIndebted{"Вече дълг", "Made into debts"};
constexpr Text kSupportLeft{"Остава от помощта", "Support left"};

constexpr Parameter kCorrectionParameter{
    "correction",
    Kind::kRequired,
    {"Пореден номер на корекцията, напр. 1", "Number of the correction, for example 1"}};

std::vector<Word> Scales(Language language) {
  return WordsOf(payments::v1::CorrectionScale_descriptor(), language);
}

std::vector<Word> Bearers(Language language) {
  return WordsOf(payments::v1::CorrectionBearer_descriptor(), language);
}

const RecordSpec& CorrectionSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kState, "state"},
                                            {texts::kVersion, "version"},
                                            {kVersionState, "version_state"},
                                            {kIrregularity, "irregularity/last"},
                                            {kScale, "scale"},
                                            {kPercent, "percent"},
                                            {kPercentBasis, "percent_basis"},
                                            {kAffected, "affected.total"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {kBearer, "bearer"},
                                            {texts::kDecidedOn, "decided_on"},
                                            {texts::kReference, "reference"},
                                            {kIndebted, "indebted.total"},
                                            {kSupportLeft, "support_left.total"}}};
  return *spec;
}

absl::Status ListCorrections(Session& session, const Arguments& arguments) {
  payments::v1::ListCorrectionsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kCases, "ListCorrections"), request, "corrections",
                  {{texts::kNumber, "name/last"},
                   {texts::kVersion, "version"},
                   {texts::kState, "state"},
                   {kVersionState, "version_state"},
                   {kIrregularity, "irregularity/last"},
                   {kScale, "scale"},
                   {kPercent, "percent"},
                   {kAffected, "affected.total"},
                   {texts::kAmount, "amount.total"},
                   {texts::kDecidedOn, "decided_on"},
                   {kIndebted, "indebted.total"}});
}

// One finding; several, and scales without findings, are told in a file.
absl::Status FillCorrection(Session& session, const Arguments& arguments, const std::string& contract,
                            payments::v1::Correction* correction) {
  TRANCHE_ASSIGN_OR_RETURN(const int scale, ReadWord(payments::v1::CorrectionScale_descriptor(),
                                                     "scale", arguments.Get("scale")));
  TRANCHE_ASSIGN_OR_RETURN(const int bearer, ReadWord(payments::v1::CorrectionBearer_descriptor(),
                                                      "bearer", arguments.Get("bearer")));
  correction->set_scale(static_cast<payments::v1::CorrectionScale>(scale));
  correction->set_bearer(static_cast<payments::v1::CorrectionBearer>(bearer));
  payments::v1::CorrectionFinding* finding = correction->add_findings();
  finding->set_violation(arguments.Get("violation"));
  finding->set_percent(arguments.Get("percent"));
  if (arguments.Has("irregularity")) {
    correction->set_irregularity(RecordName(contract, "irregularities", arguments.Get("irregularity")));
  }
  if (arguments.Has("cost")) {
    correction->set_cost(RecordName(contract, "costs", arguments.Get("cost")));
  }
  correction->set_reference(arguments.Get("reference"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", correction->mutable_decided_on()));
  return ReadGrantParts(session, arguments, "eu", "national", correction->mutable_affected());
}

absl::Status CreateCorrection(Session& session, const Arguments& arguments) {
  payments::v1::CreateCorrectionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(
      const bool in_file,
      IsInFile(session, arguments, {"scale", "violation", "percent", "eu", "bearer", "on", "reference"},
               {"national", "irregularity", "cost", "currency"}));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (in_file) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    request.set_parent(contract);
    TRANCHE_RETURN_IF_ERROR(FillCorrection(session, arguments, contract, request.mutable_correction()));
  }
  return ShowAnswer(session, absl::StrCat(kCases, "CreateCorrection"), request, CorrectionSpec());
}

absl::Status AmendCorrection(Session& session, const Arguments& arguments) {
  payments::v1::AmendCorrectionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  const std::string name = RecordName(contract, "corrections", arguments.Get("correction"));
  TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, name, &request));
  return ShowAnswer(session, absl::StrCat(kCases, "AmendCorrection"), request, CorrectionSpec());
}

absl::Status MoveCorrection(Session& session, const Arguments& arguments,
                            payments::v1::RecoveryStep step) {
  payments::v1::MoveCorrectionRequest request;
  request.set_step(step);
  request.set_note(arguments.Get("note"));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "corrections", arguments.Get("correction")));
  return ShowAnswer(session, absl::StrCat(kCases, "MoveCorrection"), request, CorrectionSpec());
}

absl::Status EnterCorrection(Session& session, const Arguments& arguments) {
  return MoveCorrection(session, arguments, payments::v1::ENTER_RECOVERY);
}

absl::Status RemoveCorrection(Session& session, const Arguments& arguments) {
  return MoveCorrection(session, arguments, payments::v1::REMOVE_RECOVERY);
}

std::vector<Parameter> CorrectionParameters() {
  return {
      kContractParameter,
      kFileOrFlagsParameter,
      {"scale", Kind::kValue, {"Скала на процента", "Scale of the percentage"}, Takes::kText, Scales},
      {"violation", Kind::kValue, {"Какво е нарушено", "What was breached"}},
      {"percent", Kind::kValue, {"Процент от скалата, напр. 25", "Percentage of the scale, e.g. 25"}},
      {"eu",
       Kind::kValue,
       {"Засегнати разходи, средства от ЕС", "Affected expenditure, money of the EU"}},
      {"national",
       Kind::kValue,
       {"Засегнати разходи, национално съфинансиране; без нея: 0",
        "Affected expenditure, national money; without it: 0"}},
      {"bearer", Kind::kValue, {"Кой я понася", "Who bears it"}, Takes::kText, Bearers},
      {"on", Kind::kValue, {"Ден на решението", "Day of the decision"}},
      {"reference", Kind::kValue, {"Номер на решението", "Number of the decision"}},
      {"irregularity", Kind::kValue, {"Номер на случая, напр. 1", "Number of the case, for example 1"}},
      {"cost",
       Kind::kValue,
       {"Номер на одобрения разход, за който е", "Number of the approved cost that it is about"}},
      kCurrencyParameter,
      kOrganisationParameter};
}

}  // namespace

std::vector<Command> CorrectionCommands() {
  return {
      {"corrections",
       "list",
       {"Показва финансовите корекции по договор с версиите им",
        "Lists the financial corrections of a contract with their versions"},
       {kContractParameter, kOrganisationParameter},
       "tranche corrections list BG05M9OP001-2.005-0063-C01",
       false,
       ListCorrections},
      {"corrections",
       "create",
       {"Съставя корекция; процентът и размерът се изчисляват",
        "Puts a correction together; percentage and amount are computed"},
       CorrectionParameters(),
       "tranche corrections create BG05M9OP001-2.005-0063-C01 --scale procurement --violation "
       "'Незаконосъобразен критерий' --percent 25 --eu '8 500,00' --national 1500 --bearer beneficiary "
       "--on 20.04.2018 --reference РД-93\n"
       "tranche corrections create BG05M9OP001-2.005-0063-C01 --file correction.json --dry-run",
       true,
       CreateCorrection},
      {"corrections",
       "amend",
       {"Изменя корекция: следващата ѝ версия като чернова",
        "Amends a correction: its next version as a draft"},
       {kContractParameter, kCorrectionParameter, kFileParameter, kOrganisationParameter},
       "tranche corrections amend BG05M9OP001-2.005-0063-C01 1 --file correction.json",
       true,
       AmendCorrection},
      {"corrections",
       "enter",
       {"Въвежда черновата на корекция", "Enters the draft of a correction"},
       {kContractParameter, kCorrectionParameter, kOrganisationParameter},
       "tranche corrections enter BG05M9OP001-2.005-0063-C01 1",
       true,
       EnterCorrection},
      {"corrections",
       "remove",
       {"Премахва корекция, от която няма дългове",
        "Takes a correction back of which no debt was made"},
       {kContractParameter, kCorrectionParameter, kNoteParameter, kOrganisationParameter},
       "tranche corrections remove BG05M9OP001-2.005-0063-C01 1 --note 'Отменена от съда'",
       true,
       RemoveCorrection},
  };
}

}  // namespace tranche::cli
