// SPDX-License-Identifier: Apache-2.0
#include "audit/fixes/place.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace secaudit::audit {
namespace {

using Maybe = std::optional<Edit>;

Maybe behind(const Place& place, const model::ShellWord* word, std::string what) {
  return word == nullptr ? std::nullopt : place.insert(word->span.end, std::move(what));
}

/// The program's own word, when it stands in the file as it is.
const model::ShellWord* program(const Place& place) {
  return !place.command->words.empty()
                 && place.at(place.command->words.front().span) == place.command->words.front().text
             ? &place.command->words.front()
             : nullptr;
}

/// A word without the blank in front of it.
Maybe without(const Place& place, std::initializer_list<std::string_view> names) {
  const model::ShellWord* word = place.word(names);
  if (word == nullptr) {
    return std::nullopt;
  }
  auto edit = place.replace(word->span, "");
  if (edit && edit->begin > 0 && place.text[edit->begin - 1] == ' ') {
    --edit->begin;
  }
  return edit;
}

/// A command at the end of the RUN. Only where the text ends with the last command: behind a
/// here-document or a background command it would mean something else.
Maybe append(const Place& place, std::string what) {
  const model::Instruction& run = *place.instruction;
  if (run.json || !run.heredocs.empty() || run.commands.empty() || run.commands.back().depth > 0) {
    return std::nullopt;
  }
  for (const model::ShellCommand& command : run.commands) {
    if (command.operator_before == "||" || command.operator_before == "&" || command.conditional) {
      return std::nullopt;
    }
  }
  // Behind a comment of the shell it would be part of it.
  for (const std::string_view mark : {" #", "\t#", ";#"}) {
    if (run.original.find(mark) != std::string::npos) {
      return std::nullopt;
    }
  }
  std::size_t end = place.offset(run.span.end).value_or(0);
  while (end > 0 && (place.text[end - 1] == ' ' || place.text[end - 1] == '\t')) {
    --end;
  }
  constexpr std::string_view closing = ";&|\\)";
  if (end == 0 || closing.find(place.text[end - 1]) != std::string_view::npos) {
    return std::nullopt;
  }
  return Edit{end, end, std::move(what), place.finding.rule};
}

Maybe no_recommends(const Place& place) {
  return behind(place, place.word({"install"}), " --no-install-recommends");
}
Maybe answer_yes(const Place& place) {
  return behind(place, place.word({"install"}), " -y");
}
Maybe apk_no_cache(const Place& place) {
  return behind(place, place.word({"add"}), " --no-cache");
}
Maybe rpm_yes(const Place& place) {
  if (place.command->name == "zypper") {
    return behind(place, program(place), " --non-interactive");
  }
  if (place.command->name == "pacman") {
    return behind(place, program(place), " --noconfirm");
  }
  return behind(place,
                place.word({"install", "update", "upgrade", "localinstall", "groupinstall",
                            "reinstall", "remove", "erase", "autoremove"}),
                " -y");
}
Maybe pip_no_cache(const Place& place) {
  return behind(place, place.word({"install"}), " --no-cache-dir");
}
Maybe apt_get(const Place& place) {
  const bool same = place.word({"install", "update", "upgrade", "remove", "purge", "clean",
                                "autoremove", "autoclean", "full-upgrade"})
                        != nullptr
                    && place.word({"full-upgrade", "list", "search", "show"}) == nullptr;
  const model::ShellWord* word = same ? program(place) : nullptr;
  return word == nullptr ? std::nullopt : place.replace(word->span, "apt-get");
}
Maybe lists_removed(const Place& place) {
  return append(place, " && rm -rf /var/lib/apt/lists/*");
}
Maybe rpm_clean(const Place& place) {
  return append(place, " && " + place.command->name
                           + (place.command->name == "zypper" ? " clean" : " clean all"));
}
Maybe node_clean(const Place& place) {
  return append(place, place.command->name == "npm"    ? " && npm cache clean --force"
                       : place.command->name == "yarn" ? " && yarn cache clean"
                                                       : " && pnpm store prune");
}
Maybe locked(const Place& place) {
  const model::ShellWord* verb = place.word({"build", "b", "install", "sync"});
  if (place.command->name == "pipenv") {
    return behind(place, verb, " --deploy");
  }
  return place.command->name == "cargo" || place.command->name == "uv"
             ? behind(place, verb, " --locked")
             : std::nullopt;
}
Maybe frozen(const Place& place) {
  const model::ShellWord* verb = place.word({"install", "i"});
  if (place.command->name == "npm") {
    return verb == nullptr ? std::nullopt : place.replace(verb->span, "ci");
  }
  const model::ShellWord* word = verb == nullptr ? program(place) : verb;
  return behind(place, word, verb == nullptr ? " install --frozen-lockfile" : " --frozen-lockfile");
}
Maybe certificates(const Place& place) {
  return without(place, {"-k", "--insecure", "--no-check-certificate"});
}
Maybe signatures(const Place& place) {
  return without(place, {"--allow-unauthenticated", "--allow-untrusted", "--nogpgcheck",
                         "--no-gpg-check", "--no-gpg-checks"});
}
Maybe curl_fails(const Place& place) {
  return place.command->name == "curl" ? behind(place, program(place), " -f") : std::nullopt;
}
Maybe no_log_init(const Place& place) {
  return behind(place, program(place), " --no-log-init");
}
Maybe quiet_progress(const Place& place) {
  return behind(place, program(place), " --progress=dot:giga");
}

} // namespace

Fixer command_fixer(std::string_view rule) {
  constexpr std::array<std::pair<std::string_view, Fixer>, 17> fixers{{{"DF201", no_recommends},
                                                                       {"DF202", lists_removed},
                                                                       {"DF204", answer_yes},
                                                                       {"DF205", apt_get},
                                                                       {"DF208", apk_no_cache},
                                                                       {"DF210", rpm_yes},
                                                                       {"DF211", rpm_clean},
                                                                       {"DF213", signatures},
                                                                       {"DF302", pip_no_cache},
                                                                       {"DF311", frozen},
                                                                       {"DF317", node_clean},
                                                                       {"DF323", locked},
                                                                       {"DF325", locked},
                                                                       {"DF410", no_log_init},
                                                                       {"DF633", curl_fails},
                                                                       {"DF705", certificates},
                                                                       {"DF808", quiet_progress}}};
  const auto found = std::find_if(fixers.begin(), fixers.end(),
                                  [&](const auto& entry) { return entry.first == rule; });
  return found == fixers.end() ? nullptr : found->second;
}

} // namespace secaudit::audit
