// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/evidence_store.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tranche::reports::store {
namespace {

// Every service publishes its evidence under its name; the order is that of the statements' parameters.
constexpr std::array<const char*, 10> kServices = {"access",   "budgets",   "documents", "payments",
                                                   "plans",    "proposals", "reference", "reports",
                                                   "staffing", "timelines"};
constexpr int64_t kEntryMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kBatchBytes = 2 << 20;

// Arbitrary, but the same in every process.
constexpr pg::Statement kTryLock{"evidence.try_lock", "select pg_try_advisory_xact_lock(7218456221)"};
constexpr pg::Statement kLock{"evidence.lock", "select pg_advisory_xact_lock(7218456221)"};

#define CHECKPOINT_COLUMNS                                                        \
  "sealed_checkpoint.epoch, origin, size, root, note, service, tx_id, entry_id, " \
  "(extract(epoch from sealed_at) * 1000000)::bigint as sealed_at_us "            \
  "from sealed_checkpoint join sealed_epoch on sealed_epoch.epoch = sealed_checkpoint.epoch "

constexpr pg::Statement kHead{"evidence.head",
                              "select " CHECKPOINT_COLUMNS
                              "order by sealed_checkpoint.epoch desc, size desc limit 1"};
constexpr pg::Statement kCheckpoint{"evidence.checkpoint",
                                    "select " CHECKPOINT_COLUMNS
                                    "where sealed_checkpoint.epoch = $1 and size = $2"};
constexpr pg::Statement kCheckpointUpTo{"evidence.checkpoint_up_to",
                                        "select " CHECKPOINT_COLUMNS
                                        "where sealed_checkpoint.epoch = $1 and size <= $2 "
                                        "order by size desc limit 1"};
constexpr pg::Statement kPutCheckpoint{"evidence.put_checkpoint", R"sql(
  insert into sealed_checkpoint (epoch, size, root, note, service, tx_id, entry_id)
  values ($1, $2, $3::bytea, $4, $5, $6::xid8, $7))sql"};

constexpr pg::Statement kBeginEpoch{"evidence.begin_epoch", R"sql(
  insert into sealed_epoch (epoch, origin, started_by, reason, remembered_size, remembered_root, found_size,
                            found_root)
  values ($1, $2, $3, $4, $5, $6::bytea, $7, $8::bytea))sql"};
constexpr pg::Statement kEpoch{"evidence.epoch", R"sql(
  select origin, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as started_at,
         started_by, reason, remembered_size, encode(remembered_root, 'hex') as remembered_root, found_size,
         encode(found_root, 'hex') as found_root
    from sealed_epoch where epoch = $1)sql"};

#define SHOWN_ENTRY                                                                               \
  "service, tx_id, entry_id, organisation_id, "                                                   \
  "to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as recorded_at, " \
  "actor, action, record, before_state::text as before_state, after_state::text as after_state, " \
  "reason, request_id, trace_id "

#define ENTRY_COLUMNS                                                                   \
  " as service, tx_id, entry_id, organisation_id, recorded_at, actor, action, record, " \
  "before_state, after_state, reason, request_id, trace_id from published."

// One service's entries after ($1, $2[n]) and up to ($3, $4[n]), at most $5.
#define STRETCH(n, name)                                   \
  "(select '" name "'" ENTRY_COLUMNS name                  \
  "_evidence "                                             \
  "where (tx_id, entry_id) > ($1::xid8, ($2::bigint[])[" n \
  "]) "                                                    \
  "and (tx_id, entry_id) <= ($3::xid8, ($4::bigint[])[" n  \
  "]) "                                                    \
  "and tx_id < pg_snapshot_xmin(pg_current_snapshot()) order by tx_id, entry_id limit $5)"

#define IN_ORDER "tx_id, service collate \"C\", entry_id"

// The states are turned into text for the rows that are taken only.
constexpr pg::Statement kStretch{
    "evidence.stretch",
    "with found as ("
    STRETCH("1", "access") " union all " STRETCH("2", "budgets") " union all " STRETCH("3", "documents")
    " union all " STRETCH("4", "payments") " union all " STRETCH("5", "plans") " union all "
    STRETCH("6", "proposals") " union all " STRETCH("7", "reference") " union all "
    STRETCH("8", "reports") " union all " STRETCH("9", "staffing") " union all "
    STRETCH("10", "timelines") "), "
    "weighed as (select service, tx_id, entry_id, organisation_id, recorded_at, actor, action, record, "
    "before_state, after_state, reason, request_id, trace_id, "
    "coalesce(sum(coalesce(pg_column_size(before_state), 0) + coalesce(pg_column_size(after_state), 0)) "
    "over (order by " IN_ORDER " rows between unbounded preceding and 1 preceding), 0) as bytes_before "
    "from found order by " IN_ORDER " limit $5) "
    "select " SHOWN_ENTRY "from weighed where bytes_before < $6 order by " IN_ORDER};

// One service's entries among those of the places ($1[], $2[], $3[]).
#define AT(name)                                                                               \
  "(select '" name "'" ENTRY_COLUMNS name                                                      \
  "_evidence as entry "                                                                        \
  "join unnest($1::text[], $2::xid8[], $3::bigint[]) as wanted (of_service, tx_id, entry_id) " \
  "using (tx_id, entry_id) where of_service = '" name "')"

constexpr pg::Statement kAt{
    "evidence.at",
    "with found as (" AT("access") " union all " AT("budgets") " union all " AT("documents") " union all "
    AT("payments") " union all " AT("plans") " union all " AT("proposals") " union all " AT("reference")
    " union all " AT("reports") " union all " AT("staffing") " union all " AT("timelines") ") "
    "select " SHOWN_ENTRY "from found"};

// The organisations whose leaves are written, beside the right to read all.
constexpr pg::Statement kWiden{"evidence.widen",
                               "select set_config('tranche.organisations', $1, true)"};
constexpr pg::Statement kSeal{"evidence.seal", R"sql(
  insert into sealed_entry (organisation_id, epoch, leaf_index, service, tx_id, entry_id, record)
  select organisation_id, $1, leaf_index, service, tx_id::xid8, entry_id, record
    from json_to_recordset($2::json) as leaf (organisation_id text, leaf_index bigint, service text,
                                              tx_id text, entry_id bigint, record text))sql"};

constexpr pg::Statement kTile{
    "evidence.tile", "select hashes from sealed_tile where epoch = $1 and level = $2 and number = $3"};
// Only what grows is taken: hashes that were written stay.
constexpr pg::Statement kPutTile{"evidence.put_tile", R"sql(
  insert into sealed_tile (epoch, level, number, hashes) values ($1, $2, $3, $4::bytea)
  on conflict on constraint sealed_tile_key do update set hashes = excluded.hashes
   where substr(excluded.hashes, 1, octet_length(sealed_tile.hashes)) = sealed_tile.hashes)sql"};

#define SEALED_COLUMNS \
  "organisation_id, leaf_index, service, tx_id, entry_id, record from sealed_entry "

constexpr pg::Statement kListSealed{
    "evidence.list_sealed",
    "select " SEALED_COLUMNS
    "where organisation_id = any ($1::text[]) and epoch = $2 and leaf_index >= $3 and leaf_index < $4 "
    "order by leaf_index limit $5"};
constexpr pg::Statement kListSealedOfRecord{
    "evidence.list_sealed_of_record",
    "select " SEALED_COLUMNS
    "where organisation_id = any ($1::text[]) and epoch = $2 and leaf_index >= $3 and leaf_index < $4 "
    "and record = $6 order by leaf_index limit $5"};
constexpr pg::Statement kListBetween{
    "evidence.list_between",
    "select " SEALED_COLUMNS
    "where epoch = $1 and leaf_index >= $2 and leaf_index < $3 order by leaf_index"};
constexpr pg::Statement kLastBefore{
    "evidence.last_before",
    "select " SEALED_COLUMNS "where epoch = $1 and leaf_index < $2 order by leaf_index desc limit 1"};
constexpr pg::Statement kFindSealed{
    "evidence.find_sealed",
    "select " SEALED_COLUMNS
    "where organisation_id = any ($1::text[]) and epoch = $2 and service = $3 and "
    "tx_id = $4::xid8 and entry_id = $5"};

std::string Bytea(absl::string_view bytes) {
  return absl::StrCat("\\x", absl::BytesToHexString(bytes));
}

// A PostgreSQL array of texts; organisations and services need no quotes, but get them.
std::string ArrayOf(const std::vector<std::string>& texts) {
  return absl::StrCat("{",
                      absl::StrJoin(texts, ",",
                                    [](std::string* out, const std::string& text) {
                                      absl::StrAppend(out, "\"", absl::CEscape(text), "\"");
                                    }),
                      "}");
}

// Where each service's entries of the place's transaction end that are not after the place.
std::string EntriesUpTo(const evidence::Place& place) {
  std::vector<int64_t> bounds;
  for (const char* service : kServices) {
    const int order = place.service.compare(service);
    bounds.push_back(order > 0 ? kEntryMax : order == 0 ? place.entry_id : 0);
  }
  return absl::StrCat("{", absl::StrJoin(bounds, ","), "}");
}

evidence::Place PlaceOf(const pqxx::row& row) {
  return {row["tx_id"].as<uint64_t>(), row["service"].as<std::string>(), row["entry_id"].as<int64_t>()};
}

std::optional<std::string> TextOrNull(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return field.as<std::string>();
}

PlacedLeaf LeafOf(const pqxx::row& row) {
  PlacedLeaf placed{PlaceOf(row), {}};
  for (const char* column :
       {"service", "tx_id", "entry_id", "organisation_id", "recorded_at", "actor", "action", "record",
        "before_state", "after_state", "reason", "request_id", "trace_id"}) {
    placed.leaf.values.push_back(TextOrNull(row[column]));
  }
  return placed;
}

std::vector<PlacedLeaf> LeavesOf(const pqxx::result& rows) {
  std::vector<PlacedLeaf> leaves;
  leaves.reserve(rows.size());
  for (const pqxx::row& row : rows) leaves.push_back(LeafOf(row));
  return leaves;
}

std::optional<SealedHead> HeadOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row row = rows[0];
  SealedHead head;
  head.epoch = row["epoch"].as<int>();
  head.checkpoint.origin = row["origin"].as<std::string>();
  head.checkpoint.size = row["size"].as<uint64_t>();
  if (!merkle::HashFrom(pqxx::binarystring(row["root"]).str(), &head.checkpoint.root)) {
    throw std::runtime_error("a checkpoint has no root");
  }
  head.note = row["note"].as<std::string>();
  head.last = PlaceOf(row);
  head.sealed_at = absl::FromUnixMicros(row["sealed_at_us"].as<int64_t>());
  return head;
}

