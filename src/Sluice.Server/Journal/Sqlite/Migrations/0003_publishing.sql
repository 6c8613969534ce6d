-- How far each log has been told to the bus: the last position that the bus has acknowledged. A row appears when publishing is
-- turned on for the first time. Partitions have their own numbers; -1 is the log of firings that started nothing, by row id.
CREATE TABLE publish_cursors (
    partition INTEGER PRIMARY KEY,
    position  INTEGER NOT NULL
) STRICT;

-- Firings that started nothing, in the order of their commits: all have the same key, and the row id follows it.
CREATE INDEX occurrences_failed ON occurrences (instance) WHERE instance IS NULL;
