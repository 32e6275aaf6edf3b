// SPDX-License-Identifier: Apache-2.0
#include "model/proxy_levels.hpp"

#include <algorithm>

namespace secaudit::model {
namespace {

using Block = std::vector<Directive>;

/// Blocks that hold no settings of answers.
bool holds_no_levels(const Directive& directive) {
  return directive.name == "upstream" || directive.name == "stream" || directive.name == "mail"
         || directive.name == "map" || directive.name == "geo" || directive.name == "types"
         || directive.name == "events" || directive.name == "split_clients"
         || directive.name == "match" || directive.name == "charset_map";
}

bool has_server(const Block& block) {
  return std::any_of(block.begin(), block.end(), [](const Directive& directive) {
    return (directive.name == "server" && directive.has_block)
           || (directive.has_block && !holds_no_levels(directive) && has_server(directive.block));
  });
}

class Collector {
 public:
  std::vector<ProxyLevel> levels;

  void top(const Block& block, std::vector<const Block*> chain) {
    chain.push_back(&block);
    if (!has_server(block)) {
      add(ProxyLevel::Kind::server, nullptr, nullptr, chain);
      inner(block, nullptr, chain);
      return;
    }
    outer(block, chain);
  }

 private:
  void outer(const Block& block, const std::vector<const Block*>& chain) {
    for (const Directive& directive : block) {
      if (!directive.has_block || holds_no_levels(directive)) {
        continue;
      }
      std::vector<const Block*> deeper = chain;
      deeper.push_back(&directive.block);
      if (directive.name == "server") {
        add(ProxyLevel::Kind::server, &directive, &directive, deeper);
        inner(directive.block, &directive, deeper);
      } else {
        outer(directive.block, deeper);
      }
    }
  }

  void inner(const Block& block, const Directive* server, const std::vector<const Block*>& chain) {
    for (const Directive& directive : block) {
      const bool location = directive.name == "location";
      if (!directive.has_block
          || (!location && directive.name != "if" && directive.name != "limit_except")) {
        continue;
      }
      std::vector<const Block*> deeper = chain;
      deeper.push_back(&directive.block);
      add(location ? ProxyLevel::Kind::location : ProxyLevel::Kind::condition, server, &directive,
          deeper);
      inner(directive.block, server, deeper);
    }
  }

  void add(ProxyLevel::Kind kind, const Directive* server, const Directive* self,
           const std::vector<const Block*>& chain) {
    levels.push_back({kind, server, self, chain});
  }
};

void collect(const Block& block, std::string_view name, std::vector<const Directive*>& out) {
  for (const Directive& directive : block) {
    if (directive.name == name) {
      out.push_back(&directive);
    }
    collect(directive.block, name, out);
  }
}

} // namespace

Span ProxyLevel::span() const {
  if (self != nullptr) {
    return self->span;
  }
  return own().empty() ? Span{} : own().front().span;
}

std::string ProxyLevel::title() const {
  if (self == nullptr) {
    return "the configuration";
  }
  if (kind != Kind::server) {
    const std::string text = arguments_text(*self);
    return kind == Kind::location ? "location " + text : self->name + " (" + text + ")";
  }
  const auto names = directives_named(self->block, "server_name");
  return names.empty() ? "the server" : "server " + std::string(argument(*names.front(), 0));
}

std::vector<ProxyLevel> levels_of(const std::vector<Directive>& directives) {
  Collector collector;
  collector.top(directives, {});
  return std::move(collector.levels);
}

std::vector<const Directive*> directives_named(const std::vector<Directive>& block,
                                               std::string_view name) {
  std::vector<const Directive*> out;
  for (const Directive& directive : block) {
    if (directive.name == name) {
      out.push_back(&directive);
    }
  }
  return out;
}

std::vector<const Directive*> in_force(const ProxyLevel& level, std::string_view name) {
  for (auto block = level.chain.rbegin(); block != level.chain.rend(); ++block) {
    auto found = directives_named(**block, name);
    if (!found.empty()) {
      return found;
    }
  }
  return {};
}

const Directive* setting(const ProxyLevel& level, std::string_view name) {
  const auto found = in_force(level, name);
  return found.empty() ? nullptr : found.front();
}

const Directive* own(const ProxyLevel& level, std::string_view name) {
  const auto found = directives_named(level.own(), name);
  return found.empty() ? nullptr : found.front();
}

std::vector<const Directive*> anywhere(const std::vector<Directive>& directives,
                                       std::string_view name) {
  std::vector<const Directive*> out;
  collect(directives, name, out);
  return out;
}

std::string_view argument(const Directive& directive, std::size_t index) {
  return index < directive.arguments.size() ? std::string_view(directive.arguments[index].value)
                                            : std::string_view();
}

std::string arguments_text(const Directive& directive) {
  std::string out;
  for (const auto& item : directive.arguments) {
    out += (out.empty() ? "" : " ") + item.value;
  }
  return out;
}

} // namespace secaudit::model
