// SPDX-License-Identifier: Apache-2.0
#include "plugin/protocol.hpp"

#include <algorithm>
#include <array>

namespace secaudit::plugin {
namespace {

constexpr std::string_view our_name = "secaudit";

// docker/cli cli/flags/options.go and cli/cobra.go.
constexpr std::array<std::string_view, 7> long_with_value{
    "config", "context", "host", "log-level", "tlscacert", "tlscert", "tlskey"};
constexpr std::array<std::string_view, 3> long_boolean{"debug", "tls", "tlsverify"};
constexpr std::string_view short_with_value = "cHl";
constexpr std::string_view short_boolean = "D";

template <typename List>
bool in(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Walks over the words in front of our own command line.
class Globals {
 public:
  explicit Globals(const std::vector<std::string>& argv) : argv_(argv) {}

  /// Reads flags until something that is none of docker's; true when all was understood.
  void read(Invocation& invocation) {
    while (at_ < argv_.size() && !stop_) {
      const std::string& word = argv_[at_];
      if (word == "--") {
        ++at_;
        return;
      }
      if (word.size() < 2 || word.front() != '-') {
        return;
      }
      const std::size_t used = word.starts_with("--") ? long_flag(word) : cluster(word);
      if (used == 0) {
        return;
      }
      if (at_ + used > argv_.size()) {
        invocation.kind = Invocation::Kind::usage_error;
        invocation.error = "flag needs an argument: " + word;
        return;
      }
      keep(invocation, word, used);
      at_ += used;
    }
  }

  bool asked_for_help() const { return help_; }
  bool asked_for_version() const { return version_; }
  std::size_t position() const { return at_; }

 private:
  /// Number of words that the flag takes; 0 when it is not docker's.
  std::size_t long_flag(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view name =
        word.substr(2, equals == std::string_view::npos ? std::string_view::npos : equals - 2);
    if (in(long_with_value, name)) {
      return equals == std::string_view::npos ? 2 : 1;
    }
    help_ = help_ || name == "help";
    version_ = version_ || name == "version";
    return in(long_boolean, name) || name == "help" || name == "version" ? 1 : 0;
  }

  std::size_t cluster(std::string_view word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const char letter = word[i];
      if (short_with_value.find(letter) != std::string_view::npos) {
        return i + 1 < word.size() ? 1 : 2;
      }
      help_ = help_ || letter == 'h';
      version_ = version_ || letter == 'v';
      if (letter == '=') {
        return 1; // the value of a boolean, as in -D=true
      }
      if (short_boolean.find(letter) == std::string_view::npos && letter != 'h' && letter != 'v') {
        return 0;
      }
    }
    return 1;
  }

  /// Flags are for the docker that we start, except those that ask us something.
  void keep(Invocation& invocation, const std::string& word, std::size_t used) const {
    const bool question =
        word == "-h" || word == "-v" || word.starts_with("--help") || word.starts_with("--version");
    if (!question) {
      for (std::size_t i = 0; i < used; ++i) {
        invocation.docker_flags.push_back(argv_[at_ + i]);
      }
    }
  }

  const std::vector<std::string>& argv_;
  std::size_t at_ = 0;
  bool help_ = false;
  bool version_ = false;
  bool stop_ = false;
};

void drop_own_name(std::vector<std::string>& words) {
  if (!words.empty() && words.front() == our_name) {
    words.erase(words.begin());
  }
}

/// `<path> compose --project-name=P up|down|stop … SERVICE`, `<path> compose metadata`: what
/// Compose runs for `provider: {type: secaudit}`. Docker would have put our name in front.
bool is_provider_call(const std::vector<std::string>& argv) {
  if (argv.size() < 2 || argv[0] != "compose") {
    return false;
  }
  if (argv[1] == "metadata") {
    return argv.size() == 2;
  }
  return argv.size() > 2 && argv[1].starts_with("--project-name=")
         && (argv[2] == "up" || argv[2] == "down" || argv[2] == "stop");
}

} // namespace

Invocation parse_invocation(const std::vector<std::string>& argv, bool by_docker) {
  Invocation invocation;
  invocation.by_docker = by_docker;
  if (!argv.empty() && argv[0] == "docker-cli-plugin-metadata") {
    invocation.kind = Invocation::Kind::metadata;
    return invocation;
  }
  if (is_provider_call(argv)) {
    invocation.kind = Invocation::Kind::foreign_call;
    return invocation;
  }
  Globals globals(argv);
  globals.read(invocation);
  auto& words = invocation.arguments;
  words.assign(argv.begin() + static_cast<std::ptrdiff_t>(globals.position()), argv.end());
  if (invocation.kind == Invocation::Kind::usage_error) {
    return invocation;
  }
  const std::string first = words.empty() ? "" : words.front();
  if (first == "__complete" || first == "__completeNoDesc") {
    invocation.kind = Invocation::Kind::complete;
    words.erase(words.begin());
  } else if (first == "help") {
    invocation.kind = Invocation::Kind::help;
    words.erase(words.begin());
  } else if (globals.asked_for_version()) {
    invocation.kind = Invocation::Kind::version;
  } else if (globals.asked_for_help()) {
    invocation.kind = Invocation::Kind::help;
  }
  drop_own_name(words);
  if (!words.empty() && words.front() == "docker-cli-plugin-hooks") {
    invocation.kind = Invocation::Kind::hook;
  }
  return invocation;
}

std::string_view metadata_json() {
  return "{\"SchemaVersion\":\"0.1.0\",\"Vendor\":\"docker-secaudit\",\"Version\":"
         "\"v" SECAUDIT_VERSION
         "\",\"ShortDescription\":\"Audit a Compose project or an image before it goes to "
         "production\"}\n";
}

} // namespace secaudit::plugin
