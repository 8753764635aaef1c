// SPDX-License-Identifier: EUPL-1.2
// Whatever concerns two currencies: the conversion of contracts from lev to euro, costs whose documents
// are in another currency, monthly rates.
#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/cost_particulars.h"
#include "cli/foreign_particulars.h"
#include "cli/progress.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/budgets/v1/currencies_service.pb.h"
#include "tranche/proposals/v1/redenominations_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::cli {
namespace {

namespace conversions = proposals::v1;
namespace currencies = budgets::v1;
using google::protobuf::Message;

constexpr char kRedenominations[] = "tranche.proposals.v1.RedenominationsService/";
constexpr char kCurrencies[] = "tranche.budgets.v1.CurrenciesService/";

constexpr Text kBefore{"Преди", "Before"};
constexpr Text kAfter{"След", "After"};
constexpr Text kRate{"Курс", "Rate"};
constexpr Text kConvertedOn{"От ден", "From day"};
constexpr Text kWaitsFor{"Изчаква", "Waits for"};
constexpr Text kRecordedBy{"Записал", "Recorded by"};
constexpr Text kDifferences{"Разлики от закръгляне", "Rounding differences"};
constexpr Text kOf{"На", "Of"};
constexpr Text kConverted{"Превалутирано поотделно", "Converted by itself"};
constexpr Text kKept{"Записано", "Kept"};
constexpr Text kDifference{"Разлика", "Difference"};
constexpr Text kCosts{"Разходи", "Costs"};
constexpr Text kCostsDiffering{"Разходи с разлика", "Costs with a difference"};
constexpr Text kCostsDifference{"Разлика на разходите", "Difference of the costs"};
constexpr Text kReservedBefore{"Записано преди", "Recorded before"};
constexpr Text kReservedAfter{"Записано след", "Recorded after"};
constexpr Text kSpentBefore{"Верифицирано преди", "Approved before"};
constexpr Text kSpentAfter{"Верифицирано след", "Approved after"};
constexpr Text kCurrency{"Валута", "Currency"};
constexpr Text kMonth{"Месец", "Month"};
constexpr Text kDay{"Ден", "Day"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"Към", "To"};
constexpr Text kUnverified{"непроверено", "unverified"};
constexpr Text kOriginalClaimed{"Претендирано по документа", "Claimed of the document"};
constexpr Text kOneOrAll{"Посочете договор или --all.", "Name a contract or give --all."};
constexpr Text kNothingToConvert{"Няма договори за превалутиране.", "No contract is to be converted."};
constexpr Text kConvertedSoFar{"Превалутирани: {done} от {total}.", "Converted: {done} of {total}."};
constexpr Text kConverting{"Превалутиране", "Converting"};

const std::vector<Shown>& DifferenceColumns() {
  static const auto* columns = new std::vector<Shown>{{kOf, "of"},
                                                      {kBefore, "before"},
                                                      {kConverted, "converted"},
                                                      {kKept, "kept"},
                                                      {kDifference, "difference"}};
  return *columns;
}

const RecordSpec& RedenominationSpec() {
  static const auto* spec = new RecordSpec{{{texts::kContract, "number"},
                                            {texts::kState, "state"},
                                            {kWaitsFor, "waits_for"},
                                            {texts::kEndsOn, "ends_on"},
                                            {kBefore, "before.total"},
                                            {kAfter, "after.total"},
                                            {texts::kEu, "after.eu"},
                                            {texts::kNational, "after.national"},
                                            {texts::kOwn, "after.own"},
                                            {kRate, "rate"},
                                            {kConvertedOn, "converted_on"},
                                            {texts::kSource, "legal_source"},
                                            {texts::kVerified, "verified"},
                                            {kRecordedBy, "recorded_by"}},
                                           {{kDifferences, "differences", DifferenceColumns()}}};
  return *spec;
}

const std::vector<Shown>& ListColumns() {
  static const auto* columns = new std::vector<Shown>{
      {texts::kContract, "number"}, {texts::kState, "state"}, {kBefore, "before.total"},
      {kAfter, "after.total"},      {kWaitsFor, "waits_for"}, {texts::kEndsOn, "ends_on"}};
  return *columns;
}

// Converts every contract that can be, one by one; one that is refused keeps no other from being
// converted, and is told at the end by the exit code and its sentence.
absl::Status RedenominateAll(Session& session, const Arguments& arguments) {
  conversions::ListRedenominationsRequest list;
  TRANCHE_ASSIGN_OR_RETURN(*list.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  TRANCHE_ASSIGN_OR_RETURN(
      const std::unique_ptr<Message> all,
      session.CallAllPages(absl::StrCat(kRedenominations, "ListRedenominations"), list));
  std::vector<conversions::RedenominateContractRequest> requests;
  for (const Message* item : ItemsOf(*all, "redenominations")) {
    const auto& found = static_cast<const conversions::Redenomination&>(*item);
    const bool settles = found.state() == conversions::ENDED_BEFORE && arguments.Has("still-to-settle");
    if (found.state() != conversions::TO_CONVERT && !settles) continue;
    conversions::RedenominateContractRequest request;
    request.set_name(found.contract());
    request.set_still_to_settle(arguments.Has("still-to-settle"));
    requests.push_back(request);
  }
  if (requests.empty()) {
    session.Note(session.Say(kNothingToConvert));
    return absl::OkStatus();
  }
  absl::Status refused;
  conversions::ListRedenominationsResponse done;
  {
    Progress progress(session.settings().terminal ? session.settings().err : nullptr,
                      session.Say(kConverting), static_cast<int64_t>(requests.size()));
    int64_t tried = 0;
    for (const conversions::RedenominateContractRequest& request : requests) {
      const auto converted = session.Get<conversions::Redenomination>(
          absl::StrCat(kRedenominations, "RedenominateContract"), request);
      if (converted.ok()) *done.add_redenominations() = *converted;
      if (!converted.ok() && refused.ok()) refused = converted.status();
      progress.Reach(++tried);
    }
  }
  View view;
  view.tables.push_back(TableOf(ItemsOf(done, "redenominations"), ListColumns(), session.language()));
  session.Show(view, client::ToJson(done, client::JsonStyle::kIndented));
  session.Note(session.Say(kConvertedSoFar, {{"done", absl::StrCat(done.redenominations_size())},
                                             {"total", absl::StrCat(requests.size())}}));
  return refused;
}

absl::Status Redenominate(Session& session, const Arguments& arguments) {
  if (arguments.Has("contract") == arguments.Has("all")) {
    return Problem(kExitUsage, session.Say(kOneOrAll));
  }
  if (arguments.Has("all")) return RedenominateAll(session, arguments);
  conversions::RedenominateContractRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), WriteContract(session, arguments));
  request.set_still_to_settle(arguments.Has("still-to-settle"));
  return ShowAnswer(session, absl::StrCat(kRedenominations, "RedenominateContract"), request,
                    RedenominationSpec());
}

