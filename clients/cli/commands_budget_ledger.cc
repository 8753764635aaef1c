// SPDX-License-Identifier: EUPL-1.2
// What moves the caps of a budget: transfers, versions of the contract, revisions; and its journal.
#include <re2/re2.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/ledger_service.pb.h"
#include "tranche/proposals/v1/contract_versions_service.pb.h"

namespace tranche::cli {
namespace {

namespace ledger = budgets::v1;
namespace versions = proposals::v1;

constexpr char kLedger[] = "tranche.budgets.v1.LedgerService/";
constexpr char kVersions[] = "tranche.proposals.v1.ContractVersionsService/";

constexpr Text kFromLine{"От ред", "From line"};
constexpr Text kToLine{"Към ред", "To line"};
constexpr Text kValidOn{"В сила от", "Valid on"};
constexpr Text kWhy{"Причина", "Reason"};
constexpr Text kPaper{"Документ", "Document"};
constexpr Text kLimit{"Може да се прехвърли", "Limit"};
constexpr Text kMovedBefore{"Прехвърлено преди", "Moved before"};
constexpr Text kPercent{"На сто", "Percent"};
constexpr Text kOfLine{"От бюджета на ред", "Of the cap of line"};
constexpr Text kRecordedBy{"Записал", "Recorded by"};
constexpr Text kBefore{"Преди", "Before"};
constexpr Text kAfter{"След", "After"};
constexpr Text kLines{"Редове", "Lines"};
constexpr Text kDebit{"Към", "Debit"};
constexpr Text kCredit{"От", "Credit"};
constexpr Text kAbout{"За какво", "About"};
constexpr Text kChanges{"Променя", "Changes"};
constexpr Text kRevision{"Изменение", "Revision"};
constexpr char kAmendFlags[] =
    "--type, --on, --document, --reason, --title, --months, --beneficiary, --revises-budget";
constexpr Text kLineMalformed{"„{value}“ не е във вида РЕД=СУМА, например 1.1=205000,00.",
                              "\"{value}\" is not of the form LINE=AMOUNT, for example 1.1=205000.00."};
constexpr Text kVersionNotNumber{"„{version}“ не е номер на версия.",
                                 "\"{version}\" is no number of a version."};

constexpr Parameter kVersionParameter{
    "version", Kind::kRequired, {"Номер на версията, напр. 2", "Number of the version, for example 2"}};

// The full name of the version that was typed, for a write.
absl::StatusOr<std::string> WriteVersion(Session& session, const Arguments& arguments) {
  static const RE2 number("[1-9][0-9]{0,8}");
  const std::string typed = arguments.Get("version");
  if (!RE2::FullMatch(typed, number)) {
    return Problem(kExitUsage, session.Say(kVersionNotNumber, {{"version", typed}}));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  return absl::StrCat(contract, "/versions/", typed);
}

// --- Transfers. ---

const RecordSpec& TransferSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {kFromLine, "from_line"},
                                            {kToLine, "to_line"},
                                            {texts::kAmount, "amount"},
                                            {texts::kEu, "parts.eu"},
                                            {texts::kNational, "parts.national"},
                                            {texts::kOwn, "parts.own"},
                                            {kValidOn, "valid_on"},
                                            {kWhy, "reason"},
                                            {kPaper, "document"},
                                            {kPercent, "rule.limit_percent"},
                                            {kOfLine, "rule.base_line"},
                                            {kMovedBefore, "rule.moved_before"},
                                            {kLimit, "rule.limit"},
                                            {texts::kSource, "rule.legal_source"},
                                            {texts::kVerified, "rule.verified"},
                                            {kRecordedBy, "recorded_by"}}};
  return *spec;
}

absl::Status Transfer(Session& session, const Arguments& arguments) {
  ledger::TransferBetweenLinesRequest request;
  ledger::Transfer* transfer = request.mutable_transfer();
  TRANCHE_ASSIGN_OR_RETURN(const std::string currency,
                           CurrencyFor(session, arguments, {arguments.Get("amount")}));
  transfer->set_from_line(arguments.Get("from"));
  transfer->set_to_line(arguments.Get("to"));
  TRANCHE_ASSIGN_OR_RETURN(*transfer->mutable_amount()->mutable_amount(),
                           ReadTypedAmount(arguments.Get("amount"), currency));
  transfer->mutable_amount()->set_currency(currency);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", transfer->mutable_valid_on()));
  transfer->set_reason(arguments.Get("reason"));
  transfer->set_document(arguments.Get("document"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WriteContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kLedger, "TransferBetweenLines"), request, TransferSpec());
}

