// SPDX-License-Identifier: EUPL-1.2
// The only file that includes the parser's library, which takes long to compile.
#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

constexpr Text kAbout{"Tranche: планове, договори, бюджети и срокове по европейски програми.",
                      "Tranche: plans, contracts, budgets and deadlines of European programmes."};
constexpr Text kFooter{
    "Кодове за изход:\n"
    "  0   готово\n"
    "  1   грешка\n"
    "  2   грешна команда или неправилно въведена стойност\n"
    "  3   няма такъв запис\n"
    "  4   без ключ или без право\n"
    "  5   противоречие: вече съществува или състоянието е друго\n"
    "  6   отказано по правило\n"
    "  7   сървърът не отговаря или не се знае дали записът е минал\n"
    "  130 прекъснато\n"
    "Среда: TRANCHE_DATA (папка с данни), LC_ALL, LC_MESSAGES, LANG (език), NO_COLOR.\n"
    "Данните са на стандартния изход, съобщенията на стандартната грешка.",
    "Exit codes:\n"
    "  0   done\n"
    "  1   failure\n"
    "  2   wrong command, or a value that is malformed\n"
    "  3   no such record\n"
    "  4   no token or no right\n"
    "  5   conflict: it exists already or is in another state\n"
    "  6   refused by a rule\n"
    "  7   the server does not answer, or whether it was written is not known\n"
    "  130 interrupted\n"
    "Environment: TRANCHE_DATA (data folder), LC_ALL, LC_MESSAGES, LANG (language), NO_COLOR.\n"
    "Data is on standard output, messages on standard error."};
constexpr Text kOptionsGroup{"Опции", "Options"};
constexpr Text kCommandsGroup{"Команди", "Commands"};
constexpr Text kMissingCommand{"липсва команда", "a command is missing"};
constexpr Text kMissing{"липсва {what}", "{what} is missing"};
constexpr Text kUnknownWord{"непознато „{what}“", "unknown \"{what}\""};
constexpr Text kNotAccepted{"неприета стойност: {what}", "value not accepted: {what}"};
constexpr Text kExamples{"Примери", "Examples"};

// What was typed for all commands alike.
struct Typed {
  std::string data;
  std::string server;
  std::string token_file;
  std::string format = "table";
  std::string language;
  std::string as_of;
  std::string request_id;
  bool no_headers = false;
  bool bom = false;
  bool progress = false;
};

// The values of one command's parameters, where the parser puts them.
struct Slots {
  const Command* command = nullptr;
  CLI::App* app = nullptr;
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, CLI::Option*> options;
};

// The language is needed for the help, which is made before anything is parsed.
Language FindLanguage(const std::vector<std::string>& arguments, const Environment& environment) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--lang=en") return Language::kEnglish;
    if (arguments[i] == "--lang=bg") return Language::kBulgarian;
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) {
      return arguments[i + 1] == "en" ? Language::kEnglish : Language::kBulgarian;
    }
  }
  return LanguageOf(environment.lc_all, environment.lc_messages, environment.lang);
}

// The library pads by bytes; Cyrillic letters have two.
class Formatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string left =
        absl::StrCat("  ", make_option_name(option, is_positional), make_option_opts(option));
    const int width = DisplayWidth(left);
    const int column = static_cast<int>(get_column_width());
    left += width + 1 < column ? std::string(static_cast<size_t>(column - width), ' ')
                               : absl::StrCat("\n", std::string(static_cast<size_t>(column), ' '));
    return absl::StrCat(left, make_option_desc(option), "\n");
  }
};

std::shared_ptr<CLI::Formatter> MakeFormatter(Language language) {
  auto formatter = std::make_shared<Formatter>();
  formatter->column_width(34);
  if (language == Language::kBulgarian) {
    formatter->label("Usage", "Употреба");
    formatter->label("Positionals", "Аргументи");
    formatter->label("OPTIONS", "ОПЦИИ");
    formatter->label("SUBCOMMAND", "КОМАНДА");
    formatter->label("SUBCOMMANDS", "КОМАНДИ");
    formatter->label("REQUIRED", "(задължително)");
    formatter->label("TEXT", "СТОЙНОСТ");
  } else {
    formatter->label("REQUIRED", "(required)");
    formatter->label("TEXT", "VALUE");
  }
  return formatter;
}

std::string In(Text text, Language language) { return std::string(text.In(language)); }

