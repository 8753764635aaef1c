// SPDX-License-Identifier: EUPL-1.2
// The evidence log: who changed what, and the proofs that nobody changed that afterwards. Verifying
// needs neither server nor token.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands.h"
#include "cli/new_file.h"
#include "cpp/json.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"
#include "platform/evidence/pack.h"
#include "platform/merkle/note.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::cli {
namespace {

namespace v1 = reports::v1;
using merkle::Hash;
using Json = nlohmann::ordered_json;

constexpr char kReports[] = "tranche.reports.v1.ReportsService/";

constexpr Text kLog{"Дневник", "Log"};
constexpr Text kLeaves{"Листа", "Leaves"};
constexpr Text kRoot{"Корен", "Root"};
constexpr Text kKey{"Ключ", "Key"};
constexpr Text kSealedAt{"Подписана", "Signed"};
constexpr Text kLeaf{"Лист", "Leaf"};
constexpr Text kRecorded{"Вписано", "Recorded"};
constexpr Text kWho{"Кой", "Who"};
constexpr Text kDone{"Действие", "Action"};
constexpr Text kRecord{"За какво", "Record"};
constexpr Text kReason{"Основание", "Reason"};
constexpr Text kEntry{"Запис", "Entry"};
constexpr Text kHappened{"Какво е станало", "What happened"};
constexpr Text kService{"Услуга", "Service"};
constexpr Text kGrew{"Дневникът само е растял: първите {from} от {size} листа са същите.",
                     "The log only grew: the first {from} of {size} leaves are the same."};
constexpr Text kForked{
    "Дневникът НЕ е продължение на пазената контролна точка от {from} листа: "
    "запазете я, тя е доказателство.",
    "The log does NOT go on from the checkpoint of {from} leaves that was kept: keep "
    "it, it is evidence."};
constexpr Text kNoCheckpoint{"{file} не е контролна точка, подписана с този ключ.",
                             "{file} is no checkpoint that this key signed."};
constexpr Text kNoKey{"{file} не е публичен ключ: {why}.", "{file} is no public key: {why}."};
constexpr Text kClean{"Всички {count} листа са такива, каквито са запечатани.",
                      "All {count} leaves are as they were sealed."};
constexpr Text kDamage{
    "{count} места не са такива, каквито са запечатани; запазете базата като "
    "доказателство.",
    "{count} places are not as they were sealed; keep the database as evidence."};
constexpr Text kProven{
    "Доказано: {entries} записа на {organisations} стоят непроменени сред {size} листа на {origin} и "
    "други техни няма; {checkpoints} по-ранни контролни точки са негово начало.",
    "Proven: {entries} entries of {organisations} stand unchanged among the {size} leaves of {origin}, "
    "and there are no others of theirs; {checkpoints} earlier checkpoints are its beginning."};
constexpr Text kOwnKey{
    "Ключът е от самия файл: сравнете отпечатъка {fingerprint} с дадения ви, или подайте --key.",
    "The key is the file's own: compare the fingerprint {fingerprint} with the one that you were "
    "given, "
    "or give --key."};
constexpr Text kBroken{"{file}, ред {first}: {why}.", "{file}, line {first}: {why}."};
constexpr Text kBrokenLines{"{file}, редове {first}–{last}: {why}.",
                            "{file}, lines {first} to {last}: {why}."};

// What is wrong with a pack, by evidence::PackFault.
constexpr Text kFaults[] = {
    {"това не е пакет с доказателства, или е от по-нова версия",
     "this is no evidence pack, or one of a later version"},
    {"редът не е по формата", "the line is not of the format"},
    {"пакетът назовава друг ключ, а не този, на който вярвате",
     "the pack names another key than the one that you trust"},
    {"подписът не е на ключа на дневника", "the signature is not the log key's"},
    {"тези редове не са подписаните: нещо сред тях е променено, добавено или махнато",
     "these lines are not those that were signed: something was changed, added or taken out"},
    {"липсва, повтаря се или е разместена страница", "a page is missing, doubled or moved"},
    {"липсва, повтаря се или е разместен запис", "an entry is missing, doubled or moved"},
    {"записът не е от избраните", "the entry is not of the selection"},
    {"записът стои пред по-ранен", "the entry stands before an earlier one"},
    {"дървото не е това на подписаната контролна точка",
     "the tree is not that of the signed checkpoint"},
    {"контролната точка не може да се сравни; изнесете пакета с нея (--checkpoint)",
     "the checkpoint cannot be compared; export the pack with it (--checkpoint)"},
    {"контролна точка на друг дневник или по-нова от пакета",
     "a checkpoint of another log, or later than the pack"},
    {"файлът не е цял", "the file is not complete"},
};

std::string Fingerprint(const Hash& public_key) {
  return Sha256Hex(merkle::BytesOf(public_key)).substr(0, 16);
}

std::string ParentOf(const Arguments& arguments) {
  const std::string organisation = arguments.Get("organisation");
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation);
}

