// SPDX-License-Identifier: EUPL-1.2
// A municipality's annual plan as its document states it. Nothing here is computed: what follows from
// the figures stands in plan_checks.h, beside the plan, never in it (INV-10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/span.h"
#include "platform/money/money.h"
#include "platform/text/written.h"

namespace tranche::plans {

// What kind of plan the words of its title name; nothing is guessed.
enum class PlanKind {
  kUnspecified,
  kSocialServices,
  kRomaIntegration,
  kRomact,
  kStrategy,
  kDevelopmentPlan,
  kOther,
};
absl::string_view PlanKindName(PlanKind kind);  // "ROMA_INTEGRATION"

// Whose document it is.
enum class PlanLevel { kUnspecified, kNational, kRegional, kMunicipal, kAnnual };
absl::string_view PlanLevelName(PlanLevel level);  // "REGIONAL"

// A period as written: "2013-2014 г.".
struct Period {
  PartialDate from;  // Blank when only the end is written.
  PartialDate to;
  std::string as_written;

  friend bool operator==(const Period&, const Period&) = default;
};

// How a document names an adoption. No value: the document does not speak of it. "": it speaks of it
// and leaves the place blank, "Решение №, Протокол № от".
struct Adoption {
  std::optional<std::string> decision_number;
  std::optional<std::string> protocol_number;
  std::optional<std::string> date;  // As written: "14.02.2013", or "2013" when only the year stands.
  std::optional<PartialDate> on = std::nullopt;    // The same in its parts.
  std::optional<std::string> body = std::nullopt;  // "ОбС-Хасково".

  friend bool operator==(const Adoption&, const Adoption&) = default;
};

// A strategy that the plan carries out or follows. The adoption is the strategy's; of its own adoption
// an annual plan usually says nothing, and "adopted" is never inferred.
struct ParentStrategy {
  std::string title;
  Adoption adoption;
  int line = 0;
  PlanLevel level = PlanLevel::kUnspecified;
  std::optional<Period> period = std::nullopt;

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
  kEuProgramme,      // Another programme or fund of the European Union or the EEA.
  kPrivateProvider,  // Private providers of services.
  kOther,            // Named and none of the above: `as_written` says which.
};
absl::string_view SourceKindName(SourceKind kind);  // "MUNICIPAL_BUDGET"

struct Source {
  SourceKind kind = SourceKind::kMunicipalBudget;
  std::string as_written;
  std::optional<Money> amount = std::nullopt;  // Its own, when the cell gives it one.
  std::string share_percent = {};              // "85" of the row's total, as the cell writes it.

  friend bool operator==(const Source&, const Source&) = default;
};

// What the words say a monthly amount is for.
enum class MonthlyBasis {
  kUnstated,
  kPerPerson,  // "20 човека по 7600 лв на месец".
  kGroup,      // "общо 7600 лв на месец".
};

struct MonthlyAmount {
  Money amount;
  MonthlyBasis basis = MonthlyBasis::kUnstated;

  friend bool operator==(const MonthlyAmount&, const MonthlyAmount&) = default;
};

struct AmountPart {
  std::string label;
  Money amount;
  int year = 0;  // When the table has a column for each year.

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

struct Indicator {
  std::string name;
  std::string target;  // Exact decimal text, "" when none is written.
  std::string unit;    // As written: "бр.", "%".

  friend bool operator==(const Indicator&, const Indicator&) = default;
};

// "22 потребители х 15,50 лв. х 250 дни".
struct DailyRate {
  Money rate;
  std::optional<int> users = std::nullopt;
  std::optional<int> days = std::nullopt;

  friend bool operator==(const DailyRate&, const DailyRate&) = default;
};

// What an amount is multiplied by: "20 деца", "2".
struct Factor {
  int count = 0;
  std::string noun;  // "" when none is written.

  friend bool operator==(const Factor&, const Factor&) = default;
};

// The price of one: "4 бр. х 250 лв.", "15 лв. на час за 200 часа", a column "Стандарт за едно място".
struct UnitPrice {
  Money price;
  std::string unit;             // Of what one is, as written: "на час", the heading of the column.
  std::vector<Factor> factors;  // In the order of the text.

  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;
};

// "7 500 лв. (3 834,69 €)": the amount of a field once more, in another currency. Nothing is converted.
struct AlsoShown {
  std::string field;  // "stated_total", "parts.2"
  Money amount;

  friend bool operator==(const AlsoShown&, const AlsoShown&) = default;
};

// A cell of a column that has no field of its own, under its heading.
struct OtherCell {
  std::string heading;
  std::string text;

