// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/search.hpp"

#include "audit/evidence/code_text.hpp"
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/rule.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

constexpr std::size_t excerpt_columns = 100;
constexpr std::size_t alternatives_of_a_glob = 64;

std::string line_at(std::string_view text, std::size_t offset) {
  const std::size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1);
  const std::size_t from = begin == std::string_view::npos || offset == 0 ? 0 : begin + 1;
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  return base::truncate(base::printable(base::trim(text.substr(from, end - from))),
                        excerpt_columns);
}

model::Evidence place(const model::FileName& file, std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_begin = before.rfind('\n');
  model::Span span;
  span.file = file;
  span.begin.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  span.begin.column =
      1
      + static_cast<int>(base::code_points(
          line_begin == std::string_view::npos ? before : before.substr(line_begin + 1)));
  span.end = span.begin;
  return rules::at(span, line_at(text, offset));
}

std::vector<std::string> expand_braces(const std::string& glob) {
  std::vector<std::string> done;
  std::vector<std::string> open{glob};
  while (!open.empty() && done.size() + open.size() < alternatives_of_a_glob) {
    const std::string each = open.back();
    open.pop_back();
    const std::size_t begin = each.find('{');
    const std::size_t end = each.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos) {
      done.push_back(each);
      continue;
    }
    for (const std::string_view part :
         base::split(std::string_view(each).substr(begin + 1, end - begin - 1), ',')) {
      open.push_back(each.substr(0, begin) + std::string(part) + each.substr(end + 1));
    }
  }
  return done;
}

bool glob_like(const std::string& glob, const std::string& path) {
  if (base::glob_match(glob, path)) {
    return true;
  }
  return glob.starts_with("**/") && base::glob_match(glob.substr(3), path);
}

std::string package_key(std::string_view name) {
  std::string key = base::to_lower(name);
  std::replace_if(
      key.begin(), key.end(), [](char c) { return c == '_' || c == '.'; }, '-');
  return key;
}

/// A heading of a document for people begins like a comment of a script.
bool is_prose(std::string_view path) {
  return like(path, {"**/*.md", "**/*.rst", "**/*.adoc", "**/*.txt"});
}

bool is_comment_line(std::string_view text, std::size_t offset) {
  const std::size_t begin = text.rfind('\n', offset);
  const std::string_view line =
      base::trim(text.substr(begin == std::string_view::npos ? 0 : begin + 1, 200));
  return line.starts_with('#') || line.starts_with("//");
}

} // namespace

bool outside_production(std::string_view path) {
  static constexpr std::string_view folders[] = {
      "test",    "tests",    "spec",     "__tests__",    "example", "examples",    "sample",
      "samples", "fixtures", "testdata", "node_modules", "vendor",  "third_party", "e2e"};
  const auto parts = base::split(path, '/');
  for (const std::string_view part : parts) {
    if (std::find(std::begin(folders), std::end(folders), part) != std::end(folders)) {
      return true;
    }
  }
  const std::string_view name = parts.back();
  return name.starts_with("test_") || base::contains(name, "_test.")
         || base::contains(name, ".test.") || base::contains(name, ".spec.");
}

std::vector<model::Evidence> in_code(const model::ProjectTree& tree, const Patterns& patterns,
                                     std::size_t most) {
  std::vector<model::Evidence> out;
  for (const model::ProjectTree::Document& source : tree.sources) {
    if (out.size() >= most) {
      break;
    }
    if (outside_production(source.file.str()) || !patterns.matches(source.text)) {
      continue;
    }
    const CodeText code = code_text(source.file.str(), source.text);
    std::size_t from = 0;
    while (from < code.text.size() && out.size() < most) {
      const auto match = patterns.find(code.text, from);
      if (!match) {
        break;
      }
      if (match->offset < code.in_string.size() && !code.in_string[match->offset]) {
        out.push_back(place(source.file, code.text, match->offset));
      }
      from = match->offset + std::max<std::size_t>(match->length, 1);
    }
  }
  return out;
}

