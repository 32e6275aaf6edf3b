// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "report/file_name.hpp"
#include "report/text.hpp"
#include "report/writers.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

constexpr std::size_t longest_name = 100;

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
         || c == '_' || c == '.';
}

} // namespace

std::string file_part(const std::string& name) {
  std::string out = name.substr(0, longest_name);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !plain(c); }, '_');
  if (out.empty() || out.front() == '.' || out.front() == '-') {
    out.insert(out.begin(), '_');
  }
  return out;
}

namespace {

std::string line(std::string_view text) {
  return base::printable(text) + "\n";
}

std::string heading(const model::Report& report, const std::string& what) {
  return line("docker-secaudit " + report.tool_version + "   " + report.title + "   " + what + "   "
              + base::to_string(report.as_of))
         + "\n";
}

std::string told(const model::Finding& finding, base::Date today) {
  std::string out = line(base::to_upper(model::to_string(finding.severity)) + "  " + finding.rule
                         + "  " + finding.title);
  out += line("  " + finding.message);
  for (const model::Evidence& evidence : finding.evidence) {
    out += line("  at " + model::place_of(evidence));
  }
  if (!finding.remedy.empty()) {
    out += line("  fix: " + finding.remedy);
  }
  if (finding.standing != model::Standing::open) {
    out += line("  waived: " + finding.standing_reason);
  } else if (const std::string due = due_text(finding, today); !due.empty()) {
    out += line("  " + due);
  }
  return out + "\n";
}

template <typename Wanted>
std::string told_all(const model::Report& report, Wanted wanted) {
  std::string out;
  for (const model::Finding& finding : report.findings) {
    if (wanted(finding)) {
      out += told(finding, report.as_of);
    }
  }
  return out;
}

std::string gaps_about(const model::Report& report, std::string_view subject) {
  std::string out;
  for (const model::Gap& gap : report.gaps) {
    if (subject.empty() || gap.what == subject) {
      out += line("Not checked: " + gap.what + ": " + gap.why);
    }
  }
  return out;
}

std::string image_lines(const model::ImageSummary& image) {
  std::string out = line("Image     " + image.reference);
  if (!image.scanned) {
    return out + line("          not read completely; its content is not judged");
  }
  out += line("Digest    " + image.config_digest + (image.built_fresh ? "  built fresh" : ""));
  out +=
      line("System    " + (image.base.empty() ? "not known" : image.base) + "  " + image.platform);
  out += line("User      " + (image.user.empty() ? "root (none set)" : image.user));
  out += line("Size      " + std::to_string(image.size) + " bytes in "
              + counted(image.layers, "layer") + ", " + counted(image.packages, "package"));
  return out;
}

std::string service_report(const model::Report& report, const std::string& name) {
  std::string out = heading(report, name);
  bool seen = false;
  for (const model::ImageSummary& image : report.images) {
    if (image.service == name || (image.service.empty() && image.reference == name)) {
      out += image_lines(image);
      seen = true;
    }
  }
  if (!seen) {
    out += line("Image     not looked at in this run");
  }
  out += "\n";
  const std::string findings =
      told_all(report, [&](const model::Finding& f) { return f.subject == name; });
  return out + (findings.empty() ? line("No findings.") : findings) + gaps_about(report, name);
}

/// What our own tables say of a service's base image; Docker Scout's words take its place.
std::string recommendations(const model::Report& report, const model::BaseImageAdvice& advice) {
  std::string out = heading(report, advice.service + ", base image");
  out += line("Base image  " + advice.base);
  if (advice.span.known()) {
    out += line("Written at  " + model::to_string(advice.span));
  }
  for (const std::string& fact : advice.facts) {
    out += line("  " + fact);
  }
  out +=
      "\n" + line(advice.choices.empty() ? "No better tag is known." : "Take instead, best first:");
  for (const auto& choice : advice.choices) {
    out += line("  " + choice.image + "   " + choice.why);
  }
  return out;
}

bool about_secrets(const model::Finding& finding) {
  return finding.rule.starts_with("SE") || finding.rule.starts_with("CO4")
         || finding.rule.starts_with("DF5") || finding.rule.starts_with("IM4");
}

std::string secrets_scan(const model::Report& report) {
  const bool looked =
      std::any_of(report.checks.begin(), report.checks.end(), [](const auto& check) {
        return check.rule.starts_with("SE") && check.outcome != model::Outcome::unknown;
      });
  const std::string found = told_all(report, about_secrets);
  std::string out = heading(report, "secrets");
  if (!looked) {
    out += line("Not checked: no rule searched the files for secrets in this run.");
  }
  if (!found.empty()) {
    return out + found;
  }
  return looked ? out + line("No secrets found.") : out;
}

/// Manifest findings of one ecosystem, told by the file the dependency stands in.
std::string dependencies(const model::Report& report, const std::string& what,
                         const std::vector<std::string_view>& marks) {
  const std::string found = told_all(report, [&](const model::Finding& finding) {
    const std::string where = place(finding);
    return finding.rule.starts_with("DE")
           && std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
                return base::contains(where, mark) || base::contains(finding.subject, mark);
              });
  });
  std::string out = heading(report, what);
  const bool looked = std::any_of(
      report.checklist.begin(), report.checklist.end(), [](const model::ChecklistItem& item) {
        return item.id == "C2" && item.verdict != model::Verdict::unknown;
      });
  if (!looked) {
    out += line("Not checked: no vulnerability data was consulted for these packages.");
  }
  if (found.empty()) {
    return looked ? out + line("No findings.") : out;
  }
  return out + found;
}

} // namespace

std::map<std::string, std::string> report_files(const model::Report& report) {
  TerminalStyle plain_style;
  plain_style.columns = 0;
  plain_style.verbose = true;
  plain_style.all = true;
  std::map<std::string, std::string> files;
  files["summary.txt"] = terminal(report, plain_style);
  files["report.json"] = json(report);
  files["secrets-scan.txt"] = secrets_scan(report);
  files["python-dependencies.txt"] = dependencies(
      report, "Python dependencies",
      {"requirements", "pyproject.toml", "Pipfile", "poetry.lock", "setup.", "pkg:pypi/"});
  files["npm-audit.txt"] =
      dependencies(report, "npm dependencies",
                   {"package.json", "package-lock.json", "yarn.lock", "pnpm-lock", "pkg:npm/"});
  for (const model::BaseImageAdvice& advice : report.base_images) {
    files[file_part(advice.service) + "-recommendations.txt"] = recommendations(report, advice);
  }
  std::vector<std::string> names;
  for (const model::ServiceSummary& service : report.services) {
    names.push_back(service.name);
  }
  if (names.empty()) {
    for (const model::ImageSummary& image : report.images) {
      names.push_back(image.service.empty() ? image.reference : image.service);
    }
  }
  for (const std::string& name : names) {
    std::string file = file_part(name) + "-report.txt";
    // Two hostile names can become one: the later gets a number.
    for (int number = 2; files.count(file) != 0; ++number) {
      file = file_part(name) + "-" + std::to_string(number) + "-report.txt";
    }
    files[file] = service_report(report, name);
  }
  return files;
}

} // namespace secaudit::report
