// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/stages.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {
namespace {

constexpr std::size_t longest_path = 4'096;

void set(std::vector<model::DockerVariable>& variables, model::DockerVariable variable) {
  const auto found =
      std::find_if(variables.begin(), variables.end(),
                   [&](const model::DockerVariable& v) { return v.name == variable.name; });
  if (found != variables.end()) {
    *found = std::move(variable);
  } else {
    variables.push_back(std::move(variable));
  }
}

bool valid_stage_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z'
         && std::all_of(name.begin(), name.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
                     || c == '.';
            });
}

} // namespace

StageBuilder::StageBuilder(model::Dockerfile& file, const BuildArgs& build_args)
    : file_(file), build_args_(build_args) {}

void StageBuilder::fail(const model::Span& span, std::string message, std::string hint) {
  if (file_.diagnostics.size() < limits::dockerfile_diagnostics) {
    file_.diagnostics.push_back({span, std::move(message), std::move(hint), true});
  }
}

void StageBuilder::take(const Parsed& parsed, std::size_t index) {
  const std::string& name = parsed.instruction.name;
  if (parsed.instruction.onbuild) {
    return; // runs in another build
  }
  if (name == "FROM") {
    from(parsed, index);
  } else if (name == "ARG") {
    arguments(parsed, index);
  } else if (stage_) {
    state(parsed, index);
  } else if (argument_kind(name) != ArgumentKind::unknown) {
    fail(parsed.instruction.name_span, "found " + name + " in front of the first FROM",
         "begin the file with FROM; only ARG may stand before it");
  }
}

void StageBuilder::finish() {
  if (stage_) {
    stage().last = file_.instructions.size();
  }
}

void StageBuilder::from(const Parsed& parsed, std::size_t index) {
  if (stage_) {
    stage().last = index;
  }
  if (file_.stages.size() == limits::dockerfile_stages) {
    fail(parsed.instruction.span,
         "found more than " + std::to_string(limits::dockerfile_stages)
             + " stages; the rest is not looked at",
         "split the file");
  }
  if (file_.stages.size() >= limits::dockerfile_stages || parsed.instruction.arguments.empty()) {
    return;
  }
  model::Stage next;
  next.index = file_.stages.size();
  next.base = parsed.instruction.arguments.front();
  next.first = index;
  next.last = index + 1;
  next.span = parsed.instruction.span;
  // FROM sees the global arguments only.
  stage_ = false;
  bool known = true;
  next.base_resolved = expanded(next.base, &known);
  if (!known) {
    next.base_resolved.clear();
  }
  if (const auto platform = parsed.instruction.flag("platform")) {
    next.platform = expanded({*platform, parsed.instruction.span});
  }
  if (parsed.instruction.arguments.size() == 3) {
    const model::Word& written = parsed.instruction.arguments[2];
    next.name = base::to_lower(written.text);
    if (!valid_stage_name(next.name)) {
      fail(written.span, "found a stage name that is not valid",
           "begin with a letter and use letters, digits, '-', '_' and '.' only");
    }
  }
  const model::Stage* parent = nullptr;
  const std::string base = base::to_lower(next.base_resolved);
  for (const model::Stage& earlier : file_.stages) {
    if (!earlier.name.empty() && earlier.name == base) {
      parent = &earlier;
    }
  }
  on_scratch_ = parent != nullptr ? scratch_[parent->index] : base == "scratch";
  scratch_.push_back(on_scratch_);
  own_command_ = false;
  Scope scope;
  if (parent != nullptr) {
    next.parent = parent->index;
    inherited_ += scopes_[parent->index].size() + parent->labels.size();
    if (inherited_ <= limits::dockerfile_inherited_variables) {
      scope = scopes_[parent->index];
    }
  }
  scopes_.push_back(std::move(scope));
  file_.stages.push_back(std::move(next));
  stage_ = true;
  if (stage().parent && inherited_ <= limits::dockerfile_inherited_variables) {
    inherit(file_.stages[*stage().parent]);
  }
}

