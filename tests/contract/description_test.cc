// SPDX-License-Identifier: EUPL-1.2
// The rules that every description of a method, a field and an error keeps.
#include <gmock/gmock.h>
#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/budgets/v1/budget_closings_service.pb.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/budgets/v1/cost_documents_service.pb.h"
#include "tranche/budgets/v1/cost_particulars_service.pb.h"
#include "tranche/budgets/v1/cost_revalidations_service.pb.h"
#include "tranche/budgets/v1/currencies_service.pb.h"
#include "tranche/budgets/v1/ledger_service.pb.h"
#include "tranche/budgets/v1/limits_service.pb.h"
#include "tranche/budgets/v1/simplified_costs_service.pb.h"
#include "tranche/common/v1/reason.pb.h"
#include "tranche/documents/v1/documents_service.pb.h"
#include "tranche/options/v1/options.pb.h"
#include "tranche/payments/v1/bank_explanations_service.pb.h"
#include "tranche/payments/v1/bank_service.pb.h"
#include "tranche/payments/v1/checks_service.pb.h"
#include "tranche/payments/v1/closings_service.pb.h"
#include "tranche/payments/v1/cost_withdrawals_service.pb.h"
#include "tranche/payments/v1/debts_service.pb.h"
#include "tranche/payments/v1/incomes_service.pb.h"
#include "tranche/payments/v1/interest_rates_service.pb.h"
#include "tranche/payments/v1/irregularities_service.pb.h"
#include "tranche/payments/v1/packages_service.pb.h"
#include "tranche/payments/v1/participants_service.pb.h"
#include "tranche/payments/v1/payment_orders_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/payments/v1/redenominations_service.pb.h"
#include "tranche/payments/v1/revalidations_service.pb.h"
#include "tranche/payments/v1/state_aid_service.pb.h"
#include "tranche/plans/v1/attachments_service.pb.h"
#include "tranche/plans/v1/groundwork_service.pb.h"
#include "tranche/plans/v1/plan_changes_service.pb.h"
#include "tranche/plans/v1/plan_document_service.pb.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/plans/v1/project_links_service.pb.h"
#include "tranche/plans/v1/search_service.pb.h"
#include "tranche/plans/v1/strategies_service.pb.h"
#include "tranche/proposals/v1/contract_versions_service.pb.h"
#include "tranche/proposals/v1/page_import_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/proposals/v1/redenominations_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"
#include "tranche/reports/v1/plan_report_service.pb.h"
#include "tranche/reports/v1/reports_service.pb.h"
#include "tranche/staffing/v1/staffing_service.pb.h"
#include "tranche/timelines/v1/timelines_service.pb.h"

