// SPDX-License-Identifier: EUPL-1.2
// A bank for tests: it takes files of orders (pain.001), pays or refuses, answers (pain.002), and is as
// unreliable as a bank can be: files and answers are lost, late or doubled.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "payments/bank/xml.h"

namespace tranche::payments::testing {

class BankStandIn {
 public:
  // `knows_doubles`: an order whose end-to-end id it has seen is not paid again, as banks do.
  explicit BankStandIn(bool knows_doubles = true) : knows_doubles_(knows_doubles) {}

  // Orders to accounts that end with "0" are refused; so is the second copy of an order, and of a file
  // as a whole.
  void Receive(const std::string& file) {
    std::string orders;
    std::string message;
    std::string id;
    std::string account;
    bool double_file = false;
    const absl::Status walked =
        bank::WalkXml(file, {.open = [](const std::string&) {},
                             .close =
                                 [&](const bank::XmlElement& element) {
                                   if (absl::EndsWith(element.path, "/GrpHdr/MsgId")) {
                                     message = element.text;
                                     double_file = knows_doubles_ && !files_.insert(message).second;
                                   }
                                   if (absl::EndsWith(element.path, "/PmtId/EndToEndId"))
                                     id = element.text;
                                   if (absl::EndsWith(element.path, "/CdtrAcct/Id/IBAN"))
                                     account = element.text;
                                   if (!absl::EndsWith(element.path, "/CdtTrfTxInf")) return;
                                   absl::StrAppend(&orders, AnswerTo(id, account));
                                 }});
    if (!walked.ok()) return;
    answers_.push_back(absl::StrCat(
        "<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>", message, "</OrgnlMsgId>",
        double_file ? "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>" : "",
        "</OrgnlGrpInfAndSts>",
        double_file ? "" : absl::StrCat("<OrgnlPmtInfAndSts>", orders, "</OrgnlPmtInfAndSts>"),
        "</CstmrPmtStsRpt></Document>"));
  }
  // A file that is under way.
  void Delay(const std::string& file) { late_.push_back(file); }
  void ReceiveLate() {
    for (const std::string& file : std::exchange(late_, {})) Receive(file);
  }

  // The answers that were not fetched yet.
  std::vector<std::string> TakeAnswers() { return std::exchange(answers_, {}); }
  void LoseAnswers() { answers_.clear(); }

  // What it says when it is asked by an end-to-end id.
  bool Knows(const std::string& id) const { return paid_.count(id) + refused_.count(id) > 0; }
  bool Refused(const std::string& id) const { return refused_.count(id) > 0; }

  // How often each order was paid.
  const std::map<std::string, int>& paid() const { return paid_; }

 private:
  std::string AnswerTo(const std::string& id, const std::string& account) {
    const bool doubled = knows_doubles_ && Knows(id);
    if (!doubled && absl::EndsWith(account, "0")) {
      refused_.insert(id);
    } else if (!doubled) {
      ++paid_[id];
    }
    const std::string code = doubled ? (doubles_++ % 2 == 0 ? "DU03" : "AM05") : "AC04";
    const std::string refusal =
        absl::StrCat("RJCT</TxSts><StsRsnInf><Rsn><Cd>", code, "</Cd></Rsn></StsRsnInf>");
    return absl::StrCat("<TxInfAndSts><OrgnlEndToEndId>", id, "</OrgnlEndToEndId><TxSts>",
                        doubled || Refused(id) ? refusal : "ACSC</TxSts>", "</TxInfAndSts>");
  }

  const bool knows_doubles_;
  std::vector<std::string> late_;
  std::vector<std::string> answers_;
  std::map<std::string, int> paid_;
  std::set<std::string> refused_;
  std::set<std::string> files_;
  int doubles_ = 0;
};

}  // namespace tranche::payments::testing
