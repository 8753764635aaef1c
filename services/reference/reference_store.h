// SPDX-License-Identifier: EUPL-1.2
// All SQL of the reference service: nomenclatures that it only reads.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::reference::store {

// Rules that, as known by `known_at`, hold on `as_of`: of each rule the version known last, of several
// rules of a code and programming period the one that began to hold last. With `from`, every version
// that holds on any day from it to `as_of`.
v1::ListRulesResponse ListRules(pg::Tx& tx, const std::string& code, absl::CivilDay as_of,
                                absl::CivilDay known_at,
                                std::optional<absl::CivilDay> from = std::nullopt);
// NOT_FOUND when there is no such calendar.
absl::StatusOr<v1::Calendar> GetCalendar(pg::Tx& tx, const std::string& calendar);
v1::ListProceduresResponse ListProcedures(pg::Tx& tx, const std::string& code);
v1::ListExpenseTypesResponse ListExpenseTypes(pg::Tx& tx);
// Likewise for transfers between budget lines: of `procedure` the rule of its own first, then the
// general one; of all procedures when it is empty.
v1::ListTransferRulesResponse ListTransferRules(pg::Tx& tx, const std::string& procedure,
                                                absl::CivilDay as_of, absl::CivilDay known_at);

// Currencies that ended, by day, with the rules of the law in their order.
v1::ListChangeoversResponse ListChangeovers(pg::Tx& tx);

// Empty: of every period, of every fund.
v1::ListParticipantIndicatorsResponse ListParticipantIndicators(pg::Tx& tx,
                                                                const std::string& programming_period,
                                                                const std::string& fund);

}  // namespace tranche::reference::store
