// What follows from one scenario: wars, ties under pressure, what the sources foresee, and all of it as a tree.
import type { PressedTie, TreeNode, WhatIfAnswer } from "../answers";
import { Meter, SaveTable, Sign, TieLink } from "../parts";
import { Forks } from "../pages/outcomes";
import { counted, day, percent, signed } from "../words";
import { Wars } from "./wars";

const SHOWN = 12;

export function Followed({ answer }: { answer: WhatIfAnswer }) {
  const name = (id: string) => answer.names[id] ?? id;
  const { knock_on: moved } = answer;
  return (
    <>
      <h3>As it was understood</h3>
      <ul class="plain">
        {answer.scenario.interventions.map((one) => (
          <li key={one.actor + one.change + one.relation + one.object}><strong>{name(one.actor)}</strong> {one.change === "stop" ? "stops" : "starts"}: {one.relation.replaceAll("-", " ")} <strong>{name(one.object)}</strong>{one.support_types.length > 0 && ` (${one.support_types.join(", ")})`} <span class="soft">{[one.start && `from ${day(one.start)}`, one.end && `until ${day(one.end)}`].filter(Boolean).join(" ") || "at once"}</span></li>
        ))}
      </ul>
      <p class="soft">As of {day(answer.as_of)}, over {counted(answer.horizon, "year")}; {counted(moved.draws, "draw")} of the ties.</p>
      {answer.left_out.length > 0 && <ul class="caution">{answer.left_out.map((words) => <li key={words}>{words}</li>)}</ul>}
      <h3>Wars</h3>
      {answer.wars.length > 0 ? <Wars answers={answer.wars} /> : <p class="none">No war that is known bears on it.</p>}
      <h3>Ties under pressure</h3>
      {moved.changed.length > 0 && <ul class="plain">{moved.changed.map((one) => <li key={one.a + one.b}>Set by the scenario: <TieLink a={one.a} b={one.b}>{name(one.a)} and {name(one.b)}</TieLink> <span class="num">{one.before === null ? "no tie" : signed(one.before)} → {one.after === null ? "no tie" : signed(one.after)}</span></li>)}</ul>}
      <p class="soft">Unbalanced triads: {moved.unbalanced[0]} of {moved.triads[0]} as things are, {moved.unbalanced[1]} of {moved.triads[1]} with it.{moved.loosened.length > 0 && ` Newly out of balance: ${moved.loosened.map((one) => one.actors.map(name).join(", ")).join("; ")}.`}</p>
      <Pressed ties={moved.pressed} name={name} />
      {answer.said.length > 0 && <><h3>What the sources foresee</h3><Forks forks={answer.said} /></>}
      <details class="rests"><summary>All of it as a tree, with the reasons</summary><ul class="tree-nodes">{answer.tree.then.map((node) => <Node key={node.text} node={node} />)}</ul></details>
      <p class="save"><SaveTable name="pressed-ties" columns={["a", "b", "sign", "flips", "flips_without", "low", "high", "unbalanced", "balanced", "evidence"]} rows={() => moved.pressed.map((one) => [name(one.a), name(one.b), one.sign, one.flips, one.flips_without, one.low, one.high, one.unbalanced, one.balanced, one.evidence.join("; ")])} /></p>
    </>
  );
}

function Pressed({ ties, name }: { ties: PressedTie[]; name: (id: string) => string }) {
  const sure = ties.filter((one) => one.low > 0), shown = (sure.length ? sure : ties).slice(0, SHOWN);
  if (!ties.length) return <p class="none">No tie is pressed by it.</p>;
  return (
    <>
      {!sure.length && <p class="soft">What it adds to any tie is no more than chance of the draws.</p>}
      <ul class="pressed">
        {shown.map((one) => (
          <li key={one.a + one.b}>
            <p class="tie-line"><Sign sign={one.sign} /> <TieLink a={one.a} b={one.b}>{name(one.a)} and {name(one.b)}</TieLink> would {one.sign > 0 ? "fall out" : "come together"} <span class="soft">in</span> <Meter value={one.flips} words={percent(one.flips)} /> <span class="soft">of draws, without it {percent(one.flips_without)}; it adds {points(one.low)} to {points(one.high)}</span></p>
            <details class="rests"><summary>In {one.unbalanced} unbalanced and {one.balanced} balanced triads; {counted(one.evidence.length, "piece")} of evidence</summary><p class="soft">{one.evidence.join(", ")}</p></details>
          </li>
        ))}
      </ul>
      {ties.length > shown.length && <p class="soft">{counted(ties.length - shown.length, "tie")} less pressed not shown; the table to save has all.</p>}
    </>
  );
}

function points(share: number): string {
  return `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)}`;
}

function Node({ node }: { node: TreeNode }) {
  return (
    <li>
      <p>{node.text}{node.odds !== null && <> <strong class="num">{percent(node.odds)}</strong>{node.low !== null && node.high !== null && <span class="soft"> ({percent(node.low)} to {percent(node.high)})</span>}</>}</p>
      {node.reasons.map((words) => <p key={words} class="soft">{words}</p>)}
      {node.evidence.length > 0 && <p class="soft">Rests on {node.evidence.join("; ")}</p>}
      {node.then.length > 0 && <ul class="tree-nodes">{node.then.map((one) => <Node key={one.text} node={one} />)}</ul>}
    </li>
  );
}
