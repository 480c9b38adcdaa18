-- Whether something showed that a message was the gateway's own, when it was judged: keys and settings change afterwards.

ALTER TABLE deliveries ADD COLUMN is_proven INTEGER;           -- empty until it is judged, and in what was judged before

-- Whose messages wait: one account's must not keep the others' from being found.
CREATE INDEX waiting_deliveries_by_account ON deliveries (account) WHERE is_waiting = 1;

-- What came in and changed nothing: duplicates, and what nothing proved and was acted on. Anybody who sends enough could fill
-- the disk with it, so that only the newest of it is kept.
ALTER TABLE deliveries ADD COLUMN is_idle INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries SET is_idle = 1 WHERE verdict = 'duplicate';
CREATE INDEX idle_deliveries ON deliveries (account, place DESC) WHERE is_idle = 1;
