// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.hpp"
#include "model/source.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace secaudit::model {

enum class Severity { info, low, medium, high, critical };

std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

// Evidence: something a sceptic can check without us. Secrets appear masked only.
struct SourceEvidence {
  Span span;
  std::string excerpt; ///< the text there, one line, masked
};
struct ImageFileEvidence {
  std::string image;
  std::size_t layer = 0;
  std::string path;
  std::string mode;  ///< octal, "4755"
  std::string owner; ///< "0:0"
};
struct ImageConfigEvidence {
  std::string image;
  std::string pointer; ///< JSON pointer into the image's configuration, "/config/User"
  std::string value;
};
struct PackageEvidence {
  std::string purl;
  std::string path;
  std::optional<std::size_t> layer;
};
struct CommandEvidence {
  std::vector<std::string> argv;
  int exit_code = 0;
  std::string excerpt;
};
struct AttestationEvidence {
  std::string by;
  std::string statement;
  base::Date on;
  base::Date expires;
};
/// A fact without a place, such as "looked for backup services, found none".
struct NoteEvidence {
  std::string text;
};
using Evidence = std::variant<SourceEvidence, ImageFileEvidence, ImageConfigEvidence,
                              PackageEvidence, CommandEvidence, AttestationEvidence, NoteEvidence>;

/// The place for one line of a table: `path:line`, `image layer 3: app/.env`, a PURL.
std::string place_of(const Evidence& evidence);

struct Vulnerability; // model/vulnerability.hpp

enum class Standing { open, suppressed, baseline };

/// Something is wrong at a place.
struct Finding {
  std::string rule;    ///< id, "CO101"
  std::string title;   ///< the rule's name in words
  std::string subject; ///< service, file or image it is about
  Severity severity = Severity::medium;
  std::string message;               ///< one or two plain sentences
  std::vector<Evidence> evidence;    ///< first = the place to change
  std::string remedy;                ///< what to do here
  std::vector<std::string> controls; ///< "CIS-Docker 5.4", "hadolint DL3002"
  std::vector<std::string> items;    ///< checklist and requirement rows it counts for: C3, H9
  std::string fingerprint;           ///< 16 hexadecimal digits; survives moved lines
  Standing standing = Standing::open;
  std::string standing_reason;
  std::optional<base::Date> standing_until;
  std::optional<base::Date> due;
  std::optional<base::Date> first_seen;
  std::string clock; ///< what moved its due date, in words: "reappeared", "severity raised on …"
  std::shared_ptr<const Vulnerability> vulnerability; ///< of the rules about known faults
};

enum class Outcome { pass, fail, not_applicable, unknown };
std::string_view to_string(Outcome outcome);

/// One rule applied to one subject, also when nothing was wrong.
struct Check {
  std::string rule;
  std::string subject;
  Outcome outcome = Outcome::unknown;
  std::string reason;
  std::vector<Evidence> evidence;
};

/// Asked for and not done. Printed, changes the exit code, never counts as passed.
struct Gap {
  std::string stage; ///< compose, dockerfile, build, export, image, scanner, report, …
  std::string what;  ///< service, image or file
  std::string why;   ///< one line
  Span span;
  std::string hint;      ///< what to do; may be empty
  bool advisory = false; ///< told, but nothing was left unchecked: the exit code stays
};

enum class Verdict { pass, fail, warn, attest, not_applicable, unknown };
std::string_view to_string(Verdict verdict);
/// The word of the summary: PASS FAIL WARN ASK NA UNKN.
std::string_view status_word(Verdict verdict);

/// C1–C12 of the deployment checklist, or a row H1–H16 of what hardening covers.
struct ChecklistItem {
  std::string id;
  std::string title;
  Verdict verdict = Verdict::unknown;
  std::string summary; ///< one short line for the evidence column
  std::string reason;  ///< the whole sentence
  std::vector<Evidence> evidence;
  std::vector<std::string> absent;                ///< looked for and not found
  std::string next_step;                          ///< "" when nothing is left to do
  std::optional<AttestationEvidence> attestation; ///< satisfied by it
  std::vector<std::string> rules;                 ///< rules whose outcome decided
};

} // namespace secaudit::model
