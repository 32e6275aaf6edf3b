// SPDX-License-Identifier: Apache-2.0
// One case of the compose corpus: files in memory, a command line, what must come out.
#pragma once

#include "base/json.hpp"
#include "base/text.hpp"
#include "project/compose/inspect.hpp"
#include "project/compose/load.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/memory_host.hpp"

namespace secaudit::corpus {

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Puts a folder of the disk into the memory host.
inline void mount_folder(support::MemoryHost& host, const std::filesystem::path& from,
                         const std::string& to) {
  host.add_directory(to);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(from)) {
    const std::string path =
        to + "/" + std::filesystem::relative(entry.path(), from).generic_string();
    if (entry.is_symlink()) {
      host.add_link(path, std::filesystem::read_symlink(entry.path()).generic_string());
    } else if (entry.is_directory()) {
      host.add_directory(path);
    } else {
      host.add_file(path, slurp(entry.path()));
    }
  }
}

struct ComposeCase {
  std::string folder; ///< in memory
  project::compose::LoadRequest request;
  bool json = true; ///< the output is the model as JSON
  bool interpolated = true;

  /// Reads `docker compose`'s flags in front of and behind `config`.
  void arguments(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      const std::string next = i + 1 < words.size() ? words[i + 1] : std::string();
      if (word == "-f" || word == "--env-file" || word == "--profile" || word == "-p"
          || word == "--project-directory" || word == "--format") {
        ++i;
        value(word, next);
      } else if (word == "--no-consistency") {
        request.check_consistency = false;
      } else if (word == "--no-normalize") {
        request.normalise = false;
      } else if (word == "--no-path-resolution") {
        request.resolve_paths = false;
      } else if (word == "--no-env-resolution") {
        // It changes nothing in what is printed.
      } else if (word == "--no-interpolate") {
        request.interpolate = interpolated = false;
      } else if (!word.starts_with("-") && word != "config") {
        request.services.push_back(word);
      }
    }
    json = std::find(words.begin(), words.end(), "--format") != words.end();
  }

 private:
  void value(const std::string& flag, const std::string& text) {
    if (flag == "-f") {
      request.files.push_back(text);
    } else if (flag == "--env-file") {
      request.env_files.push_back(text);
    } else if (flag == "--profile") {
      request.profiles.push_back(text);
    } else if (flag == "-p") {
      request.project_name = text;
    } else if (flag == "--project-directory") {
      request.project_directory = text;
    }
  }
};

struct ComposeOutcome {
  bool failed = false;
  std::string why;
  boost::json::value model;
};

inline ComposeOutcome run_case(const host::Host& host, const ComposeCase& one) {
  ComposeOutcome out;
  const auto project = project::compose::load(host, one.request);
  if (!project) {
    return {true, project.error().message, {}};
  }
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    if (diagnostic.fatal) {
      out.failed = true;
      out.why = model::to_string(diagnostic.span) + ": " + diagnostic.message;
      break;
    }
  }
  const auto parsed = base::parse_json(project::compose::inspect_json(*project, false));
  if (parsed) {
    out.model = *parsed;
  }
  return out;
}

/// First difference as a path, or "" when equal. Numbers are equal by value.
inline std::string difference(const boost::json::value& want, const boost::json::value& have,
                              const std::string& path = "") {
  if (want.is_number() && have.is_number()) {
    const double a = want.to_number<double>();
    const double b = have.to_number<double>();
    return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(a)) ? "" : path;
  }
  if (want.is_object() && have.is_object()) {
    for (const auto& [key, value] : want.as_object()) {
      const auto* other = have.as_object().if_contains(key);
      if (other == nullptr) {
        return path + "." + std::string(key) + " missing";
      }
      const std::string inner = difference(value, *other, path + "." + std::string(key));
      if (!inner.empty()) {
        return inner;
      }
    }
    for (const auto& [key, value] : have.as_object()) {
      if (want.as_object().if_contains(key) == nullptr) {
        return path + "." + std::string(key) + " extra";
      }
    }
    return "";
  }
  if (want.is_array() && have.is_array() && want.as_array().size() == have.as_array().size()) {
    for (std::size_t i = 0; i < want.as_array().size(); ++i) {
      const std::string inner =
          difference(want.as_array()[i], have.as_array()[i], path + "[" + std::to_string(i) + "]");
      if (!inner.empty()) {
        return inner;
      }
    }
    return "";
  }
  if (want == have) {
    return "";
  }
  return path + " want " + boost::json::serialize(want).substr(0, 60) + " have "
         + boost::json::serialize(have).substr(0, 60);
}

inline std::vector<std::string> words_of(const boost::json::value& object, const char* key) {
  std::vector<std::string> out;
  if (const auto* list = base::find(object, key); list != nullptr && list->is_array()) {
    for (const auto& word : list->as_array()) {
      out.emplace_back(word.as_string());
    }
  }
  return out;
}

} // namespace secaudit::corpus
