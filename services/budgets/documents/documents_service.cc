// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/documents_service.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/currencies/foreign_cost.h"
#include "budgets/documents/cost_batch.h"
#include "budgets/documents/cost_document.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold_document.h"

namespace tranche::budgets {
namespace {

constexpr int kTriesMax = 5;

// Under what the answer to a row is kept: the same for the same row of the same import, whatever
// request it comes in.
std::string StoredKey(const std::string& request_id, const std::string& row_key) {
  return Sha256Hex(absl::StrCat(request_id, "\n", row_key));
}

std::string KeyOf(const v1::CostRow& row, int position) {
  if (!row.key().empty()) return row.key();
  return row.place().empty() ? absl::StrCat(position + 1) : row.place();
}

absl::Status CheckKeys(const v1::RecordCostsRequest& request) {
  std::set<std::string> keys;
  std::vector<Violation> violations;
  for (int i = 0; i < request.rows_size(); ++i) {
    const std::string key = KeyOf(request.rows(i), i);
    if (keys.insert(key).second) continue;
    violations.push_back({absl::StrCat("rows[", i, "].key"), "ROW_KEY_TWICE", {{"key", key}}});
  }
  return violations.empty() ? absl::OkStatus() : RefuseInput("INVALID_REQUEST", std::move(violations));
}

// The outcome of a row that is refused.
v1::RowOutcome Refused(const std::string& place, const absl::Status& status) {
  v1::RowOutcome outcome;
  outcome.set_place(place);
  outcome.set_result(v1::ROW_REFUSED);
  outcome.set_reason(ReasonOf(status));
  outcome.set_text_bg(Explain(ReasonOf(status), ValuesOf(status), Language::kBulgarian));
  outcome.set_text_en(Explain(ReasonOf(status), ValuesOf(status), Language::kEnglish));
  return outcome;
}

// A request as it is worked on: rows that could be read, and the outcomes of those that could not.
struct ReadBatch {
  store::BatchScope scope;
  std::vector<store::KeyedRow> rows;
  std::vector<int> positions;  // Of the rows in the request.
  v1::RecordCostsResponse response;
};

ReadBatch ReadRows(const rpc::CallScope& scope, const v1::RecordCostsRequest& request,
                   const std::string& contract) {
  ReadBatch batch;
  batch.scope = {.organisation = rpc::OrganisationOf(scope),
                 .contract = contract,
                 .request_id = request.request_id()};
  v1::RecordCostRequest single;
  single.set_parent(ContractName(batch.scope.organisation, contract));
  for (int i = 0; i < request.rows_size(); ++i) {
    const v1::CostRow& row = request.rows(i);
    batch.response.add_outcomes()->set_place(row.place());
    absl::StatusOr<store::NewCost> cost = ParseCost(row.cost(), scope.today);
    if (!cost.ok()) {
      *batch.response.mutable_outcomes(i) = Refused(row.place(), cost.status());
      continue;
    }
    *single.mutable_cost() = row.cost();
    cost->request_hash = idempotency::HashRequest(single);
    const v1::CostDocument& document = cost->cost.document();
    BatchRow asked{.line = row.cost().line(),
                   .document = {.number_folded = cost->number_folded,
                                .issuer_folded = cost->issuer_folded,
                                .type = v1::DocumentType_Name(document.type()),
                                .issued_on = document.issued_on()},
                   .claim = {.number = document.number(),
                             .issuer_eik = document.issuer_eik(),
                             .total = cost->total,
                             .claimable = cost->claimable,
                             .claimed = cost->claimed},
                   .paid_on = document.paid_on()};
    batch.rows.push_back({.key = StoredKey(request.request_id(), KeyOf(row, i)),
                          .cost = *std::move(cost),
                          .asked = std::move(asked)});
    batch.positions.push_back(i);
  }
  return batch;
}

// Answers a row that came before; false when it did not.
bool Replay(const std::map<std::string, store::RowAnswer>& answers, const store::KeyedRow& row,
            const v1::RecordCostsRequest& request, const store::BatchScope& scope,
            v1::RowOutcome* outcome) {
  const auto answer = answers.find(row.key);
  if (answer == answers.end()) return false;
  if (answer->second.request_hash != row.cost.request_hash) {
    *outcome =
        Refused(outcome->place(), Refuse("REQUEST_ID_REUSED", {{"request_id", request.request_id()}}));
    return true;
  }
  outcome->set_result(v1::ROW_ALREADY_THERE);
  outcome->set_cost(CostName(scope.organisation, scope.contract, answer->second.cost_number));
  return true;
}

void AddSuspicions(pg::Tx& tx, const std::vector<store::Recorded>& recorded,
                   const std::vector<int>& positions, ReadBatch* batch) {
  std::vector<DocumentKey> keys;
  for (const store::Recorded& one : recorded) keys.push_back(one.decision.document);
  const auto suspected = store::FindSuspected(tx, batch->scope.organisation, keys);
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    const auto found = suspected.find(recorded[i].decision.document);
    if (found == suspected.end()) continue;
    v1::RowOutcome* outcome = batch->response.mutable_outcomes(positions[i]);
    for (const v1::SuspectedDuplicate& one : found->second) *outcome->add_suspected() = one;
  }
}

void Count(v1::RecordCostsResponse* response) {
  for (const v1::RowOutcome& outcome : response->outcomes()) {
    if (outcome.result() == v1::ROW_RECORDED) response->set_recorded(response->recorded() + 1);
    if (outcome.result() == v1::ROW_REFUSED) response->set_refused(response->refused() + 1);
    if (outcome.result() == v1::ROW_ALREADY_THERE) {
      response->set_already_there(response->already_there() + 1);
    }
  }
}

// The whole batch in one transaction: locks, decides row by row, writes what was decided.
absl::StatusOr<v1::RecordCostsResponse> RecordBatch(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const v1::RecordCostsRequest& request,
                                                    ReadBatch batch) {
  std::optional<BatchBooks> books = store::LockBooks(tx, batch.scope, batch.rows);
  if (!books) {
    return Refuse("NOT_FOUND",
                  {{"name", ContractName(batch.scope.organisation, batch.scope.contract) + "/budget"}});
  }
  const auto answers = store::FindAnswers(tx, scope, batch.scope.organisation, batch.rows);
  store::LockDocuments(tx, batch.scope, &batch.rows, &*books);
  std::set<int64_t> told;
  for (const auto& [key, answer] : answers) told.insert(answer.cost_number);
  CostBatch decided(*books, request.resubmit(), std::move(told));
  std::vector<store::Recorded> recorded;
  std::vector<int> recorded_at;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const store::KeyedRow& row = batch.rows[i];
    v1::RowOutcome* outcome = batch.response.mutable_outcomes(batch.positions[i]);
    if (Replay(answers, row, request, batch.scope, outcome)) continue;
    RowDecision decision = decided.Decide(row.asked);
    if (decision.result == RowResult::kRefused) {
      *outcome = Refused(outcome->place(), decision.refusal);
      continue;
    }
    outcome->set_cost(CostName(batch.scope.organisation, batch.scope.contract, decision.cost_number));
    outcome->set_result(decision.result == RowResult::kRecorded ? v1::ROW_RECORDED
                                                                : v1::ROW_ALREADY_THERE);
    if (decision.result != RowResult::kRecorded) continue;
    recorded.push_back({.row = &row, .decision = std::move(decision)});
    recorded_at.push_back(batch.positions[i]);
  }
  if (!recorded.empty()) {
    TRANCHE_RETURN_IF_ERROR(
        store::InsertBatch(tx, scope, batch.scope, recorded, *books, decided.books()));
    AddSuspicions(tx, recorded, recorded_at, &batch);
  }
  Count(&batch.response);
  return std::move(batch.response);
}

