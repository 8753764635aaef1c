// SPDX-License-Identifier: EUPL-1.2
// The bank beside the ledger, with its own database and with neighbours without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "payments/payments_module.h"
#include "payments/testing/fakes.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/bank_explanations_service.grpc.pb.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Stub = v1::BankService::Stub;
using PaymentsStub = v1::PaymentsService::Stub;

constexpr char kParent[] = "organisations/mineralni-bani";
constexpr char kContract[] = "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01";
constexpr char kAccount[] = "BG80BNBG96611020345678";

rpc::Actor Owner() {
  return {.subject = "owner@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}
rpc::Actor Approver() {
  return {
      .subject = "approver@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}

ThreePart Leva(int64_t eu_minor, int64_t national_minor) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(0, Currency::kBgn)};
}

common::v1::Money Amount(const std::string& amount) {
  common::v1::Money money;
  money.set_amount(amount);
  money.set_currency("BGN");
  return money;
}

// Costs as budgets lists them, and what it has spent.
class CostList final : public budgets::v1::BudgetsService::Service {
 public:
  void Add(const std::string& id, const std::string& number, const std::string& total,
           const std::string& paid_on) {
    budgets::v1::Cost cost;
    cost.set_name(absl::StrCat(kContract, "/costs/", id));
    budgets::v1::CostDocument* document = cost.mutable_document();
    document->set_type(budgets::v1::INVOICE);
    document->set_number(number);
    document->set_issued_on(paid_on);
    document->set_paid_on(paid_on);
    document->set_issuer("Доставчик ООД");
    *document->mutable_total() = Amount(total);
    *cost.mutable_recorded_total() = Amount(total);
    costs_.push_back(cost);
  }
  // The last document.
  void Credit(const std::string& amount) { *costs_.back().mutable_credited() = Amount(amount); }
  void Spend(const ThreePart& spent) { spent_ = spent; }

  grpc::Status GetBudget(grpc::ServerContext*, const budgets::v1::GetBudgetRequest* request,
                         budgets::v1::Budget* response) override {
    response->set_name(request->name());
    *response->mutable_spent() = tranche::convert::ToProto(spent_);
    return grpc::Status::OK;
  }
  // Two on a page, so that pages are turned.
  grpc::Status ListCosts(grpc::ServerContext*, const budgets::v1::ListCostsRequest* request,
                         budgets::v1::ListCostsResponse* response) override {
    size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    for (const size_t end = at + 2; at < end && at < costs_.size(); ++at)
      *response->add_costs() = costs_[at];
    if (at < costs_.size()) response->set_next_page_token(std::to_string(at));
    return grpc::Status::OK;
  }
  grpc::Status GetCost(grpc::ServerContext*, const budgets::v1::GetCostRequest* request,
                       budgets::v1::Cost* response) override {
    for (const budgets::v1::Cost& cost : costs_) {
      if (cost.name() != request->name()) continue;
      *response = cost;
      return grpc::Status::OK;
    }
    return rpc::ToGrpcStatus(Refuse("NOT_FOUND", {{"name", request->name()}}));
  }

 private:
  std::vector<budgets::v1::Cost> costs_;
  ThreePart spent_ = Leva(0, 0);
};

struct Line {
  std::string day;
  std::string amount;  // "-12.50": money that went.
  std::string text;
  std::string reference;
};

// A statement as a table; the balances when both are given.
std::string Csv(const std::vector<Line>& lines, const std::string& opening,
                const std::string& closing) {
  std::string csv = "IBAN;" + std::string(kAccount) + "\nВалута;BGN\n";
  if (!opening.empty())
    absl::StrAppend(&csv, "Начално салдо;", opening, "\nКрайно салдо;", closing, "\n");
  absl::StrAppend(&csv, "Дата;Сума;Основание;Референция\n");
  for (const Line& line : lines) {
    absl::StrAppend(&csv, line.day, ";", line.amount, ";", line.text, ";", line.reference, "\n");
  }
  return csv;
}

// The advance that came and an invoice that was paid.
std::vector<Line> MayLines() {
  return {{"15.05.2017", "75601.70", "Аванс BG05M9OP001-2.005-0063-C01", "R-1"},
          {"20.05.2017", "-1250.00", "ф-ра 0000012345", "R-2"}};
}
std::string May() { return Csv(MayLines(), "1000.00", "75351.70"); }

class BankTest : public ::testing::Test {
 protected:
  BankTest()
      : proposals_channel_(proposals_),
        reference_channel_(reference_),
        budgets_channel_(budgets_),
        role_(sandbox_, "payments", nullptr, 4) {
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("reference", reference_channel_.channel());
    role_.world().peers().Set("budgets", budgets_channel_.channel());
    role_.Serve(StartRole(role_.context()));
    stub_ = v1::BankService::NewStub(role_.channel());
    explanations_ = v1::BankExplanationsService::NewStub(role_.channel());
    payments_ = v1::PaymentsService::NewStub(role_.channel());
    proposals::v1::Contract contract;
    contract.set_name(kContract);
    contract.set_number("BG05M9OP001-2.005-0063-C01");
    contract.set_procedure("BG05M9OP001-2.005");
    contract.set_version(1);
    contract.set_concluded_on("2017-04-18");
    contract.set_starts_on("2017-04-18");
    contract.set_ends_on("2018-10-18");
    contract.set_duration_months(18);
    *contract.mutable_amount() = tranche::convert::ToProto(Leva(32130723, 5670127));
    proposals_.Activate("mineralni-bani", contract);
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request, const rpc::Actor& actor = Owner()) {
    const absl::StatusOr<Resp> first = rpc::Call<Resp>(role_.Scope(actor), *stub_, method, request);
    // Every write is sent twice: it has one effect and one answer.
    if constexpr (requires { request.request_id(); }) {
      const absl::StatusOr<Resp> again = rpc::Call<Resp>(role_.Scope(actor), *stub_, method, request);
      EXPECT_EQ(ReasonOf(again.status()), ReasonOf(first.status()));
      if (first.ok() && again.ok() && !request.validate_only()) {
        EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
      }
    }
    return first;
  }

  absl::StatusOr<v1::BankStatement> Import(const std::string& content, const std::string& request_id,
                                           bool validate_only = false) {
    v1::ImportBankStatementRequest request;
    request.set_parent(kParent);
    request.set_file_name("statement.csv");
    request.set_content(content);
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    return Ask(&Stub::ImportBankStatement, request);
  }
  v1::ListBankEntriesResponse Entries(int page_size = 0, const std::string& page_token = "",
                                      bool unmatched = false) {
    v1::ListBankEntriesRequest request;
    request.set_parent(kParent);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    request.set_unmatched_only(unmatched);
    const auto answer = Ask(&Stub::ListBankEntries, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(v1::ListBankEntriesResponse());
  }
  v1::ProposeMatchesResponse Proposals() {
    v1::ProposeMatchesRequest request;
    request.set_parent(kContract);
    const auto answer = Ask(&Stub::ProposeMatches, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(v1::ProposeMatchesResponse());
  }
  absl::StatusOr<v1::BankMatch> Confirm(const std::vector<v1::BankMatchPart>& parts,
                                        const std::string& request_id) {
    v1::ConfirmMatchRequest request;
    request.set_parent(kContract);
    for (const v1::BankMatchPart& part : parts) *request.mutable_match()->add_parts() = part;
    request.set_request_id(request_id);
    return Ask(&Stub::ConfirmMatch, request);
  }
  static v1::BankMatchPart Part(int entry, const std::string& record, const std::string& amount) {
    v1::BankMatchPart part;
    part.set_entry(absl::StrCat(kParent, "/bankEntries/", entry));
    part.set_record(absl::StrCat(kContract, "/", record));
    *part.mutable_amount() = Amount(amount);
    return part;
  }
  absl::StatusOr<v1::BankMatch> Withdraw(const std::string& name, const std::string& request_id) {
    v1::WithdrawMatchRequest request;
    request.set_name(name);
    request.set_reason("Друга фактура");
    request.set_request_id(request_id);
    return Ask(&Stub::WithdrawMatch, request);
  }
  absl::StatusOr<v1::BankExplanation> Explain(int entry, const std::string& request_id) {
    v1::ExplainBankEntryRequest request;
    request.set_parent(kContract);
    request.mutable_explanation()->set_entry(absl::StrCat(kParent, "/bankEntries/", entry));
    request.mutable_explanation()->set_kind(v1::BANK_FEE);
    request.mutable_explanation()->set_note("такса по тарифата");
    request.set_request_id(request_id);
    return rpc::Call<v1::BankExplanation>(role_.Scope(Owner()), *explanations_,
                                          &Explanations::ExplainBankEntry, request);
  }
  absl::StatusOr<v1::BankExplanation> ConfirmExplanation(const std::string& name,
                                                         const std::string& request_id,
                                                         const rpc::Actor& actor = Approver()) {
    v1::ConfirmBankExplanationRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return rpc::Call<v1::BankExplanation>(role_.Scope(actor), *explanations_,
                                          &Explanations::ConfirmBankExplanation, request);
  }
  absl::StatusOr<v1::BankExplanation> WithdrawExplanation(const std::string& name,
                                                          const std::string& request_id) {
    v1::WithdrawBankExplanationRequest request;
    request.set_name(name);
    request.set_reason("беше фактура");
    request.set_request_id(request_id);
    return rpc::Call<v1::BankExplanation>(role_.Scope(Owner()), *explanations_,
                                          &Explanations::WithdrawBankExplanation, request);
  }
  absl::StatusOr<v1::Reconciliation> Reconcile() {
    v1::ReconcileContractRequest request;
    request.set_name(kContract);
    request.set_account(kAccount);
    return Ask(&Stub::ReconcileContract, request);
  }
  static std::vector<std::string> ReasonsOf(const v1::Reconciliation& answer) {
    std::vector<std::string> reasons;
    for (const v1::BankFinding& difference : answer.differences())
      reasons.push_back(difference.reason());
    return reasons;
  }

  // An advance of 75 601.70 that arrived, through the claim that it is paid for.
  void ReceiveAdvance(const std::string& paid_on = "2017-05-15") {
    const rpc::CallScope owner = role_.Scope(Owner());
    v1::CreateClaimRequest create;
    create.set_parent(kContract);
    create.mutable_claim()->set_kind(v1::ADVANCE);
    *create.mutable_claim()->mutable_requested() = tranche::convert::ToProto(Leva(6426145, 1134025));
    create.set_request_id("claim");
    const auto claim = rpc::Call<v1::Claim>(owner, *payments_, &PaymentsStub::CreateClaim, create);
    ASSERT_TRUE(claim.ok()) << claim.status();
    v1::SendClaimRequest send;
    send.set_name(claim->name());
    send.set_sent_on("2017-05-02");
    send.set_request_id("send");
    ASSERT_TRUE(rpc::Call<v1::Claim>(owner, *payments_, &PaymentsStub::SendClaim, send).ok());
    v1::VerifyClaimRequest verify;
    verify.set_name(claim->name());
    verify.mutable_verification()->set_decided_on("2017-05-10");
    verify.set_request_id("verify");
    ASSERT_TRUE(
        rpc::Call<v1::Claim>(role_.Scope(Approver()), *payments_, &PaymentsStub::VerifyClaim, verify)
            .ok());
    v1::RecordPaymentRequest pay;
    pay.set_parent(kContract);
    pay.mutable_payment()->set_claim(claim->name());
    *pay.mutable_payment()->mutable_amount() = tranche::convert::ToProto(Leva(6426145, 1134025));
    pay.mutable_payment()->set_paid_on(paid_on);
    pay.set_request_id("pay");
    const auto paid = rpc::Call<v1::Payment>(owner, *payments_, &PaymentsStub::RecordPayment, pay);
    ASSERT_TRUE(paid.ok()) << paid.status();
  }
  int64_t Count(const std::string& table) {
    return sandbox_.Inspect("select count(*) from payments." + table)[0][0].as<int64_t>();
  }
  // Movements and targets whose matched sum is not that of their parts, or is more than they have.
  std::vector<std::string> Unsound() {
    std::vector<std::string> unsound;
    for (const auto& row : sandbox_.Inspect(R"sql(
           with part as (
             select p.entry_number, p.target_key, p.amount_minor from payments.bank_match_part as p
              where not exists (select from payments.bank_match_withdrawal as w
                                 where w.match_number = p.match_number))
           select 'entry ' || e.entry_number from payments.bank_entry as e
            where e.matched_minor > abs(e.amount_minor)
                  or e.matched_minor <> (select coalesce(sum(amount_minor), 0) from part where entry_number = e.entry_number)
           union all
           select t.target_key from payments.bank_target as t
            where t.matched_minor > t.amount_minor
                  or t.matched_minor <> (select coalesce(sum(amount_minor), 0) from part where target_key = t.target_key))sql")) {
      unsound.push_back(row[0].as<std::string>());
    }
    return unsound;
  }

  tranche::testing::PgSandbox sandbox_;
  testing::FakeProposals proposals_;
  testing::FakeReference reference_;
  CostList budgets_;
  testing::InProcess proposals_channel_;
  testing::InProcess reference_channel_;
  testing::InProcess budgets_channel_;
  tranche::testing::TestRole role_;
  std::unique_ptr<Stub> stub_;
  using Explanations = v1::BankExplanationsService::Stub;
  std::unique_ptr<Explanations> explanations_;
  std::unique_ptr<PaymentsStub> payments_;
};

TEST_F(BankTest, StatementOfMineralniBani_AgreesToTheCent) {
  ReceiveAdvance();
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  const auto statement = Import(May(), "i1");
  ASSERT_TRUE(statement.ok()) << statement.status();
  EXPECT_EQ(statement->name(), absl::StrCat(kParent, "/bankStatements/1"));
  EXPECT_EQ(statement->account(), kAccount);
  EXPECT_EQ(statement->closing_balance().amount(), "75351.70");
  EXPECT_EQ(statement->new_entries(), 2);
  EXPECT_THAT(statement->findings(), IsEmpty());

  const auto answer = Reconcile();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->agree()) << answer->DebugString();
  EXPECT_EQ(answer->bank_received().amount(), "75601.70");
  EXPECT_EQ(answer->bank_paid().amount(), "1250.00");
  EXPECT_EQ(answer->unexplained().amount(), "0.00");
  EXPECT_EQ(answer->unconfirmed(), 2);
}

TEST_F(BankTest, SameFileAgain_ChangesNothing) {
  const auto first = Import(May(), "i1");
  const auto again = Import(May(), "i1");
  const auto under_another_key = Import(May(), "i2");
  ASSERT_TRUE(first.ok() && again.ok() && under_another_key.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(under_another_key->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Count("bank_statement"), 1);
  EXPECT_EQ(Count("bank_entry"), 2);
}

TEST_F(BankTest, OverlappingStatement_BringsOnlyWhatIsNew) {
  ASSERT_TRUE(Import(May(), "i1").ok());
  const auto later = Import(Csv({{"20.05.2017", "-1250.00", "ф-ра 0000012345", "R-2"},
                                 {"25.05.2017", "-10.00", "такса", "R-3"}},
                                "76601.70", "75341.70"),
                            "i2");
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->entries(), 2);
  EXPECT_EQ(later->new_entries(), 1);
  EXPECT_EQ(Count("bank_entry"), 3);
}

TEST_F(BankTest, MissingStatement_IsTold) {
  ASSERT_TRUE(Import(May(), "i1").ok());
  const auto july =
      Import(Csv({{"03.07.2017", "-1.00", "такса", "R-9"}}, "70000.00", "69999.00"), "i2");
  ASSERT_TRUE(july.ok()) << july.status();
  ASSERT_THAT(july->findings(), SizeIs(1));
  EXPECT_EQ(july->findings(0).reason(), "BANK_STATEMENT_GAP");
  EXPECT_EQ(july->findings(0).text_bg(),
            "Извлечението преди 03.07.2017 свършва със салдо 75351.70 BGN, а следващото започва с "
            "70000.00 BGN: "
            "липсва извлечение между тях или е внесено движение два пъти.");
}

TEST_F(BankTest, WrongFile_IsRefusedWithItsPlacesAndNothingIsStored) {
  const auto refused =
      Import(absl::StrReplaceAll(May(), {{"15.05.2017", "35.05.2017"}, {"-1250.00", "x"}}), "i1");
  EXPECT_EQ(ReasonOf(refused.status()), "DOCUMENT_UNREADABLE");
  std::vector<std::string> places;
  for (const Violation& violation : ViolationsOf(refused.status())) places.push_back(violation.field);
  EXPECT_THAT(places, ElementsAre("A6", "B7"));
  EXPECT_EQ(Count("bank_statement") + Count("bank_entry") + Count("request"), 0);
}

TEST_F(BankTest, FutureMovement_IsRefused) {
  const auto refused = Import(Csv({{"15.05.2087", "1.00", "", ""}}, "", ""), "i1");
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "DAY_IN_FUTURE");
}

TEST_F(BankTest, DryRun_ShowsTheStatementAndStoresNothing) {
  const auto rehearsed = Import(May(), "i1", /*validate_only=*/true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->new_entries(), 2);
  EXPECT_EQ(Count("bank_statement") + Count("bank_entry") + Count("bank_register") + Count("evidence"),
            0);
}

TEST_F(BankTest, Entries_ComeUnmatchedFirstOverPages) {
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(Csv({{"01.05.2017", "-1250.00", "ф-ра 0000012345", "R-1"},
                          {"02.05.2017", "-3.00", "такса", "R-2"},
                          {"03.05.2017", "-4.00", "такса", "R-3"}},
                         "", ""),
                     "i1")
                  .ok());
  ASSERT_TRUE(Confirm({Part(1, "costs/7", "1250.00")}, "c1").ok());
  std::vector<std::string> names;
  std::string token;
  do {
    const v1::ListBankEntriesResponse page = Entries(1, token);
    for (const v1::BankEntry& entry : page.entries())
      names.push_back(entry.name().substr(entry.name().rfind('/') + 1));
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_THAT(names, ElementsAre("2", "3", "1"));
  EXPECT_THAT(Entries(0, "", /*unmatched=*/true).entries(), SizeIs(2));
}

TEST_F(BankTest, ClearProposals_CanBeConfirmedAsTheyAre) {
  ReceiveAdvance();
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "i1").ok());
  const v1::ProposeMatchesResponse proposals = Proposals();
  ASSERT_THAT(proposals.proposals(), SizeIs(2));
  EXPECT_THAT(proposals.unexplained(), IsEmpty());
  for (const v1::MatchProposal& proposal : proposals.proposals()) {
    EXPECT_TRUE(proposal.clear());
    const auto match = Confirm({proposal.parts().begin(), proposal.parts().end()},
                               absl::StrCat("c", proposal.parts(0).entry().substr(40)));
    ASSERT_TRUE(match.ok()) << match.status();
    EXPECT_EQ(match->confirmed_by(), Owner().subject);
  }
  EXPECT_THAT(Entries(0, "", true).entries(), IsEmpty());
  EXPECT_THAT(Proposals().proposals(), IsEmpty());
  const auto answer = Reconcile();
  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->agree()) << answer->DebugString();
  EXPECT_EQ(answer->unconfirmed(), 0);
}

