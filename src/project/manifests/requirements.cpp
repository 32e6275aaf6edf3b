// SPDX-License-Identifier: Apache-2.0
#include "project/manifests/requirements.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace secaudit::project::manifests {
namespace {

using Kind = RequirementLine::Kind;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
         || c == '_' || c == '.';
}
bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// PEP 503: lower case, runs of - _ . become one -.
std::string normalised(std::string_view name) {
  std::string result;
  for (const char c : base::to_lower(name)) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  return result;
}

/// pip: a `#` begins a comment at the start of the line or behind white space.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || is_blank(line[i - 1]))) {
      return base::trim(line.substr(0, i));
    }
  }
  return base::trim(line);
}

/// The value of `--name=value`, `--name value`, `-x value`, `-xvalue`.
std::optional<std::string_view> option_value(std::string_view line, std::string_view long_name,
                                             std::string_view short_name) {
  if (line.starts_with(long_name)) {
    const std::string_view rest = line.substr(long_name.size());
    if (rest.empty() || rest.front() == '=' || is_blank(rest.front())) {
      return base::trim(rest.substr(rest.empty() ? 0 : 1));
    }
    return std::nullopt;
  }
  if (!short_name.empty() && line.starts_with(short_name) && !line.starts_with("--")) {
    return base::trim(line.substr(short_name.size()));
  }
  return std::nullopt;
}

bool is_index_with_credentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t at = url.find('@');
  return scheme != std::string_view::npos && at != std::string_view::npos
         && at < url.find('/', scheme + 3) && url.find('$') == std::string_view::npos;
}

/// egg=NAME of a fragment, else the last part of the path without its suffix and version.
std::string name_of_url(std::string_view url) {
  const std::size_t egg = url.find("egg=");
  if (egg != std::string_view::npos) {
    const std::string_view name = url.substr(egg + 4);
    return normalised(name.substr(0, name.find_first_of("&[")));
  }
  std::string_view path = url.substr(0, url.find('#'));
  const std::size_t scheme = path.find("://");
  path = scheme == std::string_view::npos ? path : path.substr(scheme + 3);
  std::string_view last = path.substr(path.find_last_of('/') + 1);
  last = last.substr(0, last.find('@'));
  if (last.ends_with(".git")) {
    return normalised(last.substr(0, last.size() - 4));
  }
  // foo-1.0-py3-none-any.whl, foo-1.0.tar.gz: the version begins behind the first dash that a digit
  // follows.
  for (std::size_t i = 0; i + 1 < last.size(); ++i) {
    if (last[i] == '-' && last[i + 1] >= '0' && last[i + 1] <= '9') {
      return normalised(last.substr(0, i));
    }
  }
  return normalised(last);
}

Kind vcs_kind(std::string_view url) {
  if (base::contains(url.substr(0, url.find("://")), "+http")
      && !base::contains(url.substr(0, url.find("://")), "https")) {
    return Kind::vcs_insecure;
  }
  url = url.substr(0, url.find('#'));
  const std::size_t at = url.rfind('@');
  const std::size_t path = url.find('/', url.find("://") + 3);
  if (at == std::string_view::npos || at < path) {
    return Kind::vcs_unpinned;
  }
  const std::string_view revision = url.substr(at + 1);
  if (revision.size() == 40 && is_hex(revision)) {
    return Kind::vcs_commit;
  }
  const bool has_digit = revision.find_first_of("0123456789") != std::string_view::npos;
  return has_digit ? Kind::vcs_tag : Kind::vcs_unpinned;
}

bool is_vcs(std::string_view text) {
  constexpr std::array<std::string_view, 4> schemes{"git+", "hg+", "svn+", "bzr+"};
  return std::any_of(schemes.begin(), schemes.end(),
                     [&](std::string_view s) { return text.starts_with(s); });
}

