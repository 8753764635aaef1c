// SPDX-License-Identifier: EUPL-1.2
// A request that says validate_only gets the answer or the refusal that it would get otherwise, and
// nothing is kept of it: every write of the API, on the real programs, with every table looked at.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/apply.h"
#include "cpp/client.h"
#include "cpp/json.h"
#include "platform/base/error.h"
#include "programs.h"

namespace tranche::flow {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::HasSubstr;

// Writes that the examples have no step for, and what they need. `as` is a token's name.
constexpr char kMoreSteps[] = R"json({"steps": [
  {"id": "document", "method": "tranche.documents.v1.DocumentsService/StoreDocument",
   "request": {"parent": "organisations/lyubimets", "fileName": "a.txt", "mediaType": "text/plain",
               "content": "YQ=="}},
  {"id": "page", "method": "tranche.proposals.v1.PageImportService/ImportProposal",
   "request": {"parent": "organisations/mineralni-bani", "fileName": "page.txt", "accept": true,
               "number": "BG05M9OP001-2.005-0099", "procedure": "BG05M9OP001-2.005", "euPercent": "85",
               "content": "0J/RgNC+0LXQutGCIOKAntCj0YHQu9GD0LPQuCDQt9CwINGF0L7RgNCw0YLQsOKAnCDQvdCwINGB0YLQvtC50L3QvtGB0YIgMTAwMCwwMCDQu9CyLiwg0L7RgiDQutC+0LjRgtC+IDEwMCUg0JHQpNCfLiDQodGA0L7QutGK0YIg0LfQsCDQuNC30L/RitC70L3QtdC90LjQtSDQtSAxMiDQvNC10YHQtdGG0LAu"}},
  {"id": "decision", "method": "tranche.budgets.v1.BudgetsService/DecideCosts", "as": "service",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "decisions": [{"cost": "$cost-7.name", "approved": false, "reason": "Извън обхвата"}],
               "decidedOn": "2018-01-15", "decidedBy": "approver@test"}},
  {"id": "late-cost", "method": "tranche.budgets.v1.BudgetsService/RecordCost",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "cost": {"line": "4.1", "claimed": {"amount": "100.00", "currency": "BGN"},
                        "particulars": {"issuerKind": "issued_by_contractor", "flags": ["cross_financing"],
                                        "activities": [{"activity": "2", "amount": {"amount": "100.00", "currency": "BGN"}}]},
                        "document": {"type": "invoice", "number": "7001", "issuedOn": "2017-10-02",
                                     "paidOn": "2017-10-05", "issuer": "Доставчик ООД",
                                     "total": {"amount": "100.00", "currency": "BGN"}}}}},
  {"id": "slip", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "claim": {"kind": "interim", "costs": ["$late-cost.name"]}}},
  {"id": "taken-back", "method": "tranche.payments.v1.PaymentsService/TakeBackClaim",
   "request": {"name": "$slip.name", "reason": "Липсва разход"}},
  {"id": "asked-claim", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "claim": {"kind": "interim", "costs": ["$late-cost.name"]}}},
  {"id": "asked-claim-sent", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$asked-claim.name", "sentOn": "2017-11-10"}},
  {"id": "question", "method": "tranche.payments.v1.PaymentsService/AskQuestion", "as": "approver",
   "request": {"name": "$asked-claim.name", "question": "Къде е протоколът?", "askedOn": "2017-11-15",
               "dueOn": "2017-11-30"}},
  {"id": "answer", "method": "tranche.payments.v1.PaymentsService/AnswerQuestion",
   "request": {"name": "$asked-claim.name", "answer": "Прилагаме го.", "answeredOn": "2017-11-20"}},
  {"id": "verified-in-parts", "method": "tranche.payments.v1.PaymentsService/VerifyClaim", "as": "approver",
   "request": {"name": "$asked-claim.name",
               "verification": {"decidedOn": "2017-12-01", "reference": "ВР-2", "costVerifications": [
                 {"cost": "$late-cost.name",
                  "unapproved": {"total": {"amount": "10.00", "currency": "BGN"}, "reason": "Без протокол"},
                  "unapprovedByCorrection": {"total": {"amount": "5.00", "currency": "BGN"},
                                             "reason": "Нарушение при избора", "correction": "К-7"}}]}}},
  {"id": "revalidated", "method": "tranche.payments.v1.RevalidationsService/RevalidateCost", "as": "second",
   "request": {"name": "$late-cost.name", "amounts": {"unapproved": {"amount": "6.00", "currency": "BGN"},
               "unapprovedByCorrection": {"amount": "5.00", "currency": "BGN"}},
               "reason": "Протоколът е намерен", "document": "Доклад 7", "revalidatedOn": "2017-12-05"}},
  {"id": "revalidation-annulled", "method": "tranche.payments.v1.RevalidationsService/AnnulRevalidation",
   "as": "approver",
   "request": {"name": "$revalidated.name",
               "annulment": {"annulledOn": "2017-12-06", "reason": "Друг разход", "reference": "Докладна 9"}}},
  {"id": "revalidated-inside", "method": "tranche.budgets.v1.CostRevalidationsService/RecordCostRevalidation",
   "as": "service",
   "request": {"name": "$late-cost.name", "amounts": {"unapproved": {"amount": "2.00", "currency": "BGN"}},
               "claim": "$asked-claim.name", "reason": "Протоколът е намерен", "document": "Доклад 8",
               "revalidatedOn": "2017-12-05", "revalidatedBy": "second@test"}},
  {"id": "annulled-inside", "method": "tranche.budgets.v1.CostRevalidationsService/RecordRevalidationAnnulment",
   "as": "service",
   "request": {"name": "$revalidated-inside.name", "annulledBy": "approver@test",
               "annulment": {"annulledOn": "2017-12-06", "reason": "Друг разход", "reference": "Докладна 10"}}},
  {"id": "batch", "method": "tranche.budgets.v1.CostDocumentsService/RecordCosts",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01", "rows": [
                {"place": "Лист1!C2",
                 "cost": {"line": "5.1", "claimed": {"amount": "12.00", "currency": "BGN"},
                          "document": {"type": "invoice", "number": "8001", "issuedOn": "2018-01-10",
                                       "paidOn": "2018-01-12", "issuer": "Издател",
                                       "total": {"amount": "12.00", "currency": "BGN"}}}}]}},
  {"id": "credit-note", "method": "tranche.budgets.v1.CostDocumentsService/RecordCreditNote",
   "request": {"name": "$cost-7.name",
               "creditNote": {"number": "42", "issuedOn": "2018-01-20",
                              "amount": {"amount": "1.00", "currency": "BGN"}}}},
  {"id": "credit-note-annulled", "method": "tranche.budgets.v1.CostDocumentsService/AnnulCreditNote",
   "as": "approver",
   "request": {"name": "$cost-7.name", "number": "42", "issuedOn": "2018-01-20",
               "annulment": {"annulledOn": "2018-01-25", "reason": "Сгрешена сума", "reference": "Докладна 3"}}},
  {"id": "transfer", "method": "tranche.budgets.v1.LedgerService/TransferBetweenLines",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "transfer": {"fromLine": "1.1", "toLine": "5.1", "amount": {"amount": "50.00", "currency": "BGN"},
                            "validOn": "2018-01-15", "reason": "Повече публичност", "document": "Писмо № 12"}}},
  {"id": "plan", "method": "tranche.budgets.v1.LedgerService/SetSpendingPlan",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "plan": {"reason": "Първоначален план", "quarters": [
                 {"line": "1.1", "year": 2018, "quarter": 1, "amount": {"amount": "1000.00", "currency": "BGN"}}]}}},
  {"id": "limits", "method": "tranche.budgets.v1.LimitsService/SetLimits",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01", "limits": [
                {"code": "indirect", "title": "Непреки разходи", "lines": ["6.1"], "percent": "20",
                 "baseLines": ["1.1", "4.1"], "source": "Насоки, т. 13.2"}]}},
  {"id": "terms", "method": "tranche.budgets.v1.SimplifiedCostsService/SetTerms",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "terms": {"line": "2.1", "form": "unit_costs", "source": "Методика, приложение 2", "items": [
                 {"code": "visit", "title": "Посещение в дома", "unit": "посещение",
                  "price": {"amount": "12.34", "currency": "BGN"}}]}}},
  {"id": "simplified", "method": "tranche.budgets.v1.SimplifiedCostsService/RecordSimplifiedCost",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "cost": {"line": "2.1", "item": "visit", "quantity": "15", "evidence": "Отчет № 3",
                        "day": "2018-01-31"}}},
  {"id": "mistaken", "method": "tranche.budgets.v1.SimplifiedCostsService/RecordSimplifiedCost",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "cost": {"line": "2.1", "item": "visit", "quantity": "1", "evidence": "Отчет № 4",
                        "day": "2018-01-31"}}},
  {"id": "costs-withdrawn", "method": "tranche.payments.v1.CostWithdrawalsService/WithdrawCosts",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "costs": ["$mistaken.name"], "reason": "Сгрешен отчет"}},
  {"id": "longer", "method": "tranche.proposals.v1.ContractVersionsService/CreateContractVersion",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "version": {"type": "partial_annex", "concludedOn": "2018-02-01", "document": "Анекс № 1",
                           "reason": "Удължаване", "durationMonths": 19}}},
  {"id": "longer-entered", "method": "tranche.proposals.v1.ContractVersionsService/EnterContractVersion",
   "request": {"name": "$longer.name"}},
  {"id": "longer-in-force", "method": "tranche.proposals.v1.ContractVersionsService/ActivateContractVersion",
   "request": {"name": "$longer.name"}},
  {"id": "mistake", "method": "tranche.proposals.v1.ContractVersionsService/CreateContractVersion",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "version": {"type": "annex", "concludedOn": "2018-02-02", "document": "Анекс № 2",
                           "reason": "Бюджет", "revisesBudget": true}}},
  {"id": "mistake-withdrawn", "method": "tranche.proposals.v1.ContractVersionsService/WithdrawContractVersion",
   "request": {"name": "$mistake.name", "reason": "Сгрешен ред"}},
  {"id": "annex", "method": "tranche.proposals.v1.ContractVersionsService/CreateContractVersion",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "version": {"type": "annex", "concludedOn": "2018-02-03", "document": "Анекс № 3",
                           "reason": "Бюджет", "revisesBudget": true}}},
  {"id": "annex-entered", "method": "tranche.proposals.v1.ContractVersionsService/EnterContractVersion",
   "request": {"name": "$annex.name"}},
  {"id": "revision", "method": "tranche.budgets.v1.LedgerService/ReviseBudget",
   "request": {"name": "$annex.name", "lines": []}},
  {"id": "last-annex", "method": "tranche.proposals.v1.ContractVersionsService/CreateContractVersion",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "version": {"type": "change", "concludedOn": "2018-02-04", "document": "Промяна № 1",
                           "reason": "Бюджет", "revisesBudget": true}}},
  {"id": "last-annex-entered", "method": "tranche.proposals.v1.ContractVersionsService/EnterContractVersion",
   "request": {"name": "$last-annex.name"}},
  {"id": "last-annex-in-force", "method": "tranche.proposals.v1.ContractVersionsService/ActivateRevisedVersion",
   "as": "service", "request": {"name": "$last-annex.name", "askedBy": "owner@test"}},
  {"id": "indicators", "method": "tranche.payments.v1.PackagesService/SetIndicators",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/indicators",
               "list": {"source": "Договор, раздел 7",
                        "indicators": [{"code": "CO16", "title": "Хора с увреждания", "unit": "лица",
                                        "byGender": true, "target": {"women": "60", "men": "40"}}]}}},
  {"id": "checklist", "method": "tranche.payments.v1.ChecksService/SetChecklist",
   "request": {"name": "organisations/mineralni-bani/checklists/technical",
               "checklist": {"document": "technical_report_document", "source": "Наръчник",
                             "questions": [{"code": "1", "text": "Изпълнени ли са дейностите?"}]}}},
  {"id": "sampling", "method": "tranche.payments.v1.ChecksService/SetSamplingMethod",
   "request": {"name": "organisations/mineralni-bani/samplingMethods/default",
               "method": {"restPercent": 10, "firstOfIssuer": true, "source": "Анализ на риска"}}},
  {"id": "package", "method": "tranche.payments.v1.PackagesService/CreatePackage",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "package": {"type": "technical_package"}}},
  {"id": "package-financial", "method": "tranche.payments.v1.PackagesService/ChangePackageType",
   "request": {"name": "$package.name", "type": "financial_package"}},
  {"id": "financial-report", "method": "tranche.payments.v1.PackagesService/SetFinancialReport",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/packages/5/financialReport",
               "report": {"costs": ["$late-cost.name"]}}},
  {"id": "report-removed", "method": "tranche.payments.v1.PackagesService/RemoveReport",
   "request": {"name": "$package.name", "document": "financial_report_document"}},
  {"id": "package-technical", "method": "tranche.payments.v1.PackagesService/ChangePackageType",
   "request": {"name": "$package.name", "type": "technical_package"}},
  {"id": "technical-report", "method": "tranche.payments.v1.PackagesService/SetTechnicalReport",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/packages/5/technicalReport",
               "report": {"periodFrom": "2017-05-01", "periodTo": "2017-10-31",
                          "activities": [{"number": "1", "title": "Подбор", "state": "activity_done",
                                          "done": "Избрани са потребителите.", "startedOn": "2017-05-02",
                                          "endedOn": "2017-06-30"}],
                          "indicators": [{"code": "CO16", "achieved": {"women": "12", "men": "8"}}]}}},
  {"id": "participants", "method": "tranche.payments.v1.ParticipantsService/ImportParticipants",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/packages/5/participants",
               "rows": [{"place": "A2", "numberKind": "egn", "personNumber": "8001010008", "firstName": "Иван",
                         "lastName": "Ганев", "gender": "man", "labourStatus": "labour_employed",
                         "education": "education_basic", "enteredOn": "2017-06-01",
                         "answers": [{"question": "disabled", "reply": "reply_yes"}]}]}},
  {"id": "package-sent", "method": "tranche.payments.v1.PackagesService/SendPackage",
   "request": {"name": "$package.name", "sentOn": "2017-11-10"}},
  {"id": "package-returned", "method": "tranche.payments.v1.PackagesService/ReturnPackage", "as": "approver",
   "request": {"name": "$package.name", "reason": "Липсва подпис", "returnedOn": "2017-11-12"}},
  {"id": "package-sent-again", "method": "tranche.payments.v1.PackagesService/SendPackage",
   "request": {"name": "$package.name", "sentOn": "2017-11-13"}},
  {"id": "check-given-up", "method": "tranche.payments.v1.ChecksService/BeginCheck", "as": "approver",
   "request": {"parent": "$package.name", "document": "technical_report_document"}},
  {"id": "check-archived", "method": "tranche.payments.v1.ChecksService/ArchiveCheck", "as": "approver",
   "request": {"name": "$check-given-up.name", "reason": "Сгрешен документ"}},
  {"id": "check", "method": "tranche.payments.v1.ChecksService/BeginCheck", "as": "approver",
   "request": {"parent": "$package.name", "document": "technical_report_document"}},
  {"id": "check-answered", "method": "tranche.payments.v1.ChecksService/AnswerCheck", "as": "approver",
   "request": {"name": "$check.name", "items": [{"code": "1", "answer": "answer_yes"}]}},
  {"id": "check-active", "method": "tranche.payments.v1.ChecksService/ActivateCheck", "as": "approver",
   "request": {"name": "$check.name", "approved": true, "checkedOn": "2017-11-20"}},
  {"id": "package-accepted", "method": "tranche.payments.v1.PackagesService/DecidePackage", "as": "approver",
   "request": {"name": "$package.name", "accepted": true, "decidedOn": "2017-11-21", "reference": "93-01-8"}},
  {"id": "package-6", "method": "tranche.payments.v1.PackagesService/CreatePackage",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "package": {"type": "financial_package"}}},
  {"id": "package-withdrawn", "method": "tranche.payments.v1.PackagesService/WithdrawPackage",
   "request": {"name": "$package-6.name", "reason": "Отпаднал"}},
  {"id": "sampled-cost", "method": "tranche.budgets.v1.BudgetsService/RecordCost",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "cost": {"line": "4.1", "claimed": {"amount": "20.00", "currency": "BGN"},
                        "document": {"type": "invoice", "number": "7009", "issuedOn": "2017-10-02",
                                     "paidOn": "2017-10-05", "issuer": "Доставчик ООД",
                                     "total": {"amount": "20.00", "currency": "BGN"}}}}},
  {"id": "sampled-claim", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "claim": {"kind": "interim", "costs": ["$sampled-cost.name"]}}},
  {"id": "sampled-claim-sent", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$sampled-claim.name", "sentOn": "2017-11-10"}},
  {"id": "sampled-claim-returned", "method": "tranche.payments.v1.PaymentsService/ReturnClaim", "as": "approver",
   "request": {"name": "$sampled-claim.name", "reason": "Липсва фактура", "returnedOn": "2017-11-11"}},
  {"id": "sampled-claim-sent-again", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$sampled-claim.name", "sentOn": "2017-11-12"}},
  {"id": "sample", "method": "tranche.payments.v1.ChecksService/DrawSample", "as": "approver",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01/claims/5/sample"}},
  {"id": "sampled-claim-verified", "method": "tranche.payments.v1.PaymentsService/VerifyClaim", "as": "approver",
   "request": {"name": "$sampled-claim.name",
               "verification": {"decidedOn": "2017-12-02", "reference": "ВР-3"}}},
  {"id": "statement", "method": "tranche.payments.v1.BankService/ImportBankStatement",
   "request": {"parent": "organisations/mineralni-bani", "fileName": "statement.csv",
               "content": "SUJBTjtCRzgwQk5CRzk2NjExMDIwMzQ1Njc4CtCS0LDQu9GD0YLQsDtCR04K0JTQsNGC0LA70KHRg9C80LA70J7RgdC90L7QstCw0L3QuNC1O9Cg0LXRhNC10YDQtdC90YbQuNGPCjA0LjA4LjIwMTc7LTEwMzUwLjAwO9CX0LDQv9C70LDRgtC4IDA3LzIwMTc7Ui0xCg=="}},
  {"id": "match", "method": "tranche.payments.v1.BankService/ConfirmMatch",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "match": {"parts": [{"entry": "organisations/mineralni-bani/bankEntries/1", "record": "$cost-7.name",
                                    "amount": {"amount": "10000.00", "currency": "BGN"}}], "note": "Заплати"}}},
  {"id": "unmatched", "method": "tranche.payments.v1.BankService/WithdrawMatch",
   "request": {"name": "$match.name", "reason": "Друг месец"}},
  {"id": "explained", "method": "tranche.payments.v1.BankExplanationsService/ExplainBankEntry",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "explanation": {"entry": "organisations/mineralni-bani/bankEntries/1", "kind": "other_explanation",
                               "note": "Към сметката за заплати"}}},
  {"id": "explained-confirmed", "method": "tranche.payments.v1.BankExplanationsService/ConfirmBankExplanation",
   "as": "approver", "request": {"name": "$explained.name"}},
  {"id": "explained-withdrawn", "method": "tranche.payments.v1.BankExplanationsService/WithdrawBankExplanation",
   "request": {"name": "$explained.name", "reason": "Беше ведомост"}},
  {"id": "order-1", "method": "tranche.payments.v1.PaymentOrdersService/CreatePaymentOrder",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "paymentOrder": {"debtorAccount": "BG80BNBG96611020345678", "creditorName": "Доставчик ООД",
                                "creditorAccount": "BG44UNCR70001512345678", "remittance": "ф-ра 1",
                                "documents": [{"cost": "$cost-7.name", "amount": {"amount": "12.50", "currency": "BGN"}}],
                                "amount": {"amount": "12.50", "currency": "BGN"}, "executeOn": "2018-02-01"}}},
  {"id": "order-2", "method": "tranche.payments.v1.PaymentOrdersService/CreatePaymentOrder",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "paymentOrder": {"debtorAccount": "BG80BNBG96611020345678", "creditorName": "Доставчик ООД",
                                "creditorAccount": "BG44UNCR70001512345678", "remittance": "ф-ра 2",
                                "amount": {"amount": "12.50", "currency": "BGN"}, "executeOn": "2018-02-01"}}},
  {"id": "order-3", "method": "tranche.payments.v1.PaymentOrdersService/CreatePaymentOrder",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "paymentOrder": {"debtorAccount": "BG80BNBG96611020345678", "creditorName": "Доставчик ООД",
                                "creditorAccount": "BG44UNCR70001512345678", "remittance": "ф-ра 3",
                                "amount": {"amount": "12.50", "currency": "BGN"}, "executeOn": "2018-02-01"}}},
  {"id": "order-cancelled", "method": "tranche.payments.v1.PaymentOrdersService/CancelPaymentOrder",
   "request": {"name": "$order-1.name", "reason": "Грешна сума"}},
  {"id": "order-2-approved", "method": "tranche.payments.v1.PaymentOrdersService/ApprovePaymentOrder", "as": "approver",
   "request": {"name": "$order-2.name"}},
  {"id": "order-3-approved", "method": "tranche.payments.v1.PaymentOrdersService/ApprovePaymentOrder", "as": "approver",
   "request": {"name": "$order-3.name"}},
  {"id": "orders-file", "method": "tranche.payments.v1.PaymentOrdersService/ExportPaymentOrders",
   "request": {"parent": "organisations/mineralni-bani", "orders": ["$order-2.name", "$order-3.name"]}},
  {"id": "order-outcome", "method": "tranche.payments.v1.PaymentOrdersService/RecordOrderOutcome",
   "request": {"name": "$order-2.name", "outcome": "bank_silent", "reason": "Няма отговор"}},
  {"id": "order-given-up", "method": "tranche.payments.v1.PaymentOrdersService/GiveUpPaymentOrder", "as": "approver",
   "request": {"name": "$order-2.name", "evidence": "Писмо 93-18-2", "reason": "Не е постъпило"}},
  {"id": "orders-answer", "method": "tranche.payments.v1.PaymentOrdersService/ImportBankAnswer",
   "request": {"parent": "organisations/mineralni-bani",
               "content": "PERvY3VtZW50PjxDc3RtclBtdFN0c1JwdD48T3JnbmxHcnBJbmZBbmRTdHM+PE9yZ25sTXNnSWQ+VE0tZTMwNjM0YTI2MzQwMjQ3YS0xPC9PcmdubE1zZ0lkPjxHcnBTdHM+UkpDVDwvR3JwU3RzPjwvT3JnbmxHcnBJbmZBbmRTdHM+PC9Dc3RtclBtdFN0c1JwdD48L0RvY3VtZW50Pg=="}},
  {"id": "signal", "method": "tranche.payments.v1.IrregularitiesService/CreateSignal",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "signal": {"receivedOn": "2018-03-01", "violation": "Разделяне на поръчка", "informer": "одитен орган"}}},
  {"id": "signal-registered", "method": "tranche.payments.v1.IrregularitiesService/MoveSignal",
   "request": {"name": "$signal.name", "step": "register_signal", "on": "2018-03-05"}},
  {"id": "signal-ended", "method": "tranche.payments.v1.IrregularitiesService/MoveSignal",
   "request": {"name": "$signal.name", "step": "end_signal", "on": "2018-05-10", "classification": "irregularity",
               "note": "Доклад № 3"}},
  {"id": "case", "method": "tranche.payments.v1.IrregularitiesService/RegisterIrregularity",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "irregularity": {"register": "ОПЧР20", "fund": "ЕСФ", "signal": "$signal.name",
                                "registeredOn": "2018-05-14", "description": "Разделяне на поръчка",
                                "amount": {"eu": {"amount": "85.00", "currency": "BGN"},
                                           "national": {"amount": "15.00", "currency": "BGN"},
                                           "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "case-notified", "method": "tranche.payments.v1.IrregularitiesService/NotifyIrregularity",
   "request": {"name": "$case.name", "reportedOn": "2018-07-20", "text": "Без промяна"}},
  {"id": "correction", "method": "tranche.payments.v1.IrregularitiesService/CreateCorrection",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "correction": {"irregularity": "$case.name", "scale": "procurement", "bearer": "beneficiary",
                              "findings": [{"violation": "Разделяне", "percent": "25"}],
                              "decidedOn": "2018-06-01", "reference": "РД-1", "affected": "$case.amount"}}},
  {"id": "correction-amended", "method": "tranche.payments.v1.IrregularitiesService/AmendCorrection",
   "request": {"name": "$correction.name",
               "correction": {"scale": "procurement", "bearer": "beneficiary",
                              "findings": [{"violation": "Разделяне", "percent": "10"}],
                              "decidedOn": "2018-06-02", "reference": "РД-2", "affected": "$case.amount"}}},
  {"id": "correction-entered", "method": "tranche.payments.v1.IrregularitiesService/MoveCorrection",
   "request": {"name": "$correction.name", "step": "enter_recovery"}},
  {"id": "case-ended", "method": "tranche.payments.v1.IrregularitiesService/MoveIrregularity",
   "request": {"name": "$case.name", "step": "end_case", "on": "2018-08-01", "note": "Възстановена"}},
  {"id": "debt", "method": "tranche.payments.v1.DebtsService/CreateDebt",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "debt": {"basis": "correction_debt", "correction": "$correction.name", "book": "debtors",
                        "nationalNumber": "ОПЧР20/18/ЕСФ/0001/1", "servedOn": "2018-06-10",
                        "principal": {"eu": {"amount": "8.50", "currency": "BGN"},
                                      "national": {"amount": "1.50", "currency": "BGN"}}}}},
  {"id": "debt-amended", "method": "tranche.payments.v1.DebtsService/AmendDebt",
   "request": {"name": "$debt.name",
               "debt": {"basis": "correction_debt", "correction": "$correction.name", "book": "debtors",
                        "declared": true, "servedOn": "2018-06-11",
                        "principal": {"eu": {"amount": "8.50", "currency": "BGN"},
                                      "national": {"amount": "1.50", "currency": "BGN"}}}}},
  {"id": "debt-entered", "method": "tranche.payments.v1.DebtsService/MoveDebt",
   "request": {"name": "$debt.name", "step": "enter_recovery"}},
  {"id": "debt-status", "method": "tranche.payments.v1.DebtsService/SetDebtStatus",
   "request": {"name": "$debt.name", "status": "enforced", "note": "Изтекъл срок"}},
  {"id": "debt-repaid", "method": "tranche.payments.v1.DebtsService/RecordRepayment",
   "request": {"parent": "$debt.name",
               "repayment": {"amount": {"amount": "5.00", "currency": "BGN"}, "repaidOn": "2018-07-31",
                             "way": "by_bank", "kind": "ex_gratia", "reference": "извлечение 12"}}},
  {"id": "repayment-annulled", "method": "tranche.payments.v1.DebtsService/AnnulRepayment", "as": "approver",
   "request": {"name": "$debt-repaid.repayments.0.name",
               "annulment": {"annulledOn": "2018-08-01", "reason": "По друг дълг", "reference": "Докладна 14"}}},
  {"id": "debt-offset", "method": "tranche.payments.v1.DebtsService/OffsetDebt",
   "request": {"parent": "$debt.name",
               "offset": {"claim": "$sampled-claim.name", "amount": {"amount": "0.01", "currency": "BGN"},
                          "deductedOn": "2018-08-15", "reference": "93-01-8"}}},
  {"id": "offset-taken-back", "method": "tranche.payments.v1.DebtsService/TakeBackOffset",
   "request": {"name": "$debt-offset.repayments.0.name",
               "takenBackOn": "2018-08-20", "reason": "Погрешно искане", "reference": "93-01-9"}},
  {"id": "income", "method": "tranche.payments.v1.IncomesService/RecordIncome", "as": "second",
   "request": {"parent": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01",
               "income": {"claim": "$asked-claim.name", "amount": {"amount": "25.00", "currency": "BGN"},
                          "earnedOn": "2017-10-31", "description": "Наем на оборудване", "document": "Фактура 12"}}},
  {"id": "income-decided", "method": "tranche.payments.v1.IncomesService/DecideIncome", "as": "approver",
   "request": {"name": "$income.name",
               "decision": {"lowersGrant": {"amount": "20.00", "currency": "BGN"}, "decidedOn": "2017-12-05",
                            "reason": "Нетен приход", "reference": "РД-8"}}},
  {"id": "income-annulled", "method": "tranche.payments.v1.IncomesService/AnnulIncome", "as": "approver",
   "request": {"name": "$income.name",
               "annulment": {"annulledOn": "2017-12-06", "reason": "Друг проект", "reference": "Докладна 15"}}},
  {"id": "person", "method": "tranche.access.v1.AccessService/CreatePerson",
   "request": {"parent": "organisations/lyubimets", "person": "maria",
               "details": {"displayName": "Мария Петрова"}}},
  {"id": "role", "method": "tranche.access.v1.AccessService/GrantRole",
   "request": {"parent": "organisations/lyubimets", "person": "$person.name", "role": "finance",
               "validFrom": "2018-01-01"}},
  {"id": "link", "method": "tranche.access.v1.AccessService/CreateSignInLink",
   "request": {"name": "$person.name"}},
  {"id": "redeemed", "method": "tranche.access.v1.AccessService/RedeemSignInLink", "as": "service",
   "request": {"link": "$link.secret"}},
  {"id": "session", "method": "tranche.access.v1.AccessService/EndSession",
   "request": {"name": "$redeemed.session.name"}},
  {"id": "disabled", "method": "tranche.access.v1.AccessService/DisablePerson",
   "request": {"name": "$person.name", "reason": "Напусна"}},
  {"id": "enabled", "method": "tranche.access.v1.AccessService/EnablePerson",
   "request": {"name": "$person.name", "reason": "Върна се"}},
  {"id": "withdrawn", "method": "tranche.access.v1.AccessService/WithdrawRole",
   "request": {"parent": "organisations/lyubimets", "person": "$person.name", "role": "finance"}},
  {"id": "lev-proposal", "method": "tranche.proposals.v1.ProposalsService/CreateProposal",
   "request": {"parent": "organisations/mineralni-bani",
               "proposal": {"number": "BG05M9OP001-2.005-0095", "procedure": "BG05M9OP001-2.005",
                            "title": "Грижа в дома", "durationMonths": 120,
                            "requested": {"eu": {"amount": "850.00", "currency": "BGN"},
                                          "national": {"amount": "150.00", "currency": "BGN"},
                                          "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "lev-submitted", "method": "tranche.proposals.v1.ProposalsService/SubmitProposal",
   "request": {"name": "$lev-proposal.name", "submittedOn": "2017-01-10"}},
  {"id": "lev-evaluated", "method": "tranche.proposals.v1.ProposalsService/EvaluateProposal",
   "request": {"name": "$lev-proposal.name",
               "evaluation": {"kind": "complex", "standing": "approved", "decidedOn": "2017-03-15"}}},
  {"id": "lev-contract", "method": "tranche.proposals.v1.ProposalsService/ConcludeContract",
   "request": {"parent": "organisations/mineralni-bani",
               "contract": {"number": "BG05M9OP001-2.005-0095-C01", "proposal": "$lev-proposal.name",
                            "concludedOn": "2017-04-18", "startsOn": "2017-04-18", "durationMonths": 120,
                            "periodRule": "same_numbered_day",
                            "amount": {"eu": {"amount": "850.00", "currency": "BGN"},
                                       "national": {"amount": "150.00", "currency": "BGN"},
                                       "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "lev-budget", "method": "tranche.budgets.v1.BudgetsService/CreateBudget",
   "request": {"parent": "$lev-contract.name",
               "lines": [{"code": "1", "title": "Услуги", "expenseType": "services",
                          "total": {"amount": "1000.00", "currency": "BGN"}}]}},
  {"id": "interest-rate", "method": "tranche.payments.v1.InterestRatesService/RecordInterestRate",
   "request": {"parent": "organisations/mineralni-bani",
               "interestRate": {"validFrom": "2026-07-01", "validTo": "2026-12-31", "basicPercent": "2.05",
                                "source": "попълнено за теста"}}},
  {"id": "rate", "method": "tranche.budgets.v1.CurrenciesService/RecordExchangeRate",
   "request": {"parent": "organisations/mineralni-bani",
               "exchangeRate": {"currency": "USD", "month": "2017-10", "rate": "1.25",
                                "source": "попълнено за теста"}}},
  {"id": "foreign-cost", "method": "tranche.budgets.v1.CurrenciesService/RecordForeignCost",
   "request": {"parent": "$lev-contract.name", "line": "1",
               "document": {"type": "invoice", "number": "815", "issuedOn": "2017-10-02",
                            "paidOn": "2017-10-05", "issuer": "Supplies Ltd"},
               "original": {"currency": "USD", "total": "100.00", "claimed": "90.00"}}},
  {"id": "lev-claim", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "$lev-contract.name", "claim": {"kind": "final", "costs": ["$foreign-cost.name"]}}},
  {"id": "lev-claim-sent", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$lev-claim.name", "sentOn": "2017-11-10"}},
  {"id": "lev-claim-verified", "method": "tranche.payments.v1.PaymentsService/VerifyClaim", "as": "approver",
   "request": {"name": "$lev-claim.name", "verification": {"decidedOn": "2017-12-01"}}},
  {"id": "lev-claim-paid", "method": "tranche.payments.v1.PaymentsService/RecordPayment",
   "request": {"parent": "$lev-contract.name",
               "payment": {"claim": "$lev-claim.name", "amount": "$lev-claim-verified.payable", "paidOn": "2017-12-10"}}},
  {"id": "lev-payment-annulled", "method": "tranche.payments.v1.PaymentsService/AnnulPayment", "as": "approver",
   "request": {"name": "$lev-claim-paid.name",
               "annulment": {"annulledOn": "2017-12-12", "reason": "Сгрешен ден", "reference": "Докладна 12"}}},
  {"id": "lev-claim-paid-again", "method": "tranche.payments.v1.PaymentsService/RecordPayment",
   "request": {"parent": "$lev-contract.name",
               "payment": {"claim": "$lev-claim.name", "amount": "$lev-claim-verified.payable", "paidOn": "2017-12-11"}}},
  {"id": "lev-closed", "method": "tranche.payments.v1.ClosingsService/CloseMoney",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01/closing",
               "closedOn": "2018-01-15", "reference": "93-01-20"}},
  {"id": "lev-reopened", "method": "tranche.payments.v1.ClosingsService/ReopenMoney",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01/closing",
               "reason": "Съдебно решение"}},
  {"id": "groundwork", "method": "tranche.plans.v1.GroundworkService/SetGroundwork",
   "request": {"parent": "organisations/lyubimets", "groundworkId": "agreement",
               "groundwork": {"title": "Споразумение", "agreement": {"signedOn": {"year": 2016, "month": 8}}}}},
  {"id": "step-begun", "method": "tranche.plans.v1.GroundworkService/MoveStep",
   "request": {"name": "organisations/lyubimets/checklists/romact/steps/agreement", "move": "begin_step",
               "on": {"year": 2016}}},
  {"id": "groundwork-removed", "method": "tranche.plans.v1.GroundworkService/RemoveGroundwork",
   "request": {"name": "organisations/lyubimets/groundwork/agreement", "reason": "записано два пъти"}},
  {"id": "groundwork-taken-over", "method": "tranche.plans.v1.GroundworkService/TakeOverGroundwork",
   "request": {"name": "organisations/lyubimets/plans/lyubimets-2013"}},
  {"id": "index", "method": "tranche.plans.v1.SearchService/RebuildIndex",
   "request": {"parent": "organisations/lyubimets"}},
  {"id": "strategy", "method": "tranche.plans.v1.StrategiesService/SetStrategy",
   "request": {"parent": "organisations/lyubimets", "strategyId": "municipal-social",
               "strategy": {"level": "municipal", "title": "Общинска стратегия", "source": "заглавната част",
                            "periodTitled": {"from": {"year": 2011}, "to": {"year": 2015}}}}},
  {"id": "strategy-linked", "method": "tranche.plans.v1.StrategiesService/LinkStrategy",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013", "strategyId": "municipal-social",
               "namedAs": "Общинска стратегия за социалните услуги", "reason": "заглавната част"}},
  {"id": "strategy-unlinked", "method": "tranche.plans.v1.StrategiesService/UnlinkStrategy",
   "request": {"name": "$strategy-linked.name", "reason": "друга стратегия"}},
  {"id": "subscribed", "method": "tranche.plans.v1.PlanChangesService/Subscribe",
   "request": {"parent": "organisations/lyubimets", "planId": "lyubimets-2013", "kinds": ["value_corrected"]}},
  {"id": "corrected", "method": "tranche.plans.v1.PlanVersionsService/CorrectPlan",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013", "field": "measure_total", "place": "1.2",
               "insteadOf": "39792.00 BGN", "value": "39972.00 BGN", "reason": "разменени цифри"}},
  {"id": "row-added", "method": "tranche.plans.v1.PlanVersionsService/AddPlanRow",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013", "list": "measure.1",
               "values": [{"path": "activity", "value": "Обществена трапезария"}],
               "documentPlace": "страница 3", "reason": "изпуснат ред"}},
  {"id": "row-struck", "method": "tranche.plans.v1.PlanVersionsService/StrikePlanRow",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013", "row": "target_groups.1",
               "reason": "не е целева група"}},
  {"id": "taken-back-correction", "method": "tranche.plans.v1.PlanVersionsService/TakeBackCorrection",
   "request": {"name": "organisations/lyubimets/plans/lyubimets-2013/corrections/1", "reason": "прочетеното е вярно"}},
  {"id": "adopted", "method": "tranche.plans.v1.PlanVersionsService/RecordAdoption",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013",
               "adoption": {"adoption": {"decisionNumber": "", "date": {"year": 2013}}, "source": "сайтът на съвета"}}},
  {"id": "attached", "method": "tranche.plans.v1.AttachmentsService/HandOverAttachment",
   "request": {"parent": "organisations/lyubimets/plans/lyubimets-2013", "fileName": "b.txt", "content": "YmI=",
               "note": "протокол от обсъждането"}},
  {"id": "attachment-withdrawn", "method": "tranche.plans.v1.AttachmentsService/WithdrawAttachment",
   "request": {"name": "$attached.name", "reason": "подаден е друг файл"}},
  {"id": "project-linked", "method": "tranche.plans.v1.ProjectLinksService/LinkProject",
   "request": {"parent": "organisations/lyubimets",
               "link": {"target": "organisations/lyubimets/plans/lyubimets-2013", "measure": "1.3",
                        "externalProject": "Заетост по ОПРЧР", "sharePercent": "50", "people": 45,
                        "source": "бюрото по труда"}}},
  {"id": "project-unlinked", "method": "tranche.plans.v1.ProjectLinksService/UnlinkProject",
   "request": {"name": "organisations/lyubimets/projectLinks/1", "reason": "друга мярка"}},
  {"id": "seen", "method": "tranche.plans.v1.PlanChangesService/MarkSeen",
   "request": {"parent": "organisations/lyubimets", "number": 1}},
  {"id": "unsubscribed", "method": "tranche.plans.v1.PlanChangesService/Unsubscribe",
   "request": {"parent": "organisations/lyubimets", "planId": "lyubimets-2013"}},
  {"id": "aid-proposal", "method": "tranche.proposals.v1.ProposalsService/CreateProposal",
   "request": {"parent": "organisations/mineralni-bani",
               "proposal": {"number": "BG16RFOP001-1.001-0097", "procedure": "BG16RFOP001-1.001",
                            "title": "Подкрепа за предприятие", "durationMonths": 24,
                            "requested": {"eu": {"amount": "850.00", "currency": "BGN"},
                                          "national": {"amount": "150.00", "currency": "BGN"},
                                          "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "aid-submitted", "method": "tranche.proposals.v1.ProposalsService/SubmitProposal",
   "request": {"name": "$aid-proposal.name", "submittedOn": "2017-01-10"}},
  {"id": "aid-evaluated", "method": "tranche.proposals.v1.ProposalsService/EvaluateProposal",
   "request": {"name": "$aid-proposal.name",
               "evaluation": {"kind": "complex", "standing": "approved", "decidedOn": "2017-03-15"}}},
  {"id": "aid-contract", "method": "tranche.proposals.v1.ProposalsService/ConcludeContract",
   "request": {"parent": "organisations/mineralni-bani",
               "contract": {"number": "BG16RFOP001-1.001-0097-C01", "proposal": "$aid-proposal.name",
                            "concludedOn": "2018-06-18", "startsOn": "2018-06-18", "durationMonths": 24,
                            "periodRule": "same_numbered_day",
                            "amount": {"eu": {"amount": "850.00", "currency": "BGN"},
                                       "national": {"amount": "150.00", "currency": "BGN"},
                                       "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "aid-advance", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "$aid-contract.name",
               "claim": {"kind": "state_aid_advance",
                         "requested": {"eu": {"amount": "85.00", "currency": "BGN"},
                                       "national": {"amount": "15.00", "currency": "BGN"},
                                       "own": {"amount": "0.00", "currency": "BGN"},
                                       "total": {"amount": "100.00", "currency": "BGN"}},
                         "security": {"kind": "bank_guarantee", "issuer": "Общинска банка АД", "number": "17",
                                      "amount": {"amount": "100.00", "currency": "BGN"},
                                      "validUntil": "2020-12-31"}}}},
  {"id": "aid-sent", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$aid-advance.name", "sentOn": "2018-07-10"}},
  {"id": "aid-verified", "method": "tranche.payments.v1.PaymentsService/VerifyClaim", "as": "approver",
   "request": {"name": "$aid-advance.name",
               "verification": {"decidedOn": "2018-07-20", "coverBy": "2019-12-31"}}},
  {"id": "aid-prolonged", "method": "tranche.payments.v1.StateAidService/MoveSecurity", "as": "approver",
   "request": {"name": "organisations/mineralni-bani/contracts/BG16RFOP001-1.001-0097-C01/stateAidAdvance",
               "step": {"kind": "prolong_security", "on": "2018-08-01", "validUntil": "2021-06-30",
                        "reference": "Анекс 1"}}},
  {"id": "aid-withdrawn", "method": "tranche.payments.v1.StateAidService/WithdrawUncovered", "as": "approver",
   "request": {"name": "organisations/mineralni-bani/contracts/BG16RFOP001-1.001-0097-C01/stateAidAdvance",
               "withdrawnOn": "2020-01-15", "reason": "Писмо 93-1"}},
  {"id": "secured-proposal", "method": "tranche.proposals.v1.ProposalsService/CreateProposal",
   "request": {"parent": "organisations/mineralni-bani",
               "proposal": {"number": "BG05M9OP001-2.005-0098", "procedure": "BG05M9OP001-2.005",
                            "title": "Обезпечен аванс", "durationMonths": 12,
                            "requested": {"eu": {"amount": "850.00", "currency": "BGN"},
                                          "national": {"amount": "150.00", "currency": "BGN"},
                                          "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "secured-submitted", "method": "tranche.proposals.v1.ProposalsService/SubmitProposal",
   "request": {"name": "$secured-proposal.name", "submittedOn": "2018-05-02"}},
  {"id": "secured-evaluated", "method": "tranche.proposals.v1.ProposalsService/EvaluateProposal",
   "request": {"name": "$secured-proposal.name",
               "evaluation": {"kind": "complex", "standing": "approved", "decidedOn": "2018-06-12"}}},
  {"id": "secured-contract", "method": "tranche.proposals.v1.ProposalsService/ConcludeContract",
   "request": {"parent": "organisations/mineralni-bani",
               "contract": {"number": "BG05M9OP001-2.005-0098-C01", "proposal": "$secured-proposal.name",
                            "concludedOn": "2018-06-18", "startsOn": "2018-06-18", "durationMonths": 24,
                            "periodRule": "same_numbered_day", "beneficiary": "other_beneficiary",
                            "amount": {"eu": {"amount": "850.00", "currency": "BGN"},
                                       "national": {"amount": "150.00", "currency": "BGN"},
                                       "own": {"amount": "0.00", "currency": "BGN"}}}}},
  {"id": "secured-advance", "method": "tranche.payments.v1.PaymentsService/CreateClaim",
   "request": {"parent": "$secured-contract.name",
               "claim": {"kind": "advance",
                         "requested": {"eu": {"amount": "85.00", "currency": "BGN"},
                                       "national": {"amount": "15.00", "currency": "BGN"},
                                       "own": {"amount": "0.00", "currency": "BGN"},
                                       "total": {"amount": "100.00", "currency": "BGN"}},
                         "security": {"kind": "bank_guarantee", "issuer": "Общинска банка АД", "number": "18",
                                      "amount": {"amount": "100.00", "currency": "BGN"},
                                      "validUntil": "2020-12-31"}}}},
  {"id": "secured-sent", "method": "tranche.payments.v1.PaymentsService/SendClaim",
   "request": {"name": "$secured-advance.name", "sentOn": "2018-07-10"}},
  {"id": "secured-verified", "method": "tranche.payments.v1.PaymentsService/VerifyClaim", "as": "approver",
   "request": {"name": "$secured-advance.name", "verification": {"decidedOn": "2018-07-20"}}},
  {"id": "security-prolonged", "method": "tranche.payments.v1.AdvanceSecuritiesService/MoveAdvanceSecurity",
   "as": "approver",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0098-C01/advanceSecurity",
               "step": {"kind": "prolong_security", "on": "2018-08-01", "validUntil": "2021-06-30",
                        "reference": "Анекс 1"}}},
  {"id": "redenominated", "method": "tranche.proposals.v1.RedenominationsService/RedenominateContract",
   "request": {"name": "$lev-contract.name", "stillToSettle": false}},
  {"id": "held", "method": "tranche.proposals.v1.ProposalsService/HoldContract", "as": "service",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01/packages/99", "number": 1000}},
  {"id": "released", "method": "tranche.proposals.v1.ProposalsService/ReleaseContract", "as": "service",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01/packages/99", "number": 1000}},
  {"id": "budget-closed", "method": "tranche.budgets.v1.BudgetClosingsService/FollowMoneyClosing", "as": "service",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01", "number": 1000,
               "closedOn": "2018-02-01"}},
  {"id": "ended", "method": "tranche.proposals.v1.ProposalsService/FollowMoneyClosing", "as": "service",
   "request": {"name": "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0095-C01", "number": 1000,
               "closedOn": "2018-02-01"}}
]})json";

// Every write of a public or internal service: what has a key.
std::set<std::string> Writes() {
  std::set<std::string> writes;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* role : {"access", "documents", "reference", "plans", "proposals", "budgets",
                           "staffing", "payments", "timelines", "reports"}) {
    const std::string folder = absl::StrCat("tranche/", role, "/v1/");
    for (const auto& entry : std::filesystem::directory_iterator(SOURCE_ROOT "/proto/" + folder)) {
      const std::string name = entry.path().filename().string();
      if (!absl::EndsWith(name, "_service.proto")) continue;
      const FileDescriptor* file = pool->FindFileByName(folder + name);
      for (int m = 0; m < file->service(0)->method_count(); ++m) {
        const MethodDescriptor* method = file->service(0)->method(m);
        if (method->input_type()->FindFieldByName("request_id") == nullptr) continue;
        writes.insert(absl::StrCat(file->service(0)->full_name(), "/", method->name()));
      }
    }
  }
  return writes;
}

// A payment file tells the second in which it was made.
std::string WithoutTimeOfMaking(const std::string& text) {
  static const RE2 made("<CreDtTm>[^<]*</CreDtTm>");
  std::string file;
  if (!absl::Base64Unescape(text, &file) || !RE2::GlobalReplace(&file, made, "<CreDtTm/>")) return text;
  return file;
}

// Without what is made anew each time: when something was stored, and secrets.
Json Stable(Json json) {
  static const RE2 time("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
  if (json.is_string() && RE2::FullMatch(json.get<std::string>(), time)) return "time";
  if (json.is_string()) return WithoutTimeOfMaking(json.get<std::string>());
  if (!json.is_structured()) return json;
  for (const char* made : {"secret", "sampleCommitment", "seed", "commitment"}) {
    if (json.is_object()) json.erase(made);
  }
  // The digest of a file that tells its second.
  if (json.is_object() && json.contains("content") && json["content"].is_string()) {
    const std::string content = json["content"].get<std::string>();
    if (WithoutTimeOfMaking(content) != content) json.erase("sha256");
  }
  // Of a payment file, which tells when it was made.
  if (json.is_object() && json.contains("messageId")) json.erase("sha256");
  for (Json& item : json) item = Stable(item);
  return json;
}

struct Answered {
  std::string refusal;  // "": it was answered.
  Json answer;
};

void PrintTo(const Answered& answered, std::ostream* out) {
  *out << (answered.refusal.empty() ? answered.answer.dump() : answered.refusal);
}

bool operator==(const Answered& left, const Answered& right) {
  return left.refusal == right.refusal && Stable(left.answer) == Stable(right.answer);
}

std::string Say(const absl::Status& status) {
  std::string said = absl::StrCat(ReasonOf(status).empty() ? status.ToString() : ReasonOf(status));
  for (const auto& [name, value] : ValuesOf(status)) absl::StrAppend(&said, " ", name, "=", value);
  for (const Violation& violation : ViolationsOf(status)) {
    absl::StrAppend(&said, "; ", violation.field, " ", violation.reason);
    for (const auto& [name, value] : violation.values) absl::StrAppend(&said, " ", name, "=", value);
  }
  return said;
}

// What may stand in the place of a value and is likely to be refused.
std::vector<cli::Json> Others(const cli::Json& value) {
  static const RE2 day("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  static const RE2 amount("[0-9]+\\.[0-9]{2}");
  if (value.is_number()) return {119};
  if (!value.is_string()) return {};
  const std::string text = value.get<std::string>();
  if (RE2::FullMatch(text, day)) return {"zzz-999", "2090-01-01"};
  if (RE2::FullMatch(text, amount)) return {"zzz-999", "99999999.99"};
  if (!absl::StartsWith(text, "organisations/")) return {"zzz-999"};
  return {"zzz-999", "organisations/mineralni-bani/contracts/NO-SUCH"};
}

// The request with one of its values left out, or another in its place: of lists that of the first
// item, and not what a file holds.
std::vector<cli::Json> Variants(const cli::Json& request) {
  static const RE2 left_out("/marks/|/[1-9][0-9]*(/|$)|^/content$");
  std::vector<cli::Json> variants;
  const cli::Json flat = request.flatten();
  for (const auto& [path, value] : flat.items()) {
    const cli::Json::json_pointer at(path);
    if (RE2::PartialMatch(path, left_out)) continue;
    if (request.at(at.parent_pointer()).is_object()) {
      variants.push_back(request);
      variants.back().at(at.parent_pointer()).erase(at.back());
    }
    for (const cli::Json& other : Others(value)) {
      variants.push_back(request);
      variants.back()[at] = other;
    }
  }
  return variants;
}

class DryRun : public ::testing::Test {
 protected:
  DryRun() : programs_(Programs::Options{.examples = false}) {
    const Ran issued = flow::Run(
        {Program("tranched"), "issue-token", "--config", programs_.folder() + "/tranched.textproto",
         "--subject", "service/test", "--organisations", kOrganisations, "--roles", "SERVICE", "--days",
         "1", "--out", programs_.folder() + "/secrets/service.token"});
    EXPECT_EQ(issued.code, 0) << issued.error;
    // Neither who sends claims nor who decides on them.
    programs_.IssueToken("second", "FINANCE");
    // A procedure that gives state aid.
    programs_.sandbox().Inspect(
        "insert into reference.procedure (code, programme, programme_title_bg, programming_period, "
        "title_bg, "
        "source, verified, support_kind) values ('BG16RFOP001-1.001', '2014BG16RFOP001', 'Програма', "
        "'2014-2020', 'Подкрепа', 'за теста', false, 'state_aid')");
    held_ = Tables();
  }

  // The number of rows of every table and the sum of the transactions that made them: whatever is
  // added, changed or removed moves it. The sealed log of reports follows the others by itself.
  std::map<std::string, std::string> Tables() {
    if (tables_.empty()) {
      std::vector<std::string> selects;
      for (const auto& row : programs_.sandbox().Inspect(R"sql(
             select format('%I.%I', n.nspname, c.relname)
               from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
              where c.relkind = 'r'
                    and n.nspname not in ('pg_catalog', 'information_schema', 'sqitch', 'reports'))sql")) {
        const std::string table = row[0].as<std::string>();
        selects.push_back(absl::StrCat(
            "select '", table, "', count(*) || ' rows ' || coalesce(sum(xmin::text::bigint), 0) from ",
            table));
      }
      tables_ = absl::StrJoin(selects, " union all ");
    }
    std::map<std::string, std::string> held;
    for (const auto& row : programs_.sandbox().Inspect(tables_)) {
      held[row[0].as<std::string>()] = row[1].as<std::string>();
    }
    return held;
  }

  client::Client& ClientOf(const std::string& user) {
    std::unique_ptr<client::Client>& client = clients_[user];
    if (client == nullptr) {
      const auto servers = client::Servers::At(programs_.server());
      EXPECT_TRUE(servers.ok()) << servers.status();
      client = std::make_unique<client::Client>(*servers,
                                                client::ClientOptions{.token = programs_.Token(user)});
    }
    return *client;
  }

  // Sends a request; nullopt when this client itself refuses its JSON.
  std::optional<Answered> Send(const cli::Step& step, const cli::Json& json, const std::string& key,
                               bool validate_only) {
    cli::Json whole = json;
    if (Writes().count(step.method) > 0) whole["requestId"] = key;
    if (validate_only) whole["validateOnly"] = true;
    const std::unique_ptr<Message> request =
        client::NewMessage(client::FindMethod(step.method)->input_type());
    if (!client::FromJson(whole.dump(), request.get()).ok()) return std::nullopt;
    const auto answer = ClientOf(step.user).Call(step.method, *request);
    if (!answer.ok()) return Answered{.refusal = Say(answer.status()), .answer = {}};
    return Answered{.refusal = "", .answer = Json::parse(client::ToJson(**answer))};
  }

  // Sends it in earnest.
  std::optional<Answered> Do(const cli::Step& step, const cli::Json& json, const std::string& key) {
    const auto answered = Send(step, json, key, /*validate_only=*/false);
    programs_.AwaitFollowers();  // They move after a real write only.
    held_ = Tables();
    return answered;
  }

  // Sends it as a rehearsal and looks whether anything was kept.
  std::optional<Answered> Rehearse(const cli::Step& step, const cli::Json& json,
                                   const std::string& key) {
    const auto answered = Send(step, json, key, /*validate_only=*/true);
    EXPECT_EQ(Tables(), held_) << step.id << " " << key << " " << json;
    return answered;
  }

  // What is refused leaves nothing, so that it can be asked both ways.
  void RefuseVariants(const cli::Step& step, const cli::Json& json) {
    for (const cli::Json& variant : Variants(json)) {
      const std::string key = absl::StrCat("variant-", ++variants_);
      const auto rehearsed = Rehearse(step, variant, key);
      if (!rehearsed.has_value() || rehearsed->refusal.empty()) continue;
      EXPECT_EQ(*rehearsed, *Send(step, variant, key, /*validate_only=*/false))
          << step.id << " " << variant;
      ++refusals_;
    }
  }

  cli::Json Fill(const cli::Step& step, const std::map<std::string, cli::Json>& answers) const {
    const auto read = [](const std::string& name) -> absl::StatusOr<std::string> {
      std::ifstream in(absl::StrCat(SOURCE_ROOT, "/services/examples/", name), std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const auto filled = cli::FillInRequest(step.request, answers, read);
    EXPECT_TRUE(filled.ok()) << step.id << ": " << filled.status();
    return filled.ok() ? *filled : cli::Json();
  }

  Programs programs_;
  std::map<std::string, std::unique_ptr<client::Client>> clients_;
  std::string tables_;                       // The statement that looks at them.
  std::map<std::string, std::string> held_;  // What they held after the last real write.
  int variants_ = 0;
  int refusals_ = 0;
};

std::vector<cli::Step> AllSteps() {
  std::vector<std::string> texts;
  for (const char* name : {"lyubimets.json", "mineralni-bani.json"}) {
    std::ifstream in(absl::StrCat(SOURCE_ROOT, "/services/examples/", name));
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  texts.emplace_back(kMoreSteps);
  std::vector<cli::Step> all;
  for (const std::string& text : texts) {
    const auto steps = cli::ReadSteps(text);
    EXPECT_TRUE(steps.ok()) << steps.status();
    all.insert(all.end(), steps->begin(), steps->end());
  }
  return all;
}

TEST_F(DryRun, EveryWrite_AnswersAsItWouldAndKeepsNothing) {
  const std::set<std::string> writes = Writes();
  std::set<std::string> done;
  std::map<std::string, cli::Json> answers;
  int number = 0;
  for (const cli::Step& step : AllSteps()) {
    const std::string key = absl::StrCat("step-", ++number);
    const cli::Json request = Fill(step, answers);
    if (writes.count(step.method) == 0) {  // Something that a later step needs.
      answers[step.id] = cli::Json::parse(Do(step, request, key)->answer.dump());
      continue;
    }
    // A kind of request is varied once; the example has several costs.
    if (done.insert(step.method).second) RefuseVariants(step, request);
    const auto rehearsed = Rehearse(step, request, key);
    const auto before = held_;
    const auto real = Do(step, request, key);
    ASSERT_EQ(real->refusal, "") << step.id;
    EXPECT_EQ(*rehearsed, *real) << step.id;
    // The control: this is what a write looks like in the tables.
    EXPECT_NE(held_, before) << step.id;
    // Asked again with its key, and by another key when it is done.
    const auto repeated = Rehearse(step, request, key);
    if (absl::EndsWith(step.method, "/RecordCosts")) {
      // An answer for each row, which says whether it was there before.
      EXPECT_EQ(*repeated, *Do(step, request, key)) << step.id;
    } else {
      EXPECT_EQ(*repeated, *real) << step.id;
    }
    const auto again = Rehearse(step, request, key + "-again");
    const auto really_again = Do(step, request, key + "-again");
    EXPECT_EQ(*again, *really_again) << step.id;
    answers[step.id] =
        cli::Json::parse((really_again->refusal.empty() ? really_again : real)->answer.dump());
  }
  EXPECT_EQ(done, writes);
  EXPECT_GT(refusals_, 100);
}

class DryRunOfExamples : public ::testing::Test {
 protected:
  static constexpr char kContract[] = "BG05M9OP001-2.005-0063-C01";

  Ran RecordCost(const std::string& total, const std::vector<std::string>& more) const {
    std::vector<std::string> words = {"costs",     "record",    kContract,   "--line",   "5.1",
                                      "--type",    "invoice",   "--number",  "4711",     "--issued-on",
                                      "10.1.2018", "--paid-on", "12.1.2018", "--issuer", "Издател",
                                      "--total",   total,       "-o",        "json"};
    words.insert(words.end(), more.begin(), more.end());
    return programs_.Tranche(words);
  }

  Programs programs_{Programs::Options{}};
};

TEST_F(DryRunOfExamples, Command_ShowsTheAnswerAndSaysThatNothingWasStored) {
  const int costs = programs_.Count("budgets.cost");
  const int keys = programs_.Count("budgets.request");
  const Ran rehearsed = RecordCost("10,00", {"--dry-run"});
  EXPECT_EQ(rehearsed.code, 0) << rehearsed.error;
  EXPECT_EQ(rehearsed.error, "Проба: нищо не е записано.\n");
  EXPECT_THAT(RecordCost("10,00", {"--dry-run", "--lang", "en"}).error,
              HasSubstr("Dry run: nothing was stored."));
  EXPECT_EQ(programs_.Count("budgets.cost"), costs);
  EXPECT_EQ(programs_.Count("budgets.request"), keys);
  const Ran real = RecordCost("10,00", {});
  EXPECT_EQ(real.error, "");
  EXPECT_EQ(Stable(rehearsed.json()), Stable(real.json()));
  EXPECT_EQ(programs_.Count("budgets.cost"), costs + 1);
}

TEST_F(DryRunOfExamples, CommandThatIsRefused_EndsAsItWould) {
  const Ran rehearsed = RecordCost("7100,01", {"--dry-run"});
  const Ran real = RecordCost("7100,01", {});
  EXPECT_EQ(rehearsed.code, 6);
  EXPECT_EQ(rehearsed.code, real.code);
  EXPECT_EQ(rehearsed.error, real.error);
}

TEST_F(DryRunOfExamples, Rest_TakesValidateOnlyInTheBody) {
  const Json money = {{"amount", "10.00"}, {"currency", "BGN"}};
  Json body = {{"validateOnly", true},
               {"cost",
                {{"line", "5.1"},
                 {"claimed", money},
                 {"document",
                  {{"type", "invoice"},
                   {"number", "4712"},
                   {"issuedOn", "2018-01-10"},
                   {"paidOn", "2018-01-12"},
                   {"issuer", "Издател"},
                   {"total", money}}}}}};
  const int costs = programs_.Count("budgets.cost");
  const auto post = [&] {
    return programs_.Http(
        {.method = "POST",
         .path = absl::StrCat("/v1/organisations/mineralni-bani/contracts/", kContract, "/costs"),
         .body = body.dump(),
         .headers = {"Idempotency-Key: rest"}});
  };
  const Answer rehearsed = post();
  EXPECT_EQ(rehearsed.status, 200) << rehearsed.body;
  EXPECT_EQ(programs_.Count("budgets.cost"), costs);
  body["validateOnly"] = false;
  EXPECT_EQ(Stable(post().json()), Stable(rehearsed.json()));
  EXPECT_EQ(programs_.Count("budgets.cost"), costs + 1);
}

TEST_F(DryRunOfExamples, FileOfSteps_IsTriedStepByStep) {
  const std::string examples = absl::StrCat(SOURCE_ROOT, "/services/examples");
  const Ran done = programs_.Tranche({"examples", "load", examples, "--dry-run"});
  EXPECT_EQ(done.code, 0) << done.error;
  EXPECT_THAT(done.error, HasSubstr("Проба: нищо не е записано."));
  // The same under another number is new, and its second step needs what the first one would have
  // stored.
  std::ifstream in(examples + "/mineralni-bani.json");
  std::string text(std::istreambuf_iterator<char>(in), {});
  RE2::GlobalReplace(&text, "0063", "0064");
  Json steps = Json::parse(text);
  steps["steps"].erase(0);
  text = steps.dump();
  const std::string file = programs_.WriteFile("other.json", text);
  const Ran fresh = programs_.Tranche({"apply", file, "--dry-run", "--lang", "en"});
  EXPECT_EQ(fresh.code, 3) << fresh.error;
  EXPECT_THAT(fresh.error, HasSubstr("Stopped at step \"proposal-submitted\""));
  EXPECT_THAT(fresh.error, HasSubstr("only tried and not stored"));
  EXPECT_EQ(programs_.Count("proposals.proposal"), 1);
}

}  // namespace
}  // namespace tranche::flow
