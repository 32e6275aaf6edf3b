// SPDX-License-Identifier: Apache-2.0
// corpora/image: package databases and metadata files read as their expected.json says, the
// metadata of whole Debian roots, and os-release files.
#include "image/inventory/inventory.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "host/text_stream.hpp"
#include "image/layer.hpp"
#include "image/merge.hpp"
#include "image/os_release.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

using boost::json::value;
using Names = std::multiset<std::string>;

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string text(const value& object, std::string_view key) {
  return std::string(base::string_at(object, key));
}

/// Name, version and, where the record has them, architecture and source package. Records of rpm
/// keep epoch and release apart.
std::string line_of(const value& item) {
  std::string version = text(item, "version") + text(item, "version_release");
  if (!text(item, "release").empty()) {
    version += "-" + text(item, "release");
  }
  const std::string epoch = base::text_at(item, "epoch");
  if (!epoch.empty() && epoch != "0") {
    version = epoch + ":" + version;
  }
  // A blank behind a header's value is none of the name.
  std::string line =
      std::string(base::trim(text(item, "name") + text(item, "spdx_name"))) + " " + version;
  if (base::find(item, "source") != nullptr) {
    line +=
        " " + text(item, "arch") + " " + text(item, "source") + " " + text(item, "source_version");
  } else if (base::find(item, "origin") != nullptr) {
    line += " " + text(item, "arch") + " " + text(item, "origin");
  }
  return line;
}

std::string line_of(const model::Package& package, const value& like) {
  std::string line = package.name + " " + package.version;
  if (base::find(like, "source") != nullptr) {
    line += " " + package.architecture + " " + package.source_name + " " + package.source_version;
  } else if (base::find(like, "origin") != nullptr) {
    line += " " + package.architecture + " " + package.source_name;
  }
  return line;
}

std::string compare(const value* expected, const std::vector<model::Package>& packages) {
  const boost::json::array none;
  if (expected != nullptr && base::find(*expected, "installedPackages") != nullptr) {
    expected = base::find(*expected, "installedPackages");
  }
  const boost::json::array& items =
      expected != nullptr && expected->is_array() ? expected->get_array() : none;
  Names wanted;
  for (const value& item : items) {
    wanted.insert(line_of(item));
  }
  Names found;
  for (const model::Package& package : packages) {
    const value like = items.empty() ? value() : items.front();
    model::Package shown = package;
    if (base::find(like, "version_release") != nullptr) { // without the epoch
      shown.version.erase(0, shown.version.find(':') + 1);
    }
    found.insert(line_of(shown, like));
  }
  for (const std::string& name : wanted) {
    if (found.count(name) != wanted.count(name)) {
      return "lacks " + name;
    }
  }
  for (const std::string& name : found) {
    if (!wanted.contains(name)) {
      return "has " + name + " too much";
    }
  }
  return {};
}

std::string judge_file(const std::filesystem::path& folder, const value& record) {
  const value& inputs = record.at("inputs");
  const std::string input(inputs.at(0).as_string());
  const std::string place = text(record, "place_at");
  const std::string content = read_text(folder / input);
  image::inventory::TextBlocks blocks(content);
  image::inventory::Found found;
  image::inventory::Inventory reader;
  reader.read(place, content.size(), blocks, found);
  reader.finish(found);
  return compare(base::find(record.at("expected"), "packages"), found.packages);
}

/// A root as the only layer of an image.
std::string judge_root(const std::filesystem::path& folder, const value& record) {
  host::TextStream stream(read_text(folder / "rootfs-meta.tar.xz"));
  const image::LayerContent layer = image::read_layer(stream, "layer", {});
  if (!layer.error.empty()) {
    return layer.error;
  }
  model::Image image;
  image.layers.emplace_back();
  image::merge_layers({&layer}, image);
  std::vector<model::Package> system;
  Names python;
  for (model::Package& package : image.packages) {
    if (package.type == "deb") {
      system.push_back(std::move(package));
    } else if (package.type == "pypi") {
      python.insert(package.name + " " + package.version);
    }
  }
  const value& expected = record.at("expected");
  if (std::string difference = compare(base::find(expected, "deb"), system); !difference.empty()) {
    return difference;
  }
  Names wanted;
  for (const auto& member : expected.as_object()) {
    if (std::string_view(member.key()).starts_with("pypi")) {
      for (const value& item : member.value().as_array()) {
        wanted.insert(item.is_array() ? std::string(item.at(0).as_string()) + " "
                                            + std::string(item.at(1).as_string())
                                      : text(item, "name") + " " + text(item, "version"));
      }
    }
  }
  return wanted == python ? "" : "other Python packages";
}

std::string judge_os_release(const std::filesystem::path& folder, const value& record) {
  const std::string input(record.at("inputs").at(0).as_string());
  const auto release = image::parse_os_release(read_text(folder / input));
  const value& expected = record.at("expected");
  const auto differs = [&](const char* key, const std::string& actual) {
    const value* member = base::find(expected, key);
    return member != nullptr && member->is_string() && text(expected, key) != actual;
  };
  const model::OsRelease read = release.value_or(model::OsRelease{});
  // os-release(5) wants lower case; one distribution did not know.
  if (base::to_lower(text(expected, "identifier")) != read.id && differs("identifier", read.id)) {
    return "ID " + read.id;
  }
  if (differs("version_id", read.version_id)) {
    return "VERSION_ID " + read.version_id;
  }
  return differs("pretty_name", read.pretty_name) ? "PRETTY_NAME " + read.pretty_name : "";
}

using Judge = std::string (*)(const std::filesystem::path& folder, const value& record);

void judge_group(const std::filesystem::path& group, Judge judge, Score& score) {
  if (!std::filesystem::exists(group)) {
    return;
  }
  std::set<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(group)) {
    folders.insert(entry.path());
  }
  for (const auto& folder : folders) {
    if (const auto record = base::parse_json(read_text(folder / "expected.json"))) {
      const std::string problem = judge(folder, *record);
      score.check(problem.empty(),
                  group.filename().string() + "/" + folder.filename().string() + " " + problem);
    }
  }
}

} // namespace

Score inventory(const std::filesystem::path& root) {
  Score score;
  const auto corpora = std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  for (const char* group : {"dpkg", "apk", "rpm", "python", "npm", "misc-ecosystems"}) {
    judge_group(corpora / "image" / group, judge_file, score);
  }
  judge_group(corpora / "image" / "real-rootfs-meta", judge_root, score);
  judge_group(corpora / "image" / "os-release", judge_os_release, score);
  score.absent = score.passed == 0 && score.failed.empty();
  return score;
}

} // namespace secaudit::corpus
