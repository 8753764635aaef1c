// SPDX-License-Identifier: EUPL-1.2
// What a person says instead of what was read in a plan. Nothing is ever changed: a correction is taken
// back by another one, and what is shown follows from all of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/base/error.h"
#include "platform/text/typed_value.h"

namespace tranche::plans {

// Which value of a plan, and where.
struct ValueKey {
  std::string field;  // Name of tranche.plans.v1.PlanField, "MEASURE_TOTAL".
  std::string place;  // "2", "1.2", "1.2.1"; empty for values of the whole plan.

  friend bool operator==(const ValueKey&, const ValueKey&) = default;
  friend auto operator<=>(const ValueKey&, const ValueKey&) = default;
};

// A row is corrected as a whole under this name; its place is its path, "measure.1.2".
inline constexpr char kRowField[] = "PLAN_ROW";

struct PlanValue {
  ValueForm form = ValueForm::kText;
  Value value;
  std::vector<std::string> allowed = {};  // The words of ValueForm::kWord.
  std::string path = {};                  // "measure.1.2.stated_total"
  // Where it stands in a list, if it has a path by itself, "parents.1.title"; else its path.
  std::string listed_path = {};
  bool added = false;  // Of a row that a person added: the document has no such value.
};
// Every value of a version that can be corrected.
using PlanValues = std::map<ValueKey, PlanValue>;

struct CorrectionFact {
  int number = 0;
  int version = 0;
  ValueKey key;
  Value read;  // Of a row all that it says, as one text; no value: the document has no such row.
  Value instead_of;
  Value value;                      // Of a row: none strikes it out.
  int takes_back = 0;               // 0: none.
  std::string path = {};            // Of the value or the row.
  std::string document_place = {};  // Where a row that is added stands in the document; may be empty.

  bool is_row() const { return key.field == kRowField; }
};

// The corrections in force of a version, by what they correct: the last of each value that was not
// taken back. `all` is sorted by number.
std::map<ValueKey, CorrectionFact> InForce(const std::vector<CorrectionFact>& all, int version);

// `values` with the corrections in force laid over them.
PlanValues Overlaid(PlanValues values, const std::map<ValueKey, CorrectionFact>& in_force);

struct CorrectionCommand {
  ValueKey key;
  Value instead_of;
  Value value;
};

// The path is that row or of a value in it; the measures of a section are in it.
bool IsWithin(const std::string& row, const std::string& path);

// The correction in force that strikes out the row at `path`, or one that it is in; null: none does.
const CorrectionFact* StruckBy(const std::map<ValueKey, CorrectionFact>& in_force,
                               const std::string& path);

// The correction that a person asks for, without its number; `stated` are the values of the document,
// `all` the plan's corrections. CORRECTION_PLACE_UNKNOWN, CORRECTION_VALUE_UNFIT (INVALID_REQUEST, with
// their fields; of values with a path CORRECTION_FORM_UNFIT, CORRECTION_WORD_UNKNOWN),
// CORRECTION_ROW_STRUCK, CORRECTION_STALE, CORRECTION_SAYS_THE_SAME.
absl::StatusOr<CorrectionFact> DecideCorrection(const PlanValues& stated,
                                                const std::vector<CorrectionFact>& all, int version,
                                                const CorrectionCommand& command);

// What a value is refused with that is not in its form; no value: it is.
std::optional<Violation> Unfit(const std::string& field, const PlanValue& of, const Value& value);

struct RowCommand {
  std::string path;
  Value text;  // All that the row says; of one that is struck out what it says now.
  std::string document_place;
};
// The row that a person adds, without its number. ROW_NUMBER_TAKEN is the caller's, where the plan has
// such a row. CORRECTION_ROW_STRUCK, ROW_NUMBER_TAKEN of one that was added and struck out.
absl::StatusOr<CorrectionFact> DecideAddRow(const std::vector<CorrectionFact>& all, int version,
                                            const RowCommand& command);
// The row that a person strikes out. CORRECTION_PATH_UNKNOWN is the caller's. CORRECTION_ROW_STRUCK of
// one in a row that is struck out, CORRECTION_SAYS_THE_SAME.
absl::StatusOr<CorrectionFact> DecideStrikeRow(const std::vector<CorrectionFact>& all, int version,
                                               const RowCommand& command);

// The correction that takes `number` back; NOT_FOUND is the caller's. CORRECTION_ALREADY_REPLACED,
// CORRECTION_ROW_HAS_VALUES of an added row whose values were corrected.
absl::StatusOr<CorrectionFact> DecideTakeBack(const std::vector<CorrectionFact>& all,
                                              const CorrectionFact& taken);

}  // namespace tranche::plans
