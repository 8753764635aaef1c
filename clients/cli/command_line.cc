// SPDX-License-Identifier: EUPL-1.2
// The only file that includes the parser's library, which takes long to compile.
#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/names.h"
#include "cli/session.h"
#include "platform/text/fold.h"

namespace tranche::cli {
namespace {

constexpr Text kAbout{"Tranche: планове, договори, бюджети и срокове по европейски програми.",
                      "Tranche: plans, contracts, budgets and deadlines of European programmes."};
constexpr Text kExitCodes{"Кодове за изход", "Exit codes"};
constexpr Text kFooter{
    "Среда: TRANCHE_DATA (папка с данни), LC_ALL, LC_MESSAGES, LANG (език), NO_COLOR.\n"
    "Данните са на стандартния изход, съобщенията на стандартната грешка.",
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
  bool dry_run = false;
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

// What stands below the help of the program.
std::string FooterOf(Language language) {
  std::string footer = absl::StrCat(kExitCodes.In(language), ":\n");
  for (const ExitMeaning& exit : kExitMeanings) {
    const std::string code = absl::StrCat(static_cast<int>(exit.code));
    absl::StrAppend(&footer, "  ", code, std::string(4 - code.size(), ' '), exit.text.In(language),
                    "\n");
  }
  return absl::StrCat(footer, kFooter.In(language));
}

// What an option takes as its value, where that is known.
struct ValueKind {
  Takes takes = Takes::kText;
  std::vector<Word> words;
  bool repeats = false;
};

// The parser, and where it puts what was typed.
struct Parser {
  explicit Parser(Language language);

  const Language language;
  const std::vector<Command> commands = AllCommands();
  CLI::App app;
  Typed typed;
  std::vector<std::unique_ptr<Slots>> slots;
  std::map<const CLI::Option*, ValueKind> values;

 private:
  std::string Say(Text text) const { return In(text, language); }
  void AddGlobals();
  void AddCommand(CLI::App& parent, const Command& command);
  void AddParameter(Slots& to, const Parameter& parameter);
};

void Parser::AddGlobals() {
  const auto one_of = [this](CLI::Option* option, const std::vector<std::string>& words) {
    option->check(CLI::IsMember(words));
    for (const std::string& word : words) values[option].words.push_back({word, ""});
  };
  one_of(app.add_option("-o,--output", typed.format,
                        Say({"Вид: table, json или csv", "Form: table, json or csv"})),
         {"table", "json", "csv"});
  one_of(app.add_option("--lang", typed.language, Say({"Език: bg или en", "Language: bg or en"})),
         {"bg", "en"});
  app.add_option(
      "--as-of", typed.as_of,
      Say({"Към коя дата, 2018-09-01 или 01.09.2018", "As of which day, 2018-09-01 or 01.09.2018"}));
  app.add_flag("--no-headers", typed.no_headers,
               Say({"Без заглавен ред", "Without the line of headings"}));
  app.add_flag("--bom", typed.bom, Say({"CSV с BOM, за Excel", "CSV with a BOM, for Excel"}));
  app.add_flag("--progress", typed.progress, Say({"Показва всяка стъпка", "Says every step"}));
  values[app.add_option("--data", typed.data, Say({"Папка с данни", "Data folder"}))].takes =
      Takes::kFolder;
  app.add_option("--server", typed.server,
                 Say({"Адрес: unix:/път или 127.0.0.1:порт", "Address: unix:/path or 127.0.0.1:port"}));
  values[app.add_option("--token-file", typed.token_file,
                        Say({"Файл с ключа за достъп", "File with the access token"}))]
      .takes = Takes::kFile;
}

void Parser::AddParameter(Slots& to, const Parameter& parameter) {
  const bool positional = parameter.kind == Kind::kRequired || parameter.kind == Kind::kOptional;
  std::string name = positional ? parameter.name : absl::StrCat("--", parameter.name);
  if (name == "--output-file") name = "-O,--output-file";
  const std::string help = Say(parameter.help);
  CLI::Option* option = nullptr;
  if (parameter.kind == Kind::kFlag) {
    option = to.app->add_flag(name, help);
  } else {
    option = to.app->add_option(name, to.values[parameter.name], help);
    option->expected(1);
    option->allow_extra_args(false);
    if (parameter.kind == Kind::kValues) option->take_all();
  }
  if (parameter.kind == Kind::kRequired || parameter.kind == Kind::kMustValue) option->required();
  to.options[parameter.name] = option;
  values[option].takes = parameter.takes;
  values[option].repeats = parameter.kind == Kind::kValues;
  if (parameter.words != nullptr) values[option].words = parameter.words(language);
}

void Parser::AddCommand(CLI::App& parent, const Command& command) {
  auto to = std::make_unique<Slots>();
  to->command = &command;
  to->app =
      parent.add_subcommand(*command.verb == '\0' ? command.noun : command.verb, Say(command.help));
  to->app->group(Say(kCommandsGroup));
  to->app->get_help_ptr()->group(Say(kOptionsGroup));
  to->app->fallthrough();
  for (const Parameter& parameter : command.parameters) AddParameter(*to, parameter);
  if (command.writes) {
    to->app->add_flag("--dry-run", typed.dry_run,
                      Say({"Проверява и отговаря като наистина, без да записва нищо",
                           "Checks and answers as if it were done, and stores nothing"}));
  }
  if (command.writes && !command.has_steps) {
    to->app->add_option(
        "--request-id", typed.request_id,
        Say({"Ключ, с който повторението е безопасно", "Key that makes a repeat safe"}));
  }
  to->app->footer(
      absl::StrCat(Say(kExamples), ":\n  ", absl::StrReplaceAll(command.examples, {{"\n", "\n  "}})));
  slots.push_back(std::move(to));
}

Parser::Parser(Language chosen) : language(chosen), app(In(kAbout, chosen), "tranche") {
  app.formatter(MakeFormatter(language));
  app.option_defaults()->group(Say(kOptionsGroup));
  app.set_help_flag("-h,--help", Say({"Показва тази помощ", "Shows this help"}));
  app.set_version_flag("--version", std::string("tranche " TRANCHE_VERSION),
                       Say({"Показва версията", "Shows the version"}));
  app.footer(FooterOf(language));
  app.require_subcommand(1);
  AddGlobals();
  std::map<std::string, CLI::App*> nouns;
  for (const Command& command : commands) {
    if (*command.verb == '\0') {
      AddCommand(app, command);
      continue;
    }
    CLI::App*& noun = nouns[command.noun];
    if (noun == nullptr) {
      noun = app.add_subcommand(command.noun, Say(AboutNoun(command.noun)));
      noun->group(Say(kCommandsGroup));
      noun->get_help_ptr()->group(Say(kOptionsGroup));
      noun->require_subcommand(1);
      noun->fallthrough();
      noun->footer("");
    }
    AddCommand(*noun, command);
  }
}

// Whether an argument is an option that takes the argument after it as its value.
bool TakesNext(absl::string_view argument, const std::vector<Command>& commands) {
  if (argument.size() < 2 || argument[0] != '-' || argument == "--" ||
      absl::StrContains(argument, "=")) {
    return false;
  }
  static const std::set<std::string> kFlags = {"-h",    "--help",     "--version", "--no-headers",
                                               "--bom", "--progress", "--dry-run"};
  if (kFlags.count(std::string(argument)) > 0) return false;
  for (const Command& command : commands) {
    for (const Parameter& parameter : command.parameters) {
      if (parameter.kind == Kind::kFlag && argument == absl::StrCat("--", parameter.name)) return false;
    }
  }
  return true;
}

// What is wrong with the bytes of the arguments, "" when all are UTF-8. Messages hold nothing else,
// and a terminal of another encoding sends other bytes.
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
  settings.dry_run = typed.dry_run;
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
  settings.style.columns = environment.columns;
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
  // A command of several requests takes no key to repeat one of them with.
  const std::string key = slots.command->has_steps ? "" : session.last_request_id();
  if (!status.ok()) err << Complain(status, language, key);
  if (status.ok() && typed.dry_run) session.Note(session.Say(texts::kDryRun));
  if (status.ok() && !out.good()) return kExitFailure;
  return ExitCodeOf(status);
}

OptionNode NodeOf(const CLI::Option& option, const Parser& parser) {
  OptionNode node;
  node.positional = option.get_positional();
  if (node.positional) {
    node.names.push_back(option.get_name(/*positional=*/true));
  } else {
    for (const std::string& name : option.get_snames()) node.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) node.names.push_back("--" + name);
  }
  node.help = option.get_description();
  node.takes_value = option.get_items_expected_max() > 0;
  node.required = option.get_required();
  if (const auto kind = parser.values.find(&option); kind != parser.values.end()) {
    node.repeats = kind->second.repeats;
    node.takes = kind->second.takes;
    node.words = kind->second.words;
  }
  return node;
}

CommandNode NodeOf(const CLI::App& app, const Parser& parser) {
  CommandNode node;
  node.name = app.get_name();
  node.help = app.get_description();
  for (const CLI::Option* option : app.get_options()) node.options.push_back(NodeOf(*option, parser));
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    node.commands.push_back(NodeOf(*command, parser));
  }
  for (const auto& slot : parser.slots) {
    if (slot->app == &app) node.examples = slot->command->examples;
  }
  return node;
}

}  // namespace

