// SPDX-License-Identifier: Apache-2.0
#include "secrets/open_access.hpp"

#include "base/glob.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace secaudit::secrets {
namespace {

using model::PasswordJudgement;

/// "registry:5000/library/redis:7@sha256:…" → "library/redis" without the registry;
/// docker.io/library/ dropped.
std::string repository(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const std::size_t slash = image.find_last_of('/');
  const std::size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  image = image.substr(0, colon);
  const std::string_view first = image.substr(0, image.find('/'));
  const bool registry =
      first.size() < image.size() && first.find_first_of(".:") != std::string_view::npos;
  if (registry) {
    image.remove_prefix(first.size() + 1);
  }
  if (image.starts_with("library/")) {
    image.remove_prefix(8);
  }
  return std::string(image);
}

std::vector<std::string> arguments(const model::Service& service) {
  std::vector<std::string> words;
  for (const auto* line : {&service.entrypoint, &service.command}) {
    if (*line) {
      words.insert(words.end(), (*line)->value.words.begin(), (*line)->value.words.end());
    }
  }
  return words;
}

PasswordJudgement open_judgement(const model::Service& service, std::string name,
                                 std::string reason, const model::Span& span) {
  PasswordJudgement judgement;
  judgement.name = std::move(name);
  judgement.service = service.name;
  judgement.strength = PasswordJudgement::Strength::empty;
  judgement.reason = std::move(reason);
  judgement.span = span;
  judgement.use = span;
  judgement.literal = true;
  return judgement;
}

/// Credentials come from somewhere that we do not judge here: an option, a variable, or a
/// configuration file.
bool protected_elsewhere(const model::Service& service) {
  const std::vector<std::string> words = arguments(service);
  const bool by_option = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find("requirepass") != std::string::npos
           || word.find("--aclfile") != std::string::npos || word == "--auth" || word == "--keyFile"
           || word.ends_with(".conf") || word.ends_with(".acl");
  });
  const bool by_variable = std::any_of(
      service.environment.begin(), service.environment.end(), [](const model::Variable& variable) {
        return variable.name.starts_with("MONGO_INITDB_ROOT_USERNAME")
               || base::contains(variable.name, "EXTRA_FLAGS");
      });
  const bool by_file =
      std::any_of(service.volumes.begin(), service.volumes.end(), [](const auto& mount) {
        return mount->target.ends_with(".conf") || mount->target.ends_with(".acl")
               || base::contains(mount->target, "/etc/");
      });
  return by_option || by_variable || by_file;
}

} // namespace

std::vector<PasswordJudgement> open_access(const model::Service& service, const WeakData& data) {
  std::vector<PasswordJudgement> result;
  const std::string image = service.image ? repository(service.image->value) : std::string();
  if (image.empty()) {
    return result;
  }
  for (const std::string& setting : data.no_auth_settings(image)) {
    const std::size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const std::string pattern = equals == std::string::npos ? "*" : setting.substr(equals + 1);
    const model::Variable* variable = service.variable(name);
    if (variable != nullptr && variable->value && !variable->value->empty()
        && base::glob_match(base::to_lower(pattern), base::to_lower(*variable->value))) {
      result.push_back(
          open_judgement(service, name, "switches authentication off", variable->span));
    }
  }
  if (result.empty() && data.open_when_unset(image) && !protected_elsewhere(service)) {
    result.push_back(
        open_judgement(service, image, "starts without a password", service.image->span));
  }
  return result;
}

} // namespace secaudit::secrets
