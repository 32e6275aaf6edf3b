// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "host/stop.hpp"

#include <memory>

namespace secaudit::host {

/// The real world. Programs never see the variables of Docker's plugin protocol: a plugin started
/// with them believes that docker itself called it.
class SystemHost : public Host {
 public:
  explicit SystemHost(std::shared_ptr<Stop> stop = std::make_shared<Stop>());

  std::string working_directory() const override;
  base::Result<std::string> read_file(const std::string& path, std::size_t limit) const override;
  base::Result<std::unique_ptr<ByteStream>> open(const std::string& path) const override;
  std::unique_ptr<ByteStream> standard_input() const override;
  base::Result<FileInfo> stat(const std::string& path, bool follow) const override;
  base::Result<std::vector<DirectoryEntry>> list(const std::string& path) const override;
  base::Result<std::string> canonical(const std::string& path) const override;
  base::Status make_directory(const std::string& path, unsigned mode) const override;
  base::Status write_file(const std::string& path, std::string_view content,
                          unsigned mode) const override;
  base::Status write_output(const std::string& path, std::string_view content,
                            unsigned mode) const override;
  base::Status move_file(const std::string& from, const std::string& to) const override;
  base::Status remove_file(const std::string& path) const override;

  base::Result<ProcessResult> run(const Command& command) const override;
  base::Result<ProcessResult> stream(const Command& command, const Sink& output) const override;
  base::Result<ProcessResult> run_with_progress(const Command& command,
                                                const Sink& progress) const override;
  std::optional<std::string> find_program(const std::string& name) const override;

  std::optional<std::string> env(const std::string& name) const override;
  std::map<std::string, std::string> environment() const override;
  bool cancelled() const override { return stop_->requested(); }
  /// SOURCE_DATE_EPOCH when it is set, else the clock.
  base::Date today() const override;

 private:
  base::Result<ProcessResult> start(const Command& command, const Sink& output, const Sink& errors,
                                    bool keep_output) const;

  std::shared_ptr<Stop> stop_;
};

} // namespace secaudit::host
