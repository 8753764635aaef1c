// SPDX-License-Identifier: EUPL-1.2
#include "budgets/lines_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/limits/limits_store.h"
#include "budgets/simplified/simplified.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

constexpr pg::Statement kMarkBudgeted{"budgets.mark_budgeted", R"sql(
  update contract set budgeted_at = now() where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertLines{"budgets.insert_lines", R"sql(
  insert into line (organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
                    cap_own_minor, currency, marks)
  select $1, $2, code, title, expense_type, cap_eu_minor, cap_national_minor, cap_own_minor, $3, marks
    from jsonb_to_recordset($4::jsonb)
      as given (code text, title text, expense_type text, cap_eu_minor bigint, cap_national_minor bigint,
                cap_own_minor bigint, marks jsonb))sql"};

constexpr pg::Statement kPostCaps{"budgets.post_caps", R"sql(
  insert into posting (organisation_id, contract_id, line_code, debit, credit, eu_minor, national_minor,
                       own_minor, currency, valid_on)
  select organisation_id, contract_id, code, 'available', 'cap', cap_eu_minor, cap_national_minor,
         cap_own_minor, currency, $3::date
    from line where organisation_id = $1 and contract_id = $2
   order by string_to_array(code, '.')::numeric[])sql"};

constexpr pg::Statement kListLines{"budgets.list_lines", R"sql(
  select organisation_id, contract_id, code, title, expense_type, cap_eu_minor, cap_national_minor,
         cap_own_minor, reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor,
         spent_national_minor, spent_own_minor, currency, marks, support_form,
         array_to_string(limits, ',') as limits
    from line where organisation_id = $1 and contract_id = $2
   order by string_to_array(code, '.')::numeric[], code)sql"};

#define LINE_COLUMNS                                                                 \
  "code, title, expense_type, cap_eu_minor, cap_national_minor, cap_own_minor, "     \
  "reserved_eu_minor, reserved_national_minor, reserved_own_minor, spent_eu_minor, " \
  "spent_national_minor, spent_own_minor, currency from line "

constexpr pg::Statement kLockAllLines{"budgets.lock_all_lines",
                                      "select " LINE_COLUMNS
                                      "where organisation_id = $1 and contract_id = $2 "
                                      "order by code for update"};

constexpr pg::Statement kLockLinesOf{"budgets.lock_lines_of",
                                     "select " LINE_COLUMNS
                                     "where organisation_id = $1 and contract_id = $2 "
                                     "and code = any ($3::text[]) order by code for update"};

std::vector<LockedLine> LinesOf(const pqxx::result& rows) {
  std::vector<LockedLine> lines;
  for (const pqxx::row& row : rows) {
    lines.push_back({.line = {.code = Text(row, "code"),
                              .caps = convert::PartsFromRow(row, "cap"),
                              .reserved = convert::PartsFromRow(row, "reserved"),
                              .spent = convert::PartsFromRow(row, "spent")},
                     .title = Text(row, "title"),
                     .expense_type = Text(row, "expense_type")});
  }
  return lines;
}

}  // namespace

void InsertBudget(pg::Tx& tx, const Contract& contract, const std::vector<NewLine>& lines) {
  nlohmann::json rows = nlohmann::json::array();
  for (const NewLine& line : lines) {
    rows.push_back({{"code", line.line.code()},
                    {"title", line.line.title()},
                    {"expense_type", line.line.expense_type()},
                    {"cap_eu_minor", line.caps.eu.minor()},
                    {"cap_national_minor", line.caps.national.minor()},
                    {"cap_own_minor", line.caps.own.minor()},
                    {"marks", nlohmann::json::parse(convert::MarksToJson(line.line.marks()))}});
  }
  const std::string currency(CurrencyCode(contract.amount.eu.currency()));
  tx.Run(kInsertLines, contract.organisation, contract.contract, currency, rows.dump());
  tx.Run(kPostCaps, contract.organisation, contract.contract, FormatDay(contract.starts_on));
  tx.Run(kMarkBudgeted, contract.organisation, contract.contract);
}

std::vector<v1::Line> ListLines(pg::Tx& tx, const std::string& organisation,
                                const std::string& contract) {
  std::vector<v1::Line> lines;
  for (const pqxx::row& row : tx.Run(kListLines, organisation, contract)) {
    const BudgetLine balances{.code = Text(row, "code"),
                              .caps = convert::PartsFromRow(row, "cap"),
                              .reserved = convert::PartsFromRow(row, "reserved"),
                              .spent = convert::PartsFromRow(row, "spent")};
    const absl::StatusOr<ThreePart> left = Left(balances);
    const absl::StatusOr<Money> total = Total(balances.caps);
    if (!left.ok() || !total.ok()) throw std::runtime_error("the amounts of a line do not fit");
    v1::Line line;
    line.set_name(absl::StrCat(ContractName(organisation, contract), "/lines/", balances.code));
    line.set_code(balances.code);
    line.set_title(Text(row, "title"));
    line.set_expense_type(Text(row, "expense_type"));
    *line.mutable_total() = convert::ToProto(*total);
    *line.mutable_caps() = convert::ToProto(balances.caps);
    *line.mutable_reserved() = convert::ToProto(balances.reserved);
    *line.mutable_spent() = convert::ToProto(balances.spent);
    *line.mutable_left() = convert::ToProto(*left);
    *line.mutable_marks() = convert::MarksFromJson(Text(row, "marks"));
    line.set_form(ToProto(FormOf(Text(row, "support_form"))));
    for (std::string& code : SplitCodes(Text(row, "limits"))) line.add_limits(std::move(code));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<LockedLine> LockAllLines(pg::Tx& tx, const Contract& contract) {
  return LinesOf(tx.Run(kLockAllLines, contract.organisation, contract.contract));
}

std::vector<LockedLine> LockLinesOf(pg::Tx& tx, const Contract& contract,
                                    const std::vector<std::string>& codes) {
  // Codes are digits and points (IsLineCode); one that is not finds nothing.
  nlohmann::json quoted(codes);
  std::string literal = quoted.dump();
  literal.front() = '{';
  literal.back() = '}';
  return LinesOf(tx.Run(kLockLinesOf, contract.organisation, contract.contract, literal));
}

}  // namespace tranche::budgets::store
