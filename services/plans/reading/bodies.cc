// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/bodies.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "plans/financing/words.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kNamedMax = 50;
constexpr size_t kLineBytesMax = 64 << 10;

std::string OneLine(re2::StringPiece piece) {
  std::string text(piece.data(), piece.size());
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// Calls `take(line, sentence)` for every sentence.
template <typename Take>
void ForEachSentence(const std::vector<ProseLine>& lines, Take take) {
  for (const ProseLine& line : lines) {
    if (line.text.size() > kLineBytesMax) continue;
    for (const Sentence& sentence : SentencesOf(line.text)) take(line, sentence);
  }
}

Where At(const ProseLine& line, const Sentence& sentence, re2::StringPiece words) {
  const size_t begin = sentence.begin + static_cast<size_t>(words.data() - sentence.text.data());
  return Within(line.at, begin, begin + words.size());
}

bool InAttachment(const Plan& plan, absl::string_view line) {
  return std::any_of(plan.attachments.begin(), plan.attachments.end(),
                     [&](const Attachment& attachment) { return attachment.name == line; });
}

std::optional<PartialDate> FirstDate(absl::string_view text) {
  std::vector<TextProblem> problems;
  const std::vector<WrittenDate> dates = FindDates(text, problems);
  return dates.empty() ? std::nullopt : std::optional<PartialDate>(dates.front().date);
}

}  // namespace

void ReadBodies(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kBody(
      "(?i)(?:^|[^\\pL])(((?:местна|общинска|междуведомствена|експертна)\\s+)?(активна|работна|"
      "ръководна|експертна|"
      "наблюдаваща)\\s+група(?:\\s+по\\s+\\pL+(?:\\s+и\\s+\\pL+)?)?)(?:\\s*\\(([^()]+)\\))?");
  static const RE2 kMembers(
      "(?i)^[^.;()]*?(?:^|\\s)((?:от|с|със)\\s+(?:участието\\s+на\\s+)?представители[^.;:]*"
      ")");
  std::set<std::string> known;
  const auto take = [&](const ProseLine& line, const Sentence& sentence, bool in_attachment) {
    re2::StringPiece m[5];
    const absl::string_view text = sentence.text;
    for (size_t at = 0; kBody.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 5);) {
      at = static_cast<size_t>(m[0].data() - text.data()) + m[0].size();
      const std::string name = FoldName(View(m[1]));
      // "активна група" after "Местна активна група" is the same one; of two full names each is a body.
      const bool shortened = m[2].data() == nullptr &&
                             std::any_of(known.begin(), known.end(), [&](const std::string& full) {
                               return absl::EndsWith(full, absl::StrCat(" ", name));
                             });
      if (plan.bodies.size() == kNamedMax || shortened || !known.insert(name).second) continue;
      NamedBody body{.name = OneLine(m[1]), .in_attachment_only = in_attachment};
      if (m[4].data() != nullptr) body.abbreviation = OneLine(m[4]);
      re2::StringPiece members;
      if (RE2::PartialMatch(Piece(text.substr(at)), kMembers, &members))
        body.members = OneLine(members);
      plan.bodies.push_back(std::move(body));
      notebook.Value(absl::StrCat("bodies.", plan.bodies.size()), At(line, sentence, m[1]));
    }
  };
  for (const bool attachments : {false, true}) {
    ForEachSentence(lines, [&](const ProseLine& line, const Sentence& sentence) {
      if (InAttachment(plan, line.text) == attachments) take(line, sentence, attachments);
    });
  }
}

namespace {

// "Отговорник: Община Сапарева баня": no person, though it is written like one.
bool IsOrganisation(re2::StringPiece name) {
  static const RE2 kOrganisation(
      "^(?:(?:Общин|Дирекци|Област|Министерств|Агенци|Регионалн|Център|Училищ|Читалищ|Фондаци|Сдружени|"
      "Кметств|Служб|Комиси|Държавн|Националн|Основн|Средн|Детск|Социалн|Домашен)\\pL*|Отдел|Район|"
      "Бюро|"
      "Съвет|Звено|Дом|Municipality|Ministry|Agency|Department|Centre|Foundation)(?:$|[^\\pL])");
  return RE2::PartialMatch(name, kOrganisation);
}

}  // namespace

