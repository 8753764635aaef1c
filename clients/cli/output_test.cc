// SPDX-License-Identifier: EUPL-1.2
#include "cli/output.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/checks_view.h"
#include "cli/table.h"
#include "cli/texts.h"
#include "nlohmann/json.hpp"
#include "platform/text/fold.h"
#include "tranche/payments/v1/advance_securities.pb.h"
#include "tranche/plans/v1/plan_corrections.pb.h"
#include "tranche/plans/v1/plans.pb.h"
#include "tranche/proposals/v1/contract_versions.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::cli {
namespace {

constexpr Language kBg = Language::kBulgarian;
constexpr Language kEn = Language::kEnglish;

proposals::v1::Contract SampleContract() {
  proposals::v1::Contract contract;
  contract.set_number("BG05M9OP001-2.005-0063-C01");
  contract.set_title("Комплекс от мерки");
  contract.set_ends_on("2018-10-18");
  contract.set_period_rule(proposals::v1::SAME_NUMBERED_DAY);
  contract.set_grant_percent("100.00");
  contract.mutable_amount()->mutable_eu()->set_amount("321307.23");
  contract.mutable_amount()->mutable_eu()->set_currency("BGN");
  contract.mutable_amount()->mutable_total()->set_amount("378008.50");
  contract.mutable_amount()->mutable_total()->set_currency("BGN");
  common::v1::Mark* total = contract.add_marks();
  total->set_field("amount.total");
  total->set_provenance(common::v1::STATED);
  common::v1::Mark* eu = contract.add_marks();
  eu->set_field("amount.eu");
  eu->set_provenance(common::v1::SOURCED);
  eu->set_source("85 % ЕС");
  common::v1::Mark* end = contract.add_marks();
  end->set_field("endsOn");
  end->set_provenance(common::v1::COMPUTED);
  return contract;
}

TEST(CellAt, ChangesOfAVersion_AreSaidInWordsAndKeptRaw) {
  proposals::v1::ContractVersion version;
  for (const char* field :
       {"title", "durationMonths", "amount", "beneficiary", "revisesBudget", "other"}) {
    version.add_changes(field);
  }
  EXPECT_EQ(CellAt(version, "changes", kBg).text,
            "Наименование, Срок в месеци, Сума, Вид на бенефициента, Редове на бюджета, other");
  EXPECT_EQ(CellAt(version, "changes", kEn).text,
            "Title, Months, Amount, Kind of beneficiary, Lines of the budget, other");
  EXPECT_EQ(CellAt(version, "changes", kBg).raw,
            "title; durationMonths; amount; beneficiary; revisesBudget; other");
}

TEST(CellAt, DaysOfASecurity_AreSaidAsDays) {
  payments::v1::OrdinaryAdvanceSecurity security;
  security.set_valid_until("2021-06-30");
  security.mutable_security()->set_valid_until("2020-06-30");
  security.add_steps()->set_on("2019-01-15");
  EXPECT_EQ(CellAt(security, "valid_until", kBg).text, "30.06.2021 г.");
  EXPECT_EQ(CellAt(security, "security.valid_until", kBg).text, "30.06.2020 г.");
  EXPECT_EQ(CellAt(security.steps(0), "on", kBg).text, "15.01.2019 г.");
  EXPECT_EQ(CellAt(security, "valid_until", kEn).raw, "2021-06-30");
}

TEST(CellAt, PlaceOfADocument_IsSaidInTheLanguageAndKeptRaw) {
  plans::v1::PlanValue value;
  EXPECT_EQ(CellAt(value, "document_place/place", kBg).text, "–");
  value.set_document_place("line 27, column 5");
  EXPECT_EQ(CellAt(value, "document_place/place", kBg).text, "ред 27, колона 5");
  EXPECT_EQ(CellAt(value, "document_place/place", kBg).raw, "line 27, column 5");
  EXPECT_EQ(CellAt(value, "document_place/place", kEn).text, "line 27, column 5");
}

TEST(SayAmount, Leva_AreGroupedAsEachLanguageWrites) {
  EXPECT_EQ(SayAmount("538952.00", "BGN", kBg), "538 952,00 лв.");
  EXPECT_EQ(SayAmount("538952.00", "BGN", kEn), "538,952.00 BGN");
  EXPECT_EQ(SayAmount("-1941.00", "BGN", kBg), "-1941,00 лв.");
  EXPECT_EQ(SayAmount("1234567.89", "EUR", kBg), "1 234 567,89 €");
  EXPECT_EQ(SayAmount("492", "person-months", kBg), "492 човекомесеца");
}

TEST(SayAmount, TextThatIsNoDecimal_StaysAsItIs) {
  EXPECT_EQ(SayAmount("12,3,4", "BGN", kBg), "12,3,4");
  EXPECT_EQ(SayAmount("", "BGN", kBg), "–");
}

TEST(SayDay, EachLanguage_HasItsForm) {
  EXPECT_EQ(SayDay("2018-10-18", kBg), "18.10.2018 г.");
  EXPECT_EQ(SayDay("2018-10-18", kEn), "2018-10-18");
  EXPECT_EQ(SayDay("", kBg), "–");
  EXPECT_EQ(SayDay("2018-02-31", kBg), "2018-02-31");
}

TEST(SayPeriod, OneAndMany_Differ) {
  EXPECT_EQ(SayPeriod("1 months", kBg), "1 месец");
  EXPECT_EQ(SayPeriod("90 days", kBg), "90 дни");
  EXPECT_EQ(SayPeriod("1 months", kEn), "1 month");
  EXPECT_EQ(SayPeriod("soon", kBg), "soon");
}

// Every enum value that an answer can hold has a label in both languages, or is shown by its name.
TEST(SayEnum, EveryLabelledValue_HasBothLanguages) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* type : {"tranche.plans.v1.Verdict", "tranche.plans.v1.ImportOutcome",
                           "tranche.proposals.v1.ProposalState", "tranche.proposals.v1.EvaluationKind",
                           "tranche.proposals.v1.Standing", "tranche.proposals.v1.PeriodRule",
                           "tranche.proposals.v1.ExecutionState", "tranche.budgets.v1.DocumentType",
                           "tranche.budgets.v1.CostState", "tranche.payments.v1.ClaimKind",
                           "tranche.payments.v1.ClaimState", "tranche.payments.v1.PaymentReason",
                           "tranche.timelines.v1.DeadlineKind", "tranche.timelines.v1.DeadlineOwner",
                           "tranche.timelines.v1.DeadlineState", "tranche.common.v1.Provenance"}) {
    const google::protobuf::EnumDescriptor* description = pool->FindEnumTypeByName(type);
    ASSERT_NE(description, nullptr) << type;
    for (int i = 0; i < description->value_count(); ++i) {
      const int number = description->value(i)->number();
      if (number == 0) continue;
      const std::string bg = SayEnum(description, number, kBg);
      const std::string en = SayEnum(description, number, kEn);
      EXPECT_FALSE(bg.empty()) << type << " " << number;
      EXPECT_NE(bg, en) << type << " " << number << " has no label of its own in a language";
      EXPECT_FALSE(MixesScripts(en)) << en;
    }
  }
}

