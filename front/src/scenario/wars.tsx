// How wars may stand after some years: the odds of each outcome with and without a change, and the past wars they rest on.
import type { PastWar, Rate, WarAnswer, WarForecast } from "../answers";
import { Rests, SaveTable } from "../parts";
import { Picture } from "../picture";
import { percent } from "../words";

export const OUTCOMES: Record<string, string> = {
  "status-quo": "the war goes on", "rebel-victory": "the rebels win", "government-victory": "the government wins", settlement: "agreement or ceasefire", "low-activity": "it ebbs away, undecided",
};

export function Wars({ answers }: { answers: WarAnswer[] }) {
  const forecasts = answers.flatMap((answer) => answer.forecasts.map((forecast) => ({ answer, forecast })));
  const first = forecasts[0]?.forecast;
  if (!first) return <p class="none">No war is in it.</p>;
  return (
    <>
      <ul class="sources">{forecasts.map(({ answer, forecast }) => <li key={forecast.war} class="panel"><War answer={answer} forecast={forecast} /></li>)}</ul>
      <details class="rests"><summary>What the odds are made of</summary>
        <p>A model of how wars end, fitted to {first.fitted_on[0].toLocaleString("en-GB")} years of {first.fitted_on[1]} wars known by {first.known}. {first.state_failure}</p>
        <p class="soft">{first.source}</p>
      </details>
      <p class="save"><SaveTable name="wars" columns={["war", "name", "until", "outcome", "odds", "low", "high", "odds_with", "low_with", "high_with", "difference", "difference_low", "difference_high"]}
        rows={() => forecasts.flatMap(({ forecast: one }) => one.unchanged.odds.map((odds, place) => { const changed = one.changed?.odds[place], difference = one.differences[place]; return [one.war, one.name, one.until, odds.outcome, odds.odds, odds.low, odds.high, changed?.odds, changed?.low, changed?.high, difference?.odds, difference?.low, difference?.high]; }))} /></p>
    </>
  );
}

function War({ answer, forecast }: { answer: WarAnswer; forecast: WarForecast }) {
  const like = forecast.changed ? [...forecast.changed.like] : forecast.unchanged.like;
  return (
    <>
      <h3>{forecast.name}</h3>
      <p class="soft">Since {forecast.began}; how it may stand at the end of {forecast.until}.</p>
      <OddsOfWar forecast={forecast} />
      <p class="soft">{rateWords("Of all years of war", forecast.base)}</p>
      {(forecast.patrons_left_rates[0]?.of ?? 0) > 0 && <p class="soft">{rateWords("Where a government lost the troops of its patrons", forecast.patrons_left_rates)}</p>}
      <details class="rests"><summary>Past wars most like it <span class="num">({like.length})</span></summary><Past wars={like} />{forecast.patrons_left.length > 0 && <><h4>Governments that lost the troops of their patrons</h4><Past wars={forecast.patrons_left} /></>}</details>
      <Rests pieces={answer.evidence[forecast.war] ?? []} />
    </>
  );
}

function rateWords(lead: string, rates: Rate[]): string {
  const of = rates[0]?.of ?? 0;
  return `${lead} (${of.toLocaleString("en-GB")}), ${rates.map((rate) => `${OUTCOMES[rate.outcome] ?? rate.outcome} ${of ? percent(rate.count / of) : "–"}`).join(", ")}.`;
}

function Past({ wars }: { wars: PastWar[] }) {
  return <ul class="events">{wars.map((one) => <li key={one.war + one.year}>{one.name}, {one.year}{one.patron_names.length > 0 && ` (${one.patron_names.join(", ")})`}: {OUTCOMES[one.outcome] ?? one.outcome}{one.until !== one.year && ` by ${one.until}`} <span class="soft">{one.war}</span></li>)}</ul>;
}

const TOP = 6, ROW = 40, RIGHT = 58;

function OddsOfWar({ forecast }: { forecast: WarForecast }) {
  const { unchanged, changed } = forecast;
  const most = Math.max(...[...unchanged.odds, ...(changed?.odds ?? [])].map((one) => one.high), 0.1);
  const top = Math.min(1, Math.ceil(most * 4) / 4), height = TOP + ROW * unchanged.odds.length + 20, floor = height - 20;
  const words = `${forecast.name} until ${forecast.until}: ${unchanged.odds.map((one, place) => { const other = changed?.odds[place]; return `${OUTCOMES[one.outcome]} ${percent(one.odds)}${other ? `, with the change ${percent(other.odds)}` : ""}`; }).join("; ")}`;
  return (
    <Picture name={`war-${forecast.war.replaceAll(":", "-")}`} caption={changed ? "Hollow and thin: as things are. Filled: with the change, and behind its odds the difference. The intervals hold nine of ten draws." : "The intervals hold nine of ten draws."}>
      {(width) => {
        const left = width < 480 ? 0 : 168, down = width < 480 ? 12 : 0;
        const x = (value: number) => left + 8 + ((width - left - 8 - RIGHT * (changed ? 1.7 : 1)) * value) / top;
        return (
          <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
            {[0, 0.25, 0.5, 0.75, 1].filter((mark) => mark <= top).map((mark) => <g key={mark}><line class="grid" x1={x(mark)} x2={x(mark)} y1={TOP} y2={floor} /><text x={x(mark)} y={floor + 15}>{100 * mark}%</text></g>)}
            {unchanged.odds.map((one, place) => {
              const other = changed?.odds[place], difference = forecast.differences[place], y = TOP + ROW * (place + 0.5) + down / 2;
              const own = other ? y - 6 : y;
              return (
                <g key={one.outcome}>
                  <text class="start label" x={left ? 0 : 10} y={left ? y + 4 : y - 14}>{OUTCOMES[one.outcome]}</text>
                  <line class="rule" x1={x(one.low)} x2={x(one.high)} y1={own} y2={own} /><circle class="rule hollow" cx={x(one.odds)} cy={own} r="4.5" />
                  {other && <><rect class="band" x={x(other.low)} y={y + 1} width={Math.max(x(other.high) - x(other.low), 2)} height="10" rx="3" /><circle class="dot level" cx={x(other.odds)} cy={y + 6} r="5" /></>}
                  <text class="start value" x={x(top) + 10} y={y + 4}>{percent(other ? other.odds : one.odds)}{difference && ` (${difference.odds < 0 ? "−" : "+"}${(100 * Math.abs(difference.odds)).toFixed(0)})`}</text>
                </g>
              );
            })}
          </svg>
        );
      }}
    </Picture>
  );
}
