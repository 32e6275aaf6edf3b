// SPDX-License-Identifier: Apache-2.0
#include "vulns/vex.hpp"

#include "base/text.hpp"
#include "vulns/ecosystem.hpp"
#include "vulns/purl.hpp"

#include <algorithm>

namespace secaudit::vulns {
namespace {

using model::Vulnerability;
using Status = VexStatement::Status;

bool names_fault(const VexStatement& statement, const Vulnerability& v) {
  return std::any_of(statement.names.begin(), statement.names.end(), [&](const std::string& name) {
    return !name.empty()
           && (name == v.id
               || std::find(v.aliases.begin(), v.aliases.end(), name) != v.aliases.end());
  });
}

bool names_package(std::string_view text, const Vulnerability& v) {
  const auto wanted = parse_purl(text);
  const auto own = parse_purl(v.purl);
  if (!wanted || !own || wanted->type != own->type) {
    return false;
  }
  const auto ecosystem = ecosystem_of_purl_type(wanted->type);
  const std::string name =
      ecosystem ? normalised_name(*ecosystem, full_name(*wanted)) : full_name(*wanted);
  const bool same_name =
      name == v.package || name == full_name(*own)
      || std::find(v.binaries.begin(), v.binaries.end(), name) != v.binaries.end();
  const bool same_space =
      ecosystem || wanted->name_space.empty() || wanted->name_space == own->name_space;
  return same_name && same_space
         && (wanted->version.empty() || wanted->version == v.version
             || wanted->version == own->version);
}

std::string repository(std::string_view reference) {
  reference = reference.substr(0, reference.find('@'));
  const std::size_t slash = reference.rfind('/');
  const std::size_t colon = reference.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  return std::string(tagged ? reference.substr(0, colon) : reference);
}

/// By digest where the statement gives one, else by name and, where given, tag.
bool names_image(std::string_view text, const model::ImageUse& use) {
  const auto purl = parse_purl(text);
  const std::string digest = purl ? purl->version
                                  : (text.find("sha256:") == std::string_view::npos
                                         ? std::string()
                                         : std::string(text.substr(text.find("sha256:"))));
  if (digest.starts_with("sha256:")) {
    return use.image
           && (digest == use.image->config_digest || digest == use.image->manifest_digest
               || base::contains(use.reference, digest));
  }
  if (!purl) {
    return text == use.reference;
  }
  if (purl->type != "oci" && purl->type != "docker") {
    return false;
  }
  const std::string name = repository(use.reference);
  const bool same_name =
      name == full_name(*purl) || name.ends_with("/" + purl->name) || name == purl->name;
  return same_name && (purl->version.empty() || use.reference.ends_with(":" + purl->version));
}

bool holds_for(const VexProduct& product, const Vulnerability& v,
               const std::vector<model::ImageUse>& images) {
  const bool of_image = std::any_of(images.begin(), images.end(), [&](const model::ImageUse& use) {
    return use.reference == v.image && use.service == v.service && names_image(product.id, use);
  });
  if (product.components.empty()) {
    return of_image || names_package(product.id, v);
  }
  // A component counts inside the product that is named only.
  return of_image
         && std::any_of(product.components.begin(), product.components.end(),
                        [&](const std::string& component) { return names_package(component, v); });
}

std::string in_words(const VexStatement& statement) {
  const std::string what = statement.status == Status::fixed ? "fixed" : "not affected";
  return "VEX: " + what + (statement.justification.empty() ? "" : ", " + statement.justification)
         + " (" + statement.source + ")";
}

} // namespace

void apply_vex(const std::vector<VexStatement>& statements,
               const std::vector<model::ImageUse>& images,
               std::vector<Vulnerability>& vulnerabilities) {
  for (Vulnerability& v : vulnerabilities) {
    const VexStatement* latest = nullptr;
    for (const VexStatement& statement : statements) {
      const bool holds = names_fault(statement, v)
                         && std::any_of(statement.products.begin(), statement.products.end(),
                                        [&](const auto& p) { return holds_for(p, v, images); });
      if (holds && (latest == nullptr || statement.timestamp >= latest->timestamp)) {
        latest = &statement;
      }
    }
    const bool out = latest != nullptr
                     && (latest->status == Status::not_affected || latest->status == Status::fixed);
    v.standing_by = out ? in_words(*latest) : "";
  }
}

} // namespace secaudit::vulns
