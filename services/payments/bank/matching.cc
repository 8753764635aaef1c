// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/matching.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "payments/bank/documents/ordered_matching.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr int kScoreMax = 100;
constexpr size_t kNumberLengthMin = 3;  // Of a document's number that is looked for in a text.
// Several amounts give a sum by chance more often than one equals another.
constexpr int kTogetherPenalty = 5;
// An equal amount alone is no reason to take a proposal for granted.
constexpr int kClearScoreMin = 50;

// Letters and digits without what people put between them; leading zeros say nothing.
std::string Bare(absl::string_view typed) {
  std::string bare;
  for (const char c : FoldRegisterNumber(typed)) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80) bare.push_back(c);
  }
  return bare.substr(std::min(bare.find_first_not_of('0'), bare.size()));
}

// The words of a text that may be numbers, bare: "ф-ра 12/2017" has 12/2017 as well as 12.
std::set<std::string> WordsOf(absl::string_view typed) {
  const std::string text = absl::StrReplaceAll(typed, {{"№", " "}, {"#", " "}});
  std::set<std::string> words;
  for (const char* between : {" \t\n|;()", " \t\n|;()/:,."}) {
    for (const absl::string_view word :
         absl::StrSplit(text, absl::ByAnyChar(between), absl::SkipEmpty())) {
      std::string bare = Bare(word);
      if (bare.size() >= kNumberLengthMin) words.insert(std::move(bare));
    }
  }
  return words;
}

struct Entry {
  const OpenEntry* open;
  std::set<std::string> words;
  std::string name;
  bool names_contract = false;
};

struct Record {
  const OpenRecord* open;
  std::string number;
  std::string name;
};

bool SameSide(const Entry& entry, const Record& record) {
  return record.open->received == (entry.open->left_minor > 0);
}
int64_t Left(const Entry& entry) { return std::abs(entry.open->left_minor); }

int DaysApart(const Entry& entry, const Record& record) {
  return static_cast<int>(std::abs(entry.open->booked_on - record.open->day));
}

// What speaks for it besides the amount.
std::set<Why> LinksOf(const Entry& entry, const Record& record, const MatchLimits& limits) {
  std::set<Why> links;
  if (record.number.size() >= kNumberLengthMin && entry.words.count(record.number) > 0) {
    links.insert(Why::kNumberInText);
  }
  if (!record.open->reference.empty() && record.open->reference == entry.open->reference) {
    links.insert(Why::kReferenceEqual);
  }
  if (!record.name.empty() && record.name == entry.name) links.insert(Why::kNameEqual);
  if (entry.names_contract) links.insert(Why::kContractInText);
  const int days = DaysApart(entry, record);
  if (days == 0) {
    links.insert(Why::kSameDay);
  } else if (days <= limits.near_days_max) {
    links.insert(Why::kNearDay);
  }
  return links;
}

// Whether a number, a reference or a name binds the two.
bool Binds(const Entry& entry, const Record& record) {
  return (record.number.size() >= kNumberLengthMin && entry.words.count(record.number) > 0) ||
         (!record.open->reference.empty() && record.open->reference == entry.open->reference) ||
         (!record.name.empty() && record.name == entry.name);
}

std::set<Why> Both(const std::set<Why>& a, const std::set<Why>& b) {
  std::set<Why> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.begin()));
  return both;
}

Proposal Make(std::vector<ProposalPart> parts, const std::set<Why>& reasons) {
  Proposal proposal{.parts = std::move(parts),
                    .reasons = {reasons.begin(), reasons.end()},
                    .score = 0,
                    .clear = false};
  for (const Why why : reasons) proposal.score += WeightOf(why);
  if (proposal.parts.size() > 1) proposal.score -= kTogetherPenalty;
  proposal.score = std::clamp(proposal.score, 0, kScoreMax);
  return proposal;
}

