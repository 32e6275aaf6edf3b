// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "rules/dockerfile_looks.hpp"

#include <optional>

namespace secaudit::rules {
namespace {

/// The password of `scheme://user:password@host`, or "".
std::string password_in_address(std::string_view text) {
  const std::size_t scheme = text.find("://");
  const std::size_t end = text.find('@', scheme == std::string_view::npos ? 0 : scheme);
  if (scheme == std::string_view::npos || end == std::string_view::npos) {
    return {};
  }
  const std::string_view user = text.substr(scheme + 3, end - scheme - 3);
  const std::size_t colon = user.find(':');
  return colon == std::string_view::npos || user.find('/') != std::string_view::npos
             ? std::string{}
             : std::string(user.substr(colon + 1));
}

bool is_reference(std::string_view value) {
  return value.empty() || value.find('$') != std::string_view::npos || value.starts_with('<')
         || base::contains_ignoring_case(value, "dummy")
         || base::contains_ignoring_case(value, "changeme");
}

struct Written {
  std::string what;
  std::string value;
};

/// What a build is given because its program asks for something, and what is too short to be one.
bool is_stand_in(std::string_view value) {
  for (const char* word :
       {"dummy", "changeme", "change-me", "placeholder", "example", "build", "fake", "test",
        "secret", "unused", "not-", "none", "temp", "xxx", "foo", "precompile", "insecure"}) {
    if (base::contains_ignoring_case(value, word)) {
      return true;
    }
  }
  return value.size() < 8;
}

/// `DB_PASSWORD=x command`
std::optional<Written> assigned_secret(const model::ShellCommand& command) {
  for (const model::Word& word : command.assignments) {
    const std::size_t equal = word.text.find('=');
    if (equal == std::string::npos) {
      continue;
    }
    const std::string name = word.text.substr(0, equal);
    const std::string value = unquoted(std::string_view(word.text).substr(equal + 1));
    if (model::demand_of(name) && !model::names_a_secret_file(name) && !is_reference(value)
        && !is_stand_in(value) && value.find('`') == std::string::npos) {
      return Written{name, value};
    }
  }
  return std::nullopt;
}

std::optional<Written> secret_of(const model::ShellCommand& command) {
  if (auto assigned = assigned_secret(command)) {
    return assigned;
  }
  const auto& words = command.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& text = words[i].text;
    const std::string next = i + 1 < words.size() ? words[i + 1].text : "";
    if (const std::string password = password_in_address(text); !is_reference(password)) {
      return Written{"a password in an address", password};
    }
    if (text.starts_with("--password=") && !is_reference(text.substr(11))) {
      return Written{"--password", text.substr(11)};
    }
    if ((text == "--password" || (command.name == "docker" && text == "-p")) && !is_reference(next)
        && !next.starts_with('-')) {
      return Written{text, next};
    }
    if (command.name == "curl" && (text == "-u" || text == "--user")
        && next.find(':') != std::string::npos && !is_reference(next.substr(next.find(':') + 1))) {
      return Written{"curl " + text, next.substr(next.find(':') + 1)};
    }
    if (base::equals_ignoring_case(text, "ConvertTo-SecureString")) {
      const std::string& value = base::equals_ignoring_case(next, "-String") && i + 2 < words.size()
                                     ? words[i + 2].text
                                     : next;
      if (!value.starts_with('-') && !is_reference(value)) {
        return Written{"ConvertTo-SecureString", value};
      }
    }
    const std::size_t bearer = text.find("Bearer ");
    if (bearer != std::string::npos && !is_reference(text.substr(bearer + 7))) {
      return Written{"an Authorization header", text.substr(bearer + 7)};
    }
    if (base::contains(text, "_authToken=") && !is_reference(text.substr(text.find('=') + 1))) {
      return Written{"_authToken", text.substr(text.find("_authToken=") + 11)};
    }
    const bool sets = one_of(command.name, {"aws", "npm", "yarn", "pnpm", "poetry", "composer"})
                      && i > 0 && one_of(words[i - 1].text, {"set", "config", "-g", "--global"});
    const std::string key = text.substr(text.find_last_of("/:") + 1);
    if (sets && model::demand_of(key) && !is_reference(next) && !next.starts_with('-')) {
      return Written{key, next};
    }
    const std::size_t equal = text.find('=');
    if (command.name == "export" && equal != std::string::npos
        && model::demand_of(text.substr(0, equal)) && !is_reference(text.substr(equal + 1))
        && !model::names_a_secret_file(text.substr(0, equal))) {
      return Written{"export " + text.substr(0, equal), text.substr(equal + 1)};
    }
  }
  return std::nullopt;
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_commands(use, [](const model::ShellCommand& command, const Placed& where,
                                std::vector<Issue>& issues) {
    const auto written = secret_of(command);
    if (!written) {
      return;
    }
    Issue issue = about(where.stage, Severity::high,
                        "RUN " + command.name + " writes out a secret (" + written->what
                            + "): it stays in the history of the image.",
                        "Use `RUN --mount=type=secret` and read it from /run/secrets; change the "
                        "secret.");
    issue.evidence = {at(command.span, command.name + " … " + base::masked(written->value))};
    issue.key += "|" + command.name + " " + written->what;
    issues.push_back(std::move(issue));
  });
}

} // namespace

Rule DF503() {
  return {.id = "DF503",
          .name = "secret-in-run",
          .title = "Secret written into a RUN",
          .severity = Severity::high,
          .items = {"H9", "H6"},
          .controls = {"trivy DS-0031", "CIS-Docker 4.10"},
          .tags = {"dockerfile", "secrets"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
