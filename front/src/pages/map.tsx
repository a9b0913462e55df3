// The map: countries shaded by how they are tied, actors where they are at home, events where they took place.
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { address, go, useAddress } from "../address";
import type { EventRow, NetworkActor, NetworkAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Heading, Waiting } from "../parts";
import { png, save, saveText, standalone } from "../saving";
import { counted, day } from "../words";

const RATIO = 960 / 500; // of the projection
const LABEL = 11; // pixels
type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Country = Feature<Geometry, { name: string }>;

export function MapPage() {
  const here = useAddress();
  const asOf = here.get("as_of"), on = here.get("on");
  const world = useAnswer<World>("/static/countries.json");
  const network = useAnswer<NetworkAnswer>(apiAddress("network", { as_of: asOf, on }));
  const events = useAnswer<EventRow[]>(apiAddress("events", { as_of: asOf, last: on, limit: 2000 }));
  return (
    <>
      <Heading title="Map">Actors where they are at home, with the ties between countries; events where they took place.</Heading>
      <Waiting asked={world}>{(found) => <Waiting asked={network}>{(answer) => <Drawn world={found} answer={answer} events={(events.answer ?? []).filter((row) => row.lat !== null && row.lon !== null)} />}</Waiting>}</Waiting>
    </>
  );
}

interface Spot { actor: NetworkActor; x: number; y: number }

