// SPDX-License-Identifier: Apache-2.0
#include "rules/service_nodes.hpp"

#include "base/text.hpp"
#include "rules/service_facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace secaudit::rules {
namespace {

/// Seconds of a unit at the beginning of the text, which loses it; 0 when there is none.
double take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  static constexpr std::array<Unit, 8> units{{{"ms", 1e-3},
                                              {"us", 1e-6},
                                              {"µs", 1e-6},
                                              {"ns", 1e-9},
                                              {"h", 3600},
                                              {"m", 60},
                                              {"s", 1},
                                              {"d", 86400}}};
  for (const Unit& unit : units) {
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return unit.seconds;
    }
  }
  return 0;
}

} // namespace

const model::Node* key_of(const model::Service& service, std::string_view dotted) {
  return service.node.at(dotted);
}

const std::vector<model::Node>& items_of(const model::Node* node) {
  static const std::vector<model::Node> none;
  return node == nullptr ? none : node->items;
}

const std::vector<model::Node::Member>& members_of(const model::Node* node) {
  static const std::vector<model::Node::Member> none;
  return node == nullptr ? none : node->members;
}

std::string text_at(const model::Node& node, std::string_view key) {
  const model::Node* member = node.find(key);
  return member != nullptr && member->is_scalar() ? member->text : std::string();
}

std::optional<double> seconds_of(std::string_view duration) {
  std::string_view text = base::trim(duration);
  if (text == "0") {
    return 0;
  }
  if (text.empty()) {
    return std::nullopt;
  }
  double sum = 0;
  while (!text.empty()) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) {
      return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const double unit = take_unit(text);
    if (unit == 0) {
      return std::nullopt;
    }
    sum += number * unit;
  }
  return sum;
}

std::optional<int> leading_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

bool is_yes(std::string_view text) {
  const std::string word = base::to_lower(base::trim(text));
  return word == "true" || word == "yes" || word == "on" || word == "1" || word == "y";
}

bool is_or_below(std::string_view path, std::string_view folder) {
  return path == folder || folder == "/"
         || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

bool is_reference(std::string_view value) {
  return value.find('$') != std::string_view::npos || base::contains(value, "/run/secrets");
}

std::vector<std::string> start_words(const model::Service& service) {
  std::vector<std::string> words;
  for (const auto* line : {&service.entrypoint, &service.command}) {
    if (*line) {
      words.insert(words.end(), (**line)->words.begin(), (**line)->words.end());
    }
  }
  return words;
}

std::vector<std::string> temporary_folders(const model::Service& service, const Context& context) {
  if (proxy_kind(service, context) == "nginx") {
    return {"/var/cache/nginx", "/var/run", "/tmp"};
  }
  const DatastoreFamily* store = datastore_of(service, context);
  if (store != nullptr && store->family == "postgresql") {
    return {"/var/run/postgresql", "/tmp"};
  }
  if (store != nullptr && (store->family == "mysql" || store->family == "mariadb")) {
    return {"/run/mysqld", "/tmp"};
  }
  return {};
}

std::string few(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 5;
  if (names.size() <= shown) {
    return base::join(names, ", ");
  }
  return base::join({names.begin(), names.begin() + shown}, ", ") + " and "
         + std::to_string(names.size() - shown) + " more";
}

} // namespace secaudit::rules