// A full name, or a contract by its number.
absl::StatusOr<std::string> RecordOf(Session& session, const Arguments& arguments) {
  const std::string typed = arguments.Get("record");
  if (typed.empty() || absl::StartsWith(typed, "organisations/")) return typed;
  return session.FindContract(typed, arguments.Get("organisation"));
}

// A key as typed, or in a file; nothing when none was named.
absl::StatusOr<std::optional<Hash>> TrustedKey(const Session& session, const Arguments& arguments) {
  if (!arguments.Has("key")) return std::optional<Hash>();
  const std::string typed = arguments.Get("key");
  std::string text = typed;
  std::error_code
      error;  // A file in a folder that is closed is read, too, so that its refusal is said.
  if (std::filesystem::exists(typed, error) || error) {
    TRANCHE_ASSIGN_OR_RETURN(text, session.ReadFile(typed));
  }
  const absl::StatusOr<Hash> key = merkle::ParsePublicKey(text);
  if (key.ok()) return std::optional<Hash>(*key);
  return Problem(kExitUsage,
                 session.Say(kNoKey, {{"file", typed}, {"why", std::string(key.status().message())}}));
}

// A new file that is complete or not there.
class NewFile {
 public:
  NewFile(const Session& session, std::string path, bool force)
      : session_(session), path_(std::move(path)), force_(force) {}
  ~NewFile() {
    if (!stream_.is_open()) return;
    stream_.close();
    std::remove(Unfinished().c_str());
  }

  absl::Status Open() {
    if (path_ == "-") return absl::OkStatus();
    std::error_code error;
    if (!force_ && std::filesystem::exists(path_, error)) {
      return Problem(kExitConflict, session_.Say(texts::kFileExists, {{"file", path_}}));
    }
    errno = 0;
    stream_.open(Unfinished(), std::ios::binary | std::ios::trunc);
    return stream_ ? absl::OkStatus() : Failed();
  }
  absl::Status Write(const std::string& text) {
    std::ostream& out = path_ == "-" ? *session_.settings().out : stream_;
    errno = 0;
    out << text;
    return out ? absl::OkStatus() : Failed();
  }
  absl::Status Finish() {
    if (path_ == "-") return absl::OkStatus();
    errno = 0;
    stream_.close();
    if (stream_.fail() || std::rename(Unfinished().c_str(), path_.c_str()) != 0) return Failed();
    session_.Note(session_.Say(texts::kSaved, {{"file", path_}}));
    return absl::OkStatus();
  }

 private:
  std::string Unfinished() const { return path_ + ".part"; }
  absl::Status Failed() const {
    const std::string why = SaySystemError(errno == 0 ? EIO : errno, session_.language());
    return Problem(kExitFailure, session_.Say(texts::kFileUnwritable, {{"file", path_}, {"why", why}}));
  }

  const Session& session_;
  const std::string path_;
  const bool force_;
  std::ofstream stream_;
};

absl::Status Save(const Session& session, const Arguments& arguments, const std::string& text) {
  NewFile file(session, arguments.Get("output-file"), arguments.Has("force"));
  TRANCHE_RETURN_IF_ERROR(file.Open());
  TRANCHE_RETURN_IF_ERROR(file.Write(text));
  return file.Finish();
}

