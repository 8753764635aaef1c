// SPDX-License-Identifier: EUPL-1.2
#include "budgets/record_cost_store.h"

#include <nlohmann/json.hpp>

#include "budgets/budgets_convert.h"
#include "budgets/particulars/particulars_convert.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"

namespace tranche::budgets::store {
namespace {

constexpr pg::Statement kRecordCost{"budgets.record_cost", R"sql(
  select record_cost($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17::date,
                     $18, $19, $20, $21, $22, $23::jsonb, $24::jsonb))sql"};

// The same with what the document says beside its amounts.
constexpr pg::Statement kRecordToldCost{"budgets.record_told_cost", R"sql(
  select record_told_cost($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17::date,
                          $18, $19, $20, $21, $22, $23::jsonb, $24::jsonb, $25::jsonb))sql"};

nlohmann::json JsonOf(const common::v1::Money& money) {
  return {{"amount", money.amount()}, {"currency", money.currency()}};
}

nlohmann::json JsonOf(const v1::CostParticulars& particulars) {
  nlohmann::json json = {{"flags", nlohmann::json::array()}, {"activities", nlohmann::json::array()}};
  if (particulars.issuer_kind() != v1::ISSUER_KIND_UNSPECIFIED) {
    json["issuerKind"] = v1::IssuerKind_Name(particulars.issuer_kind());
  }
  for (const int flag : particulars.flags()) {
    json["flags"].push_back(v1::CostFlag_Name(static_cast<v1::CostFlag>(flag)));
  }
  for (const v1::ActivityShare& share : particulars.activities()) {
    json["activities"].push_back({{"activity", share.activity()}, {"amount", JsonOf(share.amount())}});
  }
  return json;
}

nlohmann::json JsonOf(const v1::SimplifiedCost& cost) {
  nlohmann::json json = {{"line", cost.line()},         {"item", cost.item()},
                         {"quantity", cost.quantity()}, {"evidence", cost.evidence()},
                         {"day", cost.day()},           {"person", cost.person()},
                         {"year", cost.year()},         {"form", v1::SupportForm_Name(cost.form())},
                         {"title", cost.title()},       {"percent", cost.percent()}};
  if (cost.has_price()) json["price"] = JsonOf(cost.price());
  if (cost.has_base()) json["base"] = JsonOf(cost.base());
  return json;
}

}  // namespace

// The cost in the JSON form of its description, as the other evidence is, but for what the recording
// gives; written by hand, because the general way takes a third of a recording's time in the server.
std::string CostJson(const v1::Cost& cost) {
  const v1::CostDocument& document = cost.document();
  nlohmann::json json = {{"name", cost.name()},
                         {"line", cost.line()},
                         {"document",
                          {{"type", v1::DocumentType_Name(document.type())},
                           {"number", document.number()},
                           {"issuedOn", document.issued_on()},
                           {"paidOn", document.paid_on()},
                           {"issuer", document.issuer()},
                           {"total", JsonOf(document.total())},
                           {"issuerEik", document.issuer_eik()},
                           {"vatRecoverable", document.vat_recoverable()}}},
                         {"claimed", JsonOf(cost.claimed())},
                         {"unclaimed", JsonOf(cost.unclaimed())},
                         {"state", v1::CostState_Name(cost.state())},
                         {"marks", nlohmann::json::parse(convert::MarksToJson(cost.marks()))},
                         {"decidedOn", cost.decided_on()},
                         {"refusalReason", cost.refusal_reason()}};
  if (document.has_vat()) json["document"]["vat"] = JsonOf(document.vat());
  if (cost.has_simplified()) json["simplified"] = JsonOf(cost.simplified());
  if (cost.has_particulars()) json["particulars"] = JsonOf(cost.particulars());
  return json.dump();
}

v1::Cost RecordCost(pg::Tx& alone, const rpc::CallScope& scope, const NewCost& cost) {
  const v1::CostDocument& document = cost.cost.document();
  // Most documents tell nothing more; then recording them asks nothing more.
  const auto run = [&](const pg::Statement& statement, const auto&... told) {
    return alone.Run(statement, scope.actor.subject, pg::OrganisationsLiteral(scope), cost.organisation,
                     scope.method, cost.request_id, pqxx::binarystring(cost.request_hash),
                     scope.trace_id, cost.contract, cost.cost.line(),
                     v1::DocumentType_Name(document.type()), document.number(), cost.number_folded,
                     document.issuer(), cost.issuer_folded, document.issuer_eik(), document.issued_on(),
                     document.paid_on(), cost.total.minor(), cost.vat.minor(),
                     document.vat_recoverable(), cost.claimed.minor(), cost.cost.claimed().currency(),
                     convert::MarksToJson(cost.cost.marks()), CostJson(cost.cost), told...);
  };
  const pqxx::result rows = cost.cost.has_particulars()
                                ? run(kRecordToldCost, ParticularsRow(cost.cost.particulars()))
                                : run(kRecordCost);
  // Only the recording gives these; what else the answer says is the request, the same in a repeat.
  const nlohmann::json answer = nlohmann::json::parse(rows[0][0].as<std::string>());
  const auto amount = [&](const char* key) {
    return Money::Minor(answer.at(key).get<int64_t>(), cost.claimed.currency());
  };
  v1::Cost recorded = cost.cost;
  recorded.set_name(CostName(cost.organisation, cost.contract, answer.at("number").get<int64_t>()));
  *recorded.mutable_parts() = convert::ToProto(
      ThreePart{.eu = amount("eu"), .national = amount("national"), .own = amount("own")});
  *recorded.mutable_recorded_total() = convert::ToProto(cost.total);
  *recorded.mutable_left_on_line() = convert::ToProto(amount("left"));
  // As its document is known; answers that are older than this field had no other issuer than the
  // cost's.
  recorded.set_document_key(
      DocumentKeyOf(cost.number_folded, answer.value("issuer", cost.issuer_folded),
                    v1::DocumentType_Name(document.type()), document.issued_on()));
  *recorded.mutable_recorded_at() = TimestampOf(answer.at("recorded_at_us").get<int64_t>());
  return recorded;
}

}  // namespace tranche::budgets::store
