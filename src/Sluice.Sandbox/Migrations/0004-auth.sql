-- The key that signs tokens, kept so that tokens outlive a restart: PKCS #8, as bytes.
CREATE TABLE signing_keys (
  id          INTEGER PRIMARY KEY,
  private_key BLOB NOT NULL,
  created_at  TEXT NOT NULL
) STRICT;
