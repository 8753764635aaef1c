// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/pack.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/base/digest.h"

namespace tranche::evidence {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kVersion[] = "tranche-evidence-pack-v1";
constexpr char kPageVersion[] = "tranche-evidence-page-v1";

std::string Line(const Json& json) { return json.dump() + "\n"; }

// The name of a verifier key, which is the origin of the log.
std::string NameOf(const std::string& verifier_key) {
  return verifier_key.substr(0, verifier_key.find('+'));
}

const std::string* TextOf(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? nullptr : found->get_ptr<const std::string*>();
}

bool NumberOf(const Json& json, const char* name, uint64_t* number) {
  const auto found = json.find(name);
  if (found == json.end() || !found->is_number_unsigned()) return false;
  *number = found->get<uint64_t>();
  return *number < uint64_t{1} << 62;
}

bool ReadHashes(const Json& json, std::vector<merkle::Hash>* hashes) {
  const auto found = json.find("hashes");
  if (found == json.end() || !found->is_array()) return false;
  for (const Json& item : *found) {
    std::string bytes;
    const auto* text = item.get_ptr<const std::string*>();
    if (text == nullptr || !merkle::FromBase64(*text, &bytes) ||
        !merkle::HashFrom(bytes, &hashes->emplace_back())) {
      return false;
    }
  }
  return true;
}

// Exactly the fields of the kind, each a text or, where that may be, null.
bool ReadLeaf(const Json& json, LeafKind kind, Leaf* leaf) {
  const std::vector<LeafField>& fields = FieldsOf(kind);
  if (!json.is_object() || json.size() != fields.size()) return false;
  leaf->kind = kind;
  for (const LeafField& field : fields) {
    const auto found = json.find(std::string(field.name));
    if (found == json.end()) return false;
    if (field.nullable && found->is_null()) {
      leaf->values.emplace_back();
    } else if (const auto* text = found->get_ptr<const std::string*>(); text != nullptr) {
      leaf->values.emplace_back(*text);
    } else {
      return false;
    }
  }
  return true;
}

std::string Base64Digest(absl::string_view bytes) { return merkle::ToBase64(Sha256(bytes)); }

std::string PageTextOf(const std::string& origin, uint64_t from, uint64_t to, uint64_t size,
                       absl::string_view header, absl::string_view lines_digest) {
  return absl::StrCat(kPageVersion, "\n", origin, "\n", from, " ", to, " ", size, "\n",
                      Base64Digest(header), "\n", merkle::ToBase64(lines_digest), "\n");
}

}  // namespace

std::string HeaderLine(const std::string& verifier_key, const Selection& selection) {
  return Line(Json{{"pack", kVersion},
                   {"key", verifier_key},
                   {"organisations", selection.organisations},
                   {"record", selection.record}});
}

std::string CheckpointLine(absl::string_view note) {
  return Line(Json{{"checkpoint", std::string(note)}});
}

std::string LeafLine(uint64_t index, const Leaf& leaf) {
  Json values = Json::object();
  const std::vector<LeafField>& fields = FieldsOf(leaf.kind);
  for (size_t i = 0; i < fields.size(); ++i) {
    values[std::string(fields[i].name)] = leaf.values[i] ? Json(*leaf.values[i]) : Json(nullptr);
  }
  return Line(Json{{"index", index}, {leaf.kind == LeafKind::kEntry ? "entry" : "epoch", values}});
}

std::string GapLine(uint64_t from, uint64_t to, const std::vector<merkle::Hash>& hashes) {
  Json texts = Json::array();
  for (const merkle::Hash& hash : hashes) texts.push_back(merkle::ToBase64(merkle::BytesOf(hash)));
  return Line(Json{{"from", from}, {"to", to}, {"hashes", texts}});
}

std::string PageLine(absl::string_view note) { return Line(Json{{"page", std::string(note)}}); }

std::string PageText(const std::string& origin, uint64_t from, uint64_t to, uint64_t size,
                     absl::string_view header, absl::string_view lines) {
  return PageTextOf(origin, from, to, size, header, Sha256(lines));
}

PackVerifier::PackVerifier(std::optional<merkle::Hash> trusted_key, std::vector<std::string> known)
    : trusted_key_(trusted_key), known_(std::move(known)) {
  crypto_hash_sha256_init(&page_);
}

