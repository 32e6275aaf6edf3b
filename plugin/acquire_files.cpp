// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/start_command.hpp"
#include "project/git/tree.hpp"
#include "project/manifests/read.hpp"
#include "project/proxy/read.hpp"
#include "secrets/passwords.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "plugin/acquire.hpp"
#include "plugin/secret_search.hpp"

namespace secaudit::plugin {
namespace {

constexpr std::array<std::string_view, 4> compose_names{
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};

std::string base_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

bool is_dockerfile_name(std::string_view path) {
  const std::string name = base::to_lower(base_name(path));
  // Texts about Dockerfiles, and programs that handle them.
  for (const char* ending :
       {".dockerignore", ".md", ".go", ".py", ".js", ".ts", ".rb", ".rs", ".java", ".cs", ".php",
        ".sh", ".json", ".yaml", ".yml", ".html", ".rst"}) {
    if (name.ends_with(ending)) {
      return false;
    }
  }
  for (const std::string_view word : {"dockerfile", "containerfile"}) {
    const bool first = name.starts_with(word);
    const bool last = name.ends_with(word);
    const auto separates = [](char c) { return c == '.' || c == '-' || c == '_'; };
    if (name == word || (first && separates(name[word.size()]))
        || (last && separates(name[name.size() - word.size() - 1]))) {
      return true;
    }
  }
  return false;
}

std::string start_folder(const host::Host& host, const project::compose::LoadRequest& load) {
  if (!load.project_directory.empty()) {
    return load.project_directory;
  }
  return load.working_directory.empty() ? host.working_directory() : load.working_directory;
}

/// Whether anything says that a compose file should be there.
bool expects_compose(const host::Host& host, const ComposeRequest& request) {
  const auto& load = request.load;
  if (!request.compose_optional || !load.files.empty()
      || load.environment.contains("COMPOSE_FILE")) {
    return true;
  }
  const std::string folder = start_folder(host, load);
  return std::any_of(compose_names.begin(), compose_names.end(), [&](std::string_view name) {
    return host.stat(folder + "/" + std::string(name)).has_value();
  });
}

void add_with_dependencies(const model::Project& project, const std::string& name,
                           std::set<std::string>& wanted) {
  const model::Service* service = project.service(name);
  if (service == nullptr || !wanted.insert(name).second) {
    return;
  }
  for (const model::Dependency& dependency : service->depends_on) {
    add_with_dependencies(project, dependency.service, wanted);
  }
}

/// Leaves only the named services, and what they depend on, active.
void select_services(model::Project& project, const std::vector<std::string>& names,
                     std::vector<model::Gap>& gaps) {
  if (names.empty()) {
    return;
  }
  std::set<std::string> wanted;
  for (const std::string& name : names) {
    if (project.service(name) == nullptr) {
      gaps.push_back({"compose",
                      name,
                      "there is no service of this name in the project",
                      {},
                      "see the names under `services:` in the compose file"});
    }
    add_with_dependencies(project, name, wanted);
  }
  for (model::Service& service : project.services) {
    service.active = wanted.contains(service.name);
  }
}

/// Compose files of other names are no project of their own for Compose; nobody should take them
/// for audited.
void name_unread_projects(const host::Host& host, const std::string& root,
                          const model::ProjectTree& tree, std::vector<model::Gap>& gaps) {
  for (const model::FileName& file : tree.files) {
    const std::string& name = file.str();
    if (name.find('/') != std::string::npos || !is_yaml_name(name)) {
      continue;
    }
    const auto text = host.read_file(root + "/" + name, limits::project_file_bytes);
    if (text && looks_like_compose(*text)) {
      gaps.push_back({"project",
                      name,
                      "it looks like a compose file, but Compose does not find it by its name",
                      {},
                      "name it: docker secaudit check " + name});
    }
  }
}

void load_compose(const host::Host& host, const ComposeRequest& request,
                  model::Subjects& subjects) {
  auto project = project::compose::load(host, request.load);
  if (!project) {
    subjects.gaps.push_back(
        {"compose", "project", project.error().message, {}, project.error().hint});
    return;
  }
  for (const model::Diagnostic& diagnostic : project->diagnostics) {
    if (diagnostic.fatal) {
      subjects.gaps.push_back({"compose", diagnostic.span.file.str(), diagnostic.message,
                               diagnostic.span, diagnostic.hint});
    }
  }
  select_services(*project, request.services, subjects.gaps);
  subjects.title = project->name;
  subjects.project = std::move(*project);
}

void add_dockerfile(base::Result<model::DockerfileUse> use, const std::string& what,
                    const model::Span& span, model::Subjects& subjects) {
  if (!use) {
    subjects.gaps.push_back({"dockerfile", what, use.error().message, span, use.error().hint});
    return;
  }
  for (const model::Diagnostic& diagnostic : use->dockerfile.diagnostics) {
    if (diagnostic.fatal) {
      subjects.gaps.push_back(
          {"dockerfile", what, diagnostic.message, diagnostic.span, diagnostic.hint});
    }
  }
  subjects.dockerfiles.push_back(std::move(*use));
}

void read_dockerfiles(const host::Host& host, const std::string& root, model::Subjects& subjects) {
  std::set<std::string> seen;
  project::dockerfile::SeenContexts contexts;
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      if (service.active && service.build) {
        add_dockerfile(project::dockerfile::read_for_service(host, service, root, &contexts),
                       service.name, service.build->span, subjects);
      }
      // A Dockerfile of an inactive service is not an orphan.
      if (service.build && !service.build->dockerfile_inline) {
        seen.insert(base::clean_path(service.build->context_relative + "/"
                                     + service.build->dockerfile.value));
      }
    }
  }
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    seen.insert(use.dockerfile.file.str());
  }
  for (const model::FileName& file : subjects.tree->files) {
    if (is_dockerfile_name(file.str()) && seen.insert(file.str()).second) {
      add_dockerfile(project::dockerfile::read_file(host, root + "/" + file.str(), root, &contexts),
                     file.str(), {}, subjects);
    }
  }
}

