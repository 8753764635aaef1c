// SPDX-License-Identifier: EUPL-1.2
// From the facts of a contract's money as JSON to what the report is made of.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/money_facts.h"

namespace tranche::reports {

// In the order in which the facts of a contract come.
enum Section {
  kContractSection,
  kAmountSection,
  kVersionSection,
  kLineSection,
  kClaimSection,
  kPaymentSection,
  kMovementSection,
  kCorrectionSection,
  kDebtSection,
  kInterestSection,
  kRepaidSection,
  kDeductionSection,
  kClosingSection,
  kBalanceSection,
  kConversionSection,
  kLeftInLevSection,
};

// A contract's own facts, which come first.
void BeginContract(const std::string& organisation, const nlohmann::json& facts,
                   std::vector<MoneyFacts>* found);
// Those of any other section.
void AddFact(int section, const nlohmann::json& facts, MoneyFacts* money);

}  // namespace tranche::reports
