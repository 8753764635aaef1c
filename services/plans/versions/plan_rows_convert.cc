// SPDX-License-Identifier: EUPL-1.2
// The values and rows of a plan by their paths, for who corrects, adds and strikes out.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/versions/plan_values_convert.h"
#include "platform/base/error.h"
#include "platform/convert/plan_path_names.h"
#include "platform/convert/plan_paths.h"

namespace tranche::plans {
namespace {

// What a refusal lists of what is allowed.
constexpr std::size_t kAllowedMax = 30;

// The plan with the rows that were added, none struck out; its values and rows without those of numbers
// that were given up.
class GrownPlan {
 public:
  GrownPlan(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force)
      : plan_(stated) {
    std::vector<convert::PlanChange> changes;
    for (const auto& [key, correction] : in_force) {
      if (correction.is_row() && correction.value) {
        changes.push_back({key.place, /*is_row=*/true, correction.value});
      }
    }
    const absl::Status added = convert::AddRows(changes, &plan_, &gaps_);
    if (!added.ok()) throw std::runtime_error(std::string(added.message()));
  }

  const v1::Plan& plan() const { return plan_; }

  std::vector<convert::PlanLeaf> Leaves() const {
    std::vector<convert::PlanLeaf> leaves = convert::LeavesOf(plan_);
    std::erase_if(leaves, [this](const convert::PlanLeaf& leaf) { return IsGivenUp(leaf.path); });
    return leaves;
  }

  bool HasRow(const std::string& row) const {
    const std::vector<std::string> rows = convert::RowsOf(plan_);
    return !IsGivenUp(row) && std::find(rows.begin(), rows.end(), row) != rows.end();
  }

 private:
  bool IsGivenUp(const std::string& path) const {
    return std::any_of(gaps_.begin(), gaps_.end(),
                       [&path](const std::string& gap) { return IsWithin(gap, path); });
  }

  v1::Plan plan_;
  std::vector<std::string> gaps_;
};

v1::PlanValueForm ToProto(ValueForm form) {
  switch (form) {
    case ValueForm::kText:
      return v1::TEXT_VALUE;
    case ValueForm::kBlankable:
      return v1::BLANKABLE_TEXT;
    case ValueForm::kAmount:
      return v1::AMOUNT_VALUE;
    case ValueForm::kCount:
      return v1::COUNT_VALUE;
    case ValueForm::kFlag:
      return v1::FLAG_VALUE;
    case ValueForm::kWord:
      return v1::WORD_VALUE;
    case ValueForm::kDate:
      return v1::DATE_VALUE;
    case ValueForm::kPeriod:
      return v1::PERIOD_VALUE;
    case ValueForm::kDecimal:
      return v1::DECIMAL_VALUE;
  }
  return v1::PLAN_VALUE_FORM_UNSPECIFIED;
}

// "measure.1.2" of "measure.1.2.activity"; empty of "title".
std::string Above(const std::string& path) {
  const std::size_t point = path.rfind('.');
  return point == std::string::npos ? "" : path.substr(0, point);
}

// Where the document has a value, by its path or what it is a part of.
class DocumentPlaces {
 public:
  explicit DocumentPlaces(const v1::Plan& plan) {
    for (const v1::SourceSpan& span : plan.spans()) places_.emplace(span.path(), span.place());
  }

  std::string Of(std::string path) const {
    for (; !path.empty(); path = Above(path)) {
      const auto found = places_.find(path);
      if (found != places_.end()) return found->second;
    }
    return "";
  }

