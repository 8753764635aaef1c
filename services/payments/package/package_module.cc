// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/package_module.h"

#include "payments/package/checks_service.h"
#include "payments/package/packages_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/checks_service.grpc.pb.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"

namespace tranche::payments::package {
namespace {

class PackagesEndpoint final : public v1::PackagesService::CallbackService {
 public:
  PackagesEndpoint(const rpc::RoleContext& context,
                   const std::function<absl::Status(absl::Time)>& catch_up)
      : service_(context, catch_up),
        dispatcher_(v1::PackagesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreatePackage(grpc::CallbackServerContext* context,
                                          const v1::CreatePackageRequest* request,
                                          v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "CreatePackage", &service_,
                             &package::PackagesService::CreatePackage);
  }
  grpc::ServerUnaryReactor* ChangePackageType(grpc::CallbackServerContext* context,
                                              const v1::ChangePackageTypeRequest* request,
                                              v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "ChangePackageType", &service_,
                             &package::PackagesService::ChangePackageType);
  }
  grpc::ServerUnaryReactor* SendPackage(grpc::CallbackServerContext* context,
                                        const v1::SendPackageRequest* request,
                                        v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "SendPackage", &service_,
                             &package::PackagesService::SendPackage);
  }
  grpc::ServerUnaryReactor* ReturnPackage(grpc::CallbackServerContext* context,
                                          const v1::ReturnPackageRequest* request,
                                          v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "ReturnPackage", &service_,
                             &package::PackagesService::ReturnPackage);
  }
  grpc::ServerUnaryReactor* DecidePackage(grpc::CallbackServerContext* context,
                                          const v1::DecidePackageRequest* request,
                                          v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "DecidePackage", &service_,
                             &package::PackagesService::DecidePackage);
  }
  grpc::ServerUnaryReactor* WithdrawPackage(grpc::CallbackServerContext* context,
                                            const v1::WithdrawPackageRequest* request,
                                            v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawPackage", &service_,
                             &package::PackagesService::WithdrawPackage);
  }
  grpc::ServerUnaryReactor* RemoveReport(grpc::CallbackServerContext* context,
                                         const v1::RemoveReportRequest* request,
                                         v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "RemoveReport", &service_,
                             &package::PackagesService::RemoveReport);
  }
  grpc::ServerUnaryReactor* SetTechnicalReport(grpc::CallbackServerContext* context,
                                               const v1::SetTechnicalReportRequest* request,
                                               v1::TechnicalReport* response) override {
    return dispatcher_.Unary(context, request, response, "SetTechnicalReport", &service_,
                             &package::PackagesService::SetTechnicalReport);
  }
  grpc::ServerUnaryReactor* GetTechnicalReport(grpc::CallbackServerContext* context,
                                               const v1::GetTechnicalReportRequest* request,
                                               v1::TechnicalReport* response) override {
    return dispatcher_.Unary(context, request, response, "GetTechnicalReport", &service_,
                             &package::PackagesService::GetTechnicalReport);
  }
  grpc::ServerUnaryReactor* SetFinancialReport(grpc::CallbackServerContext* context,
                                               const v1::SetFinancialReportRequest* request,
                                               v1::FinancialReport* response) override {
    return dispatcher_.Unary(context, request, response, "SetFinancialReport", &service_,
                             &package::PackagesService::SetFinancialReport);
  }
  grpc::ServerUnaryReactor* GetFinancialReport(grpc::CallbackServerContext* context,
                                               const v1::GetFinancialReportRequest* request,
                                               v1::FinancialReport* response) override {
    return dispatcher_.Unary(context, request, response, "GetFinancialReport", &service_,
                             &package::PackagesService::GetFinancialReport);
  }
  grpc::ServerUnaryReactor* SetIndicators(grpc::CallbackServerContext* context,
                                          const v1::SetIndicatorsRequest* request,
                                          v1::IndicatorList* response) override {
    return dispatcher_.Unary(context, request, response, "SetIndicators", &service_,
                             &package::PackagesService::SetIndicators);
  }
  grpc::ServerUnaryReactor* GetIndicators(grpc::CallbackServerContext* context,
                                          const v1::GetIndicatorsRequest* request,
                                          v1::IndicatorList* response) override {
    return dispatcher_.Unary(context, request, response, "GetIndicators", &service_,
                             &package::PackagesService::GetIndicators);
  }
  grpc::ServerUnaryReactor* GetPackage(grpc::CallbackServerContext* context,
                                       const v1::GetPackageRequest* request,
                                       v1::Package* response) override {
    return dispatcher_.Unary(context, request, response, "GetPackage", &service_,
                             &package::PackagesService::GetPackage);
  }
  grpc::ServerUnaryReactor* ListPackages(grpc::CallbackServerContext* context,
                                         const v1::ListPackagesRequest* request,
                                         v1::ListPackagesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPackages", &service_,
                             &package::PackagesService::ListPackages);
  }

 private:
  package::PackagesService service_;
  rpc::Dispatcher dispatcher_;
};

