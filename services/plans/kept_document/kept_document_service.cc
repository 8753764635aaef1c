// SPDX-License-Identifier: EUPL-1.2
#include "plans/kept_document/kept_document_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plans/kept_document/marks.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/rates_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/document/document.h"
#include "platform/rpc/peers.h"
#include "platform/text/said.h"
#include "platform/validate/validate.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::plans {
namespace {

// An answer stays below the 4 MiB that clients take.
constexpr std::size_t kTextBytesMax = 2 << 20;
constexpr int kMarksMax = 5000;

v1::BlockKind ToProto(document::Block::Kind kind) {
  switch (kind) {
    case document::Block::Kind::kHeading:
      return v1::HEADING_BLOCK;
    case document::Block::Kind::kListItem:
      return v1::LIST_ITEM_BLOCK;
    case document::Block::Kind::kTable:
      return v1::TABLE_BLOCK;
    case document::Block::Kind::kNote:
      return v1::NOTE_BLOCK;
    case document::Block::Kind::kParagraph:
      break;
  }
  return v1::PARAGRAPH_BLOCK;
}

v1::DocumentMark ToProto(const Mark& mark) {
  v1::DocumentMark proto;
  proto.set_begin(static_cast<int>(mark.at.begin));
  proto.set_end(static_cast<int>(mark.at.end));
  proto.set_id(mark.id);
  proto.set_text_bg(mark.text.bg);
  proto.set_text_en(mark.text.en);
  switch (mark.kind) {
    case MarkKind::kValue:
      proto.set_kind(v1::VALUE_MARK);
      break;
    case MarkKind::kCheck:
      proto.set_kind(v1::CHECK_MARK);
      proto.set_verdict(convert::ToProto(mark.verdict));
      break;
    case MarkKind::kCorrection:
      proto.set_kind(v1::CORRECTION_MARK);
      break;
    case MarkKind::kFinding:
      proto.set_kind(v1::FINDING_MARK);
      break;
  }
  return proto;
}

v1::DocumentBlock ToProto(const document::Block& block) {
  v1::DocumentBlock proto;
  proto.set_kind(ToProto(block.kind));
  proto.set_place(document::PlaceText(block.text.place));
  proto.set_text(block.text.text);
  proto.set_level(block.level);
  proto.set_marker(block.marker);
  for (const document::Row& row : block.rows) {
    v1::DocumentRow* item = proto.add_rows();
    item->set_header(row.header);
    for (const document::Cell& cell : row.cells) {
      v1::DocumentCell* to = item->add_cells();
      to->set_place(document::PlaceText(cell.text.place));
      // The text of a merged cell stands where it begins and is not said again.
      if (!cell.spread) to->set_text(cell.text.text);
      to->set_merged(cell.spread);
    }
  }
  return proto;
}

bool IsNumber(const std::string& segment) {
  return !segment.empty() && absl::ascii_isdigit(static_cast<unsigned char>(segment.front()));
}

// Where the document may have a value, the closest first: its own place, then what it is a part of. A
// list as a whole is none, and neither is an adoption: its parts that are not written stand with whose
// it is.
std::vector<std::string> PlacesAbove(const std::string& path) {
  std::vector<std::string> segments = absl::StrSplit(path, '.');
  std::vector<std::string> paths;
  // A row of the table has its own place among the values of the row.
  const std::size_t outermost = segments[0] == "measure" ? 4 : 1;
  for (bool is_list = false; segments.size() >= outermost; segments.pop_back()) {
    if (!is_list && segments.back() != "adoption") paths.push_back(absl::StrJoin(segments, "."));
    is_list = IsNumber(segments.back());
  }
  return paths;
}

// The path under which the reader has a value: the strategy that a plan carries out is one of its
// parents.
std::string PathInDocument(const std::string& path, const Plan& read) {
  constexpr absl::string_view kStrategy = "parent_strategy";
  if (!absl::StartsWith(path, kStrategy)) return path;
  std::size_t number = 1;
  for (std::size_t i = 0; i < read.parents.size(); ++i) {
    if (read.strategy && read.parents[i] == *read.strategy) number = i + 1;
  }
  return absl::StrCat("parents.", number, path.substr(kStrategy.size()));
}

footing::Sentence TitleOf(const v1::Correction& correction) {
  const bool is_row = correction.field() == v1::PLAN_ROW;
  if (!is_row && correction.field() != v1::PLAN_VALUE) {
    return {SayEnum(v1::PlanField_descriptor(), correction.field(), Language::kBulgarian),
            SayEnum(v1::PlanField_descriptor(), correction.field(), Language::kEnglish)};
  }
  if (!is_row) return {correction.title_bg(), correction.title_en()};
  const auto what = [&](Language language) {
    return SayEnum(v1::CorrectionKind_descriptor(), correction.kind(), language);
  };
  return {absl::StrCat(what(Language::kBulgarian), ": ", correction.title_bg()),
          absl::StrCat(what(Language::kEnglish), ": ", correction.title_en())};
}

CorrectedValue CorrectedValueOf(const v1::Correction& correction, const Plan& read) {
  CorrectedValue value;
  value.id = absl::StrCat(correction.number());
  value.text = TitleOf(correction);
  const std::string path = PathInDocument(correction.path(), read);
  value.paths = PlacesAbove(path);
  const std::vector<std::string> segments = absl::StrSplit(path, '.');
  if (segments[0] == "measure" && segments.size() >= 3) {
    value.measure = absl::StrCat(segments[1], ".", segments[2]);
  }
  return value;
}

// Where a mark belongs; the document as a whole when its place is not shown.
google::protobuf::RepeatedPtrField<v1::DocumentMark>* ListFor(const Where& at,
                                                              v1::PlanDocument* document) {
  if (at.block < 0 || at.block >= document->blocks_size()) return document->mutable_marks();
  v1::DocumentBlock* block = document->mutable_blocks(at.block);
  if (at.row < 0) return block->mutable_marks();
  if (at.row >= block->rows_size()) return document->mutable_marks();
  v1::DocumentRow* row = block->mutable_rows(at.row);
  if (at.column < 0 || at.column >= row->cells_size())
    return row->cells_size() > 0 ? row->mutable_cells(0)->mutable_marks() : document->mutable_marks();
  return row->mutable_cells(at.column)->mutable_marks();
}

void AddBlocks(const document::Document& from, v1::PlanDocument* to) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < from.blocks.size(); ++i) {
    v1::DocumentBlock block = ToProto(from.blocks[i]);
    bytes += block.ByteSizeLong();
    if (bytes > kTextBytesMax) {
      to->set_blocks_left_out(static_cast<int>(from.blocks.size() - i));
      return;
    }
    *to->add_blocks() = std::move(block);
  }
}

