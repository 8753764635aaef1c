// SPDX-License-Identifier: EUPL-1.2
// Plays a history on one contract: each step is one write that somebody could make now, found from what
// the books say, with amounts by the step's numbers, so that the same steps are the same history.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"
#include "tranche/budgets/v1/currencies_service.grpc.pb.h"
#include "tranche/budgets/v1/ledger_service.grpc.pb.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"
#include "tranche/budgets/v1/simplified_costs_service.grpc.pb.h"
#include "tranche/payments/v1/advance_securities_service.grpc.pb.h"
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
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/proposals/v1/redenominations_service.grpc.pb.h"
#include "world.h"

namespace tranche::history {

enum class Act {
  kRecordCost,
  kRecordAgain,  // Of a document that was not approved in full.
  kCredit,
  kTransfer,
  kAmend,  // An annex, from its draft to its revision of the budget.
  kWithdrawAmendment,
  kAdvance,
  kClaim,
  kTakeBack,
  kSend,
  kAsk,
  kAnswer,
  kDecide,
  kPay,
  kOrder,  // An order to the bank, from its draft to the bank's answer.
  kCorrect,
  kOwe,  // A debt of a correction, of a negative balance or of an overpayment.
  kRepay,
  kOffset,          // A debt against what a claim is owed.
  kTakeBackOffset,  // A deduction of before.
  kForeignCost,     // Of a document in dollars.
  kClose,           // The contract's money, or opens it again.
  kRedenominate,    // From lev to euro, once.
  kSimplifiedCost,  // By units, a lump sum, a flat rate or hours.
  kReturn,          // A claim that was sent, to the beneficiary.
  kCheck,           // Of a claim by a checklist, from its beginning to its end.
  kSample,          // Of a claim's costs.
  kSecure,          // A step of what secures an advance.
  kWithdrawAid,     // What nothing covered of a state-aid advance.
  kWithdrawCosts,   // Some that no claim holds.
  kParticipants,    // A package with records of participants, from its beginning to its end.
  kAnnul,           // A payment, a repayment or a credit note.
  kRevalidate,      // What a claim did not approve, or annuls that.
  kEarn,            // Additional income, what was decided of it, or annuls that.
  kRepeat,          // A write of before.
  kResume,          // What was broken off and put off.
};
inline constexpr int kActs = static_cast<int>(Act::kResume) + 1;
const char* NameOf(Act act);

struct Step {
  Act act = Act::kRecordCost;
  int first = 0;              // Which of those that there are.
  int second = 0;             // How.
  int64_t share_percent = 0;  // How much of what there is; above 100 asks for too much.
  Breaks breaks = {};

  friend std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{" << NameOf(step.act) << ", " << step.first << ", " << step.second << ", "
               << step.share_percent << "%, breaks " << step.breaks.first << "/" << step.breaks.second
               << (step.breaks.postponed ? " postponed" : "") << (step.breaks.doubled ? " doubled" : "")
               << "}";
  }
};

class Player {
 public:
  explicit Player(World* world);

  // A fresh contract of 30,000.01 over three lines with invoices and four with
  // simplified costs. Every third is under state aid, and of every second a
  // claim is accepted only after its check.
  void Begin();
  // Takes a step; what is wrong afterwards, "" when nothing is.
  std::string Take(const Step& step);
  // Ends what was put off and waits until every role knows all; what is wrong then. `settle`: then the
  // contract is settled and its money closed.
  std::string End(bool settle);

  // Whether a claim of the contract waits for its decision.
  bool IsClaimOpen() const;

  // How often each act sent something that was done.
  int done(Act act) const { return done_.at(static_cast<size_t>(act)); }

 private:
  using Facts = books::Facts;

  void Do(const Step& step);
  bool DoWithBudget(const Step& step);
  bool DoWithClaims(const Step& step);
  bool DoWithPackages(const Step& step);
  void DoWithCash(const Step& step);

