// SPDX-License-Identifier: EUPL-1.2
#include "cli/man_page.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/session.h"

namespace tranche::cli {
namespace {

constexpr Text kNameSection{"ИМЕ", "NAME"};
constexpr Text kSynopsis{"СИНТАКСИС", "SYNOPSIS"};
constexpr Text kDescription{"ОПИСАНИЕ", "DESCRIPTION"};
constexpr Text kCommands{"КОМАНДИ", "COMMANDS"};
constexpr Text kOptions{"ОПЦИИ", "OPTIONS"};
constexpr Text kExamples{"ПРИМЕРИ", "EXAMPLES"};
constexpr Text kExitStatus{"КОДОВЕ ЗА ИЗХОД", "EXIT STATUS"};
constexpr Text kEnvironment{"СРЕДА", "ENVIRONMENT"};
constexpr Text kFiles{"ФАЙЛОВЕ", "FILES"};
constexpr Text kSeeAlso{"ВИЖТЕ ОЩЕ", "SEE ALSO"};
constexpr Text kOptionsWord{"опции", "options"};
constexpr Text kCommandWord{"команда", "command"};
constexpr Text kValues{"Стойности", "Values"};
constexpr Text kAllOptions{"Опциите за всички команди са в", "The options for all commands are in"};
constexpr Text kWhatItDoes{
    "Командите викат сървъра на Tranche. Данните са на стандартния изход, съобщенията на стандартната "
    "грешка. Числата в JSON и CSV са точни, дните са по ISO 8601.",
    "The commands call the server of Tranche. Data is on standard output, messages on standard error. "
    "Numbers in JSON and CSV are exact, days are of ISO 8601."};

struct Described {
  const char* name;
  Text text;
};
constexpr Described kVariables[] = {
    {"TRANCHE_DATA", {"Папка с данни, когато няма --data.", "Data folder where --data is not given."}},
    {"LC_ALL, LC_MESSAGES, LANG",
     {"Език, когато няма --lang: английски при en…, иначе български.",
      "Language where --lang is not given: English for en…, Bulgarian for all else."}},
    {"NO_COLOR", {"Без цветове, когато не е празна.", "No colours unless it is empty."}}};
constexpr Described kDataFiles[] = {
    {"/var/lib/tranche, ~/.local/share/tranche",
     {"Папка с данни на root и на другите потребители.", "Data folder of root and of other users."}},
    {"endpoint",
     {"В папката с данни: адресът на сървъра.", "In the data folder: the address of the server."}},
    {"secrets/owner.token",
     {"В папката с данни: ключът за достъп.", "In the data folder: the access token."}}};

// Text in which roff finds no request and no escape of its own.
std::string Roff(absl::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else if (c == '~') {
      safe += "\\(ti";
    } else if (c == '^') {
      safe += "\\(ha";
    } else if (c == '`') {
      safe += "\\(ga";
    } else if (c == '\'') {
      safe += "\\(aq";
    } else if (c == '"') {
      safe += "\\(dq";
    } else {
      safe.push_back(c);
    }
  }
  return absl::StartsWith(safe, ".") ? absl::StrCat("\\&", safe) : safe;
}

class Page {
 public:
  Page(const std::string& name, Language language) : language_(language) {
    text_ = absl::StrCat(".\\\" Made by `tranche man`.\n.TH ", absl::AsciiStrToUpper(Roff(name)),
                         " 1 \"\" \"tranche " TRANCHE_VERSION "\" \"Tranche\"\n");
  }

  void Section(Text title) { Add(".SH \"", title.In(language_), "\"\n"); }
  void Subsection(const std::string& title) { Add(".SS \"", Roff(title), "\"\n"); }
  void Say(absl::string_view text) { Add(Roff(text), "\n"); }
  void Paragraph(absl::string_view text) { Add(".PP\n", Roff(text), "\n"); }
  void Item(absl::string_view what, absl::string_view text) {
    Add(".TP\n\\fB", Roff(what), "\\fR\n", Roff(text), "\n");
  }
  void Lines(absl::string_view lines) {
    Add(".PP\n.nf\n");
    for (const absl::string_view line : absl::StrSplit(lines, '\n')) Add(Roff(line), "\n");
    Add(".fi\n");
  }

  // What is typed without dashes first; --help is said once, for the program.
  void Options(const CommandNode& command, bool with_help = false) {
    for (const bool positional : {true, false}) {
      for (const OptionNode& option : command.options) {
        const bool help = option.names.back() == "--help";
        if (option.positional == positional && (!help || with_help)) Option(option);
      }
    }
  }