CommandNode CommandTree(Language language) {
  const Parser parser(language);
  return NodeOf(parser.app, parser);
}

namespace {

// `tranche complete SHELL WORD…`, for the scripts of shells: says nothing when something is wrong.
int Complete(const std::vector<std::string>& arguments, Language language,
             const Environment& environment, std::ostream& out) {
  constexpr absl::Duration kPatience = absl::Seconds(2);
  if (arguments.size() < 2) return kExitUsage;
  const auto names = [&](const Place& place) -> std::vector<Word> {
    const auto given = [&](const char* option) -> std::string {
      const auto found = place.given.find(option);
      return found == place.given.end() ? "" : found->second;
    };
    Typed typed;
    typed.data = given("data");
    typed.server = given("server");
    typed.token_file = given("token-file");
    std::ostringstream unheard;
    absl::StatusOr<Settings> settings = MakeSettings(typed, language, environment, out, unheard);
    if (!settings.ok()) return {};
    settings->patience = kPatience;
    Session session(*std::move(settings));
    return FindNames(session, place);
  };
  const std::vector<std::string> words(arguments.begin() + 2, arguments.end());
  out << AnswerShell(CommandTree(language), arguments[1], words, names);
  return kExitOk;
}

}  // namespace

std::string FindMistake(const std::vector<std::string>& arguments, Language language) {
  Parser parser(language);
  try {
    parser.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return SayParseError(parser.app, error, language);
  }
  return "";
}

