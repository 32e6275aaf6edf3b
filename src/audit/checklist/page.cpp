// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/page.hpp"

#include "audit/checklist/rows.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view intro = R"md(# How the checklist is decided

The summary of `docker secaudit` is the production deployment checklist C1–C12, and with `-v` the hardening rows
H1–H16. Each row has one verdict, the evidence for it with its place, what was looked for and not found, and the next
step. There is no score.

## Words

| word | JSON | means |
|---|---|---|
| PASS | `pass` | evidence in the project covers everything the row asks for, or somebody attests it (`by: attestation`) |
| FAIL | `fail` | evidence against it, or nothing for it |
| WARN | `warn` | covered in part, or covered with a flaw; also a failure that was waived with a reason |
| ASK | `attest` | the files cannot show it; somebody has to say so: `docker secaudit attest` |
| NA | `not_applicable` | the project has nothing that the row is about |
| UNKN | `unknown` | what would decide was not read; never counts as satisfied |

## Order

The first that applies decides:

1. there is nothing the row is about → NA
2. evidence in force against it → FAIL, whoever attests the contrary
3. strong evidence for every service concerned → PASS
4. evidence for some, or a quality is missing → WARN
5. an attestation in force → PASS, printed as "attested by NAME until DATE"
6. weak evidence, or evidence that must lie elsewhere → ASK
7. what was to be read could not be → UNKN
8. otherwise → FAIL

An attestation counts from its date to its expiry, at most 365 days later; with a scope it counts when the scope names
every service the row is about. One that has run out fails the row when only it could have satisfied it, and is named below the row in any case. A waiver (a suppression whose rule is the
row's id, with a reason) makes a WARN of a FAIL and stays visible.

Only services that start count: those of profiles that are not enabled, and tests, examples and vendored code, are no
evidence in either direction.

`docker secaudit attest C10 --by NAME --evidence LINK [--on DATE] [--expires DATE]` writes the entry to `.secaudit.yaml`
and leaves the rest of that file as it is. Of evidence that is a file its SHA-256 is noted: when the file is gone the
attestation is void, when it changed that is told. Usual lives: C1 30 days, C11, C12 and H15 365, all others 180.

## Exit code

A row that is UNKN because something could not be read comes with a gap, and a gap makes the exit code 2 unless findings
make it 1. In a run that was to look at everything (`docker secaudit compose`) a row of the checklist that is UNKN makes
it 2 as well; `check` and `--no-images` were asked for files only, so what only images can show leaves their exit code
alone.

)md";

constexpr std::string_view outro = R"md(## Due dates

CRITICAL at once, HIGH within 7 days, MEDIUM within 30, LOW when convenient, counted from the first run that saw the
finding (`security-reports/state.json`), never from its publication. Waived findings keep their dates.
)md";

/// The rules that name the row themselves.
std::string rules_for(std::string_view item, const std::vector<rules::Entry>& catalogue) {
  std::string out;
  for (const rules::Entry& entry : catalogue) {
    const auto& items = entry.rule.items;
    if (std::find(items.begin(), items.end(), item) != items.end()) {
      out += (out.empty() ? "" : " ") + std::string(entry.rule.id);
    }
  }
  return out;
}

std::string table(std::span<const Row> rows, const std::vector<rules::Entry>& catalogue) {
  std::string out = "| row | what decides | rules that count for it |\n|---|---|---|\n";
  for (const Row& row : rows) {
    out += "| " + std::string(row.id) + " " + std::string(row.title) + " | " + std::string(row.how)
           + " | " + rules_for(row.id, catalogue) + " |\n";
  }
  return out;
}

} // namespace

std::string checklist_page(const std::vector<rules::Entry>& catalogue) {
  return std::string(intro) + "## The checklist\n\n" + table(checklist_rows(), catalogue)
         + "\n## Hardening\n\n" + table(hardening_rows(), catalogue) + "\n" + std::string(outro);
}

} // namespace secaudit::audit
