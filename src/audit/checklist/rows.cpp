// SPDX-License-Identifier: Apache-2.0
#include "audit/checklist/rows.hpp"

#include "audit/checklist/titles.hpp"

namespace secaudit::audit {
namespace {

constexpr Row checklist[] = {
    {"C1", "Security scan run, reports reviewed", C1,
     "UNKN while anything was not scanned (files only, an image or layer not read, a gap, "
     "no vulnerability data). Scanned completely: ASK until C1 is attested with this "
     "report's id, WARN when the acknowledged report had other findings, PASS when it is "
     "this one, or when every finding of now was there already at that review. A review "
     "that has expired fails. The id is computed from the findings, not from texts or "
     "lines."},
    {"C2", "CRITICAL and HIGH addressed", C2,
     "UNKN without vulnerability data or with data that do not cover an ecosystem in use. "
     "FAIL with an open CRITICAL, a HIGH past its due date, or anything that CISA lists as "
     "exploited; WARN with a HIGH inside its seven days, where only faults without a fix "
     "or a rating are left, or by advisory data older than a week; else PASS. UNKN as well "
     "for images of a distribution without updates, and for images and manifests that "
     "neither the database nor a scanner looked at in full. One fault in one package of "
     "one image counts once, whoever reports it. Waived ones, and those a VEX document "
     "takes out, are named beside."},
    {"C3", "Strong passwords in .env (16+)", C3,
     "FAIL with a weak, short, empty, default or placeholder password in force for a "
     "service that starts; WARN for borderline ones and for strong fallbacks written into "
     "the compose file; ASK when the values are supplied at deploy time or lie in secrets; "
     "PASS when all values in force are strong; NA when nothing takes a password. Values "
     "are never printed."},
    {"C4", "HTTPS", C4,
     "FAIL when a service that speaks HTTP is published and no TLS is on the way; WARN "
     "with TLS but without a redirect, without renewal of the certificate, or with flaws "
     "the proxy rules name; ASK when published on loopback only or through a tunnel, "
     "and for ports and host networks of which the protocol is not known; UNKN where the "
     "proxy's configuration is not here; NA when nothing that speaks HTTP is published. TLS: "
     "listeners in the configurations of "
     "published proxies (nginx, Caddy, Apache, HAProxy, nginx-proxy with a companion that "
     "gets its certificates), Traefik labels, arguments and mounted files. Port 443 alone "
     "proves nothing."},
    {"C5", "Database backups", C5,
     "For each datastore (caches and brokers aside): a backup image or dump command that "
     "fits it, names it or mounts its data, shares a network with it, and runs on a "
     "schedule. WARN on one host only, without an end for old backups, or with a datastore "
     "left out; ASK for a backup script that nothing here starts, and for tools that keep "
     "their jobs in their own database; FAIL with no writer. Services that keep files or an "
     "embedded database in a volume, or in a folder of the host outside of the project, "
     "count as well; configuration, certificates, caches, metrics and logs do not. NA "
     "without data."},
    {"C6", "Log aggregation", C6,
     "PASS when every long-running service uses a driver with an address, or a shipper "
     "reads the containers' logs and a store is there; WARN in part, with no store in "
     "sight, or with a viewer only; ASK for a shipper that reads the host's journal, where "
     "the engine may log or not; FAIL when logs stay with the engine. Rotation is no "
     "aggregation."},
    {"C7", "Resource limits", C7,
     "Memory on every long-running service, else FAIL; WARN when CPU or process limits are "
     "missing. Reservations and shares are no limits."},
    {"C8", "API rate limiting", C8,
     "PASS when Traefik's limiter is attached, every proxied location has a limit in force "
     "(`limit_req` of nginx, Caddy's rate_limit module, HAProxy's counter with a refusal, "
     "mod_evasive or mod_qos of Apache), or the application constructs a limiter; WARN for "
     "some locations, a limiter installed but unused, counters in each process's memory, "
     "or flaws the proxy rules name; FAIL for a published API without any; UNKN where the "
     "proxy's configuration is not here, ASK where everything is published on loopback "
     "only; NA without an API."},
    {"C9", "Monitoring and alerting", C9,
     "PASS when something measures the project (a scraper whose configuration names one of "
     "its services, an agent, an APM key) and an alert has a receiver; WARN with one of "
     "them or error tracking only; ASK for tools with settings in their own database; FAIL "
     "with neither. Health checks alert nobody."},
    {"C10", "Disaster recovery tested", nullptr,
     "FAIL when C5 failed or no procedure exists; ASK when a procedure or a scheduled "
     "restore exists, because no file proves that the last run passed; PASS by attestation "
     "(`docker secaudit attest C10`), FAIL when that has expired; NA when C5 does not "
     "apply."},
    {"C11", "Incident response documented", C11,
     "The best of SECURITY.md, runbooks and plans: PASS with a contact, at least four of "
     "the six phases (detect, triage, contain, fix, recover, learn) and a link from the "
     "README; WARN when one is missing, template text is left, or the last commit "
     "that changed it is more than a year old; FAIL without a document. Without git, in a "
     "shallow clone and before the first commit the age is not checked, which is said."},
    {"C12", "Image signing", C12,
     "PASS when all images that are not built here are pinned by digest, those built here "
     "are signed in CI, and what is deployed is verified before; WARN for a part; FAIL for "
     "none. `DOCKER_CONTENT_TRUST=1` alone protects nothing: Compose and BuildKit do not "
     "look at it."},
};

constexpr Row hardening[] = {
    {"H1", "Production application server", H1,
     "the command in force, followed through scripts: a development server fails, settings "
     "of a production server warn"},
    {"H2", "Clean package installation", H2,
     "`apt-get install` without `--no-install-recommends`, caches left in an image: warn"},
    {"H3", "Containers run as non-root", H3,
     "the user each service ends up as, from `user:`, the image or what is known of it; "
     "root fails"},
    {"H4", "Minimal base images", H4,
     "slim, alpine, distroless, scratch and the like pass; others, and bases past their "
     "end of life, warn"},
    {"H5", "Multi-stage, no build tools left", H5,
     "what is installed in the images; unknown when no image was read"},
    {"H6", "Health checks", H6,
     "each long-running service has one in force; checks that cannot fail warn"},
    {"H7", "Image labels", H7, "version, source and revision by the OCI names; missing ones warn"},
    {"H8", "Security headers", H8,
     "the headers in force at each location: HSTS, CSP and frame protection missing fails, "
     "the others warn"},
    {"H9", "Database not exposed", H9,
     "a datastore on a port that others reach fails; loopback passes"},
    {"H10", "Network segmentation", H10,
     "the host's network fails; a datastore on the network of what is published warns"},
    {"H11", "CORS", H11, "any origin with credentials fails, without them warns"},
    {"H12", "Pinned dependencies", H12,
     "ranges without a lock file fail; a lock out of step, or no update bot, warns"},
    {"H13", "No hard-coded secrets", H13,
     "secrets in files, images, compose or Dockerfiles, and a `.env` in git, fail; one "
     "that is not ignored warns"},
    {"H14", "Errors, logs, connection pool", H14,
     "debug mode in force fails; log files in the container and unpooled connections warn"},
    {"H15", "Security document", H15,
     "scanning, remediation, deployment checklist, incident response, link from the README, "
     "touched within a year"},
    {"H16", "Cost of hardening shown", H16, "sizes of the images; never fails"},
};

} // namespace

std::span<const Row> checklist_rows() {
  return checklist;
}

std::span<const Row> hardening_rows() {
  return hardening;
}

std::string_view title_of(std::string_view item) {
  for (const auto rows : {checklist_rows(), hardening_rows()}) {
    for (const Row& row : rows) {
      if (row.id == item) {
        return row.title;
      }
    }
  }
  return {};
}

} // namespace secaudit::audit
