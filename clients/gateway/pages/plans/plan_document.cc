// SPDX-License-Identifier: EUPL-1.2
// The document of a plan as it came: every check and finding stands at its place in the text, and a
// list of them leads there.
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/phrases.h"
#include "gateway/pages/plans/corrections.h"
#include "gateway/words.h"
#include "platform/text/fold.h"
#include "platform/text/said_place.h"
#include "tranche/plans/v1/plan_document_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::gateway {
namespace {

using ctemplate::TemplateDictionary;
using Marks = google::protobuf::RepeatedPtrField<plans::v1::DocumentMark>;

struct DocumentData {
  Answer<plans::v1::Plan> plan;
  Answer<plans::v1::PlanDocument> document;
};

bool IsToLookAt(const plans::v1::DocumentMark& mark) { return mark.kind() != plans::v1::VALUE_MARK; }

// "check-measure-1-2-monthly", the anchor of a check on the plan's own page.
std::string CheckAnchor(const std::string& check) {
  std::string anchor = absl::StrCat("check-", check);
  std::replace(anchor.begin(), anchor.end(), '.', '-');
  return anchor;
}

// A part of a text with one look.
struct Segment {
  int begin = 0;
  int end = 0;
  const plans::v1::DocumentMark* mark = nullptr;
};

bool IsBetweenCharacters(const std::string& text, int at) {
  return at >= static_cast<int>(text.size()) || BeginsCharacter(text[at]);
}

// What is to be looked at goes first; of marks that overlap one is shown, since a place has one look,
// and all of them are in the notes below the text.
std::vector<Segment> SegmentsOf(const std::string& text, const Marks& marks) {
  const int size = static_cast<int>(text.size());
  std::vector<Segment> chosen;
  for (const bool to_look_at : {true, false}) {
    for (const plans::v1::DocumentMark& mark : marks) {
      if (IsToLookAt(mark) != to_look_at) continue;
      const int begin = mark.begin();
      const int end = mark.end();
      if (begin < 0 || begin >= end || end > size) continue;
      if (!IsBetweenCharacters(text, begin) || !IsBetweenCharacters(text, end)) continue;
      const bool free = std::none_of(chosen.begin(), chosen.end(), [&](const Segment& other) {
        return begin < other.end && other.begin < end;
      });
      if (free) chosen.push_back({.begin = begin, .end = end, .mark = &mark});
    }
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const Segment& a, const Segment& b) { return a.begin < b.begin; });
  std::vector<Segment> all;
  int at = 0;
  for (const Segment& segment : chosen) {
    if (segment.begin > at) all.push_back({.begin = at, .end = segment.begin});
    all.push_back(segment);
    at = segment.end;
  }
  if (at < size) all.push_back({.begin = at, .end = size});
  return all;
}

class DocumentFiller {
 public:
  DocumentFiller(const DocumentData& data, Language language, std::string plan_href)
      : data_(data), language_(language), plan_href_(std::move(plan_href)) {}

  void Fill(TemplateDictionary* page) {
    const plans::v1::PlanDocument& document = data_.document.value;
    page->SetValue("TITLE", data_.plan.value.title());
    page->SetValue("FILE", document.file_name());
    page->SetIntValue("VERSION", document.version());
    page->SetValue("DIGEST", document.document_sha256());
    if (const int count = data_.plan.value.corrections_size(); count > 0) {
      page->AddSectionDictionary("CORRECTIONS")->SetIntValue("COUNT", count);
    }
    page->SetValue("PLAN_HREF", plan_href_);
    page->SetValue("JSON_HREF", absl::StrCat("/v1/", EncodePath(document.name()), ":document"));
    TemplateDictionary* places = page->AddSectionDictionary("PLACES");
    bool any = Whole(document, places, page);
    for (int b = 0; b < document.blocks_size(); ++b)
      any = Block(document.blocks(b), absl::StrCat("b", b), places, page) || any;
    if (!any) page->ShowSection("NO_PLACES");
    if (document.blocks_left_out() > 0) {
      page->AddSectionDictionary("LEFT_OUT")
          ->SetValue("SENTENCE", absl::StrCat(Say("W_BLOCKS_LEFT_OUT", language_), " ",
                                              document.blocks_left_out()));
    }
  }

