// SPDX-License-Identifier: EUPL-1.2
// Batches of costs, documents over lines and contracts, credit notes, suspicions: the services on their
// SQL, and random histories in which batches must do what single recordings do.
#include "budgets/documents/documents_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <barrier>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "budgets/budgets_convert.h"
#include "budgets/budgets_service.h"
#include "budgets/budgets_store.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"

namespace tranche::budgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// What a document claims from a line; everything else is as good as any.
struct Asked {
  std::string line = "1";
  std::string number = "1";
  int64_t claimed = 10'00;
  int64_t total = 100'00;
  std::string issuer = "Доставки ЕООД";
  std::string eik = "";
  std::string issued_on = "2018-02-01";
  std::string paid_on = "2018-03-01";
};

v1::Cost CostOf(const Asked& asked) {
  v1::Cost cost;
  cost.set_line(asked.line);
  *cost.mutable_claimed() = convert::ToProto(Leva(asked.claimed));
  v1::CostDocument* document = cost.mutable_document();
  document->set_type(v1::INVOICE);
  document->set_number(asked.number);
  document->set_issued_on(asked.issued_on);
  document->set_paid_on(asked.paid_on);
  document->set_issuer(asked.issuer);
  document->set_issuer_eik(asked.eik);
  *document->mutable_total() = convert::ToProto(Leva(asked.total));
  return cost;
}

class DocumentsTest : public ::testing::Test {
 protected:
  DocumentsTest()
      : role_(sandbox_, "budgets", nullptr, 4),
        nomenclatures_(sandbox_, "reference", &role_),
        single_(role_.context(), [](absl::Time) { return absl::OkStatus(); }),
        documents_(role_.context(), [this](absl::Time) {
          ++caught_up_;
          return absl::OkStatus();
        }) {
    nomenclatures_.Serve(reference::StartRole(nomenclatures_.context()));
  }

  static std::string Contract(const std::string& id, const std::string& organisation = "lyubimets") {
    return absl::StrCat("organisations/", organisation, "/contracts/", id);
  }

  // A contract with two lines of this cap each, of which 85 % are the Union's.
  void MakeContract(const std::string& id, int64_t cap_minor = 1'000'00,
                    const std::string& organisation = "lyubimets") {
    const rpc::CallScope scope = role_.Scope(testing::TestActor(organisation));
    const absl::Status kept = pg::Transact(role_.pool(), scope, [&](pg::Tx& tx) {
      store::KeepContract(tx, {.organisation = organisation,
                               .contract = id,
                               .number = id,
                               .title = "Проект",
                               .amount = {Leva(cap_minor * 2 * 85 / 100),
                                          Leva(cap_minor * 2 - cap_minor * 2 * 85 / 100), Leva(0)},
                               .starts_on = absl::CivilDay(2017, 4, 18),
                               .ends_on = absl::CivilDay(2018, 10, 18)});
      return absl::OkStatus();
    });
    ASSERT_TRUE(kept.ok()) << kept;
    v1::CreateBudgetRequest request;
    request.set_parent(Contract(id, organisation));
    request.set_request_id("budget-" + id);
    for (const char* code : {"1", "2"}) {
      v1::Line* line = request.add_lines();
      line->set_code(code);
      line->set_title("Ред");
      line->set_expense_type("staff");
      *line->mutable_total() = convert::ToProto(Leva(cap_minor));
    }
    const auto budget = single_.CreateBudget(scope, request);
    ASSERT_TRUE(budget.ok()) << budget.status();
  }

  static v1::RecordCostsRequest BatchOf(const std::string& contract, const std::vector<Asked>& rows,
                                        const std::string& key = "import") {
    v1::RecordCostsRequest request;
    request.set_parent(contract);
    request.set_request_id(key);
    for (const Asked& asked : rows) *request.add_rows()->mutable_cost() = CostOf(asked);
    return request;
  }

  rpc::CallScope ScopeOf(const std::string& organisation, const std::string& method) const {
    return role_.Scope(testing::TestActor(organisation), method);
  }

  // The outcomes in short: "cost 8", "there 8", a reason.
  std::vector<std::string> Batch(const v1::RecordCostsRequest& request,
                                 const std::string& organisation = "lyubimets") {
    const auto response = documents_.RecordCosts(ScopeOf(organisation, "test/RecordCosts"), request);
    if (!response.ok()) return {ReasonOf(response.status())};
    std::vector<std::string> outcomes;
    for (const v1::RowOutcome& outcome : response->outcomes()) {
      const std::string number = outcome.cost().substr(outcome.cost().rfind('/') + 1);
      if (outcome.result() == v1::ROW_RECORDED) outcomes.push_back("cost " + number);
      if (outcome.result() == v1::ROW_ALREADY_THERE) outcomes.push_back("there " + number);
      if (outcome.result() == v1::ROW_REFUSED) outcomes.push_back(outcome.reason());
    }
    return outcomes;
  }

  // "cost 8" or a reason.
  std::string Single(const std::string& contract, const Asked& asked, const std::string& key,
                     const std::string& organisation = "lyubimets") {
    v1::RecordCostRequest request;
    request.set_parent(contract);
    request.set_request_id(key);
    *request.mutable_cost() = CostOf(asked);
    const auto cost = single_.RecordCost(ScopeOf(organisation, "test/RecordCost"), request);
    if (!cost.ok()) return ReasonOf(cost.status());
    return "cost " + cost->name().substr(cost->name().rfind('/') + 1);
  }

