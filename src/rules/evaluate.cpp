// SPDX-License-Identifier: Apache-2.0
#include "rules/evaluate.hpp"

namespace secaudit::rules {
namespace {

struct Applier {
  const Context& context;
  std::vector<Evaluation> out;

  void operator()(ServiceCheck check) {
    if (context.subjects.project) {
      out.reserve(context.subjects.project->services.size());
      for (const model::Service& service : context.subjects.project->services) {
        out.push_back({service.name, check(service, context)});
      }
    }
  }
  void operator()(ProjectCheck check) {
    if (context.subjects.project) {
      out.push_back({context.subjects.title, check(*context.subjects.project, context)});
    }
  }
  void operator()(DockerfileCheck check) {
    out.reserve(context.subjects.dockerfiles.size());
    for (const model::DockerfileUse& use : context.subjects.dockerfiles) {
      out.push_back(
          {use.service.empty() ? use.dockerfile.file.str() : use.service, check(use, context)});
    }
  }
  void operator()(ImageCheck check) {
    out.reserve(context.subjects.images.size());
    for (const model::ImageUse& use : context.subjects.images) {
      const std::string subject = use.service.empty() ? use.reference : use.service;
      out.push_back({subject, use.image ? check(use, context)
                                        : unknown("the image " + use.reference + " was not read")});
    }
  }
  void operator()(ProxyCheck check) {
    out.reserve(context.subjects.proxies.size());
    for (const model::ProxyConfig& proxy : context.subjects.proxies) {
      out.push_back({proxy.service, check(proxy, context)});
    }
  }
  void operator()(ManifestCheck check) {
    out.reserve(context.subjects.manifests.size());
    for (const model::Manifest& manifest : context.subjects.manifests) {
      out.push_back({manifest.file.str(), check(manifest, context)});
    }
  }
  void operator()(TreeCheck check) {
    if (context.subjects.tree) {
      out.push_back({context.subjects.title, check(*context.subjects.tree, context)});
    }
  }
  void operator()(StartCheck check) {
    out.reserve(context.subjects.start_commands.size());
    for (const model::StartCommand& start : context.subjects.start_commands) {
      const std::string file = start.chain.empty() ? "" : start.chain.front().span.file.str();
      out.push_back({start.service.empty() ? file : start.service, check(start, context)});
    }
  }
  void operator()(SecretsCheck check) {
    out.push_back({context.subjects.title, check(context.subjects, context)});
  }
};

} // namespace

std::vector<Evaluation> evaluate(const Rule& rule, const Context& context) {
  Applier applier{context, {}};
  std::visit(applier, rule.check);
  return std::move(applier.out);
}

} // namespace secaudit::rules
