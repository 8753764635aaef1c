// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::Pair;

const std::vector<AttachmentName> kNamed = {
    {"План", "981.00 KB"}, {"Приложение", "87.00 KB"}, {"Заповед", ""}};

HandOverCommand FileOf(const std::string& bytes, int named_number = 0) {
  return {.named_number = named_number,
          .file_name = bytes + ".pdf",
          .sha256 = Sha256Hex(bytes),
          .size_bytes = static_cast<std::int64_t>(bytes.size())};
}

absl::StatusOr<AttachmentFact> HandOver(const std::vector<AttachmentFact>& all,
                                        const HandOverCommand& command) {
  return DecideHandOver(kNamed, 2, all, command);
}

// The history after a decision, numbered.
std::vector<AttachmentFact> With(std::vector<AttachmentFact> all,
                                 const absl::StatusOr<AttachmentFact>& next) {
  EXPECT_TRUE(next.ok()) << next.status();
  if (!next.ok()) return all;
  all.push_back(*next);
  all.back().number = static_cast<int>(all.size());
  return all;
}

TEST(HandOver, NamedAttachment_TakesTheWordsAndTheSizeOfTheDocument) {
  const auto file = HandOver({}, FileOf("приложение", 2));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->name, kNamed[1]);
  EXPECT_TRUE(file->stands);
}

TEST(HandOver, FurtherFile_IsOfNoName_AndThereMayBeMany) {
  auto all = With({}, HandOver({}, FileOf("a")));
  all = With(all, HandOver(all, FileOf("b")));
  EXPECT_EQ(all[0].name, AttachmentName());
  EXPECT_EQ(all[1].name, AttachmentName());
}

TEST(HandOver, NumberThatTheDocumentDoesNotHave_IsRefusedAtItsField) {
  for (const int number : {-1, 4, 1000}) {
    const auto violations = ViolationsOf(HandOver({}, FileOf("a", number)).status());
    ASSERT_EQ(violations.size(), 1u) << number;
    EXPECT_EQ(violations[0].field, "namedNumber");
    EXPECT_EQ(violations[0].reason, "ATTACHMENT_NOT_NAMED");
    EXPECT_THAT(violations[0].values, Contains(Pair("count", "3")));
  }
  EXPECT_EQ(ReasonOf(DecideHandOver({}, 1, {}, FileOf("a", 1)).status()), "INVALID_REQUEST");
}

TEST(HandOver, SameBytes_StandOnce) {
  auto all = With({}, HandOver({}, FileOf("a", 1)));
  const absl::Status twice = HandOver(all, FileOf("a", 2)).status();
  EXPECT_EQ(ReasonOf(twice), "ATTACHMENT_TWICE");
  EXPECT_THAT(ValuesOf(twice), Contains(Pair("number", "1")));
  EXPECT_EQ(ReasonOf(HandOver(all, FileOf("a")).status()), "ATTACHMENT_TWICE");
  all[0].stands = false;  // Withdrawn, they may be handed over for what they are.
  EXPECT_TRUE(HandOver(all, FileOf("a", 2)).ok());
}

TEST(HandOver, OneFileStandsForAName) {
  auto all = With({}, HandOver({}, FileOf("a", 1)));
  const absl::Status other = HandOver(all, FileOf("b", 1)).status();
  EXPECT_EQ(ReasonOf(other), "ATTACHMENT_HAS_FILE");
  EXPECT_THAT(ValuesOf(other), Contains(Pair("named_as", "План")));
  EXPECT_TRUE(HandOver(all, FileOf("b", 2)).ok());
  all[0].stands = false;
  EXPECT_TRUE(HandOver(all, FileOf("b", 1)).ok());
}

TEST(HandOver, MoreThanThereIsRoomFor_IsRefused) {
  std::vector<AttachmentFact> all;
  for (int i = 0; i < kAttachmentsMax - 1; ++i) {
    all.push_back({.number = i + 1, .sha256 = absl::StrCat(i), .stands = i % 2 == 0});
  }
  all = With(all, HandOver(all, FileOf("last")));
  const absl::Status full = HandOver(all, FileOf("one more")).status();
  EXPECT_EQ(ReasonOf(full), "ATTACHMENTS_FULL");
}

