// SPDX-License-Identifier: EUPL-1.2
// Approving costs in batches beside pgbench with the same statements, and a whole package from sending
// to approval.
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "budgets_of_load.h"
#include "grpc_load.h"
#include "measured.h"
#include "measurements.h"
#include "peers.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "recording.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLinesOfAContract = 5;
constexpr int64_t kClaimed_minor = 1234;
constexpr int64_t kLineCap_minor = 1'000'000'000;
constexpr char kDecider[] = "approver@test";

// Adds `costs` costs that wait for a decision to a contract, without their documents' rows and their
// evidence, which no approval reads; what they reserve is on the lines, so that approving them is what
// it always is.
void AddCosts(const flow::Programs& programs, int contract, int64_t costs) {
  const std::string where = absl::StrCat("organisation_id = '", load::kOrganisation,
                                         "' and contract_id = '", load::ContractId(contract), "'");
  // 72.25 %, 12.75 % and 15 % of 12.34.
  programs.sandbox().Inspect(absl::StrCat(
      "set session_replication_role = replica; insert into budgets.cost (organisation_id, contract_id, "
      "cost_number, "
      "line_code, document_type, document_number, document_number_folded, issuer, issuer_folded, "
      "resubmission, issued_on, "
      "paid_on, document_total_minor, claimed_minor, claimed_eu_minor, claimed_national_minor, "
      "claimed_own_minor, "
      "left_on_line_minor, currency, marks, recorded_at) select '",
      load::kOrganisation, "', '", load::ContractId(contract), "', n, (1 + n % ", kLinesOfAContract,
      ")::text, 'INVOICE', 'F-' || n, 'F-' || n, ",
      "'Социални услуги ЕООД', 'COЦИAЛHИ УCЛУГИ EOOД', 0, '2018-02-01', '2018-02-02', 1234, 1234, 892, "
      "157, 185, ",
      "1000000, 'BGN', '[]', now() from generate_series(1::bigint, ", costs, ") as n; ",
      "update budgets.contract set last_cost_number = ", costs, " where ", where, "; ",
      "update budgets.line as l set reserved_eu_minor = 892 * k.n, reserved_national_minor = 157 * "
      "k.n, ",
      "reserved_own_minor = 185 * k.n from (select line_code, count(*) as n from budgets.cost where ",
      where, " group by line_code) as k where l.code = k.line_code and l.", where));
}

// As many contracts as a run has clients, from number `base`, each with the costs that its client
// approves.
class Prepared {
 public:
  Prepared(const flow::Programs& programs, int clients, int batch, int64_t batches)
      : programs_(programs), clients_(clients), costs_(batch * batches) {}

  int Next() {
    const int base = next_;
    for (int i = 0; i < clients_; ++i) {
      load::MakeBudget(programs_, next_, kLinesOfAContract, kLineCap_minor);
      AddCosts(programs_, next_++, costs_);
    }
    programs_.sandbox().Inspect("vacuum analyze budgets.cost; ");
    programs_.sandbox().Inspect("vacuum analyze budgets.line");
    return base;
  }
  void Begin(int first) { next_ = first; }
  int next() const { return next_; }

 private:
  const flow::Programs& programs_;
  const int clients_;
  const int64_t costs_;
  int next_ = 1;
};

budgets::v1::DecideCostsRequest Approve(int contract, int batch, int64_t number) {
  budgets::v1::DecideCostsRequest request;
  request.set_parent(load::ContractName(contract));
  request.set_request_id(absl::StrCat("decide-", contract, "-", number));
  request.set_decided_on("2018-06-01");
  request.set_decided_by(kDecider);
  for (int64_t cost = (number - 1) * batch + 1; cost <= number * batch; ++cost) {
    budgets::v1::CostDecision* decision = request.add_decisions();
    decision->set_cost(absl::StrCat(request.parent(), "/costs/", cost));
    decision->set_approved(true);
  }
  return request;
}

