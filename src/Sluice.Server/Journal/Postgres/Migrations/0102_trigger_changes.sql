-- The number of the trigger's last change, be it that it was created or deleted: what every process that keeps the triggers in
-- memory asks for before it handles an event. Changes are numbered under a lock, in the order of their commits.
ALTER TABLE triggers ADD COLUMN change bigint NOT NULL DEFAULT 0;

CREATE INDEX triggers_by_change ON triggers (change);
