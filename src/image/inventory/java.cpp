// SPDX-License-Identifier: Apache-2.0
// Java archives, the nested ones of Spring Boot and web applications too.
#include "base/text.hpp"
#include "image/inventory/inventory.hpp"
#include "image/inventory/zip.hpp"
#include "image/limits.hpp"
#include "model/purl.hpp"

#include <algorithm>
#include <map>

namespace secaudit::image::inventory {
namespace {

using Properties = std::map<std::string, std::string, std::less<>>;

std::string value_of(const Properties& properties, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const auto found = properties.find(key);
    if (found != properties.end() && !found->second.empty()
        && !base::contains(found->second, "${")) {
      return found->second;
    }
  }
  return {};
}

/// Lines `key=value` or `key: value`; a line that begins with a blank goes on with the one before.
Properties read_properties(std::string_view text, char separator) {
  Properties result;
  std::string last;
  for (const std::string_view line : base::lines(text)) {
    const std::size_t at = line.find(separator);
    if (separator == ':' && line.empty()) {
      break; // what follows describes single members
    }
    if (separator == ':' && line.starts_with(' ') && !last.empty()) {
      result[last] += line.substr(1);
    } else if (at != std::string_view::npos && !line.starts_with('#')) {
      last = std::string(base::trim(line.substr(0, at)));
      result[last] = std::string(base::trim(line.substr(at + 1)));
    }
  }
  return result;
}

struct Coordinates {
  std::string group;
  std::string artifact;
  std::string version;
};

/// "commons-lang3-3.12.0.jar": the version begins at the first dash with a digit behind it.
Coordinates from_name(std::string_view path) {
  std::string_view stem = path.substr(path.find_last_of("/!") + 1);
  stem = stem.substr(0, stem.rfind('.'));
  for (std::size_t dash = stem.find('-'); dash != std::string_view::npos;
       dash = stem.find('-', dash + 1)) {
    if (dash + 1 < stem.size() && stem[dash + 1] >= '0' && stem[dash + 1] <= '9') {
      return {"", std::string(stem.substr(0, dash)), std::string(stem.substr(dash + 1))};
    }
  }
  return {"", std::string(stem), ""};
}

/// org.apache.commons.lang3 → org.apache.commons, when the last part belongs to the artifact.
std::string group_of(const Properties& manifest, const std::string& artifact) {
  std::string symbolic = value_of(
      manifest, {"Implementation-Vendor-Id", "Automatic-Module-Name", "Bundle-SymbolicName"});
  symbolic = symbolic.substr(0, symbolic.find(';'));
  const std::size_t dot = symbolic.rfind('.');
  if (!manifest.contains("Implementation-Vendor-Id") && dot != std::string::npos) {
    const std::string last = symbolic.substr(dot + 1);
    if (base::contains(artifact, last) || base::contains(last, artifact)) {
      symbolic.resize(dot);
    }
  }
  return base::contains(symbolic, ".") && !base::contains(symbolic, " ") ? symbolic : "";
}

void add(const Coordinates& from, std::string_view path, Found& found) {
  if (from.artifact.empty() || from.version.empty()
      || found.packages.size() >= limits::database_packages) {
    return;
  }
  model::Package package;
  package.type = "maven";
  const std::string group = from.group.empty() ? from.artifact : from.group;
  package.name = group + ":" + from.artifact;
  package.version = from.version;
  package.path = std::string(path);
  package.purl = model::purl_of({"maven", group, from.artifact, from.version, {}, ""});
  found.packages.push_back(std::move(package));
}

class ArchiveReader {
 public:
  explicit ArchiveReader(Found& found) : found_(found) {}

  void read(const std::string& path, std::string_view content, int depth) {
    const Zip zip(content);
    Properties manifest;
    bool own_named = false;
    const Coordinates named = from_name(path);
    for (const Zip::Member& member : zip.members()) {
      if (member.name == "META-INF/MANIFEST.MF") {
        manifest = read_properties(zip.unpacked(member, limits::java_text_bytes), ':');
      } else if (is_properties(member.name)) {
        const auto text = read_properties(zip.unpacked(member, limits::java_text_bytes), '=');
        const Coordinates from{value_of(text, {"groupId"}), value_of(text, {"artifactId"}),
                               value_of(text, {"version"})};
        own_named = own_named || from.artifact == named.artifact;
        seen_pom_ = true;
        add(from, path, found_);
      } else if (is_java_archive(member.name)) {
        nested(zip, member, path + "!/" + std::string(member.name), depth);
      }
    }
    const bool has_pom = std::exchange(seen_pom_, false);
    if (!has_pom) {
      add_unnamed(named, manifest, path);
    }
  }

 private:
  static bool is_properties(std::string_view name) {
    return name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties");
  }

  void nested(const Zip& zip, const Zip::Member& member, const std::string& path, int depth) {
    if (depth >= limits::nested_archives) {
      found_.notes.push_back(path + ": archives nest deeper than is looked into");
      return;
    }
    const bool outer_pom = seen_pom_;
    seen_pom_ = false;
    const std::string_view as_it_is = zip.stored(member);
    if (!as_it_is.empty()) {
      read(path, as_it_is, depth + 1);
    } else if (member.size > left_) {
      found_.notes.push_back(path + ": too large to be unpacked");
    } else {
      const std::string text = zip.unpacked(member, static_cast<std::size_t>(left_));
      left_ -= text.size();
      read(path, text, depth + 1);
    }
    seen_pom_ = outer_pom;
  }

  /// No build tool left its properties: the manifest and the file's name have to do.
  void add_unnamed(const Coordinates& named, const Properties& manifest, const std::string& path) {
    Coordinates result = named;
    const std::string version =
        value_of(manifest, {"Implementation-Version", "Bundle-Version", "Specification-Version"});
    result.version = named.version.empty() ? version : named.version;
    result.version = result.version.substr(0, result.version.find(' '));
    result.group = group_of(manifest, result.artifact);
    add(result, path, found_);
  }

  Found& found_;
  std::uint64_t left_ = limits::nested_archive_bytes;
  bool seen_pom_ = false;
};

} // namespace

bool is_java_archive(std::string_view path) {
  constexpr std::array<std::string_view, 11> endings{
      ".jar", ".war", ".ear", ".par", ".sar", ".nar", ".jpi", ".hpi", ".kar", ".lpkg", ".rar"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

void read_java(std::string_view path, std::string_view content, Found& found) {
  ArchiveReader(found).read(std::string(path), content, 0);
}

} // namespace secaudit::image::inventory