void AddGlobals(CLI::App& app, Language language, Typed* typed) {
  const auto say = [language](Text text) { return In(text, language); };
  app.add_option("-o,--output", typed->format,
                 say({"Вид: table, json или csv", "Form: table, json or csv"}))
      ->check(CLI::IsMember({"table", "json", "csv"}));
  app.add_option("--lang", typed->language, say({"Език: bg или en", "Language: bg or en"}))
      ->check(CLI::IsMember({"bg", "en"}));
  app.add_option(
      "--as-of", typed->as_of,
      say({"Към коя дата, 2018-09-01 или 01.09.2018", "As of which day, 2018-09-01 or 01.09.2018"}));
  app.add_flag("--no-headers", typed->no_headers,
               say({"Без заглавен ред", "Without the line of headings"}));
  app.add_flag("--bom", typed->bom, say({"CSV с BOM, за Excel", "CSV with a BOM, for Excel"}));
  app.add_flag("--progress", typed->progress, say({"Показва всяка стъпка", "Says every step"}));
  app.add_option("--data", typed->data, say({"Папка с данни", "Data folder"}));
  app.add_option("--server", typed->server,
                 say({"Адрес: unix:/път или 127.0.0.1:порт", "Address: unix:/path or 127.0.0.1:port"}));
  app.add_option("--token-file", typed->token_file,
                 say({"Файл с ключа за достъп", "File with the access token"}));
}

void AddParameter(Slots& slots, const Parameter& parameter, Language language) {
  const bool positional = parameter.kind == Kind::kRequired || parameter.kind == Kind::kOptional;
  std::string name = positional ? parameter.name : absl::StrCat("--", parameter.name);
  if (name == "--output-file") name = "-O,--output-file";
  const std::string help = In(parameter.help, language);
  CLI::Option* option = nullptr;
  if (parameter.kind == Kind::kFlag) {
    option = slots.app->add_flag(name, help);
  } else {
    option = slots.app->add_option(name, slots.values[parameter.name], help);
    option->expected(1);
    option->allow_extra_args(false);
  }
  if (parameter.kind == Kind::kRequired || parameter.kind == Kind::kMustValue) option->required();
  slots.options[parameter.name] = option;
}

void AddCommand(CLI::App& parent, const Command& command, Language language, Typed* typed,
                std::vector<std::unique_ptr<Slots>>* all) {
  auto slots = std::make_unique<Slots>();
  slots->command = &command;
  slots->app = parent.add_subcommand(*command.verb == '\0' ? command.noun : command.verb,
                                     In(command.help, language));
  slots->app->group(In(kCommandsGroup, language));
  slots->app->get_help_ptr()->group(In(kOptionsGroup, language));
  slots->app->fallthrough();
  for (const Parameter& parameter : command.parameters) AddParameter(*slots, parameter, language);
  if (command.writes) {
    slots->app->add_option(
        "--request-id", typed->request_id,
        In({"Ключ, с който повторението е безопасно", "Key that makes a repeat safe"}, language));
  }
  slots->app->footer(absl::StrCat(In(kExamples, language), ":\n  ",
                                  absl::StrReplaceAll(command.examples, {{"\n", "\n  "}})));
  all->push_back(std::move(slots));
}

// Whether an argument is an option that takes the argument after it as its value.
bool TakesNext(absl::string_view argument, const std::vector<Command>& commands) {
  if (argument.size() < 2 || argument[0] != '-' || argument == "--" ||
      absl::StrContains(argument, "=")) {
    return false;
  }
  static const std::set<std::string> kFlags = {"-h",           "--help", "--version",
                                               "--no-headers", "--bom",  "--progress"};
  if (kFlags.count(std::string(argument)) > 0) return false;
  for (const Command& command : commands) {
    for (const Parameter& parameter : command.parameters) {
      if (parameter.kind == Kind::kFlag && argument == absl::StrCat("--", parameter.name)) return false;
    }
  }
  return true;
}

// What is wrong with the bytes of the arguments, "" when all are UTF-8. Messages hold nothing else, and
// a terminal of another encoding sends other bytes.
std::string FindNotUtf8(const std::vector<std::string>& arguments, const std::vector<Command>& commands,
                        Language language) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (IsValidUtf8(arguments[i])) continue;
    const size_t equals = arguments[i].find('=');
    const std::string name = arguments[i].substr(0, equals);
    if (equals != std::string::npos && absl::StartsWith(name, "--") && IsValidUtf8(name)) {
      return Fill(texts::kOptionNotUtf8, language, {{"option", name}});
    }
    if (i > 0 && TakesNext(arguments[i - 1], commands)) {
      return Fill(texts::kOptionNotUtf8, language, {{"option", arguments[i - 1]}});
    }
    return Fill(texts::kArgumentNotUtf8, language, {{"position", absl::StrCat(i + 1)}});
  }
  return "";
}

// The values that were given, by parameter.
Arguments Given(const Slots& slots) {
  std::map<std::string, std::vector<std::string>> given;
  for (const auto& [name, option] : slots.options) {
    if (option->count() == 0) continue;
    const auto values = slots.values.find(name);
    given[name] = values == slots.values.end() ? std::vector<std::string>() : values->second;
  }
  return Arguments(std::move(given));
}

