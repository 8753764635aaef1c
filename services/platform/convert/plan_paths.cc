// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_paths.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/convert/plan_fields.h"
#include "platform/convert/plan_strategy.h"
#include "tranche/plans/v1/plan_corrections.pb.h"

namespace tranche::convert {
namespace {

namespace pb = plans::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Json = nlohmann::json;

// What a walk over a plan tells.
class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void Leaf(const std::string& path, const Message& message, const FieldDescriptor& field,
                    int index) = 0;
  virtual void Row(const std::string& /*path*/) {}
  virtual void List(const std::string& /*path*/) {}
};

std::string Joined(const std::string& path, const std::string& name) {
  return path.empty() ? name : absl::StrCat(path, ".", name);
}

void Walk(const Message& message, const std::string& path, Visitor* visitor) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (IsKeptBeside(field)) continue;
    const std::string at = Joined(path, field.name());
    if (!field.is_repeated()) {
      if (IsLeaf(field)) {
        visitor->Leaf(at, message, field, -1);
      } else {
        Walk(reflection->GetMessage(message, &field), at, visitor);
      }
      continue;
    }
    visitor->List(at);
    for (int item = 0; item < reflection->FieldSize(message, &field); ++item) {
      const std::string row = absl::StrCat(at, ".", item + 1);
      visitor->Row(row);
      if (field.message_type() == nullptr || IsLeaf(field)) {
        visitor->Leaf(row, message, field, item);
      } else {
        Walk(reflection->GetRepeatedMessage(message, &field, item), row, visitor);
      }
    }
  }
}

void WalkPlan(const pb::Plan& stated, Visitor* visitor) {
  if (stated.has_parent_strategy()) {
    pb::ParentStrategy strategy = stated.parent_strategy();
    FillAdoption(&strategy);
    Walk(strategy, "parent_strategy", visitor);
  }
  Walk(stated, "", visitor);
  visitor->List("section");
  for (const pb::Section& section : stated.sections()) {
    const std::string number = absl::StrCat(section.ordinal());
    visitor->Row(absl::StrCat("section.", number));
    Walk(section, absl::StrCat("section.", number), visitor);
    visitor->List(absl::StrCat("measure.", number));
    for (const pb::Measure& measure : section.measures()) {
      const std::string at = absl::StrCat("measure.", number, ".", measure.ordinal());
      visitor->Row(at);
      Walk(measure, at, visitor);
    }
  }
}

class Leaves final : public Visitor {
 public:
  // Values below `hidden` have another path.
  explicit Leaves(std::string hidden = "-") : hidden_(std::move(hidden)) {}

  void Leaf(const std::string& path, const Message& message, const FieldDescriptor& field,
            int index) override {
    if (absl::StartsWith(path, hidden_)) return;
    leaves.push_back({path, FormOf(field), ReadLeaf(message, field, index), AllowedIn(field)});
  }

  std::vector<PlanLeaf> leaves;

 private:
  const std::string hidden_;
};

class Places final : public Visitor {
 public:
  void Leaf(const std::string&, const Message&, const FieldDescriptor&, int) override {}
  void Row(const std::string& path) override { rows.push_back(path); }
  void List(const std::string& path) override { lists.push_back(path); }

  std::vector<std::string> rows;
  std::vector<std::string> lists;
};

// Fields with a name of their own; the place of the value stands between the two parts of its path.
struct NamedPath {
  pb::PlanField field;
  std::string_view before;
  std::string_view after;  // Empty: of the whole plan.
};
constexpr std::array<NamedPath, 15> kNamed = {{
    {pb::PLAN_TITLE, "title", ""},
    {pb::PLAN_STATED_TOTAL, "stated_total", ""},
    {pb::PARENT_STRATEGY_TITLE, "parent_strategy.title", ""},
    {pb::PARENT_STRATEGY_DECISION, "parent_strategy.adoption.decision_number", ""},
    {pb::PARENT_STRATEGY_PROTOCOL, "parent_strategy.adoption.protocol_number", ""},
    {pb::PARENT_STRATEGY_DATE, "parent_strategy.adoption.date", ""},
    {pb::SECTION_TITLE, "section.", ".title"},
    {pb::MEASURE_ACTIVITY, "measure.", ".activity"},
    {pb::MEASURE_DESCRIPTION, "measure.", ".description"},
    {pb::MEASURE_PLACE, "measure.", ".place"},
    {pb::MEASURE_EXECUTOR, "measure.", ".executor"},
    {pb::MEASURE_TOTAL, "measure.", ".stated_total"},
    {pb::MEASURE_MONTHLY, "measure.", ".monthly"},
    {pb::MEASURE_PERSONS, "measure.", ".headcount.count"},
    {pb::MEASURE_MONTHS, "measure.", ".months"},
}};

// Numbers and points only, with so many points.
bool IsPlace(absl::string_view place, int points) {
  int seen = 0;
  for (const char c : place) {
    if (c == '.') ++seen;
    if (c != '.' && (c < '0' || c > '9')) return false;
  }
  return !place.empty() && seen == points;
}

}  // namespace

