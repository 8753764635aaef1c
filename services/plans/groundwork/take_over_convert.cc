// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/take_over_convert.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/groundwork/groundwork_convert.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::plans {
namespace {

constexpr std::size_t kTitleBytesMax = 500;
constexpr std::size_t kSourceBytesMax = 300;

bool Names(const std::string& folded, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return absl::StrContains(folded, FoldName(word)); });
}

v1::BodyKind BodyKindOf(const v1::NamedBody& body) {
  const std::string name = FoldName(body.name());
  // МАГ is of the community; МИГ, a local action group, is another body.
  if (Names(name, {"активна група"}) || FoldName(body.abbreviation()) == FoldName("МАГ")) {
    return v1::LOCAL_ACTIVE_GROUP;
  }
  if (Names(name, {"работна група"})) return v1::WORKING_GROUP;
  if (Names(name, {"ръководна група", "направляваща група"})) return v1::STEERING_GROUP;
  return v1::OTHER_BODY;
}

class Proposals {
 public:
  Proposals(const v1::Plan& plan, const std::function<bool(const std::string&)>& is_struck)
      : plan_(plan), is_struck_(is_struck) {
    for (const v1::SourceSpan& span : plan.spans()) places_.emplace(span.path(), span.place());
  }

  std::vector<Proposal> Run() {
    for (int i = 0; i < plan_.bodies_size(); ++i) Body(absl::StrCat("bodies.", i + 1), plan_.bodies(i));
    Persons();
    for (int i = 0; i < plan_.agreements_size(); ++i) {
      Agreement(absl::StrCat("agreements.", i + 1), plan_.agreements(i));
    }
    for (int i = 0; i < plan_.figures_size(); ++i) {
      Gatherings(absl::StrCat("figures.", i + 1), plan_.figures(i));
    }
    for (int i = 0; i < plan_.products_size(); ++i) {
      Product(absl::StrCat("products.", i + 1), plan_.products(i));
    }
    if (!listed_) Priorities("priority_areas.1", "", nullptr);
    LeaveOutTwins();
    return std::move(proposals_);
  }

 private:
  // A record to be filled; null: the row was struck out.
  Proposal* Begin(const std::string& path, const std::string& title, const std::string& word) {
    if (is_struck_(path)) return nullptr;
    Proposal& next = proposals_.emplace_back();
    next.title = Shortened(title, kTitleBytesMax);
    next.plan_path = path;
    const auto place = places_.find(path);
    if (place != places_.end()) next.document_place = place->second;
    const std::string plan = plan_.name().substr(plan_.name().rfind('/') + 1);
    next.id = absl::StrCat(plan, "-", word, "-", path.substr(path.rfind('.') + 1));
    next.record.set_title(next.title);
    next.record.set_plan(plan_.name());
    next.record.set_plan_path(path);
    next.record.set_document_place(next.document_place);
    next.record.set_source(Shortened(plan_.title(), kSourceBytesMax));
    return &next;
  }

  static void LeaveOut(Proposal* proposal, const std::string& reason, ErrorValues values) {
    if (proposal->left_out_because) return;
    proposal->left_out_because = Violation{proposal->plan_path, reason, std::move(values)};
  }

  // What a record cannot hold, said by the rules that every record keeps.
  static void Finish(Proposal* proposal) {
    proposal->kind = KindOf(proposal->record);
    if (proposal->left_out_because) return;
    std::vector<std::string> missing;
    if (proposal->title.empty()) missing.emplace_back("title");
    v1::SetGroundworkRequest request;
    request.set_parent("organisations/-");
    request.set_groundwork_id("record");
    *request.mutable_groundwork() = proposal->record;
    for (const Violation& violation : ViolationsOf(validate::Check(request))) {
      if (!absl::StartsWith(violation.field, "groundwork")) continue;
      missing.push_back(violation.field);
    }
    for (const Violation& violation : ProblemsOf(proposal->record)) missing.push_back(violation.field);
    if (missing.empty()) return;
    LeaveOut(proposal, "TAKE_OVER_INCOMPLETE",
             {{"missing", absl::StrJoin(missing, ", ")}, {"path", proposal->plan_path}});
  }

  void Body(const std::string& path, const v1::NamedBody& body) {
    Proposal* proposal = Begin(path, body.name(), "body");
    if (proposal == nullptr) return;
    v1::WorkingBody& record = *proposal->record.mutable_working_body();
    record.set_kind(BodyKindOf(body));
    record.set_composition(body.members());
    if (body.in_attachment_only()) {
      LeaveOut(proposal, "TAKE_OVER_ATTACHMENT_ONLY", {{"title", body.name()}});
    }
    Finish(proposal);
  }