function Drawn({ world, answer, events }: { world: World; answer: NetworkAnswer; events: EventRow[] }) {
  const here = useAddress();
  const drawing = useRef<SVGSVGElement>(null);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [[width, height], resize] = useState<[number, number]>([960, 500]);
  const [k, setK] = useState(1);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const countries = useMemo(() => (feature(world, world.objects.countries) as FeatureCollection<Geometry, { name: string }>).features, [world]);
  // The world fills the box; what does not fit in lies beside it and can be pulled into view.
  const [w, h] = width / height > RATIO ? [width, width / RATIO] : [height * RATIO, height];
  const projection = useMemo(() => geoNaturalEarth1().fitExtent([[8, 8], [w - 8, h - 8]], { type: "Sphere" }), [w, h]);
  const path = useMemo(() => geoPath(projection), [projection]);
  const outlines = useMemo(() => countries.map((country) => ({ country, d: path(country) ?? "" })), [countries, path]);
  const middles = useMemo(() => new Map(countries.map((country) => [String(country.id), projection(middle(country)) ?? [0, 0]])), [countries, projection]);
  const spots = useMemo(() => placed(answer, middles), [answer, middles]);
  const absent = answer.actors.filter((actor) => !spots.has(actor.id));
  const chosen = here.get("actor");
  const peopled = new Set(answer.actors.flatMap((actor) => (actor.kind === "state" ? actor.land : [])));

  const focus = () => {
    const element = drawing.current;
    if (!element || !behaviour.current) return;
    const places = [...spots.values()];
    if (!places.length) return;
    const main = gathered(places);
    const xs = main.map((spot) => spot.x), ys = main.map((spot) => spot.y);
    const across = Math.max(Math.max(...xs) - Math.min(...xs), 60) + 90, down = Math.max(Math.max(...ys) - Math.min(...ys), 40) + 70;
    const scale = Math.min(Math.max(Math.min(width / across, height / down), 1), 7);
    const cx = (Math.max(...xs) + Math.min(...xs)) / 2, cy = (Math.max(...ys) + Math.min(...ys)) / 2;
    select(element).call(behaviour.current.transform, zoomIdentity.translate(width / 2 - scale * cx, height / 2 - scale * cy).scale(scale));
  };
  useEffect(() => {
    const element = drawing.current as SVGSVGElement;
    const zooming = zoom<SVGSVGElement, unknown>().scaleExtent([0.35, 24]).translateExtent([[0, 0], [w, h]])
      .on("zoom", (event: D3ZoomEvent<SVGSVGElement, unknown>) => {
        setK(event.transform.k);
        setShift({ x: event.transform.x, y: event.transform.y });
      });
    behaviour.current = zooming;
    select(element).call(zooming);
    focus();
  }, [w, h, world]);
  useEffect(() => {
    const around = box.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      const frame = around.getBoundingClientRect();
      if (frame.width && frame.height) resize([Math.round(frame.width), Math.round(frame.height)]);
    });
    watch.observe(around);
    return () => watch.disconnect();
  }, []);
  const labelled = labels([...spots.values()], k);
  const zoomBy = (factor: number) => drawing.current && behaviour.current && select(drawing.current).call(behaviour.current.scaleBy, factor);

  const lines = answer.ties.filter((tie) => tie.sign !== 0 && spots.has(tie.a) && spots.has(tie.b)).map((tie) => {
    const a = spots.get(tie.a) as Spot, b = spots.get(tie.b) as Spot;
    const bend = tie.sign > 0 ? 0.16 : -0.16;
    const d = `M${a.x} ${a.y}Q${(a.x + b.x) / 2 - (b.y - a.y) * bend} ${(a.y + b.y) / 2 + (b.x - a.x) * bend} ${b.x} ${b.y}`;
    return { tie, d, same: a.x === b.x && a.y === b.y };
  }).filter(({ same }) => !same);

  return (
    <div class="network map">
      <section class="picture" aria-label="Map">
        <div class="drawing" ref={box}>
          <svg ref={drawing} class="world" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={`Map with ${counted(spots.size, "actor")} and ${counted(events.length, "event")}`}>
            <g transform={`translate(${shift.x} ${shift.y}) scale(${k})`}>
              {outlines.map(({ country, d }) => <path key={`${country.id} ${country.properties.name}`} class={`country${peopled.has(String(country.id)) ? " actor-land" : ""}`} d={d} stroke-width={0.5 / k}><title>{country.properties.name}</title></path>)}
              {lines.map(({ tie, d }) => (
                <path key={`${tie.a} ${tie.b} ${tie.sign}`} class={`line ${tie.sign > 0 ? "plus" : "minus"}${tie.faint || (chosen && tie.a !== chosen && tie.b !== chosen) ? " faint" : ""}`} d={d}
                  stroke-width={(1 + 3 * tie.strength) / k} stroke-dasharray={tie.sign < 0 ? `${6 / k} ${4 / k}` : undefined} onClick={() => go(address().to({ a: tie.a, b: tie.b }, ""))} />
              ))}
              {events.map((row) => {
                const at = projection([row.lon as number, row.lat as number]);
                return at && <circle key={row.id} class={`event ${(row.goldstein ?? 0) < 0 ? "minus" : "plus"}`} cx={at[0]} cy={at[1]} r={3 / k}><title>{`${day(row.day)}: ${row.subject_name ?? "?"} → ${row.object_name ?? "?"}, ${row.plover ?? row.cameo ?? ""}`}</title></circle>;
              })}
              {[...spots.values()].map(({ actor, x, y }) => (
                <g key={actor.id} class={`spot${actor.id === chosen ? " chosen" : ""}`} transform={`translate(${x} ${y}) scale(${1 / k})`} role="button" tabIndex={0} aria-label={actor.name}
                  onClick={() => go(here.to({ actor: actor.id === chosen ? null : actor.id }))} onKeyDown={(event) => event.key === "Enter" && go(here.to({ actor: actor.id === chosen ? null : actor.id }))}>
                  <path class="shape" d={shape(actor.kind, 5 + 4 * Math.sqrt(actor.weight))} />
                  {(labelled.has(actor.id) || actor.id === chosen) && <text y={-9 - 3 * Math.sqrt(actor.weight)}>{actor.name}</text>}
                  <title>{actor.name}</title>
                </g>
              ))}
            </g>
          </svg>
          <div class="zoom"><button type="button" onClick={() => zoomBy(1.6)} aria-label="Closer">+</button><button type="button" onClick={() => zoomBy(1 / 1.6)} aria-label="Farther">−</button><button type="button" onClick={focus} aria-label="Show the actors">⤢</button></div>
        </div>
        <p class="save">
          <button type="button" onClick={() => drawing.current && saveText("map.svg", standalone(drawing.current), "image/svg+xml")}>Save as SVG</button>
          <button type="button" onClick={async () => { const one = drawing.current; if (one) { const box = one.getBoundingClientRect(); save("map.png", await png(standalone(one), box.width, box.height)); } }}>Save as PNG</button>
        </p>
        <p class="soft">Borders: Natural Earth, as of today and as its editors draw them; they take no side in a dispute.</p>
      </section>
      <aside class="side" aria-label="Actors on the map">
        <h2>On the map</h2>
        <ul class="choices">{[...spots.values()].map(({ actor }) => <li key={actor.id}><a href={here.to({ name: actor.id }, "who")}>{actor.name}</a></li>)}</ul>
        {absent.length > 0 && <><h2>At home nowhere that is known</h2><ul class="choices">{absent.map((actor) => <li key={actor.id}><a href={here.to({ name: actor.id }, "who")}>{actor.name}</a></li>)}</ul></>}
      </aside>
    </div>
  );
}

