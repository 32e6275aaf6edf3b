// SPDX-License-Identifier: Apache-2.0
// The effective Compose project: what `docker compose up` would start, with the place of every
// value.
#pragma once

#include "model/source.hpp"
#include "model/tree.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::model {

/// Environment and label entries: a name with its value; no value means "taken from the shell"
/// (`environment: [X]`).
struct Variable {
  std::string name;
  std::optional<std::string> value;
  Span name_span;
  Span span; ///< of the value where it has a place of its own, else of the entry
  Via via = Via::written;
  std::vector<Origin> origins;
  std::string from_file; ///< the env_file or label_file that gave it; empty when written in the
                         ///< compose file
  /// The text before interpolation, e.g. "${PASSWORD:-secret}"; equal to the value when nothing was
  /// replaced.
  std::string raw;
};

/// `ports:` entry. https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports
struct Port {
  std::string host_ip;   ///< "" = all interfaces (unless the network says otherwise)
  std::string published; ///< host port, a range "8000-8010", or "" for an ephemeral one
  std::uint32_t target = 0;
  std::string protocol = "tcp";
  std::string mode;

  /// 127.0.0.0/8 or ::1.
  bool loopback() const;
};

/// `volumes:` entry of a service.
struct Mount {
  std::string type; ///< bind, volume, tmpfs, npipe, cluster, image
  std::string
      source; ///< host path (absolute, as resolved), volume name, or "" for an anonymous volume
  std::string source_written; ///< the source as it stands in the file
  std::string target;
  bool read_only = false;
  std::string propagation;
  std::string mode; ///< the option text of the short form, e.g. "ro,z"
  std::optional<bool> create_host_path;
  std::string driver_device; ///< device of a named volume that is a disguised bind (driver_opts o:
                             ///< bind), else ""
};

struct Healthcheck {
  bool disabled = false; ///< `disable: true` or test [NONE]
  std::vector<std::string>
      test; ///< with its first word CMD, CMD-SHELL or NONE; empty when inherited from the image
  std::string interval, timeout, start_period, start_interval; ///< Go durations as written
  std::optional<std::int64_t> retries;
};

struct Build {
  Sourced<std::string> context;    ///< absolute path, or URL
  std::string context_relative;    ///< relative to the project directory, for display
  Sourced<std::string> dockerfile; ///< relative to the context, "Dockerfile" when defaulted
  std::optional<Sourced<std::string>> dockerfile_inline;
  std::optional<Sourced<std::string>> target;
  std::vector<Variable> args;
  std::vector<Variable> labels;
  std::vector<Variable> additional_contexts;
  std::optional<Sourced<std::string>> network;
  std::optional<Sourced<bool>> privileged;
  std::optional<Sourced<bool>> pull;
  std::optional<Sourced<bool>> no_cache;
  std::vector<Sourced<std::string>> secrets;
  std::vector<Sourced<std::string>> entitlements;
  Span span;
};

struct Dependency {
  std::string service;
  std::string condition = "service_started";
  bool required = true;
  Span span;
};

/// Limits in force after `deploy.resources.limits` and the older keys were put together; nothing
/// means no limit.
struct Limits {
  std::optional<Sourced<std::string>> memory; ///< bytes as text
  std::optional<Sourced<std::string>> cpus;
  std::optional<Sourced<std::int64_t>> pids;
};

struct Logging {
  std::string driver; ///< "" = the engine's default
  std::map<std::string, std::string> options;
  Span span;
};

/// A value of `command:` or `entrypoint:` after Compose's own splitting.
struct CommandLine {
  std::vector<std::string> words;
  bool shell_text = false; ///< written as one string
  std::string text;        ///< that string
};

/// `secrets:` or `configs:` reference of a service.
struct FileReference {
  std::string source;
  std::string target;
  Span span;
};

struct Service {
  std::string name;
  Span name_span;     ///< of the service's key
  bool active = true; ///< its profiles are enabled (or it has none)
  std::vector<std::string> profiles;

  std::optional<Sourced<std::string>> image; ///< after interpolation
  std::string
      image_name; ///< what Compose would name the image: `image:`, else `<project>-<service>`
  std::optional<Build> build;
  std::optional<Sourced<CommandLine>> command;
  std::optional<Sourced<CommandLine>> entrypoint;
  std::vector<Variable> environment; ///< with env_file merged in, `environment` winning
  std::vector<Sourced<std::string>> env_files;
  std::vector<Variable> labels;
  std::vector<Variable> deploy_labels;

