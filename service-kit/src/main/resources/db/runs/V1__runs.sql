-- One row for each call that touches the outside world: who has it, since when, and how it ended.
CREATE TABLE run (
    call_id      text        PRIMARY KEY,
    -- 0: cancelled before anybody claimed it
    attempt      integer     NOT NULL,
    -- the holder: its stable name, and which start of it
    worker       text        NOT NULL,
    incarnation  text        NOT NULL,
    lease_until  timestamptz NOT NULL,
    recovery     text        NOT NULL CHECK (recovery IN ('REATTACH', 'RERUN', 'NONE')),
    -- absent as long as nobody has claimed it
    request      bytea,
    outcome      bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    started_at   timestamptz,
    cancelled_at timestamptz,
    finished_at  timestamptz,
    published_at timestamptz
);

CREATE INDEX run_by_lease ON run (lease_until) WHERE published_at IS NULL;
CREATE INDEX run_by_worker ON run (worker) WHERE published_at IS NULL;
CREATE INDEX run_by_age ON run (created_at);
