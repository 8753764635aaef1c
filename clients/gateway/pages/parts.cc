// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/parts.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/pages/phrases.h"
#include "gateway/words.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

const Violation* ViolationOf(const std::vector<Violation>& violations, const DayQuestion& question) {
  for (const Violation& violation : violations) {
    if (violation.field == question.field || violation.field == question.json_name) return &violation;
  }
  return nullptr;
}

}  // namespace

std::string StateClass(const google::protobuf::EnumDescriptor* type, int number) {
  const google::protobuf::EnumValueDescriptor* value = type->FindValueByNumber(number);
  if (value == nullptr) return "";
  const std::string& name = value->name();
  for (const char* good : {"AGREE", "MET", "ACCEPTED", "STEP_DONE", "OPEN_FOR_PROPOSALS"}) {
    if (name == good) return "t-state--good";
  }
  for (const char* bad : {"DISAGREE", "OVERDUE", "REFUSED"}) {
    if (name == bad) return "t-state--bad";
  }
  for (const char* mind : {"WARNING", "DUE_SOON", "MET_LATE", "AWAITING_ANSWER"}) {
    if (name == mind) return "t-state--mind";
  }
  for (const char* now : {"ACTIVE", "UPCOMING", "SENT", "IN_VERIFICATION", "UNDER_WAY", "EXPECTED"}) {
    if (name == now) return "t-state--now";
  }
  return "";
}

void ShowState(const google::protobuf::EnumDescriptor* type, int number, Language language,
               const char* label, const char* css, TemplateDictionary* into) {
  into->SetValue(label, SayEnum(type, number, language));
  into->SetValue(css, StateClass(type, number));
}

void ShowParts(const common::v1::ThreePartAmount& amount, Language language, bool with_currency,
               TemplateDictionary* into) {
  const auto say = [&](const common::v1::Money& money) {
    return with_currency ? SayMoney(money, language) : SayAmount(money.amount(), "", language);
  };
  into->SetValue("EU", say(amount.eu()));
  into->SetValue("NATIONAL", say(amount.national()));
  into->SetValue("OWN", say(amount.own()));
  into->SetValue("TOTAL", say(amount.total()));
}

std::string WidthPercent(const common::v1::Money& part, const common::v1::Money& whole) {
  int64_t of_part = 0;
  int64_t of_whole = 0;
  if (!absl::SimpleAtoi(absl::StrReplaceAll(part.amount(), {{".", ""}}), &of_part) ||
      !absl::SimpleAtoi(absl::StrReplaceAll(whole.amount(), {{".", ""}}), &of_whole) || of_part <= 0 ||
      of_whole <= 0) {
    return "0";
  }
  if (of_part >= of_whole) return "100";
  const auto hundredths = static_cast<int64_t>(static_cast<__int128>(of_part) * 10000 / of_whole);
  return absl::StrCat(hundredths / 100, ".", absl::Dec(hundredths % 100, absl::kZeroPad2));
}

void ShowBar(const common::v1::ThreePartAmount& cap, const common::v1::ThreePartAmount& spent,
             const common::v1::ThreePartAmount& reserved, const common::v1::ThreePartAmount& left,
             Language language, TemplateDictionary* page) {
  TemplateDictionary* bar = AddPart(page, "BAR", "bar.tpl");
  const std::string said_spent = SayMoney(spent.total(), language);
  const std::string said_reserved = SayMoney(reserved.total(), language);
  const std::string said_left = SayMoney(left.total(), language);
  bar->SetValue("CAP", SayMoney(cap.total(), language));
  bar->SetValue("SPENT", said_spent);
  bar->SetValue("RESERVED", said_reserved);
  bar->SetValue("LEFT", said_left);
  bar->SetValue(
      "SAID", absl::StrCat(Say("W_SPENT", language), " ", said_spent, ", ", Say("W_RESERVED", language),
                           " ", said_reserved, ", ", Say("W_LEFT", language), " ", said_left));
  bar->SetValue("SPENT_WIDTH", WidthPercent(spent.total(), cap.total()));
  bar->SetValue("RESERVED_WIDTH", WidthPercent(reserved.total(), cap.total()));
}

