// SPDX-License-Identifier: EUPL-1.2
#include "cli/names.h"

#include <google/protobuf/descriptor.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "tranche/access/v1/access_service.pb.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/payments_service.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"
#include "tranche/proposals/v1/proposals_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"
#include "tranche/staffing/v1/staffing_service.pb.h"

namespace tranche::cli {
namespace {

using google::protobuf::Message;

constexpr int kNamesMax = 500;

std::string GivenAt(const Place& place, const std::string& name) {
  const auto given = place.given.find(name);
  return given == place.given.end() ? "" : given->second;
}

// The items of a list: `word` and `help` are paths as tables have them.
std::vector<Word> List(Session& session, const char* method, Message& request, const char* field,
                       const char* word, const char* help) {
  if (const auto* size = request.GetDescriptor()->FindFieldByName("page_size")) {
    request.GetReflection()->SetInt32(&request, size, kNamesMax);
  }
  const auto answer = session.Call(method, request);
  if (!answer.ok()) return {};
  std::vector<Word> words;
  for (const Message* item : ItemsOf(**answer, field)) {
    words.push_back({session.At(*item, word).raw, *help == '\0' ? "" : session.At(*item, help).text});
  }
  return words;
}

std::vector<Word> NamesOfContract(Session& session, const Place& place, const std::string& contract) {
  switch (place.option->takes) {
    case Takes::kLine: {
      budgets::v1::GetBudgetRequest request;
      request.set_name(absl::StrCat(contract, "/budget"));
      return List(session, "tranche.budgets.v1.BudgetsService/GetBudget", request, "lines", "code",
                  "title");
    }
    case Takes::kIssuer: {
      budgets::v1::ListCostsRequest request;
      request.set_parent(contract);
      return List(session, "tranche.budgets.v1.BudgetsService/ListCosts", request, "costs",
                  "document.issuer", "");
    }
    case Takes::kClaim: {
      payments::v1::ListClaimsRequest request;
      request.set_parent(contract);
      return List(session, "tranche.payments.v1.PaymentsService/ListClaims", request, "claims",
                  "sequence", "kind");
    }
    case Takes::kScheme: {
      staffing::v1::ListSchemesRequest request;
      request.set_parent(contract);
      return List(session, "tranche.staffing.v1.StaffingService/ListSchemes", request, "schemes",
                  "scheme", "title");
    }
    default:
      return {};
  }
}

// A number is found however it was typed, so what was typed stays and the rest of the number follows
// it.
std::vector<Word> ContinueNumbers(const std::string& typed, std::vector<Word> numbers) {
  const std::string folded = FoldRegisterNumber(typed);
  std::vector<Word> continued;
  for (Word& number : numbers) {
    if (!absl::StartsWith(number.word, folded)) continue;
    number.word = absl::StrCat(typed, number.word.substr(folded.size()));
    continued.push_back(std::move(number));
  }
  return continued;
}

}  // namespace

std::vector<Word> FindNames(Session& session, const Place& place) {
  const std::string organisation = GivenAt(place, "organisation");
  const std::string parent = absl::StrCat("organisations/", organisation.empty() ? "-" : organisation);
  switch (place.option->takes) {
    case Takes::kOrganisation: {
      access::v1::ListOrganisationsRequest request;
      return List(session, "tranche.access.v1.AccessService/ListOrganisations", request,
                  "organisations", "name/last", "title_*");
    }
    case Takes::kPlan: {
      plans::v1::ListPlansRequest request;
      request.set_parent(parent);
      return List(session, "tranche.plans.v1.PlansService/ListPlans", request, "plans", "name/last",
                  "title");
    }
    case Takes::kProposal: {
      proposals::v1::ListProposalsRequest request;
      request.set_parent(parent);
      return ContinueNumbers(
          place.typed, List(session, "tranche.proposals.v1.ProposalsService/ListProposals", request,
                            "proposals", "name/last", "title"));
    }
    case Takes::kContract: {
      proposals::v1::ListContractsRequest request;
      request.set_parent(parent);
      return ContinueNumbers(
          place.typed, List(session, "tranche.proposals.v1.ProposalsService/ListContracts", request,
                            "contracts", "name/last", "title"));
    }
    case Takes::kRule: {
      reference::v1::ListRulesRequest request;
      return List(session, "tranche.reference.v1.ReferenceService/ListRules", request, "rules", "code",
                  "text_*");
    }
    default:
      return NamesOfContract(session, place,
                             session.ContractName(GivenAt(place, "contract"), organisation));
  }
}

}  // namespace tranche::cli
