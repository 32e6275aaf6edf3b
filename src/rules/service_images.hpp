// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/image_name.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// A kind of datastore, broker or cache, and how to know it.
struct DatastoreFamily {
  std::string family; ///< "postgresql"
  std::string title;  ///< "PostgreSQL"
  std::vector<std::string> images;
  std::vector<std::uint32_t> ports;
  std::vector<std::string> data;        ///< paths that hold its data
  std::vector<std::string> environment; ///< variables that only its image reads
  std::vector<std::string> healthcheck; ///< a test that works in its image; may be empty
  bool published_on_purpose = false;    ///< clients outside are its normal use
};

/// An image pattern with the word that the caller wants for it.
struct KnownImage {
  std::string image;
  std::string title;
};

/// src/rules/data/service-images.json.
struct ServiceImages {
  std::vector<DatastoreFamily> datastores;
  std::vector<KnownImage> proxies; ///< title = kind: nginx, traefik, caddy, tunnel, …
  std::vector<KnownImage> dev_tools;
  std::vector<KnownImage> socket_users;
  std::vector<std::string> acme;
  std::vector<std::string> backup;
  std::vector<std::string> log_shippers;
  std::vector<std::string> aggregating_drivers;
  std::vector<std::string> rotating_drivers;
  std::vector<std::string> monitoring;
  std::vector<std::string> monitoring_environment;
  std::vector<std::string> socket_proxies;
  std::vector<std::string> published_on_purpose;
  std::vector<std::string> host_network_users;
  std::vector<std::string> bring_healthcheck;
};

/// The embedded table, read at its first use and never changed.
const ServiceImages& service_images();

bool any_of(const std::vector<std::string>& patterns, const ImageName& image);
/// The first entry that names the image, or nullptr.
const KnownImage* known(const std::vector<KnownImage>& list, const ImageName& image);

/// What base-image-traits.json says about the user of an image.
struct ImageUser {
  enum class Kind { non_root, drops, unknown };
  Kind kind = Kind::unknown;
  std::string user; ///< the user it ends up as
  std::string how;  ///< "gosu", "workers only, …"
};
ImageUser user_of_image(const ImageName& image);

} // namespace secaudit::rules