namespace tranche {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

// One request message of each file keeps the linker from leaving its description out.
std::vector<const FileDescriptor*> ServiceFiles() {
  return {access::v1::WhoAmIRequest::descriptor()->file(),
          budgets::v1::GetBudgetRequest::descriptor()->file(),
          budgets::v1::RecordCostsRequest::descriptor()->file(),
          budgets::v1::CheckLedgerRequest::descriptor()->file(),
          budgets::v1::SetLimitsRequest::descriptor()->file(),
          budgets::v1::SetTermsRequest::descriptor()->file(),
          budgets::v1::RecordForeignCostRequest::descriptor()->file(),
          budgets::v1::FollowMoneyClosingRequest::descriptor()->file(),
          budgets::v1::GetCostSumsRequest::descriptor()->file(),
          documents::v1::GetDocumentRequest::descriptor()->file(),
          payments::v1::GetClaimRequest::descriptor()->file(),
          payments::v1::CreatePackageRequest::descriptor()->file(),
          payments::v1::SetChecklistRequest::descriptor()->file(),
          payments::v1::ImportBankStatementRequest::descriptor()->file(),
          payments::v1::CreatePaymentOrderRequest::descriptor()->file(),
          payments::v1::ExplainBankEntryRequest::descriptor()->file(),
          payments::v1::CreateSignalRequest::descriptor()->file(),
          payments::v1::CreateDebtRequest::descriptor()->file(),
          payments::v1::CloseMoneyRequest::descriptor()->file(),
          payments::v1::GetStateAidAdvanceRequest::descriptor()->file(),
          payments::v1::ListInterestRatesRequest::descriptor()->file(),
          payments::v1::ImportParticipantsRequest::descriptor()->file(),
          payments::v1::GetMoneyRedenominationRequest::descriptor()->file(),
          payments::v1::RevalidateCostRequest::descriptor()->file(),
          payments::v1::RecordIncomeRequest::descriptor()->file(),
          budgets::v1::ListCostRevalidationsRequest::descriptor()->file(),
          payments::v1::WithdrawCostsRequest::descriptor()->file(),
          plans::v1::GetPlanRequest::descriptor()->file(),
          plans::v1::GetPlanDocumentRequest::descriptor()->file(),
          plans::v1::SetGroundworkRequest::descriptor()->file(),
          plans::v1::SearchRequest::descriptor()->file(),
          plans::v1::GetPlanVersionRequest::descriptor()->file(),
          plans::v1::SetStrategyRequest::descriptor()->file(),
          plans::v1::LinkProjectRequest::descriptor()->file(),
          plans::v1::SubscribeRequest::descriptor()->file(),
          plans::v1::HandOverAttachmentRequest::descriptor()->file(),
          proposals::v1::GetContractRequest::descriptor()->file(),
          proposals::v1::GetContractVersionRequest::descriptor()->file(),
          proposals::v1::ImportProposalRequest::descriptor()->file(),
          proposals::v1::GetRedenominationRequest::descriptor()->file(),
          reference::v1::ListRulesRequest::descriptor()->file(),
          reports::v1::GetBudgetVsActualRequest::descriptor()->file(),
          reports::v1::GetPlanReportRequest::descriptor()->file(),
          staffing::v1::GetSchemeRequest::descriptor()->file(),
          timelines::v1::GetTimelineRequest::descriptor()->file()};
}

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : ServiceFiles()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        methods.push_back(file->service(s)->method(m));
    }
  }
  return methods;
}

bool IsHttp(const MethodDescriptor* method) {
  return method->options().HasExtension(google::api::http);
}
bool Writes(const MethodDescriptor* method) {
  return IsHttp(method) && !method->options().GetExtension(google::api::http).has_get();
}

TEST(Description, ServiceFiles_HaveOneServiceEach) {
  std::set<std::string> services;
  for (const MethodDescriptor* method : Methods()) services.insert(method->service()->full_name());
  EXPECT_EQ(services.size(), ServiceFiles().size());
}

TEST(Description, Method_SaysWhoMayCallIt) {
  for (const MethodDescriptor* method : Methods()) {
    ASSERT_TRUE(method->options().HasExtension(options::v1::authorization)) << method->full_name();
    const auto& authorization = method->options().GetExtension(options::v1::authorization);
    EXPECT_FALSE(authorization.permission().empty()) << method->full_name();
    EXPECT_GT(authorization.roles_size(), 0) << method->full_name();
  }
}

