// SPDX-License-Identifier: EUPL-1.2
// The public page of a project as it stands: what it says of title, money, time and people, each value
// with its place. Nothing computed is in it and nothing is filled in; what is not written, or could be
// read in more than one way, is a finding.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/error.h"
#include "platform/document/document.h"
#include "platform/money/money.h"
#include "platform/text/written.h"

namespace tranche::proposals {

enum class NamedPlanKind { kUnrecognised, kAnnual, kMunicipalStrategy, kDevelopmentPlan };

// A plan that a page names; of an annual plan one for each year.
struct NamedPlan {
  std::string as_written;  // Without the years of its fellows.
  NamedPlanKind kind = NamedPlanKind::kUnrecognised;
  PartialDate from;  // Blank when no year is written; of one year the same as `to`.
  PartialDate to;

  friend bool operator==(const NamedPlan&, const NamedPlan&) = default;
};

// Where a value stands.
struct PageSpan {
  std::string field;  // "total", "target_groups.1".
  std::string place;  // "line 5".
  int block = 0;      // From 0.
  int row = -1;       // Of a table's cell; -1: no table.
  int column = -1;
  std::size_t begin = 0;  // Bytes of the text of the block or cell.
  std::size_t end = 0;
  std::string text;

  friend bool operator==(const PageSpan&, const PageSpan&) = default;
};

struct ProjectPage {
  std::string title;
  std::string municipality;
  std::string programme;
  std::optional<Money> total;
  std::optional<Ratio> grant_share;  // Of the total.
  std::string grant_percent;         // As written, "100".
  int duration_months = 0;           // 0: not written.
  std::optional<PartialDate> start;
  std::optional<PartialDate> end;
  std::vector<std::string> target_groups;
  std::vector<std::string> outputs;
  std::vector<NamedPlan> plans;
  std::vector<std::string> laws;
  std::vector<PageSpan> spans;

  friend bool operator==(const ProjectPage&, const ProjectPage&) = default;
};

struct ReadPage {
  ProjectPage page;
  std::vector<Violation> findings;  // `field` is the place.
};

// PAGE_NOT_RECOGNISED when neither title nor amount of a project is written.
absl::StatusOr<ReadPage> ReadProjectPage(const document::Document& document);

// "85", "85.5", "85,50" as a share of one; PAGE_PERCENT_MALFORMED for anything but 0 to 100 with at
// most two places.
absl::StatusOr<Ratio> ReadPercent(const std::string& text);

}  // namespace tranche::proposals
