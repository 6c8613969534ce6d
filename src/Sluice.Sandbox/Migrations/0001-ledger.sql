CREATE TABLE ledgers (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  bucket   TEXT NOT NULL,
  added_at TEXT NOT NULL,
  metadata TEXT NOT NULL,
  features TEXT NOT NULL
) STRICT;

-- Clustered by ledger and id: a list reads neighbours, and an append goes to the end.
-- volumes holds the post-commit volumes; those before the commit follow from them and the postings.
CREATE TABLE transactions (
  ledger_id   INTEGER NOT NULL REFERENCES ledgers (id),
  id          INTEGER NOT NULL,
  reference   TEXT,
  timestamp   TEXT NOT NULL,
  inserted_at TEXT NOT NULL,
  updated_at  TEXT NOT NULL,
  reverted_at TEXT,
  postings    TEXT NOT NULL,
  metadata    TEXT NOT NULL,
  volumes     TEXT NOT NULL,
  PRIMARY KEY (ledger_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX transactions_reference ON transactions (ledger_id, reference) WHERE reference IS NOT NULL;

CREATE TABLE accounts (
  ledger_id   INTEGER NOT NULL REFERENCES ledgers (id),
  address     TEXT NOT NULL,
  metadata    TEXT NOT NULL,
  first_usage TEXT NOT NULL,
  inserted_at TEXT NOT NULL,
  updated_at  TEXT NOT NULL,
  PRIMARY KEY (ledger_id, address)
) STRICT, WITHOUT ROWID;

-- input and output are decimal integers of any size, hence text.
CREATE TABLE volumes (
  ledger_id INTEGER NOT NULL REFERENCES ledgers (id),
  address   TEXT NOT NULL,
  asset     TEXT NOT NULL,
  input     TEXT NOT NULL,
  output    TEXT NOT NULL,
  PRIMARY KEY (ledger_id, address, asset)
) STRICT, WITHOUT ROWID;

-- response is the data of the first answer, repeated to whoever comes back with the key.
CREATE TABLE idempotency_keys (
  ledger_id    INTEGER NOT NULL REFERENCES ledgers (id),
  key          TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  response     TEXT NOT NULL,
  PRIMARY KEY (ledger_id, key)
) STRICT, WITHOUT ROWID;
