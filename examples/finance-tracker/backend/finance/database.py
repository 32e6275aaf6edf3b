"""A pool of PostgreSQL connections, opened on first use."""
from contextlib import contextmanager
from threading import Lock

from psycopg2.pool import ThreadedConnectionPool

from . import settings


class Database:
    def __init__(self, smallest=1, largest=8):
        self._sizes = (smallest, largest)
        self._pool = None
        self._lock = Lock()

    def _opened(self):
        with self._lock:
            if self._pool is None:
                self._pool = ThreadedConnectionPool(
                    *self._sizes,
                    host=settings.required("DATABASE_HOST"),
                    dbname=settings.required("DATABASE_NAME"),
                    user=settings.required("DATABASE_USER"),
                    password=settings.secret("DATABASE_PASSWORD"),
                    connect_timeout=5,
                    options="-c statement_timeout=5000",
                )
            return self._pool

    @contextmanager
    def cursor(self):
        """One transaction: committed at the end, rolled back on an error; a broken connection is not reused."""
        pool = self._opened()
        connection = pool.getconn()
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            pool.putconn(connection, close=connection.closed != 0)

    def rows(self, statement, values=()):
        with self.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
