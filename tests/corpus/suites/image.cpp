// SPDX-License-Identifier: Apache-2.0
// fixtures/images: the archives of valid/ and odd/ must read as expected.json says; those of
// hostile/ must be refused or reported, in bounded time.
#include "base/json.hpp"
#include "image/read.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <set>

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

/// Reported is also an archive that is read in full with a note; these must not even have one that
/// says damage.
const std::set<std::string> bounded{"gzip-bomb-96mib.tar",     "zstd-bomb-512mib.tar",
                                    "many-entries-60k.tar",    "zstd-2gib-window.tar",
                                    "config-invalid-utf8.tar", "non-utf8-names.tar",
                                    "ansi-escapes.tar"};

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

std::string judge_hostile(const std::filesystem::path& file) {
  FileStream stream(file);
  std::vector<model::Gap> gaps;
  const auto archive =
      image::read_archive(stream, {file.filename().string(), {}, false, nullptr}, gaps);
  if (!archive) {
    return archive.error().message.empty() ? "refused without a reason" : "";
  }
  const bool reported = !gaps.empty() || !archive->problems.empty();
  return reported || bounded.contains(file.filename().string()) ? ""
                                                                : "read as if nothing were wrong";
}

} // namespace

Score image(const std::filesystem::path& root) {
  Score score;
  const std::filesystem::path folder = root / "fixtures" / "images";
  std::ifstream in(folder / "expected.json");
  score.absent = !in;
  if (score.absent) {
    return score;
  }
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto expected = base::parse_json(text);
  for (const auto& entry : expected->as_object()) {
    const std::string problem = judge_readable(folder / std::string(entry.key()), entry.value());
    score.check(problem.empty(), std::string(entry.key()) + " " + problem);
  }
  std::set<std::filesystem::path> hostile;
  for (const auto& file : std::filesystem::directory_iterator(folder / "hostile")) {
    hostile.insert(file.path());
  }
  for (const auto& file : hostile) {
    const std::string problem = judge_hostile(file);
    score.check(problem.empty(), "hostile/" + file.filename().string() + " " + problem);
  }
  return score;
}

} // namespace secaudit::corpus