void ShowDays(const Visit& visit, const std::vector<DayQuestion>& questions,
              const absl::Status& refusal, TemplateDictionary* page) {
  const Language language = visit.language();
  const std::vector<Violation> violations = ViolationsOf(refusal);
  TemplateDictionary* summary =
      IsAboutDays(refusal, questions) ? AddPart(page, "WRONG", "wrong.tpl") : nullptr;
  for (const DayQuestion& question : questions) {
    TemplateDictionary* day = AddPart(page, "DAY", "day.tpl");
    day->SetValue("FIELD", question.field);
    day->SetValue("LABEL", Say(question.label, language));
    day->SetValue("HINT", Say(question.hint, language));
    const Violation* violation = ViolationOf(violations, question);
    // A browser shows nothing in a field for a day that holds none; the sentence names what was given.
    if (violation == nullptr) day->SetValue("VALUE", visit.Parameter(question.field));
    if (violation == nullptr || summary == nullptr) continue;
    const std::string sentence = Explain(violation->reason, violation->values, language);
    day->AddSectionDictionary("WRONG")->SetValue("SENTENCE", sentence);
    TemplateDictionary* line = summary->AddSectionDictionary("FIELD_WRONG");
    line->SetValue("HREF", absl::StrCat("#", question.field));
    line->SetValue("SENTENCE", sentence);
  }
}

bool IsAboutDays(const absl::Status& refusal, const std::vector<DayQuestion>& questions) {
  const std::vector<Violation> violations = ViolationsOf(refusal);
  return std::any_of(questions.begin(), questions.end(), [&](const DayQuestion& question) {
    return ViolationOf(violations, question) != nullptr;
  });
}

const std::vector<DayQuestion>& ReportDays() {
  static const auto* const kQuestions =
      new std::vector<DayQuestion>{{"as_of", "asOf", "W_AS_OF", "W_AS_OF_HINT_BUDGET"},
                                   {"known_at", "knownAt", "W_KNOWN_AT", "W_KNOWN_AT_HINT"}};
  return *kQuestions;
}

std::string SayShown(const std::string& as_of, const std::string& known_at, Language language) {
  std::vector<std::string> parts;
  if (!as_of.empty()) {
    parts.push_back(absl::StrCat(Say("W_SHOWN_AS_OF", language), " ", SayDate(as_of, language)));
  }
  if (!known_at.empty()) {
    parts.push_back(absl::StrCat(Say("W_SHOWN_KNOWN_AT", language), " ", SayDate(known_at, language)));
  }
  return parts.empty() ? Say("W_SHOWN_ALL", language) : absl::StrJoin(parts, "; ");
}

std::string DayQuery(const std::string& as_of, const std::string& known_at, const std::string& currency,
                     QueryNames names) {
  const bool in_page = names == QueryNames::kPage;
  std::vector<std::string> parts;
  const auto add = [&parts](const char* name, const std::string& value) {
    if (!value.empty()) parts.push_back(absl::StrCat(name, "=", EncodeValue(value)));
  };
  add(in_page ? "as_of" : "asOf", as_of);
  add(in_page ? "known_at" : "knownAt", known_at);
  add("currency", currency);
  return parts.empty() ? "" : absl::StrCat("?", absl::StrJoin(parts, "&"));
}

void ShowPaging(const std::string& href, const std::string& query, const std::string& here,
                const std::string& next, TemplateDictionary* page, const char* parameter) {
  if (here.empty() && next.empty()) return;
  TemplateDictionary* paging = page->AddSectionDictionary("PAGING");
  const std::string first = absl::StrCat(href, query.empty() ? "" : "?", query);
  if (!here.empty()) paging->AddSectionDictionary("FIRST")->SetValue("HREF", first);
  if (next.empty()) return;
  paging->AddSectionDictionary("NEXT")->SetValue(
      "HREF", absl::StrCat(first, query.empty() ? "?" : "&", parameter, "=", EncodeValue(next)));
}

TemplateDictionary* AddNav(const char* label, Language language, TemplateDictionary* page) {
  TemplateDictionary* nav = AddPart(page, "NAV", "nav.tpl");
  nav->SetValue("LABEL", Say(label, language));
  return nav;
}

void AddNavLink(const Visit& visit, const char* phrase, const std::string& path, const char* here,
                TemplateDictionary* nav) {
  TemplateDictionary* link = nav->AddSectionDictionary("LINK");
  link->SetValue("HREF", visit.Href(path));
  link->SetValue("TEXT", Say(phrase, visit.language()));
  if (absl::string_view(phrase) == here) link->ShowSection("CURRENT");
}

std::string EncodeValue(absl::string_view value) {
  return absl::StrReplaceAll(EncodePath(value), {{"/", "%2F"}});
}

std::string LastSegment(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::string OrganisationOf(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  return segments.size() < 2 ? "" : std::string(segments[1]);
}

}  // namespace tranche::gateway
