// In a window that writes: a claim that was read wrongly is corrected or rejected, and everything is worked out anew.
import { useState } from "preact/hooks";
import type { CodedClaim } from "./answers";
import { apiAddress, forget, post } from "./ask";
import { token } from "./writing";

const NAME = "bedfellows-name";
const CERTAINTIES = ["asserted", "reported", "opinion", "hedged", "conditional", "denied"];

export function Correct({ claim, relations }: { claim: CodedClaim; relations: string[] }) {
  const [rejects, reject] = useState(true);
  const [said, say] = useState("");
  if (!token()) return <p class="soft">To correct it, open the address that <code>bedfellows serve --write</code> printed.</p>;
  const submit = async (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const typed = (name: string) => String(form.get(name) ?? "").trim();
    const changed = (name: string, before: string | null) => (typed(name) && typed(name) !== before ? { [name]: typed(name) } : {});
    sessionStorage.setItem(NAME, typed("by"));
    say("It is being stored …");
    try {
      await post(
        apiAddress("correct"),
        {
          claim: claim.id, by: typed("by"), because: typed("because"), reject: rejects,
          ...(rejects ? {} : { ...changed("subject", claim.subject_name), ...changed("relation", claim.relation), ...changed("object", claim.object_name), ...changed("certainty", claim.evidence.certainty), ...(form.get("negated") !== null !== claim.evidence.negated ? { negated: form.get("negated") !== null } : {}) }),
        },
        token(),
      );
      forget();
    } catch (error) {
      say((error as Error).message);
    }
  };
  return (
    <details class="rests correct">
      <summary>Correct or reject</summary>
      <form onSubmit={submit}>
        <label>The words <select value={rejects ? "reject" : "change"} onChange={(event) => reject(event.currentTarget.value === "reject")}><option value="reject">say nothing of the kind</option><option value="change">say something else</option></select></label>
        {!rejects && (
          <>
            <label>Who <input name="subject" defaultValue={claim.subject_name} /></label>
            <label>Relation <input name="relation" defaultValue={claim.relation} list={`relations-${claim.id}`} /></label>
            <datalist id={`relations-${claim.id}`}>{relations.map((one) => <option key={one} value={one} />)}</datalist>
            <label>Whom <input name="object" defaultValue={claim.object_name ?? ""} /></label>
            <label>Certainty <select name="certainty" defaultValue={claim.evidence.certainty}>{CERTAINTIES.map((one) => <option key={one} value={one} selected={one === claim.evidence.certainty}>{one}</option>)}</select></label>
            <label><input type="checkbox" name="negated" defaultChecked={claim.evidence.negated} /> denied in the text</label>
          </>
        )}
        <label>Because <input name="because" required maxLength={2000} /></label>
        <label>Your name <input name="by" required maxLength={200} defaultValue={sessionStorage.getItem(NAME) ?? ""} /></label>
        <button type="submit">Store the correction</button>
        {said && <p role="status">{said}</p>}
      </form>
    </details>
  );
}
