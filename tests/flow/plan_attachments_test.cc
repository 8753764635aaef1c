// SPDX-License-Identifier: EUPL-1.2
// Files of what a plan names as attached, and corrections beside what it states, by the real programs:
// command line, REST and page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/digest.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSopot[] = SOURCE_ROOT "/services/examples/municipal-plans/sopot.json";

class PlanAttachments : public ::testing::Test {
 protected:
  PlanAttachments() : programs_({}) {
    Do({"apply", kSopot});
    for (const Json& plan : Do({"plans", "list", "--organisation", "sopot", "-o", "json"}).json()) {
      name_ = plan["name"];
    }
  }

  Ran Do(const std::vector<std::string>& arguments) const {
    Ran ran = programs_.Tranche(arguments);
    EXPECT_EQ(ran.code, 0) << absl::StrJoin(arguments, " ") << "\n" << ran.out << ran.error;
    return ran;
  }
  Json Attach(const std::string& file, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"plans", "attach", name_, file, "-o", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Do(arguments).json();
  }
  std::string Page(const std::string& language) const {
    const Answer page = programs_.Http({.path = absl::StrCat("/", language, "/", name_),
                                        .headers = {programs_.SignIn()},
                                        .token = ""});
    EXPECT_EQ(page.status, 200);
    return page.body;
  }

  Programs programs_;
  std::string name_;
};

TEST_F(PlanAttachments, FileIsHandedOver_FoundAgain_AndGivenBack) {
  const std::string text = "Заповед за работната група";
  const std::string file = programs_.WriteFile("order.txt", text);
  const Json named = Do({"plans", "attachments", name_, "-o", "json"}).json()["named"];
  ASSERT_EQ(named.size(), 5u) << named;
  const Json made = Attach(file, {"--attachment", "2"});
  EXPECT_EQ(made["namedAs"], named[1]["stated"]["name"]);
  EXPECT_EQ(made["sha256"], Sha256Hex(text));
  EXPECT_EQ(made["measured"], "measured_here");

  EXPECT_THAT(Do({"plans", "verify-attachment", name_, file, "--lang", "en"}).out,
              HasSubstr("order.txt"));
  EXPECT_EQ(Do({"documents", "download", Sha256Hex(text), "-O", "-"}).out, text);
  const Ran other =
      programs_.Tranche({"plans", "verify-attachment", name_, programs_.WriteFile("x.txt", "друго")});
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.error, HasSubstr(Sha256Hex("друго")));
  const Ran twice = programs_.Tranche({"plans", "attach", name_, file, "--lang", "en"});
  EXPECT_EQ(twice.code, 5) << twice.error;
  EXPECT_THAT(twice.error, HasSubstr("order.txt"));

  for (const char* language : {"bg", "en"}) {
    EXPECT_THAT(Page(language), HasSubstr(Sha256Hex(text)));
    EXPECT_THAT(Page(language), Not(HasSubstr("W_")));
  }
  Do({"plans", "withdraw-attachment", name_, "1", "--reason", "подаден е друг файл"});
  EXPECT_THAT(Page("en"), Not(HasSubstr(Sha256Hex(text))));
  EXPECT_THAT(Do({"plans", "attachments", name_, "--lang", "bg"}).out,
              HasSubstr("подаден е друг файл"));
}

TEST_F(PlanAttachments, FileOverTheBound_IsMeasuredByTheClient_AndFoundAgain) {
  const std::string large((3 << 20) + 1, 'x');
  const std::string file = programs_.WriteFile("large.bin", large);
  const Ran made = Do({"plans", "attach", name_, file, "--lang", "en", "-o", "json"});
  EXPECT_EQ(made.json()["sha256"], Sha256Hex(large));
  EXPECT_EQ(made.json()["measured"], "measured_by_sender");
  EXPECT_THAT(made.error, HasSubstr("over 3 MiB"));
  EXPECT_EQ(programs_.Count("documents.document where sha256 = '" + Sha256Hex(large) + "'"), 0);
  Do({"plans", "verify-attachment", name_, file});
}

TEST_F(PlanAttachments, Rest_TakesTheBytes_AndListsThem) {
  const Json body = {{"fileName", "order.txt"}, {"content", absl::Base64Escape("заповед")}};
  const Answer made = programs_.Http({.method = "POST",
                                      .path = absl::StrCat("/v1/", name_, "/attachments"),
                                      .body = body.dump(),
                                      .headers = {"Idempotency-Key: attach"}});
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.json()["sha256"], Sha256Hex("заповед"));
  const Answer list = programs_.Http({.path = absl::StrCat("/v1/", name_, "/attachments")});
  EXPECT_EQ(list.json()["attachments"].size(), 1u);
  const Answer plan = programs_.Http({.path = absl::StrCat("/v1/", name_)});
  EXPECT_EQ(plan.status, 200);
}

TEST_F(PlanAttachments, Correction_IsShownBesideWhatIsStated_ByCommandAndPages) {
  Do({"plans", "correct", "lyubimets-2013", "measure-total", "--place", "1.2", "--instead-of",
      "39792.00 BGN", "--value", "39972.00 BGN", "--reason", "сверено с протокола"});
  const std::string shown = Do({"plans", "show", "lyubimets-2013", "--lang", "en"}).out;
  EXPECT_THAT(shown, HasSubstr("39,972.00 BGN"));
  EXPECT_THAT(shown, HasSubstr("39,792.00 BGN (corrected: 39,972.00 BGN)"));
  EXPECT_THAT(shown, HasSubstr("сверено с протокола"));
  const Json json = Do({"plans", "show", "lyubimets-2013", "-o", "json"}).json();
  EXPECT_EQ(json["corrections"].size(), 1u);
  EXPECT_EQ(json["sections"][0]["measures"][1]["statedTotal"]["amount"], "39792.00");
  for (const char* page : {"", "/document"}) {
    const Answer answer =
        programs_.Http({.path = absl::StrCat("/en/organisations/lyubimets/plans/lyubimets-2013", page),
                        .headers = {programs_.SignIn()},
                        .token = ""});
    EXPECT_THAT(answer.body, HasSubstr("<strong>BGN\u00a039,972.00</strong>")) << page;
    EXPECT_THAT(answer.body, HasSubstr("owner@test")) << page;
  }
}

}  // namespace
}  // namespace tranche::flow
