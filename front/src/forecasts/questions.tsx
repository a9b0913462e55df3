// The questions of a case with who forecast what, and how they came out.
import { go, useAddress } from "../address";
import type { QuestionState } from "../answers";
import { SaveTable } from "../parts";
import { counted, day, percent } from "../words";

const STATES: [string, string, (one: QuestionState) => boolean][] = [
  ["open", "waiting", (one) => !one.resolution && !one.question.problem],
  ["resolved", "came out", (one) => one.resolution !== null],
  ["unresolvable", "that no feed can tell", (one) => !one.resolution && one.question.problem !== ""],
];
const FIRST = 20;
const ANSWERS = { yes: "came true", no: "did not come true", void: "void" };

export function Questions({ questions }: { questions: QuestionState[] }) {
  const here = useAddress();
  const state = here.get("state");
  if (!questions.length) return <p class="none">No question was put yet. <code>bedfellows ask "material conflict between pakistan and afghanistan by 2017-03-31"</code> puts one, and <code>bedfellows questions read</code> makes questions of what the sources foresee.</p>;
  const shown = questions.filter((one) => !state || STATES.find(([name]) => name === state)?.[2](one));
  const listed = here.get("all") ? shown : shown.slice(0, FIRST);
  return (
    <>
      <p><label>Show <select value={state} onChange={(event) => go(here.to({ state: event.currentTarget.value }))}><option value="">all {questions.length}</option>{STATES.map(([name, words, fits]) => <option key={name} value={name}>{questions.filter(fits).length} {words}</option>)}</select></label></p>
      <ul class="sources questions">
        {listed.map((one) => <li key={one.question.id} class="panel" id={one.question.id}><Question one={one} /></li>)}
      </ul>
      {listed.length < shown.length && <p><a href={here.to({ all: 1 })}>Show all {shown.length}</a></p>}
      <p class="save"><SaveTable name="questions" columns={["id", "question", "opens", "closes", "author", "made", "probability", "low", "high", "resolution", "resolved"]}
        rows={() => shown.flatMap((one) => (one.forecasts.length ? one.forecasts : [null]).map((forecast) => [one.question.id, one.words, one.question.opens, one.question.closes, forecast?.author, forecast?.made, forecast?.probability, forecast?.low, forecast?.high, one.resolution?.resolution, one.resolution?.resolved]))} /></p>
    </>
  );
}

function Question({ one }: { one: QuestionState }) {
  const { question, resolution, standing } = one;
  return (
    <>
      <h3>{one.words}</h3>
      {question.kind === "stated" && <p class="soft">Read from a source: {question.text}</p>}
      {one.forecasts.length > 0 && (
        <ul class="plain">
          {one.forecasts.map((forecast) => (
            <li key={forecast.id}>
              <strong class="num">{percent(forecast.probability)}</strong>{forecast.low !== null && forecast.high !== null && <span class="soft"> ({percent(forecast.low)} to {percent(forecast.high)})</span>} {forecast.author} <span class="soft">{day(forecast.made)}{forecast.method && `; ${forecast.method}`}{forecast.basis && `; ${forecast.basis}`}</span>
              {forecast.evidence.length > 0 && <details class="rests"><summary>{counted(forecast.evidence.length, "piece")} of evidence</summary><p class="soft">{forecast.evidence.join(", ")}</p></details>}
            </li>
          ))}
        </ul>
      )}
      {resolution && <p><span class="badge">{ANSWERS[resolution.resolution]}</span> <span class="soft">{day(resolution.resolved)}, says {resolution.resolver}: {resolution.because}{resolution.evidence.length > 0 && ` (${resolution.evidence.join(", ")})`}</span></p>}
      {!resolution && question.problem && <p class="soft"><span class="badge quiet">no feed can tell</span> {question.problem}</p>}
      {!resolution && !question.problem && standing && <p class="soft"><span class="badge quiet">waiting</span> {standing.waits_for}{standing.seen.length > 0 && `; seen so far: ${standing.seen.map(([id, when]) => `${id} (${day(when)})`).join(", ")}`}</p>}
      <p class="soft">{question.id}</p>
    </>
  );
}
