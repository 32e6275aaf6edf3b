// SPDX-License-Identifier: Apache-2.0
#include "host/docker.hpp"

#include "base/colours.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace secaudit::host {
namespace {

using namespace std::chrono_literals;

constexpr auto short_wait = 8s;
// A build with package downloads takes minutes; one that takes hours hangs.
constexpr auto build_wait = 2h;
constexpr auto export_wait = 1h;

void append(std::vector<std::string>& to, const std::string& flag,
            const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    to.push_back(flag);
    to.push_back(value);
  }
}

base::Status status_of(const base::Result<ProcessResult>& result, const std::string& hint = {}) {
  if (!result) {
    return tl::unexpected(result.error());
  }
  const std::string failure = failure_of(*result);
  return failure.empty() ? base::Status{} : base::fail(failure, hint);
}

bool is_plugin_itself(std::string_view program) {
  return program.substr(program.rfind('/') + 1).starts_with("docker-secaudit");
}

/// As the engine shortens names of Docker Hub.
std::string familiar(std::string name) {
  for (const std::string_view prefix : {"docker.io/library/", "index.docker.io/library/",
                                        "docker.io/", "index.docker.io/", "library/"}) {
    if (name.starts_with(prefix)) {
      return name.substr(prefix.size());
    }
  }
  return name;
}

bool has_tag(std::string_view name) {
  return name.find(':', name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/'))
         != std::string_view::npos;
}

} // namespace

std::string reason_in(std::string_view output) {
  const std::string errors = base::without_colours(output);
  std::string last;
  std::string telling;
  for (const std::string_view raw : base::lines(errors)) {
    const std::string_view line = base::trim(raw);
    if (line.empty()) {
      continue;
    }
    last = line;
    const bool says_error = base::contains_ignoring_case(line, "error")
                            || base::contains_ignoring_case(line, "failed to")
                            || base::contains_ignoring_case(line, "cannot connect")
                            || base::contains_ignoring_case(line, "no such");
    if (says_error && !base::contains_ignoring_case(line, "warning")) {
      telling = line;
    }
  }
  std::string reason = telling.empty() ? last : telling;
  for (const std::string_view prefix : {"ERROR: ", "Error response from daemon: ", "docker: "}) {
    if (reason.starts_with(prefix)) {
      reason.erase(0, prefix.size());
    }
  }
  return reason.empty() ? "it said nothing about the reason" : reason;
}

std::string failure_of(const ProcessResult& result) {
  if (result.ok()) {
    return {};
  }
  if (result.cancelled) {
    return "cancelled";
  }
  if (result.timed_out) {
    return "no end within "
           + std::to_string(
               std::chrono::duration_cast<std::chrono::seconds>(result.duration).count())
           + " seconds";
  }
  return reason_in(result.errors.empty() ? result.output : result.errors);
}

std::string exact_reference(const std::string& name, const std::string& id,
                            const std::vector<std::string>& tags) {
  const std::string wanted = familiar(name);
  const std::string tagged = has_tag(wanted) ? wanted : wanted + ":latest";
  const bool known = std::find(tags.begin(), tags.end(), tagged) != tags.end();
  return known ? tagged : id;
}

base::Result<Docker> Docker::find(const Host& host, std::vector<std::string> global_flags,
                                  bool completing) {
  if (const auto caller = host.env("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND");
      caller && !completing) {
    const auto program = host.find_program(*caller);
    if (program && !is_plugin_itself(*program)) {
      return Docker(host, *program, std::move(global_flags));
    }
  }
  if (const auto program = host.find_program("docker")) {
    return Docker(host, *program, std::move(global_flags));
  }
  return base::fail("the docker command was not found in PATH",
                    "install Docker, or audit the files only with `check`");
}

Command Docker::command(std::vector<std::string> arguments) const {
  Command made;
  made.argv = {program_};
  made.argv.insert(made.argv.end(), flags_.begin(), flags_.end());
  made.argv.insert(made.argv.end(), std::make_move_iterator(arguments.begin()),
                   std::make_move_iterator(arguments.end()));
  made.timeout = short_wait;
  return made;
}

base::Status Docker::engine_answers() const {
  const auto result = host_->run(command({"version", "--format", "{{.Server.Version}}"}));
  const std::string hint = "start the Docker Engine, or name it with DOCKER_HOST or --context";
  if (result && result->timed_out) {
    return base::fail("the Docker Engine does not answer", hint);
  }
  if (auto status = status_of(result, hint); !status) {
    return status;
  }
  return base::trim(result->output).empty() ? base::fail("no Docker Engine answers", hint)
                                            : base::Status{};
}

bool Docker::has_compose() const {
  const auto result = host_->run(command({"compose", "version", "--short"}));
  return result && result->ok();
}