void ReadRoleHolders(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kRole(
      "(?:^|[^\\pL])([Кк]оординатор|[Кк]онтактно\\s+лице|[Лл]ице\\s+за\\s+контакти?|[Пп]редседател|[Сс]"
      "екретар|"
      "[Рр]ъководител|[Оо]тговорник|[Мм]едиатор|[Cc]oordinator|[Cc]ontact\\s+person|[Cc]hair(?:person)?"
      ")(?:\\s+на\\s+"
      "[\\pLа-я "
      "]+?)?\\s*(?:\\(|[-–:]\\s*|\\s)\\s*(?:г-жа\\s+|г-н\\s+)?(\\p{Lu}\\p{Ll}+(?:\\s+\\p{Lu}\\.?"
      "\\p{Ll}*){1,2})");
  static const RE2 kAppointed(
      "(?i)((?:със\\s+)?заповед(?:\\s*№\\s*([^\\s,;()]*))?\\s+на\\s+кмета|by\\s+order\\s+of\\s+the\\s+"
      "mayor)");
  ForEachSentence(lines, [&](const ProseLine& line, const Sentence& sentence) {
    re2::StringPiece m[3];
    const absl::string_view text = sentence.text;
    for (size_t at = 0; kRole.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 3);) {
      at = static_cast<size_t>(m[2].data() - text.data()) + m[2].size();
      if (plan.role_holders.size() == kNamedMax) return;
      if (IsOrganisation(m[2])) continue;
      RoleHolder holder{.role = OneLine(m[1]), .person = OneLine(m[2])};
      re2::StringPiece appointed, number;
      if (RE2::PartialMatch(Piece(text), kAppointed, &appointed, &number)) {
        holder.appointed_by = OneLine(appointed);
        if (number.data() != nullptr) holder.order_number = OneLine(number);
      }
      plan.role_holders.push_back(std::move(holder));
      notebook.Value(
          absl::StrCat("role_holders.", plan.role_holders.size()),
          At(line, sentence, re2::StringPiece(m[1].data(), m[2].data() + m[2].size() - m[1].data())));
    }
  });
}

void ReadAgreements(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const RE2 kSigned("(?i)(?:подпис\\pL*|сключ\\pL*|signed)");
  static const RE2 kAgreement(
      "(?i)(?:^|[^\\pL])((?:споразумение|договор\\s+за\\s+сътрудничество|меморандум|agreement|"
      "memorandum)"
      "(?:$|[^\\pL])[^.;]*)");
  static const RE2 kMayor(
      "((?:[Кк]мет(?:ът|а)?)(?:\\s+на\\s+(?:[Оо]бщина\\s+)?\\p{Lu}\\pL+(?:\\s\\p{Lu}\\pL+)?)?|"
      "(?:the\\s+)?[Mm]ayor(?:\\s+of\\s+\\p{Lu}\\pL+)?)");
  ForEachSentence(lines, [&](const ProseLine& line, const Sentence& sentence) {
    re2::StringPiece subject, mayor;
    if (plan.agreements.size() == kNamedMax || InAttachment(plan, line.text)) return;
    if (!RE2::PartialMatch(Piece(sentence.text), kSigned) ||
        !RE2::PartialMatch(Piece(sentence.text), kAgreement, &subject)) {
      return;
    }
    NamedAgreement agreement{.subject = OneLine(subject), .signed_on = FirstDate(sentence.text)};
    if (RE2::PartialMatch(Piece(sentence.text), kMayor, &mayor)) agreement.signed_by = OneLine(mayor);
    if (agreement.signed_on) notebook.NoteYear(line.at, *agreement.signed_on);
    plan.agreements.push_back(std::move(agreement));
    notebook.Value(absl::StrCat("agreements.", plan.agreements.size()), At(line, sentence, subject));
  });
}

namespace {

struct FigureWords {
  const char* code;
  const char* words;  // The first group is the number.
};
constexpr FigureWords kFigures[] = {
    {"meetings_and_trainings",
     "(?i)((?:^|[^0-9])([0-9]{1,4})\\s+(?:срещи\\s+и\\s+обучения|обучения\\s+и\\s+срещи|meetings\\s+"
     "and\\s+trainings))"},
    {"meetings",
     "(?i)((?:^|[^0-9])([0-9]{1,4})\\s+(?:работни\\s+)?(?:срещи|заседания|meetings)(?:$|[^\\pL]))"},
    {"trainings", "(?i)((?:^|[^0-9])([0-9]{1,4})\\s+(?:обучения|семинара?|trainings)(?:$|[^\\pL]))"},
    {"municipalities", "(?i)((?:^|[^0-9])([0-9]{1,4})\\s+(?:общини|municipalities)(?:$|[^\\pL]))"},
    {"countries", "(?i)((?:^|[^0-9])([0-9]{1,3})\\s+(?:държави|страни|countries)(?:$|[^\\pL]))"},
    {"programme_start",
     "(?i)(((?:19|20)[0-9]{2})\\s*г.*?\\sстартира(?:т|ха)?\\s+(?:програма|инициатива|programme)(?"
     ":\\s+\\pL+)?)"},
};

// "от 6 държави: България, Италия и Чехия": what stands behind the colon, one by one.
std::vector<std::string> ItemsBehind(absl::string_view text) {
  static const RE2 kColon("^\\s*:\\s*([^.;]*)");
  static const RE2 kItem("\\s*(.+?)\\s*(?:,|\\sи\\s|\\sand\\s|$)");
  std::vector<std::string> items;
  re2::StringPiece list, item;
  if (!RE2::PartialMatch(Piece(text), kColon, &list)) return items;
  while (!list.empty() && items.size() < kNamedMax && RE2::Consume(&list, kItem, &item)) {
    if (!item.empty()) items.push_back(OneLine(item));
  }
  return items;
}

}  // namespace

