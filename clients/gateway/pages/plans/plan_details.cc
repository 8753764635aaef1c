// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/plans/plan_details.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cpp/partial_date.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"
#include "platform/convert/plan_words.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;
namespace pb = plans::v1;

// Words of the document, which are Bulgarian, and words and numbers of the page's own language, one
// after the other: whoever reads a page aloud must know which are which.
class Said {
 public:
  struct Piece {
    std::string text;
    bool written;  // In the document.
  };

  Said& Written(const std::string& text) { return Add(text, true); }
  Said& Own(const std::string& text) { return Add(text, false); }
  // Points and blanks belong to what they follow.
  Said& Point(const std::string& text) {
    if (!pieces_.empty()) pieces_.back().text += text;
    return *this;
  }
  Said& Append(const Said& more) {
    for (const Piece& piece : more.pieces_) Add(piece.text, piece.written);
    return *this;
  }

  bool empty() const { return pieces_.empty(); }
  const std::vector<Piece>& pieces() const { return pieces_; }
  bool HasWritten() const {
    return std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& each) { return each.written; });
  }

 private:
  Said& Add(const std::string& text, bool written) {
    if (text.empty()) return *this;
    if (!pieces_.empty() && pieces_.back().written == written) return Point(text);
    pieces_.push_back({text, written});
    return *this;
  }

  std::vector<Piece> pieces_;
};

// Those of the parts that say something, one after the other.
Said Joined(const std::vector<Said>& parts, const char* between = ", ") {
  Said joined;
  for (const Said& part : parts) {
    if (!joined.empty() && !part.empty()) joined.Point(between);
    joined.Append(part);
  }
  return joined;
}

// The items of a list said one after the other.
template <class Items, class SayItem>
Said All(const Items& items, const SayItem& say) {
  std::vector<Said> said;
  for (const auto& item : items) said.push_back(say(item));
  return Joined(said, "; ");
}

Said Written(const std::string& text) { return Said().Written(text); }

// Within an element that is said to be Bulgarian the words of an English page are marked.
void ShowPieces(const Said& said, Language language, TemplateDictionary* into) {
  const bool mixed = language != Language::kBulgarian && said.HasWritten();
  for (const Said::Piece& piece : said.pieces()) {
    TemplateDictionary* shown = into->AddSectionDictionary("PIECE");
    shown->SetValue("TEXT", piece.text);
    shown->ShowSection(mixed && !piece.written ? "ENGLISH" : "PLAIN");
  }
}

void List(const char* name, const std::vector<Said>& items, Language language,
          TemplateDictionary* page) {
  if (items.empty()) return;
  TemplateDictionary* list = page->AddSectionDictionary("LIST");
  list->SetValue("NAME", Say(name, language));
  for (const Said& item : items) {
    TemplateDictionary* row = list->AddSectionDictionary("ITEM");
    if (item.HasWritten()) row->ShowSection("BULGARIAN");
    ShowPieces(item, language, row);
  }
}

Said SayOn(const common::v1::PartialDate& date, Language language) {
  const bool whole = date.day() != 0 && date.month() != 0 && date.year() != 0;
  const std::string said = client::SayPartialDate(date, language, SayDate);
  return !whole && !date.as_written().empty() ? Written(said) : Said().Own(said);
}

Said SayDuring(const common::v1::PartialPeriod& period, Language language) {
  if (!period.as_written().empty()) return Written(period.as_written());
  if (!period.has_from() && !period.has_to()) return {};
  return Joined({SayOn(period.from(), language), SayOn(period.to(), language)}, " – ");
}

Said SayHolder(const pb::RoleHolder& holder, Language language) {
  Said order;
  if (holder.has_order_number()) {
    order.Written("№ ");
    if (holder.order_number().empty()) {
      order.Own(Say("W_BLANK_VALUE", language));
    } else {
      order.Written(holder.order_number());
    }
  }
  return Written(absl::StrCat(holder.role(), ": "))
      .Append(Joined({Written(holder.person()), Written(holder.appointed_by()), order}));
}

