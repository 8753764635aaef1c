// SPDX-License-Identifier: EUPL-1.2
// The pages of the real programs in Debian's chromium; what is looked at is in pages.mjs.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

constexpr char kFolder[] = SOURCE_ROOT "/tests/web";

// Programs with the examples, started once: what a case changes it undoes.
class Pages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    programs_ = std::make_unique<Programs>(Programs::Options{});
    // Pages of plans also show a later version, and what persons corrected and handed over.
    std::ifstream document(SOURCE_ROOT "/services/examples/lyubimets-2013.txt", std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(document), {});
    const size_t amount = text.find("39792");
    ASSERT_NE(amount, std::string::npos);
    text.replace(amount, 5, "41292");
    Do({"plans", "import", programs_->WriteFile("lyubimets-2013.txt", text), "--accept"});
    Do({"plans", "correct", "lyubimets-2013", "measure-total", "--place", "1.2", "--instead-of",
        "41292.00 BGN", "--value", "39972.00 BGN", "--reason", "сверено с протокола"});
    Do({"plans", "correct", "lyubimets-2013", "measure-months", "--place", "1.3", "--value", "12",
        "--reason", "по решението"});
    Do({"plans", "attach", "lyubimets-2013", programs_->WriteFile("protocol.txt", "Протокол"), "--note",
        "протокол от обсъждането"});
    Do({"apply", SOURCE_ROOT "/services/examples/municipal-plans/sopot.json"});
    // A contract whose money went through everything.
    Do({"apply", SOURCE_ROOT "/services/examples/money/sopot-money.json"});
    MoneyOfLater();
    // What the plan carries out and who carries it out; the groundwork of another municipality.
    Do({"apply", SOURCE_ROOT "/services/examples/plans-and-projects/lyubimets.json"});
    Do({"apply", SOURCE_ROOT "/services/examples/romact/sopot.json"});
    Do({"plans", "adopt", "lyubimets-2013", "--decision", "", "--on", "2013-07-29", "--source",
        "протокол от сесията"});
  }
  static void TearDownTestSuite() { programs_.reset(); }

  // What comes after the decisions on the claims of that contract: something unapproved that is
  // eligible after all, and an income on which nothing is decided.
  static void MoneyOfLater() {
    const std::string contract = "BG05M9OP001-2.005-9999-C01";
    programs_->IssueToken("second", "FINANCE");
    Do({"costs", "revalidate", contract, "3", "--amount", "300", "--on", "03.12.2018", "--reason",
        "Намерен е присъственият списък на единия участник", "--reference", "Доклад 7", "--token-file",
        absl::StrCat(programs_->folder(), "/secrets/second.token")});
    Do({"incomes", "record", contract, "--claim", "2", "--amount", "250", "--on", "2018-06-11",
        "--description", "Наем на оборудването за един ден", "--document", "Фактура 12"});
  }

  static void Do(const std::vector<std::string>& arguments) {
    const Ran ran = programs_->Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << ran.error;
  }

  // Runs one case of pages.mjs, signed in by a link of its own.
  static void Look(const std::string& name) {
    const std::string node = absl::StrCat(kFolder, "/node_modules/.bin/node");
    ASSERT_TRUE(std::filesystem::exists(node)) << "run services/install --tests";
    const std::string base = absl::StrCat("http://127.0.0.1:", programs_->port());
    const Ran link = programs_->Tranche({"sign-in", "link", "--url", base});
    ASSERT_EQ(link.code, 0) << link.error;
    const Ran ran = flow::Run({node, absl::StrCat(kFolder, "/pages.mjs"), name, base,
                               std::string(absl::StripAsciiWhitespace(link.out))});
    EXPECT_EQ(ran.code, 0) << ran.out << ran.error;
  }

  static std::unique_ptr<Programs> programs_;
};
std::unique_ptr<Programs> Pages::programs_;

TEST_F(Pages, EachInBothLanguagesAndThreeWidths_IsAccessibleAndKeepsThePolicy) { Look("look"); }
TEST_F(Pages, ASpoiledPage_IsFoundOut) { Look("look_control"); }
TEST_F(Pages, WithoutJavaScript_SayTheSame) { Look("no_script"); }
TEST_F(Pages, ByKeyboard_EveryControlIsReachedInOrderAndSeen) { Look("keyboard"); }
TEST_F(Pages, ASpoiledOrderAndFocus_AreFoundOut) { Look("keyboard_control"); }
TEST_F(Pages, SkipLink_LeadsToTheContent) { Look("skip_link"); }
TEST_F(Pages, ChartAndTwinTable_AreTheSame) { Look("gantt"); }
TEST_F(Pages, AChartThatDiffers_IsFoundOut) { Look("gantt_control"); }
TEST_F(Pages, FormsAndLanguageSwitch_KeepWhatWasAsked) { Look("form"); }
TEST_F(Pages, FormsOfAPlan_LinkUnlinkAndSubscribe) { Look("plan_forms"); }
TEST_F(Pages, DocumentOfAPlan_IsReadShownAndStored) { Look("import_form"); }
TEST_F(Pages, ForcedColoursAndPrint_LoseNothing) { Look("media"); }

}  // namespace
}  // namespace tranche::flow
