// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/journal_store.h"

#include <google/protobuf/util/time_util.h>

#include <stdexcept>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

// A converted contract has each movement once more in euro: only those in its own currency count.
constexpr pg::Statement kListPostings{"budgets.list_postings", R"sql(
  select p.posting_id, p.line_code, p.cost_number, p.transfer_number, p.revision_version, p.debit, p.credit,
         p.eu_minor as moved_eu_minor, p.national_minor as moved_national_minor, p.own_minor as moved_own_minor,
         p.currency, p.valid_on::text, p.is_rounding,
         (extract(epoch from p.recorded_at) * 1000000)::bigint as recorded_at_us
    from posting as p
    join contract as c on c.organisation_id = p.organisation_id and c.contract_id = p.contract_id
                      and c.currency = p.currency
   where p.organisation_id = $1 and p.contract_id = $2 and $3 in ('', p.line_code) and p.posting_id > $4
   order by p.posting_id
   limit $5)sql"};

v1::LineAccount AccountOf(const std::string& stored) {
  v1::LineAccount account = v1::LINE_ACCOUNT_UNSPECIFIED;
  if (!v1::LineAccount_Parse(absl::StrCat(absl::AsciiStrToUpper(stored), "_ACCOUNT"), &account)) {
    throw std::runtime_error("unknown account of a line: " + stored);
  }
  return account;
}

// What the movement is about, "" for the first allotment.
std::string RecordOf(const Contract& contract, const pqxx::row& row) {
  const std::string above = ContractName(contract.organisation, contract.contract);
  if (!row["cost_number"].is_null()) return absl::StrCat(above, "/costs/", Text(row, "cost_number"));
  if (!row["transfer_number"].is_null()) {
    return absl::StrCat(above, "/transfers/", Text(row, "transfer_number"));
  }
  if (!row["revision_version"].is_null()) {
    return absl::StrCat(above, "/versions/", Text(row, "revision_version"));
  }
  return "";
}

v1::Posting PostingOf(const Contract& contract, const pqxx::row& row) {
  v1::Posting posting;
  posting.set_line(Text(row, "line_code"));
  posting.set_debit(AccountOf(Text(row, "debit")));
  posting.set_credit(AccountOf(Text(row, "credit")));
  *posting.mutable_amount() = convert::ToProto(convert::PartsFromRow(row, "moved"));
  posting.set_valid_on(Text(row, "valid_on"));
  *posting.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["recorded_at_us"].as<int64_t>());
  posting.set_record(RecordOf(contract, row));
  posting.set_rounding(row["is_rounding"].as<bool>());
  return posting;
}

}  // namespace

std::vector<JournalEntry> ListPostings(pg::Tx& tx, const Contract& contract, const std::string& line,
                                       int64_t after, int limit) {
  std::vector<JournalEntry> entries;
  for (const pqxx::row& row :
       tx.Run(kListPostings, contract.organisation, contract.contract, line, after, limit)) {
    entries.push_back({row["posting_id"].as<int64_t>(), PostingOf(contract, row)});
  }
  return entries;
}

}  // namespace tranche::budgets::store
