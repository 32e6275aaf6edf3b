"""Settings of the application server; logs go to the container's own output."""
import os

from prometheus_client import multiprocess

bind = "0.0.0.0:8000"
workers = 2
threads = 4
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
errorlog = "-"
loglevel = "info"
limit_request_line = 4094
limit_request_fields = 60


def on_starting(_server):
    os.makedirs(os.environ["PROMETHEUS_MULTIPROC_DIR"], exist_ok=True)


def child_exit(_server, worker):
    multiprocess.mark_process_dead(worker.pid)
