// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/groundwork_convert.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "plans/groundwork/record_rules.h"
#include "platform/convert/partial_date.h"

namespace tranche::plans {
namespace {

using convert::FromProto;

// Collects what is wrong, each with its place.
class Problems {
 public:
  void Add(const std::string& field, const std::string& reason, ErrorValues values = {}) {
    violations_.push_back({field, reason, std::move(values)});
  }

  // Whether the date can be.
  bool Date(const std::string& field, const common::v1::PartialDate& date) {
    return convert::CheckPossible(field, date, &violations_);
  }

  void Span(const std::string& field, const common::v1::PartialDate& from,
            const common::v1::PartialDate& to) {
    if (!IsReversed(FromProto(from), FromProto(to))) return;
    Add(field, "PARTIAL_PERIOD_REVERSED",
        {{"from", FormatPartial(FromProto(from))}, {"to", FormatPartial(FromProto(to))}});
  }

  void Period(const std::string& field, const common::v1::PartialPeriod& period) {
    const bool from = Date(field + ".from", period.from());
    if (Date(field + ".to", period.to()) && from) Span(field, period.from(), period.to());
  }

  void Person(const std::string& field, const std::string& text) {
    if (HoldsPersonalNumber(text)) Add(field, "PERSONAL_NUMBER_NOT_KEPT");
  }

  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  std::vector<Violation> violations_;
};

void CheckBody(const v1::WorkingBody& body, Problems& problems) {
  const std::string place = "groundwork.workingBody";
  problems.Date(place + ".orderedOn", body.ordered_on());
  problems.Period(place + ".valid", body.valid());
  problems.Person(place + ".composition", body.composition());
  problems.Person(place + ".orderedBy", body.ordered_by());
  std::set<std::string> seen;
  for (int i = 0; i < body.members_size(); ++i) {
    const v1::BodyMember& member = body.members(i);
    const std::string at = absl::StrCat(place, ".members[", i, "]");
    problems.Person(at + ".role", member.role());
    problems.Person(at + ".person", member.person());
    problems.Person(at + ".represents", member.represents());
    problems.Period(at + ".valid", member.valid());
    const std::string key = absl::StrCat(member.role(), "\n", member.person(), "\n",
                                         member.represents(), "\n", member.valid().ShortDebugString());
    if (!seen.insert(key).second) problems.Add(at, "LISTED_TWICE", {{"item", member.role()}});
  }
}

void CheckAgreement(const v1::Agreement& agreement, Problems& problems) {
  problems.Date("groundwork.agreement.signedOn", agreement.signed_on());
  problems.Period("groundwork.agreement.valid", agreement.valid());
  problems.Person("groundwork.agreement.signedBy", agreement.signed_by());
  for (int i = 0; i < agreement.parties_size(); ++i) {
    problems.Person(absl::StrCat("groundwork.agreement.parties[", i, "]"), agreement.parties(i));
  }
}

void CheckGatherings(const v1::Gatherings& gatherings, Problems& problems) {
  const std::string place = "groundwork.gatherings";
  problems.Period(place + ".held", gatherings.held());
  std::set<int> kinds;
  for (int i = 0; i < gatherings.kinds_size(); ++i) {
    if (!kinds.insert(gatherings.kinds(i)).second) {
      problems.Add(absl::StrCat(place, ".kinds[", i, "]"), "LISTED_TWICE",
                   {{"item", v1::GatheringKind_Name(gatherings.kinds(i))}});
    }
  }
  std::set<std::string> groups;
  for (int i = 0; i < gatherings.participants_size(); ++i) {
    const std::string at = absl::StrCat(place, ".participants[", i, "].group");
    const std::string& group = gatherings.participants(i).group();
    problems.Person(at, group);
    if (!groups.insert(group).second) problems.Add(at, "LISTED_TWICE", {{"item", group}});
  }
}

void CheckOpportunity(const v1::Opportunity& opportunity, Problems& problems) {
  const std::string place = "groundwork.opportunity";
  const bool opens = problems.Date(place + ".opensOn", opportunity.opens_on());
  if (problems.Date(place + ".closesOn", opportunity.closes_on()) && opens) {
    problems.Span(place + ".closesOn", opportunity.opens_on(), opportunity.closes_on());
  }
  if (!opportunity.link().empty() && !IsWebAddress(opportunity.link())) {
    problems.Add(place + ".link", "LINK_MALFORMED");
  }
}

v1::OpportunityState StateOn(const v1::Opportunity& opportunity, absl::CivilDay today) {
  switch (OpportunityStateOn(FromProto(opportunity.opens_on()), FromProto(opportunity.closes_on()),
                             opportunity.withdrawn(), today)) {
    case OpportunityState::kExpected:
      return v1::EXPECTED;
    case OpportunityState::kOpen:
      return v1::OPEN_FOR_PROPOSALS;
    case OpportunityState::kClosed:
      return v1::CLOSED_FOR_PROPOSALS;
    case OpportunityState::kWithdrawn:
      return v1::WITHDRAWN_BY_FUNDER;
  }
  return v1::OPPORTUNITY_STATE_UNSPECIFIED;
}

}  // namespace

v1::GroundworkKind KindOf(const v1::Groundwork& record) {
  switch (record.content_case()) {
    case v1::Groundwork::kWorkingBody:
      return v1::WORKING_BODY;
    case v1::Groundwork::kAgreement:
      return v1::AGREEMENT;
    case v1::Groundwork::kGatherings:
      return v1::GATHERINGS;
    case v1::Groundwork::kAssessment:
      return v1::ASSESSMENT;
    case v1::Groundwork::kPriorityList:
      return v1::PRIORITY_LIST;
    case v1::Groundwork::kOpportunity:
      return v1::OPPORTUNITY;
    case v1::Groundwork::CONTENT_NOT_SET:
      break;
  }
  return v1::GROUNDWORK_KIND_UNSPECIFIED;
}

std::vector<Violation> ProblemsOf(const v1::Groundwork& record) {
  Problems problems;
  problems.Person("groundwork.title", record.title());
  switch (record.content_case()) {
    case v1::Groundwork::kWorkingBody:
      CheckBody(record.working_body(), problems);
      break;
    case v1::Groundwork::kAgreement:
      CheckAgreement(record.agreement(), problems);
      break;
    case v1::Groundwork::kGatherings:
      CheckGatherings(record.gatherings(), problems);
      break;
    case v1::Groundwork::kAssessment:
      problems.Date("groundwork.assessment.madeOn", record.assessment().made_on());
      break;
    case v1::Groundwork::kPriorityList:
      problems.Date("groundwork.priorityList.madeOn", record.priority_list().made_on());
      break;
    case v1::Groundwork::kOpportunity:
      CheckOpportunity(record.opportunity(), problems);
      break;
    case v1::Groundwork::CONTENT_NOT_SET:
      problems.Add("groundwork", "GROUNDWORK_EMPTY");
      break;
  }
  return problems.Take();
}

v1::Groundwork ToKeep(const v1::Groundwork& record) {
  v1::Groundwork kept = record;
  kept.clear_name();
  kept.clear_kind();
  kept.clear_recorded_at();
  kept.clear_revision();
  if (kept.has_gatherings()) kept.mutable_gatherings()->clear_persons();
  if (kept.has_opportunity()) kept.mutable_opportunity()->clear_state();
  return kept;
}

void Complete(v1::Groundwork& record, absl::CivilDay today) {
  record.set_kind(KindOf(record));
  if (record.has_opportunity())
    record.mutable_opportunity()->set_state(StateOn(record.opportunity(), today));
  if (!record.has_gatherings() || record.gatherings().participants().empty()) return;
  int persons = 0;
  for (const v1::ParticipantGroup& group : record.gatherings().participants()) {
    if (!group.has_persons()) return;
    persons += group.persons();
  }
  record.mutable_gatherings()->set_persons(persons);
}

}  // namespace tranche::plans
