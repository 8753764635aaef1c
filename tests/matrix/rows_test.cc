// SPDX-License-Identifier: EUPL-1.2
// The second wall by itself: every table of every schema, as each login role, in the context of one
// organisation against the rows of another. Made from the catalogue of the database, so that a new
// table is tested without a line here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/rpc/role_table.h"
#include "programs.h"

namespace tranche::matrix {
namespace {

constexpr char kOwn[] = "lyubimets";
constexpr char kOther[] = "mineralni-bani";
constexpr char kDenied[] = "42501";  // No right, or a row against the policy.
// A view of several tables takes no rows, whoever asks; that is said before rights are looked at.
constexpr char kNotWritable[] = "55000";

struct Table {
  std::string schema;
  std::string name;
  bool is_view = false;
  std::string Full() const { return absl::StrCat(schema, ".", name); }
};

class RowsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    programs_ = new flow::Programs({.gateway = false});
    programs_->Stop();  // The rows stay, and nobody else writes.
    for (const Table& table : Kept()) FillBare(table);
  }
  static void TearDownTestSuite() {
    delete programs_;
    programs_ = nullptr;
  }

  static pqxx::result Inspect(const std::string& sql) { return programs_->sandbox().Inspect(sql); }

  // Tables and published views whose rows belong to organisations.
  static std::vector<Table> Kept() {
    std::vector<Table> tables;
    for (const pqxx::row& row :
         Inspect("select nspname, relname, relkind = 'v' as is_view from pg_class "
                 "join pg_namespace on pg_namespace.oid = relnamespace "
                 "join pg_attribute on attrelid = pg_class.oid and attname = 'organisation_id' and not "
                 "attisdropped "
                 "where relkind in ('r', 'p', 'v') and (nspname = any (platform.services()) or nspname "
                 "= 'published') "
                 "order by nspname, relname")) {
      tables.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<bool>()});
    }
    return tables;
  }

  // A view shows what its owner may see, which needs a context even for the superuser.
  static int Count(const Table& table, const std::string& organisation) {
    return Inspect(absl::StrCat("set tranche.organisations = '{", organisation,
                                "}'; select count(1) from ", table.Full(), " where organisation_id = '",
                                organisation, "'"))[0][0]
        .as<int>();
  }
  // The same, once everything is filled and nothing changes any more.
  static int CountOf(const Table& table, const std::string& organisation) {
    static auto* kept = new std::map<std::string, int>();
    const auto [place, is_new] = kept->emplace(absl::StrCat(table.Full(), " ", organisation), 0);
    if (is_new) place->second = Count(table, organisation);
    return place->second;
  }

  // Gives a table that the examples leave empty a row of the other organisation with nothing but its
  // id; what would refuse such a row is taken away first, row security stays.
  static void FillBare(const Table& table) {
    if (table.is_view || Count(table, kOther) > 0) return;
    Inspect(absl::StrCat(
        "do $$ declare wanted record; begin for wanted in select conname from pg_constraint "
        "where conrelid = '",
        table.Full(),
        "'::regclass order by contype = 'p' loop "
        "execute format('alter table ",
        table.Full(),
        " drop constraint %I cascade', wanted.conname); "
        "end loop; for wanted in select attname from pg_attribute where attrelid = '",
        table.Full(),
        "'::regclass and attnum > 0 and attnotnull and attidentity = '' and not attisdropped loop "
        "execute format('alter table ",
        table.Full(),
        " alter %I drop not null', wanted.attname); "
        "end loop; alter table ",
        table.Full(), " disable trigger user; insert into ", table.Full(),
        " (organisation_id) values ('", kOther, "'); end $$"));
  }

  // A connection for each login role, kept for all statements.
  pqxx::connection& As(const std::string& service) {
    std::unique_ptr<pqxx::connection>& kept = connections_[service];
    if (kept == nullptr) {
      kept = std::make_unique<pqxx::connection>(
          absl::StrCat(programs_->sandbox().conninfo(), " user=svc_", service));
    }
    return *kept;
  }

  // What a statement in the context of an organisation gives: how many rows, or the state of its error.
  // Nothing is kept.
  std::string Try(const std::string& service, const std::string& context, const std::string& sql) {
    try {
      pqxx::work work(As(service));
      if (!context.empty())
        work.exec(absl::StrCat("set local tranche.organisations = '{", context, "}'"));
      return absl::StrCat(work.exec(sql).affected_rows());
    } catch (const pqxx::insufficient_privilege&) {
      return kDenied;  // libpqxx leaves its state empty.
    } catch (const pqxx::sql_error& error) {
      return error.sqlstate();
    }
  }

  // For each table a column that the role may change; any when it may change none.
  static const std::map<std::string, std::string>& ChangeableColumns(const std::string& service) {
    static auto* kept = new std::map<std::string, std::map<std::string, std::string>>();
    std::map<std::string, std::string>& columns = (*kept)[service];
    if (!columns.empty()) return columns;
    for (const pqxx::row& row : Inspect(absl::StrCat(
             "select distinct on (nspname, relname) nspname || '.' || relname, attname from pg_class "
             "join pg_namespace on pg_namespace.oid = relnamespace join pg_attribute on attrelid = "
             "pg_class.oid "
             "where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'v') order by nspname, "
             "relname, "
             "has_column_privilege('svc_",
             service, "', pg_class.oid, attnum, 'UPDATE') desc, attnum"))) {
      columns[row[0].as<std::string>()] = row[1].as<std::string>();
    }
    return columns;
  }

  struct Verb {
    std::string name;
    std::string sql;
  };
  static std::vector<Verb> VerbsOn(const std::string& service, const Table& table) {
    const std::string& column = ChangeableColumns(service).at(table.Full());
    const std::string of_other = absl::StrCat(" where organisation_id = '", kOther, "'");
    return {{"select", absl::StrCat("select organisation_id from ", table.Full(), of_other)},
            {"insert",
             absl::StrCat("insert into ", table.Full(), " (organisation_id) values ('", kOther, "')")},
            {"update", absl::StrCat("update ", table.Full(), " set ", column, " = ", column, of_other)},
            {"delete", absl::StrCat("delete from ", table.Full(), of_other)}};
  }

  // Whether the role may look into the table at all.
  static bool Owns(const std::string& service, const Table& table) {
    return table.schema == service || (table.schema == "published" && service == "reports");
  }

  std::map<std::string, std::unique_ptr<pqxx::connection>> connections_;
  static flow::Programs* programs_;
};

