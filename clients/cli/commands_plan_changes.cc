// SPDX-License-Identifier: EUPL-1.2
// Subscriptions to changes of plans.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/plan_changes_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kChanges[] = "tranche.plans.v1.PlanChangesService/";

constexpr Text kRecord{"Запис", "Record"};
constexpr Text kEnded{"Прекратено", "Ended"};
constexpr Text kOf{"За", "Of"};
constexpr Text kKinds{"Видове", "Kinds"};
constexpr Text kUnseen{"Невидени", "Unseen"};
constexpr Text kMadeBy{"От", "By"};
constexpr Text kMadeAt{"На", "At"};

// The organisation and the id of the plan, "" for all plans, of a write about subscriptions.
absl::Status ReadSubscription(Session& session, const Arguments& arguments, std::string* parent,
                              std::string* plan_id) {
  if (!arguments.Has("plan")) {
    TRANCHE_ASSIGN_OR_RETURN(*parent, session.FindOrganisation(arguments.Get("organisation")));
    return absl::OkStatus();
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::string name, WritePlanName(session, arguments));
  const size_t plans = name.find("/plans/");
  *parent = name.substr(0, plans);
  *plan_id = name.substr(name.rfind('/') + 1);
  return absl::OkStatus();
}

const std::vector<Shown>& SubscriptionColumns() {
  static const auto* columns =
      new std::vector<Shown>{{kOf, "of"}, {kKinds, "kinds"}, {kUnseen, "unseen"}, {kMadeAt, "made_at"}};
  return *columns;
}

absl::Status Subscribe(Session& session, const Arguments& arguments) {
  pb::SubscribeRequest request;
  for (const std::string& typed : arguments.All("kind")) {
    TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(pb::PlanChangeKind_descriptor(), "kind", typed));
    request.add_kinds(static_cast<pb::PlanChangeKind>(kind));
  }
  TRANCHE_RETURN_IF_ERROR(
      ReadSubscription(session, arguments, request.mutable_parent(), request.mutable_plan_id()));
  return ShowAnswer(session, absl::StrCat(kChanges, "Subscribe"), request,
                    RecordSpec{SubscriptionColumns()});
}

absl::Status Unsubscribe(Session& session, const Arguments& arguments) {
  pb::UnsubscribeRequest request;
  TRANCHE_RETURN_IF_ERROR(
      ReadSubscription(session, arguments, request.mutable_parent(), request.mutable_plan_id()));
  return ShowAnswer(session, absl::StrCat(kChanges, "Unsubscribe"), request,
                    RecordSpec{SubscriptionColumns()});
}

absl::Status ListSubscriptions(Session& session, const Arguments& arguments) {
  pb::ListSubscriptionsRequest request;
  request.set_parent(ReadParent(arguments));
  return ShowList(session, absl::StrCat(kChanges, "ListSubscriptions"), request, "subscriptions",
                  SubscriptionColumns());
}

absl::Status ListChanges(Session& session, const Arguments& arguments) {
  pb::ListPlanChangesRequest request;
  request.set_parent(ReadParent(arguments));
  if (arguments.Has("plan")) {
    const std::string plan = ReadPlanName(arguments);
    request.set_plan_id(plan.substr(plan.rfind('/') + 1));
    request.set_parent(plan.substr(0, plan.find("/plans/")));
  }
  return ShowList(session, absl::StrCat(kChanges, "ListPlanChanges"), request, "changes",
                  {{texts::kNumber, "number"},
                   {kOf, "plan/last"},
                   {texts::kKind, "kind"},
                   {kRecord, "record"},
                   {kEnded, "ended"},
                   {kMadeBy, "made_by"},
                   {kMadeAt, "made_at"}});
}

absl::Status MarkSeen(Session& session, const Arguments& arguments) {
  pb::MarkSeenRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const int number, ReadNumber(arguments, "number"));
  request.set_number(number);
  TRANCHE_RETURN_IF_ERROR(
      ReadSubscription(session, arguments, request.mutable_parent(), request.mutable_plan_id()));
  return ShowAnswer(session, absl::StrCat(kChanges, "MarkSeen"), request,
                    {{}, {{kOf, "subscriptions", SubscriptionColumns()}}});
}

std::vector<Word> Kinds(Language language) {
  return WordsOf(pb::PlanChangeKind_descriptor(), language);
}

constexpr Parameter kSomePlanParameter{
    "plan",
    Kind::kValue,
    {"Само този план; без него: всички", "Only this plan; without it: all"},
    Takes::kPlan};

}  // namespace

std::vector<Command> PlanChangeCommands() {
  const Parameter kind{"kind",
                       Kind::kValues,
                       {"Вид промени, може няколко пъти; без него: всички",
                        "Kind of changes, may be repeated; without it: all"},
                       Takes::kText,
                       Kinds};
  return {
      {"plans",
       "subscribe",
       {"Следи промените; нищо не се изпраща, показва ги plans changes",
        "Follows changes; nothing is sent, plans changes shows them"},
       {kSomePlanParameter, kind, kOrganisationParameter},
       "tranche plans subscribe --plan lyubimets-2013 --kind version-stored --kind value-corrected",
       true,
       Subscribe},
      {"plans",
       "unsubscribe",
       {"Спира следенето", "Stops following"},
       {kSomePlanParameter, kOrganisationParameter},
       "tranche plans unsubscribe --plan lyubimets-2013",
       true,
       Unsubscribe},
      {"plans",
       "subscriptions",
       {"Изброява какво следите", "Lists what you follow"},
       {kOrganisationParameter},
       "tranche plans subscriptions",
       false,
       ListSubscriptions},
      {"plans",
       "changes",
       {"Показва невидените промени, а за един план – всички",
        "Lists changes that you have not seen, of one plan all"},
       {kSomePlanParameter, kOrganisationParameter},
       "tranche plans changes\n"
       "tranche plans changes --plan lyubimets-2013",
       false,
       ListChanges},
      {"plans",
       "seen",
       {"Отбелязва промените до номер като видени", "Marks changes up to a number as seen"},
       {{"number",
         Kind::kRequired,
         {"Номер на последната видяна", "Number of the last one that was seen"}},
        kSomePlanParameter,
        kOrganisationParameter},
       "tranche plans seen 12",
       true,
       MarkSeen},
  };
}

}  // namespace tranche::cli
