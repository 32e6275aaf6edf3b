// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "base/text.hpp"
#include "vulns/vex.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>

namespace secaudit::vulns {
namespace {

using boost::json::value;
using Status = VexStatement::Status;
using Statements = std::vector<VexStatement>;

const boost::json::array& list_at(const value& from, std::string_view key) {
  static const boost::json::array none;
  const value* list = base::find(from, key);
  return list != nullptr && list->is_array() ? list->get_array() : none;
}

std::string text_of(const value& from) {
  return from.is_string() ? std::string(from.get_string()) : std::string();
}

std::optional<Status> status_of(std::string_view word) {
  constexpr std::pair<std::string_view, Status> words[] = {
      {"not_affected", Status::not_affected},
      {"known_not_affected", Status::not_affected},
      {"false_positive", Status::not_affected},
      {"affected", Status::affected},
      {"known_affected", Status::affected},
      {"exploitable", Status::affected},
      {"fixed", Status::fixed},
      {"first_fixed", Status::fixed},
      {"resolved", Status::fixed},
      {"resolved_with_pedigree", Status::fixed},
      {"under_investigation", Status::under_investigation},
      {"in_triage", Status::under_investigation}};
  for (const auto& [name, status] : words) {
    if (name == word) {
      return status;
    }
  }
  return std::nullopt;
}

/// What a product of OpenVEX is called: its PURL, else its id.
std::string product_id(const value& product) {
  if (product.is_string()) {
    return text_of(product);
  }
  const value* identifiers = base::find(product, "identifiers");
  const std::string purl =
      identifiers == nullptr ? "" : std::string(base::string_at(*identifiers, "purl"));
  return purl.empty() ? std::string(base::string_at(product, "@id")) : purl;
}

VexStatement open_vex_statement(const value& item, const std::string& published) {
  VexStatement statement;
  const value* vulnerability = base::find(item, "vulnerability");
  if (vulnerability != nullptr && vulnerability->is_object()) {
    statement.names.emplace_back(base::string_at(*vulnerability, "name"));
    for (const value& alias : list_at(*vulnerability, "aliases")) {
      statement.names.push_back(text_of(alias));
    }
  } else if (vulnerability != nullptr) {
    statement.names.push_back(text_of(*vulnerability)); // before version 0.2
  }
  for (const value& product : list_at(item, "products")) {
    VexProduct read{product_id(product), {}};
    for (const value& component : list_at(product, "subcomponents")) {
      read.components.push_back(product_id(component));
    }
    statement.products.push_back(std::move(read));
  }
  statement.justification = base::string_at(item, "justification");
  if (statement.justification.empty()) {
    statement.justification = base::string_at(item, "impact_statement");
  }
  const std::string_view own = base::string_at(item, "timestamp");
  statement.timestamp = own.empty() ? published : std::string(own);
  return statement;
}

Statements read_open_vex(const value& document) {
  Statements found;
  const std::string published(base::string_at(document, "timestamp"));
  for (const value& item : list_at(document, "statements")) {
    if (const auto status = status_of(base::string_at(item, "status"))) {
      found.push_back(open_vex_statement(item, published));
      found.back().status = *status;
    }
  }
  return found;
}

/// CSAF names products by ids of its own; their PURLs stand in a tree, combinations in a list.
class CsafProducts {
 public:
  explicit CsafProducts(const value& document) {
    const value* tree = base::find(document, "product_tree");
    if (tree == nullptr) {
      return;
    }
    branch(*tree, 0);
    for (const value& product : list_at(*tree, "full_product_names")) {
      add(product);
    }
    for (const value& relation : list_at(*tree, "relationships")) {
      const value* product = base::find(relation, "full_product_name");
      if (product != nullptr) {
        inside_[std::string(base::string_at(*product, "product_id"))] = {
            std::string(base::string_at(relation, "product_reference")),
            std::string(base::string_at(relation, "relates_to_product_reference"))};
      }
    }
  }

  VexProduct product(const std::string& id) const {
    const auto combined = inside_.find(id);
    return combined == inside_.end()
               ? VexProduct{purl(id), {}}
               : VexProduct{purl(combined->second.second), {purl(combined->second.first)}};
  }

