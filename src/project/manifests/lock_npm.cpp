// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/limits.hpp"
#include "project/manifests/json_positions.hpp"
#include "project/manifests/lock_formats.hpp"

#include <boost/json.hpp>

#include <map>
#include <set>

namespace secaudit::project::manifests {
namespace {

using boost::json::value;

constexpr std::string_view modules = "node_modules/";

const boost::json::object* object_at(const value& from, std::string_view key) {
  const value* member = base::find(from, key);
  return member == nullptr ? nullptr : member->if_object();
}

std::string name_in(std::string_view path) {
  const std::size_t at = path.rfind(modules);
  return std::string(at == std::string_view::npos ? path : path.substr(at + modules.size()));
}

/// Versions 2 and 3: one flat object from path to package.
class FlatLock {
 public:
  FlatLock(const boost::json::object& packages, std::string_view text, const model::FileName& file)
      : packages_(packages), positions_(key_positions(text, file, 2)), file_(file) {}

  Locked read() {
    find_ways();
    Locked found;
    for (const auto& [path, entry] : packages_) {
      const std::string_view where(path);
      const std::string version = base::text_at(entry, "version");
      if (where.find(modules) == std::string_view::npos || version.empty()
          || base::boolean_at(entry, "link").value_or(false)) {
        continue;
      }
      const std::string written = base::text_at(entry, "name"); // of an alias
      const auto place = positions_.find(key_path("packages", where));
      const auto way = ways_.find(std::string(where));
      const bool direct = way != ways_.end() && way->second == where;
      found.push_back(
          {"npm", written.empty() ? name_in(where) : written, version, direct,
           base::boolean_at(entry, "dev").value_or(false),
           direct || way == ways_.end() ? std::string() : name_in(way->second),
           place == positions_.end() ? model::Span{file_, {1, 1}, {1, 1}} : place->second});
    }
    return found;
  }

 private:
  /// Where Node finds a module that is asked for from a folder: beside it, or further up.
  std::string resolved(std::string from, const std::string& name) const {
    for (;;) {
      const std::string candidate = (from.empty() ? "" : from + "/") + std::string(modules) + name;
      if (packages_.contains(candidate)) {
        return candidate;
      }
      if (from.empty()) {
        return {};
      }
      const std::size_t above = from.rfind("/node_modules/");
      from = above == std::string::npos ? std::string() : from.substr(0, above);
    }
  }

  std::vector<std::string> needs(const std::string& path) const {
    std::vector<std::string> found;
    const value* entry = packages_.if_contains(path);
    for (const std::string_view section :
         {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}) {
      const auto* list = entry == nullptr ? nullptr : object_at(*entry, section);
      const bool counts = section != "devDependencies" || path.find(modules) == std::string::npos;
      if (list == nullptr || !counts) {
        continue;
      }
      for (const auto& dependency : *list) {
        if (std::string target = resolved(path, std::string(dependency.key())); !target.empty()) {
          found.push_back(std::move(target));
        }
      }
    }
    return found;
  }

  /// Breadth first from the project's own dependencies: each package gets the one that brings it.
  void find_ways() {
    std::vector<std::string> open = needs("");
    for (const std::string& path : open) {
      ways_.emplace(path, path);
    }
    for (std::size_t next = 0; next < open.size(); ++next) {
      const std::string path = open[next];
      for (std::string& target : needs(path)) {
        if (ways_.emplace(target, ways_.at(path)).second) {
          open.push_back(std::move(target));
        }
      }
    }
  }

  const boost::json::object& packages_;
  std::map<std::string, model::Span> positions_;
  const model::FileName& file_;
  std::map<std::string, std::string> ways_; ///< path → path of the direct dependency
};

/// Version 1: packages inside of packages.
void read_nested(const boost::json::object& list, const QuotedLines& places, const std::string& via,
                 std::size_t depth, Locked& found) {
  if (depth > limits::json_depth) {
    return;
  }
  for (const auto& [key, entry] : list) {
    const std::string name(key);
    const std::string version = base::text_at(entry, "version");
    if (!version.empty() && version.find(':') == std::string::npos) {
      found.push_back({"npm", name, version, false, base::boolean_at(entry, "dev").value_or(false),
                       via, places(name)});
    }
    if (const auto* inner = object_at(entry, "dependencies")) {
      read_nested(*inner, places, via.empty() ? name : via, depth + 1, found);
    }
  }
}

} // namespace

Locked read_npm_lock(std::string_view text, const model::FileName& file) {
  const auto parsed = base::parse_json(text);
  if (!parsed) {
    return {};
  }
  if (const auto* packages = object_at(*parsed, "packages")) {
    return FlatLock(*packages, text, file).read();
  }
  Locked found;
  if (const auto* list = object_at(*parsed, "dependencies")) {
    read_nested(*list, QuotedLines(text, file), "", 0, found);
  }
  return found;
}

} // namespace secaudit::project::manifests
