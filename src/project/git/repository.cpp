// SPDX-License-Identifier: Apache-2.0
#include "project/git/repository.hpp"

#include "base/text.hpp"
#include "project/git/command.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string_view>

namespace secaudit::project::git {
namespace {

constexpr std::chrono::seconds patience{10};

host::Command command(const std::string& directory, std::vector<std::string> arguments,
                      std::string input) {
  host::Command result = git_command(directory, std::move(arguments), std::move(input));
  for (const char* variable : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}) {
    result.environment[variable] = std::nullopt;
  }
  result.environment["TZ"] = "UTC";
  result.timeout = patience;
  return result;
}

std::string zero_separated(const std::vector<model::ProjectTree::EnvFile>& files) {
  std::string text;
  for (const auto& file : files) {
    text += file.file.str() + '\0';
  }
  return text;
}

std::string without_credentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.find('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos
      || at > url.find('/', scheme + 3)) {
    return std::string(url);
  }
  return std::string(url.substr(0, scheme + 3)) + std::string(url.substr(at + 1));
}

} // namespace

std::optional<Repository> Repository::open(const host::Host& host, const std::string& directory) {
  Repository repository(host, directory);
  const auto answer =
      repository.git({"rev-parse", "--is-inside-work-tree", "--is-shallow-repository"});
  const auto lines = answer ? base::lines(*answer) : std::vector<std::string_view>{};
  repository.shallow_ = lines.size() > 1 && lines[1] == "true";
  return !lines.empty() && lines[0] == "true" ? std::optional(repository) : std::nullopt;
}

std::optional<std::string> Repository::git(std::vector<std::string> arguments,
                                           std::string input) const {
  const auto result = host_->run(command(directory_, std::move(arguments), std::move(input)));
  // check-ignore ends with 1 when nothing is ignored.
  const bool usable = result && !result->timed_out && !result->cancelled && result->exit_code <= 1;
  return usable ? std::optional(result->output) : std::nullopt;
}

void Repository::describe(std::vector<model::ProjectTree::EnvFile>& files) const {
  if (files.empty()) {
    return;
  }
  // Output of check-ignore -v -z: source, line, pattern, path, four fields a match.
  const auto ignored =
      git({"check-ignore", "-v", "-z", "--no-index", "--stdin"}, zero_separated(files));
  std::map<std::string, bool, std::less<>> local_only;
  if (ignored) {
    const auto fields = base::split(*ignored, '\0');
    for (std::size_t i = 0; i + 3 < fields.size(); i += 4) {
      const bool negated = fields[i + 2].starts_with('!');
      if (!negated) {
        local_only[std::string(fields[i + 3])] = !fields[i].ends_with(".gitignore");
      }
    }
  }
  std::vector<std::string> names;
  for (const auto& file : files) {
    names.push_back(file.file.str());
  }
  const auto in_index = tracked(names);
  for (auto& file : files) {
    const auto found = local_only.find(file.file.str());
    file.ignored = found != local_only.end() && !found->second;
    file.ignored_locally_only = found != local_only.end() && found->second;
    file.tracked = in_index.contains(file.file.str());
    const auto history =
        git({"log", "--all", "--format=%H", "-1", "--", ":(literal)" + file.file.str()});
    file.in_history = history && !base::trim(*history).empty();
  }
}

std::set<std::string, std::less<>>
Repository::tracked(const std::vector<std::string>& files) const {
  std::vector<std::string> list{"ls-files", "-z", "--cached", "--"};
  for (const std::string& file : files) {
    list.push_back(":(literal)" + file);
  }
  std::set<std::string, std::less<>> out;
  if (const auto text = git(std::move(list))) {
    for (const std::string_view name : base::split(*text, '\0')) {
      out.insert(std::string(name));
    }
  }
  return out;
}

std::optional<base::Date> Repository::last_change(const std::string& path) const {
  const auto day =
      git({"log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d", "--", ":(literal)" + path});
  return day ? base::parse_date(base::trim(*day)) : std::nullopt;
}

std::string Repository::remote() const {
  const auto url = git({"config", "--get", "remote.origin.url"});
  return url ? without_credentials(base::trim(*url)) : std::string();
}

} // namespace secaudit::project::git
