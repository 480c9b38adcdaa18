-- The journal: what happened, in order, for good. Everything in V2 can be made again from here.
-- Ids are UUIDs as 16 bytes; times are UTC in milliseconds since 1970; hashes are SHA-256 as 32 bytes.

CREATE TABLE entries (
    seq           INTEGER PRIMARY KEY,                         -- place among all entries, from 1, without gaps
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    at_ms         INTEGER NOT NULL,                            -- when it happened
    actor         TEXT    NOT NULL,                            -- who caused it
    subject_kind  TEXT    NOT NULL,                            -- what it is about: account, payment, export
    subject_id    BLOB    NOT NULL CHECK (length(subject_id) = 16),
    version       INTEGER NOT NULL,                            -- place among the entries of its subject, from 1
    kind          TEXT    NOT NULL,                            -- the body's kind, for people who look here
    body          TEXT    NOT NULL,                            -- JSON, exactly as it was hashed
    previous_hash BLOB    NOT NULL CHECK (length(previous_hash) = 32),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),
    UNIQUE (subject_id, subject_kind, version)
) STRICT;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'an entry of the journal is never changed');
END;

CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'an entry of the journal is never deleted');
END;

-- INSERT OR REPLACE would delete without asking the trigger above, so what it could replace is refused here.
CREATE TRIGGER entries_are_only_appended BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), zeroblob(32))
    OR NEW.version IS NOT (
        SELECT coalesce(max(version), 0) + 1 FROM entries
        WHERE subject_id = NEW.subject_id AND subject_kind = NEW.subject_kind
    )
    OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'an entry goes to the end of the journal');
END;

-- Personal data, beside the journal: an entry has the id and a digest, so that a row here can be masked.
CREATE TABLE people (
    id    BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    salt  BLOB NOT NULL,                                       -- goes into the digest before the details
    name  TEXT,
    email TEXT
) STRICT, WITHOUT ROWID;