std::vector<SealedEntry> SealedOf(const pqxx::result& rows) {
  std::vector<SealedEntry> sealed;
  for (const pqxx::row& row : rows) {
    sealed.push_back({.organisation = row["organisation_id"].as<std::string>(),
                      .index = row["leaf_index"].as<int64_t>(),
                      .place = PlaceOf(row),
                      .record = row["record"].as<std::string>()});
  }
  return sealed;
}

std::optional<SealedEntry> OneOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return SealedOf(rows).front();
}

}  // namespace

bool TryLockLog(pg::Tx& tx) { return tx.Run(kTryLock)[0][0].as<bool>(); }
void LockLog(pg::Tx& tx) { tx.Run(kLock); }

std::optional<SealedHead> LoadHead(pg::Tx& tx) { return HeadOf(tx.Run(kHead)); }

std::optional<SealedHead> LoadCheckpoint(pg::Tx& tx, int epoch, int64_t size) {
  return HeadOf(tx.Run(kCheckpoint, epoch, size));
}

std::optional<SealedHead> LoadCheckpointUpTo(pg::Tx& tx, int epoch, int64_t size) {
  return HeadOf(tx.Run(kCheckpointUpTo, epoch, size));
}

evidence::Leaf BeginEpoch(pg::Tx& tx, const NewEpoch& epoch) {
  tx.Run(kBeginEpoch, epoch.epoch, epoch.origin, epoch.started_by, epoch.reason, epoch.remembered.size,
         Bytea(merkle::BytesOf(epoch.remembered.root)), epoch.found.size,
         Bytea(merkle::BytesOf(epoch.found.root)));
  return LoadEpochLeaf(tx, epoch.epoch);
}

