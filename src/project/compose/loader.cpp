// SPDX-License-Identifier: Apache-2.0
#include "project/compose/loader.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/interpolate.hpp"
#include "project/compose/merge.hpp"
#include "project/compose/schema.hpp"
#include "project/compose/yaml_tree.hpp"
#include "project/dotenv/dotenv.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

using model::Node;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

/// Removes the value at a path, for `!reset` and `!override`.
void remove_at(Node& root, const Path& path) {
  Node* node = &root;
  for (std::size_t i = 0; i + 1 < path.size() && node != nullptr; ++i) {
    node = node->find(path[i]);
  }
  if (node != nullptr && !path.empty()) {
    std::erase_if(node->members,
                  [&](const Node::Member& member) { return member.key == path.back(); });
  }
}

/// Marks the values that came from an extended service or an included file.
void mark(Node& node, model::Via via, const std::string& note) {
  if (node.is_scalar()) {
    node.origins.push_back({via, node.span, note});
    node.via = node.via == model::Via::written ? via : node.via;
  }
  for (Node& item : node.items) {
    mark(item, via, note);
  }
  for (Node::Member& member : node.members) {
    mark(member.value, via, note);
  }
}

std::vector<std::string> texts(const Node* node) {
  std::vector<std::string> result;
  if (node != nullptr && node->is_sequence()) {
    for (const Node& item : node->items) {
      result.push_back(item.text);
    }
  } else if (node != nullptr && node->is_scalar() && !node->is_null()) {
    result.push_back(node->text);
  }
  return result;
}

} // namespace

void Loader::error(const model::Span& span, std::string message, std::string hint) {
  diagnostics.push_back({span, std::move(message), std::move(hint), true});
}

std::optional<std::string> Loader::read_text(const std::string& path, const model::Span& use) {
  if (path == "-") {
    std::string text;
    const auto input = host_.standard_input();
    std::vector<char> buffer(64 * 1024);
    for (auto got = input->read(buffer); got && *got > 0; got = input->read(buffer)) {
      text.append(buffer.data(), *got);
      if (text.size() > limits::project_file_bytes) {
        error({}, "standard input is too long for a compose file");
        return std::nullopt;
      }
    }
    return text;
  }
  auto text = host_.read_file(path, limits::project_file_bytes);
  if (!text) {
    error(use.known() ? use : model::Span{display_name(path, directory_), {}, {}},
          "the compose file cannot be read: " + text.error().message,
          "mend the name or the permissions");
    return std::nullopt;
  }
  return std::move(*text);
}

std::vector<Loader::File> Loader::read(const std::string& path, const Environment& environment,
                                       const model::Span& use) {
  const auto text = read_text(path, use);
  if (!text) {
    return {};
  }
  const model::FileName name(path == "-" ? "<stdin>" : display_name(path, directory_));
  files.push_back(name);
  const YamlStream stream = parse_yaml_stream(*text, name);
  if (stream.error) {
    diagnostics.push_back(*stream.error);
  }
  std::vector<File> result;
  for (const YamlDocument& document : stream.documents) {
    BuiltYaml built = build_yaml(document, name);
    std::move(built.errors.begin(), built.errors.end(), std::back_inserter(diagnostics));
    Report report;
    interpolate(built.root, environment, report);
    if (built.root.is_null()) {
      continue;
    }
    if (!built.root.is_mapping()) {
      error(built.root.span, "a compose file must be a mapping with the key \"services\"");
      continue;
    }
    validate_schema(built.root, report);
    std::move(report.diagnostics.begin(), report.diagnostics.end(),
              std::back_inserter(diagnostics));
    std::move(report.unset.begin(), report.unset.end(), std::back_inserter(unset));
    result.push_back({std::move(built.root), std::move(built.replaced)});
  }
  if (result.empty() && !stream.error) {
    error({name, {1, 1}, {1, 1}}, "the compose file is empty",
          "write the services under \"services:\"");
  }
  return result;
}

void Loader::canonicalise(Node& document, const std::string& directory) {
  const PathBase base{directory, home_};
  if (Node* services = document.find("services")) {
    for (Node::Member& service : services->members) {
      canonicalise_service(service.value, base, diagnostics);
    }
  }
  for (const char* kind : {"secrets", "configs"}) {
    Node* list = document.find(kind);
    for (std::size_t i = 0; list != nullptr && i < list->members.size(); ++i) {
      if (Node* file = list->members[i].value.find("file")) {
        file->raw = file->text;
        file->text = absolute_path(file->text, base);
      }
    }
  }
}

bool Loader::add(const std::string& path, const Environment& environment) {
  std::vector<File> documents = read(path, environment, {});
  for (File& document : documents) {
    canonicalise(document.root, directory_);
    extend_all(document.root, path, environment);
    for (const Path& replaced : document.replaced) {
      remove_at(root, replaced);
    }
    include_all(document.root, environment);
    std::erase_if(document.root.members, [](const Node::Member& m) { return m.key == "include"; });
    merge_project(root, document.root);
  }
  return !documents.empty();
}

void Loader::extend_all(Node& document, const std::string& path, const Environment& environment) {
  Node* services = document.find("services");
  if (services == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < services->members.size(); ++i) {
    std::set<std::string> open;
    extend(document, services->members[i].key, path, environment, open);
  }
}

