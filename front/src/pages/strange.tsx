import { useAddress } from "../address";
import type { StrangeAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { ActorLink, Heading, Meter, Rests, SaveTable, Sign, TieLink, Waiting } from "../parts";
import { signed } from "../words";

export function StrangePage() {
  const here = useAddress();
  const asked = useAnswer<StrangeAnswer>(apiAddress("strange", { as_of: here.get("as_of"), limit: 50 }));
  return (
    <>
      <Heading title="Strange pairs">Friendly alignments that nobody would expect, the least expected first. The score adds up what speaks against the pair, and how friendly it is all the same.</Heading>
      <Waiting asked={asked}>
        {(answer) => (
          <>
            {!answer.pairs.length && <p class="none">No alignment of this case is strange.</p>}
            <ol class="strange">
              {answer.pairs.map((pair, place) => (
                <li key={`${pair.a} ${pair.b}`} class="panel strange-pair" id={`${pair.a}-${pair.b}`}>
                  <header>
                    <h2><span class="rank">{place + 1}</span> <ActorLink id={pair.a} name={pair.a_name} /> <span class="and">and</span> <ActorLink id={pair.b} name={pair.b_name} /></h2>
                    <dl class="measures"><div><dt>strangeness</dt><dd class="num">{pair.score.toFixed(2)}</dd></div><div><dt>friendly</dt><dd><Meter value={pair.friendly} sign={1} /></dd></div><div><dt>hostile</dt><dd><Meter value={pair.hostile} sign={-1} /></dd></div></dl>
                  </header>
                  <ul class="reasons">
                    {pair.reasons.map((reason) => (
                      <li key={reason.key} class="reason"><p><Sign sign={reason.key === "aligned" || reason.key === "shared-alliance" ? 1 : -1} /> <strong>{reason.title}</strong> <span class="badge num">{signed(reason.points)}</span></p><p>{reason.words}</p><Rests pieces={reason.evidence} facts={reason.facts} /></li>
                    ))}
                  </ul>
                  <p class="steps"><a href={here.to({ a: pair.a, b: pair.b }, "why")}>Why: reasons for and against</a> <TieLink a={pair.a} b={pair.b}>Evidence beside the network</TieLink></p>
                </li>
              ))}
            </ol>
            {answer.found > answer.pairs.length && <p class="soft">{answer.found - answer.pairs.length} less strange pairs are not shown.</p>}
            <p class="save"><SaveTable name="strange" columns={["a", "b", "score", "friendly", "hostile", "reason", "words", "points"]} rows={() => answer.pairs.flatMap((pair) => pair.reasons.map((reason) => [pair.a_name, pair.b_name, pair.score, pair.friendly, pair.hostile, reason.title, reason.words, reason.points]))} /></p>
          </>
        )}
      </Waiting>
    </>
  );
}
