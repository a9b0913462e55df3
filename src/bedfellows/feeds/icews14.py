"""ICEWS14: the ICEWS events of 2014 as a benchmark of temporal knowledge graphs, read from its published folder.

Rows of `train.txt`, `valid.txt` and `test.txt` are numbers: source, relation, target, hours since 1 January 2014, and a column that is not
used; the names behind the numbers are in `entity2id.txt` and `relation2id.txt`, with "_" for blanks. A relation is the text of a CAMEO
event. Of several equal events of one day one is left, so the four numbers are the key.
"""

from __future__ import annotations

from bedfellows.feeds.feed import Companion, Feed, Layout
from bedfellows.feeds.mapping import name_coder

_NAMES = Layout({"name": "VARCHAR", "id": "INTEGER"}, header=False, delimiter="\t")
_FACT = {"source": "INTEGER", "relation": "INTEGER", "target": "INTEGER", "hours": "INTEGER"}
_REQUIRED = tuple(_FACT)

ICEWS14 = Feed(
    name="icews14",
    title="ICEWS14 (temporal knowledge graph)",
    kind="events",
    publisher="Lockheed Martin, Harvard Dataverse; split of RE-GCN",
    citation=(
        "García-Durán, Alberto, Sebastijan Dumančić, and Mathias Niepert (2018). Learning Sequence Encoders for Temporal Knowledge "
        "Graph Completion. EMNLP. From ICEWS Coded Event Data, doi:10.7910/DVN/28075."
    ),
    files=("train.txt", "valid.txt", "test.txt"),
    layouts=(
        Layout({**_FACT, "unused": "VARCHAR"}, header=False, delimiter="\t", required=_REQUIRED),
        Layout(_FACT, header=False, delimiter="\t", required=_REQUIRED),
    ),
    companions=(
        Companion("entity", "entity2id.txt", _NAMES),
        Companion("event_name", "relation2id.txt", _NAMES),
    ),
    source=(
        "raw LEFT JOIN entity AS one ON one.id = raw.source LEFT JOIN entity AS other ON other.id = raw.target "
        "LEFT JOIN event_name ON event_name.id = raw.relation LEFT JOIN cameo_names ON cameo_names.name = regexp_replace(lower(event_name.name), '[^a-z]', '', 'g')"
    ),
    select={
        "key": "concat_ws('-', raw.source, raw.relation, raw.target, raw.hours)",
        "day": "DATE '2014-01-01' + raw.hours // 24",
        "subject_code": "replace(one.name, '_', ' ')",
        "subject_name": "replace(one.name, '_', ' ')",
        "object_code": "replace(other.name, '_', ' ')",
        "object_name": "replace(other.name, '_', ' ')",
        "cameo": "cameo_names.code",
        "text": "replace(event_name.name, '_', ' ')",
        "problem": (
            "CASE WHEN one.id IS NULL OR other.id IS NULL THEN 'a number that entity2id.txt does not have' "
            "WHEN event_name.id IS NULL THEN 'a number that relation2id.txt does not have' "
            "WHEN cameo_names.code IS NULL THEN 'an event that CAMEO does not have' "
            "WHEN raw.hours < 0 OR raw.hours >= 8760 THEN 'a day outside 2014' END"
        ),
    },
    coder=name_coder,
    about="One row for each distinct event of a day; the last month is not in the folder that is used for forecasting.",
)
