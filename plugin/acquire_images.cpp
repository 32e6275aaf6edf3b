// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plugin/acquire.hpp"
#include "plugin/export.hpp"
#include "plugin/progress.hpp"
#include "plugin/result_store.hpp"

namespace secaudit::plugin {
namespace {

using model::Gap;
using model::Service;

class ProjectImages {
 public:
  ProjectImages(const host::Host& host, const host::Docker& docker, const ComposeRequest& compose,
                const ImagesRequest& request, Progress& progress, model::Subjects& subjects)
      : host_(host), docker_(docker), compose_(compose), request_(request), progress_(progress),
        subjects_(subjects) {
    store_ = request.use_results ? ResultStore::open(host) : nullptr;
    kept_ = {store_.get(), store_ ? program_fingerprint(host) + search_.fingerprint() : "", {}};
  }

  void acquire() {
    if (request_.build != ImagesRequest::Build::none) {
      build_all();
    }
    for (const Service& service : subjects_.project->services) {
      if (host_.cancelled()) {
        return;
      }
      if (service.active && !failed_.contains(service.name)) {
        take(service);
      }
    }
  }

 private:
  std::vector<const Service*> built_services() const {
    std::vector<const Service*> built;
    for (const Service& service : subjects_.project->services) {
      if (service.active && service.build) {
        built.push_back(&service);
      }
    }
    return built;
  }

  void build_all() {
    const auto services = built_services();
    if (services.empty()) {
      return;
    }
    // Standard input was read by us and is not there for Compose any more.
    const auto& files = compose_.load.files;
    const bool from_input = std::find(files.begin(), files.end(), "-") != files.end();
    if (from_input || !docker_.has_compose()) {
      for (const Service* service : services) {
        note(*service, build_alone(*service));
      }
      return;
    }
    std::vector<std::string> names;
    for (const Service* service : services) {
      names.push_back(service->name);
    }
    const base::Status together = compose_build(names);
    if (together || services.size() == 1) {
      for (const Service* service : services) {
        note(*service, together);
      }
      return;
    }
    // One failing build ends the others; on their own they show which it was.
    for (const Service* service : services) {
      note(*service, host_.cancelled() ? together : compose_build({service->name}));
    }
  }

  base::Status compose_build(const std::vector<std::string>& names) {
    progress_.step("building " + base::join(names, ", "));
    host::ComposeFlags flags;
    flags.files = compose_.load.files;
    flags.env_files = compose_.load.env_files;
    flags.profiles = compose_.load.profiles;
    flags.project_name = compose_.load.project_name;
    flags.project_directory = compose_.load.project_directory;
    return docker_.compose_build(flags, names, settings(), sink());
  }

  base::Status build_alone(const Service& service) {
    progress_.step("building " + service.name);
    const model::Build& build = *service.build;
    host::BuildJob job;
    job.tag = service.image_name;
    job.context = build.context.value;
    if (build.dockerfile_inline) {
      job.dockerfile_text = build.dockerfile_inline->value;
    } else if (build.dockerfile.value.starts_with('/')
               || base::contains(build.context.value, "://")) {
      job.dockerfile = build.dockerfile.value;
    } else {
      job.dockerfile = build.context.value + "/" + build.dockerfile.value;
    }
    job.target = build.target ? build.target->value : "";
    for (const model::Variable& argument : build.args) {
      job.arguments[argument.name] = argument.value;
    }
    return docker_.build(job, settings(), sink());
  }

  host::BuildSettings settings() const {
    return {request_.build == ImagesRequest::Build::cached, request_.pull};
  }

  host::Sink sink() {
    return [this](std::string_view bytes) {
      progress_.output(bytes);
      return true;
    };
  }

  void note(const Service& service, const base::Status& status) {
    if (status) {
      fresh_.insert(service.name);
      return;
    }
    failed_.insert(service.name);
    add_unavailable(service, "build", "the build failed: " + status.error().message,
                    service.build->span,
                    "run `docker compose build " + service.name + "` to see the whole output");
  }

