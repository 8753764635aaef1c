// SPDX-License-Identifier: EUPL-1.2
// The changeover of a contract's money on the wire.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/payments_convert.h"
#include "payments/redenomination/redenomination_store.h"
#include "tranche/payments/v1/redenominations.pb.h"

namespace tranche::payments::redenomination::wire {

absl::StatusOr<payments::convert::ContractName> ParseName(const std::string& name);
v1::MoneyRedenomination ToProto(const Contract& contract,
                                const std::optional<store::Conversion>& conversion,
                                const std::vector<RestatedAmount>& amounts);

}  // namespace tranche::payments::redenomination::wire
