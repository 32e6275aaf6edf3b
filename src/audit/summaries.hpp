// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/audit.hpp"

namespace secaudit::audit {

/// What a report says about the services and images, and the help of the rules its findings name.
std::vector<model::ServiceSummary> services_of(const model::Subjects& subjects);
std::vector<model::ImageSummary> images_of(const model::Subjects& subjects);
std::map<std::string, model::RuleHelp> help_for(const std::vector<model::Finding>& findings,
                                                const std::vector<rules::Entry>& catalogue);

} // namespace secaudit::audit
