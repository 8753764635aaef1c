// SPDX-License-Identifier: EUPL-1.2
// Orders to the bank: their states, four eyes, and that each is paid once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "payments/bank/statement.h"
#include "platform/base/error.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

enum class OrderState {
  kDraft,
  kApproved,
  kSent,
  kAccepted,
  kRejected,
  kUnknown,
  kLost,
  kCancelled,
  kGivenUp
};
inline constexpr OrderState kOrderStates[] = {
    OrderState::kDraft,    OrderState::kApproved,  OrderState::kSent,
    OrderState::kAccepted, OrderState::kRejected,  OrderState::kUnknown,
    OrderState::kLost,     OrderState::kCancelled, OrderState::kGivenUp};

enum class OrderStep { kApprove, kCancel, kSend, kPaid, kRefused, kSilent, kNotKnown, kGiveUp };
inline constexpr OrderStep kOrderSteps[] = {
    OrderStep::kApprove, OrderStep::kCancel, OrderStep::kSend,     OrderStep::kPaid,
    OrderStep::kRefused, OrderStep::kSilent, OrderStep::kNotKnown, OrderStep::kGiveUp};

absl::string_view Name(OrderState state);  // "ORDER_DRAFT", as in the description and the database.
std::optional<OrderState> OrderStateOf(absl::string_view name);

// The bank has not got it yet.
bool IsUnsent(OrderState state);
// Nothing of it was paid, or will be.
bool EndedUnpaid(OrderState state);
// Paid, or ended unpaid. A lost order has no end: it may be sent once more.
bool IsEnded(OrderState state);

// The table of README.md; nothing: the state does not know the step.
std::optional<OrderState> Next(OrderState state, OrderStep step);

// What the bank says against the end of an order; it moves nothing.
struct Contradiction {
  int number = 0;                     // 1 and up within the order.
  OrderStep said = OrderStep::kPaid;  // kPaid or kRefused.
  OrderState order_state = OrderState::kDraft;
  // Reference of the file that it is about, or name of the statement's file.
  std::string source = {};
  std::string reason = {};
  std::string recorded_by = {};
  int64_t recorded_at_us = 0;
};
absl::string_view NameOfAnswer(OrderStep said);  // "BANK_PAID", as on the wire and in the database.

// What an order pays of a document, which is known by a cost that claims from it.
struct OrderedDocument {
  std::string cost_id;  // "7", within the order's contract.
  Money amount;         // In the currency of the order.
  // As budgets tells of the document.
  std::string document_key = {};  // Equal for all costs of the document.
  std::string target_key = {};    // The same among what movements are matched with.
  std::string number = {};
  std::string issuer = {};
  Money total = {};     // What the document says.
  Money credited = {};  // What its credit notes take back.
};

struct PaymentOrder {
  std::string organisation;
  std::string contract_id;
  int number = 0;
  std::string end_to_end_id;
  std::string debtor_account;
  std::string creditor_name;
  std::string creditor_account;
  Money amount;
  std::string remittance;
  absl::CivilDay execute_on;
  OrderState state = OrderState::kDraft;
  std::string created_by;
  std::string approved_by;  // Empty: nobody yet.
  std::optional<int> file_number;
  std::string reason;
  int64_t recorded_at_us = 0;
  std::optional<int> claim_sequence = {};  // Claim that it pays; nothing: something else.
  std::string given_up_by = {};
  std::string evidence = {};  // Paper that shows that it was not paid; of one that was given up.
  std::vector<Contradiction> contradictions = {};  // In their order; loaded where they are shown.
  std::vector<OrderedDocument> documents = {};     // That it pays; none: it names none.
  bool own_transfer = false;                       // Between two accounts of the organisation.
  std::optional<int> near_duplicate_of = {};       // Order that looks the same, and is known.
  std::string near_duplicate_contract = {};        // Of that order.
};

// It was paid or may still be: it has not ended unpaid, or the bank says that it has paid all the same
// (contradictions are loaded).
bool CountsAsPaid(const PaymentOrder& order);

// The reference that an order keeps through all banks, fixed when it is made: letters, digits and
// hyphens, 35 at most, the same for the same organisation and number, another for every other.
std::string EndToEndId(absl::string_view organisation, int number);
std::string MessageId(absl::string_view organisation, int number);

// Checks a new order: IBAN_INVALID, AMOUNT_NOT_ABOVE_ZERO, and of what it pays ORDER_PAYS_ONE_THING,
// ORDER_TO_ITSELF (not of one that pays a claim), ALREADY_EXISTS for a cost that is named twice,
// MONEY_CURRENCY_MIXED, ORDER_DOCUMENTS_DIFFER; by field and all at once, after `unread`: what could
// not even be read. The accounts come back without blanks.
absl::Status SettleOrder(PaymentOrder* order, bool pays_claim = false,
                         std::vector<Violation> unread = {});

// The state after a step: ORDER_WRONG_STATE, ORDER_APPROVED_BY_CREATOR.
absl::StatusOr<OrderState> DecideApproval(const PaymentOrder& order, const std::string& approver);
absl::StatusOr<OrderState> Decide(const PaymentOrder& order, OrderStep step);
// Of an order that was sent and has no end: ORDER_WRONG_STATE, ORDER_GIVEN_UP_BY_CREATOR.
absl::StatusOr<OrderState> DecideGivingUp(const PaymentOrder& order, const std::string& person);
// The state after the bank has said how it ended. The same answer again changes nothing;
// ORDER_ANSWER_CONTRADICTS for the opposite of what it said before.
absl::StatusOr<OrderState> DecideAnswer(const PaymentOrder& order, OrderStep answer);

// A file for the bank, ISO 20022 pain.001.001.03, of orders that are paid from one account, in their
// order. The same orders and names make the same bytes.
struct PaymentFile {
  std::string message_id;
  std::string initiator;   // Organisation.
  std::string created_at;  // ISO 8601, "2026-01-15T10:00:00".
  std::vector<PaymentOrder> orders;
};
std::string WritePain001(const PaymentFile& file);

// The orders of a block of that file (PmtInf); none: the file has no such block.
std::vector<PaymentOrder> OrdersOfBlock(const std::string& message_id, const std::string& block,
                                        const std::vector<PaymentOrder>& orders);

// What a bank answers to a file, ISO 20022 pain.002.
struct BankAnswer {
  std::string end_to_end_id;
  OrderStep step = OrderStep::kPaid;  // kPaid or kRefused.
  std::string reason;
};
struct BlockAnswer {
  std::string block;  // As the file named it.
  OrderStep step = OrderStep::kPaid;
  std::string reason;
};
struct BankAnswers {
  std::string message_id;           // Of the file that it answers.
  std::optional<OrderStep> of_all;  // The whole file: refused; nothing: order by order.
  std::string reason;               // Of the whole.
  std::vector<BlockAnswer> blocks;  // Those that have an end as a whole.
  std::vector<BankAnswer> orders;   // Those that have an end; others are still under way.
  std::vector<std::string> named;   // Orders with a status of their own: it goes before the others.
  std::vector<Finding> findings;    // What ends no order although it refuses something.
};
// DOCUMENT_UNREADABLE.
absl::StatusOr<BankAnswers> ReadPain002(absl::string_view bytes);

}  // namespace tranche::payments::bank
