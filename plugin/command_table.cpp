// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "plugin/command_parts.hpp"
#include "plugin/commands.hpp"

namespace secaudit::plugin {
namespace {

using Flag = CommandInfo::Flag;

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0    nothing found at or above --fail-on\n"
    "  1    findings at or above it\n"
    "  2    nothing found, but something asked for could not be checked\n"
    "  3    the input itself is unusable\n"
    "  125  wrong usage\n"
    "  130  cancelled (143 by SIGTERM)";

std::vector<Flag> output_flags() {
  const std::vector<std::string> levels{"critical", "high", "medium", "low", "info"};
  std::vector<std::string> fail_levels = levels;
  fail_levels.push_back("none");
  std::vector<Flag> flags{
      {"",
       "format",
       "FORMAT",
       "Output format, goes with the --output of the same position",
       {"terminal", "json", "sarif", "html", "junit", "markdown", "gitlab", "github"}},
      {"o", "output", "FILE", "Write the result there instead of to standard output", {}, true},
      {"", "severity", "LIST", "Show only findings of these levels, separated by commas", levels},
      {"", "fail-on", "LEVEL", "Lowest level that makes the exit code 1 (default high)",
       fail_levels},
      {"", "as-of", "DATE", "Judge as if today were this date (YYYY-MM-DD)", {}},
      {"", "config", "FILE", "Configuration instead of .secaudit.yaml of the project", {}, true},
      {"", "reports", "DIR", "Folder for the full reports (default security-reports)", {}, true},
      {"", "no-reports", "", "Write no report files", {}},
      {"", "profile-strict", "", "Apply the rules that are quiet by default, too", {}},
      {"", "color", "WHEN", "Colour the output", {"auto", "always", "never"}},
      {"",
       "progress",
       "HOW",
       "How to tell the progress on standard error",
       {"auto", "plain", "none"}},
      {"q", "quiet", "", "Print no progress", {}},
      {"v", "verbose", "", "Show all evidence and steps", {}},
      {"", "all", "", "Show findings of severity info, too", {}},
      {"",
       "scanners",
       "LIST",
       "Scanners to run besides our own look-up: auto, none, or names such as trivy,scout",
       {"auto", "none", "scout", "trivy", "grype", "snyk", "pip-audit", "npm-audit", "shellcheck"}},
      {"",
       "scanner-timeout",
       "DURATION",
       "Longest run of a scanner on one target, as 90s or 30m (default 15m; files 3m)",
       {}},
      {"", "ignore-unfixed", "", "Do not show vulnerabilities that have no fixed version", {}},
      {"", "vex", "FILE", "VEX document (OpenVEX, CSAF, CycloneDX); may be repeated", {}, true},
      {"", "db", "FILE", "Advisory database instead of the user's own", {}, true},
  };
  for (Flag& flag : flags) {
    flag.common = true;
  }
  return flags;
}

std::vector<Flag> project_flags() {
  return {{"f", "file", "FILE", "Compose file; may be repeated", {}, true},
          {"p", "project-name", "NAME", "Project name", {}},
          {"", "profile", "PROFILE", "Profile to enable; may be repeated", {}},
          {"", "env-file", "FILE", "File of variables instead of .env; may be repeated", {}, true},
          {"", "project-directory", "DIR", "Folder that relative paths count from", {}, true}};
}

CommandInfo compose() {
  auto flags = project_flags();
  for (const Flag& flag : std::vector<Flag>{
           {"", "no-build", "", "Audit the images that exist, build nothing", {}},
           {"", "cached", "", "Build with the build cache", {}},
           {"", "no-images", "", "Audit the files only; needs no engine", {}},
           {"", "no-cache-results", "", "Read every image anew, not from earlier results", {}},
           {"", "pull", "", "Pull the images that the project does not build", {}},
           {"", "platform", "PLATFORM", "Platform of the images, such as linux/arm64", {}}}) {
    flags.push_back(flag);
  }
  return {"compose",
          "",
          "Build, export and audit the images and files of a Compose project",
          "[OPTIONS] [SERVICE...]",
          exit_codes,
          with_output(std::move(flags)),
          {},
          "service"};
}

CommandInfo image() {
  return {"image",
          "",
          "Audit one image: a name, an archive, an OCI folder, or - (a pipe)",
          "[OPTIONS] IMAGE|ARCHIVE|OCI-DIR|-",
          exit_codes,
          with_output(
              {{"", "platform", "PLATFORM", "Platform to audit, such as linux/arm64", {}},
               {"", "dockerfile", "FILE", "Dockerfile that it was built from", {}, true},
               {"", "pull", "", "Pull the image first", {}},
               {"", "no-cache-results", "", "Read the image anew, not from earlier results", {}}}),
          {},
          "image"};
}

CommandInfo attest() {
  return {
      "attest",
      "",
      "Note in .secaudit.yaml who vouches for what no file shows",
      "[OPTIONS] ITEM",
      "ITEM is C1 to C12 or H1 to H16. C1 takes the id of the report that was read.\n"
      "The entry goes to the end of `attestations`; the rest of the file stays as it is.",
      {{"", "by", "NAME", "Person or team that vouches for it (required)", {}},
       {"", "evidence", "LINK", "Record of it: a file of the project, a link, a ticket", {}, true},
       {"", "on", "DATE", "Day on which it was done (default today)", {}},
       {"", "expires", "DATE", "Last day that it holds, at most 365 days later", {}},
       {"", "statement", "TEXT", "What was done (default the item's title)", {}},
       {"", "scope", "SERVICE", "Service that it is about; may be repeated (default all)", {}},
       {"", "report", "ID", "Report that was read (C1; default the newest one)", {}},
       {"", "as-of", "DATE", "Judge as if today were this date (YYYY-MM-DD)", {}},
       {"", "config", "FILE", "Configuration instead of .secaudit.yaml of the project", {}, true},
       {"", "reports", "DIR", "Folder of the reports (default security-reports)", {}, true},
       {"",
        "project-directory",
        "DIR",
        "Folder of the project (default the current one)",
        {},
        true}},
      {},
      "item"};
}

CommandInfo check() {
  return {"check",
          "",
          "Audit files only, of folders or one by one; needs no engine",
          "[OPTIONS] [PATH...]",
          exit_codes,
          with_output({}),
          {},
          "path"};
}

CommandInfo fix() {
  return {"fix",
          "",
          "Correct Dockerfiles and ignore files where that is safe",
          "[OPTIONS] [FOLDER|DOCKERFILE...]",
          "Everything else in the files stays byte for byte as it is.",
          {{"", "dry-run", "", "Print a unified diff and write nothing", {}},
           {"", "profile-strict", "", "Correct what the quiet rules find, too", {}},
           {"", "as-of", "DATE", "Judge as if today were this date (YYYY-MM-DD)", {}},
           {"", "config", "FILE", "Configuration instead of .secaudit.yaml", {}, true}},
          {},
          "path"};
}

CommandInfo inspect() {
  auto compose_flags = project_flags();
  compose_flags.push_back({"",
                           "origins",
                           "",
                           "Add the place and the way of every value (override, extends, .env, …)",
                           {}});
  CommandInfo group{"inspect", "", "Show as JSON what was understood of a file or an image",
                    "COMMAND", "", {},
                    {},        ""};
  group.commands = {
      {"compose",
       "",
       "The effective Compose model, with the places of its values",
       "[OPTIONS]",
       "",
       std::move(compose_flags),
       {},
       ""},
      {"dockerfile", "", "A Dockerfile with the place of every word", "FILE", "", {}, {}, "path"},
      {"proxy",
       "",
       "What a proxy sends and limits at every location",
       "FILE|FOLDER",
       "FILE is a configuration of nginx, a Caddyfile, haproxy.cfg or httpd.conf; of a FOLDER with "
       "a\n"
       "Compose project all proxies are shown.",
       {},
       {},
       "path"},
      {"image",
       "",
       "Layers and files of an image, an archive, an OCI folder, or -",
       "[OPTIONS] IMAGE|ARCHIVE|OCI-DIR|-",
       "",
       {{"", "platform", "PLATFORM", "Platform to show, such as linux/arm64", {}}},
       {},
       "image"},
  };
  return group;
}

CommandInfo rules() {
  CommandInfo group{"rules", "", "List the rules, or explain them", "COMMAND", "", {}, {}, ""};
  group.commands = {
      {"list",
       "",
       "List all rules",
       "[OPTIONS]",
       "",
       {{"", "format", "FORMAT", "Output format", {"terminal", "json", "markdown"}}},
       {},
       ""},
      {"show",
       "",
       "Explain rules: what they find, why it matters, how to fix it",
       "ID...",
       "",
       {},
       {},
       "rule"},
  };
  return group;
}

CommandInfo sbom() {
  return {
      "sbom",
      "",
      "Write the software of an image as CycloneDX or SPDX",
      "[OPTIONS] IMAGE|ARCHIVE|OCI-DIR|-",
      "The same image gives the same bytes: the date in it is the image's, unless --as-of or\n"
      "SOURCE_DATE_EPOCH say another. Exit code 2: something of the image could not be read.",
      {{"",
        "format",
        "FORMAT",
        "cyclonedx (1.6, the default) or spdx (2.3), both as JSON",
        {"cyclonedx", "spdx"}},
       {"o", "output", "FILE", "Write the document there instead of to standard output", {}, true},
       {"", "as-of", "DATE", "Date of the document (YYYY-MM-DD)", {}},
       {"", "platform", "PLATFORM", "Platform to describe, such as linux/arm64", {}}},
      {},
      "image"};
}

Flag database_flag() {
  return {"", "db", "FILE", "Advisory database instead of the user's own", {}, true};
}

CommandInfo database() {
  CommandInfo group{"db",      "", "Keep the advisory database: what known faults are looked up in",
                    "COMMAND", "", {},
                    {},        ""};
  const Flag as_of{"", "as-of", "DATE", "As if today were this date (YYYY-MM-DD)", {}};
  const Flag progress{"",
                      "progress",
                      "HOW",
                      "How to tell the progress on standard error",
                      {"auto", "plain", "none"}};
  group.commands = {
      {"import",
       "",
       "Import advisories from files: OSV archives or records, KEV, EPSS; needs no network",
       "[OPTIONS] FILE|DIR...",
       "What a file of the same name brought before is replaced; everything else is kept.",
       {database_flag(),
        {"", "replace", "", "Keep nothing of the old database", {}},
        as_of,
        progress},
       {},
       "advisories"},
      {"status",
       "",
       "Show age and content of the database, and check that it is sound",
       "[OPTIONS]",
       "",
       {database_flag(), as_of},
       {},
       ""},
      {"update",
       "",
       "Download advisories and put them in place of the old ones",
       "[OPTIONS] [ECOSYSTEM...]",
       "Without names what the database holds is updated, or the usual ecosystems. Proxies are\n"
       "taken from https_proxy, http_proxy and no_proxy. SECAUDIT_DB_SOURCE names a mirror, too.",
       {database_flag(),
        {"", "source", "URL", "Mirror with ECOSYSTEM/all.zip below it", {}},
        as_of,
        progress},
       {},
       "ecosystem"}};
  return group;
}

CommandInfo reports() {
  CommandInfo group{"report", "", "Work with the reports of earlier runs", "COMMAND", "", {},
                    {},       ""};
  group.commands = {
      {"diff",
       "",
       "Show what was fixed, what is new and what remains since an earlier run",
       "[OPTIONS] [OLD [NEW]]",
       "Without files the last two runs of the reports folder are compared. Exit code 1: "
       "something\n"
       "new at or above --fail-on.",
       {{"", "reports", "DIR", "Folder of the reports (default security-reports)", {}, true},
        {"", "since", "DATE", "Compare with what was known on that day, by state.json", {}},
        {"", "format", "FORMAT", "Output format", {"terminal", "json"}},
        {"",
         "fail-on",
         "LEVEL",
         "Lowest level of new findings that makes the exit code 1",
         {"critical", "high", "medium", "low", "info", "none"}}},
       {},
       "report"}};
  add_report_commands(group);
  return group;
}

void set_paths(CommandInfo& command, const std::string& parent) {
  command.path = parent + command.name;
  for (CommandInfo& child : command.commands) {
    set_paths(child, command.path + " ");
  }
}

} // namespace

std::vector<CommandInfo::Flag> with_output(std::vector<CommandInfo::Flag> own) {
  const auto common = output_flags();
  own.insert(own.end(), common.begin(), common.end());
  return own;
}

std::string exit_code_notes() {
  return exit_codes;
}

CommandInfo describe_commands() {
  CommandInfo root{
      "secaudit", "", "Audit a Compose project or an image before it goes to production",
      "COMMAND",  "", {},
      {},         ""};
  root.commands = {attest(),
                   check(),
                   {"completion",
                    "",
                    "Print a completion script for docker-secaudit",
                    "bash|zsh|fish",
                    "",
                    {},
                    {},
                    "shell"},
                   compose(),
                   fix(),
                   database(),
                   hook_commands(),
                   image(),
                   inspect(),
                   reports(),
                   rules(),
                   sbom(),
                   secrets_command(),
                   {"version", "", "Show the version", "", "", {}, {}, ""}};
  root.flags = {{"v", "version", "", "Show the version", {}}};
  set_paths(root, "docker ");
  return root;
}

const CommandInfo* CommandInfo::find(const std::string& command) const {
  for (const CommandInfo& child : commands) {
    if (child.name == command) {
      return &child;
    }
  }
  return nullptr;
}

const CommandInfo::Flag* CommandInfo::flag(const std::string& written) const {
  for (const Flag& one : flags) {
    if (written == "--" + one.name || (!one.letter.empty() && written == "-" + one.letter)) {
      return &one;
    }
  }
  return nullptr;
}

const CommandInfo* command_at(const CommandInfo& root, const std::vector<std::string>& words) {
  const CommandInfo* command = &root;
  for (const std::string& word : words) {
    if (word.starts_with('-')) {
      break;
    }
    command = command->find(word);
    if (command == nullptr) {
      return nullptr;
    }
  }
  return command;
}

} // namespace secaudit::plugin
