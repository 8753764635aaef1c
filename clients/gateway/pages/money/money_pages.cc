// SPDX-License-Identifier: EUPL-1.2
#include "gateway/pages/money/money_pages.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "gateway/pages/phrases.h"
#include "platform/calendar/civil.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;

struct ContractPage {
  const char* phrase;
  const char* below;  // Behind the address of the contract.
};
constexpr ContractPage kContractPages[] = {
    {"W_PROJECT", ""},
    {"W_BUDGET", "/budget"},
    {"W_JOURNAL", "/journal"},
    {"W_PACKAGES", "/packages"},
    {"W_ORDERS", "/orders"},
    {"W_BANK_PAGE", "/bank"},
    {"W_CORRECTIONS_PAGE", "/corrections"},
    {"W_REVALIDATIONS", "/revalidations"},
    {"W_INCOMES", "/incomes"},
    {"W_DEBTS_PAGE", "/debts"},
    {"W_MONEY", "/money"},
    {"W_DEADLINES", "/deadlines"},
};

// How a record is called by its collection, before its number.
constexpr std::pair<const char*, const char*> kRecords[] = {
    {"bankEntries", "W_RECORD_MOVEMENT"},
    {"claims", "W_RECORD_CLAIM"},
    {"corrections", "W_RECORD_CORRECTION"},
    {"costs", "W_RECORD_COST"},
    {"debts", "W_RECORD_DEBT"},
    {"incomes", "W_RECORD_INCOME"},
    {"packages", "W_RECORD_PACKAGE"},
    {"payments", "W_RECORD_PAYMENT"},
    {"revalidations", "W_RECORD_REVALIDATION"},
    {"transfers", "W_RECORD_TRANSFER"},
    {"versions", "W_RECORD_VERSION"},
};

// organisations/x/contracts/y
constexpr size_t kContractSegments = 4;

}  // namespace

std::string ContractOf(absl::string_view name) {
  std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  if (segments.size() > kContractSegments) segments.resize(kContractSegments);
  return absl::StrJoin(segments, "/");
}

void ShowContractNav(const Visit& visit, const std::string& contract, const char* here,
                     TemplateDictionary* page) {
  TemplateDictionary* nav = AddNav("W_PROJECT_LINKS", visit.language(), page);
  for (const ContractPage& each : kContractPages) {
    AddNavLink(visit, each.phrase, absl::StrCat("/", contract, each.below), here, nav);
  }
}

std::string RecordHref(const Visit& visit, absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  if (segments.size() != kContractSegments + 2) return "";
  const absl::string_view collection = segments[kContractSegments];
  for (const char* with_page : {"claims", "costs", "debts", "packages"}) {
    if (collection == with_page) return visit.Href(absl::StrCat("/", name));
  }
  for (const char* with_row : {"corrections", "incomes", "revalidations"}) {
    if (collection != with_row) continue;
    return absl::StrCat(visit.Href(absl::StrCat("/", ContractOf(name), "/", collection)), "#",
                        RowAnchor(name));
  }
  return "";
}

std::string RowAnchor(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  return absl::StrCat(segments[segments.size() - 2], "-", segments.back());
}

Piece RecordPiece(const Visit& visit, absl::string_view name) {
  if (name.empty()) return PlainPiece("–");
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  for (const auto& [collection, phrase] : kRecords) {
    if (segments.size() < 2 || segments[segments.size() - 2] != collection) continue;
    return MaybeLink(absl::StrCat(Say(phrase, visit.language()), "\u00a0", segments.back()),
                     RecordHref(visit, name));
  }
  return PlainPiece(std::string(name));
}

Piece CorrectionPiece(const Visit& visit, const std::string& correction) {
  return absl::StartsWith(correction, "organisations/") ? RecordPiece(visit, correction)
                                                        : BulgarianPiece(correction);
}

std::string MaskedIban(absl::string_view iban) {
  constexpr size_t kShown = 4;
  if (iban.size() <= 2 * kShown) return std::string(iban.size(), '*');
  return absl::StrCat(iban.substr(0, kShown), std::string(iban.size() - 2 * kShown, '*'),
                      iban.substr(iban.size() - kShown));
}

Cell AnnulmentCell(bool is_there, const common::v1::Annulment& annulment, const Sayer& say) {
  if (!is_there) return "–";
  return std::vector<Piece>{BulgarianPiece(annulment.reason()), BulgarianPiece(annulment.reference()),
                            PlainPiece(say.Day(annulment.annulled_on())),
                            PlainPiece(annulment.annulled_by())};
}

PageTable ReturnsOf(const google::protobuf::RepeatedPtrField<payments::v1::PackageReturn>& returns,
                    const Sayer& say) {
  PageTable table(
      "returns", "W_RETURNS",
      {{"W_RETURNED_ON"}, {"W_WHY", PageTable::Wide::kLong}, {"W_MADE_BY"}, {"W_SENT_BEFORE"}});
  for (const payments::v1::PackageReturn& from : returns) {
    table.Add({say.Day(from.returned_on()),
               "",
               {BulgarianPiece(from.reason()), from.returned_by(), say.Day(from.sent_on())}});
  }
  return table;
}

