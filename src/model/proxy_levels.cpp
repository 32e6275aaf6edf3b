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

/// A chain of blocks with their indexes: a block is looked through once, not once a level in it.
struct Chain {
  std::vector<const Block*> blocks;
  std::vector<std::shared_ptr<const BlockIndex>> indexes;

  Chain with(const Block& block) const {
    Chain out = *this;
    auto index = std::make_shared<BlockIndex>();
    for (const Directive& directive : block) {
      (*index)[directive.name].push_back(&directive);
    }
    out.blocks.push_back(&block);
    out.indexes.push_back(std::move(index));
    return out;
  }
};

class Collector {
 public:
  std::vector<ProxyLevel> levels;

  void top(const Block& block) {
    const Chain chain = Chain().with(block);
    if (!has_server(block)) {
      add(ProxyLevel::Kind::server, nullptr, nullptr, chain);
      inner(block, nullptr, chain);
      return;
    }
    outer(block, chain);
  }

 private:
  void outer(const Block& block, const Chain& chain) {
    for (const Directive& directive : block) {
      if (!directive.has_block || holds_no_levels(directive)) {
        continue;
      }
      const Chain deeper = chain.with(directive.block);
      if (directive.name == "server") {
        add(ProxyLevel::Kind::server, &directive, &directive, deeper);
        inner(directive.block, &directive, deeper);
      } else {
        outer(directive.block, deeper);
      }
    }
  }

  void inner(const Block& block, const Directive* server, const Chain& chain) {
    for (const Directive& directive : block) {
      const bool location = directive.name == "location";
      if (!directive.has_block
          || (!location && directive.name != "if" && directive.name != "limit_except")) {
        continue;
      }
      const Chain deeper = chain.with(directive.block);
      add(location ? ProxyLevel::Kind::location : ProxyLevel::Kind::condition, server, &directive,
          deeper);
      inner(directive.block, server, deeper);
    }
  }

  void add(ProxyLevel::Kind kind, const Directive* server, const Directive* self,
           const Chain& chain) {
    levels.push_back({kind, server, self, chain.blocks, chain.indexes});
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

const std::vector<const Directive*>& ProxyLevel::named(std::size_t depth,
                                                       std::string_view name) const {
  static const std::vector<const Directive*> none;
  const auto found = indexes[depth]->find(name);
  return found == indexes[depth]->end() ? none : found->second;
}

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
  collector.top(directives);
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
  for (std::size_t depth = level.indexes.size(); depth-- > 0;) {
    if (const auto& found = level.named(depth, name); !found.empty()) {
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
  const auto& found = level.named(level.indexes.size() - 1, name);
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
