import { useAddress } from "../address";
import type { SourceRow } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Grade, Heading, Waiting } from "../parts";
import { counted, day } from "../words";

export function SourcesPage() {
  const here = useAddress();
  const asked = useAnswer<SourceRow[]>(apiAddress("sources", { as_of: here.get("as_of") }));
  return (
    <>
      <Heading title="Sources">What the case was made from, the oldest first. A text opens with its claims underlined.</Heading>
      <Waiting asked={asked}>
        {(rows) => (
          <ul class="sources">
            {rows.map((row) => (
              <li key={row.id} class="panel">
                <h2><a href={here.to({ source: row.id }, "article")}>{row.title || "Untitled"}</a></h2>
                <p class="about"><Grade grade={row.reliability} /> {row.kind}; {[row.publisher, row.author, day(row.published) || "no date of publication"].filter(Boolean).join(", ")}</p>
                <p class="soft">{counted(row.sentences, "sentence")}, {counted(row.claims, "claim")}, {counted(row.motives, "motive")}, {counted(row.outcomes, "conditional outcome")}</p>
              </li>
            ))}
          </ul>
        )}
      </Waiting>
    </>
  );
}