/** The middle of a country's largest part, so that France is not in the Atlantic. */
function middle(country: Country): [number, number] {
  const { geometry } = country;
  if (geometry.type !== "MultiPolygon") return geoCentroid(country);
  let best: Polygon = { type: "Polygon", coordinates: [] }, most = -1;
  for (const coordinates of (geometry as MultiPolygon).coordinates) {
    const part: Polygon = { type: "Polygon", coordinates };
    const area = geoArea(part);
    if (area > most) { most = area; best = part; }
  }
  return geoCentroid(best);
}

/** Where actors stand: in the middle of their land; those that share a country around its middle. */
function placed(answer: NetworkAnswer, middles: Map<string, number[]>): Map<string, Spot> {
  const crowds = new Map<string, NetworkActor[]>();
  for (const actor of answer.actors) {
    const land = actor.land.filter((code) => middles.has(code));
    if (!land.length) continue;
    const key = land.join(" ");
    crowds.set(key, [...(crowds.get(key) ?? []), actor]);
  }
  const spots = new Map<string, Spot>();
  for (const [key, crowd] of crowds) {
    const points = key.split(" ").map((code) => middles.get(code) as number[]);
    const x = points.reduce((sum, point) => sum + (point[0] ?? 0), 0) / points.length, y = points.reduce((sum, point) => sum + (point[1] ?? 0), 0) / points.length;
    const ordered = [...crowd].sort((one, other) => Number(other.kind === "state") - Number(one.kind === "state") || other.weight - one.weight);
    ordered.forEach((actor, place) => {
      const turn = place * 2.4, away = place ? 5 + place : 0;
      spots.set(actor.id, { actor, x: x + away * Math.cos(turn), y: y + away * Math.sin(turn) });
    });
  }
  return spots;
}

/** Those around the middle that make up most of the weight, so that the map opens where most of the case is. */
function gathered(spots: Spot[]): Spot[] {
  const weight = (spot: Spot) => spot.actor.weight + 0.02;
  const total = spots.reduce((sum, spot) => sum + weight(spot), 0);
  const median = (of: (spot: Spot) => number) => {
    let sum = 0;
    return [...spots].sort((one, other) => of(one) - of(other)).find((spot) => (sum += weight(spot)) >= total / 2) ?? spots[0]!;
  };
  const x = median((spot) => spot.x).x, y = median((spot) => spot.y).y;
  const near = [...spots].sort((one, other) => Math.hypot(one.x - x, one.y - y) - Math.hypot(other.x - x, other.y - y));
  const found: Spot[] = [];
  let held = 0;
  for (const spot of near) {
    if (held > 0.72 * total) break;
    held += weight(spot);
    found.push(spot);
  }
  return found;
}

/** The actors whose names have room: the weightiest first. */
function labels(spots: Spot[], k: number): Set<string> {
  const taken: [number, number, number][] = [];
  const found = new Set<string>();
  for (const { actor, x, y } of [...spots].sort((one, other) => other.actor.weight - one.actor.weight)) {
    const half = actor.name.length * LABEL * 0.3, cx = x * k, cy = y * k;
    if (taken.some(([tx, ty, th]) => Math.abs(tx - cx) < th + half && Math.abs(ty - cy) < LABEL * 1.3)) continue;
    taken.push([cx, cy, half]);
    found.add(actor.id);
  }
  return found;
}

function shape(kind: string, r: number): string {
  const corners: Record<string, [number, number]> = { organisation: [4, Math.PI / 4], "armed-group": [4, 0], person: [3, 0], region: [6, 0], government: [5, 0] };
  const found = corners[kind];
  if (!found) return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  const [count, turned] = found;
  return `M${Array.from({ length: count }, (_, corner) => { const turn = (Math.PI * 2 * corner) / count - Math.PI / 2 + turned; return `${(r * 1.15 * Math.cos(turn)).toFixed(2)} ${(r * 1.15 * Math.sin(turn)).toFixed(2)}`; }).join("L")}z`;
}
