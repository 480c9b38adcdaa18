-- Messages that came in for a gateway's account, as they came. Neither in the journal nor made from it: an entry says that
-- one was accepted (entries.subject_kind may be delivery from here on) and names it by the hash of its body.

CREATE TABLE deliveries (
    place        INTEGER PRIMARY KEY,                          -- as payments.place, of received_ms
    id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    account      BLOB,                                         -- accounts.id; empty where there is none of that name
    gateway      TEXT,
    account_name TEXT    NOT NULL,                             -- as the message was addressed
    origin       TEXT    NOT NULL,                             -- listener or import
    received_ms  INTEGER NOT NULL,
    source       TEXT,                                         -- the address of whoever sent it
    verdict      TEXT,                                         -- empty until it is judged
    reason       TEXT,
    event        TEXT,                                         -- what happened, in the gateway's word
    event_key    TEXT,                                         -- what tells it from every other event of the account
    reference    TEXT,
    duplicate_of BLOB,                                         -- deliveries.id
    payment      BLOB,                                         -- payments.id
    payout       BLOB,                                         -- payouts.id
    entries      TEXT    NOT NULL,                             -- JSON array of the entries.id that it caused
    handled_ms   INTEGER,                                      -- empty until it is acted on
    is_waiting   INTEGER NOT NULL,                             -- 1 until it is judged, and handled where it was accepted
    texts        TEXT    NOT NULL,                             -- what it is found by, in lower case, kept apart by U+001F
    masked       INTEGER NOT NULL,                             -- 1 where secrets were taken out of the body
    body_bytes   INTEGER NOT NULL,                             -- of the body as it arrived
    body_sha256  TEXT    NOT NULL,                             -- of the body as it arrived, in hex
    headers      TEXT    NOT NULL,                             -- JSON array of pairs
    body         BLOB    NOT NULL CHECK (length(body) <= 262144)
) STRICT;

-- An event is accepted once, whoever judges it and however often it comes.
CREATE UNIQUE INDEX accepted_events ON deliveries (account, event_key) WHERE verdict = 'accepted';
CREATE INDEX accepted_deliveries_by_account ON deliveries (account, received_ms) WHERE verdict = 'accepted';
CREATE INDEX deliveries_by_account ON deliveries (account);
CREATE INDEX deliveries_by_verdict ON deliveries (verdict);
CREATE INDEX waiting_deliveries ON deliveries (place) WHERE is_waiting = 1;

-- As search_index: whoever writes texts writes here too.
CREATE VIRTUAL TABLE delivery_index USING fts5 (
    texts,
    content = 'deliveries', content_rowid = 'place', tokenize = 'trigram case_sensitive 1'
);