int RunCommandLine(const std::vector<std::string>& arguments, const Environment& environment,
                   std::ostream& out, std::ostream& err) {
  const Language language = FindLanguage(arguments, environment);
  if (!arguments.empty() && arguments[0] == "complete") {
    return Complete(arguments, language, environment, out);
  }
  Parser parser(language);
  if (const std::string wrong = FindNotUtf8(arguments, parser.commands, language); !wrong.empty()) {
    err << "tranche: " << wrong << "\n";
    return kExitUsage;
  }
  CLI::App& app = parser.app;
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, out, err);
    err << "tranche: "
        << Fill(texts::kCannotParse, language, {{"why", SayParseError(app, error, language)}}) << "\n"
        << Fill(texts::kSeeHelp, language, {{"command", Reached(app)}}) << "\n";
    return kExitUsage;
  }
  for (const auto& slot : parser.slots) {
    if (!slot->app->parsed()) continue;
    if (!slot->command->takes_as_of && app.get_option("--as-of")->count() > 0) {
      err << "tranche: " << Fill(texts::kNoAsOf, language, {{"command", Reached(app)}}) << "\n";
      return kExitUsage;
    }
    return Run(*slot, parser.typed, language, environment, out, err);
  }
  return kExitUsage;
}

}  // namespace tranche::cli
