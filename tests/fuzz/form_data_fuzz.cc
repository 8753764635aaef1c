// SPDX-License-Identifier: EUPL-1.2
// Bodies of forms with files; the boundary is "xYzZY".
#include "fuzz/fuzz.h"
#include "gateway/form_data.h"

namespace tranche::gateway {

TRANCHE_FUZZ_TARGET(form_data) {
  size_t bytes = 0;
  for (const FormPart& part : ReadFormData("multipart/form-data; boundary=xYzZY", input)) {
    fuzz::Require(part.content.data() >= input.data() &&
                      part.content.data() + part.content.size() <= input.data() + input.size(),
                  "a field is a part of the body");
    bytes += part.content.size() + part.name.size();
  }
  fuzz::Require(bytes <= input.size(), "fields do not overlap");
}

}  // namespace tranche::gateway
