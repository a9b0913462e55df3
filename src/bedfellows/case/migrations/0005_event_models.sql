-- Models that rank who does what to whom next; learned again when they are missing.
CREATE TABLE event_models (
    id VARCHAR PRIMARY KEY,        -- content-hashed
    grain VARCHAR NOT NULL,        -- what kinds of events are: cameo, plover
    cutoff DATE NOT NULL,          -- the last day whose events it has seen
    evidence VARCHAR NOT NULL,     -- hash of all that it was learned from
    recorded TIMESTAMP NOT NULL,   -- UTC
    model VARCHAR NOT NULL         -- JSON, with LightGBM's text
);