TEST(CellAt, AmountOfContract_CarriesItsMark) {
  const Cell total = CellAt(SampleContract(), "amount.total", kBg);
  EXPECT_EQ(total.text, "378 008,50 лв.");
  EXPECT_EQ(total.raw, "378008.50");
  EXPECT_TRUE(total.right);
  EXPECT_EQ(total.mark, common::v1::STATED);
  EXPECT_EQ(CellAt(SampleContract(), "amount.eu", kBg).mark, common::v1::SOURCED);
  EXPECT_EQ(CellAt(SampleContract(), "ends_on", kBg).mark, common::v1::COMPUTED);
  EXPECT_EQ(CellAt(SampleContract(), "title", kBg).mark, common::v1::PROVENANCE_UNSPECIFIED);
}

TEST(CellAt, AbsentValue_IsADash) {
  EXPECT_EQ(CellAt(SampleContract(), "amount.own", kBg).text, "–");
  EXPECT_EQ(CellAt(proposals::v1::Proposal(), "evaluation.decided_on", kBg).text, "–");
  EXPECT_EQ(CellAt(SampleContract(), "state", kBg).text, "–");
}

TEST(CellAt, EnumAndPercent_AreSaidInTheLanguage) {
  EXPECT_EQ(CellAt(SampleContract(), "period_rule", kBg).text, "същото число");
  EXPECT_EQ(CellAt(SampleContract(), "period_rule", kBg).raw, "same_numbered_day");
  EXPECT_EQ(CellAt(SampleContract(), "grant_percent", kBg).text, "100,00 %");
}

