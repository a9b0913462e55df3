// The ruptures and rapprochements of a period, as a feed.
import { go, useAddress } from "../address";
import { Driven, ShiftWords } from "../alignment";
import type { Shift, ShiftsAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { ActorLink, Heading, SaveTable, TieLink, Waiting } from "../parts";
import { Picture, at, timeMarks } from "../picture";
import { counted, day } from "../words";

const STEP = 50, MOST = 1000;

export function ShiftsPage({ events }: { events: number }) {
  const here = useAddress();
  const first = here.get("first"), last = here.get("last"), actor = here.get("name"), kind = here.get("kind"), order = here.get("order");
  const limit = Math.min(Number(here.get("limit")) || STEP, MOST);
  const asked = useAnswer<ShiftsAnswer>(apiAddress("shifts", { first, last, actor, as_of: here.get("as_of"), limit }));
  const submit = (event: Event) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement).get("name");
    go(here.to({ name: String(typed ?? "").trim() || null, limit: null }));
  };
  return (
    <>
      <Heading title="Shifts">Ruptures and rapprochements: when the alignment of two moved, by how much, how surely, and what drove it. The greatest and best attested come first.</Heading>
      <form class="ask" onSubmit={submit} role="search">
        <label>From <input type="date" value={first} onChange={(event) => go(here.to({ first: event.currentTarget.value, limit: null }))} /></label>
        <label>To <input type="date" value={last} onChange={(event) => go(here.to({ last: event.currentTarget.value, limit: null }))} /></label>
        <label>Kind <select value={kind} onChange={(event) => go(here.to({ kind: event.currentTarget.value }))}><option value="">both</option><option value="rupture">ruptures</option><option value="rapprochement">rapprochements</option></select></label>
        <label>Order <select value={order} onChange={(event) => go(here.to({ order: event.currentTarget.value }))}><option value="">greatest first</option><option value="day">latest first</option></select></label>
        <label>Actor <input type="search" name="name" key={actor} defaultValue={actor} list="shift-actors" placeholder="anybody" /></label> <button type="submit">Show</button>
        <datalist id="shift-actors">{names(asked.answer).map((name) => <option key={name} value={name} />)}</datalist>
        {(first || last || actor || kind || order) && <a href={here.to({ first: null, last: null, name: null, kind: null, order: null, limit: null })}>All</a>}
      </form>
      {!events && <p class="soft">This case has no events of feeds: shifts are sought in what dated claims say, and there alone. <code>bedfellows ingest</code> adds a feed.</p>}
      <Waiting asked={asked}>{(answer) => <Feed answer={answer} kind={kind} byDay={order === "day"} limit={limit} />}</Waiting>
    </>
  );
}

function names(answer: ShiftsAnswer | undefined): string[] {
  return [...new Set(answer?.shifts.flatMap((shift) => [shift.first_name, shift.second_name]))].sort();
}

function Feed({ answer, kind, byDay, limit }: { answer: ShiftsAnswer; kind: string; byDay: boolean; limit: number }) {
  const here = useAddress();
  const shown = answer.shifts.filter((shift) => !kind || shift.kind === kind);
  if (byDay) shown.sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
  return (
    <>
      {!answer.shifts.length && <p class="none">No shift was found.</p>}
      {shown.length > 1 && <Months shifts={shown} />}
      <ol class="sources shifts">
        {shown.map((shift) => (
          <li key={`${shift.first} ${shift.second} ${shift.day}`} class="panel">
            <h2><ActorLink id={shift.first} name={shift.first_name} /> <span class="and">and</span> <ActorLink id={shift.second} name={shift.second_name} /></h2>
            <ShiftWords shift={shift} />
            <Driven shift={shift} />
            <p class="steps"><TieLink a={shift.first} b={shift.second}>How the two stand, and how they came to</TieLink></p>
          </li>
        ))}
      </ol>
      {answer.found > answer.shifts.length && <p class="soft">{counted(answer.shifts.length, "shift")} of {answer.found.toLocaleString("en-GB")}. {limit < MOST ? <a href={here.to({ limit: Math.min(limit * 2, MOST) })}>Show more</a> : "Choose a period or an actor to see the others."}</p>}
      <p class="save"><SaveTable name="shifts" columns={["first", "second", "day", "kind", "size", "sd", "confidence", "before", "after", "sign_of", "until", "events", "statements", "evidence"]}
        rows={() => shown.map((one) => [one.first_name, one.second_name, one.day, one.kind, one.size, one.sd, one.confidence, one.before, one.after, one.sign_of, one.until, one.events, one.statements, [...one.driven_by.map((event) => event.id), ...one.claims.map((claim) => claim.id), ...one.standing].join("; ")])} /></p>
    </>
  );
}

