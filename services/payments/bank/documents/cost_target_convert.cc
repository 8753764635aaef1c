// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/cost_target_convert.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"

namespace tranche::payments::bank::convert {

absl::StatusOr<Target> TargetOf(const budgets::v1::Cost& cost) {
  const budgets::v1::CostDocument& document = cost.document();
  Target target;
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay issued_on, ParseDay(document.issued_on()));
  TRANCHE_ASSIGN_OR_RETURN(target.amount, tranche::convert::FromProto(document.total()));
  // What was paid is what the document says, also when it is counted in another currency since.
  if (cost.original().currency() == "BGN" || cost.original().currency() == "EUR") {
    TRANCHE_ASSIGN_OR_RETURN(const Currency currency, ParseCurrency(cost.original().currency()));
    TRANCHE_ASSIGN_OR_RETURN(target.amount, ParseAmount(cost.original().total(), currency));
  }
  target.key = DocumentKey(budgets::v1::DocumentType_Name(document.type()), document.number(),
                           issued_on, document.issuer());
  target.record = absl::StrCat("costs/", cost.name().substr(cost.name().rfind('/') + 1));
  return target;
}

}  // namespace tranche::payments::bank::convert