  void add_unavailable(const Service& service, const std::string& stage, const std::string& why,
                       const model::Span& span, const std::string& hint) {
    subjects_.gaps.push_back(Gap{stage, service.name, why, span, hint});
    subjects_.images.push_back(use_of(service));
  }

  model::ImageUse use_of(const Service& service) const {
    model::ImageUse use;
    use.service = service.name;
    use.reference = service.image_name;
    use.built_here = service.build.has_value();
    use.built_fresh =
        request_.build == ImagesRequest::Build::fresh && fresh_.contains(service.name);
    return use;
  }

  void take(const Service& service) {
    const std::string& name = service.image_name;
    if (name.empty()) {
      add_unavailable(service, "image", "the service names no image and builds none",
                      service.name_span, "add `image:` or `build:` to the service");
      return;
    }
    if (const auto known = by_name_.find(name); known != by_name_.end()) {
      model::ImageUse use = use_of(service);
      use.image = subjects_.images[known->second].image;
      use.problems = subjects_.images[known->second].problems;
      subjects_.images.push_back(std::move(use));
      return;
    }
    auto local = find(service);
    if (!local) {
      const model::Span span = service.image ? service.image->span : service.name_span;
      add_unavailable(service, "image", name + ": " + local.error().message, span,
                      local.error().hint);
      return;
    }
    progress_.step("reading image " + name);
    auto read =
        export_image(docker_, *local, name, request_.platform, search_, kept_, subjects_.gaps);
    if (!read || read->images.empty()) {
      add_unavailable(service, "export",
                      read ? name + ": the archive holds no image" : read.error().message, {},
                      read ? "" : read.error().hint);
      return;
    }
    add(service, std::move(*read));
  }

  void add(const Service& service, ReadImages read) {
    by_name_[service.image_name] = subjects_.images.size();
    for (model::Image& image : read.images) {
      model::ImageUse use = use_of(service);
      use.image = std::move(image);
      use.problems = read.problems;
      subjects_.images.push_back(std::move(use));
    }
    std::move(read.secrets.begin(), read.secrets.end(), std::back_inserter(subjects_.secrets));
  }

  base::Result<host::LocalImage> find(const Service& service) {
    const std::string& name = service.image_name;
    if (request_.pull && !service.build) {
      progress_.step("pulling " + name);
      if (const auto pulled = docker_.pull(name, request_.platform, sink()); !pulled) {
        return base::fail("it could not be pulled: " + pulled.error().message,
                          "check the name and the connection to its registry");
      }
    }
    auto local = docker_.inspect(name);
    if (local) {
      return local;
    }
    if (!base::contains_ignoring_case(local.error().message, "no such image")) {
      return local;
    }
    return base::fail("the engine does not have this image",
                      service.build ? "leave out --no-build, or build it before"
                                    : "use --pull, or run `docker pull " + name + "` before");
  }

  const host::Host& host_;
  const host::Docker& docker_;
  const ComposeRequest& compose_;
  const ImagesRequest& request_;
  Progress& progress_;
  model::Subjects& subjects_;
  SecretSearch search_{host_, subjects_.project->directory};
  std::unique_ptr<ResultStore> store_;
  KeptResults kept_;
  std::set<std::string> fresh_;
  std::set<std::string> failed_;
  std::map<std::string, std::size_t> by_name_;
};

} // namespace

void acquire_images(const host::Host& host, const host::Docker& docker,
                    const ComposeRequest& compose, const ImagesRequest& request, Progress& progress,
                    model::Subjects& subjects) {
  if (!subjects.project) {
    return;
  }
  if (const auto engine = docker.engine_answers(); !engine) {
    subjects.gaps.push_back({"build", "images", engine.error().message, {}, engine.error().hint});
    return;
  }
  ProjectImages(host, docker, compose, request, progress, subjects).acquire();
}

} // namespace secaudit::plugin
