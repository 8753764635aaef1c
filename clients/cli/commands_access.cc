// SPDX-License-Identifier: EUPL-1.2
// People, their roles, the link with which somebody signs in, sessions.
#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/access/v1/access_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kAccess[] = "tranche.access.v1.AccessService/";

constexpr Text kPerson{"Лице", "Person"};
constexpr Text kUser{"Потребител", "User"};
constexpr Text kDisplayName{"Име", "Name"};
constexpr Text kLanguage{"Език", "Language"};
constexpr Text kDisabled{"Спрян достъп", "Disabled"};
constexpr Text kRole{"Роля", "Role"};
constexpr Text kHeldIn{"Организация", "Organisation"};
constexpr Text kFrom{"От", "From"};
constexpr Text kTo{"До", "To"};
constexpr Text kGrantedBy{"Дал", "Granted by"};
constexpr Text kWithdrawnBy{"Оттеглил", "Withdrawn by"};
constexpr Text kSession{"Сесия", "Session"};
constexpr Text kBegan{"Вход", "Signed in"};
constexpr Text kSeen{"Последно ползване", "Last used"};
constexpr Text kState{"Състояние", "State"};
constexpr Text kLinkHint{
    "Връзката се използва веднъж, до {minutes} мин.; никой друг не бива да я вижда.",
    "The link is used once, within {minutes} min; nobody else should see it."};
constexpr Text kNeedUrl{
    "Не се знае адресът на страниците; задайте го с --url, напр. http://127.0.0.1:8080.",
    "The address of the pages is not known; name it with --url, for example "
    "http://127.0.0.1:8080."};
constexpr Text kNeedMinutes{"--minutes е цяло число от 1 до 1440.",
                            "--minutes is a whole number from 1 to 1440."};
constexpr Text kNeedRole{"Няма роля „{role}“; ролите са {roles}.",
                         "There is no role \"{role}\"; the roles are {roles}."};
constexpr Text kNoOrganisation{
    "Още няма организация, в която да влезете; създайте я с: tranche organisations create.",
    "There is no organisation yet to sign in to; create one with: tranche organisations create."};

constexpr int kMinutesDefault = 15;
constexpr int kMinutesMax = 1440;

// The roles of people; SERVICE is for programs.
std::vector<Word> Roles(Language language) {
  std::vector<Word> roles = WordsOf(options::v1::Role_descriptor(), language);
  roles.erase(std::remove_if(roles.begin(), roles.end(),
                             [](const Word& role) { return role.word == "service"; }),
              roles.end());
  return roles;
}

absl::StatusOr<options::v1::Role> ReadRole(const Session& session, const std::string& typed) {
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  if (options::v1::Role_Parse(absl::AsciiStrToUpper(typed), &role) &&
      role != options::v1::ROLE_UNSPECIFIED) {
    return role;
  }
  std::vector<std::string> roles;
  for (const Word& word : Roles(session.language())) roles.push_back(word.word);
  return Problem(kExitUsage,
                 session.Say(kNeedRole, {{"role", typed}, {"roles", absl::StrJoin(roles, ", ")}}));
}

// The full name for "maria", "maria@lyubimets" or a full name; `organisation` is that of the first.
std::string PersonName(const std::string& typed, const std::string& organisation) {
  if (absl::StartsWith(typed, "organisations/")) return typed;
  const std::pair<std::string, std::string> parts = absl::StrSplit(typed, absl::MaxSplits('@', 1));
  const std::string home =
      parts.second.empty() ? organisation : absl::StrCat("organisations/", parts.second);
  return absl::StrCat(home, "/people/", parts.first);
}

// The organisation for a write about a person who may be typed with one.
absl::StatusOr<std::string> HomeOf(Session& session, const Arguments& arguments,
                                   const std::string& typed) {
  if (absl::StartsWith(typed, "organisations/") || absl::StrContains(typed, "@")) return std::string();
  return session.FindOrganisation(arguments.Get("organisation"));
}

const RecordSpec& PersonSpec() {
  static const auto* spec = new RecordSpec{{{kPerson, "name"},
                                            {kUser, "subject"},
                                            {kDisplayName, "display_name"},
                                            {kLanguage, "language"},
                                            {kDisabled, "disabled"}}};
  return *spec;
}
const RecordSpec& GrantSpec() {
  static const auto* spec = new RecordSpec{{{kPerson, "person"},
                                            {kRole, "role"},
                                            {kHeldIn, "organisation/last"},
                                            {kFrom, "valid_from"},
                                            {kTo, "valid_to"},
                                            {kGrantedBy, "granted_by"},
                                            {kWithdrawnBy, "withdrawn_by"}}};
  return *spec;
}
const RecordSpec& SessionSpec() {
  static const auto* spec = new RecordSpec{{{kSession, "name/last"},
                                            {kPerson, "person/last"},
                                            {kBegan, "began_at"},
                                            {kSeen, "seen_at"},
                                            {kState, "end"}}};
  return *spec;
}