 private:
  void branch(const value& from, int depth) {
    constexpr int deepest = 30; // real trees have five levels
    for (const value& child : list_at(from, "branches")) {
      if (const value* product = base::find(child, "product")) {
        add(*product);
      }
      if (depth < deepest) {
        branch(child, depth + 1);
      }
    }
  }

  void add(const value& product) {
    const value* helper = base::find(product, "product_identification_helper");
    const std::string purl = helper == nullptr ? "" : std::string(base::string_at(*helper, "purl"));
    const std::string id(base::string_at(product, "product_id"));
    purls_[id] = purl.empty() ? std::string(base::string_at(product, "name")) : purl;
  }

  std::string purl(const std::string& id) const {
    const auto found = purls_.find(id);
    return found == purls_.end() ? id : found->second;
  }

  std::map<std::string, std::string> purls_;
  std::map<std::string, std::pair<std::string, std::string>> inside_; ///< component, product
};

/// The reason that a flag or a threat gives for a product.
std::string csaf_reason(const value& vulnerability, const std::string& id) {
  for (const std::string_view list : {"flags", "threats"}) {
    for (const value& item : list_at(vulnerability, list)) {
      for (const value& product : list_at(item, "product_ids")) {
        if (text_of(product) == id) {
          const std::string_view label = base::string_at(item, "label");
          return std::string(label.empty() ? base::string_at(item, "details") : label);
        }
      }
    }
  }
  return {};
}

Statements read_csaf(const value& document) {
  Statements found;
  const CsafProducts products(document);
  const value* head = base::find(document, "document");
  const value* tracking = head == nullptr ? nullptr : base::find(*head, "tracking");
  const std::string released =
      tracking == nullptr ? "" : std::string(base::string_at(*tracking, "current_release_date"));
  for (const value& item : list_at(document, "vulnerabilities")) {
    const value* states = base::find(item, "product_status");
    if (states == nullptr || !states->is_object()) {
      continue;
    }
    for (const auto& state : states->get_object()) {
      const auto status = status_of(state.key());
      for (const value& product : status ? list_at(*states, state.key()) : boost::json::array{}) {
        VexStatement statement;
        const std::string id = text_of(product);
        statement.names = {std::string(base::string_at(item, "cve"))};
        statement.products = {products.product(id)};
        statement.status = *status;
        statement.justification = csaf_reason(item, id);
        statement.timestamp = released;
        found.push_back(std::move(statement));
      }
    }
  }
  return found;
}

Statements read_cyclonedx(const value& document) {
  Statements found;
  std::map<std::string, std::string> purls;
  for (const value& component : list_at(document, "components")) {
    purls[std::string(base::string_at(component, "bom-ref"))] = base::string_at(component, "purl");
  }
  for (const value& item : list_at(document, "vulnerabilities")) {
    const value* analysis = base::find(item, "analysis");
    const auto status =
        analysis == nullptr ? std::nullopt : status_of(base::string_at(*analysis, "state"));
    if (!status) {
      continue;
    }
    VexStatement statement;
    statement.names = {std::string(base::string_at(item, "id"))};
    statement.status = *status;
    statement.justification = base::string_at(*analysis, "justification");
    statement.timestamp = base::string_at(*analysis, "lastUpdated");
    for (const value& affected : list_at(item, "affects")) {
      const std::string reference(base::string_at(affected, "ref"));
      const auto purl = purls.find(reference);
      statement.products.push_back({purl == purls.end() ? reference : purl->second, {}});
    }
    found.push_back(std::move(statement));
  }
  return found;
}

} // namespace

base::Result<Statements> read_vex(std::string_view json, const std::string& source) {
  const auto parsed = base::parse_json(json);
  if (!parsed) {
    return base::fail(source + ":" + parsed.error().message, "expected a VEX document in JSON");
  }
  Statements found;
  const value* head = base::find(*parsed, "document");
  if (base::contains(base::string_at(*parsed, "@context"), "openvex")) {
    found = read_open_vex(*parsed);
  } else if (head != nullptr && base::string_at(*head, "category").starts_with("csaf")) {
    found = read_csaf(*parsed);
  } else if (base::string_at(*parsed, "bomFormat") == "CycloneDX") {
    found = read_cyclonedx(*parsed);
  } else {
    return base::fail(source + ": no VEX document", "expected OpenVEX, CSAF or CycloneDX");
  }
  for (VexStatement& statement : found) {
    statement.source = source;
  }
  return found;
}

} // namespace secaudit::vulns