Measured ByPgbench(const flow::Programs& programs, int base, int clients, int batch, int64_t batches) {
  return RunPgbench(
      programs,
      {.role = "budgets",
       .script = BENCH_FOLDER "/decide_costs.pgbench",
       .variables =
           {{"base", absl::StrCat(base)},
            {"batch", absl::StrCat(batch)},
            {"number", "0"},
            {"actor", kDecider},
            {"organisations", "{sopot}"},
            {"organisation", load::kOrganisation},
            {"method", "tranche.budgets.v1.BudgetsService/DecideCosts"},
            {"hash", "\\x" + std::string(64, 'a')},
            {"parent", load::ContractName(base)},
            {"trace", std::string(32, 'b')},
            {"decision",
             "{\"approved\":true,\"reason\":\"\",\"unapproved_eu\":0,\"unapproved_national\":0,"
             "\"unapproved_own\":0,\"by_correction_eu\":0,\"by_correction_national\":0,"
             "\"by_correction_own\":0,\"correction_reason\":\"\",\"correction\":\"\"}"},
            {"shown", "{\"approved\":true}"}},
       .clients = clients,
       .transactions = batches});
}

// Every call must approve its batch: what pgbench left out would be found by the counting below.
void MustBeDecided(const flow::Programs& programs, int base, int clients, int64_t costs) {
  for (int contract = base; contract < base + clients; ++contract) {
    const int decided = programs.Count(
        absl::StrCat("budgets.cost_decision where contract_id = '", load::ContractId(contract), "'"));
    if (decided != costs) {
      throw std::runtime_error(absl::StrCat(load::ContractId(contract), ": ", decided, " of ", costs,
                                            " costs were decided on"));
    }
  }
}

// 100 calls of a client in an ordinary run, as few as two in a short one.
int64_t BatchesOf(const Options& options, int batch) {
  const double calls = options.seconds * (batch == 1 ? 100 : batch == 32 ? 25 : 10);
  return std::max<int64_t>(2, static_cast<int64_t>(calls));
}

}  // namespace

void MeasureDecisions(const Options& options) {
  const flow::Programs programs(
      {.roles = "",
       .gateway = false,
       .examples = false,
       .config = absl::StrCat("roles { name: \"budgets\" connections: ", options.connections, " }\n")});
  programs.IssueToken("decider", "SERVICE", load::kOrganisation);
  const auto stub = load::Connect(programs);
  std::vector<std::vector<std::string>> rows = {
      {"costs a call, in flight", "gRPC calls/s", "pgbench calls/s", "ratio", "gRPC costs/s",
       "p50 gRPC ms", "p50 pgbench ms", "p99 gRPC ms", "p99 pgbench ms"}};
  int next = 1;
  for (const int batch : {1, 32, 128}) {
    for (const int in_flight : {1, 8, 32}) {
      if (batch > 1 && in_flight > 8) continue;
      const int64_t batches = BatchesOf(options, batch);
      Prepared prepared(programs, in_flight, batch, batches);
      prepared.Begin(next);
      const auto grpc = [&] {
        const int base = prepared.Next();
        GrpcLoad<budgets::v1::DecideCostsResponse> load(
            programs.Token("decider"),
            [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t number) {
              const int contract = base + static_cast<int>((number - 1) % in_flight);
              return stub->AsyncDecideCosts(
                  context, Approve(contract, batch, (number - 1) / in_flight + 1), queue);
            });
        const Measured measured = load.RunCalls(in_flight, batches * in_flight);
        MustBeDecided(programs, base, in_flight, batches * batch);
        return measured;
      };
      const auto pgbench = [&] {
        const int base = prepared.Next();
        const Measured measured = ByPgbench(programs, base, in_flight, batch, batches);
        MustBeDecided(programs, base, in_flight, batches * batch);
        return measured;
      };
      const std::vector<Measured> medians = Alternate(options.rounds, {pgbench, grpc});
      next = prepared.next();
      rows.push_back({absl::StrCat(batch, ", ", in_flight), Shown(medians[1].per_second, 0),
                      Shown(medians[0].per_second, 0),
                      Shown(medians[1].per_second / medians[0].per_second, 2),
                      Shown(medians[1].per_second * batch, 0), Shown(medians[1].p50_us / 1000, 2),
                      Shown(medians[0].p50_us / 1000, 2), Shown(medians[1].p99_us / 1000, 2),
                      Shown(medians[0].p99_us / 1000, 2)});
    }
  }
  PrintTable("Approving costs in batches, all else as it is in a verification", rows);
}

