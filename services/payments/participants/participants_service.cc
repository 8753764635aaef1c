// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/participants_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/package_store.h"
#include "payments/package/report_store.h"
#include "payments/participants/counting.h"
#include "payments/participants/participants_convert.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/participants_service.grpc.pb.h"

namespace tranche::payments::participants {
namespace {

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

absl::StatusOr<package::Package> LoadPackage(pg::Tx& tx, const Contract& contract, int sequence,
                                             const std::string& name) {
  std::optional<package::Package> found = package::store::LoadPackage(tx, contract, sequence);
  if (!found.has_value()) return NoSuch(name);
  return *std::move(found);
}

// What a technical report says since the beginning, by code.
package::Cumulative Reported(pg::Tx& tx, const Contract& contract, const package::Package& package) {
  if (package.technical_report_version == 0) return {};
  const package::Cumulative before = package::store::LoadCumulative(tx, contract, package.sequence);
  const package::TechnicalReport report = package::store::LoadTechnicalReport(
      tx, contract, package.sequence, package.technical_report_version);
  package::Cumulative reported;
  for (const package::Achieved& achieved : report.indicators) {
    const auto earlier = before.find(achieved.code);
    reported[achieved.code] =
        earlier == before.end() ? achieved.value : package::Add(earlier->second, achieved.value);
  }
  return reported;
}

v1::CountedIndicator ToProto(const package::Indicator& indicator, const Count& count,
                             const package::Cumulative& reported, bool verified) {
  v1::CountedIndicator proto;
  proto.set_code(indicator.code);
  proto.set_women(static_cast<int>(count.women));
  proto.set_men(static_cast<int>(count.men));
  proto.set_non_binary(static_cast<int>(count.non_binary));
  proto.set_total(static_cast<int>(count.total()));
  proto.set_refused(static_cast<int>(count.refused));
  proto.set_verified(verified);
  const auto said = reported.find(indicator.code);
  if (said == reported.end()) return proto;
  proto.set_reported(package::FormatValue(said->second.total));
  const std::optional<ErrorValues> difference = DifferenceOf(indicator, said->second, count);
  if (!difference.has_value()) return proto;
  proto.set_finding("PARTICIPANT_INDICATOR_DIFFERS");
  proto.set_finding_bg(Explain(proto.finding(), *difference, Language::kBulgarian));
  proto.set_finding_en(Explain(proto.finding(), *difference, Language::kEnglish));
  return proto;
}

class Endpoint final : public v1::ParticipantsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::ParticipantsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ImportParticipants(grpc::CallbackServerContext* context,
                                               const v1::ImportParticipantsRequest* request,
                                               v1::ParticipantsDocument* response) override {
    return dispatcher_.Unary(context, request, response, "ImportParticipants", &service_,
                             &participants::ParticipantsService::ImportParticipants);
  }
  grpc::ServerUnaryReactor* GetParticipantsDocument(grpc::CallbackServerContext* context,
                                                    const v1::GetParticipantsDocumentRequest* request,
                                                    v1::ParticipantsDocument* response) override {
    return dispatcher_.Unary(context, request, response, "GetParticipantsDocument", &service_,
                             &participants::ParticipantsService::GetParticipantsDocument);
  }
  grpc::ServerUnaryReactor* ListParticipants(grpc::CallbackServerContext* context,
                                             const v1::ListParticipantsRequest* request,
                                             v1::ListParticipantsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListParticipants", &service_,
                             &participants::ParticipantsService::ListParticipants);
  }
  grpc::ServerUnaryReactor* RevealParticipant(grpc::CallbackServerContext* context,
                                              const v1::RevealParticipantRequest* request,
                                              v1::RevealedParticipant* response) override {
    return dispatcher_.Unary(context, request, response, "RevealParticipant", &service_,
                             &participants::ParticipantsService::RevealParticipant);
  }