  void RecordCost(const Step& step);
  void RecordAgain(const Step& step);
  void SendCost(const std::string& line, const std::string& document, int64_t claimed);
  void SayBesides(int document, int64_t claimed, budgets::v1::Cost* cost) const;
  void Credit(const Step& step);
  void Transfer(const Step& step);
  void Amend(const Step& step);
  void CreateVersion(const Step& step);
  void Revise(const Step& step, int64_t version);
  void WithdrawVersion();
  void ClaimAdvance(const Step& step);
  void Secure(int64_t minor, payments::v1::Claim* claim) const;
  // The accepted advance of the contract that is secured; null when there is none.
  const Facts::Claim* SecuredAdvance() const;
  void MoveSecurity(const Step& step);
  // Takes back its call, or gives it back.
  void EndSecurity();
  void SendSecurityStep(const Facts::Claim& advance, const payments::v1::SecurityStep& step);
  void ClaimCosts(const Step& step);
  void TakeBack();
  void SendClaim();
  void Ask();
  void Answer();
  void Decide(const Step& step);
  void Pay(const Step& step);
  void Order(const Step& step);
  void NameDocument(const Step& step, payments::v1::PaymentOrder* order);
  void CreateOrder(const Step& step);
  void Correct(const Step& step);
  void Owe(const Step& step);
  void Repay(const Step& step);
  void Offset(const Step& step);
  void TakeBackOffset(const Step& step);
  void Annul(const Step& step);
  void Revalidate(const Step& step);
  void Earn(const Step& step);
  void RecordIncome(const Step& step);
  void DecideIncome(const Facts::Income& income, const Step& step);
  void AnnulIncome(const Facts::Income& income);
  void SettleIncome(int64_t id);
  // One whose cost no claim holds; false when there is none.
  bool AnnulRevalidation(int which);
  bool CarriesRevalidation(int64_t cost) const;
  void RecordForeignCost(const Step& step);
  void RecordSimplified(const Step& step);
  void ReturnClaim();
  // The next step of the check of a claim that was sent, or a new one.
  void Check(const Step& step);
  void BeginCheck(const Facts::Claim& claim);
  void AnswerCheck(const std::string& name, const Step& step);
  void ActivateCheck(const std::string& name, bool approved);
  void ArchiveCheck(const std::string& name);
  void DrawSample();
  void WithdrawUncovered();
  void WithdrawCosts(const Step& step);
  void WithdrawPackage(const std::string& package);
  // The next step of a technical package, or a new one.
  void Participants(const Step& step);
  void BeginPackage();
  void Import(const Facts::Package& package, int first, int count, int said);
  void RemoveParticipants(const Facts::Package& package);
  void Report(const Facts::Package& package);
  void SendPackage(const Facts::Package& package);
  void ReturnPackage(const Facts::Package& package);
  void DecidePackage(const Facts::Package& package, bool accepted);
  // The open package of this contract that goes without a claim; null when there is none.
  const Facts::Package* OpenPackage() const;
  // Its next step towards acceptance; false when there is none.
  bool SettlePackage();
  // One package with every step, when no history has come to all of them.
  void ReportWhatIsMissing();
  bool WasDone(const std::string& method) const;
  void Close();
  // What every contract of a history has: a limit on a line, a rate of the dollar, terms of lines with
  // simplified costs, a checklist and a method for samples.
  void SetTerms();
  void SetForms();
  void SetChecklist();
  void SetSamplingMethod();
  void CreateBudget();
  // Does what stands in the way of a closing, one thing after the other, and closes; what is left when
  // it cannot.
  std::vector<std::string> Settle();
  void CreditAndDeduct();
  void DoWhatIsMissing();
  bool SettleClaim();
  // Takes one step and counts it when something of it was done.
  void Try(Act act, const std::function<void()>& take);
  bool SettleOne(const payments::v1::ClosingObstacle& obstacle);
  bool RepayWhatIsOwed(int64_t debt);
  std::optional<payments::v1::Closing> Closing() const;
  // The books, and what payments says of the contract's state-aid advance.
  void ReadFacts();
  bool IsUnderStateAid() const { return contracts_ % 3 == 0; }
  // Its ordinary advance has to be secured.
  bool IsNoBudgetBody() const { return contracts_ % 3 == 1; }
  bool NeedsChecks() const { return contracts_ % 2 == 1; }
  // Whether the verification of its package has begun.
  bool IsLookedAt(const Facts::Claim& claim) const;
  // Whether the claim may be accepted as far as checks go.
  bool IsChecked(const Facts::Claim& claim) const;
  void Redenominate();

