// SPDX-License-Identifier: Apache-2.0
// The command line as plain data.
#pragma once

#include "host/docker.hpp"

#include <string>
#include <vector>

namespace secaudit::plugin {

/// What every auditing command understands.
struct CommonOptions {
  std::vector<std::string> formats;
  std::vector<std::string> outputs;
  std::vector<std::string> severities;
  std::string fail_on; ///< "" = the configuration's, else high
  std::string as_of;
  std::string config;
  std::string colour = "auto";
  std::string progress = "auto";
  std::string reports; ///< "" = security-reports of the project where the command writes any
  bool no_reports = false;
  bool no_cache_results = false; ///< read every image anew
  bool strict = false;
  bool quiet = false;
  bool verbose = false;
  bool all = false;
  std::string scanners;        ///< "" = the command's own default, else auto, none or names
  std::string scanner_timeout; ///< Go duration; "" = what the kind of target usually needs
  std::vector<std::string> vex;
  bool ignore_unfixed = false;
};

struct ComposeOptions {
  host::ComposeFlags flags;
  std::vector<std::string> services;
  std::string platform;
  bool no_build = false;
  bool cached = false;
  bool pull = false;
  bool no_images = false;
  bool origins = false; ///< inspect compose
};

struct ImageOptions {
  std::string target;
  std::string platform;
  std::string dockerfile;
  bool pull = false;
};

/// The advisory database and its commands.
struct DatabaseOptions {
  std::string file;     ///< "" = where it usually is
  std::string source;   ///< of `db update`: URL of a mirror
  bool replace = false; ///< `db import`: leave nothing of the old one
};

/// `report diff`.
struct DiffOptions {
  std::string since; ///< date
};

struct AttestOptions {
  std::string by;
  std::string on;
  std::string expires;
  std::string evidence;
  std::string statement;
  std::string report;
  std::vector<std::string> scope;
};

struct SecretsOptions {
  bool staged = false;
  std::string range; ///< "" = not asked for
};

struct HookOptions {
  bool print = false;  ///< show, change nothing
  bool global = false; ///< also where all repositories of the user share the folder of hooks
  bool force = false;  ///< also beside a hook manager
};

struct Options {
  std::string command; ///< full name, "rules show"
  std::vector<std::string> docker_flags;
  CommonOptions common;
  ComposeOptions compose;
  ImageOptions image;
  bool dry_run = false; ///< fix: show what would be written
  DatabaseOptions database;
  DiffOptions diff;
  AttestOptions attest;
  SecretsOptions secrets;
  HookOptions hook;
  std::vector<std::string>
      words; ///< paths of check and inspect, ids of rules, item of attest, shell of completion
};

} // namespace secaudit::plugin
