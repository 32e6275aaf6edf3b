// SPDX-License-Identifier: Apache-2.0
#include "secrets/credentials.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace secaudit::secrets {
namespace {

using Demand = model::PasswordJudgement::Demand;

/// Where the value itself stands: the .env line behind an interpolation, else the entry.
model::Span place_of_value(const model::Variable& variable) {
  for (const model::Origin& origin : variable.origins) {
    if (origin.via == model::Via::written && origin.span.known()) {
      return origin.span;
    }
  }
  // The chain of an interpolation begins with the text that was replaced.
  for (const model::Origin& origin : variable.origins) {
    if (origin.span.known() && origin.span != variable.span) {
      return origin.span;
    }
  }
  return variable.span;
}

bool interpolates(std::string_view raw) {
  return raw.find('$') != std::string_view::npos;
}

/// Not from an env_file, and not a bare `KEY` whose value Compose takes from its own environment.
bool stands_here(const model::Variable& variable) {
  return variable.from_file.empty()
         && (variable.via != model::Via::interpolated || interpolates(variable.raw));
}

/// DB_PASSWORD → the value of DB_USER or DB_USERNAME.
std::string user_beside(const std::vector<model::Variable>& environment, std::string_view name) {
  std::vector<std::string> words = model::name_words(name);
  for (std::string& word : words) {
    const bool password = model::demand_of(word).has_value();
    word = password ? "USER" : word;
  }
  const std::string wanted = base::join(words, "_");
  for (const model::Variable& variable : environment) {
    const std::string candidate = base::join(model::name_words(variable.name), "_");
    if ((candidate == wanted || candidate == wanted + "NAME") && variable.value) {
      return *variable.value;
    }
  }
  return {};
}

/// The text with each `${…}` taken out.
std::string without_references(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size();) {
    if (!raw.substr(at).starts_with("${")) {
      out += raw[at++];
      continue;
    }
    int level = 1;
    for (at += 2; at < raw.size() && level > 0; ++at) {
      level += raw[at] == '{' ? 1 : raw[at] == '}' ? -1 : 0;
    }
  }
  return out;
}

/// A variable that the compose file takes from outside (`${X}`, `${X:?}`, a bare key) and that has
/// no value here.
bool supplied_later(const model::Variable& variable) {
  if (!variable.value) {
    return true;
  }
  // What is left when every reference is empty: nothing, or the brackets of a JSON text.
  return (variable.value->empty() && interpolates(variable.raw))
         || (variable.raw.find("${") != std::string::npos
             && without_references(variable.raw) == *variable.value);
}

class Gatherer {
 public:
  Gatherer(const model::Project& project, const ReadFile& read_file)
      : project_(project), read_file_(read_file) {}

  std::vector<Credential> run() {
    for (const model::Service& service : project_.services) {
      if (service.active) {
        environment(service);
        command_line(service, service.command);
        command_line(service, service.entrypoint);
      }
    }
    for (const model::ProjectFile& secret : project_.secrets) {
      secret_file(secret);
    }
    dotenv();
    return std::move(found_);
  }

 private:
  void environment(const model::Service& service) {
    for (const model::Variable& variable : service.environment) {
      const auto demand = model::demand_of(variable.name);
      if (demand) {
        named(service, variable, *demand);
      } else if (variable.value) {
        in_url(service, variable);
      }
    }
  }

  void named(const model::Service& service, const model::Variable& variable, Demand demand) {
    Credential credential{.name = variable.name, .service = service.name, .demand = demand};
    credential.user = user_beside(service.environment, variable.name);
    credential.use = variable.span;
    credential.span = place_of_value(variable);
    credential.literal = stands_here(variable) && !interpolates(variable.raw);
    const auto before = static_cast<std::ptrdiff_t>(found_.size());
    for (const std::string& value : fallback_values(variable.raw)) {
      Credential fallback = credential;
      fallback.value = value;
      fallback.fallback = true;
      fallback.span = variable.span;
      found_.push_back(std::move(fallback));
    }
    const bool is_fallback =
        std::any_of(found_.begin() + before, found_.end(), [&](const Credential& c) {
          return c.fallback && c.use == variable.span && c.value == variable.value
                 && credential.span == variable.span;
        });
    if (is_fallback) {
      return;
    }
    if (!supplied_later(variable) && !in_part_supplied_later(variable)) {
      credential.value = variable.value;
    }
    add(std::move(credential));
  }

  /// A text around a variable that has no value here, `{"key": "${KEY}"}`: the secret is the part
  /// that is missing.
  bool in_part_supplied_later(const model::Variable& variable) const {
    return std::any_of(project_.unset_variables.begin(), project_.unset_variables.end(),
                       [&](const model::Variable& unset) {
                         return base::contains(variable.raw, "${" + unset.name + "}")
                                || base::contains(variable.raw, "${" + unset.name + "?")
                                || base::contains(variable.raw, "${" + unset.name + ":?")
                                || variable.raw.ends_with("$" + unset.name);
                       });
  }

  void in_url(const model::Service& service, const model::Variable& variable) {
    const auto url = url_credential(*variable.value);
    if (!url || url->password.empty() || url->password.starts_with('$')) {
      return;
    }
    Credential credential{
        .name = variable.name, .service = service.name, .value = url->password, .user = url->user};
    credential.use = variable.span;
    credential.span = place_of_value(variable);
    const auto in_file = url_credential(variable.raw);
    credential.literal = in_file && !interpolates(in_file->password) && stands_here(variable);
    add(std::move(credential));
  }

