// SPDX-License-Identifier: EUPL-1.2
// From a signal to a financial correction: signals, irregularities with what was reported of them, and
// the corrections that take support away.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/pages/money/money_pages.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/phrases.h"
#include "tranche/payments/v1/irregularities_service.pb.h"

namespace tranche::gateway {
namespace {

namespace pb = payments::v1;
using Wide = PageTable::Wide;

struct CorrectionsData {
  Answer<pb::ListCorrectionsResponse> corrections;
  Answer<pb::ListIrregularitiesResponse> irregularities;
  Answer<pb::ListSignalsResponse> signals;
};

class CorrectionsFiller {
 public:
  CorrectionsFiller(const Visit& visit, const CorrectionsData& data, const std::string& contract)
      : visit_(visit),
        data_(data),
        say_(visit.language()),
        contract_(contract),
        number_(LastSegment(contract)),
        page_(visit, contract, "W_CORRECTIONS_PAGE") {}

  void Show(Visit* visit) {
    for (const char* of : {"corrections", "irregularities", "signals"}) {
      page_.Command({"tranche", of, "list", number_});
    }
    const pb::ListCorrectionsResponse& corrections = data_.corrections.value;
    if (corrections.corrections_size() > 0) {
      page_.Fact("W_CORRECTED_IN_ALL", say_.WithCurrency(corrections.corrected()));
      page_.Fact("W_SUPPORT_LEFT", say_.WithCurrency(corrections.support_left()));
    }
    page_.Add(Corrections());
    page_.Add(Irregularities());
    page_.Add(Signals());
    page_.Json(absl::StrCat("/v1/", EncodePath(contract_), "/corrections"));
    page_.Show(visit);
  }

 private:
  std::string Href() const { return visit_.Href(absl::StrCat("/", contract_, "/corrections")); }

  // What was found, each violation with its own percentage.
  Cell Findings(const pb::Correction& correction) const {
    std::vector<Piece> pieces = {PlainPiece(say_.Value(correction.scale()))};
    for (const pb::CorrectionFinding& finding : correction.findings()) {
      pieces.push_back(
          BulgarianPiece(absl::StrCat(finding.violation(), ": ", say_.Percent(finding.percent()))));
    }
    if (!correction.percent_basis().empty())
      pieces.push_back(BulgarianPiece(correction.percent_basis()));
    return pieces;
  }

  PageTable Corrections() const {
    PageTable table("corrections", "W_CORRECTIONS",
                    {{"W_CORRECTION"},
                     {"W_STATE"},
                     {"W_FOUND", Wide::kLong},
                     {"W_AFFECTED", Wide::kAmount},
                     {"W_PERCENT_OF_CORRECTION", Wide::kAmount},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_MADE_A_DEBT", Wide::kAmount},
                     {"W_DECIDED_ON"},
                     {"W_IRREGULARITY"}});
    table.WhenEmpty("W_NO_FINANCIAL_CORRECTIONS",
                    ShellLine({"tranche", "corrections", "create", number_}));
    const Slice slice = SliceOf(visit_, "corrections", data_.corrections.value.corrections_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::Correction& from = data_.corrections.value.corrections(i);
      table.Add({absl::StrCat("№\u00a0", LastSegment(from.name()), ", ",
                              Say("W_VERSION_LOWER", visit_.language()), " ", from.version()),
                 "",
                 {StatePiece(from.state(), visit_.language()), Findings(from),
                  say_.WithCurrency(from.affected()), say_.Percent(from.percent()),
                  say_.WithCurrency(from.amount()), say_.WithCurrency(from.indebted()),
                  std::vector<Piece>{PlainPiece(say_.Day(from.decided_on())),
                                     BulgarianPiece(from.reference())},
                  from.irregularity().empty() ? "–" : LastSegment(from.irregularity())},
                 "",
                 RowAnchor(from.name())});
    }
    table.Paged(Href(), "", slice.here, slice.next, "corrections");
    return table;
  }

