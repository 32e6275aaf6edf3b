// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "project/compose/complete.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/read_files.hpp"
#include "project/dotenv/dotenv.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

std::vector<Node> as_texts(const Node* node) {
  if (node == nullptr) {
    return {};
  }
  if (node->is_sequence()) {
    return node->items;
  }
  return node->is_string() ? std::vector<Node>{*node} : std::vector<Node>{};
}

} // namespace

void FileReader::apply_include(Node& document, const Place& place) {
  const Node* list = document.find("include");
  if (list == nullptr) {
    return;
  }
  const Node entries = *list;
  erase_member(document, "include");
  if (!entries.is_sequence()) {
    report_.error(entries.span, "include must be a list", "write each file as `- FILE`");
    return;
  }
  for (const Node& entry : entries.items) {
    include(entry, document, place);
  }
}

void FileReader::include(const Node& entry, Node& document, const Place& place) {
  const std::vector<Node> written = as_texts(entry.is_mapping() ? entry.find("path") : &entry);
  if (written.empty()) {
    report_.error(entry.span, "an include without a path", "write the file's path");
    return;
  }
  const PathRoots here{place.directory, home_};
  std::vector<std::string> paths;
  for (const Node& path : written) {
    if (is_remote_context(path.text)) {
      report_.remote_files.push_back({path.text, path.span});
      report_.error(path.span, "a remote include, which is not fetched",
                    "audit the included project by itself");
      return;
    }
    paths.push_back(absolute(path.text, here));
    if (paths.back() == place.file
        || std::find(including_.begin(), including_.end(), paths.back()) != including_.end()
        || including_.size() > limits::compose_include_depth) {
      report_.error(path.span, "an include of a file that includes this one", "remove the circle");
      return;
    }
    if (++includes_ > limits::compose_includes) {
      report_.error(path.span,
                    "more than " + std::to_string(limits::compose_includes) + " includes",
                    "include each file once");
      return;
    }
    if (documents(paths.back(), path.span).empty()) {
      return;
    }
  }
  const Node* folder = entry.is_mapping() ? entry.find("project_directory") : nullptr;
  const std::string directory = folder != nullptr && folder->is_string()
                                    ? absolute(folder->text, here)
                                    : parent_folder(paths.front());
  auto environment = include_environment(entry, directory, place);
  if (!environment) {
    return;
  }
  including_.push_back(place.file);
  Node included = read(paths, directory, *environment);
  including_.pop_back();
  complete_project(included, {request_, {directory, home_}, *environment}, report_);
  erase_member(included, "name");
  add_origin(included, {model::Via::included, entry.span, written.front().text});
  import(included, document);
}

std::optional<Environment>
FileReader::include_environment(const Node& entry, const std::string& folder, const Place& place) {
  Environment out = place.environment;
  std::vector<Node> env_files = as_texts(entry.is_mapping() ? entry.find("env_file") : nullptr);
  const bool named = !env_files.empty();
  if (!named) {
    Node standard;
    standard.kind = Node::Kind::string;
    standard.text = folder + "/.env";
    env_files.push_back(std::move(standard));
  }
  // A later file replaces an earlier one, but neither what the includer has.
  std::vector<model::Variable> variables;
  for (const Node& file : env_files) {
    const std::string path = absolute(file.text, {place.directory, home_});
    const auto text = host_.read_file(path, limits::project_file_bytes);
    if (!text) {
      if (named) {
        report_.error(file.span,
                      "the environment file " + file.text
                          + " cannot be read: " + reason_of(text.error(), path),
                      "mend its name");
        return std::nullopt;
      }
      continue;
    }
    const Environment& outer = place.environment;
    auto parsed =
        dotenv::parse(*text, display_name(path, project_directory_), [&](const std::string& name) {
          const std::string* value = outer.find(name);
          for (auto v = variables.rbegin(); value == nullptr && v != variables.rend(); ++v) {
            value = v->name == name && v->value ? &*v->value : nullptr;
          }
          return value;
        });
    if (parsed.error) {
      report_.add(*parsed.error);
    }
    variables.insert(variables.end(), parsed.variables.begin(), parsed.variables.end());
  }
  std::reverse(variables.begin(), variables.end());
  out.add_missing(std::move(variables));
  return out;
}

/// Puts the resources of an included project beside those of its includer.
void FileReader::import(Node& from, Node& document) {
  for (const std::string_view key :
       {"services", "networks", "volumes", "secrets", "configs", "models"}) {
    Node* source = from.find(key);
    if (source == nullptr || !source->is_mapping()) {
      continue;
    }
    Node* target = document.find(key);
    if (target == nullptr || !target->is_mapping()) {
      set_member(document, key, std::move(*source));
      continue;
    }
    for (Node::Member& member : source->members) {
      const Node* mine = target->find(member.key);
      if (mine == nullptr) {
        target->members.push_back(std::move(member));
      } else if (!same_value(*mine, member.value)) {
        report_.error(mine->span,
                      std::string(key) + "." + member.key
                          + " is defined here and, otherwise, in an included file",
                      "rename one of the two");
      }
    }
  }
}

} // namespace secaudit::project::compose
