// The day that everything follows, and how it is meant: by what was known then, or by what is known now.
import { useEffect, useMemo, useState } from "preact/hooks";
import { address, go, useAddress } from "./address";
import type { CaseAnswer, Stop } from "./answers";
import { day } from "./words";

const LEAST_STOPS = 12;
const PACE = 900; // milliseconds a stop

/** The days of the slider: those on which something was published or happened, with others between where they are few. */
export function stopsOf(found: Stop[]): Stop[] {
  const dated = found.filter((stop) => stop.day);
  if (dated.length < 2 || dated.length >= LEAST_STOPS) return dated;
  const days = new Map(dated.map((stop) => [stop.day, stop]));
  const at = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
  const first = at(dated[0]!.day), last = at(dated[dated.length - 1]!.day);
  for (let step = 1; step < LEAST_STOPS; step += 1) {
    const iso = new Date(first + ((last - first) * step) / LEAST_STOPS).toISOString().slice(0, 10);
    if (!days.has(iso)) days.set(iso, { day: iso, count: 0 });
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

export function TimeBar({ about }: { about: CaseAnswer }) {
  const here = useAddress();
  const [playing, play] = useState(false);
  const asOf = here.get("as_of"), on = here.get("on");
  const hindsight = on !== "";
  const stops = useMemo(() => stopsOf(hindsight ? about.happened : about.published), [hindsight, about]);
  const chosen = hindsight ? on : asOf;
  const last = stops.length - 1;
  const place = chosen ? Math.max(stops.findLastIndex((stop) => stop.day <= chosen), 0) : last;

  const show = (index: number, replace = true) => {
    const stop = stops[Math.min(Math.max(index, 0), last)];
    if (!stop) return;
    const whole = index >= last && !hindsight;
    go(address().to({ [hindsight ? "on" : "as_of"]: whole ? null : stop.day }), { replace });
  };
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => {
      if (place >= last) play(false);
      else show(place + 1);
    }, PACE);
    return () => clearTimeout(timer);
  }, [playing, place]);
  const start = () => {
    if (!playing && place >= last) show(0);
    play(!playing);
  };
  const mean = (then: boolean) => {
    const latest = about.happened[about.happened.length - 1]?.day;
    play(false);
    go(here.to(then ? { on: null, as_of: null } : { as_of: null, on: latest ?? about.reference }));
  };
  const pick = (value: string) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) go(here.to({ [hindsight ? "on" : "as_of"]: value }));
  };
  if (last < 0) return null;
  const peak = Math.max(...stops.map((stop) => stop.count), 1);
  const shownDay = chosen || stops[last]?.day || about.reference;
  return (
    <section class="timebar" aria-label="Time">
      <button type="button" class="play" onClick={start} aria-pressed={playing}>{playing ? "Pause" : "Play"}</button>
      <div class="slide">
        <svg class="bars" viewBox={`0 0 ${Math.max(last, 1)} 10`} preserveAspectRatio="none" aria-hidden="true">
          {stops.map((stop, index) => {
            const width = Math.min(0.7, 0.011 * stops.length), height = 2 + 8 * Math.sqrt(stop.count / peak);
            return stop.count > 0 && <rect key={stop.day} class={index <= place ? "seen" : ""} x={index - width / 2} width={width} y={10 - height} height={height} />;
          })}
        </svg>
        <label for="time" class="vh">{hindsight ? "How things stood on" : "What was known on"}</label>
        <input id="time" type="range" min="0" max={last} step="1" value={place} aria-valuetext={day(shownDay)} onInput={(event) => { play(false); show(Number(event.currentTarget.value)); }} />
      </div>
      <label class="day"><span class="vh">Day</span><input type="date" value={shownDay} onChange={(event) => pick(event.currentTarget.value)} /></label>
      <label class="asof" title="On: only what was published by that day is used. Off: how things stood on that day, by all that is known now.">
        <input type="checkbox" role="switch" checked={!hindsight} onChange={() => mean(hindsight)} /> As of: no hindsight
      </label>
    </section>
  );
}