  PageTable Irregularities() const {
    PageTable table("irregularities", "W_IRREGULARITIES",
                    {{"W_IRREGULARITY"},
                     {"W_STATE"},
                     {"W_AMOUNT", Wide::kAmount},
                     {"W_REGISTERED_ON"},
                     {"W_REPORTED_TO_OLAF"},
                     {"W_NOTIFICATIONS", Wide::kLong}});
    table.WhenEmpty("W_NO_IRREGULARITIES");
    if (!data_.irregularities.status.ok()) table.Refused(data_.irregularities.status);
    const Slice slice =
        SliceOf(visit_, "irregularities", data_.irregularities.value.irregularities_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::Irregularity& from = data_.irregularities.value.irregularities(i);
      std::vector<Piece> notifications;
      for (const pb::IrregularityNotification& notification : from.notifications()) {
        notifications.push_back(BulgarianPiece(
            absl::StrCat(say_.Day(notification.reported_on()), " (", notification.year(), "/",
                         notification.quarter(), "): ", say_.WithCurrency(notification.amount()), " ",
                         notification.text())));
      }
      table.Add({from.national_number(),
                 from.description(),
                 {std::vector<Piece>{StatePiece(from.state(), visit_.language()),
                                     PlainPiece(say_.Value(from.classification()))},
                  say_.WithCurrency(from.amount()), say_.Day(from.registered_on()),
                  Say(from.reported_to_olaf() ? "W_YES" : "W_NO", visit_.language()), notifications}});
    }
    table.Paged(Href(), "", slice.here, slice.next, "irregularities");
    return table;
  }

  // Who told is not shown here: whoever tells of an irregularity is protected.
  PageTable Signals() const {
    PageTable table("signals", "W_SIGNALS",
                    {{"W_SIGNAL"},
                     {"W_STATE"},
                     {"W_RECEIVED_SIGNAL_ON"},
                     {"W_CHECK_BY"},
                     {"W_ENDED_ON"},
                     {"W_CLASSIFIED_AS"}});
    table.WhenEmpty("W_NO_SIGNALS");
    if (!data_.signals.status.ok()) table.Refused(data_.signals.status);
    const Slice slice = SliceOf(visit_, "signals", data_.signals.value.signals_size());
    for (int i = slice.from; i < slice.to; ++i) {
      const pb::Signal& from = data_.signals.value.signals(i);
      const bool classified = from.classification() != pb::IRREGULARITY_CLASS_UNSPECIFIED;
      table.Add({absl::StrCat("№\u00a0", LastSegment(from.name())),
                 from.violation(),
                 {StatePiece(from.state(), visit_.language()), say_.Day(from.received_on()),
                  say_.Day(from.check_by()), say_.Day(from.ended_on()),
                  classified ? Cell(say_.Value(from.classification())) : Cell("–")}});
    }
    table.Paged(Href(), "", slice.here, slice.next, "signals");
    return table;
  }

  const Visit& visit_;
  const CorrectionsData& data_;
  const Sayer say_;
  const std::string contract_;
  const std::string number_;
  RecordsPage page_;
};

}  // namespace

void ShowCorrections(const std::shared_ptr<Visit>& visit, const std::string& name) {
  auto data = std::make_shared<CorrectionsData>();
  pb::ListCorrectionsRequest corrections;
  corrections.set_parent(name);
  visit->Ask("/tranche.payments.v1.IrregularitiesService/ListCorrections", corrections,
             &data->corrections);
  pb::ListIrregularitiesRequest irregularities;
  irregularities.set_parent(name);
  visit->Ask("/tranche.payments.v1.IrregularitiesService/ListIrregularities", irregularities,
             &data->irregularities);
  pb::ListSignalsRequest signals;
  signals.set_parent(name);
  visit->Ask("/tranche.payments.v1.IrregularitiesService/ListSignals", signals, &data->signals);
  visit->Then([visit, data, name] {
    if (!data->corrections.status.ok()) return visit->Refuse(data->corrections.status);
    CorrectionsFiller(*visit, *data, name).Show(visit.get());
  });
}

}  // namespace tranche::gateway
