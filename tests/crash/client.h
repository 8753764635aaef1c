// SPDX-License-Identifier: EUPL-1.2
// A client that does the line of work, from a proposal to money in the account, sends each write until
// it has an answer, and notes what it sent before it sends it and what came of it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "books/bank.h"
#include "books/history.h"
#include "installation.h"
#include "tranche/access/v1/access_service.grpc.pb.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"
#include "tranche/budgets/v1/ledger_service.grpc.pb.h"
#include "tranche/budgets/v1/simplified_costs_service.grpc.pb.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/checks_service.grpc.pb.h"
#include "tranche/payments/v1/closings_service.grpc.pb.h"
#include "tranche/payments/v1/cost_withdrawals_service.grpc.pb.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"
#include "tranche/payments/v1/incomes_service.grpc.pb.h"
#include "tranche/payments/v1/irregularities_service.grpc.pb.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"
#include "tranche/payments/v1/participants_service.grpc.pb.h"
#include "tranche/payments/v1/payment_orders_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/payments/v1/revalidations_service.grpc.pb.h"
#include "tranche/payments/v1/state_aid_service.grpc.pb.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations_service.grpc.pb.h"
#include "tranche/staffing/v1/staffing_service.grpc.pb.h"
#include "tranche/timelines/v1/timelines_service.grpc.pb.h"

namespace tranche::crash {

// Of the procedure under state aid, which is made for these tests.
inline constexpr char kStateAidProcedure[] = "BG05M9OP001-2.099";

class Client {
 public:
  struct Options {
    int number = 0;  // Its contracts and request keys carry it.
    uint64_t seed = 0;
    // Gives up every fourth cost of unknown outcome; ResolveAbandoned takes them up again.
    bool abandons = false;
    // Called after a contract was concluded; empty: whoever follows proposals learns of it when it
    // does.
    std::function<void()> await_followers = {};
    books::Bank* bank = nullptr;  // Where it orders.
  };
  Client(const Installation& installation, Options options);

  // The organisation, and its annual plan from the example document.
  void ImportPlan();
  // The checklist for technical reports and the method of samples, for every contract.
  void SetForms();
  // A proposal that becomes a contract; the name of the contract.
  std::string ConcludeContract(int64_t total_minor, bool state_aid = false);
  // Its budget of two lines, staffing scheme and activities.
  void PlanContract(const std::string& contract, int64_t total_minor);
  // An advance: claimed, sent, accepted, paid.
  void DrawAdvance(const std::string& contract, int64_t total_minor);
  // Costs, a draft of a claim for the first of them that is taken back, a claim for all, a question and
  // its answer, the decision that approves a part of every third of them and nothing of every other
  // third, and its payment in two parts. `debt`: between the two some of it is deducted, taken back and
  // deducted once more.
  void ClaimCosts(const std::string& contract, int costs, const std::string& debt = "");
  // A package with a technical report and records of participants: imported, corrected, removed and
  // imported once more; sent, given back, sent again, checked and accepted. And one that is withdrawn.
  void ReportParticipants(const std::string& contract);
  // Costs in one batch, one of them credited in part, and visits by a unit price.
  void RecordBatch(const std::string& contract, int rows);
  // A small contract under state aid from its advance, which costs cover in part, to the closing of its
  // money; its security is prolonged, what is not covered withdrawn.
  void WorkUnderStateAid(int64_t total_minor);
  // What payments says of the advances under state aid, which is kept nowhere.
  void AddCoverages(books::Facts* facts);
  // The contract with all its money goes from lev to euro.
  void Redenominate(const std::string& contract);
  // Moves an amount between the two lines, either way.
  void MoveBetweenLines(const std::string& contract, int64_t minor);
  // An annex that takes a twentieth off the contract, and with it the revision of its budget.
  void AmendContract(const std::string& contract, int64_t total_minor);
  // Orders to the bank that another person approves, in one file. The bank gets it and its answer is
  // imported; or the file is lost on the way, the bank is asked, and the orders are sent once more.
  void OrderPayments(const std::string& contract, int orders, bool file_is_lost);
  // The final claim, for one cost: what of the advance is not cleared by it is a debt, which is repaid
  // in two parts, the second with interest. False when there is no final claim: its cost was given up.
  bool SettleContract(const std::string& contract);
  // Pays and repays what is left, ends the case of an irregularity, and closes the contract's money; a
  // contract without a final claim stays open.
  void CloseContract(const std::string& contract);
  // A part of what was not approved of the costs so far, recorded and claimed again.
  void ClaimAgain(const std::string& contract);
  // A part of what was not approved of one cost is revalidated and claimed; income is stated with that
  // claim and decided on.
  void RevalidateAndEarn(const std::string& contract);
  // From a signal to an irregularity, a correction and the debt that it makes; the name of the debt, ""
  // when it did not come so far.
  std::string Correct(const std::string& contract);
  // A statement of the bank with the contract's payments, each matched with its movement; one match is
  // withdrawn and made again.
  void MatchStatement(const std::string& contract);
  // One cost of a random amount; none when its line is exhausted or it was given up.
  std::optional<budgets::v1::Cost> RecordCost(const std::string& contract);
  // Sends once more each write that was given up.
  void ResolveAbandoned();

