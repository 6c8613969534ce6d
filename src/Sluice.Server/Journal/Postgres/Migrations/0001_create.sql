-- Text that people or services have written may hold what a PostgreSQL text cannot: see "TextColumn" for how it is kept.

CREATE TABLE settings (
    id              integer PRIMARY KEY CHECK (id = 1),
    partition_count integer NOT NULL, -- every instance's partition depends on it: it never changes
    health_checks   bigint  NOT NULL  -- what a health check writes to
);

INSERT INTO settings VALUES (1, 64, 0);

CREATE TABLE partitions (
    partition smallint PRIMARY KEY,
    epoch     bigint   NOT NULL
);

INSERT INTO partitions SELECT n, 0 FROM generate_series(0, (SELECT partition_count FROM settings) - 1) AS n;

-- Positions are drawn while the partition's lock is held, so that they grow in the order of the partition's commits.
CREATE SEQUENCE positions;

CREATE TABLE journal (
    position  bigint      NOT NULL,
    partition smallint    NOT NULL,
    sequence  integer     NOT NULL,
    instance  uuid        NOT NULL,
    at        timestamptz NOT NULL,
    kind      text        NOT NULL,
    payload   text        NOT NULL,
    PRIMARY KEY (instance, sequence)
);

CREATE UNIQUE INDEX journal_by_partition ON journal (partition, position);

-- Pages are filled to four fifths only: an update that finds room in its row's page, and touches no index, is cheap to clean up after.
CREATE TABLE instances (
    id            uuid        NOT NULL PRIMARY KEY,
    workflow_id   uuid        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    wake_at       timestamptz,
    terminated_at timestamptz,
    sequence      integer     NOT NULL,
    partition     smallint    NOT NULL,
    status        smallint    NOT NULL, -- 1 running, 2 aborting, 3 succeeded, 4 failed, 5 canceled
    error         text
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX instances_by_creation ON instances (created_at, id);
CREATE INDEX instances_by_workflow ON instances (workflow_id, created_at, id);
CREATE INDEX instances_running ON instances (created_at, id) WHERE terminated_at IS NULL;
CREATE INDEX instances_running_by_workflow ON instances (workflow_id, created_at, id) WHERE terminated_at IS NULL;
CREATE INDEX instances_by_wake ON instances (partition, wake_at, id) WHERE wake_at IS NOT NULL;

CREATE TABLE workflows (
    id         uuid        NOT NULL PRIMARY KEY,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    config     text        NOT NULL
);

CREATE INDEX workflows_by_creation ON workflows (created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE triggers (
    id          uuid        NOT NULL PRIMARY KEY,
    created_at  timestamptz NOT NULL,
    deleted_at  timestamptz,
    workflow_id uuid        NOT NULL,
    name        text        NOT NULL,
    folded_name text        NOT NULL, -- the name in upper case, which searches compare with
    event       text        NOT NULL,
    version     text,
    filter      text,
    vars        text        NOT NULL  -- a JSON object of expressions
);

CREATE INDEX triggers_by_creation ON triggers (created_at, id) WHERE deleted_at IS NULL;

-- Firings. One that started an instance is written in the transaction of the instance's first record, so that neither is without
-- the other; its id is derived from what it must not happen twice for. Those that started nothing are a log of their own: its lock
-- and its cursor are those of a partition -1.
CREATE TABLE occurrences (
    id         uuid        NOT NULL PRIMARY KEY,
    trigger_id uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    position   bigint,               -- the place in the log of those that started nothing, or null
    instance   uuid,                 -- what it started, or null
    error      text,                 -- why it started nothing, or null
    event      text        NOT NULL  -- the whole envelope as it came
);

CREATE INDEX occurrences_by_trigger ON occurrences (trigger_id, created_at, id);
CREATE UNIQUE INDEX occurrences_failed ON occurrences (position) WHERE position IS NOT NULL;

-- How far each log has been told to the bus: the last position that the bus has acknowledged. A row appears when publishing is
-- turned on for the first time.
CREATE TABLE publish_cursors (
    partition smallint NOT NULL PRIMARY KEY,
    position  bigint   NOT NULL
);
