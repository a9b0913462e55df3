-- In which way each source was read last (a hash of reader, rules, actors and what the user said of it), so that a
-- folder that is read again goes on where it stopped.

CREATE TABLE read_as (
    source_id VARCHAR PRIMARY KEY,
    reading VARCHAR NOT NULL,
    way VARCHAR NOT NULL
);