class Search {
 public:
  Search(const std::vector<OpenEntry>& entries, const std::vector<OpenRecord>& records,
         const std::string& contract, const MatchLimits& limits)
      : limits_(limits) {
    const std::string number = FoldRegisterNumber(contract);
    for (const OpenEntry& entry : entries) {
      entries_.push_back({.open = &entry,
                          .words = WordsOf(entry.text),
                          .name = FoldName(entry.name),
                          .names_contract = !number.empty() &&
                                            absl::StrContains(FoldRegisterNumber(entry.text), number)});
    }
    for (const OpenRecord& record : records) {
      records_.push_back(
          {.open = &record, .number = Bare(record.number), .name = FoldName(record.name)});
    }
    for (size_t e = 0; e < entries_.size(); ++e) {
      const int64_t day = DayNumber(entries_[e].open->booked_on);
      for (const Key& key : KeysOf(entries_[e])) entries_at_[key].emplace(day, e);
    }
    for (size_t r = 0; r < records_.size(); ++r) {
      const int64_t day = DayNumber(records_[r].open->day);
      for (const Key& key : KeysOf(records_[r])) records_at_[key].emplace(day, r);
    }
  }

  absl::StatusOr<std::vector<Proposal>> Run() {
    for (size_t e = 0; e < entries_.size() && !TooLarge(); ++e) Pairs(e);
    for (size_t r = 0; r < records_.size() && !TooLarge(); ++r) Together(r, /*of_record=*/true);
    for (size_t e = 0; e < entries_.size() && !TooLarge(); ++e) Together(e, /*of_record=*/false);
    if (TooLarge()) {
      return Refuse("RECONCILE_TOO_LARGE", {{"max", absl::StrCat(limits_.pairs_max)}});
    }
    std::stable_sort(found_.begin(), found_.end(), [](const Proposal& a, const Proposal& b) {
      if (a.score != b.score) return a.score > b.score;
      return a.parts.front().entry < b.parts.front().entry;
    });
    Settle();
    return std::move(found_);
  }

 private:
  static int64_t DayNumber(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

  bool TooLarge() const { return steps_ > limits_.pairs_max; }

  // What a movement and a record may have in common; they are looked up by it, so that the work grows
  // with what is alike and not with the product of both lists.
  enum class Common { kAmount, kNumber, kReference, kName };
  using Key = std::pair<Common, std::string>;

  static std::vector<Key> KeysOf(const Entry& entry) {
    std::vector<Key> keys = {{Common::kAmount, absl::StrCat(entry.open->left_minor)}};
    for (const std::string& word : entry.words) keys.emplace_back(Common::kNumber, word);
    if (!entry.open->reference.empty()) keys.emplace_back(Common::kReference, entry.open->reference);
    if (!entry.name.empty()) keys.emplace_back(Common::kName, entry.name);
    return keys;
  }
  static std::vector<Key> KeysOf(const Record& record) {
    const int64_t left = record.open->left_minor;
    std::vector<Key> keys = {{Common::kAmount, absl::StrCat(record.open->received ? left : -left)}};
    if (record.number.size() >= kNumberLengthMin) keys.emplace_back(Common::kNumber, record.number);
    if (!record.open->reference.empty()) keys.emplace_back(Common::kReference, record.open->reference);
    if (!record.name.empty()) keys.emplace_back(Common::kName, record.name);
    return keys;
  }

  // Places by day, of which those near a day are taken.
  using ByDay = std::multimap<int64_t, size_t>;
  using Index = std::map<Key, ByDay>;

  // Those near the day that have something in common, of the kinds that are asked for, by day.
  std::vector<size_t> NearTo(const Index& index, const std::vector<Key>& keys, absl::CivilDay day,
                             const std::set<Common>& kinds) {
    std::set<std::pair<int64_t, size_t>> near;
    for (const Key& key : keys) {
      const auto found = kinds.count(key.first) > 0 ? index.find(key) : index.end();
      if (found == index.end()) continue;
      const auto end = found->second.upper_bound(DayNumber(day) + limits_.days_max);
      for (auto at = found->second.lower_bound(DayNumber(day) - limits_.days_max);
           at != end && !TooLarge(); ++at) {
        ++steps_;
        near.insert(*at);
      }
    }
    std::vector<size_t> places;
    for (const auto& [number, place] : near) places.push_back(place);
    return places;
  }

  // One movement and one record: of the same amount, or bound by a number where the amounts differ.
  void Pairs(size_t e) {
    std::vector<Proposal> pairs;
    for (const size_t r : NearTo(records_at_, KeysOf(entries_[e]), entries_[e].open->booked_on,
                                 {Common::kAmount, Common::kNumber, Common::kReference})) {
      const int64_t left = records_[r].open->left_minor;
      const bool equal = Left(entries_[e]) == left;
      if (!SameSide(entries_[e], records_[r]) || (!equal && !Binds(entries_[e], records_[r]))) continue;
      std::set<Why> links = LinksOf(entries_[e], records_[r], limits_);
      if (equal) links.insert(Why::kAmountEqual);
      if (!equal && links.count(Why::kNumberInText) + links.count(Why::kReferenceEqual) == 0) continue;
      pairs.push_back(Make({{e, r, std::min(left, Left(entries_[e]))}}, links));
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Proposal& a, const Proposal& b) { return a.score > b.score; });
    if (pairs.size() > limits_.nearest_max) pairs.resize(limits_.nearest_max);
    std::move(pairs.begin(), pairs.end(), std::back_inserter(found_));
  }

