// SPDX-License-Identifier: EUPL-1.2
// Checklists, checks and samples between the wire and the domain.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/package/check.h"
#include "payments/package/package_convert.h"
#include "payments/package/sample.h"
#include "tranche/payments/v1/checks.pb.h"

namespace tranche::payments::package::convert {

// "organisations/mineralni-bani/checklists/technical": organisation and last segment.
struct SettingName {
  std::string organisation;
  std::string id;
};
absl::StatusOr<SettingName> ParseChecklistName(const std::string& name);
absl::StatusOr<SettingName> ParseMethodName(const std::string& name);
absl::StatusOr<std::string> ParseOrganisationName(const std::string& name);

struct CheckName {
  PackageName package;
  int number = 0;
};
absl::StatusOr<CheckName> ParseCheckName(const std::string& name);
absl::StatusOr<payments::convert::ClaimName> ParseSampleName(const std::string& name);

Checklist FromProto(const std::string& id, const v1::Checklist& list);
v1::Checklist ToProto(const std::string& organisation, const Checklist& list);

std::vector<Answered> FromProto(const google::protobuf::RepeatedPtrField<v1::CheckItem>& items);
v1::Check ToProto(const Contract& contract, int package, const Check& check);

// Thresholds above zero, one of each currency; by field and all at once.
absl::StatusOr<SamplingMethod> FromProto(const std::string& id, const v1::SamplingMethod& method);
v1::SamplingMethod ToProto(const std::string& organisation, const SamplingMethod& method);

absl::StatusOr<v1::Sample> ToProto(const Contract& contract, const Claim& claim, const Sample& sample);

}  // namespace tranche::payments::package::convert
