// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "host/host.hpp"
#include "host/process_stream.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::host {

/// An image that the engine has.
struct LocalImage {
  std::string id;        ///< "sha256:…"; what it is the digest of depends on the engine's store
  std::string reference; ///< name that means exactly this image to `docker save`
  std::string platform;  ///< linux/amd64, linux/arm64/v8
};

/// The flags of `docker compose` itself, before its subcommand.
struct ComposeFlags {
  std::vector<std::string> files;
  std::vector<std::string> env_files;
  std::vector<std::string> profiles;
  std::string project_name;
  std::string project_directory;
};

/// One `docker build`.
struct BuildJob {
  std::string tag;
  std::string context;                        ///< folder or URL
  std::string dockerfile;                     ///< path, "" = the default
  std::optional<std::string> dockerfile_text; ///< given on standard input instead
  std::string target;
  std::map<std::string, std::optional<std::string>> arguments; ///< nothing = from the environment
};

struct BuildSettings {
  bool use_cache = false;
  bool pull = false; ///< newer base images
};

/// The `docker` command line tool, with the user's global flags in front of every call, so that the
/// engine asked is the one the user named.
class Docker {
 public:
  /// The docker that called us, else the one in PATH. `global_flags` are passed on as typed. While
  /// completing, the caller's name is our own and not used.
  static base::Result<Docker> find(const Host& host, std::vector<std::string> global_flags,
                                   bool completing = false);

  /// Whether an engine answers in time; the error says in one line why not.
  base::Status engine_answers() const;
  bool has_compose() const;

  base::Result<LocalImage> inspect(const std::string& name) const;
  /// What an image that the engine has sets (user, environment, …), as an image configuration in
  /// JSON.
  base::Result<std::string> configuration(const std::string& name) const;
  base::Status pull(const std::string& name, const std::string& platform,
                    const Sink& progress) const;

  /// `docker compose build` of the services; the error is the build's own last word.
  base::Status compose_build(const ComposeFlags& flags, const std::vector<std::string>& services,
                             const BuildSettings& settings, const Sink& progress) const;
  /// `docker build`, for engines without Compose.
  base::Status build(const BuildJob& job, const BuildSettings& settings,
                     const Sink& progress) const;

  /// `docker save`. An exit code of 0 proves nothing (docker.md B4): the archive has to be checked.
  std::unique_ptr<ProcessStream> save(const std::string& reference,
                                      const std::string& platform) const;

 private:
  Docker(const Host& host, std::string program, std::vector<std::string> flags)
      : host_(&host), program_(std::move(program)), flags_(std::move(flags)) {}

  Command command(std::vector<std::string> arguments) const;

  const Host* host_;
  std::string program_;
  std::vector<std::string> flags_;
};

/// The line of a tool's error output that says what went wrong, without its decoration.
std::string reason_in(std::string_view errors);

/// How a finished docker ended, in words; "" when it went well.
std::string failure_of(const ProcessResult& result);

/// The image's name as `docker save` has to be given it: `web` alone would export every tag of the
/// repository (docker.md trap 15). `tags` are the engine's RepoTags.
std::string exact_reference(const std::string& name, const std::string& id,
                            const std::vector<std::string>& tags);

} // namespace secaudit::host
