// SPDX-License-Identifier: EUPL-1.2
// JSON bodies: read into the message of a method, checked by its rules, written and read again. The
// first byte chooses the method.
#include <google/protobuf/util/message_differencer.h>

#include "cpp/json.h"
#include "fuzz/fuzz.h"
#include "gateway/transcoder.h"
#include "platform/validate/validate.h"

namespace tranche {
namespace {

std::vector<const google::protobuf::Message*> Requests() {
  std::vector<const google::protobuf::Message*> requests;
  for (const google::protobuf::ServiceDescriptor* service : gateway::LinkedServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      requests.push_back(google::protobuf::MessageFactory::generated_factory()->GetPrototype(
          service->method(i)->input_type()));
    }
  }
  return requests;
}

}  // namespace

TRANCHE_FUZZ_TARGET(json) {
  static const std::vector<const google::protobuf::Message*>& requests =
      *new std::vector<const google::protobuf::Message*>(Requests());
  if (input.empty()) return;
  const google::protobuf::Message* kind = requests[static_cast<uint8_t>(input[0]) % requests.size()];
  const std::unique_ptr<google::protobuf::Message> message(kind->New());
  if (!client::FromJson(input.substr(1), message.get()).ok()) return;
  validate::Check(*message).IgnoreError();
  const std::unique_ptr<google::protobuf::Message> again(kind->New());
  fuzz::Require(client::FromJson(client::ToJson(*message), again.get()).ok(),
                "what is written can be read");
  fuzz::Require(google::protobuf::util::MessageDifferencer::Equals(*message, *again),
                "what is read again is the same");
}

}  // namespace tranche
