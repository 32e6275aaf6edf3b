// SPDX-License-Identifier: Apache-2.0
#include "secrets/assignments.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"

namespace secaudit::secrets {
namespace {

constexpr std::size_t shortest_secret = 8;

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'')
                      && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value.substr(0, value.find(" #"));
}

} // namespace

void assignments(std::string_view text, const WeakData& weak, std::vector<Match>& found) {
  for (std::string_view line : base::lines(text)) {
    line = base::trim(line);
    if (line.starts_with("export ")) {
      line = base::trim(line.substr(7));
    }
    const std::size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) {
      continue;
    }
    const std::string_view name = base::trim(line.substr(0, equals));
    const std::string_view value = base::trim(unquoted(base::trim(line.substr(equals + 1))));
    if (!model::demand_of(name) || value.size() < shortest_secret || value.starts_with('$')
        || weak.is_placeholder(value) || weak.is_reference(value)) {
      continue;
    }
    const auto begin = static_cast<std::size_t>(value.data() - text.data());
    found.push_back({"env-assignment", "Secret in an environment file", "high", base::masked(value),
                     begin, begin + value.size()});
  }
}

} // namespace secaudit::secrets
