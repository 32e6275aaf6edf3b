// SPDX-License-Identifier: Apache-2.0
#include "project/compose/read_files.hpp"

#include "base/limits.hpp"
#include "host/read_stream.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/interpolate.hpp"
#include "project/compose/long_forms.hpp"
#include "project/compose/merge.hpp"
#include "project/compose/schema.hpp"
#include "project/compose/yaml_tree.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

// All compose files of a project; the largest real projects stay below one megabyte.
constexpr std::size_t most_bytes = 2 * limits::project_file_bytes;

/// Takes out the value at a path, for `!reset` and `!override`.
void remove_at(Node& root, const Path& path, std::size_t skip) {
  Node* node = &root;
  for (std::size_t i = skip; i + 1 < path.size() && node != nullptr; ++i) {
    node = node->find(path[i]);
  }
  if (node != nullptr && path.size() > skip) {
    erase_member(*node, path.back());
  }
}

} // namespace

FileReader::FileReader(const host::Host& host, const LoadRequest& request,
                       std::string project_directory, std::string home, Report& report)
    : host_(host), request_(request), project_directory_(std::move(project_directory)),
      home_(std::move(home)), report_(report) {}

void FileReader::note(const model::FileName& name) {
  if (std::find(files.begin(), files.end(), name) == files.end()) {
    files.push_back(name);
  }
}

const std::vector<FileReader::Document>& FileReader::documents(const std::string& path,
                                                               const model::Span& use) {
  const auto [cached, added] = cache_.try_emplace(path);
  if (!added) {
    return cached->second;
  }
  const model::FileName name(path == "-" ? "<stdin>" : display_name(path, project_directory_));
  auto text = path == "-" ? host::read_all(*host_.standard_input(), limits::project_file_bytes)
                          : host_.read_file(path, limits::project_file_bytes);
  if (!text) {
    report_.error(use.known() ? use : model::Span{name, {}, {}},
                  "the compose file " + (use.known() ? name.str() + " " : std::string())
                      + "cannot be read: " + reason_of(text.error(), path),
                  "mend its name or its permissions");
    return cached->second;
  }
  read_bytes_ += text->size();
  if (read_bytes_ > most_bytes) {
    report_.error(use.known() ? use : model::Span{name, {}, {}},
                  "the compose files of this project are larger than "
                      + std::to_string(most_bytes / limits::mib) + " MiB together",
                  "include fewer or smaller files");
    return cached->second;
  }
  note(name);
  YamlStream stream = parse_yaml_stream(*text, name);
  if (stream.error) {
    stream.error->malformed = true;
    report_.add(*stream.error);
  }
  for (YamlComment& comment : yaml_comments(*text, stream)) {
    report_.comments.push_back(
        {{name, comment.at, comment.at}, std::move(comment.text), comment.alone});
  }
  for (const YamlDocument& document : stream.documents) {
    BuiltYaml built = build_yaml(document, name);
    for (model::Diagnostic& error : built.errors) {
      report_.add(std::move(error));
    }
    if (built.root.is_mapping()) {
      any = any || !built.root.members.empty();
      cached->second.push_back({std::move(built.root), std::move(built.replaced)});
    } else {
      const model::Position start{1, 1};
      model::Diagnostic error{built.root.span.known() ? built.root.span
                                                      : model::Span{name, start, start},
                              "the top level of a compose file must be a mapping",
                              "write the services under `services:`"};
      error.malformed = true;
      report_.add(std::move(error));
    }
  }
  return cached->second;
}

std::optional<Node> FileReader::project_name(const std::vector<std::string>& paths,
                                             const Environment& environment) {
  std::optional<Node> out;
  for (const std::string& path : paths) {
    for (const Document& document : documents(path, {})) {
      const Node* name = document.root.find("name");
      if (name == nullptr || !name->is_string() || name->text.empty()) {
        continue;
      }
      out = *name;
      Report ignored;
      if (request_.interpolate) {
        interpolate(*out, environment, ignored);
      }
    }
  }
  return out;
}

Node FileReader::read(const std::vector<std::string>& paths, const std::string& directory,
                      const Environment& environment) {
  Node project;
  project.kind = Node::Kind::mapping;
  for (const std::string& path : paths) {
    // Copied: reading extended files may move what the cache holds.
    const std::vector<Document> parts = documents(path, {});
    for (const Document& part : parts) {
      add(project, part, {path, directory, environment, part.replaced});
    }
  }
  return project;
}

void FileReader::add(Node& project, Document document, const Place& place) {
  if (request_.interpolate) {
    interpolate(document.root, place.environment, report_);
  }
  apply_extends(document.root, place);
  for (const Path& path : document.replaced) {
    remove_at(project, path, 0);
  }
  apply_include(document.root, place);
  if (project.members.empty()) {
    project.span = document.root.span;
  }
  merge(project, std::move(document.root), {}, report_);
  complete(project);
}

