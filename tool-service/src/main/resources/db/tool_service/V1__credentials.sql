-- Credentials that users stored for tools, each value sealed with AES-GCM. Its place (tenant, user, name) is
-- authenticated with it, so that a row moved to another user does not open.
CREATE TABLE credential (
    tenant     text        NOT NULL,
    user_name  text        NOT NULL,
    name       text        NOT NULL,
    sealed     bytea       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, user_name, name)
);
