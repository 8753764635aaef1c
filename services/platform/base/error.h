// SPDX-License-Identifier: EUPL-1.2
// Errors carry a reason of the catalogue (proto/tranche/common/v1/reason.proto) and values, never a
// ready sentence: people read it in Bulgarian or English, programs decide by the reason.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tranche {

// Values that the sentence of a reason names, {"line", "1.1"}; no personal data, no database text.
using ErrorValues = std::vector<std::pair<std::string, std::string>>;

// What is wrong with one field of a request or one place of a document.
struct Violation {
  std::string field;   // Path in the request, "cost.amount", or place, "line 27, column 5".
  std::string reason;  // Reason of the catalogue.
  ErrorValues values;
};

// A refusal for one reason. Its status code is the one that the catalogue gives to the reason;
// a reason that the catalogue lacks becomes INTERNAL (and fails tests/contract).
absl::Status Refuse(absl::string_view reason, ErrorValues values = {});

// A refusal for everything that is wrong with the input at once; `reason` says of what kind,
// INVALID_REQUEST or DOCUMENT_UNREADABLE. `violations` may not be empty.
absl::Status RefuseInput(absl::string_view reason, std::vector<Violation> violations,
                         ErrorValues values = {});

// Adds what is wrong with a field, where `status` says that something is.
void AddViolation(const absl::Status& status, std::string field, std::vector<Violation>* violations);

// A refusal for everything wrong with fields, for the reason of the first violation; INVALID_REQUEST
// where that is a FIELD_… reason, which says nothing without its field. `violations` may not be empty.
absl::Status RefuseFields(std::vector<Violation> violations);

// The reason of a refusal, or "" when the status carries none.
std::string ReasonOf(const absl::Status& status);

// The values of a refusal, in the order of their names.
ErrorValues ValuesOf(const absl::Status& status);

// The violations of a refusal.
std::vector<Violation> ViolationsOf(const absl::Status& status);

enum class Language { kBulgarian, kEnglish };

// The catalogue's sentence for a reason with its values filled in; the reason itself when the
// catalogue does not know it.
std::string Explain(absl::string_view reason, const ErrorValues& values, Language language);

// HTTP status of a reason, 500 when the catalogue does not know it.
int HttpStatusOf(absl::string_view reason);

}  // namespace tranche