const HEIGHT = 150, LEFT = 34, RIGHT = 12, MIDDLE = 64, ARM = 52;

/** How many shifts there were in each stretch of time: rapprochements upwards, ruptures downwards. */
function Months({ shifts }: { shifts: Shift[] }) {
  const days = shifts.map((shift) => at(shift.day));
  const first = Math.min(...days) - 5, last = Math.max(...days) + 12, count = Math.min(60, Math.max(12, Math.round((last - first) / 7)));
  const wide = (last - first) / count;
  const up = new Array<number>(count).fill(0), down = new Array<number>(count).fill(0);
  for (const shift of shifts) {
    const place = Math.min(Math.floor((at(shift.day) - first) / wide), count - 1), side = shift.kind === "rapprochement" ? up : down;
    side[place] = (side[place] ?? 0) + 1;
  }
  const peak = Math.max(...up, ...down, 1);
  const risen = shifts.filter((shift) => shift.kind === "rapprochement").length;
  return (
    <Picture name="shifts" caption={<>The shifts listed below through time: {counted(risen, "rapprochement")} upwards, {counted(shifts.length - risen, "rupture")} downwards; {day(dayOf(shifts, 0))} to {day(dayOf(shifts, 1))}.</>}>
      {(whole) => {
        const x = (place: number) => LEFT + ((whole - LEFT - RIGHT) * (place - first)) / (last - first), width = Math.max(((whole - LEFT - RIGHT) / count) * 0.8, 1.5);
        const bars = (side: number[], sign: number) => side.map((number, place) => number > 0 && <rect key={place} class={sign > 0 ? "bar plus" : "bar minus"} x={x(first + place * wide)} width={width} y={sign > 0 ? MIDDLE - (ARM * number) / peak : MIDDLE} height={(ARM * number) / peak} />);
      return <svg viewBox={`0 0 ${whole} ${HEIGHT}`} role="img" aria-label={`${counted(risen, "rapprochement")} and ${counted(shifts.length - risen, "rupture")} through time`}>
        {timeMarks(first, last, whole / 60).map((mark) => <g key={mark.at}><line class="grid" x1={x(mark.at)} x2={x(mark.at)} y1={MIDDLE - ARM} y2={MIDDLE + ARM + 4} /><text x={x(mark.at)} y={MIDDLE + ARM + 20}>{mark.words}</text></g>)}
        {bars(up, 1)}{bars(down, -1)}
        <line class="axis" x1={LEFT} x2={whole - RIGHT} y1={MIDDLE} y2={MIDDLE} />
        <text class="end" x={LEFT - 5} y={MIDDLE - ARM + 9}>{peak} ▲</text><text class="end" x={LEFT - 5} y={MIDDLE + ARM}>{peak} ▼</text>
      </svg>;
      }}
    </Picture>
  );
}

function dayOf(shifts: Shift[], end: 0 | 1): string {
  const days = shifts.map((shift) => shift.day).sort();
  return (end ? days[days.length - 1] : days[0]) ?? "";
}
