// SPDX-License-Identifier: EUPL-1.2
#include "packs.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace tranche::evidence {
namespace {

using Lines = std::vector<std::string>;

Lines Split(const std::string& file) {
  Lines lines = absl::StrSplit(file, '\n');
  lines.pop_back();
  return lines;
}
std::string Join(const Lines& lines) { return absl::StrJoin(lines, "\n") + "\n"; }

size_t Below(size_t end, std::mt19937* random) {
  return std::uniform_int_distribution<size_t>(0, end - 1)(*random);
}

// The line numbers of a kind, by how they begin.
std::vector<size_t> Of(const Lines& lines, const std::string& begin) {
  std::vector<size_t> found;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (absl::StartsWith(lines[i], begin)) found.push_back(i);
  }
  return found;
}
size_t AnyOf(const Lines& lines, const std::string& begin, std::mt19937* random) {
  const std::vector<size_t> found = Of(lines, begin);
  if (found.empty()) throw std::logic_error("no line begins with " + begin);
  return found[Below(found.size(), random)];
}

constexpr char kLeafLine[] = R"({"index":)";
constexpr char kPageLine[] = R"({"page":)";
constexpr char kCheckpointLine[] = R"({"checkpoint":)";

struct Scene {
  const TestLog& log;
  const TestLog::Wish& wish;
  Lines lines;
  std::mt19937* random;
};

// A later entry of lyubimets, which stands in every pack.
Leaf& SelectedLeaf(TestLog& log, std::mt19937* random) {
  while (true) {
    Leaf& leaf = log.leaves()[1 + Below(log.size() - 1, random)];
    if (ValueOf(leaf, "organisation") == "lyubimets") return leaf;
  }
}

struct Way {
  const char* how;
  std::function<std::string(Scene&)> spoil;
};

// What anybody can do to a file.
std::vector<Way> WaysOfFiles() {
  return {
      {"a bit flipped",
       [](Scene& scene) {
         std::string file = Join(scene.lines);
         char& c = file[Below(file.size(), scene.random)];
         c = static_cast<char>(c ^ (1 << Below(8, scene.random)));
         return file;
       }},
      {"a line deleted",
       [](Scene& scene) {
         scene.lines.erase(scene.lines.begin() +
                           static_cast<long>(Below(scene.lines.size(), scene.random)));
         return Join(scene.lines);
       }},
      {"a line doubled",
       [](Scene& scene) {
         const size_t i = Below(scene.lines.size(), scene.random);
         scene.lines.insert(scene.lines.begin() + static_cast<long>(i), scene.lines[i]);
         return Join(scene.lines);
       }},
      {"two lines swapped",
       [](Scene& scene) {
         const size_t i = Below(scene.lines.size() - 1, scene.random);
         std::swap(scene.lines[i],
                   scene.lines[i + 1 + Below(scene.lines.size() - i - 1, scene.random)]);
         return Join(scene.lines);
       }},
      {"cut anywhere",
       [](Scene& scene) {
         const std::string file = Join(scene.lines);
         return file.substr(0, Below(file.size(), scene.random));
       }},
      {"cut after a line",
       [](Scene& scene) {
         scene.lines.resize(1 + Below(scene.lines.size() - 1, scene.random));
         return Join(scene.lines);
       }},
      {"something behind the end",
       [](Scene& scene) {
         return Join(scene.lines) + scene.lines[Below(scene.lines.size(), scene.random)] + "\n";
       }},
      {"a space in a page line",
       [](Scene& scene) {
         std::string& line = scene.lines[AnyOf(scene.lines, kPageLine, scene.random)];
         line.insert(Below(2, scene.random) == 0 ? 0 : line.size(), " ");
         return Join(scene.lines);
       }},
  };
}

