// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/start_command.hpp"

#include "base/text.hpp"
#include "project/dockerfile/devserver/container_files.hpp"
#include "project/dockerfile/devserver/engine.hpp"
#include "project/dockerfile/shell/view.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {
namespace {

using Commands = std::vector<model::ShellCommand>;

/// What the container starts, as commands, and the place where that is written.
struct Start {
  Commands commands;
  model::Origin origin;
  bool given = false; ///< something is written at all
};

devserver::Environment environment_of(const model::Stage* stage, const model::Service* service) {
  devserver::Environment environment;
  if (stage != nullptr) {
    for (const model::DockerVariable& variable : stage->environment) {
      if (variable.value) {
        environment.set(variable.name, *variable.value);
      }
    }
  }
  if (service != nullptr) {
    for (const model::Variable& variable : service->environment) {
      if (variable.value) {
        environment.set(variable.name, *variable.value);
      }
    }
  }
  return environment;
}

/// Words of an ENTRYPOINT or CMD as Docker keeps them: the shell form goes through /bin/sh -c.
std::vector<std::string> image_words(const model::Instruction& instruction) {
  std::vector<std::string> words;
  if (!instruction.json && !instruction.arguments.empty()) {
    return {"/bin/sh", "-c", instruction.arguments.front().text};
  }
  for (const model::Word& word : instruction.arguments) {
    words.push_back(word.text);
  }
  return words;
}

class Finder {
 public:
  Finder(const model::DockerfileUse* use, const model::Service* service,
         const devserver::Environment& environment)
      : use_(use), service_(service), environment_(environment),
        stage_(use != nullptr ? use->target_stage() : nullptr) {}

  Start find() {
    const model::Instruction* entrypoint = written(stage_ ? stage_->entrypoint : std::nullopt);
    const model::Instruction* command = written(stage_ ? stage_->command : std::nullopt);
    const bool own_entrypoint = service_ != nullptr && service_->entrypoint.has_value();
    const bool own_command = service_ != nullptr && service_->command.has_value();
    if (!own_entrypoint && !own_command) {
      return image_start(entrypoint, command);
    }
    std::vector<std::string> words;
    model::Span span;
    if (own_entrypoint) {
      words = service_->entrypoint->value.words;
      span = service_->entrypoint->span;
    } else if (entrypoint != nullptr) {
      if (!entrypoint->json) {
        return image_start(entrypoint, nullptr); // the shell form takes no arguments
      }
      words = image_words(*entrypoint);
      span = entrypoint->span;
    }
    if (own_command) {
      const auto& more = service_->command->value.words;
      words.insert(words.end(), more.begin(), more.end());
      span = service_->command->span;
    }
    return start_of(words, own_command ? "command: " : "entrypoint: ", span);
  }

 private:
  const model::Instruction* written(const std::optional<std::size_t>& index) const {
    const bool there = index && *index < use_->dockerfile.instructions.size();
    return there ? &use_->dockerfile.instructions[*index] : nullptr;
  }

  Start start_of(const std::vector<std::string>& words, const std::string& label,
                 const model::Span& span) const {
    const shell::Values values = [this](std::string_view name) { return environment_.get(name); };
    Start start;
    start.commands = shell::read_argv(words, values);
    for (model::ShellCommand& command : start.commands) {
      command.span = span;
    }
    start.given = !words.empty();
    start.origin = {model::Via::written, span,
                    label + base::truncate(base::printable(base::join(words, " ")), 100)};
    return start;
  }

  Start image_start(const model::Instruction* entrypoint, const model::Instruction* command) const {
    if (entrypoint == nullptr && command == nullptr) {
      return {};
    }
    const model::Instruction& shown =
        command != nullptr && (entrypoint == nullptr || entrypoint->json) ? *command : *entrypoint;
    std::vector<std::string> words;
    if (entrypoint != nullptr) {
      words = image_words(*entrypoint);
    }
    if (command != nullptr && (entrypoint == nullptr || entrypoint->json)) {
      const std::vector<std::string> more = image_words(*command);
      words.insert(words.end(), more.begin(), more.end());
    }
    Start start = start_of(words, shown.name + " ", shown.span);
    // Alone, an instruction was read with the place of its words already.
    if (entrypoint == nullptr || command == nullptr || !entrypoint->json) {
      start.commands = shown.commands;
    }
    return start;
  }

  const model::DockerfileUse* use_;
  const model::Service* service_;
  const devserver::Environment& environment_;
  const model::Stage* stage_;
};

} // namespace

model::StartCommand start_command(const host::Host& host, const model::DockerfileUse* dockerfile,
                                  const model::Service* service, const std::string& display_root) {
  model::StartCommand result;
  result.service = service != nullptr ? service->name : dockerfile->service;
  const model::Stage* stage = dockerfile != nullptr ? dockerfile->target_stage() : nullptr;
  const devserver::Environment environment = environment_of(stage, service);
  const Start start = Finder(dockerfile, service, environment).find();
  if (!start.given) {
    // Without a Dockerfile, the image's own command is not known.
    result.kind = stage != nullptr && stage->base_resolved == "scratch"
                      ? model::StartCommand::Kind::none
                      : model::StartCommand::Kind::unknown;
    return result;
  }
  const devserver::ContainerFiles files(host, dockerfile, service, display_root);
  const devserver::Engine engine(files, environment);
  devserver::Outcome outcome = engine.judge_all(start.commands, files.working_directory());
  result.kind = outcome.verdict.kind;
  result.rule = outcome.verdict.rule;
  result.server = outcome.verdict.server;
  result.debugger = outcome.verdict.debugger;
  result.settings_problems = std::move(outcome.problems);
  result.chain.push_back(start.origin);
  for (model::Origin& step : outcome.chain) {
    // The first step often says the same as the instruction.
    if (step.span != start.origin.span || !base::contains(start.origin.note, step.note)) {
      result.chain.push_back(std::move(step));
    }
  }
  if (result.kind == model::StartCommand::Kind::development) {
    result.remedy = devserver::remedy_for(outcome.verdict);
  }
  return result;
}

} // namespace secaudit::project::dockerfile
