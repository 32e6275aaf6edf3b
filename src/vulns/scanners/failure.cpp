// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "vulns/scanners/reading.hpp"

#include <array>

namespace secaudit::vulns {
namespace {

struct Pattern {
  std::string_view part;
  std::string_view reason;
  std::string_view hint;
};

// Table 1.9 of the design notes; the first that is in the text names the class, so the particular
// ones stand before the general ones.
constexpr std::string_view log_in = "log in, or leave it out with --scanners";
constexpr std::string_view reach = "see whether its service can be reached from here";
constexpr std::string_view data = "let it fetch its vulnerability data once, then run again";
constexpr std::array<Pattern, 44> patterns{{
    {"is not a docker command", "it is not installed", "install it"},
    {"unknown command", "it does not know the command", "install a newer version"},
    {"unknown flag", "it does not know a flag", "install a newer version"},
    {"panic:", "it crashed", "install another version"},
    {"Log in with your Docker ID", "nobody is logged in", "run docker login"},
    {"not entitled", "the account may not use it", "use an account that is entitled to it"},
    {"requires an authenticated account", "nobody is logged in",
     "run snyk auth, or set SNYK_TOKEN"},
    {"Authentication failed", "the login was refused", log_in},
    {"authentication error", "the login was refused", log_in},
    {"status:FORBIDDEN", "the organisation is not enrolled", "enrol it, or use another account"},
    {"401 Unauthorized", "the login was refused", log_in},
    {"403 Forbidden", "access was refused", log_in},
    {"TOOMANYREQUESTS", "too many requests", "wait, or use a mirror of its database"},
    {"429", "too many requests", "wait, then run again"},
    {"API rate limit exceeded", "too many requests", "wait, then run again"},
    {"405 Method Not Allowed", "the registry does not support audits",
     "name one that does with --registry in .npmrc"},
    {"ENOAUDIT", "the registry does not support audits", "use a registry that does"},
    {"does not support audit", "the registry does not support audits", "use a registry that does"},
    {"audit endpoint returned an error", "the registry does not support audits",
     "use a registry that does"},
    {"failed to download vulnerability DB", "its vulnerability data could not be downloaded", data},
    {"max allowed age", "its vulnerability data are too old", data},
    {"database does not exist", "it has no vulnerability data", data},
    {"cannot be specified on the first run", "it has no vulnerability data", data},
    {"failed to load vulnerability db", "it has no usable vulnerability data", data},
    {"cache may be in use", "another run holds its data", "wait for the other run"},
    {"ECONNREFUSED", "the connection was refused", reach},
    {"ENOTFOUND", "a name could not be resolved", reach},
    {"EAI_AGAIN", "a name could not be resolved", reach},
    {"ETIMEDOUT", "the connection timed out", reach},
    {"dial tcp", "no connection", reach},
    {"no such host", "a name could not be resolved", reach},
    {"i/o timeout", "the connection timed out", reach},
    {"x509:", "a certificate was not accepted", "trust the certificate of the proxy"},
    {"network may be blocking", "the network blocks its service", reach},
    {"Max retries exceeded", "no connection", reach},
    {"ConnectionError", "no connection", reach},
    {"Temporary failure in name resolution", "a name could not be resolved", reach},
    {"ENOLOCK", "there is no lock file", "write one: npm install --package-lock-only"},
    {"unable to find the specified image", "it does not find the image", ""},
    {"MANIFEST_UNKNOWN", "it does not find the image", ""},
    {"No such image", "it does not find the image", ""},
    {"Could not detect supported target files", "it found nothing to test", ""},
    {"no packages found", "it found no packages", ""},
    {"No package sources found", "it found no packages", ""},
}};

} // namespace

Failure failure_in(std::string_view, std::string_view text) {
  for (const Pattern& pattern : patterns) {
    if (base::contains(text, pattern.part)) {
      return {std::string(pattern.reason), std::string(pattern.hint)};
    }
  }
  return {};
}

} // namespace secaudit::vulns
