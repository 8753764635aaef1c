// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/leaf.h"

#include <limits>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/merkle/note.h"

namespace tranche::evidence {
namespace {

constexpr char kVersion = 1;
constexpr char kNull = 0;
constexpr char kText = 1;

void AppendLength(size_t length, std::string* bytes) {
  // A value of 4 GiB cannot come from the database, whose values end at one.
  if (length > std::numeric_limits<uint32_t>::max()) throw std::length_error("a value is too long");
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes->push_back(static_cast<char>((length >> shift) & 0xFF));
}

}  // namespace

const std::vector<LeafField>& FieldsOf(LeafKind kind) {
  static const auto& entry = *new std::vector<LeafField>{
      {"service"}, {"tx"},         {"number"},  {"organisation"}, {"recorded_at"},
      {"actor"},   {"action"},     {"record"},  {"before", true}, {"after", true},
      {"reason"},  {"request_id"}, {"trace_id"}};
  static const auto& epoch = *new std::vector<LeafField>{
      {"origin"},          {"started_at"},      {"started_by"}, {"reason"},
      {"remembered_size"}, {"remembered_root"}, {"found_size"}, {"found_root"}};
  return kind == LeafKind::kEntry ? entry : epoch;
}

const std::string& ValueOf(const Leaf& leaf, absl::string_view field) {
  static const std::string& none = *new std::string;
  const std::vector<LeafField>& fields = FieldsOf(leaf.kind);
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field) return leaf.values[i] ? *leaf.values[i] : none;
  }
  throw std::invalid_argument(absl::StrCat("a leaf has no field ", field));
}

std::string Encode(const Leaf& leaf) {
  if (leaf.values.size() != FieldsOf(leaf.kind).size())
    throw std::invalid_argument("a leaf lacks fields");
  std::string bytes = {kVersion, static_cast<char>(leaf.kind)};
  for (const std::optional<std::string>& value : leaf.values) {
    bytes.push_back(value ? kText : kNull);
    if (!value) continue;
    AppendLength(value->size(), &bytes);
    bytes += *value;
  }
  return bytes;
}

bool PlaceOf(const Leaf& leaf, Place* place) {
  uint64_t number = 0;
  if (!merkle::ParseNumber(ValueOf(leaf, "tx"), &place->tx_id) ||
      !merkle::ParseNumber(ValueOf(leaf, "number"), &number)) {
    return false;
  }
  place->entry_id = static_cast<int64_t>(number);
  place->service = ValueOf(leaf, "service");
  return true;
}

}  // namespace tranche::evidence
