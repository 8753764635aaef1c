// SPDX-License-Identifier: EUPL-1.2
// Holds the gateway to its document: every operation is asked once as its example or its schema says, and
// in some ways that it must refuse. Every status must be one that the operation names, every body must fit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { url } from "./api.ts";
import { document, escaped, mustBeDescribed, mustFit, resolved } from "./document.ts";
import type { Json } from "./document.ts";

// The least value that fits a schema.
function sample(schema: Json): Json {
  const whole = resolved(schema);
  if (whole.examples) return whole.examples[0];
  if (whole.enum) return whole.enum[0];
  if (whole.type === "object") {
    return Object.fromEntries((whole.required ?? []).map((name: string) => [name, sample(whole.properties[name])]));
  }
  if (whole.type === "array") return Array.from({ length: whole.minItems ?? 0 }, () => sample(whole.items));
  if (whole.type === "integer") return Math.max(1, whole.minimum ?? 1);
  if (whole.type === "boolean") return true;
  if (whole.format === "int64") return "1";
  if (whole.format === "date") return "2018-09-01";
  if (whole.format === "date-time") return "2018-09-01T12:00:00Z";
  if (whole.contentEncoding) return "dGV4dA==";
  const candidates = ["a", "a1", "1.00", "0".repeat(64), "organisations/mineralni-bani", "organisations/-/people/maria"];
  const pattern = new RegExp(whole.pattern ?? "", "u");
  return candidates.find((candidate) => pattern.test(candidate)) ?? "a";
}

interface Operation {
  path: string;
  method: string;
  described: Json;
}
const operations: Operation[] = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).map(([method, described]) => ({ path, method, described })),
);

// What the document itself says to send.
function requestOf({ path, method, described }: Operation) {
  let address = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = { "Accept-Language": "en" };
  for (const parameter of described.parameters.map(resolved)) {
    const value = String(parameter.example ?? sample(parameter.schema));
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    if (parameter.in === "query" && parameter.required) query.append(parameter.name, value);
    if (parameter.name === "Idempotency-Key") headers["Idempotency-Key"] = `conformance-${described.operationId}`;
  }
  const content = described.requestBody?.content["application/json"];
  const body = content && (content.example ?? sample(content.schema));
  if (content) headers["Content-Type"] = "application/json";
  return { url: `${url}${address}${query.size ? `?${query}` : ""}`, method: method.toUpperCase(), headers, body };
}

type Request = ReturnType<typeof requestOf>;

// Sends it and holds the answer to the document; gives the status and the body.
async function ask({ path, method }: Operation, request: Request, user: string) {
  const token = process.env[`TRANCHE_${user.toUpperCase()}`];
  const response = await fetch(request.url, {
    method: request.method,
    headers: token ? { ...request.headers, Authorization: `Bearer ${token}` } : request.headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  return { status: response.status, body: await mustBeDescribed(path, method, response, user) };
}

test("the document is one that may be kept", async () => {
  const first = await fetch(`${url}/openapi.json`);
  const etag = first.headers.get("ETag") ?? "";
  assert.match(first.headers.get("Cache-Control") ?? "", /public/);
  const again = await fetch(`${url}/openapi.json`, { headers: { "If-None-Match": etag } });
  assert.equal(again.status, 304);
});

test("every example fits its schema", () => {
  let examples = 0;
  for (const { path, method, described } of operations) {
    const example = described.requestBody?.content["application/json"].example;
    if (example === undefined) continue;
    ++examples;
    const pointer = `/paths/${escaped(path)}/${method}/requestBody/content/application~1json/schema`;
    mustFit(example, pointer, described.operationId);
  }
  assert.ok(examples >= 12, `${examples} examples`);
});

test("a value that does not fit is found", () => {
  const money = "/components/schemas/common.Money";
  mustFit({ amount: "1.00", currency: "BGN" }, money, "control");
  for (const wrong of [{ amount: 1, currency: "BGN" }, { amount: "1.00" }, { amount: "1.00", currency: "BGN", x: 1 }]) {
    assert.throws(() => mustFit(wrong, money, "control"), /control/);
  }
});

test("an answer that is not described is found", async () => {
  const types = { expenseTypes: [] };
  const headers = { "Content-Type": "application/json", "Trace-Id": "1" };
  const answer = (body: Json, init: ResponseInit) =>
    mustBeDescribed("/v1/expenseTypes", "get", new Response(JSON.stringify(body), { headers, ...init }));
  await answer(types, { status: 200 });
  await assert.rejects(answer(types, { status: 418 }), /418 is not described/);
  await assert.rejects(answer({ ...types, more: 1 }, { status: 200 }), /additional properties/);
  await assert.rejects(answer(types, { status: 200, headers: { "Content-Type": "application/json" } }), /without Trace-Id/);
  await assert.rejects(answer({ code: "ROUTE_NOT_FOUND" }, { status: 404 }), /ROUTE_NOT_FOUND/);
});

test("every operation answers as it is described", async (context) => {
  const done = { read: 0, write: 0 };
  for (const operation of operations) {
    const { status } = await ask(operation, requestOf(operation), "owner");
    context.diagnostic(`${status} ${operation.described.operationId}`);
    assert.ok(status < 500, `${operation.described.operationId}: ${status}`);
    if (status === 200) ++done[operation.method === "get" ? "read" : "write"];
  }
  // Otherwise refusals alone would have been looked at. Of reads only those of records that no example makes find nothing;
  // most writes come a second time here, after those of the examples.
  const reads = operations.filter(({ method }) => method === "get").length;
  assert.ok(done.read * 3 > reads * 2, `only ${done.read} of ${reads} reads answered 200`);
  assert.ok(done.write >= 12, `only ${done.write} writes answered 200`);
});

test("every operation refuses as it is described", async () => {
  for (const operation of operations) {
    const request = requestOf(operation);
    const asNobody = await ask(operation, request, "nobody");
    assert.equal(asNobody.body.code, "TOKEN_MISSING", operation.described.operationId);
    const roles: string[] = operation.described["x-roles"];
    const asAuditor = await ask(operation, request, "viewer");
    assert.equal(asAuditor.body.code === "PERMISSION_DENIED", !roles.includes("auditor"), operation.described.operationId);
    if (request.body === undefined) continue;
    const unknown = await ask(operation, { ...request, body: { ...request.body, nothing: 1 } }, "owner");
    assert.equal(unknown.body.code, "FIELD_UNKNOWN");
    const keyless = { ...request, headers: { "Content-Type": "text/plain" } };
    assert.equal((await ask(operation, keyless, "owner")).status, 415);
  }
});

test("what a schema requires, the server requires", async () => {
  let asked = 0;
  for (const operation of operations) {
    const request = requestOf(operation);
    const content = operation.described.requestBody?.content["application/json"];
    for (const name of content ? (resolved(content.schema).required ?? []) : []) {
      ++asked;
      const { [name]: _, ...body } = request.body;
      const refused = await ask(operation, { ...request, body }, "owner");
      assert.equal(refused.status, 400, `${operation.described.operationId} without ${name}`);
      const pointers = refused.body.errors.map((error: Json) => error.pointer);
      assert.ok(pointers.includes(`/${name}`), `${operation.described.operationId} without ${name}: ${pointers}`);
    }
  }
  assert.ok(asked >= 10, `${asked} fields`);
});
