// SPDX-License-Identifier: Apache-2.0
#include "subjects.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "image/metadata.hpp"
#include "secrets/scanner.hpp"
#include "vulns/import.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "image_example.hpp"
#include "plugin/acquire.hpp"
#include "plugin/config.hpp"
#include "plugin/shellcheck.hpp"
#include "plugin/vulnerabilities.hpp"
#include "support/memory_host.hpp"

namespace secaudit::rules_test {
namespace {

constexpr const char* directory = "/project";

bool has_word(const host::Command& command, std::string_view word) {
  return std::find(command.argv.begin(), command.argv.end(), word) != command.argv.end();
}

/// Answers as git does in a repository that tracks the given files and whose .gitignore is what
/// the example shows (the last pattern line that equals the name decides).
support::Script git_that_tracks(std::string tracked, std::string ignore) {
  return [tracked, ignore](const host::Command& command) -> std::optional<host::ProcessResult> {
    if (command.argv.empty() || command.argv.front() != "git") {
      return std::nullopt;
    }
    host::ProcessResult result;
    if (has_word(command, "rev-parse")) {
      result.output = "true\n";
    } else if (has_word(command, "ls-files")) {
      for (const std::string_view line : base::lines(tracked)) {
        result.output += std::string(line) + '\0';
      }
    } else if (has_word(command, "check-ignore")) {
      for (const auto& name : base::split(command.input, '\0')) {
        const auto patterns = base::lines(ignore);
        if (!name.empty() && std::find(patterns.begin(), patterns.end(), name) != patterns.end()) {
          result.output += std::string(".gitignore") + '\0' + "1" + '\0' + std::string(name) + '\0'
                           + std::string(name) + '\0';
        }
      }
      result.exit_code = result.output.empty() ? 1 : 0;
    }
    return result;
  };
}

bool is_compose_file(std::string_view path) {
  return path == "compose.yaml" || path == "compose.yml" || path == "docker-compose.yml"
         || path == "docker-compose.yaml";
}

model::Subjects from_files(const support::MemoryHost& host, const Example& example) {
  const bool compose = std::any_of(example.files.begin(), example.files.end(),
                                   [](const auto& file) { return is_compose_file(file.path); });
  plugin::ComposeRequest request;
  request.compose_optional = true;
  request.load.working_directory = directory;
  model::Subjects subjects = plugin::acquire_files(host, request);
  if (compose) {
    return subjects;
  }
  // Without a compose file the Dockerfiles and proxy configurations count that were named.
  std::vector<std::string> named;
  for (const ExampleFile& file : example.files) {
    const std::string name = file.path.substr(file.path.rfind('/') + 1);
    if (base::contains(name, "Dockerfile") || name.ends_with(".conf")) {
      named.push_back(std::string(directory) + "/" + file.path);
    }
  }
  if (!named.empty() && subjects.dockerfiles.empty() && subjects.proxies.empty()) {
    model::Subjects more = plugin::acquire_named_files(host, named);
    subjects.dockerfiles = std::move(more.dockerfiles);
    subjects.proxies = std::move(more.proxies);
    subjects.start_commands = std::move(more.start_commands);
  }
  return subjects;
}

void add_hit(const model::ImageUse& use, const model::ImageFile& file, const std::string& format,
             const std::string& title, const std::string& severity, bool removed,
             std::vector<model::SecretHit>& hits) {
  model::SecretHit hit;
  hit.format = format;
  hit.title = title;
  hit.severity = severity;
  hit.image = use.reference;
  hit.layer = file.layer;
  hit.path = file.path;
  hit.removed_later = removed;
  hits.push_back(std::move(hit));
}

/// What the search while reading an image would have found in the files of the example.
void search_image(const model::ImageUse& use, std::vector<model::SecretHit>& hits) {
  const secrets::Scanner scanner;
  for (const model::ImageFile& file : use.image->files) {
    if (const auto named = secrets::judge_file_name(file.path)) {
      add_hit(use, file, named->format, named->title, named->severity, false, hits);
    }
    const auto content = use.image->small_files.find(file.path);
    if (content != use.image->small_files.end()) {
      for (const secrets::Match& match : scanner.scan(file.path, content->second)) {
        add_hit(use, file, match.format, match.title, match.severity, false, hits);
      }
    }
  }
  for (const model::RemovedFile& removed : use.image->removed) {
    if (const auto named = secrets::judge_file_name(removed.file.path)) {
      add_hit(use, removed.file, named->format, named->title, named->severity, true, hits);
    }
  }
}

/// A list of OSV records becomes a real database, and the subjects' packages are looked up in it.
void look_up(const std::string& advisories, model::Subjects& subjects) {
  const auto complain = [&](const base::Error& error) {
    subjects.gaps.push_back({"example", "advisories.json", error.message, {}, {}});
  };
  const std::string file = (std::filesystem::temp_directory_path()
                            / ("secaudit-rules-" + std::to_string(::getpid()) + ".db"))
                               .string();
  const auto records = base::parse_json(advisories);
  auto writer = vulns::DatabaseWriter::create(file);
  if (!records || !writer) {
    complain(records ? writer.error() : records.error());
    return;
  }
  for (const boost::json::value& record : records->as_array()) {
    const auto done = vulns::import_json("record", boost::json::serialize(record), *writer);
    if (!done || done->advisories != 1) {
      complain(done ? base::Error{"no advisory", ""} : done.error());
    }
  }
  const auto finished = writer->finish("2026-11-25T00:00:00Z");
  const auto database = finished ? vulns::Database::open(file) : tl::unexpected(finished.error());
  std::filesystem::remove(file); // the open file stays readable
  const auto matched = database ? plugin::match_subjects(&*database, {}, subjects)
                                : tl::unexpected(database.error());
  if (!matched) {
    complain(matched.error());
  }
}

} // namespace

model::Subjects subjects_of(const Example& example) {
  support::MemoryHost host(directory);
  std::vector<model::ImageUse> images;
  std::vector<model::Gap> gaps;
  std::string ignore;
  const std::string* tracked = nullptr;
  const std::string* advisories = nullptr;
  bool files = false;
  for (const ExampleFile& file : example.files) {
    if (file.path == "advisories.json") {
      advisories = &file.content;
      continue;
    }
    if (file.path == "image.json") {
      auto image = read_image_example(file.content);
      if (image) {
        images.push_back(*std::move(image));
      } else {
        gaps.push_back({"example", file.path, image.error().message, {}, {}});
      }
      continue;
    }
    ignore = file.path == ".gitignore" ? file.content : ignore;
    tracked = file.path == ".git/tracked" ? &file.content : tracked;
    files = true;
    host.add_file(std::string(directory) + "/" + file.path, file.content);
  }
  if (tracked != nullptr) {
    host.add_program("git");
    host.set_script(git_that_tracks(*tracked, ignore));
  }
  model::Subjects subjects;
  if (files) {
    subjects = from_files(host, example);
  }
  for (const model::ImageUse& image : images) {
    search_image(image, subjects.secrets);
  }
  subjects.images.insert(subjects.images.end(), images.begin(), images.end());
  subjects.gaps.insert(subjects.gaps.end(), gaps.begin(), gaps.end());
  if (advisories != nullptr) {
    look_up(*advisories, subjects);
  }
  return subjects;
}

rules::Surroundings surroundings_of(const Example& example, base::Date day) {
  rules::Surroundings out;
  for (const ExampleFile& file : example.files) {
    if (file.path == ".secaudit.yaml") {
      out = plugin::parse_config(file.content, file.path, day).surroundings;
    } else if (file.path == "shellcheck.json") {
      out.shell_checked = true;
      out.shell_remarks = plugin::read_shell_remarks(file.content, "Dockerfile", 1).value();
    } else if (file.path == "base-images.json") {
      const boost::json::value images = boost::json::parse(file.content);
      for (const auto& [name, config] : images.as_object()) {
        boost::json::object document = config.as_object();
        document["rootfs"] = {{"diff_ids", nullptr}};
        out.base_images[name] = image::read_config(boost::json::serialize(document)).value().config;
      }
    }
  }
  return out;
}

} // namespace secaudit::rules_test
