// What the drawing of a network is made of, and what lies under a point of it.
import type { NetworkActor, NetworkAnswer, NetworkTie } from "../answers";
import type { Place } from "./layout";
import type { Pen, Step, Style, Words } from "./pen";

export interface Colours {
  plus: string; minus: string; level: string; node: string; ink: string; soft: string; panel: string; wash: string; focus: string; mark: string;
}

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    plus: of("plus"), minus: of("minus"), level: of("level"), node: of("node"), ink: of("ink"), soft: of("soft"),
    panel: of("panel"), wash: of("wash"), focus: of("focus"), mark: of("mark"),
  };
}

export interface View { k: number; x: number; y: number }
export interface Chosen { actor?: string; tie?: [string, string]; hover?: string; hoverTie?: string }

interface Line { tie: NetworkTie; bend: number; key: string }

export interface Scene {
  network: NetworkAnswer;
  actors: NetworkActor[];
  lines: Line[];
  places: Map<string, Place>;
  sides?: Map<string, number>;
  /** Ties of triads that are not at peace, by key; where there are any, the others step back. */
  torn?: Set<string>;
}

export function tieKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** The scene of a network: ties between the same two fan out. */
export function scene(network: NetworkAnswer, places: Map<string, Place>, sides?: Map<string, number>, torn?: Set<string>): Scene {
  const actors = network.actors.filter((actor) => places.has(actor.id));
  const shown = new Set(actors.map((actor) => actor.id));
  const fans = new Map<string, NetworkTie[]>();
  for (const tie of network.ties) {
    if (!shown.has(tie.a) || !shown.has(tie.b)) continue;
    const key = tieKey(tie.a, tie.b);
    const fan = fans.get(key);
    if (fan) fan.push(tie);
    else fans.set(key, [tie]);
  }
  const lines: Line[] = [];
  for (const [key, fan] of fans) {
    fan.forEach((tie, place) => {
      const side = tie.a < tie.b ? 1 : -1;
      lines.push({ tie, key, bend: (place - (fan.length - 1) / 2) * 46 * side });
    });
  }
  const found: Scene = { network, actors, lines, places };
  if (sides) found.sides = sides;
  if (torn) found.torn = torn;
  return found;
}

export function radius(actor: NetworkActor, count: number): number {
  const least = count > 150 ? 4 : 8;
  return least + (count > 150 ? 8 : 9) * Math.sqrt(Math.min(Math.max(actor.weight, 0), 1));
}

interface Curve { sx: number; sy: number; cx: number; cy: number; ex: number; ey: number; heads: Step[][] }

function curve(line: Line, a: Place, b: Place, ra: number, rb: number, width: number, scale: number): Curve {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const ax = -(b.y - a.y) / length, ay = (b.x - a.x) / length;
  const bend = line.bend * Math.min(scale, 1.6);
  const cx = (a.x + b.x) / 2 + ax * bend, cy = (a.y + b.y) / 2 + ay * bend;
  const rim = (from: Place, r: number) => {
    const way = Math.hypot(cx - from.x, cy - from.y) || 1;
    const ux = (cx - from.x) / way, uy = (cy - from.y) / way;
    return { x: from.x + ux * (r + 2), y: from.y + uy * (r + 2), ux, uy };
  };
  const start = rim(a, ra), end = rim(b, rb);
  const size = 6 + 1.5 * width;
  const heads: Step[][] = [];
  const head = (at: typeof start): Step[] => [
    ["M", at.x, at.y],
    ["L", at.x + at.ux * size - at.uy * size * 0.44, at.y + at.uy * size + at.ux * size * 0.44],
    ["L", at.x + at.ux * size + at.uy * size * 0.44, at.y + at.uy * size - at.ux * size * 0.44],
    ["Z"],
  ];
  let { x: sx, y: sy } = start, { x: ex, y: ey } = end;
  if (line.tie.backward) { heads.push(head(start)); sx += start.ux * size * 0.8; sy += start.uy * size * 0.8; }
  if (line.tie.forward) { heads.push(head(end)); ex += end.ux * size * 0.8; ey += end.uy * size * 0.8; }
  return { sx, sy, cx, cy, ex, ey, heads };
}

