// SPDX-License-Identifier: Apache-2.0
#include "base/certificates.hpp"
#include "base/text.hpp"
#include "rules/image_facts.hpp"
#include "rules/layer_origin.hpp"

#include <map>

namespace secaudit::rules {
namespace {

/// By the key they are for, with the file that holds them.
using Certificates = std::multimap<std::string, std::pair<std::string, base::Certificate>>;

Certificates certificates_of(const model::Image& image) {
  Certificates all;
  for (const auto& [path, text] : image.small_files) {
    if (base::contains(text, "BEGIN CERTIFICATE")) {
      for (base::Certificate& certificate : base::certificates(text)) {
        std::string key = certificate.public_key;
        all.emplace(std::move(key), std::pair(path, std::move(certificate)));
      }
    }
  }
  return all;
}

std::string validity(const base::Certificate& certificate, const Context& context) {
  if (!certificate.last_day) {
    return {};
  }
  return (*certificate.last_day < context.as_of ? ", expired on " : ", valid until ")
         + base::to_string(*certificate.last_day);
}

Issue issue_of(const model::ImageUse& use, const Context& context, const std::string& path,
               const std::string& certificate_path, const base::Certificate& certificate) {
  const model::Image& image = *use.image;
  const bool expired = certificate.last_day && *certificate.last_day < context.as_of;
  Issue issue;
  issue.severity = certificate.authority ? Severity::critical
                   : expired             ? Severity::low
                                         : Severity::high;
  issue.message = image_title(use) + " holds the private key of the certificate for "
                  + (certificate.name.empty() ? "an unnamed subject" : certificate.name)
                  + validity(certificate, context)
                  + ", without a passphrase: whoever has the image "
                  + (certificate.authority ? "issues certificates in its name."
                                           : "can pose as it, and all containers share the key.");
  for (const std::string& shown : {path, certificate_path}) {
    if (const model::ImageFile* file = image.file(shown);
        file != nullptr && (issue.evidence.empty() || shown != path)) {
      issue.evidence.push_back(file_evidence(image, *file));
    }
  }
  issue.remedy = "Mount key and certificate when the container starts (secrets), have this "
                 "certificate revoked and make a new key.";
  issue.key = "key[" + path + "]";
  add_origins(use, context, issue);
  return issue;
}

Verdict check(const model::ImageUse& use, const Context& context) {
  const Certificates certificates = certificates_of(*use.image);
  std::vector<Issue> issues;
  for (const auto& [path, text] : use.image->small_files) {
    // Of private keys the public half is kept.
    if (!base::contains(text, "BEGIN PUBLIC KEY")) {
      continue;
    }
    for (const std::string& key : base::public_keys(text)) {
      const auto found = certificates.find(key);
      if (found != certificates.end()) {
        issues.push_back(issue_of(use, context, path, found->second.first, found->second.second));
        break;
      }
    }
  }
  return from_issues(std::move(issues), "no private key beside its certificate");
}

} // namespace

Rule IM403() {
  return {.id = "IM403",
          .name = "key-beside-certificate",
          .title = "Private key and its certificate in the image",
          .severity = Severity::high,
          .items = {"H13"},
          .controls = {"CIS-Docker 4.10", "CWE-321"},
          .tags = {"image", "secrets", "tls"},
          .fix = Fix::suggestion,
          .check = &check};
}

} // namespace secaudit::rules
