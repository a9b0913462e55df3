// What may happen between two actors, the questions that were put, and how good the forecasts were.
import { go, useAddress } from "../address";
import type { QuestionState, ScoresAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Heading, Waiting } from "../parts";
import { OddsOfPair } from "../forecasts/odds";
import { Questions } from "../forecasts/questions";
import { Scores } from "../forecasts/scores";

export function ForecastsPage({ events }: { events: number }) {
  const here = useAddress();
  const a = here.get("a"), b = here.get("b"), asOf = here.get("as_of");
  const questions = useAnswer<QuestionState[]>(apiAddress("questions", { as_of: asOf }));
  const scores = useAnswer<ScoresAnswer>(apiAddress("scores"));
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const typed = (name: string) => String(form.get(name) ?? "").trim();
    if (typed("a") && typed("b")) go(here.to({ a: typed("a"), b: typed("b") }));
  };
  return (
    <>
      <Heading title="Forecasts">The odds that two actors fight, quarrel, talk or work together; the questions that were put to this case, and how good the forecasts were.</Heading>
      <section aria-label="Odds">
        <h2>Odds</h2>
        {events
          ? <>
              <form class="ask" onSubmit={submit}>
                <label>Between <input type="search" name="a" key={`a${a}`} defaultValue={a} placeholder="Pakistan" required /></label>
                <label>and <input type="search" name="b" key={`b${b}`} defaultValue={b} placeholder="Afghanistan" required /></label>
                <button type="submit">Ask</button>
              </form>
              {a && b ? <OddsOfPair a={a} b={b} asOf={asOf} /> : <p class="soft">Name two actors. Only events published by the day above are used; without one, all, and time counts from the last event on.</p>}
            </>
          : <p class="none">This case has no events, and odds are learned from events. Add a feed: <code>bedfellows ingest gdelt FILES</code>, or another of those that <code>bedfellows ingest --help</code> names.</p>}
      </section>
      <section aria-label="Questions">
        <h2>Questions</h2>
        <Waiting asked={questions}>{(found) => <Questions questions={found} />}</Waiting>
      </section>
      <section aria-label="Scores">
        <h2>Scores</h2>
        <Waiting asked={scores}>{(found) => <Scores answer={found} />}</Waiting>
      </section>
    </>
  );
}
