// SPDX-License-Identifier: Apache-2.0
#include "rules/base_advice.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "rules/data.hpp"
#include "rules/dockerfile_facts.hpp"
#include "rules/end_of_life.hpp"
#include "rules/image_name.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace secaudit::rules {
namespace {

using model::BaseImageAdvice;

const boost::json::value& tag_table() {
  static const boost::json::value parsed = [] {
    auto result = base::parse_json(data("official-image-tags.json"));
    if (!result) {
      throw std::logic_error("official-image-tags.json: " + result.error().message);
    }
    return std::move(*result);
  }();
  return parsed;
}

/// The tags that an official image is built for; empty for others.
std::set<std::string> tags_of(const ImageName& image) {
  std::set<std::string> tags;
  const auto* all = base::find(tag_table(), "tags");
  const bool official = image.registry == "docker.io" && !base::contains(image.path, "/");
  const auto* list = official && all != nullptr ? base::find(*all, image.path) : nullptr;
  if (list != nullptr && list->is_array()) {
    for (const auto& tag : list->as_array()) {
      tags.insert(tag.as_string().c_str());
    }
  }
  return tags;
}

/// "-slim-bookworm" of "3.11.4-slim-bookworm".
std::string variant_of(std::string_view tag) {
  const std::size_t dash = tag.find('-');
  return dash == std::string_view::npos ? std::string() : std::string(tag.substr(dash));
}

bool is_small(std::string_view tag) {
  return base::contains(tag, "slim") || base::contains(tag, "alpine")
         || base::contains(tag, "distroless");
}

class Adviser {
 public:
  Adviser(const ImageName& image, base::Date as_of, BaseImageAdvice& advice)
      : image_(image), as_of_(as_of), advice_(advice), tags_(tags_of(image)) {}

  void run() {
    tell_tag();
    tell_life();
    const std::string variant = variant_of(image_.tag);
    if (const auto cycle = life_cycle_of(image_); cycle && !cycle->over(as_of_)) {
      propose(cycle->cycle + variant, "the newest build of the same line");
      propose_small(cycle->cycle);
    }
    if (const auto cycle = life_cycle_of(image_)) {
      const std::string newest = supported_cycle(*cycle, as_of_);
      const std::string why = cycle->over(as_of_) ? "a line that still gets security updates"
                                                  : "the newest line that is cared for";
      // The variant of an old distribution may not exist there; the plain kind of it does.
      propose(newest + variant, why);
      propose(newest + variant.substr(0, variant.find('-', 1)), why);
      propose_small(newest);
      propose(newest, why);
    }
    if (const auto gone = deprecation_of(image_)) {
      advice_.facts.push_back(gone->note);
      if (!gone->successor.empty()) {
        advice_.choices.insert(advice_.choices.begin(), {gone->successor, "takes its place"});
      }
    }
  }

 private:
  void tell_tag() {
    if (image_.tag.empty() || image_.tag == "latest") {
      advice_.facts.emplace_back("no version is named: every build may bring another one");
    } else if (!tags_.empty() && !tags_.contains(image_.tag) && image_.digest.empty()) {
      advice_.facts.push_back("the tag " + image_.tag
                              + " is not built any more: it gets no security updates");
    } else if (!tags_.empty()) {
      advice_.facts.push_back("the tag " + image_.tag
                              + " is still built: docker build --pull brings its newest state");
    }
    if (!image_.tag.empty() && !is_small(image_.tag) && has_small()) {
      advice_.facts.emplace_back("a full variant: compilers and tools come with it");
    }
  }

  void tell_life() {
    for (const auto& life : {life_cycle_of(image_), variant_life_cycle(image_)}) {
      if (!life) {
        continue;
      }
      std::string text = life->product + " " + life->cycle;
      if (life->over(as_of_)) {
        text += life->ends ? " got its last security update on " + base::to_string(*life->ends)
                           : " gets no security updates any more";
      } else {
        text += life->ends ? " gets security updates until " + base::to_string(*life->ends)
                           : " gets security updates";
      }
      advice_.facts.push_back(text);
    }
  }

  bool has_small() const {
    return std::any_of(tags_.begin(), tags_.end(),
                       [](const std::string& t) { return is_small(t); });
  }

  void propose_small(const std::string& cycle) {
    if (!is_small(image_.tag)) {
      propose(cycle + "-slim", "smaller: without compilers and tools");
      propose(cycle + "-alpine", "smallest; musl instead of glibc");
    }
  }

  /// Only what is built, and not what is in use already.
  void propose(const std::string& tag, const std::string& why) {
    const std::string image = image_.repository() + ":" + tag;
    const bool known = std::any_of(advice_.choices.begin(), advice_.choices.end(),
                                   [&](const auto& choice) { return choice.image == image; });
    if (!known && tag != image_.tag && tags_.contains(tag)) {
      advice_.choices.push_back({image, why});
    }
  }

  const ImageName& image_;
  base::Date as_of_;
  BaseImageAdvice& advice_;
  std::set<std::string> tags_;
};

} // namespace

std::vector<BaseImageAdvice> base_image_advice(const model::Subjects& subjects, base::Date as_of) {
  std::vector<BaseImageAdvice> all;
  const auto add = [&](const std::string& service, const ImageName& image,
                       const std::string& written, const model::Span& span) {
    BaseImageAdvice advice{service, written, span, {}, {}};
    Adviser(image, as_of, advice).run();
    if (!advice.facts.empty() || !advice.choices.empty()) {
      all.push_back(std::move(advice));
    }
  };
  std::set<std::string> told;
  for (const model::DockerfileUse& use : subjects.dockerfiles) {
    const model::Stage* stage = use.target_stage();
    if (stage != nullptr && !use.service.empty() && told.insert(use.service).second) {
      const ImageName image = image_under(use, *stage);
      const model::Stage& first = *use.final_chain().back();
      add(use.service, image, image.repository() + (image.tag.empty() ? "" : ":" + image.tag),
          first.span);
    }
  }
  if (subjects.project) {
    for (const model::Service& service : subjects.project->services) {
      if (service.active && service.image && !service.build && told.insert(service.name).second) {
        add(service.name, parse_image_name(service.image->value), service.image->value,
            service.image->span);
      }
    }
  }
  return all;
}

} // namespace secaudit::rules
