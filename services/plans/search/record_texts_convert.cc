// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/record_texts_convert.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/convert/plan_paths.h"
#include "platform/text/said.h"
#include "tranche/plans/v1/plan_versions.pb.h"
#include "tranche/plans/v1/search.pb.h"

namespace tranche::plans::search {
namespace {

// Texts with their places; empty ones are left out.
class Texts {
 public:
  void Add(const std::string& place, const std::string& text, int weight) {
    if (!text.empty()) texts_.push_back({place, text, weight});
  }
  void AddCorrected(const std::string& place, const std::string& text, int weight) {
    if (!text.empty()) texts_.push_back({place, text, weight, /*corrected=*/true});
  }
  template <class Items>
  void AddEach(const std::string& place, const Items& items, int weight) {
    for (int i = 0; i < items.size(); ++i) Add(absl::StrCat(place, ".", i + 1), items[i], weight);
  }
  // Nobody looks for what was struck out.
  void Leave(const std::map<ValueKey, CorrectionFact>& in_force) {
    texts_.erase(std::remove_if(texts_.begin(), texts_.end(),
                                [&](const IndexedText& text) {
                                  return StruckBy(in_force, text.place) != nullptr;
                                }),
                 texts_.end());
  }
  const std::vector<IndexedText>& all() const { return texts_; }

 private:
  std::vector<IndexedText> texts_;
};

// Pieces of one row or sentence as one text, so that its words are found together.
std::string Joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) {
    if (!piece.empty()) absl::StrAppend(&text, text.empty() ? "" : " · ", piece);
  }
  return text;
}

std::string AmountOf(const common::v1::Money& amount) {
  if (amount.amount().empty()) return "";
  return SayAmount(amount.amount(), amount.currency(), Language::kBulgarian);
}

std::string WordsOf(const v1::Measure& measure) {
  std::vector<std::string> pieces = {measure.activity(),
                                     measure.description(),
                                     measure.place(),
                                     measure.financing(),
                                     measure.executor(),
                                     absl::StrJoin(measure.partners(), ", "),
                                     measure.expected_results(),
                                     measure.target_group(),
                                     measure.objective(),
                                     measure.source_cell(),
                                     measure.timeframe().as_written(),
                                     AmountOf(measure.stated_total())};
  for (const v1::Indicator& indicator : measure.indicators()) {
    pieces.push_back(absl::StrCat(indicator.name(), " ", indicator.target(), " ", indicator.unit()));
  }
  for (const v1::OtherCell& cell : measure.other_cells()) pieces.push_back(cell.text());
  return Joined(pieces);
}

void AddMeasures(const v1::Plan& plan, Texts* texts) {
  for (const v1::Section& section : plan.sections()) {
    texts->Add(absl::StrCat("section.", section.ordinal()), Joined({section.title(), section.area()}),
               kListWeight);
    for (const v1::Measure& measure : section.measures()) {
      texts->Add(absl::StrCat("measure.", section.ordinal(), ".", measure.ordinal()), WordsOf(measure),
                 kTextWeight);
    }
  }
}

// As a decision is cited, "решение № 699/29.07.2022"; without the day where it is not known whole.
std::string Cited(const std::string& number, const common::v1::PartialDate& date) {
  if (number.empty()) return "";
  const bool is_whole = date.year() != 0 && date.month() != 0 && date.day() != 0;
  const std::string day =
      is_whole ? absl::StrFormat("/%02d.%02d.%04d", date.day(), date.month(), date.year()) : "";
  return absl::StrCat("решение № ", number, day);
}

std::string Minutes(const std::string& number) {
  return number.empty() ? "" : absl::StrCat("протокол № ", number);
}

std::string WordsOf(const v1::ParentStrategy& parent) {
  return Joined({parent.title(), Cited(parent.decision_number(), parent.adoption().date()),
                 Minutes(parent.protocol_number()), parent.adopted_on(), parent.adoption().body()});
}

// Who decided what, and who does what, as the running text names them.
void AddPeople(const v1::Plan& plan, Texts* texts) {
  for (int i = 0; i < plan.bodies_size(); ++i) {
    const v1::NamedBody& body = plan.bodies(i);
    texts->Add(absl::StrCat("bodies.", i + 1),
               Joined({body.name(), body.abbreviation(), body.members()}), kListWeight);
  }
  for (int i = 0; i < plan.role_holders_size(); ++i) {
    const v1::RoleHolder& holder = plan.role_holders(i);
    texts->Add(absl::StrCat("role_holders.", i + 1),
               Joined({absl::StrCat(holder.role(), ": ", holder.person()), holder.appointed_by(),
                       holder.order_number()}),
               kTextWeight);
  }
  for (int i = 0; i < plan.agreements_size(); ++i) {
    const v1::NamedAgreement& agreement = plan.agreements(i);
    texts->Add(absl::StrCat("agreements.", i + 1),
               Joined({agreement.subject(), agreement.signed_by(), agreement.signed_on().as_written()}),
               kTextWeight);
  }
}

