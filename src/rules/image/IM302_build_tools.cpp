// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <algorithm>
#include <array>

namespace secaudit::rules {
namespace {

struct Tool {
  std::string_view program;
  Severity severity;
};
constexpr std::array<Tool, 24> tools{{
    {"gcc", Severity::medium},    {"g++", Severity::medium},    {"cc", Severity::medium},
    {"clang", Severity::medium},  {"make", Severity::medium},   {"cmake", Severity::medium},
    {"git", Severity::medium},    {"svn", Severity::medium},    {"javac", Severity::medium},
    {"go", Severity::medium},     {"rustc", Severity::medium},  {"cargo", Severity::medium},
    {"mvn", Severity::medium},    {"gradle", Severity::medium}, {"gdb", Severity::medium},
    {"strace", Severity::medium}, {"nmap", Severity::medium},   {"tcpdump", Severity::medium},
    {"nc", Severity::low},        {"telnet", Severity::low},    {"ssh", Severity::low},
    {"vim", Severity::low},       {"curl", Severity::info},     {"wget", Severity::info},
}};

bool used_by_healthcheck(const model::ImageUse& use, const Context& context,
                         std::string_view program) {
  const auto names = [&](const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return word.find(program) != std::string::npos;
    });
  };
  if (use.image->config.healthcheck && names(*use.image->config.healthcheck)) {
    return true;
  }
  const model::Service* service =
      context.subjects.project ? context.subjects.project->service(use.service) : nullptr;
  return service != nullptr && service->healthcheck && names((*service->healthcheck)->test);
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const model::Image& image = *use.image;
  if (!use.built_here && context.subjects.scope == model::Subjects::Scope::compose) {
    return not_applicable("the image is made by others");
  }
  std::vector<const model::ImageFile*> found;
  Severity severity = Severity::info;
  std::string names;
  for (const model::ImageFile& file : image.files) {
    const bool runnable =
        file.type == model::FileType::file || file.type == model::FileType::symlink;
    if (!runnable || !is_program(file.path)) {
      continue;
    }
    const std::string_view name =
        std::string_view(file.path).substr(file.path.find_last_of('/') + 1);
    const auto tool =
        std::find_if(tools.begin(), tools.end(), [&](const Tool& t) { return t.program == name; });
    if (tool == tools.end() || used_by_healthcheck(use, context, name)) {
      continue;
    }
    found.push_back(&file);
    severity = std::max(severity, tool->severity);
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  if (found.empty()) {
    return pass("no compilers, version control or debuggers");
  }
  Issue issue;
  issue.severity = severity;
  issue.message =
      image_title(use) + " holds tools that a running service does not need: " + names + ".";
  issue.evidence = file_evidence(image, found);
  issue.remedy = "Build in a first stage and COPY --from only the result into a slim final stage; "
                 "install debuggers only "
                 "when they are needed.";
  issue.key = "tools";
  add_origins(use, context, issue);
  return fail(std::move(issue));
}

} // namespace

Rule IM302() {
  return {.id = "IM302",
          .name = "build-tools-left",
          .title = "Build or debugging tools in the image",
          .severity = Severity::medium,
          .items = {"H5"},
          .controls = {"CIS-Docker 4.3"},
          .tags = {"image", "attack-surface"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
