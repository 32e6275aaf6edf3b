"""Settings come from the environment; a secret NAME from the file that NAME_FILE points to."""
import os
from pathlib import Path


def secret(name):
    path = os.environ.get(f"{name}_FILE")
    if not path:
        raise RuntimeError(f"{name}_FILE is not set")
    value = Path(path).read_text(encoding="utf-8").strip()
    if not value:
        raise RuntimeError(f"{path} is empty")
    return value


def required(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set")
    return value