std::string ParentOf(const Arguments& arguments) {
  const std::string organisation = arguments.Get("organisation");
  return absl::StrCat("organisations/", organisation.empty() ? "-" : organisation);
}

absl::Status ListPeople(Session& session, const Arguments& arguments) {
  access::v1::ListPeopleRequest request;
  request.set_parent(ParentOf(arguments));
  return ShowList(session, absl::StrCat(kAccess, "ListPeople"), request, "people", PersonSpec().fields);
}

absl::Status ShowPerson(Session& session, const Arguments& arguments) {
  access::v1::GetPersonRequest request;
  request.set_name(PersonName(arguments.Get("person"), ParentOf(arguments)));
  return ShowAnswer(session, absl::StrCat(kAccess, "GetPerson"), request, PersonSpec());
}

absl::Status CreatePerson(Session& session, const Arguments& arguments) {
  access::v1::CreatePersonRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_person(arguments.Get("person"));
  request.mutable_details()->set_display_name(arguments.Get("name"));
  request.mutable_details()->set_language(arguments.Has("english") ? access::v1::ENGLISH
                                                                   : access::v1::BULGARIAN);
  return ShowAnswer(session, absl::StrCat(kAccess, "CreatePerson"), request, PersonSpec());
}

template <class Request>
absl::Status SetDisabled(Session& session, const Arguments& arguments, const char* method) {
  Request request;
  const std::string typed = arguments.Get("person");
  TRANCHE_ASSIGN_OR_RETURN(const std::string home, HomeOf(session, arguments, typed));
  request.set_name(PersonName(typed, home));
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kAccess, method), request, PersonSpec());
}
absl::Status DisablePerson(Session& session, const Arguments& arguments) {
  return SetDisabled<access::v1::DisablePersonRequest>(session, arguments, "DisablePerson");
}
absl::Status EnablePerson(Session& session, const Arguments& arguments) {
  return SetDisabled<access::v1::EnablePersonRequest>(session, arguments, "EnablePerson");
}

absl::Status GrantRole(Session& session, const Arguments& arguments) {
  access::v1::GrantRoleRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const options::v1::Role role, ReadRole(session, arguments.Get("role")));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_person(PersonName(arguments.Get("person"), request.parent()));
  request.set_role(role);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "from", request.mutable_valid_from()));
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "to", request.mutable_valid_to()));
  return ShowAnswer(session, absl::StrCat(kAccess, "GrantRole"), request, GrantSpec());
}

absl::Status WithdrawRole(Session& session, const Arguments& arguments) {
  access::v1::WithdrawRoleRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const options::v1::Role role, ReadRole(session, arguments.Get("role")));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           session.FindOrganisation(arguments.Get("organisation")));
  request.set_person(PersonName(arguments.Get("person"), request.parent()));
  request.set_role(role);
  request.set_reason(arguments.Get("reason"));
  return ShowAnswer(session, absl::StrCat(kAccess, "WithdrawRole"), request, GrantSpec());
}

absl::Status ListRoles(Session& session, const Arguments& arguments) {
  access::v1::ListRoleGrantsRequest request;
  request.set_parent(ParentOf(arguments));
  return ShowList(session, absl::StrCat(kAccess, "ListRoleGrants"), request, "role_grants",
                  GrantSpec().fields);
}

// A refusal for this reason is no hindrance: what was wanted is there already.
absl::Status Unless(const char* reason, const absl::Status& status) {
  return ReasonOf(status) == reason ? absl::OkStatus() : status;
}

