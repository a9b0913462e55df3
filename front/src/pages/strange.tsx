// Friendly alignments that nobody would expect: by what sources claim, and by what the record of events shows.
import { useAddress } from "../address";
import type { HeldFeed, StrangeAnswer, StrangePair, UnexpectedAnswer, UnexpectedPair } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { ActorLink, Heading, Meter, Rests, SaveTable, Sign, TieLink, Waiting } from "../parts";
import { counted, day, signed } from "../words";

export function StrangePage() {
  const here = useAddress();
  const asked = useAnswer<StrangeAnswer>(apiAddress("strange", { as_of: here.get("as_of"), limit: 50 }));
  return (
    <>
      <Heading title="Strange pairs">Friendly alignments that nobody would expect, the least expected first: by what sources claim, and by what events show.</Heading>
      <Waiting asked={asked}>
        {(answer) => (
          <div class="sides">
            <section aria-label="By claims">
              <h2>By claims</h2>
              <p class="soft">The score adds up what speaks against the pair, and how friendly it is all the same. {answer.basis}</p>
              <Claimed answer={answer} />
            </section>
            <section aria-label="By the record">
              <h2>By the record</h2>
              {answer.unexpected ? <Recorded answer={answer.unexpected} /> : <Missing />}
            </section>
          </div>
        )}
      </Waiting>
    </>
  );
}

function Claimed({ answer }: { answer: StrangeAnswer }) {
  return (
    <>
      {!answer.pairs.length && <p class="none">No alignment that sources claim is strange.</p>}
      <ol class="strange">{answer.pairs.map((pair, place) => <Pair key={`${pair.a} ${pair.b}`} pair={pair} rank={place + 1} />)}</ol>
      {answer.found > answer.pairs.length && <p class="soft">{answer.found - answer.pairs.length} less strange pairs are not shown.</p>}
      {answer.pairs.length > 0 && <p class="save"><SaveTable name="strange" columns={["a", "b", "score", "friendly", "hostile", "reason", "words", "points"]} rows={() => answer.pairs.flatMap((pair) => pair.reasons.map((reason) => [pair.a_name, pair.b_name, pair.score, pair.friendly, pair.hostile, reason.title, reason.words, reason.points]))} /></p>}
    </>
  );
}

function Pair({ pair, rank }: { pair: StrangePair; rank: number }) {
  const here = useAddress();
  return (
    <li class="panel strange-pair" id={`${pair.a}-${pair.b}`}>
      <header>
        <h3><span class="rank">{rank}</span> <ActorLink id={pair.a} name={pair.a_name} /> <span class="and">and</span> <ActorLink id={pair.b} name={pair.b_name} /></h3>
        <dl class="measures"><div><dt>strangeness</dt><dd class="num">{pair.score.toFixed(2)}</dd></div><div><dt>friendly</dt><dd><Meter value={pair.friendly} sign={1} /></dd></div><div><dt>hostile</dt><dd><Meter value={pair.hostile} sign={-1} /></dd></div></dl>
      </header>
      <ul class="reasons">
        {pair.reasons.map((reason) => (
          <li key={reason.key} class="reason"><p><Sign sign={reason.key === "aligned" || reason.key === "shared-alliance" ? 1 : -1} /> <strong>{reason.title}</strong> <span class="badge num">{signed(reason.points)}</span></p><p>{reason.words}</p><Rests pieces={reason.evidence} facts={reason.facts} /></li>
        ))}
      </ul>
      <p class="steps"><a href={here.to({ a: pair.a, b: pair.b }, "why")}>Why: reasons for and against</a> <TieLink a={pair.a} b={pair.b}>Evidence beside the network</TieLink></p>
    </li>
  );
}

function Recorded({ answer }: { answer: UnexpectedAnswer }) {
  return (
    <>
      <p class="soft">
        Surprise is how far the alignment on {day(answer.day)} lies above what a model expected from what was known on {day(answer.before)}, in standard deviations.
        The model was learned from {counted(answer.fitted_pairs, "pair")} of earlier days. Of {counted(answer.looked_at, "pair")} looked at, {answer.found} are friendlier than expected.
      </p>
      {!answer.pairs.length && <p class="none">No friendly pair is friendlier than expected.</p>}
      <ol class="strange">{answer.pairs.map((pair, place) => <Unexpected key={`${pair.a} ${pair.b}`} pair={pair} rank={place + 1} looked={answer.looked_at} />)}</ol>
      {answer.found > answer.pairs.length && <p class="soft">{answer.found - answer.pairs.length} less surprising pairs are not shown.</p>}
      {answer.pairs.length > 0 && <p class="save"><SaveTable name="unexpected" columns={["a", "b", "surprise", "by_chance", "level", "low", "high", "expected", "before", "part", "words", "points", "evidence"]} rows={() => answer.pairs.flatMap((pair) => pair.parts.map((part) => [pair.a_name, pair.b_name, pair.surprise, pair.by_chance, pair.level, pair.low, pair.high, pair.expected, pair.before, part.key, part.words, part.points, part.evidence.join("; ")]))} /></p>}
    </>
  );
}

