"""Signing in and out. Accounts are made on the command line: `flask --app finance create-account NAME`."""
from functools import wraps

import click
from flask import Blueprint, current_app, jsonify, request, session
from flask.cli import with_appcontext
from werkzeug.exceptions import BadRequest, Unauthorized
from werkzeug.security import check_password_hash, generate_password_hash

blueprint = Blueprint("accounts", __name__)

# Checked against when the account is unknown, so that the answer takes as long as for a known one.
_NOBODY = generate_password_hash("nobody signs in with this")


def signed_in(view):
    @wraps(view)
    def wrapper(*args, **kwargs):
        account = session.get("account")
        if account is None:
            raise Unauthorized
        return view(account, *args, **kwargs)

    return wrapper


def body():
    # A JSON body cannot be sent by a foreign form, which together with SameSite=Strict keeps forged requests out.
    value = request.get_json()
    if not isinstance(value, dict):
        raise BadRequest
    return value


@blueprint.post("/api/login")
def login():
    given = body()
    rows = current_app.extensions["database"].rows(
        "SELECT id, password_hash FROM account WHERE name = %s", (str(given.get("name", "")),)
    )
    account, known = rows[0] if rows else (None, _NOBODY)
    if not check_password_hash(known, str(given.get("password", ""))) or account is None:
        raise Unauthorized
    session.clear()
    session.permanent = True
    session["account"] = account
    return "", 204


@blueprint.post("/api/logout")
def logout():
    session.clear()
    return "", 204


@blueprint.get("/api/session")
def state():
    return jsonify(signedIn="account" in session)


@click.command("create-account")
@click.argument("name")
@click.password_option()
@with_appcontext
def create_account(name, password):
    if len(password) < 16:
        raise click.ClickException("the password needs 16 characters or more")
    current_app.extensions["database"].rows(
        "INSERT INTO account (name, password_hash) VALUES (%s, %s)", (name, generate_password_hash(password))
    )
