// SPDX-License-Identifier: Apache-2.0
// Keys of a service that have no field of their own, and the small grammars in their values.
#pragma once

#include "rules/rule.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secaudit::rules {

/// The value of a dotted path of the service, or nullptr.
const model::Node* key_of(const model::Service& service, std::string_view dotted);

/// The items of a sequence; none for anything else or nullptr.
const std::vector<model::Node>& items_of(const model::Node* node);
/// The members of a mapping; none for anything else or nullptr.
const std::vector<model::Node::Member>& members_of(const model::Node* node);

/// The text of a scalar member, "" when it is absent.
std::string text_at(const model::Node& node, std::string_view key);

/// Seconds of a Go duration such as "1m30s"; nothing when it is none.
std::optional<double> seconds_of(std::string_view duration);

/// The first number of a text such as "5G" or "17.0.1"; nothing when it begins otherwise.
std::optional<int> leading_number(std::string_view text);

/// true, yes, on, 1, y in any case.
bool is_yes(std::string_view text);

/// Whether a path is a folder or lies below it; both clean.
bool is_or_below(std::string_view path, std::string_view folder);

/// Whether a value holds a reference to a variable (`${X}`, `$X`, `$$X`), so that the secret itself
/// stands elsewhere.
bool is_reference(std::string_view value);

/// Every word that a service's process is started with: entrypoint, then command.
std::vector<std::string> start_words(const model::Service& service);

/// Where known software writes beside its data, for `tmpfs`; empty when the software is unknown.
std::vector<std::string> temporary_folders(const model::Service& service, const Context& context);

/// `base::join` over the names, shortened to the first five.
std::string few(const std::vector<std::string>& names);

} // namespace secaudit::rules
