// SPDX-License-Identifier: EUPL-1.2
// The sealed log of evidence beside services that write entries.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/evidence/evidence.h"
#include "platform/evidence/pack.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "reports/evidence/memory.h"
#include "reports/evidence/sealer.h"
#include "reports/reports_module.h"
#include "tranche/common/v1/money.pb.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {

inline constexpr char kRecord[] = "organisations/lyubimets/plans/1";

inline const rpc::Actor& Auditor() {
  static const auto& actor = *new rpc::Actor(testing::TestActor("lyubimets", {"AUDITOR"}));
  return actor;
}

// A folder that is removed when it is no longer needed.
class Folder {
 public:
  Folder() {
    std::string path = (std::filesystem::temp_directory_path() / "tranche-evidence-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = path;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class EvidenceLogTest : public ::testing::Test {
 protected:
  EvidenceLogTest() {
    if (!auth::Issuer::MakeKeys(EvidenceKeyFile(folder_.path()), EvidencePublicKeyFile(folder_.path()))
             .ok()) {
      throw std::runtime_error("no key");
    }
  }

  rpc::RoleContext Context() { return ContextIn(folder_.path()); }
  rpc::RoleContext ContextIn(const std::string& folder) {
    rpc::RoleContext context = reports_.context();
    context.evidence_folder = folder;
    return context;
  }

  static void RecordIn(pg::Tx& tx, const rpc::CallScope& scope, const std::string& record,
                       const std::string& amount) {
    common::v1::Money after;
    after.set_amount(amount);
    evidence::Record(tx, scope,
                     {.organisation = rpc::OrganisationOf(scope),
                      .action = "tests.write",
                      .record = record,
                      .before = nullptr,
                      .after = &after,
                      .reason = "чл. 1"});
  }
  // One change of a service, with its evidence.
  void Write(testing::TestRole& role, const std::string& amount, const std::string& record = kRecord,
             const std::string& organisation = "lyubimets") {
    const rpc::CallScope scope = role.Scope(testing::TestActor(organisation));
    const absl::Status status = pg::Transact(role.pool(), scope, [&](pg::Tx& tx) {
      RecordIn(tx, scope, record, amount);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  int64_t Size() {
    return sandbox_
        .Inspect(
            "select coalesce(max(size), 0) from reports.sealed_checkpoint where epoch = "
            "(select max(epoch) from reports.sealed_epoch)")[0][0]
        .as<int64_t>();
  }
  // Seals until the tree has `size` leaves: entries wait for older transactions of the whole cluster,
  // which the tests share.
  void SealUntil(Sealer& sealer, int64_t size) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (Size() < size && absl::Now() < deadline) {
      const auto step = sealer.SealOnce();
      ASSERT_TRUE(step.ok()) << step.status();
    }
    ASSERT_EQ(Size(), size);
  }

  void StartServing() {
    reports_.Serve(StartRole(Context()));
    reports_.role().StartConsumers();
    stub_ = v1::ReportsService::NewStub(reports_.channel());
  }
  // Serves, and waits until the sealer has looked at the log.
  void Serve() {
    StartServing();
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!Call(&v1::ReportsService::Stub::GetEvidenceCheckpoint, v1::GetEvidenceCheckpointRequest())
                .ok() &&
           absl::Now() < deadline) {
    }
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::ReportsService::Stub::*method)(grpc::ClientContext*,
                                                                                 const Request&,
                                                                                 Response*),
                                const Request& request, const rpc::Actor& actor = Auditor()) {
    grpc::ClientContext context;
    reports_.SignIn(&context, actor);
    Response response;
    const grpc::Status status = ((*stub_).*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }
  // A sealed log of `count` entries of lyubimets' plan 1, served.
  void SealAndServe(int count) {
    for (int i = 1; i <= count; ++i) Write(plans_, absl::StrCat(i, ".00"));
    Sealer sealer(Context());
    SealUntil(sealer, count + 1);
    Serve();
  }
  std::vector<v1::EvidenceProblem> Check() {
    std::vector<v1::EvidenceProblem> problems;
    v1::CheckEvidenceRequest request;
    request.set_parent("organisations/lyubimets");
    do {
      const auto page = Call(&v1::ReportsService::Stub::CheckEvidence, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      problems.insert(problems.end(), page->problems().begin(), page->problems().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return problems;
  }
  absl::StatusOr<std::string> Export(const std::string& record = "",
                                     const std::vector<int64_t>& sizes = {},
                                     const rpc::Actor& actor = Auditor()) {
    std::string pack;
    v1::ExportEvidenceRequest request;
    request.set_parent("organisations/-");
    request.set_record(record);
    for (const int64_t size : sizes) request.add_sizes(size);
    do {
      const auto page = Call(&v1::ReportsService::Stub::ExportEvidence, request, actor);
      if (!page.ok()) return page.status();
      pack += page->lines();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return pack;
  }
  merkle::Hash PublicKey() { return Sealer(Context()).LoadKey()->public_key(); }
  // What a pack proves to whoever trusts the key.
  absl::StatusOr<evidence::PackVerdict> Verify(const std::string& pack,
                                               std::vector<std::string> known = {}) {
    evidence::PackVerifier verifier(PublicKey(), std::move(known));
    std::vector<std::string> lines = absl::StrSplit(pack, '\n');
    if (lines.back().empty()) lines.pop_back();
    std::optional<evidence::PackProblem> problem;
    for (const std::string& line : lines) {
      if (!problem) problem = verifier.Feed(line);
    }
    if (!problem) problem = verifier.Finish(true);
    if (!problem) return verifier.verdict();
    return absl::DataLossError(absl::StrCat("fault ", static_cast<int>(problem->fault), " at line ",
                                            problem->first_line, "-", problem->last_line));
  }

  testing::PgSandbox sandbox_;
  Folder folder_;
  testing::TestRole reports_{sandbox_, "reports", nullptr, 3};
  testing::TestRole plans_{sandbox_, "plans", &reports_};
  testing::TestRole budgets_{sandbox_, "budgets", &reports_};
  std::unique_ptr<v1::ReportsService::Stub> stub_;
};

// "1 plans 3.00": leaf, service, amount of each sealed entry.
inline std::vector<std::string> Sealed(const testing::PgSandbox& sandbox) {
  std::vector<std::string> sealed;
  for (const pqxx::row& row : sandbox.Inspect(R"sql(
         select leaf_index || ' ' || service || ' ' || (after_state->>'amount') from reports.sealed_entry
           join (select tx_id, entry_id, 'plans' as service, after_state from plans.evidence union all
                 select tx_id, entry_id, 'budgets', after_state from budgets.evidence) as entry
          using (tx_id, entry_id, service) order by epoch, leaf_index)sql")) {
    sealed.push_back(row[0].as<std::string>());
  }
  return sealed;
}

}  // namespace tranche::reports
