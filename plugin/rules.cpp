// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "rules/catalogue_page.hpp"

#include <fmt/format.h>

#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

void write_list(base::JsonWriter& json, std::string_view name,
                const std::vector<std::string_view>& values) {
  json.key(name).begin_array();
  for (const std::string_view value : values) {
    json.value(value);
  }
  json.end_array();
}

std::string as_json(const std::vector<rules::Entry>& entries) {
  base::JsonWriter json;
  json.begin_array();
  for (const rules::Entry& entry : entries) {
    const rules::Rule& rule = entry.rule;
    json.begin_object()
        .member("id", rule.id)
        .member("name", rule.name)
        .member("title", rule.title)
        .member("severity", model::to_string(rule.severity))
        .member("since", rule.since)
        .member("strict_only", rule.strict_only);
    write_list(json, "items", rule.items);
    write_list(json, "controls", rule.controls);
    write_list(json, "tags", rule.tags);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

std::string as_table(const std::vector<rules::Entry>& entries) {
  std::string text;
  for (const rules::Entry& entry : entries) {
    text += fmt::format("{}  {:<8}  {}{}\n", entry.rule.id, model::to_string(entry.rule.severity),
                        entry.rule.title, entry.rule.strict_only ? " (strict)" : "");
  }
  return text + fmt::format("{} rules\n", entries.size());
}

} // namespace

int run_rules_list(const Session& session) {
  const auto& formats = session.options.common.formats;
  const auto entries = rules::catalogue();
  const std::string_view format = formats.empty() ? std::string_view("terminal") : formats.back();
  const std::string text = format == "json"       ? as_json(entries)
                           : format == "markdown" ? rules::catalogue_page(entries)
                                                  : as_table(entries);
  return print(text) ? exit_codes::clean : exit_codes::unchecked;
}

int run_rules_show(const Session& session) {
  const auto entries = rules::catalogue();
  int code = exit_codes::clean;
  for (const std::string& word : session.options.words) {
    const std::string id = base::to_upper(word);
    const rules::Entry* found = nullptr;
    for (const rules::Entry& entry : entries) {
      if (entry.rule.id == id || base::equals_ignoring_case(entry.rule.name, word)) {
        found = &entry;
      }
    }
    if (found == nullptr) {
      complain({"there is no rule " + word, "see `docker secaudit rules list`"});
      code = exit_codes::unusable;
      continue;
    }
    if (!print(found->document)) {
      return exit_codes::unchecked;
    }
  }
  return code;
}

} // namespace secaudit::plugin