std::vector<PlanLeaf> LeavesOf(const pb::Plan& plan) {
  const int strategy = StrategyOf(plan);
  Leaves visitor(strategy < 0 ? "-" : absl::StrCat("parents.", strategy + 1, "."));
  WalkPlan(plan, &visitor);
  return std::move(visitor.leaves);
}

std::vector<std::string> RowsOf(const pb::Plan& plan) {
  Places visitor;
  WalkPlan(plan, &visitor);
  return std::move(visitor.rows);
}

std::vector<std::string> ListsOf(const pb::Plan& plan) {
  Places visitor;
  WalkPlan(plan, &visitor);
  return std::move(visitor.lists);
}

std::optional<std::string> Within(const std::string& row, const std::string& path) {
  if (path == row) return "";
  if (!absl::StartsWith(path, absl::StrCat(row, "."))) return std::nullopt;
  return path.substr(row.size() + 1);
}

std::string PathOf(const std::string& field, const std::string& place) {
  pb::PlanField known = pb::PLAN_FIELD_UNSPECIFIED;
  pb::PlanField_Parse(field, &known);
  switch (known) {
    case pb::PLAN_TITLE:
    case pb::PLAN_STATED_TOTAL:
    case pb::PARENT_STRATEGY_TITLE:
    case pb::PARENT_STRATEGY_DECISION:
    case pb::PARENT_STRATEGY_PROTOCOL:
    case pb::PARENT_STRATEGY_DATE:
    case pb::SECTION_TITLE:
    case pb::MEASURE_ACTIVITY:
    case pb::MEASURE_DESCRIPTION:
    case pb::MEASURE_PLACE:
    case pb::MEASURE_EXECUTOR:
    case pb::MEASURE_TOTAL:
    case pb::MEASURE_MONTHLY:
    case pb::MEASURE_PERSONS:
    case pb::MEASURE_MONTHS:
      for (const NamedPath& named : kNamed) {
        if (named.field != known) continue;
        const std::string before(named.before);
        return named.after.empty() ? before : absl::StrCat(before, place, std::string(named.after));
      }
      break;
    case pb::MEASURE_PART: {  // "1.2.1" is part 1 of measure 1.2.
      const std::size_t point = place.rfind('.');
      if (point == std::string::npos) return "";
      return absl::StrCat("measure.", place.substr(0, point), ".parts", place.substr(point), ".amount");
    }
    case pb::PLAN_VALUE:
    case pb::PLAN_ROW:
      return place;
    case pb::PLAN_FIELD_UNSPECIFIED:
    case pb::PlanField_INT_MIN_SENTINEL_DO_NOT_USE_:
    case pb::PlanField_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "";
}

PlanAddress AddressOf(const std::string& path) {
  for (const NamedPath& named : kNamed) {
    const std::string before(named.before);
    const std::string after(named.after);
    if (after.empty()) {
      if (path == before) return {pb::PlanField_Name(named.field), ""};
      continue;
    }
    if (!absl::StartsWith(path, before) || !absl::EndsWith(path, after)) continue;
    if (path.size() <= before.size() + after.size()) continue;
    const std::string place = path.substr(before.size(), path.size() - before.size() - after.size());
    if (IsPlace(place, before == "measure." ? 1 : 0)) return {pb::PlanField_Name(named.field), place};
  }
  const std::size_t parts = path.find(".parts.");
  if (parts != std::string::npos && absl::StartsWith(path, "measure.") &&
      absl::EndsWith(path, ".amount")) {
    const std::string part = path.substr(parts + 7, path.size() - parts - 14);
    const std::string place = absl::StrCat(path.substr(8, parts - 8), ".", part);
    if (IsPlace(place, 2)) return {pb::PlanField_Name(pb::MEASURE_PART), place};
  }
  return {pb::PlanField_Name(pb::PLAN_VALUE), path};
}

std::string CanonicalPath(const pb::Plan& plan, const std::string& path) {
  const int strategy = StrategyOf(plan);
  if (strategy < 0) return path;
  const std::string row = absl::StrCat("parents.", strategy + 1);
  const std::optional<std::string> within = Within(row, path);
  return within && !within->empty() ? absl::StrCat("parent_strategy.", *within) : path;
}

std::string ListedPath(const pb::Plan& plan, const std::string& path) {
  const int strategy = StrategyOf(plan);
  const std::optional<std::string> within = Within("parent_strategy", path);
  if (strategy < 0 || !within || within->empty()) return path;
  return absl::StrCat("parents.", strategy + 1, ".", *within);
}

std::string RowText(const std::vector<PlanLeaf>& leaves) {
  Json values = Json::object();
  for (const PlanLeaf& leaf : leaves) {
    if (leaf.value) values[leaf.path] = *leaf.value;
  }
  return values.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::Status ReadRowText(const std::string& text, std::vector<PlanLeaf>* leaves) {
  const Json values = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!values.is_object()) return absl::InternalError("a stored row is none");
  for (const auto& [path, value] : values.items()) {
    if (!value.is_string()) return absl::InternalError("a stored row has a value that is no text");
    leaves->push_back({path, ValueForm::kText, value.get<std::string>()});
  }
  return absl::OkStatus();
}

}  // namespace tranche::convert