evidence::Leaf LoadEpochLeaf(pg::Tx& tx, int epoch) {
  const pqxx::result rows = tx.Run(kEpoch, epoch);
  if (rows.empty()) throw std::runtime_error("an epoch of the log has no row");
  evidence::Leaf leaf{evidence::LeafKind::kEpoch, {}};
  for (const pqxx::field& field : rows[0]) leaf.values.push_back(field.as<std::string>());
  return leaf;
}

evidence::Place EndOfLog() { return {std::numeric_limits<uint64_t>::max(), "~", kEntryMax}; }

std::vector<PlacedLeaf> ReadEntries(pg::Tx& tx, const evidence::Place& after, const evidence::Place& to,
                                    int rows) {
  return LeavesOf(
      tx.Run(kStretch, after.tx_id, EntriesUpTo(after), to.tx_id, EntriesUpTo(to), rows, kBatchBytes));
}

std::vector<PlacedLeaf> ReadEntriesAt(pg::Tx& tx, const std::vector<evidence::Place>& places) {
  std::vector<std::string> services, transactions, numbers;
  for (const evidence::Place& place : places) {
    services.push_back(place.service);
    transactions.push_back(absl::StrCat(place.tx_id));
    numbers.push_back(absl::StrCat(place.entry_id));
  }
  return LeavesOf(tx.Run(kAt, ArrayOf(services), ArrayOf(transactions), ArrayOf(numbers)));
}

