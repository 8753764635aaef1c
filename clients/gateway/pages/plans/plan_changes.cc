// SPDX-License-Identifier: EUPL-1.2
// What changed about plans: all that happened to one plan, or what the reader subscribed to and has not
// seen; and the forms that subscribe, unsubscribe and mark as seen.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/form.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/plan_pages.h"
#include "gateway/words.h"
#include "tranche/plans/v1/plan_changes_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = plans::v1;
using ctemplate::TemplateDictionary;

constexpr char kChanges[] = "/tranche.plans.v1.PlanChangesService/";

struct ChangesData {
  // "organisations/lyubimets" or "organisations/-"; plan: its name, "" for those of all plans.
  std::string organisation;
  std::string plan;
  Answer<pb::ListPlanChangesResponse> changes;
  Answer<pb::ListSubscriptionsResponse> subscriptions;
  absl::Status refused;  // Of the form that was sent.
};

// Where a person sees what a change made.
std::string PageOf(const Visit& visit, const pb::PlanChange& change) {
  const std::string plan = visit.Href(absl::StrCat("/", change.plan()));
  switch (change.kind()) {
    case pb::VERSION_STORED:
      return absl::StrCat(plan, "/versions");
    case pb::VALUE_CORRECTED:
      return absl::StrCat(plan, "/versions#corrections");
    case pb::ADOPTION_RECORDED:
      return absl::StrCat(plan, "/adoptions");
    case pb::STRATEGY_LINKED:
      return visit.Href(absl::StrCat("/organisations/", OrganisationOf(change.plan()), "/strategies"));
    case pb::PROJECT_LINKED:
      return absl::StrCat(plan, "/links");
    case pb::ATTACHMENT_CHANGED:
      return absl::StrCat(plan, "#attachments");
    default:
      return plan;
  }
}

std::string SayKinds(const pb::PlanSubscription& subscription, Language language) {
  if (subscription.kinds().empty()) return Say("W_ALL_KINDS", language);
  std::vector<std::string> kinds;
  for (const int kind : subscription.kinds()) {
    kinds.push_back(SayEnum(pb::PlanChangeKind_descriptor(), kind, language));
  }
  return absl::StrJoin(kinds, ", ");
}

// "lyubimets-2013" of a plan, "lyubimets" of all plans of an organisation.
std::string PlanIdOf(const std::string& of) {
  return of.find("/plans/") == std::string::npos ? "" : LastSegment(of);
}

class ChangesFiller {
 public:
  ChangesFiller(const Visit& visit, const ChangesData& data)
      : visit_(visit), data_(data), language_(visit.language()) {}

  void Fill(TemplateDictionary* page) const {
    const bool of_plan = !data_.plan.empty();
    const char* heading = of_plan ? "W_PLAN_CHANGES" : "W_NEW_CHANGES";
    page->SetValue("HEADING", Say(heading, language_));
    page->SetValue("KICKER",
                   of_plan ? absl::StrCat(Say("W_PLAN", language_), " ", LastSegment(data_.plan))
                   : LastSegment(data_.organisation) == "-" ? Say("W_ALL_ORGANISATIONS", language_)
                                                            : LastSegment(data_.organisation));
    page->SetValue("HINT", Say(of_plan ? "W_PLAN_CHANGES_HINT" : "W_NEW_CHANGES_HINT", language_));
    if (of_plan) {
      ShowPlanNav(visit_, data_.plan, heading, page);
    } else if (LastSegment(data_.organisation) != "-") {
      ShowOrganisationNav(visit_, LastSegment(data_.organisation), heading, page);
    }
    ShowDone(visit_, page);
    ShowWrong({}, data_.refused, "subscriptions", language_, page);
    Changes(page);
    Subscriptions(page);
    page->SetValue("JSON_HREF",
                   absl::StrCat("/v1/", EncodePath(data_.organisation), "/planChanges",
                                of_plan ? absl::StrCat("?planId=", LastSegment(data_.plan)) : ""));
  }

