// SPDX-License-Identifier: EUPL-1.2
// SQL of payment orders and of their files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/bank/claim_orders.h"
#include "payments/bank/payment_order.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::bank::store {

// The row by which an organisation's orders queue up; it gives out their numbers and those of the
// files.
struct OrderRegister {
  std::string organisation;
  int next_order = 1;
  int next_file = 1;
};
OrderRegister LockOrderRegister(pg::Tx& tx, const std::string& organisation);
void SaveOrderRegister(pg::Tx& tx, const OrderRegister& numbers);

// Stores a draft and gives when.
int64_t InsertOrder(pg::Tx& tx, const PaymentOrder& order);
// "-" for any organisation of the caller.
std::optional<PaymentOrder> LoadOrderOf(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract_id, int number);
std::optional<PaymentOrder> FindOrder(pg::Tx& tx, const std::string& organisation,
                                      const std::string& end_to_end_id);
std::vector<PaymentOrder> ListOrders(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int after, int limit);
std::vector<PaymentOrder> LoadOrdersOfFile(pg::Tx& tx, const std::string& organisation,
                                           int file_number);
// In whatever state they are.
std::vector<PaymentOrder> LoadOrdersOfClaim(pg::Tx& tx, const std::string& organisation,
                                            const std::string& contract_id, int claim_sequence);
// What of the payments of a claim is matched with movements that bear a reference of their transfer.
std::vector<Transfer> LoadTransfersOfClaim(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id, int claim_sequence);
// Of an organisation in whatever state they are, of the amount of this one and at most so many days
// before or after it, with what the bank has said against their ends and without their documents; those
// of number above `after`, `limit` of them at most.
std::vector<PaymentOrder> LoadOrdersAround(pg::Tx& tx, const PaymentOrder& order, int days, int after,
                                           int limit);
// Moves an order on, guarded by the state it comes from; false: it was in another.
bool MoveOrder(pg::Tx& tx, const PaymentOrder& order, OrderState from);

// What the bank has said against the ends of these orders.
void AddContradictions(pg::Tx& tx, std::vector<PaymentOrder>* orders);
// Keeps what the bank says, with the next number and the time, which are filled in; false: the same
// word of the same file is there already.
bool InsertContradiction(pg::Tx& tx, const PaymentOrder& order, Contradiction* contradiction);
// Orders of a contract that the bank has contradicted and that no movement with their reference settles
// which is matched or explained in full.
std::vector<PaymentOrder> LoadContradicted(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id);

struct StoredFile {
  std::string organisation;
  int number = 0;
  std::string message_id;
  std::string content;
  std::string sha256;
};
void InsertFile(pg::Tx& tx, const StoredFile& file, const std::string& made_by,
                const std::vector<PaymentOrder>& orders);
// The file of an organisation, "-" of any of the caller's; NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<StoredFile> LoadFile(pg::Tx& tx, const std::string& organisation, int number,
                                    const std::string& name);
std::optional<StoredFile> FindFile(pg::Tx& tx, const std::string& organisation,
                                   const std::string& message_id);

}  // namespace tranche::payments::bank::store
