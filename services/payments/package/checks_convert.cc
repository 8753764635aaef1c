// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/checks_convert.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::package::convert {
namespace {

absl::StatusOr<SettingName> ParseSetting(const std::string& pattern, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(pattern, name));
  return SettingName{.organisation = segments[0], .id = segments[1]};
}

}  // namespace

absl::StatusOr<SettingName> ParseChecklistName(const std::string& name) {
  return ParseSetting("organisations/{organisation}/checklists/{checklist}", name);
}

absl::StatusOr<SettingName> ParseMethodName(const std::string& name) {
  return ParseSetting("organisations/{organisation}/samplingMethods/{method}", name);
}

absl::StatusOr<std::string> ParseOrganisationName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName("organisations/{organisation}", name));
  return segments[0];
}

absl::StatusOr<CheckName> ParseCheckName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          "organisations/{organisation}/contracts/{contract}/packages/{package}/checks/{check}", name));
  return CheckName{
      .package = {.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
                  .sequence = validate::ParseNumber<int>(segments[2])},
      .number = validate::ParseNumber<int>(segments[3])};
}

absl::StatusOr<payments::convert::ClaimName> ParseSampleName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          "organisations/{organisation}/contracts/{contract}/claims/{claim}/sample", name));
  return payments::convert::ClaimName{
      .contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
      .sequence = validate::ParseNumber<int>(segments[2])};
}

Checklist FromProto(const std::string& id, const v1::Checklist& list) {
  Checklist checklist{.id = id,
                      .version = 0,
                      .document = FromProto(list.document()),
                      .programming_period = list.programming_period(),
                      .questions = {},
                      .source = list.source(),
                      .verified = list.verified(),
                      .retired = list.retired()};
  for (const v1::ChecklistQuestion& question : list.questions()) {
    checklist.questions.push_back(
        {.code = question.code(), .text = question.text(), .source = question.source()});
  }
  return checklist;
}

v1::Checklist ToProto(const std::string& organisation, const Checklist& list) {
  v1::Checklist proto;
  proto.set_name(absl::StrCat("organisations/", organisation, "/checklists/", list.id));
  proto.set_version(list.version);
  proto.set_document(ToProto(list.document));
  proto.set_programming_period(list.programming_period);
  for (const Question& question : list.questions) {
    v1::ChecklistQuestion* row = proto.add_questions();
    row->set_code(question.code);
    row->set_text(question.text);
    row->set_source(question.source);
  }
  proto.set_source(list.source);
  proto.set_verified(list.verified);
  proto.set_retired(list.retired);
  return proto;
}

std::vector<Answered> FromProto(const google::protobuf::RepeatedPtrField<v1::CheckItem>& items) {
  std::vector<Answered> answers;
  for (const v1::CheckItem& item : items) {
    answers.push_back({.code = item.code(),
                       .answer = AnswerOf(v1::CheckAnswer_Name(item.answer())),
                       .note = item.note()});
  }
  return answers;
}

v1::Check ToProto(const Contract& contract, int package, const Check& check) {
  v1::Check proto;
  proto.set_name(
      absl::StrCat(payments::convert::NameOfPackage(contract, package), "/checks/", check.number));
  proto.set_number(check.number);
  proto.set_document(ToProto(check.document));
  proto.set_document_version(check.document_version);
  v1::CheckState state = v1::CHECK_STATE_UNSPECIFIED;
  v1::CheckState_Parse(std::string(Name(check.state)), &state);
  proto.set_state(state);
  proto.set_checklist(
      absl::StrCat("organisations/", contract.organisation, "/checklists/", check.checklist_id));
  proto.set_checklist_version(check.checklist_version);
  std::map<std::string, const Answered*> answers;
  for (const Answered& answered : check.answers) answers[answered.code] = &answered;
  for (const Question& question : check.questions) {
    v1::CheckItem* item = proto.add_items();
    item->set_code(question.code);
    item->set_text(question.text);
    const auto found = answers.find(question.code);
    if (found == answers.end() || !found->second->answer.has_value()) continue;
    v1::CheckAnswer answer = v1::CHECK_ANSWER_UNSPECIFIED;
    v1::CheckAnswer_Parse(std::string(Name(*found->second->answer)), &answer);
    item->set_answer(answer);
    item->set_note(found->second->note);
  }
  proto.set_approved(check.approved);
  proto.set_conclusion(check.conclusion);
  proto.set_checked_by(check.checked_by);
  if (check.checked_on.has_value()) proto.set_checked_on(FormatDay(*check.checked_on));
  return proto;
}