// The person who the bearer of the token is: "owner@lyubimets" is owner of lyubimets when that is
// granted, else the name before the sign is one of the first organisation. Made, with the roles of the
// token, where missing.
absl::StatusOr<std::string> OneselfAsPerson(Session& session) {
  TRANCHE_ASSIGN_OR_RETURN(const auto me,
                           session.Get<access::v1::WhoAmIResponse>(absl::StrCat(kAccess, "WhoAmI"),
                                                                   access::v1::WhoAmIRequest()));
  TRANCHE_ASSIGN_OR_RETURN(const auto mine, session.Get<access::v1::ListOrganisationsResponse>(
                                                absl::StrCat(kAccess, "ListOrganisations"),
                                                access::v1::ListOrganisationsRequest()));
  if (mine.organisations().empty()) return Problem(kExitUsage, session.Say(kNoOrganisation));
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(me.subject(), absl::MaxSplits('@', 1));
  std::string home = mine.organisations(0).name();
  for (const auto& organisation : mine.organisations()) {
    if (organisation.name() == absl::StrCat("organisations/", parts.second)) home = organisation.name();
  }
  access::v1::CreatePersonRequest create;
  create.set_parent(home);
  create.set_person(parts.first);
  create.mutable_details()->set_display_name(parts.first);
  create.mutable_details()->set_language(
      session.language() == Language::kEnglish ? access::v1::ENGLISH : access::v1::BULGARIAN);
  TRANCHE_RETURN_IF_ERROR(
      Unless("PERSON_EXISTS", session.Call(absl::StrCat(kAccess, "CreatePerson"), create).status()));
  const std::string person = PersonName(parts.first, home);
  for (const access::v1::HeldRoles& held : me.held()) {
    const std::string parent = absl::StrCat("organisations/", held.organisation());
    const bool exists =
        std::any_of(mine.organisations().begin(), mine.organisations().end(),
                    [&](const auto& organisation) { return organisation.name() == parent; });
    for (const int role : held.roles()) {
      if (!exists) continue;
      access::v1::GrantRoleRequest grant;
      grant.set_parent(parent);
      grant.set_person(person);
      grant.set_role(static_cast<options::v1::Role>(role));
      TRANCHE_RETURN_IF_ERROR(Unless("ROLE_ALREADY_GRANTED",
                                     session.Call(absl::StrCat(kAccess, "GrantRole"), grant).status()));
    }
  }
  return person;
}

// Where the pages are: as named, else where this installation's gateway listens.
absl::StatusOr<std::string> PagesUrl(const Session& session, const Arguments& arguments) {
  const std::string named = arguments.Get("url");
  if (!named.empty()) return std::string(absl::StripSuffix(named, "/"));
  std::ifstream file(session.settings().data + "/gateway.port");
  int port = 0;
  if (!(file >> port) || port < 1 || port > 65535) return Problem(kExitUsage, session.Say(kNeedUrl));
  return absl::StrCat("http://127.0.0.1:", port);
}

absl::Status MakeLink(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string url, PagesUrl(session, arguments));
  int minutes = kMinutesDefault;
  if (arguments.Has("minutes") &&
      (!absl::SimpleAtoi(arguments.Get("minutes"), &minutes) || minutes < 1 || minutes > kMinutesMax)) {
    return Problem(kExitUsage, session.Say(kNeedMinutes));
  }
  access::v1::CreateSignInLinkRequest request;
  request.set_valid_minutes(minutes);
  if (const std::string typed = arguments.Get("person"); typed.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), OneselfAsPerson(session));
  } else {
    TRANCHE_ASSIGN_OR_RETURN(const std::string home, HomeOf(session, arguments, typed));
    request.set_name(PersonName(typed, home));
  }
  TRANCHE_ASSIGN_OR_RETURN(const auto link, session.Get<access::v1::SignInLink>(
                                                absl::StrCat(kAccess, "CreateSignInLink"), request));
  if (session.settings().style.format == Format::kJson) {
    *session.settings().out << client::ToJson(link, client::JsonStyle::kIndented) << "\n";
  } else if (!link.secret().empty()) {
    *session.settings().out << url << "/sign-in?link=" << link.secret() << "\n";
  }
  if (session.settings().dry_run) return absl::OkStatus();
  session.Note(session.Say(kLinkHint, {{"minutes", absl::StrCat(minutes)}}));
  return absl::OkStatus();
}

absl::Status ListSessions(Session& session, const Arguments& arguments) {
  access::v1::ListSessionsRequest request;
  request.set_parent(ParentOf(arguments));
  return ShowList(session, absl::StrCat(kAccess, "ListSessions"), request, "sessions",
                  SessionSpec().fields);
}

// The full name of a session that was typed by its last part: a write names its organisation.
absl::StatusOr<std::string> FindSession(Session& session, const std::string& typed) {
  if (absl::StartsWith(typed, "organisations/")) return typed;
  access::v1::ListSessionsRequest request;
  request.set_parent("organisations/-");
  TRANCHE_ASSIGN_OR_RETURN(const auto answer,
                           session.CallAllPages(absl::StrCat(kAccess, "ListSessions"), request));
  for (const google::protobuf::Message* item : ItemsOf(*answer, "sessions")) {
    const std::string& name = static_cast<const access::v1::Session&>(*item).name();
    if (absl::EndsWith(name, absl::StrCat("/", typed))) return name;
  }
  return Refuse("NOT_FOUND", {{"name", typed}});
}

absl::Status EndSession(Session& session, const Arguments& arguments) {
  access::v1::EndSessionRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), FindSession(session, arguments.Get("session")));
  return ShowAnswer(session, absl::StrCat(kAccess, "EndSession"), request, SessionSpec());
}

constexpr Parameter kPersonParameter{
    "person",
    Kind::kRequired,
    {"Кой: maria, maria@lyubimets или пълно име", "Who: maria, maria@lyubimets or a full name"}};
