import { useAddress } from "../address";
import type { Branch, OutcomesAnswer } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Grade, Heading, Waiting, sourceLink } from "../parts";

const OPENINGS: Record<string, string> = { if: "If", unless: "Unless", "as-long-as": "As long as", when: "When", "follows-from": "From" };

export function OutcomesPage() {
  const here = useAddress();
  const asked = useAnswer<OutcomesAnswer>(apiAddress("outcomes", { as_of: here.get("as_of"), actor: here.get("name") }));
  return (
    <>
      <Heading title="Outcomes">What the sources say will happen if something else does.</Heading>
      <Waiting asked={asked}>
        {(answer) => answer.forks.length
          ? <Forks forks={answer.forks} />
          : <p class="none">No source of this case makes a conditional forecast.</p>}
      </Waiting>
    </>
  );
}

export function Forks({ forks }: { forks: OutcomesAnswer["forks"] }) {
  return (
    <ul class="tree">
      {forks.map((fork, place) => (
        <li key={place} class="fork panel"><p class="condition"><span class="opening">{OPENINGS[fork.kind] ?? fork.kind}</span> {fork.condition}</p><Branches branches={fork.branches} /></li>
      ))}
    </ul>
  );
}

function Branches({ branches }: { branches: Branch[] }) {
  return (
    <ul class="branches">
      {branches.map((branch) => (
        <li key={branch.id}>
          <p class="outcome">{branch.outcome}</p>
          <p class="about"><Grade grade={branch.evidence.grade} /> <span class={`badge c-${branch.certainty}`}>{branch.certainty}</span> says {branch.said_by.join(" through ") || "the author"}{branch.horizon_text && `; ${branch.horizon_text}`}. <a href={sourceLink(branch.evidence)}>{branch.evidence.source_title}{branch.evidence.sentence_number !== null && `, sentence ${branch.evidence.sentence_number}`}</a></p>
          {branch.then.length > 0 && <><p class="soft">and from that</p><Branches branches={branch.then} /></>}
        </li>
      ))}
    </ul>
  );
}
