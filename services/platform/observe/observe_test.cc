// SPDX-License-Identifier: EUPL-1.2
#include "platform/observe/observe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "platform/base/error.h"

namespace tranche::observe {
namespace {

using ::testing::HasSubstr;

TEST(LogLine, AnyText_StaysOneLineOfJson) {
  const std::string hostile = "quote \" line\nbreak \\ Любимец \xff";
  const std::string line =
      LogLine(absl::FromUnixSeconds(1535792400), Level::kWarning, "call", {{"actor", hostile}});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const nlohmann::json read = nlohmann::json::parse(line);
  EXPECT_EQ(read["time"], "2018-09-01T09:00:00.000000Z");
  EXPECT_EQ(read["level"], "warning");
  EXPECT_EQ(read["event"], "call");
  EXPECT_THAT(read["actor"].get<std::string>(), HasSubstr("quote \" line\nbreak \\ Любимец "));
}

TEST(StartLogging, FolderThatIsNotThere_IsAnErrorThatNamesTheFile) {
  const absl::Status status = StartLogging("/dev/null/log", Level::kInfo);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/dev/null/log"));
}

TEST(StartLogging, FileOfTwentyMegabytes_IsPutAside) {
  std::string folder = (std::filesystem::temp_directory_path() / "tranche-log-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  ASSERT_TRUE(StartLogging(folder + "/log.txt", Level::kInfo).ok());
  const std::string megabyte(1000 * 1000, 'x');
  for (int i = 0; i < 21; ++i) Log(Level::kInfo, "long", {{"text", megabyte}});
  FlushLog();
  ASSERT_TRUE(StartLogging("", Level::kWarning).ok());
  EXPECT_LE(std::filesystem::file_size(folder + "/log.1.txt"), 20u * 1000 * 1000);
  EXPECT_GT(std::filesystem::file_size(folder + "/log.1.txt"), 18u * 1000 * 1000);
  EXPECT_LT(std::filesystem::file_size(folder + "/log.txt"), 4u * 1000 * 1000);
  std::filesystem::remove_all(folder);
}

TEST(CallObserver, FinishedCalls_AreCountedByMethodCodeAndReason) {
  CallObserver observer;
  const auto finish = [&observer](const absl::Status& status) {
    observer.Finished({.method = "tranche.ops.v1.OperationsService/GetMetrics",
                       .actor = "auditor",
                       .trace_id = "t",
                       .status = status,
                       .took = absl::Milliseconds(3),
                       .waited = absl::ZeroDuration()});
  };
  finish(absl::OkStatus());
  finish(absl::OkStatus());
  finish(Refuse("OVERLOADED"));
  const std::string text = observer.Expose();
  EXPECT_THAT(text,
              HasSubstr("tranche_calls_total{code=\"OK\",method=\"tranche.ops.v1.OperationsService/"
                        "GetMetrics\",reason=\"\"} 2"));
  EXPECT_THAT(text, HasSubstr("code=\"RESOURCE_EXHAUSTED\",method=\"tranche.ops.v1.OperationsService/"
                              "GetMetrics\",reason=\"OVERLOADED\"} 1"));
  EXPECT_THAT(text, HasSubstr("tranche_call_seconds_count{method=\"tranche.ops.v1.OperationsService/"
                              "GetMetrics\"} 3"));
  EXPECT_THAT(text, HasSubstr("tranche_queue_seconds_count 3"));
}

}  // namespace
}  // namespace tranche::observe
