// SPDX-License-Identifier: EUPL-1.2
// Report packages and what is in them between the wire and the domain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/package/package.h"
#include "payments/package/report.h"
#include "payments/package/report_store.h"
#include "payments/payments_convert.h"
#include "tranche/payments/v1/packages.pb.h"

namespace tranche::payments::package::convert {

using payments::convert::ContractName;

struct PackageName {
  ContractName contract;
  int sequence = 0;  // 0: a segment that is no sequence, so that there is no such package.
};
absl::StatusOr<PackageName> ParsePackageName(const std::string& name);
absl::StatusOr<PackageName> ParseTechnicalReportName(const std::string& name);
absl::StatusOr<PackageName> ParseFinancialReportName(const std::string& name);
absl::StatusOr<ContractName> ParseIndicatorsName(const std::string& name);

// The type of a request, which is given.
PackageType FromProto(v1::PackageType type);
DocumentKind FromProto(v1::DocumentKind kind);
v1::DocumentKind ToProto(DocumentKind kind);

v1::Package ToProto(const Contract& contract, const Package& package);

// Days and states that the wire has checked; indicators as they were given.
absl::StatusOr<TechnicalReport> FromProto(const v1::TechnicalReport& report);
std::vector<GivenIndicator> GivenOf(const v1::TechnicalReport& report);
// Shows each indicator with what was achieved before, its target and how far it is.
v1::TechnicalReport ToProto(const Contract& contract, int package, const TechnicalReport& report,
                            const IndicatorList& list, const Cumulative& before);

// The list with its targets; everything wrong with them at once, by field.
absl::StatusOr<std::vector<Indicator>> FromProto(const v1::IndicatorList& list);
v1::IndicatorList ToProto(const Contract& contract, const IndicatorList& list);

v1::FinancialReport ToProto(const Contract& contract, int package,
                            const store::FinancialReport& report);

}  // namespace tranche::payments::package::convert
