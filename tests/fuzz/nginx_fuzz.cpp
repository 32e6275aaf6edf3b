// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_levels.hpp"
#include "model/proxy_regex.hpp"
#include "project/proxy/nginx_effective.hpp"
#include "project/proxy/nginx_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace secaudit;

/// Places lie in the text and are not turned around.
void check(const std::vector<model::Directive>& block, int lines) {
  for (const model::Directive& directive : block) {
    const model::Span& span = directive.span;
    if (!span.known() || span.begin.line > lines || span.begin.line < 1) {
      std::abort();
    }
    check(directive.block, lines);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  int lines = 1;
  for (const char c : text) {
    lines += c == '\n' ? 1 : 0;
  }
  model::ProxyConfig config;
  config.kind = "nginx";
  auto tree = project::proxy::parse_nginx({text, model::FileName("nginx.conf"), 1});
  check(tree.directives, lines);
  config.directives = std::move(tree.directives);
  project::proxy::compute_servers(config);
  for (const model::RegexUse& use : model::regexes_of(config.directives)) {
    model::groups_of(use.pattern);
    model::repeats_a_repetition(use.pattern);
  }
  for (const model::ProxyLevel& level : model::levels_of(config.directives)) {
    level.title();
  }
  return 0;
}
