// SPDX-License-Identifier: Apache-2.0
#include "image/take_packages.hpp"

#include "image/inventory/inventory.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

namespace secaudit::image {
namespace {

using FoundBy = model::Package::FoundBy;
using Layers = std::vector<const LayerContent*>;
using OwnedFile = inventory::OwnedFiles::File;

bool of_system(const model::Package& package) {
  return package.type == "deb" || package.type == "apk" || package.type == "rpm"
         || package.type == "alpm";
}

void collect(const Layers& layers, model::Image& image) {
  for (std::size_t index = 0; index < layers.size(); ++index) {
    if (layers[index] == nullptr) {
      continue;
    }
    for (const auto& [path, package] : layers[index]->packages) {
      const model::ImageFile* file = image.file(path);
      if (file != nullptr && file->layer == index) {
        image.packages.push_back(package);
        image.packages.back().layer = index;
      }
    }
  }
}

/// The first layer in which a package of a database appeared with its version: each layer with
/// changes repeats the whole database.
void date_packages(const Layers& layers, model::Image& image) {
  using Key = std::pair<std::string, std::string>;
  std::map<Key, std::size_t> first;
  for (std::size_t index = layers.size(); index-- > 0;) {
    if (layers[index] == nullptr) {
      continue;
    }
    for (const auto& [path, package] : layers[index]->packages) {
      if (of_system(package)) {
        first[{package.name + "\n" + package.architecture, package.version}] = index;
      }
    }
  }
  for (model::Package& package : image.packages) {
    const auto found = first.find({package.name + "\n" + package.architecture, package.version});
    if (of_system(package) && found != first.end()) {
      package.layer = found->second;
    }
  }
}

/// The files of the packages that are still there, sorted by key.
class Owners {
 public:
  Owners(const Layers& layers, const model::Image& image) {
    std::unordered_set<std::string_view> names;
    for (const model::Package& package : image.packages) {
      if (of_system(package)) {
        names.insert(package.name);
      }
    }
    for (const LayerContent* layer : layers) {
      if (layer == nullptr) {
        continue;
      }
      for (const OwnedFile& file : layer->owned.files()) {
        const std::string& owner = layer->owned.owner(file);
        if (names.contains(owner)) {
          files_.push_back({file.key, file.checksum, &owner});
        }
      }
    }
    std::sort(files_.begin(), files_.end(), [](const File& a, const File& b) {
      return a.key != b.key ? a.key < b.key : a.checksum < b.checksum;
    });
  }

  bool empty() const { return files_.empty(); }

  /// The package that owns a path; null when none does.
  const std::string* of(std::uint64_t key) const {
    const auto [begin, end] = range(key);
    return begin == end ? nullptr : begin->owner;
  }

  /// True when the packages say what is in the file, and none says `checksum`.
  bool differs(std::uint64_t key, std::uint64_t checksum) const {
    bool known = false;
    const auto [begin, end] = range(key);
    for (auto it = begin; it != end; ++it) {
      if (it->checksum == checksum) {
        return false;
      }
      known = known || it->checksum != 0;
    }
    return known;
  }

 private:
  struct File {
    std::uint64_t key;
    std::uint64_t checksum;
    const std::string* owner;
  };
  struct ByKey {
    bool operator()(const File& file, std::uint64_t key) const { return file.key < key; }
    bool operator()(std::uint64_t key, const File& file) const { return key < file.key; }
  };

  std::pair<std::vector<File>::const_iterator, std::vector<File>::const_iterator>
  range(std::uint64_t key) const {
    return std::equal_range(files_.begin(), files_.end(), key, ByKey{});
  }

  std::vector<File> files_;
};

/// The file of the image that named a package: nested archives stand behind "!/".
std::string_view outer_path(const model::Package& package) {
  return std::string_view(package.path).substr(0, package.path.find("!/"));
}

void name_owners(const Owners& owners, model::Image& image) {
  for (model::Package& package : image.packages) {
    if (!of_system(package)) {
      const std::string* owner = owners.of(inventory::path_key(outer_path(package)));
      package.owner = owner == nullptr ? "" : *owner;
    }
  }
  // What the distribution packaged is known better from its database.
  std::erase_if(image.packages, [](const model::Package& package) {
    return package.found_by == FoundBy::version_string && !package.owner.empty();
  });
}

using Programs = std::vector<LayerContent::Program>;

/// The checksums of all programs of that key in a layer: /bin and /usr/bin share one.
std::pair<Programs::const_iterator, Programs::const_iterator> programs_of(const Programs& programs,
                                                                          std::uint64_t key) {
  const auto begin =
      std::lower_bound(programs.begin(), programs.end(), key,
                       [](const LayerContent::Program& p, std::uint64_t k) { return p.key < k; });
  const auto end =
      std::find_if(begin, programs.end(), [&](const auto& program) { return program.key != key; });
  return {begin, end};
}

void mark_files(const Layers& layers, const Owners& owners, model::Image& image) {
  std::set<std::uint64_t> diverted;
  for (const LayerContent* layer : layers) {
    if (layer != nullptr) {
      diverted.insert(layer->diverted.begin(), layer->diverted.end());
    }
  }
  for (model::ImageFile& file : image.files) {
    const std::uint64_t key = inventory::path_key(file.path);
    const std::string* owner = owners.of(key);
    file.owned = owner != nullptr;
    const bool regular = file.type == model::FileType::file && file.owned;
    if (!regular || file.layer >= layers.size() || layers[file.layer] == nullptr
        || diverted.contains(key)) {
      continue;
    }
    const auto [begin, end] = programs_of(layers[file.layer]->programs, key);
    const bool changed = begin != end && std::all_of(begin, end, [&](const auto& program) {
                           return owners.differs(key, program.checksum);
                         });
    if (changed) {
      image.changed_files.push_back({file.path, *owner, file.layer});
    }
  }
}

/// Programs often come with libraries that say the same, and archives are copied about.
void join_equal(std::vector<model::Package>& packages) {
  std::map<std::string, std::size_t> first;
  std::vector<model::Package> kept;
  for (model::Package& package : packages) {
    const bool joins = package.found_by != FoundBy::installer || package.type == "maven"
                       || package.type == "golang" || package.type == "cargo"
                       || package.type == "nuget";
    const auto known = joins ? first.find(package.purl + "\n" + package.owner) : first.end();
    if (known != first.end()) {
      kept[known->second].other_paths.push_back(std::move(package.path));
      continue;
    }
    if (joins) {
      first.emplace(package.purl + "\n" + package.owner, kept.size());
    }
    kept.push_back(std::move(package));
  }
  packages = std::move(kept);
}

} // namespace

void take_packages(const Layers& layers, model::Image& image) {
  collect(layers, image);
  date_packages(layers, image);
  const Owners owners(layers, image);
  if (!owners.empty()) {
    name_owners(owners, image);
    mark_files(layers, owners, image);
  }
  join_equal(image.packages);
  if (image.os_release) {
    inventory::complete_purls(image.packages, *image.os_release);
  }
}

} // namespace secaudit::image
