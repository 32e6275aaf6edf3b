// SPDX-License-Identifier: Apache-2.0
#include "secrets/known_files.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"
#include "secrets/bytes.hpp"
#include "secrets/known_parsers.hpp"
#include "secrets/values.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

using Parser = void (*)(Piece& piece);

/// Files in which the values of certain keys are secrets, whatever sign stands between the two.
struct KeyedFile {
  std::string_view names; ///< patterns of the file name or of the end of the path, lower case
  std::string_view keys;
  std::string_view format;
  std::string_view title;
  std::string_view severity;
};

constexpr std::array<KeyedFile, 39> keyed_files{{
    {".npmrc", "_authToken _auth _password", "npmrc-authtoken", "npm registry login", "critical"},
    {".yarnrc.yml .yarnrc", "npmAuthToken npmAuthIdent _authToken", "yarnrc-token",
     "npm registry token", "critical"},
    {".pypirc", "password", "pypirc", "Python package index login", "critical"},
    {"hosts.yml hosts.yaml hub", "oauth_token", "gh-hosts", "GitHub login", "critical"},
    {".docker/config.json .dockercfg .dockerconfigjson", "auth identitytoken registrytoken",
     "docker-config", "Registry login", "critical"},
    {"kubeconfig .kube/config admin.conf kubelet.conf", "token client-key-data password",
     "kubeconfig-token", "Kubernetes login", "critical"},
    {".my.cnf my.cnf .mylogin.cnf", "password", "mycnf", "MySQL password", "critical"},
    {"wg*.conf", "PrivateKey PresharedKey", "wireguard", "WireGuard key", "critical"},
    {"grafana.ini", "admin_password secret_key password client_secret", "grafana-ini-pw",
     "Grafana password", "high"},
    {".s3cfg .boto", "secret_key gs_secret_access_key aws_secret_access_key", "s3cfg",
     "Object store secret key", "critical"},
    {".aws/credentials credentials .credentials", "aws_secret_access_key aws_session_token",
     "aws-credentials", "AWS secret key", "critical"},
    {"rclone.conf", "pass password token secret_access_key client_secret key", "rclone",
     "rclone remote login, reversible", "high"},
    {".terraformrc terraform.rc credentials.tfrc.json", "token", "terraformrc", "Terraform token",
     "critical"},
    {"*.tfstate *.tfstate.backup",
     "password secret private_key private_key_pem token secret_key access_key client_secret "
     "master_password admin_password connection_string primary_access_key",
     "tfstate", "Secret in Terraform state", "critical"},
    {"*.tfvars *.tfvars.json",
     "password db_password secret token api_key access_key secret_key client_secret "
     "private_key admin_password",
     "tfvars", "Secret in Terraform variables", "high"},
    {"auth.json", "password github-oauth gitlab-token bearer", "composer-auth", "Composer login",
     "high"},
    {"nuget.config", "ClearTextPassword", "nuget-config", "NuGet password", "high"},
    {"settings.xml", "password passphrase", "maven-settings", "Maven server password", "high"},
    {"gradle.properties key.properties keystore.properties",
     "signing.password ossrhPassword storePassword keyPassword sonatypePassword", "gradle-signing",
     "Signing password", "high"},
    {".cargo/credentials .cargo/credentials.toml credentials.toml", "token", "cargo-credentials",
     "Cargo registry token", "critical"},
    {".gem/credentials", ":rubygems_api_key rubygems_api_key", "gem-credentials",
     "RubyGems API key", "critical"},
    {"sitemanager.xml recentservers.xml filezilla.xml", "Pass", "filezilla", "FTP password",
     "high"},
    {"credentials.xml", "password secret passphrase privateKey", "jenkins-secret",
     "Jenkins credential", "high"},
    {"groups.xml services.xml scheduledtasks.xml", "cpassword", "gpp-cpassword",
     "Group policy password, key published", "critical"},
    {"unattend.xml autounattend.xml sysprep.xml", "Value", "unattend", "Windows set-up password",
     "high"},
    {"sftp-config.json .ftpconfig sftp.json .remote-sync.json deployment-config.json ftp-sync.json",
     "password passphrase pass", "sftp-config", "SFTP password", "high"},
    {"*data-sources.xml", "password", "dbeaver", "Database password, reversible", "high"},
    {"credentials-config.json", "password", "dbeaver", "Database password, reversible", "high"},
    {"robomongo.json", "userPassword sshPassphrase sshUserPassword", "robomongo",
     "Database password", "high"},
    {"logins.json", "encryptedPassword encryptedUsername", "firefox-logins",
     "Browser login, opens with key4.db", "high"},
    {".esmtprc .msmtprc msmtprc esmtprc", "password", "esmtprc", "Mail password", "high"},
    {"webservers.xml deployment.xml", "password passphrase", "idea-webservers",
     "Server password, reversible", "high"},
    {"wpa_supplicant.conf *.nmconnection", "psk password", "wifi-psk", "Wi-Fi password", "medium"},
    {"connections.toml .snowsql/config", "password token", "snowflake-conn", "Snowflake password",
     "critical"},
    {"pip.conf pip.ini", "password", "pip-conf-url", "Package index password", "high"},
    {"application_default_credentials.json credentials.db", "refresh_token client_secret",
     "gcp-adc", "Google Cloud login", "critical"},
    {"heroku.json", "HEROKU_API_KEY api_key", "heroku-config", "Heroku API key", "high"},
    {"configuration.php config.inc.php", "password secret", "php-password", "Value of a password",
     "high"},
    {"application*.properties application*.yml application*.yaml",
     "password spring.datasource.password secret", "spring-properties", "Spring setting", "high"},
}};

