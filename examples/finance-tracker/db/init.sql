CREATE TABLE account (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL
);

CREATE TABLE transaction (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  day DATE NOT NULL DEFAULT CURRENT_DATE,
  category TEXT NOT NULL CHECK (length(category) BETWEEN 1 AND 60),
  amount NUMERIC(12, 2) NOT NULL,
  note TEXT CHECK (length(note) <= 500)
);

CREATE INDEX transaction_of_account ON transaction (account_id, day DESC, id DESC);