 private:
  participants::ParticipantsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

struct ParticipantsService::Changes {
  std::vector<store::NewPerson> people;
  std::vector<HeldRecord> records;
  int unchanged = 0;
};

ParticipantsService::ParticipantsService(const rpc::RoleContext& context,
                                         std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), finder_(context, std::move(catch_up)), sealing_(context.secrets_folder) {}

absl::StatusOr<Record> ParticipantsService::Open(const Contract& contract, const HeldRecord& row) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::string text,
      sealing_.Open(row.sealed, convert::NameOfParticipant(contract, row.participant), row.key_sign));
  return convert::FromText(text);
}

absl::StatusOr<std::vector<ParticipantsService::Person>> ParticipantsService::FindPeople(
    pg::Tx& tx, const Contract& contract, const store::Keys& signs,
    const std::vector<Record>& records) {
  const std::string contract_name = payments::convert::NameOf(contract);
  std::vector<Person> people;
  std::vector<std::string> former;
  std::vector<std::string> all;
  for (const Record& record : records) {
    const std::string person = PersonOf(record);
    TRANCHE_ASSIGN_OR_RETURN(std::string key, sealing_.Hash(person, contract_name, signs.current));
    all.push_back(key);
    people.push_back({.key = std::move(key)});
    if (!signs.former.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(std::string old, sealing_.Hash(person, contract_name, *signs.former));
    all.push_back(old);
    former.push_back(std::move(old));
  }
  const std::map<std::string, int> known = store::FindParticipants(tx, contract, all);
  for (std::size_t i = 0; i < people.size(); ++i) {
    auto found = known.find(people[i].key);
    if (found == known.end() && !former.empty()) found = known.find(former[i]);
    if (found != known.end()) people[i].number = found->second;
  }
  return people;
}

absl::StatusOr<v1::ImportParticipantsRequest> ParticipantsService::Keyed(
    const rpc::CallScope& scope, const v1::ImportParticipantsRequest& request) {
  return idempotency::Read<v1::ImportParticipantsRequest>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportParticipantsRequest> {
        const store::Keys signs = store::LoadKeys(tx);
        TRANCHE_RETURN_IF_ERROR(sealing_.Prepare(!store::IsAnyoneKept(tx), signs.current));
        v1::ImportParticipantsRequest keyed = request;
        keyed.clear_rows();
        TRANCHE_ASSIGN_OR_RETURN(
            *keyed.add_rows()->mutable_person_number(),
            sealing_.Hash(idempotency::HashRequest(request), "request", signs.current));
        return keyed;
      });
}

absl::StatusOr<ParticipantsService::Changes> ParticipantsService::Compare(
    pg::Tx& tx, const Contract& contract, const package::Package& package,
    const std::vector<Record>& records) {
  // The key is not changed before this is committed.
  const store::Keys signs = store::HoldKeys(tx);
  TRANCHE_RETURN_IF_ERROR(sealing_.Prepare(!store::IsAnyoneKept(tx), signs.current));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Person> people, FindPeople(tx, contract, signs, records));
  std::vector<int> numbers;
  for (const Person& person : people) {
    if (person.number != 0) numbers.push_back(person.number);
  }
  std::map<int, HeldRecord> newest;
  for (const HeldRecord& row :
       NewestOf(store::LoadCountingOf(tx, contract, package.sequence, numbers))) {
    newest[row.participant] = row;
  }
  Changes changes;
  int last = store::LastParticipant(tx, contract);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const int number = people[i].number == 0 ? ++last : people[i].number;
    if (people[i].number == 0) {
      changes.people.push_back(
          {.participant = number, .person_key = people[i].key, .key_sign = signs.current});
    }
    Record record = records[i];
    const auto held = newest.find(number);
    if (held != newest.end()) {
      TRANCHE_ASSIGN_OR_RETURN(const Record before, Open(contract, held->second));
      record = Continue(before, std::move(record));
    }
    const std::string name = convert::NameOfParticipant(contract, number);
    HeldRecord row{.participant = number,
                   .package = package.sequence,
                   .document_version = package.participants_version,
                   .digest = "",
                   .sealed = "",
                   .key_sign = signs.current};
    const std::string text = convert::ToText(record);
    if (held != newest.end()) {
      TRANCHE_ASSIGN_OR_RETURN(const std::string digest,
                               sealing_.Hash(text, name, held->second.key_sign));
      if (held->second.digest == digest) {
        ++changes.unchanged;
        continue;
      }
    }
    TRANCHE_ASSIGN_OR_RETURN(row.digest, sealing_.Hash(text, name, row.key_sign));
    TRANCHE_ASSIGN_OR_RETURN(row.sealed, sealing_.Seal(text, name, row.key_sign));
    changes.records.push_back(std::move(row));
  }
  if (last > kParticipantsMax) {
    return Refuse("PARTICIPANTS_TOO_MANY",
                  {{"count", absl::StrCat(last)}, {"most", absl::StrCat(kParticipantsMax)}});
  }
  return changes;
}

