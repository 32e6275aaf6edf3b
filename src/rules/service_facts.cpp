// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace secaudit::rules {
namespace {

template <typename List, typename Value>
bool has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

const model::Project* project_of(const Context& context) {
  return context.subjects.project ? &*context.subjects.project : nullptr;
}

std::string base_image(const model::DockerfileUse& use) {
  const auto chain = use.final_chain();
  return chain.empty() ? std::string{} : chain.back()->base_resolved;
}

} // namespace

ImageName software_of(const model::Service& service, const Context& context) {
  if (service.build) {
    const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name);
    return use == nullptr ? ImageName{} : parse_image_name(base_image(*use));
  }
  return service.image ? parse_image_name(service.image->value) : ImageName{};
}

const DatastoreFamily* datastore_of(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  const auto& families = service_images().datastores;
  for (const DatastoreFamily& family : families) {
    if (any_of(family.images, image)) {
      return &family;
    }
  }
  for (const DatastoreFamily& family : families) {
    for (const auto& mount : service.volumes) {
      // "/data" alone says nothing about the software.
      const std::string target = base::clean_path(mount->target);
      if (target != "/data" && has(family.data, target)) {
        return &family;
      }
    }
    if (service.build && image.path.empty()
        && std::any_of(family.environment.begin(), family.environment.end(),
                       [&](const std::string& name) { return service.variable(name); })) {
      return &family;
    }
  }
  return nullptr;
}

std::string proxy_kind(const model::Service& service, const Context& context) {
  const KnownImage* proxy = known(service_images().proxies, software_of(service, context));
  return proxy == nullptr ? std::string{} : proxy->title;
}

bool is_edge(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  return known(service_images().proxies, image) != nullptr
         || any_of(service_images().published_on_purpose, image);
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : base::to_lower(name)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

bool one_shot(const model::Service& service, const Context& context) {
  static constexpr std::array<std::string_view, 16> job_words = {
      "migrate",  "migration", "migrations", "migrator",     "init",      "initdb",
      "seed",     "seeder",    "seeds",      "setup",        "bootstrap", "provision",
      "fixtures", "createdb",  "mkbucket",   "createbuckets"};
  const model::Project* project = project_of(context);
  if (project != nullptr) {
    for (const model::Service& other : project->services) {
      for (const model::Dependency& need : other.depends_on) {
        if (need.service == service.name && need.condition == "service_completed_successfully") {
          return true;
        }
      }
    }
  }
  const std::vector<std::string> words = words_of(service.name);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return has(job_words, word); });
}

bool depended_upon(const model::Service& service, const Context& context) {
  const model::Project* project = project_of(context);
  if (project == nullptr) {
    return false;
  }
  return std::any_of(
      project->services.begin(), project->services.end(), [&](const model::Service& s) {
        return std::any_of(s.depends_on.begin(), s.depends_on.end(), [&](const auto& need) {
          return need.service == service.name && need.condition != "service_completed_successfully";
        });
      });
}

std::vector<const model::Service*> active_services(const Context& context) {
  std::vector<const model::Service*> out;
  if (const model::Project* project = project_of(context)) {
    for (const model::Service& service : project->services) {
      if (service.active) {
        out.push_back(&service);
      }
    }
  }
  return out;
}

bool is_engine_socket(std::string_view host_path) {
  static constexpr std::array<std::string_view, 4> parents = {"/", "/run", "/var/run", "/var"};
  static constexpr std::array<std::string_view, 6> sockets = {"docker.sock",     "containerd.sock",
                                                              "crio.sock",       "podman.sock",
                                                              "docker-cli.sock", "docker.raw.sock"};
  const std::string path = base::clean_path(host_path);
  if (has(parents, path) || base::contains_ignoring_case(path, "pipe/docker_engine")
      || base::contains_ignoring_case(base::replace_all(host_path, "\\", "/"),
                                      "pipe/docker_engine")) {
    return true;
  }
  const std::size_t slash = path.rfind('/');
  return has(sockets, slash == std::string::npos ? path : path.substr(slash + 1));
}

bool holds_engine_socket(const model::Service& service) {
  if (service.use_api_socket && service.use_api_socket->value) {
    return true;
  }
  return std::any_of(service.volumes.begin(), service.volumes.end(), [](const auto& mount) {
    const bool host = mount->type == "bind" || mount->type == "npipe";
    return (host && is_engine_socket(mount->source))
           || (!mount->driver_device.empty() && is_engine_socket(mount->driver_device));
  });
}

std::string capability_name(std::string_view written_name) {
  std::string name = base::to_upper(base::trim(written_name));
  return name.starts_with("CAP_") ? name.substr(4) : name;
}

} // namespace secaudit::rules