std::optional<PackProblem> PackVerifier::Feed(absl::string_view line) {
  ++line_;
  const Fault fault = line_ == 1 ? ReadHeader(line) : ReadLine(line);
  if (!fault) return std::nullopt;
  if (*fault == PackFault::kRootDiffers) return Found(*fault, compared_line_ + 1);
  const bool of_page = *fault == PackFault::kPageChanged || *fault == PackFault::kPageOrder;
  return Found(*fault, of_page ? page_line_ : line_);
}

std::optional<PackProblem> PackVerifier::Finish(bool complete) {
  if (line_ == 0) return Found(PackFault::kNotAPack, 0);
  if (!done_ || !complete) return Found(PackFault::kIncomplete, line_);
  return std::nullopt;
}

PackVerifier::Fault PackVerifier::ReadHeader(absl::string_view line) {
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.size() != 4) return PackFault::kNotAPack;
  const std::string* version = TextOf(json, "pack");
  const std::string* key = TextOf(json, "key");
  const std::string* record = TextOf(json, "record");
  const auto organisations = json.find("organisations");
  if (version == nullptr || *version != kVersion || key == nullptr || record == nullptr ||
      organisations == json.end() || !organisations->is_array() || organisations->empty()) {
    return PackFault::kNotAPack;
  }
  for (const Json& organisation : *organisations) {
    if (!organisation.is_string()) return PackFault::kNotAPack;
    verdict_.selection.organisations.push_back(organisation.get<std::string>());
  }
  verdict_.selection.record = *record;
  verdict_.origin = NameOf(*key);
  const absl::StatusOr<merkle::Hash> public_key = merkle::ParsePublicKey(*key);
  if (!public_key.ok() || merkle::FormatVerifierKey(verdict_.origin, *public_key) != *key) {
    return PackFault::kNotAPack;
  }
  verdict_.public_key = *public_key;
  if (trusted_key_ && *trusted_key_ != *public_key) return PackFault::kOtherKey;
  header_ = absl::StrCat(line, "\n");
  crypto_hash_sha256_update(&page_, reinterpret_cast<const unsigned char*>(header_.data()),
                            header_.size());
  for (const std::string& note : known_) {
    if (const Fault fault = AddKnown(note)) return fault;
  }
  return std::nullopt;
}

PackVerifier::Fault PackVerifier::AddKnown(const std::string& note) {
  const auto checkpoint = merkle::OpenCheckpoint(note, verdict_.public_key);
  if (!checkpoint.ok()) return PackFault::kSignatureWrong;
  if (checkpoint->origin != verdict_.origin) return PackFault::kCheckpointOther;
  // A tree without leaves is the beginning of every tree.
  if (checkpoint->size > 0) roots_.emplace(checkpoint->size, checkpoint->root);
  return std::nullopt;
}

// The checkpoints stand before everything else, each larger than the one before it; the last is the
// pack's.
PackVerifier::Fault PackVerifier::AddCheckpoint(absl::string_view note) {
  const auto checkpoint = merkle::OpenCheckpoint(note, verdict_.public_key);
  if (!checkpoint.ok()) return PackFault::kSignatureWrong;
  if (checkpoint->origin != verdict_.origin) return PackFault::kCheckpointOther;
  if (tree_.size() > 0 || checkpoint->size <= verdict_.size) return PackFault::kLineMalformed;
  verdict_.size = checkpoint->size;
  verdict_.root = checkpoint->root;
  roots_.emplace(checkpoint->size, checkpoint->root);
  has_checkpoint_ = true;
  compared_line_ = line_;
  return std::nullopt;
}

PackVerifier::Fault PackVerifier::ReadLine(absl::string_view line) {
  if (done_) return PackFault::kPageOrder;  // Nothing stands behind the last page.
  const Json json = Json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return PackFault::kLineMalformed;
  if (const std::string* note = TextOf(json, "page"); note != nullptr && json.size() == 1) {
    return EndPage(line, *note);
  }
  crypto_hash_sha256_update(&page_, reinterpret_cast<const unsigned char*>(line.data()), line.size());
  crypto_hash_sha256_update(&page_, reinterpret_cast<const unsigned char*>("\n"), 1);
  if (const std::string* note = TextOf(json, "checkpoint"); note != nullptr && json.size() == 1) {
    return AddCheckpoint(*note);
  }
  uint64_t from = 0;
  uint64_t to = 0;
  if (NumberOf(json, "from", &from) && NumberOf(json, "to", &to) && json.size() == 3) {
    std::vector<merkle::Hash> hashes;
    return ReadHashes(json, &hashes) ? AddGap(from, to, hashes) : PackFault::kLineMalformed;
  }
  Leaf leaf;
  const LeafKind kind = json.contains("epoch") ? LeafKind::kEpoch : LeafKind::kEntry;
  const auto values = json.find(kind == LeafKind::kEpoch ? "epoch" : "entry");
  if (!NumberOf(json, "index", &from) || json.size() != 2 || values == json.end() ||
      !ReadLeaf(*values, kind, &leaf)) {
    return PackFault::kLineMalformed;
  }
  return AddLeaf(from, leaf);
}

