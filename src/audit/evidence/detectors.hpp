// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::audit {

/// An image that is evidence for an item, with what the table says about it.
struct DetectorImage {
  std::string image;                  ///< repository pattern
  std::string strength;               ///< strong, medium, weak; "" when the table does not say
  std::string role;                   ///< shipper, store, viewer, …
  std::string kind;                   ///< of proxies: nginx, traefik, tunnel, acme, …
  std::vector<std::string> purposes;  ///< backup: datastore families, "volumes", "*"
  std::vector<std::string> schedule;  ///< variables that hold the schedule
  bool schedule_known = false;        ///< the table has something to say about a schedule
  bool own_schedule = false;          ///< it has a default of its own, so no variable is needed
  std::vector<std::string> retention; ///< variables that end the life of old backups
  bool own_retention = false;
  bool offsite = false; ///< stores elsewhere by its nature
  std::vector<std::string> offsite_variables;
};

/// The facts of evidence-detectors.json. Remarks in parentheses are taken off the strings.
class Detectors {
 public:
  Detectors();
  ~Detectors();
  Detectors(Detectors&&) noexcept;
  Detectors& operator=(Detectors&&) noexcept;

  /// The strings below a path such as "backup/commands/dump": a string, a list, or the lists and
  /// strings of an object one after another. Empty when there is nothing.
  std::vector<std::string> strings(std::string_view path) const;
  /// The images below a path such as "backup/images"; entries may be strings or objects.
  std::vector<DetectorImage> images(std::string_view path) const;
  /// The names of the images, for matching.
  std::vector<std::string> image_names(std::string_view path, std::string_view role = {}) const;

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

/// A detector string without its remark: cut at " (" when the parenthesis closes at the end and
/// holds no alternatives, which make it a group of a regular expression.
std::string without_remark(std::string_view text);

} // namespace secaudit::audit