TEST_F(BankTest, MatchBeyondTheMovementOrTheDocument_IsRefused) {
  ReceiveAdvance();
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  budgets_.Add("8", "0000012345", "1250.00", "2017-05-20");  // Another line of the same document.
  budgets_.Add("9", "777", "2000.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "i1").ok());
  EXPECT_EQ(ReasonOf(Confirm({Part(2, "costs/9", "1250.01")}, "c1").status()),
            "BANK_MATCH_ABOVE_ENTRY");
  EXPECT_EQ(ReasonOf(Confirm({Part(2, "payments/PA001", "1.00")}, "c2").status()),
            "BANK_MATCH_WRONG_SIDE");
  EXPECT_EQ(ReasonOf(Confirm({Part(9, "costs/7", "1.00")}, "c3").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Confirm({Part(2, "costs/99", "1.00")}, "c4").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Confirm({Part(2, "costs/7", "0.00")}, "c5").status()), "AMOUNT_NOT_ABOVE_ZERO");
  ASSERT_TRUE(Confirm({Part(2, "costs/7", "1000.00")}, "c6").ok());
  // 250.00 of the document is left, whichever line names it.
  ASSERT_TRUE(Import(Csv({{"21.05.2017", "-500.00", "", "R-7"}}, "", ""), "i2").ok());
  EXPECT_EQ(ReasonOf(Confirm({Part(3, "costs/8", "250.01")}, "c7").status()),
            "BANK_MATCH_ABOVE_RECORD");
  EXPECT_TRUE(Confirm({Part(3, "costs/8", "250.00")}, "c8").ok());
  EXPECT_THAT(Unsound(), IsEmpty());
}

TEST_F(BankTest, PartsThatAreWrongTogether_AreToldTogether) {
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "i1").ok());
  const auto refused = Confirm(
      {Part(2, "costs/7", "1250.00"), Part(2, "costs/7", "1.00"), Part(1, "costs/7", "1.00")}, "c1");
  std::vector<std::string> wrongs;
  for (const Violation& violation : ViolationsOf(refused.status())) {
    wrongs.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(wrongs,
              ElementsAre("match.parts[1] ALREADY_EXISTS", "match.parts[2] BANK_MATCH_WRONG_SIDE"));
  EXPECT_EQ(Count("bank_match"), 0);
}