  const std::vector<books::Write>& history() const { return history_; }
  // Refusals that no crash explains, and writes that did not get an answer in time.
  const std::vector<std::string>& surprises() const { return surprises_; }
  int64_t Random(int64_t from, int64_t to);

 private:
  template <class Stub, class Req, class Resp>
  std::optional<Resp> Send(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           Req request, bool approver = false);
  template <class Stub, class Req, class Resp>
  std::optional<Resp> SendAs(const std::string& actor, Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                             Req request);
  // Asks for something until it is answered; nobody notes it.
  template <class Resp, class Stub, class Req>
  std::optional<Resp> Read(Stub& stub,
                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                           const Req& request);
  template <class Stub, class Req, class Resp>
  std::optional<Resp> SendUntilAnswered(Stub& stub,
                                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&,
                                                                     Resp*),
                                        const Req& request, const std::string& token, size_t write);
  // Sends rows of a batch until each has its answer; on the way they may be sent in parts.
  struct Row {
    budgets::v1::CostRow row;
    size_t write = 0;
  };
  void SendRows(const std::string& contract, const std::string& batch, std::vector<Row> rows);
  // One sending of them; false when some have to be sent again.
  bool SendRowsOnce(const std::string& contract, const std::string& batch,
                    const std::vector<Row>& rows);
  void Credit(const std::string& cost, const budgets::v1::CostRow& row);
  void RecordVisits(const std::string& contract);
  // The claim that is sent is given back and sent again, and a sample of its costs drawn.
  void ReturnAndSample(const std::string& claim, const std::string& sent_on);
  // All of a claim that is sent, given back, sent again and sampled is approved.
  std::optional<payments::v1::Claim> DecideAfterReturn(const payments::v1::Claim& claim,
                                                       const std::string& sent_on,
                                                       const std::string& decided_on);
  std::optional<payments::v1::Package> CreatePackage(const std::string& contract,
                                                     payments::v1::PackageType type);
  void Import(const std::string& package, int first, int count, int said);
  void Report(const std::string& package);
  void RemoveParticipants(const std::string& package);
  bool SendPackage(const std::string& package);
  // One check is given up and another decides.
  void CheckReport(const std::string& package);
  std::optional<payments::v1::Claim> DrawStateAid(const std::string& contract, int64_t total_minor);
  void PassOnSecurity(const std::string& contract);
  void WithdrawUncovered(const std::string& contract);
  std::optional<payments::v1::Claim> CreateClaim(const std::string& contract,
                                                 payments::v1::ClaimKind kind,
                                                 const std::vector<std::string>& costs);
  void AskAndAnswer(const payments::v1::Claim& claim);
  // Sends the claim and decides on it.
  std::optional<payments::v1::Claim> Decide(const payments::v1::Claim& claim,
                                            const std::string& sent_on, const std::string& decided_on,
                                            const std::vector<budgets::v1::Cost>& costs, bool asks);
  std::optional<payments::v1::Payment> Pay(const std::string& contract,
                                           const payments::v1::Claim& claim, int64_t eu,
                                           int64_t national, const std::string& paid_on);
  // Recorded, annulled by another person, and recorded once more.
  void PayAfterAMistake(const std::string& contract, const payments::v1::Claim& claim, int64_t eu,
                        int64_t national, const std::string& paid_on);
  void RepayAfterAMistake(const payments::v1::RecordRepaymentRequest& repay);
  void CreditAfterAMistake(budgets::v1::RecordCreditNoteRequest credit);
  // Once by mistake, which is annulled; what carries it.
  std::optional<budgets::v1::CostRevalidation> Revalidate(const budgets::v1::Cost& cost);
  void Earn(const std::string& contract, const payments::v1::Claim& claim);
  void Repay(const payments::v1::Claim& claim);
  bool Remove(const std::string& contract, const payments::v1::ClosingObstacle& obstacle);
  void PayWhatIsLeft(const std::string& contract, const std::string& claim);
  void WithdrawReserved(const std::string& contract);
  void RepayWhatIsOwed(const std::string& debt);
  std::optional<payments::v1::Debt> Deduct(const payments::v1::Claim& claim, const std::string& debt,
                                           int64_t minor, const std::string& on);
  void DeductTwice(const payments::v1::Claim& claim, const std::string& debt);
  // The name of a debt in force.
  std::optional<std::string> Owe(const std::string& contract, const payments::v1::Debt& debt);
  std::optional<payments::v1::Irregularity> Register(const std::string& contract);
  void MoveSignal(const std::string& signal, payments::v1::SignalStep step, const std::string& on);
  void Confirm(const std::string& contract, const payments::v1::BankEntry& entry,
               const payments::v1::Payment& payment);
  void NameDocument(const std::string& contract, payments::v1::PaymentOrder* order);
  std::optional<payments::v1::PaymentOrder> CreateOrder(const std::string& contract,
                                                        bool names_document);
  std::optional<payments::v1::PaymentFile> Export(
      const std::vector<payments::v1::PaymentOrder>& orders);
  void RecordOutcome(const payments::v1::PaymentOrder& order,
                     payments::v1::PaymentOrderOutcome outcome);

