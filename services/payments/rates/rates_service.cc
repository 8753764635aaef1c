// SPDX-License-Identifier: EUPL-1.2
#include "payments/rates/rates_service.h"

#include <google/protobuf/util/time_util.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/rates/own_rate.h"
#include "payments/rates/rates_store.h"
#include "payments/recoveries/interest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/one_organisation.h"
#include "platform/validate/validate.h"
#include "tranche/payments/v1/interest_rates_service.grpc.pb.h"

namespace tranche::payments::rates {
namespace {

v1::InterestRate ToProto(const std::string& organisation, const store::StoredRate& stored) {
  v1::InterestRate proto;
  const std::string from = FormatDay(stored.rate.from);
  proto.set_name(absl::StrCat("organisations/", organisation, "/interestRates/", from));
  proto.set_valid_from(from);
  proto.set_valid_to(FormatDay(stored.rate.to));
  proto.set_basic_percent(recoveries::FormatHundredThousandths(stored.rate.yearly_hundred_thousandths));
  proto.set_source(stored.rate.source);
  proto.set_version(stored.rate.version);
  proto.set_recorded_by(stored.recorded_by);
  *proto.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(stored.recorded_at_us);
  return proto;
}

class Endpoint final : public v1::InterestRatesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::InterestRatesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RecordInterestRate(grpc::CallbackServerContext* context,
                                               const v1::RecordInterestRateRequest* request,
                                               v1::InterestRate* response) override {
    return dispatcher_.Unary(context, request, response, "RecordInterestRate", &service_,
                             &RatesService::RecordInterestRate);
  }
  grpc::ServerUnaryReactor* ListInterestRates(grpc::CallbackServerContext* context,
                                              const v1::ListInterestRatesRequest* request,
                                              v1::ListInterestRatesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListInterestRates", &service_,
                             &RatesService::ListInterestRates);
  }

 private:
  RatesService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

absl::StatusOr<v1::InterestRate> RatesService::RecordInterestRate(
    const rpc::CallScope& scope, const v1::RecordInterestRateRequest& request) {
  const v1::InterestRate& asked = request.interest_rate();
  OwnRate rate{.from = {}, .to = {}, .source = asked.source()};
  TRANCHE_ASSIGN_OR_RETURN(rate.from, ParseDay(asked.valid_from()));
  TRANCHE_ASSIGN_OR_RETURN(rate.to, ParseDay(asked.valid_to()));
  std::vector<Violation> violations;
  const absl::StatusOr<int64_t> percent = ParsePercent(asked.basic_percent());
  AddViolation(percent.status(), "interestRate.basicPercent", &violations);
  if (percent.ok()) rate.yearly_hundred_thousandths = *percent;
  AddViolation(CheckNew(rate, {}, {}), "interestRate.validTo", &violations);
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  // Whether it is there counts only when the request is new.
  const absl::StatusOr<std::vector<recoveries::Rule>> rules = contracts_.Rules(scope, rate.to);
  return idempotency::Write<v1::InterestRate>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::InterestRate> {
        TRANCHE_RETURN_IF_ERROR(rules.status());
        store::Lock(tx, organisation);
        TRANCHE_RETURN_IF_ERROR(CheckNew(rate, *rules, store::LoadOwnRates(tx, organisation)));
        const v1::InterestRate after =
            ToProto(organisation, store::InsertRate(tx, organisation, rate, scope.actor.subject));
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "payments.interest_rates.record",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = rate.source,
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ListInterestRatesResponse> RatesService::ListInterestRates(
    const rpc::CallScope& scope, const v1::ListInterestRatesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  const std::string list = absl::StrCat("payments.interest_rates ", organisation);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           tranche::convert::ReadPageToken(list, request.page_token()));
  absl::CivilDay after = kFirstDayTaken - 1;
  if (!key.empty()) {
    const absl::StatusOr<absl::CivilDay> last = ParseDay(key[0]);
    if (key.size() != 1 || !last.ok()) return Refuse("PAGE_TOKEN_INVALID");
    after = *last;
  }
  const int page_size = tranche::convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListInterestRatesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListInterestRatesResponse> {
        std::vector<store::StoredRate> rates = store::ListRates(tx, organisation, after, page_size + 1);
        v1::ListInterestRatesResponse response;
        if (static_cast<int>(rates.size()) > page_size) {
          rates.resize(static_cast<size_t>(page_size));
          response.set_next_page_token(
              tranche::convert::MakePageToken(list, {FormatDay(rates.back().rate.from)}));
        }
        for (const store::StoredRate& rate : rates) {
          *response.add_interest_rates() = ToProto(organisation, rate);
        }
        return response;
      });
}

std::unique_ptr<grpc::Service> MakeInterestRates(const rpc::RoleContext& context,
                                                 std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::rates
