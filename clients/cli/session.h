// SPDX-License-Identifier: EUPL-1.2
// One run of the command line: where the server is, who calls it, in which language and form it
// answers, and how its refusals are said.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/output.h"
#include "cpp/client.h"
#include "platform/base/error.h"

namespace tranche::cli {

// What a shell script can decide by; listed in `tranche --help`.
enum ExitCode {
  kExitOk = 0,
  kExitFailure = 1,
  kExitUsage = 2,
  kExitNotFound = 3,
  kExitForbidden = 4,
  kExitConflict = 5,
  kExitRule = 6,
  kExitUnavailable = 7,
  kExitInterrupted = 130,
};

// What an exit code means, for the help and the manual.
struct ExitMeaning {
  ExitCode code;
  Text text;
};
inline constexpr ExitMeaning kExitMeanings[] = {
    {kExitOk, {"готово", "done"}},
    {kExitFailure, {"грешка", "failure"}},
    {kExitUsage,
     {"грешна команда или неправилно въведена стойност",
      "wrong command, or a value that is malformed"}},
    {kExitNotFound, {"няма такъв запис", "no such record"}},
    {kExitForbidden, {"без ключ или без право", "no token or no right"}},
    {kExitConflict,
     {"противоречие: вече съществува или състоянието е друго",
      "conflict: it exists already or is in another state"}},
    {kExitRule, {"отказано по правило", "refused by a rule"}},
    {kExitUnavailable,
     {"сървърът не отговаря или не се знае дали записът е минал",
      "the server does not answer, or whether it was written is not known"}},
    {kExitInterrupted, {"прекъснато", "interrupted"}},
};

struct Settings {
  std::string data;        // Data folder.
  std::string server;      // Address; "": the one in the data folder.
  std::string token_file;  // File with the owner's token; "": the one in the data folder.
  std::string as_of;       // ISO day; "": today.
  std::string request_id;  // For a write; "": a fresh one.
  bool dry_run = false;    // Writes are checked and answered, and nothing is stored.
  bool progress = false;   // Say every step.
  bool terminal = false;   // Messages go to a terminal.
  absl::Duration patience = absl::ZeroDuration();  // How long a call may take, once; 0: as it is usual.
  OutputStyle style;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
};

// bg or en by LC_ALL, LC_MESSAGES, LANG, the first that is set: English for en…, Bulgarian for all
// else.
Language LanguageOf(const char* lc_all, const char* lc_messages, const char* lang);

// The data folder when none is named: /var/lib/tranche for root, else below XDG_DATA_HOME or HOME.
std::string DefaultDataFolder(bool root, const char* tranche_data, const char* xdg_data_home,
                              const char* home);

// A problem that this program itself found: a sentence in the language asked for, and the exit code.
absl::Status Problem(ExitCode code, absl::string_view sentence);
// The same refusal, with the exit code of wrong usage: what was typed is wrong, not what is stored.
absl::Status AsUsage(const absl::Status& status);

ExitCode ExitCodeOf(const absl::Status& status);

// The refusal for people: its sentence, then each violation with its place, then what to do.
// `request_id` is that of the write whose outcome may be unknown; "": none.
std::string Complain(const absl::Status& status, Language language, const std::string& request_id);

// A day as typed (platform/text/typed.h), as ISO. Its refusals are of usage.
absl::StatusOr<std::string> ReadTypedDay(const std::string& typed);
// An amount as typed (platform/text/typed.h), as the wire has it; a currency sign in it must be
// `currency`. Its refusals are of usage.
absl::StatusOr<std::string> ReadTypedAmount(const std::string& typed, const std::string& currency);

class Session {
 public:
  explicit Session(Settings settings);

  const Settings& settings() const { return settings_; }
  Language language() const { return settings_.style.language; }
  std::string Say(Text text, const ErrorValues& values = {}) const {
    return Fill(text, language(), values);
  }
  Cell At(const google::protobuf::Message& message, absl::string_view path) const {
    return CellAt(message, path, language());
  }

  // Calls as the owner of the data folder, or as another user whose token lies in its secrets.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      absl::string_view method, const google::protobuf::Message& request,
      const std::string& user = "owner");
  template <class Response>
  absl::StatusOr<Response> Get(absl::string_view method, const google::protobuf::Message& request) {
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> response,
                             Call(method, request));
    return static_cast<const Response&>(*response);
  }
  // All pages as one answer.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallAllPages(
      absl::string_view method, const google::protobuf::Message& request);
  absl::Status CheckHealth();

  absl::StatusOr<std::string> Address() const;
  absl::StatusOr<std::string> ReadToken(const std::string& user) const;

  // A file, "-" for standard input; refused when it cannot be read or is larger than a request may be.
  absl::StatusOr<std::string> ReadFile(const std::string& file) const;

  // "organisations/{organisation}/contracts/{number}" for a number however typed, or a full name. For a
  // read "-" stands for any organisation of the caller.
  std::string ContractName(const std::string& typed, const std::string& organisation) const;
  // The same for a write: the contract is looked up first, since a write names one organisation.
  absl::StatusOr<std::string> FindContract(const std::string& typed, const std::string& organisation);
  // "BGN" or "EUR", in which a contract is kept, by its full name.
  absl::StatusOr<std::string> CurrencyOfContract(const std::string& name);
  // "organisations/{organisation}" for a new record: the named one, or the only one of the caller.
  absl::StatusOr<std::string> FindOrganisation(const std::string& organisation);

  // Shows a view for people or as CSV, or `json`, as the caller asked.
  void Show(const View& view, const std::string& json) const;
  void Note(const std::string& sentence) const;

  // Key of the last write of this run; "" before the first.
  const std::string& last_request_id() const { return last_request_id_; }

 private:
  absl::StatusOr<client::Client*> ClientOf(const std::string& user);

  const Settings settings_;
  std::optional<client::Servers> servers_;
  std::map<std::string, std::unique_ptr<client::Client>> clients_;
  std::map<std::string, std::string> currencies_;  // Of contracts that were looked up, by name.
  std::string last_request_id_;
};

// What an interrupted run says of its write, kept where a signal handler may read it.
void RememberForInterrupt(const std::string& request_id, Language language);
void ForgetInterrupt();
void InstallInterruptHandler();

}  // namespace tranche::cli
