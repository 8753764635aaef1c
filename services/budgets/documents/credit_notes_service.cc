// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/credit_notes_service.h"

#include <utility>

#include "budgets/currencies/foreign_cost.h"
#include "budgets/documents/cost_document.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/text/fold_document.h"

namespace tranche::budgets {
namespace {

// What a note in lev or euro says.
void ReadBookAmounts(const v1::CreditNote& note, ReadNote* read) {
  if (!note.has_amount()) {
    read->faults.push_back({"amount", "FIELD_REQUIRED", {}});
    return;
  }
  const absl::StatusOr<Money> amount = convert::FromProto(note.amount());
  AddViolation(amount.status(), "amount", &read->faults);
  if (!amount.ok()) return;
  if (amount->minor() <= 0) {
    read->faults.push_back({"amount", "COST_NOT_POSITIVE", {}});
    return;
  }
  const absl::StatusOr<Money> vat = ParseVat(note.has_vat() ? &note.vat() : nullptr, *amount);
  AddViolation(vat.status(), "vat", &read->faults);
  if (!vat.ok()) return;
  read->note.said = {.currency = std::string(CurrencyCode(amount->currency())),
                     .amount_minor = amount->minor(),
                     .vat_minor = vat->minor()};
}

// What a note in any other currency says.
void ReadOriginalAmounts(const v1::CreditNote& note, ReadNote* read) {
  std::vector<Violation>& faults = read->faults;
  const ErrorValues choice = {{"choice", note.original_currency()}};
  if (note.has_amount()) faults.push_back({"amount", "FIELD_NOT_OF_CHOICE", choice});
  if (note.has_vat()) faults.push_back({"vat", "FIELD_NOT_OF_CHOICE", choice});
  AddViolation(CheckCurrencyCode(note.original_currency()), "originalCurrency", &faults);
  if (note.original_amount().empty()) {
    faults.push_back({"originalAmount", "FIELD_REQUIRED", {}});
    return;
  }
  const absl::StatusOr<int64_t> amount = ParseForeignAmount(note.original_amount());
  AddViolation(amount.status(), "originalAmount", &faults);
  const absl::StatusOr<int64_t> vat =
      ParseForeignAmount(note.original_vat().empty() ? "0" : note.original_vat());
  AddViolation(vat.status(), "originalVat", &faults);
  if (!amount.ok() || !vat.ok()) return;
  if (*amount <= 0) {
    faults.push_back({"originalAmount", "COST_NOT_POSITIVE", {}});
  } else if (*vat < 0 || *vat > *amount) {
    faults.push_back({"originalVat",
                      "VAT_ABOVE_TOTAL",
                      {{"vat", note.original_vat()},
                       {"total", note.original_amount()},
                       {"currency", note.original_currency()}}});
  }
  read->note.said = {.currency = note.original_currency(), .amount_minor = *amount, .vat_minor = *vat};
}

}  // namespace

ReadNote CheckNote(const v1::CreditNote& note, absl::CivilDay today) {
  ReadNote read;
  read.note.number = note.number();
  read.note.number_folded = FoldDocumentNumber(note.number());
  read.note.issued_on = note.issued_on();
  read.says_vat = note.has_vat() || !note.original_vat().empty();
  const absl::StatusOr<absl::CivilDay> day = ParseDay(note.issued_on());
  AddViolation(day.ok() ? CheckNotAfter(*day, today) : day.status(), "issuedOn", &read.faults);
  if (note.original_currency().empty()) {
    ReadBookAmounts(note, &read);
  } else {
    ReadOriginalAmounts(note, &read);
  }
  return read;
}

absl::StatusOr<v1::DocumentShares> RecordNote(pg::Tx& tx, const rpc::CallScope& scope,
                                              const CostRef& cost,
                                              const store::StoredDocument& document,
                                              const ReadNote& read, const std::string& prefix,
                                              const std::string& request_id) {
  const std::string& organisation = document.organisation;
  const std::string& contract = cost.contract.contract;
  store::NewCreditNote note = read.note;
  std::vector<Violation> faults;
  if (note.issued_on < document.key.issued_on) {
    faults.push_back({"issuedOn",
                      "CREDIT_NOTE_BEFORE_DOCUMENT",
                      {{"issued_on", note.issued_on}, {"document", document.key.issued_on}}});
  }
  if (document.shown.document().vat_recoverable() && !read.says_vat) {
    faults.push_back({"vat", "FIELD_REQUIRED", {}});
  }
  absl::StatusOr<ConvertedNote> booked = ConvertNote(
      note.said, document.balance, store::FindDocumentRate(tx, organisation, contract, cost.number));
  AddViolation(booked.status(), "originalCurrency", &faults);
  if (!faults.empty()) return RefuseFields(Within(prefix, std::move(faults)));
  note.booked = *std::move(booked);
  const Money credited = CreditOf(document.balance, note.booked.amount, note.booked.vat);
  const absl::Status rest =
      DecideCredit(document.balance, document.shown.document().number(), credited).status();
  const bool again = !rest.ok() && store::FindNote(tx, document, note) != store::KnownNote::kNone;
  AddViolation(rest, "amount", &faults);
  if (!again && !faults.empty()) return RefuseFields(Within(prefix, std::move(faults)));
  // Who sends a note again is to be told so, and not that it is too large by now.
  if (again || !store::InsertCreditNote(tx, document, note, credited)) {
    return Refuse("CREDIT_NOTE_DUPLICATE", {{"number", note.number}});
  }
  store::CreditDocument(tx, document, credited);
  v1::DocumentShares shares =
      store::FindDocumentOf(tx, organisation, contract, cost.number).front().shown;
  evidence::Record(tx, scope,
                   {.organisation = organisation,
                    .action = "budgets.costs.credit",
                    .record = CostName(organisation, contract, cost.number),
                    .before = &document.shown,
                    .after = &shares,
                    .reason = note.number,
                    .request_id = request_id});
  return shares;
}

}  // namespace tranche::budgets
