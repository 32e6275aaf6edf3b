// SPDX-License-Identifier: Apache-2.0
#include "report/places.hpp"

#include <algorithm>

namespace secaudit::report {
namespace {

struct Reader {
  std::vector<Place>& places;

  void operator()(const model::SourceEvidence& evidence) const {
    places.push_back({evidence.span.file.str(), evidence.span.begin, evidence.span.end, {}});
  }
  void operator()(const model::ImageFileEvidence& evidence) const {
    places.push_back({evidence.path, {}, {}, model::place_of(evidence)});
  }
  void operator()(const model::ImageConfigEvidence& evidence) const {
    places.push_back({evidence.image, {}, {}, model::place_of(evidence)});
  }
  void operator()(const model::PackageEvidence& evidence) const {
    places.push_back(
        {evidence.path.empty() ? evidence.purl : evidence.path, {}, {}, evidence.purl});
  }
  void operator()(const model::CommandEvidence&) const {}
  void operator()(const model::AttestationEvidence&) const {}
  void operator()(const model::NoteEvidence&) const {}
};

bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
         || c == '.' || c == '_' || c == '~' || c == '/' || c == '+' || c == '@' || c == '=';
}

} // namespace

std::vector<Place> places_of(const model::Finding& finding) {
  std::vector<Place> places;
  for (const model::Evidence& evidence : finding.evidence) {
    std::visit(Reader{places}, evidence);
  }
  std::erase_if(places, [](const Place& place) { return place.file.empty(); });
  if (places.empty()) {
    places.push_back({finding.subject.empty() ? "." : finding.subject, {}, {}, finding.subject});
  }
  return places;
}

std::string commit_of(const model::Finding& finding) {
  for (const model::Evidence& evidence : finding.evidence) {
    const auto* command = std::get_if<model::CommandEvidence>(&evidence);
    if (command != nullptr && command->argv.size() == 3 && command->argv[0] == "git"
        && command->argv[1] == "show") {
      return command->argv[2].substr(0, command->argv[2].find(':'));
    }
  }
  return {};
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(byte)) {
      uri += c;
    } else {
      uri += '%';
      uri += digits[byte >> 4U];
      uri += digits[byte & 15U];
    }
  }
  return uri;
}

} // namespace secaudit::report
