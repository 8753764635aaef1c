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
  TRANCHE_ASSIGN_OR_RETURN(target.amount, tranche::convert::FromProto(cost.recorded_total()));
  target.key = DocumentKey(budgets::v1::DocumentType_Name(document.type()), document.number(),
                           issued_on, document.issuer());
  target.record = absl::StrCat("costs/", cost.name().substr(cost.name().rfind('/') + 1));
  return target;
}

absl::StatusOr<OrderedDocument> OrderedOf(const budgets::v1::Cost& cost) {
  TRANCHE_ASSIGN_OR_RETURN(const Target target, TargetOf(cost));
  OrderedDocument document{
      .cost_id = cost.name().substr(cost.name().rfind('/') + 1),
      .amount = {},
      .document_key = cost.document_key().empty() ? target.key : cost.document_key(),
      .target_key = target.key,
      .number = cost.document().number(),
      .issuer = cost.document().issuer(),
      .total = target.amount};
  if (cost.has_credited()) {
    TRANCHE_ASSIGN_OR_RETURN(document.credited, tranche::convert::FromProto(cost.credited()));
  }
  return document;
}

}  // namespace tranche::payments::bank::convert