constexpr Parameter kRoleParameter{
    "role", Kind::kRequired, {"Ролята", "The role"}, Takes::kText, Roles};
constexpr Parameter kReasonParameter{
    "reason", Kind::kValue, {"Защо; остава в доказателствата", "Why; it stays in the evidence"}};

std::vector<Command> PeopleCommands() {
  return {
      {"people",
       "list",
       {"Показва хората на организацията", "Lists the people of the organisation"},
       {kOrganisationParameter},
       "tranche people list",
       false,
       ListPeople},
      {"people",
       "show",
       {"Показва едно лице", "Shows one person"},
       {kPersonParameter, kOrganisationParameter},
       "tranche people show maria@lyubimets",
       false,
       ShowPerson},
      {"people",
       "create",
       {"Добавя лице; без роля то не може да влезе",
        "Adds a person, who cannot sign in without a role"},
       {{"person",
         Kind::kRequired,
         {"Идентификатор на латиница, напр. maria", "Id, for example maria"}},
        {"name", Kind::kMustValue, {"Име за хората", "Name for people"}},
        {"english", Kind::kFlag, {"Страниците да са на английски", "Pages in English"}},
        kOrganisationParameter},
       "tranche people create maria --name \"Мария Петрова\" --organisation lyubimets",
       true,
       CreatePerson},
      {"people",
       "disable",
       {"Спира достъпа на лице и прекратява сесиите му", "Keeps a person out and ends their sessions"},
       {kPersonParameter, kReasonParameter, kOrganisationParameter},
       "tranche people disable maria@lyubimets --reason \"напусна\"",
       true,
       DisablePerson},
      {"people",
       "enable",
       {"Възстановява достъпа на лице", "Lets a person in again"},
       {kPersonParameter, kReasonParameter, kOrganisationParameter},
       "tranche people enable maria@lyubimets",
       true,
       EnablePerson},
  };
}

std::vector<Command> RoleCommands() {
  return {
      {"people",
       "grant",
       {"Дава роля на лице", "Grants a role to a person"},
       {kPersonParameter,
        kRoleParameter,
        {"from", Kind::kValue, {"Първи ден; днес, ако липсва", "First day; today when left out"}},
        {"to",
         Kind::kValue,
         {"Последен ден; без край, ако липсва", "Last day; without end when left out"}},
        kOrganisationParameter},
       "tranche people grant maria@lyubimets finance --organisation lyubimets --to 31.12.2027",
       true,
       GrantRole},
      {"people",
       "withdraw",
       {"Оттегля роля веднага и прекратява сесиите", "Withdraws a role at once and ends the sessions"},
       {kPersonParameter, kRoleParameter, kReasonParameter, kOrganisationParameter},
       "tranche people withdraw maria@lyubimets finance --organisation lyubimets",
       true,
       WithdrawRole},
      {"people",
       "roles",
       {"Показва кой каква роля има и е имал", "Lists who holds and held which role"},
       {kOrganisationParameter},
       "tranche people roles --organisation lyubimets",
       false,
       ListRoles},
  };
}

}  // namespace

std::vector<Command> AccessCommands() {
  std::vector<Command> commands = PeopleCommands();
  const std::vector<Command> of_roles = RoleCommands();
  commands.insert(commands.end(), of_roles.begin(), of_roles.end());
  const std::vector<Command> of_sessions = {
      {"sign-in",
       "link",
       {"Прави връзка, с която се влиза веднъж", "Makes a link with which one signs in once"},
       {{"person",
         Kind::kValue,
         {"За кого; за притежателя на ключа, ако липсва",
          "For whom; for the bearer of the token when left out"}},
        {"url",
         Kind::kValue,
         {"Адресът на страниците, ако са другаде", "Address of the pages, when they are elsewhere"}},
        {"minutes",
         Kind::kValue,
         {"Колко време важи, 1 до 1440; 15, ако липсва",
          "How long it is valid, 1 to 1440; 15 when left out"}},
        kOrganisationParameter},
       "tranche sign-in link\ntranche sign-in link --person maria@lyubimets",
       true,
       MakeLink,
       /*takes_as_of=*/false,
       /*has_steps=*/true},
      {"sessions",
       "list",
       {"Показва сесиите на хората на организацията",
        "Lists the sessions of the organisation's people"},
       {kOrganisationParameter},
       "tranche sessions list",
       false,
       ListSessions},
      {"sessions",
       "end",
       {"Прекратява сесия", "Ends a session"},
       {{"session", Kind::kRequired, {"Сесията, както е в списъка", "The session as the list has it"}}},
       "tranche sessions end 6f1d2c0b9a8e7d6c5b4a392817060504",
       true,
       EndSession},
  };
  commands.insert(commands.end(), of_sessions.begin(), of_sessions.end());
  return commands;
}

}  // namespace tranche::cli
