// SPDX-License-Identifier: EUPL-1.2
// Places of documents and units of what is counted in them, for people. They come in English, since
// programs read them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche {

// "line 27, column 5": "ред 27, колона 5"; "document": "документ"; "table 1, row 3, cell 2": "таблица
// 1, ред 3, клетка 2". What is none of these comes back as it is.
std::string SayPlace(absl::string_view place, Language language);

// Units of what checks count: "persons": "души", "percent": "%". Others come back as they are.
std::string SayUnit(absl::string_view unit, Language language);

}  // namespace tranche
