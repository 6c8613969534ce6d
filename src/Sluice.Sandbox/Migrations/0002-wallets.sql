-- Only what the ledger does not know: the money of a balance or a hold is in its ledger account and nowhere else.
-- sequence is the order of creation, by which lists are paged.
CREATE TABLE wallets (
  sequence   INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  metadata   TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE INDEX wallets_name ON wallets (name, sequence);

CREATE TABLE wallet_balances (
  sequence   INTEGER PRIMARY KEY,
  wallet_id  TEXT NOT NULL REFERENCES wallets (id),
  name       TEXT NOT NULL,
  expires_at TEXT,
  priority   INTEGER NOT NULL,
  UNIQUE (wallet_id, name)
) STRICT;

-- transaction_id is the ledger transaction that filled the hold; its postings tell which balances gave what.
CREATE TABLE wallet_holds (
  sequence        INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  wallet_id       TEXT NOT NULL REFERENCES wallets (id),
  asset           TEXT NOT NULL,
  original_amount TEXT NOT NULL,
  destination     TEXT NOT NULL,
  description     TEXT NOT NULL,
  metadata        TEXT NOT NULL,
  transaction_id  INTEGER NOT NULL
) STRICT;

CREATE INDEX wallet_holds_wallet ON wallet_holds (wallet_id, sequence);
