// SPDX-License-Identifier: Apache-2.0
#include "plugin/secret_search.hpp"

#include "base/digest.hpp"
#include "base/packed.hpp"
#include "base/text.hpp"
#include "secrets/file_kinds.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <set>

#include "plugin/config.hpp"
#include "plugin/secret_finds.hpp"
#include "plugin/tree_search.hpp"

namespace secaudit::plugin {
namespace {

/// Longer than any secret, so nothing before and behind it can join.
constexpr std::size_t enough_of_one_byte = 4096;

/// One hit a place.
void add_hits(const SecretFinds& finds, std::vector<model::SecretHit>& hits) {
  for (const FoundSecret& found : finds.all()) {
    for (const SecretPlace& place : found.places) {
      model::SecretHit hit;
      hit.format = found.format;
      hit.title = found.title;
      hit.severity = found.severity;
      hit.masked = found.masked;
      hit.group = found.group;
      // A secret in the name of a file has no line.
      const bool in_name = place.begin.line == 0;
      hit.span = in_name ? model::Span{place.path, {1, 1}, {1, 1}}
                         : model::Span{place.path, place.begin, place.end};
      hits.push_back(std::move(hit));
    }
  }
}

model::SecretHit hit_of(const secrets::Match& match) {
  model::SecretHit hit;
  hit.format = match.format;
  hit.title = title_of(match);
  hit.severity = match.severity;
  hit.masked = match.masked;
  hit.group = match.group;
  return hit;
}

model::SecretHit hit_of(const secrets::FileNameHit& named) {
  model::SecretHit hit;
  hit.format = named.format;
  hit.title = named.title;
  hit.severity = named.severity;
  return hit;
}

} // namespace

SecretSearch::SecretSearch(const host::Host& host, const std::string& folder) {
  const auto config = read_config(host, {}, folder, host.today());
  if (config && !config->secret_formats.empty()) {
    scanner_ = secrets::Scanner(config->secret_formats);
    base::Sha256 hash;
    for (const secrets::CustomFormat& format : config->secret_formats) {
      for (const std::string& part : {format.id, format.title, format.severity, format.pattern}) {
        hash.update(std::to_string(part.size()) + ":" + part);
      }
    }
    fingerprint_ = "-" + hash.hex().substr(0, 16);
  }
}

void SecretSearch::search_file(const std::string& shown_name, const std::string& text,
                               std::vector<model::SecretHit>& hits) const {
  SecretFinds finds;
  ContentSearch search(scanner_, finds);
  search.begin({shown_name, "", text.size()});
  search.data(text);
  // The text can always be handed over again.
  static_cast<void>(search.end([&](const host::Sink& sink) -> base::Status {
    sink(text);
    return {};
  }));
  add_hits(finds, hits);
}

void search_tree(const host::Host& host, const std::string& root, model::Subjects& subjects) {
  std::set<std::string> at_home;
  for (const auto& env : subjects.tree->env_files) {
    if (env.ignored && !env.tracked && !env.template_file) {
      at_home.insert(env.file.str());
    }
  }
  const SecretSearch search(host, root);
  SecretFinds finds;
  TreeSearch tree(host, search.scanner(), finds, subjects.gaps);
  for (const model::FileName& file : subjects.tree->files) {
    if (!at_home.contains(file.str())) {
      tree.listed(root, file.str());
    }
  }
  add_hits(finds, subjects.secrets);
}

namespace {

/// Files that a distribution's packages bring: lists of packages with checksums that look like
/// keys, and shared libraries with the test keys of their self-tests.
bool from_distribution(std::string_view path) {
  constexpr std::string_view folders[] = {"var/lib/dpkg/", "var/lib/apt/",   "lib/apk/db/",
                                          "usr/lib/apk/",  "usr/share/doc/", "usr/share/man/",
                                          "var/cache/apt/"};
  if (std::any_of(std::begin(folders), std::end(folders),
                  [&](std::string_view folder) { return path.starts_with(folder); })) {
    return true;
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool library = name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
  return library && (path.starts_with("lib") || path.starts_with("usr/lib"));
}

/// Programs, libraries and packages are full of constants that look like keys; an image holds
/// thousands of them.
bool is_guess(const secrets::Match& match) {
  return match.severity == "low" && match.confidence < secrets::Confidence::strong;
}

} // namespace

bool ImageSecrets::begin_file(std::string_view blob, std::string_view path, std::uint64_t size,
                              unsigned) {
  blob_ = blob;
  path_ = path;
  if (const auto named = secrets::judge_file_name(path_)) {
    model::SecretHit hit = hit_of(*named);
    hit.path = path_;
    found_.push_back({blob_, std::move(hit)});
  }
  if (size == 0 || from_distribution(path)) {
    return false;
  }
  scan_.emplace(search_.scanner(), path_);
  return true;
}

void ImageSecrets::data(std::string_view bytes) {
  if (!scan_) {
    return;
  }
  // Preallocated files and bombs are one byte over and over; places inside the file are not told,
  // so most of such a stretch can be left out.
  const bool monotonous = bytes.size() > enough_of_one_byte
                          && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
  scan_->feed(monotonous ? bytes.substr(0, enough_of_one_byte) : bytes);
}

void ImageSecrets::end_file() {
  if (!scan_) {
    return;
  }
  for (const secrets::Match& match : scan_->finish()) {
    if (is_guess(match)) {
      continue;
    }
    model::SecretHit hit = hit_of(match);
    hit.path = path_;
    hit.group = 0; // results that are kept for the next run could not tell it
    found_.push_back({blob_, std::move(hit)});
  }
  scan_.reset();
}

std::string ImageSecrets::results_of(std::string_view blob) const {
  base::Packer out;
  for (const Found& found : found_) {
    if (found.blob == blob) {
      for (const std::string* text : {&found.hit.format, &found.hit.title, &found.hit.severity,
                                      &found.hit.masked, &found.hit.path}) {
        out.text(*text);
      }
    }
  }
  return out.take();
}

void ImageSecrets::restore(std::string_view blob, std::string_view results) {
  base::Unpacker in(results);
  while (in.good() && !in.empty()) {
    Found found;
    found.blob = std::string(blob);
    for (std::string* text : {&found.hit.format, &found.hit.title, &found.hit.severity,
                              &found.hit.masked, &found.hit.path}) {
      *text = in.string();
    }
    if (in.good()) {
      found_.push_back(std::move(found));
    }
  }
}

std::vector<model::SecretHit> ImageSecrets::hits_of(const model::Image& image) const {
  std::vector<model::SecretHit> hits;
  for (std::size_t layer = 0; layer < image.layers.size(); ++layer) {
    for (const Found& found : found_) {
      if (found.blob != image.layers[layer].blob) {
        continue;
      }
      model::SecretHit hit = found.hit;
      hit.image = image.reference;
      hit.layer = layer;
      const model::ImageFile* last = image.file(hit.path);
      hit.removed_later = last == nullptr || last->layer != layer;
      hits.push_back(std::move(hit));
    }
  }
  const auto search = [&](const std::string& where, std::string_view as, const std::string& text) {
    for (const secrets::Match& match : search_.scanner().scan(as, text)) {
      model::SecretHit hit = hit_of(match);
      hit.image = image.reference;
      hit.path = "(configuration) " + where;
      hits.push_back(std::move(hit));
    }
  };
  const model::ImageConfig& config = image.config;
  for (const std::string& variable : config.environment) {
    search("ENV " + variable.substr(0, variable.find('=')), "image.env", variable);
  }
  for (const auto& [name, value] : config.labels) {
    search("LABEL " + name, "label.yaml", name + ": " + value);
  }
  search("CMD", "command.sh", base::join(config.command, " "));
  search("ENTRYPOINT", "command.sh", base::join(config.entrypoint, " "));
  search("HEALTHCHECK", "command.sh",
         base::join(config.healthcheck.value_or(std::vector<std::string>()), " "));
  for (std::size_t i = 0; i < config.history.size(); ++i) {
    search("history of step " + std::to_string(i + 1), "history.sh", config.history[i].created_by);
  }
  return hits;
}

} // namespace secaudit::plugin
