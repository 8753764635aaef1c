// SPDX-License-Identifier: EUPL-1.2
#include "cli/groundwork_view.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_view.h"
#include "cpp/partial_date.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr Text kKind{"Вид", "Kind"};
constexpr Text kRevision{"Редакция", "Revision"};
constexpr Text kRole{"Роля", "Role"};
constexpr Text kPerson{"Име", "Person"};
constexpr Text kRepresents{"Представлява", "Represents"};
constexpr Text kMembers{"Членове", "Members"};
constexpr Text kComposition{"Състав", "Composition"};
constexpr Text kOrder{"Заповед №", "Order no."};
constexpr Text kOrderedBy{"Издал заповедта", "Ordered by"};
constexpr Text kWhen{"Кога", "When"};
constexpr Text kSignedBy{"Подписал", "Signed by"};
constexpr Text kParties{"Страни", "Parties"};
constexpr Text kKinds{"Видове", "Kinds"};
constexpr Text kCount{"Брой общо", "Count in all"};
constexpr Text kTopics{"Теми", "Topics"};
constexpr Text kGroups{"Участници по групи", "Participants by group"};
constexpr Text kGroup{"Група", "Group"};
constexpr Text kOf{"На кого", "Of whom"};
constexpr Text kItems{"Изводи", "Findings"};
constexpr Text kArea{"Област", "Area"};
constexpr Text kText{"Текст", "Text"};
constexpr Text kMeasure{"Мярка", "Measure"};
constexpr Text kProgramme{"Програма", "Programme"};
constexpr Text kLink{"Адрес", "Address"};
constexpr Text kBlank{"(не е посочен)", "(left blank)"};

std::string SayAllKinds(const pb::Gatherings& gatherings, Language language) {
  std::string said;
  for (int i = 0; i < gatherings.kinds_size(); ++i) {
    absl::StrAppend(&said, said.empty() ? "" : ", ",
                    SayEnum(pb::GatheringKind_descriptor(), gatherings.kinds(i), language));
  }
  return said;
}

class RecordView {
 public:
  explicit RecordView(Language language) : language_(language) {}

  View Of(const pb::Groundwork& record) {
    view_ = ViewOf(record,
                   {{{texts::kName, "name/last"},
                     {kKind, "kind"},
                     {texts::kTitle, "title"},
                     {kRevision, "revision"},
                     {texts::kSource, "source"}}},
                   language_);
    if (record.has_working_body()) Body(record.working_body());
    if (record.has_agreement()) Agreement(record.agreement());
    if (record.has_gatherings()) Gatherings(record.gatherings());
    if (record.has_assessment()) Assessment(record.assessment());
    if (record.has_priority_list()) Priorities(record.priority_list());
    if (record.has_opportunity()) Opportunity(record.opportunity());
    return view_;
  }

 private:
  void Add(Text name, const std::string& value) {
    if (!value.empty()) view_.fields.push_back({std::string(name.In(language_)), TextCell(value)});
  }
  void AddDate(const common::v1::PartialDate& date) {
    if (!client::IsBlank(date)) Add(kWhen, SayPartialDate(date, language_));
  }
  void AddTable(Text title, const std::vector<const google::protobuf::Message*>& rows,
                const std::vector<Shown>& columns) {
    Table table = TableOf(rows, columns, language_);
    table.title = std::string(title.In(language_));
    view_.tables.push_back(std::move(table));
  }

  void Body(const pb::WorkingBody& body) {
    Add(kKinds, SayEnum(pb::BodyKind_descriptor(), body.kind(), language_));
    if (body.has_order_number()) {
      Add(kOrder,
          body.order_number().empty() ? std::string(kBlank.In(language_)) : body.order_number());
    }
    Add(kOrderedBy, body.ordered_by());
    AddDate(body.ordered_on());
    Add(kComposition, body.composition());
    if (!body.members().empty()) {
      AddTable(kMembers, ItemsOf(body, "members"),
               {{kRole, "role"}, {kPerson, "person"}, {kRepresents, "represents"}});
    }
  }

  void Agreement(const pb::Agreement& agreement) {
    AddDate(agreement.signed_on());
    Add(kSignedBy, agreement.signed_by());
    for (const std::string& party : agreement.parties()) Add(kParties, party);
    if (agreement.has_number()) {
      Add(texts::kNumber,
          agreement.number().empty() ? std::string(kBlank.In(language_)) : agreement.number());
    }
  }

  void Gatherings(const pb::Gatherings& gatherings) {
    Add(kKinds, SayAllKinds(gatherings, language_));
    Add(kCount, absl::StrCat(gatherings.count()));
    Add(kWhen, SayPeriod(gatherings.held(), language_));
    for (const std::string& topic : gatherings.topics()) Add(kTopics, topic);
    if (!gatherings.participants().empty()) {
      AddTable(kGroups, ItemsOf(gatherings, "participants"),
               {{kGroup, "group"}, {texts::kPersons, "persons"}});
    }
  }

  void Assessment(const pb::Assessment& assessment) {
    Add(kKinds, SayEnum(pb::AssessmentKind_descriptor(), assessment.kind(), language_));
    Add(kOf, assessment.subject());
    AddDate(assessment.made_on());
    if (!assessment.items().empty()) {
      AddTable(kItems, ItemsOf(assessment, "items"), {{kArea, "area"}, {kText, "text"}});
    }
  }

  void Priorities(const pb::PriorityList& list) {
    AddDate(list.made_on());
    for (const pb::PriorityArea& area : list.areas()) {
      Table table =
          TableOf(ItemsOf(area, "priorities"),
                  {{kText, "text"}, {texts::kDocument, "plan/last"}, {kMeasure, "measure"}}, language_);
      table.title = area.title();
      view_.tables.push_back(std::move(table));
    }
  }

  void Opportunity(const pb::Opportunity& opportunity) {
    Add(kProgramme, opportunity.programme());
    Add(texts::kState, SayEnum(pb::OpportunityState_descriptor(), opportunity.state(), language_));
    common::v1::PartialPeriod open;
    if (opportunity.has_opens_on()) *open.mutable_from() = opportunity.opens_on();
    if (opportunity.has_closes_on()) *open.mutable_to() = opportunity.closes_on();
    Add(kWhen, SayPeriod(open, language_));
    Add(kLink, opportunity.link());
  }

  const Language language_;
  View view_;
};

}  // namespace

View GroundworkView(const plans::v1::Groundwork& record, Language language) {
  return RecordView(language).Of(record);
}

}  // namespace tranche::cli
