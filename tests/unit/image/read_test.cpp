// SPDX-License-Identifier: Apache-2.0
// Whole images from a folder and from a stream: layers, packages, owners, changed programs, and the
// results that are kept between runs.
#include "base/digest.hpp"
#include "host/text_stream.hpp"
#include "image/path_order.hpp"
#include "image/read.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/memory_host.hpp"

namespace {

using namespace secaudit;

std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) {
    text[i] = static_cast<char>('0' + value % 8);
  }
  return text;
}

std::string entry(const std::string& name, const std::string& content, unsigned mode = 0644) {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  block.replace(100, 7, octal(mode, 7));
  block.replace(124, 11, octal(content.size(), 11));
  block[156] = '0';
  block.replace(257, 5, "ustar");
  block.replace(148, 8, "        ");
  std::uint64_t sum = 0;
  for (const char c : block) {
    sum += static_cast<unsigned char>(c);
  }
  block.replace(148, 7, octal(sum, 6) + '\0');
  std::string text = block + content;
  text.resize((text.size() + 511) / 512 * 512);
  return text;
}

const std::string end(1024, '\0');

std::string md5_of_a = "0cc175b9c0f1b6a831c399e269772661"; // of "a"

/// Two layers: a package with two programs, then one of them replaced and a module beside it.
struct Made {
  std::string lower =
      entry("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n")
      + entry("usr/bin/one", "a", 0755) + entry("usr/bin/two", "a", 0755)
      + entry("usr/lib/python3/dist-packages/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n")
      + entry("var/lib/dpkg/info/tools.list",
              "/.\n/bin/one\n/bin/two\n/usr/lib/python3/dist-packages/x-1.dist-info/METADATA\n")
      + entry("var/lib/dpkg/info/tools.md5sums",
              md5_of_a + "  bin/one\n" + md5_of_a + "  bin/two\n")
      + entry("var/lib/dpkg/status",
              "Package: tools\nStatus: install ok installed\nArchitecture: all\nVersion: 1:2\n")
      + end;
  std::string upper = entry("usr/bin/two", "b", 0755)
                      + entry("app/y-2.dist-info/METADATA", "Name: y\nVersion: 2\n") + end;
  std::string config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":"
                       "\"2026-01-02T03:04:05.678Z\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                       "\"diff_ids\":[\"sha256:"
                       + base::sha256_hex(lower) + "\",\"sha256:" + base::sha256_hex(upper)
                       + "\"]}}";

  std::string descriptor(const std::string& bytes, const std::string& kind) const {
    return "{\"mediaType\":\"application/vnd.oci.image." + kind + "\",\"digest\":\"sha256:"
           + base::sha256_hex(bytes) + "\",\"size\":" + std::to_string(bytes.size()) + "}";
  }
  std::string manifest() const {
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
           "\"config\":"
           + descriptor(config, "config.v1+json") + ",\"layers\":["
           + descriptor(lower, "layer.v1.tar") + "," + descriptor(upper, "layer.v1.tar") + "]}";
  }
  std::string index() const {
    return "{\"schemaVersion\":2,\"manifests\":[" + descriptor(manifest(), "manifest.v1+json")
           + "]}";
  }
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> result{{"index.json", index()},
                                              {"oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"}};
    for (const std::string& bytes : {lower, upper, config, manifest()}) {
      result["blobs/sha256/" + base::sha256_hex(bytes)] = bytes;
    }
    return result;
  }
  std::string archive() const {
    std::string tar;
    for (const auto& [name, bytes] : files()) {
      tar += entry(name, bytes);
    }
    return tar + end;
  }
};

constexpr std::size_t as_from_a_pipe = 700;

class MemoryCache : public image::ResultCache {
 public:
  std::optional<std::string> get(const std::string& key) override {
    const auto found = entries.find(key);
    return found == entries.end() ? std::nullopt : std::optional(found->second);
  }
  void put(const std::string& key, std::string_view bytes) override { entries[key] = bytes; }
  std::map<std::string, std::string> entries;
};