void StageBuilder::inherit(const model::Stage& parent) {
  model::Stage& own = stage();
  own.user = parent.user;
  own.workdir = parent.workdir;
  own.environment = parent.environment;
  own.arguments = parent.arguments;
  own.labels = parent.labels;
  own.exposed = parent.exposed;
  own.command = parent.command;
  own.entrypoint = parent.entrypoint;
  own.healthcheck = parent.healthcheck;
  own.shell = parent.shell;
  own.stop_signal = parent.stop_signal;
  own.volumes = parent.volumes;
}

void StageBuilder::state(const Parsed& parsed, std::size_t index) {
  const model::Instruction& instruction = parsed.instruction;
  const std::string& name = instruction.name;
  if (name == "ENV") {
    environment(parsed, index);
  } else if (name == "LABEL") {
    labels(parsed, index);
  } else if (name == "CMD") {
    stage().command = index;
    own_command_ = true;
  } else if (name == "ENTRYPOINT") {
    // An inherited CMD belongs to the inherited ENTRYPOINT.
    stage().entrypoint = index;
    stage().command = own_command_ ? stage().command : std::nullopt;
  } else if (name == "HEALTHCHECK") {
    stage().healthcheck = index;
  } else if (name == "SHELL") {
    stage().shell = index;
  } else if (name == "WORKDIR") {
    workdir(parsed);
  } else if (name == "USER" && !instruction.arguments.empty()) {
    stage().user = sourced(instruction.arguments.front());
  } else if (name == "STOPSIGNAL" && !instruction.arguments.empty()) {
    stage().stop_signal = sourced(instruction.arguments.front());
  } else if (name == "EXPOSE" || name == "VOLUME") {
    auto& list = name == "EXPOSE" ? stage().exposed : stage().volumes;
    for (const model::Word& word : instruction.arguments) {
      for (std::string& value : expanded_words(word)) {
        list.push_back({std::move(value), word.span, model::Via::written, {}});
      }
    }
  } else if (name == "COPY" || name == "ADD") {
    for (const model::Word& word : instruction.arguments) {
      expanded(word); // for its errors
    }
  }
}

void StageBuilder::workdir(const Parsed& parsed) {
  if (parsed.instruction.arguments.empty()) {
    return;
  }
  model::Sourced<std::string> next = sourced(parsed.instruction.arguments.front());
  const bool windows = next->find('\\') != std::string::npos || next->find(':') == 1;
  const bool absolute = next->starts_with('/') || next->starts_with('$') || windows;
  if (!absolute && (stage().workdir || on_scratch_)) {
    const std::string before = stage().workdir ? stage().workdir->value : "/";
    // What is longer than any system takes is not followed: every further line would copy it.
    const bool followed = before.size() <= longest_path;
    next.value = followed ? base::clean_path(before + "/" + next.value) : before;
  } else if (next->starts_with('/')) {
    next.value = base::clean_path(next.value);
  }
  stage().workdir = std::move(next);
}

std::vector<model::DockerVariable> StageBuilder::pairs(const Parsed& parsed, std::size_t index) {
  const std::vector<model::Word>& words = parsed.instruction.arguments;
  std::vector<model::DockerVariable> result;
  const auto add = [&](const std::string& name, const std::string& value, const model::Span& span) {
    model::DockerVariable variable;
    variable.name = expanded({name, span});
    variable.value = expanded({value, span});
    variable.raw = value;
    variable.span = span;
    variable.instruction = index;
    result.push_back(std::move(variable));
  };
  if (!words.empty() && words.front().text.find('=') == std::string::npos) {
    if (words.size() > 1) {
      model::Span span = words.front().span;
      span.end = words[1].span.end;
      add(words[0].text, words[1].text, span);
    }
    return result;
  }
  for (const model::Word& word : words) {
    const std::size_t equals = word.text.find('=');
    if (equals != std::string::npos && equals > 0) {
      add(word.text.substr(0, equals), word.text.substr(equals + 1), word.span);
    }
  }
  return result;
}

