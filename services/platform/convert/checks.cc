// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/checks.h"

namespace tranche::convert {

plans::v1::Verdict ToProto(footing::Verdict verdict) {
  switch (verdict) {
    case footing::Verdict::kAgree:
      return plans::v1::AGREE;
    case footing::Verdict::kDisagree:
      return plans::v1::DISAGREE;
    case footing::Verdict::kNotComputable:
      return plans::v1::NOT_COMPUTABLE;
    case footing::Verdict::kWarning:
      return plans::v1::WARNING;
  }
  return plans::v1::VERDICT_UNSPECIFIED;
}

plans::v1::Check ToProto(const footing::Check& check) {
  plans::v1::Check proto;
  proto.set_check(check.id);
  proto.set_place(check.place);
  proto.set_title_bg(check.title_bg);
  proto.set_title_en(check.title_en);
  proto.set_unit(check.unit);
  proto.set_stated(check.stated);
  proto.set_computed(check.computed);
  proto.set_delta(check.delta);
  proto.set_verdict(ToProto(check.verdict));
  for (const footing::Reading& reading : check.readings) {
    plans::v1::Reading* item = proto.add_readings();
    item->set_text_bg(reading.text_bg);
    item->set_text_en(reading.text_en);
    item->set_computed(reading.computed);
    item->set_delta(reading.delta);
    item->set_verdict(ToProto(reading.verdict));
    for (const std::string& missing : reading.not_written) item->add_not_written(missing);
    item->set_unit(reading.unit);
    item->set_chosen(reading.chosen);
  }
  proto.set_why_bg(check.why.bg);
  proto.set_why_en(check.why.en);
  for (const std::string& field : check.fields) proto.add_fields(field);
  return proto;
}

plans::v1::Finding FindingOf(const Violation& finding) {
  plans::v1::Finding proto;
  proto.set_reason(finding.reason);
  proto.set_place(finding.field);
  proto.set_text_bg(Explain(finding.reason, finding.values, Language::kBulgarian));
  proto.set_text_en(Explain(finding.reason, finding.values, Language::kEnglish));
  return proto;
}

}  // namespace tranche::convert