struct ParsedFile {
  std::string_view names;
  Parser parse;
};
constexpr std::array<ParsedFile, 7> parsed_files{{
    {".pgpass pgpass.conf pgpass", parse_pgpass},
    {".netrc _netrc netrc", parse_netrc},
    {"shadow shadow- gshadow .htpasswd htpasswd passwd passwd- *.htpasswd proftpdpasswd "
     "ftpd.passwd",
     parse_password_lines},
    {".git-credentials git-credentials", parse_git_credentials},
    {"master.key credentials/*.key .vault-token .vault_pass", parse_single_key},
    {"*.yaml *.yml", parse_kubernetes_secret},
    {"wp-config.php config.php settings.php configuration.php localsettings.php database.php",
     parse_php_settings},
}};

bool fits_one(std::string_view path, std::string_view pattern) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (pattern.find('/') != std::string_view::npos) {
    return base::glob_match("**/" + std::string(pattern), path) || base::glob_match(pattern, path);
  }
  return pattern.find('*') != std::string_view::npos ? base::glob_match(pattern, name)
                                                     : pattern == name;
}

bool fits(std::string_view path, std::string_view patterns) {
  const auto all = base::split(patterns, ' ');
  return std::any_of(all.begin(), all.end(),
                     [&](std::string_view pattern) { return fits_one(path, pattern); });
}

/// The line up to `at` is a comment.
bool in_comment(const Piece& piece, std::size_t at) {
  const std::string_view before = base::trim(piece.line_before(at, 256));
  return before.starts_with('#') || before.starts_with(';') || before.starts_with("//");
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view set) {
  return std::min(text.find_first_not_of(set, at), text.size());
}