 private:
  std::string Href(const std::string& organisation, const std::string& plan) const {
    return visit_.Href(absl::StrCat(
        "/", plan.empty() ? absl::StrCat("organisations/", organisation) : plan, "/changes"));
  }
  std::string OwnHref() const { return Href(LastSegment(data_.organisation), data_.plan); }

  void Changes(TemplateDictionary* page) const {
    ShowRefused(data_.changes.status, language_, "CHANGES_REFUSED", page);
    if (!data_.changes.status.ok()) return;
    const auto& changes = data_.changes.value.changes();
    if (changes.empty()) {
      page->AddSectionDictionary("NO_CHANGES")
          ->SetValue("SENTENCE", Say(data_.plan.empty() ? "W_NOTHING_NEW" : "W_NO_CHANGES", language_));
    } else {
      TemplateDictionary* list = page->AddSectionDictionary("CHANGES");
      if (data_.plan.empty()) list->ShowSection("OF_MANY");
      for (const pb::PlanChange& change : changes) Change(change, list);
    }
    ShowPaging(OwnHref(), "", visit_.Parameter("page"), data_.changes.value.next_page_token(), page);
    Seen(page);
  }

  void Change(const pb::PlanChange& from, TemplateDictionary* list) const {
    TemplateDictionary* row = list->AddSectionDictionary("CHANGE");
    row->SetIntValue("NUMBER", from.number());
    row->SetValue("KIND", SayEnum(pb::PlanChangeKind_descriptor(), from.kind(), language_));
    row->SetValue("HREF", PageOf(visit_, from));
    if (data_.plan.empty()) {
      TemplateDictionary* plan = row->AddSectionDictionary("ITS_PLAN");
      plan->SetValue("ID", LastSegment(from.plan()));
      plan->SetValue("HREF", visit_.Href(absl::StrCat("/", from.plan())));
    }
    if (from.ended()) row->ShowSection("ENDED");
    row->SetValue("BY", from.made_by());
    row->SetValue("DAY", SayDayOf(from.made_at().seconds(), language_));
  }

  // A button for each organisation: up to the last change that is on this page. Below a plan it is for
  // the subscription to that plan alone.
  void Seen(TemplateDictionary* page) const {
    std::map<std::string, int> last;
    for (const pb::PlanChange& change : data_.changes.value.changes()) {
      int& number = last[OrganisationOf(change.plan())];
      number = std::max(number, change.number());
    }
    for (const auto& [organisation, number] : last) {
      if (!data_.plan.empty() && UnseenOfPlan() == 0) continue;
      TemplateDictionary* seen = page->AddSectionDictionary("SEEN");
      seen->SetValue("ACTION", Href(organisation, data_.plan));
      seen->SetIntValue("LAST", number);
      seen->SetValue("OF", last.size() > 1 ? absl::StrCat(" (", organisation, ")") : "");
      ShowFormKeys(visit_, data_.refused, seen);
    }
  }

  int UnseenOfPlan() const {
    for (const pb::PlanSubscription& each : data_.subscriptions.value.subscriptions()) {
      if (each.of() == data_.plan) return each.unseen();
    }
    return 0;
  }

  void Subscriptions(TemplateDictionary* page) const {
    ShowRefused(data_.subscriptions.status, language_, "SUBSCRIPTIONS_REFUSED", page);
    if (!data_.subscriptions.status.ok()) return;
    TemplateDictionary* section = page->AddSectionDictionary("SUBSCRIPTIONS");
    bool subscribed = false;
    TemplateDictionary* list = nullptr;
    for (const pb::PlanSubscription& each : data_.subscriptions.value.subscriptions()) {
      if (!IsShown(each)) continue;
      if (list == nullptr) list = section->AddSectionDictionary("SUBSCRIBED");
      Subscription(each, list);
      subscribed = subscribed || each.of() == Subject();
    }
    if (list == nullptr) section->ShowSection("NOT_SUBSCRIBED");
    // A subscription is made for a plan or for one organisation.
    if (LastSegment(data_.organisation) == "-") return section->ShowSection("CHOOSE_FIRST");
    Form(subscribed, section->AddSectionDictionary("SUBSCRIBE"));
  }

