// SPDX-License-Identifier: EUPL-1.2
#include "cli/apply.h"

#include <re2/re2.h>

#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cpp/json.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

std::string BaseName(const std::string& file) {
  const size_t slash = file.rfind('/');
  return slash == std::string::npos ? file : file.substr(slash + 1);
}

std::string FolderOf(const std::string& file) {
  const size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : file.substr(0, slash + 1);
}

absl::StatusOr<Step> ReadStep(const Json& json, const std::string& place) {
  static const RE2 word("[a-z][a-z0-9-]{0,62}");
  Step step;
  if (!json.is_object()) return Wrong(absl::StrCat(place, " ≠ {}"));
  for (const auto& [key, value] : json.items()) {
    if (key == "request") {
      step.request = value;
    } else if (key != "id" && key != "method" && key != "as") {
      return Wrong(absl::StrCat(place, ".", key));
    } else if (!value.is_string()) {
      return Wrong(absl::StrCat(place, ".", key, " ≠ \"…\""));
    } else {
      (key == "id" ? step.id : key == "as" ? step.user : step.method) = value.get<std::string>();
    }
  }
  if (!RE2::FullMatch(step.id, word)) return Wrong(absl::StrCat(place, ".id"));
  if (!RE2::FullMatch(step.user, word)) return Wrong(absl::StrCat(place, ".as"));
  if (client::FindMethod(step.method) == nullptr) {
    return Wrong(absl::StrCat(place, ".method ", step.method));
  }
  if (!step.request.is_object()) return Wrong(absl::StrCat(place, ".request"));
  return step;
}

// "$advance.requested.eu" in the answers.
absl::StatusOr<Json> LookUp(const std::string& reference, const std::map<std::string, Json>& answers) {
  const std::vector<std::string> path = absl::StrSplit(reference.substr(1), '.');
  const auto answer = answers.find(path[0]);
  if (answer == answers.end()) return Wrong(reference);
  const Json* at = &answer->second;
  for (size_t i = 1; i < path.size(); ++i) {
    size_t index = 0;
    if (at->is_object() && at->contains(path[i])) {
      at = &(*at)[path[i]];
    } else if (at->is_array() && absl::SimpleAtoi(path[i], &index) && index < at->size()) {
      at = &(*at)[index];
    } else {
      return Wrong(reference);
    }
  }
  return *at;
}

std::string Sentence(const Session& session, Text text, const std::string& file,
                     const std::string& why) {
  return session.Say(text, {{"file", file}, {"why", why}});
}

// Says which step is next, where somebody looks.
void SayProgress(const Session& session, const ApplyOptions& options, size_t number, size_t count,
                 const std::string& id) {
  const std::string line = absl::StrCat("[", number, "/", count, "] ", id);
  if (session.settings().progress || (session.settings().terminal && !options.one_line)) {
    session.Note(line);
  } else if (session.settings().terminal) {
    *session.settings().err << "\r\x1b[K" << line << std::flush;
  }
}

absl::StatusOr<Json> RunStep(Session& session, const Step& step, const std::string& file,
                             const ApplyOptions& options, const std::map<std::string, Json>& answers) {
  const std::string folder = options.from_folder.empty() ? FolderOf(file) : options.from_folder;
  const auto read_file = [&](const std::string& name) -> absl::StatusOr<std::string> {
    if (absl::StrContains(name, "/")) return Wrong(name);
    return session.ReadFile(absl::StrCat(folder, "/", name));
  };
  absl::StatusOr<Json> filled = FillInRequest(step.request, answers, read_file);
  if (!filled.ok()) {
    if (ExitCodeOf(filled.status()) == kExitUsage) return filled.status();
    return Problem(kExitUsage, Sentence(session, texts::kStepFileWrong, file,
                                        std::string(filled.status().message())));
  }
  const google::protobuf::MethodDescriptor* method = client::FindMethod(step.method);
  const std::unique_ptr<Message> request = client::NewMessage(method->input_type());
  TRANCHE_RETURN_IF_ERROR(client::FromJson(filled->dump(), request.get()));
  const auto* key = method->input_type()->FindFieldByName("request_id");
  if (key != nullptr && request->GetReflection()->GetString(*request, key).empty()) {
    request->GetReflection()->SetString(request.get(), key, StepRequestId(BaseName(file), step.id));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer,
                           session.Call(step.method, *request, step.user));
  return Json::parse(client::ToJson(*answer));
}

