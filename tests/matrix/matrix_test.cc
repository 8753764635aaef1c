// SPDX-License-Identifier: EUPL-1.2
// Every method × every role × an organisation that is granted, one that is not, one that there is not,
// and "whichever": over gRPC, over REST with a token, over REST with a browser's session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cells.h"
#include "cpp/client.h"
#include "cpp/json.h"
#include "http.h"
#include "platform/auth/token.h"
#include "platform/base/error.h"
#include "platform/validate/validate.h"
#include "programs.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::matrix {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kOrganisations[] = {kOwn, kOther, kNowhere, kWhichever};

std::string PathOf(const MethodDescriptor* method) {
  return absl::StrCat(method->service()->full_name(), "/", method->name());
}

// One installation with the examples for all tests: every cell that may change something is asked for a
// record that there is not, and what must be refused changes nothing.
class MatrixTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { programs_ = new flow::Programs({}); }
  static void TearDownTestSuite() {
    delete programs_;
    programs_ = nullptr;
  }

  static std::string Token(const std::string& role, const std::string& organisation = kOwn) {
    if (role.empty()) return "";
    const auto issuer = auth::Issuer::FromFile(programs_->folder() + "/secrets/signing.key");
    return issuer->Issue({.subject = absl::StrCat(absl::AsciiStrToLower(role), "@matrix"),
                          .organisations = {organisation},
                          .roles = {role}},
                         absl::Now() + absl::Hours(1));
  }

  static client::Client ClientOf(const std::string& token) {
    client::ClientOptions options;
    options.token = token;
    options.repeats_max = 0;
    return client::Client(*client::Servers::At(programs_->server()), options);
  }

  // What a write leaves behind, of all roles (INV-05, INV-07), and what sign-in keeps beside.
  static std::string Traces() {
    std::string sql = "select md5(concat(";
    for (const char* schema : {"access", "documents", "reference", "plans", "proposals", "budgets",
                               "staffing", "payments", "timelines", "reports"}) {
      for (const char* table : {"request", "evidence"}) {
        absl::StrAppend(&sql, "(select string_agg(t::text, '' order by t::text) from ", schema, ".",
                        table, " t), ");
      }
    }
    for (const char* table : {"person", "role_grant", "sign_in_link", "session"}) {
      absl::StrAppend(&sql, "(select string_agg(t::text, '' order by t::text) from access.", table,
                      " t), ");
    }
    return programs_->sandbox().Inspect(sql + "''))")[0][0].as<std::string>();
  }

  static std::vector<std::string> RolesAndNone() {
    std::vector<std::string> roles = Roles();
    roles.insert(roles.begin(), "");
    return roles;
  }

  // The reason of a problem document; "" of another body.
  static std::string ReasonOfBody(const HttpAnswer& answer) {
    const auto body = nlohmann::json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    return body.is_object() && body.contains("code") ? body["code"].get<std::string>() : "";
  }

  // Somebody of the own organisation with one role, signed in by a link: the headers of their browser.
  static Headers SignIn(const std::string& role) {
    const std::string person = absl::StrCat(absl::AsciiStrToLower(role).substr(0, 7), "-matrix");
    EXPECT_EQ(
        programs_->Tranche({"people", "create", person, "--name", role, "--organisation", kOwn}).code,
        0);
    EXPECT_EQ(programs_
                  ->Tranche({"people", "grant", absl::StrCat(person, "@", kOwn),
                             absl::AsciiStrToLower(role), "--organisation", kOwn})
                  .code,
              0);
    const flow::Ran link = programs_->Tranche(
        {"sign-in", "link", "--person", absl::StrCat(person, "@", kOwn), "--url", "http://127.0.0.1"});
    const std::string before = "/sign-in?link=";
    const size_t at = link.out.find(before);
    if (at == std::string::npos) throw std::runtime_error("no link: " + link.error);
    const std::string secret(absl::StripAsciiWhitespace(link.out.substr(at + before.size())));
    HttpConnection browser(programs_->port());
    const HttpAnswer redeemed = browser.Ask(
        {"POST", "/sign-in", "link=" + secret},
        {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}});
    const size_t cookie = redeemed.headers.find("tranche=");
    if (redeemed.status != 303 || cookie == std::string::npos)
      throw std::runtime_error(redeemed.headers);
    Headers headers = {
        {"Cookie", redeemed.headers.substr(cookie, redeemed.headers.find(';', cookie) - cookie)},
        {"Sec-Fetch-Site", "same-origin"}};
    const HttpAnswer page = browser.Ask({"GET", "/bg/", ""}, headers);
    const std::string field = "name=\"csrf_token\" value=\"";
    const size_t token = page.body.find(field);
    if (token == std::string::npos) throw std::runtime_error("no token in the page: " + page.headers);
    headers.emplace_back("X-CSRF-Token", page.body.substr(token + field.size(), 64));
    return headers;
  }

  // Tries the cells of a role over HTTP; how many.
  static int TryOverHttp(const std::string& role, Headers headers, HttpConnection* connection) {
    headers.emplace_back("Content-Type", "application/json");
    int cells = 0;
    for (const MethodDescriptor* method : Methods()) {
      for (const char* organisation : kOrganisations) {
        const std::optional<HttpLine> line = ToHttp(method, *FillRequest(method, organisation));
        if (!line) continue;
        const std::string cell = absl::StrCat(method->name(), " as ", role, " in ", organisation);
        const HttpAnswer answer = connection->Ask(*line, headers);
        const std::string wanted = ExpectedRefusal(method, role, organisation);
        const std::string reason = ReasonOfBody(answer);
        EXPECT_EQ(RefusedAccess(reason), wanted) << cell << ": " << answer.status << " " << answer.body;
        if (!wanted.empty()) {
          EXPECT_EQ(answer.status, HttpStatusOf(wanted)) << cell;
        } else if (std::string(organisation) != kOther) {
          EXPECT_THAT(answer.body, Not(HasSubstr(kOther))) << cell;
        }
        ++cells;
      }
    }
    return cells;
  }

  static flow::Programs* programs_;
};