void FileReader::complete(Node& project) {
  enforce_unicity(project, report_);
  validate_schema(project, report_);
  if (const Node* version = project.find("version")) {
    report_.versions.push_back({version->text, version->span, version->via, {}});
    report_.warn(version->span, "the attribute `version` is obsolete and ignored", "remove it");
    erase_member(project, "version");
  }
  expand_short_forms(project, report_, !request_.interpolate);
  enforce_unicity(project, report_);
}

void FileReader::apply_extends(Node& document, const Place& place) {
  Node* services = document.find("services");
  if (services == nullptr || !services->is_mapping()) {
    return;
  }
  extended_.clear();
  std::vector<std::string> names;
  for (const Node::Member& member : services->members) {
    if (member.value.is_mapping() && member.value.find("extends") != nullptr) {
      names.push_back(member.key);
    }
  }
  for (const std::string& name : names) {
    Trail trail;
    extend(*services, name, place, trail);
  }
}

/// Lays a service over the one that it extends. False when that one cannot be had.
bool FileReader::extend(Node& services, const std::string& name, const Place& place, Trail& trail) {
  Node* service = services.find(name);
  if (service == nullptr || !service->is_mapping() || service->find("extends") == nullptr) {
    return true;
  }
  const Node extends = *service->find("extends");
  const std::pair<std::string, std::string> here{place.file, name};
  if (std::find(trail.begin(), trail.end(), here) != trail.end()
      || trail.size() > limits::compose_extends) {
    report_.error(extends.span, "service \"" + name + "\" extends itself in a circle",
                  "remove one `extends` of the circle");
    erase_member(*service, "extends");
    return false;
  }
  trail.push_back(here);
  std::optional<Node> base = base_service(services, extends, place, trail);
  trail.pop_back();
  service = services.find(name);
  erase_member(*service, "extends");
  if (!base) {
    return false;
  }
  for (const Path& replaced : place.replaced) {
    if (replaced.size() > 2 && replaced[0] == "services" && replaced[1] == name) {
      remove_at(*base, replaced, 2);
    }
  }
  const std::string from = extends.is_mapping() ? text_of(extends, "service") : extends.text;
  add_origin(*base, {model::Via::extended, extends.span, "service " + from});
  Node own = std::move(*service);
  const model::Span span = own.span;
  merge(*base, std::move(own), {"services", name}, report_);
  base->span = span;
  *services.find(name) = std::move(*base);
  return true;
}

std::optional<Node> FileReader::base_service(Node& services, const Node& extends,
                                             const Place& place, Trail& trail) {
  const Node* name = extends.is_mapping() ? extends.find("service") : &extends;
  const Node* file = extends.is_mapping() ? extends.find("file") : nullptr;
  if (name == nullptr || !name->is_string()) {
    report_.error(extends.span, "`extends` without the name of a service",
                  "write extends: {service: NAME}");
    return std::nullopt;
  }
  if (file != nullptr && file->is_string()) {
    return foreign_service(*file, *name, place, trail);
  }
  if (services.find(name->text) == nullptr) {
    report_.error(name->span,
                  "cannot extend service \"" + name->text + "\", which this file does not have",
                  "correct the name");
    return std::nullopt;
  }
  extend(services, name->text, place, trail);
  return *services.find(name->text);
}

std::optional<Node> FileReader::foreign_service(const Node& file, const Node& name,
                                                const Place& place, Trail& trail) {
  if (is_remote_context(file.text)) {
    report_.remote_files.push_back({file.text, file.span});
    report_.error(file.span, "a remote file to extend, which is not fetched",
                  "audit a copy of that file");
    return std::nullopt;
  }
  const std::string path = absolute(file.text, {place.directory, home_});
  std::vector<Document> parts = documents(path, file.span);
  if (parts.empty()) {
    return std::nullopt;
  }
  const std::string folder = parent_folder(path);
  std::vector<Path> replaced_there;
  Node project;
  project.kind = Node::Kind::mapping;
  for (Document& part : parts) {
    if (request_.interpolate) {
      interpolate(part.root, place.environment, report_);
    }
    erase_member(part.root, "include");
    for (const Path& replaced : part.replaced) {
      remove_at(project, replaced, 0);
      replaced_there.push_back(replaced);
    }
    merge(project, std::move(part.root), {}, report_);
  }
  Node* services = project.find("services");
  if (services == nullptr || !services->is_mapping() || services->find(name.text) == nullptr) {
    report_.error(name.span,
                  "cannot extend service \"" + name.text + "\", which "
                      + display_name(path, project_directory_) + " does not have",
                  "correct the name or the file");
    return std::nullopt;
  }
  const Place other{path, folder, place.environment, replaced_there};
  if (!extend(*services, name.text, other, trail)) {
    return std::nullopt;
  }
  // Only the wanted service matters; others of that file may even be wrong.
  Node single = container_from(*services, Node::Kind::mapping);
  set_member(single, name.text, *services->find(name.text));
  Node result;
  result.kind = Node::Kind::mapping;
  set_member(result, "services", std::move(single));
  enforce_unicity(result, report_);
  expand_short_forms(result, report_, !request_.interpolate);
  resolve_paths(result, {folder, home_});
  return *result.find("services")->find(name.text);
}

} // namespace secaudit::project::compose
