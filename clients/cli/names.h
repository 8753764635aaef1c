// SPDX-License-Identifier: EUPL-1.2
// Names that a shell may offer, asked of the server.
#pragma once

#include <vector>

#include "cli/completion.h"
#include "cli/session.h"

namespace tranche::cli {

// The names that the place takes and this caller may see; none when the server does not answer. At most
// one page of them: a list that is longer is not read on a screen.
std::vector<Word> FindNames(Session& session, const Place& place);

}  // namespace tranche::cli
