// SPDX-License-Identifier: EUPL-1.2
// Laying what persons said over a plan: rows that are added, then values, then rows that are struck
// out.
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/base/status_macros.h"
#include "platform/convert/plan_fields.h"
#include "platform/convert/plan_paths.h"
#include "platform/convert/plan_strategy.h"
#include "platform/text/written.h"

namespace tranche::convert {
namespace {

namespace pb = plans::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Segments = std::vector<std::string>;

// Rows that a person may add to one list; more are no plan.
constexpr int kRowsMax = 2000;

int NumberOf(const std::string& segment) {
  int number = 0;
  return absl::SimpleAtoi(segment, &number) && number > 0 ? number : 0;
}

// A place within a plan: a field of a message, of a list the item at `index`.
struct Spot {
  Message* message = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;
};

Message* AddItem(Message* message, const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return message->GetReflection()->AddMessage(message, &field);
  message->GetReflection()->AddString(message, &field, "");
  return nullptr;
}

// The place of `path` from `at` on; with `grows` a list goes on by the item that follows its last one.
std::optional<Spot> Find(Message* message, const Segments& path, std::size_t at, bool grows) {
  while (message != nullptr && at < path.size()) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(path[at++]);
    if (field == nullptr) return std::nullopt;
    const bool is_strategy = field->name() == "parent_strategy";
    if (IsKeptBeside(*field) && !is_strategy) return std::nullopt;
    const google::protobuf::Reflection* reflection = message->GetReflection();
    if (field->is_repeated()) {
      if (at == path.size()) return std::nullopt;
      const int number = NumberOf(path[at++]);
      const int size = reflection->FieldSize(*message, field);
      if (number == 0 || number > size + 1 || (number > size && !grows)) return std::nullopt;
      if (number > size) AddItem(message, *field);
      if (at == path.size()) return Spot{message, field, number - 1};
      if (IsLeaf(*field)) return std::nullopt;
      message = reflection->MutableRepeatedMessage(message, field, number - 1);
    } else if (IsLeaf(*field)) {
      return at == path.size() ? std::optional<Spot>({message, field, -1}) : std::nullopt;
    } else {
      // A strategy that the plan does not name has no values.
      if (is_strategy && !reflection->HasField(*message, field)) return std::nullopt;
      message = reflection->MutableMessage(message, field);
    }
  }
  return std::nullopt;
}

int IndexOf(const pb::Plan& plan, int section) {
  for (int i = 0; i < plan.sections_size(); ++i) {
    if (plan.sections(i).ordinal() == section) return i;
  }
  return -1;
}

int IndexOf(const pb::Section& section, int measure) {
  for (int i = 0; i < section.measures_size(); ++i) {
    if (section.measures(i).ordinal() == measure) return i;
  }
  return -1;
}

// Rows of the table have numbers of their own; all else is where its path says.
std::optional<Spot> FindIn(pb::Plan* plan, const Segments& path, bool grows) {
  const bool is_section = path.size() >= 2 && path[0] == "section";
  const bool is_measure = path.size() >= 3 && path[0] == "measure";
  if (!is_section && !is_measure) return Find(plan, path, 0, grows);
  const int at = IndexOf(*plan, NumberOf(path[1]));
  if (at < 0) return std::nullopt;
  pb::Section* section = plan->mutable_sections(at);
  if (is_section) {
    if (path.size() == 2) return Spot{plan, pb::Plan::descriptor()->FindFieldByName("sections"), at};
    return Find(section, path, 2, grows);
  }
  const int row = IndexOf(*section, NumberOf(path[2]));
  if (row < 0) return std::nullopt;
  if (path.size() == 3) {
    return Spot{section, pb::Section::descriptor()->FindFieldByName("measures"), row};
  }
  return Find(section->mutable_measures(row), path, 3, grows);
}

// Puts the last item of a list where its number belongs.
template <class Rows>
void Sort(Rows* rows) {
  for (int i = rows->size() - 1; i > 0 && (*rows)[i - 1].ordinal() > (*rows)[i].ordinal(); --i) {
    rows->SwapElements(i - 1, i);
  }
}

// Makes an empty row; the numbers of a list that stay without one are added to `gaps`. False: it has no
// place, or is there already.
bool AddBlank(pb::Plan* plan, const Segments& path, std::vector<std::string>* gaps) {
  if (path.size() < 2 || FindIn(plan, path, /*grows=*/false)) return false;
  const int number = NumberOf(path.back());
  if (number == 0) return false;
  if (path.size() == 2 && path[0] == "section") {
    plan->add_sections()->set_ordinal(number);
    Sort(plan->mutable_sections());
    return true;
  }
  if (path.size() == 3 && path[0] == "measure") {
    const int section = IndexOf(*plan, NumberOf(path[1]));
    if (section < 0) return false;
    pb::Section* in = plan->mutable_sections(section);
    in->add_measures()->set_ordinal(number);
    Sort(in->mutable_measures());
    return true;
  }
  if (number > kRowsMax) return false;
  Segments item = path;
  for (int i = 1; i <= number; ++i) {
    item.back() = absl::StrCat(i);
    const bool was_there = FindIn(plan, item, /*grows=*/false).has_value();
    if (!FindIn(plan, item, /*grows=*/true)) return false;
    if (!was_there && i < number) gaps->push_back(absl::StrJoin(item, "."));
  }
  return true;
}

// Outer rows before those within them, and items by their numbers.
bool Earlier(const Segments& a, const Segments& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const int left = NumberOf(a[i]);
    const int right = NumberOf(b[i]);
    return left != 0 && right != 0 ? left < right : a[i] < b[i];
  }
  return false;
}

