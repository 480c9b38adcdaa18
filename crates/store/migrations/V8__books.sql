-- What the books need: payouts among the movements of money, what was handed out and what was imported, and bank statements.
-- From here on entries.subject_kind may be import as well. What is new in a projection is made from the journal when the file
-- is next opened.

ALTER TABLE payments ADD COLUMN import BLOB;                   -- imports.id, where an import brought it
ALTER TABLE refunds ADD COLUMN import BLOB;                    -- imports.id, for as long as no gateway has told of it
ALTER TABLE payouts ADD COLUMN import BLOB;                    -- the same
ALTER TABLE payouts ADD COLUMN fee_import BLOB;                -- the same, of the fee alone
ALTER TABLE payouts ADD COLUMN is_withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payouts ADD COLUMN was_handed_out INTEGER NOT NULL DEFAULT 0; -- before it was withdrawn
ALTER TABLE payouts ADD COLUMN digits INTEGER NOT NULL DEFAULT 0; -- after the point in its currency
ALTER TABLE payouts ADD COLUMN names TEXT NOT NULL DEFAULT ''; -- every reference it goes by, in lower case, kept apart by U+001F

CREATE INDEX payments_by_import ON payments (import) WHERE import IS NOT NULL;
CREATE INDEX refunds_by_import ON refunds (import) WHERE import IS NOT NULL;
CREATE INDEX payouts_by_import ON payouts (import) WHERE import IS NOT NULL;
CREATE INDEX payouts_by_fee_import ON payouts (fee_import) WHERE fee_import IS NOT NULL;

-- As movements, of payouts.
CREATE TABLE payout_movements (
    occurred_ms    INTEGER NOT NULL,
    seq            INTEGER NOT NULL REFERENCES entries (seq),
    position       INTEGER NOT NULL,                           -- among the movements of one entry, from 0
    entry          BLOB    NOT NULL,                           -- entries.id
    recorded_ms    INTEGER NOT NULL,
    payout         INTEGER NOT NULL REFERENCES payouts (place),
    kind           TEXT    NOT NULL,
    funds          TEXT    NOT NULL,
    amount_minor   INTEGER NOT NULL,                           -- less than zero left the gateway
    currency       TEXT    NOT NULL,
    status         TEXT    NOT NULL,                           -- of the payout, after the entry
    settlement_id  TEXT,                                       -- the gateway's id of the payout, after the entry
    bank_reference TEXT,                                       -- after the entry
    source         TEXT    NOT NULL,
    PRIMARY KEY (occurred_ms, seq, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX payout_movements_by_payout ON payout_movements (payout);

-- What moved since the last file was handed out.
CREATE INDEX movements_by_entry ON movements (seq);
CREATE INDEX payout_movements_by_entry ON payout_movements (seq);

-- A projection: files that were handed out.
CREATE TABLE exports (
    place       INTEGER PRIMARY KEY,                           -- as payments.place, of at_ms
    id          BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    seq         INTEGER NOT NULL REFERENCES entries (seq),     -- the entry that says so
    at_ms       INTEGER NOT NULL,
    profile     TEXT    NOT NULL,
    terms       TEXT    NOT NULL,                              -- which rows, in the filter language
    after_seq   INTEGER,                                       -- rows of entries behind this one
    through_seq INTEGER,                                       -- and up to this one
    row_count   INTEGER NOT NULL,
    sums        TEXT    NOT NULL,                              -- JSON array of amounts
    sha256      TEXT    NOT NULL,
    files       TEXT    NOT NULL,                              -- JSON array of names, rows and hashes
    options     TEXT    NOT NULL,                              -- JSON object of texts
    kind        TEXT    NOT NULL                               -- those of them that decide what a row says, as options
) STRICT;

CREATE INDEX exports_by_kind ON exports (profile, terms, kind, after_seq, through_seq, seq);

-- Files of an export that is in the journal, on their way to their places. Written with the export's entry and gone once all of
-- them are there, so that whoever comes after a crash knows what is left to do. What this machine knows for itself.
CREATE TABLE export_files (
    export   BLOB    NOT NULL CHECK (length(export) = 16),     -- exports.id
    position INTEGER NOT NULL,                                 -- among the files of one export, from 0
    written  TEXT    NOT NULL,                                 -- where it was written
    place    TEXT    NOT NULL,                                 -- where it goes
    sha256   TEXT    NOT NULL,                                 -- of it, in hex
    replaces INTEGER NOT NULL,                                 -- 1 where it may take the place of another
    PRIMARY KEY (export, position)
) STRICT, WITHOUT ROWID;

-- A projection: files that a person imported.
CREATE TABLE imports (
    place         INTEGER PRIMARY KEY,                         -- as payments.place, of made_ms
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    version       INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    file_name     TEXT    NOT NULL,
    sha256        TEXT    NOT NULL,
    in_file       INTEGER NOT NULL,                            -- how many lines the file has
    account       BLOB    REFERENCES accounts (id),            -- the account at a gateway that it is about
    bank_account  TEXT,                                        -- what the merchant calls the one it is a statement of
    signer        TEXT,
    made_ms       INTEGER NOT NULL,
    line_count    INTEGER NOT NULL,                            -- how many lines were read
    match_count   INTEGER NOT NULL,                            -- how many of them are matched with a payout
    undone_ms     INTEGER,                                     -- empty while it counts
    undone_by     TEXT,
    undone_reason TEXT
) STRICT;

-- A projection: the lines of imported files.
CREATE TABLE statement_lines (
    day            INTEGER NOT NULL,                           -- days since 1970-01-01
    import         INTEGER NOT NULL REFERENCES imports (place),
    line           INTEGER NOT NULL,                           -- its place in the file, from 1
    bank_account   TEXT,                                       -- as the import's
    key            TEXT    NOT NULL,                           -- tells it from every other line of the bank account
    has_own_id     INTEGER NOT NULL,                           -- 1 where the bank gave it the key
    amount_minor   INTEGER NOT NULL,                           -- more than zero came in
    currency       TEXT    NOT NULL,
    digest         TEXT    NOT NULL,                           -- SHA-256 of a salt and its texts, in hex
    payout         BLOB,                                       -- payouts.id, where a person said that it is its money
    matched_by     TEXT,
    matched_ms     INTEGER,
    is_live        INTEGER NOT NULL,                           -- 0 once the import was undone
    PRIMARY KEY (day, import, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX statement_lines_by_import ON statement_lines (import, day, line);
CREATE INDEX statement_lines_by_bank_account ON statement_lines (bank_account, day, import, line);
CREATE INDEX statement_lines_by_payout ON statement_lines (payout, day, import, line) WHERE payout IS NOT NULL;
-- No line counts twice.
CREATE UNIQUE INDEX live_statement_lines_by_key ON statement_lines (bank_account, key) WHERE is_live = 1;

-- What the lines say, as the bank wrote it. It names people, so it lies beside the journal, is written with the entries of the
-- lines, and goes where somebody whom it names is masked.
CREATE TABLE statement_texts (
    import       BLOB    NOT NULL CHECK (length(import) = 16), -- imports.id
    line         INTEGER NOT NULL,
    salt         BLOB    NOT NULL,                             -- goes into the digest before the texts
    text         TEXT    NOT NULL,
    counterparty TEXT,
    reference    TEXT,
    PRIMARY KEY (import, line)
) STRICT, WITHOUT ROWID;
