// SPDX-License-Identifier: EUPL-1.2
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/ledger/journal_store.h"
#include "budgets/ledger/ledger_service.h"
#include "budgets/ledger/ledger_steps_service.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::budgets {

absl::StatusOr<v1::ListPostingsResponse> Ledger::ListPostings(const rpc::CallScope& scope,
                                                              const v1::ListPostingsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("budgets.postings ", NameOf(contract), " ", request.line());
  TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                           convert::ReadNumberToken<int64_t>(list, request.page_token()));
  return idempotency::Read<v1::ListPostingsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPostingsResponse> {
        std::vector<store::JournalEntry> entries =
            store::ListPostings(tx, contract, request.line(), after, page_size + 1);
        v1::ListPostingsResponse response;
        if (static_cast<int>(entries.size()) > page_size) {
          entries.pop_back();
          response.set_next_page_token(
              convert::MakePageToken(list, {absl::StrCat(entries.back().number)}));
        }
        for (store::JournalEntry& entry : entries) {
          *response.add_postings() = std::move(entry.posting);
        }
        return response;
      });
}

}  // namespace tranche::budgets