absl::Status SetRow(pb::Plan* plan, const Segments& row, const std::string& text) {
  std::vector<PlanLeaf> values;
  TRANCHE_RETURN_IF_ERROR(ReadRowText(text, &values));
  // Items of a list in the row come in their order.
  std::sort(values.begin(), values.end(), [](const PlanLeaf& a, const PlanLeaf& b) {
    return Earlier(absl::StrSplit(a.path, '.'), absl::StrSplit(b.path, '.'));
  });
  for (const PlanLeaf& value : values) {
    Segments path = row;
    if (!value.path.empty()) {
      for (const std::string& segment : Segments(absl::StrSplit(value.path, '.'))) {
        path.push_back(segment);
      }
    }
    const std::optional<Spot> spot = FindIn(plan, path, /*grows=*/true);
    if (!spot || (spot->index >= 0 && !IsLeaf(*spot->field))) continue;
    TRANCHE_RETURN_IF_ERROR(SetLeaf(spot->message, *spot->field, spot->index, value.value));
  }
  return absl::OkStatus();
}

absl::Status Add(const std::vector<PlanChange>& changes, pb::Plan* plan,
                 std::vector<std::string>* gaps) {
  std::vector<std::pair<Segments, const PlanChange*>> added;
  for (const PlanChange& change : changes) {
    if (change.is_row && change.value) added.emplace_back(absl::StrSplit(change.path, '.'), &change);
  }
  std::sort(added.begin(), added.end(),
            [](const auto& a, const auto& b) { return Earlier(a.first, b.first); });
  for (const auto& [path, change] : added) {
    if (!AddBlank(plan, path, gaps)) continue;
    TRANCHE_RETURN_IF_ERROR(SetRow(plan, path, *change->value));
  }
  return absl::OkStatus();
}

// A section keeps its place among the others, whose numbers it would change; the last one goes.
void RemoveSection(pb::Plan* plan, int at) {
  if (at == plan->sections_size() - 1) {
    plan->mutable_sections()->RemoveLast();
    return;
  }
  const int ordinal = plan->sections(at).ordinal();
  plan->mutable_sections(at)->Clear();
  plan->mutable_sections(at)->set_ordinal(ordinal);
}

// "parts.3" of an amount shown once more, once part 2 is gone, is "parts.2"; what was of the part that
// goes says nothing of another one.
void MoveShownParts(int removed, pb::Measure* measure) {
  auto* shown = measure->mutable_also_shown();
  for (int i = shown->size() - 1; i >= 0; --i) {
    const std::optional<std::string> rest = Within("parts", (*shown)[i].field());
    const int part = rest ? NumberOf(*rest) : 0;
    if (part == removed) shown->DeleteSubrange(i, 1);
    if (part > removed) (*shown)[i].set_field(absl::StrCat("parts.", part - 1));
  }
}