TEST(Description, InternalMethods_AreTheKnownOnes) {
  std::set<std::string> internal;
  for (const MethodDescriptor* method : Methods()) {
    if (!IsHttp(method)) internal.insert(method->full_name());
  }
  EXPECT_THAT(
      internal,
      testing::UnorderedElementsAre(
          "tranche.access.v1.AccessService.RedeemSignInLink",
          "tranche.access.v1.AccessService.ResolveSession", "tranche.access.v1.AccessService.SignOut",
          "tranche.budgets.v1.BudgetClosingsService.FollowMoneyClosing",
          "tranche.budgets.v1.BudgetsService.DecideCosts",
          "tranche.budgets.v1.BudgetsService.ListEvents",
          "tranche.budgets.v1.CostRevalidationsService.RecordCostRevalidation",
          "tranche.budgets.v1.CostRevalidationsService.RecordRevalidationAnnulment",
          "tranche.payments.v1.PaymentsService.ListEvents", "tranche.plans.v1.PlansService.ListEvents",
          "tranche.proposals.v1.ContractVersionsService.ActivateRevisedVersion",
          "tranche.proposals.v1.ProposalsService.FollowMoneyClosing",
          "tranche.proposals.v1.ProposalsService.HoldContract",
          "tranche.proposals.v1.ProposalsService.ListEvents",
          "tranche.proposals.v1.ProposalsService.ReleaseContract"));
}

// Without an HTTP route a method is nevertheless served over gRPC to whoever has the role.
TEST(Description, InternalMethod_IsForServicesOnly) {
  for (const MethodDescriptor* method : Methods()) {
    if (IsHttp(method)) continue;
    const auto& authorization = method->options().GetExtension(options::v1::authorization);
    ASSERT_EQ(authorization.roles_size(), 1) << method->full_name();
    EXPECT_EQ(authorization.roles(0), options::v1::SERVICE) << method->full_name();
  }
}

TEST(Description, Auditor_WritesNothing) {
  for (const MethodDescriptor* method : Methods()) {
    if (!Writes(method)) continue;
    for (const int role : method->options().GetExtension(options::v1::authorization).roles()) {
      EXPECT_NE(role, options::v1::AUDITOR) << method->full_name();
    }
  }
}

TEST(Description, Write_CanBeRepeatedByRequestId) {
  for (const MethodDescriptor* method : Methods()) {
    if (!Writes(method)) continue;
    const FieldDescriptor* field = method->input_type()->FindFieldByName("request_id");
    ASSERT_NE(field, nullptr) << method->full_name();
    EXPECT_EQ(field->options().GetExtension(options::v1::rules).format(), options::v1::REQUEST_ID)
        << method->full_name();
  }
}

// DecideCosts has no route and writes all the same.
TEST(Description, Write_CanBeRehearsedByValidateOnly) {
  int count = 0;
  for (const MethodDescriptor* method : Methods()) {
    const Descriptor* request = method->input_type();
    if (!Writes(method) && request->FindFieldByName("request_id") == nullptr) {
      EXPECT_EQ(request->FindFieldByName("validate_only"), nullptr) << method->full_name();
      continue;
    }
    ++count;
    const FieldDescriptor* field = request->FindFieldByName("validate_only");
    ASSERT_NE(field, nullptr) << method->full_name();
    EXPECT_EQ(field->type(), FieldDescriptor::TYPE_BOOL) << method->full_name();
  }
  EXPECT_GT(count, 15);
}

TEST(Description, MoneyWrite_RequiresItsRequestId) {
  for (const MethodDescriptor* method : Methods()) {
    const std::string& package = method->file()->package();
    const bool money = package == "tranche.budgets.v1" || package == "tranche.payments.v1";
    if (!money || !Writes(method)) continue;
    const FieldDescriptor* field = method->input_type()->FindFieldByName("request_id");
    EXPECT_TRUE(field->options().GetExtension(options::v1::rules).required()) << method->full_name();
  }
}

// Strings that stand directly in a request, where everything comes from outside.
TEST(Description, RequestText_HasItsRules) {
  for (const MethodDescriptor* method : Methods()) {
    const Descriptor* request = method->input_type();
    for (int i = 0; i < request->field_count(); ++i) {
      const FieldDescriptor* field = request->field(i);
      if (field->type() != FieldDescriptor::TYPE_STRING && field->type() != FieldDescriptor::TYPE_BYTES)
        continue;
      EXPECT_TRUE(field->options().HasExtension(options::v1::rules)) << field->full_name();
    }
  }
}

