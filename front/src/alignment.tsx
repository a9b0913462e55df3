// How two actors stood through time: the level with its interval, and the shifts.
import { useState } from "preact/hooks";
import type { Shift, TieAnswer, TieEvent, TieWeek } from "./answers";
import { Pieces, Sign } from "./parts";
import { Picture, at, timeMarks } from "./picture";
import { counted, day, signed } from "./words";

const HEIGHT = 214, LEFT = 30, RIGHT = 10, TOP = 20, FOOT = 158, FLOOR = 190;

export function AlignmentChart({ answer, cursor }: { answer: TieAnswer; cursor: string }) {
  const [whole, setWhole] = useState(false);
  const now = answer.now;
  const weeks = answer.history;
  const read = weeks.filter((week) => week.events || week.statements);
  const first = weeks[0], last = weeks[weeks.length - 1];
  if (!first || !last || !now || !read.length) return <p class="none">Nothing in this case tells how they stood through time. Events of a feed do: <code>bedfellows ingest</code>.</p>;
  const recorded = read.filter((week) => week.events);
  const part = recorded.length ? within(weeks, recorded) : weeks;
  const cut = part.length < 0.7 * weeks.length;
  const shown = whole || !cut ? weeks : part;
  const start = at((shown[0] as TieWeek).week), end = Math.max(at((shown[shown.length - 1] as TieWeek).week) + 6, start + 28);
  const peak = Math.max(...shown.map((week) => week.events + week.statements), 1);
  const shifts = answer.shifts.filter((shift) => at(shift.day) >= start && at(shift.day) <= end);
  const at_ = cursor ? at(cursor) : NaN;
  const words = `Alignment of ${answer.a_name} and ${answer.b_name} from ${day((shown[0] as TieWeek).week)} to ${day(answer.reference)}: now ${signed(now.level)}, between ${signed(now.low)} and ${signed(now.high)}; ${counted(answer.shifts.length, "shift")}`;
  return (
    <>
      <Picture
        name={`alignment-${answer.a}-${answer.b}`}
        caption={<>The line is the level by what was known in each week, the band holds it in nine cases of ten; dotted: by all that is known now. Below: how much was read. ▲ rapprochement, ▼ rupture. {cut && <button type="button" class="link" onClick={() => setWhole(!whole)}>{whole ? "Only the time of the events" : `All since ${first.week.slice(0, 4)}`}</button>}</>}
      >
        {(width) => {
          const x = (place: number) => LEFT + ((width - LEFT - RIGHT) * (place - start)) / (end - start);
          const y = (level: number) => TOP + ((FOOT - TOP) * (1 - level)) / 2;
          const middle = (week: TieWeek) => x(at(week.week) + 3).toFixed(1);
          const line = (of: (week: TieWeek) => number) => shown.map((week, place) => `${place ? "L" : "M"}${middle(week)} ${y(of(week)).toFixed(1)}`).join("");
          const band = `${line((week) => week.low)}${[...shown].reverse().map((week) => `L${middle(week)} ${y(week.high).toFixed(1)}`).join("")}Z`;
          const bar = Math.max(((width - LEFT - RIGHT) * 5) / (end - start), 1);
          return <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={words}>
          {[-1, -0.5, 0, 0.5, 1].map((level) => <g key={level}><line class={level ? "grid" : "axis"} x1={LEFT} x2={width - RIGHT} y1={y(level)} y2={y(level)} /><text class="end" x={LEFT - 5} y={y(level) + 4}>{level > 0 ? `+${level}` : String(level).replace("-", "−")}</text></g>)}
          {timeMarks(start, end, width / 60).map((mark) => <g key={mark.at}><line class="grid" x1={x(mark.at)} x2={x(mark.at)} y1={TOP} y2={FLOOR} /><text x={Math.min(x(mark.at), width - 18)} y={FLOOR + 15}>{mark.words}</text></g>)}
          {shown.map((week) => week.events + week.statements > 0 && <rect key={week.week} class="count" x={x(at(week.week) + 3) - bar / 2} width={bar} y={FLOOR - 2 - 24 * Math.sqrt((week.events + week.statements) / peak)} height={2 + 24 * Math.sqrt((week.events + week.statements) / peak)} />)}
          <path class="band" d={band} /><path class="smoothed" d={line((week) => week.smoothed)} /><path class="level-line" d={line((week) => week.level)} />
          {at_ >= start && at_ <= end && <line class="cursor" x1={x(at_)} x2={x(at_)} y1={TOP} y2={FLOOR} />}
          {shifts.map((shift) => {
            const up = shift.kind === "rapprochement", place = x(at(shift.day));
            return <g key={shift.day} class={up ? "shift plus" : "shift minus"}><line x1={place} x2={place} y1={TOP - 4} y2={FOOT} stroke-dasharray={up ? undefined : "4 3"} /><path d={up ? `M${place - 5} ${TOP - 4}h10l-5 -9z` : `M${place - 5} ${TOP - 13}h10l-5 9z`} /></g>;
          })}
          {shown[shown.length - 1] === last && <circle class={`dot ${now.level < 0 ? "minus" : "plus"}`} cx={middle(last)} cy={y(now.level)} r="4.5" />}
        </svg>;
        }}
      </Picture>
      <p>Now {signed(now.level)} <span class="soft">(nine in ten: {signed(now.low)} to {signed(now.high)})</span>{answer.lasting && <>, over the years {signed(answer.lasting.level)} <span class="soft">({signed(answer.lasting.low)} to {signed(answer.lasting.high)})</span></>}; such pairs usually {signed(answer.usual)}.</p>
      {answer.channels.length > 1 && <ul class="channels" aria-label="By channel">{answer.channels.map((one) => <li key={one.channel}><span class="badge quiet">{one.channel}</span> <span class="num">{signed(one.now.level)}</span> <span class="soft">{signed(one.now.low)} to {signed(one.now.high)}</span></li>)}</ul>}
      {answer.shifts.length > 0 && <><h3>Shifts</h3><ul class="shift-list">{[...answer.shifts].reverse().map((shift) => <li key={shift.day}><ShiftWords shift={shift} /><Driven shift={shift} /></li>)}</ul></>}
    </>
  );
}

