// A pasted text, each claim of which is held against the record.
import { useRef, useState } from "preact/hooks";
import { useAddress } from "../address";
import type { CheckAnswer, Checked, RecordRow } from "../answers";
import { apiAddress, post, type Asked } from "../ask";
import { Heading, Pieces, Quoted, SaveTable, Waiting } from "../parts";
import { counted, day } from "../words";

const VERDICTS: { verdict: Checked["verdict"]; sign: string; words: string }[] = [
  { verdict: "contradicted", sign: "✗", words: "Contradicted by the record" },
  { verdict: "supported", sign: "✓", words: "Supported by the record" },
  { verdict: "no data", sign: "?", words: "No data" },
];
const MOST = 50_000;

export function CheckPage() {
  const here = useAddress();
  const [asked, set] = useState<Asked<CheckAnswer>>({ waiting: false });
  const number = useRef(0);
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = String(form.get("text") ?? "").trim(), published = String(form.get("published") ?? "");
    if (!text) return;
    const own = (number.current += 1);
    set((before) => ({ ...(before.answer ? { answer: before.answer } : {}), waiting: true }));
    post<CheckAnswer>(apiAddress("check"), { text, published: published || null, as_of: here.get("as_of") || null }).then(
      (answer) => own === number.current && set({ answer, waiting: false }),
      (error: Error) => own === number.current && set({ error, waiting: false }),
    );
  };
  return (
    <>
      <Heading title="Check">Paste a text: each claim in it that a record can settle is held against the feeds of the case and the registry. The text is read and not stored.</Heading>
      <form class="scenario" onSubmit={submit}>
        <label>Text <textarea name="text" rows={8} maxLength={MOST} required placeholder="Pakistan has sheltered the leaders of the Taliban since 2001." /></label>
        <p class="ask"><label>Published <input type="date" name="published" /></label> <button type="submit">Check it</button> <span class="soft">Without a day, “now” in the text is today.</span></p>
      </form>
      {(asked.waiting || asked.answer || asked.error) && <section aria-label="Verdicts" aria-live="polite"><Waiting asked={asked} words="It is being read.">{(answer) => <Verdicts answer={answer} />}</Waiting></section>}
    </>
  );
}

function Verdicts({ answer }: { answer: CheckAnswer }) {
  const of = (verdict: Checked["verdict"]) => answer.checked.filter((one) => one.verdict === verdict);
  return (
    <div class="checked">
      <ul class="counts">
        {VERDICTS.map(({ verdict, sign }) => <li key={verdict}><span class={`verdict ${verdict.replace(" ", "-")}`}>{sign} {of(verdict).length} {verdict}</span></li>)}
        <li>– {answer.left_alone.length} left alone</li>
      </ul>
      <p class="soft">{answer.assumed ? `It has no date: ${day(answer.published)} is taken for “now”.` : `Published ${day(answer.published)}.`} {answer.scope.as_of ? `Only what was published by ${day(answer.scope.as_of)} is used.` : "All that the case knows is used, with hindsight."}</p>
      {answer.feeds.length === 0
        ? <p class="caution">The case has no feeds: only the facts of the registry (borders, membership, descent, leaders) are held against the text. <code>bedfellows ingest</code> adds records of events, alliances, wars and support.</p>
        : <p class="soft">Feeds: {answer.feeds.map((feed) => `${feed.title}${feed.first && feed.last ? ` (${day(feed.first)} to ${day(feed.last)})` : ""}`).join("; ")}.</p>}
      {!answer.checked.length && !answer.left_alone.length && <p class="none">No claim on two actors was found in it.</p>}
      {VERDICTS.map(({ verdict, sign, words }) => of(verdict).length > 0 && (
        <section key={verdict}>
          <h2><span class={`verdict ${verdict.replace(" ", "-")}`}>{sign}</span> {words} <span class="num soft">({of(verdict).length})</span></h2>
          <ul class={`sources verdict-${verdict.replace(" ", "-")}`}>{of(verdict).map((one, place) => <li key={one.claim.id + one.kind + place} class="panel piece-of"><One one={one} /></li>)}</ul>
        </section>
      ))}
      {answer.left_alone.length > 0 && (
        <details class="rests">
          <summary>{counted(answer.left_alone.length, "statement")} that no record settles</summary>
          <ul class="plain">{answer.left_alone.map((one, place) => <li key={one.statement.id + place}><strong>{one.statement.statement}</strong> <span class="badge quiet">{one.why}</span> <Quoted sentence={one.statement.sentence || one.statement.quote} quote={one.statement.quote} /> <span class="soft">{one.reason}</span></li>)}</ul>
        </details>
      )}
      <p class="save"><SaveTable name="check" columns={["verdict", "kind", "statement", "sentence", "quote", "reason", "about_first", "about_last", "evidence"]} rows={() => answer.checked.map((one) => [one.verdict, one.kind, one.claim.statement, one.claim.sentence, one.claim.quote, one.reason, one.first, one.last, one.rows.flatMap((row) => row.ids).join("; ")])} /></p>
    </div>
  );
}

function One({ one }: { one: Checked }) {
  return (
    <>
      <h3>{one.claim.statement}{one.words && ` (“${one.words}”)`} <span class="badge quiet">{one.kind}</span></h3>
      <p class="words"><Quoted sentence={one.claim.sentence || one.claim.quote} quote={one.claim.quote} /></p>
      <p>{one.reason} <span class="soft">About {!one.first ? `any time until ${day(one.last)}` : one.first === one.last ? day(one.last) : `${day(one.first)} to ${day(one.last)}`}.</span></p>
      <Rows rows={one.rows} />
      {one.near.length > 0 && <details class="rests"><summary>{counted(one.near.length, "row")} that bear on it and do not settle it</summary><Rows rows={one.near} /></details>}
      {one.also_said.length > 0 && <details class="rests"><summary>{counted(one.also_said.length, "claim")} of other texts that say the same</summary><Pieces pieces={one.also_said} /></details>}
      {one.denied.length > 0 && <details class="rests"><summary>{counted(one.denied.length, "claim")} of other texts that say the contrary</summary><Pieces pieces={one.denied} /></details>}
    </>
  );
}

function Rows({ rows }: { rows: RecordRow[] }) {
  if (!rows.length) return null;
  return <ul class="events">{rows.map((row) => <li key={row.feed + row.text + row.ids.join()}>{row.text}{row.count > 1 && <span class="num"> ({row.count.toLocaleString("en-GB")})</span>} <span class="soft">{row.title}{row.ids.length > 0 && `: ${row.ids.join(", ")}`}</span></li>)}</ul>;
}
