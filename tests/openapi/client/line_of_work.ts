// SPDX-License-Identifier: EUPL-1.2
// The line of work from two documents to a paid project, over HTTP with the generated client. The steps
// build on each other, so they are one test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bgn, clientOf, key, ok, once, parts, refusal } from "./api.ts";
import type { Schemas } from "./api.ts";
import { mustBeDescribed } from "./document.ts";

const owner = clientOf("owner");
const approver = clientOf("approver");
const viewer = clientOf("viewer");
// The compiler believes the document; this looks at every answer.
for (const client of [owner, approver, viewer]) {
  client.use({
    async onResponse({ request, response, schemaPath }) {
      await mustBeDescribed(schemaPath, request.method.toLowerCase(), response.clone());
    },
  });
}

const number = "BG05M9OP001-2.005-0063-C01";
const organisation = "mineralni-bani";
const path = { organisation, contract: number };
const contractPath = "/v1/organisations/{organisation}/contracts/{contract}";

async function addOrganisation(id: string, municipality: string) {
  const details = { titleBg: `Община ${municipality}`, titleEn: `Municipality ${id}`, municipality };
  return ok(await owner.POST("/v1/organisations", { params: { header: key() }, body: { organisation: id, details } }));
}

const figures = (check: Schemas["plans.Check"] | undefined) =>
  `${check?.stated} ${check?.computed} ${check?.delta} ${check?.verdict}`;

async function importPlan() {
  const content = readFileSync(process.env["TRANCHE_PLAN"] ?? "").toString("base64");
  const body = { fileName: "lyubimets-2013.txt", content, accept: true };
  const params = { path: { organisation: "-" }, header: key() };
  const imported = ok(await owner.POST("/v1/organisations/{organisation}/plans:import", { params, body }));
  assert.equal(imported.outcome, "stored");
  assert.equal(imported.plan?.name, "organisations/lyubimets/plans/lyubimets-2013");
  assert.equal(imported.plan?.measureCount, 16);

  const plan = { organisation: "-", plan: "lyubimets-2013" };
  const { checks } = ok(
    await viewer.GET("/v1/organisations/{organisation}/plans/{plan}:check", { params: { path: plan } }),
  );
  const named = (name: string) => figures(checks.find((check) => check.check === name));
  assert.equal(named("total"), "538952.00 538952.00 0.00 agree");
  assert.equal(named("measure.1.1.parts"), "244440.00 242499.00 -1941.00 disagree");
}

async function concludeContract() {
  const proposal = { organisation, proposal: "BG05M9OP001-2.005-0063" };
  const name = `organisations/${organisation}/proposals/${proposal.proposal}`;
  const requested = parts("321307.23", "56701.27");
  const drafted = ok(
    await owner.POST("/v1/organisations/{organisation}/proposals", {
      params: { path: { organisation }, header: key() },
      body: {
        proposal: {
          number: proposal.proposal,
          procedure: "BG05M9OP001-2.005",
          title: "Комплекс от мерки",
          requested,
          durationMonths: 18,
        },
      },
    }),
  );
  assert.equal(drafted.state, "draft");
  assert.equal(drafted.requested.total?.amount, "378008.50");
  const submitted = ok(
    await owner.POST("/v1/organisations/{organisation}/proposals/{proposal}:submit", {
      params: { path: proposal, header: key() },
      body: { submittedOn: "2016-09-30" },
    }),
  );
  assert.equal(submitted.state, "registered");
  const evaluated = ok(
    await owner.POST("/v1/organisations/{organisation}/proposals/{proposal}:evaluate", {
      params: { path: proposal, header: key() },
      body: { evaluation: { kind: "complex", standing: "approved", decidedOn: "2017-03-15" } },
    }),
  );
  assert.equal(evaluated.evaluation?.standing, "approved");
  const contract = ok(
    await owner.POST("/v1/organisations/{organisation}/contracts", {
      params: { path: { organisation }, header: key() },
      body: {
        contract: {
          number,
          proposal: name,
          concludedOn: "2017-04-18",
          startsOn: "2017-04-18",
          durationMonths: 18,
          periodRule: "same_numbered_day",
          amount: requested,
        },
      },
    }),
  );
  assert.equal(contract.endsOn, "2018-10-18");
  assert.equal(contract.grantPercent, "100.00");
  assert.deepEqual(ok(await viewer.GET(contractPath, { params: { path } })).amount, contract.amount);
}

