// SPDX-License-Identifier: EUPL-1.2
// Requests that the description forbids: each marked line must be an error to the compiler, which says
// so itself when it is none. Never run.
import { bgn, clientOf, key } from "./api.ts";
import type { Schemas } from "./api.ts";

const client = clientOf("owner");
const path = { organisation: "mineralni-bani", contract: "BG05M9OP001-2.005-0063-C01" };
const document = {
  type: "invoice",
  number: "1",
  issuedOn: "2018-01-10",
  paidOn: "2018-01-12",
  issuer: "Доставчик",
  total: bgn("1.00"),
} as const;
const cost = { line: "1.1", claimed: bgn("1.00"), document };
const costs = "/v1/organisations/{organisation}/contracts/{contract}/costs";

export const wrong = [
  // The control of the control: this one is right.
  () => client.POST(costs, { params: { path, header: key() }, body: { cost } }),
  // @ts-expect-error An amount is text.
  () => client.POST(costs, { params: { path, header: key() }, body: { cost: { ...cost, claimed: { amount: 1.5, currency: "BGN" } } } }),
  // @ts-expect-error There is no such currency.
  () => client.POST(costs, { params: { path, header: key() }, body: { cost: { ...cost, claimed: { amount: "1.00", currency: "USD" } } } }),
  // @ts-expect-error There is no such kind of document.
  () => client.POST(costs, { params: { path, header: key() }, body: { cost: { ...cost, document: { ...document, type: "bill" } } } }),
  // @ts-expect-error The claimed amount is missing.
  () => client.POST(costs, { params: { path, header: key() }, body: { cost: { line: "1.1", document } } }),
  // @ts-expect-error The key that makes a repeat safe is missing.
  () => client.POST(costs, { params: { path }, body: { cost } }),
  // @ts-expect-error The contract is missing from the path.
  () => client.POST(costs, { params: { path: { organisation: "mineralni-bani" }, header: key() }, body: { cost } }),
  // @ts-expect-error What the service computes has no place in a request.
  (): Schemas["budgets.CostInput"] => ({ ...cost, state: "approved" }),
  // @ts-expect-error There is no such address.
  () => client.GET("/v1/invoices"),
];
