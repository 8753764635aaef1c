// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "platform/text/typed.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::cli {

using google::protobuf::Message;

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (std::vector<Command>& some : std::vector<std::vector<Command>>{
           PlanCommands(),         PlanLifeCommands(),       PlanRowCommands(),
           PlanLinkCommands(),     PlanChangeCommands(),     PlanReportCommands(),
           GroundworkCommands(),   TakeOverCommands(),       SearchCommands(),
           ProjectCommands(),      PageImportCommands(),     MoneyCommands(),
           ReportCommands(),       CashCommands(),           PackageCommands(),
           CheckingCommands(),     LedgerCommands(),         BudgetBookCommands(),
           SimplifiedCommands(),   CurrencyCommands(),       BankCommands(),
           OrderCommands(),        ExplanationCommands(),    IrregularityCommands(),
           CorrectionCommands(),   DebtCommands(),           ClosingCommands(),
           ParticipantCommands(),  StateAidCommands(),       InterestRateCommands(),
           ImportCommands(),       OtherCommands(),          AccessCommands(),
           EvidenceCommands(),     PlanAttachmentCommands(), CostParticularsCommands(),
           RevalidationCommands(), IncomeCommands(),         ShellCommands()}) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

Text AboutNoun(const std::string& noun) {
  struct About {
    const char* noun;
    Text text;
  };
  static constexpr About kAbout[] = {
      {"plans",
       {"Общински планове: внасяне, преглед, проверка", "Municipal plans: import, show, check"}},
      {"strategies",
       {"Стратегии и плановете, които ги изпълняват", "Strategies and the plans that carry them out"}},
      {"links", {"Връзки между планове и проекти", "Links between plans and projects"}},
      {"groundwork",
       {"Органи, споразумения, срещи, оценки, приоритети, възможности",
        "Bodies, agreements, meetings, assessments, priorities, opportunities"}},
      {"steps", {"Стъпки на програми като ROMACT", "Steps of programmes such as ROMACT"}},
      {"index", {"Показалецът за търсене", "The index of the search"}},
      {"organisations", {"Общини и други бенефициенти", "Municipalities and other beneficiaries"}},
      {"proposals", {"Проектни предложения и оценката им", "Project proposals and their evaluation"}},
      {"contracts", {"Договори за безвъзмездна финансова помощ", "Grant contracts"}},
      {"budgets", {"Бюджети по редове", "Budgets by line"}},
      {"costs", {"Разходи с техните документи", "Costs with their documents"}},
      {"deadlines", {"Срокове с правното им основание", "Deadlines with their legal basis"}},
      {"timelines", {"Дейности по месеци", "Activities by month"}},
      {"staffing", {"Длъжности, места и лица", "Positions, places and persons"}},
      {"claims", {"Искания за плащане", "Payment claims"}},
      {"packages", {"Пакети отчетни документи", "Report packages"}},
      {"checks", {"Проверки на документи в пакет", "Checks of documents in a package"}},
      {"checklists", {"Контролни листове", "Checklists"}},
      {"samples", {"Разходи, избрани за пълна проверка", "Costs chosen to be checked in full"}},
      {"payments", {"Получени плащания", "Payments received"}},
      {"bank", {"Банкови извлечения и равняването им", "Bank statements and their matching"}},
      {"orders", {"Платежни нареждания до банката", "Payment orders to the bank"}},
      {"signals", {"Сигнали за нередности", "Signals of irregularities"}},
      {"irregularities", {"Регистър на нередностите", "Register of irregularities"}},
      {"corrections", {"Финансови корекции", "Financial corrections"}},
      {"debts", {"Дългове, лихви и възстановяване", "Debts, interest and recovery"}},
      {"participants", {"Участници: данни по пакети", "Participants: records by package"}},
      {"advances", {"Обикновени аванси и обезпеченията им", "Ordinary advances and their securities"}},
      {"state-aid", {"Аванси по държавна помощ", "Advances under state aid"}},
      {"closing", {"Приключване на разчетите по договор", "Closing the money of a contract"}},
      {"reports", {"Справки", "Reports"}},
      {"rates", {"Месечни курсове на валути", "Monthly rates of currencies"}},
      {"rules", {"Правила на закона като данни", "Rules of law as data"}},
      {"documents", {"Файлове по техния SHA-256", "Files by their SHA-256"}},
      {"people", {"Хора и ролите им", "People and their roles"}},
      {"sign-in", {"Вход в страниците", "Signing in to the pages"}},
      {"sessions", {"Сесии на влезлите", "Sessions of those signed in"}},
      {"evidence", {"Кой какво е променил, с доказателства", "Who changed what, with proofs"}},
      {"examples", {"Примерите, които идват с програмата", "The examples that come with the program"}},
  };
  for (const About& about : kAbout) {
    if (noun == about.noun) return about.text;
  }
  return {"Команди", "Commands"};
}

std::vector<Word> WordsOf(const google::protobuf::EnumDescriptor* type, Language language) {
  std::vector<Word> words;
  for (int i = 0; i < type->value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor* value = type->value(i);
    if (value->number() == 0) continue;
    words.push_back({absl::AsciiStrToLower(value->name()), SayEnum(type, value->number(), language)});
  }
  return words;
}

