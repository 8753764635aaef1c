// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/participants_convert.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/participants/person_number.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::participants::convert {
namespace {

constexpr char kDocument[] =
    "organisations/{organisation}/contracts/{contract}/packages/{package}/participants";
constexpr char kParticipant[] =
    "organisations/{organisation}/contracts/{contract}/participants/{participant}";

// Nothing when the text is empty or no day; `given` keeps which fields are none.
std::optional<absl::CivilDay> ReadDay(const char* field, const std::string& text, GivenRecord& given) {
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) return *day;
  given.no_days.insert(field);
  return std::nullopt;
}

std::string TextOf(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

absl::CivilDay DayOf(const nlohmann::json& json, const char* key) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(json.at(key).get<std::string>());
  if (!day.ok()) throw std::runtime_error("a record of a participant holds no day");
  return *day;
}

std::optional<absl::CivilDay> OptionalDayOf(const nlohmann::json& json, const char* key) {
  if (json.at(key).get<std::string>().empty()) return std::nullopt;
  return DayOf(json, key);
}

template <class Enum>
Enum ValueOf(bool (*parse)(google::protobuf::ConstStringParam, Enum*), const std::string& name) {
  Enum value = static_cast<Enum>(0);
  parse(name, &value);
  return value;
}

}  // namespace

absl::StatusOr<DocumentName> ParseDocumentName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kDocument, name));
  return DocumentName{.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
                      .package = validate::ParseNumber<int>(segments[2])};
}

absl::StatusOr<ParticipantName> ParseParticipantName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kParticipant, name));
  return ParticipantName{
      .contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
      .number = validate::ParseNumber<int>(segments[2])};
}

std::string NameOfDocument(const Contract& contract, int package) {
  return absl::StrCat(payments::convert::NameOfPackage(contract, package), "/participants");
}

std::string NameOfParticipant(const Contract& contract, int number) {
  return absl::StrCat(payments::convert::NameOf(contract), "/participants/", number);
}

GivenRecord FromProto(const v1::ParticipantRecord& proto) {
  GivenRecord given{.place = proto.place(),
                    .record = {},
                    .born_on = proto.born_on(),
                    .answered_twice = {},
                    .no_days = {}};
  Record& record = given.record;
  record.number_kind = v1::PersonNumberKind_Name(proto.number_kind());
  record.number = proto.person_number();
  record.first_name = proto.first_name();
  record.middle_name = proto.middle_name();
  record.last_name = proto.last_name();
  record.gender = v1::Gender_Name(proto.gender());
  record.labour = v1::LabourStatus_Name(proto.labour_status());
  record.education = v1::Education_Name(proto.education());
  record.settlement = proto.settlement();
  record.activity = proto.activity();
  record.unemployed_since = ReadDay("unemployedSince", proto.unemployed_since(), given);
  record.entered_on = ReadDay("enteredOn", proto.entered_on(), given).value_or(absl::CivilDay());
  record.left_on = ReadDay("leftOn", proto.left_on(), given);
  if (proto.leaving_state() != v1::LEAVING_STATE_UNSPECIFIED) {
    record.leaving = v1::LeavingState_Name(proto.leaving_state());
  }
  for (const v1::SensitiveAnswer& answer : proto.answers()) {
    const std::string question = v1::SensitiveQuestion_Name(answer.question());
    if (!record.answers.emplace(question, v1::SensitiveReply_Name(answer.reply())).second) {
      given.answered_twice.push_back(question);
    }
  }
  return given;
}

v1::ParticipantRecord ToProto(const Record& record) {
  v1::ParticipantRecord proto;
  proto.set_number_kind(ValueOf(v1::PersonNumberKind_Parse, record.number_kind));
  proto.set_person_number(record.number);
  proto.set_first_name(record.first_name);
  proto.set_middle_name(record.middle_name);
  proto.set_last_name(record.last_name);
  proto.set_born_on(FormatDay(record.born_on));
  proto.set_gender(ValueOf(v1::Gender_Parse, record.gender));
  proto.set_labour_status(ValueOf(v1::LabourStatus_Parse, record.labour));
  proto.set_unemployed_since(TextOf(record.unemployed_since));
  proto.set_education(ValueOf(v1::Education_Parse, record.education));
  proto.set_settlement(record.settlement);
  proto.set_entered_on(FormatDay(record.entered_on));
  proto.set_left_on(TextOf(record.left_on));
  if (!record.leaving.empty()) {
    proto.set_leaving_state(ValueOf(v1::LeavingState_Parse, record.leaving));
  }
  proto.set_activity(record.activity);
  for (const auto& [question, reply] : record.answers) {
    v1::SensitiveAnswer* answer = proto.add_answers();
    answer->set_question(ValueOf(v1::SensitiveQuestion_Parse, question));
    answer->set_reply(ValueOf(v1::SensitiveReply_Parse, reply));
  }
  return proto;
}

std::string ToText(const Record& record) {
  const nlohmann::json json = {{"number_kind", record.number_kind},
                               {"number", record.number},
                               {"first_name", record.first_name},
                               {"middle_name", record.middle_name},
                               {"last_name", record.last_name},
                               {"born_on", FormatDay(record.born_on)},
                               {"gender", record.gender},
                               {"labour", record.labour},
                               {"unemployed_since", TextOf(record.unemployed_since)},
                               {"education", record.education},
                               {"settlement", record.settlement},
                               {"entered_on", FormatDay(record.entered_on)},
                               {"left_on", TextOf(record.left_on)},
                               {"leaving", record.leaving},
                               {"activity", record.activity},
                               {"answers", record.answers}};
  return json.dump();
}

Record FromText(const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text);
  const auto string = [&](const char* key) { return json.at(key).get<std::string>(); };
  return {.number_kind = string("number_kind"),
          .number = string("number"),
          .first_name = string("first_name"),
          .middle_name = string("middle_name"),
          .last_name = string("last_name"),
          .born_on = DayOf(json, "born_on"),
          .gender = string("gender"),
          .labour = string("labour"),
          .unemployed_since = OptionalDayOf(json, "unemployed_since"),
          .education = string("education"),
          .settlement = string("settlement"),
          .entered_on = DayOf(json, "entered_on"),
          .left_on = OptionalDayOf(json, "left_on"),
          .leaving = string("leaving"),
          .activity = string("activity"),
          .answers = json.at("answers").get<std::map<std::string, std::string>>()};
}

v1::Participant Masked(const Contract& contract, int number, const Record& record) {
  const v1::ParticipantRecord open = ToProto(record);
  v1::Participant proto;
  proto.set_name(NameOfParticipant(contract, number));
  proto.set_number(number);
  proto.set_number_kind(open.number_kind());
  proto.set_person_number_masked(Mask(record.number));
  proto.set_initials(Initials(record.first_name, record.middle_name, record.last_name));
  proto.set_birth_year(static_cast<int>(record.born_on.year()));
  proto.set_gender(open.gender());
  proto.set_labour_status(open.labour_status());
  proto.set_education(open.education());
  proto.set_entered_on(open.entered_on());
  proto.set_left_on(open.left_on());
  proto.set_leaving_state(open.leaving_state());
  proto.set_activity(record.activity);
  proto.set_answers(static_cast<int>(record.answers.size()));
  return proto;
}

}  // namespace tranche::payments::participants::convert