bool PackVerifier::Selected(const Leaf& leaf) const {
  const Selection& selection = verdict_.selection;
  return std::count(selection.organisations.begin(), selection.organisations.end(),
                    ValueOf(leaf, "organisation")) > 0 &&
         (selection.record.empty() || selection.record == ValueOf(leaf, "record"));
}

PackVerifier::Fault PackVerifier::AddLeaf(uint64_t index, const Leaf& leaf) {
  if (index != tree_.size() || index >= verdict_.size) return PackFault::kIndexWrong;
  // The first leaf says how the tree began, and no other does.
  if ((leaf.kind == LeafKind::kEpoch) != (index == 0)) return PackFault::kIndexWrong;
  if (leaf.kind == LeafKind::kEpoch) {
    if (ValueOf(leaf, "origin") != verdict_.origin) return PackFault::kCheckpointOther;
  } else {
    Place place;
    if (!PlaceOf(leaf, &place)) return PackFault::kLineMalformed;
    if (!Selected(leaf)) return PackFault::kNotSelected;
    if (last_place_ && !(*last_place_ < place)) return PackFault::kOrderWrong;
    last_place_ = place;
    ++verdict_.entries;
  }
  tree_.Append(merkle::LeafHash(Encode(leaf)));
  return Compare();
}

PackVerifier::Fault PackVerifier::AddGap(uint64_t from, uint64_t to,
                                         const std::vector<merkle::Hash>& hashes) {
  if (from != tree_.size() || from == 0 || to <= from || to > verdict_.size)
    return PackFault::kIndexWrong;
  const std::vector<merkle::Node> nodes = merkle::Cover(from, to);
  if (nodes.size() != hashes.size()) return PackFault::kLineMalformed;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!tree_.Append(nodes[i], hashes[i])) return PackFault::kIndexWrong;
    if (const Fault fault = Compare()) return fault;
  }
  return std::nullopt;
}

PackVerifier::Fault PackVerifier::Compare() {
  while (!roots_.empty() && roots_.begin()->first <= tree_.size()) {
    const auto first = roots_.begin();
    if (first->first < tree_.size()) return PackFault::kCheckpointHidden;
    if (first->second != tree_.Root()) return PackFault::kRootDiffers;
    if (first->first < verdict_.size) ++verdict_.checkpoints;
    compared_line_ = line_;
    roots_.erase(first);
  }
  return std::nullopt;
}

PackVerifier::Fault PackVerifier::EndPage(absl::string_view line, absl::string_view note) {
  const absl::StatusOr<std::string> text = merkle::OpenNote(note, verdict_.origin, verdict_.public_key);
  if (!text.ok() || absl::StrCat(line, "\n") != PageLine(note)) return PackFault::kSignatureWrong;
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&page_, reinterpret_cast<unsigned char*>(digest.data()));
  crypto_hash_sha256_init(&page_);
  const std::vector<std::string> said = absl::StrSplit(*text, '\n');
  if (said.size() == 6 && said[4] != merkle::ToBase64(digest)) return PackFault::kPageChanged;
  if (*text != PageTextOf(verdict_.origin, page_from_, tree_.size(), verdict_.size, header_, digest)) {
    return PackFault::kPageOrder;
  }
  page_from_ = tree_.size();
  page_line_ = line_ + 1;
  done_ = has_checkpoint_ && tree_.size() == verdict_.size;
  // A checkpoint that the verifier kept and that is larger than the pack.
  if (done_ && !roots_.empty()) return PackFault::kCheckpointOther;
  return std::nullopt;
}

}  // namespace tranche::evidence
