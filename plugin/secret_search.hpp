// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/host.hpp"
#include "image/read.hpp"
#include "model/subjects.hpp"
#include "secrets/scanner.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::plugin {

/// The tables of secret formats, compiled once for many files.
class SecretSearch {
 public:
  SecretSearch() = default;
  /// With the formats that the `.secaudit.yaml` of `folder` adds. What is wrong in that file is
  /// told where it is judged.
  SecretSearch(const host::Host& host, const std::string& folder);

  /// The secrets of a project file by content and by name.
  void search_file(const std::string& shown_name, const std::string& text,
                   std::vector<model::SecretHit>& hits) const;
  const secrets::Scanner& scanner() const { return scanner_; }
  /// Different for different formats of the user's own; empty when there are none.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  secrets::Scanner scanner_;
  std::string fingerprint_;
};

/// Searches the files of the tree. A `.env` that git ignores is where secrets belong; its passwords
/// are judged elsewhere, so it is passed over here.
void search_tree(const host::Host& host, const std::string& root, model::Subjects& subjects);

/// Searches an image while its layers stream by.
class ImageSecrets : public image::ContentVisitor {
 public:
  explicit ImageSecrets(const SecretSearch& search) : search_(search) {}

  bool begin_file(std::string_view blob, std::string_view path, std::uint64_t size,
                  unsigned mode) override;
  void data(std::string_view bytes) override;
  void end_file() override;
  std::string results_of(std::string_view blob) const override;
  void restore(std::string_view blob, std::string_view results) override;

  /// What was found in the layers of this image and in its configuration.
  std::vector<model::SecretHit> hits_of(const model::Image& image) const;

 private:
  struct Found {
    std::string blob;
    model::SecretHit hit;
  };

  const SecretSearch& search_;
  std::optional<secrets::FileScan> scan_;
  std::string blob_;
  std::string path_;
  std::vector<Found> found_;
};

} // namespace secaudit::plugin
