-- What is true now, folded from the journal in the transaction that appends to it. Nothing here is authoritative.
-- Amounts are minor units beside their currency.

CREATE TABLE accounts (
    id           BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    name         TEXT    NOT NULL,
    name_folded  TEXT    NOT NULL,                             -- in lower case, to be found by
    gateway      TEXT    NOT NULL,
    mode         TEXT    NOT NULL,
    base_url     TEXT    NOT NULL,
    settings     TEXT    NOT NULL,                             -- JSON object of texts
    version      INTEGER NOT NULL,
    connected_ms INTEGER NOT NULL,
    removed_ms   INTEGER                                       -- empty while connected
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_by_name ON accounts (name_folded);
CREATE UNIQUE INDEX connected_accounts_by_name ON accounts (name_folded) WHERE removed_ms IS NULL;

CREATE TABLE payments (
    -- created_ms * 2^20, counted up within one millisecond: the order of the list is the order of the table.
    place             INTEGER PRIMARY KEY,
    id                BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    version           INTEGER NOT NULL,
    account           BLOB    NOT NULL REFERENCES accounts (id),
    gateway           TEXT    NOT NULL,
    mode              TEXT    NOT NULL,
    reference         TEXT    NOT NULL,                        -- the merchant's order number
    gateway_reference TEXT,
    status            TEXT    NOT NULL,
    flags             INTEGER NOT NULL,                        -- 1 late, 2 amount, 4 currency mismatch, 8 unordered
    amount_minor      INTEGER NOT NULL,                        -- captured, or expected while nothing was
    currency          TEXT    NOT NULL,
    digits            INTEGER NOT NULL,                        -- after the point in that currency
    fee_minor         INTEGER,
    fee_currency      TEXT,
    refunded_minor    INTEGER NOT NULL,                        -- in `currency`
    refundable_minor  INTEGER NOT NULL,                        -- in `currency`
    channel           TEXT,
    channel_folded    TEXT,                                    -- in lower case, to be found by
    description       TEXT,
    customer          BLOB,                                    -- people.id
    link_url          TEXT,
    link_expires_ms   INTEGER,
    is_open           INTEGER NOT NULL,                        -- 1 where the gateway has more to say
    wants_attention   INTEGER NOT NULL,                        -- 1 where flagged or of unknown outcome
    created_ms        INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX payments_by_account_and_reference ON payments (account, reference);
CREATE INDEX payments_by_status ON payments (status);
CREATE INDEX open_payments ON payments (place) WHERE is_open = 1;
CREATE INDEX payments_wanting_attention ON payments (place) WHERE wants_attention = 1;
CREATE INDEX payments_with_refunds ON payments (place) WHERE refunded_minor > 0;

-- Every name a payment goes by: order number, gateway references, and those it may have where an answer was lost.
CREATE TABLE payment_references (
    reference TEXT    NOT NULL,
    payment   INTEGER NOT NULL REFERENCES payments (place),
    PRIMARY KEY (reference, payment)
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_references_by_payment ON payment_references (payment);

CREATE TABLE refunds (
    place             INTEGER PRIMARY KEY,                     -- as payments.place, of requested_ms
    id                BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    payment           INTEGER NOT NULL REFERENCES payments (place),
    amount_minor      INTEGER NOT NULL,
    currency          TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    method            TEXT    NOT NULL,
    is_full           INTEGER NOT NULL,
    reason            TEXT    NOT NULL,
    customer_note     TEXT,
    merchant_note     TEXT,
    evidence          TEXT,
    idempotency_key   TEXT,
    gateway_refund_id TEXT,
    gateway_status    TEXT,
    message           TEXT,
    requested_ms      INTEGER NOT NULL,
    updated_ms        INTEGER NOT NULL
) STRICT;

CREATE INDEX refunds_by_payment ON refunds (payment);
CREATE INDEX refunds_by_key ON refunds (idempotency_key) WHERE idempotency_key IS NOT NULL;

-- One row per movement of money, in the order of exports, with what was known when it moved.
CREATE TABLE movements (
    occurred_ms       INTEGER NOT NULL,
    seq               INTEGER NOT NULL REFERENCES entries (seq),
    position          INTEGER NOT NULL,                        -- among the movements of one entry, from 0
    entry             BLOB    NOT NULL,                        -- entries.id
    recorded_ms       INTEGER NOT NULL,
    payment           INTEGER NOT NULL REFERENCES payments (place),
    kind              TEXT    NOT NULL,
    refund            BLOB,                                    -- refunds.id
    funds             TEXT    NOT NULL,
    amount_minor      INTEGER NOT NULL,                        -- more than zero came to the merchant
    currency          TEXT    NOT NULL,
    status            TEXT    NOT NULL,                        -- of the payment, after the entry
    gateway_reference TEXT,
    channel           TEXT,
    note              TEXT,
    source            TEXT    NOT NULL,
    fee_minor         INTEGER,
    fee_currency      TEXT,
    PRIMARY KEY (occurred_ms, seq, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX movements_by_payment ON movements (payment);

-- The texts of a payment in lower case. Several texts of one column are kept apart by U+001F.
CREATE TABLE search (
    place       INTEGER PRIMARY KEY REFERENCES payments (place),
    reference   TEXT NOT NULL,
    customer    TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT;

-- Folding is done before a text gets here, so that this index and a plain comparison agree on every letter. Whoever
-- writes to search writes here too.
CREATE VIRTUAL TABLE search_index USING fts5 (
    reference, customer, description,
    content = 'search', content_rowid = 'place', tokenize = 'trigram case_sensitive 1'
);
