// SPDX-License-Identifier: EUPL-1.2
// The persons that clients of the tests import as participants. All have one family name, which must
// stand nowhere in the open (PRT-5).
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tranche/payments/v1/participants.pb.h"

namespace tranche::books {

inline constexpr char kFamilyName[] = "Незаписванова";

// Of whom there are any number; `said` is what changes from one import to another.
inline payments::v1::ParticipantRecord Person(int number, int said) {
  payments::v1::ParticipantRecord row;
  row.set_place(absl::StrCat("A", number + 2));
  row.set_number_kind(payments::v1::OTHER_DOCUMENT);
  row.set_person_number(absl::StrFormat("P%06d", number));
  row.set_born_on("1980-01-01");
  row.set_first_name("Мария");
  row.set_last_name(kFamilyName);
  row.set_gender(number % 2 == 0 ? payments::v1::WOMAN : payments::v1::MAN);
  row.set_labour_status(payments::v1::LABOUR_EMPLOYED);
  row.set_education(payments::v1::EDUCATION_SECONDARY);
  row.set_settlement(absl::StrCat("Село ", said));
  row.set_entered_on("2017-05-15");
  return row;
}

}  // namespace tranche::books
