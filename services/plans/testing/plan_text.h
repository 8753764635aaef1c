// SPDX-License-Identifier: EUPL-1.2
// Plans of the example document that tests change.
#pragma once

#include <string>
#include <vector>

#include "plans/plan_reader.h"

namespace tranche::plans {

inline std::vector<Measure> MeasuresOf(const Plan& plan) {
  std::vector<Measure> measures;
  for (const Section& section : plan.sections) {
    measures.insert(measures.end(), section.measures.begin(), section.measures.end());
  }
  return measures;
}

// A small plan with the given rows below the headings.
inline std::string PlanWithRows(const std::string& rows) {
  return "Годишен план за социалните услуги в община Минерални бани за 2024 година\n"
         "№\tВид дейност\tОписание\tМестоположение\tФинансиране\tИзпълнител\n" +
         rows;
}

}  // namespace tranche::plans
