-- The tables of a case. Every row that came out of a text carries the reading (one run of a reader over one source)
-- that made it; a later reading of the same source replaces an earlier one in the views, never in the tables.

CREATE TABLE meta (
    key VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

INSERT INTO meta VALUES ('format', 'bedfellows-case');

CREATE TABLE sources (
    reading VARCHAR PRIMARY KEY,   -- content-hashed id of the reading
    seq BIGINT NOT NULL,           -- order of the readings; the highest of a source is its current one
    recorded TIMESTAMP NOT NULL,   -- when the case got it, UTC
    dropped VARCHAR[] NOT NULL,    -- what the reader could not verify
    id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    publisher VARCHAR,
    author VARCHAR,
    published DATE,
    locator VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    reliability VARCHAR NOT NULL
);

CREATE TABLE passages (
    reading VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (reading, id)
);

CREATE TABLE actors (
    reading VARCHAR NOT NULL,      -- 'user' for those that a person added
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    PRIMARY KEY (reading, id)
);

CREATE TABLE claims (
    reading VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    passage_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    object VARCHAR,
    subject_text VARCHAR NOT NULL,
    object_text VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    certainty VARCHAR NOT NULL,
    negated BOOLEAN NOT NULL,
    tense VARCHAR NOT NULL,
    said_by VARCHAR[] NOT NULL,
    support_types VARCHAR[] NOT NULL,
    comparison STRUCT(kind VARCHAR, than VARCHAR[], text VARCHAR),
    place VARCHAR,
    time_text VARCHAR NOT NULL,
    happened_from DATE,
    happened_to DATE,
    precision VARCHAR NOT NULL,
    published DATE,
    plover VARCHAR,
    plover_mode VARCHAR,
    confidence DOUBLE NOT NULL,
    credibility VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,
    PRIMARY KEY (reading, id)
);

CREATE TABLE motives (
    reading VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    passage_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    holder VARCHAR,
    towards VARCHAR,
    effect VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    link VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    certainty VARCHAR NOT NULL,
    effect_claim VARCHAR,
    reason_claim VARCHAR,
    published DATE,
    PRIMARY KEY (reading, id)
);

CREATE TABLE outcomes (
    reading VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    passage_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    condition VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    certainty VARCHAR NOT NULL,
    horizon_text VARCHAR NOT NULL,
    horizon DATE,
    actors VARCHAR[] NOT NULL,
    said_by VARCHAR[] NOT NULL,
    parent VARCHAR,
    condition_claims VARCHAR[] NOT NULL,
    outcome_claims VARCHAR[] NOT NULL,
    published DATE,
    PRIMARY KEY (reading, id)
);

CREATE TABLE events (
    id VARCHAR PRIMARY KEY,
    source_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    object VARCHAR,
    plover VARCHAR NOT NULL,
    plover_mode VARCHAR,
    cameo VARCHAR,
    goldstein DOUBLE,
    happened_from DATE NOT NULL,
    happened_to DATE NOT NULL,
    precision VARCHAR NOT NULL,
    published DATE NOT NULL,
    place VARCHAR,
    text VARCHAR NOT NULL,
    credibility VARCHAR NOT NULL,
    recorded TIMESTAMP NOT NULL
);

CREATE TABLE grades (
    seq BIGINT PRIMARY KEY,        -- order of grading; settles ties of graded_at
    target VARCHAR NOT NULL,       -- id of a source, claim or event
    reliability VARCHAR,
    credibility VARCHAR,
    grader VARCHAR NOT NULL,
    graded_at TIMESTAMP NOT NULL   -- UTC
);
