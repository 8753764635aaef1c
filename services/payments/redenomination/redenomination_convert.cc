// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenomination_convert.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::redenomination::wire {
namespace {

constexpr char kPattern[] = "organisations/{organisation}/contracts/{contract}/moneyRedenomination";

}  // namespace

absl::StatusOr<payments::convert::ContractName> ParseName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kPattern, name));
  return payments::convert::ContractName{.organisation = segments[0],
                                         .id = FoldRegisterNumber(segments[1])};
}

v1::MoneyRedenomination ToProto(const Contract& contract,
                                const std::optional<store::Conversion>& conversion,
                                const std::vector<RestatedAmount>& amounts) {
  v1::MoneyRedenomination proto;
  proto.set_name(absl::StrCat(payments::convert::NameOf(contract), "/moneyRedenomination"));
  proto.set_state(v1::NOT_REDENOMINATED);
  if (!conversion.has_value()) return proto;
  proto.set_state(conversion->done ? v1::REDENOMINATED : v1::REDENOMINATION_PENDING);
  proto.set_on(FormatDay(conversion->on));
  for (const int number : conversion->cancelled_orders) proto.add_cancelled_orders(number);
  for (const RestatedAmount& amount : amounts) {
    v1::RestatedAmount* restated = proto.add_amounts();
    restated->set_record(amount.record);
    restated->set_series(amount.series);
    *restated->mutable_before() = tranche::convert::ToProto(amount.before);
    *restated->mutable_after() = tranche::convert::ToProto(amount.after);
    *restated->mutable_difference() = tranche::convert::ToProto(amount.difference);
  }
  return proto;
}

}  // namespace tranche::payments::redenomination::wire
