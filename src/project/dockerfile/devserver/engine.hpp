// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "project/dockerfile/devserver/container_files.hpp"
#include "project/dockerfile/devserver/line.hpp"
#include "project/dockerfile/devserver/verdict.hpp"

#include <string>
#include <vector>

namespace secaudit::project::dockerfile::devserver {

struct Outcome {
  Verdict verdict;
  std::vector<model::Origin> chain;
  std::vector<std::string> problems; ///< of a production server's settings
};

/// Follows what a command starts: runners, package scripts, script files, entrypoint scripts.
class Engine {
 public:
  Engine(const ContainerFiles& files, const Environment& environment)
      : files_(files), environment_(environment) {}

  /// The worst of what the commands start: development before production before unknown.
  Outcome judge_all(const std::vector<model::ShellCommand>& commands, const std::string& directory,
                    int depth = 0) const;

 private:
  Outcome judge(Line line, const std::string& folder, int depth) const;
  /// An outcome of one step.
  static Outcome known(Kind kind, std::string server, const Line& line);
  static model::Span place_of(const ContainerFile& file, std::size_t offset);
  static bool worse(Kind a, Kind b);
  std::optional<Outcome> package_script(const Line& line, const std::string& directory,
                                        int depth) const;
  Outcome run_script(const std::string& name, const Line& line, const std::string& directory,
                     int depth) const;
  std::optional<Outcome> python(const Line& line, const std::string& directory, int depth) const;
  Outcome python_file(const std::vector<std::string>& names, const Line& line,
                      const std::string& directory) const;
  std::optional<Outcome> interpreter(const Line& line, const std::string& directory) const;
  std::optional<Outcome> several(const Line& line, const std::string& directory, int depth) const;
  Outcome program(const Line& line, const std::string& directory) const;
  std::optional<Outcome> entry_script(const Line& line, const std::string& directory,
                                      int depth) const;

  const ContainerFiles& files_;
  const Environment& environment_;
  mutable std::size_t steps_ = 0;
};

/// What is wrong with the settings of gunicorn, uvicorn and the like; empty when nothing is
/// (rules/dockerfile.md section 6, DF611 and DF612). `config` is gunicorn's configuration file.
std::vector<std::string> settings_problems(const std::vector<std::string>& words,
                                           const Environment& environment, std::string_view config);

} // namespace secaudit::project::dockerfile::devserver
