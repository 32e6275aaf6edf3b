// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace secaudit::audit {
namespace {

struct Parts {
  std::vector<const model::Service*> third_party, unpinned;
  std::vector<model::Evidence> pins, signing, verifying;
  bool own_images = false;
  const model::Variable* content_trust = nullptr;
};

std::vector<model::Evidence> in_scripts(const Known& known, const std::vector<std::string>& what) {
  if (!known.subjects.tree) {
    return {};
  }
  return in_documents(*known.subjects.tree, Patterns(what), [](std::string_view path) {
    return is_pipeline(path) || like(path, {"**/*.sh", "**/Makefile", "**/*.ps1", "**/justfile"});
  });
}

Parts parts(const Known& known) {
  Parts out;
  for (const model::Service* service : known.active) {
    if (service->build) {
      out.own_images = true;
    } else if (service->image) {
      out.third_party.push_back(service);
      if (rules::parse_image_name(service->image->value).digest.empty()) {
        out.unpinned.push_back(service);
      } else {
        out.pins.push_back(rules::at(service->image->span, service->image->value));
      }
    }
    if (out.content_trust == nullptr) {
      out.content_trust = variable_like(*service, {"DOCKER_CONTENT_TRUST=1"});
    }
  }
  for (const model::Variable& variable : known.subjects.project->dotenv) {
    if (variable.name == "DOCKER_CONTENT_TRUST" && variable.value == "1") {
      out.content_trust = &variable;
    }
  }
  out.signing =
      in_scripts(known, {R"(\bcosign\s+(sign|attest)\b)", R"(\bnotation\s+sign\b)",
                         R"(actions/attest-build-provenance)", R"(\bdocker\s+trust\s+sign\b)",
                         R"(slsa-github-generator/)", R"(^\s*provenance\s*:\s*(true|mode))"});
  out.verifying = in_scripts(known, {R"(\bcosign\s+verify)", R"(\bnotation\s+verify\b)",
                                     R"(\bslsa-verifier\b)", R"(\bgh\s+attestation\s+verify\b)"});
  return out;
}

std::vector<model::Evidence> all_evidence(const Parts& parts) {
  std::vector<model::Evidence> out = parts.pins;
  out.insert(out.end(), parts.signing.begin(), parts.signing.end());
  out.insert(out.end(), parts.verifying.begin(), parts.verifying.end());
  return out;
}

std::string pin_step(const model::Service& service) {
  const std::string image = service.image ? service.image->value : "";
  // A variable without a value leaves half a name, such as `shop/:`.
  const bool whole = !image.empty() && !image.ends_with(':') && !image.ends_with('/')
                     && !base::contains(image, "/:") && !base::contains(image, "//");
  return "pin " + (whole ? image : "the image of " + service.name) + " by digest";
}

void lacking(const Parts& seen, Grounds& grounds) {
  Ground ground;
  ground.evidence = all_evidence(seen);
  std::vector<std::string> lacks;
  if (!seen.unpinned.empty()) {
    lacks.push_back("no digest: " + std::to_string(seen.unpinned.size()) + " of "
                    + counted(seen.third_party.size(), "image"));
    ground.next_step = pin_step(*seen.unpinned.front());
    ground.evidence.insert(ground.evidence.begin(), place_of_service(*seen.unpinned.front()));
  }
  if (seen.own_images && seen.signing.empty()) {
    lacks.emplace_back("own images not signed");
  }
  if (seen.verifying.empty() && (seen.own_images || seen.unpinned.empty())) {
    lacks.emplace_back(seen.own_images ? "no verification" : "pinned by digest, not verified");
  }
  if (ground.next_step.empty()) {
    ground.next_step = seen.own_images && seen.signing.empty()
                           ? "sign the images in CI: cosign sign REF@DIGEST"
                           : "verify before deployment: cosign verify, or gh attestation verify, "
                             "in the script that deploys";
  }
  ground.summary = base::join(lacks, ", ");
  ground.reason = "Signing is not complete: " + ground.summary + ".";
  const bool something =
      !seen.pins.empty() || !seen.signing.empty() || seen.content_trust != nullptr;
  if (seen.content_trust != nullptr) {
    ground.summary = "DOCKER_CONTENT_TRUST alone protects nothing";
    ground.reason = "Compose and BuildKit do not look at DOCKER_CONTENT_TRUST. " + ground.reason;
    ground.evidence.push_back(rules::at(seen.content_trust->name_span, "DOCKER_CONTENT_TRUST=1"));
  }
  if (something) {
    grounds.partial = std::move(ground);
    return;
  }
  ground.summary = "no digests, no signatures";
  grounds.absent = {"image: name@sha256:…", "cosign, notation or provenance in CI",
                    "a verification before deployment"};
  grounds.missing = std::move(ground);
}

} // namespace

Grounds C12(const Known& known) {
  Grounds grounds;
  if (!needs_project(known, grounds)) {
    return grounds;
  }
  const Parts seen = parts(known);
  if (seen.third_party.empty() && (!seen.own_images || seen.signing.empty())) {
    grounds.inapplicable = Ground{"all images are built on the host", "", {}, ""};
    return grounds;
  }
  // Whose images they are, their signers sign; here they are pinned and verified.
  const bool own_done = !seen.verifying.empty() && (!seen.own_images || !seen.signing.empty());
  if (seen.unpinned.empty() && own_done) {
    grounds.strong = Ground{"pinned by digest, signed, verified", "", all_evidence(seen), ""};
    if (!seen.own_images) {
      grounds.strong->summary = "pinned by digest, verified";
    }
    return grounds;
  }
  lacking(seen, grounds);
  return grounds;
}

} // namespace secaudit::audit