  // Several movements of one record, or several records of one movement, that give its amount together:
  // such as belong to it by a name or a number.
  void Together(size_t one, bool of_record) {
    const int64_t wanted = of_record ? records_[one].open->left_minor : Left(entries_[one]);
    std::vector<size_t> others;
    const std::set<Common> bound = {Common::kNumber, Common::kReference, Common::kName};
    for (const size_t other :
         of_record ? NearTo(entries_at_, KeysOf(records_[one]), records_[one].open->day, bound)
                   : NearTo(records_at_, KeysOf(entries_[one]), entries_[one].open->booked_on, bound)) {
      const Entry& entry = entries_[of_record ? other : one];
      const Record& record = records_[of_record ? one : other];
      const int64_t left = of_record ? Left(entry) : record.open->left_minor;
      if (left < wanted && SameSide(entry, record) && Binds(entry, record)) others.push_back(other);
    }
    const auto apart = [&](size_t other) {
      return of_record ? DaysApart(entries_[other], records_[one])
                       : DaysApart(entries_[one], records_[other]);
    };
    std::stable_sort(others.begin(), others.end(),
                     [&](size_t a, size_t b) { return apart(a) < apart(b); });
    if (others.size() > limits_.nearest_max) others.resize(limits_.nearest_max);
    std::vector<size_t> chosen;
    sums_left_ = limits_.nearest_max;
    Choose(one, of_record, others, 0, wanted, &chosen);
  }

  void Choose(size_t one, bool of_record, const std::vector<size_t>& others, size_t from,
              int64_t wanted, std::vector<size_t>* chosen) {
    if (wanted == 0 && chosen->size() > 1) {
      Add(one, of_record, *chosen);
      --sums_left_;
    }
    if (wanted == 0 || chosen->size() == limits_.together_max || sums_left_ == 0) return;
    for (size_t i = from; i < others.size() && !TooLarge(); ++i) {
      ++steps_;
      const int64_t left = of_record ? Left(entries_[others[i]]) : records_[others[i]].open->left_minor;
      if (left > wanted) continue;
      chosen->push_back(others[i]);
      Choose(one, of_record, others, i + 1, wanted - left, chosen);
      chosen->pop_back();
    }
  }

  void Add(size_t one, bool of_record, const std::vector<size_t>& chosen) {
    std::vector<ProposalPart> parts;
    std::set<Why> links;
    for (const size_t other : chosen) {
      const size_t e = of_record ? other : one;
      const size_t r = of_record ? one : other;
      const std::set<Why> these = LinksOf(entries_[e], records_[r], limits_);
      links = parts.empty() ? these : Both(links, these);
      parts.push_back({e, r, of_record ? Left(entries_[e]) : records_[r].open->left_minor});
    }
    links.insert(Why::kAmountEqual);
    found_.push_back(Make(std::move(parts), links));
  }

  // Says which proposals are clear and drops what those leave nothing for, until nothing changes.
  void Settle() {
    for (size_t p = 0; p < found_.size(); ++p) {
      for (const Item& item : ItemsOf(found_[p])) {
        ++wanted_[item].scores[found_[p].score];
        wanted_[item].proposals.push_back(p);
      }
    }
    gone_.assign(found_.size(), false);
    std::deque<size_t> open;  // That may be clear.
    for (size_t p = 0; p < found_.size(); ++p) open.push_back(p);
    for (; !open.empty(); open.pop_front()) {
      const size_t p = open.front();
      if (gone_[p] || found_[p].clear || !IsAlone(found_[p])) continue;
      found_[p].clear = true;
      DropRivals(p, &open);
    }
    std::vector<Proposal> kept;
    for (size_t p = 0; p < found_.size(); ++p) {
      if (!gone_[p]) kept.push_back(std::move(found_[p]));
    }
    found_ = std::move(kept);
  }

