// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/container_files.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/expand.hpp"
#include "project/dockerfile/paths.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile::devserver {
namespace {

constexpr int stage_hops = 8;

std::string base_name(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

/// The rest of `path` below `folder`, nothing when it does not lie there.
std::optional<std::string> below(const std::string& path, const std::string& folder) {
  if (path == folder) {
    return std::string();
  }
  const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
  return path.starts_with(prefix) ? std::optional(path.substr(prefix.size())) : std::nullopt;
}

std::string expanded(const std::string& text, const model::Stage& stage) {
  const Lookup lookup = [&](std::string_view name) -> std::optional<std::string> {
    for (const auto* list : {&stage.environment, &stage.arguments}) {
      for (const model::DockerVariable& variable : *list) {
        if (variable.name == name && variable.value) {
          return variable.value;
        }
      }
    }
    return std::nullopt;
  };
  const Expansion result = expand(text, lookup);
  return result.error ? text : result.text;
}

} // namespace

ContainerFiles::ContainerFiles(const host::Host& host, const model::DockerfileUse* use,
                               const model::Service* service, std::string display_root)
    : host_(host), use_(use), display_root_(std::move(display_root)) {
  const model::Stage* target = use_ != nullptr ? use_->target_stage() : nullptr;
  if (target != nullptr) {
    copies_ = copies_of(target);
    if (target->workdir) {
      working_directory_ = base::clean_path(target->workdir->value);
    }
  }
  if (service == nullptr) {
    return;
  }
  if (service->working_dir && !service->working_dir->value.empty()) {
    working_directory_ = base::clean_path(service->working_dir->value);
  }
  for (const auto& mount : service->volumes) {
    if (mount->type == "bind") {
      mounts_.push_back({mount->source, base::clean_path(mount->target), "", false});
    }
  }
}

ContainerFiles::Copies ContainerFiles::copies_of(const model::Stage* stage) const {
  std::vector<const model::Stage*> chain;
  const auto& stages = use_->dockerfile.stages;
  for (; stage != nullptr && chain.size() <= stages.size();
       stage = stage->parent ? &stages[*stage->parent] : nullptr) {
    chain.push_back(stage);
  }
  Copies copies;
  std::string workdir = "/";
  for (auto item = chain.rbegin(); item != chain.rend(); ++item) {
    add_stage(**item, workdir, copies);
  }
  return copies;
}

void ContainerFiles::add_stage(const model::Stage& stage, std::string& workdir,
                               Copies& copies) const {
  const auto& instructions = use_->dockerfile.instructions;
  for (std::size_t i = stage.first; i < std::min(stage.last, instructions.size()); ++i) {
    const model::Instruction& instruction = instructions[i];
    if (instruction.onbuild || instruction.arguments.empty()) {
      continue;
    }
    if (instruction.name == "WORKDIR") {
      workdir =
          base::clean_path(joined_path(workdir, expanded(instruction.arguments[0].text, stage)));
    } else if (instruction.name == "COPY" || instruction.name == "ADD") {
      model::Instruction copy = instruction;
      for (model::Word& word : copy.arguments) {
        word.text = expanded(word.text, stage);
      }
      add_copy(copy, workdir, copies);
    }
  }
}

void ContainerFiles::add_copy(const model::Instruction& instruction, const std::string& workdir,
                              Copies& copies) const {
  const auto& words = instruction.arguments;
  if (words.size() < 2) {
    return;
  }
  const std::string& written = words.back().text;
  Copied copied;
  copied.destination = base::clean_path(joined_path(workdir, written));
  copied.folder = written.ends_with('/') || written == "." || written == ".." || words.size() > 2;
  copied.from = instruction.flag("from").value_or("");
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& source = words[i].text;
    const bool context = copied.from.empty();
    if (context && (use_->context.empty() || base::contains(source, "://"))) {
      continue;
    }
    // Sources cannot leave the context: a leading `/` and `..` count from its root.
    copied.source =
        context ? use_->context + base::clean_path("/" + source) : base::clean_path("/" + source);
    copies.push_back(copied);
  }
}

void ContainerFiles::candidates(const Copies& copies, const std::string& path, int depth,
                                std::vector<std::string>& result) const {
  for (auto copied = copies.rbegin(); copied != copies.rend(); ++copied) {
    std::vector<std::string> sources;
    const std::string name = base_name(copied->source);
    const bool pattern = name.find_first_of("*?[") != std::string::npos;
    const auto rest = below(path, copied->destination);
    if (!rest) {
      continue;
    }
    const std::string parent = copied->source.substr(0, copied->source.rfind('/'));
    if (pattern && base::glob_match(name, rest->substr(0, rest->find('/')))) {
      sources.push_back(parent + "/" + *rest);
    } else if (rest->empty()) {
      sources.push_back(copied->source);
    } else {
      sources.push_back(copied->source + "/" + *rest);
      if (*rest == name) {
        sources.push_back(copied->source);
      }
    }
    if (copied->from.empty()) {
      result.insert(result.end(), sources.begin(), sources.end());
      continue;
    }
    const model::Stage* stage = use_->dockerfile.stage(copied->from);
    for (const std::string& source : sources) {
      // Stages that copy from one another several times would multiply.
      if (stage != nullptr && depth > 0 && ++steps_ < limits::start_command_steps) {
        candidates(copies_of(stage), base::clean_path(source), depth - 1, result);
      }
    }
  }
}

std::optional<ContainerFile> ContainerFiles::read(const std::string& container_path) const {
  const std::string path = base::clean_path(joined_path(working_directory_, container_path));
  std::vector<std::string> paths;
  candidates(mounts_, path, 0, paths);
  if (use_ != nullptr) {
    candidates(copies_, path, stage_hops, paths);
  }
  for (const std::string& candidate : paths) {
    auto text = host_.read_file(base::clean_path(candidate), limits::dockerfile_bytes);
    if (text) {
      return ContainerFile{path, std::move(*text),
                           display_name(base::clean_path(candidate), display_root_)};
    }
  }
  return std::nullopt;
}

} // namespace secaudit::project::dockerfile::devserver