// The wall behind the service.
TEST_F(BankTest, Database_TakesNoMatchBeyondTheMovement) {
  ASSERT_TRUE(Import(May(), "i1").ok());
  EXPECT_THROW(sandbox_.Inspect("update payments.bank_entry set matched_minor = abs(amount_minor) + 1"),
               pqxx::check_violation);
  EXPECT_THROW(
      sandbox_.Inspect(
          "insert into payments.bank_target (organisation_id, target_key, amount_minor, currency, "
          "matched_minor) values ('mineralni-bani', 'documents/x', 1, 'BGN', 2)"),
      pqxx::check_violation);
}

TEST_F(BankTest, WithdrawnMatch_FreesItsMovementAndStaysOnRecord) {
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "i1").ok());
  const auto match = Confirm({Part(2, "costs/7", "1250.00")}, "c1");
  ASSERT_TRUE(match.ok()) << match.status();
  const auto withdrawn = Withdraw(match->name(), "w1");
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_TRUE(withdrawn->withdrawn());
  EXPECT_EQ(Withdraw(match->name(), "w1")->SerializeAsString(), withdrawn->SerializeAsString());
  EXPECT_EQ(ReasonOf(Withdraw(match->name(), "w2").status()), "BANK_MATCH_WITHDRAWN");
  EXPECT_THAT(Entries(0, "", true).entries(), SizeIs(2));
  v1::ListMatchesRequest request;
  request.set_parent(kContract);
  const auto matches = Ask(&Stub::ListMatches, request);
  ASSERT_TRUE(matches.ok());
  ASSERT_THAT(matches->matches(), SizeIs(1));
  EXPECT_EQ(matches->matches(0).withdrawal_reason(), "Друга фактура");
  EXPECT_TRUE(Confirm({Part(2, "costs/7", "1250.00")}, "c2").ok());
}