flow::Programs* MatrixTest::programs_ = nullptr;

TEST_F(MatrixTest, RequestsMadeFromDescriptions_KeepTheirRules) {
  for (const MethodDescriptor* method : Methods()) {
    const absl::Status kept = validate::Check(*FillRequest(method, kOwn));
    EXPECT_TRUE(kept.ok()) << method->full_name() << ": " << kept << " "
                           << (ViolationsOf(kept).empty() ? "" : ViolationsOf(kept)[0].field);
  }
}

TEST_F(MatrixTest, RefusedCells_OverGrpc_AreRefusedForThatAndLeaveNoTrace) {
  const std::string before = Traces();
  int cells = 0;
  for (const std::string& role : RolesAndNone()) {
    client::Client client = ClientOf(Token(role));
    for (const MethodDescriptor* method : Methods()) {
      for (const char* organisation : kOrganisations) {
        const std::string wanted = ExpectedRefusal(method, role, organisation);
        if (wanted.empty()) continue;
        const auto answer = client.Call(PathOf(method), *FillRequest(method, organisation));
        EXPECT_EQ(ReasonOf(answer.status()), wanted)
            << method->name() << " as " << role << " in " << organisation;
        ++cells;
      }
    }
  }
  EXPECT_EQ(Traces(), before);
  EXPECT_GT(cells, 1000);
  RecordProperty("cells", cells);
}

TEST_F(MatrixTest, PermittedCells_OverGrpc_AreNotRefusedForWhoAsksAndShowNothingOfAnother) {
  int cells = 0;
  for (const std::string& role : Roles()) {
    client::Client client = ClientOf(Token(role));
    for (const MethodDescriptor* method : Methods()) {
      for (const char* organisation : {kOwn, kWhichever}) {
        if (!ExpectedRefusal(method, role, organisation).empty()) continue;
        const std::string cell = absl::StrCat(method->name(), " as ", role, " in ", organisation);
        const auto answer = client.Call(PathOf(method), *FillRequest(method, organisation));
        EXPECT_THAT(RefusedAccess(ReasonOf(answer.status())), IsEmpty()) << cell;
        EXPECT_NE(ReasonOf(answer.status()), "INTERNAL") << cell;
        if (answer.ok()) {
          EXPECT_THAT(client::ToJson(**answer), Not(HasSubstr(kOther))) << cell;
        }
        ++cells;
      }
    }
  }
  EXPECT_GT(cells, 200);
  RecordProperty("cells", cells);
}

TEST_F(MatrixTest, Control_WhoWasGrantedTheOther_SeesIt) {
  client::Client client = ClientOf(Token("AUDITOR", kOther));
  int seen = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (!IsPermitted(method, "AUDITOR")) continue;
    const auto answer = client.Call(PathOf(method), *FillRequest(method, kWhichever));
    if (answer.ok() && absl::StrContains(client::ToJson(**answer), kOther)) ++seen;
  }
  EXPECT_GE(seen, 3);  // Organisations, contracts, who one is.
}

