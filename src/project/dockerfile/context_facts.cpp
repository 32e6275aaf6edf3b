// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/context_facts.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "project/dockerfile/devserver/container_files.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile {
namespace {

bool matches(const std::string& pattern, const std::string& path) {
  const auto matcher = IgnoreMatcher::create({pattern});
  return matcher && matcher->excludes(path);
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Made by a build step in front of `docker build`, and so absent in a fresh clone.
bool is_build_output(std::string_view path) {
  constexpr std::array<std::string_view, 10> folders{
      "dist", "build", "target", "out", "bin", "publish", "_site", "public", ".next", "output"};
  for (const std::string_view part : base::split(path, '/')) {
    if (std::find(folders.begin(), folders.end(), part) != folders.end()) {
      return true;
    }
  }
  return path.ends_with(".jar") || path.ends_with(".war") || path.ends_with(".whl")
         || path.ends_with(".tgz") || path.find('.') == std::string_view::npos;
}

bool is_local(std::string_view source) {
  return !source.empty() && source.find_first_of("$*?[<\"'") == std::string_view::npos
         && source.find("://") == std::string_view::npos && !source.starts_with("git@");
}

} // namespace

std::vector<model::IgnoreRemark> ignore_remarks(const std::vector<IgnoreLine>& lines,
                                                const std::vector<std::string>& paths) {
  std::vector<model::IgnoreRemark> out;
  for (const IgnoreLine& line : lines) {
    const bool exception = line.pattern.starts_with('!');
    const bool name = line.pattern.find_first_of("/*") == std::string::npos;
    const std::string pattern = exception ? line.pattern.substr(1) : line.pattern;
    for (const std::string& path : paths) {
      using Kind = model::IgnoreRemark::Kind;
      // `!src` is there for what lies in src, not for a key that lies there as well.
      if (exception && matches(pattern, last_part(path)) && matches(pattern, path)) {
        out.push_back({Kind::readmits, line.pattern, line.line, path});
        break;
      }
      if (!exception && name && path.find('/') != std::string::npos
          && matches(pattern, last_part(path))) {
        out.push_back({Kind::top_only, line.pattern, line.line, path});
        break;
      }
    }
  }
  return out;
}

std::vector<model::MissingSource> missing_sources(const host::Host& host,
                                                  const model::DockerfileUse& use,
                                                  const IgnoreMatcher& matcher) {
  std::vector<model::MissingSource> out;
  const auto& instructions = use.dockerfile.instructions;
  for (std::size_t i = 0; !use.service.empty() && i < instructions.size(); ++i) {
    const model::Instruction& copy = instructions[i];
    if ((copy.name != "COPY" && copy.name != "ADD") || copy.flag("from") || copy.onbuild
        || !copy.heredocs.empty()) {
      continue;
    }
    for (std::size_t n = 0; n + 1 < copy.arguments.size(); ++n) {
      if (!is_local(copy.arguments[n].text)) {
        continue;
      }
      std::string path = base::clean_path("/" + copy.arguments[n].text);
      path.erase(0, 1);
      if (path.empty()) {
        continue;
      }
      const auto info = host.stat(use.context + "/" + path);
      const bool folder = info && info->type == host::FileInfo::Type::directory;
      const bool ignored = info && matcher.excludes(path) && !(folder && matcher.has_exceptions());
      if (ignored || (!info && !is_build_output(path))) {
        out.push_back({i, path, ignored});
      }
    }
  }
  return out;
}

std::optional<model::StartScript> start_script(const host::Host& host,
                                               const model::DockerfileUse& use,
                                               const std::string& display_root) {
  const model::Stage* stage = use.target_stage();
  const auto index = stage == nullptr    ? std::nullopt
                     : stage->entrypoint ? stage->entrypoint
                                         : stage->command;
  if (!index || *index >= use.dockerfile.instructions.size()
      || use.dockerfile.instructions[*index].commands.empty()) {
    return std::nullopt;
  }
  const model::ShellCommand& command = use.dockerfile.instructions[*index].commands.front();
  if (command.words.empty()) {
    return std::nullopt;
  }
  const bool by_shell = command.name == "sh" || command.name == "bash" || command.name == "ash";
  const auto operands = command.operands();
  const std::string word = !by_shell          ? command.words.front().text
                           : operands.empty() ? std::string{}
                                              : std::string(operands.front());
  if (word.find('/') == std::string::npos && !word.ends_with(".sh")) {
    return std::nullopt;
  }
  const devserver::ContainerFiles files(host, &use, nullptr, display_root);
  const auto file =
      files.read(word.starts_with('/') ? word : files.working_directory() + "/" + word);
  if (!file || file->text.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  model::StartScript script;
  script.file = file->shown;
  const std::size_t end = file->text.find('\n');
  std::string first = file->text.substr(0, end);
  script.carriage_returns = first.ends_with('\r');
  script.first_line = base::truncate(base::printable(base::trim(first)), 80);
  script.interpreter = first.starts_with("#!");
  script.called_directly = !by_shell && use.dockerfile.instructions[*index].json;
  script.is_entrypoint = stage->entrypoint == index;
  const bool shell = first.find("sh") != std::string::npos || by_shell;
  script.executes = !shell || file->text.find("exec ") != std::string::npos;
  return script;
}

} // namespace secaudit::project::dockerfile