TEST_F(BankTest, FeeThatNothingExplains_MakesADifference) {
  ReceiveAdvance("2017-05-16");
  std::vector<Line> lines = MayLines();
  lines.push_back({"31.05.2017", "-1.50", "такса", "R-3"});
  ASSERT_TRUE(Import(Csv(lines, "1000.00", "75350.20"), "i1").ok());
  budgets_.Add("7", "0000012345", "1250.00", "2017-05-20");
  budgets_.Add("8", "888", "99.00", "2017-05-22");
  budgets_.Spend(Leva(100, 0));
  const auto answer = Reconcile();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_FALSE(answer->agree());
  EXPECT_THAT(ReasonsOf(*answer),
              UnorderedElementsAre("RECONCILE_ENTRY_UNEXPLAINED", "RECONCILE_RECORD_WITHOUT_ENTRY",
                                   "RECONCILE_DAY_DIFFERS", "RECONCILE_BUDGET_DIFFERS"));
  EXPECT_EQ(answer->unexplained().amount(), "1.50");
}

// What a credit note took back need not be paid: 1250.00 is paid of an invoice of 1300.00, and it
// agrees.
TEST_F(BankTest, CreditNote_LowersWhatIsMissingOfItsDocument) {
  ReceiveAdvance();
  ASSERT_TRUE(Import(May(), "i1").ok());
  budgets_.Add("7", "0000012345", "1300.00", "2017-05-20");
  EXPECT_FALSE(Reconcile()->agree());
  budgets_.Credit("50.00");
  const auto answer = Reconcile();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->agree()) << answer->DebugString();
  EXPECT_EQ(answer->ledger_paid().amount(), "1250.00");
}

