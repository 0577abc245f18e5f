-- What the API knows of a session before the engine does, and what the facts tell of it since.
CREATE TABLE session (
    id             text PRIMARY KEY,
    tenant         text        NOT NULL,
    owner          text        NOT NULL,
    title          text,
    model          text        NOT NULL,
    workspace_kind text        NOT NULL,
    workspace_path text,
    max_iterations integer     NOT NULL,
    stream         boolean     NOT NULL,
    attended       boolean     NOT NULL,
    effort         text,
    status         text        NOT NULL DEFAULT 'idle'
                   CHECK (status IN ('idle', 'processing', 'waiting_approval', 'ended')),
    turn           integer     NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    -- All of the session's events stand at this offset of its partition or behind it.
    first_offset   bigint      NOT NULL,
    last_seq       bigint      NOT NULL DEFAULT 0,
    -- The fact that came although the one before it is missing; nothing is projected until it has come.
    gap_at         bigint
);
CREATE INDEX session_newest ON session (tenant, owner, created_at DESC, id DESC);

-- Deleted sessions: facts that are still on their way must not bring them back. Kept longer than the topic keeps facts.
CREATE TABLE forgotten_session (
    id           text PRIMARY KEY,
    forgotten_at timestamptz NOT NULL DEFAULT now()
);

-- The facts as they stand on the topic, for conversations and for readers who come after its retention.
CREATE TABLE fact (
    session_id text   NOT NULL REFERENCES session ON DELETE CASCADE,
    seq        bigint NOT NULL,
    log_offset bigint NOT NULL,
    value      bytea  NOT NULL,
    PRIMARY KEY (session_id, seq)
);
CREATE INDEX fact_by_offset ON fact (session_id, log_offset);

-- The transcript. `position` orders it: a text that waited for its turn stands where the turn began.
CREATE TABLE message (
    session_id text   NOT NULL REFERENCES session ON DELETE CASCADE,
    seq        bigint NOT NULL,
    position   bigint NOT NULL,
    call_id    text,
    body       text   NOT NULL,
    PRIMARY KEY (session_id, seq)
);
CREATE INDEX message_in_order ON message (session_id, position);
CREATE INDEX message_by_call ON message (session_id, call_id) WHERE call_id IS NOT NULL;

CREATE TABLE usage (
    session_id            text        NOT NULL REFERENCES session ON DELETE CASCADE,
    seq                   bigint      NOT NULL,
    model                 text        NOT NULL,
    kind                  text        NOT NULL,
    at                    timestamptz NOT NULL,
    prompt_tokens         bigint      NOT NULL,
    completion_tokens     bigint      NOT NULL,
    total_tokens          bigint      NOT NULL,
    cache_read_tokens     bigint      NOT NULL,
    cache_creation_tokens bigint      NOT NULL,
    cost_usd              numeric,
    PRIMARY KEY (session_id, seq)
);

-- Operations whose effects the catalog shows.
CREATE TABLE carried_operation (
    session_id   text   NOT NULL REFERENCES session ON DELETE CASCADE,
    operation_id text   NOT NULL,
    seq          bigint NOT NULL,
    PRIMARY KEY (session_id, operation_id)
);

-- Idempotency keys of the last 24 hours. Committed before the operation's record is written, marked after.
CREATE TABLE accepted_operation (
    session_id      text        NOT NULL REFERENCES session ON DELETE CASCADE,
    idempotency_key text        NOT NULL,
    operation_id    text        NOT NULL,
    body_hash       bytea       NOT NULL,
    events_after    text        NOT NULL,
    accepted_at     timestamptz NOT NULL DEFAULT now(),
    sent_at         timestamptz,
    PRIMARY KEY (session_id, idempotency_key)
);
CREATE INDEX accepted_operation_age ON accepted_operation (accepted_at);
