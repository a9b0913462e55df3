import { useAddress, go } from "../address";
import type { CampsAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { ActorLink, Heading, Meter, Sign, TieLink, Waiting } from "../parts";
import { counted, signed } from "../words";

export function CampsPage() {
  const here = useAddress();
  const k = Number(here.get("k")) || 2;
  const asked = useAnswer<CampsAnswer>(apiAddress("camps", { as_of: here.get("as_of"), on: here.get("on"), k, draws: 40 }));
  return (
    <>
      <Heading title="Camps">The split of the actors that leaves the least friction: friends together, foes apart.</Heading>
      <p><label>At most <select value={String(k)} onChange={(event) => go(here.to({ k: event.currentTarget.value }))}>{[2, 3, 4, 5].map((one) => <option key={one} value={String(one)}>{one}</option>)}</select> camps</label></p>
      <Waiting asked={asked}>
        {(answer) => (
          <>
            <p>{counted(answer.actors, "actor")}, {counted(answer.ties, "tie")}. Frustration {answer.index.index.toFixed(3)}{answer.index.proven ? ", proven to be the least" : `; proven: at least ${answer.index.bound.toFixed(3)}`}{answer.index.unique === false && "; other splits do as well"}. Balance {(100 * answer.index.balance).toFixed(1)}%.</p>
            <div class="camps">
              {answer.camps.map((camp) => (
                <section key={camp.number} class="panel">
                  <h2>Camp {String.fromCharCode(64 + camp.number)} <span class="soft">part {camp.part}</span></h2>
                  <ul>{camp.members.map((member) => <li key={member.actor}><ActorLink id={member.actor} name={member.name} />{member.firm !== null && <span class="soft"> in {(100 * member.firm).toFixed(0)}% of draws</span>}{member.movable && <span class="badge quiet">could stand elsewhere</span>}</li>)}</ul>
                </section>
              ))}
            </div>
            {answer.frustrated.length > 0 && <section><h2>Ties against the camps</h2><ul class="plain">{answer.frustrated.map(({ tie }) => <li key={tie.a + tie.b}><Sign sign={Math.sign(tie.weight)} /> <TieLink a={tie.a} b={tie.b}>{tie.a_name} and {tie.b_name}</TieLink> <Meter value={Math.abs(tie.weight)} sign={tie.weight} words={signed(tie.weight)} /></li>)}</ul></section>}
            {answer.pressed.length > 0 && <section><h2>Under pressure to flip</h2><ul class="plain">{answer.pressed.map(({ tie, pressure, words }) => <li key={tie.a + tie.b}><p><Sign sign={Math.sign(tie.weight)} /> <TieLink a={tie.a} b={tie.b}>{tie.a_name} and {tie.b_name}</TieLink> <span class="badge num">pressure {pressure.toFixed(2)}</span></p><p class="soft">{words}</p></li>)}</ul></section>}
            <section><h2>Triads</h2><p>{answer.triads.friends} of three friends, {answer.triads.common_foe} of two friends and a common foe; {answer.triads.torn} of a friend of two foes, {answer.triads.foes} of three foes. <a href={here.to({ triads: "unbalanced" }, "")}>The unbalanced ones in the network</a></p></section>
          </>
        )}
      </Waiting>
    </>
  );
}
