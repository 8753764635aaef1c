// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachments_convert.h"

#include <map>
#include <string>
#include <utility>

namespace tranche::plans {

std::vector<AttachmentName> NamesOf(const v1::Plan& plan) {
  std::vector<AttachmentName> names;
  std::map<std::pair<std::string, std::string>, int> seen;
  for (const v1::Attachment& each : plan.attachments()) {
    names.push_back({.named_as = each.name(),
                     .size_as_written = each.size_as_written(),
                     .occurrence = ++seen[{each.name(), each.size_as_written()}]});
  }
  return names;
}

std::vector<AttachmentFact> FactsOf(const std::vector<store::StoredAttachment>& stored) {
  std::vector<AttachmentFact> facts;
  for (const store::StoredAttachment& each : stored) facts.push_back(each.fact);
  return facts;
}

void AddDigests(const std::vector<store::StoredAttachment>& all, v1::Plan* plan) {
  const std::vector<AttachmentFact> facts = FactsOf(all);
  const std::vector<AttachmentName> names = NamesOf(*plan);
  for (int i = 0; i < plan->attachments_size(); ++i) {
    const AttachmentFact* file = StandingFor(facts, names[static_cast<std::size_t>(i)]);
    if (file != nullptr) plan->mutable_attachments(i)->set_sha256(file->sha256);
  }
}

}  // namespace tranche::plans
