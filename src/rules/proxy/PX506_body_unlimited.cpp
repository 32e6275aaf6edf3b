// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/proxy_facts.hpp"

namespace secaudit::rules {
namespace {

long long bytes_of(std::string_view text) {
  long long value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && value < 1'000'000'000'000) {
      value = value * 10 + (c - '0');
    } else {
      const long long unit = c == 'k' || c == 'K'   ? 1024
                             : c == 'm' || c == 'M' ? 1024 * 1024
                             : c == 'g' || c == 'G' ? 1024 * 1024 * 1024
                                                    : 1;
      return value * unit;
    }
  }
  return value;
}

void look(const model::ProxyLevel& level, std::vector<Issue>& issues) {
  const model::Directive* size = model::own(level, "client_max_body_size");
  if (size == nullptr) {
    return;
  }
  const std::string_view text = model::argument(*size, 0);
  const std::string place = level.self == nullptr ? "" : model::arguments_text(*level.self);
  const bool upload = base::contains(place, "upload") || base::contains(place, "file")
                      || base::contains(place, "media");
  if (!upload && (bytes_of(text) == 0 || bytes_of(text) > (1LL << 30))) {
    issues.push_back(about(*size, level, Severity::low,
                           bytes_of(text) == 0 ? "0 switches the limit on the size of requests off."
                                               : "Requests of more than a gigabyte are taken.",
                           "Write a limit that fits, such as `client_max_body_size 10m;`, and a "
                           "larger one only where files are uploaded."));
  }
}

Verdict check(const model::ProxyConfig& proxy, const Context& /*context*/) {
  return judge_levels(proxy, look);
}

} // namespace

Rule PX506() {
  return {.id = "PX506",
          .name = "body-unlimited",
          .title = "Requests may be of any size",
          .severity = Severity::low,
          .items = {"C8"},
          .controls = {},
          .tags = {"proxy", "limits"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