/// Notes what it saw, and keeps it as its result.
class Names : public image::ContentVisitor {
 public:
  bool begin_file(std::string_view blob, std::string_view path, std::uint64_t, unsigned) override {
    seen[std::string(blob)] += std::string(path) + "\n";
    ++read;
    return true;
  }
  void data(std::string_view) override {}
  void end_file() override {}
  std::string results_of(std::string_view blob) const override {
    const auto found = seen.find(std::string(blob));
    return found == seen.end() ? "" : found->second;
  }
  void restore(std::string_view blob, std::string_view results) override {
    seen[std::string(blob)] = results;
  }
  std::map<std::string, std::string> seen;
  int read = 0;
};

void check_made(const model::ImageArchive& archive) {
  REQUIRE(archive.images.size() == 1);
  const model::Image& image = archive.images.front();
  CHECK(image.complete());
  REQUIRE(image.packages.size() == 3);
  const auto package = [&](std::string_view name) {
    const auto found = std::find_if(image.packages.begin(), image.packages.end(),
                                    [&](const auto& p) { return p.name == name; });
    REQUIRE(found != image.packages.end());
    return *found;
  };
  CHECK(package("tools").purl == "pkg:deb/debian/tools@1:2?arch=all&distro=debian-12");
  CHECK(package("tools").layer == 0U);
  CHECK(package("x").owner == "tools");
  CHECK(package("y").owner.empty());
  CHECK(package("y").layer == 1U);
  REQUIRE(image.changed_files.size() == 1);
  CHECK(image.changed_files.front().path == "usr/bin/two");
  CHECK(image.changed_files.front().owner == "tools");
  CHECK(image.changed_files.front().layer == 1);
  CHECK(image.file("usr/bin/one")->owned);
}

} // namespace

TEST_CASE("an OCI layout folder is read like an archive") {
  const Made made;
  support::MemoryHost host;
  for (const auto& [name, bytes] : made.files()) {
    host.add_file("/layout/" + name, bytes);
  }
  std::vector<model::Gap> gaps;
  const auto archive = image::read_oci_layout(host, "/layout", {"layout"}, gaps);
  REQUIRE(archive);
  CHECK(gaps.empty());
  CHECK(archive->problems.empty());
  check_made(*archive);
}

TEST_CASE("a folder without blobs is no layout, and a layout without a layer has a gap") {
  support::MemoryHost host;
  host.add_file("/empty/readme", "x");
  std::vector<model::Gap> gaps;
  CHECK_FALSE(image::read_oci_layout(host, "/empty", {"empty"}, gaps));
  const Made made;
  for (const auto& [name, bytes] : made.files()) {
    if (bytes != made.upper) {
      host.add_file("/layout/" + name, bytes);
    }
  }
  const auto archive = image::read_oci_layout(host, "/layout", {"layout"}, gaps);
  REQUIRE(archive);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps.front().why.find("layer 1 is not in the archive") != std::string::npos);
}

TEST_CASE("results are kept by layer and by image") {
  const Made made;
  MemoryCache cache;
  image::ReadOptions options;
  options.source = "made";
  options.cache = &cache;
  options.rules = "1";
  options.image_key = "sha256:1 linux/amd64";
  std::vector<model::Gap> gaps;

  Names first;
  options.visitor = &first;
  CHECK_FALSE(image::read_cached(options, gaps));
  host::TextStream bytes(made.archive(), as_from_a_pipe);
  const auto read = image::read_archive(bytes, options, gaps);
  REQUIRE(read);
  check_made(*read);
  CHECK(cache.entries.size() == 3); // two layers and the archive

  Names again;
  options.visitor = &again;
  const auto known = image::read_cached(options, gaps);
  REQUIRE(known);
  check_made(*known);
  CHECK(again.read == 0);
  CHECK(again.seen == first.seen);
  CHECK(image::inspect_json(*known) == image::inspect_json(*read));

  Names by_layer;
  options.visitor = &by_layer;
  options.image_key = "sha256:2 linux/amd64";
  host::TextStream more(made.archive(), as_from_a_pipe);
  const auto layers = image::read_archive(more, options, gaps);
  REQUIRE(layers);
  check_made(*layers);
  CHECK(by_layer.read == 0);

  options.rules = "2";
  CHECK_FALSE(image::read_cached(options, gaps));
  CHECK(gaps.empty());
}

