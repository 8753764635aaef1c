// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/amount_cell.h"

#include <algorithm>
#include <utility>

#include "plans/financing.h"
#include "platform/base/error.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

TextProblem Whole(absl::string_view reason, absl::string_view words) {
  return {std::string(reason), std::string(words), 0, words.size()};
}

// The only amount that the words name, if it is what the column holds.
std::optional<Money> OnlyAmount(const Financing& financing, AmountsAre are) {
  if (!financing.parts.empty()) return std::nullopt;
  std::vector<Money> sums, months, prices;
  if (financing.stated_total) sums.push_back(*financing.stated_total);
  if (financing.monthly) months.push_back(financing.monthly->amount);
  if (financing.daily_rate) prices.push_back(financing.daily_rate->rate);
  // A price with its own factors says more than one cell of a column of prices.
  if (financing.unit_price && financing.unit_price->factors.empty())
    prices.push_back(financing.unit_price->price);
  if (sums.size() + months.size() + prices.size() != 1) return std::nullopt;
  if (financing.unit_price && !financing.unit_price->factors.empty()) return std::nullopt;
  if (!sums.empty()) return sums.front();
  if (are == AmountsAre::kSums) return std::nullopt;
  if (!months.empty()) return months.front();
  return are == AmountsAre::kPrices ? std::optional<Money>(prices.front()) : std::nullopt;
}

// What a workbook holds instead of a result.
bool IsErrorOfWorkbook(absl::string_view words) {
  static const RE2 kError(R"(#(?:[A-Z_/0-9]+[!?]?)|=\?)");
  return RE2::FullMatch(Piece(words), kError);
}

}  // namespace

bool SaysNothingNeeded(absl::string_view words) {
  static const RE2 kNone(
      "(?i)[\\s–—-]*|не\\s+(?:(?:се|са|е)\\s+)?(?:изиск|предви|необходим|нужн)[^,;]*|"
      "(?:няма|без\\s+(?:финансиране|средства|разходи|бюджет)|неприложимо|n/"
      "a|none|not\\s+(?:needed|required))\\.?");
  return RE2::FullMatch(Piece(words), kNone);
}

bool IsMark(absl::string_view words) {
  static const RE2 kMark("(?i)[\\s(]*(?:[xх]{1,3}|v|да|yes|[✓✔☑●■√+*]+)[\\s).]*");
  return RE2::FullMatch(Piece(words), kMark);
}

bool IsAmountAlone(absl::string_view words) {
  std::vector<TextProblem> problems;
  std::string rest(words);
  for (const WrittenAmount& amount : FindAmounts(words, kCellAmountsMax, problems))
    std::fill(rest.begin() + static_cast<std::ptrdiff_t>(amount.begin),
              rest.begin() + static_cast<std::ptrdiff_t>(amount.end), ' ');
  static const RE2 kSigns("[^\\pL0-9]*");
  return problems.empty() && RE2::FullMatch(rest, kSigns);
}

AmountCell ReadAmountCell(absl::string_view words, AmountsAre are,
                          const std::optional<AmountUnit>& unit, const OfPlan& plan) {
  AmountCell cell;
  if (IsErrorOfWorkbook(words)) {
    cell.problems.push_back(Whole("AMOUNT_MALFORMED", words));
    return cell;
  }
  std::vector<TextProblem> problems;
  const std::vector<WrittenAmount> written = FindAmounts(words, kCellAmountsMax, problems);
  if (!problems.empty()) {
    cell.problems.push_back(
        Whole(written.size() > 1 ? "PLAN_AMOUNT_AMBIGUOUS" : problems[0].reason, words));
    return cell;
  }
  if (!written.empty()) {
    Financing financing = ReadFinancing(words, plan);
    cell.amount = OnlyAmount(financing, are);
    if (!cell.amount) {
      cell.problems.push_back(Whole("PLAN_AMOUNT_AMBIGUOUS", words));
      return cell;
    }
    if (!financing.also_shown.empty()) cell.shown = financing.also_shown.front().amount;
    cell.qualifier = financing.stated_total_qualifier;
    cell.problems = std::move(financing.problems);
    for (TextProblem& remark : financing.remarks) {
      if (remark.reason == "PLAN_AMOUNT_NOT_EXACT" || remark.reason == "PLAN_AMOUNT_IN_WORDS")
        cell.remarks.push_back(std::move(remark));
    }
    return cell;
  }
  static const RE2 kNoFigure("[^0-9]*");
  static const RE2 kLetter("\\pL");
  if (RE2::FullMatch(Piece(words), kNoFigure)) {
    if (RE2::PartialMatch(Piece(words), kLetter) && !SaysNothingNeeded(words))
      cell.remarks.push_back(Whole("PLAN_AMOUNT_NOT_STATED", words));
    return cell;
  }
  if (!unit) {
    cell.problems.push_back(Whole("PLAN_AMOUNT_WITHOUT_UNIT", words));
    return cell;
  }
  const absl::StatusOr<Money> amount = ReadAmountIn(*unit, words);
  if (!amount.ok()) {
    cell.problems.push_back(Whole(ReasonOf(amount.status()), words));
    return cell;
  }
  cell.amount = *amount;
  cell.in_unit_of_heading = true;
  return cell;
}

}  // namespace tranche::plans::reading
