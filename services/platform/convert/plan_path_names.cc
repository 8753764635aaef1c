// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_path_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tranche::convert {
namespace {

struct Name {
  std::string_view segment;
  std::string_view bg;
  std::string_view en;
};

// By segment; tests hold that every segment of a plan's paths is here.
constexpr std::array kNames = {
    Name{"abbreviation", "съкращение", "abbreviation"},
    Name{"activity", "дейност", "activity"},
    Name{"adoption", "приемане", "adoption"},
    Name{"agreements", "споразумение", "agreement"},
    Name{"also_shown", "сума и в друга валута", "amount in another currency, too"},
    Name{"amount", "сума", "amount"},
    Name{"appointed_by", "определен от", "appointed by"},
    Name{"area", "област", "area"},
    Name{"as_written", "дословно", "as written"},
    Name{"attachments", "приложение", "attachment"},
    Name{"bodies", "работен орган", "working body"},
    Name{"body", "приел орган", "adopting body"},
    Name{"capacity", "капацитет", "capacity"},
    Name{"code", "вид", "kind"},
    Name{"cohorts", "група лица", "group of persons"},
    Name{"count", "брой", "count"},
    Name{"daily_rate", "дневна ставка", "rate per day"},
    Name{"date", "дата", "date"},
    Name{"days", "дни", "days"},
    Name{"decision_number", "номер на решение", "number of the decision"},
    Name{"description", "описание", "description"},
    Name{"directions", "насоченост", "direction"},
    Name{"executor", "изпълнител", "executor"},
    Name{"expected_results", "очаквани резултати", "expected results"},
    Name{"factors", "множител", "factor"},
    Name{"figures", "посочено число", "stated figure"},
    Name{"financing", "финансиране", "financing"},
    Name{"headcount", "лица", "persons"},
    Name{"heading", "заглавие на колона", "heading of the column"},
    Name{"in_attachment_only", "само в приложение", "in an attachment only"},
    Name{"indicators", "индикатор", "indicator"},
    Name{"items", "изброено", "item"},
    Name{"kind", "вид", "kind"},
    Name{"kind_words", "думи за вида", "words of the kind"},
    Name{"label", "за какво", "what for"},
    Name{"level", "ниво", "level"},
    Name{"measure", "мярка", "measure"},
    Name{"members", "състав", "members"},
    Name{"monthly", "месечна сума", "monthly amount"},
    Name{"monthly_basis", "за кого е месечната сума", "whom the monthly amount is for"},
    Name{"months", "месеци", "months"},
    Name{"municipality", "община", "municipality"},
    Name{"name", "име", "name"},
    Name{"noun", "на кого или на какво", "of whom or of what"},
    Name{"numeral", "номер на раздел", "number of the section"},
    Name{"objective", "цел", "objective"},
    Name{"objectives", "цел", "objective"},
    Name{"open_document", "отворен документ", "open document"},
    Name{"order_number", "номер на заповед", "number of the order"},
    Name{"ordinal_as_written", "номер на реда", "number of the row"},
    Name{"other_cells", "друга клетка", "other cell"},
    Name{"parent_strategy", "стратегия", "strategy"},
    Name{"parents", "стратегия", "strategy"},
    Name{"participants", "участник в изготвянето", "participant in the drafting"},
    Name{"partners", "партньор", "partner"},
    Name{"parts", "част от сумата", "part of the total"},
    Name{"period", "период", "period"},
    Name{"period_titled", "период по заглавие", "period of the title"},
    Name{"periods_written", "период в текста", "period of the text"},
    Name{"person", "лице", "person"},
    Name{"persons", "лица", "persons"},
    Name{"place", "местоположение", "place"},
    Name{"price", "цена", "price"},
    Name{"priority_areas", "приоритетна област", "priority area"},
    Name{"products", "изготвен документ", "document made"},
    Name{"protocol_number", "номер на протокол", "number of the minutes"},
    Name{"rate", "ставка", "rate"},
    Name{"region", "област", "region"},
    Name{"role", "роля", "role"},
    Name{"role_holders", "лице с роля", "role holder"},
    Name{"section", "раздел", "section"},
    Name{"share_percent", "дял, %", "share, %"},
    Name{"signed_by", "подписал", "signed by"},
    Name{"signed_on", "подписано на", "signed on"},
    Name{"size_as_written", "размер", "size"},
    Name{"source_cell", "клетка на източниците", "cell of the sources"},
    Name{"sources", "източник", "source"},
    Name{"stated_total", "обща сума", "total"},
    Name{"stated_total_qualifier", "уточнение на сумата", "words beside the total"},
    Name{"stated_years", "сума по години", "amount by year"},
    Name{"statements", "твърдение", "statement"},
    Name{"subject", "предмет", "subject"},
    Name{"target", "целева стойност или адрес", "target"},
    Name{"target_group", "целева група", "target group"},
    Name{"target_groups", "целева група", "target group"},
    Name{"text", "текст", "text"},
    Name{"timeframe", "срок", "time frame"},
    Name{"title", "заглавие", "title"},
    Name{"unit", "мярна единица", "unit"},
    Name{"unit_price", "единична цена", "price of one"},
    Name{"users", "потребители", "users"},
    Name{"year", "година", "year"},
};

bool IsNumber(const std::string& segment) {
  return !segment.empty() && absl::ascii_isdigit(static_cast<unsigned char>(segment.front()));
}

}  // namespace

PathTitle TitleOfPath(const std::string& path) {
  PathTitle title;
  bool after_number = false;
  for (const std::string& segment : std::vector<std::string>(absl::StrSplit(path, '.'))) {
    if (IsNumber(segment)) {
      const char* glue = after_number ? "." : " ";
      absl::StrAppend(&title.bg, glue, segment);
      absl::StrAppend(&title.en, glue, segment);
      after_number = true;
      continue;
    }
    after_number = false;
    const auto* found = std::find_if(kNames.begin(), kNames.end(), [&](const Name& name) {
      return name.segment == std::string_view(segment);
    });
    const char* glue = title.bg.empty() ? "" : ", ";
    absl::StrAppend(&title.bg, glue, found == kNames.end() ? segment : std::string(found->bg));
    absl::StrAppend(&title.en, glue, found == kNames.end() ? segment : std::string(found->en));
  }
  return title;
}

}  // namespace tranche::convert
