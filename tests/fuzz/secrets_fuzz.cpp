// SPDX-License-Identifier: Apache-2.0
#include "secrets/decoding.hpp"
#include "secrets/scanner.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

using secaudit::secrets::FileScan;
using secaudit::secrets::Match;
using secaudit::secrets::Scanner;

namespace {

void check(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// A place outside the text would make every later use read out of bounds.
void check_places(const std::vector<Match>& matches, std::string_view text) {
  std::size_t last = 0;
  for (const Match& match : matches) {
    check(match.begin >= last && match.begin <= match.end && match.end <= text.size());
    last = match.end;
  }
}

/// The pieces in which a file arrives must not change what is found.
void check_pieces(const Scanner& scanner, std::string_view path, std::string_view text) {
  const auto whole = scanner.scan(path, text);
  check_places(whole, text);
  FileScan scan(scanner, std::string(path));
  const std::size_t cut = text.size() / 3;
  scan.feed(text.substr(0, cut));
  scan.feed(text.substr(cut));
  const auto pieces = scan.finish();
  check(pieces.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    check(pieces[i].begin == whole[i].begin && pieces[i].end == whole[i].end);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scanner scanner;
  // Settings, program text, and each parser of known files in its turn.
  constexpr std::array<std::string_view, 14> paths{".env",
                                                   "a.py",
                                                   ".pgpass",
                                                   ".netrc",
                                                   "etc/shadow",
                                                   "secret.yaml",
                                                   ".npmrc",
                                                   "wp-config.php",
                                                   ".git-credentials",
                                                   "config/master.key",
                                                   "filezilla.xml",
                                                   "a.tfstate",
                                                   ".docker/config.json",
                                                   "a.txt"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_pieces(scanner, paths[size % paths.size()], text);
  check_pieces(scanner, paths[(size / paths.size()) % paths.size()], text);
  secaudit::secrets::decode_percent(text);
  if (const auto bytes = secaudit::secrets::decode_base64(text)) {
    check(bytes->size() <= text.size());
  }
  if (const auto bytes = secaudit::secrets::decode_hex(text)) {
    check(bytes->size() * 2 == text.size());
  }
  return 0;
}
