// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

using model::ShellCommand;

bool is_download(const ShellCommand& command) {
  const std::string name = base::to_lower(command.name);
  return one_of(name,
                {"curl", "wget", "aria2c", "iwr", "irm", "invoke-webrequest", "invoke-restmethod"});
}

bool is_shell(const ShellCommand& command) {
  return one_of(command.name, {"sh", "bash", "ash", "dash", "zsh", "ksh"});
}

bool is_interpreter(const ShellCommand& command) {
  return is_shell(command) || one_of(command.name, {"node", "perl", "ruby", "php"})
         || command.name.starts_with("python");
}

bool is_invoke_expression(const ShellCommand& command) {
  return one_of(base::to_lower(command.name), {"iex", "invoke-expression"});
}

/// Takes its program from its input, not from a file or an option beside which the input is data.
bool runs_its_input(const ShellCommand& command) {
  if (is_shell(command) && has_short(command, 's')) {
    return true;
  }
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& text = command.words[i].text;
    const bool option = text.size() > 1 && text.starts_with('-');
    if (!option) {
      return text == "-" || text == "/dev/stdin";
    }
    if (!is_shell(command) && !text.starts_with("--")
        && text.find_first_of("cemnprli") != std::string::npos) {
      return false;
    }
  }
  return true;
}

bool is_filter(const ShellCommand& command) {
  return one_of(command.name, {"tee", "sed", "gunzip", "zcat", "gzip", "tr", "cat", "base64", "awk",
                               "grep", "xz", "head", "tail", "envsubst", "dos2unix"});
}

/// The download whose output the command at `at` is given through a pipe.
const ShellCommand* piped_download(const std::vector<ShellCommand>& commands, std::size_t at) {
  while (at > 0 && one_of(commands[at].operator_before, {"|", "|&"})) {
    --at;
    if (is_download(commands[at])) {
      return &commands[at];
    }
    if (!is_filter(commands[at])) {
      return nullptr;
    }
  }
  return nullptr;
}

/// `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`, `. <(curl …)`: the download that the
/// command at `at` runs the output of.
const ShellCommand* substituted_download(const std::vector<ShellCommand>& commands,
                                         std::size_t at) {
  const ShellCommand& command = commands[at];
  if (!is_shell(command) && !one_of(command.name, {"eval", "source", "."})) {
    return nullptr;
  }
  const bool runs =
      std::any_of(command.words.begin() + 1, command.words.end(), [](const auto& word) {
        return word.unresolved && (word.text.starts_with("$(") || word.text.starts_with("<("));
      });
  // What stands in the substitution was read before the command itself.
  for (std::size_t i = at; runs && i-- > 0 && commands[i].depth > command.depth;) {
    if (is_download(commands[i])) {
      return &commands[i];
    }
  }
  return nullptr;
}

const ShellCommand* run_download(const std::vector<ShellCommand>& commands, std::size_t at) {
  const ShellCommand& command = commands[at];
  if (is_invoke_expression(command)) {
    const bool inside =
        std::any_of(command.words.begin(), command.words.end(), [](const auto& word) {
          const std::string text = base::to_lower(word.text);
          return base::contains(text, "downloadstring") || base::contains(text, "(iwr")
                 || base::contains(text, "(irm") || base::contains(text, "(invoke-webrequest")
                 || base::contains(text, "(invoke-restmethod") || base::contains(text, "(curl")
                 || base::contains(text, "(wget");
        });
    return inside ? &command : piped_download(commands, at);
  }
  if (is_interpreter(command) && runs_its_input(command)) {
    if (const ShellCommand* piped = piped_download(commands, at)) {
      return piped;
    }
  }
  return command.words.empty() ? nullptr : substituted_download(commands, at);
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    const auto& commands = run.instruction.commands;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      const ShellCommand* download = run_download(commands, i);
      if (download == nullptr) {
        continue;
      }
      const bool clear =
          std::any_of(download->words.begin(), download->words.end(),
                      [](const auto& word) { return base::contains(word.text, "http://"); });
      const Severity severity = clear ? Severity::critical : Severity::high;
      issues.push_back(about(*download, run, by_place(run, severity),
                             "What the server sends at build time is run as root, whatever it is.",
                             "Download to a file, check its SHA-256 (`sha256sum -c`), then run it; "
                             "or install a package."));
    }
  });
}

} // namespace

Rule DF701() {
  return {.id = "DF701",
          .name = "download-piped-to-shell",
          .title = "A download is run unseen",
          .severity = Severity::high,
          .items = {"H2"},
          .controls = {},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
