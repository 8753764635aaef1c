// SPDX-License-Identifier: EUPL-1.2
// What a plan names as attached, and the files that stand for it, between the domain and the wire.
#pragma once

#include <vector>

#include "plans/attachments/attachment.h"
#include "plans/attachments/attachments_store.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans {

// In the order of the document.
std::vector<AttachmentName> NamesOf(const v1::Plan& plan);

std::vector<AttachmentFact> FactsOf(const std::vector<store::StoredAttachment>& stored);

// Sets the digests of the files that stand for what the plan names.
void AddDigests(const std::vector<store::StoredAttachment>& all, v1::Plan* plan);

}  // namespace tranche::plans
