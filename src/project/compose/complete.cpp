// SPDX-License-Identifier: Apache-2.0
#include "project/compose/complete.hpp"

#include "base/text.hpp"
#include "project/compose/addresses.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

void set_default(Node& mapping, std::string_view key, Kind kind, std::string value) {
  if (mapping.is_mapping() && mapping.find(key) == nullptr) {
    set_member(mapping, key, defaulted(mapping, kind, std::move(value)));
  }
}

bool text_is_zero(const Node& node) {
  return node.text == "0";
}

template <typename F>
void each_item(Node* list, F&& use) {
  if (list != nullptr) {
    for (Node& item : list->items) {
      use(item);
    }
  }
}

void device_defaults(Node& device) {
  if (device.is_mapping() && device.find("count") == nullptr
      && device.find("device_ids") == nullptr) {
    set_member(device, "count", defaulted(device, Kind::integer, "-1"));
  }
}

void service_defaults(Node& service) {
  if (Node* build = service.find("build"); build != nullptr) {
    set_default(*build, "context", Kind::string, ".");
  }
  each_item(service.find("secrets"), [](Node& secret) {
    set_default(secret, "target", Kind::string, "/run/secrets/" + text_of(secret, "source"));
  });
  each_item(service.find("ports"), [](Node& port) {
    set_default(port, "mode", Kind::string, "ingress");
    set_default(port, "protocol", Kind::string, "tcp");
  });
  each_item(at(service, "deploy.resources.reservations.devices"), device_defaults);
  each_item(service.find("gpus"), device_defaults);
}

class Checker {
 public:
  explicit Checker(Report& report) : report_(report) {}

  void service(Node& service) {
    each_item(service.find("ports"), [this](Node& port) {
      if (port.is_mapping()
          && (port.find("target") == nullptr || text_is_zero(*port.find("target")))) {
        report_.error(port.span, "a port without `target`", "add the container's port");
      }
      const Node* ip = port.find("host_ip");
      if (ip != nullptr && ip->is_string() && !is_ip_address(ip->text)) {
        report_.error(ip->span, "host_ip \"" + ip->text + "\" is no IP address", "use an address");
      }
    });
    for (Node* devices :
         {at(service, "deploy.resources.reservations.devices"), service.find("gpus")}) {
      each_item(devices, [this](Node& device) {
        if (device.find("count") != nullptr && device.find("device_ids") != nullptr) {
          report_.error(device.span, "a device with both `count` and `device_ids`",
                        "keep `count` or `device_ids`");
        }
      });
    }
    if (Node* devices = at(service, "deploy.resources.reservations.devices")) {
      capabilities(*devices);
    }
  }

  void volume(const Node::Member& member) {
    const Node* external = member.value.find("external");
    if (external == nullptr || !external->is_true()) {
      return;
    }
    for (const Node::Member& key : member.value.members) {
      if (key.key != "name" && key.key != "external" && !key.key.starts_with("x-")) {
        report_.error(key.key_span,
                      "volume " + member.key + ": `" + key.key
                          + "` beside `external`, which takes the volume as it is",
                      "remove one of the two");
      }
    }
  }

  void file(const Node::Member& member, const std::vector<std::string_view>& sources) {
    int given = 0;
    for (const std::string_view source : sources) {
      given += member.value.find(source) != nullptr ? 1 : 0;
    }
    std::string list;
    for (const std::string_view source : sources) {
      list += (list.empty() ? "" : ", ") + std::string(source);
    }
    const Node* external = member.value.find("external");
    if (external != nullptr && external->is_true()) {
      return external_file(member, sources);
    }
    if (given > 1) {
      report_.error(member.key_span, member.key + ": more than one of " + list, "keep one");
    } else if (given == 0 && member.value.find("driver") == nullptr) {
      report_.error(member.key_span, member.key + ": one of " + list + " must be set", "add one");
    }
  }

 private:
  void external_file(const Node::Member& member, const std::vector<std::string_view>& sources) {
    for (const Node::Member& key : member.value.members) {
      if (std::find(sources.begin(), sources.end(), key.key) != sources.end()) {
        report_.error(key.key_span, member.key + ": `" + key.key + "` beside `external`",
                      "remove one of the two");
      }
    }
  }

  void capabilities(Node& devices) {
    for (const Node& device : devices.items) {
      if (device.find("capabilities") == nullptr) {
        report_.error(device.span, "a device without `capabilities`", "add `capabilities: [gpu]`");
      }
    }
  }

  Report& report_;
};

/// `KEY` without a value takes the value of the environment that the file was read with.
void resolve_bare(Node* variables, const Environment& environment) {
  if (variables == nullptr) {
    return;
  }
  const auto origin = [&](Node& node, const std::string& name) {
    node.via = model::Via::interpolated;
    const model::Variable* line = environment.line_of(name);
    node.origins.push_back(
        {model::Via::interpolated, line == nullptr ? model::Span{} : line->span, name});
  };
  for (Node& item : variables->items) {
    const std::string* value =
        item.text.find('=') == std::string::npos ? environment.find(item.text) : nullptr;
    if (item.is_string() && value != nullptr) {
      origin(item, item.text);
      item.raw = item.text;
      item.text += "=" + *value;
    }
  }
  for (Node::Member& member : variables->members) {
    const std::string* value = member.value.is_null() ? environment.find(member.key) : nullptr;
    if (value != nullptr) {
      origin(member.value, member.key);
      member.value.kind = Kind::string;
      member.value.text = *value;
    }
  }
}

} // namespace

void complete_project(Node& root, const CompleteContext& context, Report& report) {
  Checker checker(report);
  if (Node* services = root.find("services")) {
    for (Node::Member& member : services->members) {
      service_defaults(member.value);
      checker.service(member.value);
    }
  }
  if (Node* volumes = root.find("volumes")) {
    for (const Node::Member& member : volumes->members) {
      checker.volume(member);
    }
  }
  for (const std::string_view key : {"secrets", "configs"}) {
    if (Node* list = root.find(key)) {
      for (const Node::Member& member : list->members) {
        checker.file(member, key == "secrets"
                                 ? std::vector<std::string_view>{"file", "environment"}
                                 : std::vector<std::string_view>{"file", "environment", "content"});
      }
    }
  }
  if (context.request.resolve_paths) {
    resolve_paths(root, context.roots);
  }
  if (Node* services = root.find("services")) {
    for (Node::Member& member : services->members) {
      resolve_bare(member.value.find("environment"), context.environment);
    }
  }
}

} // namespace secaudit::project::compose
