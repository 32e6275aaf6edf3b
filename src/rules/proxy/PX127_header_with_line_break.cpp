// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  for (const char* name : {"add_header", "proxy_set_header", "more_set_headers"}) {
    for (const model::Directive* header : model::directives_named(level.own(), name)) {
      for (std::size_t i = 0; i < header->arguments.size(); ++i) {
        const auto& word = header->arguments[i];
        // Types and status codes of the headers-more module, no header.
        if (*word == "-t" || *word == "-s") {
          ++i;
          continue;
        }
        if (word->find_first_of("\r\n") != std::string::npos) {
          issues.push_back(about(*header, level, Severity::medium,
                                 "The value runs over several lines; the line break is sent, and "
                                 "HTTP/2 clients refuse the answer.",
                                 "Write the value on one line."));
          break;
        }
      }
    }
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX127() {
  return {.id = "PX127",
          .name = "header-with-line-break",
          .title = "A header value contains a line break",
          .severity = Severity::medium,
          .items = {"H8"},
          .controls = {"gixy add_header_multiline"},
          .tags = {"proxy", "headers"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