void AddAdoption(const v1::Adoption& adoption, Texts* texts) {
  texts->Add("adoption.decision_number", Cited(adoption.decision_number(), adoption.date()),
             kListWeight);
  texts->Add("adoption.protocol_number", Minutes(adoption.protocol_number()), kListWeight);
  texts->Add("adoption.date", adoption.date().as_written(), kTextWeight);
  texts->Add("adoption.body", adoption.body(), kTextWeight);
}

// What the text counts and what it says was made.
void AddFigures(const v1::Plan& plan, Texts* texts) {
  for (int i = 0; i < plan.figures_size(); ++i) {
    const v1::StatedFigure& figure = plan.figures(i);
    texts->Add(absl::StrCat("figures.", i + 1),
               Joined({figure.as_written(), absl::StrJoin(figure.items(), ", ")}), kTextWeight);
  }
  for (int i = 0; i < plan.products_size(); ++i) {
    const v1::NamedProduct& product = plan.products(i);
    texts->Add(absl::StrCat("products.", i + 1),
               Joined({product.as_written(), product.date().as_written()}), kTextWeight);
  }
}

// Where a corrected value stands among the texts of its plan: a value of a row at its row.
std::pair<std::string, int> PlaceAndWeightOf(const std::string& path) {
  const std::vector<std::string> segments = absl::StrSplit(path, '.');
  const auto first = [&](std::size_t count) {
    return absl::StrJoin(
        segments.begin(),
        segments.begin() + static_cast<std::ptrdiff_t>(std::min(count, segments.size())), ".");
  };
  if (segments[0] == "measure") return {first(3), kTextWeight};
  if (segments[0] == "parent_strategy") return {"parents.1", kListWeight};
  if (path == "title") return {path, kTitleWeight};
  if (path == "municipality") return {path, kNameWeight};
  if (path == "stated_total") return {path, kTextWeight};
  return {first(2), kListWeight};
}

// What is shown instead of what was read: values, and the words of rows that were added.
void AddCorrections(const std::map<ValueKey, CorrectionFact>& in_force, Texts* texts) {
  for (const auto& [key, correction] : in_force) {
    const std::string path = convert::PathOf(key.field, key.place);
    if (!correction.value || StruckBy(in_force, path) != nullptr) continue;
    const auto [place, weight] = PlaceAndWeightOf(path);
    std::string words = *correction.value;
    if (correction.is_row()) {
      std::vector<convert::PlanLeaf> leaves;
      if (!convert::ReadRowText(words, &leaves).ok()) continue;
      std::vector<std::string> said;
      for (const convert::PlanLeaf& leaf : leaves) said.push_back(leaf.value.value_or(""));
      words = Joined(said);
    }
    texts->AddCorrected(place, words, weight);
  }
}

void AddMembers(const v1::WorkingBody& body, Texts* texts) {
  texts->Add("composition", body.composition(), kListWeight);
  texts->Add("ordered_by", body.ordered_by(), kTextWeight);
  texts->Add("order_number", body.order_number(), kTextWeight);
  for (int i = 0; i < body.members_size(); ++i) {
    const v1::BodyMember& member = body.members(i);
    std::string words = member.role();
    if (!member.person().empty()) absl::StrAppend(&words, ": ", member.person());
    if (!member.represents().empty()) absl::StrAppend(&words, ", ", member.represents());
    texts->Add(absl::StrCat("members.", i + 1), words, kListWeight);
  }
}

