// SPDX-License-Identifier: EUPL-1.2
// Names of plans as they are typed, and dates and periods of which only a part is known.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cli/commands.h"
#include "tranche/common/v1/partial_date.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::cli {

inline constexpr Parameter kPlanParameter{
    "plan",
    Kind::kRequired,
    {"Име на плана, напр. lyubimets-2013", "Name of the plan, for example lyubimets-2013"},
    Takes::kPlan};
inline constexpr Parameter kReasonParameter{
    "reason", Kind::kMustValue, {"Защо и откъде е известно", "Why, and how it is known"}};

// Where records of all organisations are listed, "organisations/-", or of the one that was given.
std::string ReadParent(const Arguments& arguments);
// "organisations/-/plans/…" for a read.
std::string ReadPlanName(const Arguments& arguments, const std::string& option = "plan");
// The same for a write: the organisation that has the plan is looked up.
absl::StatusOr<std::string> WritePlanName(Session& session, const Arguments& arguments,
                                          const std::string& option = "plan");

// "2022-07-29", "29.07.2022", "2022-07", "2022", "--07-29", "" for a blank.
absl::StatusOr<common::v1::PartialDate> ReadPartialDate(const std::string& option,
                                                        const std::string& typed);
// "2013-2014", "2013".
absl::StatusOr<common::v1::PartialPeriod> ReadYears(const std::string& option,
                                                    const std::string& typed);
// --decision, --protocol, --on, --body: what of an adoption was given.
absl::Status ReadAdoption(const Arguments& arguments, plans::v1::Adoption* adoption);
std::vector<Parameter> AdoptionParameters();

// Findings as notes.
void AddNotes(const google::protobuf::RepeatedPtrField<plans::v1::Finding>& findings, Language language,
              View* view);

}  // namespace tranche::cli
