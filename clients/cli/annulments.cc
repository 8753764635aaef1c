// SPDX-License-Identifier: EUPL-1.2
#include "cli/annulments.h"

namespace tranche::cli {

absl::Status ReadAnnulment(const Arguments& arguments, common::v1::Annulment* annulment) {
  annulment->set_reason(arguments.Get("reason"));
  annulment->set_reference(arguments.Get("reference"));
  return ReadDay(arguments, "on", annulment->mutable_annulled_on());
}

}  // namespace tranche::cli
