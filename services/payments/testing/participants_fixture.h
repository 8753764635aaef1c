// SPDX-License-Identifier: EUPL-1.2
// Participants of packages, with a folder of keys of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/participants/counting.h"
#include "payments/participants/key_change_service.h"
#include "payments/participants/participants_service.h"
#include "payments/participants/participants_store.h"
#include "payments/participants/sealing.h"
#include "payments/testing/payments_fixture.h"
#include "platform/idempotency/idempotency.h"
#include "tranche/payments/v1/packages_service.grpc.pb.h"
#include "tranche/payments/v1/participants_service.grpc.pb.h"

namespace tranche::payments::testing {

using Packages = v1::PackagesService::Stub;
using Participants = v1::ParticipantsService::Stub;

inline constexpr char kIvan[] = "8001010008";   // Born in 1980.
inline constexpr char kMaria[] = "0041010002";  // Born in 2000.

inline rpc::Actor Manager() {
  return {.subject = "manager@mineralni-bani",
          .organisations = {"mineralni-bani"},
          .roles = {"PROJECT_MANAGER"}};
}

class ParticipantsTest : public PaymentsTest {
 protected:
  ParticipantsTest()
      : packages_(v1::PackagesService::NewStub(role_.channel())),
        participants_(v1::ParticipantsService::NewStub(role_.channel())) {}

  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Packages::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *packages_, method, request);
  }
  template <class Req, class Resp>
  absl::StatusOr<Resp> Do(grpc::Status (Participants::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const rpc::Actor& actor, const Req& request) {
    return rpc::Call<Resp>(role_.Scope(actor), *participants_, method, request);
  }

  static std::string Name(int package) { return absl::StrCat(kContract, "/packages/", package); }

  void Begin(v1::PackageType type = v1::TECHNICAL_PACKAGE) {
    v1::CreatePackageRequest request;
    request.set_parent(kContract);
    request.mutable_package()->set_type(type);
    request.set_request_id(absl::StrCat("package-", ++keys_));
    const auto created = Do(&Packages::CreatePackage, Owner(), request);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  absl::StatusOr<v1::IndicatorList> Promise(const std::string& fund = "ESF",
                                            const std::string& code = "CO01") {
    v1::SetIndicatorsRequest request;
    request.set_name(absl::StrCat(kContract, "/indicators"));
    request.mutable_list()->set_source("Договор, раздел 7");
    v1::ContractIndicator* people = request.mutable_list()->add_indicators();
    people->set_code(code);
    people->set_title("Безработни участници");
    people->set_unit("лица");
    people->set_by_gender(true);
    people->mutable_target()->set_women("60");
    people->mutable_target()->set_men("40");
    people->set_participants_fund(fund);
    request.set_request_id(absl::StrCat("indicators-", ++keys_));
    return Do(&Packages::SetIndicators, Owner(), request);
  }
  void Report(int package, const std::string& women, const std::string& men) {
    v1::SetTechnicalReportRequest request;
    request.set_name(absl::StrCat(Name(package), "/technicalReport"));
    v1::TechnicalReport* report = request.mutable_report();
    report->set_period_from("2018-01-01");
    report->set_period_to("2018-03-31");
    v1::ReportedActivity* activity = report->add_activities();
    activity->set_number("1");
    activity->set_title("Подбор");
    activity->set_state(v1::ACTIVITY_UNDER_WAY);
    activity->set_done("Избрани са участниците.");
    activity->set_started_on("2018-01-05");
    v1::ReportedIndicator* indicator = report->add_indicators();
    indicator->set_code("CO01");
    indicator->mutable_achieved()->set_women(women);
    indicator->mutable_achieved()->set_men(men);
    request.set_request_id(absl::StrCat("report-", ++keys_));
    const auto set = Do(&Packages::SetTechnicalReport, Owner(), request);
    ASSERT_TRUE(set.ok()) << set.status();
  }
  absl::StatusOr<v1::Package> SendIt(int package) {
    v1::SendPackageRequest request;
    request.set_name(Name(package));
    request.set_sent_on("2018-04-01");
    request.set_request_id(absl::StrCat("send-", ++keys_));
    return Do(&Packages::SendPackage, Owner(), request);
  }
  void DecideIt(int package, bool accepted) {
    v1::DecidePackageRequest request;
    request.set_name(Name(package));
    request.set_accepted(accepted);
    request.set_decided_on("2018-05-01");
    if (!accepted) request.set_reason("Не отговаря на договора.");
    request.set_request_id(absl::StrCat("decide-", ++keys_));
    const auto decided = Do(&Packages::DecidePackage, Approver(), request);
    ASSERT_TRUE(decided.ok()) << decided.status();
  }

  // A man who was unemployed since 2017, or a woman in employment.
  static v1::ParticipantRecord Ivan() {
    v1::ParticipantRecord row;
    row.set_place("Лист1!A2");
    row.set_number_kind(v1::EGN);
    row.set_person_number(kIvan);
    row.set_first_name("Иван");
    row.set_middle_name("Петров");
    row.set_last_name("Ганев");
    row.set_gender(v1::MAN);
    row.set_labour_status(v1::LABOUR_UNEMPLOYED);
    row.set_unemployed_since("2017-01-10");
    row.set_education(v1::EDUCATION_BASIC);
    row.set_settlement("с. Сърница");
    row.set_entered_on("2018-01-15");
    v1::SensitiveAnswer* answer = row.add_answers();
    answer->set_question(v1::DISABLED);
    answer->set_reply(v1::REPLY_REFUSED);
    return row;
  }
  static v1::ParticipantRecord Maria() {
    v1::ParticipantRecord row = Ivan();
    row.set_place("Лист1!A3");
    row.set_person_number(kMaria);
    row.set_first_name("Мария");
    row.set_gender(v1::WOMAN);
    row.set_labour_status(v1::LABOUR_EMPLOYED);
    row.clear_unemployed_since();
    return row;
  }
  v1::ImportParticipantsRequest ImportOf(int package, const std::vector<v1::ParticipantRecord>& rows) {
    v1::ImportParticipantsRequest request;
    request.set_name(absl::StrCat(Name(package), "/participants"));
    for (const v1::ParticipantRecord& row : rows) *request.add_rows() = row;
    request.set_request_id(absl::StrCat("import-", ++keys_));
    return request;
  }
  absl::StatusOr<v1::ParticipantsDocument> Import(int package,
                                                  const std::vector<v1::ParticipantRecord>& rows) {
    return Do(&Participants::ImportParticipants, Manager(), ImportOf(package, rows));
  }
  absl::StatusOr<v1::ParticipantsDocument> Look(int package) {
    v1::GetParticipantsDocumentRequest request;
    request.set_name(absl::StrCat(Name(package), "/participants"));
    return Do(&Participants::GetParticipantsDocument, Auditor(), request);
  }
  absl::StatusOr<v1::ListParticipantsResponse> List(int page_size = 0, const std::string& token = "") {
    v1::ListParticipantsRequest request;
    request.set_parent(kContract);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Do(&Participants::ListParticipants, Auditor(), request);
  }
  absl::StatusOr<v1::RevealedParticipant> Reveal(int number, const rpc::Actor& actor = Manager()) {
    v1::RevealParticipantRequest request;
    request.set_name(absl::StrCat(kContract, "/participants/", number));
    request.set_purpose("Проверка на място");
    return Do(&Participants::RevealParticipant, actor, request);
  }

  std::unique_ptr<Packages> packages_;
  std::unique_ptr<Participants> participants_;
  int keys_ = 0;
};

}  // namespace tranche::payments::testing
