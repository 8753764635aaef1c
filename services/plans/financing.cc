// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "plans/financing/naming.h"
#include "plans/financing/people.h"
#include "plans/financing/product.h"
#include "plans/financing/sources.h"
#include "plans/financing/words.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

using financing::Mention;
using financing::Naming;
using financing::Owner;
using financing::Role;

std::optional<int> FindDays(absl::string_view text) {
  static const RE2 kDays(
      "(?i)(?:^|[^0-9.,])([0-9]{1,4})\\s+(?:работни\\s+)?(?:"
      "дни|дена|хранодни|days)");
  re2::StringPiece number;
  if (!RE2::PartialMatch(Piece(text), kDays, &number)) return std::nullopt;
  return ReadCount(View(number));
}

// An amount with what belongs to it in another currency.
struct Item {
  WrittenAmount amount;  // The one that counts.
  std::optional<WrittenAmount> shown;
  Range at;  // Of both.

  // With what it is shown as besides.
  Range whole() const {
    if (!shown) return at;
    return {std::min(at.begin, shown->begin), std::max(at.end, shown->end)};
  }
  std::string words(absl::string_view cell) const {
    return std::string(cell.substr(amount.begin, amount.end - amount.begin));
  }
};

// The amounts of a cell; those that are shown once more in another currency are blanked in `words`,
// with their bracket, so that the words around speak of one amount.
std::vector<Item> JoinShown(const std::vector<WrittenAmount>& amounts, std::optional<Currency> currency,
                            std::string& words) {
  const std::string cell = words;
  static const RE2 kClosing("^\\s*[)\\]/]");
  std::vector<Item> items;
  for (size_t i = 0; i < amounts.size(); ++i) {
    Item item{amounts[i], std::nullopt, {amounts[i].begin, amounts[i].end}};
    if (i + 1 < amounts.size() && IsShownTwice(cell, amounts[i], amounts[i + 1])) {
      ++i;
      item.shown = amounts[i];
      Range blank{cell.find_last_of("(/[|", amounts[i].begin), amounts[i].end};
      if (blank.begin == std::string::npos || blank.begin < item.amount.end)
        blank.begin = amounts[i].begin;
      re2::StringPiece rest(cell.data() + blank.end, cell.size() - blank.end);
      if (RE2::Consume(&rest, kClosing)) blank.end = cell.size() - rest.size();
      if (currency && item.amount.amount.currency() != *currency) {
        std::swap(item.amount, *item.shown);
        blank = {item.shown->begin, item.amount.begin};
        item.at = {item.amount.begin, item.amount.end};
      }
      std::fill(words.begin() + static_cast<std::ptrdiff_t>(blank.begin),
                words.begin() + static_cast<std::ptrdiff_t>(blank.end), ' ');
    }
    items.push_back(std::move(item));
  }
  return items;
}

// "20 деца по 50 лв. – 1 000 лв.": the second amount is what the first one comes to.
bool ComesTo(const financing::Product& product, const Money& price, const Money& result) {
  if (product.unread || product.factors.empty() || price.currency() != result.currency()) return false;
  __int128 minor = price.minor();
  constexpr __int128 kMost = __int128{1} << 80;
  for (const Factor& factor : product.factors) {
    minor *= factor.count;
    if (minor > kMost || minor < -kMost) return false;
  }
  return minor == result.minor();
}

// "от 5 000 лв. до 8 000 лв.", "5 000 лв. или 8 000 лв.": which one counts is not said, so neither
// does.
void DropRanges(absl::string_view cell, std::vector<Item>& items, Financing& financing) {
  static const RE2 kTo(
      "(?i)\\.?,?\\s*(?:(?:до|или|to|or)(?:\\s+(?:от|около))?|"
      "(?:(?:и|но)\\s+)?(?:не\\s+повече(?:\\s+от)?|най-много|до|максимум))\\s*");
  static const RE2 kDash("\\s*[-–—]\\s*");
  static const RE2 kLetters("\\pL");
  for (size_t i = 0; i + 1 < items.size();) {
    const absl::string_view between =
        cell.substr(items[i].at.end, items[i + 1].at.begin - items[i].at.end);
    // A dash leads to a list as often as to the other end, and behind a product to its result.
    const bool result = ComesTo(financing::ReadProduct(cell.substr(0, items[i].at.begin), between),
                                items[i].amount.amount, items[i + 1].amount.amount);
    const bool alone = items.size() == 2 && !result &&
                       !RE2::PartialMatch(Piece(cell.substr(items[i + 1].at.end)), kLetters);
    if (!RE2::FullMatch(Piece(between), kTo) && !(alone && RE2::FullMatch(Piece(between), kDash))) {
      ++i;
      continue;
    }
    const Range at{items[i].whole().begin, items[i + 1].whole().end};
    financing.problems.push_back(
        {"AMOUNT_MALFORMED", std::string(cell.substr(at.begin, at.end - at.begin)), at.begin, at.end});
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i),
                items.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
}