absl::StatusOr<v1::ParticipantsDocument> ParticipantsService::Describe(pg::Tx& tx,
                                                                       const Contract& contract,
                                                                       const package::Package& package,
                                                                       const Catalogue& catalogue) {
  v1::ParticipantsDocument document;
  document.set_name(convert::NameOfDocument(contract, package.sequence));
  document.set_version(package.participants_version);
  const std::vector<HeldRecord> rows = store::LoadCounting(tx, contract, package.sequence);
  const Movement movement = MovementOf(rows, package.sequence);
  document.set_entered(movement.entered);
  document.set_changed(movement.changed);
  std::vector<Record> records;
  for (const HeldRecord& row : NewestOf(rows)) {
    TRANCHE_ASSIGN_OR_RETURN(Record record, Open(contract, row));
    records.push_back(std::move(record));
  }
  const package::Cumulative reported = Reported(tx, contract, package);
  for (const package::Indicator& indicator : package::store::LoadIndicators(tx, contract).indicators) {
    const auto entry = catalogue.entries.find({indicator.participants_fund, indicator.code});
    if (entry == catalogue.entries.end()) continue;
    *document.add_counted() =
        ToProto(indicator, CountOf(entry->second.condition, records), reported, entry->second.verified);
  }
  return document;
}

absl::StatusOr<v1::ParticipantsDocument> ParticipantsService::ImportParticipants(
    const rpc::CallScope& scope, const v1::ImportParticipantsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::DocumentName name,
                           convert::ParseDocumentName(request.name()));
  std::vector<GivenRecord> given;
  for (const v1::ParticipantRecord& row : request.rows()) {
    given.push_back(convert::FromProto(row));
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Record> records, CheckRows(given, scope.today));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  // Counts only when the request is new.
  const absl::StatusOr<Catalogue> catalogue = FetchCatalogue(context_, scope, found);
  TRANCHE_ASSIGN_OR_RETURN(const v1::ImportParticipantsRequest keyed, Keyed(scope, request));
  return idempotency::Write<v1::ParticipantsDocument>(
      *context_.pool, scope, keyed, [&](pg::Tx& tx) -> absl::StatusOr<v1::ParticipantsDocument> {
        TRANCHE_RETURN_IF_ERROR(catalogue.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(package::Package package,
                                 LoadPackage(tx, contract, name.package, request.name()));
        TRANCHE_RETURN_IF_ERROR(package::CheckPutIn(package, package::DocumentKind::kParticipants));
        package::Package next = package;
        next.participants_version =
            std::max(package.participants_version, package.participants_void_through) + 1;
        TRANCHE_ASSIGN_OR_RETURN(const Changes changes, Compare(tx, contract, next, records));
        // All of it is known from earlier packages: the document is there, and says nothing new.
        const bool changed = !changes.records.empty() || package.participants_version == 0;
        if (changed) {
          store::InsertPeople(tx, contract, changes.people);
          store::InsertRecords(tx, contract, changes.records, scope.actor.subject);
          package = next;
          if (!package::store::UpdatePackage(tx, contract, package, package.state)) {
            return Refuse("CONFLICT_RETRY");
          }
        }
        TRANCHE_ASSIGN_OR_RETURN(v1::ParticipantsDocument after,
                                 Describe(tx, contract, package, *catalogue));
        after.set_recorded(static_cast<int>(changes.records.size()));
        after.set_unchanged(changes.unchanged);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "participants.import",
                          .record = after.name(),
                          .before = nullptr,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::ParticipantsDocument> ParticipantsService::GetParticipantsDocument(
    const rpc::CallScope& scope, const v1::GetParticipantsDocumentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::DocumentName name,
                           convert::ParseDocumentName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Catalogue catalogue, FetchCatalogue(context_, scope, contract));
  return idempotency::Read<v1::ParticipantsDocument>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ParticipantsDocument> {
        TRANCHE_ASSIGN_OR_RETURN(const package::Package package,
                                 LoadPackage(tx, contract, name.package, request.name()));
        if (package.participants_version == 0) return NoSuch(request.name());
        return Describe(tx, contract, package, catalogue);
      });
}

absl::StatusOr<v1::ListParticipantsResponse> ParticipantsService::ListParticipants(
    const rpc::CallScope& scope, const v1::ListParticipantsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName name,
                           payments::convert::ParseContractName(request.parent()));
  const std::string list = absl::StrCat("participants of ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const int after,
                           tranche::convert::ReadNumberToken<int>(list, request.page_token()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, name.id, request.parent()));
  const int most = tranche::convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListParticipantsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListParticipantsResponse> {
        const std::vector<HeldRecord> rows =
            store::LoadCounting(tx, contract, NewestPackage(contract), after, most + 1);
        std::map<int, int> versions;
        for (const HeldRecord& row : rows) ++versions[row.participant];
        v1::ListParticipantsResponse response;
        for (const HeldRecord& row : NewestOf(rows)) {
          if (response.participants_size() == most) {
            const int last = response.participants(most - 1).number();
            response.set_next_page_token(tranche::convert::MakePageToken(list, {absl::StrCat(last)}));
            break;
          }
          TRANCHE_ASSIGN_OR_RETURN(const Record record, Open(contract, row));
          v1::Participant* shown = response.add_participants();
          *shown = convert::Masked(contract, row.participant, record);
          shown->set_package(row.package);
          shown->set_version(versions[row.participant]);
        }
        return response;
      });
}

