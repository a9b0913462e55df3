// How good forecasts were: by author, with the calibration drawn.
import { go, useAddress } from "../address";
import type { Score, ScoresAnswer } from "../answers";
import { SaveTable } from "../parts";
import { Picture } from "../picture";
import { counted, percent, signed } from "../words";

const BY = { author: "", horizon: "by horizon", type: "by type" };

export function Scores({ answer }: { answer: ScoresAnswer }) {
  const here = useAddress();
  const authors = answer.scores.filter((one) => one.by === "author");
  const chosen = authors.find((one) => one.author === here.get("author")) ?? authors[0];
  const counts = `${counted(answer.resolved, "question")} came out, ${answer.void} void, ${answer.open} waiting, ${answer.unresolvable} that no feed can tell`;
  if (!chosen) return <p class="none">{counts}. Forecasts are scored when a question comes out; a feed with later events settles those it can.</p>;
  return (
    <>
      <p class="soft">{counts}. The Brier score is 0 at best; an author who always says 50% gets 0.25. Skill is what is better than the base rate, at most 1.</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Scores of all authors">
        <table>
          <thead><tr><th scope="col">Author</th><th scope="col">Of</th><th scope="col" class="r">Questions</th><th scope="col" class="r">Came true</th><th scope="col" class="r">Brier</th><th scope="col" class="r">Log score</th><th scope="col" class="r">Skill: base rate</th><th scope="col" class="r">Persistence</th><th scope="col" class="r">Calibration error</th></tr></thead>
          <tbody>
            {answer.scores.map((one) => (
              <tr key={one.author + one.by + one.group}>
                <th scope="row">{one.by === "author" ? one.author : <span class="vh">{one.author}</span>}{one.by === "author" && one.afterwards > 0 && <span class="badge quiet">{one.afterwards} afterwards</span>}</th>
                <td>{one.by === "author" ? "all" : one.group}{BY[one.by] && <span class="vh"> ({BY[one.by]})</span>}</td>
                <td class="r num">{one.questions}</td><td class="r num">{percent(one.happened)}</td><td class="r num">{one.brier.toFixed(3)}</td><td class="r num">{one.log_score.toFixed(3)}</td>
                <td class="r num">{skill(one)}</td><td class="r num">{one.skill_persistence === null ? "–" : signed(one.skill_persistence)}</td><td class="r num">{one.calibration_error.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="save"><SaveTable name="scores" columns={["author", "by", "group", "questions", "forecasts", "happened", "brier", "log_score", "skill_base_rate", "skill_base_rate_low", "skill_base_rate_high", "skill_persistence", "calibration_error"]} rows={() => answer.scores.map((one) => [one.author, one.by, one.group, one.questions, one.forecasts, one.happened, one.brier, one.log_score, one.skill_base_rate, one.skill_base_rate_low, one.skill_base_rate_high, one.skill_persistence, one.calibration_error])} /></p>
      <h3>Calibration of {chosen.author}</h3>
      {authors.length > 1 && <p><label>Author <select value={chosen.author} onChange={(event) => go(here.to({ author: event.currentTarget.value }))}>{authors.map((one) => <option key={one.author} value={one.author}>{one.author}</option>)}</select></label></p>}
      <Calibration score={chosen} />
    </>
  );
}

function skill(one: Score): string {
  if (one.skill_base_rate === null) return "–";
  const range = one.skill_base_rate_low !== null && one.skill_base_rate_high !== null ? ` (${signed(one.skill_base_rate_low)} to ${signed(one.skill_base_rate_high)})` : "";
  return signed(one.skill_base_rate) + range;
}

const SIDE = 300, LEFT = 40, FOOT = 36, TOP = 10;

/** How often that came true which was given a probability, against the probability; on the diagonal they are the same. */
function Calibration({ score }: { score: Score }) {
  const most = Math.max(...score.bins.map((bin) => bin.forecasts), 1);
  const size = SIDE - LEFT - 20, x = (value: number) => LEFT + size * value, y = (value: number) => TOP + size * (1 - value);
  const words = `Calibration of ${score.author}: ${score.bins.map((bin) => `forecasts about ${percent(bin.mean)} came true in ${percent(bin.frequency)} of cases`).join("; ")}`;
  return (
    <Picture name={`calibration-${score.author}`} caption={<>A point for each tenth of the scale: what was forecast, and how often it came true, with the interval that holds nine of ten; the larger, the more forecasts. On the dashed line both are the same. Rests on {counted(score.forecasts, "forecast")} of {counted(score.questions, "question")}.</>}>
      {() => (
        <svg class="square" viewBox={`0 0 ${SIDE} ${size + TOP + FOOT}`} role="img" aria-label={words}>
          {[0, 0.25, 0.5, 0.75, 1].map((mark) => <g key={mark}><line class="grid" x1={x(mark)} x2={x(mark)} y1={y(1)} y2={y(0)} /><line class="grid" x1={x(0)} x2={x(1)} y1={y(mark)} y2={y(mark)} /><text x={x(mark)} y={y(0) + 15}>{100 * mark}%</text><text class="end" x={x(0) - 5} y={y(mark) + 4}>{100 * mark}%</text></g>)}
          <path class="smoothed" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
          {score.bins.map((bin) => (
            <g key={bin.low}>
              <line class="whisker" x1={x(bin.mean)} x2={x(bin.mean)} y1={y(bin.frequency_low)} y2={y(bin.frequency_high)} />
              <circle class="dot level" cx={x(bin.mean)} cy={y(bin.frequency)} r={3 + 5 * Math.sqrt(bin.forecasts / most)} />
            </g>
          ))}
          <text x={x(0.5)} y={y(0) + 30}>forecast</text><text class="start" x={x(0) + 4} y={y(1) + 11}>came true</text>
        </svg>
      )}
    </Picture>
  );
}