 private:
  std::string WhatOf(const plans::v1::DocumentMark& mark) const {
    return language_ == Language::kBulgarian ? mark.text_bg() : mark.text_en();
  }

  void Verdict(const plans::v1::DocumentMark& mark, TemplateDictionary* into) const {
    if (mark.kind() != plans::v1::CHECK_MARK) return;
    ShowState(plans::v1::Verdict_descriptor(), mark.verdict(), language_, "LABEL", "STATE_CLASS",
              into->AddSectionDictionary("VERDICT"));
  }

  // The list at the top names each check once, at its first place, and each finding.
  bool List(const Marks& marks, const std::string& id, const std::string& where,
            TemplateDictionary* places) {
    bool any = false;
    for (const plans::v1::DocumentMark& mark : marks) {
      if (!IsToLookAt(mark)) continue;
      if (!listed_.insert(absl::StrCat(mark.kind(), " ", mark.id())).second) continue;
      any = true;
      TemplateDictionary* place = places->AddSectionDictionary("PLACE");
      place->SetValue("HREF", absl::StrCat("#", id));
      place->SetValue("WHERE", where);
      place->SetValue("WHAT", WhatOf(mark));
      Verdict(mark, place);
      if (mark.kind() == plans::v1::FINDING_MARK) place->ShowSection("FINDING");
      if (mark.kind() == plans::v1::CORRECTION_MARK) place->ShowSection("CORRECTED");
    }
    return any;
  }

  void Notes(const Marks& marks, TemplateDictionary* parent) const {
    if (std::none_of(marks.begin(), marks.end(), IsToLookAt)) return;
    TemplateDictionary* notes = AddPart(parent, "NOTES", "mark_notes.tpl");
    notes->SetValue("LANGUAGE", language_ == Language::kBulgarian ? "bg" : "en");
    std::set<std::string> said;
    for (const plans::v1::DocumentMark& mark : marks) {
      if (!IsToLookAt(mark) || !said.insert(absl::StrCat(mark.kind(), " ", mark.id())).second) continue;
      TemplateDictionary* note = notes->AddSectionDictionary("NOTE");
      if (mark.kind() == plans::v1::CORRECTION_MARK) {
        ShowCorrection(mark.correction(), CorrectionLabel::kLabelled, language_, "CORRECTION", note);
        continue;
      }
      Verdict(mark, note);
      if (mark.kind() == plans::v1::CHECK_MARK) {
        TemplateDictionary* link = note->AddSectionDictionary("LINK");
        link->SetValue("HREF", absl::StrCat(plan_href_, "#", CheckAnchor(mark.id())));
        link->SetValue("WHAT", WhatOf(mark));
      } else {
        note->AddSectionDictionary("BARE")->SetValue("WHAT", WhatOf(mark));
      }
    }
  }

  void Text(const std::string& text, const Marks& marks, TemplateDictionary* parent) const {
    TemplateDictionary* part = AddPart(parent, "TEXT", "marked_text.tpl");
    for (const Segment& each : SegmentsOf(text, marks)) {
      TemplateDictionary* segment = part->AddSectionDictionary("SEGMENT");
      const bool look = each.mark != nullptr && IsToLookAt(*each.mark);
      TemplateDictionary* kind = segment->AddSectionDictionary(each.mark == nullptr ? "PLAIN"
                                                               : look               ? "MARKED"
                                                                                    : "READ");
      kind->SetValue("TEXT", text.substr(each.begin, each.end - each.begin));
      if (!look) continue;
      const std::string state = each.mark->kind() == plans::v1::CHECK_MARK
                                    ? StateClass(plans::v1::Verdict_descriptor(), each.mark->verdict())
                                    : "t-state--now";
      kind->SetValue("CLASS", state.empty() ? "" : absl::StrCat("t-mark", state.substr(7)));
    }
  }

