// SPDX-License-Identifier: Apache-2.0
#include "project/git/hook_folder.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace secaudit::project::git {
namespace {

constexpr std::string_view our_command = "secaudit hook run";

constexpr std::array<std::string_view, 9> lefthook_names{
    "lefthook.yml",   "lefthook.yaml",  "lefthook.toml",  "lefthook.json",       ".lefthook.yml",
    ".lefthook.yaml", ".lefthook.toml", ".lefthook.json", ".config/lefthook.yml"};

constexpr const char* husky_lines = "docker secaudit hook run -- \"$@\"\n";
constexpr const char* lefthook_lines = "pre-push:\n"
                                       "  commands:\n"
                                       "    secaudit:\n"
                                       "      run: docker secaudit hook run -- {1} {2}\n"
                                       "      use_stdin: true\n";
constexpr const char* pre_commit_lines = "- repo: local\n"
                                         "  hooks:\n"
                                         "  - id: docker-secaudit\n"
                                         "    name: docker-secaudit\n"
                                         "    entry: docker secaudit hook run\n"
                                         "    language: system\n"
                                         "    stages: [pre-push]\n"
                                         "    pass_filenames: false\n"
                                         "    always_run: true\n"
                                         "    verbose: true\n";
constexpr const char* simple_lines =
    "\"simple-git-hooks\": {\n  \"pre-push\": \"docker secaudit hook run -- \\\"$@\\\"\"\n}\n";

std::string absolute(const std::string& from, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : from + "/" + std::string(path);
}

std::optional<std::string> text_of(const host::Host& host, const std::string& path) {
  auto text = host.read_file(path, limits::project_file_bytes);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

/// The last core.hooksPath that is not our own switch, with its scope.
std::optional<std::pair<std::string, std::string>> configured(const History& history) {
  const auto text =
      history.ask({"config", "-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath"});
  if (!text) {
    return std::nullopt;
  }
  const auto fields = base::split(*text, '\0');
  std::optional<std::pair<std::string, std::string>> found;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    if (fields[i] != "command") {
      found.emplace(fields[i], fields[i + 1]);
    }
  }
  return found;
}

void add(const host::Host& host, const std::string& top, HookManager manager,
         std::vector<HookManager>& managers) {
  const auto text = text_of(host, top + "/" + manager.file);
  manager.runs_us = text && base::contains(*text, our_command);
  managers.push_back(std::move(manager));
}

} // namespace

base::Result<HookFolder> hook_folder(const host::Host& host, const History& history) {
  const auto common = history.ask({"rev-parse", "--git-common-dir"});
  if (!common) {
    return base::fail("there is no git repository here: " + common.error().message,
                      "change into one");
  }
  const auto real = host.canonical(history.directory());
  const std::string here = real ? *real : history.directory();
  const auto shown = history.ask({"rev-parse", "--show-toplevel"});
  HookFolder folder;
  const std::string git = absolute(here, base::trim(*common));
  folder.top = shown ? std::string(base::trim(*shown)) : git;
  folder.path = git + "/hooks";
  if (const auto set = configured(history)) {
    folder.set_by = set->first;
    folder.path = absolute(folder.top, set->second);
  }
  if (const auto resolved = host.canonical(folder.path)) {
    folder.path = *resolved;
  }
  const auto top = host.canonical(folder.top);
  const auto git_folder = host.canonical(git);
  folder.in_tree = shown && top && folder.path.starts_with(*top + "/")
                   && !(git_folder && folder.path.starts_with(*git_folder + "/"));
  return folder;
}

std::vector<HookManager> hook_managers(const host::Host& host, const HookFolder& folder) {
  std::vector<HookManager> managers;
  const std::string& top = folder.top;
  const auto exists = [&](std::string_view name) {
    return host.stat(top + "/" + std::string(name)).has_value();
  };
  const auto package = text_of(host, top + "/package.json");
  const bool husky_set = base::contains(folder.path, "/.husky");
  if (husky_set || (exists(".husky") && package && base::contains(*package, "husky"))) {
    add(host, top, {"husky", ".husky/pre-push", husky_lines, "", false}, managers);
  }
  for (const std::string_view name : lefthook_names) {
    if (exists(name)) {
      add(host, top, {"lefthook", std::string(name), lefthook_lines, "lefthook install", false},
          managers);
      break;
    }
  }
  if (exists(".pre-commit-config.yaml")) {
    add(host, top,
        {"pre-commit", ".pre-commit-config.yaml", pre_commit_lines,
         "pre-commit install --hook-type pre-push", false},
        managers);
  }
  if (package && base::contains(*package, "\"simple-git-hooks\"")) {
    add(host, top,
        {"simple-git-hooks", "package.json", simple_lines, "npx simple-git-hooks", false},
        managers);
  }
  return managers;
}

} // namespace secaudit::project::git