absl::Status ListTransfers(Session& session, const Arguments& arguments) {
  ledger::ListTransfersRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kLedger, "ListTransfers"), request, "transfers",
                  {{texts::kNumber, "name/last"},
                   {kFromLine, "from_line"},
                   {kToLine, "to_line"},
                   {texts::kAmount, "amount"},
                   {kValidOn, "valid_on"},
                   {kWhy, "reason"},
                   {kPaper, "document"}});
}

absl::Status ListJournal(Session& session, const Arguments& arguments) {
  ledger::ListPostingsRequest request;
  request.set_parent(ReadContract(session, arguments));
  request.set_line(arguments.Get("line"));
  return ShowList(session, absl::StrCat(kLedger, "ListPostings"), request, "postings",
                  {{kValidOn, "valid_on"},
                   {texts::kLine, "line"},
                   {kDebit, "debit"},
                   {kCredit, "credit"},
                   {texts::kEu, "amount.eu"},
                   {texts::kNational, "amount.national"},
                   {texts::kOwn, "amount.own"},
                   {texts::kAmount, "amount.total"},
                   {kAbout, "record"}});
}

// --- Versions of the contract and revisions of its budget. ---

const RecordSpec& VersionSpec() {
  static const auto* spec = new RecordSpec{{{texts::kVersion, "number"},
                                            {texts::kType, "type"},
                                            {texts::kState, "state"},
                                            {texts::kConcludedOn, "concluded_on"},
                                            {kPaper, "document"},
                                            {kWhy, "reason"},
                                            {texts::kTitle, "title"},
                                            {texts::kDuration, "duration_months"},
                                            {texts::kEndsOn, "ends_on"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {texts::kOwn, "amount.own"},
                                            {texts::kBeneficiary, "beneficiary"},
                                            {kChanges, "changes"},
                                            {kRecordedBy, "recorded_by"}}};
  return *spec;
}

std::vector<Word> VersionTypes(Language language) {
  std::vector<Word> words = WordsOf(versions::VersionType_descriptor(), language);
  words.erase(words.begin());  // The new contract is no amendment.
  return words;
}

absl::Status FillVersion(const Session& session, const Arguments& arguments,
                         versions::ContractVersion* version) {
  for (const char* flag : {"type", "on", "document", "reason"}) {
    if (arguments.Has(flag)) continue;
    return Problem(kExitUsage, session.Say(texts::kNeedFileOrFlags,
                                           {{"flags", "--type, --on, --document, --reason"}}));
  }
  TRANCHE_ASSIGN_OR_RETURN(const int type,
                           ReadWord(versions::VersionType_descriptor(), "type", arguments.Get("type"),
                                    VersionTypes(Language::kEnglish)));
  version->set_type(static_cast<versions::VersionType>(type));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", version->mutable_concluded_on()));
  version->set_document(arguments.Get("document"));
  version->set_reason(arguments.Get("reason"));
  version->set_title(arguments.Get("title"));
  version->set_revises_budget(arguments.Has("revises-budget"));
  if (arguments.Has("months")) {
    TRANCHE_ASSIGN_OR_RETURN(const int months, ReadNumber(arguments, "months"));
    version->set_duration_months(months);
  }
  if (arguments.Has("beneficiary")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(versions::BeneficiaryKind_descriptor(),
                                                      "beneficiary", arguments.Get("beneficiary")));
    version->set_beneficiary(static_cast<versions::BeneficiaryKind>(kind));
  }
  return absl::OkStatus();
}

absl::Status Amend(Session& session, const Arguments& arguments) {
  versions::CreateContractVersionRequest request;
  if (arguments.Has("file") && AnyFlag(arguments, {"type", "on", "document", "reason", "title",
                                                   "months", "beneficiary", "revises-budget"})) {
    return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", kAmendFlags}}));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (arguments.Has("file")) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    TRANCHE_RETURN_IF_ERROR(FillVersion(session, arguments, request.mutable_version()));
    request.set_parent(contract);
  }
  return ShowAnswer(session, absl::StrCat(kVersions, "CreateContractVersion"), request, VersionSpec());
}

absl::Status ListVersions(Session& session, const Arguments& arguments) {
  versions::ListContractVersionsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kVersions, "ListContractVersions"), request, "versions",
                  {{texts::kVersion, "number"},
                   {texts::kType, "type"},
                   {texts::kState, "state"},
                   {texts::kConcludedOn, "concluded_on"},
                   {kPaper, "document"},
                   {texts::kEndsOn, "ends_on"},
                   {texts::kAmount, "amount.total"},
                   {kChanges, "changes"}});
}

absl::Status EnterVersion(Session& session, const Arguments& arguments) {
  versions::EnterContractVersionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WriteVersion(session, arguments));
  return ShowAnswer(session, absl::StrCat(kVersions, "EnterContractVersion"), request, VersionSpec());
}

