// SPDX-License-Identifier: Apache-2.0
// Lock files that are lines of text.
#include "base/text.hpp"
#include "project/manifests/lock_formats.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace secaudit::project::manifests {
namespace {

std::string_view unquoted(std::string_view text) {
  text = base::trim(text);
  const bool quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'')
                      && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// name@range of a scoped or plain npm package.
std::pair<std::string, std::string> at_split(std::string_view text) {
  const std::size_t at = text.find('@', 1);
  return at == std::string_view::npos
             ? std::pair<std::string, std::string>{}
             : std::pair{std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

/// The value of `key = "value"`.
std::optional<std::string> toml_value(std::string_view line, std::string_view key) {
  if (!line.starts_with(key)) {
    return std::nullopt;
  }
  const std::string_view rest = base::trim(line.substr(key.size()));
  return rest.starts_with('=') ? std::optional(std::string(unquoted(rest.substr(1))))
                               : std::nullopt;
}

struct GoModule {
  std::string path;
  std::string version;
};

GoModule go_module(std::string_view text) {
  text = base::trim(text);
  const std::size_t blank = text.find_first_of(" \t");
  if (blank == std::string_view::npos) {
    return {std::string(unquoted(text)), ""};
  }
  std::string_view version = base::trim(text.substr(blank));
  version = version.substr(0, version.find_first_of(" \t"));
  version.remove_prefix(version.starts_with('v') ? 1 : 0);
  return {std::string(unquoted(text.substr(0, blank))), std::string(version)};
}

} // namespace

model::Span whole_line(const model::FileName& file, int number, std::string_view line) {
  return {file, {number, 1}, {number, static_cast<int>(base::code_points(line)) + 1}};
}

QuotedLines::QuotedLines(std::string_view text, const model::FileName& file) : file_(file) {
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    const auto parts = base::split(line, '"');
    for (std::size_t i = 1; i < parts.size(); i += 2) {
      first_.emplace(parts[i], whole_line(file, number, line));
    }
  }
}

model::Span QuotedLines::operator()(const std::string& quoted) const {
  const auto found = first_.find(quoted);
  return found == first_.end() ? model::Span{file_, {1, 1}, {1, 1}} : found->second;
}

Locked read_yarn_lock(std::string_view text, const model::FileName& file) {
  Locked found;
  std::string name;
  model::Span span;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    if (!line.starts_with(' ')) {
      // "lodash@^4.17.0, lodash@npm:^4":
      const std::string_view first = unquoted(base::split(line, ',')[0]);
      std::string_view head = first.ends_with(':') ? first.substr(0, first.size() - 1) : first;
      head.remove_prefix(head.starts_with('"') ? 1 : 0);
      const auto [package, range] = at_split(head);
      const bool own = base::contains(range, "workspace:") || base::contains(range, "link:")
                       || base::contains(range, "portal:") || range.starts_with("file:");
      name = own ? std::string() : package;
      span = whole_line(file, number, line);
      // "alias@npm:real@1.2": what is installed is the real one.
      if (const std::size_t real = range.find("npm:");
          real == 0 && range.find('@', 5) != std::string::npos) {
        name = at_split(range.substr(4)).first;
      }
      continue;
    }
    const std::string_view inner = base::trim(line);
    if (!name.empty() && line.starts_with("  ") && line[2] != ' ' && inner.starts_with("version")) {
      std::string_view version = inner.substr(7);
      version.remove_prefix(version.starts_with(':') ? 1 : 0);
      found.push_back({"npm", name, std::string(unquoted(version)), false, false, "", span});
      name.clear();
    }
  }
  return found;
}

Locked read_pnpm_lock(std::string_view text, const model::FileName& file) {
  Locked found;
  bool inside = false;
  int number = 0;
  for (const std::string_view line : base::lines(text)) {
    ++number;
    if (!line.starts_with(' ') && !line.empty()) {
      inside = line.starts_with("packages:");
      continue;
    }
    const bool key = inside && line.size() > 3 && line.starts_with("  ") && line[2] != ' '
                     && line.find(':') != std::string_view::npos;
    if (!key) {
      continue;
    }
    std::string_view entry = base::trim(line);
    entry = unquoted(entry.substr(0, entry.rfind(':')));
    entry = entry.substr(0, entry.find('(')); // peers
    entry.remove_prefix(entry.starts_with('/') ? 1 : 0);
    auto [name, version] = at_split(entry);
    if (name.empty()) { // before version 6: /name/1.2.3_peer
      const std::size_t slash = entry.rfind('/');
      if (slash == std::string_view::npos) {
        continue;
      }
      name = entry.substr(0, slash);
      version = entry.substr(slash + 1);
    }
    version = version.substr(0, version.find('_'));
    if (!base::contains(version, ":")) { // links and files
      found.push_back({"npm", name, version, false, false, "", whole_line(file, number, line)});
    }
  }
  return found;
}

Locked read_toml_packages(std::string_view text, const model::FileName& file,
                          std::string_view type) {
  Locked found;
  model::LockedPackage current;
  bool own = false;
  const auto flush = [&] {
    if (!own && !current.name.empty() && !current.version.empty()) {
      found.push_back(current);
    }
    current = {};
    own = false;
  };
  bool inside = false;
  int number = 0;
  for (const std::string_view raw : base::lines(text)) {
    ++number;
    const std::string_view line = base::trim(raw);
    if (line.starts_with('[')) {
      const bool begins = line == "[[package]]" || line == "[[packages]]";
      if (begins || !line.starts_with("[package")) {
        flush();
      }
      inside = begins;
      continue;
    }
    if (!inside) {
      continue;
    }
    if (const auto name = toml_value(line, "name")) {
      current.type = type;
      current.name = *name;
      current.span = whole_line(file, number, raw);
    } else if (const auto version = toml_value(line, "version")) {
      current.version = *version;
    } else if (const auto source = toml_value(line, "source")) {
      own = base::contains(*source, "virtual") || base::contains(*source, "editable");
    } else if (const auto category = toml_value(line, "category")) {
      current.development = *category == "dev";
    }
  }
  flush();
  return found;
}

Locked read_go_mod(std::string_view text, const model::FileName& file) {
  Locked found;
  std::map<std::string, GoModule> replaced;
  std::string block;
  int number = 0;
  for (const std::string_view raw : base::lines(text)) {
    ++number;
    const bool indirect = base::contains(raw, "// indirect");
    std::string_view line = base::trim(raw.substr(0, raw.find("//")));
    if (line == ")") {
      block.clear();
      continue;
    }
    std::string directive = block;
    if (block.empty()) {
      const std::size_t blank = line.find_first_of(" \t(");
      directive = line.substr(0, blank);
      line = blank == std::string_view::npos ? std::string_view{} : base::trim(line.substr(blank));
      if (line == "(") {
        block = directive;
        continue;
      }
    }
    if (directive == "require" && !line.empty()) {
      const GoModule module = go_module(line);
      found.push_back({"golang", module.path, module.version, !indirect, false, "",
                       whole_line(file, number, raw)});
    } else if (const std::size_t arrow = line.find("=>");
               directive == "replace" && arrow != std::string_view::npos) {
      replaced[go_module(line.substr(0, arrow)).path] = go_module(line.substr(arrow + 2));
    }
  }
  for (model::LockedPackage& package : found) {
    if (const auto other = replaced.find(package.name); other != replaced.end()) {
      package.name = other->second.path;
      package.version = other->second.version; // "" for a folder
    }
  }
  std::erase_if(found, [](const auto& package) { return package.version.empty(); });
  return found;
}

} // namespace secaudit::project::manifests