class Placer {
 public:
  Placer(absl::string_view cell, std::vector<Item> items, bool one_year, Financing& financing)
      : cell_(cell), items_(std::move(items)), one_year_(one_year), financing_(financing) {}

  void Place() {
    FindOwners();
    NameItems();
    SettleTotals();
    for (size_t i = 0; i < items_.size(); ++i) PlaceItem(i);
    GiveSources();
    TellProducts();
  }

 private:
  void FindOwners() {
    mentions_ = financing::FindMentions(cell_);
    std::vector<Range> places;
    for (const Item& item : items_) places.push_back(item.at);
    owners_ = financing::OwnersOf(cell_, places, mentions_);
  }

  void NameItems() {
    size_t from = 0;
    for (size_t i = 0; i < items_.size(); ++i) {
      const Range at = items_[i].at;
      const bool last = i + 1 == items_.size();
      const size_t next = last ? cell_.size() : items_[i + 1].at.begin;
      Naming naming = financing::NameAmount(cell_.substr(from, at.begin - from),
                                            cell_.substr(at.end, next - at.end), last, one_year_);
      naming.begin += from;
      from = at.end + naming.end;
      for (size_t m = 0; m < mentions_.size(); ++m) {
        if (owners_[m].amount == i && mentions_[m].at.begin >= at.end)
          from = std::max(from, mentions_[m].at.end);
      }
      namings_.push_back(std::move(naming));
    }
  }

  std::vector<size_t> Of(Role role) const {
    std::vector<size_t> found;
    for (size_t i = 0; i < namings_.size(); ++i)
      if (namings_[i].role == role) found.push_back(i);
    return found;
  }

  // A result behind "=" is the total when no other one is named. So is the only
  // amount of a row, and the only one without words beside what is paid by the
  // month, the day or the piece.
  void SettleTotals() {
    for (size_t i = 1; i < items_.size(); ++i) {
      if (namings_[i].role == Role::kPart && IsResultBehindDash(i)) namings_[i].role = Role::kResult;
    }
    const std::vector<size_t> results = Of(Role::kResult);
    const bool result_is_total = results.size() == 1 && Of(Role::kTotal).empty();
    for (const size_t i : results) {
      namings_[i].role = result_is_total ? Role::kTotal : Role::kPart;
      if (result_is_total || i == 0) continue;
      // "за храна 4 бр. х 250 лв. = 1000 лв.": what was multiplied says what it
      // is for.
      const Naming& product = namings_[i - 1];
      if (namings_[i].label.empty() || product.role == Role::kUnitPrice)
        namings_[i].label = product.label.empty() ? LabelOfProduct(i - 1) : product.label;
    }
    // "5 250 лв., в това число за храна 3 150 лв.": what leads to its parts is their whole.
    if (Of(Role::kTotal).empty() && !namings_.empty() && namings_[0].role == Role::kPart &&
        namings_[0].leads) {
      namings_[0].role = Role::kTotal;
    }
    const std::vector<size_t> parts = Of(Role::kPart);
    if (parts.size() != 1 || !Of(Role::kTotal).empty() || !Of(Role::kUnread).empty()) return;
    // "200 лв. месечно, 2 400 лв. за годината".
    static const RE2 kOfTheYear(
        "(?i)(?:за\\s+(?:цялата\\s+)?година(?:та)?|годишно|(?:for\\s+the|a)\\s+year)");
    const bool of_year =
        !Of(Role::kMonthly).empty() && RE2::FullMatch(namings_[parts[0]].label, kOfTheYear);
    if (items_.size() == 1 && IsPriceOrTotal(parts[0])) {
      namings_[parts[0]].role = Role::kOpen;
    } else if (items_.size() == 1 || namings_[parts[0]].label.empty() || of_year) {
      namings_[parts[0]].role = Role::kTotal;
    }
  }

