// SPDX-License-Identifier: EUPL-1.2
// Comparisons of stated and computed values, on the wire. Check, Finding and SourceSpan are messages of
// plans.v1, where they came about; as an exception proposals (pages of projects) and reports (annual
// reports of plans) send them too, so that clients show what was found anywhere in one way. A message's
// package cannot change without breaking who knows it.
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