absl::Status ShowRedenomination(Session& session, const Arguments& arguments) {
  conversions::GetRedenominationRequest request;
  request.set_name(ReadContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kRedenominations, "GetRedenomination"), request,
                    RedenominationSpec());
}

absl::Status ListRedenominations(Session& session, const Arguments& arguments) {
  conversions::ListRedenominationsRequest request;
  const std::string organisation = arguments.Get("organisation");
  request.set_parent(absl::StrCat("organisations/", organisation.empty() ? "-" : organisation));
  return ShowList(session, absl::StrCat(kRedenominations, "ListRedenominations"), request,
                  "redenominations", ListColumns());
}

absl::Status ShowConvertedBudget(Session& session, const Arguments& arguments) {
  currencies::GetRedenominatedBudgetRequest request;
  request.set_name(absl::StrCat(ReadContract(session, arguments), "/budget"));
  TRANCHE_ASSIGN_OR_RETURN(const auto budget,
                           session.Get<currencies::RedenominatedBudget>(
                               absl::StrCat(kCurrencies, "GetRedenominatedBudget"), request));
  const Language language = session.language();
  View view;
  view.fields = FieldsOf(budget,
                         {{kBefore, "before.total"},
                          {kAfter, "after.total"},
                          {kRate, "rate"},
                          {kConvertedOn, "converted_on"},
                          {texts::kSource, "legal_source"},
                          {kCosts, "costs"},
                          {kCostsDiffering, "costs_with_difference"},
                          {kCostsDifference, "costs_difference"}},
                         language);
  view.tables.push_back(TableOf(ItemsOf(budget, "lines"),
                                {{texts::kLine, "code"},
                                 {texts::kTitle, "title"},
                                 {kBefore, "caps_before.total"},
                                 {kAfter, "caps_after.total"},
                                 {kReservedBefore, "reserved_before.total"},
                                 {kReservedAfter, "reserved_after.total"},
                                 {kSpentBefore, "spent_before.total"},
                                 {kSpentAfter, "spent_after.total"}},
                                language));
  for (const currencies::RedenominatedLine& line : budget.lines()) {
    if (line.differences().empty()) continue;
    Table table = TableOf(ItemsOf(line, "differences"), DifferenceColumns(), language);
    table.title =
        absl::StrCat(session.Say(kDifferences), ", ", session.Say(texts::kLine), " ", line.code());
    view.tables.push_back(std::move(table));
  }
  session.Show(view, client::ToJson(budget, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

std::vector<Word> DocumentTypes(Language language) {
  return WordsOf(currencies::DocumentType_descriptor(), language);
}

const RecordSpec& ForeignCostSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "name/last"},
                                            {texts::kLine, "line"},
                                            {texts::kDocumentNumber, "document.number"},
                                            {texts::kIssuer, "document.issuer"},
                                            {kCurrency, "original.currency"},
                                            {kOriginalClaimed, "original.claimed"},
                                            {kRate, "original.rate"},
                                            {kMonth, "original.month"},
                                            {texts::kSource, "original.rate_source"},
                                            {texts::kVerified, "original.verified"},
                                            {texts::kClaimed, "claimed"},
                                            {kDifference, "original.difference"},
                                            {texts::kEu, "parts.eu"},
                                            {texts::kNational, "parts.national"},
                                            {texts::kOwn, "parts.own"},
                                            {texts::kState, "state"},
                                            {texts::kLeftOnLine, "left_on_line"}}};
  return *spec;
}