TEST_F(BankTest, AnotherOrganisation_SeesNothing) {
  ASSERT_TRUE(Import(May(), "i1").ok());
  const rpc::Actor stranger{.subject = "owner@sopot", .organisations = {"sopot"}, .roles = {"FINANCE"}};
  v1::ListBankEntriesRequest request;
  request.set_parent("organisations/-");
  const auto entries = Ask(&Stub::ListBankEntries, request, stranger);
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_THAT(entries->entries(), IsEmpty());
}

// Eight people at once, each with another part of the same movement: never more than there is.
TEST_F(BankTest, MatchesAtTheSameMoment_NeverGoBeyondTheMovement) {
  budgets_.Add("9", "777", "5000.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "i1").ok());
  std::atomic<int> confirmed = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&, i] {
      const auto match = Confirm({Part(2, "costs/9", "300.00")}, absl::StrCat("c", i));
      ++(match.ok() ? confirmed : refused);
      if (!match.ok()) {
        EXPECT_EQ(ReasonOf(match.status()), "BANK_MATCH_ABOVE_ENTRY") << match.status();
      }
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(confirmed, 4);
  EXPECT_EQ(refused, 4);
  EXPECT_THAT(Unsound(), IsEmpty());
}

// The same statement from eight people at once is one.
TEST_F(BankTest, SameStatementAtTheSameMoment_IsTakenOnce) {
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&, i] { EXPECT_TRUE(Import(May(), absl::StrCat("i", i)).ok()); });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(Count("bank_statement"), 1);
  EXPECT_EQ(Count("bank_entry"), 2);
}

