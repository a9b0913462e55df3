// What would follow from a scenario, or from two of them side by side; without one, how wars may stand as things are.
import { useState } from "preact/hooks";
import { go, useAddress } from "../address";
import type { SavedScenario, WarAnswer, WhatIfAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Heading, Waiting } from "../parts";
import { Followed } from "../scenario/followed";
import { Wars } from "../scenario/wars";
import { day } from "../words";

const HORIZONS = [1, 2, 3, 5, 10, 20];
const EXAMPLE = "usa, nato stop supporting afghanistan";

export function WhatIfPage() {
  const here = useAddress();
  const text = here.get("text"), other = here.get("other"), kept = here.get("saved"), horizon = here.get("horizon") || "5";
  const [two, setTwo] = useState(other !== "");
  const saved = useAnswer<SavedScenario[]>(apiAddress("scenarios"));
  const asked = (one: string) => apiAddress("what_if", { text: one, horizon, as_of: here.get("as_of") });
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const typed = (name: string) => String(form.get(name) ?? "").trim() || null;
    go(here.to({ text: typed("text"), other: two ? typed("other") : null, saved: null, horizon: form.get("horizon") === "5" ? null : String(form.get("horizon")) }));
  };
  return (
    <>
      <Heading title="What if">Somebody starts or stops something: the odds of how wars may stand, and the ties that would come under pressure, with it and without it.</Heading>
      <form class="scenario" onSubmit={submit}>
        <div class="texts">
          <Words name="text" label={two ? "First scenario" : "Scenario"} value={text} />
          {two && <Words name="other" label="Second scenario" value={other} />}
        </div>
        <p class="soft" id="how">Who, what, whom, and from when if not at once: <code>{EXAMPLE} from 2017-06-01</code>. Several changes stand on lines of their own.</p>
        <p class="ask">
          <label>Years ahead <select name="horizon" key={horizon} defaultValue={horizon}>{HORIZONS.map((one) => <option key={one} value={String(one)} selected={String(one) === horizon}>{one}</option>)}</select></label>
          <button type="submit">Work it out</button>
          <label><input type="checkbox" checked={two} onChange={() => setTwo(!two)} /> Beside another scenario</label>
          {(text || other || kept) && <a href={here.to({ text: null, other: null, saved: null })}>As things are</a>}
        </p>
      </form>
      {saved.answer && saved.answer.length > 0 && (
        <p class="steps">Kept in the case: {saved.answer.map((one) => <a key={one.name} aria-current={one.name === kept ? "true" : undefined} href={here.to({ saved: one.name, text: null, other: null, horizon: null })}>{one.name}</a>)}</p>
      )}
      {kept
        ? <Scenario address={apiAddress("run_scenario", { name: kept })} title={kept} />
        : text && other
        ? <div class="pair"><Scenario address={asked(text)} title="First scenario" /><Scenario address={asked(other)} title="Second scenario" /></div>
        : text || other ? <Scenario address={asked(text || other)} title="" /> : <AsThingsAre horizon={horizon} />}
    </>
  );
}

function Words({ name, label, value }: { name: string; label: string; value: string }) {
  return <label>{label}<textarea name={name} key={value} rows={3} maxLength={2000} placeholder={EXAMPLE} aria-describedby="how" defaultValue={value} /></label>;
}

function Scenario({ address, title }: { address: string; title: string }) {
  const asked = useAnswer<WhatIfAnswer>(address);
  return (
    <section class="scenario-answer" aria-label={title || "Answer"}>
      {title && <h2>{title}</h2>}
      <Waiting asked={asked}>{(answer) => <Followed answer={answer} />}</Waiting>
    </section>
  );
}

function AsThingsAre({ horizon }: { horizon: string }) {
  const here = useAddress();
  const asked = useAnswer<WarAnswer>(apiAddress("war_outcomes", { as_of: here.get("as_of"), horizon }));
  return (
    <section aria-label="As things are">
      <h2>The wars of this case, as things are</h2>
      <Waiting asked={asked}>
        {(answer) => answer.forecasts.length
          ? <><p class="soft">As of {day(answer.as_of)}, by UCDP's list of wars as it was known then.</p><Wars answers={[answer]} /></>
          : <p class="none">No war goes on that this case tells of. Write a scenario all the same: it shows the ties that would come under pressure.</p>}
      </Waiting>
    </section>
  );
}
