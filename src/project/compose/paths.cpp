// SPDX-License-Identifier: Apache-2.0
#include "project/compose/paths.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <array>

namespace secaudit::project::compose {
namespace {

bool is_windows_absolute(std::string_view path) {
  const bool letter =
      !path.empty() && ((path[0] >= 'a' && path[0] <= 'z') || (path[0] >= 'A' && path[0] <= 'Z'));
  return (letter && path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/'))
         || path.starts_with("\\\\");
}

class Resolver {
 public:
  explicit Resolver(const PathRoots& roots) : roots_(roots) {}

  void service(Node& node) {
    if (Node* build = node.find("build")) {
      this->build(*build);
    }
    each(node.find("env_file"), "path");
    each(at(node, "develop.watch"), "path");
    plain_list(node.find("label_file"));
    mounts(node.find("volumes"));
  }

  void change(Node* node) {
    if (node != nullptr) {
      change(*node);
    }
  }

  void change(Node& node) {
    if (node.is_string() && !node.text.empty()) {
      if (node.raw.empty()) {
        node.raw = node.text;
      }
      node.text = absolute(node.text, roots_);
    }
  }

  void bind_volume(Node& volume) {
    const Node* options = volume.find("driver_opts");
    if (options == nullptr || text_of(volume, "driver") != "local") {
      return;
    }
    if (text_of(*options, "o") == "bind") {
      Node* device = volume.find("driver_opts")->find("device");
      if (device != nullptr && device->text.empty()) {
        device->text = roots_.directory;
      }
      change(device);
    }
  }

 private:
  void build(Node& node) {
    Node* context = node.find("context");
    if (context != nullptr && context->is_string() && !is_remote_context(context->text)) {
      change(*context);
    }
    if (Node* contexts = node.find("additional_contexts")) {
      for (Node::Member& member : contexts->members) {
        if (!is_remote_context(member.value.text) && !member.value.text.starts_with("service:")) {
          change(member.value);
        }
      }
      for (Node& item : contexts->items) {
        listed_context(item);
      }
    }
  }

  void listed_context(Node& item) {
    const std::size_t equals = item.text.find('=');
    if (!item.is_string() || equals == std::string::npos) {
      return;
    }
    const std::string value = item.text.substr(equals + 1);
    if (!is_remote_context(value) && !value.starts_with("service:")) {
      item.text = item.text.substr(0, equals + 1) + absolute(value, roots_);
    }
  }

  void each(Node* list, std::string_view key) {
    if (list != nullptr) {
      for (Node& item : list->items) {
        change(item.find(key));
      }
    }
  }

  void plain_list(Node* list) {
    if (list != nullptr) {
      for (Node& item : list->items) {
        change(item);
      }
    }
  }

  void mounts(Node* list) {
    if (list == nullptr) {
      return;
    }
    for (Node& item : list->items) {
      Node* source = item.find("source");
      if (source != nullptr && text_of(item, "type") == "bind"
          && !is_windows_absolute(source->text)) {
        change(*source);
      }
    }
  }

  const PathRoots& roots_;
};

} // namespace

std::string absolute(const std::string& path, const PathRoots& roots) {
  if (path.empty()) {
    return path;
  }
  if (path.starts_with('~') && !roots.home.empty()) {
    // Compose does not look up other users' homes.
    return base::clean_path(roots.home + "/" + path.substr(1));
  }
  if (path.starts_with('/')) {
    return path;
  }
  return base::clean_path(roots.directory + "/" + path);
}

bool is_remote_context(std::string_view context) {
  constexpr std::array<std::string_view, 5> prefixes{"https://", "http://", "git://", "github.com/",
                                                     "git@"};
  for (const std::string_view prefix : prefixes) {
    if (context.starts_with(prefix)) {
      return true;
    }
  }
  return base::contains(context, "://");
}

void resolve_paths(Node& root, const PathRoots& roots) {
  Resolver resolver(roots);
  if (Node* services = root.find("services")) {
    for (Node::Member& member : services->members) {
      resolver.service(member.value);
    }
  }
  for (const std::string_view key : {"secrets", "configs"}) {
    if (Node* files = root.find(key)) {
      for (Node::Member& member : files->members) {
        resolver.change(member.value.find("file"));
      }
    }
  }
  if (Node* volumes = root.find("volumes")) {
    for (Node::Member& member : volumes->members) {
      resolver.bind_volume(member.value);
    }
  }
}

} // namespace secaudit::project::compose
