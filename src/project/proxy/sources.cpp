// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/sources.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace secaudit::project::proxy {
namespace {

bool is_configuration_path(std::string_view target) {
  constexpr std::array<std::string_view, 9> folders = {
      "/etc/nginx",         "/etc/caddy",   "/etc/traefik",
      "/config/nginx",      "/etc/apache2", "/usr/local/apache2/conf",
      "/opt/bitnami/nginx", "/etc/haproxy", "/usr/local/etc/haproxy"};
  return std::any_of(folders.begin(), folders.end(),
                     [&](std::string_view folder) { return target.starts_with(folder); });
}

/// Whether a destination without a final slash is a folder in images of proxies.
bool is_known_folder(std::string_view path) {
  constexpr std::array<std::string_view, 16> folders = {"/etc/nginx",
                                                        "/etc/nginx/conf.d",
                                                        "/etc/nginx/templates",
                                                        "/etc/nginx/http.d",
                                                        "/etc/nginx/snippets",
                                                        "/etc/nginx/sites-enabled",
                                                        "/etc/nginx/vhost.d",
                                                        "/etc/caddy",
                                                        "/etc/traefik",
                                                        "/etc/haproxy",
                                                        "/usr/local/etc/haproxy",
                                                        "/usr/local/apache2/conf",
                                                        "/etc/apache2/sites-enabled",
                                                        "/etc/apache2/sites-available",
                                                        "/etc/apache2/conf-enabled",
                                                        "/etc/httpd/conf.d"};
  return std::find(folders.begin(), folders.end(), path) != folders.end();
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string destination_of(const model::Stage& stage, const std::string& written) {
  if (written.starts_with('/')) {
    return written;
  }
  return (stage.workdir ? stage.workdir->value : std::string()) + "/" + written;
}

void copy_heredocs(const model::DockerfileUse& use, const model::Instruction& instruction,
                   const std::string& target, bool folder, ContainerView& view) {
  for (const model::Heredoc& heredoc : instruction.heredocs) {
    const std::string path = folder ? target + "/" + heredoc.name : base::clean_path(target);
    view.add_text(path, {heredoc.content, use.dockerfile.file, heredoc.span.begin.line});
  }
}

void copy(const host::Host& host, const model::DockerfileUse& use, const model::Stage& stage,
          const model::Instruction& instruction, ContainerView& view) {
  if (instruction.arguments.size() < 2 || instruction.flag("from")) {
    return;
  }
  const std::string written = destination_of(stage, instruction.arguments.back().text);
  const std::string target = base::clean_path(written);
  const bool folder = written.ends_with('/') || is_known_folder(target);
  copy_heredocs(use, instruction, target, folder, view);
  if (use.context.empty()) {
    return;
  }
  for (std::size_t i = 0; i + 1 < instruction.arguments.size(); ++i) {
    const std::string& source = instruction.arguments[i].text;
    const std::string path = use.context + "/" + base::clean_path("/" + source).substr(1);
    if (source.starts_with("<<") || source.find_first_of("*?[$") != std::string::npos) {
      continue;
    }
    const auto info = host.stat(path);
    if (!info) {
      continue;
    }
    if (info->type == host::FileInfo::Type::directory) {
      // What lies below is merged with what is there.
      if (const auto entries = host.list(path)) {
        for (const host::DirectoryEntry& entry : *entries) {
          view.add_path(target + "/" + entry.name, path + "/" + entry.name);
        }
      }
    } else {
      view.add_path(folder ? target + "/" + base_name(path) : target, path);
    }
  }
}

void remove_deleted(const model::Instruction& run, ContainerView& view) {
  for (const model::ShellCommand& command : run.commands) {
    if (command.name != "rm") {
      continue;
    }
    for (const std::string_view operand : command.operands()) {
      if (is_configuration_path(operand)) {
        for (const std::string& path : view.matches(std::string(operand))) {
          view.remove(path);
        }
        view.remove(std::string(operand));
      }
    }
  }
}

void add_dockerfile(const host::Host& host, const model::DockerfileUse& use, ContainerView& view) {
  std::vector<const model::Stage*> chain = use.final_chain();
  std::reverse(chain.begin(), chain.end());
  for (const model::Stage* stage : chain) {
    for (std::size_t i = stage->first; i < stage->last && i < use.dockerfile.instructions.size();
         ++i) {
      const model::Instruction& instruction = use.dockerfile.instructions[i];
      if (instruction.name == "COPY" || instruction.name == "ADD") {
        copy(host, use, *stage, instruction, view);
      } else if (instruction.name == "RUN") {
        remove_deleted(instruction, view);
      }
    }
  }
}

void add_mounts(const model::Service& service, ContainerView& view, std::vector<model::Gap>& gaps) {
  for (const auto& mount : service.volumes) {
    if (mount->type != "bind" || mount->source.empty()) {
      continue;
    }
    if (!view.add_path(mount->target, mount->source) && is_configuration_path(mount->target)) {
      gaps.push_back({"proxy", service.name,
                      "the mounted configuration " + mount->source_written + " is not there",
                      mount.span,
                      "create it, or correct the path; the engine would make an empty folder"});
    }
  }
}

void add_configs(const model::Project& project, const model::Service& service,
                 ContainerView& view) {
  for (const model::FileReference& reference : service.configs) {
    for (const model::ProjectFile& config : project.configs) {
      if (config.name != reference.source) {
        continue;
      }
      const std::string target =
          reference.target.empty() ? "/" + reference.source : reference.target;
      if (config.content) {
        const model::Node* node = config.node.find("content");
        const model::Span& span = node != nullptr ? node->span : config.span;
        // A block scalar's text begins on the line behind its `|`.
        view.add_text(target, {*config.content, span.file, span.begin.line + 1});
      } else if (!config.file.empty()) {
        view.add_path(target, config.file);
      }
    }
  }
}

bool is_name(char c, bool first) {
  return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0
         || (!first && std::isdigit(static_cast<unsigned char>(c)) != 0);
}

std::string substituted(std::string_view text, const std::vector<model::Variable>& environment) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool braces = text.substr(i).starts_with("${");
    const std::size_t begin = i + (braces ? 2 : 1);
    std::size_t end = begin;
    while (text[i] == '$' && end < text.size() && is_name(text[end], end == begin)) {
      ++end;
    }
    const bool whole =
        text[i] == '$' && end > begin && (!braces || (end < text.size() && text[end] == '}'));
    const auto known = std::find_if(environment.begin(), environment.end(), [&](const auto& item) {
      return whole && item.name == text.substr(begin, end - begin);
    });
    if (known == environment.end() || !known->value) {
      out += text[i];
      continue;
    }
    out += *known->value;
    i = braces ? end : end - 1;
  }
  return out;
}

