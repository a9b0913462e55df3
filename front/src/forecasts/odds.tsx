// The odds of two actors by class of event and horizon, with intervals, two simple rules beside them, and the reasons.
import type { Odds, OddsAnswer, TargetOdds } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { SaveTable, Sign, TieLink, Waiting } from "../parts";
import { Picture } from "../picture";
import { counted, day, percent, signed, within } from "../words";

const CLASSES = ["material-conflict", "verbal-conflict", "verbal-cooperation", "material-cooperation"];

export function OddsOfPair({ a, b, asOf }: { a: string; b: string; asOf: string }) {
  const first = useAnswer<OddsAnswer>(oddsAddress(a, b, asOf, CLASSES[0] as string));
  if (first.error) return <p class="caution" role="alert">{first.error.message}</p>;
  return <div class="targets">{CLASSES.map((target) => <OddsOfClass key={target} a={a} b={b} asOf={asOf} target={target} />)}</div>;
}

function oddsAddress(a: string, b: string, asOf: string, target: string): string {
  return apiAddress("odds", { a, b, of: target, as_of: asOf });
}

function OddsOfClass({ a, b, asOf, target }: { a: string; b: string; asOf: string; target: string }) {
  const asked = useAnswer<OddsAnswer>(oddsAddress(a, b, asOf, target));
  return (
    <section class="panel" aria-label={target.replaceAll("-", " ")}>
      <h3>{target.replaceAll("-", " ")}</h3>
      <Waiting asked={asked} words="Where it was not asked this before, it first learns from the record, which takes seconds to minutes.">
        {(answer) => <>{answer.targets.map((one) => <Target key={one.target} answer={answer} one={one} />)}</>}
      </Waiting>
    </section>
  );
}

function Target({ answer, one }: { answer: OddsAnswer; one: TargetOdds }) {
  const methods = [...new Set(one.odds.map((odds) => odds.method))];
  const first = one.odds[0];
  return (
    <>
      <p class="soft">{answer.a_name} and {answer.b_name}, at least one such event after {day(answer.as_of)}{one.cutoff && `; learned from ${counted(one.learned_from, "example")} until ${day(one.cutoff)}`}.</p>
      <Horizons one={one} name={`odds-${one.target}-${answer.a}-${answer.b}`} />
      <p class="soft">Method: {methods.join("; ")}.{first?.tested && ` Within ${within(first.tested.days)} it was tried on ${counted(first.tested.forecasts, "forecast")} it had not seen: Brier score ${first.tested.brier.toFixed(3)}${first.tested.skill === null ? "" : `, skill against the base rate ${signed(first.tested.skill)}`}.`}{first && first.like > 0 && ` Of ${first.like} tried forecasts most like this one, ${first.came_true} came true.`}</p>
      {one.reasons.length > 0 && (
        <details class="rests">
          <summary>Reasons <span class="num">({one.reasons.length})</span></summary>
          <ul class="reasons">
            {one.reasons.map((reason) => (
              <li key={reason.kind + reason.words} class="reason"><p><Sign sign={Math.sign(reason.shift)} /> {reason.words} <span class="badge num">{signed(reason.shift)}</span></p>{reason.evidence.length > 0 && <p class="soft">{reason.evidence.join(", ")}{reason.events > reason.evidence.length && ` and ${reason.events - reason.evidence.length} more`}</p>}</li>
            ))}
          </ul>
          <p class="soft">What each adds to the log odds within {within(one.reasons_days)}.</p>
        </details>
      )}
      {answer.notes.map((note) => <p key={note} class="caution">{note}</p>)}
      <p class="steps"><TieLink a={answer.a} b={answer.b}>How the two stand</TieLink></p>
      <p class="save"><SaveTable name={`odds-${one.target}-${answer.a}-${answer.b}`} columns={["target", "days", "first", "last", "probability", "low", "high", "method", "base_rate", "persistence"]} rows={() => one.odds.map((odds) => [one.target, odds.days, odds.first, odds.last, odds.probability, odds.low, odds.high, odds.method, odds.base_rate, odds.persistence])} /></p>
    </>
  );
}

const LEFT = 84, RIGHT = 66, TOP = 8, ROW = 30;

/** One line for each horizon: the probability with its interval, and what two simple rules say. */
function Horizons({ one, name }: { one: TargetOdds; name: string }) {
  const height = TOP + ROW * one.odds.length + 22, floor = TOP + ROW * one.odds.length;
  const told = (odds: Odds) => `within ${within(odds.days)} ${percent(odds.probability)}, between ${percent(odds.low)} and ${percent(odds.high)}`;
  return (
    <Picture name={name} caption="Dot: the probability, in its interval that holds nine of ten. ◇ base rate of the two, | persistence.">
      {(width) => {
        const x = (value: number) => LEFT + (width - LEFT - RIGHT) * value;
        return (
          <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Odds of ${one.words}: ${one.odds.map(told).join("; ")}`}>
            {[0, 0.25, 0.5, 0.75, 1].map((mark) => <g key={mark}><line class="grid" x1={x(mark)} x2={x(mark)} y1={TOP} y2={floor} /><text x={x(mark)} y={floor + 15}>{100 * mark}%</text></g>)}
            {one.odds.map((odds, place) => {
              const y = TOP + ROW * (place + 0.5);
              return (
                <g key={odds.days}>
                  <text class="start" x="0" y={y + 4}>{within(odds.days)}</text>
                  <rect class="band" x={x(odds.low)} y={y - 6} width={Math.max(x(odds.high) - x(odds.low), 2)} height="12" rx="3" />
                  {odds.persistence !== null && <line class="rule" x1={x(odds.persistence)} x2={x(odds.persistence)} y1={y - 8} y2={y + 8} />}
                  {odds.base_rate !== null && <path class="rule hollow" d={`M${x(odds.base_rate)} ${y - 6}l6 6l-6 6l-6 -6z`} />}
                  <circle class="dot level" cx={x(odds.probability)} cy={y} r="5" />
                  <text class="start value" x={width - RIGHT + 10} y={y + 4}>{percent(odds.probability)}</text>
                </g>
              );
            })}
          </svg>
        );
      }}
    </Picture>
  );
}
