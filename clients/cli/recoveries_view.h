// SPDX-License-Identifier: EUPL-1.2
// Words that irregularities, corrections and debts have in common.
#pragma once

#include "cli/commands.h"
#include "cpp/json.h"

namespace tranche::cli {

inline constexpr char kCases[] = "tranche.payments.v1.IrregularitiesService/";
inline constexpr Text kNationalNumber{"НИН", "National number"};
inline constexpr Text kVersionState{"Версия е", "Version is"};
inline constexpr Parameter kRecoveryDayParameter{
    "on", Kind::kMustValue, {"Ден, напр. 15.03.2018", "Day, for example 2018-03-15"}};
inline constexpr Parameter kNoteParameter{"note", Kind::kMustValue, {"Защо", "Why"}};

// A record whose first list is what its CSV holds, as a table without a title is.
inline void ShowRows(const Session& session, const google::protobuf::Message& message,
                     const RecordSpec& spec) {
  View view = ViewOf(message, spec, session.language());
  if (!view.tables.empty()) view.tables.front().title.clear();
  session.Show(view, client::ToJson(message, client::JsonStyle::kIndented));
}

}  // namespace tranche::cli
