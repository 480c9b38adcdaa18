-- What refunds, customers and everything that wants a person need to be found by. From here on entries.subject_kind may be
-- batch or person as well. What is new in a projection is made from the journal when the file is next opened.

ALTER TABLE accounts ADD COLUMN approval TEXT NOT NULL DEFAULT '[]';   -- JSON array of amounts: the largest that want no yes

ALTER TABLE payments ADD COLUMN captured_ms INTEGER;                   -- empty until captured
ALTER TABLE payments ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';       -- JSON array of words

CREATE TABLE payment_tags (
    tag     TEXT    NOT NULL,
    payment INTEGER NOT NULL REFERENCES payments (place),
    PRIMARY KEY (tag, payment)
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_tags_by_payment ON payment_tags (payment);

-- Everybody a payment was ever said to be of; payments.customer is the last of them.
CREATE TABLE payment_people (
    person  BLOB    NOT NULL,                                  -- people.id
    payment INTEGER NOT NULL REFERENCES payments (place),
    PRIMARY KEY (person, payment)
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_people_by_payment ON payment_people (payment);

ALTER TABLE refunds ADD COLUMN asked_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN asked_currency TEXT NOT NULL DEFAULT '';
ALTER TABLE refunds ADD COLUMN file TEXT;                              -- JSON: hash, name and size of what proves it
ALTER TABLE refunds ADD COLUMN signer TEXT;                            -- who wanted or recorded it
ALTER TABLE refunds ADD COLUMN is_approved INTEGER;                    -- empty until a second person decided
ALTER TABLE refunds ADD COLUMN decided_by TEXT;
ALTER TABLE refunds ADD COLUMN decided_ms INTEGER;
ALTER TABLE refunds ADD COLUMN decision_note TEXT;
ALTER TABLE refunds ADD COLUMN resolved_by TEXT;                       -- who decided by hand how it ended
ALTER TABLE refunds ADD COLUMN batch BLOB;                             -- batches.id
ALTER TABLE refunds ADD COLUMN is_unconfirmed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN at_gateway TEXT;
ALTER TABLE refunds ADD COLUMN is_by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN failed_later INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN is_revived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payouts ADD COLUMN is_by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN is_accepted INTEGER NOT NULL DEFAULT 0;
UPDATE refunds SET asked_minor = amount_minor, asked_currency = currency;

CREATE INDEX refunds_by_status ON refunds (status);
CREATE INDEX refunds_by_batch ON refunds (batch) WHERE batch IS NOT NULL;

-- Whose payments are one customer's: the e-mail in lower case, or name: and the name in lower case where there is none.
-- Goes with the details when they are masked.
ALTER TABLE people ADD COLUMN customer_key TEXT;
ALTER TABLE search ADD COLUMN customer_key TEXT;

CREATE INDEX people_by_customer ON people (customer_key) WHERE customer_key IS NOT NULL;
CREATE INDEX search_by_customer ON search (customer_key) WHERE customer_key IS NOT NULL;
CREATE INDEX payouts_by_beneficiary ON payouts (beneficiary) WHERE beneficiary IS NOT NULL;

-- A projection: many refunds that were agreed to at once.
CREATE TABLE batches (
    place      INTEGER PRIMARY KEY,                            -- as payments.place, of started_ms
    id         BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    version    INTEGER NOT NULL,
    source     TEXT    NOT NULL,                               -- a filter, or the name of a file
    plan       TEXT    NOT NULL,                               -- SHA-256 of the plan that was agreed to, in hex
    reason     TEXT    NOT NULL,
    signer     TEXT    NOT NULL,
    lines      INTEGER NOT NULL,
    sums       TEXT    NOT NULL,                               -- JSON array of amounts
    started_ms INTEGER NOT NULL,
    ended_ms   INTEGER,                                        -- empty while there is more to ask for
    cancelled  INTEGER,
    results    TEXT                                            -- JSON object of counts
) STRICT;

CREATE INDEX unfinished_batches ON batches (place) WHERE ended_ms IS NULL;

-- What a batch is to do, written with its first entry, and what came of each line. Neither in the journal nor made from it:
-- the entries of the refunds say what happened.
CREATE TABLE batch_lines (
    batch          BLOB    NOT NULL CHECK (length(batch) = 16), -- batches.id
    line           INTEGER NOT NULL,                           -- from 1
    payment        BLOB    NOT NULL CHECK (length(payment) = 16), -- payments.id
    amount_minor   INTEGER NOT NULL,
    currency       TEXT    NOT NULL,
    left_minor     INTEGER NOT NULL,                           -- what could be refunded when it was planned
    left_currency  TEXT    NOT NULL,
    refund         BLOB    NOT NULL CHECK (length(refund) = 16), -- refunds.id, once it is asked for
    reason         TEXT    NOT NULL,
    customer_note  TEXT,
    outcome        TEXT,                                       -- empty until it was gone about
    message        TEXT,
    PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;

-- What is not to be shown on the attention desk until a time. Neither in the journal nor made from it.
CREATE TABLE snoozes (
    key      TEXT    PRIMARY KEY NOT NULL,                     -- names the concern
    until_ms INTEGER NOT NULL,
    note     TEXT    NOT NULL,
    signer   TEXT    NOT NULL,
    made_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_by_payment ON deliveries (payment) WHERE payment IS NOT NULL;
CREATE INDEX deliveries_by_payout ON deliveries (payout) WHERE payout IS NOT NULL;
CREATE INDEX deliveries_by_reference ON deliveries (reference) WHERE reference IS NOT NULL;
