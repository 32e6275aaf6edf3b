// SPDX-License-Identifier: Apache-2.0
#include "project/proxy/haproxy.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace secaudit::project::proxy {
namespace {

struct Line {
  std::vector<std::string> words;
  model::Span span;

  std::string_view word(std::size_t index) const {
    return index < words.size() ? std::string_view(words[index]) : std::string_view();
  }
  bool starts(std::string_view first, std::string_view second = {}) const {
    return word(0) == first && (second.empty() || word(1) == second);
  }
  std::string text() const { return base::join(words, " "); }
};

struct Section {
  std::string kind; ///< global, defaults, frontend, backend, listen, …
  std::string name;
  std::vector<Line> lines;
  model::Span span;
};

/// Blanks part words; quotes hold them together, a backslash keeps the next character.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  bool inside = false;
  char quote = '\0';
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\r' || (c == '#' && !inside))) {
      if (inside) {
        out.push_back(std::exchange(word, {}));
        inside = false;
      }
      if (c == '#') {
        break;
      }
      continue;
    }
    inside = true;
    if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
    } else if ((c == '"' || c == '\'') && (quote == '\0' || quote == c)) {
      quote = quote == '\0' ? c : '\0';
    } else {
      word += c;
    }
  }
  return out;
}

std::vector<Section> sections_of(const ContainerView::File& file) {
  constexpr std::array<std::string_view, 12> kinds = {
      "global",    "defaults", "frontend", "backend", "listen", "userlist",
      "resolvers", "peers",    "cache",    "program", "ring",   "http-errors"};
  std::vector<Section> out;
  int number = file.first_line;
  std::size_t count = 0;
  for (const std::string_view raw : base::lines(file.text)) {
    auto words = words_of(raw);
    const int column = static_cast<int>(std::min(raw.find_first_not_of(" \t"), raw.size())) + 1;
    const model::Span span{file.name, {number++, column}, {}};
    if (words.empty() || ++count > limits::nginx_directives) {
      continue;
    }
    if (std::find(kinds.begin(), kinds.end(), words.front()) != kinds.end()) {
      out.push_back({words.front(), words.size() > 1 ? words[1] : "", {}, span});
    } else if (!out.empty()) {
      out.back().lines.push_back({std::move(words), span});
    }
  }
  return out;
}

/// What answers carry, and what is limited, by the rules of a frontend and then of its backend.
void apply_header(const Line& line, std::vector<model::HeaderSetting>& headers) {
  const bool after = line.starts("http-after-response");
  if (!after && !line.starts("http-response")) {
    return;
  }
  const std::string_view action = line.word(1);
  const std::string name(line.word(2));
  // A rule with a condition does not hold for every answer.
  const bool conditional =
      std::find(line.words.begin(), line.words.end(), "if") != line.words.end()
      || std::find(line.words.begin(), line.words.end(), "unless") != line.words.end();
  if (action == "set-header" || action == "del-header") {
    std::erase_if(headers, [&](const model::HeaderSetting& header) {
      return !conditional && base::equals_ignoring_case(header.name, name);
    });
  }
  if ((action == "set-header" || action == "add-header") && !conditional
      && headers.size() < limits::proxy_headers) {
    headers.push_back({name, std::string(line.word(3)), after, line.span});
  }
}

/// The ACLs that look at a counter of requests.
std::set<std::string> rate_acls(const Section& section) {
  std::set<std::string> out;
  for (const Line& line : section.lines) {
    if (line.starts("acl") && base::contains(line.text(), "_http_req_rate")) {
      out.insert(std::string(line.word(1)));
    }
  }
  return out;
}

bool refuses(const Line& line, const std::set<std::string>& acls) {
  const bool action = line.starts("http-request")
                      && (line.word(1) == "deny" || line.word(1) == "tarpit"
                          || line.word(1) == "reject" || line.word(1) == "return");
  const bool early = line.starts("tcp-request") && base::contains(line.text(), "reject");
  if (!action && !early) {
    return false;
  }
  return base::contains(line.text(), "_http_req_rate")
         || std::any_of(line.words.begin(), line.words.end(),
                        [&](const std::string& word) { return acls.contains(word); });
}

bool counts_requests(const Section& section) {
  return std::any_of(section.lines.begin(), section.lines.end(), [](const Line& line) {
    return line.starts("stick-table") && base::contains(line.text(), "http_req_rate");
  });
}

/// Counter, tracking and refusal: all three, or nothing is limited. The table may be another
/// section's.
void apply_limit(const Section& section, bool counts, std::vector<model::RateLimit>& limits) {
  const auto track = std::find_if(section.lines.begin(), section.lines.end(), [](const Line& line) {
    return (line.starts("http-request") || line.starts("tcp-request"))
           && base::contains(line.text(), "track-sc");
  });
  const auto acls = rate_acls(section);
  const auto refusal = std::find_if(section.lines.begin(), section.lines.end(),
                                    [&](const Line& line) { return refuses(line, acls); });
  if (counts && track != section.lines.end() && refusal != section.lines.end()) {
    limits.push_back(
        {section.name, std::string(track->word(2)), refusal->text(), false, refusal->span});
  }
}

