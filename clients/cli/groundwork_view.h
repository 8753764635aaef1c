// SPDX-License-Identifier: EUPL-1.2
// A record of the groundwork for people: everything that it states, by its kind.
#pragma once

#include "cli/output.h"
#include "tranche/plans/v1/groundwork.pb.h"

namespace tranche::cli {

View GroundworkView(const plans::v1::Groundwork& record, Language language);

}  // namespace tranche::cli
