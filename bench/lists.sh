#!/usr/bin/env bash
# How long the lists of instances take over a million of them in PostgreSQL, and by which index.
# Usage: bench/lists.sh postgresql://user@host/empty_database [path of sluice]
set -euo pipefail
uri=$1
sluice=${2:-dotnet run -c Release --project "$(dirname "$0")/../src/Sluice" --}
$sluice migrate --postgres-uri "$uri"

# A thousand workflows; one in ten instances runs, but none of workflow 7, which has a tenth of all.
psql -q -v ON_ERROR_STOP=1 -d "$uri" <<'SQL'
INSERT INTO workflows SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(w), 12, '0'))::uuid, now(), NULL, '{}' FROM generate_series(0, 999) AS w;
INSERT INTO instances (id, workflow_id, created_at, updated_at, wake_at, terminated_at, sequence, partition, status, error)
SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
       ('00000000-0000-7000-8000-' || lpad(to_hex(CASE WHEN n % 10 = 1 THEN 7 ELSE n % 1000 END), 12, '0'))::uuid,
       '2026-01-01'::timestamptz + n * interval '1 second', '2026-01-01'::timestamptz + n * interval '1 second',
       CASE WHEN n % 10 = 0 THEN '2027-01-01'::timestamptz + n * interval '1 second' END,
       CASE WHEN n % 10 <> 0 THEN '2026-01-01'::timestamptz + (n + 1) * interval '1 second' END,
       3, n % 64, CASE WHEN n % 10 = 0 THEN 1 ELSE 3 END, NULL
FROM generate_series(1, 1000000) AS n;
ANALYZE;
SQL

measure() {
    echo "== $1"
    psql -q -v ON_ERROR_STOP=1 -d "$uri" -c "SET jit = off" -c "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY ON)
        SELECT id, workflow_id, created_at, updated_at, status, terminated_at, error, wake_at, sequence FROM instances i
        WHERE $2 AND NOT EXISTS (SELECT 1 FROM workflows w WHERE w.id = i.workflow_id AND w.deleted_at IS NOT NULL)
        ORDER BY created_at $3, id $3 LIMIT 16" | grep -E "Index|Seq|Sort|Time"
}

half="('2026-01-06', '00000000-0000-0000-0000-000000000000')"
w7="'00000000-0000-7000-8000-000000000007'"
w10="'00000000-0000-7000-8000-00000000000a'"
measure "all, first page" "(created_at, id) > ('-infinity', '00000000-0000-0000-0000-000000000000')" ASC
measure "all, from the middle" "(created_at, id) > $half" ASC
measure "all, backwards from the middle" "(created_at, id) < $half" DESC
measure "running, from the middle" "(created_at, id) > $half AND terminated_at IS NULL" ASC
measure "one workflow, from the middle" "(created_at, id) > $half AND workflow_id = $w10" ASC
measure "one workflow, running, from the middle" "(created_at, id) > $half AND workflow_id = $w10 AND terminated_at IS NULL" ASC
measure "a large workflow of which nothing runs" "(created_at, id) > ('-infinity', '00000000-0000-0000-0000-000000000000') AND workflow_id = $w7 AND terminated_at IS NULL" ASC
echo "== wakes of a partition"
psql -q -d "$uri" -c "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT wake_at, id FROM instances
    WHERE partition = 10 AND (wake_at, id) > ('-infinity', '00000000-0000-0000-0000-000000000000') AND wake_at <= '2027-01-03'
    ORDER BY wake_at, id LIMIT 1000" | grep -E "Index|Seq|Sort|Time"
psql -q -d "$uri" -c "SELECT pg_size_pretty(pg_table_size('instances')) AS instances, pg_size_pretty(pg_indexes_size('instances')) AS indexes"