std::vector<model::Evidence> in_documents(const model::ProjectTree& tree, const Patterns& patterns,
                                          const std::function<bool(std::string_view)>& wanted,
                                          std::size_t most) {
  std::vector<model::Evidence> out;
  for (const model::ProjectTree::Document& document : tree.documents) {
    if (!wanted(document.file.str())) {
      continue;
    }
    const bool prose = is_prose(document.file.str());
    std::size_t from = 0;
    while (out.size() < most) {
      const auto match = patterns.find(document.text, from);
      if (!match) {
        break;
      }
      if (prose || !is_comment_line(document.text, match->offset)) {
        out.push_back(place(document.file, document.text, match->offset));
      }
      from = match->offset + std::max<std::size_t>(match->length, 1);
      if (from >= document.text.size()) {
        break;
      }
    }
  }
  return out;
}

bool like(std::string_view path, const std::vector<std::string>& globs) {
  const std::string lower = base::to_lower(path);
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    const auto forms = expand_braces(base::to_lower(glob));
    return std::any_of(forms.begin(), forms.end(),
                       [&](const std::string& form) { return glob_like(form, lower); });
  });
}

std::vector<model::FileName> files_like(const model::ProjectTree& tree,
                                        const std::vector<std::string>& globs) {
  std::vector<std::string> forms;
  for (const std::string& glob : globs) {
    for (std::string& form : expand_braces(base::to_lower(glob))) {
      forms.push_back(std::move(form));
    }
  }
  std::vector<model::FileName> out;
  for (const model::FileName& file : tree.files) {
    if (outside_production(file.str())) {
      continue;
    }
    const std::string lower = base::to_lower(file.str());
    if (std::any_of(forms.begin(), forms.end(),
                    [&](const std::string& form) { return glob_like(form, lower); })) {
      out.push_back(file);
    }
  }
  return out;
}

std::vector<model::Evidence> required(const std::vector<model::Manifest>& manifests,
                                      const std::vector<std::string>& names) {
  std::vector<std::string> keys;
  for (const std::string& name : names) {
    keys.push_back(package_key(name));
  }
  std::vector<model::Evidence> out;
  for (const model::Manifest& manifest : manifests) {
    for (const model::Requirement& requirement : manifest.requirements) {
      if (!requirement.development && like(package_key(requirement.name), keys)) {
        out.push_back(rules::at(requirement.span, requirement.name + requirement.constraint));
      }
    }
  }
  return out;
}

namespace {

/// Nothing, or a word for nothing, also in quotes that Compose's list form keeps.
bool is_switched_off(std::string_view value) {
  const std::string plain =
      base::to_lower(base::replace_all(base::replace_all(value, "\"", ""), "'", ""));
  return plain.empty() || plain == "0" || plain == "false" || plain == "none" || plain == "off"
         || plain == "null";
}

} // namespace

const model::Variable* variable_like(const model::Service& service,
                                     const std::vector<std::string>& names) {
  for (const model::Variable& variable : service.environment) {
    if (!variable.value || is_switched_off(*variable.value)) {
      continue;
    }
    for (const std::string& wanted : names) {
      const std::size_t equals = wanted.find('=');
      const bool value_fits =
          equals == std::string::npos || wanted.substr(equals + 1) == *variable.value;
      if (value_fits && base::glob_match(wanted.substr(0, equals), variable.name)) {
        return &variable;
      }
    }
  }
  return nullptr;
}

bool is_pipeline(std::string_view path) {
  static const std::vector<std::string> globs{".github/workflows/*.y*ml",
                                              ".gitlab-ci.yml",
                                              "jenkinsfile",
                                              "azure-pipelines.yml",
                                              ".circleci/config.yml",
                                              "bitbucket-pipelines.yml",
                                              ".drone.yml",
                                              ".woodpecker*.y*ml",
                                              ".woodpecker/*.y*ml",
                                              ".forgejo/workflows/*.y*ml",
                                              ".gitea/workflows/*.y*ml"};
  return like(path, globs);
}

} // namespace secaudit::audit