  std::string Subject() const { return data_.plan.empty() ? data_.organisation : data_.plan; }

  // Below a plan those that tell of it: its own and the one of all plans.
  bool IsShown(const pb::PlanSubscription& each) const {
    return data_.plan.empty() || each.of() == data_.plan || each.of() == data_.organisation;
  }

  void Subscription(const pb::PlanSubscription& from, TemplateDictionary* list) const {
    TemplateDictionary* row = list->AddSectionDictionary("SUBSCRIPTION");
    const std::string plan = PlanIdOf(from.of());
    const std::string organisation = OrganisationOf(from.of());
    row->SetValue(
        "OF", plan.empty() ? absl::StrCat(Say("W_ALL_PLANS_OF", language_), " ", organisation) : plan);
    row->SetValue("KINDS", SayKinds(from, language_));
    row->SetIntValue("UNSEEN", from.unseen());
    row->SetValue("ACTION", Href(organisation, plan.empty() ? "" : from.of()));
    ShowFormKeys(visit_, data_.refused, row);
  }

  void Form(bool subscribed, TemplateDictionary* form) const {
    form->SetValue("ACTION", OwnHref());
    form->SetValue("FOR", data_.plan.empty() ? absl::StrCat(Say("W_ALL_PLANS_OF", language_), " ",
                                                            LastSegment(data_.organisation))
                                             : LastSegment(data_.plan));
    form->SetValue("BUTTON", Say(subscribed ? "W_SUBSCRIBE_ANEW" : "W_SUBSCRIBE", language_));
    const std::vector<std::string> ticked = visit_.Fields("kind");
    const google::protobuf::EnumDescriptor* kinds = pb::PlanChangeKind_descriptor();
    for (int i = 0; i < kinds->value_count(); ++i) {
      const int number = kinds->value(i)->number();
      if (number == 0) continue;
      TemplateDictionary* kind = form->AddSectionDictionary("KIND");
      kind->SetIntValue("NUMBER", number);
      kind->SetValue("LABEL", SayEnum(kinds, number, language_));
      if (std::find(ticked.begin(), ticked.end(), absl::StrCat(number)) != ticked.end()) {
        kind->ShowSection("CHOSEN");
      }
    }
    ShowFormKeys(visit_, data_.refused, form);
  }

  const Visit& visit_;
  const ChangesData& data_;
  const Language language_;
};

void AnswerChanges(const std::shared_ptr<Visit>& visit, const std::shared_ptr<ChangesData>& data) {
  // With nothing to show the page says by its status what is wrong.
  if (!data->changes.status.ok() && !data->subscriptions.status.ok()) {
    return visit->Refuse(data->changes.status);
  }
  Frame frame;
  if (data->plan.empty()) {
    frame = visit->MakeFrame(Say("W_NEW_CHANGES", visit->language()));
    frame.commands = {ShellLine({"tranche", "plans", "changes"})};
  } else {
    frame = PlanFrame(*visit, data->plan, "W_PLAN_CHANGES");
    frame.commands = {ShellLine({"tranche", "plans", "changes", "--plan", LastSegment(data->plan)}),
                      ShellLine({"tranche", "plans", "subscribe", "--plan", LastSegment(data->plan)})};
  }
  visit->Show(StatusOf(data->refused),
              RenderFrame(frame, "plan_changes.tpl",
                          [&](TemplateDictionary* page) { ChangesFiller(*visit, *data).Fill(page); }));
}

