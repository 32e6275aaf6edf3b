// SPDX-License-Identifier: Apache-2.0
#include "report/json_parts.hpp"

namespace secaudit::report {
namespace {

using base::JsonWriter;

struct Writer {
  JsonWriter& out;

  void operator()(const model::SourceEvidence& evidence) const {
    out.member("kind", "source");
    out.key("place");
    write_span(evidence.span, out);
    out.member("excerpt", evidence.excerpt);
  }
  void operator()(const model::ImageFileEvidence& evidence) const {
    out.member("kind", "image-file");
    out.member("image", evidence.image);
    out.member("layer", static_cast<std::uint64_t>(evidence.layer));
    out.member("path", evidence.path);
    out.member("mode", evidence.mode);
    out.member("owner", evidence.owner);
  }
  void operator()(const model::ImageConfigEvidence& evidence) const {
    out.member("kind", "image-config");
    out.member("image", evidence.image);
    out.member("pointer", evidence.pointer);
    out.member("value", evidence.value);
  }
  void operator()(const model::PackageEvidence& evidence) const {
    out.member("kind", "package");
    out.member("purl", evidence.purl);
    out.member("path", evidence.path);
    if (evidence.layer) {
      out.member("layer", static_cast<std::uint64_t>(*evidence.layer));
    }
  }
  void operator()(const model::CommandEvidence& evidence) const {
    out.member("kind", "command");
    write_strings("argv", evidence.argv, out);
    out.member("exit_code", evidence.exit_code);
    out.member("excerpt", evidence.excerpt);
  }
  void operator()(const model::AttestationEvidence& evidence) const {
    out.member("kind", "attestation");
    out.member("by", evidence.by);
    out.member("statement", evidence.statement);
    out.member("on", base::to_string(evidence.on));
    out.member("expires", base::to_string(evidence.expires));
  }
  void operator()(const model::NoteEvidence& evidence) const {
    out.member("kind", "note");
    out.member("text", evidence.text);
  }
};

} // namespace

void write_strings(std::string_view key, const std::vector<std::string>& values, JsonWriter& out) {
  out.key(key).begin_array();
  for (const std::string& value : values) {
    out.value(value);
  }
  out.end_array();
}

void write_span(const model::Span& span, JsonWriter& out) {
  out.begin_object();
  out.member("file", span.file.str());
  out.member("line", span.begin.line);
  out.member("column", span.begin.column);
  out.member("end_line", span.end.line);
  out.member("end_column", span.end.column);
  out.end_object();
}

void write_evidence(const std::vector<model::Evidence>& list, JsonWriter& out) {
  out.key("evidence").begin_array();
  for (const model::Evidence& evidence : list) {
    out.begin_object();
    std::visit(Writer{out}, evidence);
    out.end_object();
  }
  out.end_array();
}

} // namespace secaudit::report
