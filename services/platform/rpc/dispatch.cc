// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/dispatch.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/trace.h"
#include "platform/validate/validate.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::rpc {

struct Dispatcher::Policy {
  std::string permission;
  std::set<std::string> roles;
};

namespace {

constexpr absl::Duration kDeadlineDefault = absl::Seconds(10);
constexpr absl::Duration kDeadlineMax = absl::Seconds(60);
constexpr char kEveryOrganisation[] = "*";
constexpr char kServiceRole[] = "SERVICE";

// The one value of a metadata key; "" when there is none or more than one.
std::string MetadataValue(const grpc::CallbackServerContext& context, const std::string& key) {
  const auto range = context.client_metadata().equal_range(key);
  if (range.first == range.second || std::next(range.first) != range.second) return "";
  return std::string(range.first->second.data(), range.first->second.size());
}

std::string BearerToken(const grpc::CallbackServerContext& context) {
  constexpr absl::string_view kScheme = "Bearer ";
  const std::string value = MetadataValue(context, "authorization");
  if (!absl::StartsWithIgnoreCase(value, kScheme)) return "";
  return value.substr(kScheme.size());
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context, absl::Time now) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return now + kDeadlineDefault;
  return std::min(absl::FromChrono(deadline), now + kDeadlineMax);
}

bool Contains(const std::vector<std::string>& list, absl::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::string StringField(const google::protobuf::Message& message, const char* name) {
  const google::protobuf::FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

// The organisation that a request names, "-" for whichever of the caller's, "" when it names none.
std::string NamedOrganisation(const google::protobuf::Message& request) {
  for (const char* field : {"parent", "name", "organisation"}) {
    const std::string value = StringField(request, field);
    const std::vector<std::string> segments = absl::StrSplit(value, '/');
    if (segments.size() >= 2 && segments[0] == "organisations") return segments[1];
    if (segments.size() == 1 && absl::string_view(field) == "organisation") return value;
  }
  return "";
}

bool HoldsOneOf(const std::vector<std::string>& held, const std::set<std::string>& roles) {
  return std::any_of(held.begin(), held.end(),
                     [&](const std::string& role) { return roles.count(role) != 0; });
}

// The organisations of the actor in which one of the roles holds.
std::vector<std::string> PermittedIn(const Actor& actor, const std::set<std::string>& roles) {
  std::vector<std::string> permitted;
  for (const std::string& organisation : actor.organisations) {
    const auto held = actor.roles_in.find(organisation);
    if (organisation != kEveryOrganisation &&
        (actor.roles_in.empty() || (held != actor.roles_in.end() && HoldsOneOf(held->second, roles)))) {
      permitted.push_back(organisation);
    }
  }
  return permitted;
}

absl::StatusOr<std::vector<std::string>> OrganisationsOf(const Actor& actor,
                                                         const std::string& permission,
                                                         const std::set<std::string>& roles,
                                                         const google::protobuf::Message& request) {
  const bool every =
      Contains(actor.roles, kServiceRole) && Contains(actor.organisations, kEveryOrganisation);
  const std::string named = NamedOrganisation(request);
  const std::vector<std::string> permitted = PermittedIn(actor, roles);
  if (named.empty() || named == "-") {
    return every ? std::vector<std::string>{kEveryOrganisation} : permitted;
  }
  if (named == kEveryOrganisation || !(every || Contains(actor.organisations, named))) {
    return Refuse("ORGANISATION_NOT_GRANTED", {{"organisation", named}});
  }
  if (!every && !Contains(permitted, named)) {
    return Refuse("PERMISSION_DENIED", {{"permission", permission}});
  }
  return std::vector<std::string>{named};
}

// What is sent: an error of ours goes out as a number under which the log has the details.
absl::Status ForCaller(const absl::Status& status, const std::string& trace_id) {
  if (status.ok() || absl::IsCancelled(status)) return status;
  const std::string reason = ReasonOf(status);
  if (reason.empty() || reason == "INTERNAL") return Refuse("INTERNAL", {{"trace", trace_id}});
  return status;
}

template <class Function>
absl::Status WithoutExceptions(Function&& function) {
  try {
    return function();
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  } catch (...) {
    return absl::InternalError("an exception of unknown type");
  }
}

}  // namespace

Dispatcher::Dispatcher(std::string service, WorkerPool* workers, const auth::Verifier* verifier,
                       std::function<absl::Time()> clock, observe::CallObserver* observer)
    : service_(std::move(service)),
      workers_(workers),
      verifier_(verifier),
      clock_(std::move(clock)),
      observer_(observer) {
  const google::protobuf::ServiceDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service_);
  if (descriptor == nullptr) {
    std::fprintf(stderr, "service %s has no description\n", service_.c_str());
    std::abort();
  }
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const google::protobuf::MethodDescriptor* method = descriptor->method(i);
    const options::v1::Authorization& authorization =
        method->options().GetExtension(options::v1::authorization);
    if (authorization.permission().empty() || authorization.roles().empty()) {
      std::fprintf(stderr, "method %s says not who may call it\n", method->full_name().c_str());
      std::abort();
    }
    auto policy = std::make_shared<Policy>();
    policy->permission = authorization.permission();
    for (const int role : authorization.roles()) {
      policy->roles.insert(options::v1::Role_Name(static_cast<options::v1::Role>(role)));
    }
    policies_[method->name()] = std::move(policy);
  }
}