// The records that the other organisation has, by the names in answers to whoever may see them.
std::set<std::string> NamesOf(client::Client& client) {
  std::set<std::string> names;
  std::set<std::string> records = {"matrix"};
  for (int round = 0; round < 2; ++round) {
    std::set<std::string> found;
    for (const std::string& record : records) {
      for (const MethodDescriptor* method : Methods()) {
        const auto line = ToHttp(method, *FillRequest(method, kOther, record));
        if (!line || line->method != "GET" || !IsPermitted(method, "AUDITOR")) continue;
        const auto answer = client.Call(PathOf(method), *FillRequest(method, kOther, record));
        if (!answer.ok()) continue;
        const std::string text = client::ToJson(**answer);
        for (size_t at = text.find("\"name\":\""); at != std::string::npos;
             at = text.find("\"name\":\"", at + 1)) {
          const std::string name = text.substr(at + 8, text.find('"', at + 8) - at - 8);
          names.insert(name);
          if (std::count(name.begin(), name.end(), '/') == 3)
            found.insert(name.substr(name.rfind('/') + 1));
        }
      }
    }
    records = found;
  }
  return names;
}

TEST_F(MatrixTest, RecordOfAnother_AskedForByItsOwnId_IsNotThere) {
  client::Client granted = ClientOf(Token("AUDITOR", kOther));
  const std::set<std::string> names = NamesOf(granted);
  EXPECT_GT(names.size(), 5u) << "nothing to ask for";
  int asked = 0, there = 0;
  // Row security does not know roles; one tries all names.
  const std::string role = Roles().front();
  client::Client client = ClientOf(Token(role));
  for (const std::string& name : names) {
    const size_t end = name.find('/', 14);
    if (end == std::string::npos) continue;
    const std::string record = name.substr(name.rfind('/') + 1);
    for (const MethodDescriptor* method : Methods()) {
      const auto line = ToHttp(method, *FillRequest(method, kOwn, record));
      if (!line || line->method != "GET" || !IsPermitted(method, role)) continue;
      for (const char* organisation : {kOwn, kWhichever}) {
        const auto answer = client.Call(PathOf(method), *FillRequest(method, organisation, record));
        if (answer.ok()) {
          EXPECT_THAT(client::ToJson(**answer), Not(HasSubstr(kOther)))
              << method->name() << " " << name;
        }
        ++asked;
      }
      there += granted.Call(PathOf(method), *FillRequest(method, kWhichever, record)).ok() ? 1 : 0;
    }
  }
  EXPECT_GT(asked, 100);
  EXPECT_GT(there, 10);  // The control: who was granted them finds them by the same requests.
}

TEST_F(MatrixTest, AllCells_OverRestWithAToken_AreAsDescribed) {
  HttpConnection connection(programs_->port());
  int cells = 0;
  for (const std::string& role : RolesAndNone()) {
    Headers headers;
    if (!role.empty()) headers.emplace_back("Authorization", absl::StrCat("Bearer ", Token(role)));
    cells += TryOverHttp(role, headers, &connection);
  }
  EXPECT_GT(cells, 1000);
  RecordProperty("cells", cells);
}

TEST_F(MatrixTest, AllCells_OverRestWithASession_AreAsDescribed) {
  int cells = 0;
  for (const std::string& role : Roles()) {
    if (role == options::v1::Role_Name(options::v1::SERVICE)) continue;  // No role of people.
    // The gateway closes a connection that is idle, as one would be while the programs make the link.
    const Headers headers = SignIn(role);
    HttpConnection connection(programs_->port());
    cells += TryOverHttp(role, headers, &connection);
  }
  EXPECT_GT(cells, 800);
  RecordProperty("cells", cells);
}

TEST_F(MatrixTest, PersonWithRolesInTwoOrganisations_HasEachWhereItWasGranted) {
  const auto issuer = auth::Issuer::FromFile(programs_->folder() + "/secrets/signing.key");
  rpc::Actor actor;
  actor.subject = "both@matrix";
  actor.roles_in = {{kOwn, {"FINANCE"}}, {kOther, {"AUDITOR"}}};
  client::Client client = ClientOf(issuer->Issue(actor, absl::Now() + absl::Hours(1)));
  int cells = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (NamingField(method->input_type()) == nullptr) continue;
    for (const auto& [organisation, roles] : actor.roles_in) {
      if (organisation == kOther && IsPermitted(method, roles[0])) continue;
      const auto answer = client.Call(PathOf(method), *FillRequest(method, organisation));
      const std::string wanted = IsPermitted(method, roles[0]) ? "" : "PERMISSION_DENIED";
      EXPECT_EQ(RefusedAccess(ReasonOf(answer.status())), wanted)
          << method->name() << " in " << organisation;
      ++cells;
    }
  }
  EXPECT_GT(cells, 60);
}

}  // namespace
}  // namespace tranche::matrix
