// SPDX-License-Identifier: Apache-2.0
#include "project/compose/consistency.hpp"

#include "project/compose/cycles.hpp"
#include "project/compose/service_checks.hpp"

#include <algorithm>
#include <map>

namespace secaudit::project::compose {
namespace {

std::set<std::string> keys_of(const Node* mapping) {
  std::set<std::string> out;
  if (mapping != nullptr) {
    for (const Node::Member& member : mapping->members) {
      out.insert(member.key);
    }
  }
  return out;
}

class Checker {
 public:
  Checker(const Node& root, const std::set<std::string>& inactive, Report& report)
      : inactive_(inactive), report_(report), services_(keys_of(root.find("services"))),
        networks_(keys_of(root.find("networks"))), volumes_(keys_of(root.find("volumes"))),
        secrets_(keys_of(root.find("secrets"))), configs_(keys_of(root.find("configs"))),
        models_(keys_of(root.find("models"))) {}

  void run(const Node::Member& service, const Node& all) {
    const Node& node = service.value;
    check_service(service, report_);
    references(node.find("networks"), networks_, "network");
    references(node.find("models"), models_, "model");
    sources(node.find("secrets"), secrets_, "secret");
    sources(node.at("build.secrets"), secrets_, "build secret");
    sources(node.find("configs"), configs_, "config");
    mounts(node.find("volumes"));
    dependencies(node);
    contexts(node, all);
    names(service);
  }

 private:
  void references(const Node* mapping, const std::set<std::string>& known, const char* what) {
    if (mapping == nullptr) {
      return;
    }
    for (const Node::Member& member : mapping->members) {
      if (!known.contains(member.key)) {
        undefined(member.key_span, what, member.key);
      }
    }
  }

  void undefined(const model::Span& at, const std::string& what, const std::string& name) {
    report_.error(at, "undefined " + what + " " + name,
                  "define it at the top level, or correct the name");
  }

  void sources(const Node* list, const std::set<std::string>& known, const char* what) {
    if (list == nullptr) {
      return;
    }
    for (const Node& item : list->items) {
      const std::string source = text_of(item, "source");
      if (!known.contains(source)) {
        undefined(item.span, what, source);
      }
    }
  }

  void mounts(const Node* list) {
    if (list == nullptr) {
      return;
    }
    for (const Node& item : list->items) {
      const Node* source = item.find("source");
      if (text_of(item, "type") == "volume" && source != nullptr && !source->text.empty()
          && !volumes_.contains(source->text)) {
        undefined(source->span, "volume", source->text);
      }
    }
  }

  void dependencies(const Node& node) {
    const Node* list = node.find("depends_on");
    if (list == nullptr) {
      return;
    }
    for (const Node::Member& member : list->members) {
      const Node* required = member.value.find("required");
      const bool optional = required != nullptr && required->text == "false";
      if (!services_.contains(member.key)) {
        undefined(member.key_span, "service", member.key);
      } else if (inactive_.contains(member.key) && !optional) {
        report_.error(member.key_span,
                      "depends on service " + member.key + ", whose profile is not enabled",
                      "enable the profile, or set `required: false`");
      }
    }
  }

  /// `service:` in additional_contexts means an image that another service builds.
  void contexts(const Node& node, const Node& all) {
    const Node* list = node.at("build.additional_contexts");
    if (list == nullptr) {
      return;
    }
    for (const Node::Member& member : list->members) {
      if (!member.value.text.starts_with("service:")) {
        continue;
      }
      const Node* other = all.find(member.value.text.substr(8));
      if (other == nullptr || other->find("build") == nullptr) {
        report_.error(member.value.span,
                      "build context \"" + member.value.text
                          + "\" of a service that builds nothing",
                      "name a service with `build`");
      }
    }
  }

  void names(const Node::Member& service) {
    const Node* name = service.value.find("container_name");
    if (name == nullptr) {
      return;
    }
    const auto [first, added] = container_names_.try_emplace(name->text, service.key);
    if (!added) {
      report_.error(name->span,
                    "container_name \"" + name->text + "\" is used by service " + first->second
                        + " as well",
                    "choose another name, or none");
    }
  }

  const std::set<std::string>& inactive_;
  Report& report_;
  std::set<std::string> services_, networks_, volumes_, secrets_, configs_, models_;
  std::map<std::string, std::string> container_names_;
};

} // namespace

void check_consistency(const Node& root, const std::set<std::string>& inactive, Report& report) {
  const Node* services = root.find("services");
  if (services == nullptr) {
    return;
  }
  if (const Node* secrets = root.find("secrets")) {
    for (const Node::Member& member : secrets->members) {
      if (member.value.find("external") == nullptr && member.value.find("file") == nullptr
          && member.value.find("environment") == nullptr) {
        report.error(member.key_span,
                     "secret " + member.key + " has neither `file` nor `environment`",
                     "add one of the two");
      }
    }
  }
  Checker checker(root, inactive, report);
  for (const Node::Member& member : services->members) {
    if (!inactive.contains(member.key)) {
      checker.run(member, *services);
    }
  }
  check_cycles(*services, inactive, report);
}

} // namespace secaudit::project::compose