  // "50 лв. месечно за 10 месеца – 6000 лв.": a dash behind what the price is multiplied by.
  bool IsResultBehindDash(size_t i) const {
    static const RE2 kFactors("(?i)\\.?(?:\\s*(?:за|по|на|[хx*×])\\s*" TRANCHE_COUNT
                              "(?:\\s+\\pL+\\.?){1,2})+\\s*[-–—]\\s*");
    static const RE2 kDash("\\.?\\s*[-–—]\\s*");
    // "… – 60 лв. за транспорт" is something else; of the whole time it is the result.
    static const RE2 kForElse("(?i)^\\.?\\s*\\pL"),
        kForAll("(?i)^\\.?\\s*(?:(?:от|по)\\s|за\\s+(?:ц[яе]л|годин|период|всичк|срок))");
    const absl::string_view behind = cell_.substr(items_[i].at.end);
    if (RE2::PartialMatch(Piece(behind), kForElse) && !RE2::PartialMatch(Piece(behind), kForAll))
      return false;
    const Role before = namings_[i - 1].role;
    if (before != Role::kMonthly && before != Role::kDaily && before != Role::kUnitPrice) return false;
    const size_t from = items_[i - 1].at.end + namings_[i - 1].end;
    if (from >= items_[i].at.begin) return false;
    const re2::StringPiece between = Piece(cell_.substr(from, items_[i].at.begin - from));
    // "20 деца по 50 лв. – 1 000 лв.": the factors stand before the price.
    return RE2::FullMatch(between, kFactors) ||
           (RE2::FullMatch(between, kDash) &&
            ComesTo(namings_[i - 1].product, items_[i - 1].amount.amount, items_[i].amount.amount));
  }

  // "933 лв. за 3 лица за 12 месеца": of a person and month, or of all of them.
  bool IsPriceOrTotal(size_t i) const {
    static const RE2 kPersonsAndMonths("(?i)^\\.?\\s*(?:на|за)\\s+" TRANCHE_COUNT "\\s+" TRANCHE_PERSONS
                                       "\\s+(?:за|по)\\s+" TRANCHE_COUNT "\\s+(?:месец|month)");
    return RE2::PartialMatch(Piece(cell_.substr(items_[i].at.end)), kPersonsAndMonths);
  }

  std::string LabelOfProduct(size_t i) const {
    constexpr size_t kBytesMax = 200;
    const size_t begin = namings_[i].begin;
    size_t end = items_[i].at.end + (namings_[i].yearly ? namings_[i].end : namings_[i].product.after);
    if (end - begin > kBytesMax) end = begin + kBytesMax;
    while (end < cell_.size() && !BeginsCharacter(cell_[end])) --end;
    return std::string(financing::TrimSeparators(cell_.substr(begin, end - begin)));
  }

  // A second amount of the same meaning leaves open which one the row means.
  template <typename T>
  bool SetOnce(std::optional<T>& field, T value, const Item& item) {
    if (field.has_value()) {
      const Range whole = item.whole();
      financing_.problems.push_back(
          {"PLAN_AMOUNT_AMBIGUOUS", item.amount.number, whole.begin, whole.end});
      return false;
    }
    field = std::move(value);
    return true;
  }

  void PlaceItem(size_t i) {
    const Item& item = items_[i];
    const Naming& naming = namings_[i];
    const Money amount = item.amount.amount;
    if (item.amount.after_dash)
      financing_.after_dash.push_back({item.amount.begin, item.amount.number});
    std::string field;
    switch (naming.role) {
      case Role::kMonthly:
        if (SetOnce(financing_.monthly, MonthlyAmount{amount, naming.basis}, item)) field = "monthly";
        break;
      case Role::kDaily:
        if (SetOnce(financing_.daily_rate, DailyRate{.rate = amount}, item)) field = "daily_rate";
        break;
      case Role::kUnitPrice:
        if (SetOnce(financing_.unit_price,
                    UnitPrice{amount, naming.product.unit, naming.product.factors}, item))
          field = "unit_price";
        break;
      case Role::kUnread:
        financing_.problems.push_back({"AMOUNT_MALFORMED", LabelOfProduct(i),
                                       std::min(naming.begin, item.whole().begin),
                                       std::max(item.at.end + naming.product.after, item.whole().end)});
        break;
      case Role::kOpen:
        financing_.problems.push_back(
            {"PLAN_AMOUNT_AMBIGUOUS", item.amount.number, item.whole().begin, item.whole().end});
        break;
      case Role::kTotal:
        if (SetOnce(financing_.stated_total, amount, item)) {
          field = "stated_total";
          financing_.stated_total_qualifier = naming.qualifier;
        }
        break;
      case Role::kResult:
      case Role::kPart:
        financing_.parts.push_back({naming.label, amount, naming.year});
        field = absl::StrCat("parts.", financing_.parts.size());
        break;
    }
    if (field.empty()) return;
    Note(item, naming, std::move(field));
  }