flow::Programs* RowsTest::programs_ = nullptr;

TEST_F(RowsTest, Tables_AreThoseOfTenSchemasAndHaveRowsOfTheOther) {
  const std::vector<Table> tables = Kept();
  EXPECT_GT(tables.size(), 50u);
  for (const Table& table : tables) {
    EXPECT_TRUE(table.is_view || CountOf(table, kOther) > 0) << table.Full();
  }
  // Of both organisations, through the API: nothing was made by hand here.
  EXPECT_GT(CountOf({"plans", "evidence"}, kOwn), 0);
  EXPECT_GT(CountOf({"proposals", "contract"}, kOther), 0);
}

TEST_F(RowsTest, RowsOfAnother_AsEachRole_AreNotThereOrRefused) {
  int checks = 0;
  for (const rpc::RoleRow& role : rpc::RoleTable()) {
    for (const Table& table : Kept()) {
      for (const Verb& verb : VerbsOn(role.name, table)) {
        const std::string got = Try(role.name, kOwn, verb.sql);
        const bool own = Owns(role.name, table) && verb.name != "insert";
        const bool unwritable = table.is_view && verb.name != "select" && got == kNotWritable;
        EXPECT_TRUE(got == kDenied || unwritable || (own && got == "0"))
            << verb.name << " on " << table.Full() << " as svc_" << role.name << ": " << got;
        ++checks;
      }
    }
  }
  EXPECT_GT(checks, 4200);
  RecordProperty("checks", checks);
}

TEST_F(RowsTest, Control_InTheContextOfTheOther_TheSameRowsAreSeen) {
  for (const Table& table : Kept()) {
    const std::string service = table.schema == "published" ? "reports" : table.schema;
    const std::string select = VerbsOn(service, table)[0].sql;
    if (table.is_view && CountOf(table, kOther) == 0) continue;
    EXPECT_EQ(Try(service, kOther, select), absl::StrCat(CountOf(table, kOther))) << table.Full();
  }
}

TEST_F(RowsTest, ForgottenContext_IsAnErrorInEveryTable) {
  for (const Table& table : Kept()) {
    const std::string service = table.schema == "published" ? "reports" : table.schema;
    if (table.is_view && CountOf(table, kOther) == 0) continue;
    const std::string fresh = Try(service, "", VerbsOn(service, table)[0].sql);
    // Never set in this connection; or set by an earlier transaction and empty now.
    EXPECT_TRUE(fresh == "42704" || fresh == "22P02") << table.Full() << ": " << fresh;
  }
}

TEST_F(RowsTest, StarOfAService_OpensLogsForReadingOnly) {
  for (const Table& table : Kept()) {
    const std::string service = table.schema == "published" ? "reports" : table.schema;
    // Written here by hand: whoever opens another table to services thinks of it once more.
    const bool log = table.name == "event" || table.name == "evidence" || table.name == "sealed_entry";
    const std::string seen = Try(service, "*", VerbsOn(service, table)[0].sql);
    if (log) {
      EXPECT_EQ(seen, absl::StrCat(CountOf(table, kOther))) << table.Full();
    } else if (!table.is_view) {
      EXPECT_EQ(seen, "0") << table.Full();
    }
    for (const Verb& verb : VerbsOn(service, table)) {
      if (verb.name == "select") continue;
      const std::string changed = Try(service, "*", verb.sql);
      const bool unwritable = table.is_view && changed == kNotWritable;
      EXPECT_TRUE(changed == kDenied || unwritable || changed == "0")
          << verb.name << " on " << table.Full() << ": " << changed;
    }
  }
}

}  // namespace
}  // namespace tranche::matrix