  // A movement (true) or a record, by its place.
  using Item = std::pair<bool, size_t>;
  struct Wanted {
    std::map<int, int> scores;      // How many of the proposals that are left have each.
    std::vector<size_t> proposals;  // The surest first.
    size_t first = 0;               // Those before it are gone.
  };

  static std::set<Item> ItemsOf(const Proposal& proposal) {
    std::set<Item> items;
    for (const ProposalPart& part : proposal.parts) {
      items.insert({true, part.entry});
      items.insert({false, part.record});
    }
    return items;
  }

  // Equal amounts, and nothing that wants the same is as sure.
  bool IsAlone(const Proposal& proposal) const {
    if (proposal.score < kClearScoreMin || proposal.reasons.front() != Why::kAmountEqual) return false;
    for (const Item& item : ItemsOf(proposal)) {
      const auto best = wanted_.at(item).scores.rbegin();
      if (best->first != proposal.score || best->second != 1) return false;
    }
    return true;
  }

  void DropRivals(size_t winner, std::deque<size_t>* open) {
    for (const Item& item : ItemsOf(found_[winner])) {
      for (const size_t rival : wanted_[item].proposals) {
        if (rival == winner || gone_[rival]) continue;
        gone_[rival] = true;
        for (const Item& freed : ItemsOf(found_[rival])) Free(freed, found_[rival].score, open);
      }
    }
  }

  // A proposal of an item is gone; the surest that is left may stand alone now.
  void Free(const Item& item, int score, std::deque<size_t>* open) {
    Wanted& wanted = wanted_[item];
    const auto count = wanted.scores.find(score);
    if (--count->second == 0) wanted.scores.erase(count);
    while (wanted.first < wanted.proposals.size() && gone_[wanted.proposals[wanted.first]]) {
      ++wanted.first;
    }
    if (wanted.first < wanted.proposals.size()) open->push_back(wanted.proposals[wanted.first]);
  }

  const MatchLimits limits_;
  std::vector<Entry> entries_;
  std::vector<Record> records_;
  Index entries_at_;
  Index records_at_;
  size_t steps_ = 0;      // Pairs and sums that were looked at.
  size_t sums_left_ = 0;  // That are still looked for of one movement or record.
  std::vector<Proposal> found_;
  std::map<Item, Wanted> wanted_;
  std::vector<bool> gone_;
};

}  // namespace

int WeightOf(Why why) {
  switch (why) {
    case Why::kOrderNamesDocument:
      return 60;
    case Why::kAmountEqual:
      return 40;
    case Why::kNumberInText:
      return 25;
    case Why::kReferenceEqual:
      return 25;
    case Why::kNameEqual:
      return 15;
    case Why::kContractInText:
      return 10;
    case Why::kSameDay:
      return 10;
    case Why::kNearDay:
      return 5;
  }
  return 0;
}

absl::StatusOr<std::vector<Proposal>> Propose(const std::vector<OpenEntry>& entries,
                                              const std::vector<OpenRecord>& records,
                                              const std::string& contract, const MatchLimits& limits) {
  std::vector<Proposal> proposals = ProposeOrdered(entries, records);
  if (proposals.empty()) return Search(entries, records, contract, limits).Run();
  // The rest is searched as if that were gone.
  std::vector<bool> known(entries.size(), false);
  std::vector<OpenRecord> left = records;
  for (const Proposal& proposal : proposals) {
    for (const ProposalPart& part : proposal.parts) {
      known[part.entry] = true;
      left[part.record].left_minor -= part.amount_minor;
    }
  }
  std::vector<OpenEntry> open_entries;
  std::vector<size_t> entry_at;
  for (size_t e = 0; e < entries.size(); ++e) {
    if (known[e]) continue;
    open_entries.push_back(entries[e]);
    entry_at.push_back(e);
  }
  std::vector<OpenRecord> open_records;
  std::vector<size_t> record_at;
  for (size_t r = 0; r < left.size(); ++r) {
    if (left[r].left_minor <= 0) continue;
    open_records.push_back(std::move(left[r]));
    record_at.push_back(r);
  }
  TRANCHE_ASSIGN_OR_RETURN(std::vector<Proposal> found,
                           Search(open_entries, open_records, contract, limits).Run());
  for (Proposal& proposal : found) {
    for (ProposalPart& part : proposal.parts) {
      part.entry = entry_at[part.entry];
      part.record = record_at[part.record];
    }
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace tranche::payments::bank
