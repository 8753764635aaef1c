// SPDX-License-Identifier: EUPL-1.2
// Credit notes, single and in batches, and their annulment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "budgets/testing/documents_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(DocumentsTest, CreditNote_IsNoCost) {
  MakeContract("A");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("1");
  *request.mutable_cost() = CostOf({});
  request.mutable_cost()->mutable_document()->set_type(v1::CREDIT_NOTE);

  EXPECT_EQ(ReasonOf(single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status()),
            "CREDIT_NOTE_IS_NO_COST");
}

TEST_F(DocumentsTest, CreditNote_LowersItsDocumentOnce) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");
  const std::string cost = Contract("A") + "/costs/1";

  const auto credited = Credit(cost, "000042", 30'00, "note");
  ASSERT_TRUE(credited.ok()) << credited.status();
  EXPECT_EQ(credited->left().amount(), "10.00");
  EXPECT_EQ(Credit(cost, "000042", 30'00, "note")->left().amount(), "10.00");  // The same request.
  EXPECT_EQ(ReasonOf(Credit(cost, "42", 5'00, "note-2").status()), "CREDIT_NOTE_DUPLICATE");
  EXPECT_EQ(ReasonOf(Credit(cost, "43", 10'01, "note-3").status()), "CREDIT_NOTE_ABOVE_REST");
  EXPECT_EQ(ReasonOf(Credit(cost, "44", 1'00, "note-4", "2018-01-31").status()),
            "CREDIT_NOTE_BEFORE_DOCUMENT");
  EXPECT_EQ(ReasonOf(Credit(cost, "45", 1'00, "note-5", "2090-01-01").status()), "DAY_IN_FUTURE");
  EXPECT_EQ(ReasonOf(Credit(cost, "46", 0, "note-6").status()), "COST_NOT_POSITIVE");
  EXPECT_EQ(ReasonOf(Credit(Contract("A") + "/costs/9", "47", 1, "note-7").status()), "NOT_FOUND");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 10'01}, "2"), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 10'00}, "2"), "cost 2");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

// Whoever orders money for a document looks at a cost of it.
TEST_F(DocumentsTest, CreditNotes_AreToldWithEveryCostOfTheirDocument) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");
  Single(Contract("A"), {.line = "2", .claimed = 5'00}, "2");
  const auto cost = [&](const std::string& number) {
    v1::GetCostRequest request;
    request.set_name(Contract("A") + "/costs/" + number);
    const auto found = single_.GetCost(ScopeOf("lyubimets", "test/GetCost"), request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.value_or(v1::Cost());
  };
  EXPECT_EQ(cost("1").recorded_total().amount(), "100.00");
  EXPECT_FALSE(cost("1").has_credited());

  ASSERT_TRUE(Credit(Contract("A") + "/costs/1", "42", 20'00, "note").ok());
  ASSERT_TRUE(Credit(Contract("A") + "/costs/2", "43", 1'50, "note-2").ok());
  for (const char* number : {"1", "2"}) {
    EXPECT_EQ(cost(number).recorded_total().amount(), "100.00") << number;
    EXPECT_EQ(cost(number).credited().amount(), "21.50") << number;
    EXPECT_EQ(cost(number).credited().currency(), "BGN") << number;
  }
  ASSERT_TRUE(Annul(AnnulmentOf(Contract("A") + "/costs/1", "42", "annul")).ok());
  EXPECT_EQ(cost("1").credited().amount(), "1.50");
}

TEST_F(DocumentsTest, AnnulledCreditNote_FreesItsRoomAndMayBeRecordedOnceMore) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");
  const std::string cost = Contract("A") + "/costs/1";
  ASSERT_TRUE(Credit(cost, "000042", 30'00, "note").ok());

  const auto annulled = Annul(AnnulmentOf(cost, "42", "annul"));

  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->left().amount(), "40.00");
  EXPECT_EQ(annulled->credited().amount(), "0.00");
  ASSERT_EQ(annulled->credit_notes_size(), 1);
  EXPECT_EQ(annulled->credit_notes(0).number(), "000042");
  EXPECT_EQ(annulled->credit_notes(0).state(), common::v1::RECORD_ANNULLED);
  EXPECT_EQ(annulled->credit_notes(0).annulment().annulled_by(), "other@lyubimets");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
  // With the right amount, once.
  const auto right = Credit(cost, "42", 13'00, "note-2");
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(right->left().amount(), "27.00");
  ASSERT_EQ(right->credit_notes_size(), 2);
  EXPECT_EQ(right->credit_notes(1).state(), common::v1::RECORD_ENTERED);
  EXPECT_EQ(ReasonOf(Credit(cost, "42", 13'00, "note-3").status()), "CREDIT_NOTE_DUPLICATE");
  // And that one may be annulled as well.
  EXPECT_EQ(Annul(AnnulmentOf(cost, "42", "annul-2"))->left().amount(), "40.00");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, CreditNote_IsAnnulledOnceAndByAnother) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");
  const std::string cost = Contract("A") + "/costs/1";
  ASSERT_TRUE(Credit(cost, "42", 30'00, "note").ok());
  v1::AnnulCreditNoteRequest request = AnnulmentOf(cost, "42", "annul");
  EXPECT_EQ(
      ReasonOf(
          documents_.AnnulCreditNote(role_.Scope(testing::TestActor(), "test/AnnulCreditNote"), request)
              .status()),
      "ANNULMENT_BY_RECORDER");
  EXPECT_EQ(ReasonOf(Annul(AnnulmentOf(cost, "43", "a")).status()), "CREDIT_NOTE_UNKNOWN");
  EXPECT_EQ(ReasonOf(Annul(AnnulmentOf(Contract("A") + "/costs/9", "42", "b")).status()), "NOT_FOUND");
  request.set_issued_on("2018-04-02");
  EXPECT_EQ(ReasonOf(Annul(request).status()), "CREDIT_NOTE_UNKNOWN");
  request = AnnulmentOf(cost, "42", "annul");
  request.mutable_annulment()->set_annulled_on("2018-03-31");
  EXPECT_EQ(ReasonOf(Annul(request).status()), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(Shares(cost).left().amount(), "10.00");
  const auto first = Annul(AnnulmentOf(cost, "42", "annul-1"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Annul(AnnulmentOf(cost, "42", "annul-1"))->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Annul(AnnulmentOf(cost, "42", "annul-2")).status()), "RECORD_ALREADY_ANNULLED");
}

TEST_F(DocumentsTest, PartOfACreditNote_IsNotAnnulledPastTheService) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");
  ASSERT_TRUE(Credit(Contract("A") + "/costs/1", "42", 30'00, "note").ok());
  const auto insert = [](const std::string& minor, const std::string& annulled_by) {
    return "insert into budgets.credit_note_annulment (organisation_id, note_folded, issuer_folded, "
           "note_issued_on, entry, credited_minor, currency, annulled_on, reason, reference, "
           "recorded_by, annulled_by) select organisation_id, note_folded, issuer_folded, "
           "note_issued_on, entry, " +
           minor + ", currency, '2018-04-20', 'r', 'n', recorded_by, " + annulled_by +
           " from budgets.credit_note";
  };
  EXPECT_THROW(sandbox_.Inspect(insert("-2999", "'x'")), pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect(insert("-3000", "recorded_by")), pqxx::check_violation);
}

TEST_F(DocumentsTest, CreditNotesOfABatch_LowerTheDocumentsThatTheyName) {
  MakeContract("A");
  v1::RecordCostsRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("import");
  // Above its document, which is written otherwise, too.
  *request.add_rows() = NoteRow("42", 30'00, "001", "ДОСТАВКИ ЕООД");
  *request.add_rows()->mutable_cost() = CostOf({.number = "1", .claimed = 60'00});
  *request.add_rows() = NoteRow("43", 10'01);
  *request.add_rows() = NoteRow("44", 5'00, "77");
  *request.add_rows() = NoteRow("45", 0);
  request.mutable_rows(4)->mutable_credit_note()->mutable_note()->set_issued_on("2090-01-01");

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recorded(), 2);
  EXPECT_EQ(response->refused(), 3);
  EXPECT_EQ(response->outcomes(0).cost(), Contract("A") + "/costs/1");
  EXPECT_THAT(Said(response->outcomes(2)),
              ElementsAre("creditNote.note.amount CREDIT_NOTE_ABOVE_REST"));
  EXPECT_THAT(Said(response->outcomes(3)),
              ElementsAre("creditNote.documentNumber CREDIT_NOTE_DOCUMENT_UNKNOWN"));
  EXPECT_THAT(Said(response->outcomes(4)), ElementsAre("creditNote.note.issuedOn DAY_IN_FUTURE",
                                                       "creditNote.note.amount COST_NOT_POSITIVE"));
  // The one that was refused keeps nothing; the same rows again, and under another key, change nothing.
  EXPECT_EQ(sandbox_.Inspect("select count(*) from budgets.credit_note")[0][0].as<int>(), 1);
  EXPECT_EQ(Batch(request)[0], "there 1");
  request.set_request_id("another file");
  EXPECT_EQ(Batch(request)[0], "there 1");
  *request.mutable_rows(0) = NoteRow("42", 29'99);
  EXPECT_EQ(Batch(request)[0], "CREDIT_NOTE_DUPLICATE");
  request.set_request_id("import");
  EXPECT_EQ(Batch(request)[0], "REQUEST_ID_REUSED");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, CreditNoteOnOneOfSeveralDocuments_TellsItsDay) {
  MakeContract("A");
  v1::RecordCostsRequest request =
      BatchOf(Contract("A"),
              {{.line = "1", .number = "5"}, {.line = "2", .number = "5", .issued_on = "2018-02-02"}});
  *request.add_rows() = NoteRow("42", 30'00, "5");
  ASSERT_THAT(Batch(request), ElementsAre("cost 1", "cost 2", "CREDIT_NOTE_DOCUMENT_AMBIGUOUS"));
  request.mutable_rows(2)->mutable_credit_note()->set_document_issued_on("2018-02-02");

  EXPECT_THAT(Batch(request), ElementsAre("there 1", "there 2", "cost 2"));
  EXPECT_EQ(
      sandbox_
          .Inspect("select credited_minor from budgets.document where issued_on = '2018-02-02'")[0][0]
          .as<int>(),
      30'00);
}

TEST_F(DocumentsTest, CreditNoteOfAnotherContract_FindsADocumentOnlyWhereItIsClaimed) {
  MakeContract("A");
  MakeContract("B");
  ASSERT_EQ(Single(Contract("A"), {.claimed = 20'00}, "1"), "cost 1");
  v1::RecordCostsRequest request;
  request.set_parent(Contract("B"));
  request.set_request_id("import");
  *request.add_rows() = NoteRow("42", 30'00);
  EXPECT_THAT(Batch(request), ElementsAre("CREDIT_NOTE_DOCUMENT_UNKNOWN"));

  ASSERT_EQ(Single(Contract("B"), {.claimed = 20'00}, "2"), "cost 1");
  EXPECT_THAT(Batch(request), ElementsAre("cost 1"));
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, CreditNoteOnRecoverableTax_TakesItsNetAmount) {
  MakeContract("A");
  v1::RecordCostRequest cost;
  cost.set_parent(Contract("A"));
  cost.set_request_id("1");
  *cost.mutable_cost() = CostOf({.claimed = 90'00, .total = 120'00});
  *cost.mutable_cost()->mutable_document()->mutable_vat() = convert::ToProto(Leva(20'00));
  cost.mutable_cost()->mutable_document()->set_vat_recoverable(true);
  ASSERT_TRUE(single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), cost).ok());
  v1::RecordCreditNoteRequest request;
  request.set_name(Contract("A") + "/costs/1");
  request.set_request_id("note");
  request.mutable_credit_note()->set_number("42");
  request.mutable_credit_note()->set_issued_on("2018-04-01");
  *request.mutable_credit_note()->mutable_amount() = convert::ToProto(Leva(12'00));
  const auto credit = [&] {
    return documents_.RecordCreditNote(role_.Scope(testing::TestActor(), "test/RecordCreditNote"),
                                       request);
  };

  EXPECT_EQ(ViolationsOf(credit().status()).at(0).field, "creditNote.vat");
  *request.mutable_credit_note()->mutable_vat() = convert::ToProto(Leva(12'01));
  EXPECT_EQ(ReasonOf(credit().status()), "VAT_ABOVE_TOTAL");
  *request.mutable_credit_note()->mutable_vat() = convert::ToProto(Leva(1'99));
  EXPECT_EQ(ReasonOf(credit().status()), "CREDIT_NOTE_ABOVE_REST");
  *request.mutable_credit_note()->mutable_vat() = convert::ToProto(Leva(2'00));
  const auto credited = credit();
  ASSERT_TRUE(credited.ok()) << credited.status();
  EXPECT_EQ(credited->credited().amount(), "10.00");
  EXPECT_EQ(credited->left().amount(), "0.00");
  EXPECT_EQ(sandbox_
                .Inspect("select amount_minor from budgets.credit_note where vat_minor = 200 and "
                         "credited_minor = 1000")[0][0]
                .as<int>(),
            12'00);
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

}  // namespace
}  // namespace tranche::budgets