TEST(CellAtDeathTest, FieldThatTheDescriptionLacks_EndsTheProgram) {
  EXPECT_DEATH(CellAt(SampleContract(), "colour", kBg), "has no field colour");
}

TEST(RenderText, CyrillicColumns_BeginAtTheSameColumn) {
  View view;
  Table table;
  table.headings = {"Община", "Code", "Сума"};
  table.rows = {{Cell{"Любимец", ""}, Cell{"a", ""}, Cell{"1,00 лв.", "", true}},
                {Cell{"X", ""}, Cell{"дълъг код", ""}, Cell{"538 952,00 лв.", "", true}}};
  view.tables.push_back(table);
  const std::string text = RenderText(view, {});
  std::vector<int> ends;
  std::vector<int> seconds;
  const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 3u);
  for (const std::string& line : lines) ends.push_back(DisplayWidth(line));
  EXPECT_THAT(ends, testing::Each(ends[0]));
  const std::vector<std::string> second = {"Code", "a  ", "дълъг"};
  for (size_t i = 0; i < lines.size(); ++i) {
    seconds.push_back(DisplayWidth(lines[i].substr(0, lines[i].rfind(second[i]))));
  }
  EXPECT_THAT(seconds, testing::Each(seconds[0]));
}

TEST(RenderText, Marks_HangOutsideTheDigitsAndAreExplained) {
  View view;
  Table table;
  table.headings = {"Сума"};
  table.rows = {{Cell{"1,00 лв.", "1.00", true, common::v1::STATED}},
                {Cell{"22,00 лв.", "22.00", true}}};
  view.tables.push_back(table);
  EXPECT_EQ(RenderText(view, {}), "     Сума\n 1,00 лв.¹\n22,00 лв.\n\n¹ посочено\n");
}

TEST(RenderText, ControlCharactersOfAValue_DoNotReachTheTerminal) {
  View view;
  view.fields = {{"Име", Cell{"a\x1b[2Jb\nc", ""}}};
  EXPECT_EQ(RenderText(view, {}), "Име  a [2Jb c\n");
}

TEST(RenderText, NoRows_AreSaid) {
  View view;
  view.tables.push_back({.title = "", .headings = {"Име"}, .rows = {}});
  EXPECT_EQ(RenderText(view, {}), "Име\nНяма записи.\n");
}

TEST(RenderText, WithoutHeaders_HasDataOnly) {
  View view;
  view.tables.push_back({.title = "", .headings = {"Име"}, .rows = {{Cell{"а", "а"}}}});
  EXPECT_EQ(RenderText(view, {.headers = false}), "а\n");
}

TEST(CsvCell, CommaQuoteAndBreak_AreQuoted) {
  EXPECT_EQ(CsvCell("прост"), "прост");
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("каза „да\""), "\"каза „да\"\"\"");
  EXPECT_EQ(CsvCell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(CsvCell(" a"), "\" a\"");
}

TEST(CsvCell, Formula_GetsAnApostropheAndANumberDoesNot) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("+359 88"), "'+359 88");
  EXPECT_EQ(CsvCell("@sum"), "'@sum");
  EXPECT_EQ(CsvCell("-за заплати"), "'-за заплати");
  EXPECT_EQ(CsvCell("\tx"), "'\tx");
  EXPECT_EQ(CsvCell("-1941.00"), "-1941.00");
  EXPECT_EQ(CsvCell("-1941.00+1"), "'-1941.00+1");
}

