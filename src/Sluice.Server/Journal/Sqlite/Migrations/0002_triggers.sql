CREATE TABLE triggers (
    id          BLOB    NOT NULL PRIMARY KEY,
    created_at  INTEGER NOT NULL,
    deleted_at  INTEGER,
    workflow_id BLOB    NOT NULL,
    name        TEXT    NOT NULL,
    folded_name TEXT    NOT NULL, -- the name in upper case, which searches compare with
    event       TEXT    NOT NULL,
    version     TEXT,
    filter      TEXT,
    vars        TEXT    NOT NULL  -- a JSON object of expressions
) STRICT;

CREATE INDEX triggers_by_creation ON triggers (created_at, id) WHERE deleted_at IS NULL;

-- Firings. One that started an instance is written in the transaction of the instance's first record, so that neither is without
-- the other; its id is derived from what it must not happen twice for.
CREATE TABLE occurrences (
    id         BLOB    NOT NULL PRIMARY KEY,
    trigger_id BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    instance   BLOB,              -- what it started, or null
    error      TEXT,              -- why it started nothing, or null
    event      TEXT    NOT NULL   -- the whole envelope as it came
) STRICT;

CREATE INDEX occurrences_by_trigger ON occurrences (trigger_id, created_at, id);

-- For people.
CREATE VIEW readable_occurrences AS
SELECT lower(hex(id)) AS id,
       lower(hex(trigger_id)) AS trigger_id,
       strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1e6, 'unixepoch') AS created_at,
       lower(hex(instance)) AS instance,
       error,
       event
FROM occurrences;