  // Persons whom one order names are one record.
  void Persons() {
    std::map<std::pair<std::string, std::string>, std::vector<int>> by_order;
    std::vector<std::pair<std::string, std::string>> orders;
    for (int i = 0; i < plan_.role_holders_size(); ++i) {
      if (is_struck_(absl::StrCat("role_holders.", i + 1))) continue;
      const v1::RoleHolder& holder = plan_.role_holders(i);
      const std::pair<std::string, std::string> order = {
          holder.appointed_by(),
          holder.has_order_number() ? absl::StrCat("№", holder.order_number()) : ""};
      if (by_order.count(order) == 0) orders.push_back(order);
      by_order[order].push_back(i);
    }
    for (const auto& order : orders) {
      const std::vector<int>& holders = by_order[order];
      std::vector<std::string> roles;
      for (const int i : holders) roles.push_back(plan_.role_holders(i).role());
      Proposal* proposal =
          Begin(absl::StrCat("role_holders.", holders.front() + 1),
                absl::StrCat("Определени лица: ", absl::StrJoin(roles, ", ")), "persons");
      v1::WorkingBody& record = *proposal->record.mutable_working_body();
      record.set_kind(v1::APPOINTED_PERSONS);
      record.set_ordered_by(order.first);
      const v1::RoleHolder& first = plan_.role_holders(holders.front());
      if (first.has_order_number()) record.set_order_number(first.order_number());
      for (const int i : holders) {
        v1::BodyMember& member = *record.add_members();
        member.set_role(plan_.role_holders(i).role());
        member.set_person(plan_.role_holders(i).person());
      }
      Finish(proposal);
    }
  }

  void Agreement(const std::string& path, const v1::NamedAgreement& agreement) {
    Proposal* proposal = Begin(path, agreement.subject(), "agreement");
    if (proposal == nullptr) return;
    v1::Agreement& record = *proposal->record.mutable_agreement();
    if (agreement.has_signed_on()) *record.mutable_signed_on() = agreement.signed_on();
    record.set_signed_by(agreement.signed_by());
    Finish(proposal);
  }

  void Gatherings(const std::string& path, const v1::StatedFigure& figure) {
    const bool meetings = figure.code() == "meetings" || figure.code() == "meetings_and_trainings";
    const bool trainings = figure.code() == "trainings" || figure.code() == "meetings_and_trainings";
    if (!meetings && !trainings) return;
    Proposal* proposal = Begin(path, figure.as_written(), "gatherings");
    if (proposal == nullptr) return;
    v1::Gatherings& record = *proposal->record.mutable_gatherings();
    if (meetings) record.add_kinds(v1::MEETING);
    if (trainings) record.add_kinds(v1::TRAINING);
    record.set_count(figure.count());
    if (figure.has_period()) *record.mutable_held() = figure.period();
    if (figure.count() < 1 || figure.count() > 100'000) {
      LeaveOut(proposal, "TAKE_OVER_COUNT_OPEN",
               {{"title", figure.as_written()}, {"count", absl::StrCat(figure.count())}});
    }
    Finish(proposal);
  }

  void Product(const std::string& path, const v1::NamedProduct& product) {
    const bool needs = product.code() == "needs_assessment";
    if (product.code() == "priority_list") Priorities(path, product.as_written(), &product);
    if (!needs && product.code() != "capacity_assessment") return;
    Proposal* proposal = Begin(path, product.as_written(), "assessment");
    if (proposal == nullptr) return;
    v1::Assessment& record = *proposal->record.mutable_assessment();
    record.set_kind(needs ? v1::NEEDS : v1::CAPACITY);
    if (product.has_date()) *record.mutable_made_on() = product.date();
    Finish(proposal);
  }

  // The areas of the plan are those of its list, which may have a name and a date of its own.
  void Priorities(const std::string& path, const std::string& title, const v1::NamedProduct* product) {
    std::vector<std::string> areas;
    for (int i = 0; i < plan_.priority_areas_size(); ++i) {
      if (is_struck_(absl::StrCat("priority_areas.", i + 1))) continue;
      if (!plan_.priority_areas(i).empty()) areas.push_back(plan_.priority_areas(i));
    }
    if (product == nullptr && areas.empty()) return;
    const std::string named =
        title.empty() ? absl::StrCat("Приоритетни области: ", plan_.title()) : title;
    Proposal* proposal =
        is_struck_(path) && product != nullptr ? nullptr : BeginList(path, named, product != nullptr);
    if (proposal == nullptr) return;
    listed_ = true;
    v1::PriorityList& record = *proposal->record.mutable_priority_list();
    if (product != nullptr && product->has_date()) *record.mutable_made_on() = product->date();
    for (const std::string& area : areas) record.add_areas()->set_title(area);
    if (areas.empty()) LeaveOut(proposal, "TAKE_OVER_NO_AREAS", {{"title", named}});
    Finish(proposal);
  }

  // A list of areas begins where its first one stands, also where that one was struck out.
  Proposal* BeginList(const std::string& path, const std::string& title, bool is_product) {
    if (is_product) return Begin(path, title, "priorities");
    for (int i = 0; i < plan_.priority_areas_size(); ++i) {
      const std::string area = absl::StrCat("priority_areas.", i + 1);
      if (!is_struck_(area)) return Begin(area, title, "priorities");
    }
    return nullptr;
  }