void find_start_commands(const host::Host& host, const std::string& root,
                         model::Subjects& subjects) {
  using project::dockerfile::start_command;
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      if (service.active) {
        subjects.start_commands.push_back(
            start_command(host, subjects.dockerfile_of(service.name), &service, root));
      }
    }
  }
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    if (use.service.empty()) {
      subjects.start_commands.push_back(start_command(host, &use, nullptr, root));
    }
  }
}

void judge_project_passwords(const host::Host& host, model::Subjects& subjects) {
  if (!subjects.project) {
    return;
  }
  subjects.passwords = secrets::judge_passwords(
      *subjects.project, [&host](const std::string& path) -> std::optional<std::string> {
        auto text = host.read_file(path, limits::project_file_bytes);
        return text ? std::optional(std::move(*text)) : std::nullopt;
      });
}

} // namespace

bool is_yaml_name(std::string_view path) {
  return path.ends_with(".yml") || path.ends_with(".yaml");
}

bool looks_like_compose(std::string_view text) {
  const std::vector<std::string_view> lines = base::lines(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return line.starts_with("services:"); });
}

model::Subjects acquire_files(const host::Host& host, const ComposeRequest& request) {
  model::Subjects subjects;
  std::string root = start_folder(host, request.load);
  if (const auto real = host.canonical(root)) {
    root = *real;
  }
  subjects.title = base_name(root);
  if (expects_compose(host, request)) {
    load_compose(host, request, subjects);
    root = subjects.project ? subjects.project->directory : root;
  }
  subjects.scope =
      request.compose_optional ? model::Subjects::Scope::files : model::Subjects::Scope::compose;
  subjects.tree = project::git::read_tree(host, root);
  if (!subjects.tree->complete) {
    subjects.gaps.push_back({"project",
                             subjects.title,
                             "the folder holds more files than are looked at",
                             {},
                             "name a smaller folder with --project-directory"});
  }
  for (const std::string& folder : subjects.tree->unreadable) {
    subjects.gaps.push_back({"project",
                             folder.empty() ? subjects.title : folder,
                             "the folder cannot be read",
                             {},
                             "run as a user who may read it"});
  }
  if (!subjects.project) {
    name_unread_projects(host, root, *subjects.tree, subjects.gaps);
  }
  read_dockerfiles(host, root, subjects);
  find_start_commands(host, root, subjects);
  subjects.manifests = project::manifests::read_all(host, *subjects.tree);
  subjects.proxies = project::proxy::read_all(host, subjects, subjects.gaps);
  judge_project_passwords(host, subjects);
  if (request.search_secrets) {
    search_tree(host, root, subjects);
  }
  return subjects;
}

model::Subjects acquire_named_files(const host::Host& host, const std::vector<std::string>& paths) {
  model::Subjects subjects;
  subjects.scope = model::Subjects::Scope::files;
  subjects.title = base::join(paths, ", ");
  const std::string root = host.working_directory();
  const SecretSearch search(host, root);
  project::dockerfile::SeenContexts contexts;
  for (const std::string& path : paths) {
    if (is_dockerfile_name(path)) {
      add_dockerfile(project::dockerfile::read_file(host, path, root, &contexts), path, {},
                     subjects);
    } else if (path.ends_with(".conf")) {
      subjects.proxies.push_back(project::proxy::read_nginx(host, path, root));
    }
    auto text = host.read_file(path, limits::project_file_bytes);
    if (!text) {
      subjects.gaps.push_back({"files", path, text.error().message, {}, text.error().hint});
      continue;
    }
    search.search_file(path, *text, subjects.secrets);
  }
  subjects.manifests = project::manifests::read_named(host, paths);
  find_start_commands(host, root, subjects);
  return subjects;
}

} // namespace secaudit::plugin