// What somebody can do who knows the format and has no key.
std::vector<Way> WaysWithoutTheKey() {
  return {
      {"a field edited",
       [](Scene& scene) {
         std::string& line = scene.lines[AnyOf(scene.lines, kLeafLine, scene.random)];
         line =
             absl::StrReplaceAll(line, {{"lyubimets", "lyubimetz"}, {"first start", "another start"}});
         return Join(scene.lines);
       }},
      {"an entry withheld behind its right hash",
       [](Scene& scene) {
         TestLog log = scene.log;
         const std::vector<size_t> leaves = Of(scene.lines, kLeafLine);
         std::string& line = scene.lines[leaves[1 + Below(leaves.size() - 1, scene.random)]];
         for (uint64_t i = 1; i < log.size(); ++i) {
           if (line + "\n" != LeafLine(i, log.leaves()[i])) continue;
           line = GapLine(i, i + 1, {merkle::LeafHash(Encode(log.leaves()[i]))});
           line.pop_back();
           break;
         }
         return Join(scene.lines);
       }},
      {"another selection promised",
       [](Scene& scene) {
         scene.lines[0] =
             absl::StrReplaceAll(scene.lines[0], {{R"(["lyubimets"])", R"(["lyubimets","sopot"])"}});
         return Join(scene.lines);
       }},
      {"everything hashed and signed anew with another key",
       [](Scene& scene) {
         TestLog log = scene.log;
         SelectedLeaf(log, scene.random).values[5] = "somebody else";
         log.SignWith(merkle::Signer::FromSeed(merkle::LeafHash("another key")));
         return log.Pack({.size = scene.wish.size, .page = scene.wish.page});
       }},
      {"an older checkpoint in the place of the last",
       [](Scene& scene) {
         std::string line =
             CheckpointLine(scene.log.Note(1 + Below(scene.wish.size - 1, scene.random)));
         line.pop_back();
         scene.lines[Of(scene.lines, kCheckpointLine).back()] = line;
         return Join(scene.lines);
       }},
      {"a page of an older pack",
       [](Scene& scene) {
         TestLog::Wish older = scene.wish;
         older.size = scene.wish.size - 1;
         const Lines other = Split(scene.log.Pack(older));
         scene.lines[Of(scene.lines, kPageLine).back()] = other[Of(other, kPageLine).back()];
         return Join(scene.lines);
       }},
      {"an older pack with the last checkpoint",
       [](Scene& scene) {
         TestLog::Wish older = scene.wish;
         older.size = scene.wish.size - 1;
         Lines other = Split(scene.log.Pack(older));
         other[Of(other, kCheckpointLine).back()] =
             scene.lines[Of(scene.lines, kCheckpointLine).back()];
         return Join(other);
       }},
  };
}

// What the owner of the key can do, and what shows it: earlier checkpoints, and the rules of the
// format.
std::vector<Way> WaysWithTheKey() {
  return {
      {"a history that forked off an earlier checkpoint",
       [](Scene& scene) {
         TestLog log = scene.log;
         const std::string before = scene.log.Note(scene.wish.size - 1);
         log.leaves()[1 + Below(scene.wish.size - 2, scene.random)].values[5] = "somebody else";
         return log.Pack({.size = scene.wish.size, .page = scene.wish.page, .earlier = {before}});
       }},
      {"an entry put in before an earlier checkpoint",
       [](Scene& scene) {
         TestLog log = scene.log;
         const std::string before = scene.log.Note(scene.wish.size - 1);
         Leaf added = log.leaves()[1];
         added.values[1] = "1";
         log.leaves().insert(log.leaves().begin() + 1, added);
         return log.Pack({.size = scene.wish.size, .page = scene.wish.page, .earlier = {before}});
       }},
      {"an entry sealed twice",
       [](Scene& scene) {
         TestLog log = scene.log;
         for (uint64_t i = 1; i < log.size(); ++i) {
           if (ValueOf(log.leaves()[i], "organisation") != "lyubimets") continue;
           log.leaves().insert(log.leaves().begin() + static_cast<long>(i), log.leaves()[i]);
           break;
         }
         return log.Pack({.size = scene.wish.size, .page = scene.wish.page});
       }},
      {"a checkpoint hidden by a gap",
       [](Scene& scene) {
         TestLog log = scene.log;
         for (Leaf& leaf : log.leaves()) {
           if (leaf.kind == LeafKind::kEntry) leaf.values[3] = "sopot";
         }
         return log.Pack(
             {.size = log.size() / 8 * 8, .earlier = {log.Note(log.size() / 8 * 8 - 1)}, .hide = true});
       }},
  };
}

const std::vector<Way>& Ways() {
  static const auto& ways = *[] {
    auto* all = new std::vector<Way>;
    for (const auto& some : {WaysOfFiles(), WaysWithoutTheKey(), WaysWithTheKey()}) {
      all->insert(all->end(), some.begin(), some.end());
    }
    return all;
  }();
  return ways;
}

}  // namespace