  friend bool operator==(const OtherCell&, const OtherCell&) = default;
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
  std::optional<int> months;       // Only when the row writes one time for everybody.
  std::vector<int> lines;          // Lines of the document, several when a page break splits the row.
  std::string ordinal_as_written;  // When it is more than a number: "1.2.", "I.3".
  std::string source_cell;         // When the sources have a column of their own.
  std::vector<std::string> partners;
  std::optional<Period> timeframe;  // Only `as_written` is set when the words are no period.
  std::vector<Indicator> indicators;
  std::string expected_results;
  std::string target_group;
  std::string objective;
  std::optional<DailyRate> daily_rate;
  std::optional<Headcount> capacity;  // Places of a service.
  std::string share_percent;          // "45.35" as the row writes it.
  std::vector<OtherCell> other_cells;
  std::optional<UnitPrice> unit_price;  // Never the total.
  std::string stated_total_qualifier;   // "до", "около": the total is not exact.
  std::vector<AlsoShown> also_shown;

  friend bool operator==(const Measure&, const Measure&) = default;
};

struct Section {
  std::string title;  // "" when the table has no headings.
  std::vector<Measure> measures;
  std::string numeral = {};  // "II", as written before the title.
  std::optional<Money> stated_total = std::nullopt;
  std::string area = {};                      // The heading above this one.
  std::vector<AmountPart> stated_years = {};  // Of the row that states the total, by year.
  int ordinal = 0;                            // Its number, where that is not its place.

  friend bool operator==(const Section&, const Section&) = default;
};

struct Attachment {
  std::string name;
  std::string size_as_written;  // "981.00 KB"
  int64_t size_bytes = 0;       // 1 KB is 1,024 bytes; 0 when no size is written.
  std::string target;           // Where the link leads; never opened.

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

struct RoleHolder {
  std::string role;  // "координатор"
  std::string person;
  std::string appointed_by;  // "със заповед на кмета"
  std::optional<std::string> order_number;

  friend bool operator==(const RoleHolder&, const RoleHolder&) = default;
};

struct NamedBody {
  std::string name;  // "Местна активна група"
  std::string abbreviation;
  std::string members;  // "от представители на ромската общност"
  bool in_attachment_only = false;

  friend bool operator==(const NamedBody&, const NamedBody&) = default;
};

struct NamedAgreement {
  std::string subject;
  std::optional<PartialDate> signed_on;
  std::string signed_by;

  friend bool operator==(const NamedAgreement&, const NamedAgreement&) = default;
};

// A number that the text states of what was done: "15 срещи и обучения".
struct StatedFigure {
  std::string code;  // plans.proto lists them: "meetings_and_trainings", "municipalities" …
  int count = 0;
  std::optional<Period> period;
  std::string as_written;
  std::vector<std::string> items;  // "България", "Италия" …

  friend bool operator==(const StatedFigure&, const StatedFigure&) = default;
};

// What was made on the way to a plan: "needs_assessment", "priority_list" …
struct NamedProduct {
  std::string code;
  std::string as_written;
  std::optional<PartialDate> date;

  friend bool operator==(const NamedProduct&, const NamedProduct&) = default;
};

struct Plan {
  std::string id;            // "lyubimets-2013", "haskovo-roma-2021-2023"
  std::string municipality;  // As written, "Любимец".
  int year = 0;              // The first one of a period; 0 when none is written.
  std::string title;         // Letter-spaced words are joined.
  bool open_document = false;
  std::optional<ParentStrategy> strategy;
  std::vector<std::string> target_groups;
  std::vector<std::string> objectives;
  std::vector<Section> sections;
  std::optional<Money> stated_total;
  std::vector<AmountPart> stated_years;  // Of the row that states the total, by year.
  std::string source_sha256;             // Of the document's bytes, 64 lower-case hexadecimal digits.

  PlanKind kind = PlanKind::kUnspecified;
  std::string kind_words;
  PlanLevel level = PlanLevel::kUnspecified;
  std::optional<Period> period_titled;
  std::vector<Period> periods_written;  // What the text calls the plan's own.
  std::optional<Adoption> adoption;     // The plan's own.
  std::vector<ParentStrategy> parents;  // `strategy` is the first one of these that it carries out.
  std::string region;                   // "Кюстендил"
  std::vector<std::string> directions;  // "насочено към"
  std::vector<std::string> priority_areas;
  std::vector<std::string> statements;    // Items of such lists that set nothing to be reached.
  std::vector<std::string> participants;  // Of the drafting.
  std::vector<Attachment> attachments;
  std::vector<RoleHolder> role_holders;
  std::vector<NamedBody> bodies;
  std::vector<NamedAgreement> agreements;
  std::vector<StatedFigure> figures;
  std::vector<NamedProduct> products;

  std::vector<Span> spans;  // Where each value stands.
  std::vector<Remark> not_understood;
  int not_understood_count = 0;  // Also those that are not listed.
  std::string media_type;

  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace tranche::plans
