-- Every version of a policy that was ever in force: requests and grants name theirs.
CREATE TABLE policies (
    policy_id  text        NOT NULL,
    version    text        NOT NULL,
    source     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (policy_id, version)
);

-- The one that decides: one row at most.
CREATE TABLE policy_in_force (
    only_row  boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    policy_id text        NOT NULL,
    version   text        NOT NULL,
    since     timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (policy_id, version) REFERENCES policies
);

-- The keys that sign grants. The private half is sealed (JWE) with the installation's own key.
CREATE TABLE grant_keys (
    key_id     text        PRIMARY KEY,
    public_jwk text        NOT NULL,
    sealed_jwk text        NOT NULL,
    made_at    timestamptz NOT NULL,
    not_after  timestamptz NOT NULL
);
