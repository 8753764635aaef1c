// SPDX-License-Identifier: EUPL-1.2
// Every word that the command line says by itself, in Bulgarian and in English. Sentences about
// refusals are the catalogue's (proto/tranche/common/v1/reason.proto), labels of values the
// descriptions'.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"
#include "platform/text/said_place.h"

namespace tranche::cli {

// A text in both languages; one that lacks a language does not compile.
struct Text {
  const char* bg;
  const char* en;

  consteval Text(const char* bulgarian, const char* english) : bg(bulgarian), en(english) {
    if (*bulgarian == '\0' || *english == '\0') throw "a text needs both languages";
  }
  absl::string_view In(Language language) const { return language == Language::kBulgarian ? bg : en; }
};

namespace texts {

// Headings.
inline constexpr Text kName{"Име", "Name"};
inline constexpr Text kNumber{"Номер", "Number"};
inline constexpr Text kTitle{"Наименование", "Title"};
inline constexpr Text kMunicipality{"Община", "Municipality"};
inline constexpr Text kYear{"Година", "Year"};
inline constexpr Text kMeasures{"Мерки", "Measures"};
inline constexpr Text kMeasuresWithAmount{"С посочена сума", "With an amount"};
inline constexpr Text kStatedTotal{"Посочена обща сума", "Stated total"};
inline constexpr Text kVersion{"Версия", "Version"};
inline constexpr Text kStoredAt{"Записан", "Stored"};
inline constexpr Text kDocument{"Документ (SHA-256)", "Document (SHA-256)"};
inline constexpr Text kTargetGroups{"Целеви групи", "Target groups"};
inline constexpr Text kOpenDocument{"Отворен документ", "Open document"};
inline constexpr Text kSection{"Раздел", "Section"};
inline constexpr Text kActivity{"Дейност", "Activity"};
inline constexpr Text kExecutor{"Изпълнител", "Carried out by"};
inline constexpr Text kAmount{"Сума", "Amount"};
inline constexpr Text kMonthly{"На месец", "Per month"};
inline constexpr Text kPersons{"Лица", "Persons"};
inline constexpr Text kMonths{"Месеци", "Months"};
inline constexpr Text kPlace{"Място", "Place"};
inline constexpr Text kCheck{"Проверка", "Check"};
inline constexpr Text kStated{"Посочено", "Stated"};
inline constexpr Text kComputed{"Изчислено", "Computed"};
inline constexpr Text kDelta{"Разлика", "Difference"};
inline constexpr Text kVerdict{"Извод", "Verdict"};
inline constexpr Text kReadings{"Прочити", "Readings"};
inline constexpr Text kNotWritten{"не е написано", "not written"};
inline constexpr Text kFindings{"Бележки по документа", "Findings"};
inline constexpr Text kOutcome{"Резултат", "Outcome"};
inline constexpr Text kTitleBg{"На български", "In Bulgarian"};
inline constexpr Text kTitleEn{"На английски", "In English"};
inline constexpr Text kSubject{"Потребител", "User"};
inline constexpr Text kOrganisations{"Организации", "Organisations"};
inline constexpr Text kRoles{"Роли", "Roles"};
inline constexpr Text kProcedure{"Процедура", "Procedure"};
inline constexpr Text kRequested{"Поискано", "Requested"};
inline constexpr Text kTotal{"Общо", "Total"};
inline constexpr Text kEu{"ЕС", "EU"};
inline constexpr Text kNational{"Национално", "National"};
inline constexpr Text kOwn{"Собствено", "Own"};
inline constexpr Text kGrant{"БФП", "Grant"};
inline constexpr Text kGrantPercent{"Дял на БФП", "Grant share"};
inline constexpr Text kBudgetLines{"Редове на бюджета", "Lines of the budget"};
inline constexpr Text kDuration{"Срок в месеци", "Months"};
inline constexpr Text kState{"Състояние", "State"};
inline constexpr Text kSubmittedOn{"Подадено на", "Submitted"};
inline constexpr Text kEvaluation{"Оценка", "Evaluation"};
inline constexpr Text kStanding{"Класиране", "Standing"};
inline constexpr Text kDecidedOn{"Решено на", "Decided"};
inline constexpr Text kReference{"Решение", "Decision"};
inline constexpr Text kProposal{"Предложение", "Proposal"};
inline constexpr Text kConcludedOn{"Сключен на", "Concluded"};
inline constexpr Text kStartsOn{"Начало", "Start"};
inline constexpr Text kEndsOn{"Край", "End"};
inline constexpr Text kBeneficiary{"Вид на бенефициента", "Kind of beneficiary"};
inline constexpr Text kPeriodRule{"Край на периода", "End of period"};
inline constexpr Text kMixesScripts{"Номерът смесва кирилица и латиница", "Number mixes scripts"};
inline constexpr Text kLine{"Ред", "Line"};
inline constexpr Text kExpenseType{"Вид разход", "Expense type"};
inline constexpr Text kCap{"Предвидено", "Cap"};
inline constexpr Text kReserved{"Записано", "Recorded"};
inline constexpr Text kSpent{"Верифицирано", "Approved"};
inline constexpr Text kRefused{"Отказано", "Refused"};
inline constexpr Text kLeft{"Остатък", "Left"};
inline constexpr Text kSpentPercent{"Изпълнение", "Spent"};
inline constexpr Text kType{"Вид", "Type"};
inline constexpr Text kIssuedOn{"Издаден на", "Issued"};
inline constexpr Text kPaidOn{"Платен на", "Paid"};
inline constexpr Text kIssuer{"Издател", "Issuer"};
inline constexpr Text kClaimed{"Претендирано", "Claimed"};
inline constexpr Text kUnclaimed{"Непретендирано", "Unclaimed"};
inline constexpr Text kDocumentNumber{"Документ", "Document"};
inline constexpr Text kDocumentTotal{"По документ", "On document"};
inline constexpr Text kLeftOnLine{"Остатък по реда", "Left on the line"};
inline constexpr Text kCosts{"Разходи", "Costs"};
inline constexpr Text kDeadline{"Срок", "Deadline"};
inline constexpr Text kEventOn{"Събитие", "Event"};
inline constexpr Text kPeriod{"Период", "Period"};
inline constexpr Text kDueOn{"Краен ден", "Due"};
inline constexpr Text kDaysLeft{"Дни", "Days"};
inline constexpr Text kOwner{"Задължен", "Owner"};
inline constexpr Text kBasis{"Основание", "Basis"};
inline constexpr Text kShift{"Изместване", "Shift"};
inline constexpr Text kShiftBasis{"Основание за изместването", "Basis of the shift"};
inline constexpr Text kMetOn{"Изпълнен на", "Met"};
inline constexpr Text kAsOf{"Към дата", "As of"};
inline constexpr Text kKnownAt{"Известно към", "Known at"};
inline constexpr Text kFirstMonth{"От месец", "From month"};
inline constexpr Text kLastMonth{"До месец", "To month"};
inline constexpr Text kScheme{"Схема", "Scheme"};
inline constexpr Text kPosition{"Длъжност", "Position"};
inline constexpr Text kPositions{"Длъжности", "Positions"};
inline constexpr Text kPlaces{"Места", "Places"};
inline constexpr Text kPersonMonths{"Човекомесеци", "Person-months"};
inline constexpr Text kMonthlyCost{"Месечен разход", "Monthly cost"};
inline constexpr Text kCost{"Разход", "Cost"};
inline constexpr Text kClaim{"Искане", "Claim"};
inline constexpr Text kKind{"Вид", "Kind"};
inline constexpr Text kSentOn{"Изпратено на", "Sent"};
inline constexpr Text kSentBy{"Изпратено от", "Sent by"};
inline constexpr Text kDecidedBy{"Решено от", "Decided by"};
inline constexpr Text kApproved{"Одобрено", "Approved"};
inline constexpr Text kPaid{"Платено", "Paid"};
inline constexpr Text kUnapproved{"Неодобрено", "Unapproved"};
inline constexpr Text kByCorrection{"Неодобрено по корекция", "Unapproved by correction"};
inline constexpr Text kCorrection{"Корекция", "Correction"};
inline constexpr Text kResubmits{"Повторен на разход", "Claims again"};
inline constexpr Text kClaimedAgain{"Поискано повторно", "Claimed again"};
inline constexpr Text kPayable{"Дължимо", "Payable"};
inline constexpr Text kCleared{"Приспаднато от аванса", "Clears the advance"};
inline constexpr Text kToRecover{"За възстановяване", "To pay back"};
inline constexpr Text kQuestion{"Въпрос", "Question"};
inline constexpr Text kQuestions{"Въпроси", "Questions"};
inline constexpr Text kAnswer{"Отговор", "Answer"};
inline constexpr Text kAskedOn{"Зададен на", "Asked"};
inline constexpr Text kAnswerDue{"Отговор до", "Answer due"};
inline constexpr Text kClosedOn{"Приключен на", "Closed"};
inline constexpr Text kSuspendedDays{"Дни, в които срокът не е текъл", "Days the clock stood still"};
inline constexpr Text kReason{"Основание", "Reason"};
inline constexpr Text kBankReference{"Банкова референция", "Bank reference"};
inline constexpr Text kContract{"Договор", "Contract"};
inline constexpr Text kPaidAdvance{"Получен аванс", "Advance received"};
inline constexpr Text kPaidForCosts{"Получено за разходи", "Received for costs"};
inline constexpr Text kPaidTotal{"Получено общо", "Received in total"};
inline constexpr Text kApprovedNotPaid{"Одобрено, неплатено", "Approved, not paid"};
inline constexpr Text kRule{"Правило", "Rule"};
inline constexpr Text kValue{"Стойност", "Value"};
inline constexpr Text kUnit{"Единица", "Unit"};
inline constexpr Text kValidFrom{"Валидно от", "Valid from"};
inline constexpr Text kValidTo{"Валидно до", "Valid to"};
inline constexpr Text kVerified{"Проверено", "Verified"};
inline constexpr Text kText{"Текст", "Text"};
inline constexpr Text kProgrammingPeriod{"Програмен период", "Programming period"};
inline constexpr Text kFileName{"Файл", "File"};
inline constexpr Text kMediaType{"Вид на файла", "Media type"};
inline constexpr Text kSizeBytes{"Байтове", "Bytes"};
inline constexpr Text kProvenance{"Произход на стойностите", "Provenance of the values"};
inline constexpr Text kField{"Поле", "Field"};
inline constexpr Text kMark{"Произход", "Provenance"};
inline constexpr Text kSource{"Източник", "Source"};
inline constexpr Text kOk{"Изправно", "Ok"};
inline constexpr Text kFound{"Установено", "Found"};

// Words in values.
inline constexpr Text kYes{"да", "yes"};
inline constexpr Text kNo{"не", "no"};
inline constexpr Text kUnverified{"непроверено", "unverified"};
inline constexpr Text kNothing{"Няма записи.", "No records."};

// The summary of the examples.
inline constexpr Text kPlanHead{"ПЛАН", "PLAN"};
inline constexpr Text kProjectHead{"ПРОЕКТ", "PROJECT"};
inline constexpr Text kSummaryMeasures{"мерки, от тях със сума", "measures, with an amount"};
inline constexpr Text kSummaryTotal{"обща сума", "total"};
inline constexpr Text kSummaryDisagree{"Не съвпадат (посочено → изчислено, разлика):",
                                       "Do not agree (stated → computed, difference):"};
inline constexpr Text kSummaryAllAgree{"Всичко, което може да се изчисли, съвпада.",
                                       "Everything that can be computed agrees."};
inline constexpr Text kSummaryOther{"Други проверки", "Other checks"};
inline constexpr Text kSummaryBudget{"Бюджет", "Budget"};
inline constexpr Text kSummaryLines{"реда, сбор", "lines, sum"};
inline constexpr Text kSummaryApproved{"Верифицирани разходи", "Approved costs"};
inline constexpr Text kSummaryReceived{"получено", "received"};
inline constexpr Text kSummaryAdvance{"аванс", "advance"};
inline constexpr Text kSummaryDeadlines{"Срокове към", "Deadlines as of"};
inline constexpr Text kSummaryNational{"национално", "national"};
inline constexpr Text kSummaryOwn{"собствено", "own"};
inline constexpr Text kSummaryMore{"Повече", "More"};

// What goes wrong before a server is asked, and what to do.
inline constexpr Text kNoEndpoint{
    "Не се знае къде е сървърът: няма файл {file}; пуснете services/run или посочете --server.",
    "Where the server is, is not known: there is no file {file}; run services/run or "
    "give --server."};
inline constexpr Text kNoToken{
    "Няма ключ за достъп във файла {file}; пуснете services/run или посочете --token-file.",
    "There is no access token in the file {file}; run services/run or give --token-file."};
inline constexpr Text kTokenUnreadable{
    "Файлът с ключа за достъп {file} не е четим за вас; пуснете командата като {owner} или посочете "
    "--token-file.",
    "You may not read the access token in {file}; run the command as {owner} or "
    "give --token-file."};
inline constexpr Text kEndpointUnreadable{
    "Файлът {file} не е четим за вас; пуснете командата като {owner} или посочете --data с ваша папка.",
    "You may not read {file}; run the command as {owner} or name a folder of yours with --data."};
inline constexpr Text kFileUnreadable{"Файлът {file} не може да се прочете: {why}.",
                                      "The file {file} cannot be read: {why}."};
inline constexpr Text kFileEmpty{"Файлът {file} е празен.", "The file {file} is empty."};
inline constexpr Text kOptionNotUtf8{
    "Стойността на {option} не е в UTF-8; настройте терминала на UTF-8 и повторете.",
    "The value of {option} is not UTF-8; set the terminal to UTF-8 and repeat."};
inline constexpr Text kArgumentNotUtf8{
    "Аргумент № {position} след tranche не е в UTF-8; настройте терминала на UTF-8 и повторете.",
    "Argument {position} after tranche is not UTF-8; set the terminal to UTF-8 and repeat."};
inline constexpr Text kNoAsOf{"Командата {command} не зависи от дата; повторете я без --as-of.",
                              "The command {command} does not depend on a day; repeat it "
                              "without --as-of."};
inline constexpr Text kClaimNotNumber{
    "„{claim}“ не е номер на искане; пишете номера му по ред, например 2.",
    "\"{claim}\" is no number of a claim; write its place in the sequence, for example 2."};
inline constexpr Text kFileTooLarge{"Файлът {file} е по-голям от {max} байта.",
                                    "The file {file} is larger than {max} bytes."};
inline constexpr Text kFileUnwritable{"Файлът {file} не може да се запише: {why}.",
                                      "The file {file} cannot be written: {why}."};
inline constexpr Text kFileExists{"Файлът {file} вече съществува; посочете друг или добавете --force.",
                                  "The file {file} exists already; name another or add --force."};
inline constexpr Text kDigestWrong{
    "Изтегленото не съответства на исканото SHA-256 и не е записано.",
    "What arrived does not have the SHA-256 asked for and was not written."};
inline constexpr Text kWhichOrganisation{"Посочете организацията с --organisation: {organisations}.",
                                         "Name the organisation with --organisation: {organisations}."};
inline constexpr Text kNeedFileOrFlags{"Посочете --file или всички от: {flags}.",
                                       "Give --file, or all of: {flags}."};
inline constexpr Text kFileOrFlags{"Посочете или --file, или {flags}, но не и двете.",
                                   "Give either --file or {flags}, not both."};
inline constexpr Text kRetryWithKey{
    "Не се знае дали записът е минал. Повторете същата команда с --request-id {key}: тя се изпълнява "
    "само веднъж.",
    "Whether it was written is not known. Repeat the same command with "
    "--request-id {key}: it takes effect once."};
inline constexpr Text kServerAway{
    "Проверете дали сървърът работи: services/run --status, после tranche doctor.",
    "See whether the server runs: services/run --status, then tranche doctor."};
inline constexpr Text kCannotParse{"Командата не е разбрана: {why}",
                                   "The command was not understood: {why}"};
inline constexpr Text kSeeHelp{"Вижте {command} --help.", "See {command} --help."};
inline constexpr Text kStepFileWrong{"Файлът {file} не е списък от стъпки: {why}.",
                                     "The file {file} is no list of steps: {why}."};
inline constexpr Text kStepRefused{"Спряно на стъпка „{step}“ от {file}.",
                                   "Stopped at step \"{step}\" of {file}."};
inline constexpr Text kApplied{"{file}: {count} стъпки са изпълнени.",
                               "{file}: {count} steps are done."};
inline constexpr Text kLoaded{"Примерите са заредени.", "The examples are loaded."};
inline constexpr Text kOlderExample{
    "{file}: примерът вече е зареден, в друг вид или от друг; оставен е както е.",
    "{file}: the example is loaded already, in another form or by somebody else; it is left as it is."};
inline constexpr Text kNoExamples{"В {file} няма файлове *.json.",
                                  "There are no *.json files in {file}."};
inline constexpr Text kSaved{"Записано в {file}.", "Written to {file}."};
inline constexpr Text kShellUnknown{"Няма допълване за {shell}; има за bash, zsh и fish.",
                                    "There is no completion for {shell}, only for bash, zsh and fish."};
inline constexpr Text kDryRun{"Проба: нищо не е записано.", "Dry run: nothing was stored."};
inline constexpr Text kStepsRehearsed{
    "Стъпките преди нея са само изпробвани и не са записани; ако тя разчита на тях, при истинско "
    "изпълнение може и да мине.",
    "The steps before it were only tried and not stored; if it relies on them, it may well pass in "
    "earnest."};
inline constexpr Text kNotStored{"Нищо не е записано; добавете --accept, за да се запише.",
                                 "Nothing is stored; add --accept to store it."};

// tranche doctor.
inline constexpr Text kDoctorData{"папка с данни", "data folder"};
inline constexpr Text kDoctorServer{"сървър", "server"};
inline constexpr Text kDoctorToken{"ключ за достъп", "access token"};

}  // namespace texts

// A text with every {name} replaced.
std::string Fill(Text text, Language language, const ErrorValues& values);

// Why the system could not do something with a file, by its error number.
std::string SaySystemError(int number, Language language);

// What a row does not write, by the word of plans.proto ("months").
std::string SayNotWritten(absl::string_view word, Language language);

}  // namespace tranche::cli
