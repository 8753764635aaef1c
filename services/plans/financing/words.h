// SPDX-License-Identifier: EUPL-1.2
// What the readers of a financing cell share: the words of numbers and the signs between words.
#pragma once

#include "absl/strings/string_view.h"

// A number in digits or in the words that people write out.
#define TRANCHE_COUNT                                                                                                                       \
  "(?:[0-9]{1,6}|(?:[а-яА-Я]+десет|[а-яА-Я]+йсет|десет)(?:\\s+и\\s+[а-яА-Я]+)?|един|една|две|два|" \
  "двама|"                                                                                                                             \
  "три|трима|четири|четирима|пет|шест|седем|осем|девет)"

// Who is paid for: one list for what is counted and for what is multiplied.
#define TRANCHE_PERSONS                                                                                                                                                          \
  "(?:(?:лични|домашни|социални|възрастни|безработни|самотни|стари|нови|здравни|образователни)\\s+)?" \
  "(?:асистент[а-я]*|помощни(?:к|ка|ци|чк[а-я]*)|човека?|души|хора|лица|лице|работни(?:к|ка|ци)|"                    \
  "безработни[а-я]*|потребител[а-я]*|деца|дете|семейства|домакинства|ученици|ученика|младежи|жени|" \
  "мъже|майки|бащи|родители|учители|роми|жители|граждани|пенсионери|студенти|доброволци|"              \
  "сътрудници|участници|специалист[а-я]*|служител[а-я]*|медиатор[а-я]*|"                                                      \
  "persons?|people|users?|child|children|participants|parents|teachers|workers)"

namespace tranche::plans::financing {

// Without blanks, dashes, quotes, brackets and other signs at both ends.
absl::string_view TrimSeparators(absl::string_view text);

}  // namespace tranche::plans::financing