TestLog::TestLog(int entries)
    : signer_(merkle::Signer::FromSeed(merkle::LeafHash("the key of the log"))) {
  origin_ = "tranche-evidence/0123456789abcdef/1";
  const std::string none(64, '0');
  leaves_.push_back({LeafKind::kEpoch,
                     {origin_, "2018-09-01T09:00:00.000000Z", "service/reports", "first start", "0",
                      none, "0", none}});
  for (int i = 1; i <= entries; ++i) {
    const std::string organisation = i % 3 == 0 ? "sopot" : "lyubimets";
    leaves_.push_back(
        {LeafKind::kEntry,
         {i % 2 == 0 ? "budgets" : "plans", absl::StrCat(800 + i / 4), absl::StrCat(i), organisation,
          "2018-09-01T09:00:00.000000Z", absl::StrCat("finance@", organisation), "tests.write",
          absl::StrCat("organisations/", organisation, "/plans/", i % 5),
          i % 4 == 0 ? std::optional<std::string>() : "{\"a\": \"1\"}", "{\"име\": \"Любимец\\n\"}",
          "чл. 1 \"quoted\" \\ and\nmore", "", "trace"}});
  }
  std::sort(leaves_.begin() + 1, leaves_.end(), [](const Leaf& a, const Leaf& b) {
    Place left, right;
    return PlaceOf(a, &left) && PlaceOf(b, &right) && left < right;
  });
}

merkle::Hash TestLog::HashOf(merkle::Node node) const {
  merkle::Frontier tree;
  const uint64_t begin = node.index << node.level;
  for (uint64_t i = begin; i < begin + (uint64_t{1} << node.level); ++i) {
    tree.Append(merkle::LeafHash(Encode(leaves_[i])));
  }
  return tree.Root();
}

std::string TestLog::Note(uint64_t size) const {
  merkle::Frontier tree;
  for (uint64_t i = 0; i < size; ++i) tree.Append(merkle::LeafHash(Encode(leaves_[i])));
  return signer_.Sign(merkle::FormatCheckpoint({.origin = origin_, .size = size, .root = tree.Root()}),
                      origin_);
}

std::string TestLog::Gap(uint64_t from, uint64_t to, const Wish& wish) const {
  std::string lines;
  while (from < to) {
    uint64_t end = to;
    for (const std::string& note : wish.earlier) {
      const auto checkpoint = merkle::OpenCheckpoint(note, signer_.public_key());
      if (!wish.hide && checkpoint->size > from) end = std::min(end, checkpoint->size);
    }
    std::vector<merkle::Hash> hashes;
    for (const merkle::Node node : merkle::Cover(from, end)) hashes.push_back(HashOf(node));
    lines += GapLine(from, end, hashes);
    from = end;
  }
  return lines;
}

std::string TestLog::Lines(uint64_t from, uint64_t to, const Wish& wish) const {
  std::string lines;
  uint64_t next = from;
  for (uint64_t i = from; i < to; ++i) {
    const Leaf& leaf = leaves_[i];
    const bool selected = i == 0 || (ValueOf(leaf, "organisation") == "lyubimets" &&
                                     (wish.record.empty() || ValueOf(leaf, "record") == wish.record));
    if (!selected) continue;
    lines += Gap(next, i, wish) + LeafLine(i, leaf);
    next = i + 1;
  }
  return lines + Gap(next, to, wish);
}

std::string TestLog::Pack(const Wish& wish) const {
  const std::string header = HeaderLine(merkle::FormatVerifierKey(origin_, signer_.public_key()),
                                        {{"lyubimets"}, wish.record});
  std::string page = header;
  for (const std::string& note : wish.earlier) page += CheckpointLine(note);
  page += CheckpointLine(Note(wish.size));
  std::string pack;
  for (uint64_t from = 0; from < wish.size; from += wish.page) {
    const uint64_t to = std::min(wish.size, from + wish.page);
    page += Lines(from, to, wish);
    pack +=
        page + PageLine(signer_.Sign(PageText(origin_, from, to, wish.size, header, page), origin_));
    page.clear();
  }
  return pack;
}

int WaysToSpoil() { return static_cast<int>(Ways().size()); }

Spoilt Spoil(int way, const TestLog& log, const TestLog::Wish& wish, std::mt19937* random) {
  Scene scene{log, wish, Split(log.Pack(wish)), random};
  const Way& chosen = Ways()[static_cast<size_t>(way)];
  return {chosen.how, chosen.spoil(scene)};
}

}  // namespace tranche::evidence