// Whatever is confirmed and withdrawn, in whatever order: what is matched is the sum of the parts, and
// nothing is matched beyond what it has.
TEST_F(BankTest, RandomHistory_KeepsTheSumsAtEveryPrefix) {
  std::mt19937_64 random(20170515);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<uint64_t>(below));
  };
  std::vector<Line> lines;
  for (int i = 0; i < 6; ++i) {
    lines.push_back({"20.05.2017", absl::StrCat("-", 1 + pick(9), ".00"), "", absl::StrCat("R-", i)});
    budgets_.Add(absl::StrCat(i), absl::StrCat("N", i), absl::StrCat(1 + pick(9), ".00"), "2017-05-20");
  }
  ASSERT_TRUE(Import(Csv(lines, "", ""), "i1").ok());
  std::vector<std::string> confirmed;
  int refused = 0;
  for (int step = 0; step < 120; ++step) {
    if (pick(4) == 0 && !confirmed.empty()) {
      refused += Withdraw(confirmed[static_cast<size_t>(pick(static_cast<int>(confirmed.size())))],
                          absl::StrCat("w", step))
                         .ok()
                     ? 0
                     : 1;
    } else {
      std::vector<v1::BankMatchPart> parts;
      for (int part = 0; part <= pick(2); ++part) {
        parts.push_back(
            Part(1 + pick(6), absl::StrCat("costs/", pick(6)), absl::StrCat(1 + pick(4), ".00")));
      }
      const auto match = Confirm(parts, absl::StrCat("c", step));
      if (match.ok()) {
        confirmed.push_back(match->name());
      } else {
        ++refused;
      }
    }
    ASSERT_THAT(Unsound(), IsEmpty()) << "after step " << step;
  }
  EXPECT_GT(confirmed.size(), 10u);
  EXPECT_GT(refused, 10);
  // The look at the books is not blind.
  sandbox_.Inspect("update payments.bank_entry set matched_minor = 0");
  sandbox_.Inspect("update payments.bank_match_part set amount_minor = amount_minor + 1");
  EXPECT_FALSE(Unsound().empty());
}

