// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace secaudit::plugin {

/// An attestation as it is written; `evidence_sha256` for evidence that is a file.
struct NewAttestation {
  audit::Attestation entry;
  std::string evidence_sha256;
};

/// The text of `.secaudit.yaml` with the attestation at the end of its list
/// (rules/checklist-and-proxy.md 4.1). Comments, order, indentation and line ends of everything
/// else stay as they are; an empty text becomes a new file. An Error when the text is no
/// configuration, or its list of attestations is written in a form that cannot be added to.
base::Result<std::string> with_attestation(std::string_view text, const std::string& file,
                                           const NewAttestation& attestation);

/// Days that an attestation of the item holds when nobody says otherwise.
int usual_life(std::string_view item);

/// The item's title, "" when there is no such item.
std::string_view title_of_item(std::string_view item);

} // namespace secaudit::plugin
