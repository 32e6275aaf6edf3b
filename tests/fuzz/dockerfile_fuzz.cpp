// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/ignore.hpp"
#include "project/dockerfile/inspect.hpp"
#include "project/dockerfile/parse.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace secaudit;

/// Spans must lie in the file and must not be turned around.
void check(const model::Span& span, int lines) {
  if (span.known() && (span.end < span.begin || span.end.line > lines + 1)) {
    std::abort();
  }
}

void check_ignore(std::string_view text) {
  std::vector<std::string> patterns;
  for (const auto& line : project::dockerfile::read_ignore_lines(text)) {
    patterns.push_back(line.pattern);
  }
  if (const auto matcher = project::dockerfile::IgnoreMatcher::create(patterns)) {
    matcher->excludes("a/b/.env");
    matcher->excludes_by_depth("a/b/.env");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const model::Dockerfile file = project::dockerfile::parse(text, "Dockerfile");
  int lines = 1;
  for (const char c : text) {
    lines += c == '\n' ? 1 : 0;
  }
  for (const model::Instruction& instruction : file.instructions) {
    check(instruction.span, lines);
    for (const model::Word& word : instruction.arguments) {
      check(word.span, lines);
    }
    for (const model::ShellCommand& command : instruction.commands) {
      check(command.span, lines);
      for (const model::ShellWord& word : command.words) {
        check(word.span, lines);
      }
    }
  }
  for (const model::Stage& stage : file.stages) {
    if (stage.last < stage.first || stage.last > file.instructions.size()
        || (stage.parent && *stage.parent >= stage.index)) {
      std::abort();
    }
  }
  project::dockerfile::inspect_json(file);
  project::dockerfile::inspect_expressions(file);
  if (size < 10'000) {
    check_ignore(text);
  }
  return 0;
}
