// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/text.hpp"
#include "rules/service_facts.hpp"
#include "rules/service_issue.hpp"
#include "rules/service_nodes.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Judged {
  Severity severity;
  std::string_view what;
};

bool has_part(std::string_view path, std::string_view part) {
  const auto parts = base::split(path, '/');
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

bool names_agent(const model::Sourced<model::Mount>& mount) {
  const auto named = [](std::string_view text) { return base::contains(text, "SSH_AUTH_SOCK"); };
  return named(mount->source_written)
         || std::any_of(mount.origins.begin(), mount.origins.end(),
                        [&](const model::Origin& origin) { return named(origin.note); });
}

std::optional<Judged> judge(const model::Sourced<model::Mount>& sourced) {
  const model::Mount& mount = *sourced;
  const std::string path = base::clean_path(mount.source);
  const std::string name = path.substr(path.rfind('/') + 1);
  if (names_agent(sourced) || base::contains(path, "ssh-agent")
      || base::contains(path, "ssh-auth")) {
    return Judged{Severity::medium, "the SSH agent, which signs with every key it holds"};
  }
  static constexpr std::array<std::string_view, 5> folders{".aws", ".ssh", ".kube", ".gnupg",
                                                           ".azure"};
  const bool public_file = name == "known_hosts" || name.ends_with(".pub") || name == "config";
  for (const std::string_view folder : folders) {
    if (has_part(path, folder) && !(folder == ".ssh" && public_file)) {
      return Judged{Severity::high, "logins of a user of the host"};
    }
  }
  static constexpr std::array<std::string_view, 7> files{
      ".npmrc", ".pypirc", ".netrc", ".git-credentials", ".pgpass", ".my.cnf", ".dockercfg"};
  if (std::find(files.begin(), files.end(), name) != files.end()
      || path.ends_with("/.docker/config.json") || name == ".docker"
      || base::contains(path, "/.config/gcloud")) {
    return Judged{Severity::high, "logins of a user of the host"};
  }
  // A key of the project's own, such as that of its TLS certificate, is no login of the host.
  if (!name.ends_with(".pub") && mount.source_written.starts_with(".") && !mount.read_only
      && name.ends_with(".pem") && base::contains(base::to_lower(name), "key")) {
    return Judged{Severity::low, "a private key that it can also overwrite"};
  }
  const bool key = name.starts_with("id_rsa") || name.starts_with("id_ed25519")
                   || (!mount.read_only && name.ends_with(".pem")
                       && base::contains(base::to_lower(name), "key"));
  return key && !name.ends_with(".pub") ? std::optional(Judged{Severity::high, "a private key"})
                                        : std::nullopt;
}

Verdict check(const model::Service& service, const Context&) {
  std::vector<Issue> issues;
  for (const auto& mount : service.volumes) {
    const auto judged = mount->type == "bind" ? judge(mount) : std::nullopt;
    if (!judged) {
      continue;
    }
    issues.push_back({judged->severity,
                      "Service " + service.name + " gets " + mount->source_written + ", "
                          + std::string(judged->what) + ".",
                      places(mount, mount->source_written + " → " + mount->target),
                      "Delete the mount from `" + path_of(service)
                          + ".volumes` and give the service a login of its own that may do only "
                            "what it does, through `secrets`.",
                      "volumes[" + mount->target + "].credentials"});
  }
  return conclude(service, std::move(issues), "no login of the host is mounted");
}

} // namespace

Rule CO414() {
  return {.id = "CO414",
          .name = "credential-file-mounted",
          .title = "Credentials of the host are mounted",
          .severity = Severity::high,
          .items = {},
          .controls = {"OWASP-Docker 12"},
          .tags = {"compose", "secrets", "mounts"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
