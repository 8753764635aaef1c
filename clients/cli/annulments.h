// SPDX-License-Identifier: EUPL-1.2
// What the commands that annul records of money have in common.
#pragma once

#include "cli/commands.h"
#include "tranche/common/v1/annulment.pb.h"

namespace tranche::cli {

inline constexpr Text kAnnulledOn{"Анулиран на", "Annulled on"};
inline constexpr Text kWhyAnnulled{"Защо е анулиран", "Why it is annulled"};

inline constexpr Parameter kAnnulledOnParameter{
    "on",
    Kind::kMustValue,
    {"Ден на анулирането, напр. 10.04.2018", "Day of the annulment, for example 2018-04-10"}};
inline constexpr Parameter kWhyParameter{
    "reason", Kind::kMustValue, {"Какво е сгрешено", "What was wrong"}};
inline constexpr Parameter kPaperParameter{
    "reference",
    Kind::kMustValue,
    {"Номер на документа, който го показва", "Number of the paper that shows it"}};

// From these parameters.
absl::Status ReadAnnulment(const Arguments& arguments, common::v1::Annulment* annulment);

}  // namespace tranche::cli
