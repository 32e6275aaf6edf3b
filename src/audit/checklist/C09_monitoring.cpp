// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

struct Measuring {
  std::vector<model::Evidence> evidence;
  const model::Service* idle = nullptr; ///< scrapes no service of the project
  std::string by;
  bool errors_only = false;
};

/// Measuring agents that run beside the project but need something to measure for it.
bool scrapes_project(const Known& known) {
  if (!known.subjects.tree) {
    return false;
  }
  std::vector<std::string> targets;
  for (const model::Service* service : known.active) {
    targets.push_back("['\"]?" + service->name + ":[0-9]+");
  }
  const Patterns patterns(targets);
  return !in_documents(*known.subjects.tree, patterns, [](std::string_view path) {
            return like(
                path, {"**/prometheus*.y*ml", "**/*.alloy", "**/telegraf.conf", "**/gatus*.y*ml"});
          }).empty();
}

Measuring measuring(const Known& known) {
  Measuring out;
  const auto images = known.running(known.detectors.strings("monitoring/metrics_images"));
  const auto uptime = known.running(known.detectors.strings("monitoring/uptime"));
  static const std::vector<std::string> scrapers{"prom/prometheus", "bitnami/prometheus",
                                                 "victoriametrics/victoria-metrics",
                                                 "victoriametrics/vmagent"};
  const auto scraping = known.running(scrapers);
  const bool scraped = !scraping.empty() && scrapes_project(known);
  for (const auto* list : {&images, &uptime}) {
    for (const model::Service* service : *list) {
      const bool scraper = std::find(scraping.begin(), scraping.end(), service) != scraping.end();
      if (!scraper || scraped) {
        out.evidence.push_back(place_of_service(*service));
        out.by = out.by.empty() ? service->name : out.by;
      } else {
        out.idle = service;
      }
    }
  }
  if (!out.evidence.empty()) {
    return out;
  }
  const auto names = known.detectors.strings("monitoring/env");
  for (const model::Service* service : known.active) {
    if (const model::Variable* variable = variable_like(*service, names)) {
      // A directory for metrics and an address of nobody measure nothing by themselves.
      if (variable->name == "PROMETHEUS_MULTIPROC_DIR") {
        continue;
      }
      out.evidence.push_back(rules::at(variable->name_span, variable->name));
      out.errors_only = variable->name == "SENTRY_DSN";
      out.by = variable->name;
      return out;
    }
  }
  return out;
}

/// A receiver whose address was never filled in tells nobody.
bool is_filled_in(const model::ProjectTree& tree, const model::Evidence& place) {
  const auto* source = std::get_if<model::SourceEvidence>(&place);
  const model::ProjectTree::Document* document =
      source == nullptr ? nullptr : tree.document(source->span.file.str());
  static const Patterns placeholders(
      {R"((?i)https?://[^\s'"]*(<[^>\s]+>|your[-_]|xxx|changeme|example\.(com|org|net)))",
       R"((?i)\b(to|from|smarthost)\s*:\s*['"]?[^\s'"]*(@|\.)example\.(com|org|net))",
       R"((?i)\b(api_url|webhook_url|url|service_key|bot_token)\s*:\s*(''|""|$|['"]?<))"});
  return document == nullptr || !placeholders.matches(document->text);
}

std::vector<model::Evidence> alerting(const Known& known) {
  std::vector<model::Evidence> out;
  if (known.subjects.tree) {
    const Patterns receivers(
        {R"(^\s*-?\s*(webhook|email|slack|pagerduty|telegram|opsgenie|msteams|discord|sns|victorops|pushover)_configs\s*:)",
         R"(hc-ping\.com|cronitor\.link|deadmanssnitch|nosnch\.in)", R"(^\s*contactPoints\s*:)"});
    out = in_documents(*known.subjects.tree, receivers,
                       [](std::string_view path) { return !outside_production(path); });
    std::erase_if(out, [&](const model::Evidence& place) {
      return !is_filled_in(*known.subjects.tree, place);
    });
  }
  const std::vector<std::string> variables{"GF_SMTP_ENABLED=true", "HEALTHCHECKS_URL",
                                           "NETDATA_CLAIM_TOKEN", "DD_API_KEY"};
  for (const model::Service* service : known.active) {
    if (const model::Variable* variable = variable_like(*service, variables)) {
      out.push_back(rules::at(variable->name_span, variable->name));
    }
  }
  return out;
}

} // namespace

Grounds C9(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  if (known.long_running.empty()) {
    grounds.inapplicable = Ground{"no long-running service", "", {}, ""};
    return grounds;
  }
  const Measuring measures = measuring(known);
  auto alerts = alerting(known);
  const auto kuma = known.running({"louislam/uptime-kuma", "healthchecks/healthchecks"});
  if (!measures.evidence.empty() && !alerts.empty() && !measures.errors_only) {
    Ground ground{measures.by + ", alerts go out", "Something measures and somebody is told.",
                  measures.evidence, ""};
    ground.evidence.insert(ground.evidence.end(), alerts.begin(), alerts.end());
    grounds.strong = std::move(ground);
  } else if (!kuma.empty()) {
    grounds.weak = Ground{names_of(kuma) + " keeps its settings in its database",
                          "",
                          {place_of_service(*kuma.front())},
                          "docker secaudit attest C9 --by NAME --evidence LINK"};
  } else if (!measures.evidence.empty()) {
    grounds.partial =
        Ground{measures.errors_only ? "error tracking only" : measures.by + ", nobody is alerted",
               "", measures.evidence,
               "give alerts a receiver: Alertmanager with webhook_configs or email_configs"};
    grounds.absent = {"an alert receiver"};
  } else {
    grounds.absent = {"a metrics, uptime or APM service that watches the project",
                      "an alert receiver"};
    grounds.missing = Ground{
        "nothing watches the services",
        "No monitoring was found; a health check alone tells nobody.",
        {place_of_service(*known.long_running.front())},
        "add prometheus with alert rules and alertmanager with a receiver, or an uptime checker"};
    if (measures.idle != nullptr) {
      grounds.missing.summary = measures.idle->name + " scrapes no service of the project";
      grounds.missing.reason = "The targets of " + measures.idle->name
                               + " are not services of this project; nobody is told when one of "
                                 "them fails.";
      grounds.missing.evidence = {place_of_service(*measures.idle)};
      grounds.missing.next_step = "give " + measures.idle->name
                                  + " the services as targets, alert rules, and an alertmanager "
                                    "with a receiver";
    }
  }
  return grounds;
}

} // namespace secaudit::audit
