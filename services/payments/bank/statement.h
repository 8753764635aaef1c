// SPDX-License-Identifier: EUPL-1.2
// A bank statement: what a file says, whether it adds up, and what makes a movement the same in two
// files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/base/error.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

inline constexpr std::size_t kFileBytesMax = 1 << 20;
inline constexpr std::size_t kEntriesMax = 5'000;    // Of one file.
inline constexpr std::size_t kTextBytesMax = 1'000;  // Of the text of one movement; the rest is cut.
inline constexpr std::size_t kNameBytesMax = 200;    // Likewise.
inline constexpr std::size_t kViolationsMax =
    100;  // That are listed; a file with more has them all over.

struct StatementEntry {
  std::string place;  // "Ntry[3]", "line 27".
  absl::CivilDay booked_on;
  std::optional<absl::CivilDay> value_on;
  Money amount;  // Above 0: money came; below 0: money went.
  std::string bank_reference;
  std::string end_to_end_id;
  std::string counterparty_name;
  std::string counterparty_iban;
  std::string remittance;
};

// What a person should know although the file could be read; `reason` of the catalogue.
struct Finding {
  std::string reason;
  std::string place;
  ErrorValues values;

  friend bool operator==(const Finding&, const Finding&) = default;
};

enum class FileForm { kCamt053, kCsv };

struct StatementReading {
  FileForm form = FileForm::kCamt053;
  std::string account;  // A right IBAN.
  Currency currency = Currency::kBgn;
  std::string number;
  absl::CivilDay from_day;
  absl::CivilDay to_day;
  std::optional<Money> opening;  // Both or neither.
  std::optional<Money> closing;
  std::vector<StatementEntry> entries;
  std::vector<Finding> findings;
};

// What the request says of a file that does not say it itself.
struct FileHints {
  std::string account;
  std::optional<Currency> currency;
};

// The statement in a file of either form. DOCUMENT_UNREADABLE with everything that is wrong, each with
// its place; a reading adds up (CheckAddsUp) or is refused.
absl::StatusOr<StatementReading> ReadStatement(absl::string_view bytes, const FileHints& hints);

// One of the two, for whoever knows which.
absl::StatusOr<StatementReading> ReadCamt053(absl::string_view bytes, const FileHints& hints);
absl::StatusOr<StatementReading> ReadStatementCsv(absl::string_view bytes, const FileHints& hints);

// The violation of a statement whose opening balance and movements are not its closing balance; nothing
// when they are, or when the file has no balances.
std::optional<Violation> CheckAddsUp(const StatementReading& statement, absl::string_view place);

// What makes each movement the same in another statement of the account: its day, amount, references
// and text, and which of those alike in all that it is. The same file always has the same keys.
std::vector<std::string> KeysOf(const StatementReading& statement);

// Whether the references of the movements, in their order, only count them: 1, 2, 3 … after those
// before. An empty one says nothing.
bool AreOrdinals(const std::vector<std::string>& references, std::size_t before = 0);

// For the readers: gathers what is wrong and makes the refusal of it, which says how many there are.
class Violations {
 public:
  void Add(std::string place, std::string reason, ErrorValues values = {});
  void Add(std::string place, const absl::Status& refusal);
  bool empty() const { return violations_.empty(); }
  absl::Status AsRefusal() const;

 private:
  std::vector<Violation> violations_;  // The first of all.
  std::size_t count_ = 0;
};

// The account and the currency that a file states, or the hints where it states none.
// IBAN_INVALID, BANK_VALUE_MISSING, BANK_ACCOUNT_DIFFERS, BANK_CURRENCY_DIFFERS into `violations`.
void SettleAccount(const std::string& stated_account, const std::string& stated_currency,
                   const FileHints& hints, const std::string& place, StatementReading* reading,
                   Violations* violations);

// The days from the first movement to the last, where the file does not say; one of the future or of
// the distant past is a violation.
void SettleDays(std::optional<absl::CivilDay> from_day, std::optional<absl::CivilDay> to_day,
                StatementReading* reading, Violations* violations);

}  // namespace tranche::payments::bank
