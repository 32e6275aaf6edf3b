// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/items.hpp"
#include "audit/evidence/search.hpp"

namespace secaudit::audit {
namespace {

std::vector<model::Evidence> debug_in_code(const model::ProjectTree& tree) {
  // The table's other entries are prose or depend on where they stand.
  return in_code(tree,
                 Patterns({R"(\bapp\.run\(.*debug\s*=\s*True)", R"(^\s*DEBUG\s*=\s*True\b)",
                           R"(PROPAGATE_EXCEPTIONS['"\]]*\s*=\s*True)",
                           R"(FastAPI\(.*debug\s*=\s*True)", R"(res\.(send|json)\(.*err\.stack)",
                           R"(^\s*ini_set\(\s*['"]display_errors['"]\s*,\s*['"]?(1|On))",
                           R"(consider_all_requests_local\s*=\s*true)"}));
}

const model::Variable* debug_variable(const Known& known, const model::Service** where) {
  static const std::vector<std::string> names{"FLASK_DEBUG=1",
                                              "FLASK_DEBUG=true",
                                              "FLASK_ENV=development",
                                              "APP_DEBUG=true",
                                              "DEBUG=True",
                                              "DEBUG=true",
                                              "DEBUG=1",
                                              "DJANGO_DEBUG=True",
                                              "NODE_ENV=development",
                                              "RAILS_ENV=development",
                                              "ASPNETCORE_ENVIRONMENT=Development"};
  for (const model::Service* service : known.active) {
    if (const model::Variable* variable = variable_like(*service, names)) {
      *where = service;
      return variable;
    }
  }
  return nullptr;
}

std::vector<model::Evidence> connects_each_time(const model::ProjectTree& tree) {
  const Patterns pools(
      {R"(ConnectionPool\(|psycopg2\.pool|create_engine\(|create_pool\(|SQLAlchemy\(|new Pool\(|createPool\()"});
  if (!in_code(tree, pools).empty()) {
    return {};
  }
  return in_code(tree,
                 Patterns({R"(\b(psycopg2|psycopg|pymysql|MySQLdb|mysql\.connector)\.connect\()",
                           R"(\bnew Client\(|mysql\.createConnection\()"}));
}

std::vector<model::Evidence> log_files(const model::ProjectTree& tree) {
  return in_code(tree, Patterns({R"(\b(Rotating|TimedRotating|Watched)?FileHandler\()",
                                 R"(logging\.basicConfig\(.*filename\s*=)",
                                 R"(winston\.transports\.File)", R"(^\s*accesslog\s*=\s*['"]/)"}));
}

} // namespace

Grounds H14(const Known& known) {
  Grounds grounds;
  const model::Service* where = nullptr;
  const model::Variable* variable = debug_variable(known, &where);
  const Outcomes found = outcomes_of(known, {"CO804", "DF601", "DF602", "DF603", "DF604", "DF605"});
  grounds.rules.assign(found.rules.begin(), found.rules.end());
  if (variable != nullptr) {
    const model::Evidence place =
        rules::at(variable->span, variable->name + "=" + *variable->value);
    grounds.contrary = Ground{variable->name + " in " + where->name + "  " + model::place_of(place),
                              "",
                              {place},
                              "set " + variable->name + " for development only"};
    return grounds;
  }
  if (found.worst_at_least(model::Severity::medium)) {
    grounds.contrary = ground_of(found.open);
    return grounds;
  }
  if (!known.subjects.tree) {
    grounds.unreadable = Ground{"the application's code was not read", "", {}, ""};
    return grounds;
  }
  const model::ProjectTree& tree = *known.subjects.tree;
  if (auto debug = debug_in_code(tree); !debug.empty()) {
    grounds.contrary = Ground{"debug mode  " + model::place_of(debug.front()), "", debug,
                              "read the debug switch from the environment, off by default"};
  } else if (auto connections = connects_each_time(tree); !connections.empty()) {
    grounds.partial = Ground{"no connection pool  " + model::place_of(connections.front()), "",
                             connections, "use a connection pool"};
  } else if (auto files = log_files(tree); !files.empty()) {
    grounds.partial = Ground{"logs to a file  " + model::place_of(files.front()), "", files,
                             "log to standard output"};
  } else if (tree.sources.empty()) {
    grounds.inapplicable = Ground{"no application code", "", {}, ""};
  } else {
    grounds.strong = Ground{"no debug mode, log file or unpooled access", "", {}, ""};
  }
  return grounds;
}

} // namespace secaudit::audit
