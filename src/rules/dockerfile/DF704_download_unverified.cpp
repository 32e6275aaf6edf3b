// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "rules/dockerfile_looks.hpp"

namespace secaudit::rules {
namespace {

bool verifies(const model::Instruction& run) {
  for (const model::ShellCommand& command : run.commands) {
    if (one_of(command.name,
               {"sha256sum", "sha512sum", "sha1sum", "md5sum", "shasum", "gpg", "gpgv", "gpg2",
                "cosign", "minisign", "apt-key", "rpm", "dpkg-sig", "b2sum"})
        || (base::equals_ignoring_case(command.name, "certutil") && command.has("-hashfile"))) {
      return true;
    }
  }
  // Keys as such are looked at by other rules.
  for (const char* part : {"sha256", "checksum", ".asc", ".gpg"}) {
    if (base::contains(run.original, part)) {
      return true;
    }
  }
  return base::contains_ignoring_case(run.original, "Get-FileHash")
         || base::contains_ignoring_case(run.original, "Get-AuthenticodeSignature");
}

bool is_program(std::string_view url) {
  const std::string_view path = url.substr(0, url.find('?'));
  for (const char* end : {".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".zip", ".deb", ".rpm", ".run",
                          ".bin", ".jar", ".apk", ".AppImage", ".exe", ".msi", ".whl", ".phar"}) {
    if (path.ends_with(end)) {
      return true;
    }
  }
  return base::contains(path, "/releases/download/") || base::contains(path, "linux-amd64")
         || base::contains(path, "linux_amd64") || base::contains(path, "linux-x86_64");
}

bool is_download(const model::ShellCommand& command) {
  return one_of(base::to_lower(command.name), {"curl", "wget", "aria2c", "iwr", "invoke-webrequest",
                                               "start-bitstransfer", "bitsadmin", "certutil"});
}

Verdict check(const model::DockerfileUse& use, const Context& /*context*/) {
  return judge_instructions(use, "RUN", [](const Placed& run, std::vector<Issue>& issues) {
    if (verifies(run.instruction)) {
      return;
    }
    for (const model::ShellCommand& command : run.instruction.commands) {
      if (!is_download(command)) {
        continue;
      }
      for (const model::ShellWord& word : command.words) {
        if (is_address(word.text) && is_program(word.text)) {
          issues.push_back(
              about(command, run, by_place(run, Severity::low),
                    "The file is used as it comes: whoever changes it on the server "
                    "changes the image.",
                    "Compare it in the same RUN: `echo \"SUM  FILE\" | sha256sum -c`, or "
                    "use `ADD --checksum=sha256:…`."));
          return;
        }
      }
    }
  });
}

} // namespace

Rule DF704() {
  return {.id = "DF704",
          .name = "download-unverified",
          .title = "A program is downloaded and not verified",
          .severity = Severity::low,
          .items = {"H12"},
          .controls = {"CIS-Docker 4.11", "CIS-Docker 4.12"},
          .tags = {"dockerfile", "supply-chain"},
          .fix = Fix::suggestion,
          .check = check};
}

} // namespace secaudit::rules