View ViewOf(const Message& message, const RecordSpec& spec, Language language) {
  View view;
  view.fields = FieldsOf(message, spec.fields, language);
  for (const RecordSpec::Part& part : spec.parts) {
    Table table = TableOf(ItemsOf(message, part.field), part.columns, language);
    table.title = std::string(part.title.In(language));
    view.tables.push_back(std::move(table));
  }
  if (message.GetDescriptor()->FindFieldByName("marks") != nullptr) {
    view.tables.push_back(MarksTable(message, language));
  }
  return view;
}

void ShowRecord(const Session& session, const Message& message, const RecordSpec& spec) {
  session.Show(ViewOf(message, spec, session.language()),
               client::ToJson(message, client::JsonStyle::kIndented));
}

absl::Status ShowAnswer(Session& session, absl::string_view method, const Message& request,
                        const RecordSpec& spec) {
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer, session.Call(method, request));
  ShowRecord(session, *answer, spec);
  return absl::OkStatus();
}

absl::Status ShowList(Session& session, absl::string_view method, const Message& request,
                      const std::string& field, const std::vector<Shown>& columns) {
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer,
                           session.CallAllPages(method, request));
  const std::vector<const Message*> items = ItemsOf(*answer, field);
  View view;
  view.tables.push_back(TableOf(items, columns, session.language()));
  session.Show(view, JsonList(items));
  return absl::OkStatus();
}

absl::Status ReadRequest(const Session& session, const Arguments& arguments, const std::string& target,
                         Message* request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string text, session.ReadFile(arguments.Get("file")));
  TRANCHE_RETURN_IF_ERROR(AsUsage(client::FromJson(text, request)));
  for (const char* name : {"parent", "name"}) {
    const auto* field = request->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr && !target.empty() &&
        request->GetReflection()->GetString(*request, field).empty()) {
      request->GetReflection()->SetString(request, field, target);
    }
  }
  return absl::OkStatus();
}

bool AnyFlag(const Arguments& arguments, const std::vector<const char*>& flags) {
  return std::any_of(flags.begin(), flags.end(), [&](const char* flag) { return arguments.Has(flag); });
}

absl::Status ReadDay(const Arguments& arguments, const std::string& option, std::string* day) {
  if (!arguments.Has(option)) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(*day, ReadTypedDay(arguments.Get(option)));
  return absl::OkStatus();
}

absl::StatusOr<int> ReadNumber(const Arguments& arguments, const std::string& option) {
  int number = 0;
  if (absl::SimpleAtoi(arguments.Get(option), &number)) return number;
  return AsUsage(
      RefuseInput("INVALID_REQUEST", {{absl::StrCat("--", option),
                                       "FIELD_MALFORMED",
                                       {{"value", arguments.Get(option)}, {"format", "123"}}}}));
}

absl::StatusOr<int> ReadWord(const google::protobuf::EnumDescriptor* type, const std::string& option,
                             const std::string& typed, const std::vector<Word>& words) {
  const std::string word = absl::StrReplaceAll(absl::AsciiStrToLower(typed), {{"-", "_"}});
  std::vector<std::string> known;
  for (const Word& one : words) {
    if (one.word == word) return type->FindValueByName(absl::AsciiStrToUpper(word))->number();
    known.push_back(one.word);
  }
  return AsUsage(
      RefuseInput("INVALID_REQUEST", {{absl::StrCat("--", option),
                                       "FIELD_MALFORMED",
                                       {{"value", typed}, {"format", absl::StrJoin(known, ", ")}}}}));
}

absl::StatusOr<int> ReadWord(const google::protobuf::EnumDescriptor* type, const std::string& option,
                             const std::string& typed) {
  return ReadWord(type, option, typed, WordsOf(type, Language::kEnglish));
}

std::vector<Word> BeneficiaryKinds(Language language) {
  return WordsOf(proposals::v1::BeneficiaryKind_descriptor(), language);
}

std::vector<Word> Currencies(Language) { return {{"BGN", ""}, {"EUR", ""}}; }

std::string TypedCurrency(const Arguments& arguments) {
  return absl::AsciiStrToUpper(arguments.Get("currency"));
}

absl::StatusOr<std::string> SignOf(const std::vector<std::string>& typed) {
  for (const std::string& amount : typed) {
    const absl::StatusOr<Money> in_lev = ReadTypedMoney(amount, Currency::kBgn);
    if (!in_lev.ok()) return AsUsage(in_lev.status());
    const absl::StatusOr<Money> in_euro = ReadTypedMoney(amount, Currency::kEur);
    // Without a sign it is whatever it is taken for.
    if (in_euro.ok() && in_lev->currency() == in_euro->currency()) {
      return std::string(CurrencyCode(in_lev->currency()));
    }
  }
  return std::string();
}

absl::StatusOr<std::string> CurrencyFor(Session& session, const Arguments& arguments,
                                        const std::vector<std::string>& typed) {
  if (arguments.Has("currency")) return TypedCurrency(arguments);
  TRANCHE_ASSIGN_OR_RETURN(const std::string sign, SignOf(typed));
  if (!sign.empty()) return sign;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  return session.CurrencyOfContract(contract);
}

std::string ReadContract(const Session& session, const Arguments& arguments) {
  return session.ContractName(arguments.Get("contract"), arguments.Get("organisation"));
}
absl::StatusOr<std::string> WriteContract(Session& session, const Arguments& arguments) {
  return session.FindContract(arguments.Get("contract"), arguments.Get("organisation"));
}

std::string RecordName(const std::string& contract, const std::string& collection,
                       const std::string& typed) {
  return absl::StartsWith(typed, "organisations/")
             ? typed
             : absl::StrCat(contract, "/", collection, "/", typed);
}

}  // namespace tranche::cli