async function planTheProject() {
  const line = (code: string, total: string, expenseType: string) => ({
    code,
    title: `Ред ${code}`,
    expenseType,
    total: bgn(total),
  });
  const budget = ok(
    await owner.POST(`${contractPath}/budget`, {
      params: { path, header: key() },
      body: { lines: [line("1.1", "370908.50", "staff"), line("5.1", "7100.00", "events")] },
    }),
  );
  assert.equal(budget.caps?.eu.amount, "321307.23");
  assert.equal(budget.caps?.total?.amount, "378008.50");

  const timeline = await once(() => viewer.GET(`${contractPath}/timeline`, { params: { path } }));
  assert.equal(timeline.endsOn, "2018-10-18");
  const planned = ok(
    await owner.POST(`${contractPath}/activities`, {
      params: { path, header: key() },
      body: { activities: [{ code: "A1", title: "Грижа", firstMonth: 1, lastMonth: 18 }] },
    }),
  );
  assert.equal(planned.activities[0]?.endsOn, "2018-10-18");
  const position = { code: "P1", title: "Асистент", places: 9, months: 18, monthlyCost: bgn("1150.00") };
  const scheme = ok(
    await owner.POST(`${contractPath}/schemes`, {
      params: { path, header: key() },
      body: { scheme: { scheme: "team", title: "Екип", positions: [position] } },
    }),
  );
  assert.deepEqual([scheme.places, scheme.personMonths, scheme.cost?.amount], [9, 162, "186300.00"]);
}

async function sendAndVerify(claim: string, sentOn: string, verification: Schemas["payments.VerificationInput"]) {
  const claimPath = { ...path, claim };
  const send = { params: { path: claimPath, header: key() }, body: { sentOn } };
  assert.equal(ok(await owner.POST(`${contractPath}/claims/{claim}:send`, send)).state, "sent");

  const verify = () => ({ params: { path: claimPath, header: key() }, body: { verification } });
  const bySender = refusal(await owner.POST(`${contractPath}/claims/{claim}:verify`, verify()));
  assert.equal(bySender.code, "DECIDED_BY_SENDER");
  assert.equal(bySender.status, 422);
  const verified = ok(await approver.POST(`${contractPath}/claims/{claim}:verify`, verify()));
  assert.equal(verified.state, "accepted");
  return verified;
}

async function payAdvance() {
  const requested = parts("64261.45", "11340.25");
  const body = { claim: { kind: "advance", requested } } as const;
  const claim = ok(await owner.POST(`${contractPath}/claims`, { params: { path, header: key() }, body }));
  await sendAndVerify("1", "2017-05-02", { decidedOn: "2017-05-10" });
  const payment = { claim: claim.name, amount: requested, paidOn: "2017-05-15" };
  const paid = ok(
    await owner.POST(`${contractPath}/payments`, { params: { path, header: key() }, body: { payment } }),
  );
  assert.equal(paid.reason, "advance_payment");
  assert.equal(paid.amount.total?.amount, "75601.70");
}

const costOf = (line: string, documentNumber: string, amount: string): Schemas["budgets.CostInput"] => ({
  line,
  claimed: bgn(amount),
  document: {
    type: "invoice",
    number: documentNumber,
    issuedOn: "2017-07-01",
    paidOn: "2017-07-10",
    issuer: "Доставчик",
    total: bgn(amount),
  },
});

async function recordCosts() {
  const record = (cost: Schemas["budgets.CostInput"], header = key(), validateOnly = false) =>
    owner.POST(`${contractPath}/costs`, { params: { path, header }, body: { cost, validateOnly } });
  const first = key();
  const recorded = ok(await record(costOf("1.1", "F-1", "49850.40"), first));
  assert.equal(recorded.state, "reserved");
  assert.deepEqual(ok(await record(costOf("1.1", "F-1", "49850.40"), first)), recorded);
  assert.equal(refusal(await record(costOf("1.1", "F-1", "49850.41"), first)).code, "REQUEST_ID_REUSED");
  ok(await record(costOf("5.1", "F-2", "1980.00")));

  const above = refusal(await record(costOf("5.1", "F-3", "5120.01")));
  assert.equal(above.code, "LINE_EXHAUSTED");
  assert.match(above.detail, /5\.1/);
  // Tried only: nothing is kept of it.
  assert.equal(ok(await record(costOf("5.1", "F-4", "5120.00"), key(), true)).leftOnLine?.amount, "0.00");
  const { costs } = ok(await viewer.GET(`${contractPath}/costs`, { params: { path } }));
  assert.deepEqual(costs.map((cost) => cost.document.number), ["F-1", "F-2"]);
  return costs;
}

