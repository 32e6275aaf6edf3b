// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/project.hpp"
#include "model/secret.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::secrets {

/// A value that a project uses as a credential, before it is judged. Lives only as long as the
/// judging takes.
struct Credential {
  std::string name;
  std::string service;
  model::PasswordJudgement::Demand demand = model::PasswordJudgement::Demand::password;
  std::optional<std::string> value; ///< nothing: supplied at deploy time, not in these files
  std::string user;                 ///< the user name that goes with it
  model::Span span;                 ///< where the value is written
  model::Span use;
  bool fallback = false;
  bool literal = false;
};

using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// The credentials that services take from their environment, command lines and URLs, of the secret
/// files, and those of the .env files that nothing uses.
std::vector<Credential> gather_credentials(const model::Project& project,
                                           const ReadFile& read_file);

/// Names of the project, its services, users, databases and hosts, which make a password guessable.
std::vector<std::string> known_words(const model::Project& project);

/// The defaults of `${NAME:-default}` and `${NAME-default}` in a text, nested ones included.
std::vector<std::string> fallback_values(std::string_view raw);

/// The password of `scheme://user:password@host`, and the user.
struct UrlCredential {
  std::string user;
  std::string password;
};
std::optional<UrlCredential> url_credential(std::string_view text);

} // namespace secaudit::secrets
