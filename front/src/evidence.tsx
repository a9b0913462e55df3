// The pane that opens on a tie: what it rests on, sentence by sentence.
import { address } from "./address";
import { AlignmentChart } from "./alignment";
import type { EvidenceAnswer, EventRow, NetworkTie, TieAnswer, WhyAnswer } from "./answers";
import { apiAddress, useAnswer } from "./ask";
import { PairLedger, StandingList } from "./ledger";
import { Meter, Pieces, Rests, SaveTable, Sign, Waiting } from "./parts";
import { counted, day, signed } from "./words";

export function EvidencePane({ a, b, asOf, on, ties }: { a: string; b: string; asOf: string; on: string; ties: NetworkTie[] }) {
  const asked = useAnswer<EvidenceAnswer>(apiAddress("evidence", { a, b, as_of: asOf, on }));
  const why = useAnswer<WhyAnswer>(apiAddress("why", { a, b, as_of: asOf, on }));
  const tie = useAnswer<TieAnswer>(apiAddress("tie", { a, b, as_of: asOf }));
  return (
    <Waiting asked={asked}>
      {(answer) => (
        <article class="evidence" aria-label={`Evidence on ${answer.a_name} and ${answer.b_name}`}>
          <h2>{answer.a_name} <span class="and">and</span> {answer.b_name}</h2>
          <Standing answer={answer} />
          <ul class="drawn">
            {ties.map((tie) => (
              <li key={tie.sign}><Sign sign={tie.sign} /> {tie.word}: {tie.relations.join(", ")}{tie.support_types.length > 0 && ` (${tie.support_types.join(", ")})`}{tie.faint && <span class="badge quiet">{tie.faint}</span>}</li>
            ))}
          </ul>
          <p class="steps">
            <a href={address().to({ a, b }, "why")}>Reasons for and against</a>
            <a href={address().to({ name: a, a: null, b: null }, "who")}>All of {answer.a_name}</a>
            <a href={address().to({ name: b, a: null, b: null }, "who")}>All of {answer.b_name}</a>
          </p>
          <h3>Alignment through time</h3>
          <Waiting asked={tie}>{(found) => <AlignmentChart answer={found} cursor={on} />}</Waiting>
          <h3>Support</h3>
          <PairLedger a={a} b={b} asOf={asOf} />
          {tie.answer && tie.answer.standing.length > 0 && <><h3>Treaties and lists</h3><StandingList rows={tie.answer.standing} /></>}
          <h3>Every claim <span class="num">({answer.claims.length})</span></h3>
          {answer.claims.length ? <Pieces pieces={answer.claims} /> : <p class="none">No claim is on these two.</p>}
          {answer.found_events > 0 && <Events rows={answer.events} found={answer.found_events} />}
          <h3>Reasons</h3>
          <Waiting asked={why}>
            {(reasons) => reasons.reasons.length
              ? <ul class="reasons">{reasons.reasons.map((reason) => (
                  <li key={reason.side + reason.mechanism + reason.words} class={`reason ${reason.side}`}>
                    <p><Sign sign={reason.side === "for" ? 1 : -1} /> <strong>{reason.title}</strong> <Meter value={reason.strength} sign={reason.side === "for" ? 1 : -1} /></p>
                    <p>{reason.words}</p>
                    <Rests pieces={reason.evidence} facts={reason.facts} />
                  </li>))}
                </ul>
              : <p class="none">No reason for or against was found.</p>}
          </Waiting>
          <p class="save"><SaveTable name={`evidence-${answer.a}-${answer.b}`} columns={["id", "statement", "quote", "sentence", "grade", "certainty", "said_by", "published", "source", "locator"]}
            rows={() => answer.claims.map((one) => [one.id, one.statement, one.quote, one.sentence, one.grade, one.certainty, one.said_by.join("; "), one.published, one.source_title, one.source_id])} /></p>
        </article>
      )}
    </Waiting>
  );
}

/** The strength of the tie today, on a scale from hostile to friendly, with its interval. */
function Standing({ answer }: { answer: EvidenceAnswer }) {
  if (answer.weight === null || answer.low === null || answer.high === null) {
    return <p class="none">No current claim says that they are for or against one another.</p>;
  }
  const x = (value: number) => 150 + 140 * value;
  const { weight, low, high } = answer;
  const claimed = answer.friendly > 0 || answer.hostile > 0;
  const words = `${claimed ? "By claims" : "By events"} ${signed(weight)}, between ${signed(low)} and ${signed(high)}${claimed ? `; friendly ${answer.friendly.toFixed(2)}, hostile ${answer.hostile.toFixed(2)}` : ""}`;
  return (
    <figure class="standing">
      <svg viewBox="0 0 300 52" width="300" height="52" role="img" aria-label={words}>
        <line class="axis" x1="10" x2="290" y1="24" y2="24" />
        <line class="axis" x1="150" x2="150" y1="16" y2="32" />
        <rect class={`range ${weight < 0 ? "minus" : "plus"}`} x={x(low)} y="19" width={Math.max(x(high) - x(low), 2)} height="10" rx="3" />
        <circle class={`dot ${weight < 0 ? "minus" : "plus"}`} cx={x(weight)} cy="24" r="6.5" />
        <text x="10" y="48" class="start">hostile −1</text><text x="150" y="48">0</text><text x="290" y="48" class="end">friendly +1</text>
        <text x={Math.min(Math.max(x(weight), 24), 276)} y="12" class="value">{signed(weight)}</text>
      </svg>
      <figcaption>{words}.{claimed && " The interval is what one claim less or more would make of it."}</figcaption>
    </figure>
  );
}

export function Events({ rows, found }: { rows: EventRow[]; found: number }) {
  return (
    <>
      <h3>Events <span class="num">({rows.length < found ? `${rows.length} of ${counted(found, "event")}` : found})</span></h3>
      <ul class="events">
        {rows.slice(0, 60).map((row) => (
          <li key={row.id} data-evidence={row.id}>
            <span class="num">{day(row.day)}</span> {row.subject_name ?? "?"} → {row.object_name ?? "?"}: {row.plover?.toLowerCase() ?? row.cameo}
            {row.goldstein !== null && <> <span class="num">{signed(row.goldstein)}</span></>}
            {row.text && <span class="soft"> {row.text}</span>} <span class="soft">{row.feed ?? "added by hand"}, {row.id}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
