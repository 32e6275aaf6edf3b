// SPDX-License-Identifier: Apache-2.0
#include "rules/layer_origin.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace secaudit::rules {
namespace {

constexpr std::size_t most_origins = 5;
constexpr std::size_t longest_command = 120;
constexpr std::string_view shell = "/bin/sh -c ";

/// Line continuations and indentation are gone in the history.
std::string collapsed(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  while (result.ends_with(' ')) {
    result.pop_back();
  }
  return result;
}

bool is_copy(std::string_view name) {
  return name == "COPY" || name == "ADD";
}

/// "COPY file:abc… in /app" of the old builder, "COPY a b /app" of BuildKit.
bool made_by_copy(const model::Instruction& instruction, const std::string& command) {
  const std::string prefix = instruction.name + " ";
  if (!command.starts_with(prefix) || instruction.arguments.empty()) {
    return false;
  }
  const std::string target = collapsed(instruction.arguments.back().text);
  return command.ends_with(" " + target) || command.ends_with(" in " + target);
}

bool made_by(const model::Instruction& instruction, const std::string& command) {
  if (is_copy(instruction.name)) {
    return made_by_copy(instruction, command);
  }
  if (instruction.name != "RUN" || instruction.arguments.empty()) {
    return instruction.name == "WORKDIR" && command.starts_with("WORKDIR ");
  }
  const std::string written = collapsed(instruction.arguments.front().text);
  return !written.empty() && !instruction.json && command == written;
}

const model::DockerfileUse* dockerfile_of(const model::ImageUse& use, const Context& context) {
  for (const model::DockerfileUse& dockerfile : context.subjects.dockerfiles) {
    if (dockerfile.service == use.service) {
      return &dockerfile;
    }
  }
  return nullptr;
}

/// The instruction of the shipped stage that made the layer; null when none or several fit.
const model::Instruction* instruction_of(const model::DockerfileUse& use,
                                         const std::string& command) {
  const model::Stage* stage = use.target_stage();
  const model::Instruction* found = nullptr;
  const auto& all = use.dockerfile.instructions;
  for (std::size_t i = stage == nullptr ? all.size() : stage->first;
       i < std::min(stage == nullptr ? all.size() : stage->last, all.size()); ++i) {
    if (!made_by(all[i], command)) {
      continue;
    }
    if (found != nullptr) {
      return nullptr;
    }
    found = &all[i];
  }
  return found;
}

} // namespace

std::string history_command(std::string_view created_by) {
  std::string text = collapsed(created_by);
  constexpr std::string_view mark = " # buildkit";
  if (text.ends_with(mark)) {
    text.resize(text.size() - mark.size());
  }
  const bool run = text.starts_with("RUN ") || text.starts_with('|') || text.starts_with(shell);
  const std::size_t at = text.find(shell);
  if (run && at != std::string::npos) {
    text.erase(0, at + shell.size());
  }
  constexpr std::string_view nothing = "#(nop) ";
  if (text.starts_with(nothing)) {
    text = collapsed(std::string_view(text).substr(nothing.size()));
  }
  return text;
}

std::optional<model::Evidence> layer_origin(const model::ImageUse& use, const Context& context,
                                            std::size_t layer) {
  const auto& layers = use.image->layers;
  const std::string command =
      layer < layers.size() ? history_command(layers[layer].created_by) : std::string();
  if (command.empty()) {
    return std::nullopt;
  }
  const model::DockerfileUse* dockerfile = dockerfile_of(use, context);
  const model::Instruction* instruction =
      dockerfile == nullptr ? nullptr : instruction_of(*dockerfile, command);
  if (instruction != nullptr) {
    return at(instruction->span, instruction->name + " (layer " + std::to_string(layer) + ")");
  }
  return model::NoteEvidence{"layer " + std::to_string(layer)
                             + " was made by: " + shown_command(layers[layer].created_by)};
}

std::string shown_command(std::string_view created_by) {
  // A command may carry secrets; its beginning tells which step it was, and no assignment is shown.
  const std::string command = history_command(created_by);
  const std::string shown = command.substr(0, std::min(command.find('='), longest_command));
  return shown + (shown.size() < command.size() ? "…" : "");
}

void add_origins(const model::ImageUse& use, const Context& context, Issue& issue) {
  std::set<std::size_t> layers;
  for (const model::Evidence& evidence : issue.evidence) {
    if (const auto* file = std::get_if<model::ImageFileEvidence>(&evidence)) {
      layers.insert(file->layer);
    }
  }
  std::size_t told = 0;
  for (const std::size_t layer : layers) {
    if (told == most_origins) {
      return;
    }
    if (auto origin = layer_origin(use, context, layer)) {
      issue.evidence.push_back(std::move(*origin));
      ++told;
    }
  }
}

} // namespace secaudit::rules
