// SPDX-License-Identifier: EUPL-1.2
// A whole request of the gateway: method, address, headers and body become the message of a method.
#include "absl/strings/str_split.h"
#include "fuzz/fuzz.h"
#include "gateway/problem.h"
#include "gateway/transcoder.h"

namespace tranche::gateway {
namespace {

const Transcoder& TheTranscoder() {
  static const std::unique_ptr<Transcoder> transcoder = *Transcoder::Create(
      LinkedServices(), google::protobuf::MessageFactory::generated_factory(), nullptr);
  return *transcoder;
}

// The lines of the input: method, address, headers until an empty line, and the rest is the body.
HttpRequest RequestOf(absl::string_view input) {
  HttpRequest request;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(input, absl::MaxSplits("\n\n", 1));
  const std::vector<absl::string_view> head = absl::StrSplit(parts.first, '\n');
  request.method = std::string(head[0]);
  if (head.size() > 1) {
    const std::pair<absl::string_view, absl::string_view> address =
        absl::StrSplit(head[1], absl::MaxSplits('?', 1));
    request.path = std::string(address.first);
    request.query = std::string(address.second);
  }
  for (size_t i = 2; i < head.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> header =
        absl::StrSplit(head[i], absl::MaxSplits(": ", 1));
    request.headers.emplace_back(std::string(header.first), std::string(header.second));
  }
  request.body = std::string(parts.second);
  return request;
}

}  // namespace

TRANCHE_FUZZ_TARGET(http_request) {
  HttpRequest request = RequestOf(input);
  EnsureTrace(&request);
  const absl::StatusOr<Transcoder::Prepared> prepared = TheTranscoder().Prepare(request);
  if (prepared.ok()) return;
  const HttpResponse problem = Problem(prepared.status(), request);
  fuzz::Require(problem.status >= 400 && problem.status < 500,
                "what cannot be understood is the caller's fault");
}

}  // namespace tranche::gateway
