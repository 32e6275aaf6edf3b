// SPDX-License-Identifier: Apache-2.0
#include "plugin/shellcheck.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace secaudit::plugin {
namespace {

/// What it says of files that it cannot see, and of variables that the image sets.
constexpr std::string_view left_out = "--exclude=SC1090,SC1091,SC2154,SC2187";

/// "" for shells that ShellCheck does not know.
std::string dialect_at(const model::DockerfileUse& use, const rules::Placed& run) {
  const model::Instruction* shell = rules::shell_instruction_at(use, run);
  if (shell == nullptr || shell->arguments.empty()) {
    if (rules::shell_at(use, run) != rules::ShellKind::posix) {
      return {};
    }
    const std::string image = rules::image_under(use, run.stage).path;
    for (const char* bash : {"fedora", "centos", "rocky", "alma", "ubi", "amazonlinux",
                             "oraclelinux", "opensuse", "archlinux"}) {
      if (base::contains(image, bash)) {
        return "bash";
      }
    }
    return "sh";
  }
  const std::string& program = shell->arguments.front().text;
  const std::string name = program.substr(program.find_last_of('/') + 1);
  if (name == "ash") {
    return "dash";
  }
  return rules::one_of(name, {"sh", "bash", "dash", "ksh"}) ? name : "";
}

bool is_bare_heredoc(const model::Instruction& run) {
  const std::string_view text = base::trim(run.original);
  return run.heredocs.size() == 1 && text.starts_with("<<")
         && text.find_first_of(" \t", 2) == std::string_view::npos;
}

/// A body that another interpreter runs.
bool is_foreign(std::string_view body) {
  if (!body.starts_with("#!")) {
    return false;
  }
  const std::string_view first = body.substr(0, body.find('\n'));
  return !base::contains(first, "sh");
}

/// The lines of a RUN as its shell gets them: without the instruction's name and flags, a line of
/// the continuation that is a comment or empty as a mere continuation.
std::string script_of(const model::Instruction& run, const std::vector<std::string_view>& lines) {
  const model::Position start = run.arguments.front().span.begin;
  const int heredoc =
      run.heredocs.empty() ? run.span.end.line + 1 : run.heredocs.front().span.begin.line;
  std::string out;
  for (int number = run.span.begin.line; number <= run.span.end.line; ++number) {
    std::string line(lines[static_cast<std::size_t>(number) - 1]);
    const std::string_view content = base::trim(line);
    if (number < start.line) {
      line = "";
    } else if (number == start.line) {
      const std::size_t blank =
          std::min(line.size(), static_cast<std::size_t>(std::max(start.column - 1, 0)));
      line.replace(0, blank, std::string(blank, ' '));
    } else if (number < heredoc && (content.empty() || content.starts_with('#'))) {
      line = "\\";
    }
    out += line + "\n";
  }
  return out;
}

} // namespace

std::vector<ShellScript> shell_scripts(const model::DockerfileUse& use, std::string_view text) {
  std::vector<ShellScript> out;
  const std::vector<std::string_view> lines = base::lines(text);
  for (const rules::Placed& run : rules::placed(use, "RUN")) {
    const model::Instruction& instruction = run.instruction;
    const std::string dialect = dialect_at(use, run);
    const bool inside = instruction.span.begin.line > 0
                        && static_cast<std::size_t>(instruction.span.end.line) <= lines.size();
    if (dialect.empty() || instruction.json || instruction.arguments.empty() || !inside
        || use.dockerfile.escape != '\\') {
      continue;
    }
    if (is_bare_heredoc(instruction)) {
      const model::Heredoc& body = instruction.heredocs.front();
      if (!is_foreign(body.content)) {
        out.push_back({dialect, body.content, body.span.begin.line});
      }
    } else {
      out.push_back({dialect, script_of(instruction, lines), instruction.span.begin.line});
    }
  }
  return out;
}

base::Result<std::vector<rules::ShellRemark>>
read_shell_remarks(std::string_view json, const std::string& file, int first_line) {
  const auto parsed = base::parse_json(json);
  const auto* comments = parsed ? base::find(*parsed, "comments") : nullptr;
  if (comments == nullptr || !comments->is_array()) {
    return base::fail("ShellCheck printed something else than its JSON");
  }
  std::vector<rules::ShellRemark> out;
  for (const boost::json::value& comment : comments->as_array()) {
    const auto number = [&](std::string_view key) {
      const auto* value = base::find(comment, key);
      return value != nullptr && value->is_int64() ? static_cast<int>(value->as_int64()) : 0;
    };
    rules::ShellRemark remark;
    remark.file = file;
    remark.line = number("line") + first_line - 1;
    remark.column = number("column");
    remark.level = base::text_at(comment, "level");
    remark.code = "SC" + std::to_string(number("code"));
    remark.message = base::text_at(comment, "message");
    out.push_back(std::move(remark));
  }
  return out;
}

void ask_shellcheck(const Session& session, const std::string& folder, model::Subjects& subjects,
                    rules::Surroundings& known) {
  const auto wanted = base::split(session.options.common.scanners, ',');
  const bool asked = std::any_of(wanted.begin(), wanted.end(), [](std::string_view name) {
    return base::equals_ignoring_case(base::trim(name), "shellcheck");
  });
  if (!asked) {
    return;
  }
  const auto gap = [&](const std::string& what, const std::string& why, const std::string& hint) {
    subjects.gaps.push_back({"scanner", what, why, {}, hint});
  };
  const auto program = session.host.find_program("shellcheck");
  if (!program) {
    gap("shellcheck", "it is not installed", "install it, or leave it out of --scanners");
    return;
  }
  known.shell_checked = true;
  std::set<std::string> seen;
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    const std::string& file = use.dockerfile.file.str();
    if (!seen.insert(file).second) {
      continue;
    }
    const auto text = session.host.read_file(file.starts_with('/') ? file : folder + "/" + file,
                                             limits::dockerfile_bytes);
    if (!text) {
      continue;
    }
    for (const ShellScript& script : shell_scripts(use, *text)) {
      host::Command command;
      command.argv = {
          *program, "--norc", "--format=json1", "--shell=" + script.dialect, std::string(left_out),
          "-"};
      command.input = script.text;
      command.timeout = std::chrono::seconds(30);
      const auto result = session.host.run(command);
      auto remarks = result ? read_shell_remarks(result->output, file, script.first_line)
                            : tl::unexpected(result.error());
      if (!remarks) {
        gap(file, "ShellCheck: " + remarks.error().message, "");
        break;
      }
      known.shell_remarks.insert(known.shell_remarks.end(), remarks->begin(), remarks->end());
    }
  }
}

} // namespace secaudit::plugin