// `plan`: the plan's name, "" for what is new of all that the reader subscribed to.
void AnswerWith(const std::shared_ptr<Visit>& visit, const std::string& organisation,
                const std::string& plan, const absl::Status& refused) {
  auto data = std::make_shared<ChangesData>();
  data->organisation = organisation;
  data->plan = plan;
  data->refused = refused;
  pb::ListPlanChangesRequest changes;
  changes.set_parent(organisation);
  if (!plan.empty()) changes.set_plan_id(LastSegment(plan));
  if (!visit->IsSent()) changes.set_page_token(visit->Parameter("page"));
  visit->Ask(absl::StrCat(kChanges, "ListPlanChanges").c_str(), changes, &data->changes);
  pb::ListSubscriptionsRequest subscriptions;
  subscriptions.set_parent(organisation);
  visit->Ask(absl::StrCat(kChanges, "ListSubscriptions").c_str(), subscriptions, &data->subscriptions);
  visit->Then([visit, data] { AnswerChanges(visit, data); });
}

// Carries out one of the three forms and shows the page anew.
template <class Response, class Request>
void Send(const std::shared_ptr<Visit>& visit, const char* method, const char* done, Request request,
          const std::string& organisation, const std::string& plan) {
  request.set_parent(organisation);
  if (!plan.empty()) request.set_plan_id(LastSegment(plan));
  request.set_request_id(visit->Field("request_id"));
  auto answer = std::make_shared<Answer<Response>>();
  visit->Ask(absl::StrCat(kChanges, method).c_str(), request, answer.get());
  visit->Then([visit, answer, organisation, plan, done] {
    if (!answer->status.ok()) return AnswerWith(visit, organisation, plan, answer->status);
    const std::string& page = plan.empty() ? organisation : plan;
    visit->Redirect(absl::StrCat(visit->Href(absl::StrCat("/", page, "/changes")), "?done=", done));
  });
}

void SendForm(const std::shared_ptr<Visit>& visit, const std::string& organisation,
              const std::string& plan) {
  const std::string act = visit->Field("act");
  if (act == "unsubscribe") {
    return Send<pb::PlanSubscription>(visit, "Unsubscribe", "unsubscribed", pb::UnsubscribeRequest(),
                                      organisation, plan);
  }
  if (act == "seen") {
    pb::MarkSeenRequest seen;
    int number = 0;
    if (absl::SimpleAtoi(visit->Field("number"), &number)) seen.set_number(number);
    return Send<pb::MarkSeenResponse>(visit, "MarkSeen", "seen", seen, organisation, plan);
  }
  pb::SubscribeRequest subscribe;
  for (const std::string& kind : visit->Fields("kind")) {
    int number = 0;
    if (absl::SimpleAtoi(kind, &number) && pb::PlanChangeKind_IsValid(number)) {
      subscribe.add_kinds(static_cast<pb::PlanChangeKind>(number));
    }
  }
  Send<pb::PlanSubscription>(visit, "Subscribe", "subscribed", subscribe, organisation, plan);
}

std::string OrganisationNameOf(const std::string& plan) {
  return absl::StrCat("organisations/", OrganisationOf(plan));
}

}  // namespace

void ShowNewChanges(const std::shared_ptr<Visit>& visit, const std::string& name) {
  AnswerWith(visit, name, "", absl::OkStatus());
}

void ShowPlanChanges(const std::shared_ptr<Visit>& visit, const std::string& name) {
  // The plan must be there, and its real organisation known.
  auto plan = std::make_shared<Answer<pb::Plan>>();
  AskPlan(visit, name, plan.get());
  visit->Then([visit, plan] {
    if (!plan->status.ok()) return visit->Refuse(plan->status);
    AnswerWith(visit, OrganisationNameOf(plan->value.name()), plan->value.name(), absl::OkStatus());
  });
}

void SendNewChanges(const std::shared_ptr<Visit>& visit, const std::string& name) {
  SendForm(visit, name, "");
}

void SendPlanChanges(const std::shared_ptr<Visit>& visit, const std::string& name) {
  SendForm(visit, OrganisationNameOf(name), name);
}

}  // namespace tranche::gateway
