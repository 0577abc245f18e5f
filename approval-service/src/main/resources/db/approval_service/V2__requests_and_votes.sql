-- What people are asked: one row for each time that a call waits for them.
CREATE TABLE request (
    call_id            text        NOT NULL,
    round              integer     NOT NULL,
    tenant             text        NOT NULL,
    turn               integer     NOT NULL,
    tool               text        NOT NULL,
    arguments          text        NOT NULL,
    requester          text        NOT NULL,
    owner              text        NOT NULL,
    policy_version     text        NOT NULL,
    rule               text        NOT NULL,
    reason             text        NOT NULL,
    estimated_cost_usd numeric,
    levels             text        NOT NULL,
    -- All who may vote, as group:NAME or user:NAME.
    asked              text[]      NOT NULL,
    requested_at       timestamptz NOT NULL,
    expires_at         timestamptz NOT NULL,
    status             text        NOT NULL,
    feedback           text,
    -- Signed in the transaction that decided.
    signed_grant       text,
    decided_at         timestamptz,
    -- The engine knows.
    told_at            timestamptz,
    PRIMARY KEY (call_id, round)
);

CREATE INDEX request_by_time ON request (tenant, requested_at DESC, call_id, round);
CREATE INDEX request_due ON request (expires_at) WHERE status = 'open';
CREATE INDEX request_untold ON request (decided_at)
    WHERE told_at IS NULL AND status IN ('approved', 'rejected', 'expired', 'moot');

CREATE TABLE vote (
    call_id   text        NOT NULL,
    round     integer     NOT NULL,
    user_name text        NOT NULL,
    approves  boolean     NOT NULL,
    feedback  text,
    level     integer     NOT NULL,
    voted_at  timestamptz NOT NULL,
    PRIMARY KEY (call_id, round, user_name),
    FOREIGN KEY (call_id, round) REFERENCES request
);
