// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "image/inventory/binary.hpp"
#include "model/purl.hpp"

#include <algorithm>
#include <optional>

namespace secaudit::image::inventory {
namespace {

struct Module {
  std::string path;
  std::string version;
};

model::Package package_of(const Module& module, std::string_view file) {
  model::Package package;
  package.type = "golang";
  package.name = module.path;
  package.version = module.version;
  package.path = std::string(file);
  const std::size_t slash = module.path.rfind('/');
  const bool inside = slash != std::string::npos;
  package.purl = model::purl_of({"golang",
                                 inside ? module.path.substr(0, slash) : "",
                                 inside ? module.path.substr(slash + 1) : module.path,
                                 module.version,
                                 {},
                                 ""});
  return package;
}

std::optional<Module> module_of(const std::vector<std::string_view>& fields) {
  if (fields.size() < 2 || fields[1].empty()) {
    return std::nullopt;
  }
  return Module{std::string(fields[1]), fields.size() > 2 ? std::string(fields[2]) : ""};
}

/// "1.22.1" of "go1.22.1", "go1.22.1 X:loopvar", "devel go1.25-abc…".
std::string plain_version(std::string_view version) {
  const std::size_t go = version.find("go1");
  if (go == std::string_view::npos) {
    return {};
  }
  version.remove_prefix(go + 2);
  version = version.substr(0, version.find(' '));
  return std::string(version.substr(0, version.find("-X:")));
}

bool is_version(std::string_view text) {
  const std::string_view digits = text.starts_with('v') ? text.substr(1) : text;
  return !digits.empty() && digits.front() >= '0' && digits.front() <= '9'
         && base::contains(digits, ".") && digits.find_first_of(" \t'\"") == std::string_view::npos;
}

/// -X 'main.version=1.2.3' among the linker's flags: what most projects stamp their releases with.
std::string stamped_version(std::string_view flags) {
  for (std::size_t at = flags.find("-X"); at != std::string_view::npos;
       at = flags.find("-X", at + 2)) {
    std::string_view word = base::trim(flags.substr(at + 2));
    word = base::trim(word.substr(0, word.find_first_of(" \n")));
    constexpr std::string_view quotes = "'\"\\=";
    const std::size_t begin = word.find_first_not_of(quotes);
    const std::size_t end = word.find_last_not_of(quotes);
    word =
        begin == std::string_view::npos ? std::string_view{} : word.substr(begin, end - begin + 1);
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    const std::string name = base::to_lower(word.substr(0, equals));
    const bool version = name.ends_with("version") || name.ends_with("gitdescribe")
                         || name.ends_with(".tag") || name.ends_with("release");
    if (version && !base::contains(name, "goversion") && is_version(word.substr(equals + 1))) {
      return std::string(word.substr(equals + 1));
    }
  }
  return {};
}

struct BuildInfo {
  std::string package; ///< path of the main package
  std::optional<Module> main;
  std::vector<Module> modules;
  std::string stamped;
};

bool is_folder(std::string_view path) {
  return path.starts_with('.') || path.starts_with('/');
}

BuildInfo read_text(std::string_view text) {
  BuildInfo info;
  bool main_last = false;
  for (const std::string_view line : base::lines(text)) {
    const auto fields = base::split(line, '\t');
    const auto module = module_of(fields);
    if (fields[0] == "path" && fields.size() > 1) {
      info.package = std::string(fields[1]);
    } else if (fields[0] == "build" && fields.size() > 1) {
      const std::string_view setting = fields[1];
      if (setting.starts_with("-ldflags=")) {
        info.stamped = stamped_version(setting.substr(9));
      }
    } else if (!module) {
      continue;
    } else if (fields[0] == "mod") {
      info.main = module;
      main_last = true;
    } else if (fields[0] == "dep") {
      info.modules.push_back(*module);
      main_last = false;
    } else if (fields[0] == "=>" && !module->version.empty() && !is_folder(module->path)) {
      // The replacement is what was compiled; a folder of the builder has no name elsewhere.
      if (main_last) {
        info.main = module;
      } else if (!info.modules.empty()) {
        info.modules.back() = *module;
      }
    }
  }
  return info;
}

} // namespace

void read_go(std::string_view path, std::string_view go_version, std::string_view module_text,
             Found& found) {
  BuildInfo info = read_text(module_text);
  if (!info.main && !info.stamped.empty() && base::contains(info.package, ".")) {
    // Built without modules: the repository is what stands before its folder of commands.
    info.main = Module{info.package.substr(0, info.package.find("/cmd/")), ""};
  }
  if (info.main) {
    const bool no_version = info.main->version.empty() || info.main->version == "(devel)";
    if (no_version) {
      info.main->version = info.stamped;
    }
    if (!info.main->version.empty()) {
      found.packages.push_back(package_of(*info.main, path));
      found.packages.back().found_by = model::Package::FoundBy::main_module;
    }
  }
  for (const Module& module : info.modules) {
    found.packages.push_back(package_of(module, path));
  }
  if (const std::string version = plain_version(go_version); !version.empty()) {
    found.packages.push_back(package_of({"stdlib", version}, path));
  }
}

} // namespace secaudit::image::inventory
