// SPDX-License-Identifier: Apache-2.0
#include "rules/end_of_life.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "rules/data.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace secaudit::rules {
namespace {

using boost::json::value;

/// Read at the first use; the file is part of the binary and never changes.
const value& table() {
  static const value parsed = [] {
    auto result = base::parse_json(data("eol-base-images.json"));
    if (!result) {
      throw std::logic_error("eol-base-images.json: " + result.error().message);
    }
    return std::move(*result);
  }();
  return parsed;
}

const value* at(std::string_view section, std::string_view key) {
  const value* members = base::find(table(), section);
  return members == nullptr ? nullptr : base::find(*members, key);
}

const value* entry_of(std::string_view section, const ImageName& image) {
  const value* found = at(section, image.repository());
  return found != nullptr ? found : at(section, image.path);
}

LifeCycle to_cycle(const value& product, const value& cycle) {
  LifeCycle result;
  result.product = base::text_at(product, "title");
  result.cycle = base::text_at(cycle, "cycle");
  result.ends = base::parse_date(base::text_at(cycle, "eol"));
  result.ended_before = base::boolean_at(cycle, "eol").value_or(false);
  result.extended = base::parse_date(base::text_at(cycle, "extended_until"));
  result.latest = base::text_at(cycle, "latest");
  return result;
}

/// The leading digits and dots of a tag, without an architecture or `v` in front.
std::string leading_version(std::string_view tag) {
  if (tag.starts_with('v')) {
    tag.remove_prefix(1);
  }
  const std::size_t end = tag.find_first_not_of("0123456789.");
  std::string version(tag.substr(0, end));
  while (version.ends_with('.')) {
    version.pop_back();
  }
  return version;
}

std::string first_parts(std::string_view version, int count) {
  std::size_t end = 0;
  for (int i = 0; i < count && end != std::string_view::npos; ++i) {
    end = version.find('.', i == 0 ? 0 : end + 1);
  }
  return std::string(version.substr(0, end));
}

const boost::json::array* cycles_of(const value& product) {
  const value* cycles = base::find(product, "cycles");
  return cycles == nullptr ? nullptr : cycles->if_array();
}

const value* find_cycle(const value& product, std::string_view name) {
  if (const boost::json::array* cycles = cycles_of(product)) {
    for (const value& cycle : *cycles) {
      if (base::text_at(cycle, "cycle") == name) {
        return &cycle;
      }
    }
  }
  return nullptr;
}

/// A bare major of a product with minors means its newest cycle (the table lists the newest first).
const value* newest_of_major(const value& product, const std::string& major) {
  if (const boost::json::array* cycles = cycles_of(product)) {
    for (const value& cycle : *cycles) {
      if (base::text_at(cycle, "cycle").starts_with(major + ".")) {
        return &cycle;
      }
    }
  }
  return nullptr;
}

std::optional<LifeCycle> codename_cycle(std::string_view word) {
  const value* named = at("codenames", word);
  return named == nullptr
             ? std::nullopt
             : life_cycle(base::text_at(*named, "product"), base::text_at(*named, "cycle"));
}

} // namespace

std::optional<LifeCycle> life_cycle(std::string_view product_id, std::string_view cycle_name) {
  const value* product = at("products", product_id);
  const value* cycle = product == nullptr ? nullptr : find_cycle(*product, cycle_name);
  return cycle == nullptr ? std::nullopt : std::optional(to_cycle(*product, *cycle));
}

std::optional<LifeCycle> life_cycle_of(const ImageName& image) {
  const value* entry = entry_of("images", image);
  if (entry == nullptr) {
    return std::nullopt;
  }
  const std::string product_id = base::text_at(*entry, "product");
  const std::string how = base::text_at(*entry, "cycle_from_tag");
  if (how.starts_with("fixed:")) {
    return life_cycle(product_id, how.substr(6));
  }
  const value* product = at("products", product_id);
  const std::string version = leading_version(image.tag);
  if (product == nullptr || version.empty()) {
    const std::string word(image.tag.substr(0, image.tag.find('-')));
    return base::contains(how, "codename") ? codename_cycle(word) : std::nullopt;
  }
  for (const std::string_view way : base::split(how, '|')) {
    const std::string cycle_name = first_parts(version, way == "majorminor" ? 2 : 1);
    const value* cycle = find_cycle(*product, cycle_name);
    if (cycle == nullptr && way == "majorminor" && version.find('.') == std::string::npos) {
      cycle = newest_of_major(*product, version);
    }
    if (cycle != nullptr) {
      return to_cycle(*product, *cycle);
    }
  }
  return std::nullopt;
}

std::optional<LifeCycle> variant_life_cycle(const ImageName& image) {
  const auto words = base::split(image.tag, '-');
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with("alpine") && words[i].size() > 6) {
      return life_cycle("alpine-linux", first_parts(words[i].substr(6), 2));
    }
    if (auto cycle = codename_cycle(words[i])) {
      return cycle;
    }
  }
  return std::nullopt;
}

std::optional<LifeCycle> distribution_life_cycle(std::string_view id, std::string_view version_id) {
  if (id == "alpine") {
    return life_cycle("alpine-linux", first_parts(version_id, 2));
  }
  if (id == "ubuntu") {
    return life_cycle("ubuntu", version_id);
  }
  const std::string product = id == "rocky"  ? "rocky-linux"
                              : id == "amzn" ? "amazon-linux"
                                             : std::string(id);
  return life_cycle(product, first_parts(version_id, 1));
}

std::optional<Deprecation> deprecation_of(const ImageName& image) {
  const value* entry = entry_of("deprecated_images", image);
  if (entry == nullptr) {
    return std::nullopt;
  }
  return Deprecation{base::text_at(*entry, "note"), base::text_at(*entry, "successor")};
}

std::string life_cycle_table_date() {
  return base::text_at(table(), "as_of");
}

std::string supported_cycle(const LifeCycle& wanted, base::Date day) {
  const value* products = base::find(table(), "products");
  for (const auto& product : products->as_object()) {
    const boost::json::array* cycles = cycles_of(product.value());
    if (base::text_at(product.value(), "title") != wanted.product || cycles == nullptr) {
      continue;
    }
    for (const value& cycle : *cycles) {
      const LifeCycle candidate = to_cycle(product.value(), cycle);
      if (!candidate.over(day)) {
        return candidate.cycle;
      }
    }
  }
  return {};
}

} // namespace secaudit::rules
