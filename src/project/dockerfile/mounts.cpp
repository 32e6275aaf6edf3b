// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/mounts.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace secaudit::project::dockerfile {
namespace {

constexpr std::array<std::string_view, 5> types{"bind", "cache", "tmpfs", "secret", "ssh"};

struct Name {
  std::string_view written;
  std::string_view name;
};
constexpr std::array<Name, 17> names{{{"type", "type"},
                                      {"from", "from"},
                                      {"source", "source"},
                                      {"src", "source"},
                                      {"target", "target"},
                                      {"dst", "target"},
                                      {"destination", "target"},
                                      {"readonly", "readonly"},
                                      {"ro", "readonly"},
                                      {"readwrite", "readwrite"},
                                      {"rw", "readwrite"},
                                      {"id", "id"},
                                      {"sharing", "sharing"},
                                      {"required", "required"},
                                      {"size", "size"},
                                      {"mode", "mode"},
                                      {"env", "env"}}};

std::string_view long_name(std::string_view written) {
  if (written == "uid" || written == "gid") {
    return written;
  }
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const Name& entry) { return entry.written == written; });
  return found == names.end() ? std::string_view() : found->name;
}

std::optional<std::string> refusal(const RunMount& mount) {
  const auto has = [&](const char* field) { return mount.fields.count(field) > 0; };
  const bool variable = base::contains(mount.type, "$");
  if (!variable && std::find(types.begin(), types.end(), mount.type) == types.end()) {
    return "unsupported mount type '" + mount.type + "'";
  }
  if (mount.type == "secret" && (has("from") || has("sharing"))) {
    return "a secret mount has neither from nor sharing";
  }
  if (mount.type == "secret" && !has("id") && !has("source") && !has("target")) {
    return "a secret mount needs an id";
  }
  return std::nullopt;
}

} // namespace

std::vector<std::string> csv_fields(std::string_view text) {
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += '"';
      ++i;
    } else if (c == '"' && (quoted || field.empty())) {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.push_back(std::move(field));
      field.clear();
    } else {
      field += c;
    }
  }
  fields.push_back(std::move(field));
  return fields;
}

RunMount parse_mount(std::string_view value) {
  RunMount mount;
  for (const std::string& field : csv_fields(value)) {
    const std::size_t equals = field.find('=');
    const std::string written = base::to_lower(field.substr(0, equals));
    const std::string_view name = long_name(written);
    const bool flag = name == "readonly" || name == "readwrite" || name == "required";
    if (name.empty()) {
      mount.error = mount.error.value_or("unexpected key '" + written + "' in a mount");
    } else if (equals == std::string::npos && !flag) {
      mount.error =
          mount.error.value_or("the mount field '" + written + "' must be a key=value pair");
    } else if (name == "type") {
      mount.type = base::to_lower(field.substr(equals + 1));
    } else {
      mount.fields[std::string(name)] =
          equals == std::string::npos ? "true" : field.substr(equals + 1);
    }
  }
  if (!mount.error) {
    mount.error = refusal(mount);
  }
  return mount;
}

} // namespace secaudit::project::dockerfile
