// SPDX-License-Identifier: EUPL-1.2
// What is played about costs without invoices: their terms, and one of each form.
#include <algorithm>

#include "books/sending.h"
#include "player.h"

namespace tranche::history {
namespace {

using books::SetMoney;
using Simplified = budgets::v1::SimplifiedCostsService::Stub;

budgets::v1::SimplifiedItem* AddItem(const std::string& code, budgets::v1::SimplifiedTerms* terms) {
  budgets::v1::SimplifiedItem* item = terms->add_items();
  item->set_code(code);
  item->set_title("Позиция");
  return item;
}

std::vector<budgets::v1::SimplifiedTerms> AllTerms() {
  std::vector<budgets::v1::SimplifiedTerms> all(4);
  all[0].set_line("4.1");
  all[0].set_form(budgets::v1::FLAT_RATE);
  all[0].mutable_flat_rate()->set_kind(budgets::v1::INDIRECT_OF_STAFF);
  all[0].mutable_flat_rate()->add_base_lines("1.1");
  all[1].set_line("5.1");
  all[1].set_form(budgets::v1::UNIT_COSTS);
  budgets::v1::SimplifiedItem* visit = AddItem("visit", &all[1]);
  visit->set_unit("посещение");
  SetMoney(1234, visit->mutable_price());
  all[2].set_line("6.1");
  all[2].set_form(budgets::v1::LUMP_SUMS);
  for (const char* code : {"opening", "closing"}) {
    budgets::v1::SimplifiedItem* event = AddItem(code, &all[2]);
    event->set_condition("Проведено събитие");
    SetMoney(35001, event->mutable_price());
  }
  all[3].set_line("7.1");
  all[3].set_form(budgets::v1::HOURLY_RATE);
  SetMoney(1'000'000, AddItem("nurse", &all[3])->mutable_annual_gross_cost());
  for (budgets::v1::SimplifiedTerms& terms : all) terms.set_source("Заповед");
  return all;
}

}  // namespace

void Player::SetForms() {
  for (const budgets::v1::SimplifiedTerms& terms : AllTerms()) {
    budgets::v1::SetTermsRequest request;
    request.set_parent(contract_);
    *request.mutable_terms() = terms;
    world_->Send(*simplified_, &Simplified::SetTerms, request);
  }
}

const Player::Facts::Simplified* Player::SimplifiedOf(int64_t cost) const {
  const auto found = std::find_if(
      facts_.simplified.begin(), facts_.simplified.end(), [&](const Facts::Simplified& simplified) {
        return simplified.contract == contract_ && simplified.number == cost;
      });
  return found == facts_.simplified.end() ? nullptr : &*found;
}

// By the first number a flat rate, visits, an event or hours; now and then by the report of before. The
// hours of one person are shared by all contracts.
void Player::RecordSimplified(const Step& step) {
  budgets::v1::RecordSimplifiedCostRequest request;
  request.set_parent(contract_);
  budgets::v1::SimplifiedCost* cost = request.mutable_cost();
  cost->set_day(Today());
  const int form = step.first % 4;
  if (form > 0) {
    documents_given_ += step.second % 7 == 0 ? 0 : 1;
    cost->set_evidence(absl::StrCat("Отчет ", documents_given_));
  }
  if (form == 0) {
    cost->set_line("4.1");
  } else if (form == 1) {
    cost->set_line("5.1");
    cost->set_item("visit");
    cost->set_quantity(absl::StrCat(step.share_percent / 4 + 1));
  } else if (form == 2) {
    cost->set_line("6.1");
    cost->set_item(step.second % 2 == 0 ? "opening" : "closing");
  } else {
    cost->set_line("7.1");
    cost->set_item("nurse");
    cost->set_quantity(absl::StrFormat("%d.%02d", step.share_percent + 1, step.second));
    cost->set_person(step.second % 2 == 0 ? "A-1" : absl::StrCat("B-", contracts_));
    cost->set_year(2017 + step.second % 2);
  }
  world_->Send(*simplified_, &Simplified::RecordSimplifiedCost, request);
}

}  // namespace tranche::history
