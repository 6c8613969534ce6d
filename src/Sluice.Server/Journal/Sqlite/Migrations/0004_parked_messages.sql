-- Messages of a broker that no further delivery would have made right. Only the last of them are kept: a row whose position is too
-- far behind the newest goes with the commit that brings a new one.
CREATE TABLE parked_messages (
    position   INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,  -- derived from the message, which is parked once however often it is delivered
    created_at INTEGER NOT NULL,
    topic      TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    size       INTEGER NOT NULL,         -- of the whole body, of which the beginning is kept
    body       BLOB    NOT NULL
) STRICT;

CREATE INDEX parked_messages_by_time ON parked_messages (created_at, id);