  enum class Ruling { kApproved, kRefused, kInPart };

  // Decides on a cost; in part: half of it is unapproved, a quarter taken by a correction.
  void Decide(const std::string& cost, Ruling ruling, const std::string& organisation = "lyubimets") {
    v1::DecideCostsRequest request;
    request.set_parent(cost.substr(0, cost.find("/costs/")));
    request.set_request_id("decide " + cost.substr(cost.find("/contracts/") + 11));
    request.set_decided_on("2018-06-01");
    request.set_decided_by("approver@lyubimets");
    v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(cost);
    decision->set_approved(ruling != Ruling::kRefused);
    if (ruling != Ruling::kApproved) decision->set_reason("недопустим разход");
    if (ruling == Ruling::kInPart) {
      v1::GetCostRequest get;
      get.set_name(cost);
      const auto parts =
          convert::FromProto(single_.GetCost(ScopeOf(organisation, "test/GetCost"), get)->parts());
      const auto share = [&](int64_t divisor) {
        return convert::ToProto(ThreePart{Leva(parts->eu.minor() / divisor),
                                          Leva(parts->national.minor() / divisor),
                                          Leva(parts->own.minor() / divisor)});
      };
      *decision->mutable_unapproved() = share(2);
      *decision->mutable_unapproved_by_correction() = share(4);
      decision->set_correction_reason("нарушение при избора");
    }
    const auto decided = single_.DecideCosts(ScopeOf(organisation, "test/DecideCosts"), request);
    ASSERT_TRUE(decided.ok()) << decided.status();
  }

  v1::DocumentShares Shares(const std::string& cost) {
    v1::GetDocumentSharesRequest request;
    request.set_name(cost);
    const auto shares = documents_.GetDocumentShares(role_.Scope(), request);
    EXPECT_TRUE(shares.ok()) << shares.status();
    return shares.ok() ? *shares : v1::DocumentShares();
  }

  absl::StatusOr<v1::DocumentShares> Credit(const std::string& cost, const std::string& number,
                                            int64_t minor, const std::string& key,
                                            const std::string& issued_on = "2018-04-01") {
    v1::RecordCreditNoteRequest request;
    request.set_name(cost);
    request.set_request_id(key);
    request.mutable_credit_note()->set_number(number);
    request.mutable_credit_note()->set_issued_on(issued_on);
    *request.mutable_credit_note()->mutable_amount() = convert::ToProto(Leva(minor));
    return documents_.RecordCreditNote(role_.Scope(testing::TestActor(), "test/RecordCreditNote"),
                                       request);
  }

  static v1::AnnulCreditNoteRequest AnnulmentOf(const std::string& cost, const std::string& number,
                                                const std::string& key) {
    v1::AnnulCreditNoteRequest request;
    request.set_name(cost);
    request.set_number(number);
    request.set_issued_on("2018-04-01");
    request.mutable_annulment()->set_annulled_on("2018-04-20");
    request.mutable_annulment()->set_reason("Сгрешена сума");
    request.mutable_annulment()->set_reference("Докладна 3");
    request.set_request_id(key);
    return request;
  }
  // By somebody else than who records.
  absl::StatusOr<v1::DocumentShares> Annul(const v1::AnnulCreditNoteRequest& request) {
    rpc::Actor other = testing::TestActor();
    other.subject = "other@lyubimets";
    return documents_.AnnulCreditNote(role_.Scope(other, "test/AnnulCreditNote"), request);
  }

  // Documents whose row is not what their costs and notes add up to, or beyond what may be claimed.
  std::vector<std::string> WrongDocuments() const {
    std::vector<std::string> wrong;
    const pqxx::result rows = sandbox_.Inspect(R"sql(
      select d.number_folded || ': ' || d.claimed_minor || ' <> ' || coalesce(c.minor, 0) as said
        from budgets.document as d
        left join (select c.organisation_id, c.document_number_folded, c.issuer_folded, c.document_type, c.issued_on,
                          sum(c.claimed_minor - coalesce(x.unapproved_eu_minor + x.unapproved_national_minor
                                                         + x.unapproved_own_minor, 0)) as minor
                     from budgets.cost as c
                     left join budgets.cost_decision as x using (organisation_id, contract_id, cost_number)
                    group by 1, 2, 3, 4, 5) as c
          on c.organisation_id = d.organisation_id and c.document_number_folded = d.number_folded
             and c.issuer_folded = d.issuer_folded and c.document_type = d.document_type
             and c.issued_on = d.issued_on
        left join (select organisation_id, number_folded, issuer_folded, document_type, issued_on,
                          sum(credited_minor) as minor
                     from budgets.credit_note as k
                    where not exists (select from budgets.credit_note_annulment as a
                                       where (a.organisation_id, a.note_folded, a.issuer_folded, a.note_issued_on,
                                              a.entry)
                                             = (k.organisation_id, k.note_folded, k.issuer_folded, k.note_issued_on,
                                                k.entry))
                    group by 1, 2, 3, 4, 5) as n
          on n.organisation_id = d.organisation_id and n.number_folded = d.number_folded
             and n.issuer_folded = d.issuer_folded and n.document_type = d.document_type
             and n.issued_on = d.issued_on
       where d.claimed_minor <> coalesce(c.minor, 0) or d.credited_minor <> coalesce(n.minor, 0)
             or d.claimed_minor + d.credited_minor > d.claimable_minor
       order by 1)sql");
    for (const pqxx::row& row : rows) wrong.push_back(row[0].as<std::string>());
    return wrong;
  }