// Whether the log goes on from a checkpoint that was kept: the server proves it, and the proof is
// checked here.
absl::Status CompareWith(Session& session, const v1::EvidenceCheckpoint& last,
                         const std::string& file) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string note, session.ReadFile(file));
  TRANCHE_ASSIGN_OR_RETURN(const Hash key, merkle::ParsePublicKey(last.public_key()));
  const absl::StatusOr<merkle::Checkpoint> from = merkle::OpenCheckpoint(note, key);
  const absl::StatusOr<merkle::Checkpoint> to = merkle::OpenCheckpoint(last.note(), key);
  if (!from.ok() || !to.ok()) return Problem(kExitUsage, session.Say(kNoCheckpoint, {{"file", file}}));
  const std::string size = absl::StrCat(from->size);
  bool grew = false;
  if (from->origin == to->origin && from->size <= to->size) {
    v1::GetConsistencyProofRequest request;
    request.set_from(static_cast<int64_t>(from->size));
    request.set_to(static_cast<int64_t>(to->size));
    TRANCHE_ASSIGN_OR_RETURN(
        const auto proof,
        session.Get<v1::ConsistencyProof>(absl::StrCat(kReports, "GetConsistencyProof"), request));
    std::vector<Hash> hashes;
    grew = true;
    for (const std::string& text : proof.hashes()) {
      std::string bytes;
      grew =
          grew && merkle::FromBase64(text, &bytes) && merkle::HashFrom(bytes, &hashes.emplace_back());
    }
    grew = grew && merkle::VerifyConsistency(from->size, to->size, hashes, from->root, to->root);
  }
  if (!grew) return Problem(kExitFailure, session.Say(kForked, {{"from", size}}));
  session.Note(session.Say(kGrew, {{"from", size}, {"size", absl::StrCat(to->size)}}));
  return absl::OkStatus();
}

absl::Status ShowCheckpoint(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const auto checkpoint, session.Get<v1::EvidenceCheckpoint>(
                                                      absl::StrCat(kReports, "GetEvidenceCheckpoint"),
                                                      v1::GetEvidenceCheckpointRequest()));
  if (arguments.Has("since")) {
    TRANCHE_RETURN_IF_ERROR(CompareWith(session, checkpoint, arguments.Get("since")));
  }
  if (arguments.Has("output-file")) return Save(session, arguments, checkpoint.note());
  ShowRecord(session, checkpoint,
             {{{kLog, "origin"},
               {kLeaves, "size"},
               {kRoot, "root"},
               {kKey, "public_key"},
               {kSealedAt, "sealed_at"}}});
  return absl::OkStatus();
}

absl::Status ListEvidence(Session& session, const Arguments& arguments) {
  v1::ListEvidenceRequest request;
  request.set_parent(ParentOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_record(), RecordOf(session, arguments));
  return ShowList(session, absl::StrCat(kReports, "ListEvidence"), request, "entries",
                  {{kLeaf, "index"},
                   {kRecorded, "recorded_at"},
                   {kWho, "actor"},
                   {kDone, "action"},
                   {kRecord, "record"},
                   {kReason, "reason"},
                   {kEntry, "name"}});
}

absl::Status ProveEntry(Session& session, const Arguments& arguments) {
  v1::GetInclusionProofRequest request;
  request.set_name(arguments.Get("entry"));
  TRANCHE_ASSIGN_OR_RETURN(const auto proof, session.Get<v1::InclusionProof>(
                                                 absl::StrCat(kReports, "GetInclusionProof"), request));
  return Save(session, arguments, proof.proof());
}

absl::Status ExportEvidence(Session& session, const Arguments& arguments) {
  v1::ExportEvidenceRequest request;
  request.set_parent(ParentOf(arguments));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_record(), RecordOf(session, arguments));
  for (const std::string& name : arguments.All("checkpoint")) {
    TRANCHE_ASSIGN_OR_RETURN(const std::string note, session.ReadFile(name));
    const auto checkpoint =
        merkle::ParseCheckpoint(absl::string_view(note).substr(0, note.find("\n\n") + 1));
    if (!checkpoint.ok()) return Problem(kExitUsage, session.Say(kNoCheckpoint, {{"file", name}}));
    request.add_sizes(static_cast<int64_t>(checkpoint->size));
  }
  NewFile file(session, arguments.Get("output-file"), arguments.Has("force"));
  TRANCHE_RETURN_IF_ERROR(file.Open());
  do {
    TRANCHE_ASSIGN_OR_RETURN(const auto page, session.Get<v1::ExportEvidenceResponse>(
                                                  absl::StrCat(kReports, "ExportEvidence"), request));
    TRANCHE_RETURN_IF_ERROR(file.Write(page.lines()));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return file.Finish();
}

