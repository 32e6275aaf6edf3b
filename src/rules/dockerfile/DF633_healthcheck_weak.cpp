// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/official_images.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace secaudit::rules {
namespace {

/// A duration as BuildKit reads it, in seconds; nothing for what is none.
std::optional<double> seconds(std::string_view text) {
  double sum = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc{}) {
      return std::nullopt;
    }
    at = static_cast<std::size_t>(end - text.data());
    const std::string_view rest = text.substr(at);
    const std::string_view unit = rest.substr(0, rest.find_first_of("0123456789."));
    if (!one_of(unit, {"ns", "us", "µs", "ms", "s", "m", "h"})) {
      return std::nullopt;
    }
    sum += number
           * (unit == "h"    ? 3600
              : unit == "m"  ? 60
              : unit == "s"  ? 1
              : unit == "ms" ? 0.001
                             : 0);
    at += unit.size();
  }
  return text.empty() ? std::nullopt : std::optional(sum);
}

void judge_times(const Placed& where, std::vector<Issue>& issues) {
  // What BuildKit takes without the flags.
  const double interval = seconds(where.instruction.flag("interval").value_or("30s")).value_or(30);
  const double timeout = seconds(where.instruction.flag("timeout").value_or("30s")).value_or(30);
  const bool written = where.instruction.flag("timeout") || where.instruction.flag("interval");
  if (interval > 300) {
    issues.push_back(about(where, Severity::low,
                           "Between two checks lie more than five minutes: a broken container "
                           "gets requests that long.",
                           "Check every 10 to 60 seconds: `--interval=30s`."));
  } else if (written && interval > 0 && timeout > 0 && timeout >= interval
             && where.instruction.flag("timeout")) {
    issues.push_back(about(where, Severity::low,
                           "The next check is due before this one has to give up.",
                           "Write a --timeout below the --interval."));
  }
}

/// A request to another host tells about the network, not about this container.
bool asks_elsewhere(const model::ShellCommand& command) {
  return one_of(command.name, {"curl", "wget"})
         && std::any_of(command.words.begin(), command.words.end(), [](const auto& word) {
              const std::size_t scheme = word.text.find("://");
              if (scheme == std::string::npos || word.unresolved) {
                return false;
              }
              const std::string host = word.text.substr(scheme + 3);
              const std::string name = host.substr(0, host.find_first_of("/:?"));
              return name.find('.') != std::string::npos && !name.starts_with("127.")
                     && !name.ends_with(".localhost") && name != "0.0.0.0";
            });
}

/// The program is neither in the base image nor does an instruction speak of it.
bool is_absent(const model::DockerfileUse& use, const model::Stage& stage,
               const std::string& program) {
  const ImageName base = image_under(use, stage);
  const bool small =
      base.registry == "docker.io"
      && (one_of(base.path, {"debian", "ubuntu", "alpine", "scratch"})
          || (is_official_image(base.path)
              && (base::contains(base.tag, "slim") || base.tag.ends_with("alpine"))));
  const bool busybox = base.path == "alpine" || base::contains(base.tag, "alpine");
  if (!small || !(program == "curl" || (program == "wget" && !busybox))) {
    return false;
  }
  const model::Stage* at = &stage;
  for (std::size_t steps = 0; at != nullptr && steps <= use.dockerfile.stages.size();
       at = at->parent ? &use.dockerfile.stages[*at->parent] : nullptr, ++steps) {
    for (std::size_t i = at->first; i < at->last; ++i) {
      const model::Instruction& instruction = use.dockerfile.instructions[i];
      // A script or a list of packages may bring it.
      const bool unknown = is_copy(instruction) && instruction.flag("from");
      if (unknown
          || (instruction.name == "RUN"
              && (base::contains(instruction.original, program)
                  || instruction.original.find('$') != std::string::npos
                  || base::contains(instruction.original, ".sh")))) {
        return false;
      }
    }
  }
  return true;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  const model::Stage* stage = use.target_stage();
  if (stage == nullptr || !stage->healthcheck) {
    return not_applicable("no HEALTHCHECK");
  }
  const std::size_t index = *stage->healthcheck;
  const Placed where{use.dockerfile.instructions[index], index, *stage, true};
  std::vector<Issue> issues;
  const auto& commands = where.instruction.commands;
  judge_times(where, issues);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const model::ShellCommand& command = commands[i];
    const bool last = i + 1 == commands.size();
    if (is_absent(use, *stage, command.name)) {
      issues.push_back(about(command, where, Severity::medium,
                             "The image has no " + command.name + ": the check can never pass.",
                             "Install it, or check with a program that the image has."));
    } else if (asks_elsewhere(command)) {
      issues.push_back(about(command, where, Severity::medium,
                             "The check asks another host: it tells about the network, not about "
                             "this container.",
                             "Ask http://localhost."));
    } else if (last
               && (command.name == "true"
                   || (command.name == "exit" && command.words.size() > 1
                       && command.words[1].text == "0"))) {
      const bool only =
          commands.size() == 1 || command.operator_before == "||" || command.operator_before == ";";
      if (only) {
        issues.push_back(about(command, where, Severity::medium,
                               "The check ends well whatever happens.",
                               "End it with `|| exit 1`."));
      }
    } else if (command.name == "curl" && !has_short(command, 'f') && !command.has("--fail")
               && !command.has("--fail-with-body")
               && (last || commands[i + 1].operator_before == "||")) {
      issues.push_back(about(command, where, Severity::medium,
                             "curl without -f takes error answers (500, 404) for success.",
                             "Write `curl -fsS …`."));
    }
  }
  return from_issues(std::move(issues), "the check can fail");
}

} // namespace

Rule DF633() {
  return {.id = "DF633",
          .name = "healthcheck-weak",
          .title = "The health check cannot fail",
          .severity = Severity::medium,
          .items = {"H7"},
          .controls = {"CIS-Docker 4.6"},
          .tags = {"dockerfile", "runtime"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
