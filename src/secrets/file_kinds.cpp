// SPDX-License-Identifier: Apache-2.0
#include "secrets/file_kinds.hpp"

#include "base/text.hpp"
#include "secrets/scanner.hpp"

#include <algorithm>
#include <array>

namespace secaudit::secrets {
namespace {

std::string_view base_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

struct NamePattern {
  std::string_view name; ///< whole name, or with a leading `*` the ending
  std::string_view format;
  std::string_view title;
  std::string_view severity;
};

constexpr std::array<NamePattern, 31> name_patterns{{
    {"id_rsa", "ssh-private-key-file", "SSH private key", "critical"},
    {"id_dsa", "ssh-private-key-file", "SSH private key", "critical"},
    {"id_ecdsa", "ssh-private-key-file", "SSH private key", "critical"},
    {"id_ed25519", "ssh-private-key-file", "SSH private key", "critical"},
    {"*.ppk", "ssh-private-key-file", "PuTTY private key", "critical"},
    {"*.p12", "key-store-file", "PKCS#12 key store", "high"},
    {"*.pfx", "key-store-file", "PKCS#12 key store", "high"},
    {"*.jks", "key-store-file", "Java key store", "high"},
    {"*.keystore", "key-store-file", "Java key store", "high"},
    {"*.key", "private-key-file", "Private key file", "high"},
    {".netrc", "netrc-file", "Logins for network hosts", "high"},
    {"_netrc", "netrc-file", "Logins for network hosts", "high"},
    {".npmrc", "npmrc-file", "npm configuration, may hold a token", "medium"},
    {".pypirc", "pypirc-file", "Python package index login", "high"},
    {".pgpass", "pgpass-file", "PostgreSQL passwords", "high"},
    {".my.cnf", "mysql-login-file", "MySQL login", "high"},
    {".htpasswd", "htpasswd-file", "Password hashes of a web server", "medium"},
    {".git-credentials", "git-credentials-file", "Git logins", "critical"},
    {".dockercfg", "docker-config-file", "Registry logins", "high"},
    {"terraform.tfstate", "terraform-state-file", "Terraform state, holds secrets in clear text",
     "high"},
    {"terraform.tfstate.backup", "terraform-state-file",
     "Terraform state, holds secrets in clear text", "high"},
    {"*.tfvars", "terraform-variables-file", "Terraform variables, may hold secrets", "medium"},
    {".vault-token", "vault-token-file", "Vault token", "critical"},
    {".vault_pass", "vault-password-file", "Ansible vault password", "high"},
    {"kubeconfig", "kubeconfig-file", "Kubernetes login", "critical"},
    {"credentials.json", "credentials-file", "Credentials of a cloud service", "high"},
    {"service-account.json", "credentials-file", "Credentials of a service account", "high"},
    {"secrets.yml", "secrets-file", "File of secrets", "medium"},
    {"secrets.yaml", "secrets-file", "File of secrets", "medium"},
    {"*.kdbx", "password-store-file", "KeePass database", "high"},
    {"master.key", "rails-master-key-file", "Rails master key", "high"},
}};

struct PathPattern {
  std::string_view ending;
  std::string_view format;
  std::string_view title;
  std::string_view severity;
};
constexpr std::array<PathPattern, 5> path_patterns{{
    {".aws/credentials", "aws-credentials-file", "AWS access keys", "critical"},
    {".docker/config.json", "docker-config-file", "Registry logins", "high"},
    {".kube/config", "kubeconfig-file", "Kubernetes login", "critical"},
    {".config/gcloud/application_default_credentials.json", "gcloud-credentials-file",
     "Google Cloud login", "critical"},
    {".azure/accessTokens.json", "azure-tokens-file", "Azure login", "critical"},
}};

bool name_matches(std::string_view name, std::string_view pattern) {
  return pattern.starts_with('*')
             ? name.size() >= pattern.size() && name.ends_with(pattern.substr(1))
             : name == pattern;
}

bool path_ends_with(std::string_view path, std::string_view ending) {
  return path == ending || (path.ends_with(ending) && path[path.size() - ending.size() - 1] == '/');
}

// Public by design although the ending says key: distributions' package signing keys and
// certificates.
bool is_public_place(std::string_view path) {
  return base::contains(path, "etc/apt/") || base::contains(path, "usr/share/")
         || base::contains(path, "etc/apk/keys/") || base::contains(path, "etc/ssl/certs/")
         || base::contains(path, "/site-packages/") || base::contains(path, "/dist-packages/")
         || base::contains(path, "node_modules/");
}

} // namespace

bool is_template_name(std::string_view path) {
  constexpr std::array<std::string_view, 9> endings{".example", ".sample",   ".template",
                                                    ".dist",    ".tmpl",     ".tpl",
                                                    ".schema",  ".defaults", ".test"};
  const std::string name = base::to_lower(base_name(path));
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view e) {
                       return name.ends_with(e) || base::contains(name, std::string(e) + ".");
                     })
         || name.starts_with("example.") || name.starts_with("sample.")
         || base::contains(name, ".examples.");
}

bool is_env_file(std::string_view path) {
  const std::string name = base::to_lower(base_name(path));
  const bool named = name == ".env" || name.starts_with(".env.")
                     || (name.ends_with(".env") && name.size() > 4) || name.starts_with(".env-");
  return named && !is_template_name(path);
}

