// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/lists.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kAttachmentNameBytesMax = 300;

// What an item says without the marks that end it.
absl::string_view ItemText(absl::string_view text) {
  static const RE2 kItem("(?s)(.*?)[;,.\\s]*");
  re2::StringPiece item;
  return RE2::FullMatch(Piece(text), kItem, &item) ? View(item) : text;
}

std::string OneLine(absl::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

// One aim of the whole, "Основна цел:"; "Цел 1" may be a heading of measures.
#define MAIN_AIM                                                                                                                                      \
  "^[\\s*]*(?:основна|обща|главна|генерална)(?:та)?\\s+цел(?:та)?(?:\\s+на\\s+(?:плана|програмата|" \
  "стратегията))?\\s*(?::|$)"

enum class List { kNone, kTargetGroups, kObjectives, kDirections, kAreas, kParticipants };

// What a line says of the list below it.
List ListBelow(absl::string_view lead) {
  struct Words {
    List list;
    const char* words;
  };
  // Of "приоритетни целеви групи" the groups are meant, of "обхваща следните приоритетни области" the
  // areas.
  static const std::vector<std::pair<List, const RE2*>>* const kWords = [] {
    static constexpr Words kLists[] = {
        {List::kParticipants, "(?i)(?:участва(?:ха|т|ли)|взеха\\s+участие|took\\s+part|participated)"},
        {List::kTargetGroups, "(?i)целев(?:и|ите|а|ата)\\s+груп[аи]|target\\s+groups"},
        {List::kAreas,
         "(?i)приоритетни(?:те)?\\s+(?:области|сфери|направления)|области\\s+на\\s+(?:действие|"
         "въздействие)|"
         "priority\\s+areas"},
        {List::kDirections,
         "(?i)насочен\\pL*\\s+към|направления(?:та)?(?:$|[^\\pL])|directed\\s+(?:to|at)"},
        {List::kObjectives,
         "(?i)(?:^|[^\\pL])цели(?:те)?(?:$|[^\\pL])|objectives|(?:^|[^\\pL])goals|" MAIN_AIM},
    };
    auto* list = new std::vector<std::pair<List, const RE2*>>;
    for (const Words& words : kLists) list->emplace_back(words.list, new RE2(words.words));
    return list;
  }();
  for (const auto& [list, words] : *kWords) {
    if (RE2::PartialMatch(Piece(lead), *words)) return list;
  }
  return List::kNone;
}

// "… е непрекъснат процес": it says what something is and sets nothing to be reached.
bool IsStatement(absl::string_view item) {
  static const RE2 kVerb("(?i)(?:^|\\s)(\\pL+)\\s+(?:е|са|представлява(?:т)?|is|are)\\s");
  static const RE2 kGoal("(?i)^(?:да|to)\\s");
  static const RE2 kRelative("(?i)(?:който|която|което|които|че|където|да|who|which|that)");
  if (RE2::PartialMatch(Piece(item), kGoal)) return false;
  re2::StringPiece before;
  re2::StringPiece rest = Piece(item);
  while (RE2::FindAndConsume(&rest, kVerb, &before)) {
    if (!RE2::FullMatch(before, kRelative)) return true;
  }
  return false;
}

struct ListOf {
  std::vector<std::string>* items;
  const char* path;
};

class ListReader {
 public:
  ListReader(Plan& plan, Notebook& notebook) : plan_(plan), notebook_(notebook) {}

  // A line that says what the list below it is; "Приоритетни области: образование, заетост" is its own
  // list.
  void Lead(const ProseLine& line) {
    static const RE2 kInline("(?s)([^:.]*):\\s*(\\S.*)");
    re2::StringPiece label, words;
    list_ = ListBelow(line.text);
    lead_ = line.at;
    if (!RE2::FullMatch(Piece(line.text), kInline, &label, &words)) return;
    const List labelled = ListBelow(View(label));
    if (labelled == List::kNone || labelled == List::kParticipants) return;
    list_ = labelled;
    // Commas part the names of areas; in the words of a group or an aim they do not.
    static const RE2 kArea("\\s*([^,;]+)[,;]?");
    static const RE2 kOther("\\s*([^;]+);?");
    re2::StringPiece item;
    while (RE2::Consume(&words, list_ == List::kAreas ? kArea : kOther, &item)) {
      const size_t begin = static_cast<size_t>(item.data() - line.text.data());
      Add(View(item), Within(line.at, begin, begin + item.size()));
    }
    list_ = List::kNone;
  }

  void Item(const ProseLine& line) { Add(line.text, line.at); }

 private:
  void Add(absl::string_view written, const Where& where) {
    const absl::string_view text = ItemText(written);
    if (list_ == List::kNone || text.empty()) return;
    if (list_ == List::kParticipants) return;  // Read with the lines that have no marks.
    const bool aims = list_ == List::kDirections || list_ == List::kObjectives;
    const bool statement = aims && IsStatement(text);
    const ListOf to = statement ? ListOf{&plan_.statements, "statements"} : Target();
    if (to.items->size() == kItemsMax) return;
    to.items->push_back(OneLine(text));
    const Where at = Within(where, 0, text.size());
    notebook_.Value(absl::StrCat(to.path, ".", to.items->size()), at);
    notebook_.Use(lead_);
    if (statement) notebook_.Find(at, "PLAN_STATEMENT_IN_LIST", {{"value", std::string(text)}});
  }

  ListOf Target() {
    switch (list_) {
      case List::kTargetGroups:
        return {&plan_.target_groups, "target_groups"};
      case List::kDirections:
        return {&plan_.directions, "directions"};
      case List::kAreas:
        return {&plan_.priority_areas, "priority_areas"};
      case List::kObjectives:
      case List::kParticipants:
      case List::kNone:
        break;
    }
    return {&plan_.objectives, "objectives"};
  }

  Plan& plan_;
  Notebook& notebook_;
  List list_ = List::kNone;
  Where lead_;
};

void AddParticipant(absl::string_view text, const Where& at, Plan& plan, Notebook& notebook) {
  const absl::string_view name = ItemText(text);
  if (name.empty() || plan.participants.size() == kItemsMax) return;
  plan.participants.push_back(OneLine(name));
  notebook.Value(absl::StrCat("participants.", plan.participants.size()), Within(at, 0, name.size()));
}

void AddAttachment(Attachment attachment, const Where& at, Plan& plan, Notebook& notebook) {
  const bool known =
      std::any_of(plan.attachments.begin(), plan.attachments.end(), [&](const Attachment& other) {
        return other.name == attachment.name && other.size_as_written == attachment.size_as_written;
      });
  if (known || attachment.name.empty() || plan.attachments.size() == kItemsMax) return;
  plan.attachments.push_back(std::move(attachment));
  notebook.Value(absl::StrCat("attachments.", plan.attachments.size()), at);
}

// "План (981.00 KB) Приложение (87.00 KB)": a name before each size.
bool AddSized(const ProseLine& line, Plan& plan, Notebook& notebook) {
  size_t from = 0;
  bool found = false;
  while (const auto size = FindSize(line.text, from)) {
    const absl::string_view before = line.text.substr(from, size->begin - from);
    static const RE2 kName("(?s)[\\s)\\],;]*(.*?)[\\s(\\[,–—-]*");
    re2::StringPiece name;
    if (RE2::FullMatch(Piece(before), kName, &name) && !name.empty() &&
        name.size() <= kAttachmentNameBytesMax) {
      const size_t begin = static_cast<size_t>(name.data() - line.text.data());
      Attachment attachment{
          .name = OneLine(View(name)),
          .size_as_written = std::string(line.text.substr(size->begin, size->end - size->begin)),
          .size_bytes = size->bytes};
      for (const document::Link& link : line.source->links) {
        if (link.begin < size->end && begin < link.end) attachment.target = link.target;
      }
      AddAttachment(std::move(attachment), Within(line.at, begin, size->end), plan, notebook);
      found = true;
    }
    from = size->end;
  }
  return found;
}

bool AddLinked(const ProseLine& line, Plan& plan, Notebook& notebook) {
  static const RE2 kFile("(?i)\\.(?:pdf|docx?|xlsx?|odt|ods|rtf|zip|rar|7z|pptx?)(?:$|[?#])");
  bool found = false;
  for (const document::Link& link : line.source->links) {
    if (!RE2::PartialMatch(link.target, kFile) || link.end > line.text.size()) continue;
    const absl::string_view name = line.text.substr(link.begin, link.end - link.begin);
    if (name.size() > kAttachmentNameBytesMax) continue;
    AddAttachment({.name = OneLine(ItemText(name)), .target = link.target},
                  Within(line.at, link.begin, link.end), plan, notebook);
    found = true;
  }
  return found;
}

// A short line that is nothing but the name of a paper.
bool NamesPaper(const ProseLine& line) {
  static const RE2 kPaper(
      "(?i)^(?:споразумение|заповед|решение|протокол|списък|приложение|доклад|отчет|анкета|"
      "въпросник|предложения|възможности\\s+за\\s+финансиране|карта|бюджет|справка|agreement|order|"
      "annex|report|proposals|funding\\s+opportunities)(?:$|[^\\pL])");
  constexpr size_t kPaperBytesMax = 200;
  if (line.text.size() > kPaperBytesMax || line.list_item) return false;
  static const RE2 kEnds("[.;:!?]$");
  return RE2::PartialMatch(Piece(line.text), kPaper) && !RE2::PartialMatch(Piece(line.text), kEnds) &&
         SentencesOf(line.text).size() == 1;
}

bool IsAttachmentsLead(absl::string_view text) {
  static const RE2 kLead(
      "(?i)^(?:прикачени\\s+файлове|приложени\\s+файлове|приложения|файлове|свързани\\s+документи|"
      "документи|attachments|attached\\s+files|annexes)\\s*:?\\s*$");
  return RE2::PartialMatch(Piece(text), kLead);
}

}  // namespace

