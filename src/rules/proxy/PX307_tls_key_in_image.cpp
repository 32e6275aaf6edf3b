// SPDX-License-Identifier: Apache-2.0
#include "rules/proxy_facts.hpp"

#include <algorithm>

namespace secaudit::rules {
namespace {

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// The COPY of the final image that brings the file, or nullptr.
const model::Instruction* copied_by(const model::DockerfileUse& use, std::string_view path) {
  for (const model::Stage* stage : use.final_chain()) {
    for (std::size_t i = stage->first; i < stage->last; ++i) {
      const model::Instruction& copy = use.dockerfile.instructions[i];
      if ((copy.name != "COPY" && copy.name != "ADD") || copy.flag("from")
          || copy.arguments.size() < 2) {
        continue;
      }
      std::string_view target = copy.arguments.back().text;
      const bool same_file = target == path;
      while (target.ends_with('/')) {
        target.remove_suffix(1);
      }
      for (std::size_t n = 0; n + 1 < copy.arguments.size(); ++n) {
        const std::string_view source = copy.arguments[n].text;
        const bool into = path == std::string(target) + "/" + std::string(last_part(source));
        if (same_file || into) {
          return &copy;
        }
      }
    }
  }
  return nullptr;
}

bool mounted(const model::ProxyConfig& proxy, const Context& context, std::string_view path) {
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(proxy.service) : nullptr;
  return service != nullptr
         && std::any_of(service->volumes.begin(), service->volumes.end(), [&](const auto& mount) {
              return path == mount->target || path.starts_with(mount->target + "/");
            });
}

Verdict check(const model::ProxyConfig& proxy, const Context& context) {
  const auto keys = model::anywhere(proxy.directives, "ssl_certificate_key");
  if (keys.empty()) {
    return not_applicable("no key file is named");
  }
  std::vector<Issue> issues;
  for (const model::DockerfileUse& use : context.subjects.dockerfiles) {
    for (const model::Directive* key : keys) {
      const std::string path(model::argument(*key, 0));
      const model::Instruction* copy =
          use.service == proxy.service ? copied_by(use, path) : nullptr;
      if (copy == nullptr || mounted(proxy, context, path)) {
        continue;
      }
      Issue issue;
      issue.severity = Severity::high;
      issue.message = "The private key " + path
                      + " is copied into the image: whoever can pull it can pose as this site.";
      issue.evidence = {at(copy->name_span, "COPY … " + copy->arguments.back().text),
                        at(key->span, "ssl_certificate_key " + path)};
      issue.remedy = "Mount the key at run time (a Compose secret, or the volume of an ACME "
                     "client), and have the certificate issued anew.";
      issue.key = "ssl_certificate_key|" + path;
      issues.push_back(std::move(issue));
    }
  }
  return from_issues(std::move(issues), "the key is not copied into the image");
}

} // namespace

Rule PX307() {
  return {.id = "PX307",
          .name = "tls-key-in-image",
          .title = "The TLS key is part of the image",
          .severity = Severity::high,
          .items = {"C4", "H13"},
          .controls = {},
          .tags = {"proxy", "tls", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