void StageBuilder::environment(const Parsed& parsed, std::size_t index) {
  // All values of one ENV see the environment as it was before it.
  for (model::DockerVariable& variable : pairs(parsed, index)) {
    if (variable.value) {
      scopes_.back().set_environment(variable.name, *variable.value);
    }
    set(stage().environment, std::move(variable));
  }
}

void StageBuilder::labels(const Parsed& parsed, std::size_t index) {
  for (model::DockerVariable& variable : pairs(parsed, index)) {
    set(stage().labels, std::move(variable));
  }
}

void StageBuilder::arguments(const Parsed& parsed, std::size_t index) {
  for (const model::Word& word : parsed.instruction.arguments) {
    argument(word, index);
  }
}

void StageBuilder::argument(const model::Word& word, std::size_t index) {
  const std::size_t equals = word.text.find('=');
  model::DockerVariable variable;
  variable.name = expanded({word.text.substr(0, equals), word.span});
  variable.span = word.span;
  variable.instruction = index;
  if (equals != std::string::npos) {
    variable.raw = word.text.substr(equals + 1);
    variable.value = expanded({variable.raw, word.span});
  } else if (stage_) {
    variable.value = globals_.find(variable.name);
  }
  if (const auto given = build_args_.find(variable.name); given != build_args_.end()) {
    variable.value = given->second;
  }
  Scope& scope = stage_ ? scopes_.back() : globals_;
  if (variable.value) {
    scope.set_argument(variable.name, *variable.value);
  }
  set(stage_ ? stage().arguments : file_.global_arguments, std::move(variable));
}

Expansion StageBuilder::expansion(const model::Word& word, std::string_view text) {
  if (expanded_bytes_ > limits::dockerfile_expanded_bytes) {
    Expansion as_written;
    as_written.text = text;
    as_written.words = {std::string(text)};
    return as_written;
  }
  ExpandOptions options;
  options.escape = file_.escape;
  options.unset = stage_ && !on_scratch_ ? Unset::keep_simple : Unset::empty;
  const Lookup lookup = scope().lookup();
  Expansion result = expand(text, lookup, options);
  if (result.error) {
    if (!result.refused) {
      fail(word.span, "found a text that cannot be expanded: " + base::printable(*result.error),
           "escape the `$` or the quote, or complete it");
    }
    result.text = text;
    result.words = {std::string(text)};
  }
  expanded_bytes_ += result.text.size();
  return result;
}

std::string StageBuilder::expanded(const model::Word& word, bool* known) {
  Expansion result = expansion(word, word.text);
  if (known != nullptr) {
    *known = !result.error && result.unset.empty();
  }
  return std::move(result.text);
}

std::vector<std::string> StageBuilder::expanded_words(const model::Word& word) {
  return expansion(word, word.text).words;
}

model::Sourced<std::string> StageBuilder::sourced(const model::Word& word) {
  model::Sourced<std::string> result;
  result.value = expanded(word);
  result.span = word.span;
  result.via = result.value == word.text ? model::Via::written : model::Via::interpolated;
  return result;
}

std::string StageBuilder::base() const {
  if (file_.stages.empty()) {
    return {};
  }
  const model::Stage* first = &file_.stages.back();
  while (first->parent) { // always an earlier stage
    first = &file_.stages[*first->parent];
  }
  return first->base_resolved;
}

std::optional<std::vector<std::string>> StageBuilder::shell() const {
  if (!stage_ || !file_.stages.back().shell
      || *file_.stages.back().shell >= file_.instructions.size()) {
    return std::nullopt;
  }
  std::vector<std::string> words;
  for (const model::Word& word : file_.instructions[*file_.stages.back().shell].arguments) {
    words.push_back(word.text);
  }
  return words;
}

} // namespace secaudit::project::dockerfile