absl::Status ActivateVersion(Session& session, const Arguments& arguments) {
  versions::ActivateContractVersionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WriteVersion(session, arguments));
  return ShowAnswer(session, absl::StrCat(kVersions, "ActivateContractVersion"), request,
                    VersionSpec());
}

absl::Status WithdrawVersion(Session& session, const Arguments& arguments) {
  versions::WithdrawContractVersionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WriteVersion(session, arguments));
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kVersions, "WithdrawContractVersion"), request,
                    VersionSpec());
}

// "1.1=205000,00"
absl::Status AddRevisedLine(const Session& session, const std::string& typed,
                            const std::string& currency, ledger::ReviseBudgetRequest* request) {
  const std::vector<std::string> parts = absl::StrSplit(typed, absl::MaxSplits('=', 1));
  if (parts.size() != 2) {
    return Problem(kExitUsage, session.Say(kLineMalformed, {{"value", typed}}));
  }
  ledger::RevisedLine* line = request->add_lines();
  line->set_code(parts[0]);
  TRANCHE_ASSIGN_OR_RETURN(*line->mutable_total()->mutable_amount(),
                           ReadTypedAmount(parts[1], currency));
  line->mutable_total()->set_currency(currency);
  return absl::OkStatus();
}

// Of new totals, "1.1=205000,00"; what is not of this form is refused where it is read.
absl::StatusOr<std::string> CurrencyOfLines(Session& session, const Arguments& arguments) {
  std::vector<std::string> amounts;
  for (const std::string& typed : arguments.All("line")) {
    const std::vector<std::string> parts = absl::StrSplit(typed, absl::MaxSplits('=', 1));
    if (parts.size() == 2) amounts.push_back(parts[1]);
  }
  return CurrencyFor(session, arguments, amounts);
}

const RecordSpec& RevisionSpec() {
  static const auto* spec = new RecordSpec{{{kRevision, "name/last"},
                                            {texts::kState, "state"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {texts::kOwn, "amount.own"},
                                            {kRecordedBy, "recorded_by"}},
                                           {{kLines,
                                             "lines",
                                             {{texts::kLine, "code"},
                                              {texts::kTitle, "title"},
                                              {kBefore, "before.total"},
                                              {kAfter, "after.total"},
                                              {texts::kEu, "after.eu"},
                                              {texts::kNational, "after.national"},
                                              {texts::kOwn, "after.own"}}}}};
  return *spec;
}

absl::Status Revise(Session& session, const Arguments& arguments) {
  ledger::ReviseBudgetRequest request;
  if (arguments.Has("file") && AnyFlag(arguments, {"line", "currency"})) {
    return Problem(kExitUsage, session.Say(texts::kFileOrFlags, {{"flags", "--line, --currency"}}));
  }
  if (arguments.Has("file")) TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, "", &request));
  std::string currency;
  if (arguments.Has("line")) {
    TRANCHE_ASSIGN_OR_RETURN(currency, CurrencyOfLines(session, arguments));
  }
  for (const std::string& typed : arguments.All("line")) {
    TRANCHE_RETURN_IF_ERROR(AddRevisedLine(session, typed, currency, &request));
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WriteVersion(session, arguments));
  return ShowAnswer(session, absl::StrCat(kLedger, "ReviseBudget"), request, RevisionSpec());
}

absl::Status ListRevisions(Session& session, const Arguments& arguments) {
  ledger::ListRevisionsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kLedger, "ListRevisions"), request, "revisions",
                  {{kRevision, "name/last"},
                   {texts::kState, "state"},
                   {texts::kAmount, "amount.total"},
                   {kRecordedBy, "recorded_by"}});
}