function Unexpected({ pair, rank, looked }: { pair: UnexpectedPair; rank: number; looked: number }) {
  const here = useAddress();
  const chance = pair.by_chance >= rank;
  return (
    <li class="panel strange-pair">
      <header>
        <h3><span class="rank">{rank}</span> <ActorLink id={pair.a} name={pair.a_name} /> <span class="and">and</span> <ActorLink id={pair.b} name={pair.b_name} /></h3>
        <dl class="measures"><div><dt>surprise</dt><dd class="num">{pair.surprise.toFixed(2)}</dd></div><div><dt>by chance</dt><dd class="num">{pair.by_chance.toFixed(1)}</dd></div></dl>
      </header>
      <Expectation pair={pair} />
      <p class={chance ? "soft" : ""}>{chance ? <strong>No more than chance. </strong> : <strong>More than chance. </strong>}Of {looked} pairs, {pair.by_chance.toFixed(1)} as surprising as this are to be expected by chance; {rank === 1 ? "it is the only one" : `there are ${rank}`}.</p>
      <ul class="reasons">
        {pair.parts.map((part) => (
          <li key={part.key} class="reason"><p><Sign sign={Math.sign(part.points)} /> {part.words} <span class="badge num">{signed(part.points)}</span></p>{part.evidence.length > 0 && <p class="soft">{part.evidence.join(", ")}</p>}</li>
        ))}
      </ul>
      <p class="steps"><a href={here.to({ a: pair.a, b: pair.b }, "why")}>Why: reasons for and against</a> <TieLink a={pair.a} b={pair.b}>Evidence beside the network</TieLink></p>
    </li>
  );
}

/** Where a pair stands, with its interval, and where it was expected to. */
function Expectation({ pair }: { pair: UnexpectedPair }) {
  const x = (value: number) => 150 + 140 * value;
  const words = `Alignment ${signed(pair.level)}, between ${signed(pair.low)} and ${signed(pair.high)}; expected ${signed(pair.expected)}${pair.before === null ? "" : `; before ${signed(pair.before)}`}`;
  return (
    <figure class="standing">
      <svg viewBox="0 0 300 46" width="300" height="46" role="img" aria-label={words}>
        <line class="axis" x1="10" x2="290" y1="16" y2="16" /><line class="axis" x1="150" x2="150" y1="8" y2="24" />
        <rect class={`range ${pair.level < 0 ? "minus" : "plus"}`} x={x(pair.low)} y="11" width={Math.max(x(pair.high) - x(pair.low), 2)} height="10" rx="3" />
        <path class="expected" d={`M${x(pair.expected)} 4V28`} />
        <circle class={`dot ${pair.level < 0 ? "minus" : "plus"}`} cx={x(pair.level)} cy="16" r="6" />
        <text x="10" y="39" class="start">hostile −1</text><text x={Math.min(Math.max(x(pair.expected), 92), 206)} y="39">expected</text><text x="290" y="39" class="end">friendly +1</text>
      </svg>
      <figcaption>{words}.</figcaption>
    </figure>
  );
}

/** What the list by the record needs, and from which day the case may have it. */
function Missing() {
  const here = useAddress();
  const feeds = useAnswer<HeldFeed[]>(apiAddress("feeds"));
  const held = (feeds.answer ?? []).filter((feed) => feed.last_day);
  return (
    <>
      <p class="none">Nothing can be told. What was to be expected is learned from earlier times of the same record; as of this day the case has no events, or too few, or of too short a time before.</p>
      {held.length > 0
        ? <><p>The feeds of this case end on:</p><ul class="plain">{held.map((feed) => <li key={feed.feed}>{feed.title || feed.feed}: <a href={here.to({ as_of: feed.last_day, on: null })}>{day(feed.last_day)}</a></li>)}</ul></>
        : <p>Events come from a feed: <code>bedfellows ingest gdelt FILES</code>, or another of those that <code>bedfellows ingest --help</code> names.</p>}
    </>
  );
}
