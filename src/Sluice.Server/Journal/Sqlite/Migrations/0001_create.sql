-- Ids are UUIDs as 16 big-endian bytes, so that they sort as they read. Times are microseconds since 1970 UTC.
-- The views at the end show both in readable form.

CREATE TABLE settings (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    partition_count INTEGER NOT NULL, -- every instance's partition depends on it: it never changes
    health_checks   INTEGER NOT NULL  -- what a health check writes to
) STRICT;

INSERT INTO settings VALUES (1, 64, 0);

CREATE TABLE partitions (
    partition INTEGER PRIMARY KEY,
    epoch     INTEGER NOT NULL
) STRICT;

INSERT INTO partitions
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < (SELECT partition_count FROM settings))
SELECT n, 0 FROM numbers;

-- The position is the row id, which the single writer hands out in the order of commits: whatever the instance, new rows
-- land on the table's last page.
CREATE TABLE journal (
    position  INTEGER PRIMARY KEY,
    partition INTEGER NOT NULL,
    instance  BLOB    NOT NULL,
    sequence  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    payload   TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_by_instance ON journal (instance, sequence);

-- The row id follows the partition in the index, which makes it the order of a partition's commits.
CREATE INDEX journal_by_partition ON journal (partition);

-- The table is its own index by id, and every other index ends with the id: nothing is stored twice for a row id.
CREATE TABLE instances (
    id            BLOB    NOT NULL PRIMARY KEY,
    workflow_id   BLOB    NOT NULL,
    partition     INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    status        INTEGER NOT NULL, -- 1 running, 2 aborting, 3 succeeded, 4 failed, 5 canceled
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    wake_at       INTEGER,
    terminated_at INTEGER,
    error         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX instances_by_creation ON instances (created_at);
CREATE INDEX instances_by_workflow ON instances (workflow_id, created_at);
CREATE INDEX instances_running ON instances (created_at) WHERE terminated_at IS NULL;
CREATE INDEX instances_by_wake ON instances (partition, wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE workflows (
    id         BLOB    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    config     TEXT    NOT NULL
) STRICT;

CREATE INDEX workflows_by_creation ON workflows (created_at, id) WHERE deleted_at IS NULL;

-- For people.
CREATE VIEW readable_instances AS
SELECT lower(hex(id)) AS id,
       lower(hex(workflow_id)) AS workflow_id,
       partition,
       sequence,
       CASE status WHEN 1 THEN 'running' WHEN 2 THEN 'aborting' WHEN 3 THEN 'succeeded' WHEN 4 THEN 'failed' WHEN 5 THEN 'canceled' END AS status,
       strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1e6, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', updated_at / 1e6, 'unixepoch') AS updated_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', wake_at / 1e6, 'unixepoch') AS wake_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', terminated_at / 1e6, 'unixepoch') AS terminated_at,
       error
FROM instances;

CREATE VIEW readable_journal AS
SELECT position,
       partition,
       lower(hex(instance)) AS instance,
       sequence,
       strftime('%Y-%m-%dT%H:%M:%fZ', at / 1e6, 'unixepoch') AS at,
       kind,
       payload
FROM journal;
