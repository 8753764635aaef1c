// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/ledger/ledger_steps_service.h"
#include "budgets/limits/limits_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/validate/validate.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

// The contract as proposals has it.
absl::StatusOr<proposals::v1::Contract> AskProposals(const rpc::RoleContext& context,
                                                     const rpc::CallScope& scope,
                                                     const store::Contract& contract) {
  const auto stub = proposals::v1::ProposalsService::NewStub(context.peers->Get("proposals"));
  proposals::v1::GetContractRequest request;
  request.set_name(NameOf(contract));
  return rpc::Call<proposals::v1::Contract>(
      scope, *stub, &proposals::v1::ProposalsService::Stub::GetContract, request);
}

}  // namespace

absl::StatusOr<v1::LedgerCheck> CheckBooks(pg::Tx& tx, const store::Contract& contract) {
  const store::Books books = store::LoadBooks(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(std::vector<LedgerFinding> findings,
                           CompareBooks(books.contract.amount, books.lines));
  for (LedgerFinding& finding : store::CompareLimits(tx, contract)) {
    findings.push_back(std::move(finding));
  }
  return ToProto(books, findings);
}

Ledger::Ledger(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<std::string> Ledger::ProcedureOf(const rpc::CallScope& scope,
                                                const store::Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(const proposals::v1::Contract found,
                           AskProposals(context_, scope, contract));
  return found.procedure();
}

absl::Status Ledger::CheckNoPackage(const rpc::CallScope& scope, const store::Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(const proposals::v1::Contract found,
                           AskProposals(context_, scope, contract));
  if (found.open_package().empty()) return absl::OkStatus();
  return Refuse("CONTRACT_PACKAGE_OPEN",
                {{"contract", contract.number},
                 {"package", found.open_package().substr(found.open_package().rfind('/') + 1)}});
}

absl::StatusOr<v1::LedgerCheck> Ledger::CheckLedger(const rpc::CallScope& scope,
                                                    const v1::CheckLedgerRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/ledgerCheck"));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.name()));
  if (!contract.budgeted) return Refuse("NOT_FOUND", {{"name", request.name()}});
  return idempotency::Read<v1::LedgerCheck>(*context_.pool, scope,
                                            [&](pg::Tx& tx) { return CheckBooks(tx, contract); });
}

absl::StatusOr<v1::ListLedgerChecksResponse> Ledger::ListLedgerChecks(
    const rpc::CallScope& scope, const v1::ListLedgerChecksRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}", request.parent()));
  const std::string list = absl::StrCat("budgets.ledger_checks ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(std::vector<std::string> last,
                           convert::ReadPageToken(list, request.page_token()));
  if (!last.empty() && last.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  last.resize(2);
  const int page_size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListLedgerChecksResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListLedgerChecksResponse> {
        std::vector<store::Contract> contracts =
            store::ListBudgeted(tx, segments[0], last[0], last[1], page_size + 1);
        v1::ListLedgerChecksResponse response;
        if (static_cast<int>(contracts.size()) > page_size) {
          contracts.pop_back();
          response.set_next_page_token(
              convert::MakePageToken(list, {contracts.back().organisation, contracts.back().contract}));
        }
        for (const store::Contract& contract : contracts) {
          TRANCHE_ASSIGN_OR_RETURN(*response.add_checks(), CheckBooks(tx, contract));
        }
        return response;
      });
}

}  // namespace tranche::budgets
