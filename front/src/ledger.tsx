// Who of two backs the other, with what, and how that compares with the other backers.
import type { Backing, LedgerAnswer, StandingRow } from "./answers";
import { apiAddress, useAnswer } from "./ask";
import { Pieces } from "./parts";
import { counted, day } from "./words";

const WITNESSES: Record<string, string> = { claims: "by claims", listed: "by lists of support", counted: "by events" };
const SHOWN = 6;

export function PairLedger({ a, b, asOf }: { a: string; b: string; asOf: string }) {
  const asked = useAnswer<LedgerAnswer>(apiAddress("ledger", { actor: a, as_of: asOf }));
  if (!asked.answer) return <p class="none" role={asked.error ? undefined : "status"}>{asked.error ? "Nobody's support is known of these two." : "Asking the case …"}</p>;
  const found = asked.answer.sides
    .filter((side) => side.side === a || side.side === b)
    .flatMap((side) => side.backers.filter((one) => one.backer === (side.side === a ? b : a)).map((one) => ({ side, one })));
  if (!found.length) return <p class="none">Neither is known to back the other.</p>;
  return (
    <ul class="ledger">
      {found.map(({ side, one }) => (
        <li key={side.side}>
          <p><strong>{one.name} backs {side.name}</strong>{one.support_types.length > 0 && <> with {one.support_types.join(", ")}</>} <span class="soft">{known(one)}</span></p>
          {one.said.length > 0 && <p class="soft">In the words of sources: {one.said.map((said) => `“${said.text}” (${said.words})`).join("; ")}.</p>}
          <Shares side={side.name} backers={side.backers} backer={one.backer} />
          <Proof one={one} />
        </li>
      ))}
    </ul>
  );
}

function known(one: Backing): string {
  const parts = [one.since && `since ${day(one.since)}`, one.until ? `until ${day(one.until)}` : one.last_known && `last known ${day(one.last_known)}`];
  return parts.filter(Boolean).join(", ");
}

/** The shares of the backers of one side, this one set off. */
function Shares({ side, backers, backer }: { side: string; backers: Backing[]; backer: string }) {
  const shared = backers.filter((one) => one.share !== null);
  const shown = shared.slice(0, SHOWN);
  const own = shared.find((one) => one.backer === backer);
  if (!own) return null;
  if (!shown.includes(own)) shown.push(own);
  return (
    <ul class="shares" aria-label={`Shares of the backers of ${side}`}>
      {shown.map((one) => (
        <li key={one.backer} class={one.backer === backer ? "own" : ""}>
          <span>{one.name}</span>
          <svg width="90" height="8" viewBox="0 0 90 8" aria-hidden="true"><rect class="meter-back" width="90" height="8" rx="2" /><rect class="meter-fill" width={Math.max(90 * (one.share ?? 0), 1)} height="8" rx="2" /></svg>
          <span class="num">{(100 * (one.share ?? 0)).toFixed(0)}%</span>
        </li>
      ))}
      {shared.length > shown.length && <li class="soft">{counted(shared.length - shown.length, "smaller backer")} not shown</li>}
      <li class="soft">{Object.entries(own.shares).map(([witness, share]) => `${(100 * share).toFixed(0)}% ${WITNESSES[witness] ?? witness}`).join(", ")}{own.ratio !== null && `; ${own.ratio.toFixed(2)} times the largest other share`}</li>
    </ul>
  );
}

function Proof({ one }: { one: Backing }) {
  const events = one.counted.reduce((sum, row) => sum + row.count, 0);
  return (
    <details class="rests">
      <summary>{counted(one.evidence.length + one.past.length + one.denied.length, "claim")}{one.listed.length > 0 && `, ${counted(one.listed.length, "listed row")}`}{events > 0 && `, ${counted(events, "event")}`}</summary>
      <Pieces pieces={one.evidence} />
      {one.past.length > 0 && <><h4>Over by then</h4><Pieces pieces={one.past} /></>}
      {one.denied.length > 0 && <><h4>Denied</h4><Pieces pieces={one.denied} /></>}
      <StandingList rows={one.listed} />
      {one.counted.length > 0 && <ul class="events">{one.counted.map((row) => <li key={row.feed + row.plover}>{counted(row.count, "event")} of {row.plover.toLowerCase()} on {counted(row.days, "day")}, {day(row.first)} to {day(row.last)} <span class="soft">{row.texts.join("; ")} {row.feed || "added by hand"}: {row.ids.join(", ")}</span></li>)}</ul>}
    </details>
  );
}

export function StandingList({ rows }: { rows: StandingRow[] }) {
  if (!rows.length) return null;
  return (
    <ul class="events">
      {rows.map((row) => (
        <li key={row.id} data-evidence={row.id}>
          {row.subject_name} {row.relation.replaceAll("-", " ")} {row.object_name}{row.support_types.length > 0 && ` (${row.support_types.join(", ")})`}{row.detail && `: ${row.detail}`} <span class="soft">{[row.first && `from ${day(row.first)}`, row.last && `to ${day(row.last)}`].filter(Boolean).join(" ")} {row.id}</span>
        </li>
      ))}
    </ul>
  );
}
