// SPDX-License-Identifier: Apache-2.0
// What the rules about images share.
#pragma once

#include "rules/rule.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// Name for messages: the service with its image, or the image alone.
std::string image_title(const model::ImageUse& use);

model::Evidence file_evidence(const model::Image& image, const model::ImageFile& file);
/// Of the file of a path; the path alone when the final file system has none.
model::Evidence file_evidence(const model::Image& image, const std::string& path);
model::Evidence config_evidence(const model::Image& image, std::string pointer, std::string value);

/// One issue over many files, the first ones as evidence; "" files make no issue.
std::vector<model::Evidence> file_evidence(const model::Image& image,
                                           const std::vector<const model::ImageFile*>& files);

/// An executable that a shell would find: below bin or sbin of the usual folders.
bool is_program(std::string_view path);

/// The user id that the image's processes get: by number, or by its name in /etc/passwd; nothing
/// when unknown.
std::optional<std::uint64_t> user_id(const model::Image& image, std::string_view user);

/// A line of /etc/passwd, or of /etc/group, which begins alike.
struct Account {
  std::string_view name;
  std::string_view password;
  std::string_view number;
};

/// Views into `text`; comments and lines with fewer fields are passed over.
std::vector<Account> accounts_of(std::string_view text);

/// Mode as four octal digits.
std::string octal(std::uint32_t mode);

} // namespace secaudit::rules
