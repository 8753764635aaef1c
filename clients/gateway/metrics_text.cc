// SPDX-License-Identifier: EUPL-1.2
#include "gateway/metrics_text.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tranche::gateway {
namespace {

struct Family {
  std::string header;  // "# HELP …" and "# TYPE …".
  std::string samples;
};

// "calls{code="OK"} 1" or "calls 1" with a label in front of the others.
std::string WithProcess(absl::string_view sample, const std::string& process) {
  const size_t end = sample.find_first_of("{ ");
  if (end == absl::string_view::npos) return std::string(sample);
  const bool labelled = sample[end] == '{';
  return absl::StrCat(sample.substr(0, end), "{process=\"", process, "\"", labelled ? "," : "}",
                      sample.substr(labelled ? end + 1 : end));
}

// "calls" of "# HELP calls Calls that …".
std::string FamilyOf(absl::string_view header) {
  const std::vector<std::string> words = absl::StrSplit(header, ' ');
  return words.size() > 2 ? words[2] : "";
}

}  // namespace

std::string MergeMetrics(const std::vector<Backend::ProcessMetrics>& all) {
  std::string text =
      "# HELP tranche_up Whether the server gave its metrics.\n# TYPE tranche_up gauge\n";
  for (const Backend::ProcessMetrics& one : all) {
    const std::string sample = absl::StrCat("tranche_up ", one.text.empty() ? 0 : 1);
    absl::StrAppend(&text, all.size() == 1 ? sample : WithProcess(sample, one.process), "\n");
  }
  if (all.size() == 1) return absl::StrCat(text, all.front().text);
  std::map<std::string, Family> families;
  for (const Backend::ProcessMetrics& one : all) {
    Family* family = &families[""];
    bool first = false;
    for (const absl::string_view line : absl::StrSplit(one.text, '\n', absl::SkipEmpty())) {
      if (!absl::StartsWith(line, "# ")) {
        absl::StrAppend(&family->samples, WithProcess(line, one.process), "\n");
        continue;
      }
      if (absl::StartsWith(line, "# HELP ")) {
        family = &families[FamilyOf(line)];
        first = family->header.empty();
      }
      if (first) absl::StrAppend(&family->header, line, "\n");
    }
  }
  for (const auto& [name, family] : families) absl::StrAppend(&text, family.header, family.samples);
  return text;
}

int64_t DisagreeingContracts(const std::vector<Backend::ProcessMetrics>& all) {
  constexpr absl::string_view kSample = "tranche_ledger_disagreeing_contracts ";
  int64_t contracts = 0;
  for (const Backend::ProcessMetrics& one : all) {
    for (absl::string_view line : absl::StrSplit(one.text, '\n')) {
      int64_t said = 0;
      if (absl::ConsumePrefix(&line, kSample) && absl::SimpleAtoi(line, &said)) contracts += said;
    }
  }
  return contracts;
}

}  // namespace tranche::gateway
