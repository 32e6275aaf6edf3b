// SPDX-License-Identifier: Apache-2.0
// Reports for people. We never ask for them where a tool has JSON; they are read where they are all
// there is.
#include "base/text.hpp"
#include "vulns/scanners/formats.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;

/// Without the sequences that colour it.
std::string uncoloured(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[';
    if (!escape) {
      out += text[i];
      continue;
    }
    for (i += 2; i < text.size() && (text[i] < '@' || text[i] > '~'); ++i) {
    }
  }
  return out;
}

/// A table whose columns begin where the words of its head begin, two blanks apart or more.
class Columns {
 public:
  explicit Columns(std::string_view head) {
    for (std::size_t at = 0; at < head.size();) {
      const std::size_t begin = head.find_first_not_of(' ', at);
      if (begin == std::string_view::npos) {
        break;
      }
      std::size_t end = head.find("  ", begin);
      end = end == std::string_view::npos ? head.size() : end;
      begins_[std::string(base::trim(head.substr(begin, end - begin)))] = begin;
      at = end;
    }
  }
  /// Columns that the line of dashes below the head shows.
  Columns(std::string_view head, std::string_view dashes) {
    for (std::size_t at = 0; at < dashes.size();) {
      const std::size_t end = std::min(dashes.find(' ', at), dashes.size());
      begins_[std::string(base::trim(head.substr(std::min(at, head.size()), end - at)))] = at;
      at = end + 1;
    }
  }

  std::string cell(std::string_view line, const std::string& column) const {
    const auto found = begins_.find(column);
    if (found == begins_.end() || found->second >= line.size()) {
      return {};
    }
    std::size_t end = line.size();
    for (const auto& [name, begin] : begins_) {
      if (begin > found->second) {
        end = std::min(end, begin);
      }
    }
    return std::string(base::trim(line.substr(found->second, end - found->second)));
  }

 private:
  std::map<std::string, std::size_t> begins_;
};

ScanReading read_grype_table(std::string_view text) {
  ScanReading reading;
  std::optional<Columns> columns;
  bool known = false;
  for (const std::string_view line : base::lines(text)) {
    if (line.starts_with("NAME ") && base::contains(line, "VULNERABILITY")) {
      columns.emplace(line);
      known = true;
    } else if (base::trim(line).empty() || line.starts_with("---")) {
      columns.reset();
    } else if (line.starts_with("No vulnerabilities found")) {
      known = true;
    } else if (columns && !base::contains(line, "suppressed")) {
      Vulnerability v =
          found_by("grype", columns->cell(line, "VULNERABILITY"), columns->cell(line, "SEVERITY"));
      v.package = columns->cell(line, "NAME");
      v.version = columns->cell(line, "INSTALLED");
      std::string fix = columns->cell(line, "FIXED IN");
      fix.erase(0, fix.starts_with('*') ? 1 : 0);
      v.fixed = first_fix(fix);
      reading.vulnerabilities.push_back(std::move(v));
    }
  }
  if (known) {
    conclude(reading);
  }
  return reading;
}

ScanReading read_pip_columns(std::string_view text) {
  ScanReading reading;
  const auto lines = base::lines(text);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (!lines[i].starts_with("Name") || !lines[i + 1].starts_with("----")) {
      continue;
    }
    const Columns columns(lines[i], lines[i + 1]);
    for (std::size_t row = i + 2; row < lines.size() && !base::trim(lines[row]).empty(); ++row) {
      Vulnerability v = found_by("pip-audit", columns.cell(lines[row], "ID"), "");
      v.package = columns.cell(lines[row], "Name");
      v.version = columns.cell(lines[row], "Version");
      v.fixed = first_fix(columns.cell(lines[row], "Fix Versions"));
      for (const std::string_view alias : base::split(columns.cell(lines[row], "Aliases"), ',')) {
        if (!base::trim(alias).empty()) {
          v.aliases.emplace_back(base::trim(alias));
        }
      }
      reading.vulnerabilities.push_back(std::move(v));
    }
    conclude(reading);
    return reading;
  }
  if (base::trim(text) == "No known vulnerabilities found") {
    conclude(reading);
  }
  return reading;
}

ScanReading read_npm_text(std::string_view text) {
  ScanReading reading;
  if (base::trim(text) == "found 0 vulnerabilities") {
    conclude(reading);
    return reading;
  }
  std::string package;
  std::string severity;
  bool begins = true;
  for (const std::string_view line : base::lines(text)) {
    if (base::trim(line).empty()) {
      begins = true;
    } else if (begins && !line.starts_with(' ') && !line.starts_with('#')) {
      package = line.substr(0, line.find("  "));
      begins = false;
    } else if (line.starts_with("Severity: ")) {
      severity = base::trim(line.substr(10));
    } else if (const std::size_t link = line.rfind(" - https://"); link != std::string_view::npos) {
      Vulnerability v = found_by("npm-audit", advisory_name_in(line.substr(link)), severity);
      v.package = package;
      v.summary = base::trim(line.substr(0, link));
      v.url = line.substr(link + 3);
      reading.vulnerabilities.push_back(std::move(v));
    }
  }
  if (!reading.vulnerabilities.empty()) {
    conclude(reading);
  }
  return reading;
}