std::string value_of(const std::vector<model::Variable>& environment, std::string_view name,
                     std::string otherwise) {
  for (const model::Variable& variable : environment) {
    if (variable.name == name && variable.value && !variable.value->empty()) {
      return *variable.value;
    }
  }
  return otherwise;
}

} // namespace

ContainerView view_of(const host::Host& host, const model::Subjects& subjects,
                      const model::Service* service, const model::DockerfileUse* use,
                      std::vector<model::Gap>& gaps) {
  const std::string root = subjects.project ? subjects.project->directory
                           : subjects.tree  ? subjects.tree->directory
                                            : host.working_directory();
  ContainerView view(host, root);
  for (const model::ImageUse& image : subjects.images) {
    if (service != nullptr && image.service == service->name && image.image) {
      for (const auto& [path, text] : image.image->small_files) {
        view.add_text("/" + path, {text, model::FileName(image.reference + ":/" + path), 1});
      }
    }
  }
  if (use != nullptr) {
    add_dockerfile(host, *use, view);
  }
  if (service != nullptr) {
    add_mounts(*service, view, gaps);
    add_configs(*subjects.project, *service, view);
  }
  return view;
}

std::vector<model::Variable> environment_of(const model::Service* service,
                                            const model::DockerfileUse* use) {
  std::vector<model::Variable> out;
  if (service != nullptr) {
    out = service->environment;
  }
  if (use != nullptr && use->target_stage() != nullptr) {
    for (const model::DockerVariable& variable : use->target_stage()->environment) {
      model::Variable copy;
      copy.name = variable.name;
      copy.value = variable.value;
      copy.span = variable.span;
      out.push_back(std::move(copy));
    }
  }
  return out;
}

void expand_templates(ContainerView& view, const std::vector<model::Variable>& environment) {
  const std::string from =
      value_of(environment, "NGINX_ENVSUBST_TEMPLATE_DIR", "/etc/nginx/templates");
  const std::string suffix = value_of(environment, "NGINX_ENVSUBST_TEMPLATE_SUFFIX", ".template");
  const std::string to = value_of(environment, "NGINX_ENVSUBST_OUTPUT_DIR", "/etc/nginx/conf.d");
  for (const std::string pattern : {"/*", "/*/*"}) {
    for (const std::string& path : view.matches(from + pattern + suffix)) {
      auto file = view.read(path);
      if (!file) {
        continue;
      }
      file->text = substituted(file->text, environment);
      view.add_text(to + path.substr(from.size(), path.size() - from.size() - suffix.size()),
                    *std::move(file));
    }
  }
}

} // namespace secaudit::project::proxy