bool Loader::extend(Node& document, const std::string& name, const std::string& path,
                    const Environment& environment, std::set<std::string>& open) {
  Node* service = document.find("services")->find(name);
  const Node* written = service == nullptr ? nullptr : service->find("extends");
  if (written == nullptr) {
    return true;
  }
  const Node extends = *written;
  if (!open.insert(path + "\n" + name).second || open.size() > limits::compose_extends) {
    error(extends.span, "circular reference: service \"" + name + "\" extends itself",
          "break the circle");
    return false;
  }
  auto base = base_of(document, extends, path, environment, open);
  service = document.find("services")->find(name);
  std::erase_if(service->members, [](const Node::Member& m) { return m.key == "extends"; });
  if (!base) {
    return false;
  }
  const Node* from = extends.is_mapping() ? extends.find("service") : &extends;
  mark(*base, model::Via::extended, "service " + from->text);
  Node own = std::move(*service);
  *service = std::move(*base);
  service->span = own.span;
  merge_service(*service, own);
  return true;
}

std::optional<Node> Loader::base_of(Node& document, const Node& extends, const std::string& path,
                                    const Environment& environment, std::set<std::string>& open) {
  const Node* name = extends.is_mapping() ? extends.find("service") : &extends;
  const Node* file = extends.is_mapping() ? extends.find("file") : nullptr;
  if (name == nullptr || !name->is_string()) {
    error(extends.span, "extends needs the name of a service", "write extends: {service: NAME}");
    return std::nullopt;
  }
  if (file == nullptr) {
    Node* services = document.find("services");
    if (services->find(name->text) == nullptr) {
      error(name->span, "cannot extend service \"" + name->text + "\": there is none of that name");
      return std::nullopt;
    }
    if (!extend(document, name->text, path, environment, open)) {
      return std::nullopt;
    }
    return *services->find(name->text);
  }
  const std::string other =
      absolute_path(file->text, {path == "-" ? directory_ : directory_, home_});
  std::vector<File> documents = read(other, environment, file->span);
  if (documents.empty()) {
    return std::nullopt;
  }
  // Relative paths of the extended service count from its own file.
  canonicalise(documents.front().root, folder_of(other));
  Node* services = documents.front().root.find("services");
  if (services == nullptr || services->find(name->text) == nullptr) {
    error(name->span, "cannot extend service \"" + name->text
                          + "\": " + display_name(other, directory_) + " has none");
    return std::nullopt;
  }
  if (!extend(documents.front().root, name->text, other, environment, open)) {
    return std::nullopt;
  }
  return *documents.front().root.find("services")->find(name->text);
}

void Loader::include_all(const Node& document, const Environment& environment) {
  const Node* list = document.find("include");
  if (list == nullptr) {
    return;
  }
  if (!list->is_sequence()) {
    error(list->span, "include must be a list");
    return;
  }
  for (const Node& entry : list->items) {
    include(entry, environment);
  }
}

void Loader::include(const Node& entry, const Environment& environment) {
  const std::vector<std::string> paths = texts(entry.is_mapping() ? entry.find("path") : &entry);
  if (paths.empty() || depth_ >= limits::compose_include_depth) {
    error(entry.span,
          paths.empty() ? "include needs a path" : "includes nest too deep, or in a circle");
    return;
  }
  if (std::any_of(paths.begin(), paths.end(),
                  [](const std::string& p) { return base::contains(p, "://"); })) {
    error(entry.span, "a remote include cannot be read here",
          "audit the included project by itself");
    return;
  }
  const PathBase here{directory_, home_};
  const Node* folder = entry.is_mapping() ? entry.find("project_directory") : nullptr;
  const std::string directory = folder != nullptr ? absolute_path(folder->text, here)
                                                  : folder_of(absolute_path(paths.front(), here));
  Environment variables = environment;
  std::vector<std::string> env_files = texts(entry.is_mapping() ? entry.find("env_file") : nullptr);
  if (env_files.empty()) {
    env_files.push_back(directory + "/.env");
  }
  for (const std::string& file : env_files) {
    const std::string env_path = absolute_path(file, here);
    if (const auto text = host_.read_file(env_path, limits::project_file_bytes)) {
      auto parsed = dotenv::parse(*text, display_name(env_path, directory_), variables.lookup());
      variables.add_missing(std::move(parsed.variables));
    }
  }
  Loader included(host_, directory, home_);
  included.depth_ = depth_ + 1;
  for (const std::string& path : paths) {
    included.add(absolute_path(path, here), variables);
  }
  take_included(std::move(included));
}

void Loader::take_included(Loader included) {
  std::move(included.diagnostics.begin(), included.diagnostics.end(),
            std::back_inserter(diagnostics));
  std::move(included.unset.begin(), included.unset.end(), std::back_inserter(unset));
  std::move(included.files.begin(), included.files.end(), std::back_inserter(files));
  std::erase_if(included.root.members,
                [](const Node::Member& m) { return m.key == "name" || m.key == "version"; });
  mark(included.root, model::Via::included, "include");
  merge_project(root, included.root);
}

} // namespace secaudit::project::compose
