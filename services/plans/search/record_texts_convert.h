// SPDX-License-Identifier: EUPL-1.2
// Which texts of a record it is found by, and how much a word in each says about it.
#pragma once

#include "plans/search/index_words.h"
#include "tranche/plans/v1/groundwork.pb.h"
#include "tranche/plans/v1/plans.pb.h"
#include "tranche/plans/v1/strategies.pb.h"

namespace tranche::plans::search {

// Of a plan in its newest version, of a strategy, and of a record of the groundwork.
RecordTexts TextsOf(const v1::Plan& plan);
RecordTexts TextsOf(const v1::Strategy& strategy);
RecordTexts TextsOf(const v1::Groundwork& record);

}  // namespace tranche::plans::search
