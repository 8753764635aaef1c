// SPDX-License-Identifier: EUPL-1.2
// Participants between the wire, the records that are sealed and what is shown of them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "payments/claim.h"
#include "payments/participants/participant.h"
#include "payments/payments_convert.h"
#include "tranche/payments/v1/participants.pb.h"

namespace tranche::payments::participants::convert {

struct DocumentName {
  payments::convert::ContractName contract;
  int package = 0;
};
absl::StatusOr<DocumentName> ParseDocumentName(const std::string& name);
struct ParticipantName {
  payments::convert::ContractName contract;
  int number = 0;
};
absl::StatusOr<ParticipantName> ParseParticipantName(const std::string& name);

std::string NameOfDocument(const Contract& contract, int package);
std::string NameOfParticipant(const Contract& contract, int number);

GivenRecord FromProto(const v1::ParticipantRecord& proto);
v1::ParticipantRecord ToProto(const Record& record);

// The text that is sealed: the same record always gives the same text. A text that is none of ours is a
// broken row.
std::string ToText(const Record& record);
Record FromText(const std::string& text);

// What is shown: nobody is recognised by it.
v1::Participant Masked(const Contract& contract, int number, const Record& record);

}  // namespace tranche::payments::participants::convert
