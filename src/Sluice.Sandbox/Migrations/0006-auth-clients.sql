-- Clients made known over the API, in the order of their creation. The lists are JSON arrays of strings.
CREATE TABLE auth_clients (
  seq                       INTEGER PRIMARY KEY,
  id                        TEXT NOT NULL UNIQUE,
  name                      TEXT NOT NULL,
  description               TEXT NOT NULL,
  is_public                 INTEGER NOT NULL,
  is_trusted                INTEGER NOT NULL,
  redirect_uris             TEXT NOT NULL,
  post_logout_redirect_uris TEXT NOT NULL,
  scopes                    TEXT NOT NULL,
  metadata                  TEXT NOT NULL
) STRICT;

-- The secret itself is not kept: value_hash is its SHA-256, which is enough for a secret of 256 random bits.
CREATE TABLE auth_client_secrets (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  client_id   TEXT NOT NULL REFERENCES auth_clients (id),
  name        TEXT NOT NULL,
  last_digits TEXT NOT NULL,
  metadata    TEXT NOT NULL,
  value_hash  BLOB NOT NULL
) STRICT;

CREATE INDEX auth_client_secrets_client ON auth_client_secrets (client_id, seq);
