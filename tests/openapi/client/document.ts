// SPDX-License-Identifier: EUPL-1.2
// The served document, and whether an answer is one that it describes.
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { url } from "./api.ts";

export type Json = any; // The document itself is what is looked at.

const text = await (await fetch(`${url}/openapi.json`)).text();
export const document: Json = JSON.parse(text);

// An answer that holds what its schema does not name would not be described: for the tests no schema of an
// answer is open.
const closed: Json = JSON.parse(text);
for (const schema of Object.values<Json>(closed.components.schemas)) {
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
}
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ ...closed, $id: "tranche" });

// Throws with the places where a value does not fit the schema at a pointer into the document.
export function mustFit(value: Json, pointer: string, where: string) {
  const validate = ajv.getSchema(`tranche#${pointer}`);
  assert.ok(validate, `${where}: no schema at ${pointer}`);
  if (!validate(value)) assert.fail(`${where}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`);
}

// A key as a step of a JSON pointer in a URI's fragment.
export const escaped = (key: string) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));

export const resolved = (item: Json): Json =>
  item.$ref ? item.$ref.slice(2).split("/").reduce((at: Json, step: string) => at[step], document) : item;

// Throws unless the operation names the answer's status, its media type and headers, and its body fits.
export async function mustBeDescribed(path: string, method: string, response: Response, user = "somebody") {
  const described = document.paths[path][method];
  const where = `${described.operationId} by ${user}`;
  const media = (response.headers.get("Content-Type") ?? "").split(";")[0] ?? "";
  const isFile = media === "application/pdf";
  const body = (isFile ? Buffer.from(await response.arrayBuffer()).toString("latin1") : await response.json()) as Json;
  if (isFile) assert.ok(String(body).startsWith("%PDF-"), `${where}: no PDF`);
  assert.ok(!["ROUTE_NOT_FOUND", "METHOD_NOT_ALLOWED"].includes(body.code), `${where}: ${body.code}`);
  const answer = described.responses[response.status];
  assert.ok(answer, `${where}: ${response.status} is not described: ${JSON.stringify(body)}`);
  assert.ok(resolved(answer).content[media], `${where}: ${response.status} as ${media} is not described`);
  for (const header of Object.keys(resolved(answer).headers)) {
    if (header === "ETag") continue; // A record without a version has none.
    assert.ok(response.headers.get(header), `${where}: ${response.status} without ${header}`);
  }
  const at = answer.$ref?.slice(1) ?? `/paths/${escaped(path)}/${method}/responses/${response.status}`;
  mustFit(body, `${at}/content/${escaped(media)}/schema`, where);
  return body;
}
