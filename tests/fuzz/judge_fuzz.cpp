// SPDX-License-Identifier: Apache-2.0
// Every rule over whatever the readers let through; see project_text.hpp for what an input is.
#include "rules/catalogue.hpp"
#include "rules/evaluate.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "plugin/inspect_json.hpp"
#include "project_text.hpp"

using namespace secaudit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto project = fuzz::load(text);
  if (!project) {
    return 0;
  }
  plugin::project_json(*project, true);
  model::Subjects subjects;
  subjects.title = project->name;
  subjects.project = std::move(*project);
  const rules::Context context{subjects, base::Date{2026, 11, 25}, true};
  for (const rules::Entry& entry : rules::catalogue()) {
    rules::evaluate(entry.rule, context);
  }
  return 0;
}
