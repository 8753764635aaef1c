// SPDX-License-Identifier: EUPL-1.2
#include "cli/foreign_particulars.h"

namespace tranche::cli {

budgets::v1::ForeignParticulars OfForeignDocument(const budgets::v1::CostParticulars& read) {
  budgets::v1::ForeignParticulars told;
  told.set_issuer_kind(read.issuer_kind());
  *told.mutable_flags() = read.flags();
  for (const budgets::v1::ActivityShare& share : read.activities()) {
    budgets::v1::ForeignShare* foreign = told.add_activities();
    foreign->set_activity(share.activity());
    foreign->set_amount(share.amount().amount());
  }
  return told;
}

}  // namespace tranche::cli
