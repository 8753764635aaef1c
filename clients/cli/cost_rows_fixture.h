// SPDX-License-Identifier: EUPL-1.2
// Tables of costs as tests write them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tranche::cli {

inline const std::vector<std::string> kHeadings = {"Ред",       "Вид",     "Номер", "Дата",
                                                   "Платен на", "Издател", "Сума"};
inline const std::vector<std::string> kGood = {
    "1.1", "фактура", "0000012345", "02.10.2017", "05.10.2017", "Доставчик ООД", "1 250,00 лв."};

// The good row with another text in one of its cells.
inline std::vector<std::string> With(std::size_t column, const std::string& text) {
  std::vector<std::string> row = kGood;
  row[column] = text;
  return row;
}

// The usual columns, those of other currencies and of credit notes.
inline std::vector<std::string> Wide(const std::vector<std::string>& row, const std::string& currency,
                                     const std::string& month, const std::string& lowers,
                                     const std::string& lowers_of) {
  std::vector<std::string> wide = row;
  wide.insert(wide.end(), {currency, month, lowers, lowers_of});
  return wide;
}
inline std::vector<std::string> WideHeadings() {
  return Wide(kHeadings, "Валута", "Месец на курса", "Към документ", "Към документ от");
}

}  // namespace tranche::cli
