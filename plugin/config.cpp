// SPDX-License-Identifier: Apache-2.0
#include "plugin/config.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include "plugin/config_tree.hpp"

namespace secaudit::plugin {
namespace {

using model::Node;

constexpr int longest_attestation_days = 365;
constexpr int most_due_days = 3650;

class Reader {
 public:
  Reader(Config& config, base::Date as_of) : config_(config), as_of_(as_of) {}

  void read(const Node& root) {
    if (root.is_null()) {
      return;
    }
    if (!root.is_mapping()) {
      complain(root.span,
               "expected a mapping with `suppressions`, `attestations`, `secrets` or `policy`");
      return;
    }
    only_keys(root, {"suppressions", "attestations", "policy", "secrets", "version"});
    each(root, "suppressions", [this](const Node& entry) { suppression(entry); });
    each(root, "attestations", [this](const Node& entry) { attestation(entry); });
    if (const Node* policy = root.find("policy")) {
      read_policy(*policy);
    }
    if (const Node* secrets = root.find("secrets"); secrets != nullptr && secrets->is_mapping()) {
      only_keys(*secrets, {"formats"});
      each(*secrets, "formats", [this](const Node& entry) { secret_format(entry); });
    }
  }

 private:
  void complain(const model::Span& span, const std::string& what) {
    config_.gaps.push_back(
        {"config", span.file.str(), what, span, "the entry is left out until it is right"});
  }

  /// False when the key is absent; what is neither true nor false is told.
  bool flag(const Node& node, const std::string& key) {
    const Node* value = node.find(key);
    if (value != nullptr && value->kind != Node::Kind::boolean && !value->is_null()) {
      complain(value->span, "`" + key + "` has to be true or false");
    }
    return value != nullptr && value->is_true();
  }

  /// A key that is misspelt must not be silently ignored.
  void only_keys(const Node& node, std::initializer_list<std::string_view> known) {
    for (const Node::Member& member : node.members) {
      if (std::find(known.begin(), known.end(), member.key) != known.end()) {
        continue;
      }
      std::string message = "unknown key `" + member.key + "`";
      for (const std::string_view name : known) {
        if (base::edit_distance(member.key, name, 2) <= 2) {
          message += ", did you mean `" + std::string(name) + "`?";
          break;
        }
      }
      complain(member.key_span, message);
    }
  }

  template <typename Take>
  void each(const Node& root, std::string_view key, Take take) {
    const Node* list = root.find(key);
    if (list == nullptr || list->is_null()) {
      return;
    }
    if (!list->is_sequence()) {
      complain(list->span, "`" + std::string(key) + "` has to be a list");
      return;
    }
    for (const Node& entry : list->items) {
      if (entry.is_mapping()) {
        take(entry);
      } else {
        complain(entry.span, "expected a mapping in `" + std::string(key) + "`");
      }
    }
  }

  static std::string text(const Node& entry, std::string_view key) {
    const Node* value = entry.find(key);
    return value != nullptr && value->is_scalar() ? value->text : "";
  }

  /// False, with a complaint, when the date is written but is none.
  bool date(const Node& entry, std::string_view key, std::optional<base::Date>& out) {
    const Node* value = entry.find(key);
    if (value == nullptr || value->is_null()) {
      return true;
    }
    out = base::parse_date(value->text);
    if (!out) {
      complain(value->span, "`" + std::string(key) + "` has to be a date, YYYY-MM-DD");
    }
    return out.has_value();
  }

  bool required(const Node& entry, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      if (base::trim(text(entry, key)).empty()) {
        complain(entry.span, "`" + std::string(key) + "` is missing");
        return false;
      }
    }
    return true;
  }

  void secret_format(const Node& entry) {
    only_keys(entry, {"id", "title", "severity", "pattern"});
    if (!required(entry, {"id", "pattern"})) {
      return;
    }
    secrets::CustomFormat made{text(entry, "id"), text(entry, "title"), text(entry, "severity"),
                               text(entry, "pattern")};
    made.title = made.title.empty() ? made.id : made.title;
    made.severity = made.severity.empty() ? "high" : made.severity;
    if (const auto fault = secrets::fault_of(made)) {
      complain(entry.span, *fault);
      return;
    }
    config_.secret_formats.push_back(std::move(made));
  }

  void suppression(const Node& entry) {
    only_keys(entry, {"rule", "subject", "service", "path", "reason", "until", "expires"});
    audit::Suppression made;
    if (!required(entry, {"rule", "reason"}) || !date(entry, "until", made.until)
        || (!made.until && !date(entry, "expires", made.until))) {
      return;
    }
    made.rule = text(entry, "rule");
    made.subject = text(entry, entry.find("subject") != nullptr ? "subject" : "service");
    made.path = text(entry, "path");
    made.reason = text(entry, "reason");
    made.span = entry.span;
    config_.suppressions.push_back(std::move(made));
  }