ScanReading read_snyk_text(std::string_view text) {
  ScanReading reading;
  bool tested = false;
  for (const std::string_view line : base::lines(text)) {
    tested = tested || base::contains(line, "for known vulnerabilities")
             || base::contains(line, "for known issues");
    const std::string_view content = base::trim(line);
    constexpr std::string_view mark = " severity vulnerability found in ";
    const std::size_t at = content.find(mark);
    if (content.starts_with("✗ ") && at != std::string_view::npos) {
      const std::string_view severity = content.substr(4, at - 4); // behind the sign, three bytes
      Vulnerability v = found_by("snyk", "", severity);
      v.package = content.substr(at + mark.size());
      reading.vulnerabilities.push_back(std::move(v));
    } else if (!reading.vulnerabilities.empty()) {
      Vulnerability& v = reading.vulnerabilities.back();
      const auto value = [&](std::string_view key) {
        return content.starts_with(key) ? std::string(base::trim(content.substr(key.size())))
                                        : std::string();
      };
      if (const std::string title = value("Description:"); !title.empty()) {
        v.summary = title;
      } else if (const std::string info = value("Info:"); !info.empty()) {
        v.url = info;
        v.id = info.substr(info.rfind('/') + 1);
      } else if (const std::string fixed = value("Fixed in:"); !fixed.empty()) {
        v.fixed = first_fix(fixed);
      } else if (const std::string from = value("From:"); !from.empty() && v.version.empty()) {
        const std::size_t sign = from.rfind('@');
        v.version = sign == std::string::npos ? "" : from.substr(sign + 1);
        // The text names no identifier where the address was taken out.
        v.id = plausible_id(v.id) ? v.id : "snyk:" + v.summary + " in " + v.package;
      }
    }
  }
  if (tested || !reading.vulnerabilities.empty()) {
    conclude(reading);
  }
  return reading;
}

/// The lines of JUnit: a test case a fault.
ScanReading read_junit(std::string_view text) {
  ScanReading reading;
  if (!base::contains(text, "<testsuites name=\"trivy\"")) {
    return reading;
  }
  const auto attribute = [](std::string_view line, std::string_view name) {
    const std::string mark = std::string(name) + "=\"";
    const std::size_t at = line.find(" " + mark);
    if (at == std::string_view::npos) {
      return std::string();
    }
    const std::string_view rest = line.substr(at + 1 + mark.size());
    return std::string(rest.substr(0, rest.find('"')));
  };
  for (const std::string_view line : base::lines(text)) {
    if (!base::contains(line, "<testcase ")) {
      continue;
    }
    const std::string name = attribute(line, "name"); // "[MEDIUM] CVE-2019-1549"
    const std::size_t close = name.find("] ");
    if (close == std::string::npos) {
      continue;
    }
    Vulnerability v = found_by("trivy", name.substr(close + 2), name.substr(1, close - 1));
    v.package = attribute(line, "classname"); // name and version with a dash between
    reading.vulnerabilities.push_back(std::move(v));
  }
  conclude(reading);
  return reading;
}

/// OSV-Scanner's words for people end in a total.
ScanReading read_osv_text(std::string_view text) {
  ScanReading reading;
  std::size_t most = 0;
  bool known = false;
  for (const std::string_view line : base::lines(text)) {
    constexpr std::string_view mark = "affected by ";
    const std::size_t at = line.find(mark);
    if (line.starts_with("Total ") && at != std::string_view::npos) {
      known = true;
      most = std::max(most, static_cast<std::size_t>(std::strtoul(
                                std::string(line.substr(at + mark.size())).c_str(), nullptr, 10)));
    }
  }
  if (known && most == 0) {
    conclude(reading);
  } else if (known) {
    reading.recognised = true;
    reading.state = model::ScanState::partial;
    reading.reason = "it counts " + std::to_string(most) + " vulnerabilities in words only";
  }
  return reading;
}

} // namespace

ScanReading read_text(std::string_view tool, std::string_view raw) {
  const std::string text = uncoloured(raw);
  if (tool == "scout") {
    return read_scout_text(text);
  }
  if (tool == "grype") {
    return read_grype_table(text);
  }
  if (tool == "pip-audit") {
    return read_pip_columns(text);
  }
  if (tool == "npm-audit") {
    return read_npm_text(text);
  }
  if (tool == "snyk") {
    return read_snyk_text(text);
  }
  return tool == "trivy" ? read_junit(text) : read_osv_text(text);
}

} // namespace secaudit::vulns
