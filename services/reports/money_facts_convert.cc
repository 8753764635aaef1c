// SPDX-License-Identifier: EUPL-1.2
#include "reports/money_facts_convert.h"

#include <functional>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "reports/money_report.h"

namespace tranche::reports {
namespace {

using Json = nlohmann::json;

Currency CurrencyOf(const Json& facts, const char* key = "currency") {
  const absl::StatusOr<Currency> currency = ParseCurrency(facts.at(key).get<std::string>());
  if (!currency.ok()) throw std::runtime_error("a published row is kept in an unknown currency");
  return *currency;
}

// "<prefix>_eu_minor" and so on; without a prefix "eu_minor".
ThreePart PartsAt(const Json& facts, const std::string& prefix, const char* currency_key = "currency") {
  const Currency currency = CurrencyOf(facts, currency_key);
  const auto part = [&](const char* name) {
    const std::string key = prefix.empty() ? name : prefix + "_" + name;
    return Money::Minor(facts.at(key + "_minor").get<int64_t>(), currency);
  };
  // What the beneficiary pays is never claimed as an advance, paid, corrected or owed back; some views
  // leave it out.
  const bool has_own = facts.contains(prefix.empty() ? "own_minor" : prefix + "_own_minor");
  return {part("eu"), part("national"), has_own ? part("own") : Money::Zero(currency)};
}

std::string TextAt(const Json& facts, const char* key) {
  const Json& value = facts.at(key);
  return value.is_null() ? std::string() : value.get<std::string>();
}

int NumberAt(const Json& facts, const char* key) { return facts.at(key).get<int>(); }

LineFact LineOf(const Json& facts) {
  return {.code = TextAt(facts, "code"),
          .title = TextAt(facts, "title"),
          .cap = PartsAt(facts, "cap"),
          .reserved = PartsAt(facts, "reserved"),
          .spent = PartsAt(facts, "spent"),
          .modified = PartsAt(facts, "modified"),
          .transferred = PartsAt(facts, "transferred"),
          .held = PartsAt(facts, "held"),
          // A claim may be converted to euro before its budget is, or after it.
          .this_report = PartsAt(facts, "this_report", "this_report_currency"),
          .journal_reserved = PartsAt(facts, "journal_reserved"),
          .journal_spent = PartsAt(facts, "journal_spent")};
}

ClaimFact ClaimOf(const Json& facts) {
  return {.sequence = NumberAt(facts, "sequence"),
          .kind = TextAt(facts, "kind"),
          .state = TextAt(facts, "state"),
          .sent_on = TextAt(facts, "sent_on"),
          .decided_on = TextAt(facts, "decided_on"),
          .requested = PartsAt(facts, "requested"),
          .claimed_again = PartsAt(facts, "claimed_again"),
          .refused = PartsAt(facts, "refused"),
          .by_correction = PartsAt(facts, "by_correction"),
          .approved = PartsAt(facts, "approved"),
          .payable = PartsAt(facts, "payable"),
          .cleared = PartsAt(facts, "cleared"),
          .to_recover = PartsAt(facts, "to_recover"),
          .paid = PartsAt(facts, "paid"),
          .deducted = ZeroParts(CurrencyOf(facts)),
          .as_advance = PartsAt(facts, "as_advance")};
}

DebtFact DebtOf(const Json& facts) {
  const ThreePart none = ZeroParts(CurrencyOf(facts));
  return {.id = NumberAt(facts, "debt_id"),
          .number = TextAt(facts, "number"),
          .status = TextAt(facts, "status"),
          .served_on = TextAt(facts, "served_on"),
          .principal = PartsAt(facts, ""),
          .interest = none,
          .repaid_principal = none,
          .repaid_interest = none};
}

// Throws: the books hold what their own rules forbid, or an amount beyond all measure.
void MustAdd(const ThreePart& amount, ThreePart* sum) {
  if (const absl::Status added = AddTo(amount, sum); !added.ok()) {
    throw std::runtime_error("amounts of a published view do not add up");
  }
}

template <class Fact>
Fact* FindFact(std::vector<Fact>& facts, const std::function<bool(const Fact&)>& is_meant) {
  for (Fact& fact : facts) {
    if (is_meant(fact)) return &fact;
  }
  return nullptr;
}

void AddMovement(const Json& facts, MoneyFacts* money) {
  const std::string id = TextAt(facts, "payment_id");
  PaymentFact* payment =
      FindFact<PaymentFact>(money->payments, [&](const PaymentFact& p) { return p.id == id; });
  if (payment == nullptr) return;
  payment->movements.push_back(
      {TextAt(facts, "booked_on"), TextAt(facts, "bank_reference"),
       Money::Minor(facts.at("amount_minor").get<int64_t>(), CurrencyOf(facts))});
}

// Interest and repayments of a debt that no version is known of by the days asked for are left out with
// it.
DebtFact* DebtAt(const Json& facts, MoneyFacts* money) {
  const int id = NumberAt(facts, "debt_id");
  return FindFact<DebtFact>(money->debts, [&](const DebtFact& debt) { return debt.id == id; });
}

// What a debt holds now, in the currency that it is kept in: a debt of both sides of the changeover is
// not the sum of its movements in either.
void TakeBalances(const Json& facts, DebtFact* debt) {
  debt->principal = PartsAt(facts, "principal");
  debt->interest = PartsAt(facts, "charged_interest");
  debt->repaid_principal = PartsAt(facts, "repaid_principal");
  debt->repaid_interest = PartsAt(facts, "repaid_interest");
}

// What is told of both sides: "before_eu_minor" in lev, "after_eu_minor" in euro, behind a prefix.
Converted ConvertedAt(const Json& facts, const std::string& prefix) {
  const auto parts = [&](const char* side, Currency currency) -> ThreePart {
    const auto part = [&](const char* name) {
      return Money::Minor(facts.at(absl::StrCat(prefix, side, name, "_minor")).get<int64_t>(),
                          currency);
    };
    return {part("_eu"), part("_national"), part("_own")};
  };
  return {.before = parts("before", Currency::kBgn), .after = parts("after", Currency::kEur)};
}

void TakeConversion(const Json& facts, MoneyFacts* money) {
  money->is_left_in_lev = facts.at("is_left_in_lev").get<bool>();
  if (facts.at("converted_on").is_null()) return;
  ConversionFact& conversion = money->conversion.emplace();
  conversion.converted_on = TextAt(facts, "converted_on");
  conversion.contract = ConvertedAt(facts, "");
  if (facts.at("budget").get<bool>()) conversion.budget = ConvertedAt(facts, "budget_");
  conversion.payments = facts.at("payments").get<bool>();
}

}  // namespace

void BeginContract(const std::string& organisation, const Json& facts, std::vector<MoneyFacts>* found) {
  MoneyFacts& money = found->emplace_back();
  money.organisation = organisation;
  money.number = TextAt(facts, "number");
  money.currency = CurrencyOf(facts);
  money.budget_amount = ZeroParts(money.currency);
  if (!facts.at("claim").is_null()) money.claim = NumberAt(facts, "claim");
}

void AddFact(int section, const Json& facts, MoneyFacts* money) {
  switch (section) {
    case kAmountSection:
      money->budget_amount = PartsAt(facts, "");
      break;
    case kVersionSection:
      money->versions.push_back({NumberAt(facts, "version"), TextAt(facts, "type"),
                                 TextAt(facts, "document"), TextAt(facts, "title"),
                                 TextAt(facts, "concluded_on"), PartsAt(facts, "")});
      break;
    case kLineSection:
      money->lines.push_back(LineOf(facts));
      break;
    case kClaimSection:
      money->claims.push_back(ClaimOf(facts));
      break;
    case kPaymentSection:
      money->payments.push_back({TextAt(facts, "payment_id"),
                                 TextAt(facts, "number"),
                                 NumberAt(facts, "sequence"),
                                 TextAt(facts, "paid_on"),
                                 TextAt(facts, "bank_reference"),
                                 PartsAt(facts, ""),
                                 {}});
      break;
    case kMovementSection:
      AddMovement(facts, money);
      break;
    case kCorrectionSection:
      money->corrections.push_back({NumberAt(facts, "correction_id"), TextAt(facts, "irregularity"),
                                    NumberAt(facts, "version"),
                                    facts.at("percent_ten_thousandths").get<int64_t>(),
                                    TextAt(facts, "decided_on"), PartsAt(facts, "")});
      break;
    case kDebtSection:
      money->debts.push_back(DebtOf(facts));
      break;
    case kInterestSection:
      if (DebtFact* debt = DebtAt(facts, money)) MustAdd(PartsAt(facts, ""), &debt->interest);
      break;
    case kRepaidSection:
      if (DebtFact* debt = DebtAt(facts, money)) {
        MustAdd(PartsAt(facts, "principal"), &debt->repaid_principal);
        MustAdd(PartsAt(facts, "interest"), &debt->repaid_interest);
      }
      break;
    case kDeductionSection: {
      const int sequence = NumberAt(facts, "sequence");
      ClaimFact* claim = FindFact<ClaimFact>(
          money->claims, [&](const ClaimFact& given) { return given.sequence == sequence; });
      if (claim != nullptr) MustAdd(PartsAt(facts, ""), &claim->deducted);
      break;
    }
    case kBalanceSection:
      if (DebtFact* debt = DebtAt(facts, money)) TakeBalances(facts, debt);
      break;
    case kConversionSection:
      TakeConversion(facts, money);
      break;
    case kLeftInLevSection:
      money->costs_left_in_lev.push_back(std::to_string(facts.at("cost_number").get<int64_t>()));
      break;
    case kClosingSection:
      money->closed_on = TextAt(facts, "closed_on");
      break;
  }
}

}  // namespace tranche::reports
