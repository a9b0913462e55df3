import { useAddress } from "../address";
import type { Reason, WhyAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { ActorLink, Heading, Meter, Pieces, Rests, Sign, TieLink, Waiting } from "../parts";

export function WhyPage() {
  const here = useAddress();
  const a = here.get("a"), b = here.get("b");
  const asked = useAnswer<WhyAnswer>(a && b ? apiAddress("why", { a, b, as_of: here.get("as_of"), on: here.get("on") }) : null);
  if (!a || !b) return <><Heading title="Why" /><p>Choose a pair first: on the <a href={here.to({}, "strange")}>strange pairs</a> or in the <a href={here.to({}, "")}>network</a>.</p></>;
  return (
    <Waiting asked={asked}>
      {(answer) => (
        <>
          <Heading title={`Why ${answer.a_name} and ${answer.b_name}`}>What speaks for their alignment, and what against it.</Heading>
          <p class="steps"><ActorLink id={answer.a} name={answer.a_name} /> <ActorLink id={answer.b} name={answer.b_name} /> <TieLink a={answer.a} b={answer.b}>Evidence beside the network</TieLink></p>
          <p><Sign sign={1} /> friendly <Meter value={answer.friendly} sign={1} />  <Sign sign={-1} /> hostile <Meter value={answer.hostile} sign={-1} /></p>
          {answer.aligned.length > 0 && <section><h2>They are aligned</h2><Pieces pieces={answer.aligned} /></section>}
          <div class="sides">
            <Side words="For" reasons={answer.reasons.filter((reason) => reason.side === "for")} />
            <Side words="Against" reasons={answer.reasons.filter((reason) => reason.side === "against")} />
          </div>
        </>
      )}
    </Waiting>
  );
}

function Side({ words, reasons }: { words: string; reasons: Reason[] }) {
  const sign = words === "For" ? 1 : -1;
  return (
    <section class={`side-${words.toLowerCase()}`}>
      <h2><Sign sign={sign} /> {words}</h2>
      {!reasons.length && <p class="none">Nothing was found.</p>}
      <ul class="reasons">
        {reasons.map((reason) => (
          <li key={reason.mechanism + reason.words} class="reason">
            <p><strong>{reason.title}</strong> <Meter value={reason.strength} sign={sign} /></p>
            <p>{reason.words}</p>
            <Rests pieces={reason.evidence} facts={reason.facts} />
          </li>
        ))}
      </ul>
    </section>
  );
}
