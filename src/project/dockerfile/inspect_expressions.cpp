// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "base/unicode.hpp"
#include "project/dockerfile/inspect.hpp"
#include "project/dockerfile/instruction.hpp"

#include <fmt/format.h>

namespace secaudit::project::dockerfile {
namespace {

void append_escaped(char32_t c, std::string& out) {
  constexpr std::string_view values = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view letters = "abfnrtv\\\"";
  if (c < 0x80) {
    if (const std::size_t index = values.find(static_cast<char>(c)); index != values.npos) {
      out += {'\\', letters[index]};
    } else if (c < 0x20 || c == 0x7F) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += static_cast<char>(c);
    }
  }
}

std::string pair_text(const model::Instruction& instruction) {
  const std::vector<model::Word>& words = instruction.arguments;
  std::string out;
  if (!words.empty() && words.front().text.find('=') == std::string::npos) {
    for (const model::Word& word : words) {
      out += " " + go_quoted(word.text);
    }
    return out + " \"\"";
  }
  for (const model::Word& word : words) {
    const std::size_t equals = word.text.find('=');
    out += " " + go_quoted(word.text.substr(0, equals)) + " "
           + go_quoted(word.text.substr(equals + 1)) + " \"=\"";
  }
  return out;
}

std::string expression(const model::Instruction& instruction) {
  std::string out = "(" + base::to_lower(instruction.written);
  if (!instruction.flags.empty()) {
    out += " [";
    for (const model::Word& flag : instruction.flags) {
      out += (out.back() == '[' ? "" : " ") + go_quoted(flag.text);
    }
    out += "]";
  }
  if (argument_kind(instruction.name) == ArgumentKind::pairs) {
    return out + pair_text(instruction) + ")";
  }
  for (const model::Word& word : instruction.arguments) {
    out += " " + go_quoted(word.text);
  }
  return out + ")";
}

} // namespace

std::string go_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const base::Decoded decoded = base::decode_utf8(text);
    if (!decoded.valid) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (decoded.code_point < 0x80) {
      append_escaped(decoded.code_point, out);
    } else if (base::is_unsafe(decoded.code_point)) {
      out += decoded.code_point > 0xFFFF
                 ? fmt::format("\\U{:08x}", static_cast<std::uint32_t>(decoded.code_point))
                 : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(decoded.code_point));
    } else {
      out += text.substr(0, decoded.length);
    }
    text.remove_prefix(decoded.length);
  }
  return out + "\"";
}

std::string inspect_expressions(const model::Dockerfile& dockerfile) {
  std::string out;
  for (const model::Instruction& instruction : dockerfile.instructions) {
    out += out.empty() ? "" : "\n";
    out +=
        instruction.onbuild ? "(onbuild " + expression(instruction) + ")" : expression(instruction);
  }
  return out;
}

} // namespace secaudit::project::dockerfile
