// SPDX-License-Identifier: EUPL-1.2
// Signals, cases, corrections and debts between the wire and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "payments/payments_convert.h"
#include "payments/recoveries/records.h"
#include "tranche/payments/v1/debts.pb.h"
#include "tranche/payments/v1/irregularities.pb.h"

namespace tranche::payments::recoveries::wire {

// A record of a contract by its number: ("debts", "organisations/…/contracts/…/debts/1").
struct RecordName {
  payments::convert::ContractName contract;
  int id = 0;  // 0: a segment that is no number, so that there is no such record.
};
absl::StatusOr<RecordName> ParseRecordName(const char* collection, const std::string& name);
std::string NameOfRecord(const Contract& contract, const char* collection, int id);
// The number of a record that a request names; RECORD_OF_ANOTHER_CONTRACT.
absl::StatusOr<int> RecordOf(const Contract& contract, const char* collection, const std::string& name);

// "ОПЧР20/19/ЕСФ/0001/1".
std::string NationalNumber(const Case& found, int notification);

// EU and national money in the contract's currency; OWN_PART_NOT_ZERO, MONEY_CURRENCY_MIXED.
absl::StatusOr<Parts> PartsOf(const Contract& contract, const common::v1::ThreePartAmount& amount);
common::v1::ThreePartAmount ToThreePart(const Parts& parts);
v1::DebtPart ToDebtPart(const Parts& parts);
v1::DebtPart ToDebtPart(const Parts& parts, Money total);

v1::Signal ToProto(const Contract& contract, const Signal& signal);
v1::Irregularity ToProto(const Contract& contract, const Case& found);

// One version of a correction; the one in force, else the draft, else the last, is the default.
const CorrectionVersion& ShownVersion(const Correction& correction);
v1::Correction ToProto(const Contract& contract, const Correction& correction,
                       const CorrectionVersion& version);
// What is stated of a version and has no column of its own.
std::string ContentOf(const v1::Correction& correction);
// Name of the cost that a version is about; empty: of no single one.
std::string CostOf(const CorrectionVersion& version);

const DebtVersion& ShownVersion(const Debt& debt);
v1::Debt ToProto(const Contract& contract, const Debt& debt);
std::string ContentOf(const v1::Debt& debt);
v1::InterestPiece ToProto(const InterestPiece& piece);
v1::DebtBalance ToProto(const Balance& balance);
v1::Repayment ToProto(const Contract& contract, const Debt& debt, const Repayment& repayment);
// Of a deduction that was taken back.
v1::OffsetReversal ReversalOf(const Contract& contract, const Debt& debt, const Repayment& repayment);

}  // namespace tranche::payments::recoveries::wire
