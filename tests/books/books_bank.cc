// SPDX-License-Identifier: EUPL-1.2
#include <cstdlib>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "books/books.h"

namespace tranche::books {
namespace {

// In a unit of which a stotinka has 100,000 and a cent 195,583: one euro is 1.95583 lev.
int64_t Exact(int64_t lev, int64_t euro) { return lev * 100'000 + euro * 195'583; }

// No more is ordered of a document than it says, by the exact sum rounded once (ORD-8).
void CheckOrderedDocuments(const Facts& facts, Problems* problems) {
  constexpr int64_t kHalfACent = 195'583 / 2;
  for (const Facts::OrderedDocument& document : facts.ordered_documents) {
    const int64_t beyond =
        Exact(document.ordered_lev, document.ordered_euro) - Exact(document.lev, document.euro);
    if (beyond > kHalfACent) problems->push_back("ORD-8 more is ordered than it says: " + document.key);
  }
}

}  // namespace

// Each movement is there once (BANK-2); neither side is matched beyond its amount (BANK-3, 4), and what
// is matched is the sum of the parts that stand (BANK-5).
void CheckBank(const Facts& facts, Problems* problems) {
  std::map<int64_t, int64_t> of_movement;
  std::map<std::string, int64_t> of_target;
  for (const Facts::MatchPart& part : facts.match_parts) {
    if (part.withdrawn) continue;
    of_movement[part.movement] += part.amount;
    of_target[part.target] += part.amount;
  }
  std::set<std::string> keys;
  for (const Facts::Movement& movement : facts.movements) {
    const std::string who = absl::StrCat("movement ", movement.number);
    if (!keys.insert(movement.key).second) problems->push_back("BANK-2 there twice: " + who);
    if (movement.matched > std::abs(movement.amount))
      problems->push_back("BANK-3 matched beyond its amount: " + who);
    if (movement.matched != of_movement[movement.number])
      problems->push_back("BANK-5 matched is not the sum of its parts: " + who);
    of_movement.erase(movement.number);
  }
  for (const Facts::Target& target : facts.targets) {
    if (target.matched > target.amount)
      problems->push_back("BANK-4 matched beyond its amount: " + target.key);
    if (target.matched != of_target[target.key])
      problems->push_back("BANK-5 matched is not the sum of its parts: " + target.key);
    of_target.erase(target.key);
  }
  for (const auto& [movement, amount] : of_movement)
    problems->push_back(absl::StrCat("BANK-5 a part without its movement ", movement));
  for (const auto& [target, amount] : of_target)
    problems->push_back("BANK-5 a part without what it was matched with: " + target);
  CheckOrderedDocuments(facts, problems);
}

}  // namespace tranche::books