TEST(Withdraw, EveryState) {
  AttachmentFact file{.number = 7};
  EXPECT_TRUE(DecideWithdraw(file).ok());
  file.stands = false;
  const absl::Status again = DecideWithdraw(file);
  EXPECT_EQ(ReasonOf(again), "ATTACHMENT_ENDED");
  EXPECT_THAT(ValuesOf(again), Contains(Pair("number", "7")));
}

TEST(SizeFits, WithinOneUnitOfTheLastPlace_HoweverItWasRounded) {
  EXPECT_TRUE(SizeFits("981.00 KB", 981 * 1024));
  EXPECT_TRUE(SizeFits("981.00 KB", 981 * 1024 + 10));   // 981.0098 KB, rounded down.
  EXPECT_TRUE(SizeFits("981.00 KB", 981 * 1024 - 10));   // 980.9902 KB, rounded up.
  EXPECT_FALSE(SizeFits("981.00 KB", 981 * 1024 + 11));  // 981.0107 KB is at least 981.01.
  EXPECT_FALSE(SizeFits("981.00 KB", 981 * 1024 - 11));
  EXPECT_TRUE(SizeFits("1,5 МБ", 1572864));
  EXPECT_FALSE(SizeFits("1,5 МБ", 1700000));
  EXPECT_TRUE(SizeFits("87 KB", 86 * 1024 + 1));
  EXPECT_FALSE(SizeFits("87 KB", 86 * 1024 - 1));
}

TEST(SizeFits, KilobytesOfAThousandBytes_AreOneToo) {
  EXPECT_TRUE(SizeFits("981.00 KB", 981000));
  EXPECT_TRUE(SizeFits("1.5 MB", 1500000));
  EXPECT_FALSE(SizeFits("981.00 KB", 990000));  // Between both.
}

TEST(SizeFits, Bytes_AreNotRounded_AndNoSizeFitsAll) {
  EXPECT_TRUE(SizeFits("12 B", 12));
  EXPECT_FALSE(SizeFits("12 B", 13));
  EXPECT_TRUE(SizeFits("", 5));
  EXPECT_TRUE(SizeFits("голям", 5));
  // No overflow where both are as large as they can be.
  EXPECT_FALSE(SizeFits("9999999.999 GB", std::int64_t{1} << 40));
}

// Whatever is handed over and withdrawn: what stands has no digest and no name twice, nothing that was
// withdrawn comes back, and a file is refused only for what stands at that moment.
RC_GTEST_PROP(AttachmentsProperty, AnyHistory_KeepsTheRules, ()) {
  std::vector<AttachmentFact> all;
  const int steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    if (*rc::gen::inRange(0, 3) == 0 && !all.empty()) {
      AttachmentFact& file = all[*rc::gen::inRange<std::size_t>(0, all.size())];
      RC_ASSERT(DecideWithdraw(file).ok() == file.stands);
      file.stands = false;
      continue;
    }
    const HandOverCommand command = FileOf(
        std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 4))), *rc::gen::inRange(0, 5));
    std::set<std::string> digests;
    std::set<std::string> names;
    for (const AttachmentFact& file : all) {
      if (!file.stands) continue;
      RC_ASSERT(digests.insert(file.sha256).second);
      if (!file.name.named_as.empty()) RC_ASSERT(names.insert(file.name.named_as).second);
    }
    const bool named = command.named_number <= 3;
    const bool free = command.named_number == 0 ||
                      (named && names.count(kNamed[command.named_number - 1].named_as) == 0);
    const auto decided = HandOver(all, command);
    RC_ASSERT(decided.ok() == (named && free && digests.count(command.sha256) == 0));
    if (decided.ok()) all = With(all, decided);
  }
}

}  // namespace
}  // namespace tranche::plans