void ReadLists(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures, Plan& plan,
               Notebook& notebook) {
  ListReader reader(plan, notebook);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (in_measures[i]) continue;
    if (lines[i].list_item) {
      reader.Item(lines[i]);
      continue;
    }
    reader.Lead(lines[i]);
    // One aim needs no list: it stands on the line below.
    const bool below =
        i + 1 < lines.size() && !in_measures[i + 1] && !lines[i + 1].list_item && !lines[i + 1].heading;
    static const RE2 kMainAim("(?i)" MAIN_AIM "$");
    if (below && RE2::PartialMatch(Piece(lines[i].text), kMainAim)) reader.Item(lines[++i]);
  }
}

void ReadParticipants(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kLead(
      "(?i)(?:разработ|изготв|изработ|съставян|drafting|preparation).*(?:участва(?:ха|т|ли)|взеха\\s+"
      "участие|took\\s+part|participated)|(?:участва(?:ха|т|ли)|взеха\\s+участие|took\\s+part|"
      "participated).*(?:разработ|изготв|изработ|съставян|drafting|preparation)");
  static const RE2 kInline("(?i):\\s*(\\S.*)$");
  static const RE2 kPart("\\s*([^,;]+)[,;]?");
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!RE2::PartialMatch(Piece(lines[i].text), kLead)) continue;
    notebook.Use(lines[i].at);
    re2::StringPiece rest;
    if (RE2::PartialMatch(Piece(lines[i].text), kInline, &rest)) {
      re2::StringPiece part;
      while (RE2::Consume(&rest, kPart, &part)) {
        // "РУО – Пловдив и НПО „Бъдеще“": what begins with an abbreviation is the next one.
        static const RE2 kTwo("^(\\p{Lu}.*\\S)\\s+и\\s+(\\p{Lu}{2,}(?:$|[^\\pL]).*)$");
        re2::StringPiece first, second;
        const bool two = RE2::PartialMatch(part, kTwo, &first, &second);
        for (const re2::StringPiece each : {two ? first : part, second}) {
          if (each.empty()) continue;
          const size_t begin = static_cast<size_t>(each.data() - lines[i].text.data());
          AddParticipant(View(each), Within(lines[i].at, begin, begin + each.size()), plan, notebook);
        }
      }
      return;
    }
    // One on each line below, until a line stands apart. Bulleted ones go as far as the bullets do.
    const bool bulleted = i + 1 < lines.size() && lines[i + 1].list_item;
    for (size_t j = i + 1; j < lines.size(); ++j) {
      const bool apart = j > i + 1 && lines[j].blank_lines_before > 0;
      if (bulleted ? !lines[j].list_item : apart || lines[j].list_item || lines[j].heading) break;
      if (lines[j].text.size() > kAttachmentNameBytesMax || absl::StartsWith(lines[j].text, "*")) break;
      AddParticipant(lines[j].text, lines[j].at, plan, notebook);
    }
    return;
  }
}