  // Everything of an organisation that a recording writes, without when.
  std::string Written(const std::string& organisation) const {
    std::vector<std::string> all;
    for (const char* query :
         {"select code, cap_eu_minor, reserved_eu_minor, reserved_national_minor, reserved_own_minor, "
          "spent_eu_minor, spent_national_minor, refused_minor from budgets.line where organisation_id "
          "= '%' "
          "order by contract_id, code",
          "select contract_id, last_cost_number from budgets.contract where organisation_id = '%' "
          "order by 1",
          "select contract_id, cost_number, line_code, document_number, document_number_folded, "
          "issuer_folded, "
          "issuer_eik, resubmission, claimed_minor, claimed_eu_minor, claimed_national_minor, "
          "claimed_own_minor, left_on_line_minor, paid_on from budgets.cost where organisation_id = "
          "'%' order "
          "by 1, 2",
          "select number_folded, issuer_folded, issued_on, issuer_eik, total_minor, claimable_minor, "
          "claimed_minor, credited_minor, contract_id, cost_number from budgets.document "
          "where organisation_id = '%' order by 1, 2, 3",
          "select contract_id, line_code, cost_number, debit, credit, eu_minor, national_minor, "
          "own_minor, "
          "valid_on from budgets.posting where organisation_id = '%' order by posting_id",
          "select type, replace(payload::text, '%', '') from budgets.event where organisation_id = '%' "
          "and type like '%%CostRecorded' order by tx_id, event_id",
          "select action, replace(after_state::text, '%', '') from budgets.evidence where "
          "organisation_id = "
          "'%' and action = 'budgets.costs.record' order by tx_id, entry_id"}) {
      const std::string filled = absl::StrReplaceAll(query, {{"%%", "%"}, {"%", organisation}});
      for (const pqxx::row& row : sandbox_.Inspect(filled)) {
        std::vector<std::string> values;
        for (const pqxx::field& field : row) values.emplace_back(field.is_null() ? "-" : field.c_str());
        all.push_back(absl::StrJoin(values, " | "));
      }
    }
    return absl::StrJoin(all, "\n");
  }

  const testing::PgSandbox sandbox_;
  testing::TestRole role_;
  testing::TestRole nomenclatures_;
  Service single_;
  DocumentsService documents_;
  int caught_up_ = 0;
};

TEST_F(DocumentsTest, Batch_RecordsWhatItCanAndTellsOfEachRow) {
  MakeContract("A", 50'00);
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1", .claimed = 30'00},
                                                           {.number = "2", .claimed = 20'01},
                                                           {.line = "7", .number = "3"},
                                                           {.number = "4", .claimed = 200'00},
                                                           {.number = "5", .claimed = 20'00}});
  request.mutable_rows(1)->set_place("Лист1!C3");

  EXPECT_THAT(Batch(request), ElementsAre("cost 1", "LINE_EXHAUSTED", "LINE_NOT_FOUND",
                                          "COST_ABOVE_DOCUMENT", "cost 2"));

  const auto again = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->recorded(), 0);
  EXPECT_EQ(again->already_there(), 2);
  EXPECT_EQ(again->refused(), 3);
  EXPECT_EQ(again->outcomes(1).place(), "Лист1!C3");
  EXPECT_EQ(again->outcomes(1).text_bg(),
            "По ред 1 остават 0.00 BGN, а се искат 20.01 BGN; намалете сумата или изберете друг ред.");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RowsOfOneImport_MayComeInRequestsCutAnyHow) {
  MakeContract("A");
  std::vector<Asked> rows;
  v1::RecordCostsRequest all = BatchOf(Contract("A"), {});
  for (int i = 0; i < 10; ++i) {
    v1::CostRow* row = all.add_rows();
    *row->mutable_cost() = CostOf({.number = absl::StrCat(i)});
    row->set_key(absl::StrCat("row ", i));
  }
  v1::RecordCostsRequest some = all;
  some.mutable_rows()->DeleteSubrange(4, 6);
  EXPECT_THAT(Batch(some), ElementsAre("cost 1", "cost 2", "cost 3", "cost 4"));
  v1::RecordCostsRequest middle = all;
  middle.mutable_rows()->DeleteSubrange(0, 2);
  middle.mutable_rows()->DeleteSubrange(4, 4);

  EXPECT_THAT(Batch(middle), ElementsAre("there 3", "there 4", "cost 5", "cost 6"));
  EXPECT_THAT(Batch(all), ElementsAre("there 1", "there 2", "there 3", "there 4", "there 5", "there 6",
                                      "cost 7", "cost 8", "cost 9", "cost 10"));
  EXPECT_EQ(Single(Contract("A"), {.number = "next"}, "next"), "cost 11");
}

TEST_F(DocumentsTest, KeyWithAnotherRow_IsRefusedForThatRow) {
  MakeContract("A");
  Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "2"}}));

  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "3"}})),
              ElementsAre("there 1", "REQUEST_ID_REUSED"));
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.number = "1"}, {.number = "3"}}, "another")),
              ElementsAre("there 1", "cost 3"));
}