TEST_F(BankTest, MovementThatIsExplained_IsNoDifferenceAndIsNotMatched) {
  budgets_.Add("1", "12345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "import").ok());

  const auto explained = Explain(2, "explain");

  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->state(), v1::EXPLANATION_AWAITED);
  EXPECT_EQ(explained->amount().amount(), "-1250.00");
  EXPECT_EQ(ReasonOf(Explain(2, "explain-again").status()), "BANK_ENTRY_EXPLAINED");
  EXPECT_EQ(ReasonOf(Confirm({Part(2, "costs/1", "1250.00")}, "match").status()),
            "BANK_ENTRY_EXPLAINED");
  EXPECT_EQ(ReasonOf(ConfirmExplanation(explained->name(), "own", Owner()).status()),
            "EXPLANATION_CONFIRMED_BY_AUTHOR");
  EXPECT_EQ(Reconcile()->explained().amount(), "0.00");  // It does not count yet.
  ASSERT_TRUE(ConfirmExplanation(explained->name(), "confirm").ok());

  const auto agreed = Reconcile();
  ASSERT_TRUE(agreed.ok()) << agreed.status();
  EXPECT_EQ(agreed->explained().amount(), "1250.00");
  EXPECT_EQ(agreed->unexplained().amount(), "75601.70");
  EXPECT_EQ(Entries(0, "", /*unmatched=*/true).entries_size(), 1);
  EXPECT_EQ(Entries().entries(1).explained().amount(), "1250.00");
  EXPECT_EQ(Entries().entries(1).unmatched().amount(), "0.00");
}

TEST_F(BankTest, ExplanationThatIsWithdrawn_LeavesTheMovementAsItWas) {
  budgets_.Add("1", "12345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "import").ok());
  const auto explained = Explain(2, "explain");
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_TRUE(ConfirmExplanation(explained->name(), "confirm").ok());

  const auto withdrawn = WithdrawExplanation(explained->name(), "withdraw");

  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->withdrawal_reason(), "беше фактура");
  EXPECT_EQ(ReasonOf(WithdrawExplanation(explained->name(), "again").status()),
            "EXPLANATION_WRONG_STATE");
  EXPECT_EQ(Reconcile()->explained().amount(), "0.00");
  ASSERT_TRUE(Confirm({Part(2, "costs/1", "1250.00")}, "match").ok());
  EXPECT_EQ(ReasonOf(Explain(2, "too-late").status()), "BANK_ENTRY_NOTHING_LEFT");
  v1::ListBankExplanationsRequest list;
  list.set_parent(kContract);
  const auto all = rpc::Call<v1::ListBankExplanationsResponse>(
      role_.Scope(Owner()), *explanations_, &Explanations::ListBankExplanations, list);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->explanations_size(), 1);
  EXPECT_EQ(all->explanations(0).state(), v1::EXPLANATION_WITHDRAWN);
}

