// SPDX-License-Identifier: EUPL-1.2
// A municipality's annual plan as its document states it. Nothing here is computed: what follows from
// the figures stands in plan_checks.h, beside the plan, never in it (INV-10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/money/money.h"

namespace tranche::plans {

// How a document names an adoption. No value: the document does not speak of it. "": it speaks of it
// and leaves the place blank, "Решение №, Протокол № от".
struct Adoption {
  std::optional<std::string> decision_number;
  std::optional<std::string> protocol_number;
  std::optional<std::string> date;  // As written: "14.02.2013", or "2013" when only the year stands.

  friend bool operator==(const Adoption&, const Adoption&) = default;
};

// The strategy that the plan carries out. The adoption is the strategy's; of its own adoption an annual
// plan usually says nothing, and "adopted" is never inferred.
struct ParentStrategy {
  std::string title;
  Adoption adoption;
  int line = 0;

  friend bool operator==(const ParentStrategy&, const ParentStrategy&) = default;
};

// Who pays, in controlled words.
enum class SourceKind {
  kMunicipalBudget,
  kStateBudget,
  kHumanResourcesProgramme,  // ОП „Развитие на човешките ресурси“.
  kAdministrativeCapacityProgramme,  // ОП „Административен капацитет“.
  kOperationalProgrammes,            // "Оперативни програми" without saying which.
  kProject,                          // A project by its title, without saying of which programme.
  kDonation,
};
absl::string_view SourceKindName(SourceKind kind);  // "MUNICIPAL_BUDGET"

struct Source {
  SourceKind kind = SourceKind::kMunicipalBudget;
  std::string as_written;

  friend bool operator==(const Source&, const Source&) = default;
};

// What the words say a monthly amount is for.
enum class MonthlyBasis {
  kUnstated,
  kPerPerson,  // "20 човека по 7600 лв на месец".
  kGroup,      // "общо 7600 лв на месец".
};
absl::string_view MonthlyBasisName(MonthlyBasis basis);  // "PER_PERSON"

struct MonthlyAmount {
  Money amount;
  MonthlyBasis basis = MonthlyBasis::kUnstated;

  friend bool operator==(const MonthlyAmount&, const MonthlyAmount&) = default;
};

struct AmountPart {
  std::string label;
  Money amount;

  friend bool operator==(const AmountPart&, const AmountPart&) = default;
};

struct Headcount {
  int count = 0;
  std::string noun;  // "лични асистенти"

  friend bool operator==(const Headcount&, const Headcount&) = default;
};

// Some of a measure's people, employed for a time of their own.
struct Cohort {
  int persons = 0;
  std::optional<int> months;  // "за една година" is 12; no value when no time is written.
  std::string text;           // As written.

  friend bool operator==(const Cohort&, const Cohort&) = default;
};

// A numbered row. Numbers restart in each section, so section and ordinal together are its key.
struct Measure {
  int section = 0;  // 1-based.
  int ordinal = 0;  // As written.
  std::string activity;
  std::string description;
  std::string place;
  std::string financing;  // As written; the fields below are what was read in it.
  std::vector<Source> sources;
  std::string executor;
  std::optional<Money> stated_total;
  std::vector<AmountPart> parts;
  std::optional<MonthlyAmount> monthly;
  std::optional<Headcount> headcount;
  std::vector<Cohort> cohorts;
  std::optional<int> months;  // Only when the row writes one time for everybody.
  std::vector<int> lines;     // Lines of the document, several when a page break splits the row.

  friend bool operator==(const Measure&, const Measure&) = default;
};

struct Section {
  std::string title;  // "" when the table has no headings.
  std::vector<Measure> measures;

  friend bool operator==(const Section&, const Section&) = default;
};

struct Plan {
  std::string id;            // "lyubimets-2013"
  std::string municipality;  // As written, "Любимец".
  int year = 0;
  std::string title;  // Letter-spaced words are joined.
  bool open_document = false;
  std::optional<ParentStrategy> strategy;
  std::vector<std::string> target_groups;
  std::vector<std::string> objectives;
  std::vector<Section> sections;
  std::optional<Money> stated_total;
  std::string source_sha256;  // Of the document's bytes, 64 lower-case hexadecimal digits.

  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace tranche::plans