// What the note says in its own currency: lev and euro as amounts, any other by its code.
absl::StatusOr<NoteAmounts> AmountsOf(const v1::CreditNote& note) {
  if (note.original_currency().empty()) {
    if (!note.has_amount()) {
      return RefuseInput("INVALID_REQUEST", {{"credit_note.amount", "FIELD_REQUIRED", {}}});
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(note.amount()));
    if (amount.minor() <= 0) return Refuse("COST_NOT_POSITIVE");
    TRANCHE_ASSIGN_OR_RETURN(const Money vat, ParseVat(note.has_vat() ? &note.vat() : nullptr, amount));
    return NoteAmounts{.currency = std::string(CurrencyCode(amount.currency())),
                       .amount_minor = amount.minor(),
                       .vat_minor = vat.minor()};
  }
  std::vector<Violation> violations;
  const ErrorValues choice = {{"choice", note.original_currency()}};
  if (note.has_amount()) violations.push_back({"credit_note.amount", "FIELD_NOT_OF_CHOICE", choice});
  if (note.has_vat()) violations.push_back({"credit_note.vat", "FIELD_NOT_OF_CHOICE", choice});
  if (note.original_amount().empty()) {
    violations.push_back({"credit_note.original_amount", "FIELD_REQUIRED", {}});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  TRANCHE_RETURN_IF_ERROR(CheckCurrencyCode(note.original_currency()));
  NoteAmounts said{.currency = note.original_currency()};
  TRANCHE_ASSIGN_OR_RETURN(said.amount_minor, ParseForeignAmount(note.original_amount()));
  if (said.amount_minor <= 0) return Refuse("COST_NOT_POSITIVE");
  if (!note.original_vat().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(said.vat_minor, ParseForeignAmount(note.original_vat()));
  }
  if (said.vat_minor < 0 || said.vat_minor > said.amount_minor) {
    return Refuse("VAT_ABOVE_TOTAL", {{"vat", note.original_vat()},
                                      {"total", note.original_amount()},
                                      {"currency", note.original_currency()}});
  }
  return said;
}

// The note of a request, read; refusals name its fields.
absl::StatusOr<store::NewCreditNote> ReadNote(const v1::CreditNote& note, absl::CivilDay today) {
  store::NewCreditNote read;
  read.number = note.number();
  read.number_folded = FoldDocumentNumber(note.number());
  read.issued_on = note.issued_on();
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(note.issued_on()));
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(day, today));
  TRANCHE_ASSIGN_OR_RETURN(read.said, AmountsOf(note));
  return read;
}

}  // namespace

