// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "platform/base/error.h"

namespace tranche::payments::package {
namespace {

using ::testing::ElementsAre;

constexpr PackageType kTypes[] = {PackageType::kAdvancePayment, PackageType::kTechnical,
                                  PackageType::kPaymentTechnicalFinancial,
                                  PackageType::kPaymentFinancial, PackageType::kFinancial};
constexpr PackageState kStates[] = {PackageState::kDraft,          PackageState::kSent,
                                    PackageState::kInVerification, PackageState::kAccepted,
                                    PackageState::kRefused,        PackageState::kWithdrawn};
constexpr PackageStep kSteps[] = {PackageStep::kSend,   PackageStep::kReturn, PackageStep::kBegin,
                                  PackageStep::kAccept, PackageStep::kRefuse, PackageStep::kWithdraw};
constexpr DocumentKind kDocuments[] = {DocumentKind::kPaymentClaim, DocumentKind::kTechnicalReport,
                                       DocumentKind::kFinancialReport, DocumentKind::kParticipants};

constexpr char kSender[] = "owner@mineralni-bani";
constexpr char kAuthority[] = "approver@mineralni-bani";
const absl::CivilDay kSentOn(2018, 1, 15);

Package Draft(PackageType type) {
  Package package;
  package.sequence = 3;
  package.type = type;
  return package;
}

Package SentTechnical() {
  Package package = Draft(PackageType::kTechnical);
  package.technical_report_version = 1;
  package.state = PackageState::kSent;
  package.sent_on = kSentOn;
  package.sent_by = kSender;
  return package;
}

PackageDecision Acceptance(absl::CivilDay day = absl::CivilDay(2018, 2, 1)) {
  return {.accepted = true, .decided_on = day, .reference = "93-01-8", .reason = ""};
}

TEST(PackageStates, EveryStateAndStep_FollowsTheTable) {
  const std::map<std::pair<PackageState, PackageStep>, PackageState> allowed = {
      {{PackageState::kDraft, PackageStep::kSend}, PackageState::kSent},
      {{PackageState::kDraft, PackageStep::kWithdraw}, PackageState::kWithdrawn},
      {{PackageState::kSent, PackageStep::kReturn}, PackageState::kDraft},
      {{PackageState::kSent, PackageStep::kBegin}, PackageState::kInVerification},
      {{PackageState::kSent, PackageStep::kAccept}, PackageState::kAccepted},
      {{PackageState::kSent, PackageStep::kRefuse}, PackageState::kRefused},
      {{PackageState::kInVerification, PackageStep::kBegin}, PackageState::kInVerification},
      {{PackageState::kInVerification, PackageStep::kAccept}, PackageState::kAccepted},
      {{PackageState::kInVerification, PackageStep::kRefuse}, PackageState::kRefused},
  };
  for (const PackageState state : kStates) {
    for (const PackageStep step : kSteps) {
      Package package = Draft(PackageType::kTechnical);
      package.state = state;
      const auto found = allowed.find({state, step});
      const absl::StatusOr<PackageState> next = Step(package, step);
      if (found == allowed.end()) {
        EXPECT_EQ(ReasonOf(next.status()), "PACKAGE_WRONG_STATE") << Name(state) << " " << Name(step);
      } else {
        ASSERT_TRUE(next.ok()) << Name(state) << " " << Name(step);
        EXPECT_EQ(*next, found->second);
      }
    }
  }
}

TEST(PackageNames, EveryNameReadBack_IsTheSameValue) {
  for (const PackageType type : kTypes) EXPECT_EQ(PackageTypeOf(Name(type)), type);
  for (const PackageState state : kStates) EXPECT_EQ(PackageStateOf(Name(state)), state);
  for (const DocumentKind kind : kDocuments) EXPECT_EQ(DocumentKindOf(Name(kind)), kind);
  EXPECT_EQ(PackageTypeOf("PACKAGE_DRAFT"), std::nullopt);
}

TEST(PackageTypes, EveryTypeAndDocument_FitsAsTheTableSays) {
  // Claim kinds advance, interim, final; then claim, technical, financial report, participants.
  const std::map<PackageType, std::pair<std::vector<bool>, std::vector<bool>>> table = {
      {PackageType::kAdvancePayment, {{true, false, false}, {true, false, false, false}}},
      {PackageType::kTechnical, {{false, false, false}, {false, true, false, true}}},
      {PackageType::kPaymentTechnicalFinancial, {{false, true, true}, {true, true, false, true}}},
      {PackageType::kPaymentFinancial, {{false, true, true}, {true, false, false, false}}},
      {PackageType::kFinancial, {{false, false, false}, {false, false, true, false}}},
  };
  for (const auto& [type, row] : table) {
    EXPECT_EQ(Takes(type, ClaimKind::kAdvance), row.first[0]) << Name(type);
    EXPECT_EQ(Takes(type, ClaimKind::kStateAidAdvance), row.first[0]) << Name(type);
    EXPECT_EQ(Takes(type, ClaimKind::kInterim), row.first[1]) << Name(type);
    EXPECT_EQ(Takes(type, ClaimKind::kFinal), row.first[2]) << Name(type);
    for (size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(Takes(type, kDocuments[i]), row.second[i]) << Name(type) << " " << Name(kDocuments[i]);
    }
  }
  EXPECT_TRUE(Takes(TypeFor(ClaimKind::kAdvance), ClaimKind::kAdvance));
  EXPECT_TRUE(Takes(TypeFor(ClaimKind::kFinal), ClaimKind::kFinal));
}

TEST(Sending, DocumentOfItsTypeMissing_IsRefusedWithThatDocument) {
  Package package = Draft(PackageType::kPaymentTechnicalFinancial);
  EXPECT_EQ(ReasonOf(DecideSend(package, kSentOn, kSender).status()), "PACKAGE_DOCUMENT_MISSING");
  package.claim = 2;
  const absl::Status no_report = DecideSend(package, kSentOn, kSender).status();
  EXPECT_EQ(ReasonOf(no_report), "PACKAGE_DOCUMENT_MISSING");
  EXPECT_THAT(ValuesOf(no_report),
              ::testing::Contains(::testing::Pair("document", "TECHNICAL_REPORT_DOCUMENT")));
  package.technical_report_version = 1;
  EXPECT_TRUE(DecideSend(package, kSentOn, kSender).ok());
  EXPECT_THAT(DocumentsOf(package),
              ElementsAre(DocumentKind::kPaymentClaim, DocumentKind::kTechnicalReport));
}

TEST(Sending, IndicatorsThatCountParticipants_NeedTheirRecords) {
  Package package = Draft(PackageType::kTechnical);
  package.technical_report_version = 1;
  package.needs_participants = true;
  const absl::Status missing = DecideSend(package, kSentOn, kSender).status();
  EXPECT_THAT(ValuesOf(missing),
              ::testing::Contains(::testing::Pair("document", "PARTICIPANTS_DOCUMENT")));
  package.participants_version = 1;
  EXPECT_TRUE(DecideSend(package, kSentOn, kSender).ok());
}

TEST(Sending, WhoReturnedIt_DoesNotSendIt) {
  Package package = SentTechnical();
  const absl::StatusOr<Return> returned =
      DecideReturn(package, "Липсва подпис.", absl::CivilDay(2018, 1, 20), kAuthority);
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->number, 1);
  EXPECT_EQ(returned->sent_by, kSender);
  package.returns = {*returned};
  package.state = PackageState::kDraft;
  package.sent_on.reset();
  package.sent_by.clear();
  EXPECT_EQ(ReasonOf(DecideSend(package, absl::CivilDay(2018, 1, 25), kAuthority).status()),
            "SENT_BY_RETURNER");
  EXPECT_EQ(ReasonOf(DecideSend(package, absl::CivilDay(2018, 1, 19), kSender).status()),
            "DAYS_OUT_OF_ORDER");
  EXPECT_TRUE(DecideSend(package, absl::CivilDay(2018, 1, 20), "deputy").ok());
  // Who had sent it acts for the beneficiary for good.
  EXPECT_TRUE(ActedForBeneficiary(package, kSender));
}

TEST(Returning, BySenderOrAfterVerificationBegan_IsRefused) {
  Package package = SentTechnical();
  EXPECT_EQ(ReasonOf(DecideReturn(package, "?", kSentOn, kSender).status()), "RETURNED_BY_SENDER");
  EXPECT_EQ(ReasonOf(DecideReturn(package, "?", kSentOn - 1, kAuthority).status()),
            "DAYS_OUT_OF_ORDER");
  package.state = PackageState::kInVerification;
  EXPECT_EQ(ReasonOf(DecideReturn(package, "?", kSentOn, kAuthority).status()), "PACKAGE_WRONG_STATE");
}

TEST(Deciding, BySenderOrBeforeSending_IsRefused) {
  const Package package = SentTechnical();
  EXPECT_EQ(ReasonOf(Decide(package, Acceptance(), kSender).status()), "DECIDED_BY_SENDER");
  EXPECT_EQ(ReasonOf(Decide(package, Acceptance(kSentOn - 1), kAuthority).status()),
            "DAYS_OUT_OF_ORDER");
  const absl::StatusOr<PackageState> accepted = Decide(package, Acceptance(), kAuthority);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(*accepted, PackageState::kAccepted);
  PackageDecision refusal = Acceptance();
  refusal.accepted = false;
  EXPECT_EQ(*Decide(package, refusal, kAuthority), PackageState::kRefused);
}

TEST(ChangingType, DocumentThatDoesNotFit_MustGoFirst) {
  Package package = Draft(PackageType::kPaymentTechnicalFinancial);
  package.technical_report_version = 2;
  EXPECT_EQ(ReasonOf(DecideType(package, std::nullopt, PackageType::kPaymentFinancial)),
            "PACKAGE_DOCUMENT_MISFIT");
  EXPECT_TRUE(DecideType(package, std::nullopt, PackageType::kTechnical).ok());
  package.technical_report_version = 0;
  package.claim = 1;
  EXPECT_EQ(ReasonOf(DecideType(package, ClaimKind::kInterim, PackageType::kAdvancePayment)),
            "PACKAGE_CLAIM_KIND");
  EXPECT_TRUE(DecideType(package, ClaimKind::kInterim, PackageType::kPaymentFinancial).ok());
  package.state = PackageState::kSent;
  EXPECT_EQ(ReasonOf(DecideType(package, ClaimKind::kInterim, PackageType::kPaymentFinancial)),
            "PACKAGE_WRONG_STATE");
}

TEST(PuttingIn, OnlyFittingDocumentsIntoDrafts) {
  Package package = Draft(PackageType::kTechnical);
  EXPECT_TRUE(CheckPutIn(package, DocumentKind::kTechnicalReport).ok());
  EXPECT_EQ(ReasonOf(CheckPutIn(package, DocumentKind::kFinancialReport)), "PACKAGE_DOCUMENT_MISFIT");
  EXPECT_EQ(ReasonOf(CheckTakesClaim(package, ClaimKind::kInterim)), "PACKAGE_CLAIM_KIND");
  package.state = PackageState::kAccepted;
  EXPECT_EQ(ReasonOf(CheckPutIn(package, DocumentKind::kTechnicalReport)), "PACKAGE_WRONG_STATE");
}

TEST(Withdrawing, PackageWithADocument_IsRefused) {
  Package package = Draft(PackageType::kFinancial);
  EXPECT_EQ(*DecideWithdraw(package), PackageState::kWithdrawn);
  package.financial_report_version = 1;
  EXPECT_EQ(ReasonOf(DecideWithdraw(package).status()), "PACKAGE_NOT_EMPTY");
}

TEST(StepsOfItsOwn, PackageWithAClaim_GoesWithTheClaim) {
  Package package = Draft(PackageType::kPaymentFinancial);
  EXPECT_TRUE(CheckWithoutClaim(package).ok());
  package.claim = 4;
  EXPECT_EQ(ReasonOf(CheckWithoutClaim(package)), "PACKAGE_HAS_CLAIM");
}

}  // namespace
}  // namespace tranche::payments::package