absl::Status RecordForeign(Session& session, const Arguments& arguments) {
  currencies::RecordForeignCostRequest request;
  request.set_line(arguments.Get("line"));
  currencies::ForeignDocument* document = request.mutable_document();
  TRANCHE_ASSIGN_OR_RETURN(
      const int type, ReadWord(currencies::DocumentType_descriptor(), "type", arguments.Get("type")));
  document->set_type(static_cast<currencies::DocumentType>(type));
  document->set_number(arguments.Get("number"));
  document->set_issuer(arguments.Get("issuer"));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "issued-on", document->mutable_issued_on()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "paid-on", document->mutable_paid_on()));
  currencies::OriginalAmounts* original = request.mutable_original();
  original->set_currency(absl::AsciiStrToUpper(arguments.Get("currency")));
  original->set_month(arguments.Get("month"));
  // As amounts of any currency are typed.
  TRANCHE_ASSIGN_OR_RETURN(*original->mutable_total(), ReadTypedAmount(arguments.Get("total"), "EUR"));
  const std::string claimed =
      arguments.Has("claimed") ? arguments.Get("claimed") : arguments.Get("total");
  TRANCHE_ASSIGN_OR_RETURN(*original->mutable_claimed(), ReadTypedAmount(claimed, "EUR"));
  if (SaysParticulars(arguments)) {
    currencies::Cost told;
    told.mutable_claimed()->set_amount(original->claimed());
    told.mutable_claimed()->set_currency("EUR");
    TRANCHE_RETURN_IF_ERROR(FillParticulars(arguments, &told));
    *request.mutable_particulars() = OfForeignDocument(told.particulars());
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WriteContract(session, arguments));
  return ShowAnswer(session, absl::StrCat(kCurrencies, "RecordForeignCost"), request,
                    ForeignCostSpec());
}

