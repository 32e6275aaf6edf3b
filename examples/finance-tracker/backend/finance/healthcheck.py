"""`python -m finance.healthcheck`: exit 0 when the server answers and reaches its database."""
import sys
from urllib.request import urlopen

if __name__ == "__main__":
    try:
        with urlopen("http://127.0.0.1:8000/healthz", timeout=3) as answer:
            sys.exit(0 if answer.status == 200 else 1)
    except OSError:
        sys.exit(1)