  bool Whole(const plans::v1::PlanDocument& document, TemplateDictionary* places,
             TemplateDictionary* page) {
    if (!List(document.marks(), "whole-document", Say("W_WHOLE_DOCUMENT", language_), places))
      return false;
    Notes(document.marks(), page->AddSectionDictionary("WHOLE"));
    return true;
  }

  bool Block(const plans::v1::DocumentBlock& from, const std::string& id, TemplateDictionary* places,
             TemplateDictionary* page) {
    TemplateDictionary* block = page->AddSectionDictionary("BLOCK");
    if (from.kind() == plans::v1::TABLE_BLOCK) return Table(from, id, places, block);
    TemplateDictionary* text = block->AddSectionDictionary("TEXT_BLOCK");
    text->SetValue("ID", id);
    text->SetValue("CLASS", from.kind() == plans::v1::HEADING_BLOCK     ? "t-doc__block--heading"
                            : from.kind() == plans::v1::LIST_ITEM_BLOCK ? "t-doc__block--item"
                                                                        : "");
    if (!from.marker().empty()) text->AddSectionDictionary("MARKER")->SetValue("TEXT", from.marker());
    Text(from.text(), from.marks(), text);
    Notes(from.marks(), text);
    return List(from.marks(), id, SayPlaceOf(from.place()), places);
  }

  bool Table(const plans::v1::DocumentBlock& from, const std::string& id, TemplateDictionary* places,
             TemplateDictionary* block) {
    TemplateDictionary* table = block->AddSectionDictionary("TABLE");
    table->SetValue("ID", id);
    table->SetValue("LANGUAGE", language_ == Language::kBulgarian ? "bg" : "en");
    table->SetValue("PLACE", SayPlaceOf(from.place()));
    bool any = List(from.marks(), id, SayPlaceOf(from.place()), places);
    for (int r = 0; r < from.rows_size(); ++r) {
      TemplateDictionary* row = table->AddSectionDictionary("ROW");
      for (int c = 0; c < from.rows(r).cells_size(); ++c) {
        const plans::v1::DocumentCell& each = from.rows(r).cells(c);
        const std::string cell_id = absl::StrCat(id, "-r", r, "-c", c);
        TemplateDictionary* cell = row->AddSectionDictionary("CELL");
        cell->SetValue("ID", cell_id);
        Text(each.text(), each.marks(), cell);
        Notes(each.marks(), cell);
        any = List(each.marks(), cell_id, SayPlaceOf(each.place()), places) || any;
      }
    }
    return any;
  }

  std::string SayPlaceOf(const std::string& place) const { return SayPlace(place, language_); }

  const DocumentData& data_;
  const Language language_;
  const std::string plan_href_;
  std::set<std::string> listed_;
};

}  // namespace

void ShowPlanDocument(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<DocumentData>();
  plans::v1::GetPlanRequest get;
  get.set_name(name);
  visit->Ask("/tranche.plans.v1.PlansService/GetPlan", get, &data->plan);
  plans::v1::GetPlanDocumentRequest document;
  document.set_name(name);
  visit->Ask("/tranche.plans.v1.PlanDocumentService/GetPlanDocument", document, &data->document);
  visit->Then([visit, data] {
    if (!data->plan.status.ok()) return visit->Refuse(data->plan.status);
    if (!data->document.status.ok()) return visit->Refuse(data->document.status);
    const std::string id = LastSegment(data->plan.value.name());
    Frame frame = visit->MakeFrame(data->plan.value.title());
    frame.commands = {ShellLine({"tranche", "plans", "check", id})};
    const std::string plan_href = visit->Href(absl::StrCat("/", EncodePath(data->plan.value.name())));
    visit->Show(200, RenderFrame(frame, "plan_document.tpl", [&](TemplateDictionary* page) {
                  DocumentFiller(*data, visit->language(), plan_href).Fill(page);
                }));
  });
}

}  // namespace tranche::gateway
