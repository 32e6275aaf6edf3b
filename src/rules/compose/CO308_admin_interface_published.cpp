// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Interface {
  std::string_view image; ///< "" = any image, the port says it
  std::uint32_t port;
  std::string_view title;
};
constexpr std::array<Interface, 22> interfaces{
    {{"rabbitmq", 15672, "RabbitMQ management"},
     {"kibana", 5601, "Kibana"},
     {"opensearchproject/opensearch-dashboards", 5601, "OpenSearch Dashboards"},
     {"prom/prometheus", 9090, "Prometheus"},
     {"prom/alertmanager", 9093, "Alertmanager"},
     {"prom/pushgateway", 9091, "Pushgateway"},
     {"mher/flower", 5555, "Flower"},
     {"minio/minio", 9001, "MinIO console"},
     {"portainer/portainer-ce", 9000, "Portainer"},
     {"portainer/portainer-ce", 9443, "Portainer"},
     {"portainer/portainer", 9000, "Portainer"},
     {"portainer/agent", 9001, "Portainer agent"},
     {"cadvisor/cadvisor", 8080, "cAdvisor"},
     {"prom/node-exporter", 9100, "node exporter"},
     {"amir20/dozzle", 8080, "Dozzle"},
     {"provectuslabs/kafka-ui", 8080, "Kafka UI"},
     {"consul", 8500, "Consul"},
     {"jaegertracing/all-in-one", 16686, "Jaeger"},
     {"jc21/nginx-proxy-manager", 81, "Nginx Proxy Manager"},
     {"neo4j", 7474, "Neo4j browser"},
     {"netdata/netdata", 19999, "Netdata"},
     {"louislam/dockge", 5001, "Dockge"}}};

bool has_word(const model::Service& service, std::string_view word) {
  const std::vector<std::string> words = start_words(service);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& text) { return base::contains(text, word); })
         || std::any_of(service.environment.begin(), service.environment.end(),
                        [&](const model::Variable& variable) {
                          return variable.value && base::contains(*variable.value, word);
                        });
}

/// The interface behind a port, or "".
std::string title_of(const model::Service& service, const model::Port& port,
                     const ImageName& image) {
  for (const Interface& known : interfaces) {
    if (known.port == port.target && image_is(image, known.image)) {
      return std::string(known.title);
    }
  }
  if (has_word(service, "jmxremote.port=" + std::to_string(port.target))) {
    return "JMX";
  }
  if (port.target == 5555 && has_word(service, "flower")) {
    return "Flower";
  }
  if (port.target == 9001 && has_word(service, "--console-address")) {
    return "MinIO console";
  }
  return port.target == 15672 ? "RabbitMQ management" : port.target == 6060 ? "pprof" : "";
}

Verdict check(const model::Service& service, const Context& context) {
  const ImageName image = software_of(service, context);
  std::vector<Issue> issues;
  for (const auto& port : service.ports) {
    const Exposure reach = exposure(*port, service, context);
    const std::string title = title_of(service, *port, image);
    if (title.empty() || reach <= Exposure::loopback) {
      continue;
    }
    model::Port local = *port;
    local.host_ip = "127.0.0.1";
    issues.push_back(
        {reach == Exposure::everyone ? Severity::high : Severity::low,
         title + " of service " + service.name + " is published on port "
             + (port->published.empty() ? std::to_string(port->target) : port->published)
             + ": it shows or commands the insides of the system.",
         places(port, written(*port)),
         "Write `\"" + written(local) + "\"` in `" + path_of(service)
             + ".ports` and reach it through SSH or a VPN, or put it behind a proxy "
               "that asks for a login.",
         "ports[" + std::to_string(port->target) + "].admin"});
  }
  return conclude(service, std::move(issues), "no administration interface published");
}

} // namespace

Rule CO308() {
  return {.id = "CO308",
          .name = "admin-interface-published",
          .title = "Administration interface is published",
          .severity = Severity::high,
          .items = {},
          .controls = {"compose-lint CL-0005"},
          .tags = {"compose", "network"},
          .fix = Fix::safe,
          .check = check};
}

} // namespace secaudit::rules
