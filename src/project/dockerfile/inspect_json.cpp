// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"
#include "project/dockerfile/inspect.hpp"

#include <cstdint>

namespace secaudit::project::dockerfile {
namespace {

using base::JsonWriter;

/// [line, column, end line, end column].
void span(JsonWriter& out, const model::Span& where) {
  out.key("span").begin_array();
  out.value(where.begin.line).value(where.begin.column);
  out.value(where.end.line).value(where.end.column);
  out.end_array();
}

void words(JsonWriter& out, std::string_view key, const std::vector<model::Word>& list) {
  if (list.empty()) {
    return;
  }
  out.key(key).begin_array();
  for (const model::Word& word : list) {
    out.begin_object().member("text", word.text);
    span(out, word.span);
    out.end_object();
  }
  out.end_array();
}

void texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& list) {
  if (list.empty()) {
    return;
  }
  out.key(key).begin_array();
  for (const std::string& text : list) {
    out.value(text);
  }
  out.end_array();
}

void command(JsonWriter& out, const model::ShellCommand& shell) {
  out.begin_object().member("name", shell.name);
  out.key("words").begin_array();
  for (const model::ShellWord& word : shell.words) {
    out.begin_object().member("text", word.text);
    if (word.unresolved) {
      out.member("unresolved", true);
    }
    span(out, word.span);
    out.end_object();
  }
  out.end_array();
  words(out, "assignments", shell.assignments);
  words(out, "redirects", shell.redirects);
  texts(out, "wrappers", shell.wrappers);
  if (!shell.operator_before.empty()) {
    out.member("operator", shell.operator_before);
  }
  if (shell.depth > 0) {
    out.member("depth", shell.depth);
  }
  if (shell.conditional) {
    out.member("conditional", true);
  }
  span(out, shell.span);
  out.end_object();
}

void instruction(JsonWriter& out, const model::Instruction& item) {
  out.begin_object().member("name", item.name);
  if (item.onbuild) {
    out.member("onbuild", true);
  }
  if (item.json) {
    out.member("json", true);
  }
  words(out, "flags", item.flags);
  words(out, "arguments", item.arguments);
  if (!item.heredocs.empty()) {
    out.key("heredocs").begin_array();
    for (const model::Heredoc& heredoc : item.heredocs) {
      out.begin_object().member("name", heredoc.name).member("expand", heredoc.expand);
      out.member("chomp", heredoc.chomp).member("content", heredoc.content);
      span(out, heredoc.span);
      out.end_object();
    }
    out.end_array();
  }
  if (!item.commands.empty()) {
    out.key("commands").begin_array();
    for (const model::ShellCommand& shell : item.commands) {
      command(out, shell);
    }
    out.end_array();
  }
  texts(out, "comments", item.comments);
  span(out, item.span);
  out.end_object();
}

void variables(JsonWriter& out, std::string_view key,
               const std::vector<model::DockerVariable>& list) {
  if (list.empty()) {
    return;
  }
  out.key(key).begin_array();
  for (const model::DockerVariable& variable : list) {
    out.begin_object().member("name", variable.name);
    if (variable.value) {
      out.member("value", *variable.value);
    }
    if (variable.value && *variable.value != variable.raw) {
      out.member("raw", variable.raw);
    }
    span(out, variable.span);
    out.end_object();
  }
  out.end_array();
}

void sourced(JsonWriter& out, std::string_view key,
             const std::optional<model::Sourced<std::string>>& value) {
  if (value) {
    out.key(key).begin_object().member("value", value->value);
    span(out, value->span);
    out.end_object();
  }
}

void index(JsonWriter& out, std::string_view key, const std::optional<std::size_t>& value) {
  if (value) {
    out.member(key, static_cast<std::uint64_t>(*value));
  }
}

void stage(JsonWriter& out, const model::Stage& item) {
  out.begin_object().member("index", static_cast<std::uint64_t>(item.index));
  if (!item.name.empty()) {
    out.member("name", item.name);
  }
  out.member("base", item.base.text).member("base_resolved", item.base_resolved);
  index(out, "parent", item.parent);
  if (!item.platform.empty()) {
    out.member("platform", item.platform);
  }
  out.member("first_instruction", static_cast<std::uint64_t>(item.first));
  out.member("end_instruction", static_cast<std::uint64_t>(item.last));
  sourced(out, "user", item.user);
  sourced(out, "workdir", item.workdir);
  sourced(out, "stop_signal", item.stop_signal);
  variables(out, "arguments", item.arguments);
  variables(out, "environment", item.environment);
  variables(out, "labels", item.labels);
  if (!item.exposed.empty()) {
    out.key("exposed").begin_array();
    for (const auto& port : item.exposed) {
      out.value(port.value);
    }
    out.end_array();
  }
  index(out, "command", item.command);
  index(out, "entrypoint", item.entrypoint);
  index(out, "healthcheck", item.healthcheck);
  index(out, "shell", item.shell);
  span(out, item.span);
  out.end_object();
}

} // namespace

std::string inspect_json(const model::Dockerfile& dockerfile) {
  JsonWriter out;
  out.begin_object().member("file", dockerfile.file.str());
  out.member("escape", std::string(1, dockerfile.escape));
  words(out, "directives", dockerfile.directives);
  variables(out, "global_arguments", dockerfile.global_arguments);
  out.key("stages").begin_array();
  for (const model::Stage& item : dockerfile.stages) {
    stage(out, item);
  }
  out.end_array().key("instructions").begin_array();
  for (const model::Instruction& item : dockerfile.instructions) {
    instruction(out, item);
  }
  out.end_array().key("diagnostics").begin_array();
  for (const model::Diagnostic& diagnostic : dockerfile.diagnostics) {
    out.begin_object().member("message", diagnostic.message).member("hint", diagnostic.hint);
    out.member("fatal", diagnostic.fatal);
    span(out, diagnostic.span);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

} // namespace secaudit::project::dockerfile
