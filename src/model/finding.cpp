// SPDX-License-Identifier: Apache-2.0
#include "model/finding.hpp"

#include "base/text.hpp"

namespace secaudit::model {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

} // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
  case Severity::info:
    return "info";
  case Severity::low:
    return "low";
  case Severity::medium:
    return "medium";
  case Severity::high:
    return "high";
  case Severity::critical:
    return "critical";
  }
  return "info";
}

std::optional<Severity> parse_severity(std::string_view text) {
  const std::string lower = base::to_lower(text);
  for (const Severity s :
       {Severity::info, Severity::low, Severity::medium, Severity::high, Severity::critical}) {
    if (lower == to_string(s)) {
      return s;
    }
  }
  return std::nullopt;
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
  case Outcome::pass:
    return "pass";
  case Outcome::fail:
    return "fail";
  case Outcome::not_applicable:
    return "not_applicable";
  case Outcome::unknown:
    return "unknown";
  }
  return "unknown";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
    return "pass";
  case Verdict::fail:
    return "fail";
  case Verdict::warn:
    return "warn";
  case Verdict::attest:
    return "attest";
  case Verdict::not_applicable:
    return "not_applicable";
  case Verdict::unknown:
    return "unknown";
  }
  return "unknown";
}

std::string_view status_word(Verdict verdict) {
  switch (verdict) {
  case Verdict::pass:
    return "PASS";
  case Verdict::fail:
    return "FAIL";
  case Verdict::warn:
    return "WARN";
  case Verdict::attest:
    return "ASK";
  case Verdict::not_applicable:
    return "NA";
  case Verdict::unknown:
    return "UNKN";
  }
  return "UNKN";
}

std::string place_of(const Evidence& evidence) {
  return std::visit(Overloaded{
                        [](const SourceEvidence& e) { return to_string(e.span); },
                        [](const ImageFileEvidence& e) {
                          return e.image + " layer " + std::to_string(e.layer) + ": /" + e.path;
                        },
                        [](const ImageConfigEvidence& e) { return e.image + " " + e.pointer; },
                        [](const PackageEvidence& e) { return e.purl; },
                        [](const CommandEvidence& e) { return base::join(e.argv, " "); },
                        [](const AttestationEvidence& e) { return "attested by " + e.by; },
                        [](const NoteEvidence& e) { return e.text; },
                    },
                    evidence);
}

} // namespace secaudit::model
