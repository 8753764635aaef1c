// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/record_batch_service.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/documents/cost_batch.h"
#include "budgets/documents/refused_cost_service.h"
#include "budgets/documents/suspicions_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/text/fold_document.h"

namespace tranche::budgets {
namespace {

constexpr char kNote[] = "creditNote.note.";

// Under what the answer to a row is kept: the same for the same row of the same import, whatever
// request it comes in.
std::string StoredKey(const std::string& request_id, const std::string& row_key) {
  return Sha256Hex(absl::StrCat(request_id, "\n", row_key));
}

std::string KeyOf(const v1::CostRow& row, int position) {
  if (!row.key().empty()) return row.key();
  return row.place().empty() ? absl::StrCat(position + 1) : row.place();
}

// The outcome of a row that is refused, for one reason or for several faults.
void Refuse(const absl::Status& status, v1::RowOutcome* outcome) {
  const std::vector<Violation> faults = ViolationsOf(status);
  // That there are several says nothing by itself.
  const bool several = ReasonOf(status) == "INVALID_REQUEST" && !faults.empty();
  const std::string reason = several ? faults[0].reason : ReasonOf(status);
  const ErrorValues values = several ? faults[0].values : ValuesOf(status);
  outcome->set_result(v1::ROW_REFUSED);
  outcome->clear_cost();
  outcome->set_reason(reason);
  outcome->set_text_bg(Explain(reason, values, Language::kBulgarian));
  outcome->set_text_en(Explain(reason, values, Language::kEnglish));
  for (const Violation& fault : faults) {
    v1::RowFault* told = outcome->add_faults();
    told->set_field(fault.field);
    told->set_reason(fault.reason);
    told->set_text_bg(Explain(fault.reason, fault.values, Language::kBulgarian));
    told->set_text_en(Explain(fault.reason, fault.values, Language::kEnglish));
  }
}

// A cost in its contract's currency.
void ReadCostRow(const rpc::CallScope& scope, const v1::CostRow& row, v1::RecordCostRequest* single,
                 store::KeyedRow* keyed, BatchCost* cost) {
  ReadCost read = CheckCost(row.cost(), scope.today);
  *single->mutable_cost() = row.cost();
  read.cost.request_hash = idempotency::HashRequest(*single);
  cost->field = "cost.";
  cost->amounts_fit = read.amounts_fit;
  cost->faults = std::move(read.faults);
  keyed->cost = std::move(read.cost);
  keyed->asked = RowOf(keyed->cost);
}

// A cost in another currency: what it is worth is known only with the books and the rate.
void ReadForeignRow(const rpc::CallScope& scope, const v1::CostRow& row, const std::string& parent,
                    store::KeyedRow* keyed, BatchCost* cost) {
  const v1::ForeignCostRow& given = row.foreign_cost();
  cost->field = "foreignCost.";
  cost->foreign = CheckForeign(given.document(), given.original(),
                               given.has_particulars() ? &given.particulars() : nullptr, scope.today);
  cost->faults = cost->foreign->faults;
  v1::RecordForeignCostRequest single;
  single.set_parent(parent);
  single.set_line(given.line());
  *single.mutable_document() = given.document();
  *single.mutable_original() = given.original();
  if (given.has_particulars()) *single.mutable_particulars() = given.particulars();
  keyed->cost.request_hash = idempotency::HashRequest(single);
  keyed->asked.line = given.line();
  keyed->asked.document = {.number_folded = FoldDocumentNumber(given.document().number()),
                           .issuer_folded = FoldIssuer(given.document().issuer()),
                           .type = v1::DocumentType_Name(given.document().type()),
                           .issued_on = given.document().issued_on()};
  keyed->asked.claim.issuer_eik = given.document().issuer_eik();
}

// Prices a foreign cost and makes it one of the contract's currency.
absl::Status PriceRow(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                      const absl::StatusOr<FixedRate>& changeover, Currency currency,
                      const BatchBooks& books, store::KeyedRow* row, BatchCost* cost,
                      v1::OriginalAmounts* original, int64_t* difference_minor) {
  const absl::StatusOr<Priced> priced =
      PriceDocument(tx, organisation, *cost->foreign, changeover, currency);
  if (!priced.ok()) {
    const std::string field = FieldOfPrice(ReasonOf(priced.status()));
    if (field.empty()) return priced.status();
    AddViolation(priced.status(), field, &cost->faults);
    return absl::OkStatus();
  }
  const auto known = books.documents.find(row->asked.document);
  const auto left =
      known == books.documents.end() ? std::nullopt : std::optional(LeftOf(known->second));
  TRANCHE_ASSIGN_OR_RETURN(const ConvertedCost converted,
                           ConvertCost(*cost->foreign, row->asked.line, priced->ratio, currency, left));
  ReadCost read = CheckCost(converted.cost, scope.today);
  for (Violation& fault : read.faults) cost->faults.push_back(std::move(fault));
  read.cost.request_hash = row->cost.request_hash;
  const std::string issuer = row->asked.document.issuer_folded;
  row->cost = std::move(read.cost);
  row->asked = RowOf(row->cost);
  row->asked.document.issuer_folded = issuer;
  cost->amounts_fit = read.amounts_fit;
  *original = priced->original;
  *difference_minor = converted.difference_minor;
  return absl::OkStatus();
}

// Answers a row that came before; false when it did not.
bool Replay(const std::map<std::string, store::RowAnswer>& answers, const std::string& key,
            const std::string& hash, const v1::RecordCostsRequest& request,
            const store::BatchScope& scope, v1::RowOutcome* outcome) {
  const auto answer = answers.find(key);
  if (answer == answers.end()) return false;
  if (answer->second.request_hash != hash) {
    Refuse(tranche::Refuse("REQUEST_ID_REUSED", {{"request_id", request.request_id()}}), outcome);
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

// Decides on the costs of a batch one by one and writes them.
class CostRecorder {
 public:
  CostRecorder(pg::Tx& tx, const rpc::CallScope& scope, const v1::RecordCostsRequest& request,
               const absl::StatusOr<FixedRate>& changeover, ReadBatch* batch)
      : tx_(tx), scope_(scope), request_(request), changeover_(changeover), batch_(*batch) {}

  absl::Status Record(const store::Contract& contract, BatchBooks books,
                      const std::map<std::string, store::RowAnswer>& answers);

 private:
  struct Foreign {
    v1::OriginalAmounts original;
    int64_t difference_minor = 0;
  };
  absl::Status DecideRow(std::size_t i, Currency currency, CostBatch* decided);
  absl::Status KeepOriginals(const store::Contract& contract);

  pg::Tx& tx_;
  const rpc::CallScope& scope_;
  const v1::RecordCostsRequest& request_;
  const absl::StatusOr<FixedRate>& changeover_;
  ReadBatch& batch_;
  std::map<std::size_t, Foreign> foreign_;  // By row.
  std::vector<store::Recorded> recorded_;
  std::vector<int> recorded_at_;
};

absl::Status CostRecorder::DecideRow(std::size_t i, Currency currency, CostBatch* decided) {
  store::KeyedRow& row = batch_.rows[i];
  BatchCost& cost = batch_.costs[i];
  v1::RowOutcome* outcome = batch_.response.mutable_outcomes(cost.position);
  if (cost.foreign && cost.faults.empty()) {
    Foreign& kept = foreign_[i];
    TRANCHE_RETURN_IF_ERROR(PriceRow(tx_, scope_, batch_.scope.organisation, changeover_, currency,
                                     decided->books(), &row, &cost, &kept.original,
                                     &kept.difference_minor));
  }
  if (!cost.faults.empty()) {
    std::vector<Violation> faults = cost.faults;
    for (Violation& fault : decided->FaultsOf(row.asked, cost.amounts_fit)) {
      faults.push_back(std::move(fault));
    }
    Refuse(RefuseFields(Within(cost.field, std::move(faults))), outcome);
    return absl::OkStatus();
  }
  RowDecision decision = decided->Decide(row.asked);
  if (decision.result == RowResult::kRefused) {
    Refuse(RefuseInput(ReasonOf(decision.refusal), Within(cost.field, std::move(decision.faults)),
                       ValuesOf(decision.refusal)),
           outcome);
    return absl::OkStatus();
  }
  outcome->set_cost(CostName(batch_.scope.organisation, batch_.scope.contract, decision.cost_number));
  outcome->set_result(decision.result == RowResult::kRecorded ? v1::ROW_RECORDED
                                                              : v1::ROW_ALREADY_THERE);
  if (decision.result != RowResult::kRecorded) return absl::OkStatus();
  recorded_.push_back({.row = &row, .decision = std::move(decision)});
  recorded_at_.push_back(cost.position);
  return absl::OkStatus();
}

// What the documents of foreign costs say in their own currency, as RecordForeignCost keeps it.
absl::Status CostRecorder::KeepOriginals(const store::Contract& contract) {
  for (const store::Recorded& one : recorded_) {
    const auto kept = foreign_.find(static_cast<std::size_t>(one.row - batch_.rows.data()));
    if (kept == foreign_.end()) continue;
    const Foreign& foreign = kept->second;
    store::InsertOriginal(tx_, contract, one.decision.cost_number, foreign.original,
                          foreign.difference_minor);
    v1::Cost shown = one.row->cost.cost;
    shown.set_name(CostName(contract.organisation, contract.contract, one.decision.cost_number));
    *shown.mutable_original() = foreign.original;
    evidence::Record(tx_, scope_,
                     {.organisation = contract.organisation,
                      .action = "budgets.costs.record_foreign",
                      .record = shown.name(),
                      .before = nullptr,
                      .after = &shown,
                      .reason = foreign.original.rate_source(),
                      .request_id = batch_.scope.request_id});
  }
  return absl::OkStatus();
}

absl::Status CostRecorder::Record(const store::Contract& contract, BatchBooks books,
                                  const std::map<std::string, store::RowAnswer>& answers) {
  std::set<int64_t> told;
  for (const store::KeyedRow& row : batch_.rows) {
    const auto answer = answers.find(row.key);
    if (answer != answers.end()) told.insert(answer->second.cost_number);
  }
  CostBatch decided(books, request_.resubmit(), std::move(told));
  for (std::size_t i = 0; i < batch_.rows.size(); ++i) {
    const store::KeyedRow& row = batch_.rows[i];
    v1::RowOutcome* outcome = batch_.response.mutable_outcomes(batch_.costs[i].position);
    if (Replay(answers, row.key, row.cost.request_hash, request_, batch_.scope, outcome)) continue;
    TRANCHE_RETURN_IF_ERROR(DecideRow(i, contract.amount.eu.currency(), &decided));
  }
  if (recorded_.empty()) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(
      store::InsertBatch(tx_, scope_, batch_.scope, recorded_, books, decided.books()));
  TRANCHE_RETURN_IF_ERROR(KeepOriginals(contract));
  AddSuspicions(tx_, recorded_, recorded_at_, &batch_);
  return absl::OkStatus();
}

// The document that a note of a batch names, locked.
absl::StatusOr<store::NamedDocument> LockNamed(pg::Tx& tx, const store::BatchScope& scope,
                                               const v1::CreditNoteRow& row) {
  std::vector<store::NamedDocument> found =
      store::LockNamedDocuments(tx, scope,
                                {.number_folded = FoldDocumentNumber(row.document_number()),
                                 .issuer_folded = FoldIssuer(row.issuer()),
                                 .type = "",
                                 .issued_on = row.document_issued_on()},
                                row.issuer_eik());
  if (found.size() == 1) return std::move(found.front());
  std::vector<std::string> days;
  for (const store::NamedDocument& one : found) days.push_back(one.document.key.issued_on);
  const ErrorValues named = {{"number", row.document_number()}, {"issuer", row.issuer()}};
  if (found.empty()) {
    return RefuseFields({{"creditNote.documentNumber", "CREDIT_NOTE_DOCUMENT_UNKNOWN", named}});
  }
  return RefuseFields({{"creditNote.documentIssuedOn",
                        "CREDIT_NOTE_DOCUMENT_AMBIGUOUS",
                        {named[0], named[1], {"days", absl::StrJoin(days, ", ")}}}});
}

absl::Status RecordNoteRow(pg::Tx& tx, const rpc::CallScope& scope, const store::BatchScope& batch,
                           const v1::CreditNoteRow& row, const BatchNote& note,
                           v1::RowOutcome* outcome) {
  absl::StatusOr<store::NamedDocument> named = LockNamed(tx, batch, row);
  if (!note.read.faults.empty()) {
    std::vector<Violation> faults = note.read.faults;
    for (Violation& fault : ViolationsOf(named.status())) faults.push_back(std::move(fault));
    return RefuseFields(std::move(faults));
  }
  TRANCHE_RETURN_IF_ERROR(named.status());
  outcome->set_cost(CostName(batch.organisation, batch.contract, named->cost_number));
  if (store::FindNote(tx, named->document, note.read.note) == store::KnownNote::kSame) {
    outcome->set_result(v1::ROW_ALREADY_THERE);
    return absl::OkStatus();
  }
  const CostRef cost = {.contract = {.organisation = batch.organisation, .contract = batch.contract},
                        .number = named->cost_number};
  TRANCHE_RETURN_IF_ERROR(
      RecordNote(tx, scope, cost, named->document, note.read, kNote, batch.request_id).status());
  store::KeepAnswer(tx, scope, batch.organisation, note.key, note.request_hash, named->cost_number);
  outcome->set_result(v1::ROW_RECORDED);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRows(const v1::RecordCostsRequest& request) {
  std::set<std::string> keys;
  std::vector<Violation> violations;
  for (int i = 0; i < request.rows_size(); ++i) {
    const v1::CostRow& row = request.rows(i);
    const std::string place = absl::StrCat("rows[", i, "].");
    const int given = row.has_cost() + row.has_foreign_cost() + row.has_credit_note();
    if (given == 0) violations.push_back({place + "cost", "FIELD_REQUIRED", {}});
    if (given > 1) {
      const char* extra = row.has_credit_note() ? "creditNote" : "foreignCost";
      const char* choice = row.has_cost() ? "cost" : "foreignCost";
      violations.push_back({place + extra, "FIELD_NOT_OF_CHOICE", {{"choice", choice}}});
    }
    const std::string key = KeyOf(row, i);
    if (keys.insert(key).second) continue;
    violations.push_back({place + "key", "ROW_KEY_TWICE", {{"key", key}}});
  }
  return violations.empty() ? absl::OkStatus() : RefuseInput("INVALID_REQUEST", std::move(violations));
}

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
    const std::string key = StoredKey(request.request_id(), KeyOf(row, i));
    if (row.has_credit_note()) {
      BatchNote note{.position = i,
                     .key = key,
                     .request_hash = idempotency::HashRequest(row.credit_note()),
                     .read = CheckNote(row.credit_note().note(), scope.today)};
      note.read.faults = Within(kNote, std::move(note.read.faults));
      AddViolation(CheckEik(row.credit_note().issuer_eik()), "creditNote.issuerEik", &note.read.faults);
      batch.notes.push_back(std::move(note));
      continue;
    }
    store::KeyedRow keyed{.key = key, .cost = {}, .asked = {}};
    BatchCost cost{.position = i, .field = "", .faults = {}, .foreign = {}};
    if (row.has_foreign_cost()) {
      ReadForeignRow(scope, row, single.parent(), &keyed, &cost);
      batch.needs_fixed_rate |= IsBookCurrency(row.foreign_cost().original().currency());
    } else {
      ReadCostRow(scope, row, &single, &keyed, &cost);
    }
    batch.rows.push_back(std::move(keyed));
    batch.costs.push_back(std::move(cost));
  }
  return batch;
}

absl::StatusOr<v1::RecordCostsResponse> RecordBatch(pg::Tx& tx, const rpc::CallScope& scope,
                                                    const v1::RecordCostsRequest& request,
                                                    const absl::StatusOr<FixedRate>& changeover,
                                                    ReadBatch batch) {
  std::optional<BatchBooks> books = store::LockBooks(tx, batch.scope, batch.rows);
  if (!books) {
    return tranche::Refuse(
        "NOT_FOUND",
        {{"name", ContractName(batch.scope.organisation, batch.scope.contract) + "/budget"}});
  }
  std::set<std::string> keys;
  for (const store::KeyedRow& row : batch.rows) keys.insert(row.key);
  for (const BatchNote& note : batch.notes) keys.insert(note.key);
  const auto answers = store::FindAnswers(tx, scope, batch.scope.organisation, keys);
  store::LockDocuments(tx, batch.scope, &batch.rows, &*books);
  TRANCHE_ASSIGN_OR_RETURN(
      const store::Contract contract,
      FindContract(tx, {batch.scope.organisation, batch.scope.contract}, request.parent()));
  TRANCHE_RETURN_IF_ERROR(CostRecorder(tx, scope, request, changeover, &batch)
                              .Record(contract, *std::move(books), answers));
  const absl::Status open = batch.notes.empty() ? absl::OkStatus() : CheckMoneyOpen(tx, contract);
  for (const BatchNote& note : batch.notes) {
    v1::RowOutcome* outcome = batch.response.mutable_outcomes(note.position);
    if (Replay(answers, note.key, note.request_hash, request, batch.scope, outcome)) continue;
    absl::Status recorded = open;
    if (recorded.ok()) {
      recorded = RecordNoteRow(tx, scope, batch.scope, request.rows(note.position).credit_note(), note,
                               outcome);
    }
    if (!recorded.ok()) Refuse(recorded, outcome);
  }
  Count(&batch.response);
  return std::move(batch.response);
}

}  // namespace tranche::budgets