  void Note(const Item& item, const Naming& naming, std::string field) {
    financing_.places.push_back({field, item.amount.begin, item.amount.end});
    if (item.amount.in_words) {
      financing_.remarks.push_back(
          {"PLAN_AMOUNT_IN_WORDS", item.words(cell_), item.amount.begin, item.amount.end});
    }
    if (!naming.qualifier.empty()) {
      const size_t begin = item.at.begin - std::min(item.at.begin, naming.qualifier.size() + 1);
      financing_.remarks.push_back({"PLAN_AMOUNT_NOT_EXACT",
                                    absl::StrCat(naming.qualifier, " ", item.words(cell_)), begin,
                                    item.at.end});
    }
    if (!item.shown.has_value()) return;
    financing_.also_shown.push_back({std::move(field), item.shown->amount});
    financing_.places.push_back({absl::StrCat("also_shown.", financing_.also_shown.size()),
                                 item.shown->begin, item.shown->end});
  }

  // A source has the amount of its own that the words give it; what they leave
  // open is told.
  void GiveSources() {
    std::vector<int> owned(items_.size(), 0);
    for (const Owner& owner : owners_)
      if (owner.amount) ++owned[*owner.amount];
    // One source behind amounts by year is of all of them; only where each year has its own does a
    // source have an amount.
    const bool by_year = EachYearIsOwned(owned);
    for (size_t m = 0; m < mentions_.size(); ++m) {
      const std::optional<size_t> amount = owners_[m].amount;
      const bool own = amount && namings_[*amount].role == Role::kPart && owned[*amount] == 1 &&
                       (by_year || namings_[*amount].year == 0);
      if (!mentions_[m].first && !own) continue;
      Source source = mentions_[m].source;
      if (own) source.amount = items_[*amount].amount.amount;
      financing_.sources.push_back(std::move(source));
      financing_.places.push_back({absl::StrCat("sources.", financing_.sources.size()),
                                   mentions_[m].at.begin, mentions_[m].at.end});
    }
    const bool given_up = mentions_.size() > financing::kMentionsMax;
    for (size_t i = 0; i < items_.size(); ++i) {
      if (given_up && namings_[i].role == Role::kTotal) TellOpen(i);
      if (namings_[i].role == Role::kPart && (owned[i] > 1 || (owned[i] == 0 && HasOpenNeighbour(i))))
        TellOpen(i);
      // "общинския бюджет и 6 000 лв. по проект": one source has the amount,
      // the other one nothing.
      const bool only = items_.size() == 1 && namings_[i].role == Role::kTotal && owned[i] == 1;
      if (only && OnBothSides(i)) TellOpen(i);
    }
  }

  bool EachYearIsOwned(const std::vector<int>& owned) const {
    for (size_t i = 0; i < items_.size(); ++i) {
      if (namings_[i].role == Role::kPart && namings_[i].year != 0 && owned[i] != 1) return false;
    }
    return true;
  }

  bool HasOpenNeighbour(size_t i) const {
    const size_t begin = i == 0 ? 0 : items_[i - 1].at.end;
    const size_t end = i + 1 == items_.size() ? cell_.size() : items_[i + 1].at.begin;
    for (size_t m = 0; m < mentions_.size(); ++m) {
      if (owners_[m].open && mentions_[m].at.begin >= begin && mentions_[m].at.end <= end) return true;
    }
    return false;
  }

  bool OnBothSides(size_t i) const {
    bool before = false, behind = false;
    for (const Mention& mention : mentions_)
      (mention.at.begin < items_[i].at.begin ? before : behind) |= mention.first;
    return before && behind;
  }