  void command_line(const model::Service& service,
                    const std::optional<model::Sourced<model::CommandLine>>& line) {
    constexpr std::array<std::string_view, 3> options{"--requirepass", "--masterauth",
                                                      "--password"};
    if (!line) {
      return;
    }
    const std::vector<std::string>& words = line->value.words;
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (const std::string_view option : options) {
        std::string value;
        if (words[i] == option && i + 1 < words.size()) {
          value = words[i + 1];
        } else if (words[i].size() > option.size() && words[i].starts_with(option)
                   && words[i][option.size()] == '=') {
          value = words[i].substr(option.size() + 1);
        }
        if (!value.empty() && !value.starts_with('$')) {
          add({.name = std::string(option),
               .service = service.name,
               .value = value,
               .user = {},
               .span = line->span,
               .use = line->span,
               .literal = line->via != model::Via::interpolated});
        }
      }
    }
  }

  void secret_file(const model::ProjectFile& secret) {
    Credential credential{.name = secret.name,
                          .demand = model::demand_of(secret.name).value_or(Demand::password)};
    credential.span = secret.span;
    credential.use = secret.span;
    if (!secret.file.empty()) {
      credential.value = read_file_(secret.file);
    } else if (secret.content) {
      credential.value = secret.content;
      credential.literal = true;
    }
    if (credential.value) {
      while (credential.value->ends_with('\n') || credential.value->ends_with('\r')) {
        credential.value->pop_back();
      }
      // A certificate or key in PEM form is no password.
      if (credential.value->starts_with("-----BEGIN ")) {
        return;
      }
    }
    add(std::move(credential));
  }

  void dotenv() {
    std::set<model::Span> places;
    for (const Credential& credential : found_) {
      places.insert(credential.span);
    }
    for (const model::Variable& variable : project_.dotenv) {
      const auto demand = model::demand_of(variable.name);
      const bool used = places.contains(variable.span) || places.contains(variable.name_span);
      if (demand && variable.value && !used) {
        add({.name = variable.name,
             .service = {},
             .demand = *demand,
             .value = variable.value,
             .user = user_beside(project_.dotenv, variable.name),
             .span = variable.span,
             .use = variable.span});
      }
    }
  }

  void add(Credential credential) { found_.push_back(std::move(credential)); }

  const model::Project& project_;
  const ReadFile& read_file_;
  std::vector<Credential> found_;
};

void collect_fallbacks(std::string_view text, std::vector<std::string>& values, int depth) {
  constexpr int deepest = 8;
  for (std::size_t open = text.find("${"); open != std::string_view::npos && depth < deepest;
       open = text.find("${", open)) {
    std::size_t level = 1;
    std::size_t end = open + 2;
    for (; end < text.size() && level > 0; ++end) {
      level += text.substr(end).starts_with("${") ? 1U : 0U;
      level -= text[end] == '}' ? 1U : 0U;
    }
    const std::string_view inside = text.substr(open + 2, end - open - (level == 0 ? 3 : 2));
    const std::size_t name_end = inside.find_first_of(":-?+");
    open += 2;
    if (name_end == std::string_view::npos) {
      continue;
    }
    std::string_view rest = inside.substr(name_end);
    rest.remove_prefix(rest.starts_with(':') ? 1 : 0);
    if (!rest.starts_with('-')) {
      continue;
    }
    rest.remove_prefix(1);
    if (!rest.empty() && rest.find('$') == std::string_view::npos) {
      values.emplace_back(rest);
    }
    open = end;
    collect_fallbacks(rest, values, depth + 1);
  }
}

} // namespace

std::vector<Credential> gather_credentials(const model::Project& project,
                                           const ReadFile& read_file) {
  return Gatherer(project, read_file).run();
}

std::vector<std::string> known_words(const model::Project& project) {
  std::set<std::string> words;
  const auto add = [&](std::string_view text) {
    for (const std::string& word : model::name_words(text)) {
      words.insert(base::to_lower(word));
    }
    words.insert(base::to_lower(text));
  };
  add(project.name);
  for (const model::Service& service : project.services) {
    add(service.name);
    if (service.image) {
      add(service.image->value);
    }
    for (const model::Variable& variable : service.environment) {
      const std::vector<std::string> name = model::name_words(variable.name);
      constexpr std::array<std::string_view, 6> naming{"USER",     "USERNAME", "DB",
                                                       "DATABASE", "HOST",     "NAME"};
      const bool names =
          !name.empty() && std::find(naming.begin(), naming.end(), name.back()) != naming.end();
      if (names && variable.value && variable.value->size() <= 64) {
        add(*variable.value);
      }
    }
  }
  words.erase("");
  return {words.begin(), words.end()};
}

std::vector<std::string> fallback_values(std::string_view raw) {
  std::vector<std::string> values;
  collect_fallbacks(raw, values, 0);
  return values;
}

std::optional<UrlCredential> url_credential(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(scheme + 3);
  // The authority ends at the first `/`, `?` or `#`, but a password may hold them unescaped: take
  // the last `@` of the first word as the end of the user info.
  rest = rest.substr(0, rest.find_first_of(" \t\r\n\"'"));
  const std::size_t authority = rest.find_first_of("/?#");
  std::size_t at = rest.substr(0, authority).rfind('@');
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view info = rest.substr(0, at);
  const std::size_t colon = info.find(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  return UrlCredential{std::string(info.substr(0, colon)), std::string(info.substr(colon + 1))};
}

} // namespace secaudit::secrets