void RemoveItem(const Spot& spot) {
  if (spot.field->name() == "parts" && spot.message->GetDescriptor() == pb::Measure::descriptor()) {
    MoveShownParts(spot.index + 1, static_cast<pb::Measure*>(spot.message));
  }
  const google::protobuf::Reflection* reflection = spot.message->GetReflection();
  const int last = reflection->FieldSize(*spot.message, spot.field) - 1;
  for (int i = spot.index; i < last; ++i) {
    reflection->SwapElements(spot.message, spot.field, i, i + 1);
  }
  reflection->RemoveLast(spot.message, spot.field);
}

void Strike(const std::vector<std::string>& rows, pb::Plan* plan) {
  struct Struck {
    std::size_t depth = 0;
    Spot spot;
  };
  std::vector<Struck> struck;
  for (const std::string& row : rows) {
    const Segments path = absl::StrSplit(row, '.');
    const std::optional<Spot> spot = FindIn(plan, path, /*grows=*/false);
    if (spot && spot->index >= 0) struck.push_back({path.size(), *spot});
  }
  // What is within others first, and from the end of each list, so that no place moves before its turn;
  // amounts shown once more before the parts, with which they may go.
  std::sort(struck.begin(), struck.end(), [](const Struck& a, const Struck& b) {
    const auto rank = [](const Struck& each) {
      return std::tuple(each.depth, each.spot.field->name() == "also_shown", each.spot.index);
    };
    return rank(b) < rank(a);
  });
  for (const Struck& each : struck) {
    if (each.spot.field->name() == "sections") {
      RemoveSection(plan, each.spot.index);
    } else {
      RemoveItem(each.spot);
    }
  }
}

template <class Items, class IsEmpty>
void RemoveIf(Items* items, IsEmpty is_empty) {
  items->erase(std::remove_if(items->begin(), items->end(), is_empty), items->end());
}

// What has lost the value that it is about is not there.
void Tidy(pb::Plan* plan) {
  const auto no_amount = [](const auto& item) { return !item.has_amount(); };
  int measures = 0;
  int with_amount = 0;
  RemoveIf(plan->mutable_stated_years(), no_amount);
  for (pb::Section& section : *plan->mutable_sections()) {
    RemoveIf(section.mutable_stated_years(), no_amount);
    for (pb::Measure& measure : *section.mutable_measures()) {
      RemoveIf(measure.mutable_parts(), no_amount);
      RemoveIf(measure.mutable_also_shown(), no_amount);
      if (measure.has_headcount() && measure.headcount().count() == 0) measure.clear_headcount();
      if (measure.has_capacity() && measure.capacity().count() == 0) measure.clear_capacity();
      if (measure.has_daily_rate() && !measure.daily_rate().has_rate()) measure.clear_daily_rate();
      if (measure.has_unit_price() && !measure.unit_price().has_price()) measure.clear_unit_price();
      ++measures;
      with_amount += measure.has_stated_total() ? 1 : 0;
    }
  }
  plan->set_measure_count(measures);
  plan->set_measures_with_amount(with_amount);
}

// What laying over found, for what is left to do once all values are set.
struct Laid {
  int strategy = -1;  // Among the parents.
  bool had_parents = false;
  std::set<std::string> gone;  // Rows that are struck out, numbers of lists that were given up.
};

// The strategy among the parents is the one by itself, with all that was said of it; of a plan that
// named none, the first that is added.
void SetStrategy(const Laid& laid, pb::Plan* plan) {
  if (laid.strategy >= 0 && laid.gone.count(absl::StrCat("parents.", laid.strategy + 1)) > 0) {
    plan->clear_parent_strategy();
  }
  if (!laid.had_parents && !plan->parents().empty())
    *plan->mutable_parent_strategy() = plan->parents(0);
  for (pb::ParentStrategy& parent : *plan->mutable_parents()) TakeWords(&parent);
  if (plan->has_parent_strategy()) TakeWords(plan->mutable_parent_strategy());
}

// The size of an attachment follows what is written.
void MeasureAttachments(pb::Plan* plan) {
  for (pb::Attachment& each : *plan->mutable_attachments()) {
    const std::optional<WrittenSize> size = FindSize(each.size_as_written());
    each.set_size_bytes(size ? size->bytes : 0);
  }
}