  void attestation(const Node& entry) {
    only_keys(entry, {"item", "scope", "statement", "by", "on", "expires", "evidence",
                      "evidence_sha256", "report"});
    if (!required(entry, {"item", "statement", "by", "on", "expires"})) {
      return;
    }
    std::optional<base::Date> on;
    std::optional<base::Date> expires;
    if (!date(entry, "on", on) || !date(entry, "expires", expires)) {
      return;
    }
    audit::Attestation made;
    made.item = base::to_upper(text(entry, "item"));
    if (!known_item(made.item)) {
      complain(entry.find("item")->span,
               "there is no item " + made.item + "; expected C1 to C12 or H1 to H16");
      return;
    }
    if (as_of_ < *on) {
      complain(entry.find("on")->span, "`on` lies in the future");
      return;
    }
    const int days = base::days_between(*on, *expires);
    if (days <= 0 || days > longest_attestation_days) {
      complain(entry.find("expires")->span, "`expires` has to be 1 to 365 days after `on`");
      return;
    }
    made.on = *on;
    made.expires = *expires;
    made.statement = text(entry, "statement");
    made.by = text(entry, "by");
    made.evidence = text(entry, "evidence");
    made.evidence_sha256 = text(entry, "evidence_sha256");
    made.report = text(entry, "report");
    if (const Node* scope = entry.find("scope")) {
      for (const Node& service : scope->items) {
        made.scope.push_back(service.text);
      }
    }
    made.span = entry.span;
    config_.attestations.push_back(std::move(made));
  }

  static bool known_item(std::string_view item) {
    for (int i = 1; i <= 16; ++i) {
      if (item == "H" + std::to_string(i) || (i <= 12 && item == "C" + std::to_string(i))) {
        return true;
      }
    }
    return false;
  }

  /// `none`: when convenient.
  void due_days_of(const Node& node, std::string_view level, std::optional<int>& days) {
    const Node* value = node.find(level);
    if (value == nullptr) {
      return;
    }
    if (value->text == "none") {
      days.reset();
      return;
    }
    int number = -1;
    const char* const end = value->text.data() + value->text.size();
    const auto read = std::from_chars(value->text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 0 || number > most_due_days) {
      complain(value->span, "`" + std::string(level) + "` has to be a number of days, or none");
      return;
    }
    days = number;
  }

  void read_due_days(const Node& node) {
    if (!node.is_mapping()) {
      complain(node.span, "`due-days` has to be a mapping from level to days");
      return;
    }
    only_keys(node, {"critical", "high", "medium", "low", "pause-without-fix"});
    due_days_of(node, "critical", config_.due_days.critical);
    due_days_of(node, "high", config_.due_days.high);
    due_days_of(node, "medium", config_.due_days.medium);
    due_days_of(node, "low", config_.due_days.low);
    config_.due_days.pause_without_fix = flag(node, "pause-without-fix");
  }

  void read_registries(const Node& policy) {
    const Node* registries = policy.find("registries");
    if (registries == nullptr || registries->is_null()) {
      return;
    }
    const bool texts = registries->is_sequence()
                       && std::all_of(registries->items.begin(), registries->items.end(),
                                      [](const Node& item) { return item.is_scalar(); });
    if (!texts) {
      complain(registries->span, "`registries` has to be a list of registries such as docker.io");
      return;
    }
    for (const Node& item : registries->items) {
      std::string name = item.text;
      while (name.ends_with('/')) {
        name.pop_back();
      }
      config_.surroundings.registries.push_back(std::move(name));
    }
  }

  void read_labels(const Node& policy) {
    config_.surroundings.only_those_labels = flag(policy, "strict-labels");
    const Node* labels = policy.find("labels");
    if (labels == nullptr || labels->is_null()) {
      return;
    }
    if (!labels->is_mapping()) {
      complain(labels->span, "`labels` has to be a mapping from label to kind");
      return;
    }
    for (const Node::Member& member : labels->members) {
      const std::string kind = text(*labels, member.key);
      if (rules::is_label_kind(kind)) {
        config_.surroundings.labels[member.key] = kind;
      } else {
        complain(member.key_span, "`" + member.key
                                      + "` has to be text, url, semver, hash, rfc3339, spdx or "
                                        "email");
      }
    }
  }

  void read_policy(const Node& policy) {
    if (!policy.is_mapping()) {
      complain(policy.span, "`policy` has to be a mapping");
      return;
    }
    only_keys(policy, {"fail-on", "strict", "due-days", "registries", "labels", "strict-labels"});
    read_registries(policy);
    read_labels(policy);
    if (const Node* days = policy.find("due-days")) {
      read_due_days(*days);
    }
    if (const Node* level = policy.find("fail-on")) {
      if (level->text == "none" || model::parse_severity(level->text)) {
        config_.fail_on = level->text;
      } else {
        complain(level->span, "`fail-on` has to be critical, high, medium, low, info or none");
      }
    }
    config_.strict = flag(policy, "strict");
  }

  Config& config_;
  base::Date as_of_;
};

} // namespace

Config parse_config(std::string_view text, const std::string& file, base::Date as_of) {
  Config config;
  const auto root = parse_config_tree(text, file);
  if (!root) {
    config.gaps.push_back({"config", file, root.error().message, {}, root.error().hint});
    return config;
  }
  Reader(config, as_of).read(*root);
  return config;
}

base::Result<Config> read_config(const host::Host& host, const std::string& path,
                                 const std::string& folder, base::Date as_of) {
  if (!path.empty()) {
    const auto text = host.read_file(path, limits::project_file_bytes);
    return text ? base::Result<Config>(parse_config(*text, path, as_of))
                : tl::unexpected(text.error());
  }
  for (const char* name : {".secaudit.yaml", ".secaudit.yml", ".docker-secaudit.yaml"}) {
    const std::string candidate = folder + "/" + name;
    if (!host.stat(candidate)) {
      continue;
    }
    const auto text = host.read_file(candidate, limits::project_file_bytes);
    if (text) {
      return parse_config(*text, name, as_of);
    }
    Config config;
    config.gaps.push_back({"config", name, text.error().message, {}, text.error().hint});
    return config;
  }
  return Config{};
}

} // namespace secaudit::plugin
