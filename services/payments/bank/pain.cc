// SPDX-License-Identifier: EUPL-1.2
// The two messages between an organisation and its bank: pain.001 there, pain.002 back.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "payments/bank/payment_order.h"
#include "payments/bank/statement.h"
#include "payments/bank/xml.h"
#include "platform/calendar/civil.h"
#include "platform/text/first_characters.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

constexpr size_t kNameCharactersMax = 70;  // What banks take, of the 140 of the standard.
constexpr size_t kTextCharactersMax = 140;

std::string Element(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, ">", EscapeXml(text), "</", name, ">");
}

std::string Account(absl::string_view name, absl::string_view iban) {
  return absl::StrCat("<", name, "><Id>", Element("IBAN", iban), "</Id></", name, ">");
}

std::string Party(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, ">", Element("Nm", FirstCharacters(text, kNameCharactersMax)), "</",
                      name, ">");
}

std::string SumOf(const std::vector<PaymentOrder>& orders) {
  int64_t minor = 0;
  for (const PaymentOrder& order : orders) minor += order.amount.minor();
  return FormatAmount(Money::Minor(minor, Currency::kEur));
}

std::string Transaction(const PaymentOrder& order) {
  return absl::StrCat("<CdtTrfTxInf><PmtId>", Element("InstrId", order.end_to_end_id),
                      Element("EndToEndId", order.end_to_end_id), "</PmtId><Amt><InstdAmt Ccy=\"",
                      CurrencyCode(order.amount.currency()), "\">", FormatAmount(order.amount),
                      "</InstdAmt></Amt>", Party("Cdtr", order.creditor_name),
                      Account("CdtrAcct", order.creditor_account), "<RmtInf>",
                      Element("Ustrd", FirstCharacters(order.remittance, kTextCharactersMax)),
                      "</RmtInf></CdtTrfTxInf>\n");
}

// Orders of one day are one group of the file, and the groups are numbered by day.
std::map<absl::CivilDay, std::vector<PaymentOrder>> ByDay(const std::vector<PaymentOrder>& orders) {
  std::map<absl::CivilDay, std::vector<PaymentOrder>> by_day;
  for (const PaymentOrder& order : orders) by_day[order.execute_on].push_back(order);
  return by_day;
}

std::string GroupId(const std::string& message_id, int number) {
  return absl::StrCat(message_id, "-", number);
}

std::string Group(const PaymentFile& file, absl::CivilDay day, const std::vector<PaymentOrder>& orders,
                  int number) {
  std::string group =
      absl::StrCat("<PmtInf>", Element("PmtInfId", GroupId(file.message_id, number)),
                   Element("PmtMtd", "TRF"), Element("NbOfTxs", absl::StrCat(orders.size())),
                   Element("CtrlSum", SumOf(orders)), Element("ReqdExctnDt", FormatDay(day)),
                   Party("Dbtr", file.initiator), Account("DbtrAcct", orders.front().debtor_account),
                   "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>\n");
  for (const PaymentOrder& order : orders) group += Transaction(order);
  return group + "</PmtInf>\n";
}

constexpr char kReport[] = "CstmrPmtStsRpt";
constexpr char kBlock[] = "OrgnlPmtInfAndSts";
constexpr char kOrder[] = "OrgnlPmtInfAndSts/TxInfAndSts";
constexpr char kWhole[] = "OrgnlGrpInfAndSts";
constexpr size_t kCodesMax = 20;  // Of one status; a bank gives one or two.

// A status of the file, of a block or of an order. Only what is read is kept.
class Status {
 public:
  void Take(absl::string_view path, const std::string& text) {
    const bool code = path == "StsRsnInf/Rsn/Cd" || path == "StsRsnInf/Rsn/Prtry";
    if (code && codes_.size() < kCodesMax) codes_.push_back(text);
    if (path == "StsRsnInf/AddtlInf" && note_.empty()) note_ = text;
    if (path == "GrpSts" || path == "PmtInfSts" || path == "TxSts") word_ = text;
    if (path == "OrgnlMsgId" || path == "OrgnlPmtInfId" || path == "OrgnlEndToEndId") id_ = text;
    if (path == "OrgnlInstrId") instruction_ = text;  // Made equal to the end-to-end id.
  }

  const std::string& id() const { return id_.empty() ? instruction_ : id_; }
  bool said() const { return !word_.empty(); }
  bool refused() const { return word_ == "RJCT"; }
  bool paid() const { return word_ == "ACSC" || word_ == "ACCC"; }
  bool has_codes() const { return !codes_.empty(); }

  // The code by which a bank refuses the second copy of what it has; "" for another reason or none.
  std::string Duplicate() const {
    for (const std::string& code : codes_) {
      for (const char* known : {"AM05", "DU01", "DU02", "DU03", "DU04", "DU05"}) {
        if (refused() && code == known) return code;
      }
    }
    return "";
  }

  std::string Reason() const {
    std::string reason = codes_.empty() ? "" : codes_.front();
    if (!note_.empty()) absl::StrAppend(&reason, reason.empty() ? "" : " ", note_);
    return Shortened(reason, 490);
  }

  // What stands above counts for what does not say it itself.
  void Inherit(const Status& above) {
    if (said()) return;
    word_ = above.word_;
    codes_ = above.codes_;
    note_ = above.note_;
  }

  // A refusal without a code is for the reason that those below it have.
  void ExplainBy(const Status& below) {
    if (refused() && codes_.empty() && !below.Duplicate().empty()) codes_ = {below.Duplicate()};
  }

 private:
  std::string id_;
  std::string instruction_;
  std::string word_;
  std::vector<std::string> codes_;
  std::string note_;
};

