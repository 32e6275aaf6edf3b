// SPDX-License-Identifier: Apache-2.0
#include "base/glob.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/dockerfile/context_facts.hpp"
#include "project/dockerfile/ignore.hpp"
#include "project/dockerfile/parse.hpp"
#include "project/dockerfile/paths.hpp"
#include "project/dockerfile/risky.hpp"
#include "project/dockerfile/scope.hpp"

#include <algorithm>

namespace secaudit::project::dockerfile {
namespace {

/// Walks a build context and lists the risky paths that the ignore file lets through.
class ContextWalk {
 public:
  ContextWalk(const host::Host& host, std::string root, const IgnoreMatcher& matcher)
      : host_(host), root_(std::move(root)), matcher_(matcher) {}

  std::vector<std::string> run() {
    walk("", 0);
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void walk(const std::string& folder, std::size_t depth) {
    const auto entries = host_.list(folder.empty() ? root_ : root_ + "/" + folder);
    if (!entries || depth > limits::project_walk_depth) {
      return;
    }
    for (const host::DirectoryEntry& entry : *entries) {
      if (++visited_ > limits::project_walk_entries || host_.cancelled()) {
        return;
      }
      const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      visit(path, entry.type == host::FileInfo::Type::directory, depth);
    }
  }

  void visit(const std::string& path, bool folder, std::size_t depth) {
    const bool excluded = matcher_.excludes(path);
    if (folder && excluded && !matcher_.has_exceptions()) {
      return;
    }
    if (risky_path(path, folder)) {
      // A folder is sent for its content: one that is empty for the builder harms nobody.
      if (!excluded && (!folder || !matcher_.excludes(path + "/any"))) {
        found_.push_back(path);
      }
      return;
    }
    if (folder) {
      walk(path, depth + 1);
    }
  }

  const host::Host& host_;
  std::string root_;
  const IgnoreMatcher& matcher_;
  std::size_t visited_ = 0;
  std::vector<std::string> found_;
};

void report(model::DockerfileUse& use, model::Span span, std::string message, std::string hint) {
  use.dockerfile.diagnostics.push_back(
      {std::move(span), std::move(message), std::move(hint), true});
}

/// An ignore file as it is in force.
struct Ignore {
  IgnoreMatcher matcher;
  std::vector<IgnoreLine> lines;
};

Ignore read_ignore(const host::Host& host, const std::string& dockerfile,
                   const std::string& display_root, model::DockerfileUse& use) {
  std::vector<std::string> candidates;
  if (!dockerfile.empty()) {
    candidates.push_back(dockerfile + ".dockerignore");
  }
  candidates.push_back(use.context + "/.dockerignore");
  for (const std::string& path : candidates) {
    const auto text = host.read_file(path, limits::dockerfile_bytes);
    if (!text) {
      continue;
    }
    use.ignore_file = display_name(path, display_root);
    std::vector<std::string> patterns;
    Ignore result;
    result.lines = read_ignore_lines(*text);
    for (const IgnoreLine& line : result.lines) {
      auto single = IgnoreMatcher::create({line.pattern});
      if (!single) {
        report(use, {*use.ignore_file, {line.line, 1}, {line.line, 1}}, single.error().message,
               "the builder refuses the whole file: correct or remove the line");
        continue;
      }
      patterns.push_back(line.pattern);
    }
    if (auto matcher = IgnoreMatcher::create(patterns)) {
      result.matcher = std::move(*matcher);
      return result;
    }
  }
  return {};
}

std::vector<std::string> risky_paths(const host::Host& host, const model::DockerfileUse& use,
                                     const Ignore& ignore, SeenContexts* seen) {
  if (seen == nullptr) {
    return ContextWalk(host, use.context, ignore.matcher).run();
  }
  const auto [entry, first] = seen->risky.try_emplace(
      std::pair(use.context, use.ignore_file ? use.ignore_file->str() : std::string()));
  if (first) {
    entry->second = ContextWalk(host, use.context, ignore.matcher).run();
  }
  return entry->second;
}

void read_context(const host::Host& host, const std::string& dockerfile,
                  const std::string& display_root, model::DockerfileUse& use, SeenContexts* seen) {
  const auto info = host.stat(use.context);
  use.context_readable = info && info->type == host::FileInfo::Type::directory;
  if (use.context_readable) {
    const Ignore ignore = read_ignore(host, dockerfile, display_root, use);
    use.risky_context_paths = risky_paths(host, use, ignore, seen);
    use.ignore_remarks = ignore_remarks(ignore.lines, use.risky_context_paths);
    use.missing_sources = missing_sources(host, use, ignore.matcher);
    use.start_script = start_script(host, use, display_root);
  }
}

void choose_target(const std::optional<model::Sourced<std::string>>& wanted,
                   model::DockerfileUse& use) {
  const std::vector<model::Stage>& stages = use.dockerfile.stages;
  if (!stages.empty()) {
    use.target = stages.size() - 1;
  }
  if (!wanted || wanted->value.empty()) {
    return;
  }
  if (const model::Stage* stage = use.dockerfile.stage(wanted->value)) {
    use.target = stage->index;
    return;
  }
  use.target.reset();
  report(use, wanted->span,
         "found the target " + base::printable(wanted->value) + ", which is no stage of "
             + use.dockerfile.file.str(),
         "name one of its stages");
}

BuildArgs build_arguments(const host::Host& host, const model::Build& build) {
  BuildArgs arguments;
  for (const model::Variable& variable : build.args) {
    const std::optional<std::string> value =
        variable.value ? variable.value : host.env(variable.name);
    if (value) {
      arguments[variable.name] = *value;
    }
  }
  return arguments;
}

bool remote_context(const std::string& context) {
  return base::contains(context, "://") || context.starts_with("git@")
         || context.starts_with("github.com/");
}

} // namespace

base::Result<model::DockerfileUse> read_for_service(const host::Host& host,
                                                    const model::Service& service,
                                                    const std::string& display_root,
                                                    SeenContexts* seen) {
  if (!service.build) {
    return base::fail("service " + service.name + " builds no image");
  }
  const model::Build& build = *service.build;
  model::DockerfileUse use;
  use.service = service.name;
  const bool remote = remote_context(build.context.value);
  if (!remote) {
    use.context = base::clean_path(build.context.value);
    use.context_name = display_name(use.context, display_root);
  } else {
    use.context_name = build.context.value;
  }
  const BuildArgs arguments = build_arguments(host, build);
  std::string path;
  if (build.dockerfile_inline) {
    const std::string file = build.dockerfile_inline->span.file.str();
    use.dockerfile = parse(build.dockerfile_inline->value,
                           file + " (dockerfile_inline of " + service.name + ")", arguments);
  } else if (remote) {
    return base::fail("the Dockerfile of service " + service.name + " lies in a remote context",
                      "clone the repository and name its folder to have it audited");
  } else {
    path = base::clean_path(joined_path(use.context, build.dockerfile.value));
    const auto text = host.read_file(path, limits::dockerfile_bytes);
    if (!text) {
      return base::fail(to_string(build.span) + ": found no readable "
                            + display_name(path, display_root) + " for service " + service.name
                            + " (" + text.error().message + ")",
                        "correct build.context or build.dockerfile");
    }
    use.dockerfile = parse(*text, display_name(path, display_root), arguments);
  }
  choose_target(build.target, use);
  if (!remote) {
    read_context(host, path, display_root, use, seen);
  }
  return use;
}

base::Result<model::DockerfileUse> read_file(const host::Host& host, const std::string& path,
                                             const std::string& display_root, SeenContexts* seen) {
  const std::string absolute = base::clean_path(joined_path(host.working_directory(), path));
  const auto text = host.read_file(absolute, limits::dockerfile_bytes);
  if (!text) {
    return base::fail(text.error().message, text.error().hint);
  }
  model::DockerfileUse use;
  const std::size_t slash = absolute.rfind('/');
  use.context = slash == 0 || slash == std::string::npos ? "/" : absolute.substr(0, slash);
  use.context_name = display_name(use.context, display_root);
  use.dockerfile = parse(*text, display_name(absolute, display_root));
  choose_target(std::nullopt, use);
  read_context(host, absolute, display_root, use, seen);
  return use;
}

} // namespace secaudit::project::dockerfile
