// SPDX-License-Identifier: EUPL-1.2
#include "cli/summary.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/output.h"
#include "cli/texts.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr int kColumnsMax = 100;
constexpr int kDisagreementsMax = 5;
constexpr int kDeadlinesMax = 2;  // Of two lines each.

class Summary {
 public:
  explicit Summary(Language language) : language_(language) {}

  void Plan(const plans::v1::Plan& plan, const plans::v1::CheckPlanResponse& checks) {
    Add(texts::kPlanHead.In(language_), "  ", Value(plan, "name/last"), "  ", plan.title());
    Add("  ", plan.municipality(), ", ", plan.year(), ": ", plan.measure_count(), " ",
        texts::kSummaryMeasures.In(language_), " ", plan.measures_with_amount(), "; ",
        texts::kSummaryTotal.In(language_), " ", Value(plan, "stated_total"));
    int disagreements = 0;
    std::map<plans::v1::Verdict, int> others;
    for (const plans::v1::Check& check : checks.checks()) {
      if (check.verdict() != plans::v1::DISAGREE) {
        ++others[check.verdict()];
      } else if (++disagreements <= kDisagreementsMax) {
        if (disagreements == 1) Add("  ", texts::kSummaryDisagree.In(language_));
        Disagreement(check);
      }
    }
    if (disagreements == 0) Add("  ", texts::kSummaryAllAgree.In(language_));
    std::vector<std::string> counts;
    for (const auto& [verdict, count] : others) {
      counts.push_back(
          absl::StrCat(SayEnum(plans::v1::Verdict_descriptor(), verdict, language_), " ", count));
    }
    Add("  ", texts::kSummaryOther.In(language_), ": ", absl::StrJoin(counts, ", "));
  }

  void Project(const Examples& examples) {
    const proposals::v1::Contract& contract = examples.contract;
    Add(texts::kProjectHead.In(language_), "  ", Marked(contract, "number"));
    Add("  ", contract.title());
    Add("  ", texts::kAmount.In(language_), ": ", Marked(contract, "amount.total"), "; ",
        texts::kGrant.In(language_), " ", Value(contract, "grant_percent"));
    Add("  ", texts::kEu.In(language_), " ", Marked(contract, "amount.eu"), ", ",
        texts::kSummaryNational.In(language_), " ", Marked(contract, "amount.national"));
    Add("  ", texts::kSummaryOwn.In(language_), " ", Marked(contract, "amount.own"));
    Add("  ", Marked(contract, "starts_on"), " – ", Marked(contract, "ends_on"), ", ",
        SayPeriod(absl::StrCat(contract.duration_months(), " months"), language_), " (",
        Value(contract, "period_rule"), ")");
    Budget(examples);
  }

  void Deadlines(const timelines::v1::ListDeadlinesResponse& deadlines) {
    Add("  ", texts::kSummaryDeadlines.In(language_), " ", Value(deadlines, "as_of"), ":");
    int shown = 0;
    for (const timelines::v1::Deadline& deadline : deadlines.deadlines()) {
      if (deadline.state() == timelines::v1::MET || deadline.state() == timelines::v1::MET_LATE)
        continue;
      if (++shown > kDeadlinesMax) break;
      Add("    ", Value(deadline, "due_on"), "  ", Value(deadline, "title_*"), " (",
          Value(deadline, "state"), ")");
      Add("      ", Value(deadline, "basis"));
    }
    Add(texts::kSummaryMore.In(language_), ": tranche plans check ", kExamplePlan,
        "; tranche deadlines list ", kExampleContract);
  }

  void Blank() { lines_.emplace_back(); }
  std::vector<std::string> Take() { return std::move(lines_); }

 private:
  template <class... Parts>
  void Add(const Parts&... parts) {
    lines_.push_back(Shortened(absl::StrCat(parts...), kColumnsMax));
  }

  std::string Value(const Message& message, absl::string_view path) const {
    return CellAt(message, path, language_).text;
  }

  // A value with where it comes from.
  std::string Marked(const Message& message, absl::string_view path) const {
    const Cell cell = CellAt(message, path, language_);
    if (cell.mark == common::v1::PROVENANCE_UNSPECIFIED) return cell.text;
    return absl::StrCat(cell.text, " (", SayMark(cell.mark, language_), ")");
  }

  void Disagreement(const plans::v1::Check& check) {
    const auto say = [&](const std::string& decimal, absl::string_view unit) {
      return SayAmount(decimal, unit, language_);
    };
    Add("    ", check.place(), "  ", Shortened(Value(check, "title_*"), 45), ": ",
        say(check.stated(), ""), " → ", say(check.computed(), check.unit()), " (",
        say(check.delta(), ""), ")");
  }

  void Budget(const Examples& examples) {
    const budgets::v1::Budget& budget = examples.budget;
    // The sum is marked as its lines are.
    std::string mark;
    if (budget.lines_size() > 0) {
      const Cell first = CellAt(budget.lines(0), "total", language_);
      if (first.mark != common::v1::PROVENANCE_UNSPECIFIED) {
        mark = absl::StrCat(" (", SayMark(first.mark, language_), ")");
      }
    }
    Add("  ", texts::kSummaryBudget.In(language_), ": ", budget.lines_size(), " ",
        texts::kSummaryLines.In(language_), " ", Value(budget, "caps"), mark);
    Add("  ", texts::kSummaryApproved.In(language_), ": ", Value(examples.report, "total.spent"), "; ",
        texts::kSummaryReceived.In(language_), ": ", Value(examples.report, "paid_total"), " (",
        texts::kSummaryAdvance.In(language_), " ", Value(examples.report, "paid_advance"), ")");
  }

  const Language language_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> SummaryLines(const Examples& examples, Language language) {
  Summary summary(language);
  summary.Plan(examples.plan, examples.checks);
  summary.Blank();
  summary.Project(examples);
  summary.Deadlines(examples.deadlines);
  return summary.Take();
}

}  // namespace tranche::cli
