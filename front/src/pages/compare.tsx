// Two days beside one another: what is new, what is gone, what has changed.
import { useMemo } from "preact/hooks";
import { go, useAddress } from "../address";
import type { CaseAnswer, NetworkAnswer, NetworkTie } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { layout } from "../network/layout";
import { scene } from "../network/scene";
import { NetworkView } from "../network/view";
import { Heading, Meter, SaveTable, Sign, Waiting } from "../parts";
import { counted, day, signed } from "../words";

export function ComparePage({ about, theme }: { about: CaseAnswer; theme: string }) {
  const here = useAddress();
  const days = about.published;
  const first = here.get("first") || days[0]?.day || about.reference, second = here.get("second") || days[days.length - 1]?.day || about.reference;
  const whole = useAnswer<NetworkAnswer>(apiAddress("network"));
  const one = useAnswer<NetworkAnswer>(apiAddress("network", { as_of: first }));
  const other = useAnswer<NetworkAnswer>(apiAddress("network", { as_of: second }));
  return (
    <>
      <Heading title="Two days compared">What was known on the one day and on the other.</Heading>
      <form class="ask" onSubmit={(event) => event.preventDefault()}>
        <label>First day <input type="date" value={first} onChange={(event) => go(here.to({ first: event.currentTarget.value }))} /></label>
        <label>Second day <input type="date" value={second} onChange={(event) => go(here.to({ second: event.currentTarget.value }))} /></label>
      </form>
      <Waiting asked={whole}>
        {(all) => <Waiting asked={one}>{(before) => <Waiting asked={other}>{(after) => <Compared all={all} before={before} after={after} first={first} second={second} theme={theme} />}</Waiting>}</Waiting>}
      </Waiting>
    </>
  );
}

interface Change { key: string; tie: NetworkTie; before: number | null; after: number | null }

function Compared({ all, before, after, first, second, theme }: { all: NetworkAnswer; before: NetworkAnswer; after: NetworkAnswer; first: string; second: string; theme: string }) {
  const arranged = useMemo(() => layout(all), [all]);
  const names = useMemo(() => new Map(all.actors.map((actor) => [actor.id, actor.name])), [all]);
  const name = (id: string) => names.get(id) ?? id;
  const changes = useMemo(() => changesOf(before, after), [before, after]);
  const show = (title: string, day_: string, answer: NetworkAnswer) => (
    <section class="picture" aria-label={title}>
      <h2>{day(day_)} <span class="soft">{counted(answer.ties.length, "tie")}</span></h2>
      <NetworkView scene={scene(answer, arranged.places)} layout={arranged} chosen={{}} theme={theme} label={`Network as of ${day(day_)}`}
        onActor={(actor) => actor && go(`/?as_of=${day_}&actor=${encodeURIComponent(actor.id)}`)} onTie={(tie) => go(`/?as_of=${day_}&a=${encodeURIComponent(tie.a)}&b=${encodeURIComponent(tie.b)}`)} />
    </section>
  );
  return (
    <>
      <div class="pair">{show("First day", first, before)}{show("Second day", second, after)}</div>
      <h2>{counted(changes.length, "tie")} changed</h2>
      <ul class="changes">
        {changes.map(({ key, tie, before: was, after: is }) => (
          <li key={key}>
            <Sign sign={tie.sign} /> <a href={`/?as_of=${second}&a=${encodeURIComponent(tie.a)}&b=${encodeURIComponent(tie.b)}`}>{name(tie.a)} and {name(tie.b)}</a>{" "}
            <span class="badge">{was === null ? "new" : is === null ? "gone" : is > was ? "stronger" : "weaker"}</span>{" "}
            <Meter value={is ?? 0} sign={tie.sign} words={`${was === null ? "–" : was.toFixed(2)} → ${is === null ? "–" : is.toFixed(2)}`} /> <span class="rel">{tie.word}: {tie.relations.join(", ")}</span>
          </li>
        ))}
      </ul>
      <p class="save"><SaveTable name={`changes-${first}-${second}`} columns={["a", "b", "sign", "before", "after", "difference"]} rows={() => changes.map(({ tie, before: was, after: is }) => [name(tie.a), name(tie.b), tie.sign, was, is, signed((is ?? 0) - (was ?? 0))])} /></p>
    </>
  );
}

function changesOf(before: NetworkAnswer, after: NetworkAnswer): Change[] {
  const key = (tie: NetworkTie) => `${[tie.a, tie.b].sort().join(" ")} ${tie.sign}`;
  const was = new Map(before.ties.map((tie) => [key(tie), tie])), is = new Map(after.ties.map((tie) => [key(tie), tie]));
  const found: Change[] = [];
  for (const [one, tie] of is) {
    const old = was.get(one);
    if (!old || Math.abs(old.strength - tie.strength) >= 0.005) found.push({ key: one, tie, before: old?.strength ?? null, after: tie.strength });
  }
  for (const [one, tie] of was) if (!is.has(one)) found.push({ key: one, tie, before: tie.strength, after: null });
  return found.sort((one, other) => Math.abs((other.after ?? 0) - (other.before ?? 0)) - Math.abs((one.after ?? 0) - (one.before ?? 0)));
}