base::Result<LocalImage> Docker::inspect(const std::string& name) const {
  if (name.empty() || name.front() == '-') {
    return base::fail("\"" + name + "\" is no image name");
  }
  auto ask = command({"image", "inspect", name});
  ask.timeout = 30s;
  const auto result = host_->run(ask);
  if (auto status = status_of(result); !status) {
    return tl::unexpected(status.error());
  }
  const auto parsed = base::parse_json(result->output);
  if (!parsed || !parsed->is_array() || parsed->as_array().empty()) {
    return base::fail("docker image inspect gave no description of " + name);
  }
  const boost::json::value& first = parsed->as_array().front();
  std::vector<std::string> tags;
  if (const auto* list = base::find(first, "RepoTags"); list != nullptr && list->is_array()) {
    for (const auto& tag : list->as_array()) {
      if (tag.is_string()) {
        tags.emplace_back(tag.as_string());
      }
    }
  }
  LocalImage image;
  image.id = base::string_at(first, "Id");
  image.reference = exact_reference(name, image.id, tags);
  image.platform = std::string(base::string_at(first, "Os")) + "/"
                   + std::string(base::string_at(first, "Architecture"));
  if (const auto variant = base::string_at(first, "Variant"); !variant.empty()) {
    image.platform += "/" + std::string(variant);
  }
  return image;
}

base::Result<std::string> Docker::configuration(const std::string& name) const {
  if (name.empty() || name.front() == '-') {
    return base::fail("\"" + name + "\" is no image name");
  }
  auto ask = command(
      {"image", "inspect", "--format",
       R"({"config":{{json .Config}},"rootfs":{"diff_ids":{{json .RootFS.Layers}}}})", name});
  ask.timeout = 30s;
  auto result = host_->run(ask);
  if (auto status = status_of(result); !status) {
    return tl::unexpected(status.error());
  }
  return std::move(result->output);
}

base::Status Docker::pull(const std::string& name, const std::string& platform,
                          const Sink& progress) const {
  if (name.empty() || name.front() == '-') {
    return base::fail("\"" + name + "\" is no image name");
  }
  std::vector<std::string> arguments{"pull"};
  if (!platform.empty()) {
    append(arguments, "--platform", {platform});
  }
  arguments.push_back(name);
  auto pulling = command(std::move(arguments));
  pulling.timeout = export_wait;
  return status_of(host_->run_with_progress(pulling, progress));
}

base::Status Docker::compose_build(const ComposeFlags& flags,
                                   const std::vector<std::string>& services,
                                   const BuildSettings& settings, const Sink& progress) const {
  std::vector<std::string> arguments{"compose"};
  append(arguments, "--file", flags.files);
  append(arguments, "--env-file", flags.env_files);
  append(arguments, "--profile", flags.profiles);
  if (!flags.project_name.empty()) {
    append(arguments, "--project-name", {flags.project_name});
  }
  if (!flags.project_directory.empty()) {
    append(arguments, "--project-directory", {flags.project_directory});
  }
  arguments.push_back("build");
  if (!settings.use_cache) {
    arguments.push_back("--no-cache");
  }
  if (settings.pull) {
    arguments.push_back("--pull");
  }
  // Names come from the project and may look like flags.
  arguments.emplace_back("--");
  arguments.insert(arguments.end(), services.begin(), services.end());
  auto building = command(std::move(arguments));
  building.timeout = build_wait;
  return status_of(host_->run_with_progress(building, progress));
}

base::Status Docker::build(const BuildJob& job, const BuildSettings& settings,
                           const Sink& progress) const {
  std::vector<std::string> arguments{"build", "--tag", job.tag};
  if (!settings.use_cache) {
    arguments.push_back("--no-cache");
  }
  if (settings.pull) {
    arguments.push_back("--pull");
  }
  if (job.dockerfile_text) {
    append(arguments, "--file", {"-"});
  } else if (!job.dockerfile.empty()) {
    append(arguments, "--file", {job.dockerfile});
  }
  if (!job.target.empty()) {
    append(arguments, "--target", {job.target});
  }
  for (const auto& [name, value] : job.arguments) {
    // Never through the environment: the project would choose DOCKER_CONFIG or LD_PRELOAD of the
    // docker that is started.
    append(arguments, "--build-arg", {value ? name + "=" + *value : name});
  }
  arguments.emplace_back("--");
  arguments.push_back(job.context);
  Command building = command(std::move(arguments));
  building.input = job.dockerfile_text.value_or("");
  building.timeout = build_wait;
  return status_of(host_->run_with_progress(building, progress));
}

std::unique_ptr<ProcessStream> Docker::save(const std::string& reference,
                                            const std::string& platform) const {
  std::vector<std::string> arguments{"save"};
  if (!platform.empty()) {
    append(arguments, "--platform", {platform});
  }
  arguments.push_back(reference);
  auto saving = command(std::move(arguments));
  saving.timeout = export_wait;
  return std::make_unique<ProcessStream>(*host_, std::move(saving));
}

} // namespace secaudit::host
