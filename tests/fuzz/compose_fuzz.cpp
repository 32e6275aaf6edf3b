// SPDX-License-Identifier: Apache-2.0
// The reader of compose projects: YAML, interpolation, merging, env files; see project_text.hpp for
// what an input is.
#include "project/compose/inspect.hpp"
#include "project/dotenv/dotenv.hpp"
#include "project/dotenv/template.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "project_text.hpp"

namespace {

using namespace secaudit;

/// Places must not be turned around, nor stand before the first line.
void check(const model::Span& span) {
  if (span.known() && (span.begin.column < 1 || span.end < span.begin)) {
    std::abort();
  }
}

void check(const model::Node& node) {
  check(node.span);
  for (const model::Origin& origin : node.origins) {
    check(origin.span);
  }
  for (const model::Node& item : node.items) {
    check(item);
  }
  for (const model::Node::Member& member : node.members) {
    check(member.key_span);
    check(member.value);
  }
}

void read_dotenv(std::string_view text) {
  const std::string value = "value";
  const project::dotenv::Lookup lookup = [&](const std::string& name) {
    return name.size() % 2 == 0 ? &value : nullptr;
  };
  for (const auto& variable : project::dotenv::parse(text, ".env", lookup).variables) {
    check(variable.span);
  }
  for (const auto& variable : project::dotenv::parse_raw(text, ".env", lookup).variables) {
    check(variable.span);
  }
  if (text.size() < 10'000) {
    (void)project::dotenv::expand(text, lookup);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_dotenv(text);
  const auto project = fuzz::load(text);
  if (!project) {
    return 0;
  }
  check(project->model);
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    check(diagnostic.span);
  }
  project::compose::inspect_json(*project, true);
  return 0;
}