Slice SliceOf(const Visit& visit, const char* parameter, int size) {
  Slice slice;
  int from = 0;
  if (absl::SimpleAtoi(visit.Parameter(parameter), &from) && from > 0 && from < size) {
    slice.from = from;
    slice.here = absl::StrCat(from);
  }
  slice.to = std::min(size, slice.from + kRowsOnPage);
  if (slice.to < size) slice.next = absl::StrCat(slice.to);
  return slice;
}

absl::Status CheckDays(const Visit& visit, const std::vector<DayQuestion>& questions) {
  std::vector<Violation> faults;
  for (const DayQuestion& question : questions) {
    const std::string day = visit.Parameter(question.field);
    if (!day.empty()) AddViolation(ParseDay(day).status(), question.json_name, &faults);
  }
  return faults.empty() ? absl::OkStatus() : RefuseFields(std::move(faults));
}

RecordsPage::RecordsPage(const Visit& visit, std::string contract, const char* heading, std::string of)
    : visit_(visit),
      contract_(std::move(contract)),
      phrase_(heading),
      heading_(absl::StrCat(Say(heading, visit.language()), of.empty() ? "" : " ", of)) {}

void RecordsPage::Above(const char* phrase, const std::string& path) {
  crumbs_.emplace_back(Say(phrase, visit_.language()), visit_.Href(path));
}

void RecordsPage::Ask(std::vector<DayQuestion> days, std::vector<Choice> choices,
                      absl::Status refusal) {
  asks_ = true;
  days_ = std::move(days);
  choices_ = std::move(choices);
  refusal_ = std::move(refusal);
}

void RecordsPage::Unit(const std::string& currency) {
  unit_ = currency.empty() ? "" : Say(currency == "EUR" ? "W_IN_EUR" : "W_IN_BGN", visit_.language());
}

void RecordsPage::Show(Visit* visit) const {
  Frame frame = visit_.MakeFrame(absl::StrCat(heading_, ", ", LastSegment(contract_)));
  frame.crumbs.emplace_back(LastSegment(contract_), visit_.Href(absl::StrCat("/", contract_)));
  frame.crumbs.insert(frame.crumbs.end(), crumbs_.begin(), crumbs_.end());
  frame.commands = commands_;
  visit->Show(refusal_.ok() ? 200 : 400,
              RenderFrame(frame, "records.tpl", [&](TemplateDictionary* page) { Fill(page); }));
}

void RecordsPage::Fill(TemplateDictionary* page) const {
  page->SetValue("KICKER",
                 absl::StrCat(Say("W_PROJECT_KICKER", visit_.language()), " ", LastSegment(contract_)));
  page->SetValue("HEADING", heading_);
  ShowContractNav(visit_, contract_, phrase_, page);
  if (asks_) FillForm(page);
  FillLeads(page);
  for (const PageTable& table : tables_) table.ShowIn(unit_, visit_.language(), page);
  if (!other_.text.empty()) {
    TemplateDictionary* other = page->AddSectionDictionary("OTHER");
    other->SetValue("HREF", other_.href);
    other->SetValue("TEXT", Say(other_.text, visit_.language()));
  }
  if (!json_.empty()) page->AddSectionDictionary("JSON")->SetValue("HREF", json_);
}

void RecordsPage::FillLeads(TemplateDictionary* page) const {
  if (!state_.text.empty()) {
    TemplateDictionary* state = page->AddSectionDictionary("OF_STATE");
    state->SetValue("TEXT", state_.text);
    state->SetValue("CLASS", state_.colour);
  }
  for (const Piece& piece : leads_) {
    const bool bulgarian = piece.kind == Piece::Kind::kBulgarian;
    page->AddSectionDictionary("LEAD")
        ->AddSectionDictionary(bulgarian ? "BULGARIAN" : "COMMON")
        ->SetValue("TEXT", piece.text);
  }
  if (facts_.empty()) return;
  TemplateDictionary* facts = page->AddSectionDictionary("FACTS");
  for (const auto& [phrase, piece] : facts_) {
    TemplateDictionary* fact = facts->AddSectionDictionary("FACT");
    fact->SetValue("NAME", Say(phrase, visit_.language()));
    ShowPiece(piece, fact);
  }
}

void RecordsPage::FillForm(TemplateDictionary* page) const {
  TemplateDictionary* form = page->AddSectionDictionary("ASK");
  form->SetValue("ACTION", visit_.request().path);
  for (const Choice& from : choices_) {
    TemplateDictionary* choice = form->AddSectionDictionary("CHOICE");
    choice->SetValue("FIELD", from.field);
    choice->SetValue("LABEL", Say(from.label, visit_.language()));
    for (const auto& [value, text] : from.options) {
      TemplateDictionary* option = choice->AddSectionDictionary("OPTION");
      option->SetValue("VALUE", value);
      option->SetValue("TEXT", text);
      if (value == from.chosen) option->ShowSection("CHOSEN");
    }
  }
  ShowDays(visit_, days_, refusal_, page);
}

}  // namespace tranche::gateway
