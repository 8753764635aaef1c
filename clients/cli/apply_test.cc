// SPDX-License-Identifier: EUPL-1.2
#include "cli/apply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace tranche::cli {
namespace {

constexpr char kTwoSteps[] = R"({"about": "x", "steps": [
  {"id": "one", "method": "tranche.access.v1.AccessService/WhoAmI", "request": {}},
  {"id": "two", "method": "tranche.access.v1.AccessService/WhoAmI", "as": "approver", "request": {}}]})";

absl::StatusOr<std::string> NoFile(const std::string& name) { return absl::NotFoundError(name); }

TEST(ReadSteps, StepsOfAFile_KeepTheirOrderAndUser) {
  const auto steps = ReadSteps(kTwoSteps);
  ASSERT_TRUE(steps.ok()) << steps.status();
  ASSERT_EQ(steps->size(), 2u);
  EXPECT_EQ((*steps)[0].id, "one");
  EXPECT_EQ((*steps)[0].user, "owner");
  EXPECT_EQ((*steps)[1].user, "approver");
}

TEST(ReadSteps, WhatIsWrong_IsNamedByItsPlace) {
  EXPECT_EQ(ReadSteps("{").status().message(), "JSON");
  EXPECT_EQ(ReadSteps("{}").status().message(), "steps");
  EXPECT_EQ(ReadSteps(R"({"steps": [{"id": "a", "method": "x/Y", "request": {}}]})").status().message(),
            "steps[0].method x/Y");
  EXPECT_EQ(ReadSteps(R"({"steps": [{"id": "a", "colour": 1}]})").status().message(),
            "steps[0].colour");
  EXPECT_EQ(ReadSteps(R"({"steps": [{"id": "a", "as": "../root", "method": "x", "request": {}}]})")
                .status()
                .message(),
            "steps[0].as");
  EXPECT_EQ(ReadSteps(R"({"steps": [
      {"id": "a", "method": "tranche.access.v1.AccessService/WhoAmI", "request": {}},
      {"id": "a", "method": "tranche.access.v1.AccessService/WhoAmI", "request": {}}]})")
                .status()
                .message(),
            "steps[1].id = a");
}

TEST(FillInRequest, Reference_TakesAnyKindOfValue) {
  const std::map<std::string, Json> answers = {
      {"advance",
       Json::parse(
           R"({"name": "n/1", "requested": {"eu": {"amount": "1.00"}}, "costs": ["a", "b"]})")}};
  const auto filled = FillInRequest(
      Json::parse(
          R"({"claim": "$advance.name", "amount": "$advance.requested", "list": ["$advance.costs.1"], "price": "$$5"})"),
      answers, NoFile);
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_EQ(
      *filled,
      Json::parse(
          R"({"claim": "n/1", "amount": {"eu": {"amount": "1.00"}}, "list": ["b"], "price": "$5"})"));
}

TEST(FillInRequest, ReferenceToNothing_IsNamed) {
  const std::map<std::string, Json> answers = {{"a", Json::parse(R"({"name": "n"})")}};
  EXPECT_EQ(FillInRequest("$b.name", answers, NoFile).status().message(), "$b.name");
  EXPECT_EQ(FillInRequest("$a.title", answers, NoFile).status().message(), "$a.title");
  EXPECT_EQ(FillInRequest("$a.name.first", answers, NoFile).status().message(), "$a.name.first");
}

TEST(FillInRequest, File_IsItsBytesInBase64) {
  const auto read = [](const std::string& name) -> absl::StatusOr<std::string> { return name + "!"; };
  EXPECT_EQ(*FillInRequest(Json::parse(R"({"content": {"$file": "a.txt"}})"), {}, read),
            Json::parse(R"({"content": "YS50eHQh"})"));
  EXPECT_FALSE(FillInRequest(Json::parse(R"({"content": {"$file": "a.txt"}})"), {}, NoFile).ok());
}

TEST(StepRequestId, Key_IsTheSameForEveryRunAndOfNoOtherStep) {
  EXPECT_EQ(StepRequestId("a.json", "one"), StepRequestId("a.json", "one"));
  EXPECT_NE(StepRequestId("a.json", "one"), StepRequestId("a.json", "two"));
  EXPECT_NE(StepRequestId("a.json", "one"), StepRequestId("b.json", "one"));
  EXPECT_EQ(StepRequestId("a.json", "one").size(), 46u);
}

// A mistake in an example shows here and not only when somebody starts the program.
TEST(Examples, EveryFile_ReadsAndRefersOnlyBackwards) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_ROOT "/services/examples")) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    std::ifstream in(entry.path());
    const auto steps = ReadSteps(std::string(std::istreambuf_iterator<char>(in), {}));
    ASSERT_TRUE(steps.ok()) << entry.path() << ": " << steps.status();
    std::set<std::string> known;
    for (const Step& step : *steps) {
      const Json flat = step.request.flatten();
      for (const auto& [path, value] : flat.items()) {
        if (!value.is_string()) continue;
        const std::string text = value.get<std::string>();
        if (text.rfind("$", 0) != 0 || text.rfind("$$", 0) == 0) continue;
        EXPECT_EQ(known.count(text.substr(1, text.find('.') - 1)), 1u)
            << step.id << path << " " << text;
      }
      known.insert(step.id);
    }
  }
  EXPECT_GE(files, 2);
}

}  // namespace
}  // namespace tranche::cli
