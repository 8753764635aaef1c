// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_order.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/iban.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr size_t kDigestHexDigits = 16;
constexpr size_t kIbanBytesMax = 40;  // Of an account in a message.

struct StateName {
  OrderState state;
  const char* name;
};
constexpr StateName kStateNames[] = {
    {OrderState::kDraft, "ORDER_DRAFT"},       {OrderState::kApproved, "ORDER_APPROVED"},
    {OrderState::kSent, "ORDER_SENT"},         {OrderState::kAccepted, "ORDER_ACCEPTED"},
    {OrderState::kRejected, "ORDER_REJECTED"}, {OrderState::kUnknown, "ORDER_UNKNOWN"},
    {OrderState::kLost, "ORDER_LOST"},         {OrderState::kCancelled, "ORDER_CANCELLED"},
    {OrderState::kGivenUp, "ORDER_GIVEN_UP"},
};

struct Transition {
  OrderState from;
  OrderStep step;
  OrderState to;
};
constexpr Transition kTransitions[] = {
    {OrderState::kDraft, OrderStep::kApprove, OrderState::kApproved},
    {OrderState::kDraft, OrderStep::kCancel, OrderState::kCancelled},
    {OrderState::kApproved, OrderStep::kCancel, OrderState::kCancelled},
    {OrderState::kApproved, OrderStep::kSend, OrderState::kSent},
    {OrderState::kSent, OrderStep::kPaid, OrderState::kAccepted},
    {OrderState::kSent, OrderStep::kRefused, OrderState::kRejected},
    {OrderState::kSent, OrderStep::kSilent, OrderState::kUnknown},
    {OrderState::kUnknown, OrderStep::kPaid, OrderState::kAccepted},
    {OrderState::kUnknown, OrderStep::kRefused, OrderState::kRejected},
    {OrderState::kUnknown, OrderStep::kNotKnown, OrderState::kLost},
    {OrderState::kLost, OrderStep::kSend, OrderState::kSent},
    // The first copy was only late.
    {OrderState::kLost, OrderStep::kPaid, OrderState::kAccepted},
    {OrderState::kLost, OrderStep::kRefused, OrderState::kRejected},
    {OrderState::kUnknown, OrderStep::kGiveUp, OrderState::kGivenUp},
    {OrderState::kLost, OrderStep::kGiveUp, OrderState::kGivenUp},
};

absl::Status WrongState(const PaymentOrder& order) {
  return Refuse("ORDER_WRONG_STATE",
                {{"order", absl::StrCat(order.number)}, {"state", std::string(Name(order.state))}});
}

// Of the organisation's name only as much as a bank takes; the digest keeps two alike apart.
std::string Reference(absl::string_view prefix, absl::string_view organisation, int number) {
  const std::string digest = Sha256Hex(organisation).substr(0, kDigestHexDigits);
  return absl::StrCat(prefix, "-", digest, "-", number);
}

void CheckDocumentAmounts(const PaymentOrder& order, std::vector<Violation>* violations) {
  const Currency currency = order.amount.currency();
  std::set<std::string> costs;
  absl::StatusOr<Money> sum = Money::Zero(currency);
  const size_t wrongs_before = violations->size();
  for (size_t i = 0; i < order.documents.size(); ++i) {
    const OrderedDocument& document = order.documents[i];
    const std::string place = absl::StrCat("paymentOrder.documents[", i, "]");
    if (!costs.insert(document.cost_id).second) {
      violations->push_back({place + ".cost", "ALREADY_EXISTS", {}});
    }
    if (document.amount.minor() <= 0) {
      violations->push_back({place + ".amount", "AMOUNT_NOT_ABOVE_ZERO", {}});
    }
    if (document.amount.currency() != currency) {
      violations->push_back({place + ".amount", "MONEY_CURRENCY_MIXED", {}});
    } else if (sum.ok()) {
      sum = Add(*sum, document.amount);
    }
  }
  if (order.documents.empty() || violations->size() > wrongs_before) return;
  if (!sum.ok()) {
    violations->push_back({"paymentOrder.documents", ReasonOf(sum.status()), ValuesOf(sum.status())});
  } else if (*sum != order.amount) {
    violations->push_back({"paymentOrder.documents",
                           "ORDER_DOCUMENTS_DIFFER",
                           {{"sum", FormatAmount(*sum)},
                            {"amount", FormatAmount(order.amount)},
                            {"currency", std::string(CurrencyCode(currency))}}});
  }
}

}  // namespace

