// SPDX-License-Identifier: EUPL-1.2
// The files that belong to a plan: handed over, listed, withdrawn, and which of them a file is.
#include <cerrno>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/digest_stream.h"
#include "platform/base/status_macros.h"
#include "tranche/plans/v1/attachments_service.pb.h"

namespace tranche::cli {
namespace {

namespace pb = plans::v1;

constexpr char kAttachments[] = "tranche.plans.v1.AttachmentsService/";

// As many bytes as the server keeps of a file; of a larger one it is told digest and size.
constexpr std::size_t kContentBytesMax = 3 << 20;
constexpr std::size_t kPieceBytes = 1 << 16;

constexpr Text kNamedAs{"Назовано в документа", "Named in the document"};
constexpr Text kStatedSize{"Размер по документа", "Size by the document"};
constexpr Text kFileOf{"Подаден файл", "File handed over"};
constexpr Text kFileNumber{"Приложение №", "Attachment no."};
constexpr Text kMeasured{"Измерване", "Measured"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kMadeBy{"От", "By"};
constexpr Text kMadeAt{"На", "At"};
constexpr Text kEndedBecause{"Оттеглено, защото", "Withdrawn because"};
constexpr Text kNamedTitle{"Назовани в последната версия", "Named in the newest version"};
constexpr Text kFilesTitle{"Подадени файлове", "Files handed over"};
constexpr Text kTooLargeToKeep{
    "Файлът е над 3 MiB: подадени са неговите SHA-256 и размер, а самият той не се пази тук.",
    "The file is over 3 MiB: its SHA-256 and size were handed over, and it is not kept here itself."};
constexpr Text kNotKept{
    "Записани са SHA-256 и размерът на файла; самият той не се пази тук, защото е от вид, който не се "
    "чете.",
    "The SHA-256 and size of the file were recorded; it is not kept here itself, since it is of a kind "
    "that is not read."};
constexpr Text kIsNone{
    "Файлът не е сред подадените за този план: SHA-256 {digest}, {size} байта.",
    "The file is none of those that were handed over for this plan: SHA-256 {digest}, {size} bytes."};

struct MeasuredFile {
  std::string content;  // Empty when the file is too large to be sent.
  std::string sha256;
  std::int64_t size_bytes = 0;
};

// Reads a file of any size, piece by piece, and keeps its bytes while they can be sent.
absl::StatusOr<MeasuredFile> Measure(const Session& session, const std::string& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  MeasuredFile measured;
  Sha256Stream digest;
  std::string piece;
  while (in.is_open() && in.good()) {
    piece.resize(kPieceBytes);
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(in.gcount()));
    digest.Add(piece);
    measured.size_bytes += static_cast<std::int64_t>(piece.size());
    if (measured.size_bytes <= static_cast<std::int64_t>(kContentBytesMax)) measured.content += piece;
  }
  if (!in.is_open() || in.bad()) {
    const std::string why = SaySystemError(errno == 0 ? EIO : errno, session.language());
    return Problem(kExitUsage, session.Say(texts::kFileUnreadable, {{"file", file}, {"why", why}}));
  }
  if (measured.size_bytes == 0) {
    return Problem(kExitUsage, session.Say(texts::kFileEmpty, {{"file", file}}));
  }
  if (measured.size_bytes > static_cast<std::int64_t>(kContentBytesMax)) measured.content.clear();
  measured.sha256 = digest.TakeHex();
  return measured;
}

const std::vector<Shown>& FileColumns() {
  static const auto* columns = new std::vector<Shown>{{texts::kNumber, "number"},
                                                      {texts::kFileName, "file_name"},
                                                      {kNamedAs, "named_as"},
                                                      {kStatedSize, "size_as_written"},
                                                      {texts::kSizeBytes, "size_bytes"},
                                                      {texts::kDocument, "sha256"},
                                                      {texts::kMediaType, "media_type"},
                                                      {kMeasured, "measured"},
                                                      {kNote, "note"},
                                                      {kMadeBy, "made_by"},
                                                      {kMadeAt, "made_at"},
                                                      {kEndedBecause, "ended_because"}};
  return *columns;
}

void ShowFile(Session& session, const pb::PlanAttachment& file) {
  View view = ViewOf(file, RecordSpec{FileColumns()}, session.language());
  AddNotes(file.findings(), session.language(), &view);
  session.Show(view, client::ToJson(file, client::JsonStyle::kIndented));
}

absl::Status Attach(Session& session, const Arguments& arguments) {
  pb::HandOverAttachmentRequest request;
  const std::string file = arguments.Get("file");
  TRANCHE_ASSIGN_OR_RETURN(MeasuredFile measured, Measure(session, file));
  request.set_file_name(file.substr(file.rfind('/') + 1));
  request.set_sha256(measured.sha256);
  request.set_size_bytes(measured.size_bytes);
  const bool whole = !measured.content.empty();
  request.set_content(std::move(measured.content));
  request.set_note(arguments.Get("note"));
  if (arguments.Has("attachment")) {
    TRANCHE_ASSIGN_OR_RETURN(const int number, ReadNumber(arguments, "attachment"));
    request.set_named_number(number);
  }
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(), WritePlanName(session, arguments));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto made,
      session.Get<pb::PlanAttachment>(absl::StrCat(kAttachments, "HandOverAttachment"), request));
  ShowFile(session, made);
  if (made.document().empty()) session.Note(session.Say(whole ? kNotKept : kTooLargeToKeep));
  return absl::OkStatus();
}