std::string SayProblem(const Session& session, const std::string& file,
                       const evidence::PackProblem& problem) {
  const std::string why(kFaults[static_cast<size_t>(problem.fault)].In(session.language()));
  const bool one = problem.first_line == problem.last_line;
  return session.Say(one ? kBroken : kBrokenLines, {{"file", file},
                                                    {"first", absl::StrCat(problem.first_line)},
                                                    {"last", absl::StrCat(problem.last_line)},
                                                    {"why", why}});
}

void ShowVerdict(const Session& session, const evidence::PackVerdict& verdict, bool trusted) {
  if (session.settings().style.format == Format::kJson) {
    *session.settings().out << Json{{"origin", verdict.origin},
                                    {"size", verdict.size},
                                    {"root", merkle::ToBase64(merkle::BytesOf(verdict.root))},
                                    {"entries", verdict.entries},
                                    {"organisations", verdict.selection.organisations},
                                    {"record", verdict.selection.record},
                                    {"checkpoints", verdict.checkpoints},
                                    {"fingerprint", Fingerprint(verdict.public_key)},
                                    {"keyTrusted", trusted}}
                                   .dump(2)
                            << "\n";
  } else {
    const std::string of =
        absl::StrCat(absl::StrJoin(verdict.selection.organisations, ", "),
                     verdict.selection.record.empty() ? "" : ": ", verdict.selection.record);
    *session.settings().out << session.Say(kProven,
                                           {{"entries", absl::StrCat(verdict.entries)},
                                            {"organisations", of},
                                            {"size", absl::StrCat(verdict.size)},
                                            {"origin", verdict.origin},
                                            {"checkpoints", absl::StrCat(verdict.checkpoints)}})
                            << "\n";
  }
  if (!trusted) session.Note(session.Say(kOwnKey, {{"fingerprint", Fingerprint(verdict.public_key)}}));
}

// Reads line by line, so that a pack may be larger than the memory.
std::optional<evidence::PackProblem> VerifyLines(std::istream& in, evidence::PackVerifier* verifier) {
  std::string line;
  bool complete = true;
  while (std::getline(in, line)) {
    complete = !in.eof();
    if (const auto problem = verifier->Feed(line)) return problem;
  }
  return verifier->Finish(complete);
}

absl::Status VerifyPack(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::optional<Hash> key, TrustedKey(session, arguments));
  std::vector<std::string> kept;
  for (const std::string& name : arguments.All("checkpoint")) {
    TRANCHE_ASSIGN_OR_RETURN(kept.emplace_back(), session.ReadFile(name));
  }
  const std::string file = arguments.Get("pack");
  evidence::PackVerifier verifier(key, std::move(kept));
  std::ifstream stream;
  if (file != "-") {
    errno = 0;
    stream.open(file, std::ios::binary);
    std::error_code error;
    if (!stream.is_open() || std::filesystem::is_directory(file, error)) {
      const std::string why = SaySystemError(errno == 0 ? EISDIR : errno, session.language());
      return Problem(kExitUsage, session.Say(texts::kFileUnreadable, {{"file", file}, {"why", why}}));
    }
  }
  const auto problem = VerifyLines(file == "-" ? std::cin : stream, &verifier);
  if (problem) return Problem(kExitFailure, SayProblem(session, file, *problem));
  ShowVerdict(session, verifier.verdict(), key.has_value());
  return absl::OkStatus();
}