namespace {

constexpr int kCostsOfAPackage = 300;

// Why a call was refused, with what is wrong at which field.
std::string WhyRefused(const grpc::Status& status) {
  const absl::Status refused = rpc::FromGrpcStatus(status);
  std::string why = absl::StrCat("a package: ", ReasonOf(refused), " ", status.error_message());
  for (const Violation& violation : ViolationsOf(refused)) {
    absl::StrAppend(&why, " ", violation.field, ": ", violation.reason);
  }
  return why;
}

// A call that must succeed, under a key of its own, and how long it took, in seconds.
template <class Stub, class Req, class Resp>
double Timed(const flow::Programs& programs, const std::string& token, Stub& stub,
             grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*), Req request,
             Resp* response) {
  static int calls = 0;
  request.set_request_id(absl::StrCat("package-", ++calls));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + programs.Token(token));
  const auto began = Clock::now();
  const grpc::Status status = (stub.*method)(&context, request, response);
  if (!status.ok()) throw std::runtime_error(WhyRefused(status));
  return std::chrono::duration<double>(Clock::now() - began).count();
}

std::string ContractOfPackage(int number) {
  return absl::StrFormat("organisations/%s/contracts/BG05M9OP001-2.005-%04d-C01", load::kOrganisation,
                         number);
}

void SetThirds(const std::string& amount, common::v1::ThreePartAmount* parts) {
  for (common::v1::Money* part :
       {parts->mutable_eu(), parts->mutable_national(), parts->mutable_own()}) {
    part->set_amount(amount);
    part->set_currency("BGN");
  }
}

// A contract of 3,000,000.00 from its proposal on, since a claim holds it there, with a budget of five
// lines.
void MakeContract(const flow::Programs& programs, int number) {
  namespace proposals = proposals::v1;
  const auto channel = grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials());
  const auto made = proposals::ProposalsService::NewStub(channel);
  using Proposals = proposals::ProposalsService::Stub;
  Proposals& stub = static_cast<Proposals&>(*made);
  proposals::CreateProposalRequest create;
  create.set_parent(absl::StrCat("organisations/", load::kOrganisation));
  proposals::Proposal& proposal = *create.mutable_proposal();
  proposal.set_number(absl::StrFormat("BG05M9OP001-2.005-%04d", number));
  proposal.set_procedure("BG05M9OP001-2.005");
  proposal.set_title("Проект");
  proposal.set_duration_months(18);
  SetThirds("1000000.00", proposal.mutable_requested());
  proposals::Proposal created;
  Timed(programs, "owner", stub, &Proposals::CreateProposal, create, &created);
  proposals::SubmitProposalRequest submit;
  submit.set_name(created.name());
  submit.set_submitted_on("2016-09-30");
  Timed(programs, "owner", stub, &Proposals::SubmitProposal, submit, &created);
  proposals::EvaluateProposalRequest evaluate;
  evaluate.set_name(created.name());
  evaluate.mutable_evaluation()->set_kind(proposals::COMPLEX);
  evaluate.mutable_evaluation()->set_standing(proposals::APPROVED);
  evaluate.mutable_evaluation()->set_decided_on("2017-03-15");
  Timed(programs, "owner", stub, &Proposals::EvaluateProposal, evaluate, &created);
  proposals::ConcludeContractRequest conclude;
  conclude.set_parent(create.parent());
  proposals::Contract& contract = *conclude.mutable_contract();
  contract.set_number(proposal.number() + "-C01");
  contract.set_proposal(created.name());
  contract.set_concluded_on("2017-04-18");
  contract.set_starts_on("2017-04-18");
  contract.set_duration_months(18);
  contract.set_period_rule(proposals::SAME_NUMBERED_DAY);
  SetThirds("1000000.00", contract.mutable_amount());
  proposals::Contract concluded;
  Timed(programs, "owner", stub, &Proposals::ConcludeContract, conclude, &concluded);
  budgets::v1::CreateBudgetRequest budget;
  budget.set_parent(ContractOfPackage(number));
  for (int line = 1; line <= kLinesOfAContract; ++line) {
    budgets::v1::Line* added = budget.add_lines();
    added->set_code(absl::StrCat(line));
    added->set_title(absl::StrCat("Дейност ", line));
    added->set_expense_type("staff");
    added->mutable_total()->set_amount("600000.00");
    added->mutable_total()->set_currency("BGN");
  }
  const auto budgets_stub = budgets::v1::BudgetsService::NewStub(channel);
  using Budgets = budgets::v1::BudgetsService::Stub;
  budgets::v1::Budget made_budget;
  Timed(programs, "owner", static_cast<Budgets&>(*budgets_stub), &Budgets::CreateBudget, budget,
        &made_budget);
}

