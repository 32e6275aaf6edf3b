// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace secaudit::secrets {

/// True when `word` (lower case) stands in the text, whatever its case there.
bool contains_word(std::string_view text, std::string_view word);

/// The same, but the word does not stand in the middle of another: "okta" is not in "rookTable".
/// An upper-case letter begins a word.
bool names_word(std::string_view text, std::string_view word);

/// The text before a value says that it is a digest or an identifier of content: sha, md5, commit,
/// etag, integrity, …
bool speaks_of_digest(std::string_view before);

/// The name right before a value is that of an identifier, a place or a time: `KeyId": "`,
/// `tokenUrl=`.
bool names_no_secret(std::string_view before);

/// The text before a value speaks of a secret: key, token, secret, password, auth, …
bool speaks_of_secret(std::string_view before);

} // namespace secaudit::secrets
