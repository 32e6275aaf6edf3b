// SPDX-License-Identifier: Apache-2.0
#include "project/compose/discover.hpp"

#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dotenv/dotenv.hpp"

#include <array>
#include <optional>

namespace secaudit::project::compose {
namespace {

constexpr std::array<std::string_view, 4> names{"compose.yaml", "compose.yml", "docker-compose.yml",
                                                "docker-compose.yaml"};
constexpr std::array<std::string_view, 4> override_names{
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
    "docker-compose.override.yaml"};

std::string absolute(const std::string& path, const std::string& folder) {
  return base::clean_path(path.starts_with('/') ? path : folder + "/" + path);
}

std::string parent(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

class Discovery {
 public:
  Discovery(const host::Host& host, const LoadRequest& request) : host_(host), request_(request) {
    working_ =
        request.working_directory.empty() ? host.working_directory() : request.working_directory;
    sources_.environment = Environment(request.environment);
  }

  base::Result<Sources> run() {
    read_first_env();
    if (!name_files() && !find_files()) {
      return base::fail("no compose file: looked for compose.yaml, compose.yml, docker-compose.yml "
                        "and docker-compose.yaml",
                        "name one with -f, or go to the project's folder");
    }
    sources_.directory = project_directory();
    if (standard_env_ && (sources_.directory != working_ || !request_.files.empty())) {
      read_env(sources_.directory + "/.env", false, false);
    }
    return std::move(sources_);
  }

 private:
  bool exists(const std::string& path) const {
    const auto info = host_.stat(path);
    return info && info->type == host::FileInfo::Type::file;
  }

  /// A .env file in the working folder may hold COMPOSE_FILE; with -f it is not looked at.
  void read_first_env() {
    std::vector<std::string> named = request_.env_files;
    const std::string* variable = sources_.environment.find("COMPOSE_ENV_FILES");
    if (named.empty() && variable != nullptr && !variable->empty()) {
      for (const std::string_view file : base::split(*variable, ',')) {
        named.emplace_back(file);
      }
    }
    const std::string* disabled = sources_.environment.find("COMPOSE_DISABLE_ENV_FILE");
    const bool off =
        disabled != nullptr && (*disabled == "1" || base::to_lower(*disabled) == "true");
    standard_env_ = named.empty() && !off;
    for (const std::string& file : named) {
      read_env(absolute(file, working_), true, true);
    }
    if (standard_env_ && request_.files.empty()) {
      read_env(working_ + "/.env", false, true);
    }
  }

  /// Compose passes over a folder of that name, but not over a file that it cannot read.
  bool is_there(const std::string& path) const {
    const auto info = host_.stat(path);
    return info && info->type != host::FileInfo::Type::directory;
  }

  void read_env(const std::string& path, bool required, bool wins) {
    const auto text = host_.read_file(path, limits::project_file_bytes);
    if (!text) {
      if (required || is_there(path)) {
        sources_.diagnostics.push_back(
            {{display_name(path, working_), {}, {}},
             "the environment file cannot be read: " + reason_of(text.error(), path),
             required ? "mend the name behind --env-file" : "mend its rights, or remove it",
             true});
      }
      return;
    }
    auto file = dotenv::parse(*text, display_name(path, working_), sources_.environment.lookup());
    if (file.error) {
      sources_.diagnostics.push_back(*file.error);
    }
    if (wins) {
      sources_.environment.add(std::move(file.variables));
    } else {
      sources_.environment.add_missing(std::move(file.variables));
    }
    sources_.env_files.push_back(path);
  }

  /// -f, or COMPOSE_FILE of the shell or the .env file.
  bool name_files() {
    std::vector<std::string> files = request_.files;
    const std::string* variable = sources_.environment.find("COMPOSE_FILE");
    if (files.empty() && variable != nullptr && !variable->empty()) {
      const std::string* separator = sources_.environment.find("COMPOSE_PATH_SEPARATOR");
      for (const std::string_view file : base::split(
               *variable, separator != nullptr && !separator->empty() ? (*separator)[0] : ':')) {
        files.emplace_back(file);
      }
    }
    for (const std::string& file : files) {
      sources_.files.push_back(file == "-" ? file : absolute(file, working_));
    }
    return !files.empty();
  }

  /// From the working folder upward.
  bool find_files() {
    for (std::string folder = working_;; folder = parent(folder)) {
      for (const std::string_view name : names) {
        const std::string path = base::clean_path(folder + "/" + std::string(name));
        if (exists(path)) {
          (sources_.files.empty() ? sources_.files : sources_.ignored).push_back(path);
        }
      }
      if (!sources_.files.empty()) {
        find_override(folder);
        return true;
      }
      if (folder == "/" || folder == parent(folder)) {
        return false;
      }
    }
  }

  void find_override(const std::string& folder) {
    for (const std::string_view name : override_names) {
      const std::string path = base::clean_path(folder + "/" + std::string(name));
      if (!exists(path)) {
        continue;
      }
      if (sources_.override_loaded) {
        sources_.ignored.push_back(path);
      } else {
        sources_.files.push_back(path);
        sources_.override_loaded = true;
      }
    }
  }

  std::string project_directory() const {
    if (!request_.project_directory.empty()) {
      return absolute(request_.project_directory, working_);
    }
    return sources_.files.front() == "-" ? working_ : parent(sources_.files.front());
  }

  const host::Host& host_;
  const LoadRequest& request_;
  std::string working_;
  bool standard_env_ = true;
  Sources sources_;
};

} // namespace

base::Result<Sources> discover(const host::Host& host, const LoadRequest& request) {
  return Discovery(host, request).run();
}

std::string reason_of(const base::Error& error, const std::string& path) {
  const bool named = error.message.starts_with(path + ": ");
  return error.message.substr(named ? path.size() + 2 : 0);
}

std::string parent_folder(const std::string& path) {
  return parent(path);
}

std::string display_name(const std::string& path, const std::string& directory) {
  const std::string prefix = directory == "/" ? "/" : directory + "/";
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

} // namespace secaudit::project::compose
