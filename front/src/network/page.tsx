// The first page: the network, its controls, and beside it what was chosen.
import { useMemo, useRef, useState } from "preact/hooks";
import { address, go, useAddress } from "../address";
import type { CampsAnswer, NetworkActor, NetworkAnswer, NetworkTie, WhoAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { EvidencePane } from "../evidence";
import { Meter, Sign, Waiting } from "../parts";
import { png, save, saveText } from "../saving";
import { arrow, arrowWords, counted, kindWords } from "../words";
import { layout, type Layout } from "./layout";
import { scene, tieKey, type Chosen } from "./scene";
import { NetworkView, type Drawing } from "./view";

export function NetworkPage({ theme }: { theme: string }) {
  const here = useAddress();
  const asOf = here.get("as_of"), on = here.get("on");
  const whole = useAnswer<NetworkAnswer>(apiAddress("network"));
  const asked = useAnswer<NetworkAnswer>(apiAddress("network", { as_of: asOf, on }));
  return (
    <>
      <h1 class="vh">Network</h1>
      <Waiting asked={whole}>
        {(all) => <Waiting asked={asked}>{(answer) => <Network all={all} answer={answer} theme={theme} />}</Waiting>}
      </Waiting>
    </>
  );
}

function Network({ all, answer, theme }: { all: NetworkAnswer; answer: NetworkAnswer; theme: string }) {
  const here = useAddress();
  const asOf = here.get("as_of"), on = here.get("on");
  const a = here.get("a"), b = here.get("b"), actor = here.get("actor");
  const least = Number(here.get("least")) || 0;
  const k = Number(here.get("camps")) || 0;
  const torn = here.get("triads") === "unbalanced";
  const ego = here.get("ego") === "1" && actor !== "";
  const camps = useAnswer<CampsAnswer>(k ? apiAddress("camps", { as_of: asOf, on, k }) : null);
  const sides = useMemo(() => (k && camps.answer ? sidesOf(camps.answer) : undefined), [k, camps.answer]);
  const drawing = useRef<Drawing | null>(null);
  const arranged: Layout = useMemo(() => layout(all, sides), [all, sides]);

  const shown = useMemo(() => {
    const ties = answer.ties.filter((tie) => tie.strength >= least && (!ego || near(answer, actor, tie)));
    const named = new Set(ties.flatMap((tie) => [tie.a, tie.b]));
    if (ego) named.add(actor);
    return { ...answer, ties, actors: answer.actors.filter((one) => named.has(one.id)) };
  }, [answer, least, ego, actor]);
  const unbalanced = useMemo(() => {
    if (!torn) return undefined;
    const keys = new Set<string>();
    for (const { actors: [x, y, z] } of answer.triads) for (const [p, q] of [[x, y], [x, z], [y, z]] as const) keys.add(tieKey(p, q));
    return keys;
  }, [torn, answer]);
  const found = useMemo(() => scene(shown, arranged.places, sides, unbalanced), [shown, arranged, sides, unbalanced]);
  const names = useMemo(() => new Map(all.actors.map((one) => [one.id, one.name])), [all]);
  const name = (id: string) => names.get(id) ?? id;

  const chosen: Chosen = {};
  if (a && b) chosen.tie = [a, b];
  else if (actor) chosen.actor = actor;
  const beside = () => {
    // On a phone what was chosen is below the drawing.
    if (innerWidth < 960) requestAnimationFrame(() => document.getElementById("side")?.scrollIntoView({ block: "start" }));
  };
  const chooseActor = (one: NetworkActor | null) => go(address().to({ actor: one?.id, a: null, b: null, ...(one ? {} : { ego: null }) }));
  const chooseTie = (tie: NetworkTie) => {
    go(address().to({ a: tie.a, b: tie.b, actor: null, ego: null }));
    beside();
  };
  const title = `Network${asOf ? ` as of ${asOf}` : ""}`;
  const saved = async (kind: "svg" | "png") => {
    const picture = drawing.current?.svg(title);
    if (!picture) return;
    if (kind === "svg") saveText("network.svg", picture.text, "image/svg+xml");
    else save("network.png", await png(picture.text, picture.width, picture.height));
  };

  return (
    <div class="network">
      <section class="picture" aria-label="Drawing">
        <Controls answer={answer} name={name} least={least} k={k} torn={torn} actor={actor} ego={ego} />
        <NetworkView
          scene={found} layout={arranged} chosen={chosen} theme={theme} onActor={chooseActor} onTie={chooseTie} onDrawing={(one) => (drawing.current = one)}
          label={`Network of ${counted(found.actors.length, "actor")} and ${counted(found.lines.length, "tie")}`}
        />
        <Legend camps={k > 0} />
        <p class="save">
          <button type="button" onClick={() => saved("png")}>Save as PNG</button>
          <button type="button" onClick={() => saved("svg")}>Save as SVG</button>
          <a class="button" download href={apiAddress("graph", { as_of: asOf, format: "graphml" })}>GraphML</a>
          <a class="button" download href={apiAddress("graph", { as_of: asOf, format: "gexf" })}>GEXF</a>
        </p>
        {k > 0 && <Waiting asked={camps}>{(one) => <CampsNote camps={one} />}</Waiting>}
      </section>
      <aside class="side" aria-label={chosen.tie ? "Evidence" : chosen.actor ? "Actor" : "Ties"} id="side" tabIndex={-1}>
        {(chosen.tie || chosen.actor) && <p class="back"><a href={here.to({ a: null, b: null, actor: null, ego: null })}>← All ties</a></p>}
        {chosen.tie
          ? <EvidencePane a={a} b={b} asOf={asOf} on={on} ties={answer.ties.filter((tie) => tieKey(tie.a, tie.b) === tieKey(a, b))} />
          : chosen.actor
            ? <ActorPane id={actor} asOf={asOf} on={on} answer={answer} name={name} />
            : <TieList ties={shown.ties} name={name} total={answer.ties.length} />}
      </aside>
    </div>
  );
}

function near(answer: NetworkAnswer, actor: string, tie: NetworkTie): boolean {
  const neighbours = new Set([actor]);
  for (const one of answer.ties) {
    if (one.a === actor) neighbours.add(one.b);
    if (one.b === actor) neighbours.add(one.a);
  }
  return neighbours.has(tie.a) && neighbours.has(tie.b);
}

function sidesOf(camps: CampsAnswer): Map<string, number> {
  const sides = new Map<string, number>();
  for (const camp of camps.camps) for (const member of camp.members) sides.set(member.actor, camp.number);
  return sides;
}

interface ControlsProperties { answer: NetworkAnswer; name: (id: string) => string; least: number; k: number; torn: boolean; actor: string; ego: boolean }

function Controls({ answer, name, least, k, torn, actor, ego }: ControlsProperties) {
  const here = useAddress();
  const [sought, seek] = useState("");
  const find = (text: string) => {
    seek(text);
    const wanted = text.trim().toLowerCase();
    const hit = answer.actors.find((one) => one.name.toLowerCase() === wanted);
    if (hit) {
      seek("");
      go(here.to({ actor: hit.id, a: null, b: null }));
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const wanted = sought.trim().toLowerCase();
    const hit = wanted ? answer.actors.find((one) => one.name.toLowerCase().includes(wanted) || one.id.includes(wanted)) : undefined;
    if (hit) {
      seek("");
      go(here.to({ actor: hit.id, a: null, b: null }));
    }
  };
  return (
    <div class="controls" role="group" aria-label="What is drawn">
      <form role="search" onSubmit={submit}>
        <label for="seek" class="vh">Find an actor</label>
        <input id="seek" type="search" list="actors" placeholder="Find an actor" value={sought} autocomplete="off" onInput={(event) => find(event.currentTarget.value)} />
        <datalist id="actors">{answer.actors.map((one) => <option key={one.id} value={one.name} />)}</datalist>
      </form>
      <span class="least"><label for="least">Hide ties weaker than</label> <output for="least" class="num">{least.toFixed(2)}</output>
        <input id="least" type="range" min="0" max="0.95" step="0.05" value={least} onInput={(event) => go(address().to({ least: Number(event.currentTarget.value) || null }), { replace: true })} />
      </span>
      <label>Camps{" "}
        <select value={String(k)} onChange={(event) => go(here.to({ camps: event.currentTarget.value === "0" ? null : event.currentTarget.value }))}>
          <option value="0">off</option>{[2, 3, 4].map((one) => <option key={one} value={String(one)}>{one}</option>)}
        </select>
      </label>
      <label><input type="checkbox" checked={torn} onChange={() => go(here.to({ triads: torn ? null : "unbalanced" }))} /> Unbalanced triads <span class="num">({answer.unbalanced})</span></label>
      {actor && <label><input type="checkbox" checked={ego} onChange={() => go(here.to({ ego: ego ? null : 1 }))} /> Only around {name(actor)}</label>}
    </div>
  );
}

const MOST_LISTED = 300;

function TieList({ ties, name, total }: { ties: NetworkTie[]; name: (id: string) => string; total: number }) {
  const here = useAddress();
  return (
    <>
      <h2>{counted(ties.length, "tie")}{ties.length < total && <span class="soft"> of {total}</span>}</h2>
      <p class="soft">The strongest first. A tie leads to its evidence.</p>
      <ul class="ties">
        {ties.slice(0, MOST_LISTED).map((tie) => (
          <li key={`${tie.a} ${tie.b} ${tie.sign}`}>
            <a href={here.to({ a: tie.a, b: tie.b })}>
              <Sign sign={tie.sign} />
              <span class="ends"><span class="actor">{name(tie.a)}</span> <span aria-hidden="true">{arrow(tie.forward, tie.backward)}</span><span class="vh">{arrowWords(tie.forward, tie.backward)}</span> <span class="actor">{name(tie.b)}</span></span>
              <Meter value={tie.strength} sign={tie.sign} />
              <span class="rel">{tie.word}: {tie.relations.join(", ")}{tie.faint && ` (${tie.faint})`}</span>
            </a>
          </li>
        ))}
      </ul>
      {ties.length > MOST_LISTED && <p class="soft">{ties.length - MOST_LISTED} weaker ones are not listed; hide weak ties or choose an actor.</p>}
    </>
  );
}

const GROUPS: [string, string][] = [
  ["backers", "Backed by"], ["backs", "Backs"], ["partners", "In touch or allied with"], ["foes", "Opposed by"], ["against", "Against"], ["rivals", "Rivals"], ["belonging", "Belonging"],
];

function ActorPane({ id, asOf, on, answer, name }: { id: string; asOf: string; on: string; answer: NetworkAnswer; name: (id: string) => string }) {
  const here = useAddress();
  const asked = useAnswer<WhoAnswer>(apiAddress("who", { name: id, as_of: asOf, on }));
  const own = answer.ties.filter((tie) => tie.a === id || tie.b === id);
  const actor = answer.actors.find((one) => one.id === id);
  return (
    <article>
      <h2>{name(id)}</h2>
      <p class="soft">{actor ? kindWords(actor.kind) : "no tie on this day"}{actor && !actor.registered && ", not in the registry"}; {counted(own.length, "tie")}</p>
      <p class="steps"><a href={here.to({ name: id, actor: null }, "who")}>Who is for and against {name(id)}</a></p>
      <Waiting asked={asked}>
        {(who) => (
          <>
            {GROUPS.map(([group, words]) => {
              const ties = who.ties.filter((tie) => tie.group === group && tie.counterpart);
              return ties.length > 0 && (
                <section key={group}>
                  <h3>{words}</h3>
                  <ul class="ties">
                    {ties.map((tie) => (
                      <li key={tie.counterpart}>
                        <a href={here.to({ a: id, b: tie.counterpart, actor: null, ego: null })}>
                          <Sign sign={Math.sign(tie.strength)} /><span class="ends"><span class="actor">{tie.name}</span></span>
                          <Meter value={Math.abs(tie.strength)} sign={tie.strength} />
                          <span class="rel">{tie.relations.join(", ").replaceAll("-", " ")}{tie.support_types.length > 0 && ` (${tie.support_types.join(", ")})`}</span>
                        </a>
                      </li>
                    ))}
                  </ul>
                </section>
              );
            })}
          </>
        )}
      </Waiting>
    </article>
  );
}

function CampsNote({ camps }: { camps: CampsAnswer }) {
  return (
    <p class="soft">
      {counted(camps.camps.length, "camp")}; frustration {camps.index.index.toFixed(2)}
      {camps.index.proven ? ", proven to be the least" : `, at least ${camps.index.bound.toFixed(2)}`}. Letters name the camps; those of separate parts cannot be compared.{" "}
      <a href={address().to({ k: camps.k }, "camps")}>The camps as a list</a>
    </p>
  );
}

function Legend({ camps }: { camps: boolean }) {
  const shapes: [string, string][] = [
    ["M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z", "state"], ["M0 -8L8 -2L5 7H-5L-8 -2z", "government"], ["M-6 -6H6V6H-6z", "organisation"],
    ["M0 -8L8 0L0 8L-8 0z", "armed group"], ["M0 -7L7.5 6H-7.5z", "person"], ["M0 -7.5L6.5 -3.7V3.7L0 7.5L-6.5 3.7V-3.7z", "region"],
  ];
  return (
    <ul class="legend" aria-label="Legend">
      <li><svg width="40" height="14" viewBox="0 0 40 14" aria-hidden="true"><path class="line plus" d="M2 7H38" stroke-width="3" /></svg>friendly</li>
      <li><svg width="40" height="14" viewBox="0 0 40 14" aria-hidden="true"><path class="line minus" d="M2 7H38" stroke-width="3" stroke-dasharray="7 4.5" /></svg>hostile</li>
      <li><svg width="40" height="14" viewBox="0 0 40 14" aria-hidden="true"><path class="line level" d="M2 7H38" stroke-width="2.2" stroke-dasharray="1.6 4" /></svg>belonging</li>
      <li><svg width="40" height="14" viewBox="0 0 40 14" aria-hidden="true"><path class="line ink" d="M2 4H38" stroke-width="1.2" /><path class="line ink" d="M2 10H38" stroke-width="4.4" /></svg>weaker, stronger</li>
      {shapes.map(([d, word]) => <li key={word}><svg width="20" height="18" viewBox="-10 -9 20 18" aria-hidden="true"><path class="shape" d={d} /></svg>{word}</li>)}
      {camps && <li>A, B …: camps</li>}
    </ul>
  );
}
