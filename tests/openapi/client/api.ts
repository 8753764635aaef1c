// SPDX-License-Identifier: EUPL-1.2
// A third party's way to the API: types made from /openapi.json by openapi-typescript, calls by
// openapi-fetch. Nothing here knows Tranche but the generated file.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated.d.ts";

export type Schemas = components["schemas"];
export type Money = Schemas["common.MoneyInput"];
export type Parts = Schemas["common.ThreePartAmountInput"];

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

export const url = environment("TRANCHE_URL");

// A client with the token of a user, "owner"; without one: nobody's.
export function clientOf(user?: "owner" | "approver" | "viewer") {
  const headers: Record<string, string> = { "Accept-Language": "en" };
  if (user) headers["Authorization"] = `Bearer ${environment(`TRANCHE_${user.toUpperCase()}`)}`;
  return createClient<paths>({ baseUrl: url, headers });
}

let keys = 0;
// A new Idempotency-Key.
export const key = () => ({ "Idempotency-Key": `client-${++keys}` });

export const bgn = (amount: string): Money => ({ amount, currency: "BGN" });
export const parts = (eu: string, national: string): Parts => ({
  eu: bgn(eu),
  national: bgn(national),
  own: bgn("0.00"),
});

// The answer of a call, or the refusal as an error that says where.
export function ok<Answer>(result: { data?: Answer; error?: unknown; response: Response }): Answer {
  if (result.data === undefined) {
    throw new Error(`${result.response.status}: ${JSON.stringify(result.error)}`);
  }
  return result.data;
}

// The refusal of a call that must not succeed.
export function refusal<Problem>(result: { error?: Problem; response: Response }): Problem {
  if (result.error === undefined) throw new Error(`not refused: ${result.response.status}`);
  return result.error;
}

// Another service follows by event: asks again until it has, for 10 seconds.
export async function once<Answer>(ask: () => Promise<{ data?: Answer; error?: unknown; response: Response }>) {
  for (const until = Date.now() + 10_000; ; ) {
    const result = await ask();
    if (result.response.status !== 404 || Date.now() > until) return ok(result);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
