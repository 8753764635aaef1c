// SPDX-License-Identifier: EUPL-1.2
// A stranger's project, made in a folder of its own from the served document alone: types by a public
// generator, the compiler's strict check, and then TypeScript against the real programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "programs.h"

namespace tranche::flow {
namespace {

namespace fs = std::filesystem;

std::string ReadAll(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class OpenApiClient : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    char folder[] = "/tmp/tranche-client-XXXXXX";
    folder_ = mkdtemp(folder);
    for (const auto& file : fs::directory_iterator(SOURCE_ROOT "/tests/openapi/client")) {
      fs::copy(file.path(), folder_ / file.path().filename());
    }
    fs::create_directory_symlink(SOURCE_ROOT "/tests/web/node_modules", folder_ / "node_modules");
    const Ran generated =
        Node({"node_modules/openapi-typescript/bin/cli.js", OPENAPI, "-o", "generated.d.ts"});
    ASSERT_EQ(generated.code, 0) << generated.out << generated.error;
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }

  // Runs a program of Node in the project's folder; `environment` as for env.
  static Ran Node(const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment = {}) {
    std::vector<std::string> command = {"env", "-C", folder_.string()};
    command.insert(command.end(), environment.begin(), environment.end());
    command.push_back(SOURCE_ROOT "/tests/web/node_modules/.bin/node");
    command.insert(command.end(), arguments.begin(), arguments.end());
    return flow::Run(command);
  }

  static Ran TypeCheck() { return Node({"node_modules/typescript/bin/tsc", "--project", "."}); }

  static fs::path folder_;
};
fs::path OpenApiClient::folder_;

Ran Lint(const std::string& document) {
  return flow::Run({"env", "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true",
                    SOURCE_ROOT "/tests/web/node_modules/.bin/node",
                    SOURCE_ROOT "/tests/web/node_modules/@redocly/cli/bin/cli.js", "lint", document,
                    "--config", SOURCE_ROOT "/tests/openapi/redocly.yaml"});
}

TEST_F(OpenApiClient, Document_KeepsEveryRuleOfTheLinter) {
  const Ran linted = Lint(OPENAPI);
  EXPECT_EQ(linted.code, 0) << linted.out << linted.error;
}

TEST_F(OpenApiClient, DocumentWithFaults_IsFoundByTheLinter) {
  Json document = Json::parse(ReadAll(OPENAPI));
  Json& paths = document["paths"];
  paths["/v1/me"]["get"]["operationId"] = paths["/v1/rules"]["get"]["operationId"];
  document["components"]["schemas"]["common.Money"]["properties"]["currency"]["$ref"] =
      "#/components/schemas/Nothing";
  const std::string wrong = folder_ / "wrong.json";
  std::ofstream(wrong) << document.dump();
  const Ran linted = Lint(wrong);
  EXPECT_NE(linted.code, 0);
  for (const char* rule : {"operation-operationId-unique", "no-unresolved-refs"}) {
    EXPECT_THAT(linted.out + linted.error, ::testing::HasSubstr(rule));
  }
}

// wrong.ts is a part of the project: each line in it that is marked as wrong must be an error.
TEST_F(OpenApiClient, Types_AcceptTheProjectAndRefuseWhatIsMarked) {
  const Ran checked = TypeCheck();
  EXPECT_EQ(checked.code, 0) << checked.out;
}

TEST_F(OpenApiClient, WrongRequestWithoutItsMark_FailsTheCheck) {
  const std::string marked = ReadAll(folder_ / "wrong.ts");
  const std::regex mark("// @ts-expect-error");
  std::ofstream(folder_ / "wrong.ts") << std::regex_replace(marked, mark, "//");
  const auto marks =
      std::distance(std::sregex_iterator(marked.begin(), marked.end(), mark), std::sregex_iterator());
  const Ran checked = TypeCheck();
  std::ofstream(folder_ / "wrong.ts") << marked;
  EXPECT_NE(checked.code, 0);
  const std::regex error("wrong\\.ts\\([0-9]+,[0-9]+\\): error");
  EXPECT_EQ(std::distance(std::sregex_iterator(checked.out.begin(), checked.out.end(), error),
                          std::sregex_iterator()),
            marks)
      << checked.out;
  EXPECT_GT(marks, 5);
}

// The second script looks at what the first one has made.
TEST_F(OpenApiClient, LineOfWorkAndEveryOperation_GoAsDescribed) {
  const Programs programs(Programs::Options{.examples = false});
  std::vector<std::string> environment = {
      absl::StrCat("TRANCHE_URL=http://127.0.0.1:", programs.port()),
      "TRANCHE_PLAN=" SOURCE_ROOT "/services/examples/lyubimets-2013.txt"};
  for (const auto& [variable, user] :
       {std::pair("TRANCHE_OWNER=", "owner"), std::pair("TRANCHE_APPROVER=", "approver"),
        std::pair("TRANCHE_VIEWER=", "viewer")}) {
    environment.push_back(absl::StrCat(variable, programs.Token(user)));
  }
  for (const char* script : {"line_of_work.ts", "conformance.ts"}) {
    const Ran ran = Node({script}, environment);
    EXPECT_EQ(ran.code, 0) << script << "\n" << ran.out << ran.error;
    EXPECT_THAT(ran.out, ::testing::HasSubstr("fail 0")) << script;
  }
}

}  // namespace
}  // namespace tranche::flow