std::vector<Command> TransferCommands() {
  return {
      {"budgets",
       "transfer",
       {"Прехвърля сума между два реда без анекс",
        "Moves an amount between two lines without an annex"},
       {kContractParameter,
        {"from", Kind::kMustValue, {"Ред, от който се взема", "Line that gives"}, Takes::kLine},
        {"to", Kind::kMustValue, {"Ред, към който се дава", "Line that receives"}, Takes::kLine},
        {"amount", Kind::kMustValue, {"Сума", "Amount"}},
        {"on", Kind::kMustValue, {"Ден, от който е в сила", "Day from which it holds"}},
        {"reason", Kind::kMustValue, {"Причина", "Reason"}},
        {"document", Kind::kValue, {"Номер на писмото или заповедта", "Number of the letter or order"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche budgets transfer BG05M9OP001-2.005-0063-C01 --from 1.1 --to 2.1 --amount 500,00 "
       "--on 15.01.2018 --reason 'Повече пътувания' --document 'Писмо № 12'",
       true,
       Transfer},
      {"budgets",
       "transfers",
       {"Показва прехвърлянията между редове", "Lists the transfers between lines"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets transfers BG05M9OP001-2.005-0063-C01",
       false,
       ListTransfers},
      {"budgets",
       "journal",
       {"Показва журнала: всяко движение по редовете",
        "Lists the journal: every movement on the lines"},
       {kContractParameter,
        {"line", Kind::kValue, {"Само на този ред", "Of this line only"}, Takes::kLine},
        kOrganisationParameter},
       "tranche budgets journal BG05M9OP001-2.005-0063-C01 --line 1.1",
       false,
       ListJournal},
      {"budgets",
       "revise",
       {"Въвежда версия на договора в сила с нови суми по редове",
        "Puts a version of the contract into force with new totals of the lines"},
       {kContractParameter,
        kVersionParameter,
        {"line",
         Kind::kValues,
         {"Нова сума на ред, напр. 1.1=205000,00", "New total of a line, for example 1.1=205000.00"}},
        kFileOrFlagsParameter,
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche budgets revise BG05M9OP001-2.005-0063-C01 2 --line 1.1=200000,00 --line 2.1=50499,99\n"
       "tranche budgets revise BG05M9OP001-2.005-0063-C01 2 --file revision.json --dry-run",
       true,
       Revise},
      {"budgets",
       "revisions",
       {"Показва измененията на бюджета", "Lists the revisions of the budget"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets revisions BG05M9OP001-2.005-0063-C01",
       false,
       ListRevisions},
  };
}

std::vector<Command> VersionCommands() {
  return {
      {"contracts",
       "versions",
       {"Показва версиите на договор", "Lists the versions of a contract"},
       {kContractParameter, kOrganisationParameter},
       "tranche contracts versions BG05M9OP001-2.005-0063-C01",
       false,
       ListVersions},
      {"contracts",
       "amend",
       {"Започва анекс или промяна на договор", "Begins an annex or a change of a contract"},
       {kContractParameter,
        kFileOrFlagsParameter,
        {"type",
         Kind::kValue,
         {"annex, change, partial_annex или partial_change",
          "annex, change, partial_annex or "
          "partial_change"},
         Takes::kText,
         VersionTypes},
        {"on", Kind::kValue, {"Ден на подписване", "Day of signing"}},
        {"document", Kind::kValue, {"Номер на документа", "Number of the document"}},
        {"reason", Kind::kValue, {"Причина", "Reason"}},
        {"title", Kind::kValue, {"Ново наименование", "New title"}},
        {"months", Kind::kValue, {"Нов срок в месеци", "New length in months"}},
        kBeneficiaryParameter,
        {"revises-budget",
         Kind::kFlag,
         {"Редовете на бюджета се променят", "The lines of the budget change"}},
        kOrganisationParameter},
       "tranche contracts amend BG05M9OP001-2.005-0063-C01 --type partial_annex --on 01.09.2018 "
       "--document 'Анекс № 1' --reason 'Удължаване' --months 20\n"
       "tranche contracts amend BG05M9OP001-2.005-0063-C01 --type change --on 01.09.2018 "
       "--document 'Писмо 93-1' --reason 'Вид на бенефициента' --beneficiary budget_body\n"
       "tranche contracts amend BG05M9OP001-2.005-0063-C01 --file annex.json",
       true,
       Amend},
      {"contracts",
       "enter-version",
       {"Въвежда черновата на версия", "Enters the draft of a version"},
       {kContractParameter, kVersionParameter, kOrganisationParameter},
       "tranche contracts enter-version BG05M9OP001-2.005-0063-C01 2",
       true,
       EnterVersion},
      {"contracts",
       "activate-version",
       {"Въвежда в сила версия, която не променя бюджета",
        "Puts a version into force that leaves the budget as it is"},
       {kContractParameter, kVersionParameter, kOrganisationParameter},
       "tranche contracts activate-version BG05M9OP001-2.005-0063-C01 2",
       true,
       ActivateVersion},
      {"contracts",
       "withdraw-version",
       {"Оттегля версия, която не е в сила", "Withdraws a version that is not in force"},
       {kContractParameter,
        kVersionParameter,
        {"reason", Kind::kMustValue, {"Причина", "Reason"}},
        kOrganisationParameter},
       "tranche contracts withdraw-version BG05M9OP001-2.005-0063-C01 2 --reason 'Сгрешена сума'",
       true,
       WithdrawVersion},
  };
}

}  // namespace

std::vector<Command> LedgerCommands() {
  std::vector<Command> all;
  for (std::vector<Command>& some :
       std::vector<std::vector<Command>>{TransferCommands(), VersionCommands()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace tranche::cli
