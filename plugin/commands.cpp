// SPDX-License-Identifier: Apache-2.0
// The command line proper. CLI11 is in this file only.
#include "plugin/commands.hpp"

#include "base/date.hpp"
#include "base/text.hpp"
#include "model/finding.hpp"
#include "project/compose/units.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

namespace secaudit::plugin {
namespace {

constexpr int wrong_usage = 125;

/// Where the value of a flag goes.
struct Binding {
  std::string* text = nullptr;
  std::vector<std::string>* list = nullptr;
  bool* flag = nullptr;
};

std::map<std::string, Binding> bindings(Options& options, const std::string& command) {
  CommonOptions& common = options.common;
  ComposeOptions& compose = options.compose;
  std::map<std::string, Binding> all{
      {"format", {nullptr, &common.formats}},
      {"output", {nullptr, &common.outputs}},
      {"severity", {nullptr, &common.severities}},
      {"fail-on", {&common.fail_on}},
      {"as-of", {&common.as_of}},
      {"config", {&common.config}},
      {"reports", {&common.reports}},
      {"no-reports", {nullptr, nullptr, &common.no_reports}},
      {"no-cache-results", {nullptr, nullptr, &common.no_cache_results}},
      {"profile-strict", {nullptr, nullptr, &common.strict}},
      {"color", {&common.colour}},
      {"progress", {&common.progress}},
      {"quiet", {nullptr, nullptr, &common.quiet}},
      {"verbose", {nullptr, nullptr, &common.verbose}},
      {"all", {nullptr, nullptr, &common.all}},
      {"file", {nullptr, &compose.flags.files}},
      {"project-name", {&compose.flags.project_name}},
      {"profile", {nullptr, &compose.flags.profiles}},
      {"env-file", {nullptr, &compose.flags.env_files}},
      {"project-directory", {&compose.flags.project_directory}},
      {"no-build", {nullptr, nullptr, &compose.no_build}},
      {"cached", {nullptr, nullptr, &compose.cached}},
      {"no-images", {nullptr, nullptr, &compose.no_images}},
      {"origins", {nullptr, nullptr, &compose.origins}},
      {"pull", {nullptr, nullptr, command == "compose" ? &compose.pull : &options.image.pull}},
      {"platform", {command == "compose" ? &compose.platform : &options.image.platform}},
      {"dockerfile", {&options.image.dockerfile}},
      {"dry-run", {nullptr, nullptr, &options.dry_run}},
      {"scanners", {&common.scanners}},
      {"scanner-timeout", {&common.scanner_timeout}},
      {"vex", {nullptr, &common.vex}},
      {"ignore-unfixed", {nullptr, nullptr, &common.ignore_unfixed}},
      {"db", {&options.database.file}},
      {"source", {&options.database.source}},
      {"replace", {nullptr, nullptr, &options.database.replace}},
      {"since", {&options.diff.since}},
      {"by", {&options.attest.by}},
      {"on", {&options.attest.on}},
      {"expires", {&options.attest.expires}},
      {"evidence", {&options.attest.evidence}},
      {"statement", {&options.attest.statement}},
      {"report", {&options.attest.report}},
      {"scope", {nullptr, &options.attest.scope}},
      {"staged", {nullptr, nullptr, &options.secrets.staged}},
      {"range", {&options.secrets.range}},
      {"print", {nullptr, nullptr, &options.hook.print}},
      {"global", {nullptr, nullptr, &options.hook.global}},
      {"force", {nullptr, nullptr, &options.hook.force}},
  };
  return all;
}

std::vector<std::string>* operands(Options& options, const CommandInfo& info) {
  return info.operand == "service" ? &options.compose.services : &options.words;
}

void add_flag(CLI::App& app, const CommandInfo::Flag& flag, const Binding& binding) {
  const std::string names = (flag.letter.empty() ? "" : "-" + flag.letter + ",") + "--" + flag.name;
  if (binding.flag != nullptr) {
    app.add_flag(names, *binding.flag);
  } else if (binding.list != nullptr) {
    // One value a time: what follows it may be an operand.
    app.add_option(names, *binding.list)->allow_extra_args(false);
  } else if (binding.text != nullptr) {
    app.add_option(names, *binding.text)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
}

void add_commands(CLI::App& app, const CommandInfo& info, const std::string& path, Options& options,
                  std::map<const CLI::App*, const CommandInfo*>& infos) {
  infos[&app] = &info;
  app.set_help_flag("-h,--help");
  app.require_subcommand(0, 1); // else an operand that is called like a command starts that one
  const auto bound = bindings(options, path);
  for (const auto& flag : info.flags) {
    if (const auto found = bound.find(flag.name); found != bound.end()) {
      add_flag(app, flag, found->second);
    }
  }
  if (!info.operand.empty()) {
    app.add_option("operand", *operands(options, info));
  }
  for (const CommandInfo& child : info.commands) {
    CLI::App* sub = app.add_subcommand(child.name);
    sub->callback([&options, sub, name = path.empty() ? child.name : path + " " + child.name] {
      if (sub->get_subcommands().empty()) {
        options.command = name;
      }
    });
    add_commands(*sub, child, path.empty() ? child.name : path + " " + child.name, options, infos);
  }
}

/// The command that the words had reached when something was wrong.
const CLI::App& deepest(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : deepest(*chosen.front());
}

std::string suggestion(const std::string& written, const std::vector<std::string>& known) {
  std::string best;
  std::size_t distance = 3;
  for (const std::string& candidate : known) {
    const std::size_t d = base::edit_distance(written, candidate, 2);
    if (d < distance) {
      distance = d;
      best = candidate;
    }
  }
  return best.empty() ? "" : "\nDid you mean " + best + "?";
}

std::string about_extra(const CommandInfo& info, const std::string& word) {
  if (word.size() > 1 && word.front() == '-') {
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const auto& flag : info.flags) {
      known.push_back("--" + flag.name);
    }
    const bool shorthand = !word.starts_with("--");
    return (shorthand ? "unknown shorthand flag: " : "unknown flag: ") + name
           + (shorthand ? "" : suggestion(name, known));
  }
  if (info.commands.empty()) {
    return "unexpected argument: " + word;
  }
  std::vector<std::string> known;
  for (const CommandInfo& child : info.commands) {
    known.push_back(child.name);
  }
  return "unknown command: " + info.path + " " + word + suggestion(word, known);
}

/// The value of a flag with fixed choices is one of them.
std::string bad_choice(const CommandInfo& info, const CLI::App& app) {
  for (const auto& flag : info.flags) {
    const CLI::Option* option = app.get_option_no_throw("--" + flag.name);
    if (flag.choices.empty() || option == nullptr) {
      continue;
    }
    for (const std::string& given : option->results()) {
      for (const std::string_view part : base::split(given, ',')) {
        const std::string word = base::to_lower(base::trim(part));
        if (std::find(flag.choices.begin(), flag.choices.end(), word) == flag.choices.end()) {
          return "invalid argument \"" + given + "\" for \"--" + flag.name + "\" flag: expected "
                 + base::join(flag.choices, ", ") + suggestion(word, flag.choices);
        }
      }
    }
  }
  return {};
}

std::string bad_combination(const Options& options, const CommandInfo& info) {
  const CommonOptions& common = options.common;
  const ComposeOptions& compose = options.compose;
  const std::array<std::pair<const char*, const std::string*>, 3> dates{
      {{"as-of", &common.as_of}, {"on", &options.attest.on}, {"expires", &options.attest.expires}}};
  for (const auto& [flag, date] : dates) {
    if (!date->empty() && !base::parse_date(*date)) {
      return "invalid argument \"" + *date + "\" for \"--" + flag
             + "\" flag: expected a date, YYYY-MM-DD";
    }
  }
  const std::string& limit = common.scanner_timeout;
  if (!limit.empty() && project::compose::parse_duration(limit).value_or(0) <= 0) {
    return "invalid argument \"" + limit
           + "\" for \"--scanner-timeout\" flag: expected a duration such as 90s or 30m";
  }
  if (compose.no_build && compose.cached) {
    return "--no-build and --cached exclude each other";
  }
  if (compose.no_images && (compose.no_build || compose.cached || compose.pull)) {
    return "--no-images excludes --no-build, --cached and --pull";
  }
  if (common.formats.size() > common.outputs.size() + 1) {
    return "only one --format can go to standard output: give --output for the others";
  }
  const std::size_t count = options.words.size();
  if (std::find(options.words.begin(), options.words.end(), "") != options.words.end()) {
    return "invalid argument \"\": expected a name";
  }
  if (info.operand == "shell" && count != 1) {
    return "expected one shell: bash, zsh or fish";
  }
  if (info.operand == "image" && count != 1) {
    return "requires exactly 1 argument: an image, an archive, an OCI folder, or -";
  }
  if (info.operand == "item" && count != 1) {
    return "requires exactly 1 argument: an item, C1 to C12 or H1 to H16";
  }
  if (info.operand == "rule" && count == 0) {
    return "requires at least 1 argument: the id of a rule";
  }
  if (info.operand == "advisories" && count == 0) {
    return "requires at least 1 argument: a file or folder of advisories";
  }
  if (info.operand == "report" && count > 2) {
    return "expected at most two reports: the old and the new one";
  }
  if (!options.diff.since.empty() && !base::parse_date(options.diff.since)) {
    return "invalid argument \"" + options.diff.since
           + "\" for \"--since\" flag: expected a date, YYYY-MM-DD";
  }
  if (options.secrets.staged && !options.secrets.range.empty()) {
    return "--staged and --range exclude each other";
  }
  if (info.operand == "remote" && count > 2) {
    return "requires at most 2 arguments: the name and the URL of the remote, as git gives them";
  }
  const bool any_number = info.name == "check" || info.name == "fix" || info.name == "secrets";
  if (info.operand == "path" && !any_number && count != 1) {
    return "requires exactly 1 argument: a file";
  }
  return {};
}

void split_severities(CommonOptions& common) {
  std::vector<std::string> single;
  for (const std::string& list : common.severities) {
    for (const std::string_view part : base::split(list, ',')) {
      single.push_back(base::to_lower(base::trim(part)));
    }
  }
  common.severities = std::move(single);
  common.fail_on = base::to_lower(common.fail_on);
}

} // namespace

ParsedCommand parse_command(const std::vector<std::string>& given) {
  std::vector<std::string> arguments = given;
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  const CommandInfo root = describe_commands();
  ParsedCommand parsed;
  Options options;
  std::map<const CLI::App*, const CommandInfo*> infos;
  CLI::App app("", "docker secaudit");
  bool version = false;
  app.add_flag("-v,--version", version);
  add_commands(app, root, "", options, infos);
  const auto wrong = [&](const CommandInfo& info, const std::string& message) {
    parsed.errors = usage_error(info, message);
    parsed.exit_code = wrong_usage;
    return parsed;
  };
  // CLI11 gives what stands behind `--` to the parent of a command that has its operands.
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  try {
    std::vector<std::string> reversed(arguments.begin(), mark);
    std::reverse(reversed.begin(), reversed.end());
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    parsed.out = help_text(*infos.at(&deepest(app)));
    return parsed;
  } catch (const CLI::ExtrasError&) {
    const CLI::App& where = deepest(app);
    const auto extras = app.remaining(true);
    return wrong(*infos.at(&where),
                 about_extra(*infos.at(&where), extras.empty() ? "" : extras.front()));
  } catch (const CLI::ParseError& error) {
    return wrong(*infos.at(&deepest(app)), error.what());
  }
  if (version) {
    options.command = "version";
  }
  const CLI::App& chosen = deepest(app);
  const CommandInfo& info = *infos.at(&chosen);
  if (!info.commands.empty() && !version) {
    parsed.out = help_text(info);
    return parsed;
  }
  if (mark != arguments.end() && mark + 1 != arguments.end()) {
    if (info.operand.empty()) {
      return wrong(info, about_extra(info, *(mark + 1)));
    }
    auto& words = *operands(options, info);
    words.insert(words.end(), mark + 1, arguments.end());
  }
  std::string problem = bad_choice(info, chosen);
  if (problem.empty()) {
    problem = bad_combination(options, info);
  }
  if (!problem.empty()) {
    return wrong(info, problem);
  }
  split_severities(options.common);
  if (info.operand == "image") {
    options.image.target = options.words.front();
  }
  parsed.options = std::move(options);
  return parsed;
}

} // namespace secaudit::plugin
