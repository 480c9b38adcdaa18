-- Money that is sent. From here on entries.subject_kind may be payout as well.

-- The bank account, phone or wallet that money goes to.
ALTER TABLE people ADD COLUMN account TEXT;

-- A projection, as those of V2: a row per payout, whole, so that lists need not fold.
CREATE TABLE payouts (
    place              INTEGER PRIMARY KEY,                    -- as payments.place
    id                 BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    version            INTEGER NOT NULL,
    account            BLOB    NOT NULL REFERENCES accounts (id),
    gateway            TEXT    NOT NULL,
    mode               TEXT    NOT NULL,
    kind               TEXT    NOT NULL,
    reference          TEXT    NOT NULL,                       -- the merchant's own, or the gateway's where it was found
    amount_minor       INTEGER NOT NULL,
    currency           TEXT    NOT NULL,
    destination        TEXT    NOT NULL,                       -- in short, without personal data
    beneficiary        BLOB,                                   -- people.id
    beneficiary_digest TEXT,
    details            TEXT    NOT NULL,                       -- JSON object of texts
    reason             TEXT    NOT NULL,
    whole              BLOB,                                   -- payouts.id of the first part, where it is one of several
    part               INTEGER,                                -- which, from 1
    parts              INTEGER,                                -- of how many
    idempotency_key    TEXT,                                   -- empty where it was found at the gateway
    status             TEXT    NOT NULL,
    gateway_status     TEXT,
    gateway_payout_id  TEXT,
    bank_reference     TEXT,
    fee_minor          INTEGER,
    fee_currency       TEXT,
    message            TEXT,
    is_open            INTEGER NOT NULL,                       -- 1 where it is not known yet how it ended
    created_ms         INTEGER NOT NULL,
    updated_ms         INTEGER NOT NULL,
    texts              TEXT    NOT NULL                        -- what it is found by, in lower case, kept apart by U+001F
) STRICT;

-- The reference comes first, so that it is found without knowing the account.
CREATE UNIQUE INDEX payouts_by_reference_and_account ON payouts (reference, account);
CREATE INDEX payouts_by_gateway_id ON payouts (gateway_payout_id) WHERE gateway_payout_id IS NOT NULL;
CREATE INDEX payouts_by_account ON payouts (account);
CREATE INDEX payouts_by_status ON payouts (status);
CREATE INDEX open_payouts ON payouts (place) WHERE is_open = 1;

-- As search_index: whoever writes texts writes here too.
CREATE VIRTUAL TABLE payout_index USING fts5 (
    texts,
    content = 'payouts', content_rowid = 'place', tokenize = 'trigram case_sensitive 1'
);

-- When a payout was last looked up, and when it is to be looked up again. Neither in the journal nor made from it.
CREATE TABLE payout_lookups (
    payout       BLOB    PRIMARY KEY NOT NULL CHECK (length(payout) = 16),
    looked_up_ms INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    next_ms      INTEGER                                       -- empty where nothing is planned
) STRICT, WITHOUT ROWID;

CREATE INDEX payout_lookups_by_time ON payout_lookups (next_ms) WHERE next_ms IS NOT NULL;
