// SPDX-License-Identifier: Apache-2.0
#include "audit/pragmas.hpp"

#include "base/text.hpp"
#include "model/ignore_comment.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace secaudit::audit {
namespace {

/// Comments of a file that are read, as each is compared with each finding; real files have ten.
constexpr std::size_t most_comments = 1'000;

/// What one comment says.
struct Pragma {
  enum class Reach { instruction, stage, file } reach = Reach::instruction;
  std::string tool; ///< as our controls name it; "" = our own
  std::vector<std::string> names;
  std::string reason;
  std::optional<base::Date> until;
};

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view part : base::split(text, ',')) {
    const std::string_view word = base::trim(part);
    if (!word.empty()) {
      out.emplace_back(word.substr(0, word.find_first_of(" \t")));
    }
  }
  return out;
}

/// One without a reason is told by DF904.
std::optional<Pragma> own(std::string_view text) {
  const auto ignore = model::read_ignore_comment(text);
  if (!ignore || !ignore->fault.empty()) {
    return std::nullopt;
  }
  Pragma result;
  result.reach = ignore->whole_file ? Pragma::Reach::file : Pragma::Reach::instruction;
  result.names = ignore->rules;
  result.reason = ignore->reason;
  result.until = ignore->until;
  return result;
}

std::optional<Pragma> hadolint(std::string_view text) {
  if (!text.starts_with("hadolint ")) {
    return std::nullopt;
  }
  Pragma result;
  result.tool = "hadolint";
  text = base::trim(text.substr(9));
  if (text.starts_with("global ")) {
    result.reach = Pragma::Reach::file;
    text = base::trim(text.substr(7));
  } else if (text.starts_with("stage ")) {
    result.reach = Pragma::Reach::stage;
    text = base::trim(text.substr(6));
  }
  const std::size_t equal = text.find('=');
  if (!text.starts_with("ignore") || equal == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t note = text.find('#');
  result.names = listed(text.substr(
      equal + 1, note == std::string_view::npos ? std::string_view::npos : note - equal - 1));
  return result;
}

std::optional<Pragma> check_directive(std::string_view text) {
  if (!text.starts_with("check=")) {
    return std::nullopt;
  }
  Pragma result;
  result.tool = "BuildKit";
  text = text.substr(6);
  for (const std::string_view part : base::split(text.substr(0, text.find(' ')), ';')) {
    if (part.starts_with("skip=")) {
      result.names = listed(part.substr(5));
    }
  }
  return result;
}

std::optional<Pragma> trivy_or_checkov(std::string_view text) {
  Pragma result;
  for (const std::string_view prefix : {"trivy:ignore:", "checkov:skip="}) {
    if (!text.starts_with(prefix)) {
      continue;
    }
    const bool trivy = prefix.starts_with("trivy");
    result.tool = trivy ? "trivy" : "checkov";
    // checkov knows comments for the whole file only.
    result.reach = trivy ? Pragma::Reach::instruction : Pragma::Reach::file;
    std::string name(text.substr(prefix.size()));
    name = name.substr(0, name.find_first_of(": \t"));
    if (trivy && name.starts_with("AVD-")) {
      name.erase(0, 4);
    }
    // The older spelling of trivy's names: DS002.
    if (trivy && name.starts_with("DS") && name.find('-') == std::string::npos) {
      name = "DS-" + std::string(name.size() < 6 ? 6 - name.size() : 0, '0') + name.substr(2);
    }
    result.names.push_back(std::move(name));
    return result;
  }
  return std::nullopt;
}

std::optional<Pragma> pragma_of(std::string_view comment) {
  const std::string_view text = base::trim(comment);
  for (const auto reader : {own, hadolint, check_directive, trivy_or_checkov}) {
    if (auto found = reader(text)) {
      return found;
    }
  }
  return std::nullopt;
}

class Collector {
 public:
  explicit Collector(const std::vector<rules::Entry>& catalogue) : catalogue_(catalogue) {}

  void file(const model::Dockerfile& dockerfile);
  std::vector<Suppression> take() { return std::move(out_); }

 private:
  std::vector<std::string> rules_of(const Pragma& pragma) const;
  void add(const Pragma& pragma, const model::Span& place, int first, int last);

  const std::vector<rules::Entry>& catalogue_;
  std::vector<Suppression> out_;
};

std::vector<std::string> Collector::rules_of(const Pragma& pragma) const {
  if (pragma.tool.empty()) {
    return pragma.names;
  }
  std::vector<std::string> out;
  for (const rules::Entry& entry : catalogue_) {
    for (const std::string_view control : entry.rule.controls) {
      if (!control.starts_with(pragma.tool + " ")) {
        continue;
      }
      const std::string_view known = control.substr(pragma.tool.size() + 1);
      const bool named =
          std::any_of(pragma.names.begin(), pragma.names.end(), [&](const std::string& name) {
            return base::equals_ignoring_case(name, known) || name == "all";
          });
      if (named) {
        out.emplace_back(entry.rule.id);
        break;
      }
    }
  }
  return out;
}

void Collector::add(const Pragma& pragma, const model::Span& place, int first, int last) {
  for (std::string& rule : rules_of(pragma)) {
    Suppression made;
    made.rule = std::move(rule);
    made.reason = pragma.tool.empty() ? pragma.reason
                                      : "ignored for " + pragma.tool + " in " + place.file.str();
    made.until = pragma.until;
    made.span = place;
    made.comment = pragma.tool.empty() ? Suppression::Comment::own : Suppression::Comment::foreign;
    made.line = first;
    made.last_line = last;
    made.subject = first == 0 ? place.file.str() : "";
    out_.push_back(std::move(made));
  }
}

void Collector::file(const model::Dockerfile& dockerfile) {
  for (const model::Word& directive : dockerfile.directives) {
    if (const auto pragma = check_directive(directive.text)) {
      add(*pragma, directive.span, 0, 0);
    }
  }
  std::size_t read = 0;
  for (std::size_t i = 0; i < dockerfile.instructions.size(); ++i) {
    const model::Instruction& instruction = dockerfile.instructions[i];
    for (const std::string& comment : instruction.comments) {
      const auto pragma = pragma_of(comment);
      if (!pragma || ++read > most_comments) {
        continue;
      }
      const model::Span& span = instruction.span;
      int first = span.begin.line;
      int last = span.end.line;
      if (pragma->reach == Pragma::Reach::file) {
        first = last = 0;
      } else if (pragma->reach == Pragma::Reach::stage) {
        for (const model::Stage& stage : dockerfile.stages) {
          if (stage.first <= i && i < stage.last) {
            last = dockerfile.instructions[stage.last - 1].span.end.line;
          }
        }
      }
      add(*pragma, span, first, last);
    }
  }
}

} // namespace

std::vector<Suppression> pragmas(const std::vector<rules::Entry>& catalogue,
                                 const model::Subjects& subjects) {
  Collector collector(catalogue);
  std::vector<std::string> seen;
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    const std::string& name = use.dockerfile.file.str();
    if (std::find(seen.begin(), seen.end(), name) == seen.end()) {
      seen.push_back(name);
      collector.file(use.dockerfile);
    }
  }
  return collector.take();
}

} // namespace secaudit::audit