bool is_milder_place(std::string_view path) {
  constexpr std::array<std::string_view, 11> folders{
      "test/",     "tests/", "testdata/", "__tests__/", "spec/", "fixtures/",
      "examples/", "mocks/", "e2e/",      "docs/",      "doc/"};
  // TypeScript's declarations hold no values, only descriptions.
  return is_template_name(path) || path.ends_with(".d.ts")
         || std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
              return path.starts_with(folder) || base::contains(path, "/" + std::string(folder));
            });
}

bool is_package_place(std::string_view path) {
  constexpr std::array<std::string_view, 14> folders{
      "usr/share/doc/",        "usr/share/man/", "usr/share/locale/", "usr/lib/python3",
      "usr/local/lib/python3", "node_modules/",  "usr/lib/ruby/",     "usr/share/perl/",
      "usr/local/go/",         "usr/lib/go",     "usr/share/go",      "usr/share/ca-certificates/",
      "etc/ssl/certs/",        "site-packages/"};
  constexpr std::array<std::string_view, 4> more{"dist-packages/", "vendor/", "usr/share/nmap/",
                                                 "usr/share/perl"};
  const auto in_it = [&](std::string_view folder) { return base::contains(path, folder); };
  return std::any_of(folders.begin(), folders.end(), in_it)
         || std::any_of(more.begin(), more.end(), in_it);
}

namespace {

constexpr std::array<std::string_view, 22> lock_files{"package-lock.json",
                                                      "npm-shrinkwrap.json",
                                                      "yarn.lock",
                                                      "pnpm-lock.yaml",
                                                      "bun.lock",
                                                      "deno.lock",
                                                      "cargo.lock",
                                                      "go.sum",
                                                      "poetry.lock",
                                                      "pipfile.lock",
                                                      "uv.lock",
                                                      "composer.lock",
                                                      "gemfile.lock",
                                                      "gradle.lockfile",
                                                      "verification-metadata.xml",
                                                      "packages.lock.json",
                                                      "flake.lock",
                                                      "podfile.lock",
                                                      "mix.lock",
                                                      "pubspec.lock",
                                                      "conan.lock",
                                                      ".terraform.lock.hcl"};
constexpr std::array<std::string_view, 11> generated_endings{
    ".min.js", ".min.css", ".map",     ".svg", ".snap", ".pb.go",
    ".pyc",    "/record",  ".md5sums", ".mo",  ".po"};
constexpr std::array<std::string_view, 30> settings_endings{
    ".env",  ".ini",        ".cfg",        ".conf",    ".config",    ".cnf",    ".yaml", ".yml",
    ".toml", ".properties", ".sh",         ".bash",    ".zsh",       ".tfvars", ".json", ".xml",
    ".hcl",  ".tf",         ".dockerfile", ".service", ".ps1",       ".bat",    ".cmd",  ".fish",
    ".rc",   ".npmrc",      ".netrc",      ".ovpn",    ".env.local", ".tfstate"};
constexpr std::array<std::string_view, 12> settings_names{
    "dockerfile", "containerfile", "makefile",     ".bashrc",     ".bash_profile", ".profile",
    ".zshrc",     ".bash_history", ".zsh_history", ".sh_history", "credentials",   "environment"};
constexpr std::array<std::string_view, 36> source_endings{
    ".c",   ".h",   ".cc",  ".cpp",   ".hpp",   ".cs",     ".go",     ".java", ".js",
    ".jsx", ".mjs", ".cjs", ".ts",    ".tsx",   ".kt",     ".py",     ".rb",   ".rs",
    ".php", ".pl",  ".pm",  ".swift", ".scala", ".groovy", ".gradle", ".lua",  ".ex",
    ".exs", ".erl", ".hs",  ".clj",   ".dart",  ".vue",    ".m",      ".sql",  ".r"};
constexpr std::array<std::string_view, 9> prose_endings{".md",  ".rst", ".adoc", ".html", ".htm",
                                                        ".tex", ".pod", ".1",    ".8"};

template <std::size_t N>
bool ends_with_one(std::string_view name, const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

template <std::size_t N>
bool is_one(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

FileKind kind_of(std::string_view path) {
  const std::string whole = base::to_lower(path);
  const std::string_view name = base_name(whole);
  if (is_one(name, lock_files) || ends_with_one(whole, generated_endings)) {
    return FileKind::generated;
  }
  if (is_env_file(path) || is_one(name, settings_names) || ends_with_one(name, settings_endings)
      || name.starts_with("dockerfile")) {
    return FileKind::settings;
  }
  if (ends_with_one(name, source_endings)) {
    return FileKind::source;
  }
  return ends_with_one(name, prose_endings) ? FileKind::prose : FileKind::plain;
}

std::optional<FileNameHit> judge_file_name(std::string_view path) {
  if (is_template_name(path) || is_public_place(path)) {
    return std::nullopt;
  }
  if (is_env_file(path)) {
    return FileNameHit{"env-file", "Environment file", "high"};
  }
  for (const PathPattern& pattern : path_patterns) {
    if (path_ends_with(path, pattern.ending)) {
      return FileNameHit{std::string(pattern.format), std::string(pattern.title),
                         std::string(pattern.severity)};
    }
  }
  const std::string_view name = base_name(path);
  for (const NamePattern& pattern : name_patterns) {
    if (name_matches(name, pattern.name)) {
      return FileNameHit{std::string(pattern.format), std::string(pattern.title),
                         std::string(pattern.severity)};
    }
  }
  return std::nullopt;
}

} // namespace secaudit::secrets