void ReadFigures(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  static const auto* const kWords = [] {
    auto* list = new std::vector<std::pair<const char*, const RE2*>>;
    for (const FigureWords& words : kFigures) list->emplace_back(words.code, new RE2(words.words));
    return list;
  }();
  std::set<std::string> known;
  ForEachSentence(lines, [&](const ProseLine& line, const Sentence& sentence) {
    bool meetings = false;
    for (const auto& [code, words] : *kWords) {
      re2::StringPiece all, number;
      if (!RE2::PartialMatch(Piece(sentence.text), *words, &all, &number)) continue;
      const std::string name(code);
      // "15 срещи и обучения" is one number for both: neither is counted alone.
      if (meetings && (name == "meetings" || name == "trainings")) continue;
      meetings |= name == "meetings_and_trainings";
      if (plan.figures.size() == kNamedMax || !known.insert(name).second) continue;
      StatedFigure figure{.code = name, .count = ReadCount(View(number)).value_or(0)};
      // What stood in front of the number is no part of it.
      const re2::StringPiece from(number.data(), all.data() + all.size() - number.data());
      // Nor is the sign behind it: "6 държави:".
      figure.as_written = std::string(financing::TrimSeparators(OneLine(from)));
      std::vector<TextProblem> problems;
      const std::vector<WrittenPeriod> periods = FindPeriods(sentence.text, problems);
      if (!periods.empty() && name != "programme_start")
        figure.period = Period{periods[0].from, periods[0].to, periods[0].as_written};
      const size_t end = static_cast<size_t>(all.data() - sentence.text.data()) + all.size();
      const bool colon = !all.empty() && all[all.size() - 1] == ':';
      figure.items = ItemsBehind(sentence.text.substr(end - (colon ? 1 : 0)));
      plan.figures.push_back(std::move(figure));
      notebook.Value(absl::StrCat("figures.", plan.figures.size()), At(line, sentence, from));
    }
  });
}

void ReadProducts(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook) {
  struct Words {
    const char* code;
    const char* words;
  };
  static const auto* const kWords = [] {
    static constexpr Words kProducts[] = {
        {"needs_assessment",
         "(?i)((?:оценка\\s+на\\s+(?:нуждите|потребностите)|needs\\s+assessment)[^,.;]*)"},
        {"capacity_assessment", "(?i)((?:оценка\\s+на\\s+капацитета|capacity\\s+assessment)[^,.;]*)"},
        {"priority_list",
         "(?i)((?:списък\\s+с\\s+приоритети(?:те)?|list\\s+of\\s+priorities|priority\\s+list)[^,.;]{0,"
         "80})"},
        {"plan_update",
         "(?i)((?:актуализиране(?:то)?|актуализация(?:та)?|update)\\s+(?:на|of)\\s+(?:the\\s+)?(?:\\pL+"
         "\\s+)?план[^,.;]*)"},
    };
    auto* list = new std::vector<std::pair<const char*, const RE2*>>;
    for (const Words& words : kProducts) list->emplace_back(words.code, new RE2(words.words));
    return list;
  }();
  std::set<std::string> known;
  ForEachSentence(lines, [&](const ProseLine& line, const Sentence& sentence) {
    for (const auto& [code, words] : *kWords) {
      re2::StringPiece found;
      if (!RE2::PartialMatch(Piece(sentence.text), *words, &found)) continue;
      if (!known.insert(code).second) continue;
      NamedProduct product{.code = code, .as_written = OneLine(found)};
      // "през 2017 г. дейности е актуализирането": its time stands before it.
      if (product.code == "plan_update") {
        const size_t begin = static_cast<size_t>(found.data() - sentence.text.data());
        product.date = FirstDate(sentence.text.substr(0, begin));
      }
      plan.products.push_back(std::move(product));
      notebook.Value(absl::StrCat("products.", plan.products.size()), At(line, sentence, found));
    }
  });
}

}  // namespace tranche::plans::reading
