-- Model calls that no session made, as llm-gateway metered them. Those of sessions are in `usage`, out of the facts.
CREATE TABLE other_call (
    event_id              text PRIMARY KEY,
    tenant                text        NOT NULL,
    owner                 text        NOT NULL,
    model                 text        NOT NULL,
    at                    timestamptz NOT NULL,
    prompt_tokens         bigint      NOT NULL,
    completion_tokens     bigint      NOT NULL,
    total_tokens          bigint      NOT NULL,
    cache_read_tokens     bigint      NOT NULL,
    cache_creation_tokens bigint      NOT NULL,
    cost_usd              numeric
);
CREATE INDEX other_call_by_owner ON other_call (tenant, owner);
