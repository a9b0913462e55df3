-- What a case shows as of a day: macros over the tables, made anew whenever a file is created or upgraded.
-- `known_from` is the day from which a row may be used: its publication date, or, where it has none, the day it was
-- recorded, and never before its source.

CREATE OR REPLACE MACRO grades_as_of(day) AS TABLE
    SELECT seq, target, reliability, credibility, grader, graded_at
    FROM grades
    WHERE graded_at::DATE <= day;

CREATE OR REPLACE MACRO latest_grades_as_of(day) AS TABLE
    SELECT
        target,
        arg_max(reliability, (graded_at, seq)) AS reliability,
        arg_max(credibility, (graded_at, seq)) AS credibility
    FROM grades_as_of(day)
    GROUP BY target;

CREATE OR REPLACE MACRO sources_as_of(day) AS TABLE
    SELECT
        s.* REPLACE (coalesce(g.reliability, s.reliability) AS reliability),
        coalesce(s.published, s.recorded::DATE) AS known_from
    FROM sources s
    LEFT JOIN latest_grades_as_of(day) g ON g.target = s.id
    WHERE s.seq IN (
        SELECT max(seq) FROM sources WHERE coalesce(published, recorded::DATE) <= day GROUP BY id
    );

CREATE OR REPLACE MACRO passages_as_of(day) AS TABLE
    SELECT p.*, s.recorded, s.known_from
    FROM passages p
    JOIN sources_as_of(day) s ON s.reading = p.reading;

CREATE OR REPLACE MACRO actors_as_of(day) AS TABLE
    SELECT arg_min(a.reading, (s.seq IS NOT NULL, s.seq)) AS reading, a.id,
        arg_min(a.name, (s.seq IS NOT NULL, s.seq)) AS name,
        arg_min(a.kind, (s.seq IS NOT NULL, s.seq)) AS kind
    FROM actors a
    LEFT JOIN sources_as_of(day) s ON s.reading = a.reading
    WHERE s.reading IS NOT NULL OR a.reading = 'user'
    GROUP BY a.id;

CREATE OR REPLACE MACRO claims_as_of(day) AS TABLE
    SELECT
        c.* REPLACE (coalesce(g.credibility, c.credibility) AS credibility),
        s.recorded,
        greatest(coalesce(c.published, s.known_from), s.known_from) AS known_from
    FROM claims c
    JOIN sources_as_of(day) s ON s.reading = c.reading
    LEFT JOIN latest_grades_as_of(day) g ON g.target = c.id
    WHERE coalesce(c.published, s.known_from) <= day;

CREATE OR REPLACE MACRO motives_as_of(day) AS TABLE
    SELECT m.*, s.recorded, greatest(coalesce(m.published, s.known_from), s.known_from) AS known_from
    FROM motives m
    JOIN sources_as_of(day) s ON s.reading = m.reading
    WHERE coalesce(m.published, s.known_from) <= day;

CREATE OR REPLACE MACRO outcomes_as_of(day) AS TABLE
    SELECT o.*, s.recorded, greatest(coalesce(o.published, s.known_from), s.known_from) AS known_from
    FROM outcomes o
    JOIN sources_as_of(day) s ON s.reading = o.reading
    WHERE coalesce(o.published, s.known_from) <= day;

CREATE OR REPLACE MACRO feed_events_as_of(day) AS TABLE
    SELECT feed || ':' || key AS id, *
    FROM feed_events
    WHERE published <= day AND (superseded IS NULL OR superseded > day);

CREATE OR REPLACE MACRO standing_as_of(day) AS TABLE
    SELECT feed || ':' || key AS id, *
    FROM standing
    WHERE published <= day AND (superseded IS NULL OR superseded > day);

CREATE OR REPLACE MACRO feed_actors_as_of(day) AS TABLE
    SELECT feed || ':' || key AS id, *
    FROM feed_actors
    WHERE published <= day AND (superseded IS NULL OR superseded > day);

CREATE OR REPLACE MACRO mentions_as_of(day) AS TABLE
    SELECT replace(feed, '-mentions', '') || ':' || key AS id, *
    FROM feed_mentions
    WHERE published <= day AND (superseded IS NULL OR superseded > day);

-- Events that are coded in PLOVER: those that a person or program added, and those of feeds. What PLOVER leaves out (mere
-- statements, appeals) and events without a doer are in feed_events_as_of alone.
CREATE OR REPLACE MACRO events_as_of(day) AS TABLE
    SELECT
        e.* REPLACE (coalesce(g.credibility, e.credibility) AS credibility),
        e.published AS known_from
    FROM (
        SELECT * FROM events WHERE published <= day
        UNION ALL BY NAME
        SELECT
            f.id, 'feed-file:' || f.file AS source_id, f.subject, f.object, f.plover, f.plover_mode, f.cameo,
            f.goldstein::DOUBLE AS goldstein, f.day AS happened_from, f.day AS happened_to, 'day' AS precision, f.published,
            f.place, coalesce(f.text, '') AS text, '6' AS credibility, l.finished AS recorded
        FROM feed_events_as_of(day) f
        JOIN feed_files l ON l.number = f.file
        WHERE f.plover IS NOT NULL AND f.subject IS NOT NULL
    ) e
    LEFT JOIN latest_grades_as_of(day) g ON g.target = e.id;

CREATE OR REPLACE MACRO evidence_as_of(day) AS TABLE
    SELECT
        id, 'claim' AS kind, source_id, subject, relation, plover, plover_mode, object, negated,
        happened_from, happened_to, precision, published, recorded, known_from,
        certainty, confidence, credibility, place, quote AS text
    FROM claims_as_of(day)
    UNION ALL
    SELECT
        id, 'event', source_id, subject, NULL, plover, plover_mode, object, false,
        happened_from, happened_to, precision, published, recorded, known_from,
        'reported', NULL, credibility, place, text
    FROM events_as_of(day);

CREATE OR REPLACE VIEW evidence AS
    SELECT * FROM evidence_as_of(DATE 'infinity');
