// SPDX-License-Identifier: Apache-2.0
#include "audit/summaries.hpp"

#include <algorithm>
#include <set>

namespace secaudit::audit {
namespace {

model::RuleHelp help_of(const rules::Entry& entry) {
  model::RuleHelp help;
  help.id = entry.rule.id;
  help.name = entry.rule.name;
  help.severity = entry.rule.severity;
  help.why = rules::section(entry.document, "Why it matters");
  help.fix = rules::section(entry.document, "How to fix");
  help.controls.assign(entry.rule.controls.begin(), entry.rule.controls.end());
  help.tags.assign(entry.rule.tags.begin(), entry.rule.tags.end());
  help.document = entry.document;
  return help;
}

std::string system_of(const model::Image& image) {
  if (!image.os_release) {
    return {};
  }
  const model::OsRelease& os = *image.os_release;
  return os.pretty_name.empty() ? os.id + " " + os.version_id : os.pretty_name;
}

} // namespace

std::vector<model::ServiceSummary> services_of(const model::Subjects& subjects) {
  std::vector<model::ServiceSummary> out;
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      out.push_back({service.name, service.image ? service.image->value : service.image_name,
                     service.build.has_value(), service.active});
    }
  }
  return out;
}

std::vector<model::ImageSummary> images_of(const model::Subjects& subjects) {
  std::vector<model::ImageSummary> out;
  for (const model::ImageUse& use : subjects.images) {
    model::ImageSummary summary;
    summary.reference = use.reference;
    summary.service = use.service;
    summary.built_fresh = use.built_fresh;
    if (use.image) {
      summary.config_digest = use.image->config_digest;
      summary.platform = use.image->platform;
      summary.base = system_of(*use.image);
      summary.user = use.image->config.user;
      summary.size = use.image->size;
      summary.layers = use.image->layers.size();
      summary.packages = use.image->packages.size();
      summary.scanned = use.image->complete();
    }
    out.push_back(std::move(summary));
  }
  return out;
}

std::map<std::string, model::RuleHelp> help_for(const std::vector<model::Finding>& findings,
                                                const std::vector<rules::Entry>& catalogue) {
  std::set<std::string_view> named;
  for (const model::Finding& finding : findings) {
    named.insert(finding.rule);
  }
  std::map<std::string, model::RuleHelp> out;
  for (const rules::Entry& entry : catalogue) {
    if (named.count(entry.rule.id) != 0) {
      out.emplace(entry.rule.id, help_of(entry));
    }
  }
  return out;
}

} // namespace secaudit::audit