class ChecksEndpoint final : public v1::ChecksService::CallbackService {
 public:
  ChecksEndpoint(const rpc::RoleContext& context,
                 const std::function<absl::Status(absl::Time)>& catch_up)
      : service_(context, catch_up),
        dispatcher_(v1::ChecksService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* SetChecklist(grpc::CallbackServerContext* context,
                                         const v1::SetChecklistRequest* request,
                                         v1::Checklist* response) override {
    return dispatcher_.Unary(context, request, response, "SetChecklist", &service_,
                             &package::ChecksService::SetChecklist);
  }
  grpc::ServerUnaryReactor* ListChecklists(grpc::CallbackServerContext* context,
                                           const v1::ListChecklistsRequest* request,
                                           v1::ListChecklistsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListChecklists", &service_,
                             &package::ChecksService::ListChecklists);
  }
  grpc::ServerUnaryReactor* BeginCheck(grpc::CallbackServerContext* context,
                                       const v1::BeginCheckRequest* request,
                                       v1::Check* response) override {
    return dispatcher_.Unary(context, request, response, "BeginCheck", &service_,
                             &package::ChecksService::BeginCheck);
  }
  grpc::ServerUnaryReactor* AnswerCheck(grpc::CallbackServerContext* context,
                                        const v1::AnswerCheckRequest* request,
                                        v1::Check* response) override {
    return dispatcher_.Unary(context, request, response, "AnswerCheck", &service_,
                             &package::ChecksService::AnswerCheck);
  }
  grpc::ServerUnaryReactor* ActivateCheck(grpc::CallbackServerContext* context,
                                          const v1::ActivateCheckRequest* request,
                                          v1::Check* response) override {
    return dispatcher_.Unary(context, request, response, "ActivateCheck", &service_,
                             &package::ChecksService::ActivateCheck);
  }
  grpc::ServerUnaryReactor* ArchiveCheck(grpc::CallbackServerContext* context,
                                         const v1::ArchiveCheckRequest* request,
                                         v1::Check* response) override {
    return dispatcher_.Unary(context, request, response, "ArchiveCheck", &service_,
                             &package::ChecksService::ArchiveCheck);
  }
  grpc::ServerUnaryReactor* ListChecks(grpc::CallbackServerContext* context,
                                       const v1::ListChecksRequest* request,
                                       v1::ListChecksResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListChecks", &service_,
                             &package::ChecksService::ListChecks);
  }
  grpc::ServerUnaryReactor* SetSamplingMethod(grpc::CallbackServerContext* context,
                                              const v1::SetSamplingMethodRequest* request,
                                              v1::SamplingMethod* response) override {
    return dispatcher_.Unary(context, request, response, "SetSamplingMethod", &service_,
                             &package::ChecksService::SetSamplingMethod);
  }
  grpc::ServerUnaryReactor* ListSamplingMethods(grpc::CallbackServerContext* context,
                                                const v1::ListSamplingMethodsRequest* request,
                                                v1::ListSamplingMethodsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSamplingMethods", &service_,
                             &package::ChecksService::ListSamplingMethods);
  }
  grpc::ServerUnaryReactor* DrawSample(grpc::CallbackServerContext* context,
                                       const v1::DrawSampleRequest* request,
                                       v1::Sample* response) override {
    return dispatcher_.Unary(context, request, response, "DrawSample", &service_,
                             &package::ChecksService::DrawSample);
  }
  grpc::ServerUnaryReactor* GetSample(grpc::CallbackServerContext* context,
                                      const v1::GetSampleRequest* request,
                                      v1::Sample* response) override {
    return dispatcher_.Unary(context, request, response, "GetSample", &service_,
                             &package::ChecksService::GetSample);
  }

 private:
  package::ChecksService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePackages(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<PackagesEndpoint>(context, catch_up);
}

std::unique_ptr<grpc::Service> MakeChecks(const rpc::RoleContext& context,
                                          std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<ChecksEndpoint>(context, catch_up);
}

}  // namespace tranche::payments::package