void ReadAttachments(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures,
                     Plan& plan, Notebook& notebook) {
  static const RE2 kInFile("(?i)(?:приложен|прикачен)\\pL*\\s+(?:файл|документ)\\pL*\\s*:\\s*(\\S.*)$");
  bool below_lead = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const ProseLine& line = lines[i];
    if (in_measures[i]) continue;
    if (IsAttachmentsLead(line.text)) {
      below_lead = true;
      notebook.Use(line.at);
      continue;
    }
    if (AddSized(line, plan, notebook) || AddLinked(line, plan, notebook)) continue;
    re2::StringPiece name;
    if (RE2::PartialMatch(Piece(line.text), kInFile, &name) && name.size() <= kAttachmentNameBytesMax) {
      const size_t begin = static_cast<size_t>(name.data() - line.text.data());
      AddAttachment({.name = OneLine(ItemText(View(name)))},
                    Within(line.at, begin, begin + name.size()), plan, notebook);
      continue;
    }
    // Papers that stand one below the other are what a page offers; one alone may be a heading.
    const bool neighbour =
        (i > 0 && NamesPaper(lines[i - 1])) || (i + 1 < lines.size() && NamesPaper(lines[i + 1]));
    const bool named = below_lead ? line.text.size() <= kAttachmentNameBytesMax &&
                                        SentencesOf(line.text).size() == 1 && !line.heading
                                  : NamesPaper(line) && neighbour;
    if (!named) {
      below_lead = false;
      continue;
    }
    AddAttachment({.name = OneLine(ItemText(line.text))}, line.at, plan, notebook);
  }
}

void ReadOpenDocument(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kOpen(
      "(?i)(отворен\\s+(?:документ|характер)|(?:план|програма|стратегия)\\pL*\\s+е\\s+отворен\\pL*|"
      "open\\s+"
      "document|open\\s+to\\s+(?:changes|additions))");
  for (const ProseLine& line : lines) {
    re2::StringPiece words;
    if (!RE2::PartialMatch(Piece(line.text), kOpen, &words)) continue;
    plan.open_document = true;
    const size_t begin = static_cast<size_t>(words.data() - line.text.data());
    notebook.Value("open_document", Within(line.at, begin, begin + words.size()));
    return;
  }
}

}  // namespace tranche::plans::reading
