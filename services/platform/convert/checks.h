// SPDX-License-Identifier: EUPL-1.2
// Comparisons of stated and computed values, on the wire.
#pragma once

#include "platform/base/error.h"
#include "platform/footing/check.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::convert {

plans::v1::Verdict ToProto(footing::Verdict verdict);
plans::v1::Check ToProto(const footing::Check& check);
// A finding with its sentences in both languages.
plans::v1::Finding FindingOf(const Violation& finding);

}  // namespace tranche::convert
