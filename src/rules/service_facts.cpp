// SPDX-License-Identifier: Apache-2.0
#include "rules/service_facts.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <set>
#include <unordered_map>

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

ImageName image_of_software(const model::Service& service, const Context& context) {
  if (service.build) {
    const model::DockerfileUse* use = context.subjects.dockerfile_of(service.name);
    return use == nullptr ? ImageName{} : parse_image_name(base_image(*use));
  }
  return service.image ? parse_image_name(service.image->value) : ImageName{};
}

const DatastoreFamily* family_of(const model::Service& service, const ImageName& image) {
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

/// What the image says, which nearly every rule asks for.
struct Facts {
  ImageName software;
  const DatastoreFamily* store = nullptr;
  const KnownImage* proxy = nullptr;
  bool edge = false;
};
struct FactsOfServices {
  std::unordered_map<const model::Service*, Facts> services;
};

const Facts& facts_of(const model::Service& service, const Context& context) {
  const auto [entry, added] = context.memo.get<FactsOfServices>().services.try_emplace(&service);
  Facts& facts = entry->second;
  if (added) {
    facts.software = image_of_software(service, context);
    facts.store = family_of(service, facts.software);
    facts.proxy = known(service_images().proxies, facts.software);
    facts.edge =
        facts.proxy != nullptr || any_of(service_images().published_on_purpose, facts.software);
  }
  return facts;
}

/// Which services others wait for.
struct Needs {
  bool known = false;
  std::set<std::string, std::less<>> to_complete;
  std::set<std::string, std::less<>> to_run;
};

const Needs& needs_of(const Context& context) {
  Needs& needs = context.memo.get<Needs>();
  const model::Project* project = project_of(context);
  if (needs.known || project == nullptr) {
    return needs;
  }
  for (const model::Service& service : project->services) {
    for (const model::Dependency& need : service.depends_on) {
      const bool completes = need.condition == "service_completed_successfully";
      (completes ? needs.to_complete : needs.to_run).insert(need.service);
    }
  }
  needs.known = true;
  return needs;
}

} // namespace

ImageName software_of(const model::Service& service, const Context& context) {
  return facts_of(service, context).software;
}

const DatastoreFamily* datastore_of(const model::Service& service, const Context& context) {
  return facts_of(service, context).store;
}

std::string proxy_kind(const model::Service& service, const Context& context) {
  const KnownImage* proxy = facts_of(service, context).proxy;
  return proxy == nullptr ? std::string{} : proxy->title;
}

bool is_edge(const model::Service& service, const Context& context) {
  return facts_of(service, context).edge;
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
  if (needs_of(context).to_complete.contains(service.name)) {
    return true;
  }
  // A "worker for migrations" stays.
  static constexpr std::array<std::string_view, 6> stays{"worker", "server",    "api",
                                                         "daemon", "scheduler", "consumer"};
  const std::vector<std::string> words = words_of(service.name);
  if (std::any_of(words.begin(), words.end(),
                  [](const std::string& word) { return has(stays, word); })) {
    return false;
  }
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return has(job_words, word); });
}

bool depended_upon(const model::Service& service, const Context& context) {
  return needs_of(context).to_run.contains(service.name);
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
