// SPDX-License-Identifier: EUPL-1.2
// Simplified costs on PostgreSQL, with the rules of the real reference beside.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "absl/strings/str_cat.h"
#include "budgets/testing/ledger_world.h"
#include "platform/base/error.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::budgets {

class SimplifiedTest : public ::testing::Test, protected LedgerWorld {
 protected:
  // 10,000.00 over six lines.
  void SetUp() override {
    ASSERT_TRUE(Conclude("8500.00", "1500.00", "0.00").ok());
    const absl::Status made = MakeTypedBudget({{"1", "staff", "3000.00"},
                                               {"2", "services", "3000.00"},
                                               {"3", "indirect", "1000.00"},
                                               {"4", "staff", "1000.00"},
                                               {"5", "events", "1000.00"},
                                               {"6", "services", "1000.00"}});
    ASSERT_TRUE(made.ok()) << made;
  }

  static v1::SimplifiedTerms TermsOf(const std::string& line, v1::SupportForm form) {
    v1::SimplifiedTerms terms;
    terms.set_line(line);
    terms.set_form(form);
    terms.set_source("Заповед РД-10-5, приложение 2");
    return terms;
  }
  static v1::SimplifiedItem* AddItem(const std::string& code, v1::SimplifiedTerms* terms) {
    v1::SimplifiedItem* item = terms->add_items();
    item->set_code(code);
    item->set_title(absl::StrCat("Единица ", code));
    return item;
  }
  absl::StatusOr<v1::SimplifiedTerms> Set(const v1::SimplifiedTerms& terms) {
    v1::SetTermsRequest request;
    request.set_parent(contract());
    request.set_request_id(absl::StrCat("terms-", ++sets_));
    *request.mutable_terms() = terms;
    return Call(&Simplified::SetTerms, request);
  }
  // Line 6: visits of 12.34 each.
  void SetVisits() {
    v1::SimplifiedTerms terms = TermsOf("6", v1::UNIT_COSTS);
    v1::SimplifiedItem* item = AddItem("visit", &terms);
    item->set_unit("посещение");
    SetMoney(item->mutable_price(), "12.34");
    const auto set = Set(terms);
    ASSERT_TRUE(set.ok()) << set.status();
  }
  // Line 5: an opening for 400.00 and a closing for 600.00.
  void SetEvents() {
    v1::SimplifiedTerms terms = TermsOf("5", v1::LUMP_SUMS);
    for (const auto& [code, amount] : {std::pair{"opening", "400.00"}, {"closing", "600.00"}}) {
      v1::SimplifiedItem* item = AddItem(code, &terms);
      item->set_condition("Проведено събитие с присъствен списък");
      SetMoney(item->mutable_price(), amount);
    }
    const auto set = Set(terms);
    ASSERT_TRUE(set.ok()) << set.status();
  }
  // Line 4: a nurse of 860.00 a year, so of 0.50 an hour.
  void SetHours() {
    v1::SimplifiedTerms terms = TermsOf("4", v1::HOURLY_RATE);
    SetMoney(AddItem("nurse", &terms)->mutable_annual_gross_cost(), "860.00");
    const auto set = Set(terms);
    ASSERT_TRUE(set.ok()) << set.status();
    EXPECT_EQ(set->items(0).price().amount(), "0.50");
    EXPECT_EQ(set->items(0).hours_per_year(), 1720);
  }

  static v1::SimplifiedCost CostOf(const std::string& line, const std::string& item,
                                   const std::string& quantity,
                                   const std::string& evidence = "Отчет № 3, март 2018") {
    v1::SimplifiedCost cost;
    cost.set_line(line);
    cost.set_item(item);
    cost.set_quantity(quantity);
    cost.set_evidence(evidence);
    cost.set_day("2018-03-31");
    return cost;
  }
  static v1::SimplifiedCost HoursOf(const std::string& person, const std::string& hours,
                                    const std::string& evidence) {
    v1::SimplifiedCost cost = CostOf("4", "nurse", hours, evidence);
    cost.set_person(person);
    cost.set_year(2018);
    return cost;
  }
  // The claimed amount or the reason of the refusal.
  std::string Record(const v1::SimplifiedCost& cost) {
    const auto recorded = RecordSimplified(cost, absl::StrCat("simplified-", ++costs_));
    if (!recorded.ok()) return ReasonOf(recorded.status());
    last_ = recorded->name();
    return recorded->claimed().amount();
  }
  bool BooksAgree() {
    const auto check = Check();
    return check.ok() && check->verdict() == v1::BOOKS_AGREE;
  }

  int sets_ = 0;
  int costs_ = 0;
  std::string last_;
};

}  // namespace tranche::budgets