  // Which of two that are called the same is meant, a person decides.
  void LeaveOutTwins() {
    std::map<std::pair<int, std::string>, std::string> first;
    for (Proposal& each : proposals_) {
      if (each.left_out_because || each.kind == v1::GATHERINGS) continue;
      const auto [seen, is_new] =
          first.emplace(std::pair(static_cast<int>(each.kind), FoldName(each.title)), each.plan_path);
      if (is_new) continue;
      LeaveOut(&each, "TAKE_OVER_TWICE", {{"title", each.title}, {"other", seen->second}});
    }
  }

  const v1::Plan& plan_;
  const std::function<bool(const std::string&)>& is_struck_;
  std::map<std::string, std::string> places_;
  std::vector<Proposal> proposals_;
  bool listed_ = false;
};

// Days that are not known differ from none.
bool MayBeSame(const common::v1::PartialDate& a, const common::v1::PartialDate& b) {
  const auto same = [](int left, int right) { return left == 0 || right == 0 || left == right; };
  return same(a.year(), b.year()) && same(a.month(), b.month()) && same(a.day(), b.day());
}

bool MayBeSame(const common::v1::PartialPeriod& a, const common::v1::PartialPeriod& b) {
  return MayBeSame(a.from(), b.from()) && MayBeSame(a.to(), b.to());
}

bool SamePersons(const v1::WorkingBody& a, const v1::WorkingBody& b) {
  const auto members = [](const v1::WorkingBody& body) {
    std::multiset<std::pair<std::string, std::string>> folded;
    for (const v1::BodyMember& member : body.members()) {
      folded.emplace(FoldName(member.role()), FoldName(member.person()));
    }
    return folded;
  };
  return members(a) == members(b) && FoldName(a.ordered_by()) == FoldName(b.ordered_by()) &&
         FoldName(a.order_number()) == FoldName(b.order_number());
}

bool SameAreas(const v1::PriorityList& a, const v1::PriorityList& b) {
  return std::equal(a.areas().begin(), a.areas().end(), b.areas().begin(), b.areas().end(),
                    [](const v1::PriorityArea& one, const v1::PriorityArea& other) {
                      return FoldName(one.title()) == FoldName(other.title());
                    });
}

// Whether both say when, so that it can be compared.
bool BothHaveYear(const common::v1::PartialDate& a, const common::v1::PartialDate& b) {
  return a.year() != 0 && b.year() != 0;
}

// What every year's plan tells in the same words is of its own year unless the days say otherwise.
bool IsOfOtherPlan(const v1::Groundwork& record, const v1::Groundwork& other) {
  return !record.plan().empty() && record.plan() != other.plan();
}

bool SameDay(const v1::Groundwork& record, const v1::Groundwork& other,
             const common::v1::PartialDate& day, const common::v1::PartialDate& other_day) {
  if (IsOfOtherPlan(record, other) && !BothHaveYear(day, other_day)) return false;
  return MayBeSame(day, other_day);
}

bool SameGatherings(const v1::Groundwork& record, const v1::Groundwork& other) {
  const v1::Gatherings& a = record.gatherings();
  const v1::Gatherings& b = other.gatherings();
  if (IsOfOtherPlan(record, other) && !BothHaveYear(a.held().from(), b.held().from())) return false;
  return a.count() == b.count() && MayBeSame(a.held(), b.held());
}

bool SameThing(const v1::Groundwork& record, const Proposal& proposal) {
  if (KindOf(record) != proposal.kind || FoldName(record.title()) != FoldName(proposal.title)) {
    return false;
  }
  const v1::Groundwork& other = proposal.record;
  if (record.has_agreement()) {
    return SameDay(record, other, record.agreement().signed_on(), other.agreement().signed_on());
  }
  if (record.has_assessment()) {
    return SameDay(record, other, record.assessment().made_on(), other.assessment().made_on());
  }
  if (record.has_gatherings()) return SameGatherings(record, other);
  if (record.has_priority_list() && IsOfOtherPlan(record, other)) {
    return SameAreas(record.priority_list(), other.priority_list()) &&
           MayBeSame(record.priority_list().made_on(), other.priority_list().made_on());
  }
  if (record.has_working_body() && other.working_body().kind() == v1::APPOINTED_PERSONS) {
    return SamePersons(record.working_body(), other.working_body());
  }
  return true;
}

}  // namespace

std::vector<Proposal> ProposalsOf(const v1::Plan& plan,
                                  const std::function<bool(const std::string&)>& is_struck) {
  return Proposals(plan, is_struck).Run();
}

const v1::Groundwork* AlreadyThere(const std::vector<v1::Groundwork>& records,
                                   const std::vector<Proposal>& all, const Proposal& proposal) {
  for (const v1::Groundwork& record : records) {
    if (SameThing(record, proposal)) return &record;
  }
  // A record that was made of it and called otherwise since. In a later version another thing may stand
  // at its place: then the record is that of one of the others.
  for (const v1::Groundwork& record : records) {
    const bool made_of_it = record.plan() == proposal.record.plan() &&
                            record.plan_path() == proposal.plan_path && KindOf(record) == proposal.kind;
    const bool is_of_another = std::any_of(
        all.begin(), all.end(), [&](const Proposal& other) { return SameThing(record, other); });
    if (made_of_it && !is_of_another) return &record;
  }
  return nullptr;
}

}  // namespace tranche::plans
