// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/key_change_service.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "payments/package/package_store.h"
#include "payments/participants/participants_convert.h"
#include "payments/participants/participants_store.h"
#include "payments/participants/sealing.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/evidence/evidence.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/service_scope.h"
#include "tranche/payments/v1/participants.pb.h"

namespace tranche::payments::participants {
namespace {

constexpr char kMethod[] = "payments.change_personal_key";

class Changing {
 public:
  Changing(const rpc::RoleContext& role, const KeyChangeOptions& options)
      : role_(role), options_(options), sealing_(role.secrets_folder) {}

  absl::StatusOr<KeyChange> Run() {
    if (role_.secrets_folder.empty()) return Refuse("PERSONAL_DATA_KEY_MISSING");
    TRANCHE_RETURN_IF_ERROR(Begin());
    if (ended_before_) return change_;
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> organisations, Organisations());
    for (const std::string& organisation : organisations) {
      for (bool more = true; more && !stopped_;) {
        TRANCHE_ASSIGN_OR_RETURN(more, MoveBatch(organisation));
      }
    }
    if (stopped_) return change_;
    TRANCHE_RETURN_IF_ERROR(End(organisations));
    return change_;
  }

 private:
  rpc::CallScope Scope(const std::string& organisation) const {
    rpc::CallScope scope =
        rpc::ServiceScope(role_, organisation, absl::Now() + options_.step_max, kMethod);
    scope.actor.subject = options_.subject;
    return scope;
  }

  absl::Status Transact(const std::string& organisation,
                        const std::function<absl::Status(pg::Tx&, const rpc::CallScope&)>& body) const {
    const rpc::CallScope scope = Scope(organisation);
    return pg::Transact(*role_.pool, scope, [&](pg::Tx& tx) { return body(tx, scope); });
  }

  // From here on everything new is sealed by the next key. One that was made by a run that was killed
  // is taken; a change that is under way goes on.
  absl::Status Begin() {
    store::Keys found;
    bool anyone = false;
    TRANCHE_RETURN_IF_ERROR(Transact("*", [&](pg::Tx& tx, const rpc::CallScope&) -> absl::Status {
      found = store::LoadKeys(tx);
      anyone = store::IsAnyoneKept(tx);
      return absl::OkStatus();
    }));
    if (found.former.has_value()) {
      change_.from_key = *found.former;
      change_.to_key = found.current;
      return sealing_.Prepare(/*nothing_is_sealed=*/false, found.current);
    }
    const absl::StatusOr<std::string> waiting = SignOfNextKey(role_.secrets_folder);
    if (waiting.ok() && *waiting == found.current) {
      // The last change ended, and its key did not get its place any more.
      ended_before_ = true;
      change_.to_key = found.current;
      return TakeNextKey(role_.secrets_folder);
    }
    // What is sealed now has to be read to be sealed anew.
    TRANCHE_RETURN_IF_ERROR(sealing_.Prepare(!anyone, found.current));
    TRANCHE_ASSIGN_OR_RETURN(const std::string next, MakeNextKey(role_.secrets_folder));
    return Transact("*", [&](pg::Tx& tx, const rpc::CallScope&) -> absl::Status {
      const store::Keys keys = store::LockKeys(tx);
      // Somebody else has begun at the same time; there is one next key, so it is the same change.
      if (!keys.former.has_value()) {
        store::SaveKeys(tx, {.current = next, .former = keys.current});
      }
      change_.from_key = keys.former.value_or(keys.current);
      change_.to_key = next;
      return absl::OkStatus();
    });
  }

  absl::StatusOr<std::vector<std::string>> Organisations() const {
    std::vector<std::string> organisations;
    TRANCHE_RETURN_IF_ERROR(Transact("*", [&](pg::Tx& tx, const rpc::CallScope&) -> absl::Status {
      organisations = package::store::LoadOrganisations(tx);
      return absl::OkStatus();
    }));
    return organisations;
  }

