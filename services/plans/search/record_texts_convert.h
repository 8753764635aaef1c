// SPDX-License-Identifier: EUPL-1.2
// Which texts of a record it is found by, and how much a word in each says about it.
#pragma once

#include <map>

#include "plans/search/index_words.h"
#include "plans/versions/correction.h"
#include "tranche/plans/v1/groundwork.pb.h"
#include "tranche/plans/v1/plans.pb.h"
#include "tranche/plans/v1/strategies.pb.h"

namespace tranche::plans::search {

// Of a plan in its newest version as its document states it, with what persons say instead: both find
// it. Of a strategy, and of a record of the groundwork.
RecordTexts TextsOf(const v1::Plan& plan, const std::map<ValueKey, CorrectionFact>& in_force = {});
RecordTexts TextsOf(const v1::Strategy& strategy);
RecordTexts TextsOf(const v1::Groundwork& record);

}  // namespace tranche::plans::search
