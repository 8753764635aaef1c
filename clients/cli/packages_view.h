// SPDX-License-Identifier: EUPL-1.2
// What commands of packages and of their checks have in common.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/packages_service.pb.h"

namespace tranche::cli {

inline constexpr Text kKindOfDocument{"Документ", "Document"};
inline constexpr Text kDocumentApproved{"Одобрен", "Approved"};
inline constexpr Text kCode{"Код", "Code"};
inline std::vector<Word> Documents(Language language) {
  return WordsOf(payments::v1::DocumentKind_descriptor(), language);
}

inline absl::StatusOr<payments::v1::DocumentKind> DocumentOf(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(payments::v1::DocumentKind_descriptor(), "document",
                                                    arguments.Get("document")));
  return static_cast<payments::v1::DocumentKind>(kind);
}

inline constexpr Parameter kPackageParameter{
    "package",
    Kind::kRequired,
    {"Номер на пакета по ред: 1, 2 …", "Place of the package in the sequence: 1, 2 …"}};
inline constexpr Parameter kDocumentParameter{
    "document", Kind::kMustValue, {"Кой документ", "Which document"}, Takes::kText, Documents};
inline constexpr Parameter kPackageDayParameter{
    "on", Kind::kMustValue, {"Ден: 2018-01-15", "Day: 2018-01-15"}};
inline constexpr Parameter kPackageReasonParameter{"reason", Kind::kMustValue, {"Защо", "Why"}};

inline std::string PackageName(const std::string& contract, const Arguments& arguments) {
  return RecordName(contract, "packages", arguments.Get("package"));
}

}  // namespace tranche::cli