TEST_F(DocumentsTest, CostOfAnotherDayOrPayment_IsNeverThereAlready) {
  MakeContract("A", 10'000'00);
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {{.claimed = 30'00}}, "first")), ElementsAre("cost 1"));

  EXPECT_THAT(Batch(BatchOf(Contract("A"),
                            {{.claimed = 30'00, .issued_on = "2017-02-01"},
                             {.claimed = 30'00, .paid_on = "2018-03-02"},
                             {.claimed = 30'00, .total = 101'00},
                             {.claimed = 30'00}},
                            "second")),
              ElementsAre("COST_DUPLICATE", "COST_DUPLICATE", "COST_DUPLICATE", "there 1"));
}

TEST_F(DocumentsTest, TwoEqualRowsOfOneRequest_AreNeverOneCostUnseen) {
  MakeContract("A");
  const v1::RecordCostsRequest twice = BatchOf(Contract("A"), {{.claimed = 30'00}, {.claimed = 30'00}});
  EXPECT_THAT(Batch(twice), ElementsAre("cost 1", "COST_DUPLICATE"));
  // Again, and under another key.
  EXPECT_THAT(Batch(twice), ElementsAre("there 1", "COST_DUPLICATE"));
  v1::RecordCostsRequest other = twice;
  other.set_request_id("other");
  EXPECT_THAT(Batch(other), ElementsAre("there 1", "COST_DUPLICATE"));
}

TEST_F(DocumentsTest, RowThatFindsItsIssuerByARowBefore_RefusesItselfAndNotTheRequest) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "2"}, "1"), "cost 1");

  EXPECT_THAT(
      Batch(BatchOf(Contract("A"),
                    {{.line = "1", .eik = "175074752"},
                     {.line = "2", .claimed = 11'00, .issuer = "Друго име ООД", .eik = "175074752"},
                     {.line = "2", .number = "2"}})),
      ElementsAre("cost 2", "COST_DUPLICATE", "cost 3"));
}

TEST_F(DocumentsTest, TwoRowsOfOneKey_RefuseTheRequest) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}, {.number = "2"}});
  request.mutable_rows(0)->set_key("2");

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_EQ(ViolationsOf(response.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(response.status())[0].field, "rows[1].key");
  EXPECT_EQ(ViolationsOf(response.status())[0].reason, "ROW_KEY_TWICE");
}

TEST_F(DocumentsTest, Rehearsal_AnswersAndKeepsNothing) {
  MakeContract("A");
  const std::string before = Written("lyubimets");
  v1::RecordCostsRequest request =
      BatchOf(Contract("A"), {{.number = "1"}, {.line = "9", .number = "2"}});
  request.set_validate_only(true);

  EXPECT_THAT(Batch(request), ElementsAre("cost 1", "LINE_NOT_FOUND"));
  EXPECT_EQ(Written("lyubimets"), before);
  EXPECT_TRUE(
      sandbox_.Inspect("select request_id from budgets.request where method = 'test/RecordCosts'")
          .empty());
}

TEST_F(DocumentsTest, ContractWithoutBudget_IsNotFoundAfterTheLogWasFollowed) {
  EXPECT_THAT(Batch(BatchOf(Contract("NONE"), {{}})), ElementsAre("NOT_FOUND"));
  EXPECT_EQ(caught_up_, 1);
}