  // Participants of one contract, under its lock: no import changes them meanwhile. Whether there was
  // one.
  absl::StatusOr<bool> MoveBatch(const std::string& organisation) {
    if (options_.batches_max == batches_) {
      stopped_ = true;
      return false;
    }
    ++batches_;
    int moved = 0;
    bool more = false;
    TRANCHE_RETURN_IF_ERROR(
        Transact(organisation, [&](pg::Tx& tx, const rpc::CallScope& scope) -> absl::Status {
          moved = 0;
          const std::optional<std::string> id =
              store::FindContractOfFormerKey(tx, organisation, change_.to_key);
          more = id.has_value();
          if (!more) return absl::OkStatus();
          Contract contract;
          contract.organisation = organisation;
          contract.id = *id;
          TRANCHE_ASSIGN_OR_RETURN(contract, payments::store::LockEvenIfClosed(tx, contract));
          const std::vector<int> numbers =
              store::FindOfFormerKey(tx, contract, change_.to_key, options_.batch);
          TRANCHE_RETURN_IF_ERROR(Reseal(tx, contract, numbers));
          moved = static_cast<int>(numbers.size());
          RecordEvidence(tx, scope, contract, moved);
          return absl::OkStatus();
        }));
    change_.participants += moved;
    return more;
  }

  absl::Status Reseal(pg::Tx& tx, const Contract& contract, const std::vector<int>& numbers) {
    std::map<int, std::vector<HeldRecord>> by_participant;
    for (HeldRecord& record : store::LoadAllOf(tx, contract, numbers)) {
      by_participant[record.participant].push_back(std::move(record));
    }
    for (auto& [participant, records] : by_participant) {
      const std::string name = convert::NameOfParticipant(contract, participant);
      std::string person;
      std::vector<HeldRecord> moved;
      for (HeldRecord& record : records) {
        TRANCHE_ASSIGN_OR_RETURN(const std::string text,
                                 sealing_.Open(record.sealed, name, record.key_sign));
        const Record opened = convert::FromText(text);
        person = PersonOf(opened);
        if (record.key_sign == change_.to_key) continue;
        TRANCHE_ASSIGN_OR_RETURN(record.digest, sealing_.Hash(text, name, change_.to_key));
        TRANCHE_ASSIGN_OR_RETURN(record.sealed, sealing_.Seal(text, name, change_.to_key));
        moved.push_back(std::move(record));
      }
      TRANCHE_ASSIGN_OR_RETURN(
          const std::string person_key,
          sealing_.Hash(person, payments::convert::NameOf(contract), change_.to_key));
      store::Reseal(tx, contract, participant, person_key, change_.to_key, moved);
    }
    return absl::OkStatus();
  }

  void RecordEvidence(pg::Tx& tx, const rpc::CallScope& scope, const Contract& contract, int moved) {
    v1::PersonalKeyChange after;
    after.set_from_key(change_.from_key);
    after.set_to_key(change_.to_key);
    after.set_participants(moved);
    evidence::Record(tx, scope,
                     {.organisation = contract.organisation,
                      .action = "participants.change_key",
                      .record = payments::convert::NameOf(contract),
                      .before = nullptr,
                      .after = &after,
                      .reason = options_.reason,
                      .request_id = ""});
  }

  // Nothing is sealed by the former key: the next one gets its place, and it is gone. Another run may
  // have ended the change, and even begun one of its own: then nothing is done here.
  absl::Status End(const std::vector<std::string>& organisations) {
    rpc::CallScope scope = Scope("*");
    scope.organisations = organisations;
    TRANCHE_RETURN_IF_ERROR(pg::Transact(*role_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
      const store::Keys keys = store::LockKeys(tx);
      if (keys.current != change_.to_key || !keys.former.has_value()) return absl::OkStatus();
      for (const std::string& organisation : organisations) {
        if (store::FindContractOfFormerKey(tx, organisation, change_.to_key).has_value()) {
          return Refuse("CONFLICT_RETRY");
        }
      }
      store::SaveKeys(tx, {.current = change_.to_key, .former = std::nullopt});
      return absl::OkStatus();
    }));
    const absl::StatusOr<std::string> next = SignOfNextKey(role_.secrets_folder);
    if (!next.ok() || *next != change_.to_key) return absl::OkStatus();
    return TakeNextKey(role_.secrets_folder);
  }

  const rpc::RoleContext& role_;
  const KeyChangeOptions& options_;
  Sealing sealing_;
  KeyChange change_;
  int batches_ = 0;
  bool stopped_ = false;
  bool ended_before_ = false;
};

}  // namespace

absl::StatusOr<KeyChange> ChangePersonalKey(const rpc::RoleContext& role,
                                            const KeyChangeOptions& options) {
  return Changing(role, options).Run();
}

}  // namespace tranche::payments::participants