Kind url_kind(std::string_view url) {
  if (is_vcs(url)) {
    return vcs_kind(url);
  }
  if (url.starts_with("http://")) {
    return Kind::url_insecure;
  }
  if (url.starts_with("file:")) {
    return Kind::local;
  }
  const std::size_t fragment = url.find('#');
  const bool hashed =
      fragment != std::string_view::npos && base::contains(url.substr(fragment), "sha256=");
  return hashed ? Kind::url_hash : Kind::url_no_hash;
}

RequirementLine read_url(std::string_view name, std::string_view url) {
  RequirementLine line;
  line.kind = url_kind(url);
  line.specifier = std::string(url);
  line.name = !name.empty()              ? normalised(name)
              : line.kind == Kind::local ? std::string()
                                         : name_of_url(url);
  return line;
}

RequirementLine read_option(std::string_view text) {
  RequirementLine line;
  line.specifier = std::string(text);
  line.kind = Kind::option;
  if (const auto target = option_value(text, "--requirement", "-r")) {
    line.kind = Kind::include;
    line.target = std::string(*target);
  } else if (const auto constraint = option_value(text, "--constraint", "-c")) {
    line.kind = Kind::constraint;
    line.target = std::string(*constraint);
  } else if (const auto editable = option_value(text, "--editable", "-e")) {
    if (is_vcs(*editable)) {
      return read_url({}, *editable);
    }
    line.kind = Kind::editable_local;
  } else if (const auto index = option_value(text, "--index-url", "-i")) {
    line.kind = index->starts_with("http://") ? Kind::option_index_insecure : Kind::option_index;
  } else if (const auto extra = option_value(text, "--extra-index-url", {})) {
    line.kind = is_index_with_credentials(*extra) ? Kind::option_extra_index_credential
                                                  : Kind::option_extra_index;
  } else if (option_value(text, "--trusted-host", {})) {
    line.kind = Kind::option_trusted_host;
  } else if (text == "--pre") {
    line.kind = Kind::option_pre;
  } else if (text == "--require-hashes") {
    line.kind = Kind::option_require_hashes;
  }
  return line;
}

/// `==1.2.3` or `===…` without a wildcard among the comma-separated clauses.
std::string pinned_version(std::string_view specifier) {
  for (std::string_view clause : base::split(specifier, ',')) {
    clause = base::trim(clause);
    if (!clause.starts_with("==") || clause.ends_with(".*")) {
      continue;
    }
    return std::string(base::trim(clause.substr(clause.starts_with("===") ? 3 : 2)));
  }
  return {};
}

RequirementLine read_named(std::string_view text) {
  RequirementLine line;
  std::size_t end = 0;
  while (end < text.size() && is_name_character(text[end])) {
    ++end;
  }
  if (end == 0) {
    line.kind = Kind::invalid;
    return line;
  }
  line.name = normalised(text.substr(0, end));
  std::string_view rest = base::trim(text.substr(end));
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    rest =
        close == std::string_view::npos ? std::string_view{} : base::trim(rest.substr(close + 1));
  }
  if (rest.starts_with('@')) {
    return read_url(line.name, base::trim(rest.substr(1)));
  }
  const bool hashed = base::contains(rest, "--hash=");
  rest = base::trim(rest.substr(0, rest.find("--")));
  rest = base::trim(rest.substr(0, rest.find(';')));
  if (rest.starts_with('(') && rest.ends_with(')')) {
    rest = base::trim(rest.substr(1, rest.size() - 2));
  }
  line.specifier = std::string(rest);
  line.version = pinned_version(rest);
  if (!line.version.empty()) {
    line.kind = hashed ? Kind::pinned_hashed : Kind::pinned;
  } else {
    line.kind = rest.empty() ? Kind::unpinned : Kind::range;
  }
  return line;
}

model::Requirement to_requirement(const RequirementLine& line, const model::Span& span) {
  model::Requirement requirement;
  requirement.name = line.name;
  requirement.constraint = line.specifier;
  requirement.pinned = line.kind == Kind::pinned || line.kind == Kind::pinned_hashed
                       || line.kind == Kind::vcs_commit || line.kind == Kind::url_hash;
  requirement.hashed = line.kind == Kind::pinned_hashed || line.kind == Kind::url_hash;
  requirement.span = span;
  return requirement;
}

