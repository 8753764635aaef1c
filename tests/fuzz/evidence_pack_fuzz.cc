// SPDX-License-Identifier: EUPL-1.2
// Packs, notes and keys of the evidence log: the input as a whole file, and in a line that the log
// signed.
#include "absl/strings/str_split.h"
#include "fuzz/fuzz.h"
#include "platform/evidence/pack.h"

namespace tranche::evidence {
namespace {

// Feeds a pack; true when it passes.
bool Passes(absl::string_view pack, std::optional<merkle::Hash> key) {
  PackVerifier verifier(key);
  int64_t line = 0;
  std::vector<absl::string_view> lines = absl::StrSplit(pack, '\n');
  const bool complete = lines.back().empty();
  if (complete) lines.pop_back();
  for (const absl::string_view text : lines) {
    ++line;
    const std::optional<PackProblem> problem = verifier.Feed(text);
    if (!problem) continue;
    fuzz::Require(problem->first_line <= problem->last_line && problem->last_line == line,
                  "a problem has its place");
    return false;
  }
  return !verifier.Finish(complete).has_value();
}

}  // namespace

TRANCHE_FUZZ_TARGET(evidence_pack) {
  static const merkle::Signer& signer =
      *new merkle::Signer(merkle::Signer::FromSeed(merkle::LeafHash("fuzz")));
  fuzz::Require(!Passes(input, signer.public_key()), "nobody else makes a pack");
  (void)Passes(input, std::nullopt);

  const absl::StatusOr<merkle::Hash> key = merkle::ParsePublicKey(input);
  if (key.ok()) {
    fuzz::Require(*merkle::ParsePublicKey(merkle::FormatVerifierKey("log", *key)) == *key,
                  "a key is read again");
  }
  const absl::StatusOr<merkle::Checkpoint> checkpoint = merkle::ParseCheckpoint(input);
  if (checkpoint.ok()) {
    fuzz::Require(merkle::FormatCheckpoint(*checkpoint) == input, "a checkpoint has one form");
  }
  fuzz::Require(!merkle::OpenCheckpoint(input, signer.public_key()).ok(),
                "nobody else signs a checkpoint");

  // Behind a header that is right, so that the lines after it are reached.
  const std::string header =
      HeaderLine(merkle::FormatVerifierKey("log", signer.public_key()), {{"sopot"}, ""});
  const std::string head = CheckpointLine(
      signer.Sign(merkle::FormatCheckpoint({.origin = "log", .size = 3, .root = {}}), "log"));
  fuzz::Require(!Passes(header + head + std::string(input), signer.public_key()),
                "a tree has one root");
}

}  // namespace tranche::evidence
