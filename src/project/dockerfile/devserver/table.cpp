// SPDX-License-Identifier: Apache-2.0
#include "project/dockerfile/devserver/table.hpp"

#include <iterator>

namespace secaudit::project::dockerfile::devserver {

constexpr std::string_view fit = "";
constexpr std::string_view tool = "-";
constexpr std::string_view python = "DF601";
constexpr std::string_view javascript = "DF602";
constexpr std::string_view ruby = "DF603";
constexpr std::string_view php = "DF604";
constexpr std::string_view other = "DF605";

const Entry entries[] = {
    // Python
    {"flask", "db|shell|routes|init-db|create-db|seed", tool},
    {"flask|quart", "run", python},
    {"flask|quart", "", tool},
    {"manage.py|django-admin|django-admin.py|django", "runserver|runserver_plus|runsslserver",
     python},
    {"manage.py|django-admin|django-admin.py|django", "testserver|livereload", python},
    {"manage.py|django-admin|django-admin.py|django", "", tool},
    {"gunicorn|uvicorn|hypercorn|granian|daphne", "--reload|--reload-dir|--reload-engine", python},
    {"gunicorn|uvicorn|hypercorn|granian|daphne|waitress-serve|waitress|uwsgi|bjoern", "", fit},
    {"celery|rq|dramatiq|huey_consumer|alembic|pytest|pip|prefect", "", tool},
    {"fastapi", "dev|--reload", python},
    {"fastapi", "run", fit},
    {"sanic", "--dev|--debug|--auto-reload|-d|-r", python},
    {"sanic", "", fit},
    {"pserve", "--reload", python},
    {"pserve", "", fit},
    {"http.server|SimpleHTTPServer|wsgiref.simple_server", "", python},
    {"watchmedo", "auto-restart|shell-command", python},
    {"watchfiles|jurigged|hupper", "", python},
    {"adev", "runserver", python},
    {"streamlit|gradio|chainlit|panel|mlflow|airflow|dagster|superset", "", fit},
    // JavaScript
    {"vite", "build|optimize", tool},
    {"vite", "", javascript},
    {"webpack", "serve|server|s|watch|w|--watch|-w", javascript},
    {"webpack", "", tool},
    {"webpack-dev-server|nodemon|ts-node|ts-node-dev|tsnd|ts-node-esm|live-server|browser-sync|"
     "start-storybook|budo|elm-live|node-dev|json-server",
     "", javascript},
    {"react-scripts|craco|react-app-rewired|docusaurus", "start", javascript},
    {"react-scripts|craco|react-app-rewired", "", tool},
    {"docusaurus", "serve", javascript},
    {"next|nuxt|nuxi", "dev|develop|preview", javascript},
    {"next|nuxt", "-", javascript},
    {"next|nuxt|nuxi", "", fit},
    {"astro|remix|remix-run|svelte-kit|vitepress|rsbuild|rspack|snowpack|umi|max|quasar|blitz|"
     "wrangler|"
     "netlify|vercel|payload|redwood|rw|solid-start|vinxi|farm|modern",
     "dev|vite:dev|watch|preview|serve|develop|pages", javascript},
    {"astro|vitepress|snowpack", "-", javascript},
    {"astro|remix|remix-run|svelte-kit|vitepress|rsbuild|rspack|umi|quasar|blitz|payload|vinxi", "",
     fit},
    {"remix-serve", "", fit},
    {"gatsby|gridsome", "develop|serve", javascript},
    {"gatsby|gridsome", "", tool},
    {"ng", "serve|s|dev", javascript},
    {"ng", "", tool},
    {"nx|ionic|ember|vue-cli-service", "serve|s|server", javascript},
    {"nx|ionic|ember|vue-cli-service", "", fit},
    {"node", "--watch|--watch-path", javascript},
    {"tsx", "watch|--watch", javascript},
    {"nest", "start", javascript},
    {"nest", "", tool},
    {"parcel", "build", tool},
    {"parcel", "", javascript},
    {"expo", "start", javascript},
    {"strapi|medusa", "develop|dev", javascript},
    {"strapi|medusa", "", fit},
    {"storybook|start-storybook", "dev", javascript},
    {"storybook", "", tool},
    {"bun", "--hot|--watch", javascript},
    {"deno", "--watch|--watch=*|--watch-hmr", javascript},
    {"deno", "run|serve", fit},
    {"pm2|pm2-runtime|pm2-dev|forever", "--watch|-w", javascript},
    {"pm2-dev", "", javascript},
    {"pm2|pm2-runtime|forever", "", fit},
    {"gulp|grunt", "serve|watch|dev", javascript},
    {"turbo", "dev|watch", javascript},
    {"meteor", "run|-", javascript},
    {"serve|http-server|directus|n8n", "", fit},
    {"tsc|esbuild|rollup|jest|vitest|prisma|knex|sequelize|typeorm", "", tool},
    // Ruby; rails, rackup and the like depend on the environment and are judged in code
    {"shotgun|rerun|webrick|guard", "", ruby},
    {"puma|unicorn|passenger|falcon|thin", "", fit},
    {"sidekiq|resque|rake|clockwork", "", tool},
    {"jekyll|bridgetown|middleman", "serve|s|server|start", other},
    {"jekyll", "", tool},
    // PHP
    {"php", "-S", php},
    {"artisan", "serve", php},
    {"artisan", "octane:start", fit},
    {"artisan", "", tool},
    {"console", "server:run|server:start", php},
    {"console", "", tool},
    {"symfony", "server:start|serve|local:server:start|server:run", php},
    {"composer", "dev|serve", php},
    {"composer", "", tool},
    {"drush", "rs|runserver|serve", php},
    {"cake|wp", "server", php},
    {"frankenphp", "--watch", php},
    {"php-fpm|php-fpm*|apache2-foreground|frankenphp|rr|roadrunner", "", fit},
    // Others
    {"dotnet", "watch|run", other},
    {"dotnet", "", fit},
    {"go", "run", other},
    {"go", "", tool},
    {"air|reflex|CompileDaemon|realize|modd|entr|watchexec|fresh|gow|wgo|bacon", "", other},
    {"cargo", "run|r|watch|leptos", other},
    {"cargo", "", tool},
    {"trunk", "serve|watch", other},
    {"mvn|mvnw", "spring-boot:run|quarkus:dev|jetty:run|exec:java|tomcat7:run|*:run|*:dev", other},
    {"mvn|mvnw", "", tool},
    {"gradle|gradlew", "bootRun|run|quarkusDev|appRun|jettyRun|*:bootRun|*:run", other},
    {"gradle|gradlew", "", tool},
    {"sbt", "run|~run|~reStart|reStart", other},
    {"lein", "run|ring|figwheel", other},
    {"clojure|clj", "-M:dev|-A:dev", other},
    {"hugo", "server|serve", other},
    {"hugo", "", tool},
    {"mkdocs|zola|mdbook|docsify|sphinx-autobuild", "serve", other},
    {"mkdocs|zola|mdbook", "", tool},
    {"hexo", "server|s", other},
    {"sphinx-autobuild", "", other},
    {"flutter", "run", other},
    {"func", "start|host", other},
    {"sam", "local", other},
    {"serverless|sls", "offline", other},
    {"firebase", "emulators:start|serve|emulators:exec", other},
    {"vault", "-dev|-dev-*", other},
    {"consul|nomad", "-dev|-dev-*", other},
    {"vault|consul|nomad", "", fit},
    {"keycloak|kc.sh|kc", "start-dev", other},
    {"keycloak|kc.sh|kc", "", fit},
    {"hasura|hasura-cli", "console", other},
    {"skaffold|tilt|devspace", "dev|up", other},
    {"nginx|httpd|httpd-foreground|apache2|apache2ctl|apachectl|caddy|traefik|haproxy|envoy|"
     "varnishd|"
     "catalina.sh|standalone.sh|minio|grafana-server|prometheus",
     "", fit},
    {"postgres|mysqld|mariadbd|mongod|redis-server|valkey-server|memcached|rabbitmq-server|java|"
     "crond|"
     "cron|erl|beam",
     "", tool},
};
const std::size_t entry_count = std::size(entries);

} // namespace secaudit::project::dockerfile::devserver