DocumentsService::DocumentsService(const rpc::RoleContext& context,
                                   std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::RecordCostsResponse> DocumentsService::RecordCosts(
    const rpc::CallScope& scope, const v1::RecordCostsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_RETURN_IF_ERROR(CheckKeys(request));
  const ReadBatch batch = ReadRows(scope, request, ref.contract);
  const auto record = [&] {
    return idempotency::Step<v1::RecordCostsResponse>(
        *context_.pool, scope, request.validate_only(),
        [&](pg::Tx& tx) { return RecordBatch(tx, scope, request, batch); });
  };
  absl::StatusOr<v1::RecordCostsResponse> response = record();
  if (ReasonOf(response.status()) == "NOT_FOUND") {
    // The contract may have been concluded just now.
    TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
    response = record();
  }
  // A document that was new was claimed by somebody else at the same moment: now it is there.
  for (int tries = 1; tries < kTriesMax && ReasonOf(response.status()) == "CONFLICT_RETRY"; ++tries) {
    response = record();
  }
  return response;
}

absl::StatusOr<v1::DocumentShares> DocumentsService::GetDocumentShares(
    const rpc::CallScope& scope, const v1::GetDocumentSharesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  return idempotency::Read<v1::DocumentShares>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::DocumentShares> {
        std::vector<store::StoredDocument> found =
            store::FindDocumentOf(tx, ref.contract.organisation, ref.contract.contract, ref.number);
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.name()}});
        return std::move(found.front().shown);
      });
}

