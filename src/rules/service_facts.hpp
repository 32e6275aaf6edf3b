// SPDX-License-Identifier: Apache-2.0
// What the rules want to know about a service and no key says outright.
#pragma once

#include "rules/rule.hpp"
#include "rules/service_images.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// The image whose software runs: the base of the stage that is built, else `image:`. Empty path
/// when neither is known.
ImageName software_of(const model::Service& service, const Context& context);

/// The kind of datastore, broker or cache that a service is, by its image, else by a mount on a
/// data path, else (for built images) by the variables of its image; nullptr when it is none.
const DatastoreFamily* datastore_of(const model::Service& service, const Context& context);

/// The kind of proxy or web server a service is ("nginx", "traefik", "tunnel", …), or "".
std::string proxy_kind(const model::Service& service, const Context& context);

/// A service that other machines are meant to talk to: reverse proxies, mail, DNS, VPN, games.
bool is_edge(const model::Service& service, const Context& context);

/// A job that ends: another service waits for its completion, or its name says so (migrate, init,
/// seed, …).
bool one_shot(const model::Service& service, const Context& context);

/// Who can reach a published port.
enum class Exposure { none, loopback, one_address, everyone };
Exposure exposure(const model::Port& port, const model::Service& service, const Context& context);
/// The widest exposure over the ports of a service; `everyone` with the host's network.
Exposure exposure(const model::Service& service, const Context& context);

/// Whether a port is one that web applications listen on and the service is none of another trade.
bool speaks_http(const model::Service& service, const model::Port& port, const Context& context);

/// Lower and upper end of a published range; {0, 0} for an ephemeral port.
struct PortRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};
PortRange published_range(const model::Port& port);
/// "8080:80/udp" as it would be written, for messages.
std::string written(const model::Port& port);

/// Whether a service can talk to the container engine: a mounted socket, one of its parent folders,
/// `use_api_socket`.
bool holds_engine_socket(const model::Service& service);
/// Whether a bind source is an engine socket or a folder that holds one.
bool is_engine_socket(std::string_view host_path);

/// The user that the main process ends up as.
struct RunsAs {
  enum class Kind { root, other, drops, unknown };
  Kind kind = Kind::unknown;
  std::string user;   ///< as written, may be empty
  std::string reason; ///< a sentence with the source of the knowledge
  model::Span span;   ///< where it is written; unknown when it is not written anywhere
};
RunsAs runs_as(const model::Service& service, const Context& context);

/// The health check in force, whoever wrote it.
struct HealthState {
  enum class Kind { present, disabled, absent, unknown };
  Kind kind = Kind::unknown;
  std::string reason;
};
HealthState health_of(const model::Service& service, const Context& context);

/// Services that others wait for or talk to: named in a depends_on.
bool depended_upon(const model::Service& service, const Context& context);

/// The active services, in order.
std::vector<const model::Service*> active_services(const Context& context);

/// Words of a name, split at everything that is no letter or digit and in lower case.
std::vector<std::string> words_of(std::string_view name);

/// Linux capability without CAP_, in upper case.
std::string capability_name(std::string_view written);

} // namespace secaudit::rules