std::set<std::string> Placeholders(const std::string& sentence) {
  static const RE2 placeholder("\\{([a-z_]+)(?::[A-Za-z0-9_.]+)?\\}");
  std::set<std::string> found;
  std::string name;
  re2::StringPiece rest(sentence);
  while (RE2::FindAndConsume(&rest, placeholder, &name)) found.insert(name);
  return found;
}

TEST(Catalogue, Reason_IsSaidInBothLanguagesWithTheSameValues) {
  const auto* reasons = common::v1::Reason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const EnumValueDescriptor* reason = reasons->value(i);
    ASSERT_TRUE(reason->options().HasExtension(options::v1::reason)) << reason->name();
    const auto& text = reason->options().GetExtension(options::v1::reason);
    EXPECT_FALSE(text.bg().empty()) << reason->name();
    EXPECT_FALSE(text.en().empty()) << reason->name();
    EXPECT_EQ(Placeholders(text.bg()), Placeholders(text.en())) << reason->name();
    EXPECT_TRUE(text.code() >= 1 && text.code() <= 16) << reason->name();
    EXPECT_TRUE(text.http() >= 400 && text.http() <= 504) << reason->name();
  }
}

TEST(Catalogue, EnumOfAPlaceholder_IsDescribed) {
  static const RE2 enumeration("\\{[a-z_]+:([A-Za-z0-9_.]+)\\}");
  int count = 0;
  const auto* reasons = common::v1::Reason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const auto& text = reasons->value(i)->options().GetExtension(options::v1::reason);
    re2::StringPiece rest(text.bg());
    std::string name;
    while (RE2::FindAndConsume(&rest, enumeration, &name)) {
      ++count;
      EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(name), nullptr)
          << name;
    }
  }
  EXPECT_GT(count, 0);
}

TEST(Catalogue, StateInASentence_IsSaidAsPeopleCallIt) {
  const ErrorValues values = {{"claim", "1"}, {"state", "DRAFT"}};
  EXPECT_THAT(Explain("CLAIM_WRONG_STATE", values, Language::kBulgarian),
              testing::HasSubstr("„чернова“"));
  EXPECT_THAT(Explain("CLAIM_WRONG_STATE", values, Language::kEnglish),
              testing::HasSubstr("\"draft\""));
}

// The text of every C++ and SQL file of services and clients, tests left out.
std::string Sources() {
  namespace fs = std::filesystem;
  std::stringstream all;
  for (const char* top : {"services", "clients", "migrations"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SOURCE_ROOT) / top)) {
      const std::string path = entry.path().string();
      const bool source =
          absl::EndsWith(path, ".cc") || absl::EndsWith(path, ".h") || absl::EndsWith(path, ".sql");
      if (!source || absl::EndsWith(path, "_test.cc")) continue;
      all << std::ifstream(path).rdbuf();
    }
  }
  return all.str();
}

TEST(Catalogue, Reason_IsUsedSomewhere) {
  const std::string sources = Sources();
  const auto* reasons = common::v1::Reason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const std::string& name = reasons->value(i)->name();
    const bool quoted = absl::StrContains(sources, absl::StrCat("\"", name, "\"")) ||
                        absl::StrContains(sources, absl::StrCat("'", name, "'"));
    EXPECT_TRUE(quoted) << name;
  }
}

TEST(Catalogue, RefusalInCode_IsKnown) {
  const std::string sources = Sources();
  static const RE2 refusal("(?:Refuse|RefuseInput|platform\\.refuse)\\(\\s*[\"']([A-Z0-9_]+)[\"']");
  re2::StringPiece rest(sources);
  std::string name;
  int count = 0;
  while (RE2::FindAndConsume(&rest, refusal, &name)) {
    ++count;
    EXPECT_NE(common::v1::Reason_descriptor()->FindValueByName(name), nullptr) << name;
  }
  EXPECT_GT(count, 50);
}

}  // namespace
}  // namespace tranche
