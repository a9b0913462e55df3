import { useState } from "preact/hooks";
import { go, useAddress } from "../address";
import type { NetworkAnswer, WhoAnswer, WhoTie } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Heading, Meter, Pieces, Rests, SaveTable, Sign, TieLink, Waiting } from "../parts";
import { kindWords, span } from "../words";

const GROUPS: [string, string][] = [
  ["backers", "Backed by"], ["backs", "Backs"], ["partners", "In touch or allied with"], ["foes", "Opposed by"], ["against", "Against"], ["rivals", "Rivals"], ["belonging", "Belonging"], ["other", "Also said"],
];

export function WhoPage() {
  const here = useAddress();
  const name = here.get("name");
  const network = useAnswer<NetworkAnswer>(apiAddress("network", { as_of: here.get("as_of"), on: here.get("on") }));
  const asked = useAnswer<WhoAnswer>(name ? apiAddress("who", { name, as_of: here.get("as_of"), on: here.get("on") }) : null);
  const [sought, seek] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (sought.trim()) go(here.to({ name: sought.trim() }));
  };
  return (
    <>
      <Heading title={asked.answer && name ? asked.answer.name : "Who"}>{asked.answer && name ? `${kindWords(asked.answer.kind)}; who is for it and who is against it, the strongest first` : "Choose an actor: who is for it, and who is against it."}</Heading>
      <form class="ask" role="search" onSubmit={submit}>
        <label for="who">Actor</label> <input id="who" type="search" list="who-actors" value={sought} placeholder="the Taliban, Moscow, IS-K" onInput={(event) => seek(event.currentTarget.value)} /> <button type="submit">Ask</button>
        <datalist id="who-actors">{network.answer?.actors.map((actor) => <option key={actor.id} value={actor.name} />)}</datalist>
      </form>
      {!name && network.answer && <ul class="choices">{network.answer.actors.map((actor) => <li key={actor.id}><a href={here.to({ name: actor.id })}>{actor.name}</a></li>)}</ul>}
      {name && (
        <Waiting asked={asked}>
          {(answer) => (
            <>
              {answer.acting_for.length > 0 && <p class="soft">Counted for it as well: {answer.acting_for.map((step) => `${step.actor_name} (${step.words})`).join("; ")}.</p>}
              {GROUPS.map(([group, words]) => <Group key={group} words={words} actor={answer.actor} ties={answer.ties.filter((tie) => tie.group === group)} />)}
              {answer.past.length > 0 && <Group words="Over by then" actor={answer.actor} ties={answer.past} />}
              {answer.denied.length > 0 && <section><h2>Denied</h2><Pieces pieces={answer.denied} /></section>}
              {answer.expected.length > 0 && <section><h2>Expected or conditional</h2><Pieces pieces={answer.expected} /></section>}
              <p class="save"><SaveTable name={`who-${answer.actor}`} columns={["group", "counterpart", "strength", "relations", "support_types", "certainty", "speakers", "since", "until", "evidence"]}
                rows={() => answer.ties.map((tie) => [tie.group, tie.name, tie.strength, tie.relations.join("; "), tie.support_types.join("; "), tie.certainty, tie.speakers.join("; "), tie.since, tie.until, tie.evidence.map((piece) => piece.id).join("; ")])} /></p>
            </>
          )}
        </Waiting>
      )}
    </>
  );
}

function Group({ words, actor, ties }: { words: string; actor: string; ties: WhoTie[] }) {
  if (!ties.length) return null;
  return (
    <section>
      <h2>{words}</h2>
      <ul class="who">
        {ties.map((tie) => (
          <li key={tie.group + tie.counterpart + tie.relations.join()} class="panel">
            <p class="tie-line"><Sign sign={Math.sign(tie.strength)} /> {tie.counterpart ? <TieLink a={actor} b={tie.counterpart}>{tie.name}</TieLink> : <span class="soft">nobody in particular</span>} {tie.strength !== 0 && <Meter value={Math.abs(tie.strength)} sign={tie.strength} />}</p>
            <p class="soft">{tie.relations.join(", ").replaceAll("-", " ")}{tie.support_types.length > 0 && ` (${tie.support_types.join(", ")})`}; {tie.certainty}, says {tie.speakers.join(" and ")}{tie.since || tie.until ? `; ${span(tie.since, tie.until, "month", "")}` : ""}</p>
            <Rests pieces={tie.evidence} />
          </li>
        ))}
      </ul>
    </section>
  );
}
