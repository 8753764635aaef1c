// SPDX-License-Identifier: EUPL-1.2
// Parts that several pages have: states with their colours, the bar of a budget, questions for a day,
// links.
#pragma once

#include <ctemplate/template.h>
#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/pages/visit.h"
#include "platform/base/error.h"
#include "tranche/common/v1/money.pb.h"

namespace tranche::gateway {

// The class that colours a value: "t-state--bad" for "OVERDUE", "" for what needs no colour.
std::string StateClass(const google::protobuf::EnumDescriptor* type, int number);

// Sets the label of a state and its class.
void ShowState(const google::protobuf::EnumDescriptor* type, int number, Language language,
               const char* label, const char* css, ctemplate::TemplateDictionary* into);

// EU, NATIONAL, OWN, TOTAL of an amount; with the currency, or bare for a table that names it once.
void ShowParts(const common::v1::ThreePartAmount& amount, Language language, bool with_currency,
               ctemplate::TemplateDictionary* into);

// How much of a whole a part is, in percent for the width of a bar: "13.18", "0" when nothing or not to
// be told, "100" at most. From exact hundredths; never a number that is shown as an amount.
std::string WidthPercent(const common::v1::Money& part, const common::v1::Money& whole);

// What is budgeted, approved, recorded and left, as figures and as a bar.
void ShowBar(const common::v1::ThreePartAmount& cap, const common::v1::ThreePartAmount& spent,
             const common::v1::ThreePartAmount& reserved, const common::v1::ThreePartAmount& left,
             Language language, ctemplate::TemplateDictionary* page);

// A question for a day in a form, by the name of its field in the query ("as_of") and in a refusal
// ("asOf").
struct DayQuestion {
  const char* field;
  const char* json_name;
  const char* label;
  const char* hint;
};

// The questions with the days that were given, and with what is wrong with them by the refusal.
void ShowDays(const Visit& visit, const std::vector<DayQuestion>& questions,
              const absl::Status& refusal, ctemplate::TemplateDictionary* page);
// Whether the refusal is about the days: then the page is shown again with its questions.
bool IsAboutDays(const absl::Status& refusal, const std::vector<DayQuestion>& questions);

// The questions of a report: as of which day, and as known at which.
const std::vector<DayQuestion>& ReportDays();
// For which days a report is shown, "" for a day that was not asked for.
std::string SayShown(const std::string& as_of, const std::string& known_at, Language language);

// In whose names a query is: of a page ("known_at") or of the API ("knownAt").
enum class QueryNames { kPage, kApi };
// "?as_of=2018-10-18&currency=EUR" of what is not empty; "" when everything is.
std::string DayQuery(const std::string& as_of, const std::string& known_at, const std::string& currency,
                     QueryNames names);

// A NEXT and a FIRST of a list in pages; `here` and `next` are page tokens, which stand in `parameter`
// of the address; `query` comes before them.
void ShowPaging(const std::string& href, const std::string& query, const std::string& here,
                const std::string& next, ctemplate::TemplateDictionary* page,
                const char* parameter = "page");

// Links among pages that belong together, {{>NAV}}; `label` is a phrase.
ctemplate::TemplateDictionary* AddNav(const char* label, Language language,
                                      ctemplate::TemplateDictionary* page);
// One of them; `here` is the phrase of the page itself.
void AddNavLink(const Visit& visit, const char* phrase, const std::string& path, const char* here,
                ctemplate::TemplateDictionary* nav);

// A value for a query of an address.
std::string EncodeValue(absl::string_view value);

// "BG05M9OP001-2.005-0063-C01" of ".../contracts/BG05M9OP001-2.005-0063-C01".
std::string LastSegment(absl::string_view name);
// "mineralni-bani" of "organisations/mineralni-bani/…".
std::string OrganisationOf(absl::string_view name);

}  // namespace tranche::gateway
