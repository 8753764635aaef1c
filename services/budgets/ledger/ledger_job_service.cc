// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_job_service.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/ledger/ledger_service.h"
#include "platform/idempotency/idempotency.h"
#include "platform/observe/observe.h"
#include "platform/rpc/service_scope.h"

namespace tranche::budgets {
namespace {

constexpr char kMethod[] = "budgets.ledger_job";
constexpr absl::Duration kStepMax = absl::Seconds(60);  // Of a contract.
constexpr int kPage = 100;

// Says nothing of the books: the database was away, busy or too slow.
bool IsForNow(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsAborted(status) ||
         absl::IsCancelled(status) || absl::IsResourceExhausted(status);
}

}  // namespace

LedgerJob::LedgerJob(const rpc::RoleContext& context) : context_(context) {
  if (context_.observer == nullptr) return;
  disagreeing_ =
      &prometheus::BuildGauge()
           .Name("tranche_ledger_disagreeing_contracts")
           .Help("Contracts whose balances were not what their journals add up to, as checked last.")
           .Register(context_.observer->registry())
           .Add({});
}

absl::StatusOr<bool> LedgerJob::CheckOne(const store::Contract& contract) {
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation, absl::Now() + kStepMax, kMethod);
  const absl::StatusOr<v1::LedgerCheck> check = idempotency::Read<v1::LedgerCheck>(
      *context_.pool, own, [&](pg::Tx& tx) { return CheckBooks(tx, contract); });
  const std::string name = ContractName(contract.organisation, contract.contract);
  if (IsForNow(check.status())) {
    observe::Log(observe::Level::kWarning, "ledger_not_checked",
                 {{"contract", name}, {"error", std::string(check.status().message())}});
    return check.status();
  }
  if (!check.ok()) {
    // Its amounts cannot even be added up.
    observe::Log(observe::Level::kError, "ledger_disagrees",
                 {{"contract", name}, {"error", std::string(check.status().message())}});
    return false;
  }
  if (check->verdict() == v1::BOOKS_AGREE) return true;
  observe::Log(observe::Level::kError, "ledger_disagrees",
               {{"contract", name},
                {"findings", absl::StrCat(check->findings_size())},
                {"first_line", check->findings_size() > 0 ? check->findings(0).line() : ""}});
  return false;
}

LedgerJob::Result LedgerJob::CheckAll() {
  Result result;
  rpc::CallScope all = rpc::ServiceScope(context_, "*", absl::Now() + kStepMax, kMethod);
  const absl::StatusOr<std::vector<std::string>> organisations =
      idempotency::Read<std::vector<std::string>>(*context_.pool, all, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<std::string>>(store::ListOrganisations(tx));
      });
  if (!organisations.ok()) return {.checked = 0, .disagreeing = 0, .failed = 1};
  // Row security shows the rows of these and of no others.
  all.organisations = *organisations;
  store::Contract last;
  while (true) {
    all.deadline = absl::Now() + kStepMax;
    const absl::StatusOr<std::vector<store::Contract>> page =
        idempotency::Read<std::vector<store::Contract>>(*context_.pool, all, [&](pg::Tx& tx) {
          return absl::StatusOr<std::vector<store::Contract>>(
              store::ListBudgeted(tx, "-", last.organisation, last.contract, kPage));
        });
    if (!page.ok()) ++result.failed;
    if (!page.ok() || page->empty()) break;
    for (const store::Contract& contract : *page) {
      if (stopping_) return result;
      const absl::StatusOr<bool> agrees = CheckOne(contract);
      if (!agrees.ok()) {
        ++result.failed;
        continue;
      }
      ++result.checked;
      if (!*agrees) ++result.disagreeing;
    }
    last = page->back();
  }
  if (disagreeing_ != nullptr) disagreeing_->Set(result.disagreeing);
  observe::Log(result.failed > 0 ? observe::Level::kWarning : observe::Level::kInfo, "ledger_checked",
               {{"contracts", absl::StrCat(result.checked)},
                {"disagreeing", absl::StrCat(result.disagreeing)},
                {"failed", absl::StrCat(result.failed)}});
  return result;
}

void LedgerJob::CheckWhenDue() {
  const absl::Time now = absl::Now();
  if (now - last_ < kEvery) return;
  // What could not be compared, or was broken off, is compared at the next look.
  if (CheckAll().failed == 0 && !stopping_) last_ = now;
}

}  // namespace tranche::budgets
