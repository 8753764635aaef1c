// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/package_store.h"

#include <stdexcept>
#include <utility>

#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::payments::package::store {
namespace {

// Sequence 0: all of the contract.
constexpr pg::Statement kLoadPackages{"payments.load_packages", R"sql(
  select package_sequence, type, package.state, made_for_claim, package.sent_on::text, package.sent_by,
         package.decided_on::text, package.decided_by, package.reference, closing_reason,
         technical_report_version, financial_report_version, participants_version, participants_void_through,
         exists (select from contract_indicator as promised
                  where promised.organisation_id = package.organisation_id
                        and promised.contract_id = package.contract_id and promised.participants_fund <> ''
                        and promised.version = (select max(list.version) from indicator_list as list
                                                 where list.organisation_id = package.organisation_id
                                                       and list.contract_id = package.contract_id))
           as needs_participants,
         (select claim.sequence from claim
           where claim.organisation_id = package.organisation_id and claim.contract_id = package.contract_id
                 and claim.package_sequence = package.package_sequence and claim.state <> 'TAKEN_BACK')
           as claim_sequence
    from package
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or package_sequence = $3::integer)
   order by package_sequence)sql"};

constexpr pg::Statement kLoadReturns{"payments.load_returns", R"sql(
  select package_sequence, return_number, returned_on::text, returned_by, reason, sent_on::text, sent_by
    from package_return
   where organisation_id = $1 and contract_id = $2 and ($3::integer = 0 or package_sequence = $3::integer)
   order by package_sequence, return_number)sql"};

constexpr pg::Statement kInsertPackage{"payments.insert_package", R"sql(
  insert into package (organisation_id, contract_id, package_sequence, type, made_for_claim)
  values ($1, $2, $3, $4, $5))sql"};

constexpr pg::Statement kOpenPackage{"payments.open_package", R"sql(
  update contract
     set open_package = next_package_sequence, next_package_sequence = next_package_sequence + 1
   where organisation_id = $1 and contract_id = $2 and next_package_sequence = $3 and open_package is null)sql"};

constexpr pg::Statement kUpdatePackage{"payments.update_package", R"sql(
  update package
     set type = $5, state = $6, sent_on = $7::date, sent_by = $8, decided_on = $9::date, decided_by = $10,
         reference = $11, closing_reason = $12, technical_report_version = $13,
         financial_report_version = $14, participants_version = $15, participants_void_through = $16
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and state = $4)sql"};

constexpr pg::Statement kClosePackage{"payments.close_package", R"sql(
  update contract set open_package = null
   where organisation_id = $1 and contract_id = $2 and open_package = $3)sql"};

// A package that was open before packages held contracts may have none.
constexpr pg::Statement kLetGo{"payments.let_go", R"sql(
  update contract_hold set state = 'RELEASING', since = now()
   where organisation_id = $1 and contract_id = $2 and package_sequence = $3 and state = 'HELD')sql"};

constexpr pg::Statement kInsertReturn{"payments.insert_return", R"sql(
  insert into package_return (organisation_id, contract_id, package_sequence, return_number, returned_on,
                              returned_by, reason, sent_on, sent_by)
  values ($1, $2, $3, $4, $5::date, $6, $7, $8::date, $9))sql"};

constexpr pg::Statement kLoadHold{"payments.load_hold", R"sql(
  select organisation_id, contract_id, hold_number, package_sequence, state
    from contract_hold where organisation_id = $1 and contract_id = $2)sql"};

// Whoever finds one being taken for the same package takes part in it.
constexpr pg::Statement kBeginHold{"payments.begin_hold", R"sql(
  insert into contract_hold as hold (organisation_id, contract_id, hold_number, package_sequence, state)
  values ($1, $2, 1, $3, 'TAKING')
  on conflict (organisation_id, contract_id) do update
     set hold_number = case when hold.state = 'TAKING' and hold.package_sequence = excluded.package_sequence
                            then hold.hold_number else hold.hold_number + 1 end,
         package_sequence = excluded.package_sequence, state = 'TAKING', since = now()
  returning organisation_id, contract_id, hold_number, package_sequence, state)sql"};

