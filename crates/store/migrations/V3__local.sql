-- What this machine knows for itself and what is no history: neither in the journal nor made from it.

-- Where an account's keys are: keychain or vault. Never the keys.
CREATE TABLE key_places (
    account BLOB PRIMARY KEY NOT NULL CHECK (length(account) = 16),
    place   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When a payment was last looked up, and when it is to be looked up again.
CREATE TABLE lookups (
    payment      BLOB    PRIMARY KEY NOT NULL CHECK (length(payment) = 16),
    version      INTEGER NOT NULL,                             -- of the payment that the plan was made for
    looked_up_ms INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    next_ms      INTEGER                                       -- empty where nothing is planned
) STRICT, WITHOUT ROWID;

CREATE INDEX lookups_by_time ON lookups (next_ms) WHERE next_ms IS NOT NULL;
