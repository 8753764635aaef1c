// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_strategy.h"

#include <google/protobuf/util/message_differencer.h>

namespace tranche::convert {

using plans::v1::ParentStrategy;

int StrategyOf(const plans::v1::Plan& plan) {
  if (!plan.has_parent_strategy()) return -1;
  for (int i = 0; i < plan.parents_size(); ++i) {
    if (google::protobuf::util::MessageDifferencer::Equals(plan.parents(i), plan.parent_strategy())) {
      return i;
    }
  }
  return -1;
}

void FillAdoption(ParentStrategy* parent) {
  if (parent->has_decision_number() && !parent->adoption().has_decision_number()) {
    parent->mutable_adoption()->set_decision_number(parent->decision_number());
  }
  if (parent->has_protocol_number() && !parent->adoption().has_protocol_number()) {
    parent->mutable_adoption()->set_protocol_number(parent->protocol_number());
  }
  if (parent->has_adopted_on() && !parent->adoption().has_date()) {
    parent->mutable_adoption()->mutable_date()->set_as_written(parent->adopted_on());
  }
}

void TakeWords(ParentStrategy* parent) {
  const plans::v1::Adoption& adoption = parent->adoption();
  parent->clear_decision_number();
  parent->clear_protocol_number();
  parent->clear_adopted_on();
  if (adoption.has_decision_number()) parent->set_decision_number(adoption.decision_number());
  if (adoption.has_protocol_number()) parent->set_protocol_number(adoption.protocol_number());
  if (adoption.has_date()) parent->set_adopted_on(adoption.date().as_written());
}

}  // namespace tranche::convert
