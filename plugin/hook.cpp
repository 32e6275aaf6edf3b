// SPDX-License-Identifier: Apache-2.0
// Installing, removing and explaining the pre-push hook; what it does is in hook_run.cpp.
#include "base/limits.hpp"
#include "base/text.hpp"
#include "project/git/hook_folder.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "plugin/hook_script.hpp"
#include "plugin/run_command.hpp"

namespace secaudit::plugin {
namespace {

using project::git::HookFolder;
using project::git::HookManager;

constexpr unsigned script_mode = 0755;
constexpr unsigned any_execute = 0111;

/// What stands where git looks for the pre-push hook.
struct Hooks {
  HookFolder folder;
  std::vector<HookManager> managers;
  std::string path;
  std::string previous;
  bool exists = false;
  bool ours = false;
  bool executable = false;
  bool has_previous = false;
};

base::Result<Hooks> look(const host::Host& host) {
  const project::git::History history(host, ".");
  auto folder = project::git::hook_folder(host, history);
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  Hooks hooks;
  hooks.folder = std::move(*folder);
  hooks.managers = project::git::hook_managers(host, hooks.folder);
  hooks.path = hooks.folder.path + "/pre-push";
  hooks.previous = hooks.folder.path + "/" + std::string(previous_hook);
  hooks.exists = host.stat(hooks.path, false).has_value();
  hooks.has_previous = host.stat(hooks.previous, false).has_value();
  if (const auto info = host.stat(hooks.path)) {
    hooks.executable = (info->mode & any_execute) != 0;
    const auto text = host.read_file(hooks.path, limits::project_file_bytes);
    hooks.ours = text && is_our_hook(*text);
  }
  return hooks;
}

/// Where this program is, so that a push need not start docker; "" when that is not known.
std::string own_path(const host::Host& host) {
  if (const auto self = host.canonical("/proc/self/exe")) {
    return *self;
  }
  const std::string home = host.env("HOME").value_or("");
  const std::string config = host.env("DOCKER_CONFIG").value_or(home + "/.docker");
  const auto plugin = host.find_program(config + "/cli-plugins/docker-secaudit");
  return plugin ? *plugin : host.find_program("docker-secaudit").value_or("");
}

bool line(std::string_view text) {
  return print(base::printable(text) + "\n");
}

int explain_managers(const Hooks& hooks) {
  bool all = true;
  for (const HookManager& manager : hooks.managers) {
    if (manager.runs_us) {
      line(manager.name + " runs docker-secaudit already (" + manager.file + ")");
      continue;
    }
    all = false;
    line(manager.name + " manages the hooks of this repository. Add to " + manager.file + ":");
    print("\n" + manager.snippet + "\n");
    if (!manager.command.empty()) {
      line("then run: " + manager.command);
    }
  }
  if (!all) {
    line("Nothing was changed; --force installs the hook itself.");
  }
  return all ? exit_codes::clean : exit_codes::unchecked;
}

std::optional<int> refuse_shared(const Session& session, const Hooks& hooks) {
  if (!hooks.folder.shared() || session.options.hook.global) {
    return std::nullopt;
  }
  complain({"core.hooksPath of the " + hooks.folder.set_by + " configuration leads to "
                + hooks.folder.path + ", which all repositories share",
            "give --global to change the hook of all of them, or set core.hooksPath for this one"});
  return exit_codes::unusable;
}

int failed(const base::Error& error) {
  complain(error);
  return exit_codes::unusable;
}

} // namespace

int run_hook_install(const Session& session) {
  const auto hooks = look(session.host);
  if (!hooks) {
    return failed(hooks.error());
  }
  const std::string script = hook_script(own_path(session.host));
  if (session.options.hook.print && hooks->managers.empty()) {
    return print(script) ? exit_codes::clean : exit_codes::unchecked;
  }
  if (!hooks->managers.empty() && !session.options.hook.force) {
    return explain_managers(*hooks);
  }
  if (session.options.hook.print) {
    return print(script) ? exit_codes::clean : exit_codes::unchecked;
  }
  if (const auto refused = refuse_shared(session, *hooks)) {
    return *refused;
  }
  if (auto made = session.host.make_directory(hooks->folder.path, script_mode); !made) {
    return failed(made.error());
  }
  const bool chain = hooks->exists && !hooks->ours;
  if (chain) {
    if (auto moved = session.host.move_file(hooks->path, hooks->previous); !moved) {
      return failed(moved.error());
    }
  }
  if (auto written = session.host.write_file(hooks->path, script, script_mode); !written) {
    if (chain) {
      static_cast<void>(session.host.move_file(hooks->previous, hooks->path));
    }
    return failed(written.error());
  }
  line("installed " + hooks->path);
  if (chain || hooks->has_previous) {
    line("the hook that was there runs first: " + hooks->previous);
  }
  if (hooks->folder.in_tree) {
    line("note: the folder belongs to the working tree; the hook names a path of this machine");
  }
  return exit_codes::clean;
}

int run_hook_uninstall(const Session& session) {
  const auto hooks = look(session.host);
  if (!hooks) {
    return failed(hooks.error());
  }
  if (!hooks->ours) {
    line("docker-secaudit is not installed in " + hooks->folder.path);
    return exit_codes::clean;
  }
  if (const auto refused = refuse_shared(session, *hooks)) {
    return *refused;
  }
  if (auto removed = session.host.remove_file(hooks->path); !removed) {
    return failed(removed.error());
  }
  line("removed " + hooks->path);
  if (hooks->has_previous) {
    if (auto moved = session.host.move_file(hooks->previous, hooks->path); !moved) {
      return failed(moved.error());
    }
    line("put back the hook that was there before");
  }
  return exit_codes::clean;
}

int run_hook_status(const Session& session) {
  const auto hooks = look(session.host);
  if (!hooks) {
    return failed(hooks.error());
  }
  bool runs = hooks->ours && hooks->executable;
  line("hooks    " + hooks->folder.path
       + (hooks->folder.set_by.empty() ? "" : " (core.hooksPath, " + hooks->folder.set_by + ")"));
  line(std::string("pre-push ")
       + (runs             ? "docker-secaudit"
          : hooks->ours    ? "docker-secaudit, but the file is not executable: git passes it over"
          : !hooks->exists ? "none"
          : hooks->executable ? "a hook of others"
                              : "a hook of others that is not executable: git passes it over"));
  if (hooks->ours && hooks->has_previous) {
    line("before   " + hooks->previous);
  }
  for (const HookManager& manager : hooks->managers) {
    line(manager.name
         + (manager.runs_us ? " runs docker-secaudit" : " does not run docker-secaudit") + " ("
         + manager.file + ")");
    runs = runs || (manager.runs_us && hooks->exists && hooks->executable);
  }
  if (!runs) {
    line("Nothing of ours runs before a push; `docker secaudit hook install` changes that.");
  }
  return runs ? exit_codes::clean : exit_codes::findings;
}

} // namespace secaudit::plugin
