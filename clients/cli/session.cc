// SPDX-License-Identifier: EUPL-1.2
#include "cli/session.h"

#include <google/protobuf/descriptor.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/money.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kExitUrl[] = "tranche.cli/exit";
// The server takes messages of at most 4 MiB.
constexpr size_t kFileBytesMax = 4 << 20;
constexpr int kPageSize = 500;

std::string OwnerOf(const std::string& file) {
  struct stat about {};
  std::string at = file;
  while (stat(at.c_str(), &about) != 0) {
    const size_t slash = at.rfind('/');
    if (slash == std::string::npos || slash == 0) return "root";
    at.resize(slash);
  }
  const passwd* user = getpwuid(about.st_uid);
  return user == nullptr ? absl::StrCat(about.st_uid) : user->pw_name;
}

ExitCode ExitCodeOfHttp(int http) {
  switch (http) {
    case 400:
    case 413:
    case 415:
      return kExitUsage;
    case 401:
    case 403:
      return kExitForbidden;
    case 404:
      return kExitNotFound;
    case 409:
    case 412:
    case 428:
      return kExitConflict;
    case 422:
      return kExitRule;
    case 429:
    case 503:
    case 504:
      return kExitUnavailable;
    default:
      return kExitFailure;
  }
}

// The words for an interrupt: written by a signal handler, which may not allocate.
std::array<char, 512> interrupt_words{};
volatile sig_atomic_t interrupt_length = 0;

void OnInterrupt(int) {
  if (interrupt_length > 0) {
    // Nothing can be done about a message that cannot be written.
    const ssize_t ignored =
        write(STDERR_FILENO, interrupt_words.data(), static_cast<size_t>(interrupt_length));
    static_cast<void>(ignored);
  }
  _exit(kExitInterrupted);
}

}  // namespace

Language LanguageOf(const char* lc_all, const char* lc_messages, const char* lang) {
  for (const char* value : {lc_all, lc_messages, lang}) {
    if (value == nullptr || *value == '\0') continue;
    return absl::StartsWith(value, "en") ? Language::kEnglish : Language::kBulgarian;
  }
  return Language::kBulgarian;
}

std::string DefaultDataFolder(bool root, const char* tranche_data, const char* xdg_data_home,
                              const char* home) {
  if (tranche_data != nullptr && *tranche_data != '\0') return tranche_data;
  if (root) return "/var/lib/tranche";
  if (xdg_data_home != nullptr && *xdg_data_home != '\0')
    return absl::StrCat(xdg_data_home, "/tranche");
  return absl::StrCat(home == nullptr ? "" : home, "/.local/share/tranche");
}

absl::Status Problem(ExitCode code, absl::string_view sentence) {
  absl::Status status(absl::StatusCode::kFailedPrecondition, sentence);
  status.SetPayload(kExitUrl, absl::Cord(absl::StrCat(static_cast<int>(code))));
  return status;
}

absl::Status AsUsage(const absl::Status& status) {
  absl::Status usage = status;
  if (!usage.ok()) usage.SetPayload(kExitUrl, absl::Cord(absl::StrCat(static_cast<int>(kExitUsage))));
  return usage;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  if (const auto payload = status.GetPayload(kExitUrl); payload) {
    int code = kExitFailure;
    if (absl::SimpleAtoi(std::string(*payload), &code)) return static_cast<ExitCode>(code);
  }
  const std::string reason = ReasonOf(status);
  return reason.empty() ? kExitFailure : ExitCodeOfHttp(HttpStatusOf(reason));
}

std::string Complain(const absl::Status& status, Language language, const std::string& request_id) {
  const std::string reason = ReasonOf(status);
  const std::string sentence =
      reason.empty() ? std::string(status.message()) : Explain(reason, ValuesOf(status), language);
  const std::vector<Violation> violations = ViolationsOf(status);
  std::string said = absl::StrCat("tranche: ", sentence, "\n");
  for (const Violation& violation : violations) {
    const std::string what = Explain(violation.reason, violation.values, language);
    const std::string place = SayPlace(violation.field, language);
    const std::string line =
        place.empty() || absl::StrContains(what, place) ? what : absl::StrCat(place, ": ", what);
    // The only violation with the same sentence takes the place of the refusal, and is not said twice.
    if (violations.size() == 1 && what == sentence) {
      said = absl::StrCat("tranche: ", line, "\n");
    } else {
      absl::StrAppend(&said, "  ", line, "\n");
    }
  }
  if (ExitCodeOf(status) == kExitUnavailable) {
    if (!request_id.empty()) {
      absl::StrAppend(&said, Fill(texts::kRetryWithKey, language, {{"key", request_id}}), "\n");
    }
    if (reason == "PEER_UNAVAILABLE") absl::StrAppend(&said, texts::kServerAway.In(language), "\n");
  }
  return said;
}