function outline(kind: string, x: number, y: number, r: number): Step[] {
  const corners: Record<string, [number, number, number]> = {
    organisation: [1.22, 4, Math.PI / 4], "armed-group": [1.15, 4, 0], person: [1.2, 3, 0], region: [1.05, 6, 0], government: [1.08, 5, 0],
  };
  const shape = corners[kind];
  if (!shape) return [["O", x, y, r]];
  const [grown, count, turned] = shape;
  const steps: Step[] = [];
  for (let corner = 0; corner < count; corner += 1) {
    const turn = (Math.PI * 2 * corner) / count - Math.PI / 2 + turned;
    steps.push([corner ? "L" : "M", x + r * grown * Math.cos(turn), y + (kind === "person" ? r * 0.12 : 0) + r * grown * Math.sin(turn)]);
  }
  return [...steps, ["Z"]];
}

const WIDTHS = 5;

/** Draws a scene as seen through `view` on `width` by `height` units. */
export function draw(pen: Pen, found: Scene, view: View, width: number, height: number, colour: Colours, chosen: Chosen, measure: (text: string, size: number) => number): void {
  const count = found.actors.length;
  const crowded = found.lines.length > 400;
  const at = (place: Place): Place => ({ x: place.x * view.k + view.x, y: place.y * view.k + view.y });
  const seen = new Map<string, Place>();
  const radii = new Map<string, number>();
  const growth = Math.min(Math.max(view.k, 0.55), 1.35);
  for (const actor of found.actors) {
    seen.set(actor.id, at(found.places.get(actor.id) as Place));
    radii.set(actor.id, radius(actor, count) * growth);
  }
  const tieChosen = chosen.tie ? tieKey(...chosen.tie) : undefined;
  const near = new Set<string>();
  const focusActor = chosen.actor;
  if (focusActor) {
    near.add(focusActor);
    for (const { tie } of found.lines) {
      if (tie.a === focusActor) near.add(tie.b);
      if (tie.b === focusActor) near.add(tie.a);
    }
  } else if (chosen.tie) chosen.tie.forEach((id) => near.add(id));

  if (found.sides) sidesBehind(pen, found, seen, radii, colour);

  const styles = new Map<string, { style: Style; fill: Style; lines: [Line, Curve][] }>();
  for (const line of found.lines) {
    const { tie } = line;
    const a = seen.get(tie.a) as Place, b = seen.get(tie.b) as Place;
    if (Math.max(a.x, b.x) < -60 || Math.min(a.x, b.x) > width + 60 || Math.max(a.y, b.y) < -60 || Math.min(a.y, b.y) > height + 60) continue;
    const bucket = Math.round(Math.min(Math.max(tie.strength, 0), 1) * WIDTHS);
    const emphasised = line.key === tieChosen || line.key === chosen.hoverTie;
    const aside = found.torn && !found.torn.has(line.key)
      ? true
      : focusActor ? tie.a !== focusActor && tie.b !== focusActor : tieChosen ? line.key !== tieChosen : false;
    const key = `${tie.sign} ${bucket} ${tie.faint ? 1 : 0} ${emphasised ? 2 : aside ? 1 : 0}`;
    let held = styles.get(key);
    const lineWidth = (crowded ? 0.7 + bucket * 0.5 : 1.3 + bucket * 0.8) * Math.min(growth, 1.2) + (emphasised ? 1.4 : 0);
    if (!held) {
      const tone = tie.sign > 0 ? colour.plus : tie.sign < 0 ? colour.minus : colour.level;
      const opacity = aside ? 0.1 : tie.faint ? 0.42 : crowded ? 0.62 : 0.95;
      const style: Style = { stroke: tone, width: lineWidth, opacity: emphasised ? 1 : opacity };
      if (tie.sign < 0) style.dash = [Math.max(lineWidth * 2.2, 5), Math.max(lineWidth * 1.5, 3.5)];
      if (tie.sign === 0) style.dash = [1.6, 4];
      held = { style, fill: { fill: tone, opacity: style.opacity ?? 1 }, lines: [] };
      styles.set(key, held);
    }
    held.lines.push([line, curve(line, a, b, radii.get(tie.a) as number, radii.get(tie.b) as number, lineWidth, view.k)]);
  }
  for (const { style, lines } of styles.values()) for (const [, one] of lines) pen.path(style, [["M", one.sx, one.sy], ["Q", one.cx, one.cy, one.ex, one.ey]]);
  if (!crowded || view.k > 1.6 || focusActor) {
    for (const { fill, lines } of styles.values()) if ((fill.opacity ?? 1) > 0.2) for (const [, one] of lines) for (const steps of one.heads) pen.path(fill, steps);
  }
  if (!crowded) signs(pen, [...styles.values()].flatMap((held) => ((held.style.opacity ?? 1) > 0.2 ? held.lines : [])), colour);

  const shape: Style = { fill: colour.node, stroke: colour.panel, width: 1.5 };
  const unknown: Style = { fill: colour.panel, stroke: colour.node, width: 2, dash: [3, 2] };
  const back: Style = { fill: colour.node, opacity: 0.16 };
  const ring: Style = { stroke: colour.focus, width: 3 };
  const stepsBack = (actor: NetworkActor) => (near.size > 0 && !near.has(actor.id)) || (found.torn && !tornActor(found, actor.id));
  for (const actor of found.actors) {
    const place = seen.get(actor.id) as Place;
    pen.path(stepsBack(actor) ? back : actor.registered ? shape : unknown, outline(actor.kind, place.x, place.y, radii.get(actor.id) as number));
  }
  for (const actor of found.actors) {
    if (actor.id !== chosen.actor && actor.id !== chosen.hover && !chosen.tie?.includes(actor.id)) continue;
    const place = seen.get(actor.id) as Place;
    pen.path(ring, [["O", place.x, place.y, (radii.get(actor.id) as number) + 5]]);
  }
  if (found.sides) {
    for (const actor of found.actors) {
      const side = found.sides.get(actor.id);
      const place = seen.get(actor.id) as Place;
      const r = radii.get(actor.id) as number;
      if (side !== undefined && r > 6) pen.words({ size: Math.min(Math.round(r * 1.05), 14), weight: 700, colour: actor.registered ? colour.panel : colour.node }, place.x, place.y + Math.min(r * 0.37, 5), String.fromCharCode(64 + side));
    }
  }
  labels(pen, found, seen, radii, colour, chosen, near, measure, width, height, view.k);
  pen.end();
}

