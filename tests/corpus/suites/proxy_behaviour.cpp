// SPDX-License-Identifier: Apache-2.0
// The effective headers that we compute against what nginx answered.
#include "base/json.hpp"
#include "base/text.hpp"
#include "host/system_host.hpp"
#include "model/proxy_levels.hpp"
#include "project/proxy/read.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "corpus.hpp"
#include "proxy_readers.hpp"

namespace secaudit::corpus {
namespace {

namespace fs = std::filesystem;
using boost::json::value;
using model::ProxyLocation;
using model::ProxyServer;

std::string slurp(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// As nginx chooses: exact, longest prefix, then the first regular expression unless `^~`.
const ProxyLocation* choose(const ProxyServer& server, const std::string& path) {
  const ProxyLocation* prefix = nullptr;
  for (const ProxyLocation& location : server.locations) {
    if (location.modifier == "=" && location.path == path) {
      return &location;
    }
    const bool is_prefix = location.modifier.empty() || location.modifier == "^~";
    if (is_prefix && !location.path.empty() && path.starts_with(location.path)
        && (prefix == nullptr || location.path.size() > prefix->path.size())) {
      prefix = &location;
    }
  }
  if (prefix != nullptr && prefix->modifier == "^~") {
    return prefix;
  }
  for (const ProxyLocation& location : server.locations) {
    if (location.modifier.starts_with('~') && location.modifier.size() <= 2) {
      const auto flags = location.modifier == "~*" ? std::regex::ECMAScript | std::regex::icase
                                                   : std::regex::ECMAScript;
      try {
        if (std::regex_search(path, std::regex(location.path, flags))) {
          return &location;
        }
      } catch (const std::regex_error&) {
        return nullptr;
      }
    }
  }
  return prefix != nullptr ? prefix : &server.locations.front();
}

const ProxyServer* choose(const model::ProxyConfig& config, int port, const std::string& host) {
  const ProxyServer* fallback = nullptr;
  for (const ProxyServer& server : config.servers) {
    for (const model::ProxyListener& listener : server.listeners) {
      if (listener.port != port) {
        continue;
      }
      if (std::find(server.names.begin(), server.names.end(), host) != server.names.end()) {
        return &server;
      }
      fallback = listener.default_server || fallback == nullptr ? &server : fallback;
    }
  }
  return fallback;
}

/// Files of the recorder's document root; other paths end at try_files or 404.
std::string file_for(std::string path) {
  static const std::set<std::string> files = {"/index.html", "/static/a.css",
                                              "/static-private/x.txt", "/secret.txt"};
  if (path.ends_with('/')) {
    path += "index.html";
  }
  return files.contains(path) ? path : "";
}

/// Whether the location maps its path to files by itself.
bool has_alias(const model::ProxyConfig& config, const ProxyLocation& location) {
  const auto all = model::anywhere(config.directives, "location");
  return std::any_of(all.begin(), all.end(), [&](const model::Directive* each) {
    return each->span == location.span && !model::directives_named(each->block, "alias").empty();
  });
}

bool without_always(int status) {
  static const std::set<int> codes = {200, 201, 204, 206, 301, 302, 303, 304, 307, 308};
  return codes.contains(status);
}

std::vector<std::string> recorded(const value& response, const std::set<std::string>& names) {
  std::vector<std::string> out;
  for (const value& line : response.at("headers").as_array()) {
    const std::string text(line.as_string());
    if (names.contains(base::to_lower(text.substr(0, text.find(':'))))) {
      out.push_back(text);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void score_response(const model::ProxyConfig& config, const value& response, const std::string& id,
                    const std::set<std::string>& names, Score& score) {
  const value& request = response.at("request");
  const std::string host = base::text_at(request, "host");
  const ProxyServer* server =
      choose(config, base::string_at(request, "scheme") == "https" ? 443 : 80,
             host.empty() ? "app.example.com" : host);
  std::string path = base::text_at(request, "path");
  path = path.substr(0, path.find('?'));
  const ProxyLocation* location = server == nullptr ? nullptr : choose(*server, path);
  const int status = static_cast<int>(base::integer_at(response, "status").value_or(0));
  if (location == nullptr) {
    score.check(false, id + " no location");
    return;
  }
  // An index file or the fallback of a single-page application is looked up anew.
  if (location->upstream.empty() && !location->returns && status == 200
      && !has_alias(config, *location)) {
    const std::string file = file_for(path);
    location = choose(*server, file.empty() ? "/index.html" : file);
  }
  std::vector<std::string> computed;
  for (const model::HeaderSetting& header : location->headers) {
    if ((header.always || without_always(status)) && names.contains(base::to_lower(header.name))) {
      computed.push_back(header.name + ": " + header.value);
    }
  }
  std::sort(computed.begin(), computed.end());
  const std::vector<std::string> seen = recorded(response, names);
  const bool same = location->upstream.empty()
                        ? computed == seen
                        : std::includes(seen.begin(), seen.end(), computed.begin(), computed.end());
  score.check(same, id + " " + path);
}

/// Cases whose headers depend on variables or on `if` need the request's values.
bool is_static(const model::ProxyConfig& config) {
  const auto headers = model::anywhere(config.directives, "add_header");
  return std::none_of(headers.begin(), headers.end(),
                      [](const model::Directive* header) {
                        return base::contains(model::argument(*header, 1), "$");
                      })
         && model::anywhere(config.directives, "if").empty()
         && model::anywhere(config.directives, "error_page").empty();
}

void score_case(const fs::path& folder, Score& score) {
  const auto expected = base::parse_json(slurp(folder / "expected.json"));
  const value* responses = expected ? base::find(*expected, "responses") : nullptr;
  const host::SystemHost host;
  const auto config =
      project::proxy::read_nginx(host, (folder / "default.conf").string(), folder.string());
  if (responses == nullptr || !is_static(config)) {
    return;
  }
  std::set<std::string> names;
  for (const model::Directive* header : model::anywhere(config.directives, "add_header")) {
    names.insert(base::to_lower(model::argument(*header, 0)));
  }
  // nginx itself and `expires` send these as well.
  names.erase("content-type");
  names.erase("cache-control");
  for (const value& response : responses->as_array()) {
    score_response(config, response, folder.filename().string(), names, score);
  }
}

void score_inherited(const fs::path& folder, const value& label, Score& score) {
  const std::string file = base::text_at(label, "file");
  const value* headers = base::find(label, "headers");
  if (headers == nullptr || !file.starts_with("behaviour/nginx-inherit/")) {
    return;
  }
  const host::SystemHost host;
  const fs::path path = folder / file;
  const auto config = project::proxy::read_nginx(host, path.string(), path.parent_path().string());
  const ProxyLocation* location =
      config.servers.empty() ? nullptr
                             : choose(config.servers.front(), base::text_at(label, "path"));
  std::vector<std::string> computed;
  for (const model::HeaderSetting& header :
       location == nullptr ? std::vector<model::HeaderSetting>{} : location->headers) {
    computed.push_back(header.name + ": " + header.value);
  }
  std::vector<std::string> wanted;
  for (const value& line : headers->as_array()) {
    wanted.emplace_back(line.as_string());
  }
  score.check(computed == wanted, file);
}

} // namespace

Score proxy_behaviour(const fs::path& root) {
  Score score;
  const fs::path folder =
      fs::is_directory(root / "corpora") ? root / "corpora" / "proxy" : root / "proxy";
  if (!fs::is_directory(folder / "behaviour" / "nginx")) {
    score.absent = true;
    return score;
  }
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(folder / "behaviour" / "nginx")) {
    cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  for (const fs::path& item : cases) {
    score_case(item, score);
  }
  for (const char* server : {"caddy", "apache", "haproxy"}) {
    cases.clear();
    for (const auto& entry : fs::directory_iterator(folder / "behaviour" / server)) {
      for (const auto& file : fs::directory_iterator(entry.path())) {
        if (file.path().filename() != "expected.json") {
          cases.push_back(file.path());
        }
      }
    }
    std::sort(cases.begin(), cases.end());
    for (const fs::path& item : cases) {
      score_other_server(item, score);
    }
  }
  std::ifstream labels(folder / "labels.jsonl");
  for (std::string line; std::getline(labels, line);) {
    if (const auto label = base::parse_json(line)) {
      score_inherited(folder, *label, score);
    }
  }
  return score;
}

} // namespace secaudit::corpus