absl::Status RecordRate(Session& session, const Arguments& arguments) {
  currencies::RecordExchangeRateRequest request;
  currencies::ExchangeRate* rate = request.mutable_exchange_rate();
  rate->set_currency(absl::AsciiStrToUpper(arguments.Get("currency")));
  rate->set_month(arguments.Get("month"));
  std::string typed = arguments.Get("rate");
  std::replace(typed.begin(), typed.end(), ',', '.');
  rate->set_rate(typed);
  rate->set_source(arguments.Get("source"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  return ShowAnswer(session, absl::StrCat(kCurrencies, "RecordExchangeRate"), request,
                    {{{kCurrency, "currency"},
                      {kMonth, "month"},
                      {kRate, "rate"},
                      {texts::kSource, "source"},
                      {kRecordedBy, "recorded_by"}}});
}

absl::Status ListRates(Session& session, const Arguments& arguments) {
  currencies::ListExchangeRatesRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_currency(absl::AsciiStrToUpper(arguments.Get("currency")));
  return ShowList(session, absl::StrCat(kCurrencies, "ListExchangeRates"), request, "exchange_rates",
                  {{kCurrency, "currency"},
                   {kMonth, "month"},
                   {kRate, "rate"},
                   {texts::kSource, "source"},
                   {kRecordedBy, "recorded_by"}});
}

absl::Status ShowChangeovers(Session& session, const Arguments&) {
  TRANCHE_ASSIGN_OR_RETURN(const auto answer,
                           session.Get<reference::v1::ListChangeoversResponse>(
                               "tranche.reference.v1.ReferenceService/ListChangeovers",
                               reference::v1::ListChangeoversRequest()));
  const Language language = session.language();
  View view;
  view.tables.push_back(TableOf(ItemsOf(answer, "changeovers"),
                                {{kFrom, "from_currency"},
                                 {kTo, "to_currency"},
                                 {kDay, "day"},
                                 {kRate, "rate"},
                                 {texts::kSource, "legal_source"},
                                 {texts::kVerified, "verified"}},
                                language));
  // Sentences of the law, whole: a table would cut them.
  for (const reference::v1::Changeover& changeover : answer.changeovers()) {
    for (const reference::v1::ChangeoverRule& rule : changeover.rules()) {
      view.notes.push_back(absl::StrCat(
          rule.legal_source(), ": ", language == Language::kEnglish ? rule.text_en() : rule.text_bg(),
          rule.verified() ? "" : absl::StrCat(" (", session.Say(kUnverified), ")")));
    }
  }
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

constexpr Parameter kStillToSettle{
    "still-to-settle",
    Kind::kFlag,
    {"И договор, изпълнен преди смяната, по който предстоят плащания или възстановяване",
     "Also a contract that ended before the changeover, of which payments or repayments are still "
     "due"}};

std::vector<Command> ConversionCommands() {
  return {
      {"contracts",
       "redenominate",
       {"Превалутира договор от левове в евро, веднъж", "Converts a contract from lev to euro, once"},
       {{"contract",
         Kind::kOptional,
         {"Номер на договора; без него: --all", "Contract number; without it: --all"},
         Takes::kContract},
        {"all",
         Kind::kFlag,
         {"Всички договори за превалутиране", "All contracts that are to be converted"}},
        kStillToSettle,
        kOrganisationParameter},
       "tranche contracts redenominate BG05M9OP001-2.005-0063-C01 --dry-run\n"
       "tranche contracts redenominate --all --organisation mineralni-bani",
       true,
       Redenominate,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"contracts",
       "redenomination",
       {"Показва превалутирането на договор или какво би било",
        "Shows the conversion of a contract, or what it would be"},
       {kContractParameter, kOrganisationParameter},
       "tranche contracts redenomination BG05M9OP001-2.005-0063-C01",
       false,
       ShowRedenomination},
      {"contracts",
       "redenominations",
       {"Показва кои договори са превалутирани и кои предстоят",
        "Lists which contracts are converted and which are to be"},
       {kOrganisationParameter},
       "tranche contracts redenominations -o csv",
       false,
       ListRedenominations},
      {"budgets",
       "redenomination",
       {"Показва редовете преди и след превалутирането, с разликите",
        "Shows the lines before and after the conversion, with the differences"},
       {kContractParameter, kOrganisationParameter},
       "tranche budgets redenomination BG05M9OP001-2.005-0063-C01",
       false,
       ShowConvertedBudget},
      {"rules",
       "changeovers",
       {"Показва смяната на лева с еврото и правилата на закона",
        "Shows the changeover from lev to euro and the rules of the law"},
       {},
       "tranche rules changeovers",
       false,
       ShowChangeovers},
  };
}

}  // namespace

std::vector<Command> CurrencyCommands() {
  std::vector<Command> commands = ConversionCommands();
  commands.push_back(
      {"costs",
       "record-foreign",
       {"Записва разход, чийто документ е в друга валута, по курса за месеца",
        "Records a cost whose document is in another currency, by the rate of its month"},
       WithParticulars(
           {kContractParameter,
            {"line",
             Kind::kMustValue,
             {"Ред на бюджета, напр. 1.1", "Budget line, for example 1.1"},
             Takes::kLine},
            {"type",
             Kind::kMustValue,
             {"Вид на документа, напр. invoice", "Type of the document, for example invoice"},
             Takes::kText,
             DocumentTypes},
            {"number", Kind::kMustValue, {"Номер на документа", "Number of the document"}},
            {"issued-on", Kind::kMustValue, {"Ден на издаване", "Day of issue"}},
            {"paid-on", Kind::kMustValue, {"Ден на плащане", "Day of payment"}},
            {"issuer", Kind::kMustValue, {"Издател", "Issuer"}, Takes::kIssuer},
            {"currency",
             Kind::kMustValue,
             {"Валута на документа, напр. USD или BGN",
              "Currency of the document, for example USD or BGN"}},
            {"total",
             Kind::kMustValue,
             {"Обща сума на документа в неговата валута", "Total of the document in its currency"}},
            {"claimed",
             Kind::kValue,
             {"Претендирана сума в същата валута; без нея: цялата",
              "Amount claimed in the same currency; without it: the total"}},
            {"month",
             Kind::kValue,
             {"Месец, чийто курс важи, напр. 2025-03; без него: месецът на плащането",
              "Month whose rate holds, for example 2025-03; without it: the month of payment"}}},
           ParticularsParameters(), {kOrganisationParameter}),
       "tranche costs record-foreign BG05M9OP001-2.005-0063-C01 --line 4.1 --type invoice --number 815 "
       "--issued-on 02.10.2017 --paid-on 05.10.2017 --issuer 'Supplies Ltd' --currency USD --total "
       "1250.00 --issuer-kind issued_by_contractor --activity 1=1000 --activity 2=250",
       true,
       RecordForeign});
  commands.push_back(
      {"rates",
       "record",
       {"Записва месечен курс на валута с източника му",
        "Records a monthly rate of a currency with its source"},
       {{"currency",
         Kind::kMustValue,
         {"Код на валутата, напр. USD", "Code of the currency, for example USD"}},
        {"month", Kind::kMustValue, {"Месец, напр. 2025-03", "Month, for example 2025-03"}},
        {"rate", Kind::kMustValue, {"Единици за едно евро", "Units for one euro"}},
        {"source", Kind::kMustValue, {"Къде и кога е прочетен", "Where and when it was read"}},
        kOrganisationParameter},
       "tranche rates record --currency USD --month 2017-10 --rate 1.1787 --source 'InforEuro, "
       "02.10.2017'",
       true,
       RecordRate});
  commands.push_back(
      {"rates",
       "list",
       {"Показва записаните месечни курсове", "Lists the monthly rates that were recorded"},
       {{"currency", Kind::kValue, {"Само тази валута", "Only this currency"}}, kOrganisationParameter},
       "tranche rates list --currency USD",
       false,
       ListRates});
  return commands;
}

}  // namespace tranche::cli