absl::StatusOr<v1::ListSuspectedDuplicatesResponse> DocumentsService::ListSuspectedDuplicates(
    const rpc::CallScope& scope, const v1::ListSuspectedDuplicatesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSuspectedDuplicatesResponse> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx, ref, request.parent()));
    const std::string& organisation = contract.organisation;
    const std::string list = "budgets.suspected " + ContractName(organisation, ref.contract);
    TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                             convert::ReadNumberToken<int64_t>(list, request.page_token()));
    // One more than asked for tells whether there is a next page.
    std::vector<store::NumberedSuspicion> found =
        store::ListSuspected(tx, organisation, ref.contract, after, page_size + 1);
    const bool more = static_cast<int>(found.size()) > page_size;
    if (more) found.pop_back();
    v1::ListSuspectedDuplicatesResponse response;
    for (store::NumberedSuspicion& one : found) *response.add_suspected() = std::move(one.suspected);
    if (more) {
      response.set_next_page_token(
          convert::MakePageToken(list, {absl::StrCat(found.back().cost_number)}));
    }
    return response;
  };
  return idempotency::Read<v1::ListSuspectedDuplicatesResponse>(*context_.pool, scope, load);
}

absl::StatusOr<v1::DocumentShares> DocumentsService::RecordCreditNote(
    const rpc::CallScope& scope, const v1::RecordCreditNoteRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const store::NewCreditNote asked,
                           ReadNote(request.credit_note(), scope.today));
  const std::string organisation = rpc::OrganisationOf(scope);
  const auto record = [&](pg::Tx& tx) -> absl::StatusOr<v1::DocumentShares> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                             FindContract(tx, {organisation, ref.contract.contract}, request.name()));
    TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, contract));
    const std::optional<store::StoredDocument> document =
        store::LockDocumentOf(tx, organisation, ref.contract.contract, ref.number);
    if (!document) return Refuse("NOT_FOUND", {{"name", request.name()}});
    if (asked.issued_on < document->key.issued_on) {
      return Refuse("CREDIT_NOTE_BEFORE_DOCUMENT",
                    {{"issued_on", asked.issued_on}, {"document", document->key.issued_on}});
    }
    const std::string& number = document->shown.document().number();
    store::NewCreditNote note = asked;
    TRANCHE_ASSIGN_OR_RETURN(
        note.booked,
        ConvertNote(asked.said, document->balance,
                    store::FindDocumentRate(tx, organisation, ref.contract.contract, ref.number)));
    const Money credited = CreditOf(document->balance, note.booked.amount, note.booked.vat);
    const bool says_vat =
        request.credit_note().has_vat() || !request.credit_note().original_vat().empty();
    if (document->shown.document().vat_recoverable() && !says_vat) {
      return RefuseInput("INVALID_REQUEST", {{"credit_note.vat", "FIELD_REQUIRED", {}}});
    }
    // First, since who sends a note again is to be told so, and not that it is too large by now.
    if (!store::InsertCreditNote(tx, *document, note, credited)) {
      return Refuse("CREDIT_NOTE_DUPLICATE", {{"number", note.number}});
    }
    TRANCHE_RETURN_IF_ERROR(DecideCredit(document->balance, number, credited).status());
    store::CreditDocument(tx, *document, credited);
    v1::DocumentShares shares =
        store::FindDocumentOf(tx, organisation, ref.contract.contract, ref.number).front().shown;
    evidence::Record(tx, scope,
                     {.organisation = organisation,
                      .action = "budgets.costs.credit",
                      .record = CostName(organisation, ref.contract.contract, ref.number),
                      .before = &document->shown,
                      .after = &shares,
                      .reason = note.number,
                      .request_id = request.request_id()});
    return shares;
  };
  return idempotency::Write<v1::DocumentShares>(*context_.pool, scope, request, record);
}

}  // namespace tranche::budgets
