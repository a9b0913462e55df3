-- Forecasts: models of dyads, questions, the probabilities that models, persons and sources gave for them, and how they came out.
-- Nothing in the last three is ever changed: a later row of the same question counts in place of an earlier one.

CREATE TABLE dyad_models (
    id VARCHAR PRIMARY KEY,        -- content-hashed
    target VARCHAR NOT NULL,       -- a quad class or a PLOVER type
    directed BOOLEAN NOT NULL,
    cutoff DATE NOT NULL,          -- the last day whose events it has seen
    evidence VARCHAR NOT NULL,     -- hash of all that it was learned from
    recorded TIMESTAMP NOT NULL,   -- UTC
    model VARCHAR NOT NULL         -- JSON
);

CREATE TABLE questions (
    id VARCHAR PRIMARY KEY,        -- content-hashed
    text VARCHAR NOT NULL,         -- as asked, or in the source's words
    kind VARCHAR NOT NULL,         -- asked, stated
    target VARCHAR,                -- a quad class or a PLOVER type; NULL where what is forecast is no event
    a VARCHAR,
    b VARCHAR,
    directed BOOLEAN NOT NULL,     -- does a do it to b
    opens DATE NOT NULL,           -- the first day that counts
    closes DATE,                   -- the last one
    closes_by VARCHAR NOT NULL,    -- asker, source or user: who set the last day; '' where nobody did
    condition VARCHAR NOT NULL,    -- in words; '' without
    condition_kind VARCHAR NOT NULL,
    condition_target VARCHAR,
    condition_a VARCHAR,
    condition_b VARCHAR,
    condition_directed BOOLEAN NOT NULL,
    problem VARCHAR NOT NULL,      -- why no feed can resolve it; '' where one can
    outcome_id VARCHAR,            -- the conditional outcome that it was read from
    asked DATE NOT NULL,           -- as of when
    recorded TIMESTAMP NOT NULL
);

CREATE TABLE question_forecasts (
    id VARCHAR PRIMARY KEY,
    question_id VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    author_kind VARCHAR NOT NULL,  -- model, person, source
    probability DOUBLE NOT NULL,
    low DOUBLE,
    high DOUBLE,
    made DATE NOT NULL,            -- the day at whose end it was made, or the source was published
    cutoff DATE,                   -- of a model: the last day whose events it has seen
    method VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,        -- of a source: the words that the probability was read from
    reasons VARCHAR NOT NULL,      -- JSON
    evidence VARCHAR[] NOT NULL,
    base_rate DOUBLE,              -- what the two simple rules said on that day
    persistence DOUBLE,
    recorded TIMESTAMP NOT NULL
);

CREATE TABLE question_resolutions (
    seq BIGINT PRIMARY KEY,
    question_id VARCHAR NOT NULL,
    resolution VARCHAR NOT NULL,   -- yes, no, void
    resolved DATE NOT NULL,        -- the day as of which the feeds say so
    resolver VARCHAR NOT NULL,     -- feeds, or the name of a person
    because VARCHAR NOT NULL,
    evidence VARCHAR[] NOT NULL,
    recorded TIMESTAMP NOT NULL
);
