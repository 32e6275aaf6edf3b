// SPDX-License-Identifier: Apache-2.0
#include "plugin/attest_text.hpp"

#include "audit/checklist/titles.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "plugin/config_tree.hpp"

namespace secaudit::plugin {
namespace {

using model::Node;

/// A text that YAML reads as itself without quotes, by YAML 1.1 and 1.2.
bool is_plain(std::string_view text) {
  constexpr std::array<std::string_view, 8> words = {"true", "false", "null", "yes",
                                                     "no",   "on",    "off",  "y"};
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0
      || text.back() == ' ' || text.back() == ':'
      || std::find(words.begin(), words.end(), base::to_lower(text)) != words.end()) {
    return false;
  }
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos
         && std::all_of(text.begin(), text.end(), [](char c) {
              return std::isalnum(static_cast<unsigned char>(c)) != 0
                     || std::string_view(" ._-/:@#+?=&%'()").find(c) != std::string_view::npos;
            });
}

/// JSON's strings are YAML's double-quoted ones.
std::string scalar(std::string_view text) {
  return is_plain(text) ? std::string(text) : base::json_quoted(text);
}

std::vector<std::string> lines_of(const NewAttestation& attestation) {
  const audit::Attestation& entry = attestation.entry;
  std::vector<std::string> out{"item: " + entry.item};
  const auto add = [&](const std::string& key, std::string_view value) {
    if (!value.empty()) {
      out.push_back(key + ": " + scalar(value));
    }
  };
  if (!entry.scope.empty()) {
    std::vector<std::string> quoted;
    std::transform(entry.scope.begin(), entry.scope.end(), std::back_inserter(quoted),
                   [](const std::string& service) { return base::json_quoted(service); });
    out.push_back("scope: [" + base::join(quoted, ", ") + "]");
  }
  add("statement", entry.statement);
  add("by", entry.by);
  out.push_back("on: " + base::to_string(entry.on));
  out.push_back("expires: " + base::to_string(entry.expires));
  add("evidence", entry.evidence);
  if (!attestation.evidence_sha256.empty()) {
    out.push_back("evidence_sha256: " + base::json_quoted(attestation.evidence_sha256));
  }
  if (!entry.report.empty()) {
    out.push_back("report: " + base::json_quoted(entry.report));
  }
  return out;
}

std::string entry_text(const NewAttestation& attestation, std::string_view indent,
                       std::string_view line_end) {
  std::string out;
  for (const std::string& line : lines_of(attestation)) {
    out += std::string(indent) + (out.empty() ? "- " : "  ") + line + std::string(line_end);
  }
  return out;
}

/// The last line that a node is written on. A block scalar ends at the beginning of the next line.
int last_line(const Node& node) {
  int last = std::max(node.span.begin.line,
                      node.span.end.column <= 1 ? node.span.end.line - 1 : node.span.end.line);
  if (!node.items.empty() || !node.members.empty()) {
    last = node.span.begin.line;
  }
  for (const Node& item : node.items) {
    last = std::max(last, last_line(item));
  }
  for (const Node::Member& member : node.members) {
    last = std::max({last, member.key_span.end.line, last_line(member.value)});
  }
  return last;
}

/// Where the n-th line (counted from 1) begins; the end of the text when there is none.
std::size_t line_start(std::string_view text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line && at < text.size(); ++i) {
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
  return at;
}

std::string_view line_at(std::string_view text, int line) {
  const std::size_t begin = line_start(text, line);
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string inserted(std::string_view text, int after_line, std::string_view entry,
                     std::string_view line_end) {
  const std::size_t at = line_start(text, after_line + 1);
  std::string out(text.substr(0, at));
  if (!out.empty() && out.back() != '\n') {
    out += line_end;
  }
  return out + std::string(entry) + std::string(text.substr(at));
}

base::Result<std::string> appended_to_list(std::string_view text, const std::string& file,
                                           const Node& list, const NewAttestation& attestation,
                                           std::string_view line_end) {
  const std::string_view first = line_at(text, list.items.front().span.begin.line);
  const std::size_t dash = first.find_first_not_of(' ');
  if (dash == std::string_view::npos || first[dash] != '-') {
    return base::fail(model::to_string(list.span) + ": `attestations` of " + file
                          + " is written on one line, expected one entry a line",
                      "write each entry on a line of its own that begins with `- `");
  }
  return inserted(text, last_line(list), entry_text(attestation, first.substr(0, dash), line_end),
                  line_end);
}

/// `attestations:` or `attestations: []` with nothing in it: the entry goes below the key.
base::Result<std::string> begun_list(std::string_view text, const std::string& file,
                                     const Node::Member& member, const NewAttestation& attestation,
                                     std::string_view line_end) {
  const int line = member.key_span.begin.line;
  const std::string_view written = line_at(text, line);
  const std::size_t colon = written.find(':');
  std::string_view rest = colon == std::string_view::npos ? "" : written.substr(colon + 1);
  rest = base::trim(rest);
  const bool empty =
      rest.empty() || rest.starts_with('#') || rest == "[]" || rest == "~" || rest == "null";
  if (!empty || member.value.span.end.line > line + 1) {
    return base::fail(model::to_string(member.key_span) + ": `attestations` of " + file
                          + " is no list with one entry a line",
                      "write `attestations:` alone on its line");
  }
  std::string out(text);
  if (!rest.starts_with('#')) {
    const std::size_t begin = line_start(text, line) + colon + 1;
    const std::size_t end = line_start(text, line) + written.size();
    const bool carriage = written.ends_with('\r');
    out.erase(begin, end - begin - (carriage ? 1 : 0));
  }
  return inserted(out, line, entry_text(attestation, "  ", line_end), line_end);
}

} // namespace

base::Result<std::string> with_attestation(std::string_view text, const std::string& file,
                                           const NewAttestation& attestation) {
  const auto root = parse_config_tree(text, file);
  if (!root) {
    return tl::unexpected(root.error());
  }
  if (!root->is_null() && !root->is_mapping()) {
    return base::fail(file + ":1:1: the file is no mapping, expected keys such as `attestations:`",
                      "correct the file, or name another one by --config");
  }
  const std::string_view line_end = text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
  for (const Node::Member& member : root->members) {
    if (member.key != "attestations") {
      continue;
    }
    return member.value.items.empty()
               ? begun_list(text, file, member, attestation, line_end)
               : appended_to_list(text, file, member.value, attestation, line_end);
  }
  if (root->is_mapping()
      && line_at(text, root->members.front().key_span.begin.line).starts_with('{')) {
    return base::fail(file + ":1:1: the file is written as one mapping in braces",
                      "write each key on a line of its own");
  }
  std::string out(text);
  if (!out.empty() && out.back() != '\n') {
    out += line_end;
  }
  out += (out.empty() ? "" : std::string(line_end)) + "attestations:" + std::string(line_end);
  return out + entry_text(attestation, "  ", line_end);
}

int usual_life(std::string_view item) {
  if (item == "C1") {
    return 30;
  }
  return item == "C11" || item == "C12" || item == "H15" ? 365 : 180;
}

std::string_view title_of_item(std::string_view item) {
  return audit::title_of(item);
}

} // namespace secaudit::plugin
