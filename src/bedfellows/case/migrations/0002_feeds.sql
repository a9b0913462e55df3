-- Rows of data feeds. The tables of rows have no keys: indexes over a hundred million rows would not fit into memory. That
-- each key is there once in each version is seen to when rows are added. `file` is the number of a row's file in the ledger.

CREATE TABLE feed_files (
    number INTEGER PRIMARY KEY,
    feed VARCHAR NOT NULL,
    release VARCHAR NOT NULL,          -- '' where the file does not say
    name VARCHAR NOT NULL,             -- as given; "archive.zip/member" for what was in an archive
    sha256 VARCHAR NOT NULL,           -- of the contents, unpacked
    bytes BIGINT NOT NULL,             -- unpacked
    rows_read BIGINT NOT NULL,
    kept BIGINT NOT NULL,              -- all that are in the case from this file, with those that supersede others
    duplicate BIGINT NOT NULL,         -- known already, with equal content
    superseding BIGINT NOT NULL,       -- of those kept: other versions of rows that were known
    quarantined BIGINT NOT NULL,
    skipped BIGINT NOT NULL,           -- no rows of this kind: notes, totals
    first_day DATE,
    last_day DATE,
    started TIMESTAMP NOT NULL,        -- UTC
    finished TIMESTAMP NOT NULL
);

CREATE TABLE feed_events (
    feed VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    release VARCHAR NOT NULL,
    day DATE NOT NULL,
    published DATE NOT NULL,
    subject VARCHAR,
    object VARCHAR,
    subject_code VARCHAR,
    object_code VARCHAR,
    plover VARCHAR,
    plover_mode VARCHAR,
    cameo VARCHAR,
    quad UTINYINT,
    goldstein FLOAT,
    tone FLOAT,
    mentions INTEGER,
    sources INTEGER,
    articles INTEGER,
    place VARCHAR,
    lat FLOAT,
    lon FLOAT,
    text VARCHAR,
    file INTEGER NOT NULL,
    superseded DATE                    -- the day from which another version counts
);

CREATE TABLE standing (
    feed VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    release VARCHAR NOT NULL,
    subject VARCHAR,
    relation VARCHAR NOT NULL,
    object VARCHAR,
    subject_code VARCHAR,
    object_code VARCHAR,
    support_types VARCHAR[],
    detail VARCHAR,
    happened_from DATE,
    happened_to DATE,
    precision VARCHAR,
    published DATE NOT NULL,
    place VARCHAR,
    file INTEGER NOT NULL,
    superseded DATE
);

CREATE TABLE feed_mentions (
    feed VARCHAR NOT NULL,
    key VARCHAR NOT NULL,              -- of the event that is mentioned, in the feed named so without "-mentions"
    release VARCHAR NOT NULL,
    published DATE NOT NULL,
    source VARCHAR,
    text VARCHAR,
    confidence UTINYINT,
    file INTEGER NOT NULL,
    superseded DATE
);

CREATE TABLE feed_actors (
    feed VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    release VARCHAR NOT NULL,
    subject VARCHAR,
    subject_code VARCHAR,
    name VARCHAR,
    names VARCHAR[],
    kind VARCHAR,
    place VARCHAR,
    happened_from DATE,
    happened_to DATE,
    published DATE NOT NULL,
    detail VARCHAR,
    file INTEGER NOT NULL,
    superseded DATE
);

CREATE TABLE quarantine (
    feed VARCHAR NOT NULL,
    file INTEGER NOT NULL,
    line BIGINT,
    reason VARCHAR NOT NULL,
    raw VARCHAR NOT NULL               -- cut to 2,000 characters; bytes that are not UTF-8 as \xNN
);

CREATE TABLE feed_names (              -- actors of feeds that no registry knows, and the codes they were made from
    feed VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    PRIMARY KEY (feed, code, id)
);
