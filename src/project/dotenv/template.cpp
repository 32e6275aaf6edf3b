// SPDX-License-Identifier: Apache-2.0
#include "project/dotenv/template.hpp"

#include "base/limits.hpp"

#include <optional>

namespace secaudit::project::dotenv {
namespace {

bool starts_name(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool continues_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9');
}

std::size_t name_end(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && continues_name(text[end])) {
    ++end;
  }
  return end;
}

/// Index of the brace that closes the one at text[1]. The character behind an opening brace is
/// never looked at: Compose does the same, so `${A:-{}}` ends at its last brace. npos when none
/// closes.
std::size_t closing_brace(std::string_view text) {
  int open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}') {
      if (--open == 0) {
        return i;
      }
    } else if (text[i] == '{') {
      ++open;
      ++i;
    }
  }
  return std::string_view::npos;
}

struct Braced {
  std::string name;
  std::string_view op;       ///< ":-", "-", ":+", "+", ":?", "?" or ""
  std::string_view fallback; ///< behind the operator
  std::size_t length = 0;    ///< of the whole expression from its `$`
};

/// The `${…}` at the begin of the text, or nothing when it is not well formed.
std::optional<Braced> braced(std::string_view text) {
  const std::size_t begin = 2;
  if (begin >= text.size() || !starts_name(text[begin])) {
    return std::nullopt;
  }
  const std::size_t end = name_end(text, begin);
  Braced out;
  out.name = std::string(text.substr(begin, end - begin));
  if (end < text.size() && text[end] == '}') {
    out.length = end + 1;
    return out;
  }
  const std::size_t sign = end < text.size() && text[end] == ':' ? end + 1 : end;
  if (sign >= text.size() || std::string_view("-+?").find(text[sign]) == std::string_view::npos) {
    return std::nullopt;
  }
  out.op = text.substr(end, sign + 1 - end);
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t last = line.rfind('}');
  if (last == std::string_view::npos || last <= sign) {
    return std::nullopt;
  }
  std::size_t close = closing_brace(line.substr(0, last + 1));
  if (close == std::string_view::npos) {
    close = last;
  }
  out.fallback = text.substr(sign + 1, close - sign - 1);
  out.length = close + 1;
  return out;
}

class Expander {
 public:
  explicit Expander(const Lookup& lookup) : lookup_(lookup) {}

  std::string run(std::string_view text, std::size_t depth) {
    std::string out;
    if (depth > limits::interpolation_depth) {
      refuse("an expression nested deeper than " + std::to_string(limits::interpolation_depth)
             + " levels");
      return out;
    }
    while (!text.empty()) {
      const std::size_t dollar = text.find('$');
      out += text.substr(0, dollar);
      if (dollar == std::string_view::npos) {
        break;
      }
      text.remove_prefix(dollar);
      text.remove_prefix(one(text, depth, out));
      if (out.size() > limits::interpolated_value_bytes) {
        refuse("a value longer than " + std::to_string(limits::interpolated_value_bytes)
               + " bytes after its variables were replaced");
        return {};
      }
    }
    return out;
  }

  std::optional<ExpandError> error;
  std::vector<VariableUse> uses;

 private:
  /// Handles the expression at the `$` that starts the text; returns its length.
  std::size_t one(std::string_view text, std::size_t depth, std::string& out) {
    const char next = text.size() > 1 ? text[1] : '\0';
    if (next == '$') {
      out += '$';
      return 2;
    }
    if (starts_name(next)) {
      const std::size_t end = name_end(text, 1);
      const std::string* value = look(std::string(text.substr(1, end - 1)), false);
      out += value == nullptr ? "" : *value;
      return end;
    }
    if (next != '{') {
      out += '$';
      return 1;
    }
    const auto expression = braced(text);
    if (!expression) {
      refuse("`${` that opens no valid expression");
      return text.size();
    }
    evaluate(*expression, depth, out);
    return expression->length;
  }

  void evaluate(const Braced& e, std::size_t depth, std::string& out) {
    const std::string fallback = e.op.empty() ? "" : run(e.fallback, depth + 1);
    const std::string* value = look(e.name, !e.op.empty());
    const bool colon = e.op.starts_with(':');
    const bool given = value != nullptr && !(colon && value->empty());
    const char sign = e.op.empty() ? '\0' : e.op.back();
    if (sign == '+') {
      out += given ? fallback : value == nullptr ? std::string() : *value;
    } else if (given) {
      out += *value;
    } else if (sign == '-') {
      out += fallback;
    } else if (sign == '?') {
      refuse("required variable " + e.name + " without a value"
                 + (fallback.empty() ? std::string() : ": " + fallback),
             e.name);
    }
  }

  const std::string* look(const std::string& name, bool fallback) {
    const std::string* value = lookup_(name);
    uses.push_back({name, value != nullptr, fallback});
    return value;
  }

  void refuse(std::string what, std::string demanded = {}) {
    if (!error) {
      std::string hint = demanded.empty()
                             ? "write `${NAME}` for a variable, `$$` for a literal `$`"
                             : "give " + demanded + " a value in `.env` or in the shell";
      error = ExpandError{{std::move(what), std::move(hint)}, std::move(demanded)};
    }
  }

  const Lookup& lookup_;
};

} // namespace

tl::expected<Expansion, ExpandError> expand(std::string_view text, const Lookup& lookup) {
  if (text.find('$') == std::string_view::npos) {
    return Expansion{std::string(text), {}};
  }
  Expander expander(lookup);
  Expansion out;
  out.text = expander.run(text, 0);
  if (expander.error) {
    return tl::unexpected(std::move(*expander.error));
  }
  out.uses = std::move(expander.uses);
  return out;
}

} // namespace secaudit::project::dotenv
