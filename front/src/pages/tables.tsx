// The tables of the case to take away.
import { useAddress } from "../address";
import { apiAddress } from "../ask";
import { Heading } from "../parts";

const TABLES: [string, string][] = [
  ["claims", "Every claim with its actors, its sentence, its grade and its source."],
  ["sources", "The sources with their grades and how much was found in them."],
  ["events", "The latest events of feeds, and those added by hand."],
];

export function TablesPage() {
  const here = useAddress();
  const asOf = here.get("as_of");
  return (
    <>
      <Heading title="Tables">To take away, as of the day above. Every list in the window can be saved as CSV where it stands.</Heading>
      <ul class="sources">
        {TABLES.map(([name, words]) => (
          <li key={name} class="panel">
            <h2>{name}</h2><p>{words}</p>
            <p class="steps">{["csv", "parquet", "json"].map((form) => <a key={form} download={`${name}.${form}`} href={apiAddress(name, { as_of: asOf, format: form, ...(name === "events" ? { limit: 10000 } : {}) })}>{form === "csv" ? "CSV" : form === "json" ? "JSON" : "Parquet"}</a>)}</p>
          </li>
        ))}
        <li class="panel"><h2>network</h2><p>Actors and ties for Gephi, Cytoscape and other programs.</p><p class="steps"><a download="network.graphml" href={apiAddress("graph", { as_of: asOf, format: "graphml" })}>GraphML</a><a download="network.gexf" href={apiAddress("graph", { as_of: asOf, format: "gexf" })}>GEXF</a></p></li>
        <li class="panel"><h2>report</h2><p>The whole case on one page that needs no network, to send to a colleague.</p><p class="steps"><a download="report.html" href={apiAddress("report", { as_of: asOf })}>HTML</a></p></li>
      </ul>
    </>
  );
}