bool is_requirement(Kind kind) {
  switch (kind) {
  case Kind::pinned:
  case Kind::pinned_hashed:
  case Kind::range:
  case Kind::unpinned:
  case Kind::vcs_commit:
  case Kind::vcs_tag:
  case Kind::vcs_unpinned:
  case Kind::vcs_insecure:
  case Kind::url_hash:
  case Kind::url_no_hash:
  case Kind::url_insecure:
    return true;
  default:
    return false;
  }
}

bool is_option(Kind kind) {
  return kind >= Kind::include && kind <= Kind::option_require_hashes;
}

bool is_development_file(std::string_view path) {
  const std::string name = base::to_lower(path.substr(path.find_last_of('/') + 1));
  return base::contains(name, "dev") || base::contains(name, "test")
         || base::contains(name, "lint");
}

} // namespace

RequirementLine read_requirement(std::string_view text) {
  RequirementLine line;
  const std::string_view whole = base::trim(text);
  const std::string_view content = without_comment(whole);
  if (content.empty()) {
    line.kind = whole.empty() ? Kind::blank : Kind::comment;
    return line;
  }
  if (content.starts_with('-')) {
    return read_option(content);
  }
  if (content.starts_with("${")) {
    line.kind = Kind::variable;
    return line;
  }
  if (is_vcs(content) || content.starts_with("http://") || content.starts_with("https://")) {
    return read_url({}, content);
  }
  if (content.starts_with('.') || content.starts_with('/') || content.starts_with("file:")
      || content.ends_with(".whl")) {
    line.kind = Kind::local;
    return line;
  }
  return read_named(content);
}

std::string_view to_string(Kind kind) {
  constexpr std::array<std::string_view, 27> names{"blank",
                                                   "comment",
                                                   "pinned",
                                                   "pinned-hashed",
                                                   "range",
                                                   "unpinned",
                                                   "variable",
                                                   "vcs-commit",
                                                   "vcs-tag",
                                                   "vcs-unpinned",
                                                   "vcs-insecure",
                                                   "url-hash",
                                                   "url-no-hash",
                                                   "url-insecure",
                                                   "local",
                                                   "editable-local",
                                                   "include",
                                                   "constraint",
                                                   "option",
                                                   "option-index",
                                                   "option-index-insecure",
                                                   "option-extra-index",
                                                   "option-extra-index-credential",
                                                   "option-trusted-host",
                                                   "option-pre",
                                                   "option-require-hashes",
                                                   "invalid"};
  return names[static_cast<std::size_t>(kind)];
}

model::Manifest read_requirements(std::string_view text, const model::FileName& file) {
  model::Manifest manifest;
  manifest.kind = "pip";
  manifest.file = file;
  const std::size_t slash = file.str().find_last_of('/');
  manifest.directory = slash == std::string::npos ? "." : file.str().substr(0, slash);
  const std::vector<std::string_view> lines = base::lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t first = i;
    std::string logical(lines[i]);
    while (logical.ends_with('\\') && i + 1 < lines.size()) {
      logical.pop_back();
      logical += lines[++i];
    }
    const RequirementLine line = read_requirement(logical);
    const int number = static_cast<int>(first) + 1;
    const model::Span span{
        file, {number, 1}, {number, static_cast<int>(base::code_points(lines[first])) + 1}};
    if (is_requirement(line.kind)) {
      manifest.requirements.push_back(to_requirement(line, span));
      manifest.requirements.back().development = is_development_file(file.str());
    } else if (is_option(line.kind)) {
      manifest.options.push_back(line.specifier);
    } else if (line.kind == Kind::invalid) {
      manifest.diagnostics.push_back({span, "this is no requirement: " + logical,
                                      "expected a name, an option or a URL", true});
    }
  }
  return manifest;
}

} // namespace secaudit::project::manifests
