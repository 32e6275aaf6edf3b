// SPDX-License-Identifier: Apache-2.0
// node sbom.mjs SCHEMAS DOCUMENT.json...: bills of materials against the official schemas (CycloneDX 1.6 and SPDX 2.3, in
// the folder SCHEMAS), and what no schema can say: identifiers are unique and every reference resolves.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const [schemas, ...documents] = process.argv.slice(2);

const validator = (name, ...others) => {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
  addFormats(ajv);
  // JSON Schema's formats for other alphabets are checked as far as plain ones are.
  for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
  for (const other of others) ajv.addSchema(read(`${schemas}/${other}`));
  return ajv.compile(read(`${schemas}/${name}`));
};
const cyclonedx = validator("bom-1.6.schema.json", "spdx.schema.json", "jsf-0.82.schema.json");
const spdx = validator("spdx-schema-2.3.json");

const duplicates = (list) => list.filter((item, at) => list.indexOf(item) !== at).map((item) => `${item} stands twice`);

const references = (bom) => {
  const own = [bom.metadata.component["bom-ref"], ...bom.components.map((c) => c["bom-ref"])];
  const used = bom.dependencies.flatMap((d) => [d.ref, ...(d.dependsOn ?? [])]);
  return [...duplicates(own), ...used.filter((ref) => !own.includes(ref)).map((ref) => `${ref} is no component`)];
};
const relations = (document) => {
  const own = ["SPDXRef-DOCUMENT", ...document.packages.map((p) => p.SPDXID)];
  const used = document.relationships.flatMap((r) => [r.spdxElementId, r.relatedSpdxElement]);
  const bad = own.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(id));
  return [...duplicates(own), ...bad, ...used.filter((id) => !own.includes(id)).map((id) => `${id} is no element`)];
};

let failed = 0;
const tell = (fine, name, problems = []) => {
  if (!fine) failed++;
  console.log(`${fine ? "ok" : "not ok"} - ${name}`);
  for (const problem of fine ? [] : problems.slice(0, 10)) console.log(`  # ${problem}`);
};

for (const path of documents) {
  const document = read(path);
  const [validate, check, kind] =
    document.bomFormat === "CycloneDX" ? [cyclonedx, references, "CycloneDX 1.6"] : [spdx, relations, "SPDX 2.3"];
  const valid = validate(document);
  const problems = [...(validate.errors ?? []).map((e) => `${e.instancePath || "/"} ${e.message}`), ...check(document)];
  tell(valid && problems.length === 0, `${basename(path)} is ${kind}`, problems);
  // A schema that accepts anything would prove nothing.
  const broken = structuredClone(document);
  if (kind === "SPDX 2.3") delete broken.packages[0].name;
  else broken.metadata.component.type = "thing";
  tell(!validate(broken), `${basename(path)} broken on purpose is refused`);
}
process.exit(failed ? 1 : 0);
