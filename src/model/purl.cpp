// SPDX-License-Identifier: Apache-2.0
#include "model/purl.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace secaudit::model {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Everything but letters, digits and `.-_~:`; `also` names what a component keeps besides.
std::string encoded(std::string_view text, std::string_view also = "") {
  std::string result;
  for (const char c : text) {
    const bool plain = is_letter(c) || is_digit(c)
                       || std::string_view(".-_~:").find(c) != std::string_view::npos
                       || also.find(c) != std::string_view::npos;
    result += plain ? std::string(1, c)
                    : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return result;
}

int hex_value(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0
                        && hex_value(text[i + 2]) >= 0;
    if (escape) {
      result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string_view without_slashes(std::string_view text) {
  while (text.starts_with('/')) {
    text.remove_prefix(1);
  }
  while (text.ends_with('/')) {
    text.remove_suffix(1);
  }
  return text;
}

/// The segments that say something, each passed through `convert`.
template <typename Convert>
std::string segments(std::string_view text, bool drop_dots, Convert convert) {
  std::string result;
  for (const std::string_view part : base::split(text, '/')) {
    if (part.empty() || (drop_dots && (part == "." || part == ".."))) {
      continue;
    }
    result += (result.empty() ? "" : "/") + convert(part);
  }
  return result;
}

bool valid_type(std::string_view type) {
  return !type.empty() && is_letter(type.front())
         && std::all_of(type.begin(), type.end(),
                        [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; });
}

bool valid_key(std::string_view key) {
  return !key.empty() && !is_digit(key.front()) && std::all_of(key.begin(), key.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

/// What a type asks of its parts.
enum class Need { any, required, forbidden };
struct TypeRules {
  std::string_view type;
  bool lower_namespace = false;
  bool lower_name = false;
  bool lower_version = false;
  Need name_space = Need::any;
  Need version = Need::any;
};

constexpr std::array<TypeRules, 34> type_rules{{
    {"alpm", true, true},
    {"apk", true, true},
    {"bitbucket", true, true},
    {"bitnami", false, true},
    {"brew", true, true},
    {"cargo", false, false, false, Need::forbidden},
    {"chrome-extension", false, true, false, Need::forbidden},
    {"cocoapods", false, false, false, Need::forbidden},
    {"composer", true, true, false, Need::required},
    {"conan", false, false},
    {"conda", false, true, false, Need::forbidden},
    {"cpan", false, false},
    {"cran", false, false, false, Need::forbidden},
    {"deb", true, true},
    {"gem", false, false, false, Need::forbidden},
    {"github", true, true, false, Need::required},
    {"golang", true, true},
    {"hackage", false, false, false, Need::forbidden},
    {"hex", true, true},
    {"huggingface", false, false, true},
    {"julia", false, false, false, Need::forbidden},
    {"luarocks", true, true},
    {"maven", false, false, false, Need::required},
    {"mlflow", false, false, false, Need::forbidden},
    {"npm", true, true},
    {"nuget", false, false, false, Need::forbidden},
    {"oci", false, true, false, Need::forbidden},
    {"opam", false, false, false, Need::forbidden},
    {"otp", false, true, false, Need::forbidden},
    {"pub", false, true, false, Need::forbidden},
    {"pypi", false, true, false, Need::forbidden},
    {"rpm", true, false},
    {"swift", false, false, false, Need::required},
    {"vcpkg", false, false, false, Need::forbidden},
}};

TypeRules rules_of(std::string_view type) {
  const auto* found = std::find_if(type_rules.begin(), type_rules.end(),
                                   [&](const TypeRules& rules) { return rules.type == type; });
  return found == type_rules.end() ? TypeRules{type} : *found;
}

base::Error wrong(const Purl& purl, std::string_view what) {
  return {fmt::format("pkg:{}: {}", base::printable(purl.type), what), ""};
}

std::optional<base::Error> special_case(Purl& purl) {
  if (purl.type == "pypi") {
    std::replace(purl.name.begin(), purl.name.end(), '_', '-');
  } else if (purl.type == "pub") {
    std::replace_if(
        purl.name.begin(), purl.name.end(),
        [](char c) { return !is_letter(c) && !is_digit(c) && c != '_'; }, '_');
  } else if (purl.type == "git" && base::contains(purl.name_space, "github")) {
    purl.name = base::to_lower(purl.name);
  } else if (purl.type == "cpan") {
    // Distributions have an author and dashes, modules have neither.
    purl.name_space = base::to_upper(purl.name_space);
    if (base::contains(purl.name, "::")) {
      return wrong(purl, "names a module, expected a distribution");
    }
  } else if (purl.type == "mlflow"
             && base::contains(purl.qualifiers["repository_url"], "databricks")) {
    purl.name = base::to_lower(purl.name);
  } else if (purl.type == "julia" && !purl.qualifiers.contains("uuid")) {
    return wrong(purl, "expected the qualifier uuid");
  } else if (purl.type == "vscode-extension") {
    purl.name_space = base::to_lower(purl.name_space);
    purl.name = base::to_lower(purl.name);
    if (purl.name_space.empty()) {
      return wrong(purl, "expected a publisher as its namespace");
    }
  }
  return std::nullopt;
}

/// Chrome's own identifiers and versions.
std::optional<base::Error> check_chrome_extension(const Purl& purl) {
  const bool id = purl.name.size() == 32
                  && std::all_of(purl.name.begin(), purl.name.end(),
                                 [](char c) { return c >= 'a' && c <= 'p'; });
  const auto parts = base::split(purl.version, '.');
  const bool version =
      purl.version.empty()
      || (parts.size() <= 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
            return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
          }));
  if (!id) {
    return wrong(purl, "expected 32 letters from a to p as its name");
  }
  return version ? std::nullopt : std::optional(wrong(purl, "expected up to four numbers"));
}

base::Result<std::map<std::string, std::string>> read_qualifiers(std::string_view text,
                                                                 PurlReading reading) {
  std::map<std::string, std::string> result;
  for (const std::string_view pair : base::split(text, '&')) {
    const std::size_t equals = pair.find('=');
    if (pair.empty()) {
      continue;
    }
    const std::string key = base::to_lower(pair.substr(0, equals));
    // The official suite refuses keys that begin with a capital and takes those with one inside.
    const bool refused =
        reading == PurlReading::strict && pair.front() >= 'A' && pair.front() <= 'Z';
    if (!valid_key(key) || refused) {
      return base::fail(
          "a qualifier's name is not made of letters, digits and .-_, with a small letter first");
    }
    const std::string value =
        equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
    if (!value.empty() && !result.emplace(key, value).second) {
      return base::fail("the qualifier " + key + " stands twice");
    }
  }
  return result;
}

} // namespace

base::Result<Purl> canonical(Purl purl) {
  purl.type = base::to_lower(purl.type);
  if (!valid_type(purl.type)) {
    return base::fail("a package URL without a type");
  }
  const TypeRules rules = rules_of(purl.type);
  const auto same = [](std::string_view part) { return std::string(part); };
  purl.name_space = segments(purl.name_space, false, same);
  purl.name = std::string(without_slashes(purl.name));
  purl.subpath = segments(purl.subpath, true, same);
  purl.name_space = rules.lower_namespace ? base::to_lower(purl.name_space) : purl.name_space;
  purl.name = rules.lower_name ? base::to_lower(purl.name) : purl.name;
  purl.version = rules.lower_version ? base::to_lower(purl.version) : purl.version;
  if (purl.name.empty()) {
    return tl::unexpected(wrong(purl, "has no name"));
  }
  if (rules.name_space == Need::required && purl.name_space.empty()) {
    return tl::unexpected(wrong(purl, "has no namespace"));
  }
  if (rules.name_space == Need::forbidden && !purl.name_space.empty()) {
    return tl::unexpected(wrong(purl, "has a namespace"));
  }
  std::map<std::string, std::string> qualifiers;
  for (const auto& [key, value] : purl.qualifiers) {
    if (!valid_key(key)) {
      return tl::unexpected(wrong(purl, "has a qualifier whose name is none"));
    }
    if (!value.empty()) {
      qualifiers[base::to_lower(key)] = value;
    }
  }
  purl.qualifiers = std::move(qualifiers);
  if (auto error = special_case(purl)) {
    return tl::unexpected(std::move(*error));
  }
  std::erase_if(purl.qualifiers, [](const auto& pair) { return pair.second.empty(); });
  if (purl.type == "chrome-extension") {
    if (auto error = check_chrome_extension(purl)) {
      return tl::unexpected(std::move(*error));
    }
  }
  return purl;
}

base::Result<Purl> parse_purl(std::string_view text, PurlReading reading) {
  Purl purl;
  const std::size_t scheme = text.find(':');
  if (scheme == std::string_view::npos || base::to_lower(text.substr(0, scheme)) != "pkg") {
    return base::fail("a package URL begins with pkg:");
  }
  std::string_view rest = text.substr(scheme + 1);
  if (const std::size_t hash = rest.rfind('#'); hash != std::string_view::npos) {
    purl.subpath = segments(rest.substr(hash + 1), true, decoded);
    rest = rest.substr(0, hash);
  }
  if (const std::size_t question = rest.rfind('?'); question != std::string_view::npos) {
    auto qualifiers = read_qualifiers(rest.substr(question + 1), reading);
    if (!qualifiers) {
      return tl::unexpected(qualifiers.error());
    }
    purl.qualifiers = std::move(*qualifiers);
    rest = rest.substr(0, question);
  }
  rest = without_slashes(rest);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) {
    return base::fail("a package URL without a name");
  }
  purl.type = std::string(rest.substr(0, slash));
  rest = rest.substr(slash + 1);
  // An @ before the last slash belongs to a scope that was not encoded.
  const std::size_t at = rest.rfind('@');
  const std::size_t last_slash = rest.rfind('/');
  const bool behind_name = last_slash == std::string_view::npos || at > last_slash;
  if (at != std::string_view::npos && (behind_name || (at > 0 && rest[at - 1] != '/'))) {
    purl.version = decoded(rest.substr(at + 1));
    rest = rest.substr(0, at);
  } else {
    rest = without_slashes(rest);
  }
  // A repository's name may have slashes of its own.
  const bool repository = base::to_lower(purl.type) == "git";
  const std::size_t name = repository ? rest.find('/') : rest.rfind('/');
  purl.name = decoded(name == std::string_view::npos ? rest : rest.substr(name + 1));
  if (name != std::string_view::npos) {
    purl.name_space = segments(rest.substr(0, name), false, decoded);
  }
  return canonical(std::move(purl));
}

std::string to_string(const Purl& purl) {
  const auto encode = [](std::string_view part) { return encoded(part); };
  std::string text = "pkg:" + purl.type + "/";
  if (!purl.name_space.empty()) {
    text += segments(purl.name_space, false, encode) + "/";
  }
  text += purl.type == "git" ? segments(purl.name, false, encode) : encoded(purl.name);
  text += purl.version.empty() ? "" : "@" + encoded(purl.version);
  char separator = '?';
  for (const auto& [key, value] : purl.qualifiers) {
    text += separator + key + "=" + encoded(value);
    separator = '&';
  }
  if (!purl.subpath.empty()) {
    text += "#" + segments(purl.subpath, false, encode);
  }
  return text;
}

std::string purl_of(Purl purl) {
  const auto result = canonical(std::move(purl));
  return result ? to_string(*result) : std::string();
}

} // namespace secaudit::model