absl::string_view Name(OrderState state) {
  for (const StateName& known : kStateNames) {
    if (known.state == state) return known.name;
  }
  return "";
}

absl::string_view NameOfAnswer(OrderStep said) {
  return said == OrderStep::kRefused ? "BANK_REFUSED" : "BANK_PAID";
}

std::optional<OrderState> OrderStateOf(absl::string_view name) {
  for (const StateName& known : kStateNames) {
    if (known.name == name) return known.state;
  }
  return std::nullopt;
}

bool IsUnsent(OrderState state) {
  return state == OrderState::kDraft || state == OrderState::kApproved;
}

bool EndedUnpaid(OrderState state) {
  return state == OrderState::kRejected || state == OrderState::kCancelled ||
         state == OrderState::kGivenUp;
}

bool CountsAsPaid(const PaymentOrder& order) {
  return !EndedUnpaid(order.state) ||
         std::any_of(order.contradictions.begin(), order.contradictions.end(),
                     [](const Contradiction& one) { return one.said == OrderStep::kPaid; });
}

bool IsEnded(OrderState state) { return state == OrderState::kAccepted || EndedUnpaid(state); }

std::optional<OrderState> Next(OrderState state, OrderStep step) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

std::string EndToEndId(absl::string_view organisation, int number) {
  return Reference("TR", organisation, number);
}

std::string MessageId(absl::string_view organisation, int number) {
  return Reference("TM", organisation, number);
}

absl::Status SettleOrder(PaymentOrder* order, bool pays_claim, std::vector<Violation> violations) {
  const bool amounts_read = violations.empty();
  const auto settle = [&](const char* field, std::string* account) {
    const absl::StatusOr<std::string> iban = ParseIban(*account);
    AddViolation(iban.status(), field, &violations);
    if (iban.ok()) *account = *iban;
  };
  settle("paymentOrder.debtorAccount", &order->debtor_account);
  settle("paymentOrder.creditorAccount", &order->creditor_account);
  if (amounts_read && order->amount.minor() <= 0) {
    violations.push_back({"paymentOrder.amount", "AMOUNT_NOT_ABOVE_ZERO", {}});
  }
  if (int{pays_claim} + int{!order->documents.empty()} + int{order->own_transfer} > 1) {
    violations.push_back({"paymentOrder", "ORDER_PAYS_ONE_THING", {}});
  }
  if (!pays_claim && order->creditor_account == order->debtor_account) {
    violations.push_back({"paymentOrder.creditorAccount",
                          "ORDER_TO_ITSELF",
                          {{"value", Shortened(order->creditor_account, kIbanBytesMax)}}});
  }
  if (amounts_read) CheckDocumentAmounts(*order, &violations);
  return violations.empty() ? absl::OkStatus() : RefuseFields(std::move(violations));
}

absl::StatusOr<OrderState> Decide(const PaymentOrder& order, OrderStep step) {
  const std::optional<OrderState> next = Next(order.state, step);
  if (!next.has_value()) return WrongState(order);
  return *next;
}

absl::StatusOr<OrderState> DecideApproval(const PaymentOrder& order, const std::string& approver) {
  const absl::StatusOr<OrderState> next = Decide(order, OrderStep::kApprove);
  if (next.ok() && approver == order.created_by) {
    return Refuse("ORDER_APPROVED_BY_CREATOR", {{"order", absl::StrCat(order.number)}});
  }
  return next;
}

absl::StatusOr<OrderState> DecideGivingUp(const PaymentOrder& order, const std::string& person) {
  const absl::StatusOr<OrderState> next = Decide(order, OrderStep::kGiveUp);
  if (next.ok() && person == order.created_by) {
    return Refuse("ORDER_GIVEN_UP_BY_CREATOR", {{"order", absl::StrCat(order.number)}});
  }
  return next;
}

absl::StatusOr<OrderState> DecideAnswer(const PaymentOrder& order, OrderStep answer) {
  const bool paid = answer == OrderStep::kPaid;
  // The bank knows nothing of a cancelled order: an answer to it is no answer that came twice.
  const bool ended_unpaid = EndedUnpaid(order.state) && order.state != OrderState::kCancelled;
  if (paid ? order.state == OrderState::kAccepted : ended_unpaid) return order.state;
  if (paid ? ended_unpaid : order.state == OrderState::kAccepted) {
    return Refuse("ORDER_ANSWER_CONTRADICTS",
                  {{"order", absl::StrCat(order.number)}, {"state", std::string(Name(order.state))}});
  }
  return Decide(order, answer);
}

}  // namespace tranche::payments::bank