/// Where the value of a key begins: behind the quote that closes the key, blanks and `=`, `:` or
/// `,`; behind the `>` of an element; in the `value` attribute.
std::size_t value_behind(std::string_view text, std::size_t at) {
  const std::size_t line = std::min(text.find('\n', at), text.size());
  const std::string_view rest = text.substr(at, line - at);
  constexpr std::string_view attribute = "value=";
  const std::size_t value = rest.find(attribute);
  if (value != std::string_view::npos && value < 8) {
    return at + value + attribute.size();
  }
  if (rest.starts_with('>')) {
    return at + 1;
  }
  const std::size_t tag = rest.find('>');
  if (rest.starts_with(" encoding=") && tag != std::string_view::npos) {
    return at + tag + 1;
  }
  at = skip(text, at, "\"'");
  at = skip(text, at, " \t");
  at = skip(text, at, "=:,");
  return std::min(skip(text, at, " \t"), line);
}

void keyed_value(Piece& piece, const KeyedFile& file, std::size_t behind_key) {
  const std::size_t start = value_behind(piece.text, behind_key);
  if (start == std::string_view::npos || start >= piece.text.size()) {
    return;
  }
  Value value = value_at(piece.text, start);
  while (value.quoting == Quoting::bare && value.end > value.begin
         && std::string_view("}])").find(piece.text[value.end - 1]) != std::string_view::npos) {
    --value.end;
  }
  const std::string_view text = piece.text.substr(value.begin, value.end - value.begin);
  const bool encrypted =
      text.starts_with("{cipher}") || text.starts_with("ENC(")
      || (text.starts_with('{') && text.ends_with('}') && file.format == "maven-settings");
  const bool reference = text.starts_with("var.") || text == "string" || text == "{}"
                         || text == "[]" || text.starts_with('{') != text.starts_with("{AQAA")
                         || text.starts_with('[');
  if (!encrypted && !reference) {
    add_known(piece, file.format, file.title, file.severity, value.begin, value.end);
  }
}

void keyed(Piece& piece, const KeyedFile& file) {
  for (const std::string_view key : base::split(file.keys, ' ')) {
    for (std::size_t at = piece.text.find(key); at != std::string_view::npos;
         at = piece.text.find(key, at + 1)) {
      const char before = at == 0 ? '\n' : piece.text[at - 1];
      const std::size_t end = at + key.size();
      const char behind = end < piece.text.size() ? piece.text[end] : '\n';
      const bool whole =
          !is_word(before) && before != '-' && !is_word(behind) && behind != '-' && before != '/';
      const bool dotted = before == '.' || behind == '.';
      if (whole && (!dotted || file.format == "spring-properties") && !in_comment(piece, at)) {
        keyed_value(piece, file, end);
      }
    }
  }
}

} // namespace

KnownFiles::KnownFiles() {
  const auto add = [this](std::string_view patterns) {
    for (const std::string_view pattern : base::split(patterns, ' ')) {
      if (pattern.find_first_of("*/") == std::string_view::npos) {
        names_.emplace(pattern);
      } else {
        patterns_.push_back(pattern);
      }
    }
  };
  for (const KeyedFile& file : keyed_files) {
    add(file.names);
  }
  for (const ParsedFile& file : parsed_files) {
    add(file.names);
  }
}

bool KnownFiles::has(std::string_view path) const {
  const std::string lower = base::to_lower(path);
  if (names_.count(lower.substr(lower.rfind('/') + 1)) != 0) {
    return true;
  }
  // The last letters of the pattern decide first.
  return std::any_of(patterns_.begin(), patterns_.end(), [&](std::string_view pattern) {
    return !lower.empty() && lower.back() == pattern.back() && fits_one(lower, pattern);
  });
}

void KnownFiles::parse(std::string_view path, std::string_view text,
                       std::vector<Candidate>& found) const {
  const std::string lower = base::to_lower(path);
  Piece piece{text, FileKind::settings, 0, found};
  for (const KeyedFile& file : keyed_files) {
    if (fits(lower, file.names)) {
      keyed(piece, file);
    }
  }
  for (const ParsedFile& file : parsed_files) {
    if (fits(lower, file.names)) {
      file.parse(piece);
    }
  }
}

} // namespace secaudit::secrets