  void TellOpen(size_t i) {
    financing_.remarks.push_back(
        {"PLAN_SOURCE_AMOUNT_OPEN", items_[i].words(cell_), items_[i].at.begin, items_[i].at.end});
  }

  // A multiplication without its result is no total.
  void TellProducts() {
    if (financing_.stated_total) return;
    for (size_t i = 0; i < items_.size(); ++i) {
      const Naming& naming = namings_[i];
      if (naming.role != Role::kUnitPrice || (naming.product.factors.empty() && !naming.yearly))
        continue;
      const size_t end = items_[i].at.end + (naming.yearly ? naming.end : naming.product.after);
      financing_.remarks.push_back(
          {"PLAN_PRODUCT_WITHOUT_RESULT", LabelOfProduct(i), naming.begin, end});
    }
  }

  absl::string_view cell_;
  std::vector<Item> items_;
  bool one_year_;
  Financing& financing_;
  std::vector<Mention> mentions_;
  std::vector<Owner> owners_;
  std::vector<Naming> namings_;
};

std::string Blanked(absl::string_view cell, const std::vector<WrittenAmount>& amounts) {
  std::string rest(cell);
  for (const WrittenAmount& amount : amounts)
    std::fill(rest.begin() + static_cast<std::ptrdiff_t>(amount.begin),
              rest.begin() + static_cast<std::ptrdiff_t>(amount.end), ';');
  return rest;
}

}  // namespace

bool IsShownTwice(absl::string_view cell, const WrittenAmount& first, const WrittenAmount& second) {
  if (first.amount.currency() == second.amount.currency()) return false;
  static const RE2 kBetween(
      "(?i)[\\s\\x{A0}]*(?:[(/"
      "\\[|][\\s\\x{A0}]*(?:(?:или|равн\\pL+\\s+на|=|or|≈)[\\s\\x{A0}]*)?|"
      "(?:или|or|равностойн\\pL+(?:\\s+на)?)[\\s\\x{A0}]*)?");
  const absl::string_view between = cell.substr(first.end, second.begin - first.end);
  if (RE2::FullMatch(Piece(between), kBetween)) return true;
  // Any other sign or word divides two amounts unless they are the same one at the
  // fixed rate.
  static const RE2 kSigns("[^\\pL0-9]*|[^0-9;]{1,60}[(/]\\s*");
  if (!RE2::FullMatch(Piece(between), kSigns)) return false;
  const bool leva_first = first.amount.currency() == Currency::kBgn;
  const absl::StatusOr<Money> euro =
      ConvertToEuro(leva_first ? first.amount : second.amount, Rounding::kHalfUp);
  return euro.ok() && *euro == (leva_first ? second.amount : first.amount);
}

std::vector<Source> FindSources(absl::string_view text, std::vector<FieldPlace>* places) {
  std::vector<Source> sources;
  for (Mention& mention : financing::FindMentions(text)) {
    if (!mention.first) continue;
    sources.push_back(std::move(mention.source));
    if (places != nullptr)
      places->push_back({absl::StrCat("sources.", sources.size()), mention.at.begin, mention.at.end});
  }
  return sources;
}

Financing ReadFinancing(absl::string_view cell, const OfPlan& plan) {
  Financing financing;
  const std::vector<WrittenAmount> amounts = FindAmounts(cell, kCellAmountsMax, financing.problems);
  const bool too_many =
      financing.problems.size() == 1 && financing.problems[0].reason == "PLAN_TOO_MANY_AMOUNTS";
  if (!too_many) {
    std::string rest = Blanked(cell, amounts);
    // What is wrong already is not said twice.
    for (const TextProblem& problem : financing.problems)
      std::fill(rest.begin() + static_cast<std::ptrdiff_t>(problem.begin),
                rest.begin() + static_cast<std::ptrdiff_t>(problem.end), ';');
    financing::BlankPeople(rest);
    FindStrayAmounts(rest, financing.problems);
  }
  std::string words(cell);
  std::vector<Item> items = JoinShown(amounts, plan.currency, words);
  DropRanges(words, items, financing);
  Placer(words, std::move(items), plan.one_year, financing).Place();
  financing::ReadPeople(cell, Blanked(cell, amounts), financing);
  if (financing.daily_rate) {
    financing.daily_rate->days = FindDays(cell);
    if (financing.headcount) financing.daily_rate->users = financing.headcount->count;
  }
  return financing;
}

}  // namespace tranche::plans