absl::Status Withdraw(Session& session, const Arguments& arguments) {
  pb::WithdrawAttachmentRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string plan, WritePlanName(session, arguments));
  request.set_name(absl::StrCat(plan, "/attachments/", arguments.Get("number")));
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto ended,
      session.Get<pb::PlanAttachment>(absl::StrCat(kAttachments, "WithdrawAttachment"), request));
  ShowFile(session, ended);
  return absl::OkStatus();
}

absl::StatusOr<pb::ListPlanAttachmentsResponse> ListOf(Session& session, const Arguments& arguments) {
  pb::ListPlanAttachmentsRequest request;
  request.set_parent(ReadPlanName(arguments));
  return session.Get<pb::ListPlanAttachmentsResponse>(absl::StrCat(kAttachments, "ListPlanAttachments"),
                                                      request);
}

absl::Status ListAttachments(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const pb::ListPlanAttachmentsResponse answer, ListOf(session, arguments));
  const Language language = session.language();
  View view;
  Table files = TableOf(ItemsOf(answer, "attachments"), FileColumns(), language);
  files.title = std::string(kFilesTitle.In(language));
  // For programs that read CSV one table: the files.
  if (session.settings().style.format != Format::kCsv) {
    Table named = TableOf(ItemsOf(answer, "named"),
                          {{texts::kNumber, "number"},
                           {texts::kTitle, "stated.name"},
                           {kStatedSize, "stated.size_as_written"},
                           {kFileNumber, "handed_over.number"},
                           {kFileOf, "handed_over.file_name"},
                           {texts::kSizeBytes, "handed_over.size_bytes"},
                           {texts::kDocument, "handed_over.sha256"}},
                          language);
    named.title = std::string(kNamedTitle.In(language));
    view.tables.push_back(std::move(named));
  }
  view.tables.push_back(std::move(files));
  for (const pb::PlanAttachment& file : answer.attachments())
    AddNotes(file.findings(), language, &view);
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

// Which of the plan's files this one is, by its digest; one that stands goes before one withdrawn.
absl::Status VerifyAttachment(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const MeasuredFile measured, Measure(session, arguments.Get("file")));
  TRANCHE_ASSIGN_OR_RETURN(const pb::ListPlanAttachmentsResponse answer, ListOf(session, arguments));
  const pb::PlanAttachment* found = nullptr;
  for (const pb::PlanAttachment& file : answer.attachments()) {
    if (file.sha256() != measured.sha256 || file.size_bytes() != measured.size_bytes) continue;
    if (found == nullptr || found->has_ended_at()) found = &file;
  }
  if (found == nullptr) {
    return Problem(kExitNotFound, session.Say(kIsNone, {{"digest", measured.sha256},
                                                        {"size", absl::StrCat(measured.size_bytes)}}));
  }
  ShowFile(session, *found);
  return absl::OkStatus();
}

constexpr Parameter kAttachedFileParameter{
    "file", Kind::kRequired, {"Файлът на приложението", "The file of the attachment"}, Takes::kFile};

}  // namespace

std::vector<Command> PlanAttachmentCommands() {
  return {
      {"plans",
       "attach",
       {"Подава файла на приложение: записва се неговият SHA-256 и размер",
        "Hands over the file of an attachment: its SHA-256 and size are recorded"},
       {kPlanParameter,
        kAttachedFileParameter,
        {"attachment",
         Kind::kValue,
         {"Номер на приложението в документа; без него: още един файл",
          "Number of the attachment in the document; without it: a further file"}},
        {"note", Kind::kValue, {"Какво да се знае за файла", "What is to be known of the file"}},
        kOrganisationParameter},
       "tranche plans attach sapareva-banya-roma-2013-2014 plan.pdf --attachment 1\n"
       "tranche plans attach sapareva-banya-roma-2013-2014 protocol.docx --note 'протокол от "
       "обсъждането'",
       true,
       Attach},
      {"plans",
       "attachments",
       {"Показва назованите приложения и подадените за тях файлове",
        "Lists what the plan names as attached, and the files handed over for it"},
       {kPlanParameter, kOrganisationParameter},
       "tranche plans attachments sapareva-banya-roma-2013-2014\n"
       "tranche plans attachments sapareva-banya-roma-2013-2014 -o json",
       false,
       ListAttachments},
      {"plans",
       "verify-attachment",
       {"Казва кое от подадените приложения е един файл",
        "Says which of the files handed over a file is"},
       {kPlanParameter, kAttachedFileParameter, kOrganisationParameter},
       "tranche plans verify-attachment sapareva-banya-roma-2013-2014 plan.pdf",
       false,
       VerifyAttachment},
      {"plans",
       "withdraw-attachment",
       {"Оттегля подаден файл; записът остава", "Withdraws a file; its record stays"},
       {kPlanParameter,
        {"number", Kind::kRequired, {"Номер на приложението", "Number of the attachment"}},
        kReasonParameter,
        kOrganisationParameter},
       "tranche plans withdraw-attachment sapareva-banya-roma-2013-2014 1 --reason 'подаден е друг "
       "файл'",
       true,
       Withdraw},
  };
}

}  // namespace tranche::cli
