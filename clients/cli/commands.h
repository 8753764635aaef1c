// SPDX-License-Identifier: EUPL-1.2
// The commands as data: what each is called, takes and does. command_line.cc makes the parser and the
// help of them, so that only that file needs the parser's library.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/session.h"
#include "cli/texts.h"

namespace tranche::cli {

// What was typed for a command, by the name of the option without dashes or of the positional.
class Arguments {
 public:
  explicit Arguments(std::map<std::string, std::vector<std::string>> values)
      : values_(std::move(values)) {}

  bool Has(const std::string& name) const { return values_.count(name) > 0; }
  // The (last) value; "" when it was not given.
  std::string Get(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? "" : found->second.back();
  }
  std::vector<std::string> All(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

enum class Kind {
  kRequired,   // Positional that must be given.
  kOptional,   // Positional that may be left out.
  kValue,      // --name VALUE
  kMustValue,  // --name VALUE that must be given.
  kValues,     // --name VALUE, several times.
  kFlag,       // --name
};

// What a value is, so that a shell can offer some.
enum class Takes {
  kText,
  kFile,
  kFolder,
  kOrganisation,  // From here on names that the server is asked for.
  kPlan,
  kProposal,
  kContract,
  kLine,    // Of the contract that was typed before it, as what follows.
  kIssuer,  // Of an earlier cost.
  kClaim,
  kScheme,
  kRule,
};

// A word that may be typed, and what it means.
struct Word {
  std::string word;
  std::string help;
};

struct Parameter {
  const char* name;
  Kind kind;
  Text help;
  Takes takes = Takes::kText;
  std::vector<Word> (*words)(Language) = nullptr;  // All that it may be, when they are few.
};

struct Command {
  const char* noun;  // "plans"
  const char* verb;  // "list"; "": the noun is the command.
  Text help;
  std::vector<Parameter> parameters;
  const char* examples;
  bool writes;  // Takes --dry-run, and --request-id unless it has steps.
  absl::Status (*run)(Session& session, const Arguments& arguments);
  bool takes_as_of = false;  // Its answer depends on --as-of.
  bool has_steps = false;    // Writes by several requests, each with a key of its own.
};

std::vector<Command> PlanCommands();             // plans, organisations, whoami
std::vector<Command> PlanLifeCommands();         // versions, corrections, adoptions
std::vector<Command> PlanRowCommands();          // values by their paths, rows added and struck out
std::vector<Command> PlanAttachmentCommands();   // files that belong to plans
std::vector<Command> PlanChangeCommands();       // subscriptions to changes of plans
std::vector<Command> PlanLinkCommands();         // strategies, links with projects
std::vector<Command> PlanReportCommands();       // a plan's annual report
std::vector<Command> PageImportCommands();       // proposals import
std::vector<Command> GroundworkCommands();       // groundwork, steps
std::vector<Command> TakeOverCommands();         // records of the groundwork made of a plan
std::vector<Command> SearchCommands();           // search, index
std::vector<Command> ProjectCommands();          // proposals, contracts, timelines, deadlines, staffing
std::vector<Command> MoneyCommands();            // budgets, costs, claims, reports; payments among them
std::vector<Command> PaymentCommands();          // payments
std::vector<Command> ReportCommands();           // the report on a contract's whole money
std::vector<Command> CashCommands();             // questions on claims, taking back, the cash position
std::vector<Command> PackageCommands();          // report packages, claims given back
std::vector<Command> CheckingCommands();         // checks of packages, checklists, samples
std::vector<Command> LedgerCommands();           // transfers, versions, revisions, the journal
std::vector<Command> BudgetBookCommands();       // the check of the books, plan, forecast
std::vector<Command> CurrencyCommands();         // lev and euro, other currencies, rates
std::vector<Command> SimplifiedCommands();       // limits over sums of lines, costs without invoices
std::vector<Command> BankCommands();             // bank, reconcile
std::vector<Command> OrderCommands();            // orders
std::vector<Command> ExplanationCommands();      // bank explain, explanations
std::vector<Command> IrregularityCommands();     // signals, irregularities
std::vector<Command> CorrectionCommands();       // corrections
std::vector<Command> DebtCommands();             // debts
std::vector<Command> ParticipantCommands();      // participants
std::vector<Command> StateAidCommands();         // state-aid
std::vector<Command> InterestRateCommands();     // debts record-rate, debts rates
std::vector<Command> CostParticularsCommands();  // costs sums
std::vector<Command> RevalidationCommands();     // costs revalidate, what became of refusals
std::vector<Command> IncomeCommands();           // incomes
std::vector<Command> ClosingCommands();          // closing, what the changeover made of payments
std::vector<Command> ImportCommands();           // costs from tables, their documents
std::vector<Command> OtherCommands();            // rules, documents, apply, examples, doctor
std::vector<Command> AccessCommands();           // people, sign-in, sessions
std::vector<Command> ShellCommands();            // completion, man
std::vector<Command> EvidenceCommands();         // evidence
std::vector<Command> AllCommands();

// What a noun is about, for the help.
Text AboutNoun(const std::string& noun);

// --- Shared by the commands. ---

inline constexpr Parameter kContractParameter{"contract",
                                              Kind::kRequired,
                                              {"Номер на договора, както и да е написан, или пълно име",
                                               "Contract number however typed, or full name"},
                                              Takes::kContract};
inline constexpr Parameter kOrganisationParameter{
    "organisation",
    Kind::kValue,
    {"Организация, напр. lyubimets", "Organisation, for example lyubimets"},
    Takes::kOrganisation};
inline constexpr Parameter kFileParameter{"file",
                                          Kind::kMustValue,
                                          {"Заявката като JSON на API; „-“ за стандартния вход",
                                           "The request as the API's JSON; \"-\" for standard input"},
                                          Takes::kFile};
inline constexpr Parameter kFileOrFlagsParameter{
    "file",
    Kind::kValue,
    {"Заявката като JSON на API вместо отделните опции; „-“ за стандартния вход",
     "The request as the API's JSON instead of the options; \"-\" for standard input"},
    Takes::kFile};

// The currencies that an amount may be typed in.
std::vector<Word> Currencies(Language language);
inline constexpr Parameter kCurrencyParameter{
    "currency",
    Kind::kValue,
    {"BGN или EUR; без нея: по знака в сумата, иначе валутата на договора",
     "BGN or EUR; without it: by the sign in the amount, else that of the contract"},
    Takes::kText,
    Currencies};

// What kind of body the beneficiary of a contract is.
std::vector<Word> BeneficiaryKinds(Language language);
inline constexpr Parameter kBeneficiaryParameter{
    "beneficiary",
    Kind::kValue,
    {"Вид на бенефициента: budget_body (разпоредител с бюджет) или other_beneficiary",
     "Kind of the beneficiary: budget_body or other_beneficiary"},
    Takes::kText,
    BeneficiaryKinds};

// The values of an enum as they are typed, in lower case, with their labels.
std::vector<Word> WordsOf(const google::protobuf::EnumDescriptor* type, Language language);

// A record: its fields, lists within it as tables, its marks.
struct RecordSpec {
  std::vector<Shown> fields;
  struct Part {
    Text title;
    const char* field;
    std::vector<Shown> columns;
  };
  std::vector<Part> parts = {};
};

View ViewOf(const google::protobuf::Message& message, const RecordSpec& spec, Language language);
// Shows a record.
void ShowRecord(const Session& session, const google::protobuf::Message& message,
                const RecordSpec& spec);
// Calls a method and shows its answer as a record.
absl::Status ShowAnswer(Session& session, absl::string_view method,
                        const google::protobuf::Message& request, const RecordSpec& spec);
// Calls a list method, all pages of it, and shows the items of its answer's `field`.
absl::Status ShowList(Session& session, absl::string_view method,
                      const google::protobuf::Message& request, const std::string& field,
                      const std::vector<Shown>& columns);
// Reads --file into a request; `parent`, when not "", replaces the parent or name that is left out
// there.
absl::Status ReadRequest(const Session& session, const Arguments& arguments, const std::string& target,
                         google::protobuf::Message* request);
// Whether any of these options was given.
bool AnyFlag(const Arguments& arguments, const std::vector<const char*>& flags);
// A day from an option, checked; "" when it was not given.
absl::Status ReadDay(const Arguments& arguments, const std::string& option, std::string* day);
// A number of an option; another text is refused as the server would.
absl::StatusOr<int> ReadNumber(const Arguments& arguments, const std::string& option);
// The value of an enum by its word, however its letters are typed and with either dash; `words` are
// those that may be typed here.
absl::StatusOr<int> ReadWord(const google::protobuf::EnumDescriptor* type, const std::string& option,
                             const std::string& typed, const std::vector<Word>& words);
absl::StatusOr<int> ReadWord(const google::protobuf::EnumDescriptor* type, const std::string& option,
                             const std::string& typed);
// --currency, in capital letters.
std::string TypedCurrency(const Arguments& arguments);
// The currency that amounts say by a sign, "5 €"; "" when none has one. Refuses what is no amount.
absl::StatusOr<std::string> SignOf(const std::vector<std::string>& typed);
// The currency of amounts that were typed for a contract: --currency, else their sign, else that of the
// contract, which the server is asked for.
absl::StatusOr<std::string> CurrencyFor(Session& session, const Arguments& arguments,
                                        const std::vector<std::string>& typed);
// The full name of the contract that was typed, for a read and, looked up, for a write.
std::string ReadContract(const Session& session, const Arguments& arguments);
absl::StatusOr<std::string> WriteContract(Session& session, const Arguments& arguments);
// The full name of a contract's record by its number ("3" of "debts"); a full name stays.
std::string RecordName(const std::string& contract, const std::string& collection,
                       const std::string& typed);

}  // namespace tranche::cli