void SealEntries(pg::Tx& tx, int epoch, int64_t first_index, const std::vector<PlacedLeaf>& leaves) {
  std::set<std::string> organisations = {"*"};
  nlohmann::json rows = nlohmann::json::array();
  for (const PlacedLeaf& placed : leaves) {
    const std::string& organisation = evidence::ValueOf(placed.leaf, "organisation");
    organisations.insert(organisation);
    rows.push_back({{"organisation_id", organisation},
                    {"leaf_index", first_index + static_cast<int64_t>(rows.size())},
                    {"service", placed.place.service},
                    {"tx_id", absl::StrCat(placed.place.tx_id)},
                    {"entry_id", placed.place.entry_id},
                    {"record", evidence::ValueOf(placed.leaf, "record")}});
  }
  tx.Run(kWiden, ArrayOf({organisations.begin(), organisations.end()}));
  tx.Run(kSeal, epoch, rows.dump());
}

bool PutTile(pg::Tx& tx, int epoch, merkle::TilePlace place, const std::string& hashes) {
  return tx.Run(kPutTile, epoch, place.level, place.number, Bytea(hashes)).affected_rows() == 1;
}

merkle::TileReader TilesOf(pg::Tx& tx, int epoch) {
  return [&tx, epoch](merkle::TilePlace place) -> absl::StatusOr<std::string> {
    const pqxx::result rows = tx.Run(kTile, epoch, place.level, place.number);
    if (rows.empty())
      return absl::DataLossError(absl::StrCat("no tile ", place.level, "/", place.number));
    return pqxx::binarystring(rows[0][0]).str();
  };
}

void PutCheckpoint(pg::Tx& tx, const SealedHead& head) {
  tx.Run(kPutCheckpoint, head.epoch, head.checkpoint.size, Bytea(merkle::BytesOf(head.checkpoint.root)),
         head.note, head.last.service, head.last.tx_id, head.last.entry_id);
}

std::vector<SealedEntry> ListSealed(pg::Tx& tx, const std::vector<std::string>& organisations,
                                    int epoch, const std::string& record, int64_t from, int64_t to,
                                    int limit) {
  if (record.empty()) {
    return SealedOf(tx.Run(kListSealed, ArrayOf(organisations), epoch, from, to, limit));
  }
  return SealedOf(tx.Run(kListSealedOfRecord, ArrayOf(organisations), epoch, from, to, limit, record));
}

std::vector<SealedEntry> ListSealedBetween(pg::Tx& tx, int epoch, int64_t from, int64_t to) {
  return SealedOf(tx.Run(kListBetween, epoch, from, to));
}

std::optional<SealedEntry> LastSealedBefore(pg::Tx& tx, int epoch, int64_t index) {
  return OneOf(tx.Run(kLastBefore, epoch, index));
}

std::optional<SealedEntry> FindSealed(pg::Tx& tx, const std::vector<std::string>& organisations,
                                      int epoch, const evidence::Place& place) {
  return OneOf(
      tx.Run(kFindSealed, ArrayOf(organisations), epoch, place.service, place.tx_id, place.entry_id));
}

}  // namespace tranche::reports::store
