// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachment.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/text/written.h"

namespace tranche::plans {
namespace {

const AttachmentFact* StandingOfDigest(const std::vector<AttachmentFact>& all,
                                       const std::string& sha256) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const AttachmentFact& file) {
    return file.stands && file.sha256 == sha256;
  });
  return found == all.end() ? nullptr : &*found;
}

// 1024 or 1000 to the power of the unit, 10 to that of the places.
std::int64_t Power(std::int64_t base, int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= base;
  return power;
}

bool Fits(const WrittenSize& written, std::int64_t kilo, std::int64_t size_bytes) {
  const std::int64_t places = Power(10, written.places);
  const absl::int128 unit = Power(kilo, written.power);
  const absl::int128 apart =
      absl::int128(size_bytes) * places - absl::int128(written.last_places) * unit;
  // Bytes are counted and not rounded.
  if (written.power == 0) return apart == 0;
  return apart < unit && -apart < unit;
}

}  // namespace

absl::StatusOr<AttachmentFact> DecideHandOver(const std::vector<AttachmentName>& named, int version,
                                              const std::vector<AttachmentFact>& all,
                                              const HandOverCommand& command) {
  AttachmentFact file{.name = {},
                      .file_name = command.file_name,
                      .sha256 = command.sha256,
                      .size_bytes = command.size_bytes};
  if (command.named_number != 0) {
    if (command.named_number < 1 || command.named_number > static_cast<int>(named.size())) {
      return RefuseInput("INVALID_REQUEST", {{"namedNumber",
                                              "ATTACHMENT_NOT_NAMED",
                                              {{"number", absl::StrCat(command.named_number)},
                                               {"count", absl::StrCat(named.size())},
                                               {"version", absl::StrCat(version)}}}});
    }
    file.name = named[static_cast<std::size_t>(command.named_number - 1)];
  }
  if (const AttachmentFact* same = StandingOfDigest(all, command.sha256)) {
    return Refuse("ATTACHMENT_TWICE",
                  {{"number", absl::StrCat(same->number)}, {"file_name", same->file_name}});
  }
  if (command.named_number != 0) {
    if (const AttachmentFact* other = StandingFor(all, file.name)) {
      return Refuse("ATTACHMENT_HAS_FILE", {{"named_as", file.name.named_as},
                                            {"number", absl::StrCat(other->number)},
                                            {"file_name", other->file_name}});
    }
  }
  if (all.size() >= kAttachmentsMax) {
    return Refuse("ATTACHMENTS_FULL", {{"max", absl::StrCat(kAttachmentsMax)}});
  }
  return file;
}

absl::Status DecideWithdraw(const AttachmentFact& file) {
  if (file.stands) return absl::OkStatus();
  return Refuse("ATTACHMENT_ENDED", {{"number", absl::StrCat(file.number)}});
}

const AttachmentFact* StandingFor(const std::vector<AttachmentFact>& all, const AttachmentName& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const AttachmentFact& file) {
    return file.stands && file.name == name;
  });
  return found == all.end() ? nullptr : &*found;
}

bool SizeFits(absl::string_view size_as_written, std::int64_t size_bytes) {
  const std::optional<WrittenSize> written = FindSize(size_as_written);
  if (!written) return true;
  return Fits(*written, 1024, size_bytes) || Fits(*written, 1000, size_bytes);
}

}  // namespace tranche::plans