absl::StatusOr<std::string> ReadTypedDay(const std::string& typed) {
  const absl::StatusOr<absl::CivilDay> day = tranche::ReadTypedDay(absl::string_view(typed));
  if (!day.ok()) return AsUsage(day.status());
  return FormatDay(*day);
}

absl::StatusOr<std::string> ReadTypedAmount(const std::string& typed, const std::string& currency) {
  const absl::StatusOr<Currency> known = ParseCurrency(currency);
  if (!known.ok()) return AsUsage(known.status());
  const absl::StatusOr<Money> amount = ReadTypedMoney(typed, *known);
  if (!amount.ok()) return AsUsage(amount.status());
  // "100 €" where leva are asked for: the sign would be lost on the wire.
  if (amount->currency() != *known) {
    return AsUsage(Refuse("MONEY_CURRENCY_MIXED", {{"left", typed}, {"right", currency}}));
  }
  return FormatAmount(*amount);
}

Session::Session(Settings settings) : settings_(std::move(settings)) {}

absl::StatusOr<std::string> Session::Address() const {
  if (!settings_.server.empty()) return settings_.server;
  const std::string file = absl::StrCat(settings_.data, "/endpoint");
  std::ifstream in(file);
  std::string address(std::istreambuf_iterator<char>(in), {});
  absl::StripAsciiWhitespace(&address);
  if (!address.empty()) return address;
  if (::access(file.c_str(), F_OK) != 0 && errno == EACCES) {
    return Problem(kExitForbidden,
                   Say(texts::kEndpointUnreadable, {{"file", file}, {"owner", OwnerOf(file)}}));
  }
  return Problem(kExitUnavailable, Say(texts::kNoEndpoint, {{"file", file}}));
}

absl::StatusOr<std::string> Session::ReadToken(const std::string& user) const {
  const bool named = user == "owner" && !settings_.token_file.empty();
  const std::string file =
      named ? settings_.token_file : absl::StrCat(settings_.data, "/secrets/", user, ".token");
  std::ifstream in(file);
  std::string token(std::istreambuf_iterator<char>(in), {});
  absl::StripAsciiWhitespace(&token);
  // A token is one line of printable ASCII; anything else in a call's metadata would end the program.
  bool plain = !token.empty();
  for (const char c : token) plain = plain && absl::ascii_isgraph(static_cast<unsigned char>(c));
  if (plain) return token;
  errno = 0;
  if (::access(file.c_str(), R_OK) != 0 && errno == EACCES) {
    return Problem(kExitForbidden,
                   Say(texts::kTokenUnreadable, {{"file", file}, {"owner", OwnerOf(file)}}));
  }
  return Problem(kExitForbidden, Say(texts::kNoToken, {{"file", file}}));
}

absl::StatusOr<client::Client*> Session::ClientOf(const std::string& user) {
  if (const auto found = clients_.find(user); found != clients_.end()) return found->second.get();
  TRANCHE_ASSIGN_OR_RETURN(const std::string address, Address());
  client::ClientOptions options;
  TRANCHE_ASSIGN_OR_RETURN(options.token, ReadToken(user));
  if (settings_.patience > absl::ZeroDuration()) {
    options.deadline = settings_.patience;
    options.repeats_max = 0;
  }
  options.on_write = [this](const std::string& request_id) {
    if (settings_.dry_run) return;  // Nothing is in doubt then.
    last_request_id_ = request_id;
    RememberForInterrupt(request_id, language());
  };
  if (!servers_.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(servers_, client::Servers::At(address));
  }
  auto client = std::make_unique<client::Client>(*servers_, std::move(options));
  return clients_.emplace(user, std::move(client)).first->second.get();
}

absl::StatusOr<std::unique_ptr<Message>> Session::Call(absl::string_view method, const Message& request,
                                                       const std::string& user) {
  TRANCHE_ASSIGN_OR_RETURN(client::Client* const client, ClientOf(user));
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  const std::unique_ptr<Message> keyed(request.New());
  keyed->CopyFrom(request);
  if (field != nullptr && !settings_.request_id.empty()) {
    keyed->GetReflection()->SetString(keyed.get(), field, settings_.request_id);
  }
  if (settings_.dry_run) {
    const FieldDescriptor* rehearse = request.GetDescriptor()->FindFieldByName("validate_only");
    if (rehearse != nullptr) keyed->GetReflection()->SetBool(keyed.get(), rehearse, true);
  }
  auto answer = client->Call(method, *keyed);
  ForgetInterrupt();
  return answer;
}

