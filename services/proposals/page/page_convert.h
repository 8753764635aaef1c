// SPDX-License-Identifier: EUPL-1.2
// Pages of projects on the wire.
#pragma once

#include <string>

#include "proposals/page/project_page.h"
#include "tranche/proposals/v1/page_import.pb.h"
#include "tranche/proposals/v1/proposals.pb.h"

namespace tranche::proposals {

v1::ProjectPage ToProto(const ProjectPage& page);

// What the page states of a proposal, each value marked as stated with its place in the file. Amounts
// are for the caller, since they take a share that no page writes.
v1::Proposal DraftOf(const ProjectPage& page, const std::string& file_name);

}  // namespace tranche::proposals