TEST_CASE("a damaged result is none") {
  const Made made;
  MemoryCache cache;
  image::ReadOptions options;
  options.source = "made";
  options.cache = &cache;
  options.image_key = "sha256:1 linux/amd64";
  std::vector<model::Gap> gaps;
  host::TextStream bytes(made.archive(), as_from_a_pipe);
  REQUIRE(image::read_archive(bytes, options, gaps));
  for (auto& [key, value] : cache.entries) {
    value.resize(value.size() / 2);
  }
  CHECK_FALSE(image::read_cached(options, gaps));
  host::TextStream again(made.archive(), as_from_a_pipe);
  const auto read = image::read_archive(again, options, gaps);
  REQUIRE(read);
  check_made(*read);
}

TEST_CASE("a kept layer does not vouch for other bytes under its name") {
  const Made made;
  MemoryCache cache;
  image::ReadOptions options;
  options.source = "made";
  options.cache = &cache;
  std::vector<model::Gap> gaps;
  host::TextStream bytes(made.archive(), as_from_a_pipe);
  REQUIRE(image::read_archive(bytes, options, gaps));
  std::string changed = made.archive();
  const std::size_t at = changed.find("Name: y");
  REQUIRE(at != std::string::npos);
  changed[at + 6] = 'z';
  host::TextStream other(changed, as_from_a_pipe);
  const auto read = image::read_archive(other, options, gaps);
  REQUIRE(read);
  CHECK_FALSE(read->images.front().complete());
  CHECK(gaps.size() == 1);
}

TEST_CASE("of files with secrets only what rules need is kept") {
  Made made;
  made.lower = entry("etc/shadow", "root::19000:0:::::\nold:$1$salt$hash:1::::::\n"
                                   "new:$y$j9T$salt$hash:1::::::\noff:!$6$a$b:1::::::\n")
               + entry("etc/nginx/.htpasswd", "user:$apr1$salt$hash\n")
               + entry("etc/nginx/inline.conf", "-----BEGIN PRIVATE KEY-----\nMAA=\n"
                                                "-----END PRIVATE KEY-----\n")
               + entry("etc/nginx/nginx.conf", "events {}\n") + end;
  made.config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
                "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                + base::sha256_hex(made.lower) + "\",\"sha256:" + base::sha256_hex(made.upper)
                + "\"]}}";
  std::vector<model::Gap> gaps;
  host::TextStream bytes(made.archive(), as_from_a_pipe);
  const auto read = image::read_archive(bytes, {.source = "made"}, gaps);
  REQUIRE(read);
  const auto& kept = read->images.front().small_files;
  CHECK(kept.at("etc/shadow") == "root:\nold:$1$\nnew:$y$\noff:!\n");
  CHECK(kept.at("etc/nginx/nginx.conf") == "events {}\n");
  CHECK_FALSE(kept.contains("etc/nginx/.htpasswd"));
  CHECK_FALSE(kept.contains("etc/nginx/inline.conf"));
}

TEST_CASE("paths stay in order whatever the order of their coming") {
  std::vector<model::ImageFile> files;
  image::PathOrder order(files);
  std::uint32_t state = 1;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    state = state * 1664525U + 1013904223U;
    model::ImageFile file;
    file.path = std::to_string(state % 100000) + "/" + std::to_string(i);
    files.push_back(file);
    order.insert(i);
  }
  CHECK(files[order[order.find(files[77].path)]].path == files[77].path);
  for (std::uint32_t i = 0; i < 5000; i += 3) {
    order.erase(order.find(files[i].path));
  }
  CHECK(order.find(files[0].path) == order.end());
  const auto all = order.take();
  CHECK(all.size() == 5000 - 1667);
  CHECK(std::is_sorted(all.begin(), all.end(),
                       [&](auto a, auto b) { return files[a].path < files[b].path; }));
}
