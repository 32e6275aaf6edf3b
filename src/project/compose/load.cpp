// SPDX-License-Identifier: Apache-2.0
#include "project/compose/load.hpp"

#include "base/text.hpp"
#include "project/compose/complete.hpp"
#include "project/compose/consistency.hpp"
#include "project/compose/decode.hpp"
#include "project/compose/discover.hpp"
#include "project/compose/extract.hpp"
#include "project/compose/read_files.hpp"
#include "project/compose/service_files.hpp"

#include <algorithm>

namespace secaudit::project::compose {
namespace {

/// Compose's own reduction of a name: lower case, letters, digits, `-` and `_`, beginning with a
/// letter or digit.
std::string normalised_name(std::string_view text) {
  std::string name;
  for (const char c : base::to_lower(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (kept && (!name.empty() || (c != '-' && c != '_'))) {
      name += c;
    }
  }
  return name;
}

std::string home_of(const LoadRequest& request) {
  const auto home = request.environment.find("HOME");
  return home == request.environment.end() ? std::string() : home->second;
}

class Load {
 public:
  Load(const host::Host& host, const LoadRequest& request, Sources sources)
      : host_(host), request_(request), sources_(std::move(sources)),
        dotenv_(sources_.environment.file_variables()),
        reader_(host, request, sources_.directory, home_of(request), report_) {}

  model::Project run() {
    for (model::Diagnostic& diagnostic : sources_.diagnostics) {
      report_.add(std::move(diagnostic));
    }
    name_project();
    Node root = reader_.read(sources_.files, sources_.directory, sources_.environment);
    if (reader_.any) {
      finish(root);
      project_.model = std::move(root);
    } else if (report_.diagnostics.empty()) {
      report_.error({}, "the compose file is empty", "write the services under `services:`");
    }
    describe();
    return std::move(project_);
  }

 private:

  void name_project() {
    const auto written = reader_.project_name(sources_.files, sources_.environment);
    const std::string* variable = sources_.environment.find("COMPOSE_PROJECT_NAME");
    std::string given = request_.project_name;
    if (given.empty() && variable != nullptr) {
      given = *variable;
    }
    project_.named = !given.empty() || written;
    if (!given.empty()) {
      project_.name = normalised_name(given);
      if (project_.name != given) {
        report_.error(
            {}, "the project name \"" + given + "\" is not valid",
            "use lower-case letters, digits, `-` and `_`, beginning with a letter or digit");
      }
    } else if (written) {
      project_.name = normalised_name(written->text);
    } else {
      const std::string& folder = sources_.directory;
      project_.name = normalised_name(folder.substr(folder.find_last_of('/') + 1));
    }
    if (project_.name.empty()) {
      report_.error(written ? written->span : model::Span{}, "the project has no name",
                    "give one with `name:` or -p");
    }
    model::Variable name;
    name.name = "COMPOSE_PROJECT_NAME";
    name.value = project_.name;
    sources_.environment.add({std::move(name)});
  }

  std::set<std::string> profiles() const {
    std::set<std::string> out(request_.profiles.begin(), request_.profiles.end());
    const std::string* variable = sources_.environment.find("COMPOSE_PROFILES");
    if (out.empty() && variable != nullptr) {
      for (const std::string_view profile : base::split(*variable, ',')) {
        out.emplace(base::trim(profile));
      }
    }
    return out;
  }

  void finish(Node& root) {
    const Environment& environment = sources_.environment;
    complete_project(root, {request_, {sources_.directory, home_of(request_)}, environment},
                     report_);
    if (request_.normalise) {
      normalise(root, project_.name, environment);
    }
    std::vector<LeftOut> left_out;
    if (request_.interpolate) {
      left_out = decode_project(root, report_);
    }
    const std::set<std::string> inactive = inactive_services(root, profiles(), request_.services);
    if (request_.check_consistency) {
      check_consistency(root, inactive, report_);
    }
    put_back(root, left_out);
    extract_model(root);
    take_out(root, left_out);
    if (Node* services = root.find("services"); services != nullptr) {
      read_service_files(*services, inactive, host_, environment, sources_.directory, report_);
      for (Node::Member& member : services->members) {
        erase_member(member.value, "env_file");
        erase_member(member.value, "label_file");
      }
    }
    select_services(root, inactive, request_.services, report_);
    if (root.find("services") == nullptr) {
      for (const std::string_view key : {"networks", "volumes", "secrets", "configs"}) {
        erase_member(root, key);
      }
      set_member(root, "services", defaulted(root, Node::Kind::mapping));
    }
    Node name;
    name.kind = Node::Kind::string;
    name.text = project_.name;
    name.via = model::Via::defaulted;
    if (const Node* written = root.find("name")) {
      name.span = written->span;
      name.via = written->via;
      name.origins = written->origins;
    }
    set_member(root, "name", std::move(name));
  }

  void extract_model(const Node& root) {
    // What cannot be read is reported by the reading of the service files.
    std::vector<model::Diagnostic> known;
    std::set<std::string> enabled = profiles();
    extract(root, {host_, sources_.environment, sources_.directory, std::move(enabled), known},
            project_);
  }

  void describe() {
    project_.directory = sources_.directory;
    project_.files = reader_.files;
    project_.override_loaded = sources_.override_loaded;
    for (const std::string& file : sources_.ignored) {
      project_.ignored_files.emplace_back(display_name(file, sources_.directory));
    }
    for (const std::string& file : sources_.env_files) {
      project_.dotenv_files.emplace_back(display_name(file, sources_.directory));
    }
    project_.dotenv = std::move(dotenv_);
    project_.unset_variables = std::move(report_.unset);
    project_.diagnostics = std::move(report_.diagnostics);
    project_.comments = std::move(report_.comments);
    project_.versions = std::move(report_.versions);
    project_.remote_files = std::move(report_.remote_files);
  }

  const host::Host& host_;
  const LoadRequest& request_;
  Sources sources_;
  std::vector<model::Variable> dotenv_;
  Report report_;
  FileReader reader_;
  model::Project project_;
};

} // namespace

base::Result<model::Project> load(const host::Host& host, const LoadRequest& request) {
  auto sources = discover(host, request);
  if (!sources) {
    return tl::unexpected<base::Error>(sources.error());
  }
  return Load(host, request, std::move(*sources)).run();
}

} // namespace secaudit::project::compose