 private:
  std::map<std::string, std::string> places_;
};

// The row that a value or a row of an added row is in; null: it is of the document.
const CorrectionFact* AddedBy(const std::map<ValueKey, CorrectionFact>& in_force,
                              const std::string& path) {
  for (const auto& [key, correction] : in_force) {
    const bool added = correction.is_row() && correction.value && !correction.read;
    if (added && IsWithin(key.place, path)) return &correction;
  }
  return nullptr;
}

std::string Some(const std::set<std::string>& words) {
  std::vector<std::string> some(words.begin(), words.end());
  const bool more = some.size() > kAllowedMax;
  if (more) some.resize(kAllowedMax);
  return absl::StrCat(absl::StrJoin(some, ", "), more ? " …" : "");
}

// The words of a row as one text.
Value WordsOf(const Value& row) {
  if (!row) return std::nullopt;
  std::vector<convert::PlanLeaf> leaves;
  if (!convert::ReadRowText(*row, &leaves).ok()) return row;
  std::vector<std::string> words;
  for (const convert::PlanLeaf& leaf : leaves) {
    const bool says = leaf.value && !leaf.value->empty() && leaf.form != ValueForm::kFlag;
    if (says && *leaf.value != "false") words.push_back(*leaf.value);
  }
  return absl::StrJoin(words, " · ");
}

// The highest number of a list's rows, of those that are there and of those that ever were added.
int LastNumber(const v1::Plan& plan, const std::vector<CorrectionFact>& all, const std::string& list) {
  int last = 0;
  const auto take = [&](const std::string& row) {
    const std::optional<std::string> rest = convert::Within(list, row);
    int number = 0;
    if (rest && absl::SimpleAtoi(*rest, &number)) last = std::max(last, number);
  };
  for (const std::string& row : convert::RowsOf(plan)) take(row);
  for (const CorrectionFact& each : all) {
    if (each.is_row() && each.version == plan.version()) take(each.path);
  }
  return last;
}

bool HasNumbersOfItsOwn(const std::string& list) {
  return absl::StartsWith(list, "measure.") && std::count(list.begin(), list.end(), '.') == 1;
}

Violation UnknownList(const v1::Plan& plan, const std::vector<std::string>& lists,
                      const std::string& list) {
  std::set<std::string> outer;
  for (const std::string& each : lists) {
    const bool within_measure =
        absl::StartsWith(each, "measure.") && std::count(each.begin(), each.end(), '.') > 1;
    if (!within_measure) outer.insert(each);
  }
  return {"list",
          "ROW_LIST_UNKNOWN",
          {{"list", list}, {"version", absl::StrCat(plan.version())}, {"allowed", Some(outer)}}};
}

// The values of a new row in their forms.
absl::StatusOr<std::string> ReadValues(const v1::Plan& plan, const std::string& row,
                                       const v1::AddPlanRowRequest& request) {
  std::vector<std::string> asked;
  for (const v1::RowValue& value : request.values()) asked.push_back(value.path());
  const std::optional<convert::NewRow> described = convert::DescribeRow(plan, row, asked);
  if (!described) {
    return RefuseInput(
        "INVALID_REQUEST",
        {{"list", "ROW_LIST_UNKNOWN", {{"list", request.list()}, {"version", ""}, {"allowed", ""}}}});
  }
  std::set<std::string> known;
  for (const convert::PlanLeaf& leaf : described->blank) known.insert(leaf.path);
  std::vector<Violation> violations;
  std::vector<convert::PlanLeaf> values;
  bool says_something = false;
  for (int i = 0; i < request.values_size(); ++i) {
    const std::string field = absl::StrCat("values[", i, "]");
    const auto& leaf = described->asked[static_cast<std::size_t>(i)];
    if (!leaf) {
      violations.push_back({field + ".path",
                            "CORRECTION_PATH_UNKNOWN",
                            {{"version", absl::StrCat(plan.version())},
                             {"path", request.values(i).path()},
                             {"known", row},
                             {"allowed", Some(known)}}});
      continue;
    }
    const PlanValue of{.form = leaf->form, .value = {}, .allowed = leaf->allowed, .path = leaf->path};
    const Value& value = request.values(i).value();
    if (auto unfit = Unfit(field + ".value", of, value)) {
      violations.push_back(*std::move(unfit));
      continue;
    }
    values.push_back({leaf->path, leaf->form, *Normalised(leaf->form, value, leaf->allowed)});
    says_something = says_something || !request.values(i).value().empty();
  }
  if (violations.empty() && !says_something) violations.push_back({"values", "ROW_EMPTY", {}});
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return convert::RowText(values);
}

}  // namespace

ValueKey KeyOf(const std::string& path) {
  convert::PlanAddress address = convert::AddressOf(path);
  return {std::move(address.field), std::move(address.place)};
}

std::string PathOf(const ValueKey& key) { return convert::PathOf(key.field, key.place); }

PlanValues ValuesOf(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force) {
  PlanValues values;
  for (convert::PlanLeaf& leaf : GrownPlan(stated, in_force).Leaves()) {
    values.emplace(KeyOf(leaf.path), PlanValue{.form = leaf.form,
                                               .value = std::move(leaf.value),
                                               .allowed = std::move(leaf.allowed),
                                               .path = leaf.path,
                                               .listed_path = convert::ListedPath(stated, leaf.path),
                                               .added = AddedBy(in_force, leaf.path) != nullptr});
  }
  return values;
}

std::vector<v1::PlanValue> ShownValues(const v1::Plan& stated,
                                       const std::map<ValueKey, CorrectionFact>& in_force) {
  const DocumentPlaces places(stated);
  std::vector<v1::PlanValue> shown;
  for (convert::PlanLeaf& leaf : GrownPlan(stated, in_force).Leaves()) {
    v1::PlanValue& value = shown.emplace_back();
    value.set_path(leaf.path);
    const convert::PathTitle title = convert::TitleOfPath(leaf.path);
    value.set_title_bg(title.bg);
    value.set_title_en(title.en);
    value.set_form(ToProto(leaf.form));
    for (const std::string& word : leaf.allowed) value.add_allowed(word);
    const CorrectionFact* added = AddedBy(in_force, leaf.path);
    value.set_added(added != nullptr);
    value.set_document_place(added != nullptr ? added->document_place : places.Of(leaf.path));
    if (leaf.value && added == nullptr) value.set_read(*leaf.value);
    if (leaf.value) value.set_value(*leaf.value);
    const std::string listed = convert::ListedPath(stated, leaf.path);
    value.set_struck(StruckBy(in_force, leaf.path) != nullptr || StruckBy(in_force, listed) != nullptr);
    const auto corrected = in_force.find(KeyOf(leaf.path));
    if (corrected == in_force.end()) continue;
    value.set_corrected(true);
    value.clear_value();
    if (corrected->second.value) value.set_value(*corrected->second.value);
  }
  return shown;
}

Value RowTextOf(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force,
                const std::string& row) {
  const GrownPlan grown(stated, in_force);
  if (!grown.HasRow(row)) return std::nullopt;
  std::vector<convert::PlanLeaf> leaves;
  for (convert::PlanLeaf& leaf : grown.Leaves()) {
    const std::optional<std::string> within = convert::Within(row, leaf.path);
    if (!within || !leaf.value || leaf.value->empty()) continue;
    leaf.path = *within;
    leaves.push_back(std::move(leaf));
  }
  return convert::RowText(leaves);
}

absl::StatusOr<RowCommand> NewRowOf(const v1::Plan& stated, const std::vector<CorrectionFact>& all,
                                    const v1::AddPlanRowRequest& request) {
  const v1::Plan plan = GrownPlan(stated, InForce(all, stated.version())).plan();
  const std::vector<std::string> lists = convert::ListsOf(plan);
  if (std::find(lists.begin(), lists.end(), request.list()) == lists.end()) {
    return RefuseInput("INVALID_REQUEST", {UnknownList(plan, lists, request.list())});
  }
  const int next = LastNumber(plan, all, request.list()) + 1;
  const int number = request.number() == 0 ? next : request.number();
  const std::string row = absl::StrCat(request.list(), ".", number);
  const std::vector<std::string> rows = convert::RowsOf(plan);
  const bool taken = std::find(rows.begin(), rows.end(), row) != rows.end();
  if (taken || (number != next && !HasNumbersOfItsOwn(request.list()))) {
    return Refuse("ROW_NUMBER_TAKEN",
                  {{"row", row}, {"next", absl::StrCat(request.list(), ".", next)}});
  }
  // A list goes on behind numbers that were used and given up; the forms are those of any row.
  const std::string like =
      HasNumbersOfItsOwn(request.list()) || request.list() == "section"
          ? row
          : absl::StrCat(request.list(), ".", LastNumber(plan, {}, request.list()) + 1);
  absl::StatusOr<std::string> text = ReadValues(plan, like, request);
  if (!text.ok()) return text.status();
  return RowCommand{.path = row, .text = *std::move(text), .document_place = request.document_place()};
}

Violation UnknownPath(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force,
                      const std::string& field, const std::string& path) {
  std::set<std::string> paths;
  for (const convert::PlanLeaf& leaf : GrownPlan(stated, in_force).Leaves()) {
    paths.insert(leaf.path);
  }
  std::string known = path;
  std::set<std::string> there;
  while (!known.empty() && there.empty()) {
    known = Above(known);
    for (const std::string& each : paths) {
      const std::optional<std::string> within =
          known.empty() ? std::optional<std::string>(each) : convert::Within(known, each);
      if (within && !within->empty()) there.insert(within->substr(0, within->find('.')));
    }
  }
  return {field,
          "CORRECTION_PATH_UNKNOWN",
          {{"version", absl::StrCat(stated.version())},
           {"path", path},
           {"known", known.empty() ? "–" : known},
           {"allowed", Some(there)}}};
}

void DescribeCorrection(const CorrectionFact& fact, v1::Correction* shown) {
  shown->set_path(fact.path);
  const convert::PathTitle title = convert::TitleOfPath(fact.path);
  shown->set_title_bg(title.bg);
  shown->set_title_en(title.en);
  shown->set_document_place(fact.document_place);
  if (!fact.is_row()) {
    shown->set_kind(v1::VALUE_CHANGED);
    return;
  }
  // Taking back has the kind of what it takes back.
  const bool adds = fact.value.has_value() == (fact.takes_back == 0);
  shown->set_kind(adds ? v1::ROW_ADDED : v1::ROW_STRUCK);
  const Value& row = fact.value ? fact.value : fact.instead_of;
  std::vector<convert::PlanLeaf> leaves;
  if (row && convert::ReadRowText(*row, &leaves).ok()) {
    for (const convert::PlanLeaf& leaf : leaves) {
      v1::RowValue& value = *shown->add_row();
      value.set_path(leaf.path);
      value.set_value(leaf.value.value_or(""));
    }
  }
  // For people the words of the row.
  if (const Value words = WordsOf(fact.read)) shown->set_read(*words);
  if (const Value words = WordsOf(fact.instead_of)) shown->set_instead_of(*words);
  if (const Value words = WordsOf(fact.value)) shown->set_value(*words);
}

}  // namespace tranche::plans