// Sets a value where it stands. One that is there already stays as it was read: a date or a period
// keeps parts beside its words that the words alone may not say.
absl::Status SetValue(pb::Plan* plan, const PlanChange& change) {
  const std::optional<Spot> spot = FindIn(plan, absl::StrSplit(change.path, '.'), /*grows=*/false);
  if (!spot || (spot->index >= 0 && !IsLeaf(*spot->field))) return absl::OkStatus();
  if (ReadLeaf(*spot->message, *spot->field, spot->index) == change.value) return absl::OkStatus();
  return SetLeaf(spot->message, *spot->field, spot->index, change.value);
}

// Adds the rows and sets the values; nothing is struck out yet.
absl::StatusOr<Laid> Lay(const std::vector<PlanChange>& changes, pb::Plan* plan) {
  Laid laid;
  laid.strategy = StrategyOf(*plan);
  laid.had_parents = plan->has_parent_strategy() || !plan->parents().empty();
  for (pb::ParentStrategy& parent : *plan->mutable_parents()) FillAdoption(&parent);
  if (plan->has_parent_strategy()) FillAdoption(plan->mutable_parent_strategy());

  std::vector<std::string> gaps;
  TRANCHE_RETURN_IF_ERROR(Add(changes, plan, &gaps));
  laid.gone.insert(gaps.begin(), gaps.end());
  bool sizes_changed = false;
  for (const PlanChange& change : changes) {
    sizes_changed = sizes_changed || absl::StartsWith(change.path, "attachments.");
    if (!change.is_row) {
      TRANCHE_RETURN_IF_ERROR(SetValue(plan, change));
    } else if (!change.value) {
      laid.gone.insert(change.path);
    }
  }
  if (sizes_changed) MeasureAttachments(plan);
  if (laid.strategy >= 0) *plan->mutable_parents(laid.strategy) = plan->parent_strategy();
  return laid;
}

}  // namespace

absl::Status AddRows(const std::vector<PlanChange>& changes, pb::Plan* plan,
                     std::vector<std::string>* gaps) {
  return Add(changes, plan, gaps);
}

absl::Status LayOver(const std::vector<PlanChange>& changes, pb::Plan* plan) {
  if (changes.empty()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const Laid laid, Lay(changes, plan));
  Strike({laid.gone.begin(), laid.gone.end()}, plan);
  SetStrategy(laid, plan);
  Tidy(plan);
  return absl::OkStatus();
}

absl::Status LayOverInPlace(const std::vector<PlanChange>& changes, pb::Plan* plan,
                            std::vector<std::string>* gone) {
  TRANCHE_ASSIGN_OR_RETURN(const Laid laid, Lay(changes, plan));
  SetStrategy(laid, plan);
  gone->assign(laid.gone.begin(), laid.gone.end());
  return absl::OkStatus();
}

std::optional<NewRow> DescribeRow(const pb::Plan& plan, const std::string& row,
                                  const std::vector<std::string>& asked) {
  pb::Plan grown = plan;
  std::vector<std::string> gaps;
  if (!AddBlank(&grown, absl::StrSplit(row, '.'), &gaps) || !gaps.empty()) return std::nullopt;
  NewRow described;
  for (PlanLeaf& leaf : LeavesOf(grown)) {
    const std::optional<std::string> within = Within(row, leaf.path);
    if (!within) continue;
    leaf.path = *within;
    described.blank.push_back(std::move(leaf));
  }
  // Items of lists in the row are there once those before them are.
  std::vector<std::size_t> order(asked.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return Earlier(absl::StrSplit(asked[a], '.'), absl::StrSplit(asked[b], '.'));
  });
  described.asked.resize(asked.size());
  for (const std::size_t i : order) {
    const std::string path = asked[i].empty() ? row : absl::StrCat(row, ".", asked[i]);
    const std::optional<Spot> spot = FindIn(&grown, absl::StrSplit(path, '.'), /*grows=*/true);
    if (!spot || (spot->index >= 0 && !IsLeaf(*spot->field))) continue;
    described.asked[i] = {asked[i], FormOf(*spot->field), std::nullopt, AllowedIn(*spot->field)};
  }
  return described;
}

}  // namespace tranche::convert
