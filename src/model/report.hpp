// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/finding.hpp"
#include "model/vulnerability.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secaudit::model {

/// What a report says about one image.
struct ImageSummary {
  std::string reference;
  std::string service;
  std::string config_digest;
  std::string platform;
  std::string base; ///< OS of the image in words, "Debian GNU/Linux 12 (bookworm)"
  std::string user;
  std::uint64_t size = 0; ///< uncompressed bytes
  std::size_t layers = 0;
  std::size_t packages = 0;
  bool built_fresh = false;
  bool scanned = false;
};

/// What a reader of the report needs to know of a rule: titles and help arrive as data.
struct RuleHelp {
  std::string id;
  std::string name;
  Severity severity = Severity::medium;
  std::string why; ///< Markdown
  std::string fix; ///< Markdown
  std::vector<std::string> controls;
  std::vector<std::string> tags;
  std::string document; ///< the whole Markdown page
};

struct ServiceSummary {
  std::string name;
  std::string image;
  bool built = false;
  bool active = true;
};

/// What our own tables say about the base image of a service.
struct BaseImageAdvice {
  std::string service;
  std::string base; ///< as written in FROM or `image:`
  Span span;
  std::vector<std::string> facts; ///< what is known about it: end of life, flavour, tag still built
  struct Choice {
    std::string image;
    std::string why;
  };
  std::vector<Choice> choices; ///< best first
};

/// The result of an audit; everything that a writer prints.
struct Report {
  std::string tool_version;
  std::string title; ///< project name or image reference
  std::string kind;  ///< compose, image, files
  base::Date as_of;
  std::vector<ServiceSummary> services;
  std::vector<ImageSummary> images;
  std::vector<ChecklistItem> checklist; ///< C1–C12 in their order
  std::vector<ChecklistItem> hardening; ///< H1–H16
  std::vector<Finding> findings;        ///< sorted: worst first, then rule, subject, place
  std::vector<Check> checks;            ///< sorted by rule, subject
  std::vector<Gap> gaps;
  std::vector<ScannerRun> scanner_runs;
  std::vector<BaseImageAdvice> base_images;
  std::optional<AdvisoryData> advisory_data;
  std::map<std::string, RuleHelp> rules; ///< the rules named by findings
  std::string report_id; ///< SHA-256 over the sorted fingerprints, for the acknowledgement of C1
};

} // namespace secaudit::model