absl::Status CheckEvidence(Session& session, const Arguments& arguments) {
  v1::CheckEvidenceRequest request;
  request.set_parent(ParentOf(arguments));
  v1::CheckEvidenceResponse all;
  do {
    TRANCHE_ASSIGN_OR_RETURN(const auto page, session.Get<v1::CheckEvidenceResponse>(
                                                  absl::StrCat(kReports, "CheckEvidence"), request));
    all.set_checked(all.checked() + page.checked());
    all.mutable_problems()->MergeFrom(page.problems());
    *all.mutable_checkpoint() = page.checkpoint();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (all.problems().empty() && session.settings().style.format == Format::kTable) {
    session.Note(session.Say(kClean, {{"count", absl::StrCat(all.checked())}}));
    return absl::OkStatus();
  }
  View view;
  view.tables.push_back(TableOf(ItemsOf(all, "problems"),
                                {{kHappened, "kind"},
                                 {kLeaf, "index"},
                                 {kService, "service"},
                                 {kEntry, "entry"},
                                 {kRecord, "record"}},
                                session.language()));
  session.Show(view, client::ToJson(all, client::JsonStyle::kIndented));
  if (all.problems().empty()) return absl::OkStatus();
  return Problem(kExitFailure, session.Say(kDamage, {{"count", absl::StrCat(all.problems_size())}}));
}

constexpr Parameter kRecordParameter{"record",
                                     Kind::kValue,
                                     {"Само за този запис: пълно име или номер на договор",
                                      "Only of this record: full name or contract number"}};
constexpr Parameter kSinceParameter{
    "since",
    Kind::kValue,
    {"Пазена контролна точка: проверява, че дневникът само е растял след нея",
     "A checkpoint that was kept: checks that the log only grew since then"},
    Takes::kFile};
constexpr Parameter kPackParameter{
    "pack",
    Kind::kRequired,
    {"Пакетът; „-“ за стандартния вход", "The pack; \"-\" for standard input"},
    Takes::kFile};
constexpr Parameter kKeyParameter{"key",
                                  Kind::kValue,
                                  {"Публичният ключ, на който вярвате, или файл с него (evidence.pub)",
                                   "The public key that you trust, or a file with it (evidence.pub)"},
                                  Takes::kFile};
constexpr Parameter kCheckpointParameter{
    "checkpoint",
    Kind::kValues,
    {"Пазена контролна точка, с която да се сравни", "A checkpoint that was kept, to compare with"},
    Takes::kFile};

}  // namespace

std::vector<Command> EvidenceCommands() {
  return {
      {"evidence",
       "checkpoint",
       {"Показва последната подписана контролна точка; пазете я извън сървъра",
        "Shows the last signed checkpoint; keep it away from the server"},
       {kSinceParameter,
        {"output-file",
         Kind::kValue,
         {"Записва я във файл; „-“ за стандартния изход",
          "Writes it to a file; \"-\" for standard output"},
         Takes::kFile},
        kForceParameter},
       "tranche evidence checkpoint -O checkpoint.txt\ntranche evidence checkpoint --since "
       "checkpoint.txt",
       false,
       ShowCheckpoint},
      {"evidence",
       "list",
       {"Показва кой какво е променил", "Lists who changed what"},
       {kRecordParameter, kOrganisationParameter},
       "tranche evidence list --record BG05M9OP001-2.005-0063-C01",
       false,
       ListEvidence},
      {"evidence",
       "prove",
       {"Записва доказателството за един запис (C2SP tlog-proof)",
        "Writes the proof of one entry (C2SP tlog-proof)"},
       {{"entry",
         Kind::kRequired,
         {"Пълно име на записа, от tranche evidence list",
          "Full name of the entry, from tranche evidence list"}},
        kOutputFileParameter,
        kForceParameter},
       "tranche evidence prove organisations/lyubimets/evidence/budgets-812-44 -O entry.tlog-proof",
       false,
       ProveEntry},
      {"evidence",
       "export",
       {"Изнася пакет, който доказва записите без сървъра",
        "Exports a pack that proves its entries without the server"},
       {kOutputFileParameter, kForceParameter, kRecordParameter, kCheckpointParameter,
        kOrganisationParameter},
       "tranche evidence export -O evidence.jsonl\ntranche evidence export -O contract.jsonl --record "
       "BG05M9OP001-2.005-0063-C01",
       false,
       ExportEvidence},
      {"evidence",
       "verify",
       {"Проверява пакет без сървър и без ключ за достъп",
        "Verifies a pack without a server or a token"},
       {kPackParameter, kKeyParameter, kCheckpointParameter},
       "tranche evidence verify evidence.jsonl --key evidence.pub",
       false,
       VerifyPack},
      {"evidence",
       "check",
       {"Сравнява записите в базата със запечатаните и показва мястото на всяка промяна",
        "Compares the stored entries with the sealed ones and shows the place of every change"},
       {kOrganisationParameter},
       "tranche evidence check",
       false,
       CheckEvidence},
  };
}

}  // namespace tranche::cli
