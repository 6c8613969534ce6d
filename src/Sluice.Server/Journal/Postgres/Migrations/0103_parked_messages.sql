-- Messages of a broker that no further delivery would have made right. Only the last of them are kept: a row whose position is too
-- far behind the newest goes with the commit that brings a new one.
CREATE TABLE parked_messages (
    position   bigint      NOT NULL PRIMARY KEY,
    id         uuid        NOT NULL UNIQUE, -- derived from the message, which is parked once however often it is delivered
    created_at timestamptz NOT NULL,
    topic      text        NOT NULL,
    message_id text        NOT NULL,
    reason     text        NOT NULL,
    tries      integer     NOT NULL,
    size       integer     NOT NULL,        -- of the whole body, of which the beginning is kept
    body       bytea       NOT NULL
);

CREATE INDEX parked_messages_by_time ON parked_messages (created_at, id);
