// SPDX-License-Identifier: EUPL-1.2
// Search and listing while the plans in the store grow to ten thousand, for one municipality and for an
// auditor of all. The role answers through its gRPC channel, on a database as services/run makes it.
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "measured.h"
#include "measurements.h"
#include "plans/plans_module.h"
#include "plans/plans_store.h"
#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "platform/pg/transaction.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"
#include "tranche/plans/v1/search_service.grpc.pb.h"

namespace tranche::bench {
namespace {

constexpr int kOrganisations = 32;  // As many as one person may be given.
constexpr int kPatterns = 20;
constexpr int kPlansMin = 100;
constexpr int kPlansMax = 10'000;

std::string OrganisationOf(int number) { return absl::StrCat("municipality-", number); }

// A plan of 16 measures as municipalities write them; the plans of one pattern have the same words.
plans::v1::Plan MakePlan(int pattern) {
  static constexpr const char* kServices[] = {"Личен асистент",         "Домашен социален патронаж",
                                              "Дневен център за деца",  "Защитено жилище",
                                              "Обществена трапезария",  "Здравен медиатор",
                                              "Ремонт на училище",      "Осветление на улици",
                                              "Обучение на безработни", "Летен лагер за ученици"};
  static constexpr const char* kPlaces[] = {"Любимец", "Сопот", "Хасково", "Сапарева баня",
                                            "Минерални бани"};
  plans::v1::Plan plan;
  plan.set_title(absl::StrCat("Годишен план за развитие на социалните услуги ", 2000 + pattern));
  plan.set_municipality(kPlaces[pattern % 5]);
  plan.set_year(2000 + pattern);
  plan.set_document_sha256(std::string(64, 'a'));
  plan.add_objectives("Подобряване на условията за живот на хора с увреждания и възрастни хора");
  plan.add_target_groups("Деца в риск и техните семейства");
  for (int section = 1; section <= 4; ++section) {
    plans::v1::Section& of = *plan.add_sections();
    of.set_ordinal(section);
    of.set_title(absl::StrCat("Приоритет ", section));
    for (int ordinal = 1; ordinal <= 4; ++ordinal) {
      const int kind = (pattern + section * 3 + ordinal) % 10;
      plans::v1::Measure& measure = *of.add_measures();
      measure.set_ordinal(ordinal);
      measure.set_activity(absl::StrCat(kServices[kind], " за ", 10 + ordinal, " лица"));
      measure.set_description(
          "Услугата се предоставя в общността от квалифицирани служители през цялата година");
      measure.set_place(absl::StrCat("гр. ", kPlaces[(pattern + kind) % 5]));
      measure.set_financing(absl::StrCat("Общински бюджет, ", 1000 * section + pattern, " лв."));
      measure.set_executor("Общинска администрация, дирекция Социално подпомагане");
    }
  }
  if (pattern == 0)
    plan.mutable_sections(3)->mutable_measures(3)->set_activity("Построяване на обсерватория");
  plan.set_measure_count(16);
  return plan;
}

// The plans from `first` to `last`, spread over the organisations: each pattern is stored by the
// service's own code once, and what that has written is copied.
void AddPlans(const testing::PgSandbox& sandbox, testing::TestRole& role, int first, int last) {
  if (first == 0) {
    for (int pattern = 0; pattern < kPatterns; ++pattern) {
      const rpc::CallScope scope = role.Scope(testing::TestActor("pattern"));
      const absl::Status stored = pg::Transact(role.pool(), scope, [&](pg::Tx& tx) -> absl::Status {
        const auto made = plans::store::InsertVersion(tx, "pattern", absl::StrCat("p-", pattern), 1,
                                                      MakePlan(pattern));
        return made.ok() ? plans::search::store::Index(tx, plans::search::TextsOf(*made))
                         : made.status();
      });
      if (!stored.ok()) throw std::runtime_error(stored.ToString());
    }
  }
  const std::string numbers = absl::StrCat("generate_series(", first, ", ", last - 1, ") as n");
  const std::string organisation = absl::StrCat("'municipality-' || (n % ", kOrganisations, ")");
  const std::string pattern = absl::StrCat("'p-' || (n % ", kPatterns, ")");
  sandbox.Inspect(absl::StrCat(
      "set session_replication_role = replica; "
      "insert into plans.plan (organisation_id, plan_id, version, year, title, document_sha256, "
      "measure_count, "
      "measures_with_amount, stated) select ",
      organisation,
      ", 'plan-' || n, 1, p.year, p.title, p.document_sha256, "
      "p.measure_count, p.measures_with_amount, p.stated from ",
      numbers, " join plans.plan as p on p.organisation_id = 'pattern' and p.plan_id = ", pattern));
  sandbox.Inspect(absl::StrCat(
      "insert into plans.search_record (organisation_id, name, kind, title, texts, stems) select ",
      organisation, ", 'plans/plan-' || n, r.kind, r.title, r.texts, r.stems from ", numbers,
      " join plans.search_record as r on r.organisation_id = 'pattern' and r.name = 'plans/' || ",
      pattern));
  sandbox.Inspect(absl::StrCat(
      "insert into plans.search_posting (organisation_id, stem, record_no, kind, weight, spots) select "
      "r.organisation_id, "
      "p.stem, r.record_no, p.kind, p.weight, p.spots from ",
      numbers, " join plans.search_record as r on r.organisation_id = ", organisation,
      " and r.name = 'plans/plan-' || n "
      "join plans.search_record as b on b.organisation_id = 'pattern' and b.name = 'plans/' || ",
      pattern,
      " join plans.search_posting as p on p.organisation_id = 'pattern' and p.record_no = "
      "b.record_no"));
  sandbox.Inspect("vacuum analyze");
}

// One caller that asks again and again.
template <class Ask>
Measured Run(double seconds, Ask ask) {
  std::vector<double> took_us;
  int64_t failed = 0;
  const absl::Time begin = absl::Now();
  while (absl::Now() - begin < absl::Seconds(seconds)) {
    const absl::Time asked = absl::Now();
    if (!ask().ok()) ++failed;
    took_us.push_back(absl::ToDoubleMicroseconds(absl::Now() - asked));
  }
  return Summarise(std::move(took_us), absl::ToDoubleSeconds(absl::Now() - begin), failed);
}

struct Load {
  const char* name;
  std::function<grpc::Status()> ask;
};

std::vector<Measured> MeasureAt(const testing::PgSandbox& sandbox, testing::TestRole& role,
                                const std::vector<Load>& loads, const Options& options, int first,
                                int last) {
  AddPlans(sandbox, role, first, last);
  std::vector<std::function<Measured()>> runs;
  for (const Load& load : loads) runs.emplace_back([&] { return Run(options.seconds / 2, load.ask); });
  return Alternate(options.rounds, runs);
}

void PrintLoads(const std::vector<Load>& loads, const std::vector<Measured>& few,
                const std::vector<Measured>& many, int plans_max) {
  std::vector<std::vector<std::string>> rows = {
      {"one caller", absl::StrCat(kPlansMin, " plans: p50 ms"), "p99 ms",
       absl::StrCat(plans_max, " plans: p50 ms"), "p99 ms", "p50 ratio"}};
  for (std::size_t i = 0; i < loads.size(); ++i) {
    rows.push_back({loads[i].name, Shown(few[i].p50_us / 1000, 2), Shown(few[i].p99_us / 1000, 2),
                    Shown(many[i].p50_us / 1000, 2), Shown(many[i].p99_us / 1000, 2),
                    Shown(many[i].p50_us / few[i].p50_us, 1)});
  }
  PrintTable("Search and listing of plans", rows);
}

}  // namespace

void MeasurePlans(const Options& options) {
  const testing::PgSandbox sandbox;
  testing::TestRole role(sandbox, "plans");
  role.Serve(plans::StartRole(role.context()));
  const auto search = plans::v1::SearchService::NewStub(role.channel());
  const auto list = plans::v1::PlansService::NewStub(role.channel());
  const rpc::Actor one = testing::TestActor(OrganisationOf(7));
  rpc::Actor all = testing::TestActor(OrganisationOf(0), {"AUDITOR"});
  for (int i = 1; i < kOrganisations; ++i) all.organisations.push_back(OrganisationOf(i));
  const auto search_once = [&](const plans::v1::SearchRequest& request, const rpc::Actor& actor,
                               plans::v1::SearchResponse* response) {
    grpc::ClientContext context;
    role.SignIn(&context, actor);
    return search->Search(&context, request, response);
  };
  const auto find = [&](const std::string& q, const rpc::Actor& actor) {
    return [&search_once, q, &actor] {
      plans::v1::SearchRequest request;
      request.set_q(q);
      plans::v1::SearchResponse response;
      return search_once(request, actor, &response);
    };
  };
  // The first page is asked for once in each run; what is measured is the page behind it.
  const auto find_second_page = [&](const std::string& q, const rpc::Actor& actor) {
    return [&search_once, q, &actor, token = std::string()]() mutable {
      plans::v1::SearchRequest request;
      request.set_q(q);
      plans::v1::SearchResponse response;
      if (token.empty()) {
        const grpc::Status first = search_once(request, actor, &response);
        if (!first.ok()) return first;
        token = response.next_page_token();
      }
      request.set_page_token(token);
      return search_once(request, actor, &response);
    };
  };
  const auto page = [&](const rpc::Actor& actor) {
    return [&role, &list, &actor] {
      grpc::ClientContext context;
      role.SignIn(&context, actor);
      plans::v1::ListPlansRequest request;
      request.set_parent("organisations/-");
      plans::v1::ListPlansResponse response;
      return list->ListPlans(&context, request, &response);
    };
  };
  const std::vector<Load> loads = {
      {"two words, own plans", find("личните асистенти", one)},
      {"Latin letters, own plans", find("asistenti lyubimets", one)},
      {"first page of own plans", page(one)},
      {"rare word, plans of all", find("обсерватория", all)},
      {"word of every plan, plans of all", find("услуги", all)},
      {"two words of every plan, plans of all", find("социални услуги", all)},
      {"its second page", find_second_page("социални услуги", all)},
      {"four words of every plan, plans of all", find("годишен план социални услуги", all)},
      {"rare word and word of every plan, plans of all", find("обсерватория услуги", all)},
      {"first page of the plans of all", page(all)}};
  const int plans_max = options.rows_max < kPlansMax ? kPlansMin * 2 : kPlansMax;
  const std::vector<Measured> few = MeasureAt(sandbox, role, loads, options, 0, kPlansMin);
  const std::vector<Measured> many = MeasureAt(sandbox, role, loads, options, kPlansMin, plans_max);
  PrintLoads(loads, few, many, plans_max);
}

}  // namespace tranche::bench