absl::StatusOr<std::unique_ptr<Message>> Session::CallAllPages(absl::string_view method,
                                                               const Message& request) {
  const std::unique_ptr<Message> page_request(request.New());
  page_request->CopyFrom(request);
  const google::protobuf::Reflection* reflection = page_request->GetReflection();
  const FieldDescriptor* size = page_request->GetDescriptor()->FindFieldByName("page_size");
  const FieldDescriptor* token = page_request->GetDescriptor()->FindFieldByName("page_token");
  if (size == nullptr || token == nullptr) return Call(method, request);
  reflection->SetInt32(page_request.get(), size, kPageSize);
  std::unique_ptr<Message> all;
  for (;;) {
    TRANCHE_ASSIGN_OR_RETURN(std::unique_ptr<Message> page, Call(method, *page_request));
    const FieldDescriptor* next = page->GetDescriptor()->FindFieldByName("next_page_token");
    const std::string next_token = page->GetReflection()->GetString(*page, next);
    if (all == nullptr) {
      all = std::move(page);
    } else {
      all->MergeFrom(*page);
    }
    if (next_token.empty()) return all;
    reflection->SetString(page_request.get(), token, next_token);
  }
}

absl::Status Session::CheckHealth() {
  TRANCHE_ASSIGN_OR_RETURN(const std::string address, Address());
  TRANCHE_ASSIGN_OR_RETURN(const client::Servers servers, client::Servers::At(address));
  return client::Client(servers, {}).CheckHealth();
}

absl::StatusOr<std::string> Session::ReadFile(const std::string& file) const {
  std::string content;
  const auto read = [&content](std::istream& in) {
    content.resize(kFileBytesMax + 1);
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<size_t>(in.gcount()));
    return !in.bad();
  };
  errno = 0;
  bool good = false;
  if (file == "-") {
    good = read(std::cin);
  } else {
    std::ifstream in(file, std::ios::binary);
    good = in.is_open() && read(in);
  }
  if (!good) {
    const std::string why = SaySystemError(errno == 0 ? EIO : errno, language());
    return Problem(kExitUsage, Say(texts::kFileUnreadable, {{"file", file}, {"why", why}}));
  }
  if (content.size() > kFileBytesMax) {
    return Problem(kExitUsage,
                   Say(texts::kFileTooLarge, {{"file", file}, {"max", absl::StrCat(kFileBytesMax)}}));
  }
  return content;
}

std::string Session::ContractName(const std::string& typed, const std::string& organisation) const {
  if (absl::StartsWith(typed, "organisations/")) return typed;
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation, "/contracts/",
                      FoldRegisterNumber(typed));
}

absl::StatusOr<std::string> Session::FindContract(const std::string& typed,
                                                  const std::string& organisation) {
  const std::string name = ContractName(typed, organisation);
  if (!absl::StartsWith(name, "organisations/-/")) return name;
  proposals::v1::GetContractRequest request;
  request.set_name(name);
  TRANCHE_ASSIGN_OR_RETURN(
      const auto contract,
      Get<proposals::v1::Contract>("tranche.proposals.v1.ProposalsService/GetContract", request));
  currencies_[contract.name()] = contract.amount().total().currency();
  return contract.name();
}

absl::StatusOr<std::string> Session::CurrencyOfContract(const std::string& name) {
  if (const auto known = currencies_.find(name); known != currencies_.end()) return known->second;
  proposals::v1::GetContractRequest request;
  request.set_name(name);
  TRANCHE_ASSIGN_OR_RETURN(
      const auto contract,
      Get<proposals::v1::Contract>("tranche.proposals.v1.ProposalsService/GetContract", request));
  return contract.amount().total().currency();
}

absl::StatusOr<std::string> Session::FindOrganisation(const std::string& organisation) {
  if (!organisation.empty()) {
    return absl::StartsWith(organisation, "organisations/")
               ? organisation
               : absl::StrCat("organisations/", organisation);
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto me,
                           Get<access::v1::WhoAmIResponse>("tranche.access.v1.AccessService/WhoAmI",
                                                           access::v1::WhoAmIRequest()));
  if (me.organisations_size() == 1) return absl::StrCat("organisations/", me.organisations(0));
  return Problem(kExitUsage, Say(texts::kWhichOrganisation,
                                 {{"organisations", absl::StrJoin(me.organisations(), ", ")}}));
}

void Session::Show(const View& view, const std::string& json) const {
  switch (settings_.style.format) {
    case Format::kJson:
      *settings_.out << json << "\n";
      break;
    case Format::kCsv:
      *settings_.out << RenderCsv(view, settings_.style);
      break;
    case Format::kTable:
      *settings_.out << RenderText(view, settings_.style);
      break;
  }
}

void Session::Note(const std::string& sentence) const { *settings_.err << sentence << "\n"; }

void RememberForInterrupt(const std::string& request_id, Language language) {
  std::string words =
      absl::StrCat("\ntranche: ", Fill(texts::kRetryWithKey, language, {{"key", request_id}}), "\n");
  words.resize(std::min(words.size(), interrupt_words.size()));
  interrupt_length = 0;
  std::memcpy(interrupt_words.data(), words.data(), words.size());
  interrupt_length = static_cast<sig_atomic_t>(words.size());
}

void ForgetInterrupt() { interrupt_length = 0; }

void InstallInterruptHandler() {
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace tranche::cli
