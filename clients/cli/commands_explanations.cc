// SPDX-License-Identifier: EUPL-1.2
// Movements of the bank that are neither payments nor documents, and what they are instead.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/bank_explanations_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kExplanations[] = "tranche.payments.v1.BankExplanationsService/";

constexpr Text kExplanation{"Обяснение", "Explanation"};
constexpr Text kEntry{"Движение", "Movement"};
constexpr Text kWhat{"Какво", "What"};
constexpr Text kOtherAccount{"Друга сметка", "Other account"};
constexpr Text kNote{"Бележка", "Note"};
constexpr Text kExplainedBy{"Обяснил", "Explained by"};
constexpr Text kConfirmedBy{"Потвърдил", "Confirmed by"};
constexpr Text kWithdrawalReason{"Оттеглено, защото", "Withdrawn because"};

constexpr Parameter kExplanationParameter{
    "explanation", Kind::kRequired, {"Номер на обяснението", "Number of the explanation"}};

std::vector<Word> Kinds(Language language) {
  return WordsOf(payments::v1::BankExplanationKind_descriptor(), language);
}

const RecordSpec& ExplanationSpec() {
  static const auto* spec = new RecordSpec{{{kExplanation, "name/last"},
                                            {texts::kState, "state"},
                                            {kEntry, "entry/last"},
                                            {kWhat, "kind"},
                                            {texts::kAmount, "amount"},
                                            {kOtherAccount, "other_account"},
                                            {kNote, "note"},
                                            {kExplainedBy, "explained_by"},
                                            {kConfirmedBy, "confirmed_by"},
                                            {kWithdrawalReason, "withdrawal_reason"}}};
  return *spec;
}

absl::Status Explain(Session& session, const Arguments& arguments) {
  payments::v1::ExplainBankEntryRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_parent(contract);
  payments::v1::BankExplanation* explanation = request.mutable_explanation();
  explanation->set_entry(absl::StrCat(contract.substr(0, contract.find("/contracts/")), "/bankEntries/",
                                      arguments.Get("entry")));
  TRANCHE_ASSIGN_OR_RETURN(const int kind, ReadWord(payments::v1::BankExplanationKind_descriptor(),
                                                    "kind", arguments.Get("kind")));
  explanation->set_kind(static_cast<payments::v1::BankExplanationKind>(kind));
  explanation->set_note(arguments.Get("note"));
  explanation->set_other_account(arguments.Get("other-account"));
  return ShowAnswer(session, absl::StrCat(kExplanations, "ExplainBankEntry"), request,
                    ExplanationSpec());
}

absl::StatusOr<std::string> ExplanationToWrite(Session& session, const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  return RecordName(contract, "bankExplanations", arguments.Get("explanation"));
}

absl::Status Confirm(Session& session, const Arguments& arguments) {
  payments::v1::ConfirmBankExplanationRequest request;
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), ExplanationToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kExplanations, "ConfirmBankExplanation"), request,
                    ExplanationSpec());
}

absl::Status Withdraw(Session& session, const Arguments& arguments) {
  payments::v1::WithdrawBankExplanationRequest request;
  request.set_reason(arguments.Get("reason"));
  TRANCHE_ASSIGN_OR_RETURN(*request.mutable_name(), ExplanationToWrite(session, arguments));
  return ShowAnswer(session, absl::StrCat(kExplanations, "WithdrawBankExplanation"), request,
                    ExplanationSpec());
}

absl::Status List(Session& session, const Arguments& arguments) {
  payments::v1::ListBankExplanationsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kExplanations, "ListBankExplanations"), request, "explanations",
                  {{kExplanation, "name/last"},
                   {texts::kState, "state"},
                   {kEntry, "entry/last"},
                   {kWhat, "kind"},
                   {texts::kAmount, "amount"},
                   {kNote, "note"}});
}

}  // namespace

std::vector<Command> ExplanationCommands() {
  return {
      {"bank",
       "explain",
       {"Обяснява движение, което не е нито плащане, нито документ",
        "Explains a movement that is neither a payment nor a document"},
       {kContractParameter,
        {"entry", Kind::kRequired, {"Номер на движението", "Number of the movement"}},
        {"kind",
         Kind::kMustValue,
         {"Какво е, напр. bank_fee", "What it is, for example bank_fee"},
         Takes::kText,
         Kinds},
        {"note",
         Kind::kMustValue,
         {"Причината и документът, който я показва", "The reason and the paper that shows it"}},
        {"other-account",
         Kind::kValue,
         {"При own_transfer: другата своя сметка (IBAN), ако движението не я назовава",
          "Of own_transfer: the other own account (IBAN) when the movement does not name it"}},
        kOrganisationParameter},
       "tranche bank explain BG05M9OP001-2.005-0063-C01 17 --kind bank_fee --note 'Такса, тарифа т. 3'",
       true,
       Explain},
      {"bank",
       "confirm-explanation",
       {"Потвърждава чуждо обяснение за излязла сума",
        "Confirms what somebody else said of money that went"},
       {kContractParameter, kExplanationParameter, kOrganisationParameter},
       "tranche bank confirm-explanation BG05M9OP001-2.005-0063-C01 2 --token-file approver.token",
       true,
       Confirm},
      {"bank",
       "withdraw-explanation",
       {"Оттегля погрешно обяснение", "Withdraws an explanation that was a mistake"},
       {kContractParameter,
        kExplanationParameter,
        {"reason", Kind::kMustValue, {"Защо", "Why"}},
        kOrganisationParameter},
       "tranche bank withdraw-explanation BG05M9OP001-2.005-0063-C01 2 --reason 'Беше фактура'",
       true,
       Withdraw},
      {"bank",
       "explanations",
       {"Показва обясненията", "Lists the explanations"},
       {kContractParameter, kOrganisationParameter},
       "tranche bank explanations BG05M9OP001-2.005-0063-C01",
       false,
       List},
  };
}

}  // namespace tranche::cli