function tornActor(found: Scene, id: string): boolean {
  for (const key of found.torn ?? []) if (key.split(" ").includes(id)) return true;
  return false;
}

function signs(pen: Pen, lines: [Line, Curve][], colour: Colours): void {
  const grounds = new Map<number, [Style, Style]>();
  for (const [{ tie }, one] of lines) {
    const x = one.sx / 4 + one.cx / 2 + one.ex / 4, y = one.sy / 4 + one.cy / 2 + one.ey / 4;
    if (Math.hypot(one.ex - one.sx, one.ey - one.sy) < 34 || tie.sign === 0) continue;
    let style = grounds.get(tie.sign);
    if (!style) {
      const tone = tie.sign > 0 ? colour.plus : colour.minus;
      style = [{ fill: colour.panel, stroke: tone, width: 1.4 }, { stroke: tone, width: 1.6 }];
      grounds.set(tie.sign, style);
    }
    pen.path(style[0], [["O", x, y, 6]]);
    const bar: Step[] = [["M", x - 3, y], ["L", x + 3, y]];
    pen.path(style[1], tie.sign > 0 ? [...bar, ["M", x, y - 3], ["L", x, y + 3]] : bar);
  }
}

/** Regions behind the camps. */
function sidesBehind(pen: Pen, found: Scene, seen: Map<string, Place>, radii: Map<string, number>, colour: Colours): void {
  const tints: Style = { fill: colour.soft, opacity: 0.1 };
  for (const actor of found.actors) {
    if (!found.sides?.has(actor.id)) continue;
    const place = seen.get(actor.id) as Place;
    pen.path(tints, [["O", place.x, place.y, (radii.get(actor.id) as number) * 2.1]]);
  }
}

