// SPDX-License-Identifier: Apache-2.0
#include "rules/image_facts.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace secaudit::rules {
namespace {

constexpr std::size_t most_places = 20;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

} // namespace

std::string image_title(const model::ImageUse& use) {
  return use.service.empty() ? "The image " + use.reference : "The image of service " + use.service;
}

std::string octal(std::uint32_t mode) {
  return fmt::format("{:04o}", mode);
}

model::Evidence file_evidence(const model::Image& image, const model::ImageFile& file) {
  return model::ImageFileEvidence{image.reference, file.layer, file.path, octal(file.mode),
                                  fmt::format("{}:{}", file.uid, file.gid)};
}

model::Evidence file_evidence(const model::Image& image, const std::string& path) {
  const model::ImageFile* file = image.file(path);
  return file != nullptr ? file_evidence(image, *file) : model::Evidence(model::NoteEvidence{path});
}

std::vector<model::Evidence> file_evidence(const model::Image& image,
                                           const std::vector<const model::ImageFile*>& files) {
  std::vector<model::Evidence> evidence;
  for (const model::ImageFile* file : files) {
    if (evidence.size() == most_places) {
      evidence.push_back(
          model::NoteEvidence{fmt::format("and {} more", files.size() - most_places)});
      break;
    }
    evidence.push_back(file_evidence(image, *file));
  }
  return evidence;
}

model::Evidence config_evidence(const model::Image& image, std::string pointer, std::string value) {
  return model::ImageConfigEvidence{image.reference, std::move(pointer), std::move(value)};
}

bool is_program(std::string_view path) {
  constexpr std::array<std::string_view, 6> folders{
      "bin/", "sbin/", "usr/bin/", "usr/sbin/", "usr/local/bin/", "usr/local/sbin/"};
  return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
    return path.starts_with(folder) && path.find('/', folder.size()) == std::string_view::npos;
  });
}

std::vector<Account> accounts_of(std::string_view text) {
  std::vector<Account> accounts;
  for (const std::string_view line : base::lines(text)) {
    const auto fields = base::split(line, ':');
    if (fields.size() > 2 && !line.starts_with('#') && !fields[0].empty()) {
      accounts.push_back({fields[0], fields[1], fields[2]});
    }
  }
  return accounts;
}

std::optional<std::uint64_t> user_id(const model::Image& image, std::string_view user) {
  const std::string_view name = user.substr(0, user.find(':'));
  if (name.empty()) {
    return 0;
  }
  if (const auto id = number(name)) {
    return id;
  }
  const auto passwd = image.small_files.find("etc/passwd");
  if (passwd == image.small_files.end()) {
    return name == "root" ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  for (const Account& account : accounts_of(passwd->second)) {
    if (account.name == name) {
      return number(account.number);
    }
  }
  return std::nullopt;
}

} // namespace secaudit::rules
