// SPDX-License-Identifier: EUPL-1.2
#include "proposals/contract_hold_store.h"

namespace tranche::proposals::store {
namespace {

constexpr pg::Statement kHold{"proposals.hold_for_package",
                              "select hold_for_package($1, $2, $3, $4) as held"};
constexpr pg::Statement kRelease{"proposals.release_hold", "select release_hold($1, $2, $3)"};

}  // namespace

bool HoldForPackage(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                    int package, int64_t number) {
  return tx.Run(kHold, organisation, contract, package, number)[0]["held"].as<bool>();
}

void ReleaseHold(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 int64_t number) {
  tx.Run(kRelease, organisation, contract, number);
}

}  // namespace tranche::proposals::store