constexpr pg::Statement kMoveHold{"payments.move_hold", R"sql(
  update contract_hold set state = $5, since = now()
   where organisation_id = $1 and contract_id = $2 and hold_number = $3 and state = $4)sql"};

constexpr pg::Statement kLoadOrganisations{"payments.load_organisations",
                                           "select organisation from organisation order by 1"};

constexpr pg::Statement kFindLeftBehind{"payments.find_left_behind", R"sql(
  select organisation_id, contract_id, hold_number, package_sequence, state
    from contract_hold
   where (state = 'RELEASING' and since <= now() - make_interval(secs => $1::integer))
      or (state = 'TAKING' and since <= now() - make_interval(secs => $2::integer))
   order by since limit 100)sql"};

std::optional<std::string> DayOrNull(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? std::optional<std::string>(FormatDay(*day)) : std::nullopt;
}

// Null where the day beside it is.
std::optional<std::string> WhoOrNull(const std::optional<absl::CivilDay>& day, const std::string& who) {
  return day.has_value() ? std::optional<std::string>(who) : std::nullopt;
}

Package PackageFromRow(const pqxx::row& row) {
  const std::optional<PackageType> type = PackageTypeOf(row["type"].as<std::string>());
  const std::optional<PackageState> state = PackageStateOf(row["state"].as<std::string>());
  if (!type.has_value() || !state.has_value()) throw std::runtime_error("a row holds no package");
  Package package;
  package.sequence = row["package_sequence"].as<int>();
  package.type = *type;
  package.state = *state;
  package.made_for_claim = row["made_for_claim"].as<bool>();
  if (!row["claim_sequence"].is_null()) package.claim = row["claim_sequence"].as<int>();
  if (!row["sent_on"].is_null()) {
    package.sent_on = tranche::convert::DayFromRow(row, "sent_on");
    package.sent_by = row["sent_by"].as<std::string>();
  }
  if (!row["decided_on"].is_null()) {
    package.decided_on = tranche::convert::DayFromRow(row, "decided_on");
    package.decided_by = row["decided_by"].as<std::string>();
  }
  package.reference = row["reference"].as<std::string>();
  package.closing_reason = row["closing_reason"].as<std::string>();
  package.technical_report_version = row["technical_report_version"].as<int>();
  package.financial_report_version = row["financial_report_version"].as<int>();
  package.participants_version = row["participants_version"].as<int>();
  package.participants_void_through = row["participants_void_through"].as<int>();
  package.needs_participants = row["needs_participants"].as<bool>();
  return package;
}

std::vector<Package> Load(pg::Tx& tx, const Contract& contract, int sequence) {
  std::vector<Package> packages;
  for (const pqxx::row& row : tx.Run(kLoadPackages, contract.organisation, contract.id, sequence)) {
    packages.push_back(PackageFromRow(row));
  }
  auto package = packages.begin();
  for (const pqxx::row& row : tx.Run(kLoadReturns, contract.organisation, contract.id, sequence)) {
    while (package != packages.end() && package->sequence != row["package_sequence"].as<int>())
      ++package;
    if (package == packages.end()) throw std::runtime_error("a return has no package");
    package->returns.push_back({.number = row["return_number"].as<int>(),
                                .returned_on = tranche::convert::DayFromRow(row, "returned_on"),
                                .returned_by = row["returned_by"].as<std::string>(),
                                .reason = row["reason"].as<std::string>(),
                                .sent_on = tranche::convert::DayFromRow(row, "sent_on"),
                                .sent_by = row["sent_by"].as<std::string>()});
  }
  return packages;
}

