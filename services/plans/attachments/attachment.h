// SPDX-License-Identifier: EUPL-1.2
// Files that were handed over for a plan: which may be, which stands for what the document names, and
// whether their sizes fit what it writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche::plans {

inline constexpr int kAttachmentsMax = 500;  // Of a plan, those that were withdrawn too.

// What a document names: the words and the size beside them. Those that are the same in both are told
// apart by their order.
struct AttachmentName {
  std::string named_as;         // Empty: a file that no document names.
  std::string size_as_written;  // "981.00 KB"; empty: not written.
  int occurrence = 1;           // Which of those of one name and size, 1 and up.

  friend bool operator==(const AttachmentName&, const AttachmentName&) = default;
};

struct AttachmentFact {
  int number = 0;
  AttachmentName name = {};
  std::string file_name = {};
  std::string sha256 = {};
  std::int64_t size_bytes = 0;
  bool stands = true;
};

struct HandOverCommand {
  int named_number = 0;  // 0: a further file.
  std::string file_name;
  std::string sha256;
  std::int64_t size_bytes = 0;
};

// The file that is handed over, without its number; `named` is what the newest version, `version`,
// names, `all` the plan's files. ATTACHMENT_NOT_NAMED (INVALID_REQUEST, with its field),
// ATTACHMENT_TWICE, ATTACHMENT_HAS_FILE, ATTACHMENTS_FULL.
absl::StatusOr<AttachmentFact> DecideHandOver(const std::vector<AttachmentName>& named, int version,
                                              const std::vector<AttachmentFact>& all,
                                              const HandOverCommand& command);

// ATTACHMENT_ENDED; NOT_FOUND is the caller's.
absl::Status DecideWithdraw(const AttachmentFact& file);

// The file that stands for a name; null: none.
const AttachmentFact* StandingFor(const std::vector<AttachmentFact>& all, const AttachmentName& name);

// Whether a file of so many bytes may be one whose size is written so: within one unit of the last
// place, since nobody says how it was rounded, and with KB of 1,024 or of 1,000 bytes. A size that is
// not understood fits everything.
bool SizeFits(absl::string_view size_as_written, std::int64_t size_bytes);

}  // namespace tranche::plans
