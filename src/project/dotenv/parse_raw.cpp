// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "project/dotenv/dotenv.hpp"
#include "project/dotenv/variables.hpp"

namespace secaudit::project::dotenv {
namespace {

model::Position column(int line, std::string_view text, std::size_t offset) {
  return {line, static_cast<int>(base::code_points(text.substr(0, offset))) + 1};
}

bool has_space(std::string_view text) {
  while (!text.empty()) {
    const base::Decoded c = base::decode_utf8(text);
    if (is_space(c.code_point, true)) {
      return true;
    }
    text.remove_prefix(c.length);
  }
  return false;
}

std::string_view without_leading_space(std::string_view text) {
  while (!text.empty()) {
    const base::Decoded c = base::decode_utf8(text);
    if (!is_space(c.code_point, true)) {
      break;
    }
    text.remove_prefix(c.length);
  }
  return text;
}

} // namespace

File parse_raw(std::string_view text, const model::FileName& name, const Lookup& lookup) {
  File out;
  Variables variables;
  int number = 0;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  for (std::string_view full : base::lines(text)) {
    ++number;
    if (full.ends_with('\r')) {
      full.remove_suffix(1);
    }
    const std::string_view line = without_leading_space(full);
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const std::size_t indent = full.size() - line.size();
    const std::size_t equals = line.find('=');
    model::Variable variable;
    variable.name = std::string(line.substr(0, equals));
    variable.name_span = {name, column(number, full, indent),
                          column(number, full, indent + variable.name.size())};
    variable.span = variable.name_span;
    if (variable.name.empty() || has_space(variable.name)) {
      out.error = model::Diagnostic{
          variable.name_span,
          variable.name.empty() ? "a line without a name in front of `=`"
                                : "a name with white space in it",
          "`format: raw` takes NAME=value only, without `export` and blanks", true};
      break;
    }
    if (equals == std::string_view::npos) {
      const std::string* inherited = lookup(variable.name);
      if (inherited == nullptr) {
        continue;
      }
      variable.value = *inherited;
    } else {
      variable.value = std::string(line.substr(equals + 1));
      variable.span = {name, column(number, full, indent + equals + 1),
                       column(number, full, full.size())};
    }
    variable.raw = *variable.value;
    variables.set(std::move(variable));
  }
  out.variables = variables.take();
  return out;
}

} // namespace secaudit::project::dotenv