  // "tranche plans import DOCUMENT [options]".
  void Usage(const std::string& words, const CommandNode& command) {
    Add(".PP\n\\fB", Roff(words), "\\fR");
    for (const OptionNode& option : command.options) {
      if (!option.positional && !option.required) continue;
      const std::string name = option.positional ? absl::AsciiStrToUpper(option.names.back())
                                                 : absl::StrCat(option.names.back(), " …");
      Add(" ", option.required ? "" : "[", "\\fI", Roff(name), "\\fR", option.required ? "" : "]");
    }
    Add(" [", kOptionsWord.In(language_), "]\n");
  }

  void End() {
    Section(kExitStatus);
    for (const ExitMeaning& exit : kExitMeanings) {
      Item(absl::StrCat(static_cast<int>(exit.code)), exit.text.In(language_));
    }
    Section(kFiles);
    for (const Described& file : kDataFiles) Item(file.name, file.text.In(language_));
  }

  void Option(const OptionNode& option) {
    std::string what = absl::StrJoin(option.names, ", ");
    if (option.positional) what = absl::AsciiStrToUpper(what);
    if (!option.positional && option.takes_value) absl::StrAppend(&what, " …");
    std::vector<std::string> words;
    for (const Word& word : option.words) {
      words.push_back(word.help.empty() ? word.word : absl::StrCat(word.word, " (", word.help, ")"));
    }
    Item(what, option.help);
    if (!words.empty()) {
      Add(".br\n", kValues.In(language_), ": ", Roff(absl::StrJoin(words, ", ")), ".\n");
    }
  }

  std::string Take() { return std::move(text_); }

  template <class... Parts>
  void Add(const Parts&... parts) {
    absl::StrAppend(&text_, parts...);
  }

 private:
  const Language language_;
  std::string text_;
};

std::string PageName(const CommandNode& noun) { return absl::StrCat("tranche-", noun.name); }

std::string ProgramPage(const CommandNode& program, Language language) {
  Page page("tranche", language);
  page.Section(kNameSection);
  page.Say(absl::StrCat("tranche - ", program.help));
  page.Section(kSynopsis);
  page.Add("\\fBtranche\\fR [", kOptionsWord.In(language), "] \\fI", kCommandWord.In(language),
           "\\fR …\n");
  page.Section(kDescription);
  page.Say(kWhatItDoes.In(language));
  page.Section(kCommands);
  for (const CommandNode& noun : program.commands) {
    page.Item(absl::StrCat(PageName(noun), "(1)"), noun.help);
  }
  page.Section(kOptions);
  page.Options(program, /*with_help=*/true);
  page.Section(kExamples);
  for (const CommandNode& noun : program.commands) {
    const std::string& examples = noun.commands.empty() ? noun.examples : noun.commands[0].examples;
    page.Lines(examples.substr(0, examples.find('\n')));
  }
  page.Section(kEnvironment);
  for (const Described& variable : kVariables) page.Item(variable.name, variable.text.In(language));
  page.End();
  return page.Take();
}

std::string NounPage(const CommandNode& noun, Language language) {
  Page page(PageName(noun), language);
  const std::string words = absl::StrCat("tranche ", noun.name);
  page.Section(kNameSection);
  page.Say(absl::StrCat(PageName(noun), " - ", noun.help));
  page.Section(kSynopsis);
  if (noun.commands.empty()) page.Usage(words, noun);
  for (const CommandNode& verb : noun.commands) page.Usage(absl::StrCat(words, " ", verb.name), verb);
  page.Section(kDescription);
  page.Say(noun.help);
  page.Paragraph(absl::StrCat(kAllOptions.In(language), " tranche(1)."));
  page.Section(kOptions);
  if (noun.commands.empty()) page.Options(noun);
  for (const CommandNode& verb : noun.commands) {
    page.Subsection(absl::StrCat(words, " ", verb.name));
    page.Say(verb.help);
    page.Options(verb);
  }
  page.Section(kExamples);
  if (noun.commands.empty()) page.Lines(noun.examples);
  for (const CommandNode& verb : noun.commands) page.Lines(verb.examples);
  page.End();
  page.Section(kSeeAlso);
  page.Say("tranche(1)");
  return page.Take();
}

}  // namespace

std::vector<ManPage> ManPages(const CommandNode& program, Language language) {
  std::vector<ManPage> pages = {{"tranche.1", ProgramPage(program, language)}};
  for (const CommandNode& noun : program.commands) {
    pages.push_back({absl::StrCat(PageName(noun), ".1"), NounPage(noun, language)});
  }
  return pages;
}

}  // namespace tranche::cli