// Values, checks, findings and corrections at their places.
void AddMarks(const ReadPlan& read, const std::vector<Check>& checks,
              const google::protobuf::RepeatedPtrField<v1::Correction>& corrections,
              v1::PlanDocument* to) {
  std::vector<Remark> remarks = read.plan.not_understood;
  remarks.insert(remarks.end(), read.findings.begin(), read.findings.end());
  std::vector<CorrectedValue> corrected;
  std::map<std::string, const v1::Correction*> by_id;
  for (const v1::Correction& each : corrections) {
    corrected.push_back(CorrectedValueOf(each, read.plan));
    by_id[corrected.back().id] = &each;
  }
  const std::vector<Mark> marks = MarksOf(read.plan, checks, remarks, corrected);
  // Where there are too many, all others come before values that are only shown as read.
  int room = kMarksMax;
  room -= static_cast<int>(std::count_if(
      marks.begin(), marks.end(), [](const Mark& mark) { return mark.kind != MarkKind::kValue; }));
  for (const Mark& mark : marks) {
    if (mark.kind == MarkKind::kValue && --room < 0) continue;
    v1::DocumentMark* shown = ListFor(mark.at, to)->Add();
    *shown = ToProto(mark);
    if (mark.kind == MarkKind::kCorrection) *shown->mutable_correction() = *by_id.at(mark.id);
  }
}

}  // namespace

absl::StatusOr<v1::PlanDocument> KeptDocuments::GetPlanDocument(
    const rpc::CallScope& scope, const v1::GetPlanDocumentRequest& request) {
  v1::GetPlanRequest get;
  get.set_name(request.name());
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan plan, plans_.GetPlan(scope, get));
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/plans/{plan}", plan.name()));
  const auto documents = documents::v1::DocumentsService::NewStub(context_.peers->Get("documents"));
  documents::v1::GetDocumentRequest wanted;
  wanted.set_name(absl::StrCat("organisations/", segments[0], "/documents/", plan.document_sha256()));
  const absl::StatusOr<documents::v1::DocumentContent> kept =
      rpc::Call(scope, *documents, &documents::v1::DocumentsService::Stub::DownloadDocument, wanted);
  if (!kept.ok()) {
    if (ReasonOf(kept.status()) != "NOT_FOUND") return kept.status();
    return Refuse("PLAN_DOCUMENT_NOT_KEPT", {{"digest", plan.document_sha256().substr(0, 12)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const document::Document document, document::ReadDocument(kept->content()));
  TRANCHE_ASSIGN_OR_RETURN(const ReadPlan read, ReadPlanOf(document, plan.document_sha256()));

  v1::PlanDocument response;
  response.set_name(plan.name());
  response.set_version(plan.version());
  response.set_document_sha256(plan.document_sha256());
  response.set_file_name(kept->document().file_name());
  AddBlocks(document, &response);
  AddMarks(read, CrossFoot(read.plan, AskRates(context_, scope)), plan.corrections(), &response);
  return response;
}

}  // namespace tranche::plans
