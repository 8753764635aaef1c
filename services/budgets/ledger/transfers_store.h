// SPDX-License-Identifier: EUPL-1.2
// SQL of transfers. Caps are moved by functions of the schema alone, which move what was written here
// before.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/optional.h"
#include "budgets/contracts_store.h"
#include "budgets/ledger/transfer.h"
#include "budgets/lines_store.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/ledger.pb.h"

namespace tranche::budgets::store {

// The day from which the contract's last transfer or applied revision holds.
absl::optional<absl::CivilDay> LastCapDay(pg::Tx& tx, const Contract& contract);
// The locked lines with what transfers of that version moved.
std::vector<TransferLine> WithTransfers(pg::Tx& tx, const Contract& contract, int version_of_caps,
                                        const std::vector<LockedLine>& lines);
// Writes a transfer as the contract's next one and carries it out; completes it with its number and
// time.
v1::Transfer InsertTransfer(pg::Tx& tx, const Contract& contract, int version_of_caps,
                            const v1::Transfer& transfer, const DecidedTransfer& decided,
                            const TransferRule& rule);
// Transfers numbered above `after` in their order, at most `limit`.
std::vector<v1::Transfer> ListTransfers(pg::Tx& tx, const Contract& contract, int64_t after, int limit);

}  // namespace tranche::budgets::store
