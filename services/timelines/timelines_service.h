// SPDX-License-Identifier: EUPL-1.2
// The methods of the timelines service, and what it does with the events that it follows.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/calendar/working_days.h"
#include "platform/events/events.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "timelines/deadline.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche::timelines {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context);

  absl::StatusOr<v1::Timeline> CreateActivities(const rpc::CallScope& scope,
                                                const v1::CreateActivitiesRequest& request);
  absl::StatusOr<v1::Timeline> GetTimeline(const rpc::CallScope& scope,
                                           const v1::GetTimelineRequest& request);
  absl::StatusOr<v1::ListDeadlinesResponse> ListDeadlines(const rpc::CallScope& scope,
                                                          const v1::ListDeadlinesRequest& request);

  void StartConsumers();
  void StopConsumers();

 private:
  // What reference knows that the obligations of one contract need.
  struct Law {
    std::map<absl::CivilDay, std::vector<LegalRule>> rules;  // By day of the event.
    std::string programming_period;  // Of the contract's procedure; "": not known.
    HolidayCalendar calendar;
  };
  absl::StatusOr<Law> LookUpLaw(const rpc::CallScope& scope, const Contract& contract,
                                const std::vector<Obligation>& obligations);

  // Reads again after catching up with the contracts when the first read found nothing: the contract
  // may have been concluded a moment ago.
  template <class Answer>
  absl::StatusOr<Answer> FollowIfMissing(const rpc::CallScope& scope,
                                         const std::function<absl::StatusOr<Answer>()>& read);

  const rpc::RoleContext context_;
  events::Consumer contracts_;
  events::Consumer claims_;
};

}  // namespace tranche::timelines
