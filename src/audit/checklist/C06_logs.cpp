// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::string_view address_options[] = {"syslog-address", "gelf-address", "fluentd-address",
                                                "splunk-url",     "loki-url",     "awslogs-group",
                                                "gcp-project"};

bool driver_matches(const std::vector<std::string>& drivers, const std::string& driver) {
  return std::any_of(drivers.begin(), drivers.end(), [&](std::string pattern) {
    const bool open_ended = pattern.ends_with('*');
    pattern = open_ended ? pattern.substr(0, pattern.size() - 1) : pattern;
    return open_ended ? driver.starts_with(pattern) : driver == pattern;
  });
}

/// An address of this very host, or a socket of it: what takes the logs there is not in sight.
bool stays_here(std::string_view address) {
  const std::size_t scheme = address.find("://");
  const std::string_view kind = scheme == std::string_view::npos ? "" : address.substr(0, scheme);
  std::string_view host = address.substr(scheme == std::string_view::npos ? 0 : scheme + 3);
  host = host.substr(0, host.find('/'));
  host =
      host.starts_with('[') ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find(':'));
  return kind.starts_with("unix") || host == "localhost" || host == "::1"
         || host.starts_with("127.");
}

/// `collected`: a shipper or store of the project may be what listens on this host.
bool has_address(const model::Logging& logging, bool collected) {
  // These log to a place that the driver knows by itself.
  if (logging.driver == "awslogs" || logging.driver == "gcplogs") {
    return true;
  }
  return std::any_of(logging.options.begin(), logging.options.end(), [&](const auto& option) {
    return !option.second.empty() && (collected || !stays_here(option.second))
           && std::find(std::begin(address_options), std::end(address_options), option.first)
                  != std::end(address_options);
  });
}

/// Whether something in the project takes logs.
bool collects(const Known& known) {
  return !known.running(known.detectors.image_names("logging/images", "store")).empty()
         || !known.running(known.detectors.image_names("logging/images", "shipper")).empty();
}

bool ships(const Known& known, const model::Service& service, bool collected) {
  return service.logging
         && driver_matches(known.detectors.strings("logging/drivers/remote"),
                           service.logging->value.driver)
         && (has_address(service.logging->value, collected)
             || demanded(known, service, "logging.options."));
}

bool reads_containers(const model::Service& service) {
  return std::any_of(service.volumes.begin(), service.volumes.end(), [](const auto& mount) {
    return mount.value.source.starts_with("/var/lib/docker")
           || mount.value.source.ends_with("docker.sock");
  });
}

/// The journal and syslog of the host hold what containers write only where their driver sends it
/// there.
bool reads_host_logs(const model::Service& service) {
  return std::any_of(service.volumes.begin(), service.volumes.end(), [](const auto& mount) {
    return mount.value.source.starts_with("/var/log") || mount.value.source.starts_with("/run/log");
  });
}

/// `silent`: the services that send their logs nowhere by themselves.
std::vector<const model::Service*> shippers(const Known& known,
                                            const std::vector<const model::Service*>& silent) {
  const bool in_journal =
      std::all_of(silent.begin(), silent.end(), [](const model::Service* service) {
        return service->logging && service->logging->value.driver == "journald";
      });
  auto out = known.running(known.detectors.image_names("logging/images", "shipper"));
  std::erase_if(out, [&](const model::Service* service) {
    return !reads_containers(*service) && !(in_journal && reads_host_logs(*service));
  });
  return out;
}

/// A shipper that reads the host's logs only.
const model::Service* host_log_shipper(const Known& known) {
  for (const model::Service* service :
       known.running(known.detectors.image_names("logging/images", "shipper"))) {
    if (reads_host_logs(*service)) {
      return service;
    }
  }
  return nullptr;
}

Ground shipper_ground(const Known& known, const std::vector<const model::Service*>& all) {
  const auto stores = known.running(known.detectors.image_names("logging/images", "store"));
  Ground ground;
  ground.evidence = {place_of_service(*all.front())};
  ground.summary = all.front()->name + " collects";
  if (!stores.empty()) {
    ground.evidence.push_back(place_of_service(*stores.front()));
    ground.summary += " into " + stores.front()->name;
  }
  ground.reason = names_of(all) + " reads the logs of all containers.";
  return ground;
}

} // namespace

Grounds C6(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  if (known.long_running.empty()) {
    grounds.inapplicable = Ground{"no long-running service", "", {}, ""};
    return grounds;
  }
  std::vector<const model::Service*> silent;
  std::vector<const model::Service*> undecided;
  Ground shipping;
  const bool collected = collects(known);
  for (const model::Service* service : known.long_running) {
    grounds.subjects.push_back(service->name);
    if (ships(known, *service, collected)) {
      shipping.evidence.push_back(
          rules::at(service->logging->span, "driver: " + service->logging->value.driver));
    } else if (!service->logging && demanded(known, *service, "logging.")) {
      undecided.push_back(service);
    } else {
      silent.push_back(service);
    }
  }
  if (!undecided.empty()) {
    grounds.unreadable = Ground{"a value of logging is missing: " + names_of(undecided, 2),
                                "",
                                {},
                                "give the variable a value in .env, then run the audit again"};
    return grounds;
  }
  const std::size_t all = known.long_running.size();
  shipping.summary =
      std::to_string(all - silent.size()) + " of " + counted(all, "service") + " ship";
  if (silent.empty()) {
    grounds.strong = shipping;
    return grounds;
  }
  const auto collectors = shippers(known, silent);
  if (!collectors.empty()) {
    const bool store =
        !known.running(known.detectors.image_names("logging/images", "store")).empty();
    Ground ground = shipper_ground(known, collectors);
    if (store) {
      grounds.strong = std::move(ground);
    } else {
      ground.summary += ", no store seen";
      ground.next_step = "name the store that " + collectors.front()->name
                         + " sends to, or docker secaudit attest C6 --by NAME --evidence LINK";
      grounds.partial = std::move(ground);
    }
    return grounds;
  }
  if (const model::Service* journal = host_log_shipper(known)) {
    grounds.weak =
        Ground{journal->name + " reads the host's logs; do containers log there?",
               journal->name
                   + " ships what the host writes to its journal or syslog; whether the "
                     "engine sends the containers' logs there is not in these files.",
               {place_of_service(*journal)},
               "give the services `logging: driver: journald`, or docker secaudit attest "
               "C6 --by NAME --evidence LINK"};
    return grounds;
  }
  if (silent.size() < all) {
    shipping.next_step = "give " + names_of(silent) + " the same logging driver";
    grounds.partial = std::move(shipping);
    return grounds;
  }
  const auto viewers = known.running({"amir20/dozzle"});
  if (!viewers.empty()) {
    grounds.partial = Ground{"viewer only: " + names_of(viewers),
                             "",
                             {place_of_service(*viewers[0])},
                             "send the logs to a store that keeps them"};
    return grounds;
  }
  grounds.absent = {"a logging driver with an address", "a log shipper that reads the containers"};
  grounds.missing =
      Ground{"logs stay on the host",
             "Every service keeps its logs with the engine on this host.",
             {place_of_service(*silent.front())},
             "set logging: with a remote driver and its address for all services, or run a shipper "
             "such as grafana/alloy"};
  return grounds;
}

} // namespace secaudit::audit
