// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/app_limits.hpp"

#include "audit/evidence/search.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace secaudit::audit {
namespace {

/// What the code of a library's users looks like. Patterns of one entry are alternatives.
struct Library {
  std::string_view name;
  std::string_view constructed;
  std::string_view attached;
  std::string_view switched_off; ///< "" = nothing does
  std::string_view shared_store; ///< counters outside the process; "" = they always are, or it has
                                 ///< only one
};

constexpr std::array<Library, 8> libraries = {{
    {"flask-limiter", R"(\bLimiter\()",
     R"(default_limits\s*=|application_limits\s*=|@\w*limiter\.(limit|shared_limit)\(|SlowAPIMiddleware)",
     R"(RATELIMIT_ENABLED['"\]]*\s*=\s*False)",
     R"(storage_uri\s*=\s*(['"](redis|valkey|memcached|mongodb|etcd)|[a-zA-Z_])|RATELIMIT_STORAGE_UR[IL])"},
    {"fastapi-limiter", R"(FastAPILimiter\.init\()", R"(\bRateLimiter\()", "", ""},
    {"express-rate-limit", R"(\brateLimit\(|\brateLimiter\()",
     R"(\.use\([^)]*([lL]imit)|,\s*\w*[lL]imiter\w*\s*,|fastifyRateLimit|register\(.*rate-?[lL]imit)",
     "", R"(\bstore\s*:)"},
    {"@nestjs/throttler", R"(ThrottlerModule\.forRoot)", R"(ThrottlerGuard)", "",
     R"(ThrottlerStorage|storage\s*:)"},
    {"Django REST framework", R"(DEFAULT_THROTTLE_CLASSES)", R"(DEFAULT_THROTTLE_RATES)", "",
     R"(CACHES[\s\S]*(redis|memcached|Redis|Memcached))"},
    {"ASP.NET rate limiting", R"(AddRateLimiter\()", R"(UseRateLimiter\()", "", ""},
    {"Laravel throttle", R"(RateLimiter::for\(|throttle:[0-9a-z])", R"(throttle:[0-9a-z])", "", ""},
    {"Rack::Attack", R"(Rack::Attack\.throttle|\bthrottle\()", R"(Rack::Attack)", "", ""},
}};

std::vector<model::Evidence> code(const Known& known, std::string_view pattern) {
  return pattern.empty() ? std::vector<model::Evidence>{}
                         : in_code(*known.subjects.tree, Patterns({std::string(pattern)}));
}

/// Whether more than one process answers: workers of the server, or replicas.
bool several_processes(const Known& known) {
  const Patterns many({R"((--workers|-w|--processes)[ =]([2-9]|[1-9][0-9])\b)",
                       R"(\bpm2\b.* -i (max|[2-9]))", R"(WEB_CONCURRENCY=([2-9]|[1-9][0-9]))"});
  for (const model::StartCommand& start : known.subjects.start_commands) {
    for (const model::Origin& step : start.chain) {
      if (many.matches(step.note)) {
        return true;
      }
    }
  }
  for (const model::Service* service : known.active) {
    const model::Node* replicas = service->node.at("deploy.replicas");
    if (many.matches(command_of(*service))
        || (replicas != nullptr && std::atoi(replicas->text.c_str()) > 1)) {
      return true;
    }
  }
  const Patterns settings({R"(^\s*workers\s*=\s*([2-9]|[1-9][0-9]|.*cpu_count))"});
  return !in_code(*known.subjects.tree, settings).empty();
}

AppLimiter judged(const Known& known, const Library& library) {
  AppLimiter out;
  out.library = library.name;
  out.evidence = code(known, library.constructed);
  if (out.evidence.empty()) {
    return out;
  }
  const auto attached = code(known, library.attached);
  if (attached.empty() || !code(known, library.switched_off).empty()) {
    out.step = AppLimiter::Step::constructed;
    return out;
  }
  out.evidence.push_back(attached.front());
  const bool counts_alone = !library.shared_store.empty()
                            && code(known, library.shared_store).empty()
                            && several_processes(known);
  out.step = counts_alone ? AppLimiter::Step::per_process : AppLimiter::Step::in_force;
  return out;
}

} // namespace

AppLimiter app_limiter(const Known& known) {
  AppLimiter best;
  if (!known.subjects.tree) {
    return best;
  }
  for (const Library& library : libraries) {
    AppLimiter found = judged(known, library);
    best = found.step > best.step ? std::move(found) : std::move(best);
  }
  if (best.step < AppLimiter::Step::in_force) {
    const auto other =
        code(known, R"(httprate\.Limit|tollbooth\.NewLimiter|limiter\.New\(|)"
                    R"(RequestRateLimiter|rate_limit to:|@RateLimiter\(|@ratelimit\()");
    if (!other.empty()) {
      return {AppLimiter::Step::in_force, "the application", other};
    }
  }
  const auto login = code(known, R"(AXES_FAILURE_LIMIT|DEFENDER_LOGIN_FAILURE_LIMIT)");
  if (best.step == AppLimiter::Step::none && !login.empty()) {
    return {AppLimiter::Step::login_only, "django-axes", login};
  }
  return best;
}

} // namespace secaudit::audit
