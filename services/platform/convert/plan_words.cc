// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_words.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "platform/text/said_label.h"
#include "tranche/options/v1/options.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::convert {
namespace {

// The last names of paths at which words stand; tests hold that all of them are here.
constexpr std::array<std::string_view, 4> kWordNames = {"code", "kind", "level", "monthly_basis"};

struct Word {
  std::string_view word;
  std::string_view bg;
  std::string_view en;
};

// Codes, which are texts and no values of an enumeration.
constexpr std::array kWords = {
    Word{"meetings_and_trainings", "срещи и обучения", "meetings and trainings"},
    Word{"meetings", "срещи", "meetings"},
    Word{"trainings", "обучения", "trainings"},
    Word{"municipalities", "общини", "municipalities"},
    Word{"countries", "държави", "countries"},
    Word{"programme_start", "начало на програмата", "start of the programme"},
    Word{"needs_assessment", "оценка на нуждите", "assessment of needs"},
    Word{"capacity_assessment", "оценка на капацитета", "assessment of capacity"},
    Word{"priority_list", "списък с приоритети", "list of priorities"},
    Word{"plan_update", "актуализация на плана", "update of the plan"},
};

}  // namespace

std::optional<std::string> SayWordAt(const std::string& path, absl::string_view word,
                                     Language language) {
  const std::string_view name = std::string_view(path).substr(path.rfind('.') + 1);
  if (std::find(kWordNames.begin(), kWordNames.end(), name) == kWordNames.end()) return std::nullopt;
  const google::protobuf::EnumValueDescriptor* value =
      plans::v1::Plan::descriptor()->file()->FindEnumValueByName(std::string(word));
  if (value != nullptr && value->options().HasExtension(options::v1::value_label)) {
    return SayEnum(value->type(), value->number(), language);
  }
  const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& each) {
    return each.word == std::string_view(word.data(), word.size());
  });
  if (found == kWords.end()) return std::nullopt;
  return std::string(language == Language::kBulgarian ? found->bg : found->en);
}

}  // namespace tranche::convert