/** The weeks in which events were read, with a margin. */
function within(weeks: TieWeek[], read: TieWeek[]): TieWeek[] {
  const from = at((read[0] as TieWeek).week) - 56, to = at((read[read.length - 1] as TieWeek).week) + 56;
  return weeks.filter((week) => at(week.week) >= from && at(week.week) <= to);
}

export function ShiftWords({ shift }: { shift: Shift }) {
  return (
    <p class="tie-line">
      <Sign sign={Math.sign(shift.size)} /> <strong>{shift.kind}</strong> <span class="num">{signed(shift.before)} → {signed(shift.after)}</span>
      <span class="soft">week of {day(shift.day)}; {(100 * shift.confidence).toFixed(0)}% sure; seen in {shift.sign_of}; {counted(shift.events, "event")}{shift.statements > 0 && `, ${counted(shift.statements, "statement")}`} until {day(shift.until)}</span>
    </p>
  );
}

export function Driven({ shift }: { shift: Shift }) {
  const count = shift.driven_by.length + shift.claims.length + shift.standing.length;
  if (!count) return null;
  return (
    <details class="rests">
      <summary>What drove it <span class="num">({count})</span></summary>
      <EventList events={shift.driven_by} />
      <Pieces pieces={shift.claims} />
      {shift.standing.length > 0 && <p class="soft">{shift.standing.join(", ")}</p>}
    </details>
  );
}

export function EventList({ events }: { events: TieEvent[] }) {
  if (!events.length) return null;
  return (
    <ul class="events">
      {events.map((event) => (
        <li key={event.id} data-evidence={event.id}>
          <span class="num">{day(event.day)}</span> {event.actor_name} → {event.target_name}: {event.type.toLowerCase()} <span class="num">{signed(event.weight)}</span>
          {event.text && <span class="soft"> {event.text}</span>} <span class="soft">{event.feed || "added by hand"}, {event.id}</span>
        </li>
      ))}
    </ul>
  );
}
