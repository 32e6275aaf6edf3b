// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/extract.hpp"

#include <algorithm>
#include <charconv>

namespace secaudit::project::compose {
namespace {

using model::Node;

std::string text_at(const Node& node, std::string_view key) {
  const Node* member = node.find(key);
  return member != nullptr && member->is_scalar() ? member->text : std::string();
}

std::optional<std::int64_t> integer(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

std::optional<model::Sourced<model::CommandLine>> command_of(const Node* node) {
  if (node == nullptr || node->is_null()) {
    return std::nullopt;
  }
  model::CommandLine line;
  if (node->is_sequence()) {
    for (const Node& item : node->items) {
      line.words.push_back(item.text);
    }
  }
  line.text = node->text;
  line.shell_text = !node->text.empty();
  return sourced(std::move(line), *node);
}

model::Port port_of(const Node& node) {
  model::Port port;
  port.host_ip = text_at(node, "host_ip");
  port.published = text_at(node, "published");
  port.target = static_cast<std::uint32_t>(integer(text_at(node, "target")).value_or(0));
  port.mode = text_at(node, "mode");
  const std::string protocol = text_at(node, "protocol");
  port.protocol = protocol.empty() ? "tcp" : protocol;
  return port;
}

model::Mount mount_of(const Node& node) {
  model::Mount mount;
  mount.type = text_at(node, "type");
  const Node* source = node.find("source");
  mount.source = source == nullptr ? std::string() : source->text;
  mount.source_written = source == nullptr     ? std::string()
                         : source->raw.empty() ? source->text
                                               : source->raw;
  mount.target = text_at(node, "target");
  // The short form keeps its text; options stand behind the target.
  const std::string behind = ":" + mount.target + ":";
  const std::size_t at = node.text.find(behind);
  if (!mount.target.empty() && at != std::string::npos) {
    mount.mode = node.text.substr(at + behind.size());
  }
  const Node* read_only = node.find("read_only");
  mount.read_only = read_only != nullptr && is_true(*read_only);
  const Node* propagation = node.at("bind.propagation");
  mount.propagation = propagation != nullptr ? propagation->text : text_at(node, "propagation");
  if (const Node* create = node.at("bind.create_host_path")) {
    mount.create_host_path = is_true(*create);
  }
  return mount;
}

std::optional<model::Sourced<model::Healthcheck>> healthcheck_of(const Node* node) {
  if (node == nullptr || !node->is_mapping()) {
    return std::nullopt;
  }
  model::Healthcheck check;
  const Node* disable = node->find("disable");
  check.disabled = disable != nullptr && is_true(*disable);
  if (const Node* test = node->find("test")) {
    if (test->is_sequence()) {
      for (const Node& item : test->items) {
        check.test.push_back(item.text);
      }
    } else if (!test->is_null()) {
      check.test = {"CMD-SHELL", test->text};
    }
  }
  check.disabled = check.disabled || (!check.test.empty() && check.test.front() == "NONE");
  check.interval = text_at(*node, "interval");
  check.timeout = text_at(*node, "timeout");
  check.start_period = text_at(*node, "start_period");
  check.start_interval = text_at(*node, "start_interval");
  check.retries = integer(text_at(*node, "retries"));
  return sourced(std::move(check), *node);
}

std::optional<model::Sourced<model::Logging>> logging_of(const Node* node) {
  if (node == nullptr || !node->is_mapping()) {
    return std::nullopt;
  }
  model::Logging logging;
  logging.driver = text_at(*node, "driver");
  logging.span = node->span;
  if (const Node* options = node->find("options")) {
    for (const Node::Member& option : options->members) {
      logging.options[option.key] = option.value.text;
    }
  }
  return sourced(std::move(logging), *node);
}

bool is_limit(const Node* node) {
  if (node == nullptr || !node->is_scalar() || node->is_null()) {
    return false;
  }
  // 0 and -1 mean "none".
  const std::string& text = node->text;
  return text.find_first_of("123456789") != std::string::npos && !text.starts_with('-');
}

/// deploy.resources.limits wins over the older keys where it is not zero.
const Node* limit(const Node& service, std::string_view deploy_key, std::string_view key) {
  const Node* deploy = service.at("deploy.resources.limits." + std::string(deploy_key));
  const Node* old = service.find(key);
  return is_limit(deploy) ? deploy : is_limit(old) ? old : nullptr;
}

model::Limits limits_of(const Node& service) {
  model::Limits limits;
  limits.memory = text_of(limit(service, "memory", "mem_limit"));
  limits.cpus = text_of(limit(service, "cpus", "cpus"));
  if (!limits.cpus && is_limit(service.find("cpu_quota"))) {
    limits.cpus = text_of(service.find("cpu_quota"));
  }
  if (const Node* pids = limit(service, "pids", "pids_limit")) {
    if (const auto number = integer(pids->text)) {
      limits.pids = sourced(*number, *pids);
    }
  }
  return limits;
}

std::optional<model::Sourced<std::string>> restart_of(const Node& service) {
  if (const Node* policy = service.at("deploy.restart_policy")) {
    const Node* condition = policy->find("condition");
    const std::string word = condition == nullptr ? "any" : condition->text;
    return sourced(word == "none"         ? std::string("no")
                   : word == "on-failure" ? word
                                          : std::string("always"),
                   condition == nullptr ? *policy : *condition);
  }
  return text_of(service.find("restart"));
}

std::vector<model::FileReference> references_of(const Node* node) {
  std::vector<model::FileReference> result;
  for (const Node& item : node == nullptr ? std::vector<Node>{} : node->items) {
    if (item.is_mapping()) {
      result.push_back({text_at(item, "source"), text_at(item, "target"), item.span});
    } else {
      result.push_back({item.text, item.text, item.span});
    }
  }
  return result;
}

std::vector<model::Dependency> dependencies_of(const Node* node) {
  std::vector<model::Dependency> result;
  for (const Node::Member& member : node == nullptr ? std::vector<Node::Member>{} : node->members) {
    model::Dependency dependency;
    dependency.service = member.key;
    const std::string condition = text_at(member.value, "condition");
    dependency.condition = condition.empty() ? dependency.condition : condition;
    const Node* required = member.value.find("required");
    dependency.required = required == nullptr || is_true(*required);
    dependency.span = member.key_span;
    result.push_back(std::move(dependency));
  }
  return result;
}

std::vector<model::Sourced<std::string>> networks_of(const Node& service) {
  std::vector<model::Sourced<std::string>> result;
  const Node* networks = service.find("networks");
  if (networks != nullptr && !networks->members.empty()) {
    for (const Node::Member& member : networks->members) {
      result.push_back({member.key, member.key_span, networks->via, networks->origins});
    }
  } else if (service.find("network_mode") == nullptr) {
    result.push_back({"default", service.span, model::Via::defaulted, {}});
  }
  return result;
}

std::vector<model::Sourced<std::string>> devices_of(const Node* node) {
  std::vector<model::Sourced<std::string>> result = list_of(node);
  for (const Node& item : node == nullptr ? std::vector<Node>{} : node->items) {
    if (item.is_mapping()) {
      result.push_back(sourced(text_at(item, "source") + ":" + text_at(item, "target") + ":"
                                   + text_at(item, "permissions"),
                               item));
    }
  }
  return result;
}

bool is_active(const Node& service, const std::set<std::string>& enabled,
               std::vector<std::string>& profiles) {
  for (const auto& profile : list_of(service.find("profiles"))) {
    profiles.push_back(profile.value);
  }
  if (profiles.empty() || enabled.contains("*")) {
    return true;
  }
  return std::any_of(profiles.begin(), profiles.end(),
                     [&](const std::string& p) { return enabled.contains(p); });
}

void take_flags(const Node& node, model::Service& service) {
  service.privileged = flag_of(node.find("privileged"));
  service.read_only = flag_of(node.find("read_only"));
  service.init = flag_of(node.find("init"));
  service.tty = flag_of(node.find("tty"));
  service.stdin_open = flag_of(node.find("stdin_open"));
  service.use_api_socket = flag_of(node.find("use_api_socket"));
  service.user = text_of(node.find("user"));
  service.working_dir = text_of(node.find("working_dir"));
  service.container_name = text_of(node.find("container_name"));
  service.network_mode = text_of(node.find("network_mode"));
  service.pid = text_of(node.find("pid"));
  service.ipc = text_of(node.find("ipc"));
  service.uts = text_of(node.find("uts"));
  service.userns_mode = text_of(node.find("userns_mode"));
  service.cgroup = text_of(node.find("cgroup"));
  service.pull_policy = text_of(node.find("pull_policy"));
}

void take_lists(const Node& node, model::Service& service) {
  service.cap_add = list_of(node.find("cap_add"));
  service.cap_drop = list_of(node.find("cap_drop"));
  service.security_opt = list_of(node.find("security_opt"));
  service.group_add = list_of(node.find("group_add"));
  service.devices = devices_of(node.find("devices"));
  service.tmpfs = list_of(node.find("tmpfs"));
  service.expose = list_of(node.find("expose"));
  service.labels = variables_of(node.find("labels"));
  service.deploy_labels = variables_of(node.at("deploy.labels"));
  service.sysctls = variables_of(node.find("sysctls"));
  service.extra_hosts = variables_of(node.find("extra_hosts"));
  service.depends_on = dependencies_of(node.find("depends_on"));
  service.secrets = references_of(node.find("secrets"));
  service.configs = references_of(node.find("configs"));
  service.networks = networks_of(node);
  for (const char* key : {"ports", "volumes"}) {
    const Node* list = node.find(key);
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const Node& item = list->items[i];
      if (key[0] == 'p') {
        service.ports.push_back(sourced(port_of(item), item));
      } else {
        service.volumes.push_back(sourced(mount_of(item), item));
      }
    }
  }
}

} // namespace

std::optional<model::Build> extract_build(const Node& node, const ExtractContext& context) {
  if (!node.is_mapping()) {
    return std::nullopt;
  }
  model::Build build;
  build.span = node.span;
  build.context = text_of(node.find("context")).value_or(sourced(context.directory, node));
  build.context_relative = display_name(build.context.value, context.directory);
  if (build.context.value == context.directory) {
    build.context_relative = ".";
  }
  const auto dockerfile = text_of(node.find("dockerfile"));
  build.dockerfile = dockerfile.value_or(
      model::Sourced<std::string>{"Dockerfile", node.span, model::Via::defaulted, {}});
  build.dockerfile_inline = text_of(node.find("dockerfile_inline"));
  build.target = text_of(node.find("target"));
  build.args = variables_of(node.find("args"));
  for (model::Variable& argument : build.args) {
    const std::string* value = argument.value ? nullptr : context.environment.find(argument.name);
    if (value != nullptr) {
      argument.value = *value;
    }
  }
  build.labels = variables_of(node.find("labels"));
  build.additional_contexts = variables_of(node.find("additional_contexts"));
  build.network = text_of(node.find("network"));
  build.privileged = flag_of(node.find("privileged"));
  build.pull = flag_of(node.find("pull"));
  build.no_cache = flag_of(node.find("no_cache"));
  if (const Node* secrets = node.find("secrets")) {
    for (const Node& item : secrets->items) {
      build.secrets.push_back(sourced(text_at(item, "source"), item));
    }
  }
  build.entitlements = list_of(node.find("entitlements"));
  return build;
}

model::Service extract_service(const Node::Member& member, const ExtractContext& context,
                               const std::string& project_name) {
  const Node& node = member.value;
  model::Service service;
  service.name = member.key;
  service.name_span = member.key_span;
  service.node = node;
  service.active = is_active(node, context.profiles, service.profiles);
  service.image = text_of(node.find("image"));
  service.image_name = service.image ? service.image->value : project_name + "-" + member.key;
  if (const Node* build = node.find("build")) {
    service.build = extract_build(*build, context);
  }
  service.command = command_of(node.find("command"));
  service.entrypoint = command_of(node.find("entrypoint"));
  take_flags(node, service);
  take_lists(node, service);
  service.restart = restart_of(node);
  service.healthcheck = healthcheck_of(node.find("healthcheck"));
  service.logging = logging_of(node.find("logging"));
  service.limits = limits_of(node);
  extract_environment(node, context, service);
  return service;
}

} // namespace secaudit::project::compose