  const Options options_;
  const std::string manager_token_;
  const std::map<std::string, std::string> tokens_;  // By who acts.
  std::unique_ptr<access::v1::AccessService::Stub> access_;
  std::unique_ptr<plans::v1::PlansService::Stub> plans_;
  std::unique_ptr<proposals::v1::ProposalsService::Stub> proposals_;
  std::unique_ptr<proposals::v1::ContractVersionsService::Stub> versions_;
  std::unique_ptr<proposals::v1::RedenominationsService::Stub> redenominations_;
  std::unique_ptr<budgets::v1::BudgetsService::Stub> budgets_;
  std::unique_ptr<budgets::v1::LedgerService::Stub> ledger_;
  std::unique_ptr<budgets::v1::CostDocumentsService::Stub> documents_of_costs_;
  std::unique_ptr<budgets::v1::SimplifiedCostsService::Stub> simplified_;
  std::unique_ptr<staffing::v1::StaffingService::Stub> staffing_;
  std::unique_ptr<payments::v1::PaymentsService::Stub> payments_;
  std::unique_ptr<payments::v1::PackagesService::Stub> packages_;
  std::unique_ptr<payments::v1::ChecksService::Stub> checks_;
  std::unique_ptr<payments::v1::ParticipantsService::Stub> participants_;
  std::unique_ptr<payments::v1::StateAidService::Stub> state_aid_;
  std::unique_ptr<payments::v1::PaymentOrdersService::Stub> orders_;
  std::unique_ptr<payments::v1::DebtsService::Stub> debts_;
  std::unique_ptr<payments::v1::IrregularitiesService::Stub> cases_;
  std::unique_ptr<payments::v1::RevalidationsService::Stub> revalidations_;
  std::unique_ptr<payments::v1::IncomesService::Stub> incomes_;
  std::unique_ptr<payments::v1::BankService::Stub> bank_;
  std::unique_ptr<payments::v1::ClosingsService::Stub> closings_;
  std::unique_ptr<payments::v1::CostWithdrawalsService::Stub> withdrawals_;
  std::unique_ptr<timelines::v1::TimelinesService::Stub> timelines_;
  std::mt19937_64 random_;
  int contracts_ = 0, documents_ = 0, statements_ = 0, persons_ = 0;
  std::vector<books::Write> history_;
  std::vector<std::function<void()>> abandoned_;
  std::vector<std::string> surprises_;
};

}  // namespace tranche::crash
