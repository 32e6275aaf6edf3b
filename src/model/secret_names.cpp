// SPDX-License-Identifier: Apache-2.0
#include "model/secret_names.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace secaudit::model {
namespace {

using Demand = PasswordJudgement::Demand;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_separator(char c) {
  return c == '_' || c == '-' || c == '.' || c == ' ' || c == ':' || c == '/';
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A name that ends so says something about a secret, but does not hold it.
constexpr std::array about_words = std::to_array<std::string_view>(
    {"FILE",       "PATH",       "DIR",           "URL",      "URI",
     "NAME",       "ID",         "USER",          "USERNAME", "LENGTH",
     "LEN",        "MIN",        "MAX",           "TTL",      "EXPIRE",
     "EXPIRES",    "EXPIRY",     "EXPIRATION",    "TIMEOUT",  "ALGORITHM",
     "ALG",        "HEADER",     "ENABLED",       "DISABLED", "REQUIRED",
     "POLICY",     "HINT",       "RESET",         "PREFIX",   "TYPE",
     "HOST",       "PORT",       "ENDPOINT",      "COUNT",    "LIMIT",
     "SIZE",       "REGEX",      "PATTERN",       "ROUNDS",   "MINUTES",
     "SECONDS",    "HOURS",      "DAYS",          "LIFETIME", "AGE",
     "SCHEME",     "HASHER",     "HASHERS",       "HASHING",  "ALGO",
     "ALGORITHMS", "FORMAT",     "ENCODING",      "STRENGTH", "COMPLEXITY",
     "VALIDATOR",  "VALIDATORS", "VALIDATION",    "POLICIES", "RULES",
     "ITERATIONS", "COST",       "HISTORY",       "ROTATION", "INTERVAL",
     "PERIOD",     "DURATION",   "VALIDITY",      "DELAY",    "ATTEMPTS",
     "RETRIES",    "CHARS",      "CHARACTERS",    "CHARSET",  "METHOD",
     "METHODS",    "MODE",       "STRATEGY",      "PROVIDER", "BACKEND",
     "DRIVER",     "ISSUER",     "AUDIENCE",      "CLAIM",    "FIELD",
     "PARAM",      "PARAMETER",  "LABEL",         "TEMPLATE", "SUBJECT",
     "LINK",       "EMAIL",      "FOLDER",        "LOCATION", "SERVICE",
     "SUFFIX",     "CATEGORY",   "VERSION",       "ENABLE",   "DISABLE",
     "RECOVERY",   "LOGIN",      "AUTHENTICATION"});
// A name that begins so switches or measures something.
constexpr std::array<std::string_view, 13> switch_words{
    "REQUIRE", "REQUIRES", "ENABLE", "DISABLE", "MIN",  "MAX", "MINIMUM",
    "MAXIMUM", "SKIP",     "IS",     "HAS",     "SHOW", "HIDE"};
// A name that holds one of these is public or speaks of something else.
constexpr std::array<std::string_view, 12> public_words{
    "PUBLIC",  "PUBLISHABLE", "TOKENIZER", "TOKENIZERS", "PASSTHROUGH", "BYPASS",
    "COMPASS", "KEYBOARD",    "KEYCLOAK",  "TOKENS",     "ALLOW",       "RANDOM"};
constexpr std::array<std::string_view, 10> password_words{
    "PASSWORD", "PASSWD", "PASS",        "PWD",      "PASSPHRASE",
    "PASSWORT", "PW",     "REQUIREPASS", "PASSCODE", "PIN"};
constexpr std::array<std::string_view, 3> token_words{"TOKEN", "APIKEY", "AUTHTOKEN"};
constexpr std::array<std::string_view, 3> key_words{"SALT", "PEPPER", "SECRET"};
constexpr std::array<std::string_view, 14> key_qualifiers{
    "SECRET", "ENCRYPTION", "SIGNING", "MASTER",  "APP",    "JWT",       "SESSION",
    "COOKIE", "HMAC",       "CRYPTO",  "PRIVATE", "ACCESS", "PRESHARED", "SHARED"};

/// salt1, password2
std::string_view without_number(std::string_view word) {
  return word.substr(0, word.find_last_not_of("0123456789") + 1);
}

bool compact_password(std::string_view word) {
  return word.ends_with("PASSWORD") || word.ends_with("PASSWD") || word.ends_with("PASSPHRASE");
}

std::optional<Demand> demand_of_words(const std::vector<std::string>& words) {
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::string_view word = without_number(words[i]);
    const std::string before = i > 0 ? words[i - 1] : std::string();
    if (one_of(word, password_words) || compact_password(word)) {
      return Demand::password;
    }
    if (word == "KEY" && (before == "API" || before == "AUTH" || before == "LICENSE")) {
      return Demand::token;
    }
    if ((word == "KEY" && one_of(before, key_qualifiers)) || word == "SECRETKEY"
        || word == "APPKEY") {
      return Demand::key;
    }
    if (one_of(word, token_words) || (word.ends_with("TOKEN") && word.size() > 5)) {
      return Demand::token;
    }
    if (one_of(word, key_words) || (word.ends_with("SECRET") && word.size() > 6)) {
      return Demand::key;
    }
  }
  return std::nullopt;
}

} // namespace

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) {
      words.push_back(base::to_upper(word));
      word.clear();
    }
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (is_separator(name[i])) {
      flush();
      continue;
    }
    if (is_upper(name[i]) && i > 0 && is_lower(name[i - 1])) {
      flush();
    }
    word += name[i];
  }
  flush();
  return words;
}

std::optional<Demand> demand_of(std::string_view name) {
  const std::vector<std::string> words = name_words(name);
  if (words.empty() || one_of(words.back(), about_words)
      || (words.size() > 1 && one_of(words.front(), switch_words))) {
    return std::nullopt;
  }
  if (std::any_of(words.begin(), words.end(),
                  [](const std::string& w) { return one_of(w, public_words); })) {
    return std::nullopt;
  }
  return demand_of_words(words);
}

bool names_a_secret_file(std::string_view name) {
  const std::vector<std::string> words = name_words(name);
  return words.size() > 1 && (words.back() == "FILE" || words.back() == "PATH")
         && demand_of_words({words.begin(), words.end() - 1}).has_value();
}

} // namespace secaudit::model
