// SPDX-License-Identifier: Apache-2.0
#include "project/compose/service_files.hpp"

#include "base/limits.hpp"
#include "project/compose/discover.hpp"
#include "project/dotenv/dotenv.hpp"

namespace secaudit::project::compose {
namespace {

using Kind = Node::Kind;

class FileVariables {
 public:
  FileVariables(const host::Host& host, const Environment& environment,
                const std::string& directory, Report& report)
      : host_(host), environment_(environment), directory_(directory), report_(report) {}

  void environment(Node& service) {
    const Node* files = service.find("env_file");
    if (files == nullptr) {
      return;
    }
    Node gathered = defaulted(service, Kind::mapping);
    for (const Node& file : files->items) {
      const Node* required = file.find("required");
      const Node* path = file.find("path");
      if (path != nullptr) {
        read(*path, text_of(file, "format"), required == nullptr || required->text != "false", true,
             gathered);
      }
    }
    lay_under(service, "environment", std::move(gathered));
  }

  void labels(Node& service) {
    const Node* files = service.find("label_file");
    if (files == nullptr) {
      return;
    }
    Node gathered = defaulted(service, Kind::mapping);
    for (const Node& file : files->items) {
      read(file, "", true, false, gathered);
    }
    lay_under(service, "labels", std::move(gathered));
  }

 private:
  void read(const Node& path, const std::string& format, bool required, bool variables,
            Node& gathered) {
    const auto text = host_.read_file(path.text, limits::project_file_bytes);
    const std::string name = display_name(path.text, directory_);
    if (!text) {
      if (required) {
        report_.error(path.span,
                      "the file " + name + " cannot be read: " + reason_of(text.error(), path.text),
                      "create it, mend its name, or set `required: false`");
      }
      return;
    }
    if (!format.empty() && format != "raw") {
      report_.error(path.span, "unknown format \"" + format + "\" of an environment file",
                    "use `raw` or none");
      return;
    }
    const dotenv::Lookup lookup = [&](const std::string& wanted) {
      return variables ? environment_.find(wanted) : environment_.find(wanted);
    };
    dotenv::File file = format == "raw" ? dotenv::parse_raw(*text, name, lookup)
                                        : dotenv::parse(*text, name, lookup);
    if (file.error) {
      report_.add(*file.error);
      return;
    }
    for (model::Variable& variable : file.variables) {
      Node value;
      value.kind = Kind::string;
      value.text = variable.value.value_or("");
      value.raw = variable.raw;
      value.span = variable.span;
      value.origins.push_back({model::Via::written, path.span, name});
      Node& set = set_member(gathered, variable.name, std::move(value));
      set.span = variable.span;
      gathered.members.back().key_span = variable.name_span;
    }
  }

  /// What the service itself says wins.
  static void lay_under(Node& service, std::string_view key, Node gathered) {
    if (Node* own = service.find(key)) {
      for (Node::Member& member : own->members) {
        if (const Node* hidden = gathered.find(member.key)) {
          member.value.origins.push_back({model::Via::overridden, hidden->span, hidden->raw});
        }
        const model::Span span = member.key_span;
        const std::string name = member.key;
        set_member(gathered, name, std::move(member.value));
        for (Node::Member& there : gathered.members) {
          if (there.key == name) {
            there.key_span = span;
          }
        }
      }
    }
    if (!gathered.members.empty()) {
      set_member(service, key, std::move(gathered));
    }
  }

  const host::Host& host_;
  const Environment& environment_;
  const std::string& directory_;
  Report& report_;
};

} // namespace

void read_service_files(Node& services, const std::set<std::string>& inactive,
                        const host::Host& host, const Environment& environment,
                        const std::string& project_directory, Report& report) {
  FileVariables files(host, environment, project_directory, report);
  for (Node::Member& member : services.members) {
    if (!inactive.contains(member.key)) {
      files.environment(member.value);
      files.labels(member.value);
    }
  }
}

} // namespace secaudit::project::compose