  // What the books say of this contract.
  std::vector<Facts::Line> Lines() const;
  std::vector<Facts::Line> LinesWithInvoices() const;
  const Facts::Simplified* SimplifiedOf(int64_t cost) const;
  std::vector<Facts::Cost> Costs(bool decided) const;
  std::vector<Facts::Claim> ClaimsThatAre(const std::vector<std::string>& states) const;
  const Facts::Version* OpenVersion() const;
  const Facts::Contract& Contract() const;
  bool IsHeld(const Facts::Cost& cost) const;
  std::string ClaimName(const Facts::Claim& claim) const;
  std::string Today() const;
  // What a claim is owed and was neither paid nor deducted.
  static books::Parts LeftOf(const Facts::Claim& claim);
  // The sentence of everything that is wrong.
  std::string Wrong(std::vector<std::string> problems);

  World* const world_;
  std::unique_ptr<proposals::v1::ProposalsService::Stub> proposals_;
  std::unique_ptr<proposals::v1::ContractVersionsService::Stub> versions_;
  std::unique_ptr<proposals::v1::RedenominationsService::Stub> redenominations_;
  std::unique_ptr<budgets::v1::BudgetsService::Stub> budgets_;
  std::unique_ptr<budgets::v1::LedgerService::Stub> ledger_;
  std::unique_ptr<budgets::v1::CostDocumentsService::Stub> documents_;
  std::unique_ptr<payments::v1::PaymentsService::Stub> payments_;
  std::unique_ptr<payments::v1::PaymentOrdersService::Stub> orders_;
  std::unique_ptr<payments::v1::IrregularitiesService::Stub> cases_;
  std::unique_ptr<payments::v1::DebtsService::Stub> debts_;
  std::unique_ptr<payments::v1::ClosingsService::Stub> closings_;
  std::unique_ptr<budgets::v1::CurrenciesService::Stub> currencies_;
  std::unique_ptr<budgets::v1::LimitsService::Stub> limits_;
  std::unique_ptr<budgets::v1::SimplifiedCostsService::Stub> simplified_;
  std::unique_ptr<payments::v1::ChecksService::Stub> checks_;
  std::unique_ptr<payments::v1::PackagesService::Stub> packages_;
  std::unique_ptr<payments::v1::ParticipantsService::Stub> participants_;
  std::unique_ptr<payments::v1::StateAidService::Stub> state_aid_;
  std::unique_ptr<payments::v1::AdvanceSecuritiesService::Stub> securities_;
  std::unique_ptr<payments::v1::CostWithdrawalsService::Stub> withdrawals_;
  std::unique_ptr<payments::v1::RevalidationsService::Stub> revalidations_;
  std::unique_ptr<payments::v1::IncomesService::Stub> incomes_;
  std::string contract_;
  absl::CivilDay day_;  // Each step is a day later.
  int contracts_ = 0, documents_given_ = 0;
  struct Paper {
    int64_t total = 0;
    std::string currency, paid_on;
  };
  std::map<std::string, Paper> papers_;  // Documents by their number.
  struct Note {
    std::string cost, number, issued_on;
  };
  std::vector<Note> notes_;  // Credit notes of this contract that may be annulled.
  Facts facts_;              // After the step before.
  std::array<int, kActs> done_ = {};
  std::size_t surprises_told_ = 0;
};

}  // namespace tranche::history
