// SPDX-License-Identifier: Apache-2.0
// fixtures/images: the archives of valid/ and odd/ must read as expected.json says; those of
// hostile/ must be refused or reported as their README's table says, in bounded time and memory.
// corpora/image/{image-archive,crafted}: every archive reads as its expected.json says.
#include "base/json.hpp"
#include "image/read.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <sys/resource.h>

#include "corpus.hpp"

namespace secaudit::corpus {
namespace {

class FileStream : public host::ByteStream {
 public:
  explicit FileStream(const std::filesystem::path& path) : file_(path, std::ios::binary) {}
  base::Result<std::size_t> read(std::span<char> buffer) override {
    file_.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    return static_cast<std::size_t>(file_.gcount());
  }

 private:
  std::ifstream file_;
};

// The README's table: what is not named here must be refused or reported, one or the other.
/// No verdict, or one that is incomplete.
const std::set<std::string> must_fail{"containerd-28-midstream-error-exit0.tar",
                                      "trailing-json-error.tar",
                                      "containerd-28-nondistributable-layer-absent.tar",
                                      "truncated-in-header.tar",
                                      "truncated-in-blob.tar",
                                      "empty-file.tar",
                                      "all-zeros.tar",
                                      "not-a-tar.tar",
                                      "missing-manifest.tar",
                                      "manifest-null.tar",
                                      "manifest-empty-list.tar",
                                      "manifest-is-object.tar",
                                      "manifest-is-directory.tar",
                                      "manifest-is-symlink.tar",
                                      "missing-config.tar",
                                      "missing-layer.tar",
                                      "layer-count-mismatch.tar",
                                      "declared-10gib-outer.tar",
                                      "declared-10gib-inner.tar",
                                      "declared-8eib-inner.tar",
                                      "gnu-longname-1gib.tar",
                                      "pax-bad-records.tar",
                                      "gzip-truncated.tar",
                                      "gzip-bad-crc.tar",
                                      "zstd-truncated.tar",
                                      "config-deep-json.tar",
                                      "manifest-deep-json.tar",
                                      "config-null.tar",
                                      "config-bom-and-trailing.tar"};
/// Read, and the archive's problem is a finding.
const std::set<std::string> must_report{"second-archive-after-eoa.tar",
                                        "duplicate-blob-good-first.tar",
                                        "duplicate-blob-good-last.tar",
                                        "duplicate-manifest-json.tar",
                                        "manifest-and-index-disagree.tar",
                                        "json-key-case-and-duplicates.tar",
                                        "inner-path-traversal.tar",
                                        "inner-symlink-then-write-through.tar",
                                        "evil-whiteouts.tar",
                                        "gzip-trailing-garbage.tar"};
/// May be read as if nothing were wrong; the number is of the setuid files that must be found.
const std::map<std::string, std::size_t> may_be_read{
    {"gzip-bomb-96mib.tar", 0},     {"zstd-bomb-512mib.tar", 0}, {"many-entries-60k.tar", 0},
    {"config-invalid-utf8.tar", 0}, {"non-utf8-names.tar", 5},   {"ansi-escapes.tar", 12}};
constexpr std::chrono::seconds most_time{10};
constexpr long most_memory_kib = 256L * 1024;

/// The members of `expected` must be in `actual` with equal values; `actual` may say more.
std::string difference(const boost::json::value& expected, const boost::json::value& actual,
                       const std::string& path) {
  if (expected.is_object()) {
    if (!actual.is_object()) {
      return path + ": no object";
    }
    const bool listing = path.ends_with("/merged");
    if (listing && expected.get_object().size() != actual.get_object().size()) {
      return path + ": " + std::to_string(actual.get_object().size()) + " entries, expected "
             + std::to_string(expected.get_object().size());
    }
    for (const auto& member : expected.get_object()) {
      const boost::json::value* other = actual.get_object().if_contains(member.key());
      if (other == nullptr) {
        return path + "/" + std::string(member.key()) + ": missing";
      }
      const std::string inner =
          difference(member.value(), *other, path + "/" + std::string(member.key()));
      if (!inner.empty()) {
        return inner;
      }
    }
    return {};
  }
  if (expected.is_array()) {
    if (!actual.is_array() || actual.get_array().size() != expected.get_array().size()) {
      return path + ": another number of items";
    }
    for (std::size_t i = 0; i < expected.get_array().size(); ++i) {
      const std::string inner = difference(expected.get_array()[i], actual.get_array()[i],
                                           path + "/" + std::to_string(i));
      if (!inner.empty()) {
        return inner;
      }
    }
    return {};
  }
  const bool null_tags = expected.is_null() && actual.is_array() && actual.get_array().empty();
  return expected == actual || null_tags ? std::string()
                                         : path + ": " + boost::json::serialize(actual)
                                               + ", expected " + boost::json::serialize(expected);
}

/// The order in which a layer's whiteouts are applied is the reader's own affair.
void sort_removed(boost::json::value& archive) {
  for (boost::json::value& image : archive.at("images").as_array()) {
    boost::json::array& removed = image.at("removed").as_array();
    std::sort(
        removed.begin(), removed.end(),
        [](const boost::json::value& a, const boost::json::value& b) {
          return boost::json::serialize(a.at("path")) + boost::json::serialize(a.at("by_layer"))
                 < boost::json::serialize(b.at("path")) + boost::json::serialize(b.at("by_layer"));
        });
  }
}

/// Our reader also lists the images that only index.json names; the record has those of
/// manifest.json.
void drop_further_images(boost::json::value& actual, const boost::json::value& expected) {
  boost::json::array& images = actual.at("images").as_array();
  const std::size_t wanted = expected.at("images").as_array().size();
  if (images.size() > wanted) {
    images.erase(images.begin() + static_cast<std::ptrdiff_t>(wanted), images.end());
  }
}

std::set<std::filesystem::path> sorted(const std::filesystem::path& folder) {
  std::set<std::filesystem::path> paths;
  if (std::filesystem::exists(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      paths.insert(entry.path());
    }
  }
  return paths;
}

std::string judge_readable(const std::filesystem::path& file, const boost::json::value& expected) {
  FileStream stream(file);
  std::vector<model::Gap> gaps;
  const auto archive =
      image::read_archive(stream, {file.filename().string(), {}, true, nullptr}, gaps);
  if (!archive) {
    return archive.error().message;
  }
  auto actual = base::parse_json(image::inspect_json(*archive));
  if (!actual) {
    return "inspect: " + actual.error().message;
  }
  boost::json::value wanted = expected;
  wanted.as_object().erase("first_entry");
  wanted.as_object().erase("last_entry");
  drop_further_images(*actual, wanted);
  sort_removed(*actual);
  sort_removed(wanted);
  return difference(wanted, *actual, "");
}

/// Resident memory at its highest, in KiB.
long peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::string judge_kind(const std::string& name, const base::Result<model::ImageArchive>& archive,
                       const std::vector<model::Gap>& gaps) {
  if (!archive) {
    return archive.error().message.empty() ? "refused without a reason"
           : may_be_read.contains(name)    ? "refused: " + archive.error().message
           : must_report.contains(name)    ? "refused instead of reported"
                                           : "";
  }
  if (must_fail.contains(name)) {
    return gaps.empty() ? "read without a gap" : "";
  }
  if (const auto readable = may_be_read.find(name); readable != may_be_read.end()) {
    std::size_t setuid = 0;
    for (const model::ImageFile& file : archive->images.at(0).files) {
      setuid += (file.mode & 04000U) != 0 ? 1 : 0;
    }
    return setuid == readable->second && gaps.empty() ? "" : "not read in full";
  }
  return gaps.empty() && archive->problems.empty() ? "read as if nothing were wrong" : "";
}

std::string judge_hostile(const std::filesystem::path& file) {
  FileStream stream(file);
  std::vector<model::Gap> gaps;
  const long memory = peak_memory();
  const auto begin = std::chrono::steady_clock::now();
  const auto archive =
      image::read_archive(stream, {file.filename().string(), {}, false, nullptr}, gaps);
  if (std::chrono::steady_clock::now() - begin > most_time) {
    return "took more than 10 s";
  }
  if (peak_memory() - memory > most_memory_kib) {
    return "took more than 256 MiB";
  }
  return judge_kind(file.filename().string(), archive, gaps);
}

/// Files of the merged view that a layer lists, as the record has them.
std::string judge_files(const boost::json::value& expected, const boost::json::value& actual) {
  std::size_t listed = 0;
  for (const auto& member : actual.at("merged").as_object()) {
    listed += member.value().as_object().contains("implicit") ? 0U : 1U;
  }
  if (listed != expected.at("rootfs_count").to_number<std::size_t>()) {
    return "rootfs: " + std::to_string(listed) + " entries, expected "
           + boost::json::serialize(expected.at("rootfs_count"));
  }
  if (!expected.at("rootfs").is_object()) {
    return {};
  }
  for (const auto& member : expected.at("rootfs").as_object()) {
    const boost::json::value* other = actual.at("merged").as_object().if_contains(member.key());
    boost::json::object wanted = member.value().as_object();
    if (const boost::json::value* link = wanted.if_contains("link");
        link != nullptr && wanted.at("type") == "hardlink") {
      wanted["target"] = *link;
      wanted.erase("link");
    }
    const std::string inner =
        other == nullptr ? "rootfs/" + std::string(member.key()) + ": missing"
                         : difference(wanted, *other, "rootfs/" + std::string(member.key()));
    if (!inner.empty()) {
      return inner;
    }
  }
  return {};
}

using Hidden = std::multiset<std::string>;

std::string hidden_text(const boost::json::value& item, const char* by) {
  return boost::json::serialize(item.at("path")) + boost::json::serialize(item.at("from_layer"))
         + boost::json::serialize(item.at(by));
}

std::string judge_image(const boost::json::value& expected, const boost::json::value& actual,
                        const model::Image& image) {
  if (image.config_digest != std::string(expected.at("image_id").as_string())) {
    return "another image ID";
  }
  const boost::json::array& layers = expected.at("layers").as_array();
  if (layers.size() != image.layers.size()) {
    return "another number of layers";
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const boost::json::value& layer = layers[i];
    if (std::string(layer.at("diff_id").as_string()) != image.layers[i].diff_id
        || std::string(layer.at("compression").as_string()) != image.layers[i].compression
        || layer.at("entries").to_number<std::uint64_t>() != image.layers[i].entries) {
      return "layer " + std::to_string(i) + " differs";
    }
  }
  if (std::string files = judge_files(expected, actual); !files.empty()) {
    return files;
  }
  Hidden wanted;
  for (const boost::json::value& item : expected.at("hidden").as_array()) {
    wanted.insert(hidden_text(item, "hidden_by_layer"));
  }
  Hidden found;
  const boost::json::array& removed = actual.at("removed").as_array();
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (image.removed[i].file.type != model::FileType::directory
        && image.removed[i].file.layer != image.removed[i].by_layer) {
      found.insert(hidden_text(removed[i], "by_layer"));
    }
  }
  return wanted == found ? "" : "other files are hidden";
}

std::string judge_recorded(const std::filesystem::path& file, const boost::json::value& expected) {
  FileStream stream(file);
  std::vector<model::Gap> gaps;
  const auto archive =
      image::read_archive(stream, {file.filename().string(), {}, true, nullptr}, gaps);
  const boost::json::value* images = base::find(expected, "images");
  const bool none = images == nullptr || images->as_array().empty();
  if (none || !archive) {
    const bool refused = !archive || !gaps.empty();
    return none && refused ? "" : none ? "read as if nothing were wrong" : archive.error().message;
  }
  auto actual = base::parse_json(image::inspect_json(*archive));
  if (!actual || archive->images.size() != images->as_array().size() || !gaps.empty()) {
    return !gaps.empty() ? gaps.front().why : "another number of images";
  }
  for (std::size_t i = 0; i < archive->images.size(); ++i) {
    std::string problem =
        judge_image(images->as_array()[i], actual->at("images").as_array()[i], archive->images[i]);
    if (!problem.empty()) {
      return problem;
    }
  }
  return {};
}

std::optional<boost::json::value> read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  auto parsed = base::parse_json(text);
  return in && parsed ? std::optional(std::move(*parsed)) : std::nullopt;
}

