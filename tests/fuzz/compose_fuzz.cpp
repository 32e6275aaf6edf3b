// SPDX-License-Identifier: Apache-2.0
// The reader of compose projects and everything that judges its model. An input is a project: text
// behind a line `=== NAME` is the file of that name, text before the first such line is
// compose.yaml.
#include "base/text.hpp"
#include "host/host.hpp"
#include "project/compose/inspect.hpp"
#include "project/compose/load.hpp"
#include "project/dotenv/dotenv.hpp"
#include "project/dotenv/template.hpp"
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "plugin/inspect_json.hpp"
#include "support/memory_host.hpp"

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

support::MemoryHost project_of(std::string_view text) {
  support::MemoryHost host("/project");
  std::string name = "compose.yaml";
  std::string content;
  const auto flush = [&] {
    if (!content.empty()) {
      host.add_file("/project/" + name, content);
    }
    content.clear();
  };
  // Line by line by hand: base::lines would hide carriage returns from the reader.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with("=== ") && line.find_first_of("\r/\0", 4, 3) == std::string_view::npos) {
      flush();
      name = line.substr(4);
    } else {
      content += std::string(line) + "\n";
    }
    at = end + 1;
  }
  flush();
  return host;
}

/// Rules must have an answer for whatever the reader lets through.
void judge(model::Project project) {
  model::Subjects subjects;
  subjects.title = project.name;
  subjects.project = std::move(project);
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  for (const rules::Entry& entry : rules::catalogue()) {
    if (entry.rule.id.starts_with("CO")) {
      rules::evaluate(entry.rule, context);
    }
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
  const support::MemoryHost host = project_of(text);
  project::compose::LoadRequest request;
  request.profiles = {"*"};
  auto project = project::compose::load(host, request);
  if (!project) {
    return 0;
  }
  check(project->model);
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    check(diagnostic.span);
  }
  project::compose::inspect_json(*project, true);
  plugin::project_json(*project, true);
  judge(std::move(*project));
  return 0;
}
