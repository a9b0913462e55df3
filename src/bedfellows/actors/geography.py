"""Which actors border which, and how far apart they lie, on a date.

Borders are land borders between states, and regions, from countryinfo with our corrections; borders of former states follow from those
of their successors. Distances are great-circle distances on a sphere between the nearest points of generalised outlines (about
1 : 110 million, sampled every 20 km): good to some 25 km, and to the capital's whereabouts for states too small to have an outline.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from bedfellows.actors.loading import load_registry
from bedfellows.actors.period import period
from bedfellows.actors.registry import Registry
from bedfellows.actors.states import rows
from bedfellows.actors.territory import adjacent, common_day, exists, listed_on, own_outlines, units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""
_STEP_KM = 20.0
_LAND = {"state", "region"}


def borders(
    a_id: str, b_id: str, on: date | int | None = None, registry: Registry | None = None
) -> bool | None:
    """Do two states or regions share a land border on a date?

    None means that the question has no answer: one is unknown, is no state or region, has no known territory, did not exist on the
    date, the one is a part of the other, or the date is before 1946. Without a date: today, or the last day both existed.
    Lakes, straits and causeways are no land borders; overseas parts are left aside. Raises DateError for an impossible date.
    """
    registry = registry or load_registry()
    when = period(on)
    day = common_day(registry, (a_id, b_id), when.on if when else None)
    if day is None or not _are_land(registry, a_id, b_id):
        return None
    if a_id == b_id:
        return False
    if _within(registry, a_id, b_id, day) or _within(registry, b_id, a_id, day):
        return None
    for one, other in ((a_id, b_id), (b_id, a_id)):
        listed = listed_on(one, day)
        if listed is not None:
            return other in listed
    mine, yours = units(registry, a_id, day), units(registry, b_id, day)
    if not mine or not yours or mine & yours:
        return None
    return any(frozenset((one, other)) in adjacent() for one in mine for other in yours)


def neighbours(
    actor_id: str, on: date | int | None = None, registry: Registry | None = None
) -> tuple[str, ...]:
    """Ids of the states that share a land border with a state or region on a date, in alphabetical order; see `borders`."""
    registry = registry or load_registry()
    when = period(on)
    day = common_day(registry, (actor_id,), when.on if when else None)
    if day is None:
        return ()
    others = (actor.id for actor in registry.actors.values() if actor.kind == "state" and exists(actor, day))
    return tuple(sorted(other for other in others if borders(actor_id, other, day, registry)))


def distance_km(
    a_id: str, b_id: str, on: date | int | None = None, registry: Registry | None = None
) -> float | None:
    """Kilometres between the nearest points of two states' or regions' outlines on a date; 0 where they border or overlap.

    None where a border question has no answer for another reason than that the one is part of the other. Good to some 25 km.
    """
    registry = registry or load_registry()
    when = period(on)
    day = common_day(registry, (a_id, b_id), when.on if when else None)
    if day is None or not _are_land(registry, a_id, b_id):
        return None
    if a_id == b_id or borders(a_id, b_id, day, registry):
        return 0.0
    mine, yours = units(registry, a_id, day), units(registry, b_id, day)
    if not mine or not yours:
        return None
    if mine & yours or _within(registry, a_id, b_id, day) or _within(registry, b_id, a_id, day):
        return 0.0
    return round(min(_between(*sorted((one, other))) for one in mine for other in yours), 1)


def capital_distance_km(a_id: str, b_id: str, registry: Registry | None = None) -> float | None:
    """Great-circle kilometres between the capitals of two states of today; None where one has none that is known."""
    registry = registry or load_registry()
    points = []
    for actor_id in (a_id, b_id):
        actor = registry.get(actor_id)
        point = (
            _capital(actor.codes["iso3"])
            if actor and actor.kind == "state" and "iso3" in actor.codes
            else None
        )
        if point is None:
            return None
        points.append(point)
    (x1, y1), (x2, y2) = points
    chord = (
        sin(radians(y2 - y1) / 2) ** 2 + cos(radians(y1)) * cos(radians(y2)) * sin(radians(x2 - x1) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord))), 1)


def _are_land(registry: Registry, *ids: str) -> bool:
    return all((actor := registry.get(actor_id)) is not None and actor.kind in _LAND for actor_id in ids)


def _within(registry: Registry, part: str, whole: str, on: date, depth: int = 0) -> bool:
    for line in registry.by_subject.get(part, ()):
        if (
            line.kind != "part-of"
            or (line.valid_from and on < line.valid_from)
            or (line.valid_to and on > line.valid_to)
        ):
            continue
        if line.object == whole or (depth < 4 and _within(registry, line.object, whole, on, depth + 1)):
            return True
    return False


@cache
def _between(one: str, other: str) -> float:
    import numpy as np

    mine, yours = _points(one), _points(other)
    nearest = float(np.max(mine @ yours.T)) if len(mine) and len(yours) else -1.0
    return EARTH_RADIUS_KM * float(np.arccos(min(1.0, nearest)))


@cache
def _points(territory: str) -> NDArray[np.float64]:
    """Points along a territory's outline as unit vectors."""
    import numpy as np

    points = [point for ring in _rings(territory) for point in _sampled(ring)]
    angles = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2))
    longitude, latitude = angles[:, 0], angles[:, 1]
    return np.column_stack(
        (np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude))
    )


def _sampled(ring: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    found = list(ring)
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if abs(x2 - x1) > 180:  # the edge along which an outline is cut at the 180th meridian
            continue
        length = 111.2 * sqrt(((x2 - x1) * cos(radians((y1 + y2) / 2))) ** 2 + (y2 - y1) ** 2)
        steps = int(length / _STEP_KM)
        found.extend(
            (x1 + (x2 - x1) * n / (steps + 1), y1 + (y2 - y1) * n / (steps + 1)) for n in range(1, steps + 1)
        )
    return found


@cache
def _rings(territory: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    if territory in own_outlines():
        return own_outlines()[territory]
    from countryinfo import CountryInfo, CountryNotFoundError

    try:
        collection = CountryInfo(territory).geo_json()
    except CountryNotFoundError:
        collection = {}
    rings = [ring for feature in collection.get("features", ()) for ring in _outer(feature["geometry"])]
    if not rings:
        point = _capital(territory)
        rings = [(point,)] if point else []
    return tuple(rings)


def _outer(geometry: dict[str, Any]) -> list[tuple[tuple[float, float], ...]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [tuple((float(x), float(y)) for x, y, *_ in polygon[0]) for polygon in polygons]


@cache
def _capital(iso3: str) -> tuple[float, float] | None:
    """Longitude and latitude of a capital: ours where countryinfo's is wrong, else countryinfo's."""
    from countryinfo import CountryInfo, CountryNotFoundError

    for row in rows("capital_corrections.csv"):
        if row["iso3"] == iso3:
            return float(row["longitude"]), float(row["latitude"])
    try:
        place = CountryInfo(iso3).capital_latlng()
    except CountryNotFoundError:
        return None
    if len(place) < 2 or not all(isinstance(number, int | float) for number in place[:2]):
        return None
    return float(place[1]), float(place[0])
