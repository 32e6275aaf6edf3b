"""Income and expenses of the account that is signed in."""
from decimal import Decimal, InvalidOperation

from flask import Blueprint, current_app, jsonify
from werkzeug.exceptions import BadRequest

from .accounts import body, signed_in

blueprint = Blueprint("transactions", __name__)


def rows(statement, values):
    return current_app.extensions["database"].rows(statement, values)


def amount_of(given):
    try:
        amount = Decimal(str(given.get("amount")))
    except InvalidOperation as error:
        raise BadRequest from error
    if not amount.is_finite() or abs(amount) >= Decimal("1e10"):
        raise BadRequest
    return amount


@blueprint.get("/api/transactions")
@signed_in
def listed(account):
    found = rows(
        "SELECT id, day, category, amount, note FROM transaction WHERE account_id = %s"
        " ORDER BY day DESC, id DESC LIMIT 200",
        (account,),
    )
    names = ("id", "day", "category", "amount", "note")
    return jsonify([dict(zip(names, (r[0], r[1].isoformat(), r[2], str(r[3]), r[4]))) for r in found])


@blueprint.post("/api/transactions")
@signed_in
def added(account):
    given = body()
    category = str(given.get("category", "")).strip()
    note = given.get("note")
    if not 1 <= len(category) <= 60 or (note is not None and len(str(note)) > 500):
        raise BadRequest
    rows(
        "INSERT INTO transaction (account_id, category, amount, note) VALUES (%s, %s, %s, %s)",
        (account, category, amount_of(given), note),
    )
    return "", 201


@blueprint.get("/api/summary")
@signed_in
def summary(account):
    found = rows(
        "SELECT category, SUM(amount) FROM transaction WHERE account_id = %s GROUP BY category ORDER BY category",
        (account,),
    )
    return jsonify([{"category": category, "amount": str(amount)} for category, amount in found])
