// SPDX-License-Identifier: EUPL-1.2
// The strategy that a plan carries out stands twice in its description: by itself, and among all
// parents; and of each of them the adoption stands in words and in its parts.
#pragma once

#include "tranche/plans/v1/plans.pb.h"

namespace tranche::convert {

// Which of the parents is the strategy that the plan carries out, from 0; -1: none of them.
int StrategyOf(const plans::v1::Plan& plan);
// Fills the parts of the adoption from the words: versions that were stored early have these only.
void FillAdoption(plans::v1::ParentStrategy* parent);
// Makes the words those of the parts.
void TakeWords(plans::v1::ParentStrategy* parent);

}  // namespace tranche::convert
