"""Health and metrics; the frontend's nginx does not pass these paths on."""
import time

from flask import Blueprint, Response, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

blueprint = Blueprint("metrics", __name__)

REQUESTS = Counter("finance_requests_total", "Answered requests", ["method", "endpoint", "status"])
SECONDS = Histogram("finance_request_seconds", "Time to answer", ["endpoint"])


@blueprint.before_app_request
def begin():
    g.begun = time.perf_counter()


@blueprint.after_app_request
def count(response):
    endpoint = request.endpoint or "none"
    REQUESTS.labels(request.method, endpoint, response.status_code).inc()
    SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("begun", time.perf_counter()))
    return response


@blueprint.get("/metrics")
def metrics():
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/healthz")
def health():
    current_app.extensions["database"].rows("SELECT 1")
    return jsonify(status="ok")
