// SPDX-License-Identifier: EUPL-1.2
// The report on a contract's whole money on paper: the figures are those of the message, and all of
// them.
#pragma once

#include "platform/base/error.h"
#include "reports/paper/paper.h"
#include "tranche/reports/v1/money_report.pb.h"

namespace tranche::reports {

paper::Document ToPaper(const v1::MoneyReport& report, Language language);

}  // namespace tranche::reports