function labels(
  pen: Pen, found: Scene, seen: Map<string, Place>, radii: Map<string, number>, colour: Colours, chosen: Chosen, near: Set<string>,
  measure: (text: string, size: number) => number, width: number, height: number, k: number,
): void {
  const taken: [number, number, number, number][] = [];
  const first = (actor: NetworkActor) => (actor.id === chosen.actor || actor.id === chosen.hover || chosen.tie?.includes(actor.id) ? 2 : near.has(actor.id) ? 1 : 0);
  const order = [...found.actors].sort((one, other) => first(other) - first(one) || other.weight - one.weight);
  const most = found.actors.length > 150 ? Math.round(40 * Math.max(k, 0.6) ** 2) : Infinity;
  let drawn = 0;
  for (const actor of order) {
    const place = seen.get(actor.id) as Place;
    if (place.x < -20 || place.y < -20 || place.x > width + 20 || place.y > height + 20) continue;
    const must = first(actor) > 0;
    if (!must && (drawn >= most || near.size > 0)) continue;
    const text = actor.name.length > 28 ? `${actor.name.slice(0, 27)}…` : actor.name;
    const size = must ? 14 : 13;
    const half = measure(text, size) / 2 + 2;
    const r = radii.get(actor.id) as number;
    const below = place.y + r + size + 1, above = place.y - r - 5;
    const y = [below, above].find((line) => must || !taken.some(([x0, y0, x1, y1]) => place.x + half > x0 && place.x - half < x1 && line > y0 && line - size < y1));
    if (y === undefined) continue;
    taken.push([place.x - half, y - size, place.x + half, y + 3]);
    const style: Words = { size, weight: must ? 650 : 500, colour: actor.registered ? colour.ink : colour.soft, halo: colour.panel };
    pen.words(style, Math.min(Math.max(place.x, half), Math.max(width - half, half)), y, text);
    drawn += 1;
  }
}

/** The actor under a point of the drawing, and else the tie. */
export function under(found: Scene, view: View, x: number, y: number, reach = 9): { actor?: NetworkActor; tie?: NetworkTie } {
  const count = found.actors.length;
  const growth = Math.min(Math.max(view.k, 0.55), 1.35);
  let best = Infinity;
  let actor: NetworkActor | undefined;
  for (const one of found.actors) {
    const place = found.places.get(one.id) as Place;
    const away = Math.hypot(place.x * view.k + view.x - x, place.y * view.k + view.y - y) - radius(one, count) * growth;
    if (away < Math.min(best, 5)) { best = away; actor = one; }
  }
  if (actor) return { actor };
  let tie: NetworkTie | undefined;
  best = reach;
  for (const line of found.lines) {
    const a = found.places.get(line.tie.a) as Place, b = found.places.get(line.tie.b) as Place;
    const ax = a.x * view.k + view.x, ay = a.y * view.k + view.y, bx = b.x * view.k + view.x, by = b.y * view.k + view.y;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const bend = line.bend * Math.min(view.k, 1.6);
    const cx = (ax + bx) / 2 - ((by - ay) / length) * bend, cy = (ay + by) / 2 + ((bx - ax) / length) * bend;
    if (x < Math.min(ax, bx, cx) - reach || x > Math.max(ax, bx, cx) + reach || y < Math.min(ay, by, cy) - reach || y > Math.max(ay, by, cy) + reach) continue;
    let px = ax, py = ay;
    for (let step = 1; step <= 14; step += 1) {
      const t = step / 14;
      const qx = (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx, qy = (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by;
      const away = toSegment(x, y, px, py, qx, qy);
      if (away < best) { best = away; tie = line.tie; }
      px = qx; py = qy;
    }
  }
  return tie ? { tie } : {};
}

function toSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax, dy = by - ay;
  const t = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** The view in which a whole scene fits. */
export function fitted(found: Scene, width: number, height: number): View {
  const places = found.actors.map((actor) => found.places.get(actor.id) as Place);
  if (!places.length) return { k: 1, x: width / 2, y: height / 2 };
  const xs = places.map((place) => place.x), ys = places.map((place) => place.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const padX = Math.min(70, width * 0.12), padY = 44;
  const k = Math.min((width - 2 * padX) / Math.max(right - left, 60), (height - 2 * padY) / Math.max(bottom - top, 60), 1.9);
  return { k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2 };
}
