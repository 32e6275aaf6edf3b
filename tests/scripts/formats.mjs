// SPDX-License-Identifier: Apache-2.0
// node formats.mjs SARIF-SCHEMA FOLDER: every report.sarif, report.gitlab.json and report.xml below FOLDER must satisfy its
// format. SARIF: the schema of OASIS. GitLab: what its SAST schema 15.0.7 demands. JUnit: what Jenkins' junit-10.xsd allows.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import ajvDraft4 from "ajv-draft-04";

const [sarifSchema, folder] = process.argv.slice(2);
let failed = 0;
const tell = (fine, name, problems = []) => {
  if (!fine) failed++;
  console.log(`${fine ? "ok" : "not ok"} - ${name}`);
  for (const problem of problems.slice(0, 10)) console.log(`  # ${problem}`);
};
const told = (errors) => (errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
const text = { type: "string", minLength: 1 };
const time = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" };
const tool = { type: "object", required: ["id", "name", "version", "vendor"], properties: { id: text, name: text, version: text, vendor: { type: "object", required: ["name"], properties: { name: text } } } };
const gitlab = {
  type: "object",
  required: ["scan", "version", "vulnerabilities"],
  properties: {
    version: { type: "string", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$" },
    scan: {
      type: "object",
      required: ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
      properties: {
        analyzer: tool, scanner: tool, start_time: time, end_time: time, status: { enum: ["success", "failure"] }, type: { const: "sast" },
        messages: { type: "array", items: { type: "object", required: ["level", "value"], properties: { level: { enum: ["info", "warn", "fatal"] }, value: text } } },
      },
    },
    vulnerabilities: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "identifiers", "location"],
        properties: {
          id: text, name: { type: "string", maxLength: 255 }, description: { type: "string", maxLength: 1048576 },
          severity: { enum: ["Info", "Unknown", "Low", "Medium", "High", "Critical"] }, solution: { type: "string", maxLength: 7000 },
          identifiers: { type: "array", minItems: 1, items: { type: "object", required: ["type", "name", "value"], properties: { type: text, name: text, value: text } } },
          location: { type: "object", properties: { file: { type: "string" }, start_line: { type: "number" }, end_line: { type: "number" } } },
        },
      },
    },
  },
};

// Elements of JUnit: children, attributes; an exclamation mark makes one mandatory.
const junit = {
  testsuites: [["testsuite"], ["name", "time", "tests", "failures", "errors"]],
  testsuite: [["testsuite", "properties", "testcase", "system-out", "system-err"], ["name!", "tests!", "failures!", "errors!", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"]],
  testcase: [["skipped", "error", "failure", "system-out", "system-err"], ["name!", "time", "classname", "group"]],
  failure: [[], ["type", "message"]], error: [[], ["type", "message"]], skipped: [[], ["type", "message"]],
  "system-out": [[], []], "system-err": [[], []],
};

function junitProblems(xml) {
  const problems = [];
  const open = [];
  const body = xml.replace(/^<\?xml[^>]*\?>\n/, "");
  if (body === xml) problems.push("no XML declaration");
  let rest = body;
  while (rest !== "") {
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/.exec(rest);
    const plain = /^(?:[^<&]|&(?:amp|lt|gt|quot|#39);)+/.exec(rest);
    if (!tag && !plain) return [...problems, `not well-formed: ${rest.slice(0, 60)}`];
    rest = rest.slice((tag ?? plain)[0].length);
    if (!tag) {
      if (plain[0].trim() !== "" && ["testsuites", "testsuite", "testcase"].includes(open.at(-1))) problems.push(`text in ${open.at(-1)}`);
      continue;
    }
    const [, close, name, attributes, empty] = tag;
    if (close) {
      if (open.pop() !== name) problems.push(`</${name}> closes another element`);
      continue;
    }
    if (!junit[name] || (open.length > 0 && !junit[open.at(-1)][0].includes(name))) problems.push(`${name} in ${open.at(-1)}`);
    const given = [...attributes.matchAll(/ ([a-z]+)=/g)].map((match) => match[1]);
    const allowed = junit[name]?.[1] ?? [];
    for (const one of given) if (!allowed.includes(one) && !allowed.includes(`${one}!`)) problems.push(`${name} has ${one}`);
    for (const one of allowed) if (one.endsWith("!") && !given.includes(one.slice(0, -1))) problems.push(`${name} lacks ${one.slice(0, -1)}`);
    if (!empty) open.push(name);
  }
  if (open.length > 0) problems.push(`${open.at(-1)} is not closed`);
  return problems;
}

let sarif;
if (existsSync(sarifSchema)) {
  const schema = JSON.parse(readFileSync(sarifSchema, "utf8"));
  const old = String(schema.$schema).includes("draft-04");
  const ajv = old ? new ajvDraft4({ allErrors: true, strict: false }) : new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  sarif = ajv.compile(schema);
  tell(!sarif({ version: "2.1.0", runs: [{}] }), "the SARIF schema refuses what is no SARIF");
} else {
  console.log(`skip - SARIF: there is no schema at ${sarifSchema}`);
}
const gitlabCheck = new Ajv({ allErrors: true }).compile(gitlab);
tell(!gitlabCheck({}) && !gitlabCheck({ version: "15.0.7", scan: {}, vulnerabilities: [] }), "the GitLab check refuses what is no report");
tell(junitProblems('<?xml version="1.0"?>\n<testsuites><testcase/></testsuites>\n').length > 0, "the JUnit check refuses what is no report");

for (const name of readdirSync(folder).sort()) {
  const read = (file) => readFileSync(join(folder, name, file), "utf8");
  const has = (file) => existsSync(join(folder, name, file));
  if (sarif && has("report.sarif")) tell(sarif(JSON.parse(read("report.sarif"))), `${name}: SARIF 2.1.0`, told(sarif.errors));
  if (has("report.gitlab.json")) tell(gitlabCheck(JSON.parse(read("report.gitlab.json"))), `${name}: GitLab SAST 15.0.7`, told(gitlabCheck.errors));
  if (has("report.xml")) {
    const problems = junitProblems(read("report.xml"));
    tell(problems.length === 0, `${name}: JUnit`, problems);
  }
}
process.exit(failed ? 1 : 0);
