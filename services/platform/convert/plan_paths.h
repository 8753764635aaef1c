// SPDX-License-Identifier: EUPL-1.2
// Every value of a municipal plan by its address, "measure.1.2.sources.1.kind": the address under which
// its place in the document is kept. What persons said instead is laid over a plan here, for whoever
// shows or reckons with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "platform/text/typed_value.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::convert {

// A value at its path, in the form in which corrections keep it.
struct PlanLeaf {
  std::string path;
  ValueForm form = ValueForm::kText;
  Value value;
  std::vector<std::string> allowed = {};  // The words of ValueForm::kWord.
};

// Every value of a plan that can be corrected, in the order of its description. What the plan does not
// speak of is there without a value, where there is one place for it. Of two rows with one number
// within a section, the first.
std::vector<PlanLeaf> LeavesOf(const plans::v1::Plan& plan);
// The paths of its rows and items: "section.1", "measure.1.2", "measure.1.2.sources.1", "bodies.2".
std::vector<std::string> RowsOf(const plans::v1::Plan& plan);
// The lists to which rows can be added: "section", "measure.1", "measure.1.2.sources", "bodies".
std::vector<std::string> ListsOf(const plans::v1::Plan& plan);

// What follows `row` in the path of a value of it, "activity" of "measure.1.2"; empty for the row
// itself; no value when the path is of another row.
std::optional<std::string> Within(const std::string& row, const std::string& path);

// The path of a correction: its place, where its field has no path of its own. `field` is a name of
// tranche.plans.v1.PlanField.
std::string PathOf(const std::string& field, const std::string& place);
// Field and place of a path: of the fields that have a name their own, else PLAN_VALUE.
struct PlanAddress {
  std::string field;
  std::string place;
};
PlanAddress AddressOf(const std::string& path);
// The strategy that a plan carries out has one path, also where it is asked for among the parents.
std::string CanonicalPath(const plans::v1::Plan& plan, const std::string& path);
// And back: where a value of that strategy stands among the parents; any other path as it is.
std::string ListedPath(const plans::v1::Plan& plan, const std::string& path);

// Values of a row as one text, and back: {"activity": "…"}. A text that is none is kInternal.
std::string RowText(const std::vector<PlanLeaf>& leaves);
absl::Status ReadRowText(const std::string& text, std::vector<PlanLeaf>* leaves);

// What is said of a value or a row: of a row a text adds it, where it is not there, and no value
// strikes it out.
struct PlanChange {
  std::string path;
  bool is_row = false;
  Value value;
};
// Lays the changes over the plan; what has no place in it changes nothing. Rows that are struck out
// are gone, all others keep the numbers that they have in the document. kInternal: a value is not in
// its form.
absl::Status LayOver(const std::vector<PlanChange>& changes, plans::v1::Plan* plan);
// The same, but what is struck out, and numbers of lists that were given up, stay where they are: so
// that every path is of the row that it names. Their paths come into `gone`.
absl::Status LayOverInPlace(const std::vector<PlanChange>& changes, plans::v1::Plan* plan,
                            std::vector<std::string>* gone);
// A row that can be added at `row`: all its values, and those that are asked for by their paths within
// it, in their order; one that it does not have is none.
struct NewRow {
  std::vector<PlanLeaf> blank;
  std::vector<std::optional<PlanLeaf>> asked;
};
// No value: no row can be added there.
std::optional<NewRow> DescribeRow(const plans::v1::Plan& plan, const std::string& row,
                                  const std::vector<std::string>& asked);

// Only the rows that are added, so that their values have places; nothing is struck out. The paths of
// numbers that were given up, and hold nothing, come into `gaps`.
absl::Status AddRows(const std::vector<PlanChange>& changes, plans::v1::Plan* plan,
                     std::vector<std::string>* gaps);

}  // namespace tranche::convert
