// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/bank_convert.h"

#include <google/protobuf/util/time_util.h>

#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::bank::convert {
namespace {

using google::protobuf::util::TimeUtil;

common::v1::Money Amount(int64_t minor, Currency currency) {
  return tranche::convert::ToProto(Money::Minor(minor, currency));
}

std::string ContractName(const std::string& organisation, const std::string& contract_id) {
  return absl::StrCat("organisations/", organisation, "/contracts/", contract_id);
}

}  // namespace

std::string NameOfStatement(const std::string& organisation, int number) {
  return absl::StrCat("organisations/", organisation, "/bankStatements/", number);
}

std::string NameOfEntry(const std::string& organisation, int64_t number) {
  return absl::StrCat("organisations/", organisation, "/bankEntries/", number);
}

std::string NameOfMatch(const std::string& organisation, const std::string& contract_id, int number) {
  return absl::StrCat(ContractName(organisation, contract_id), "/bankMatches/", number);
}

absl::StatusOr<std::string> ParseOrganisation(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName("organisations/{organisation}", name));
  return segments[0];
}

absl::StatusOr<int64_t> ParseEntryName(const std::string& organisation, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/bankEntries/{entry}", name));
  const bool own = segments[0] == organisation || segments[0] == "-";
  const int64_t number = validate::ParseNumber<int64_t>(segments[1]);
  if (!own || number == 0) return Refuse("NOT_FOUND", {{"name", name}});
  return number;
}

absl::StatusOr<MatchName> ParseMatchName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName(
          "organisations/{organisation}/contracts/{contract}/bankMatches/{match}", name));
  return MatchName{.organisation = segments[0],
                   .contract_id = FoldRegisterNumber(segments[1]),
                   .number = validate::ParseNumber<int>(segments[2])};
}

v1::BankFinding ToProto(const Finding& finding) {
  v1::BankFinding proto;
  proto.set_reason(finding.reason);
  proto.set_place(finding.place);
  proto.set_text_bg(Explain(finding.reason, finding.values, Language::kBulgarian));
  proto.set_text_en(Explain(finding.reason, finding.values, Language::kEnglish));
  return proto;
}

v1::BankStatement ToProto(const store::StoredStatement& statement) {
  const StatementReading& reading = statement.reading;
  v1::BankStatement proto;
  proto.set_name(NameOfStatement(statement.organisation, statement.number));
  proto.set_account(reading.account);
  proto.set_currency(std::string(CurrencyCode(reading.currency)));
  proto.set_number(reading.number);
  proto.set_from_day(FormatDay(reading.from_day));
  proto.set_to_day(FormatDay(reading.to_day));
  if (reading.opening.has_value())
    *proto.mutable_opening_balance() = tranche::convert::ToProto(*reading.opening);
  if (reading.closing.has_value())
    *proto.mutable_closing_balance() = tranche::convert::ToProto(*reading.closing);
  proto.set_entries(statement.entries);
  proto.set_new_entries(statement.new_entries);
  proto.set_sha256(statement.sha256);
  proto.set_file_name(statement.file_name);
  proto.set_form(reading.form == FileForm::kCamt053 ? v1::CAMT_053 : v1::BANK_CSV);
  for (const Finding& finding : reading.findings) *proto.add_findings() = ToProto(finding);
  *proto.mutable_imported_at() = TimeUtil::MicrosecondsToTimestamp(statement.recorded_at_us);
  return proto;
}

v1::BankEntry ToProto(const store::StoredEntry& stored) {
  const StatementEntry& entry = stored.entry;
  const Currency currency = entry.amount.currency();
  v1::BankEntry proto;
  proto.set_name(NameOfEntry(stored.organisation, stored.number));
  proto.set_statement(NameOfStatement(stored.organisation, stored.statement_number));
  proto.set_account(stored.account);
  proto.set_booked_on(FormatDay(entry.booked_on));
  if (entry.value_on.has_value()) proto.set_value_on(FormatDay(*entry.value_on));
  *proto.mutable_amount() = tranche::convert::ToProto(entry.amount);
  proto.set_bank_reference(entry.bank_reference);
  proto.set_end_to_end_id(entry.end_to_end_id);
  proto.set_counterparty_name(entry.counterparty_name);
  proto.set_counterparty_iban(entry.counterparty_iban);
  proto.set_remittance(entry.remittance);
  proto.set_place(entry.place);
  *proto.mutable_matched() = Amount(stored.matched_minor, currency);
  *proto.mutable_unmatched() =
      Amount(std::abs(entry.amount.minor()) - stored.matched_minor - stored.explained_minor, currency);
  if (stored.explained_minor > 0) {
    *proto.mutable_explained() = Amount(stored.explained_minor, currency);
  }
  return proto;
}

v1::BankMatch ToProto(const store::StoredMatch& match) {
  v1::BankMatch proto;
  proto.set_name(NameOfMatch(match.organisation, match.contract_id, match.number));
  for (const MatchPart& part : match.parts) {
    v1::BankMatchPart* shown = proto.add_parts();
    shown->set_entry(NameOfEntry(match.organisation, part.entry_number));
    shown->set_record(
        absl::StrCat(ContractName(match.organisation, match.contract_id), "/", part.record));
    *shown->mutable_amount() = tranche::convert::ToProto(part.amount);
  }
  proto.set_note(match.note);
  proto.set_confirmed_by(match.confirmed_by);
  *proto.mutable_confirmed_at() = TimeUtil::MicrosecondsToTimestamp(match.recorded_at_us);
  proto.set_withdrawn(match.withdrawn_by.has_value());
  proto.set_withdrawn_by(match.withdrawn_by.value_or(""));
  proto.set_withdrawal_reason(match.withdrawal_reason);
  return proto;
}

v1::MatchReason ToProto(Why why) {
  switch (why) {
    case Why::kOrderNamesDocument:
      return v1::ORDER_NAMES_DOCUMENT;
    case Why::kAmountEqual:
      return v1::AMOUNT_EQUAL;
    case Why::kNumberInText:
      return v1::NUMBER_IN_TEXT;
    case Why::kReferenceEqual:
      return v1::REFERENCE_EQUAL;
    case Why::kNameEqual:
      return v1::NAME_EQUAL;
    case Why::kContractInText:
      return v1::CONTRACT_IN_TEXT;
    case Why::kSameDay:
      return v1::SAME_DAY;
    case Why::kNearDay:
      return v1::NEAR_DAY;
  }
  return v1::MATCH_REASON_UNSPECIFIED;
}

}  // namespace tranche::payments::bank::convert
