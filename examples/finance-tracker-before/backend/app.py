import os
import traceback

import psycopg2
from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev-secret-key")
CORS(app, origins="*", supports_credentials=True)


def query(sql, values=()):
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    cursor = connection.cursor()
    cursor.execute(sql, values)
    rows = cursor.fetchall() if cursor.description else []
    connection.commit()
    connection.close()
    return rows


@app.route("/api/transactions", methods=["GET", "POST"])
def transactions():
    try:
        if request.method == "POST":
            body = request.json
            query(
                "INSERT INTO transactions (category, amount, note) VALUES (%s, %s, %s)",
                (body["category"], body["amount"], body.get("note")),
            )
        rows = query("SELECT id, day, category, amount, note FROM transactions ORDER BY day DESC, id DESC")
        return jsonify(
            [
                {"id": r[0], "day": str(r[1]), "category": r[2], "amount": str(r[3]), "note": r[4]}
                for r in rows
            ]
        )
    except Exception:
        return traceback.format_exc(), 500


@app.route("/api/summary")
def summary():
    try:
        rows = query("SELECT category, SUM(amount) FROM transactions GROUP BY category ORDER BY category")
        return jsonify([{"category": r[0], "amount": str(r[1])} for r in rows])
    except Exception as e:
        return jsonify(error=str(e)), 500


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000, debug=True)