Said SayBody(const pb::NamedBody& body, Language language) {
  std::string name = body.name();
  if (!body.abbreviation().empty()) absl::StrAppend(&name, " (", body.abbreviation(), ")");
  Said only;
  if (body.in_attachment_only()) only.Own(Say("W_ATTACHMENT_ONLY", language));
  return Joined({Written(name), Written(body.members()), only});
}

Said SayAgreement(const pb::NamedAgreement& agreement, Language language) {
  Said on;
  if (agreement.has_signed_on()) on = SayOn(agreement.signed_on(), language);
  return Joined({Written(agreement.subject()), on, Written(agreement.signed_by())});
}

Said SayFigure(const pb::StatedFigure& figure, Language language) {
  Said during;
  if (figure.has_period()) during = SayDuring(figure.period(), language);
  // "6 държави:" stands before what is counted; with nothing behind it the colon would promise a list.
  std::string words = figure.as_written();
  const bool lists = !words.empty() && words.back() == ':';
  if (lists) words.pop_back();
  Said said = Joined({Written(words), during});
  if (!figure.items().empty()) {
    said.Point(lists ? ": " : ", ").Written(absl::StrJoin(figure.items(), ", "));
  }
  return said;
}

Said SayProduct(const pb::NamedProduct& product, Language language) {
  Said on;
  if (product.has_date()) on = SayOn(product.date(), language);
  return Joined({Written(product.as_written()), on});
}

// Words and an amount; either alone when the other is not there.
Said Labelled(const std::string& label, const common::v1::Money& amount, Language language) {
  return Joined({Written(label), Said().Own(SayMoney(amount, language))}, " ");
}

Said SaySource(const pb::Source& source, Language language) {
  Said said = Written(source.as_written());
  if (!source.share_percent().empty() && !absl::StrContains(source.as_written(), '%')) {
    const std::string share = absl::StrCat(SayAmount(source.share_percent(), "", language), "\u00a0%");
    said = Joined({said, Said().Own(share)}, " ");
  }
  if (!source.has_amount()) return said;
  return Joined({said, Said().Own(SayMoney(source.amount(), language))}, " ");
}

Said SayIndicator(const pb::Indicator& indicator) {
  std::string said = indicator.name();
  if (!indicator.target().empty()) absl::StrAppend(&said, ": ", indicator.target());
  if (!indicator.unit().empty()) absl::StrAppend(&said, " ", indicator.unit());
  return Written(said);
}

Said SayCount(bool is_there, const pb::Headcount& count) {
  if (!is_there) return {};
  return Written(count.noun().empty() ? absl::StrCat(count.count())
                                      : absl::StrCat(count.count(), " ", count.noun()));
}

Said SayDailyRate(const pb::DailyRate& daily, Language language) {
  std::string said = SayMoney(daily.rate(), language);
  if (daily.users() != 0) absl::StrAppend(&said, " × ", daily.users());
  if (daily.days() != 0) absl::StrAppend(&said, " × ", daily.days());
  return Said().Own(said);
}

Said SayUnitPrice(const pb::UnitPrice& unit, Language language) {
  Said said;
  said.Own(SayMoney(unit.price(), language));
  for (const pb::Factor& factor : unit.factors()) {
    said.Own(absl::StrCat(" × ", factor.count()));
    if (!factor.noun().empty()) said.Point(" ").Written(factor.noun());
  }
  if (!unit.unit().empty()) said.Point(" (").Written(unit.unit()).Point(")");
  return said;
}

Said SayMonthly(const pb::Measure& measure, Language language) {
  Said basis;
  if (measure.monthly_basis() != pb::AMOUNT_BASIS_UNSPECIFIED) {
    const std::string& word = pb::AmountBasis_Name(measure.monthly_basis());
    basis.Own(convert::SayWordAt("monthly_basis", word, language).value_or(word));
  }
  return Joined({Said().Own(SayMoney(measure.monthly(), language)), basis});
}

class Details {
 public:
  Details(Language language, TemplateDictionary* into) : language_(language), into_(into) {}