// The bank has paid what was given up: it is a difference until the movement that paid it is explained.
TEST_F(BankTest, ContradictedOrder_IsADifferenceUntilItsMovementIsExplained) {
  budgets_.Add("1", "12345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "import").ok());
  EXPECT_THAT(ReasonsOf(*Reconcile()), Not(Contains("ORDER_CONTRADICTED")));
  sandbox_.Inspect(absl::StrCat(
      "insert into payments.payment_order (organisation_id, order_number, contract_id, end_to_end_id, "
      "debtor_account, creditor_name, creditor_account, amount_minor, currency, remittance, "
      "execute_on, "
      "state, created_by, given_up_by, evidence, approved_by) select organisation_id, 7, contract_id, "
      "'TR-7', '",
      kAccount,
      "', 'Доставчик', 'BG44UNCR70001512345678', 125000, 'BGN', 'ф-ра', '2017-05-20', 'ORDER_DRAFT', "
      "'a', "
      "null, '', null from payments.contract"));
  EXPECT_THAT(ReasonsOf(*Reconcile()), Not(Contains("ORDER_CONTRADICTED")));
  sandbox_.Inspect(
      "insert into payments.order_contradiction (organisation_id, order_number, contradiction, said, "
      "order_state, source, recorded_by) values ('mineralni-bani', 7, 1, 'BANK_PAID', 'ORDER_DRAFT', "
      "'TM-1', 'a')");
  EXPECT_THAT(ReasonsOf(*Reconcile()), Contains("ORDER_CONTRADICTED"));
  // A movement with its reference is not enough: somebody has to say what it is.
  sandbox_.Inspect("update payments.bank_entry set end_to_end_id = 'TR-7' where entry_number = 2");
  EXPECT_THAT(ReasonsOf(*Reconcile()), Contains("ORDER_CONTRADICTED"));
  const auto explained = Explain(2, "explain");
  ASSERT_TRUE(explained.ok()) << explained.status();
  ASSERT_TRUE(ConfirmExplanation(explained->name(), "confirm").ok());
  EXPECT_THAT(ReasonsOf(*Reconcile()), Not(Contains("ORDER_CONTRADICTED")));
}

// What a closing of the contract's money looks at is not changed while it looks: explaining, confirming
// and matching wait for the lock of the contract, before they take that of the organisation's bank.
TEST_F(BankTest, WhileTheContractIsLocked_NothingIsExplainedOrMatched) {
  budgets_.Add("1", "12345", "1250.00", "2017-05-20");
  ASSERT_TRUE(Import(May(), "import").ok());
  const auto explained = Explain(2, "explain");
  ASSERT_TRUE(explained.ok()) << explained.status();
  const std::vector<std::function<absl::Status()>> writes = {
      [&] { return ConfirmExplanation(explained->name(), "confirm").status(); },
      [&] { return WithdrawExplanation(explained->name(), "withdraw").status(); },
      [&] { return Explain(2, "explain-again").status(); },
      [&] { return WithdrawExplanation(absl::StrCat(kContract, "/bankExplanations/2"), "w").status(); },
      [&] { return Confirm({Part(2, "costs/1", "1250.00")}, "match").status(); },
  };
  for (std::size_t i = 0; i < writes.size(); ++i) {
    pqxx::connection closing(sandbox_.admin());
    pqxx::connection watching(sandbox_.admin());
    pqxx::nontransaction watch(watching);
    std::thread writer;
    absl::Status written;
    {
      pqxx::work lock(closing);
      lock.exec("select from payments.contract for update");
      writer = std::thread([&] { written = writes[i](); });
      int waiting = 0;
      for (const absl::Time deadline = absl::Now() + absl::Seconds(8);
           waiting == 0 && absl::Now() < deadline;) {
        waiting = watch
                      .exec(
                          "select count(*) from pg_stat_activity where datname = current_database() "
                          "and usename = 'svc_payments' and wait_event_type = 'Lock'")[0][0]
                      .as<int>();
      }
      EXPECT_EQ(waiting, 1) << i;
      // The one that waits holds nothing that others of the organisation need.
      EXPECT_NO_THROW(watch.exec("select from payments.bank_register for update nowait")) << i;
      lock.commit();
    }
    writer.join();
    EXPECT_TRUE(written.ok()) << i << written;
  }
}

// BANK-7 and BANK-8 past the service.
TEST_F(BankTest, ExplanationPastTheService_IsHeldByTheDatabase) {
  ASSERT_TRUE(Import(May(), "import").ok());
  ASSERT_TRUE(Explain(2, "explain").ok());
  EXPECT_THROW(sandbox_.Inspect("update payments.bank_explanation set state = 'EXPLANATION_IN_FORCE'"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.bank_explanation set confirmed_by = explained_by"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.bank_entry set explained_minor = 125001 "
                                "where entry_number = 2"),
               pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::payments::bank