Hold HoldFromRow(const pqxx::row& row) {
  return {.organisation = row["organisation_id"].as<std::string>(),
          .contract_id = row["contract_id"].as<std::string>(),
          .number = row["hold_number"].as<int64_t>(),
          .package = row["package_sequence"].as<int>(),
          .state = row["state"].as<std::string>()};
}

}  // namespace

std::vector<Package> LoadPackages(pg::Tx& tx, const Contract& contract) {
  return Load(tx, contract, 0);
}

std::optional<Package> LoadPackage(pg::Tx& tx, const Contract& contract, int sequence) {
  if (sequence < 1) return std::nullopt;
  std::vector<Package> packages = Load(tx, contract, sequence);
  if (packages.empty()) return std::nullopt;
  return std::move(packages.front());
}

void InsertPackage(pg::Tx& tx, const Contract& contract, const Package& package) {
  tx.Run(kInsertPackage, contract.organisation, contract.id, package.sequence,
         std::string(Name(package.type)), package.made_for_claim);
  const pqxx::result opened =
      tx.Run(kOpenPackage, contract.organisation, contract.id, package.sequence);
  if (opened.affected_rows() != 1) throw std::runtime_error("a package was opened beside another");
}

bool UpdatePackage(pg::Tx& tx, const Contract& contract, const Package& package, PackageState from) {
  const pqxx::result updated = tx.Run(
      kUpdatePackage, contract.organisation, contract.id, package.sequence, std::string(Name(from)),
      std::string(Name(package.type)), std::string(Name(package.state)), DayOrNull(package.sent_on),
      WhoOrNull(package.sent_on, package.sent_by), DayOrNull(package.decided_on),
      WhoOrNull(package.decided_on, package.decided_by), package.reference, package.closing_reason,
      package.technical_report_version, package.financial_report_version, package.participants_version,
      package.participants_void_through);
  if (updated.affected_rows() != 1) return false;
  if (IsOpen(package.state)) return true;
  tx.Run(kLetGo, contract.organisation, contract.id, package.sequence);
  return tx.Run(kClosePackage, contract.organisation, contract.id, package.sequence).affected_rows() ==
         1;
}

void InsertReturn(pg::Tx& tx, const Contract& contract, const Package& package,
                  const Return& returned) {
  tx.Run(kInsertReturn, contract.organisation, contract.id, package.sequence, returned.number,
         FormatDay(returned.returned_on), returned.returned_by, returned.reason,
         FormatDay(returned.sent_on), returned.sent_by);
}

std::optional<Hold> LoadHold(pg::Tx& tx, const std::string& organisation,
                             const std::string& contract_id) {
  const pqxx::result rows = tx.Run(kLoadHold, organisation, contract_id);
  if (rows.empty()) return std::nullopt;
  return HoldFromRow(rows[0]);
}

Hold BeginHold(pg::Tx& tx, const Contract& contract) {
  return HoldFromRow(
      tx.Run(kBeginHold, contract.organisation, contract.id, contract.next_package_sequence)[0]);
}

bool MoveHold(pg::Tx& tx, const Hold& hold, HoldStep step) {
  const HoldState from = FromOf(step);
  return tx.Run(kMoveHold, hold.organisation, hold.contract_id, hold.number, std::string(Name(from)),
                std::string(Name(*Next(from, step))))
             .affected_rows() == 1;
}

std::vector<std::string> LoadOrganisations(pg::Tx& tx) {
  std::vector<std::string> organisations;
  for (const pqxx::row& row : tx.Run(kLoadOrganisations)) {
    organisations.push_back(row["organisation"].as<std::string>());
  }
  return organisations;
}

std::vector<Hold> FindLeftBehind(pg::Tx& tx, absl::Duration releasing, absl::Duration taking) {
  std::vector<Hold> holds;
  for (const pqxx::row& row :
       tx.Run(kFindLeftBehind, absl::ToInt64Seconds(releasing), absl::ToInt64Seconds(taking))) {
    holds.push_back(HoldFromRow(row));
  }
  return holds;
}

}  // namespace tranche::payments::package::store