absl::StatusOr<Settings> MakeSettings(const Typed& typed, Language language,
                                      const Environment& environment, std::ostream& out,
                                      std::ostream& err) {
  Settings settings;
  settings.data = !typed.data.empty() ? typed.data
                                      : DefaultDataFolder(environment.root, environment.tranche_data,
                                                          environment.xdg_data_home, environment.home);
  settings.server = typed.server;
  settings.token_file = typed.token_file;
  settings.request_id = typed.request_id;
  settings.progress = typed.progress;
  settings.terminal = environment.err_is_terminal;
  settings.style.language = language;
  settings.style.format = typed.format == "json"  ? Format::kJson
                          : typed.format == "csv" ? Format::kCsv
                                                  : Format::kTable;
  settings.style.headers = !typed.no_headers;
  settings.style.bom = typed.bom;
  settings.style.colour =
      environment.out_is_terminal && (environment.no_color == nullptr || *environment.no_color == '\0');
  settings.out = &out;
  settings.err = &err;
  if (!typed.as_of.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(settings.as_of, ReadTypedDay(typed.as_of));
  }
  return settings;
}

// What the parser's library says in English only.
std::string SayParseError(const CLI::App& app, const CLI::ParseError& error, Language language) {
  const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
  std::string what = error.what();
  if (!unknown.empty()) return Fill(kUnknownWord, language, {{"what", unknown.front()}});
  if (error.get_name() == "RequiredError" && absl::StrContains(what, "ubcommand")) {
    return In(kMissingCommand, language);
  }
  if (error.get_name() == "RequiredError") {
    what = absl::StrReplaceAll(what, {{" is required", ""}});
    return Fill(kMissing, language, {{"what", what}});
  }
  return Fill(kNotAccepted, language, {{"what", what}});
}

// The innermost command that was reached, "tranche plans check".
std::string Reached(const CLI::App& app) {
  std::string words = "tranche";
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    absl::StrAppend(&words, " ", at->get_name());
  }
  return words;
}

int Run(const Slots& slots, const Typed& typed, Language language, const Environment& environment,
        std::ostream& out, std::ostream& err) {
  absl::StatusOr<Settings> settings = MakeSettings(typed, language, environment, out, err);
  if (!settings.ok()) {
    err << Complain(settings.status(), language, "");
    return ExitCodeOf(settings.status());
  }
  Session session(*std::move(settings));
  const absl::Status status = slots.command->run(session, Given(slots));
  out.flush();
  if (!status.ok()) err << Complain(status, language, session.last_request_id());
  if (status.ok() && !out.good()) return kExitFailure;
  return ExitCodeOf(status);
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& arguments, const Environment& environment,
                   std::ostream& out, std::ostream& err) {
  const Language language = FindLanguage(arguments, environment);
  const std::vector<Command> commands = AllCommands();
  if (const std::string wrong = FindNotUtf8(arguments, commands, language); !wrong.empty()) {
    err << "tranche: " << wrong << "\n";
    return kExitUsage;
  }
  CLI::App app(In(kAbout, language), "tranche");
  Typed typed;
  std::vector<std::unique_ptr<Slots>> slots;
  app.formatter(MakeFormatter(language));
  app.option_defaults()->group(In(kOptionsGroup, language));
  app.set_help_flag("-h,--help", In({"Показва тази помощ", "Shows this help"}, language));
  app.set_version_flag("--version", std::string("tranche " TRANCHE_VERSION),
                       In({"Показва версията", "Shows the version"}, language));
  app.footer(In(kFooter, language));
  app.require_subcommand(1);
  AddGlobals(app, language, &typed);
  std::map<std::string, CLI::App*> nouns;
  for (const Command& command : commands) {
    CLI::App* parent = &app;
    if (*command.verb != '\0') {
      CLI::App*& noun = nouns[command.noun];
      if (noun == nullptr) {
        noun = app.add_subcommand(command.noun, In(AboutNoun(command.noun), language));
        noun->group(In(kCommandsGroup, language));
        noun->get_help_ptr()->group(In(kOptionsGroup, language));
        noun->require_subcommand(1);
        noun->fallthrough();
        noun->footer("");
      }
      parent = noun;
    }
    AddCommand(*parent, command, language, &typed, &slots);
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, out, err);
    err << "tranche: "
        << Fill(texts::kCannotParse, language, {{"why", SayParseError(app, error, language)}}) << "\n"
        << Fill(texts::kSeeHelp, language, {{"command", Reached(app)}}) << "\n";
    return kExitUsage;
  }
  for (const auto& slot : slots) {
    if (!slot->app->parsed()) continue;
    if (!slot->command->takes_as_of && app.get_option("--as-of")->count() > 0) {
      err << "tranche: " << Fill(texts::kNoAsOf, language, {{"command", Reached(app)}}) << "\n";
      return kExitUsage;
    }
    return Run(*slot, typed, language, environment, out, err);
  }
  return kExitUsage;
}

}  // namespace tranche::cli
