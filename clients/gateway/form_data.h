// SPDX-License-Identifier: EUPL-1.2
// The body of a form that carries files, multipart/form-data of RFC 7578 as browsers write it: lines
// and a boundary. A library for mail would read more than that from strangers, encodings of transfer
// and messages within messages, and needs GLib.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::gateway {

// One field; its content is a part of the body that was given.
struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  // Of a file, without folders; "" when none was chosen.
  absl::string_view content;
};

// The fields of a body in their order. None when the type of the content is another one, when the body
// is not well formed or not ended, or has more than 100 of them: a form of which a part is missing
// counts for nothing.
std::vector<FormPart> ReadFormData(absl::string_view content_type, absl::string_view body);

}  // namespace tranche::gateway
