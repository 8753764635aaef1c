// SPDX-License-Identifier: EUPL-1.2
// What a client does about many costs at once. Each row of a batch is a write by itself: it is noted
// with its own key, and an answer that did not come is found again in parts of the batch.
#include "client_send.h"
#include "platform/base/digest.h"

namespace tranche::crash {
namespace {

using Simplified = budgets::v1::SimplifiedCostsService::Stub;

constexpr int64_t kNotClaimed = 500;  // Of each document, so that a credit note fits.
constexpr char kVisits[] = "3.1";     // The line of visits.

std::string NumberIn(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

bool Client::SendRowsOnce(const std::string& contract, const std::string& batch,
                          const std::vector<Row>& rows) {
  budgets::v1::RecordCostsRequest request;
  request.set_parent(contract);
  request.set_request_id(batch);
  for (const Row& row : rows) {
    *request.add_rows() = row.row;
    history_[row.write].attempts.emplace_back();  // Unknown until there is an answer.
  }
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + manager_token_);
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallMax));
  context.set_wait_for_ready(true);
  budgets::v1::RecordCostsResponse response;
  const grpc::Status status = documents_of_costs_->RecordCosts(&context, request, &response);
  const std::string reason = status.ok() ? "" : ReasonOf(rpc::FromGrpcStatus(status));
  for (size_t i = 0; i < rows.size(); ++i) {
    books::Attempt& attempt = history_[rows[i].write].attempts.back();
    attempt.reason = reason;
    if (!status.ok()) {
      if (!IsUnknown(reason)) attempt.outcome = Outcome::kRefused;
      continue;
    }
    const budgets::v1::RowOutcome& outcome = response.outcomes(static_cast<int>(i));
    attempt.reason = outcome.reason();
    attempt.outcome = outcome.result() == budgets::v1::ROW_REFUSED ? Outcome::kRefused : Outcome::kOk;
    attempt.answer = NumberIn(outcome.cost());
    if (!attempt.reason.empty() && !IsExpected(attempt.reason))
      surprises_.push_back("row: " + attempt.reason);
  }
  if (status.ok()) return true;
  if (IsUnknown(reason) || IsPassing(reason)) return false;
  if (!IsExpected(reason)) surprises_.push_back("batch: " + reason);
  return true;
}

void Client::SendRows(const std::string& contract, const std::string& batch, std::vector<Row> rows) {
  for (const absl::Time until = absl::Now() + kAnswerMax; !SendRowsOnce(contract, batch, rows);
       Pause(kPause_ms)) {
    if (absl::Now() > until) {
      surprises_.push_back("no answer: " + batch);
      return;
    }
    const bool unknown = history_[rows.front().write].attempts.back().outcome == Outcome::kUnknown;
    if (unknown && options_.abandons && Random(0, 3) == 0) {
      abandoned_.push_back([this, contract, batch, rows] { SendRows(contract, batch, rows); });
      return;
    }
    if (!unknown || rows.size() < 2) continue;
    // The rows of an import may be cut otherwise each time.
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
    SendRows(contract, batch, {middle, rows.end()});
    rows.erase(middle, rows.end());
  }
}

void Client::Credit(const std::string& cost, const budgets::v1::CostRow& row) {
  budgets::v1::RecordCreditNoteRequest request;
  request.set_name(cost);
  request.mutable_credit_note()->set_number("К" + row.cost().document().number());
  request.mutable_credit_note()->set_issued_on("2017-10-01");
  SetMoney(kNotClaimed / 2, request.mutable_credit_note()->mutable_amount());
  CreditAfterAMistake(request);
}

void Client::RecordBatch(const std::string& contract, int rows) {
  const std::string batch = absl::StrCat("batch-", options_.number, "-", history_.size() + 1);
  std::vector<Row> sent;
  for (int i = 0; i < rows; ++i) {
    Row row;
    row.row.set_key(absl::StrCat("row-", i));
    budgets::v1::Cost* cost = row.row.mutable_cost();
    cost->set_line(Random(0, 1) == 0 ? "1.1" : "2.1");
    budgets::v1::CostDocument* document = cost->mutable_document();
    document->set_type(budgets::v1::INVOICE);
    document->set_number(absl::StrCat("П", options_.number, "-", ++documents_));
    document->set_issued_on("2017-09-01");
    document->set_paid_on("2017-09-05");
    document->set_issuer("Доставчик");
    const int64_t claimed = Random(2'000, 9'000);
    SetMoney(claimed, cost->mutable_claimed());
    SetMoney(claimed + kNotClaimed, document->mutable_total());
    row.write = history_.size();
    history_.push_back({.service = "budgets",
                        .method = "RecordCosts",
                        .actor = kManager,
                        .organisation = kOrganisation,
                        .request_id = Sha256Hex(absl::StrCat(batch, "\n", row.row.key())),
                        .attempts = {},
                        .batch = batch});
    sent.push_back(std::move(row));
  }
  SendRows(contract, batch, sent);
  for (const Row& row : sent) {
    const books::Write& write = history_[row.write];
    if (write.outcome() != Outcome::kOk) continue;
    Credit(absl::StrCat(contract, "/costs/", write.attempts.back().answer), row.row);
    return;
  }
}

void Client::RecordVisits(const std::string& contract) {
  budgets::v1::SetTermsRequest set;
  set.set_parent(contract);
  set.mutable_terms()->set_line(kVisits);
  set.mutable_terms()->set_form(budgets::v1::UNIT_COSTS);
  set.mutable_terms()->set_source("Заповед");
  budgets::v1::SimplifiedItem* visit = set.mutable_terms()->add_items();
  visit->set_code("visit");
  visit->set_title("Посещение");
  visit->set_unit("посещение");
  SetMoney(1234, visit->mutable_price());
  Send(*simplified_, &Simplified::SetTerms, set);
  budgets::v1::RecordSimplifiedCostRequest record;
  record.set_parent(contract);
  budgets::v1::SimplifiedCost* cost = record.mutable_cost();
  cost->set_day("2018-01-31");
  cost->set_evidence(absl::StrCat("Отчет ", options_.number, "-", ++documents_));
  cost->set_line(kVisits);
  cost->set_item("visit");
  cost->set_quantity("3");
  Send(*simplified_, &Simplified::RecordSimplifiedCost, record);
}

}  // namespace tranche::crash