void AddContent(const v1::Groundwork& record, Texts* texts) {
  switch (record.content_case()) {
    case v1::Groundwork::kWorkingBody:
      AddMembers(record.working_body(), texts);
      break;
    case v1::Groundwork::kAgreement:
      texts->Add("number", record.agreement().number(), kNameWeight);
      texts->AddEach("parties", record.agreement().parties(), kListWeight);
      texts->Add("signed_by", record.agreement().signed_by(), kTextWeight);
      texts->Add("signed_on", record.agreement().signed_on().as_written(), kTextWeight);
      break;
    case v1::Groundwork::kGatherings:
      texts->AddEach("topics", record.gatherings().topics(), kListWeight);
      texts->Add("place", record.gatherings().place(), kTextWeight);
      texts->Add("held", record.gatherings().held().as_written(), kTextWeight);
      for (int i = 0; i < record.gatherings().participants_size(); ++i) {
        texts->Add(absl::StrCat("participants.", i + 1), record.gatherings().participants(i).group(),
                   kTextWeight);
      }
      break;
    case v1::Groundwork::kAssessment:
      texts->Add("subject", record.assessment().subject(), kListWeight);
      for (int i = 0; i < record.assessment().items_size(); ++i) {
        const v1::AssessmentItem& item = record.assessment().items(i);
        const std::string words =
            item.area().empty() ? item.text() : absl::StrCat(item.area(), ": ", item.text());
        texts->Add(absl::StrCat("items.", i + 1), words, kTextWeight);
      }
      break;
    case v1::Groundwork::kPriorityList:
      for (int i = 0; i < record.priority_list().areas_size(); ++i) {
        const v1::PriorityArea& area = record.priority_list().areas(i);
        texts->Add(absl::StrCat("area.", i + 1), area.title(), kListWeight);
        for (int k = 0; k < area.priorities_size(); ++k) {
          texts->Add(absl::StrCat("priority.", i + 1, ".", k + 1), area.priorities(k).text(),
                     kTextWeight);
        }
      }
      break;
    case v1::Groundwork::kOpportunity:
      texts->Add("programme", record.opportunity().programme(), kListWeight);
      texts->Add("link", record.opportunity().link(), kSourceWeight);
      break;
    case v1::Groundwork::CONTENT_NOT_SET:
      break;
  }
}

v1::SearchKind KindOf(const v1::Groundwork& record) {
  switch (record.kind()) {
    case v1::WORKING_BODY:
      return v1::FOUND_BODY;
    case v1::AGREEMENT:
      return v1::FOUND_AGREEMENT;
    case v1::GATHERINGS:
      return v1::FOUND_GATHERINGS;
    case v1::ASSESSMENT:
      return v1::FOUND_ASSESSMENT;
    case v1::PRIORITY_LIST:
      return v1::FOUND_PRIORITIES;
    default:
      return v1::FOUND_OPPORTUNITY;
  }
}

}  // namespace

RecordTexts TextsOf(const v1::Plan& plan, const std::map<ValueKey, CorrectionFact>& in_force) {
  Texts texts;
  texts.Add("title", plan.title(), kTitleWeight);
  texts.Add("municipality", plan.municipality(), kNameWeight);
  texts.Add("region", plan.region(), kListWeight);
  for (int i = 0; i < plan.parents_size(); ++i) {
    texts.Add(absl::StrCat("parents.", i + 1), WordsOf(plan.parents(i)), kListWeight);
  }
  if (plan.parents().empty()) texts.Add("parents.1", WordsOf(plan.parent_strategy()), kListWeight);
  AddAdoption(plan.adoption(), &texts);
  texts.Add("stated_total", AmountOf(plan.stated_total()), kTextWeight);
  texts.AddEach("target_groups", plan.target_groups(), kListWeight);
  texts.AddEach("objectives", plan.objectives(), kListWeight);
  texts.AddEach("priority_areas", plan.priority_areas(), kListWeight);
  texts.AddEach("directions", plan.directions(), kListWeight);
  texts.AddEach("statements", plan.statements(), kTextWeight);
  texts.AddEach("participants", plan.participants(), kTextWeight);
  AddPeople(plan, &texts);
  AddFigures(plan, &texts);
  for (int i = 0; i < plan.attachments_size(); ++i) {
    texts.Add(absl::StrCat("attachments.", i + 1), plan.attachments(i).name(), kTextWeight);
  }
  AddMeasures(plan, &texts);
  texts.Leave(in_force);
  AddCorrections(in_force, &texts);
  return {plan.name(), v1::FOUND_PLAN, plan.title(), texts.all()};
}

RecordTexts TextsOf(const v1::Strategy& strategy) {
  return {strategy.name(),
          v1::FOUND_STRATEGY,
          strategy.title(),
          {{"title", strategy.title(), kTitleWeight}}};
}

RecordTexts TextsOf(const v1::Groundwork& record) {
  Texts texts;
  texts.Add("title", record.title(), kTitleWeight);
  AddContent(record, &texts);
  texts.Add("source", record.source(), kSourceWeight);
  return {record.name(), KindOf(record), record.title(), texts.all()};
}

}  // namespace tranche::plans::search
