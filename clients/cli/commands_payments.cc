// SPDX-License-Identifier: EUPL-1.2
// Payments received, and what was a mistake: payments, repayments and credit notes that are annulled.
#include "absl/strings/str_cat.h"
#include "cli/annulments.h"
#include "cli/commands.h"
#include "cli/file_or_flags.h"
#include "platform/base/status_macros.h"
#include "tranche/payments/v1/payments_service.pb.h"

namespace tranche::cli {
namespace {

constexpr char kPayments[] = "tranche.payments.v1.PaymentsService/";

const RecordSpec& PaymentSpec() {
  static const auto* spec = new RecordSpec{{{texts::kNumber, "number"},
                                            {texts::kClaim, "claim/last"},
                                            {texts::kReason, "reason"},
                                            {texts::kPaidOn, "paid_on"},
                                            {texts::kAmount, "amount.total"},
                                            {texts::kEu, "amount.eu"},
                                            {texts::kNational, "amount.national"},
                                            {texts::kBankReference, "bank_reference"},
                                            {texts::kState, "state"},
                                            {kAnnulledOn, "annulment.annulled_on"},
                                            {kWhyAnnulled, "annulment.reason"}}};
  return *spec;
}

absl::Status ListPayments(Session& session, const Arguments& arguments) {
  payments::v1::ListPaymentsRequest request;
  request.set_parent(ReadContract(session, arguments));
  return ShowList(session, absl::StrCat(kPayments, "ListPayments"), request, "payments",
                  PaymentSpec().fields);
}

absl::Status RecordPayment(Session& session, const Arguments& arguments) {
  payments::v1::RecordPaymentRequest request;
  TRANCHE_ASSIGN_OR_RETURN(const bool in_file, IsInFile(session, arguments, {"claim", "eu", "on"},
                                                        {"national", "bank-reference", "currency"}));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  if (in_file) {
    TRANCHE_RETURN_IF_ERROR(ReadRequest(session, arguments, contract, &request));
  } else {
    payments::v1::Payment* payment = request.mutable_payment();
    request.set_parent(contract);
    payment->set_claim(RecordName(contract, "claims", arguments.Get("claim")));
    payment->set_bank_reference(arguments.Get("bank-reference"));
    TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "on", payment->mutable_paid_on()));
    TRANCHE_RETURN_IF_ERROR(
        ReadGrantParts(session, arguments, "eu", "national", payment->mutable_amount()));
  }
  return ShowAnswer(session, absl::StrCat(kPayments, "RecordPayment"), request, PaymentSpec());
}

absl::Status AnnulPayment(Session& session, const Arguments& arguments) {
  payments::v1::AnnulPaymentRequest request;
  TRANCHE_RETURN_IF_ERROR(ReadAnnulment(arguments, request.mutable_annulment()));
  TRANCHE_ASSIGN_OR_RETURN(const std::string contract, WriteContract(session, arguments));
  request.set_name(RecordName(contract, "payments", arguments.Get("payment")));
  return ShowAnswer(session, absl::StrCat(kPayments, "AnnulPayment"), request, PaymentSpec());
}

}  // namespace

std::vector<Command> PaymentCommands() {
  return {
      {"payments",
       "list",
       {"Показва получените плащания, и анулираните", "Lists the payments received, annulled ones too"},
       {kContractParameter, kOrganisationParameter},
       "tranche payments list BG05M9OP001-2.005-0063-C01",
       false,
       ListPayments},
      {"payments",
       "record",
       {"Записва получено плащане", "Records a payment received"},
       {kContractParameter,
        kFileOrFlagsParameter,
        {"claim", Kind::kValue, {"Номер на искането, напр. 2", "Number of the claim, for example 2"}},
        {"eu",
         Kind::kValue,
         {"Средства от ЕС, напр. 42 500,00", "Money of the EU, for example 42500.00"}},
        {"national",
         Kind::kValue,
         {"Национално съфинансиране; без нея: 0", "National money; without it: 0"}},
        {"on", Kind::kValue, {"Ден на постъпване, напр. 02.04.2018", "Day of arrival, 2018-04-02"}},
        {"bank-reference",
         Kind::kValue,
         {"Референция от извлечението, или на нареждането, с което са дошли парите",
          "Reference of the statement, or of the order by which the money came"}},
        kCurrencyParameter,
        kOrganisationParameter},
       "tranche payments record BG05M9OP001-2.005-0063-C01 --claim 2 --eu '42 500,00' --national 7500 "
       "--on 02.04.2018 --bank-reference FT18092\n"
       "tranche payments record BG05M9OP001-2.005-0063-C01 --file payment.json",
       true,
       RecordPayment},
      {"payments",
       "annul",
       {"Анулира погрешно записано плащане: сумата отново се дължи по искането",
        "Annuls a payment recorded by mistake: the claim is owed the money again"},
       {kContractParameter,
        {"payment",
         Kind::kRequired,
         {"Номер на плащането, напр. PA003", "Number of the payment, PA003"}},
        kAnnulledOnParameter,
        kWhyParameter,
        kPaperParameter,
        kOrganisationParameter},
       "tranche payments annul BG05M9OP001-2.005-0063-C01 PA003 --on 10.04.2018 --reason 'Записано два "
       "пъти' --reference 'Докладна 12' --token-file approver.token\n"
       "tranche payments annul BG05M9OP001-2.005-0063-C01 PA003 --on 2018-04-10 --reason 'Recorded "
       "twice' --reference 'Memo 12' --dry-run",
       true,
       AnnulPayment},
  };
}

}  // namespace tranche::cli