struct Package {
  double recorded_s = 0;
  double drafted_s = 0;
  double sent_s = 0;
  double approved_s = 0;
};

// 300 costs are recorded in one batch and claimed; the claim is sent by one person and approved by
// another.
Package RunPackage(const flow::Programs& programs, int contract) {
  namespace payments = payments::v1;
  MakeContract(programs, contract);
  const auto channel = grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials());
  const auto documents = budgets::v1::CostDocumentsService::NewStub(channel);
  const auto claims = payments::PaymentsService::NewStub(channel);
  Package package;
  budgets::v1::RecordCostsRequest record;
  budgets::v1::RecordCostsResponse recorded;
  record.set_parent(ContractOfPackage(contract));
  for (int i = 0; i < kCostsOfAPackage; ++i) {
    *record.add_rows()->mutable_cost() =
        load::CostOf(contract, 1 + i % kLinesOfAContract, absl::StrCat("package-", contract, "-", i),
                     kClaimed_minor)
            .cost();
  }
  using Documents = budgets::v1::CostDocumentsService::Stub;
  package.recorded_s = Timed(programs, "owner", static_cast<Documents&>(*documents),
                             &Documents::RecordCosts, record, &recorded);
  payments::CreateClaimRequest create;
  payments::Claim claim;
  create.set_parent(ContractOfPackage(contract));
  create.mutable_claim()->set_kind(payments::INTERIM);
  for (int i = 1; i <= kCostsOfAPackage; ++i) {
    create.mutable_claim()->add_costs(absl::StrCat(create.parent(), "/costs/", i));
  }
  using Claims = payments::PaymentsService::Stub;
  Claims& stub = static_cast<Claims&>(*claims);
  package.drafted_s = Timed(programs, "owner", stub, &Claims::CreateClaim, create, &claim);
  payments::SendClaimRequest send;
  send.set_name(claim.name());
  send.set_sent_on("2018-03-01");
  package.sent_s = Timed(programs, "owner", stub, &Claims::SendClaim, send, &claim);
  payments::VerifyClaimRequest verify;
  verify.set_name(claim.name());
  verify.mutable_verification()->set_decided_on("2018-04-02");
  package.approved_s = Timed(programs, "approver", stub, &Claims::VerifyClaim, verify, &claim);
  if (claim.state() != payments::ACCEPTED) throw std::runtime_error("the package was not accepted");
  return package;
}

}  // namespace

void MeasurePackage(const Options& options) {
  const flow::Programs programs({.roles = "", .gateway = false, .examples = false});
  std::vector<std::vector<std::string>> rows = {{"package of 300 costs", "recorded ms", "drafted ms",
                                                 "sent ms", "approved ms", "sending to approval ms",
                                                 "calls"}};
  RunPackage(programs, 1);  // Plans and connections are made.
  programs.sandbox().Inspect("vacuum analyze");
  const auto ms = [](double seconds) { return Shown(seconds * 1000, 1); };
  for (int round = 1; round <= options.rounds; ++round) {
    const Package package = RunPackage(programs, 1 + round);
    rows.push_back({absl::StrCat(round), ms(package.recorded_s), ms(package.drafted_s),
                    ms(package.sent_s), ms(package.approved_s), ms(package.sent_s + package.approved_s),
                    "2"});
  }
  PrintTable("A whole package, by two people who call one after the other", rows);
}

}  // namespace tranche::bench
