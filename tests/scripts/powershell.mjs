// SPDX-License-Identifier: Apache-2.0
// node powershell.mjs FILE.ps1 [INSTALL.sh]: checks a script for Windows PowerShell 5.1 with a real grammar, and what
// the grammar lets pass with rules on its tokens. One `ok`/`not ok` line a check. With INSTALL.sh, the parameters of
// both must correspond. `--self-test` feeds it scripts that are wrong in known ways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);

async function load() {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));
  return parser;
}

function walk(node, visit) {
  visit(node);
  for (const child of node.children) walk(child, visit);
}

const place = (node) => `${node.startPosition.row + 1}:${node.startPosition.column + 1}`;

function grammarFaults(root) {
  const faults = [];
  walk(root, (node) => {
    if (node.isError || node.isMissing) faults.push(`${place(node)}: ${node.isMissing ? "missing" : "unexpected"} ${node.type}`);
  });
  return faults;
}

// Strings and comments blanked, so that a rule on tokens sees code alone; line breaks stay for the line numbers.
function codeOnly(root, text) {
  const bytes = [...text];
  const opaque = /^(comment|verbatim_string_characters|verbatim_here_string_characters|expandable_string_literal|expandable_here_string_literal)$/;
  walk(root, (node) => {
    if (!opaque.test(node.type)) return;
    for (let i = node.startIndex; i < node.endIndex; i++) if (bytes[i] !== "\n") bytes[i] = " ";
  });
  return bytes.join("");
}

function lineOf(text, index) {
  return text.slice(0, index).split("\n").length;
}

function matches(text, pattern, say) {
  return [...text.matchAll(pattern)].map((found) => `${lineOf(text, found.index)}: ${say(found[0])}`);
}

const notInFive = /&&|\|\||\?\?|\?\.|\?\[|(?<![=!<>])==|!=(?!=)|\$Is(Windows|Linux|MacOS)\b/g;

function scopeColons(root, text) {
  const faults = [];
  walk(root, (node) => {
    if (!/^expandable/.test(node.type)) return;
    const found = text.slice(node.startIndex, node.endIndex).matchAll(/(?<!`)\$([A-Za-z_]\w*):/g);
    for (const one of found) {
      if (!/^(env|global|local|script|private|using|variable|function)$/i.test(one[1])) {
        faults.push(`${place(node)}: "${one[0]}" reads as a scope; write \${${one[1]}}:`);
      }
    }
  });
  return faults;
}

function triesAlone(root) {
  const faults = [];
  walk(root, (node) => {
    if (node.type !== "try_statement") return;
    const kinds = node.children.map((child) => child.type).join(" ");
    if (!/catch|finally/.test(kinds)) faults.push(`${place(node)}: try without catch or finally`);
  });
  return faults;
}

function check(parser, raw) {
  const text = raw.toString("latin1").replaceAll("\r\n", "\n");
  const root = parser.parse(text).rootNode;
  const code = codeOnly(root, text);
  return {
    "parses as PowerShell": grammarFaults(root),
    "uses nothing that PowerShell 5.1 lacks": matches(code, notInFive, (found) => `'${found}'`),
    "has a catch or finally for every try": triesAlone(root),
    "has no variable that reads as a scope": scopeColons(root, text),
    "is ASCII": raw.every((byte) => byte < 128) ? [] : ["a byte above 127: 5.1 reads the file as ANSI"],
    "has CRLF line ends": /(?<!\r)\n/.test(raw.toString("latin1")) ? ["a line ends in LF alone"] : [],
    "states its version, strict mode and error preference": ["#Requires -Version 5.1", "Set-StrictMode -Version Latest", "$ErrorActionPreference = 'Stop'"]
      .filter((wanted) => !text.includes(wanted)).map((wanted) => `missing: ${wanted}`),
  };
}

// --no-deps has no counterpart: a release archive needs no packages. --dry-run and --help are PowerShell's own.
function parameterFaults(ps1, sh) {
  const usage = sh.slice(sh.indexOf("Usage:"), sh.indexOf("\nTEXT\n"));
  const options = [...usage.matchAll(/^ {2}--([a-z-]+)/gm)].map((found) => found[1]);
  const parameters = [...ps1.matchAll(/^ {4}\[(?:switch|string)\] \$(\w+)/gm)].map((found) => found[1].toLowerCase());
  const own = { "no-deps": null, "dry-run": null, help: null };
  return options.filter((option) => !(option in own) && !parameters.includes(option)).map((option) => `no parameter for --${option}`);
}

const crlf = (text) => Buffer.from(text.replaceAll("\n", "\r\n"), "latin1");
const header = "#Requires -Version 5.1\nSet-StrictMode -Version Latest\n$ErrorActionPreference = 'Stop'\n";

const wrongScripts = {
  "a missing brace": ["if ($true) {\n", "parses as PowerShell"],
  "an open string": ["Write-Output 'abc\n", "parses as PowerShell"],
  "foreach without parentheses": ["foreach $x in $y { }\n", "parses as PowerShell"],
  "a comma before a parenthesis": ["f(1,)\n", "parses as PowerShell"],
  "a conditional operator": ["$x = $true ? 1 : 2\n", "parses as PowerShell"],
  "&&": ["cmd1 && cmd2\n", "uses nothing that PowerShell 5.1 lacks"],
  "==": ["if ($x == 1) { f }\n", "uses nothing that PowerShell 5.1 lacks"],
  "a try alone": ["try { f }\nf\n", "has a catch or finally for every try"],
  "a scope colon": ['$x = "$name: is wrong"\n', "has no variable that reads as a scope"],
  "$IsWindows": ["if ($IsWindows) { f }\n", "uses nothing that PowerShell 5.1 lacks"],
};
const rightScript = "function f {\n    param([string] $A)\n    try { Write-Output \"$A and ${A}: $env:TEMP && '==' \" } finally { $null = 1 } # a && b\n}\n";

let failed = 0;
function report(name, faults) {
  if (faults.length) failed++;
  console.log(`${faults.length ? "not ok" : "ok"} - ${name}`);
  for (const fault of faults) console.log(`  # ${fault}`);
}

const parser = await load();
if (process.argv[2] === "--self-test") {
  for (const [name, [body, expected]] of Object.entries(wrongScripts)) {
    const found = check(parser, crlf(header + body))[expected];
    const elsewhere = check(parser, crlf(header + body))["parses as PowerShell"];
    report(`powershell checker sees ${name}`, found.length || elsewhere.length ? [] : [`expected: ${expected}`]);
  }
  const clean = Object.entries(check(parser, crlf(header + rightScript))).flatMap(([name, faults]) => faults.map((fault) => `${name}: ${fault}`));
  report("powershell checker is silent on a good script", clean);
} else {
  const [file, shell] = process.argv.slice(2);
  const raw = readFileSync(file);
  for (const [name, faults] of Object.entries(check(parser, raw))) report(`install.ps1 ${name}`, faults);
  if (shell) report("install.ps1 has the options of install.sh", parameterFaults(raw.toString("latin1"), readFileSync(shell, "utf8")));
}
process.exit(failed ? 1 : 0);