async function payCosts(costs: Schemas["budgets.Cost"][]) {
  const names = costs.map((cost) => cost.name);
  const body = { claim: { kind: "interim", costs: names } } as const;
  const claim = ok(await owner.POST(`${contractPath}/claims`, { params: { path, header: key() }, body }));
  const refused = { cost: names[1] ?? "", reason: "Липсва доказателство" };
  const verified = await sendAndVerify("2", "2017-08-31", { decidedOn: "2017-10-20", refusedCosts: [refused] });
  assert.equal(verified.approved?.total?.amount, "49850.40");
  assert.equal(verified.refused?.total?.amount, "1980.00");

  const amount = parts(verified.approved?.eu.amount ?? "", verified.approved?.national.amount ?? "");
  const pay = (eu: string) =>
    owner.POST(`${contractPath}/payments`, {
      params: { path, header: key() },
      body: { payment: { claim: claim.name, amount: { ...amount, eu: bgn(eu) }, paidOn: "2017-11-03" } },
    });
  assert.equal(refusal(await pay("99999.99")).code, "PAYMENT_ABOVE_OWED");
  assert.equal(ok(await pay(amount.eu.amount)).reason, "approved_expenses");
}

async function report() {
  const vsActual = await once(() =>
    viewer.GET(`${contractPath}/reports/budgetVsActual`, { params: { path: { ...path, organisation: "-" } } }),
  );
  assert.equal(vsActual.total?.cap?.total?.amount, "378008.50");
  assert.equal(vsActual.total?.spent?.total?.amount, "49850.40");
  assert.equal(vsActual.total?.refused?.amount, "1980.00");
  assert.equal(vsActual.paidAdvance?.total?.amount, "75601.70");
  assert.equal(vsActual.paidForCosts?.total?.amount, "49850.40");

  const query = { asOf: "2018-09-01" };
  const { deadlines } = ok(await viewer.GET(`${contractPath}/deadlines`, { params: { path, query } }));
  const finalClaim = deadlines.find((deadline) => deadline.kind === "final_claim");
  assert.deepEqual(
    [finalClaim?.nominalOn, finalClaim?.dueOn, finalClaim?.state, finalClaim?.daysLeft, finalClaim?.basis?.verified],
    ["2018-11-18", "2018-11-19", "upcoming", 79, true],
  );
}

test("two documents become a paid project", async () => {
  await addOrganisation("lyubimets", "Любимец");
  await addOrganisation(organisation, "Минерални бани");
  await importPlan();
  await concludeContract();
  await planTheProject();
  await payAdvance();
  await payCosts(await recordCosts());
  await report();
});

test("who is nobody is told so", async () => {
  const result = await clientOf().GET("/v1/me");
  assert.equal(result.response.status, 401);
  assert.equal(refusal(result).code, "TOKEN_MISSING");
  assert.equal(result.response.headers.get("WWW-Authenticate"), "Bearer");
});

test("who only reads may not write", async () => {
  const body = { cost: costOf("1.1", "F-9", "1.00") };
  const result = await viewer.POST(`${contractPath}/costs`, { params: { path, header: key() }, body });
  assert.equal(result.response.status, 403);
  assert.equal(refusal(result).code, "PERMISSION_DENIED");
});

test("a value that breaks a rule is named by its place", async () => {
  const body = { cost: costOf("1.1", "F-9", "1,00") };
  const problem = refusal(await owner.POST(`${contractPath}/costs`, { params: { path, header: key() }, body }));
  assert.equal(problem.code, "INVALID_REQUEST");
  assert.deepEqual(
    problem.errors?.map((error) => `${error.pointer} ${error.code}`),
    ["/cost/document/total/amount MONEY_MALFORMED", "/cost/claimed/amount MONEY_MALFORMED"],
  );
});

test("what is not there is not found", async () => {
  const problem = refusal(await viewer.GET(contractPath, { params: { path: { ...path, contract: "BG-1" } } }));
  assert.equal(problem.code, "NOT_FOUND");
  assert.equal(problem.status, 404);
});
