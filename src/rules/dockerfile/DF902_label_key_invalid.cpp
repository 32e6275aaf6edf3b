// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

std::string problem_of(std::string_view key) {
  if (key.empty()) {
    return "is empty";
  }
  for (const char* reserved : {"com.docker.", "io.docker.", "org.dockerproject."}) {
    if (key.starts_with(reserved)) {
      return "begins with " + std::string(reserved) + ", which is reserved";
    }
  }
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (const char c : key) {
    if (!letter(c) && c != '.' && c != '-' && c != '_' && c != '/') {
      return "holds other characters than small letters, digits, `.`, `-`";
    }
  }
  if (!letter(key.front()) || !letter(key.back())) {
    return "begins or ends with a separator";
  }
  return base::contains(key, "..") || base::contains(key, "--") ? "has two separators in a row"
                                                                : "";
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "LABEL", [](const Placed& label, std::vector<Issue>& issues) {
    const auto& words = label.instruction.arguments;
    const bool old_form = !words.empty() && words.front().text.find('=') == std::string::npos;
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string key = words[i].text.substr(0, words[i].text.find('='));
      if (key.size() > 1 && (key.front() == '"' || key.front() == '\'')
          && key.back() == key.front()) {
        key = key.substr(1, key.size() - 2);
      }
      const std::string problem = key.find('$') != std::string::npos ? "" : problem_of(key);
      if (!problem.empty()) {
        issues.push_back(about(label, Severity::info, "The label " + key + " " + problem + ".",
                               "Write names like `org.example.name`."));
        return;
      }
      if (old_form) {
        return;
      }
    }
  });
}

} // namespace

Rule DF902() {
  return {.id = "DF902",
          .name = "label-key-invalid",
          .title = "A label has a name that is not allowed",
          .severity = Severity::info,
          .items = {"H2"},
          .controls = {"hadolint DL3048"},
          .tags = {"dockerfile", "meta"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