void judge_fixtures(const std::filesystem::path& folder, Score& score) {
  const auto expected = read_json(folder / "expected.json");
  if (!expected) {
    return;
  }
  for (const auto& entry : expected->as_object()) {
    const std::string problem = judge_readable(folder / std::string(entry.key()), entry.value());
    score.check(problem.empty(), std::string(entry.key()) + " " + problem);
  }
  for (const auto& file : sorted(folder / "hostile")) {
    const std::string problem = judge_hostile(file);
    score.check(problem.empty(), "hostile/" + file.filename().string() + " " + problem);
  }
}

} // namespace

Score image(const std::filesystem::path& root) {
  Score score;
  judge_fixtures(root / "fixtures" / "images", score);
  const auto corpora = std::filesystem::exists(root / "corpora") ? root / "corpora" : root;
  for (const char* group : {"image-archive", "crafted"}) {
    for (const auto& folder : sorted(corpora / "image" / group)) {
      const auto expected = read_json(folder / "expected.json");
      if (!expected) {
        continue;
      }
      const std::string input(expected->at("inputs").as_array().at(0).as_string());
      const std::string problem = judge_recorded(folder / input, expected->at("expected"));
      score.check(problem.empty(),
                  std::string(group) + "/" + folder.filename().string() + " " + problem);
    }
  }
  score.absent = score.passed == 0 && score.failed.empty();
  return score;
}

} // namespace secaudit::corpus