  void Add(const char* name, const Said& value) const { AddUnder(Say(name, language_), value); }
  void AddUnder(const std::string& heading, const Said& value) const {
    if (value.empty()) return;
    TemplateDictionary* row = into_->AddSectionDictionary("DETAIL");
    row->SetValue("NAME", heading);
    if (value.HasWritten()) row->ShowSection("BULGARIAN");
    ShowPieces(value, language_, row);
  }

 private:
  const Language language_;
  TemplateDictionary* const into_;
};

}  // namespace

void ShowList(const char* name, const std::vector<std::string>& items, Language language,
              TemplateDictionary* page) {
  std::vector<Said> said;
  for (const std::string& item : items) said.push_back(Written(item));
  List(name, said, language, page);
}

void ShowNamed(const pb::Plan& plan, Language language, TemplateDictionary* page) {
  const auto list = [&](const char* name, const auto& items, const auto& say) {
    std::vector<Said> said;
    for (const auto& item : items) said.push_back(say(item, language));
    List(name, said, language, page);
  };
  list("W_ROLE_HOLDERS", plan.role_holders(), SayHolder);
  list("W_NAMED_BODIES", plan.bodies(), SayBody);
  list("W_NAMED_AGREEMENTS", plan.agreements(), SayAgreement);
  list("W_FIGURES_STATED", plan.figures(), SayFigure);
  list("W_PRODUCTS", plan.products(), SayProduct);
}

void ShowMeasureDetails(const pb::Measure& measure, Language language, TemplateDictionary* into) {
  const Details details(language, into);
  details.Add("W_OBJECTIVE", Written(measure.objective()));
  details.Add("W_TARGET_GROUP", Written(measure.target_group()));
  if (measure.has_timeframe()) details.Add("W_TIMEFRAME", SayDuring(measure.timeframe(), language));
  details.Add("W_SOURCES", All(measure.sources(),
                               [&](const pb::Source& source) { return SaySource(source, language); }));
  details.Add("W_STATED_PARTS", All(measure.parts(), [&](const pb::Part& part) {
                return Labelled(part.label(), part.amount(), language);
              }));
  details.Add("W_PARTNERS", Written(absl::StrJoin(measure.partners(), "; ")));
  details.Add("W_PERSONS_STATED", SayCount(measure.has_headcount(), measure.headcount()));
  details.Add("W_CAPACITY", SayCount(measure.has_capacity(), measure.capacity()));
  details.Add("W_COHORTS",
              All(measure.cohorts(), [](const pb::Cohort& cohort) { return Written(cohort.text()); }));
  if (measure.has_months()) {
    details.Add("W_MONTHS_STATED", Said().Own(absl::StrCat(measure.months())));
  }
  if (measure.has_monthly()) details.Add("W_MONTHLY", SayMonthly(measure, language));
  if (measure.has_daily_rate()) details.Add("W_DAILY", SayDailyRate(measure.daily_rate(), language));
  if (measure.has_unit_price()) {
    details.Add("W_UNIT_PRICE", SayUnitPrice(measure.unit_price(), language));
  }
  details.Add("W_QUALIFIER", Written(measure.stated_total_qualifier()));
  details.Add("W_ALSO_SHOWN", All(measure.also_shown(), [&](const pb::AlsoShown& shown) {
                return Said().Own(SayMoney(shown.amount(), language));
              }));
  details.Add("W_INDICATORS", All(measure.indicators(), SayIndicator));
  details.Add("W_RESULTS", Written(measure.expected_results()));
  if (!measure.share_percent().empty()) {
    details.Add("W_PLAN_SHARE",
                Said().Own(absl::StrCat(SayAmount(measure.share_percent(), "", language), "\u00a0%")));
  }
  for (const pb::OtherCell& cell : measure.other_cells()) {
    details.AddUnder(cell.heading(), Written(cell.text()));
  }
}

std::string SayYears(const google::protobuf::RepeatedPtrField<pb::Part>& years, Language language) {
  std::vector<std::string> said;
  for (const pb::Part& part : years) {
    said.push_back(absl::StrCat(part.year(), ": ", SayMoney(part.amount(), language)));
  }
  return absl::StrJoin(said, "; ");
}

}  // namespace tranche::gateway