model::ProxyListener listener_of(std::string_view address, const Line& line) {
  model::ProxyListener out;
  out.span = line.span;
  out.tls = std::find(line.words.begin(), line.words.end(), "ssl") != line.words.end();
  const std::size_t colon = address.rfind(':');
  if (address.starts_with('/') || address.starts_with("unix@")) {
    out.address = "unix:" + std::string(address);
    out.port = 0;
    return out;
  }
  const std::string_view digits = address.substr(colon == std::string_view::npos ? 0 : colon + 1);
  out.port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  out.address = colon == std::string_view::npos ? "" : address.substr(0, colon);
  if (out.address == "*" || out.address == "0.0.0.0" || out.address == "::"
      || out.address == "[::]") {
    out.address.clear();
  }
  return out;
}

bool redirects(const Line& line) {
  const std::string text = line.text();
  return (line.starts("redirect") || line.starts("http-request", "redirect"))
         && (base::contains(text, "scheme https") || base::contains(text, "https://"));
}

/// The oldest version that a bind or the global options let in, in the words of nginx.
std::optional<model::Sourced<std::string>> protocols_of(const std::vector<const Line*>& lines) {
  for (const Line* line : lines) {
    const auto minimum = std::find(line->words.begin(), line->words.end(), "ssl-min-ver");
    if (minimum != line->words.end() && minimum + 1 != line->words.end()) {
      const std::string oldest = base::replace_all(*(minimum + 1), "TLSv1.0", "TLSv1");
      return model::Sourced<std::string>{oldest, line->span, {}, {}};
    }
  }
  return std::nullopt;
}

std::string server_address(const Section& section) {
  for (const Line& line : section.lines) {
    if (line.starts("server")) {
      return std::string(line.word(2));
    }
  }
  return {};
}

class Reader {
 public:
  explicit Reader(const std::vector<Section>& sections) : sections_(sections) {
    for (const Section& section : sections) {
      lines_ += section.lines.size();
      counts_ = counts_ || counts_requests(section);
      if (section.kind == "backend") {
        backends_.emplace(section.name, &section);
      }
    }
  }

  model::ProxyServer server(const Section& front) const {
    model::ProxyServer out;
    out.names = {front.name};
    out.span = front.span;
    std::vector<const Line*> tls_lines;
    for (const Line& line : front.lines) {
      if (line.starts("bind")) {
        tls_lines.push_back(&line);
        for (const std::string_view address : base::split(line.word(1), ',')) {
          out.listeners.push_back(listener_of(address, line));
        }
      }
      out.redirects_to_https = out.redirects_to_https || redirects(line);
    }
    for (const Section& each : sections_) {
      for (const Line& line : each.lines) {
        if (each.kind == "global" && line.starts("ssl-default-bind-options")) {
          tls_lines.push_back(&line);
        }
      }
    }
    out.ssl_protocols = protocols_of(tls_lines);
    model::ProxyLocation own;
    own.span = front.span;
    follow(front, own);
    out.locations.push_back(own);
    add_backends(front, own, out);
    return out;
  }

 private:
  void follow(const Section& section, model::ProxyLocation& location) const {
    for (const Line& line : section.lines) {
      apply_header(line, location.headers);
    }
    apply_limit(section, counts_, location.limits);
  }

  void add_backends(const Section& front, const model::ProxyLocation& own,
                    model::ProxyServer& out) const {
    if (front.kind == "listen" && !server_address(front).empty()) {
      model::ProxyLocation location = own;
      location.path = "/";
      location.upstream = server_address(front);
      out.locations.push_back(std::move(location));
    }
    for (const Line& line : front.lines) {
      if ((!line.starts("default_backend") && !line.starts("use_backend"))
          || out.locations.size() >= most_locations()) {
        continue;
      }
      model::ProxyLocation location = own;
      location.path = line.starts("default_backend") ? "/" : line.text();
      location.span = line.span;
      location.upstream = line.word(1);
      if (const auto back = backends_.find(line.word(1)); back != backends_.end()) {
        follow(*back->second, location);
        location.upstream = server_address(*back->second);
      }
      out.locations.push_back(std::move(location));
    }
  }

  /// Each location is made from the lines of two sections: many of the one leave room for few of
  /// the other.
  std::size_t most_locations() const {
    return std::min(limits::proxy_locations, limits::nginx_directives / (lines_ + 1) + 16);
  }

  const std::vector<Section>& sections_;
  std::map<std::string, const Section*, std::less<>> backends_;
  std::size_t lines_ = 0;
  bool counts_ = false;
};

} // namespace

std::optional<model::ProxyConfig> read_haproxy(const ContainerView& view) {
  for (const char* path : {"/usr/local/etc/haproxy/haproxy.cfg", "/etc/haproxy/haproxy.cfg"}) {
    const auto file = view.read(path);
    if (!file) {
      continue;
    }
    model::ProxyConfig config;
    config.kind = "haproxy";
    config.file = file->name;
    const auto sections = sections_of(*file);
    const Reader reader(sections);
    for (const Section& section : sections) {
      if (section.kind == "frontend" || section.kind == "listen") {
        config.servers.push_back(reader.server(section));
      }
    }
    return config;
  }
  return std::nullopt;
}

} // namespace secaudit::project::proxy
