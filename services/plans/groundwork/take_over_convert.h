// SPDX-License-Identifier: EUPL-1.2
// What was read in a plan, as records of the groundwork: bodies, persons with roles, agreements,
// meetings, assessments, priorities. What is not sure is proposed without a record and says why.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/error.h"
#include "tranche/plans/v1/groundwork.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

struct Proposal {
  v1::GroundworkKind kind = v1::GROUNDWORK_KIND_UNSPECIFIED;
  std::string title;
  std::string plan_path;  // "bodies.1"
  std::string document_place;
  std::string id;         // Under which the record is kept where that is free.
  v1::Groundwork record;  // Where nothing is left out.
  std::optional<Violation> left_out_because;
};

// In the order of the plan. `plan` has its corrections laid over it and its struck rows still in their
// places; `is_struck` says of a path whether it is one.
std::vector<Proposal> ProposalsOf(const v1::Plan& plan,
                                  const std::function<bool(const std::string&)>& is_struck);

// The record says the same as the proposal, or was made of it; null: none does.
const v1::Groundwork* AlreadyThere(const std::vector<v1::Groundwork>& records,
                                   const std::vector<Proposal>& all, const Proposal& proposal);

}  // namespace tranche::plans
