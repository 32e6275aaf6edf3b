// SPDX-License-Identifier: Apache-2.0
#include "secrets/strength.hpp"

#include "base/text.hpp"
#include "model/secret_names.hpp"
#include "secrets/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace secaudit::secrets {
namespace {

using Demand = model::PasswordJudgement::Demand;
using Strength = model::PasswordJudgement::Strength;

constexpr std::size_t password_characters = 16;
constexpr std::size_t key_characters = 32;
constexpr std::size_t distinct_characters = 6;
// Whatever is longer is a document, not a password; its beginning tells enough.
constexpr std::size_t longest_judged = 1024;
constexpr double fail_below_bits = 45;
constexpr double warn_below_bits = 54;
constexpr double walk_share = 0.6;

double shannon_bits(std::string_view text) {
  std::map<char, double> counts;
  for (const char c : text) {
    counts[c] += 1;
  }
  const double n = static_cast<double>(text.size());
  double bits = 0;
  for (const auto& [c, count] : counts) {
    bits -= count * std::log2(count / n);
  }
  return bits;
}

/// Bits of what is left when the words are gone; a word itself is worth four bits.
double bits_without_words(std::string_view text, const std::vector<std::string>& words) {
  const WordCover cover = cover_with_words(text, words);
  if (text.empty()
      || static_cast<double>(cover.covered) < 0.25 * static_cast<double>(text.size())) {
    return shannon_bits(text);
  }
  return shannon_bits(cover.rest) + 4.0 * static_cast<double>(cover.words);
}

std::vector<std::string> all_words(const WeakData& data,
                                   const std::vector<std::string>& known_words) {
  std::vector<std::string> words = data.vocabulary();
  for (const std::string& word : known_words) {
    if (word.size() >= 3) {
      words.push_back(base::to_lower(word));
    }
  }
  return words;
}

bool contains_name(std::string_view value, std::string_view name) {
  return name.size() >= 4 && base::contains_ignoring_case(value, name)
         && value.size() - name.size() < password_characters;
}

/// `changeRunnerAuthToken`, `your-db-password`: an order to the reader that ends in what should
/// stand there.
bool asks_to_be_replaced(std::string_view value) {
  constexpr std::array<std::string_view, 9> orders{"CHANGE", "REPLACE", "YOUR", "INSERT", "ENTER",
                                                   "SET",    "PUT",     "ADD",  "SOME"};
  const std::vector<std::string> words = model::name_words(value);
  const bool letters = std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  });
  return words.size() > 1 && letters
         && std::find(orders.begin(), orders.end(), words.front()) != orders.end()
         && model::demand_of(words.back()).has_value();
}

/// Rules 5 to 8: the shape of the value gives it away. The reason, or "" when nothing does.
std::string weak_shape(const WeakData& data, std::string_view variable, std::string_view value,
                       const std::vector<std::string>& words, std::string_view user) {
  const std::string lower = base::to_lower(value);
  if (only_words(lower, words) || only_words(unleet(lower, data.leet()), words)) {
    return "made of common words only";
  }
  if (std::set<char>(value.begin(), value.end()).size() < distinct_characters) {
    return "fewer than 6 different characters";
  }
  if (is_repetition(lower)) {
    return "a short piece repeated";
  }
  if (walk_characters(lower, data.walks()) >= walk_share * static_cast<double>(value.size())) {
    return "a keyboard or alphabet sequence";
  }
  if (!user.empty() && contains_name(value, user)) {
    return "contains the user name";
  }
  if (base::equals_ignoring_case(value, variable)) {
    return "equals the name of its variable";
  }
  return decodes_to_text(value) ? "encoded text, not random" : "";
}

} // namespace

double estimated_bits(const WeakData& data, std::string_view value,
                      const std::vector<std::string>& known_words) {
  const std::vector<std::string> words = all_words(data, known_words);
  const std::string lower = base::to_lower(value);
  double bits = shannon_bits(value);
  bits = std::min(bits, bits_without_words(lower, words) + (bits - shannon_bits(lower)));
  bits = std::min(bits, bits_without_words(unleet(lower, data.leet()), words) + 4);
  const double repeated = repeated_bigram_share(lower);
  return repeated > 0.35 ? bits * (1 - repeated) : bits;
}

Judged judge_value(const WeakData& data, std::string_view variable, std::string_view value,
                   Demand demand, const std::vector<std::string>& known_words,
                   std::string_view user) {
  if (value.empty()) {
    return {Strength::empty, "empty"};
  }
  value = value.substr(0, longest_judged);
  if (data.is_reference(value)) {
    return {Strength::not_here, "kept in a secret store"};
  }
  if (data.is_hash(value)) {
    return {Strength::not_judged, "a hash, not a password"};
  }
  if (data.is_published(variable, value)) {
    return {Strength::weak, "a published default"};
  }
  if (data.is_placeholder(value) || asks_to_be_replaced(value)) {
    return {Strength::weak, "a placeholder that was never replaced"};
  }
  if (demand == Demand::token) {
    // Providers issue no words; who makes the token up may well take some.
    std::vector<std::string> words = all_words(data, known_words);
    for (const std::string& word : model::name_words(variable)) {
      words.push_back(base::to_lower(word));
    }
    return only_words(base::to_lower(value), words)
               ? Judged{Strength::weak, "made of common words only"}
               : Judged{Strength::not_judged, "issued by a provider"};
  }
  const std::size_t length = base::code_points(value);
  if (length < password_characters) {
    return {Strength::weak,
            fmt::format("{} character{}, 16 expected", length, length == 1 ? "" : "s")};
  }
  const std::vector<std::string> words = all_words(data, known_words);
  const std::string shape = weak_shape(data, variable, value, words, user);
  if (!shape.empty()) {
    return {Strength::weak, shape};
  }
  const double bits = estimated_bits(data, value, known_words);
  if (bits < fail_below_bits) {
    return {Strength::weak, fmt::format("predictable, about {:.0f} bits of 54", bits)};
  }
  if (bits < warn_below_bits) {
    return {Strength::borderline, fmt::format("about {:.0f} bits, 54 expected", bits)};
  }
  if (demand == Demand::key && length < key_characters) {
    return {Strength::borderline, fmt::format("{} characters, 32 expected of a key", length)};
  }
  return {Strength::strong, {}};
}

} // namespace secaudit::secrets