  std::optional<Sourced<bool>> privileged;
  std::optional<Sourced<bool>> read_only;
  std::optional<Sourced<bool>> init;
  std::optional<Sourced<bool>> tty;
  std::optional<Sourced<bool>> stdin_open;
  std::optional<Sourced<bool>> use_api_socket;
  std::optional<Sourced<std::string>> user;
  std::optional<Sourced<std::string>> working_dir;
  std::optional<Sourced<std::string>> container_name;
  std::optional<Sourced<std::string>> restart; ///< with deploy.restart_policy taken into account
  std::optional<Sourced<std::string>> network_mode;
  std::optional<Sourced<std::string>> pid;
  std::optional<Sourced<std::string>> ipc;
  std::optional<Sourced<std::string>> uts;
  std::optional<Sourced<std::string>> userns_mode;
  std::optional<Sourced<std::string>> cgroup;
  std::optional<Sourced<std::string>> pull_policy;
  std::vector<Sourced<std::string>> cap_add;
  std::vector<Sourced<std::string>> cap_drop;
  std::vector<Sourced<std::string>> security_opt;
  std::vector<Sourced<std::string>> group_add;
  std::vector<Sourced<std::string>> devices; ///< short form "host:container:perms"
  std::vector<Sourced<std::string>> tmpfs;
  std::vector<Sourced<std::string>> expose;
  std::vector<Variable> sysctls;
  std::vector<Variable> extra_hosts;
  std::vector<Sourced<Port>> ports;
  std::vector<Sourced<Mount>> volumes;
  std::vector<Sourced<std::string>>
      networks; ///< names; ["default"] when none is written and no network_mode is set
  std::vector<Dependency> depends_on;
  std::vector<FileReference> secrets;
  std::vector<FileReference> configs;
  std::optional<Sourced<Healthcheck>> healthcheck;
  std::optional<Sourced<Logging>> logging;
  Limits limits;

  /// The effective mapping of the service, for keys that have no field here.
  Node node;

  /// The entry of `environment` of that name, or nullptr.
  const Variable* variable(std::string_view variable_name) const;
  const Variable* label(std::string_view label_name) const;
};

struct Network {
  std::string name;
  bool internal = false;
  bool external = false;
  std::string driver;
  std::string external_name;
  Span span;
  Node node;
};

struct Volume {
  std::string name;
  bool external = false;
  std::string driver;
  std::map<std::string, std::string> driver_opts;
  Span span;
  Node node;
};

/// Top-level `secrets:` or `configs:` entry.
struct ProjectFile {
  std::string name;
  std::string file;        ///< absolute path, or ""
  std::string environment; ///< variable that holds it, or ""
  std::optional<std::string> content;
  bool external = false;
  std::optional<unsigned> mode; ///< permission bits of `file`, when it exists
  Span span;
  Node node;
};

/// An `include` or `extends` of an address, which is not fetched.
struct RemoteFile {
  std::string address;
  Span span;
};

/// A comment of a compose file, for suppressions beside the line they are about.
struct Comment {
  Span span;
  std::string text;   ///< behind the `#`
  bool alone = false; ///< nothing else stands on its line
};

struct Project {
  std::string name;
  std::string directory; ///< absolute
  std::vector<FileName>
      files;          ///< compose files in the order of their merge, includes after their includer
  bool named = false; ///< by `name:`, -p or COMPOSE_PROJECT_NAME, not by its folder
  std::vector<Sourced<std::string>> versions; ///< the obsolete `version` of each file
  std::vector<RemoteFile> remote_files;
  bool override_loaded = false; ///< an override file was found and merged without being named
  std::vector<FileName> ignored_files; ///< further candidates that the discovery passed over
  std::vector<Service> services;       ///< sorted by name, active and inactive
  std::vector<Network> networks;
  std::vector<Volume> volumes;
  std::vector<ProjectFile> secrets;
  std::vector<ProjectFile> configs;
  std::vector<Variable> dotenv; ///< the variables of the .env files in force, with their places
  std::vector<FileName> dotenv_files;
  std::vector<Variable>
      unset_variables; ///< used without a value and without a default: name and place of the use
  std::vector<Diagnostic> diagnostics; ///< load errors and warnings
  std::vector<Comment> comments;       ///< of all compose files, in their order
  Node model; ///< the whole effective model, as `docker compose config` normalises it

  const Service* service(std::string_view service_name) const;
  const Network* network(std::string_view network_name) const;
  const Volume* volume(std::string_view volume_name) const;
};

} // namespace secaudit::model