absl::StatusOr<v1::RevealedParticipant> ParticipantsService::RevealParticipant(
    const rpc::CallScope& scope, const v1::RevealParticipantRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ParticipantName name,
                           convert::ParseParticipantName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  // Without a request key: each answer is a reading of its own, and none is kept.
  return idempotency::Step<v1::RevealedParticipant>(
      *context_.pool, scope, /*validate_only=*/false,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::RevealedParticipant> {
        const std::vector<HeldRecord> rows =
            store::LoadCountingOf(tx, contract, NewestPackage(contract), {name.number});
        if (rows.empty()) return NoSuch(request.name());
        TRANCHE_ASSIGN_OR_RETURN(const Record record, Open(contract, rows.back()));
        v1::RevealedParticipant revealed;
        revealed.set_name(convert::NameOfParticipant(contract, name.number));
        *revealed.mutable_record() = convert::ToProto(record);
        const v1::Participant shown = convert::Masked(contract, name.number, record);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "participants.reveal",
                          .record = revealed.name(),
                          .before = nullptr,
                          .after = &shown,
                          .reason = request.purpose(),
                          .request_id = ""});
        return revealed;
      });
}

std::unique_ptr<grpc::Service> MakeParticipants(const rpc::RoleContext& context,
                                                std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::participants