TEST(RenderCsv, TableOfARecord_HasExactValuesAndCrLf) {
  const proposals::v1::Contract contract = SampleContract();
  View view;
  view.tables.push_back(TableOf(
      {&contract},
      {{texts::kNumber, "number"}, {texts::kAmount, "amount.total"}, {texts::kEndsOn, "ends_on"}},
      kBg));
  EXPECT_EQ(RenderCsv(view, {.format = Format::kCsv}),
            "Номер,Сума,Край\r\nBG05M9OP001-2.005-0063-C01,378008.50,2018-10-18\r\n");
  EXPECT_TRUE(
      absl::StartsWith(RenderCsv(view, {.format = Format::kCsv, .bom = true}), "\xef\xbb\xbfНомер"));
}

TEST(RenderCsv, RecordWithFields_IsOneRow) {
  View view;
  view.fields =
      FieldsOf(SampleContract(), {{texts::kNumber, "number"}, {texts::kAmount, "amount.total"}}, kEn);
  view.tables.push_back(MarksTable(SampleContract(), kEn));
  EXPECT_EQ(RenderCsv(view, {.format = Format::kCsv, .language = kEn}),
            "Number,Amount\r\nBG05M9OP001-2.005-0063-C01,378008.50\r\n");
}

TEST(JsonList, Items_AreAnArrayOfObjects) {
  proposals::v1::Contract contract = SampleContract();
  contract.set_title("два\nреда");
  const auto json = nlohmann::json::parse(JsonList({&contract, &contract}));
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["periodRule"], "same_numbered_day");
  EXPECT_EQ(json[1]["title"], "два\nреда");
  EXPECT_EQ(JsonList({}), "[]");
}

TEST(Shortened, CyrillicText_IsCutBetweenLetters) {
  EXPECT_EQ(Shortened("Любимец", 7), "Любимец");
  EXPECT_EQ(Shortened("Любимец", 4), "Люб…");
  EXPECT_EQ(Shortened("Лю бимец", 4), "Лю…");
}

TEST(Shortened, CombiningMark_StaysWithItsLetter) {
  EXPECT_EQ(Shortened("и\u0300ме", 3), "и\u0300ме");
  EXPECT_EQ(Shortened("и\u0300мена", 3), "и\u0300м…");
  EXPECT_EQ(Shortened("Любимец", 0), "…");
}

// A cell of such length took minutes when what was left was measured anew for each letter.
TEST(Shortened, CellAsLongAsADocument_IsReadOnlyAsFarAsItIsShown) {
  const std::string cell(4u << 20, 'a');
  for (int i = 0; i < 200; ++i) ASSERT_EQ(Shortened(cell, 4), "aaa…");
}

TEST(Wrapped, WordAsLongAsADocument_IsBrokenInOnePass) {
  const std::vector<std::string> lines = Wrapped(std::string(1u << 20, 'a'), 64);
  ASSERT_EQ(lines.size(), (1u << 20) / 64);
  EXPECT_EQ(lines.back().size(), 64u);
}

TEST(ChecksView, Reading_SaysWhatIsNotWritten) {
  plans::v1::Check check;
  check.set_place("1.4");
  check.set_title_bg("месечно × месеци");
  check.set_unit("BGN");
  check.set_stated("91200.00");
  check.set_verdict(plans::v1::WARNING);
  plans::v1::Reading* reading = check.add_readings();
  reading->set_text_bg("7600 на месец за всички");
  reading->set_computed("91200.00");
  reading->set_verdict(plans::v1::AGREE);
  reading->add_not_written("months");
  google::protobuf::RepeatedPtrField<plans::v1::Check> checks;
  *checks.Add() = check;
  const std::string text = RenderText(ChecksView(checks, kBg), {});
  EXPECT_THAT(text, testing::HasSubstr("91 200,00 лв."));
  EXPECT_THAT(text, testing::HasSubstr("внимание"));
  EXPECT_THAT(text, testing::HasSubstr("→ 91 200,00 лв. – съвпада (не е написано: месеците)"));
}

}  // namespace
}  // namespace tranche::cli
