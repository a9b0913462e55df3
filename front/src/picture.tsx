// A drawing with its words, to keep as PNG or SVG.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { png, save, saveText, standalone } from "./saving";

const LEAST = 280, MOST = 900;

/** `children` draws an SVG as wide as the place it has, so that its letters have one size everywhere. */
export function Picture({ name, caption, children }: { name: string; caption?: ComponentChildren; children: (width: number) => ComponentChildren }) {
  const figure = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(420);
  useLayoutEffect(() => {
    const place = figure.current;
    if (!place) return undefined;
    const measure = () => setWidth(Math.round(Math.min(Math.max(place.clientWidth, LEAST), MOST)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    return () => watch.disconnect();
  }, []);
  const keep = async (kind: "svg" | "png") => {
    const drawing = figure.current?.querySelector("svg");
    if (!drawing) return;
    const text = standalone(drawing), box = drawing.getBoundingClientRect();
    if (kind === "svg") saveText(`${name}.svg`, text, "image/svg+xml");
    else save(`${name}.png`, await png(text, box.width, box.height));
  };
  return (
    <figure class="chart" ref={figure}>
      {children(width)}
      {caption && <figcaption>{caption}</figcaption>}
      <p class="save"><button type="button" onClick={() => keep("png")}>Save as PNG</button><button type="button" onClick={() => keep("svg")}>Save as SVG</button></p>
    </figure>
  );
}

const DAY = 86_400_000;

export function at(iso: string): number {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Marks of a time axis between two days (numbers of days), at most about `most` of them. */
export function timeMarks(first: number, last: number, most: number): { at: number; words: string }[] {
  const months = (last - first) / 30.44;
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((one) => months / one <= most) ?? 2400;
  const start = new Date(first * DAY), found = [];
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month = Math.ceil(month / step) * step;
  for (; ; month += step) {
    const day = Date.UTC(0, 0, 1), when = new Date(day);
    when.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    const place = when.getTime() / DAY;
    if (place > last) return found;
    const year = Math.floor(month / 12);
    if (place >= first) found.push({ at: place, words: step >= 12 ? String(year) : month % 12 === 0 ? String(year) : (MONTHS[month % 12] ?? "") });
  }
}
