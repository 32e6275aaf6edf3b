// SPDX-License-Identifier: Apache-2.0
// node schema.mjs SCHEMA.json REPORT.json...: every report must satisfy the published schema.
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const [schemaPath, ...reports] = process.argv.slice(2);
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(read(schemaPath));

let failed = 0;
for (const path of reports) {
  const name = `${basename(dirname(path))}/${basename(path)} satisfies ${basename(schemaPath)}`;
  if (validate(read(path))) {
    console.log(`ok - ${name}`);
    continue;
  }
  failed++;
  console.log(`not ok - ${name}`);
  for (const error of validate.errors.slice(0, 10)) console.log(`  # ${error.instancePath || "/"} ${error.message}`);
}

// A schema that accepts anything would prove nothing.
const strict = !validate({}) && !validate({ ...read(reports[0]), checklist: "none" });
if (!strict) failed++;
console.log(`${strict ? "ok" : "not ok"} - ${basename(schemaPath)} refuses what is no report`);
process.exit(failed ? 1 : 0);