TEST_F(DocumentsTest, DocumentOverLinesAndContracts_IsClaimedUpToItsTotalAndNoFurther) {
  MakeContract("A");
  MakeContract("B");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 40'00}, "1"), "cost 1");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 40'00}, "2"), "cost 2");
  // Written otherwise, it is the same document.
  const Asked in_b = {.number = "0001", .claimed = 20'01, .issuer = "\"ДОСТАВКИ\" еоод"};
  EXPECT_EQ(Single(Contract("B"), in_b, "3"), "cost 1");

  Asked fits = {.number = "0001", .claimed = 20'01, .issuer = "ДОСТАВКИ ЕООД"};
  EXPECT_EQ(Single(Contract("B"), fits, "4"), "COST_DOCUMENT_EXHAUSTED");
  fits.claimed = 20'00;
  EXPECT_THAT(Batch(BatchOf(Contract("B"), {fits})), ElementsAre("cost 2"));
  EXPECT_EQ(Shares(Contract("B") + "/costs/2").left().amount(), "0.00");
  EXPECT_EQ(Shares(Contract("B") + "/costs/2").first_cost(), Contract("A") + "/costs/1");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RefusalOfACost_GivesItsShareBack) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1"), "cost 1");
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 60'00}, "2"), "COST_DOCUMENT_EXHAUSTED");

  Decide(Contract("A") + "/costs/1", Ruling::kRefused);

  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 60'00}, "2"), "cost 2");
  // In a batch it comes again only when that is asked for.
  v1::RecordCostsRequest again =
      BatchOf(Contract("A"), {{.line = "1", .claimed = 60'00}, {.line = "1", .claimed = 40'00}});
  EXPECT_THAT(Batch(again), ElementsAre("there 1", "COST_DUPLICATE"));
  again.set_resubmit(true);
  again.set_request_id("again");
  EXPECT_THAT(Batch(again), ElementsAre("COST_DOCUMENT_EXHAUSTED", "cost 3"));
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, MistypedDocument_ComesAgainCorrectedWhenItWasRefused) {
  MakeContract("A", 10'000'00);
  for (const char* number : {"1", "2"}) {
    Single(Contract("A"), {.number = number, .claimed = 90'00, .total = 9'000'00, .eik = "100000086"},
           absl::StrCat("wrong ", number));
  }
  Asked right = {.number = "1", .claimed = 90'00, .total = 90'00, .eik = "175074752"};
  EXPECT_EQ(Single(Contract("A"), right, "early"), "COST_DUPLICATE");
  Decide(Contract("A") + "/costs/1", Ruling::kRefused);
  Decide(Contract("A") + "/costs/2", Ruling::kRefused);

  EXPECT_EQ(Single(Contract("A"), right, "right"), "cost 3");
  right.number = "2";
  v1::RecordCostsRequest batch = BatchOf(Contract("A"), {right});
  batch.set_resubmit(true);
  EXPECT_THAT(Batch(batch), ElementsAre("cost 4"));

  for (const char* cost : {"/costs/3", "/costs/4"}) {
    const v1::DocumentShares shares = Shares(Contract("A") + cost);
    EXPECT_EQ(shares.document().total().amount(), "90.00");
    EXPECT_EQ(shares.document().issuer_eik(), "175074752");
    EXPECT_EQ(shares.claimable().amount(), "90.00");
    EXPECT_EQ(shares.left().amount(), "0.00");
  }
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, DecisionInPart_GivesBackWhatIsUnapprovedAndKeepsWhatACorrectionTook) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 100'00}, "1"), "cost 1");

  Decide(Contract("A") + "/costs/1", Ruling::kInPart);

  EXPECT_EQ(Shares(Contract("A") + "/costs/1").left().amount(), "50.00");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 50'01}, "2"), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 50'00}, "3"), "cost 2");
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, RefusedRecording_LeavesNothingBehind) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 90'00}, "1");
  const std::string before = Written("lyubimets");

  EXPECT_EQ(Single(Contract("A"), {.line = "2", .claimed = 10'01}, "2"), "COST_DOCUMENT_EXHAUSTED");

  EXPECT_EQ(Written("lyubimets"), before);
  EXPECT_EQ(Single(Contract("A"), {.line = "2", .number = "2"}, "2"), "cost 2");
}

TEST_F(DocumentsTest, IssuerWithACode_IsOneHoweverItsNameIsWritten) {
  MakeContract("A");
  EXPECT_EQ(Single(Contract("A"), {.line = "1", .claimed = 60'00, .eik = "175074752"}, "1"), "cost 1");
  const Asked renamed = {
      .line = "2", .claimed = 60'00, .issuer = "Доставки Плюс АД", .eik = "175074752"};
  EXPECT_EQ(Single(Contract("A"), renamed, "2"), "COST_DOCUMENT_EXHAUSTED");
  EXPECT_THAT(Batch(BatchOf(Contract("A"), {renamed})), ElementsAre("COST_DOCUMENT_EXHAUSTED"));
  Asked other = {.line = "2", .claimed = 10'00, .eik = "100000086"};
  EXPECT_EQ(Single(Contract("A"), other, "3"), "COST_ISSUER_DIFFERS");
  other.eik = "175074753";
  EXPECT_EQ(Single(Contract("A"), other, "4"), "EIK_INVALID");
}

TEST_F(DocumentsTest, AnotherTotalForOneDocument_IsToldWithTheCostThatHasIt) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1"}, "1");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("2");
  *request.mutable_cost() = CostOf({.line = "2", .total = 99'00});

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  EXPECT_EQ(ReasonOf(refused), "COST_DOCUMENT_DIFFERS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"claimable", "100.00"},
                                            {"cost", Contract("A") + "/costs/1"},
                                            {"currency", "BGN"},
                                            {"number", "1"},
                                            {"total", "100.00"}}));
}

TEST_F(DocumentsTest, RecoverableTax_IsNotClaimed) {
  MakeContract("A");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("1");
  *request.mutable_cost() = CostOf({.claimed = 100'00, .total = 120'00});
  v1::CostDocument* document = request.mutable_cost()->mutable_document();
  *document->mutable_vat() = convert::ToProto(Leva(20'01));
  document->set_vat_recoverable(true);
  const auto record = [&] {
    return single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request);
  };

  EXPECT_EQ(ReasonOf(record().status()), "COST_CLAIMS_VAT");
  *document->mutable_vat() = convert::ToProto(Leva(120'01));
  EXPECT_EQ(ReasonOf(record().status()), "VAT_ABOVE_TOTAL");
  *document->mutable_vat() = convert::ToProto(Leva(20'00));
  const auto recorded = record();
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->document().vat().amount(), "20.00");
  EXPECT_EQ(Shares(recorded->name()).claimable().amount(), "100.00");
  EXPECT_EQ(Shares(recorded->name()).left().amount(), "0.00");
  v1::GetCostRequest get;
  get.set_name(recorded->name());
  EXPECT_TRUE(single_.GetCost(role_.Scope(), get)->document().vat_recoverable());
}

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

// Faults as "field REASON".
std::vector<std::string> Said(const v1::RowOutcome& outcome) {
  std::vector<std::string> said;
  for (const v1::RowFault& fault : outcome.faults()) {
    said.push_back(fault.field() + " " + fault.reason());
  }
  return said;
}

TEST_F(DocumentsTest, RowWithFiveFaults_IsToldFiveTimesAndNothingOfTheRequestIsLost) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}, {.line = "9"}});
  v1::Cost* cost = request.mutable_rows(1)->mutable_cost();
  cost->mutable_document()->set_number("2");
  cost->mutable_document()->set_issued_on("2090-01-01");
  cost->mutable_document()->set_issuer_eik("123456789");
  *cost->mutable_document()->mutable_vat() = convert::ToProto(Leva(100'01));
  *cost->mutable_claimed() = convert::ToProto(Leva(100'02));

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outcomes(0).result(), v1::ROW_RECORDED);
  EXPECT_THAT(Said(response->outcomes(1)),
              ElementsAre("cost.document.issuedOn DAY_IN_FUTURE", "cost.claimed COST_ABOVE_DOCUMENT",
                          "cost.document.issuerEik EIK_INVALID", "cost.document.vat VAT_ABOVE_TOTAL",
                          "cost.line LINE_NOT_FOUND"));
  EXPECT_EQ(response->outcomes(1).reason(), "DAY_IN_FUTURE");
  EXPECT_EQ(response->outcomes(1).text_bg(), response->outcomes(1).faults(0).text_bg());
  EXPECT_EQ(sandbox_.Inspect("select count(*) from budgets.cost")[0][0].as<int>(), 1);
}

TEST_F(DocumentsTest, SingleCostWithFiveFaults_IsToldFiveTimesAndNothingIsStored) {
  MakeContract("A");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("bad");
  *request.mutable_cost() = CostOf({.line = "9", .claimed = 100'02, .eik = "123456789"});
  request.mutable_cost()->mutable_document()->set_paid_on("2090-01-01");
  *request.mutable_cost()->mutable_document()->mutable_vat() = convert::ToProto(Leva(100'01));

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  EXPECT_EQ(ReasonOf(refused), "DAY_IN_FUTURE");
  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("cost.document.paidOn DAY_IN_FUTURE", "cost.claimed COST_ABOVE_DOCUMENT",
                          "cost.document.issuerEik EIK_INVALID", "cost.document.vat VAT_ABOVE_TOTAL",
                          "cost.line LINE_NOT_FOUND"));
  for (const char* table : {"cost", "document", "request where request_id = 'bad'"}) {
    EXPECT_EQ(sandbox_.Inspect(absl::StrCat("select count(*) from budgets.", table))[0][0].as<int>(), 0)
        << table;
  }
}

TEST_F(DocumentsTest, SingleCostThatTheBooksRefuse_IsToldEverythingThatTheySay) {
  MakeContract("A", 50'00);
  ASSERT_EQ(Single(Contract("A"), {.line = "1", .claimed = 40'00, .total = 45'00}, "1"), "cost 1");
  v1::RecordCostRequest request;
  request.set_parent(Contract("A"));
  request.set_request_id("2");
  *request.mutable_cost() = CostOf({.line = "2", .claimed = 50'01, .total = 60'00});

  const absl::Status refused =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();

  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("cost.claimed LINE_EXHAUSTED", "cost.document.total COST_DOCUMENT_DIFFERS",
                          "cost.claimed COST_DOCUMENT_EXHAUSTED"));
  // The only fault keeps its own reason and values, and gets its field.
  *request.mutable_cost() = CostOf({.line = "2", .number = "2", .claimed = 50'01, .total = 60'00});
  const absl::Status alone =
      single_.RecordCost(ScopeOf("lyubimets", "test/RecordCost"), request).status();
  EXPECT_EQ(ReasonOf(alone), "LINE_EXHAUSTED");
  EXPECT_EQ(ViolationsOf(alone).at(0).field, "cost.claimed");
  EXPECT_EQ(ViolationsOf(alone).at(0).values, ValuesOf(alone));
}

v1::CostRow NoteRow(const std::string& number, int64_t amount_minor, const std::string& document = "1",
                    const std::string& issuer = "Доставки ЕООД") {
  v1::CostRow row;
  v1::CreditNoteRow* note = row.mutable_credit_note();
  note->mutable_note()->set_number(number);
  note->mutable_note()->set_issued_on("2018-04-01");
  *note->mutable_note()->mutable_amount() = convert::ToProto(Leva(amount_minor));
  note->set_document_number(document);
  note->set_issuer(issuer);
  row.set_key("note " + number);
  return row;
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

TEST_F(DocumentsTest, RowThatIsNothingOrTwoThings_IsRefusedWithItsPlace) {
  MakeContract("A");
  v1::RecordCostsRequest request = BatchOf(Contract("A"), {{.number = "1"}});
  request.add_rows()->set_key("empty");
  *request.add_rows() = NoteRow("42", 1);
  *request.mutable_rows(2)->mutable_cost() = CostOf({});

  const absl::Status refused =
      documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request).status();

  std::vector<std::string> said;
  for (const Violation& fault : ViolationsOf(refused)) said.push_back(fault.field + " " + fault.reason);
  EXPECT_THAT(said,
              ElementsAre("rows[1].cost FIELD_REQUIRED", "rows[2].creditNote FIELD_NOT_OF_CHOICE"));
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

TEST_F(DocumentsTest, SameNumberOfTheSameIssuer_IsSuspectedWhateverItsDayAndTotal) {
  MakeContract("A");
  MakeContract("B");
  Single(Contract("A"), {.number = "5", .eik = "175074752"}, "1");
  const v1::RecordCostsRequest request =
      BatchOf(Contract("B"), {{.line = "1", .number = "5", .issued_on = "2017-02-01"},
                              {.line = "2", .number = "5", .total = 99'00, .issued_on = "2018-02-02"},
                              {.line = "1",
                               .number = "5",
                               .total = 98'00,
                               .issuer = "Преименувана АД",
                               .eik = "175074752",
                               .issued_on = "2016-02-01"},
                              {.line = "2", .number = "5", .total = 97'00, .issuer = "Друг ООД"}});

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recorded(), 4);
  const auto reasons = [&](int row) {
    std::vector<std::string> said;
    for (const v1::SuspectedDuplicate& one : response->outcomes(row).suspected()) {
      if (one.other_cost() != Contract("A") + "/costs/1") continue;
      for (const int reason : one.reasons()) said.push_back(v1::Suspicion_Name(reason));
    }
    return said;
  };
  EXPECT_THAT(reasons(0), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(1), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(2), ElementsAre("SAME_ISSUER_AND_NUMBER"));
  EXPECT_THAT(reasons(3), IsEmpty());
  v1::ListSuspectedDuplicatesRequest list;
  list.set_parent(Contract("B"));
  EXPECT_EQ(documents_.ListSuspectedDuplicates(role_.Scope(), list)->suspected_size(), 3);
}

TEST_F(DocumentsTest, OneNewDocumentUnderManyNamesAtOnce_IsOneByItsCode) {
  constexpr int kClients = 4;
  constexpr int kDocuments = 25;
  for (int i = 0; i < kClients; ++i) MakeContract(absl::StrCat("C", i));
  std::vector<std::thread> clients;
  std::vector<std::vector<std::string>> outcomes(kClients);
  std::barrier<> together(kClients);
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      const std::string contract = Contract(absl::StrCat("C", i));
      for (int number = 1; number <= kDocuments; ++number) {
        together.arrive_and_wait();
        const Asked row = {
            .number = absl::StrCat(number), .issuer = absl::StrCat("Име ", i), .eik = "175074752"};
        const std::string key = absl::StrCat(i, "-", number);
        outcomes[i].push_back(i % 2 == 0 ? Batch(BatchOf(contract, {row}, key))[0]
                                         : Single(contract, row, key));
      }
    });
  }
  for (std::thread& client : clients) client.join();

  for (const std::vector<std::string>& some : outcomes) {
    for (int i = 0; i < kDocuments; ++i) EXPECT_EQ(some[i], absl::StrCat("cost ", i + 1));
  }
  EXPECT_EQ(sandbox_.Inspect("select from budgets.document").size(), std::size_t{kDocuments});
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

TEST_F(DocumentsTest, LikelyDuplicates_AreToldWithTheirReasonsAndRefuseNothing) {
  MakeContract("A");
  MakeContract("B");
  Single(Contract("A"), {.number = "1000105", .total = 77'00}, "1");
  const v1::RecordCostsRequest request =
      BatchOf(Contract("B"),
              {{.number = "1000106", .total = 77'00, .issued_on = "2018-02-04"},
               {.number = "IOOO1O5", .total = 77'00, .issuer = "Друг ООД", .issued_on = "2018-02-20"},
               {.number = "9", .total = 77'00, .issuer = "Трети ООД"},
               {.number = "8", .total = 78'00}});

  const auto response = documents_.RecordCosts(ScopeOf("lyubimets", "test/RecordCosts"), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->recorded(), 4);
  const auto reasons = [&](int row) {
    std::vector<std::string> said;
    for (const v1::SuspectedDuplicate& one : response->outcomes(row).suspected()) {
      if (one.other_cost() != Contract("A") + "/costs/1") continue;
      for (const int reason : one.reasons()) said.push_back(v1::Suspicion_Name(reason));
    }
    return said;
  };
  EXPECT_THAT(reasons(0), ElementsAre("SAME_ISSUER_AND_TOTAL"));
  EXPECT_THAT(reasons(1), ElementsAre("NUMBERS_LOOK_ALIKE"));
  EXPECT_THAT(reasons(2), ElementsAre("SAME_TOTAL_AND_DAY"));
  EXPECT_THAT(response->outcomes(3).suspected(), IsEmpty());

  v1::ListSuspectedDuplicatesRequest list;
  list.set_parent(Contract("B"));
  list.set_page_size(2);
  auto page = documents_.ListSuspectedDuplicates(role_.Scope(), list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->suspected_size(), 2);
  EXPECT_EQ(page->suspected(0).cost(), Contract("B") + "/costs/1");
  EXPECT_EQ(page->suspected(0).other_cost(), Contract("A") + "/costs/1");
  EXPECT_EQ(page->suspected(0).days_apart(), 3);
  list.set_page_token(page->next_page_token());
  page = documents_.ListSuspectedDuplicates(role_.Scope(), list);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->suspected_size(), 1);
  EXPECT_EQ(page->suspected(0).document().number(), "9");
  EXPECT_EQ(page->next_page_token(), "");
  // Told where it was recorded second.
  list.set_parent(Contract("A"));
  list.clear_page_token();
  EXPECT_THAT(documents_.ListSuspectedDuplicates(role_.Scope(), list)->suspected(), IsEmpty());
}

TEST_F(DocumentsTest, OneNewDocumentFromManySides_IsClaimedUpToItsTotal) {
  constexpr int kClients = 8;
  for (int i = 0; i < kClients; ++i) MakeContract(absl::StrCat("C", i));
  std::vector<std::thread> clients;
  std::vector<std::vector<std::string>> outcomes(kClients);
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      const std::string contract = Contract(absl::StrCat("C", i));
      // Half of them in batches, each naming the documents in another order.
      std::vector<Asked> rows = {{.number = "1", .claimed = 30'00}, {.number = "2", .claimed = 30'00}};
      if (i % 4 == 0) std::swap(rows[0], rows[1]);
      if (i % 2 == 0) {
        outcomes[i] = Batch(BatchOf(contract, rows, absl::StrCat("import-", i)));
      } else {
        for (const Asked& row : rows) {
          outcomes[i].push_back(Single(contract, row, absl::StrCat(i, "-", row.number)));
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();

  int recorded = 0;
  for (const std::vector<std::string>& some : outcomes) {
    for (const std::string& outcome : some) {
      if (outcome.substr(0, 4) == "cost") {
        ++recorded;
      } else {
        EXPECT_EQ(outcome, "COST_DOCUMENT_EXHAUSTED");
      }
    }
  }
  EXPECT_EQ(recorded, 6);  // Three thirds of two documents; the rest of 10.00 is too small.
  EXPECT_THAT(WrongDocuments(), IsEmpty());
}

// A random history, by single recordings in one organisation and in batches in another: every outcome
// and everything that is written must be the same, and every document right at every prefix.
TEST_F(DocumentsTest, RandomHistories_BatchesDoWhatSinglesDo) {
  std::mt19937_64 random(20180201);  // NOLINT: the same in every run.
  const auto below = [&](uint64_t bound) { return static_cast<int>(random() % bound); };
  for (const char* organisation : {"singles", "batches"}) {
    MakeContract("A", 700'00, organisation);
    MakeContract("B", 300'00, organisation);
  }
  std::map<std::string, int64_t> undecided;  // Costs by name without their organisation.
  int step = 0;
  for (int round = 0; round < 40; ++round) {
    const std::string contract = below(2) == 0 ? "A" : "B";
    v1::RecordCostsRequest batch =
        BatchOf(Contract(contract, "batches"), {}, absl::StrCat("round-", round));
    batch.set_resubmit(true);
    std::vector<std::string> expected;
    for (int rows = 1 + below(6); rows > 0; --rows) {
      // Few documents, so that they meet; amounts that do not fit, now and then.
      const int number = below(12);
      const Asked asked = {.line = absl::StrCat(1 + below(2)),
                           .number = absl::StrCat(below(2) == 0 ? "00" : "", number),
                           .claimed = 1 + below(60'00),
                           .total = (number % 3 == 0 ? 100'00 : 50'00) + (below(20) == 0 ? 1 : 0),
                           .eik = below(3) == 0 ? "175074752" : ""};
      *batch.add_rows()->mutable_cost() = CostOf(asked);
      expected.push_back(
          Single(Contract(contract, "singles"), asked, absl::StrCat("step-", ++step), "singles"));
      if (expected.back().substr(0, 4) == "cost") {
        undecided[absl::StrCat(contract, "/costs/", expected.back().substr(5))] = asked.claimed;
      }
    }
    std::vector<std::string> outcomes = Batch(batch, "batches");
    ASSERT_EQ(outcomes.size(), expected.size()) << outcomes[0];
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      // The one difference: a row with the same amount is there already.
      if (expected[i] == "COST_DUPLICATE" && outcomes[i].substr(0, 5) == "there") continue;
      ASSERT_EQ(outcomes[i], expected[i]) << "round " << round << ", row " << i;
    }
    if (!undecided.empty() && below(3) == 0) {
      const auto one = std::next(undecided.begin(), below(undecided.size()));
      // A cost of some cents has no half in each of its parts.
      const Ruling ruling = one->second < 1'00 ? Ruling::kApproved
                                               : std::array{Ruling::kApproved, Ruling::kRefused,
                                                            Ruling::kInPart}[below(3)];
      for (const char* organisation : {"singles", "batches"}) {
        Decide(absl::StrCat("organisations/", organisation, "/contracts/", one->first), ruling,
               organisation);
      }
      undecided.erase(one);
    }
    ASSERT_THAT(WrongDocuments(), IsEmpty()) << "round " << round;
  }
  EXPECT_EQ(Written("singles"), Written("batches"));
  EXPECT_GT(sandbox_.Inspect("select cost_number from budgets.cost").size(), 60u);
}

TEST_F(DocumentsTest, ComparisonOfDocuments_NoticesARowThatIsWrong) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .number = "77", .claimed = 60'00}, "1");
  sandbox_.Inspect("update budgets.document set claimed_minor = claimed_minor - 1 returning 1");

  EXPECT_THAT(WrongDocuments(), ElementsAre("77: 5999 <> 6000"));
}

TEST_F(DocumentsTest, Database_RefusesADocumentBeyondItsTotalByItself) {
  MakeContract("A");
  Single(Contract("A"), {.line = "1", .claimed = 60'00}, "1");

  const absl::Status refused = pg::Transact(role_.pool(), role_.Scope(), [&](pg::Tx& tx) {
    constexpr pg::Statement kBeyond{"test.beyond",
                                    "update document set claimed_minor = total_minor + 1"};
    tx.Run(kBeyond);
    return absl::OkStatus();
  });

  EXPECT_FALSE(refused.ok());
  EXPECT_EQ(Shares(Contract("A") + "/costs/1").claimed().amount(), "60.00");
}

}  // namespace
}  // namespace tranche::budgets
