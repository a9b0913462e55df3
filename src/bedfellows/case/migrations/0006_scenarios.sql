-- Scenarios that were saved under a name, to be run again and compared.
CREATE TABLE scenarios (
    name VARCHAR PRIMARY KEY,
    form VARCHAR NOT NULL,         -- lines, toml
    text VARCHAR NOT NULL,         -- as the user gave it
    as_of DATE,                    -- NULL: the day on which it is run
    horizon INTEGER NOT NULL,      -- years
    draws INTEGER NOT NULL,
    seed BIGINT NOT NULL,
    recorded TIMESTAMP NOT NULL    -- UTC
);
