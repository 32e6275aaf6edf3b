// SPDX-License-Identifier: Apache-2.0
#include "secrets/weak_data.hpp"

#include "base/glob.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "secrets/data.hpp"

#include <boost/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>

namespace secaudit::secrets {
namespace {

/// The strings of an array member. A remark in parentheses behind an entry is no part of it.
std::vector<std::string> strings(const boost::json::value& value, std::string_view key) {
  std::vector<std::string> result;
  const boost::json::value* list = base::find(value, key);
  if (list == nullptr || !list->is_array()) {
    return result;
  }
  for (const boost::json::value& item : list->get_array()) {
    if (item.is_string()) {
      const std::string_view text(item.get_string().data(), item.get_string().size());
      result.emplace_back(text.substr(0, text.find(" (")));
    }
  }
  return result;
}

/// Runs of - _ . and blanks as one blank, lower case: "Change-Me__please" → "change me please".
std::string folded(std::string_view value) {
  std::string result;
  for (const char c : base::to_lower(value)) {
    const bool blank = c == '-' || c == '_' || c == '.' || c == ' ';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return std::string(base::trim(result));
}

/// The pattern may leave out the registry and the first parts of the path.
bool is_image(std::string_view image, std::string_view pattern) {
  while (!base::glob_match(pattern, image)) {
    const std::size_t slash = image.find('/');
    if (slash == std::string_view::npos) {
      return false;
    }
    image.remove_prefix(slash + 1);
  }
  return true;
}

bool matches_published(std::string_view pattern, std::string_view value) {
  if (pattern.find('*') != std::string_view::npos) {
    return base::glob_match(base::to_lower(pattern), base::to_lower(value));
  }
  return value.size() < 16 ? base::equals_ignoring_case(pattern, value) : pattern == value;
}

void add_published(const boost::json::value& entry,
                   std::multimap<std::string, std::string>& published) {
  const boost::json::value* variables = base::find(entry, "vars");
  if (variables == nullptr || !variables->is_object()) {
    return;
  }
  for (const auto& [name, ignored] : variables->get_object()) {
    for (std::string& value : strings(*variables, name)) {
      published.emplace(std::string(name), std::move(value));
    }
  }
}

const boost::json::array& array_of(const boost::json::value& data, std::string_view key) {
  const boost::json::value* list = base::find(data, key);
  if (list == nullptr || !list->is_array()) {
    throw std::logic_error("weak-passwords.json lacks " + std::string(key));
  }
  return list->get_array();
}

} // namespace

WeakData::WeakData() {
  const auto parsed = base::parse_json(data("weak-passwords.json"));
  if (!parsed) {
    throw std::logic_error("weak-passwords.json: " + parsed.error().message);
  }
  for (const boost::json::value& entry : array_of(*parsed, "images")) {
    add_published(entry, published_);
    images_.push_back(
        {strings(entry, "image"), strings(entry, "no_auth"), base::text_at(entry, "when_unset")});
  }
  for (const boost::json::value& entry : array_of(*parsed, "frameworks")) {
    add_published(entry, published_);
  }
  placeholders_ = strings(*parsed, "placeholders");
  for (const std::string& pattern : strings(*parsed, "placeholder_patterns")) {
    auto compiled = std::make_unique<re2::RE2>("(?i)" + pattern, re2::RE2::Quiet);
    // Back references do not compile; the one pattern that uses them is the repetition test of
    // strength.cpp.
    if (compiled->ok()) {
      placeholder_patterns_.push_back(std::move(compiled));
    }
  }
  hash_prefixes_ = strings(*parsed, "hash_prefixes_not_passwords");
  reference_prefixes_ = strings(*parsed, "reference_prefixes");
  vocabulary_ = strings(*parsed, "vocabulary");
  for (std::string& word : strings(*parsed, "weak_bases")) {
    vocabulary_.push_back(std::move(word));
  }
  const boost::json::value* rows = base::find(*parsed, "keyboard_rows");
  for (const auto& [name, row] : rows->as_object()) {
    if (row.is_string()) {
      walks_.emplace_back(row.get_string().c_str());
    }
    for (std::string& walk : strings(*rows, name)) {
      walks_.push_back(std::move(walk));
    }
  }
  for (const auto& [from, to] : base::find(*parsed, "leet")->as_object()) {
    leet_[from[0]] = to.as_string().c_str();
  }
}

WeakData::~WeakData() = default;
WeakData::WeakData(WeakData&&) noexcept = default;
WeakData& WeakData::operator=(WeakData&&) noexcept = default;

bool WeakData::is_published(std::string_view variable, std::string_view value) const {
  const auto [first, last] = published_.equal_range(std::string(variable));
  return std::any_of(first, last,
                     [&](const auto& entry) { return matches_published(entry.second, value); });
}

bool WeakData::is_placeholder(std::string_view value) const {
  const std::string plain = folded(value);
  if (std::find(placeholders_.begin(), placeholders_.end(), plain) != placeholders_.end()) {
    return true;
  }
  return std::any_of(
      placeholder_patterns_.begin(), placeholder_patterns_.end(), [&](const auto& pattern) {
        return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *pattern);
      });
}

bool WeakData::is_hash(std::string_view value) const {
  return std::any_of(hash_prefixes_.begin(), hash_prefixes_.end(),
                     [&](const std::string& prefix) { return value.starts_with(prefix); });
}

bool WeakData::is_reference(std::string_view value) const {
  return std::any_of(reference_prefixes_.begin(), reference_prefixes_.end(),
                     [&](const std::string& prefix) {
                       const std::size_t star = prefix.find('*');
                       return star == std::string::npos ? value.starts_with(prefix)
                                                        : base::glob_match(prefix + "**", value);
                     });
}

std::vector<std::string> WeakData::no_auth_settings(std::string_view image) const {
  std::vector<std::string> settings;
  for (const ImageEntry& entry : images_) {
    if (std::any_of(entry.images.begin(), entry.images.end(),
                    [&](const std::string& pattern) { return is_image(image, pattern); })) {
      settings.insert(settings.end(), entry.no_auth.begin(), entry.no_auth.end());
    }
  }
  return settings;
}

bool WeakData::open_when_unset(std::string_view image) const {
  return std::any_of(images_.begin(), images_.end(), [&](const ImageEntry& entry) {
    return entry.when_unset.starts_with("starts without authentication")
           && std::any_of(entry.images.begin(), entry.images.end(),
                          [&](const std::string& pattern) { return is_image(image, pattern); });
  });
}

} // namespace secaudit::secrets
