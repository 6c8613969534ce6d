CREATE TABLE connectors (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  provider  TEXT NOT NULL,
  name      TEXT NOT NULL UNIQUE
) STRICT;

-- The order of a list is that of created_at, then seq; ids are what the wire calls them. raw is what the client sent.
CREATE TABLE payment_accounts (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  connector_id  TEXT NOT NULL REFERENCES connectors (id),
  reference     TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  type          TEXT NOT NULL,
  name          TEXT NOT NULL,
  default_asset TEXT NOT NULL,
  metadata      TEXT NOT NULL,
  raw           TEXT NOT NULL
) STRICT;

CREATE INDEX payment_accounts_order ON payment_accounts (created_at, seq);

-- Amounts are decimal integers of any size, hence text. Account ids are '' where there is none.
CREATE TABLE payments (
  seq                    INTEGER PRIMARY KEY,
  id                     TEXT NOT NULL UNIQUE,
  connector_id           TEXT NOT NULL REFERENCES connectors (id),
  reference              TEXT NOT NULL,
  created_at             TEXT NOT NULL,
  type                   TEXT NOT NULL,
  status                 TEXT NOT NULL,
  scheme                 TEXT NOT NULL,
  asset                  TEXT NOT NULL,
  initial_amount         TEXT NOT NULL,
  amount                 TEXT NOT NULL,
  source_account_id      TEXT NOT NULL,
  destination_account_id TEXT NOT NULL,
  metadata               TEXT NOT NULL,
  raw                    TEXT NOT NULL,
  adjustments            TEXT NOT NULL
) STRICT;

CREATE INDEX payments_order ON payments (created_at, seq);

-- due_at is when the dummy connector settles what it is processing, null when it processes nothing.
-- payment_id is '' until the transfer has made its payment; reversal is the reference of the reversal under way.
CREATE TABLE transfer_initiations (
  seq                    INTEGER PRIMARY KEY,
  id                     TEXT NOT NULL UNIQUE,
  connector_id           TEXT NOT NULL REFERENCES connectors (id),
  reference              TEXT NOT NULL,
  created_at             TEXT NOT NULL,
  scheduled_at           TEXT NOT NULL,
  description            TEXT NOT NULL,
  type                   TEXT NOT NULL,
  source_account_id      TEXT NOT NULL,
  destination_account_id TEXT NOT NULL,
  asset                  TEXT NOT NULL,
  initial_amount         TEXT NOT NULL,
  amount                 TEXT NOT NULL,
  metadata               TEXT NOT NULL,
  status                 TEXT NOT NULL,
  error                  TEXT NOT NULL,
  adjustments            TEXT NOT NULL,
  payment_id             TEXT NOT NULL,
  attempts               INTEGER NOT NULL,
  due_at                 TEXT,
  reversal               TEXT
) STRICT;

CREATE INDEX transfer_initiations_order ON transfer_initiations (created_at, seq);
CREATE INDEX transfer_initiations_due ON transfer_initiations (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE transfer_reversals (
  connector_id  TEXT NOT NULL REFERENCES connectors (id),
  reference     TEXT NOT NULL,
  initiation_id TEXT NOT NULL,
  description   TEXT NOT NULL,
  amount        TEXT NOT NULL,
  metadata      TEXT NOT NULL,
  PRIMARY KEY (connector_id, reference)
) STRICT, WITHOUT ROWID;

-- A connector and two accounts to begin with, under ids that are the same in every sandbox so that examples can name them:
-- {"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"}, and its accounts "main" and "bank".
INSERT INTO connectors (id, provider, name) VALUES ('eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0', 'dummypay', 'dummypay');

INSERT INTO payment_accounts (id, connector_id, reference, created_at, type, name, default_asset, metadata, raw) VALUES
  ('eyJDb25uZWN0b3JJRCI6eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0sIlJlZmVyZW5jZSI6Im1haW4ifQ', 'eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0', 'main', '2024-01-01T00:00:00.000000Z', 'INTERNAL', 'Main account', '', '{}', '{}'),
  ('eyJDb25uZWN0b3JJRCI6eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0sIlJlZmVyZW5jZSI6ImJhbmsifQ', 'eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0', 'bank', '2024-01-01T00:00:00.000000Z', 'EXTERNAL', 'Bank account', '', '{}', '{}');
