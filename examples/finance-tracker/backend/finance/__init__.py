"""The API of the finance tracker."""
import logging
import sys

from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from . import accounts, metrics, settings, transactions
from .database import Database


def create_app(database=None):
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret("SESSION_KEY"),
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=8 * 3600,
        MAX_CONTENT_LENGTH=64 * 1024,
    )
    # One proxy (nginx) stands in front and sets these headers itself.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    app.extensions["database"] = database or Database()
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(transactions.blueprint)
    app.register_blueprint(metrics.blueprint)
    app.cli.add_command(accounts.create_account)

    @app.errorhandler(HTTPException)
    def refused(error):
        return jsonify(error=error.name), error.code

    @app.errorhandler(Exception)
    def failed(error):
        app.logger.exception("unhandled: %s", type(error).__name__)
        return jsonify(error="Internal Server Error"), 500

    return app
