// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"
#include "rules/surroundings.hpp"

#include <algorithm>
#include <cctype>

namespace secaudit::rules {
namespace {

bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool only(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alnum(c) || more.find(c) != std::string_view::npos;
  });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos
         && (text.size() == 1 || text.front() != '0');
}

/// https://semver.org/spec/v2.0.0.html
bool is_semver(std::string_view text) {
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos && !only(text.substr(plus + 1), "-.")) {
    return false;
  }
  text = text.substr(0, plus);
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos && !only(text.substr(dash + 1), "-.")) {
    return false;
  }
  const auto parts = base::split(text.substr(0, dash), '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), is_number);
}

/// A commit, in full or short.
bool is_hash(std::string_view text) {
  return text.size() >= 7 && text.size() <= 64
         && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// https://www.rfc-editor.org/rfc/rfc3339#section-5.6
bool is_rfc3339(std::string_view text) {
  constexpr std::string_view shape = "T00:00:00";
  if (text.size() < 20 || !base::parse_date(text.substr(0, 10))) {
    return false;
  }
  std::string_view rest = text.substr(10);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = rest[i];
    const bool separator = i == 0 && (c == 't' || c == ' ');
    if (shape[i] == '0' ? c < '0' || c > '9' : c != shape[i] && !separator) {
      return false;
    }
  }
  rest.remove_prefix(shape.size());
  if (rest.starts_with('.')) {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == 1 || end == std::string_view::npos) {
      return false;
    }
    rest.remove_prefix(end);
  }
  const bool offset = rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':';
  const auto digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return rest == "Z" || rest == "z"
         || (offset && digits(rest.substr(1, 2)) && digits(rest.substr(4)));
}

/// The form of a licence expression: names joined by AND, OR and WITH. Whether a name is on the
/// list of SPDX is not looked up: it grows.
bool is_spdx(std::string_view text) {
  bool name_expected = true;
  int open = 0;
  std::string spaced;
  for (const char c : text) {
    spaced += c == '(' || c == ')' ? std::string{' ', c, ' '} : std::string(1, c);
  }
  for (const std::string_view word : base::split(spaced, ' ')) {
    if (word.empty()) {
      continue;
    }
    if (word == "(" || word == ")") {
      open += word == "(" ? 1 : -1;
      if (open < 0 || name_expected != (word == "(")) {
        return false;
      }
      continue;
    }
    const bool joins = one_of(word, {"AND", "OR", "WITH"});
    if (joins == name_expected || (!joins && !only(word, ".-+:"))) {
      return false;
    }
    name_expected = joins;
  }
  return !name_expected && open == 0;
}

bool is_email(std::string_view text) {
  const std::size_t at_sign = text.find('@');
  const std::string_view host =
      at_sign == std::string_view::npos ? std::string_view() : text.substr(at_sign + 1);
  return at_sign != std::string_view::npos && at_sign > 0 && only(host, ".-")
         && host.find('.') != std::string_view::npos && host.front() != '.' && host.back() != '.'
         && text.substr(0, at_sign).find_first_of(" \t<>,;") == std::string_view::npos;
}

bool is_url(std::string_view text) {
  const std::size_t scheme = text.find("://");
  return scheme != std::string_view::npos && scheme > 0 && only(text.substr(0, scheme), "+-.")
         && text.size() > scheme + 3 && text.find_first_of(" \t") == std::string_view::npos;
}

bool fits(std::string_view value, std::string_view kind) {
  return kind == "url"       ? is_url(value)
         : kind == "semver"  ? is_semver(value)
         : kind == "hash"    ? is_hash(value)
         : kind == "rfc3339" ? is_rfc3339(value)
         : kind == "spdx"    ? is_spdx(value)
         : kind == "email"   ? is_email(value)
                             : !value.empty();
}

std::string in_words(std::string_view kind) {
  return kind == "url"       ? "a URL"
         : kind == "semver"  ? "a semantic version such as 1.2.3"
         : kind == "hash"    ? "a commit"
         : kind == "rfc3339" ? "a time such as 2026-11-25T12:00:00Z"
         : kind == "spdx"    ? "a licence expression such as Apache-2.0"
         : kind == "email"   ? "a mail address"
                             : "a text";
}

Issue about_label(const model::DockerVariable& label, Severity severity, std::string message,
                  std::string remedy) {
  Issue issue;
  issue.severity = severity;
  issue.message = std::move(message);
  issue.remedy = std::move(remedy);
  issue.evidence = {at(label.span, base::truncate(base::printable(label.name), 80))};
  issue.key = "label " + label.name;
  return issue;
}

void judge_label(const model::Stage& stage, const std::string& name, const std::string& kind,
                 std::vector<Issue>& issues) {
  // The last one of a name counts.
  const auto found = std::find_if(stage.labels.rbegin(), stage.labels.rend(),
                                  [&](const auto& label) { return label.name == name; });
  if (found == stage.labels.rend()) {
    Issue issue = about(stage, Severity::low, "The image has no label " + name + ".",
                        "Add `LABEL " + name + "=…`, " + in_words(kind) + ".");
    issue.key += "|label " + name;
    issues.push_back(std::move(issue));
  } else if (found->value && found->value->find('$') == std::string::npos
             && !fits(base::trim(*found->value), kind)) {
    issues.push_back(
        about_label(*found, Severity::low,
                    "The label " + name + " is "
                        + (base::trim(*found->value).empty() ? "empty" : "no such value")
                        + ": it has to be " + in_words(kind) + ".",
                    "Write " + in_words(kind) + "."));
  }
}

Verdict check(const model::DockerfileUse& use, const Context& context) {
  const Surroundings& known = surroundings(context);
  const model::Stage* stage = use.target_stage();
  if (known.labels.empty() || stage == nullptr) {
    return not_applicable("the configuration asks for no labels");
  }
  std::vector<Issue> issues;
  for (const auto& [name, kind] : known.labels) {
    judge_label(*stage, name, kind, issues);
  }
  for (const model::DockerVariable& label : stage->labels) {
    if (known.only_those_labels && !known.labels.contains(label.name)) {
      issues.push_back(about_label(label, Severity::info,
                                   "The label " + base::printable(label.name)
                                       + " is none of those that the configuration names.",
                                   "Delete it, or add it to `labels`."));
    }
  }
  return from_issues(std::move(issues), "the labels are as the configuration asks");
}

} // namespace

Rule DF903() {
  return {.id = "DF903",
          .name = "label-schema",
          .title = "A label is not as the configuration asks",
          .severity = Severity::low,
          .items = {"H2"},
          .controls = {"hadolint DL3049", "hadolint DL3050", "hadolint DL3051", "hadolint DL3052",
                       "hadolint DL3053", "hadolint DL3054", "hadolint DL3055", "hadolint DL3056",
                       "hadolint DL3058"},
          .tags = {"dockerfile", "meta"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
