-- The nodes that share this database. Every change of a member's row takes the next version, compared and swapped in the row of
-- "cluster", so that all nodes see the same changes in the same order. Only alive_at changes without one.
CREATE TABLE cluster (
    version integer NOT NULL
);
INSERT INTO cluster (version) VALUES (0);

CREATE TABLE cluster_members (
    address      text PRIMARY KEY,       -- ip:port@generation; a process that starts anew has a new generation
    version      integer NOT NULL,       -- that of the cluster when the row last changed
    status       text NOT NULL,          -- Joining, Active, ShuttingDown, Stopping, Dead
    name         text NOT NULL,
    host         text NOT NULL,
    role         text NOT NULL,
    gateway_port integer NOT NULL,
    started_at   timestamptz NOT NULL,
    alive_at     timestamptz NOT NULL,   -- when it last said that it lives
    suspected_by text[] NOT NULL,        -- who could not reach it,
    suspected_at timestamptz[] NOT NULL  -- and when, in the same order
);