absl::StatusOr<SamplingMethod> FromProto(const std::string& id, const v1::SamplingMethod& given) {
  SamplingMethod method;
  method.id = id;
  method.programming_period = given.programming_period();
  method.first_of_issuer = given.first_of_issuer();
  method.suspected_duplicates = given.suspected_duplicates();
  method.rest_percent = given.rest_percent();
  method.source = given.source();
  method.verified = given.verified();
  std::vector<Violation> violations;
  for (int i = 0; i < given.always_from_size(); ++i) {
    const std::string field = absl::StrCat("method.alwaysFrom[", i, "]");
    const absl::StatusOr<Money> from = tranche::convert::FromProto(given.always_from(i));
    AddViolation(from.status(), field, &violations);
    if (!from.ok()) continue;
    std::optional<Money>& kept =
        from->currency() == Currency::kBgn ? method.always_from_bgn : method.always_from_eur;
    if (kept.has_value()) {
      const std::string code(CurrencyCode(from->currency()));
      violations.push_back({.field = field,
                            .reason = "FIELD_GIVEN_TWICE",
                            .values = {{"field", absl::StrCat("alwaysFrom, ", code)}}});
    } else if (from->minor() <= 0) {
      violations.push_back({.field = field, .reason = "AMOUNT_NOT_ABOVE_ZERO", .values = {}});
    }
    kept = *from;
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return method;
}

v1::SamplingMethod ToProto(const std::string& organisation, const SamplingMethod& method) {
  v1::SamplingMethod proto;
  proto.set_name(absl::StrCat("organisations/", organisation, "/samplingMethods/", method.id));
  proto.set_version(method.version);
  proto.set_programming_period(method.programming_period);
  for (const std::optional<Money>& from : {method.always_from_bgn, method.always_from_eur}) {
    if (from.has_value()) *proto.add_always_from() = tranche::convert::ToProto(*from);
  }
  proto.set_first_of_issuer(method.first_of_issuer);
  proto.set_suspected_duplicates(method.suspected_duplicates);
  proto.set_rest_percent(method.rest_percent);
  proto.set_source(method.source);
  proto.set_verified(method.verified);
  return proto;
}

absl::StatusOr<v1::Sample> ToProto(const Contract& contract, const Claim& claim, const Sample& sample) {
  v1::Sample proto;
  proto.set_name(absl::StrCat(payments::convert::NameOfClaim(contract, claim.sequence), "/sample"));
  proto.set_seed(claim.sample_seed);
  proto.set_commitment(Sha256Hex(claim.sample_seed));
  proto.set_population_digest(sample.population_digest);
  proto.set_population(static_cast<int>(claim.costs.size()));
  std::map<std::string, Money> totals;
  for (const ClaimCost& cost : claim.costs) {
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(cost.requested));
    totals.emplace(cost.id, total);
  }
  Money chosen_total = Money::Minor(0, claim.requested.eu.currency());
  for (const Chosen& chosen : sample.chosen) {
    const auto total = totals.find(chosen.cost_id);
    if (total == totals.end()) return absl::InternalError("a sample holds a cost of another claim");
    v1::SampledCost* row = proto.add_chosen();
    row->set_cost(payments::convert::NameOfCost(contract, chosen.cost_id));
    *row->mutable_total() = tranche::convert::ToProto(total->second);
    for (const SamplingReason reason : chosen.reasons) {
      v1::SamplingReason word = v1::SAMPLING_REASON_UNSPECIFIED;
      v1::SamplingReason_Parse(std::string(Name(reason)), &word);
      row->add_reasons(word);
    }
    TRANCHE_ASSIGN_OR_RETURN(chosen_total, tranche::Add(chosen_total, total->second));
  }
  *proto.mutable_chosen_total() = tranche::convert::ToProto(chosen_total);
  TRANCHE_ASSIGN_OR_RETURN(const Money all, Total(claim.requested));
  *proto.mutable_population_total() = tranche::convert::ToProto(all);
  proto.set_method(
      absl::StrCat("organisations/", contract.organisation, "/samplingMethods/", sample.method_id));
  proto.set_method_version(sample.method_version);
  proto.set_drawn_by(sample.drawn_by);
  return proto;
}

}  // namespace tranche::payments::package::convert