struct Block {
  Status status;
  std::vector<Status> orders;
};

class AnswerReader {
 public:
  XmlHandler Handler() {
    return {.open = [this](const std::string& path) { Open(path); },
            .close = [this](const XmlElement& element) { Close(element); }};
  }
  bool found() const { return found_; }

  BankAnswers Answers() {
    answers_.message_id = whole_.id();
    for (Block& block : blocks_) {
      for (const Status& order : block.orders) block.status.ExplainBy(order);
      whole_.ExplainBy(block.status);
      for (const Status& order : block.orders) whole_.ExplainBy(order);
    }
    for (Block& block : blocks_) Read(&block);
    const std::optional<OrderStep> step = whole_.paid() ? std::nullopt : StepOf(whole_, whole_.id());
    if (step.has_value()) {
      answers_.of_all = *step;
      answers_.reason = whole_.Reason();
    }
    return std::move(answers_);
  }

 private:
  // The path below the report, "" where it is not below.
  static absl::string_view Below(const std::string& path) {
    const size_t at = path.find(kReport);
    return at == std::string::npos
               ? absl::string_view()
               : absl::string_view(path).substr(std::min(path.size(), at + sizeof(kReport)));
  }

  void Open(const std::string& path) {
    if (absl::EndsWith(path, kReport)) found_ = true;
    if (Below(path) == kBlock) blocks_.emplace_back();
    if (Below(path) == kOrder && !blocks_.empty()) blocks_.back().orders.emplace_back();
  }

  void Close(const XmlElement& element) {
    absl::string_view below = Below(element.path);
    if (below.empty() || element.text.empty()) return;
    if (absl::ConsumePrefix(&below, absl::StrCat(kWhole, "/"))) {
      whole_.Take(below, element.text);
    } else if (blocks_.empty()) {
      return;
    } else if (absl::ConsumePrefix(&below, absl::StrCat(kOrder, "/"))) {
      if (!blocks_.back().orders.empty()) blocks_.back().orders.back().Take(below, element.text);
    } else if (absl::ConsumePrefix(&below, absl::StrCat(kBlock, "/"))) {
      blocks_.back().status.Take(below, element.text);
    }
  }

  // The codes that end an order; all others say that it is under way. A refused duplicate ends nothing:
  // the first copy has its own answer.
  std::optional<OrderStep> StepOf(const Status& status, const std::string& of) {
    if (status.paid()) return OrderStep::kPaid;
    if (!status.refused()) return std::nullopt;
    const std::string code = status.Duplicate();
    if (code.empty()) return OrderStep::kRefused;
    answers_.findings.push_back(
        {"ORDER_ANSWER_DUPLICATE", of, {{"value", Shortened(of, 40)}, {"code", code}}});
    return std::nullopt;
  }

  void WithoutOrder(const std::string& place) {
    answers_.findings.push_back(
        {"ORDER_ANSWER_WITHOUT_ORDER", place, {{"file", Shortened(whole_.id(), 40)}}});
  }

  void Read(Block* block) {
    bool named = false;
    for (Status& order : block->orders) {
      order.Inherit(block->status);
      if (order.id().empty()) {
        if (order.refused()) WithoutOrder(block->status.id());
        continue;
      }
      if (!order.said()) continue;
      named = true;
      answers_.named.push_back(order.id());
      const std::optional<OrderStep> step = StepOf(order, order.id());
      if (step.has_value()) answers_.orders.push_back({order.id(), *step, order.Reason()});
    }
    if (block->status.id().empty()) {
      if (block->status.refused() && !named) WithoutOrder("");
      return;
    }
    const std::optional<OrderStep> step = StepOf(block->status, block->status.id());
    if (step.has_value()) {
      answers_.blocks.push_back({block->status.id(), *step, block->status.Reason()});
    }
  }

  bool found_ = false;
  Status whole_;
  std::vector<Block> blocks_;
  BankAnswers answers_;
};

}  // namespace

std::string WritePain001(const PaymentFile& file) {
  std::string xml = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Document "
      "xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\">\n<CstmrCdtTrfInitn>\n<GrpHdr>",
      Element("MsgId", file.message_id), Element("CreDtTm", file.created_at),
      Element("NbOfTxs", absl::StrCat(file.orders.size())), Element("CtrlSum", SumOf(file.orders)),
      Party("InitgPty", file.initiator), "</GrpHdr>\n");
  int number = 0;
  for (const auto& [day, orders] : ByDay(file.orders)) xml += Group(file, day, orders, ++number);
  return xml + "</CstmrCdtTrfInitn>\n</Document>\n";
}

std::vector<PaymentOrder> OrdersOfBlock(const std::string& message_id, const std::string& block,
                                        const std::vector<PaymentOrder>& orders) {
  int number = 0;
  for (const auto& [day, group] : ByDay(orders)) {
    if (GroupId(message_id, ++number) == block) return group;
  }
  return {};
}

absl::StatusOr<BankAnswers> ReadPain002(absl::string_view bytes) {
  AnswerReader reader;
  const absl::Status walked = WalkXml(bytes, reader.Handler());
  if (!walked.ok()) return walked;
  BankAnswers answers = reader.Answers();
  Violations violations;
  if (!reader.found()) {
    violations.Add("", "BANK_VALUE_MISSING", {{"field", kReport}});
  } else if (answers.message_id.empty() && answers.named.empty()) {
    violations.Add("", "BANK_VALUE_MISSING", {{"field", "OrgnlMsgId"}});
  }
  if (!violations.empty()) return violations.AsRefusal();
  return answers;
}

}  // namespace tranche::payments::bank