// By an older version of the file, or by somebody else: keys are of the caller, organisations of all.
bool WasDoneBefore(const absl::Status& refused) {
  const std::string reason = ReasonOf(refused);
  return reason == "REQUEST_ID_REUSED" || reason == "ORGANISATION_EXISTS";
}

}  // namespace

absl::StatusOr<std::vector<Step>> ReadSteps(absl::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Wrong("JSON");
  if (!json.is_object() || !json.contains("steps") || !json["steps"].is_array()) return Wrong("steps");
  std::vector<Step> steps;
  std::set<std::string> ids;
  for (const Json& item : json["steps"]) {
    const std::string place = absl::StrCat("steps[", steps.size(), "]");
    TRANCHE_ASSIGN_OR_RETURN(Step step, ReadStep(item, place));
    if (!ids.insert(step.id).second) return Wrong(absl::StrCat(place, ".id = ", step.id));
    steps.push_back(std::move(step));
  }
  return steps;
}

absl::StatusOr<Json> FillInRequest(
    const Json& request, const std::map<std::string, Json>& answers,
    const std::function<absl::StatusOr<std::string>(const std::string&)>& read_file) {
  if (request.is_string()) {
    const std::string text = request.get<std::string>();
    if (absl::StartsWith(text, "$$")) return Json(text.substr(1));
    if (absl::StartsWith(text, "$")) return LookUp(text, answers);
    return request;
  }
  if (request.is_object() && request.size() == 1 && request.contains("$file")) {
    if (!request["$file"].is_string()) return Wrong("$file");
    TRANCHE_ASSIGN_OR_RETURN(const std::string content, read_file(request["$file"].get<std::string>()));
    return Json(absl::Base64Escape(content));
  }
  if (!request.is_structured()) return request;
  Json filled = request;
  for (auto& item : filled) {
    TRANCHE_ASSIGN_OR_RETURN(item, FillInRequest(item, answers, read_file));
  }
  return filled;
}

std::string StepRequestId(absl::string_view file_base_name, absl::string_view step) {
  return absl::StrCat("apply-", Sha256Hex(absl::StrCat(file_base_name, "\n", step)).substr(0, 40));
}

absl::StatusOr<Json> ApplyFile(Session& session, const std::string& file, const ApplyOptions& options) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string text, session.ReadFile(file));
  const absl::StatusOr<std::vector<Step>> steps = ReadSteps(text);
  if (!steps.ok()) {
    return Problem(kExitUsage, Sentence(session, texts::kStepFileWrong, file,
                                        std::string(steps.status().message())));
  }
  std::map<std::string, Json> answers;
  Json all = Json::object();
  const auto end_line = [&] {
    if (options.one_line && session.settings().terminal && !session.settings().progress) {
      *session.settings().err << "\r\x1b[K" << std::flush;
    }
  };
  for (size_t i = 0; i < steps->size(); ++i) {
    const Step& step = (*steps)[i];
    SayProgress(session, options, i + 1, steps->size(), step.id);
    const absl::StatusOr<Json> answer = RunStep(session, step, file, options, answers);
    if (!answer.ok()) {
      end_line();
      if (options.skip_changed && WasDoneBefore(answer.status())) {
        session.Note(session.Say(texts::kOlderExample, {{"file", file}}));
        return all;
      }
      session.Note(session.Say(texts::kStepRefused, {{"step", step.id}, {"file", file}}));
      if (i > 0 && session.settings().dry_run) session.Note(session.Say(texts::kStepsRehearsed));
      return answer.status();
    }
    answers[step.id] = *answer;
    all[step.id] = *answer;
  }
  end_line();
  return all;
}

}  // namespace tranche::cli