absl::Status Dispatcher::Admit(const grpc::CallbackServerContext& context,
                               const google::protobuf::Message& request, const char* method,
                               CallScope* scope) const {
  const auto policy = policies_.find(method);
  if (policy == policies_.end()) return absl::InternalError(absl::StrCat("no method ", scope->method));
  scope->token = BearerToken(context);
  TRANCHE_ASSIGN_OR_RETURN(scope->actor, verifier_->Verify(scope->token, scope->now));
  const auto& [permission, roles] = *policy->second;
  if (!HoldsOneOf(scope->actor.roles, roles)) {
    return Refuse("PERMISSION_DENIED", {{"permission", permission}});
  }
  if (scope->deadline <= absl::Now()) return Refuse("DEADLINE_PASSED");
  TRANCHE_RETURN_IF_ERROR(validate::Check(request));
  TRANCHE_ASSIGN_OR_RETURN(scope->organisations,
                           OrganisationsOf(scope->actor, permission, roles, request));
  return absl::OkStatus();
}

void Dispatcher::Run(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
                     const char* method, std::function<absl::Status(const CallScope&)> call,
                     std::function<void(const grpc::Status&)> finish) {
  const absl::Time began = absl::Now();
  auto scope = std::make_shared<CallScope>();
  scope->method = absl::StrCat(service_, "/", method);
  scope->now = clock_();
  scope->today = DayInSofia(scope->now);
  scope->deadline = DeadlineOf(*context, began);
  scope->trace_id = TraceIdOf(MetadataValue(*context, "traceparent"));
  if (scope->trace_id.empty()) scope->trace_id = NewTraceId();

  // Observes before it answers: after `finish` the call and what belongs to it may be gone.
  auto answer = [this, scope, began, finish = std::move(finish)](const absl::Status& status,
                                                                 absl::Duration waited) {
    observer_->Finished({.method = scope->method,
                         .actor = scope->actor.subject,
                         .trace_id = scope->trace_id,
                         .status = status,
                         .took = absl::Now() - began,
                         .waited = waited});
    finish(ToGrpcStatus(ForCaller(status, scope->trace_id)));
  };

  const absl::Status admitted =
      WithoutExceptions([&] { return Admit(*context, request, method, scope.get()); });
  if (!admitted.ok()) {
    answer(admitted, absl::ZeroDuration());
    return;
  }
  const bool queued = workers_->TrySubmit([context, scope, began, answer, call = std::move(call)] {
    const absl::Time taken = absl::Now();
    absl::Status status;
    if (context->IsCancelled()) {
      status = absl::CancelledError("the call was cancelled");
    } else if (taken >= scope->deadline) {
      status = Refuse("DEADLINE_PASSED");
    } else if (TRANCHE_FAILPOINT("begin", *scope)) {
      status = Refuse("PEER_UNAVAILABLE");
    } else {
      status = WithoutExceptions([&] { return call(*scope); });
    }
    if (TRANCHE_FAILPOINT("answer", *scope)) status = Refuse("PEER_UNAVAILABLE");
    answer(status, taken - began);
  });
  if (!queued) answer(Refuse("OVERLOADED"), absl::ZeroDuration());
}

}  // namespace tranche::rpc
