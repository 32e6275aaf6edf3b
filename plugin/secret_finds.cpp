// SPDX-License-Identifier: Apache-2.0
#include "plugin/secret_finds.hpp"

#include "base/digest.hpp"
#include "base/search_limits.hpp"
#include "model/finding.hpp"
#include "project/dockerfile/located.hpp"

#include <algorithm>
#include <utility>

namespace secaudit::plugin {
namespace {

bool is_worse(const std::string& a, const std::string& b) {
  return model::parse_severity(a) > model::parse_severity(b);
}

/// Walks through a content that is too long to be kept and notes places and values of matches.
class Locator {
 public:
  explicit Locator(const std::vector<secrets::Match>& matches) : matches_(matches) {
    for (const secrets::Match& match : matches) {
      offsets_.push_back(match.begin);
      offsets_.push_back(match.end);
    }
    std::sort(offsets_.begin(), offsets_.end());
    offsets_.erase(std::unique(offsets_.begin(), offsets_.end()), offsets_.end());
    values_.resize(matches.size());
  }

  void feed(std::string_view bytes) {
    for (std::size_t i = 0; i < matches_.size(); ++i) {
      const std::size_t from = std::max(matches_[i].begin, at_);
      const std::size_t to = std::min(matches_[i].end, at_ + bytes.size());
      if (from < to) {
        values_[i] += bytes.substr(from - at_, to - from);
      }
    }
    note();
    while (next_ < offsets_.size() && offsets_[next_] - at_ <= bytes.size()) {
      const std::size_t length = offsets_[next_] - at_;
      advance(bytes.substr(0, length));
      bytes.remove_prefix(length);
      note();
    }
    advance(bytes);
  }

  model::Position place(std::size_t offset) const {
    const auto found = places_.find(offset);
    return found == places_.end() ? model::Position{} : found->second;
  }
  const std::string& value(std::size_t match) const { return values_[match]; }

 private:
  /// Moves on over text in which no place is asked for.
  void advance(std::string_view text) {
    at_ += text.size();
    const std::size_t line = text.rfind('\n');
    if (line != std::string_view::npos) {
      const auto lines = std::count(text.begin(), text.end(), '\n');
      position_ = {position_.line + static_cast<int>(lines), 1};
      text.remove_prefix(line + 1);
    }
    const auto characters = std::count_if(text.begin(), text.end(), [](char byte) {
      return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
    });
    position_.column += static_cast<int>(characters);
  }

  void note() {
    if (next_ < offsets_.size() && offsets_[next_] == at_) {
      places_[at_] = position_;
      ++next_;
    }
  }

  const std::vector<secrets::Match>& matches_;
  std::vector<std::size_t> offsets_;
  std::vector<std::string> values_;
  std::map<std::size_t, model::Position> places_;
  std::size_t next_ = 0;
  std::size_t at_ = 0;
  model::Position position_{1, 1};
};

} // namespace

std::string title_of(const secrets::Match& match) {
  return match.reason.empty() ? match.title : match.title + ", " + match.reason;
}

FoundSecret& SecretFinds::entry(const std::string& key, FoundSecret fresh) {
  const auto [place, added] = index_.emplace(key, all_.size());
  if (added) {
    all_.push_back(std::move(fresh));
  } else if (is_worse(fresh.severity, all_[place->second].severity)) {
    all_[place->second].severity = std::move(fresh.severity);
  }
  return all_[place->second];
}

void SecretFinds::add(const secrets::Match& match, std::string_view value, SecretPlace place) {
  const std::string key = match.format + '\0' + base::sha256_hex(value);
  entry(key, {match.format, title_of(match), match.severity, match.masked, match.group, {}})
      .places.push_back(std::move(place));
}

void SecretFinds::add(const secrets::FileNameHit& hit, SecretPlace place) {
  place.begin = place.end = {1, 1};
  entry(hit.format + '\0' + place.path, {hit.format, hit.title, hit.severity, {}, 0, {}})
      .places.push_back(std::move(place));
}

void ContentSearch::begin(SearchedFile file) {
  file_ = std::move(file);
  content_.clear();
  scan_.reset();
  if (file_.size > limits::secret_kept_bytes) {
    scan_.emplace(scanner_, file_.path);
  }
}

void ContentSearch::data(std::string_view bytes) {
  if (!scan_ && content_.size() + bytes.size() > limits::secret_kept_bytes) {
    // It grew while it was read.
    scan_.emplace(scanner_, file_.path);
    scan_->feed(content_);
    content_.clear();
  }
  if (scan_) {
    scan_->feed(bytes);
  } else {
    content_ += bytes;
  }
}

std::size_t ContentSearch::add_all(const std::vector<secrets::Match>& matches,
                                   std::string_view content, const std::string& shown,
                                   const std::string& commit) {
  if (matches.empty()) {
    return 0;
  }
  const project::dockerfile::FileText places(std::string(content), shown);
  for (const secrets::Match& match : matches) {
    finds_.add(match, content.substr(match.begin, match.end - match.begin),
               {commit, shown, places.position(match.begin), places.position(match.end)});
  }
  return matches.size();
}

base::Result<std::size_t> ContentSearch::end(const Again& again) {
  if (scan_) {
    return end_of_long_file(again);
  }
  const auto matches = scanner_.scan(file_.path, content_);
  const auto named = matches.empty() ? secrets::judge_file_name(file_.path) : std::nullopt;
  if (matches.empty() && !named) {
    return 0;
  }
  const std::string shown = shown_path(scanner_, file_.path);
  if (named) {
    finds_.add(*named, {file_.commit, shown, {}, {}});
    return 1;
  }
  return add_all(matches, content_, shown, file_.commit);
}

base::Result<std::size_t> ContentSearch::end_of_long_file(const Again& again) {
  const auto matches = scan_->finish();
  scan_.reset();
  const std::string shown = shown_path(scanner_, file_.path);
  if (matches.empty()) {
    const auto named = secrets::judge_file_name(file_.path);
    if (named) {
      finds_.add(*named, {file_.commit, shown, {}, {}});
    }
    return named ? 1 : 0;
  }
  Locator locator(matches);
  const auto read = again([&](std::string_view bytes) {
    locator.feed(bytes);
    return true;
  });
  for (std::size_t i = 0; i < matches.size(); ++i) {
    // Where the content cannot be read again, equal masks are as near as one gets.
    const std::string& value = read ? locator.value(i) : matches[i].masked;
    finds_.add(
        matches[i], value,
        {file_.commit, shown, locator.place(matches[i].begin), locator.place(matches[i].end)});
  }
  if (!read) {
    return tl::unexpected(read.error());
  }
  return matches.size();
}

std::size_t ContentSearch::text(const std::string& shown, const std::string& commit,
                                std::string_view content) {
  return add_all(scanner_.scan("message", content), content, shown, commit);
}

std::size_t ContentSearch::name(const std::string& path, const std::string& commit) {
  const auto matches = scanner_.scan("name", path);
  for (const secrets::Match& match : matches) {
    finds_.add(match, std::string_view(path).substr(match.begin, match.end - match.begin),
               {commit, shown_path(scanner_, path) + " (its name)", {}, {}});
  }
  return matches.size();
}

std::string shown_path(const secrets::Scanner& scanner, const std::string& path) {
  std::string shown = path;
  const auto matches = scanner.scan("name", path);
  for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
    shown.replace(match->begin, match->end - match->begin, match->masked);
  }
  return shown;
}

} // namespace secaudit::plugin
