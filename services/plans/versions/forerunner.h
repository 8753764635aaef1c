// SPDX-License-Identifier: EUPL-1.2
// Whether a document that was read is a further version of a plan that is kept, or another plan which
// only has the same id.
#pragma once

#include <string>

#include "plans/plan.h"

namespace tranche::plans {

// The id of a plan says its municipality, kind and years. Of strategies, development plans and plans
// without a kind of their own a municipality has several in the same years: there another title is
// another plan, unless half of the rows are the same. Words of a title that tell of its state only
// ("актуализиран", "проект") do not count, nor do case and signs.
bool IsAnotherPlan(const Plan& kept, const Plan& read);

// The id for a plan whose id is taken by another one: with a mark of its title, so that its own later
// versions come to the same.
std::string IdWithTitleMark(const std::string& id, const std::string& title);

}  // namespace tranche::plans
