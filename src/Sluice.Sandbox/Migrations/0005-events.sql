-- Events that their consumer has not taken yet, in the order of their commits. Ids are never used again, so that deleting what was
-- taken cannot touch what came since.
CREATE TABLE events (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  topic           TEXT NOT NULL,
  version         TEXT NOT NULL,
  type            TEXT NOT NULL,
  date            TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  payload         TEXT NOT NULL
) STRICT;
