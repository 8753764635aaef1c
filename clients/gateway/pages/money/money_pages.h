// SPDX-License-Identifier: EUPL-1.2
// What the pages about a contract's money have in common: their links among each other, and a page of
// facts and tables that only has to be filled.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/pages/layout.h"
#include "gateway/pages/money/page_table.h"
#include "gateway/pages/parts.h"
#include "gateway/pages/visit.h"
#include "tranche/common/v1/annulment.pb.h"
#include "tranche/payments/v1/packages.pb.h"

namespace tranche::gateway {

// "organisations/x/contracts/y" of the name of the contract or of any record below it.
std::string ContractOf(absl::string_view name);

// The links among the pages of a contract, {{>NAV}}; `here` is the phrase of the page itself.
void ShowContractNav(const Visit& visit, const std::string& contract, const char* here,
                     ctemplate::TemplateDictionary* page);

// Address of the page of a record of money, or of its row in the page of all of its kind; "" for a
// record that has neither.
std::string RecordHref(const Visit& visit, absl::string_view name);
// Id of such a row: "incomes-1" of "…/incomes/1".
std::string RowAnchor(absl::string_view name);
// "claim No 1" of its name, linked where it has a page; "–" for "".
Piece RecordPiece(const Visit& visit, absl::string_view name);

// A financial correction that a decision names: one of the register linked, any other as it is written.
Piece CorrectionPiece(const Visit& visit, const std::string& correction);

// An IBAN with all but its first four and last four characters hidden: the other side may be a person.
std::string MaskedIban(absl::string_view iban);

// Why a record counts for nothing, by whom and when; "–" where `is_there` is false.
Cell AnnulmentCell(bool is_there, const common::v1::Annulment& annulment, const Sayer& say);

// How often a claim or its package was given back to the beneficiary.
PageTable ReturnsOf(const google::protobuf::RepeatedPtrField<payments::v1::PackageReturn>& returns,
                    const Sayer& say);

// Part of a list that was answered whole: rows from `from` up to `to`, and how ShowPaging goes on.
struct Slice {
  int from = 0;
  int to = 0;
  std::string here;
  std::string next;
};
inline constexpr int kRowsOnPage = 25;
// The part that `parameter` of the address asks for, the first one when it asks for none that there is.
Slice SliceOf(const Visit& visit, const char* parameter, int size);

// The days that were given, by themselves: for a page that may have nothing to ask the server about.
absl::Status CheckDays(const Visit& visit, const std::vector<DayQuestion>& questions);

// A question with a few answers, asked in the form of a page.
struct Choice {
  const char* field;
  const char* label;
  std::vector<std::pair<std::string, std::string>> options;  // Value and text.
  std::string chosen;
};

// A page of facts and tables about a contract or a record below it. It keeps what it is given until
// Show.
class RecordsPage {
 public:
  // `heading` is the phrase of the page, by which the links know it; `of` goes on with it, as "№ 2".
  RecordsPage(const Visit& visit, std::string contract, const char* heading, std::string of = "");

  // A page above this one and below the contract.
  void Above(const char* phrase, const std::string& path);
  void Command(std::vector<std::string> words) { commands_.push_back(ShellLine(words)); }
  template <class Enum>
  void State(Enum value) {
    state_ = StatePiece(value, visit_.language());
  }
  void State(std::string text, std::string colour) {
    state_ = {Piece::Kind::kState, std::move(text), "", std::move(colour)};
  }
  void Lead(Piece piece) { leads_.push_back(std::move(piece)); }
  void Fact(const char* phrase, Piece piece) { facts_.emplace_back(phrase, std::move(piece)); }
  void Fact(const char* phrase, std::string text) { Fact(phrase, PlainPiece(std::move(text))); }
  void Add(PageTable table) { tables_.push_back(std::move(table)); }
  // A form that asks for days and choices again, with what is wrong with the days.
  void Ask(std::vector<DayQuestion> days, std::vector<Choice> choices,
           absl::Status refusal = absl::OkStatus());
  // A link that shows the amounts another way.
  void Other(std::string href, const char* phrase) { other_ = LinkPiece(phrase, std::move(href)); }
  void Json(std::string href) { json_ = std::move(href); }
  // How the amounts of tables are said once, "in euro"; "" when cells say it.
  void Unit(const std::string& currency);

  // Answers with the page; 400 when a day was refused.
  void Show(Visit* visit) const;

 private:
  void Fill(ctemplate::TemplateDictionary* page) const;
  void FillForm(ctemplate::TemplateDictionary* page) const;
  void FillLeads(ctemplate::TemplateDictionary* page) const;

  const Visit& visit_;
  const std::string contract_;
  const char* const phrase_;
  const std::string heading_;
  std::vector<std::pair<std::string, std::string>> crumbs_;
  std::vector<std::string> commands_;
  Piece state_;
  std::vector<Piece> leads_;
  std::vector<std::pair<const char*, Piece>> facts_;
  std::vector<PageTable> tables_;
  bool asks_ = false;
  std::vector<DayQuestion> days_;
  std::vector<Choice> choices_;
  absl::Status refusal_;
  Piece other_;
  std::string json_;
  std::string unit_;
};

}  // namespace tranche::gateway
