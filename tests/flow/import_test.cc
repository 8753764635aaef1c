// SPDX-License-Identifier: EUPL-1.2
// Tables of costs by the real programs: all or nothing with the address of every wrong cell, the same
// file again and again, and an import that is killed and run again. TRANCHE_IMPORT_ROWS (3,000) is the
// length of the table that is killed; tests/bench/import runs it with 100,000.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/sheet/testing/make_xlsx.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";
constexpr char kHeadings[] = "Бюджетен ред;Вид;Номер;Дата;Дата на плащане;Издател;Обща сума (лв.)\n";

std::string Row(const std::string& number, const std::string& amount, const std::string& line = "2.1") {
  return absl::StrCat(line, ";фактура;", number, ";05.10.2017;10.10.2017 г.;Доставчик \"Изток\" ООД;",
                      amount, "\n");
}

class ImportTest : public ::testing::Test {
 protected:
  Ran Import(const std::string& file, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"costs", "import", file, "--contract", kContract, "-o", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return programs_.Tranche(words);
  }

  // Starts an import and does not wait for it.
  pid_t StartImport(const std::string& file) const {
    const pid_t child = fork();
    if (child != 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int out =
        open((programs_.folder() + "/import.out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    const std::string program = Program("tranche");
    const std::string folder = programs_.folder();
    execl(program.c_str(), program.c_str(), "--data", folder.c_str(), "costs", "import", file.c_str(),
          "--contract", kContract, static_cast<char*>(nullptr));
    _exit(127);
  }

  int Imported() const {
    return programs_.Count("budgets.cost where issuer like 'Доставчик \"Изток\"%'");
  }

  Programs programs_{Programs::Options{.gateway = false}};
};

TEST_F(ImportTest, WrongCells_AreToldAllAtOnceAndNothingIsStored) {
  const int before = programs_.Count("budgets.cost");
  // In Windows-1251, as older programs write it.
  const std::string text =
      absl::StrCat(kHeadings, Row("1", "10,00"), Row("2", "1.234"), Row("3", "10,00", "9.9"),
                   Row("4", "28 400,01"), Row("0000000318", "5,00"));
  const Ran utf8 = Import(programs_.WriteFile("costs.csv", text));
  const Ran cp1251 = flow::Run({"iconv", "-f", "UTF-8", "-t", "WINDOWS-1251"}, text);
  const Ran ran = Import(programs_.WriteFile("costs-1251.csv", cp1251.out));

  EXPECT_EQ(ran.code, 6) << ran.error;
  EXPECT_EQ(ran.json().at("findings"), utf8.json().at("findings"));
  ASSERT_EQ(ran.json().at("findingCount"), 3) << ran.out;
  const auto finding = [&](int i) {
    return absl::StrCat(ran.json().at("findings")[i].at("place").get<std::string>(), " ",
                        ran.json().at("findings")[i].at("reason").get<std::string>());
  };
  EXPECT_EQ(finding(0), "A4 LINE_NOT_FOUND");
  EXPECT_EQ(finding(1), "G5 LINE_EXHAUSTED");
  EXPECT_EQ(finding(2), "G3 MONEY_MALFORMED");
  EXPECT_THAT(ran.error, HasSubstr("Нищо не е записано, бележки: 3"));
  EXPECT_EQ(programs_.Count("budgets.cost"), before);
}

TEST_F(ImportTest, GoodTable_IsStoredOnceHoweverOftenItIsImported) {
  const std::string file = programs_.WriteFile(
      "costs.csv", absl::StrCat(kHeadings, Row("1", "10,00"), Row("2", "1 234,50 лв.")));
  const Ran rehearsed = Import(file, {"--dry-run"});
  EXPECT_EQ(rehearsed.code, 0) << rehearsed.error;
  EXPECT_EQ(rehearsed.json().at("recorded"), 2);
  EXPECT_EQ(Imported(), 0);

  const Ran ran = Import(file);
  EXPECT_EQ(ran.code, 0) << ran.error;
  EXPECT_EQ(ran.json().at("recorded"), 2);
  const Ran again = Import(file);
  EXPECT_EQ(again.code, 0) << again.error;
  EXPECT_EQ(again.json().at("alreadyThere"), 2);
  // Another file with the same costs and one more; written by hand, so without the zeros.
  const std::string longer = programs_.WriteFile(
      "longer.csv",
      absl::StrCat(kHeadings, Row("0001", "10,00"), Row("2", "1234.50"), Row("3", "7,00")));
  const Ran more = Import(longer);
  EXPECT_EQ(more.json().at("alreadyThere"), 2) << more.out;
  EXPECT_EQ(more.json().at("recorded"), 1);
  EXPECT_EQ(Imported(), 3);
}

TEST_F(ImportTest, Workbook_IsReadLikeATable) {
  const auto cell = [](const std::string& address, const std::string& text) {
    return absl::StrCat("<c r=\"", address, "\" t=\"inlineStr\"><is><t>", text, "</t></is></c>");
  };
  std::string rows = "<row r=\"1\">";
  const char* headings[] = {"Ред", "Вид", "Номер", "Дата", "Платен на", "Доставчик", "Сума"};
  for (int i = 0; i < 7; ++i)
    absl::StrAppend(&rows,
                    cell(absl::StrCat(std::string(1, static_cast<char>('A' + i)), 1), headings[i]));
  absl::StrAppend(&rows, "</row><row r=\"2\">", cell("A2", "2.1"), cell("B2", "Фактура"),
                  "<c r=\"C2\"><v>77</v></c>",
                  "<c r=\"D2\" s=\"1\"><v>43013</v></c><c r=\"E2\" s=\"2\"><v>43018</v></c>",
                  cell("F2", "Доставчик &quot;Изток&quot; ООД"),
                  "<c r=\"G2\"><v>99.900000000000006</v></c></row>");
  const std::string file =
      programs_.WriteFile("costs.xlsx", sheet::testing::MakeZip(sheet::testing::Workbook(rows)));

  const Ran ran = Import(file);

  EXPECT_EQ(ran.code, 0) << ran.error << ran.out;
  EXPECT_EQ(programs_.Count(
                "budgets.cost where document_number = '77' and claimed_minor = 9990 and issued_on = "
                "'2017-10-05' and paid_on = '2017-10-10'"),
            1);
}

TEST_F(ImportTest, PartlyStored_StoresWhatItCanAndListsTheRest) {
  const std::string file = programs_.WriteFile(
      "costs.csv", absl::StrCat(kHeadings, Row("1", "10,00"), Row("2", "10,00", "9.9"), Row("3", "x")));

  const Ran ran = Import(file, {"--partly"});

  EXPECT_EQ(ran.code, 6);
  EXPECT_EQ(ran.json().at("recorded"), 1);
  EXPECT_EQ(ran.json().at("findingCount"), 2);
  EXPECT_EQ(Imported(), 1);
}

TEST_F(ImportTest, DocumentsOfCosts_AreShownSuspectedAndCredited) {
  const std::string file = programs_.WriteFile(
      "costs.csv",
      "Ред;Вид;Номер;Дата;Платен на;Издател;Сума;Претендирано\n"
      "2.1;фактура;1000105;05.10.2017;10.10.2017;Доставчик \"Изток\" ООД;100,00;60,00\n"
      "3.2;фактура;1000106;06.10.2017;10.10.2017;Доставчик \"Изток\" ООД;100,00;60,00\n");
  const Ran ran = Import(file);
  ASSERT_EQ(ran.code, 0) << ran.error;
  ASSERT_EQ(ran.json().at("suspectedCount"), 2) << ran.out;  // Each for the other.
  const std::string cost = ran.json().at("suspected")[1].at("cost");
  const std::string number = cost.substr(cost.rfind('/') + 1);

  const Ran suspected = programs_.Tranche({"costs", "suspected", kContract, "-o", "json"});
  ASSERT_EQ(suspected.json().size(), 1u) << suspected.out << suspected.error;
  EXPECT_EQ(suspected.json()[0].at("cost"), cost);
  EXPECT_EQ(suspected.json()[0].at("reasons")[0], "same_issuer_and_total");

  const Ran credited =
      programs_.Tranche({"costs", "credit", kContract, number, "--number", "42", "--issued-on",
                         "15.11.2017", "--amount", "30,00", "-o", "json"});
  EXPECT_EQ(credited.code, 0) << credited.error;
  const Ran too_much = programs_.Tranche({"costs", "credit", kContract, number, "--number", "43",
                                          "--issued-on", "15.11.2017", "--amount", "10,01"});
  EXPECT_EQ(too_much.code, 6);
  EXPECT_THAT(too_much.error, HasSubstr("първо разходът да бъде отказан"));
  const Ran document = programs_.Tranche({"costs", "document", kContract, number, "-o", "json"});
  EXPECT_EQ(document.json().at("left").at("amount"), "10.00") << document.error;
}

TEST_F(ImportTest, FiveFaultsOfARow_AreFiveFindingsAtTheirCells) {
  const std::string file = programs_.WriteFile(
      "costs.csv",
      "Ред;Вид;Номер;Дата;Платен на;Издател;ЕИК;Сума;ДДС;Претендирано\n"
      "2.1;фактура;1;05.10.2017;10.10.2017;Доставчик \"Изток\" ООД;;10,00;;\n"
      "9.9;фактура;2;05.10.2090;10.10.2017;Доставчик \"Изток\" ООД;123456789;100,00;100,01;100,02\n");

  const Ran ran = Import(file);

  EXPECT_EQ(ran.code, 6);
  const auto findings = ran.json().at("findings");
  std::vector<std::string> said;
  for (const auto& finding : findings) {
    said.push_back(absl::StrCat(finding.at("place").get<std::string>(), " ",
                                finding.at("reason").get<std::string>()));
  }
  EXPECT_THAT(said,
              ::testing::UnorderedElementsAre("A3 LINE_NOT_FOUND", "D3 DAY_IN_FUTURE", "G3 EIK_INVALID",
                                              "I3 VAT_ABOVE_TOTAL", "J3 COST_ABOVE_DOCUMENT"));
  EXPECT_EQ(Imported(), 0);
  // The same cost by its flags: one line for each fault.
  const Ran alone =
      programs_.Tranche({"costs", "record", kContract, "--line", "9.9", "--type", "invoice", "--number",
                         "2", "--issued-on", "05.10.2017", "--paid-on", "10.10.2090", "--issuer",
                         "Доставчик", "--total", "100,00", "--claimed", "100,02"});
  EXPECT_EQ(alone.code, 6) << alone.error;
  for (const char* fault : {"cost.claimed: ", "cost.document.paidOn: ", "cost.line: "}) {
    EXPECT_THAT(alone.error, HasSubstr(fault));
  }
  EXPECT_EQ(Imported(), 0);
}

TEST_F(ImportTest, CreditNotesAndOtherCurrencies_AreStoredOnceHoweverOftenTheyAreImported) {
  const std::string headings =
      "Ред;Вид;Номер;Дата;Платен на;Издател;Сума;Претендирано;Валута;Към документ\n";
  const std::string rows =
      ";кредитно известие;77;12.10.2017;;Доставчик \"Изток\" ООД;30,00;;;0012\n"
      "2.1;фактура;12;05.10.2017;10.10.2017;Доставчик \"Изток\" ООД;100,00;70,00;;\n"
      "2.1;фактура;13;05.10.2017;10.10.2017;Доставчик \"Изток\" ООД;125,00;;USD;\n"
      "2.1;фактура;14;05.10.2017;10.10.2017;Доставчик \"Изток\" ООД;10,00 €;;;\n";
  const std::string file = programs_.WriteFile("costs.csv", headings + rows);
  const Ran unknown = Import(file);
  EXPECT_EQ(unknown.code, 6);
  ASSERT_EQ(unknown.json().at("findingCount"), 1) << unknown.out << unknown.error;
  EXPECT_EQ(unknown.json().at("findings")[0].at("place"), "I4");
  EXPECT_EQ(unknown.json().at("findings")[0].at("reason"), "EXCHANGE_RATE_UNKNOWN");
  EXPECT_EQ(programs_.Count("budgets.credit_note"), 0);
  programs_.TrancheJson({"rates", "record", "--currency", "usd", "--month", "2017-10", "--rate", "1,25",
                         "--source", "попълнено за теста", "--organisation", "mineralni-bani"});

  const Ran rehearsed = Import(file, {"--dry-run"});
  EXPECT_EQ(rehearsed.json().at("recorded"), 4) << rehearsed.out << rehearsed.error;
  EXPECT_EQ(Imported(), 0);
  const Ran ran = Import(file);
  EXPECT_EQ(ran.code, 0) << ran.error << ran.out;
  EXPECT_EQ(ran.json().at("recorded"), 4);
  const Ran again = Import(file);
  EXPECT_EQ(again.json().at("alreadyThere"), 4) << again.out << again.error;
  // Another file with the same rows, and a note that takes more than is left.
  const Ran more = Import(
      programs_.WriteFile(
          "more.csv",
          absl::StrCat(headings, rows,
                       "2.1;фактура;78;12.10.2017;13.10.2017;Доставчик \"Изток\" ООД;-0,01;;;12\n")),
      {"--partly"});
  EXPECT_EQ(more.json().at("alreadyThere"), 4) << more.out << more.error;
  ASSERT_EQ(more.json().at("findingCount"), 1) << more.out;
  EXPECT_EQ(more.json().at("findings")[0].at("place"), "G6");
  EXPECT_EQ(more.json().at("findings")[0].at("reason"), "CREDIT_NOTE_ABOVE_REST");

  EXPECT_EQ(Imported(), 3);
  EXPECT_EQ(programs_.Count("budgets.credit_note where credited_minor = 3000"), 1);
  // 125 dollars are 100 euro.
  EXPECT_EQ(programs_.Count("budgets.cost where document_number = '13' and claimed_minor = 19558"), 1);
  EXPECT_EQ(programs_.Count("budgets.cost where document_number = '14' and claimed_minor = 1956"), 1);
  EXPECT_EQ(programs_.Count("budgets.cost_original"), 2);
}

TEST_F(ImportTest, WhatIsNoTable_IsSaid) {
  EXPECT_EQ(Import(programs_.folder() + "/none.csv").code, 2);
  EXPECT_THAT(Import(programs_.WriteFile("old.xls", std::string("\xD0\xCF\x11\xE0\0\0\0", 7))).error,
              HasSubstr("нито .xlsx, нито .csv"));
  const Ran ran = Import(programs_.WriteFile("text.csv", "просто текст\n"));
  EXPECT_EQ(ran.code, 6);
  EXPECT_EQ(ran.json().at("findings")[0].at("reason"), "TABLE_HEADER_MISSING");
}

TEST_F(ImportTest, KilledAndRunAgain_LosesNothingAndRecordsNothingTwice) {
  const char* wanted = std::getenv("TRANCHE_IMPORT_ROWS");
  const int rows = wanted == nullptr ? 3000 : std::atoi(wanted);
  const std::string file = programs_.folder() + "/long.csv";
  {
    std::ofstream out(file);
    out << kHeadings;
    for (int i = 1; i <= rows; ++i) out << Row(absl::StrCat(i), "0,25");
  }
  long most_kb = 0;
  int kills = 0;
  const auto began = std::chrono::steady_clock::now();
  // Killed each time that it has recorded a fifth of the table more.
  for (int next = rows / 5; next < rows; next += rows / 5) {
    // As autovacuum does, which the clusters of tests lack.
    programs_.sandbox().Inspect("analyze");
    const pid_t child = StartImport(file);
    int status = 0;
    rusage usage{};
    while (Imported() < next && wait4(child, &status, WNOHANG, &usage) == 0) poll(nullptr, 0, 100);
    if (kill(child, SIGKILL) == 0) wait4(child, &status, 0, &usage);
    if (WIFSIGNALED(status)) ++kills;
    most_kb = std::max(most_kb, usage.ru_maxrss);
  }
  EXPECT_GE(kills, 3);
  const int after_kills = Imported();
  EXPECT_GE(after_kills, rows / 5);

  programs_.sandbox().Inspect("analyze");
  const auto resumed = std::chrono::steady_clock::now();
  const pid_t child = StartImport(file);
  int status = 0;
  rusage usage{};
  ASSERT_EQ(wait4(child, &status, 0, &usage), child);
  const auto ended = std::chrono::steady_clock::now();
  most_kb = std::max(most_kb, usage.ru_maxrss);

  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(Imported(), rows);
  EXPECT_EQ(programs_.Count("(select distinct document_number from budgets.cost where issuer like "
                            "'Доставчик \"Изток\"%') as d"),
            rows);
  EXPECT_EQ(programs_.Count(absl::StrCat("budgets.line where code = '2.1' and reserved_eu_minor + "
                                         "reserved_national_minor + reserved_own_minor = ",
                                         rows * 25)),
            1);
  EXPECT_EQ(
      programs_.Count(
          "budgets.contract where last_cost_number = (select max(cost_number) from budgets.cost)"),
      1);
  EXPECT_LT(most_kb, 96 << 10);
  const auto seconds = [](auto from, auto to) {
    return std::chrono::duration<double>(to - from).count();
  };
  std::printf(
      "import of %d rows: %d kills, %d rows before the last run, %.1f s in all, last run %.1f s, at "
      "most %ld MB\n",
      rows, kills, after_kills, seconds(began, ended), seconds(resumed, ended), most_kb >> 10);
}

}  // namespace
}  // namespace tranche::flow
