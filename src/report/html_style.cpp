// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "report/html.hpp"

namespace secaudit::report {

Html Html::text(std::string_view untrusted) {
  Html out;
  for (const char c : base::printable(untrusted)) {
    switch (c) {
    case '&':
      out.text_ += "&amp;";
      break;
    case '<':
      out.text_ += "&lt;";
      break;
    case '>':
      out.text_ += "&gt;";
      break;
    case '"':
      out.text_ += "&quot;";
      break;
    case '\'':
      out.text_ += "&#39;";
      break;
    default:
      out.text_ += c;
    }
  }
  return out;
}

Html Html::lines(std::string_view text) {
  Html out;
  for (const std::string_view line : base::lines(text)) {
    out += Html::text(line) + "\n";
  }
  return out;
}

Html page_style() {
  return Html(R"(<style>
:root { color-scheme: light dark; --line: #8885; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }
code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { background: var(--soft); margin: .4rem 0; padding: .5rem; }
details { border-bottom: 1px solid var(--line); padding: .35rem 0; }
summary { cursor: pointer; }
.word { display: inline-block; font-weight: 600; min-width: 5.5rem; }
.PASS { color: #1a7f37; } .FAIL, .critical, .high { color: #c62828; } .WARN, .medium { color: #a65f00; }
.ASK, .low { color: #0b6bcb; } .UNKN { color: #8b3fb0; } .NA, .info { opacity: .7; }
.box { background: var(--soft); border-left: 4px solid #a65f00; padding: .5rem 1rem; }
.verdict { font-size: 1.1rem; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  .PASS { color: #5fd38a; } .FAIL, .critical, .high { color: #ff8a80; } .WARN, .medium { color: #ffc266; }
  .ASK, .low { color: #82bfff; } .UNKN { color: #d3a4f0; }
}
@media print { @page { size: A4; margin: 15mm; } details { break-inside: avoid; } body { max-width: none; } }
</style>
)");
}

} // namespace secaudit::report
