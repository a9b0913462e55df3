// A source's text with its claims underlined; a run of words shows what was coded from it.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useAddress } from "../address";
import type { ArticleAnswer, CodedClaim, Evidence } from "../answers";
import { apiAddress, useAnswer } from "../ask";
import { Correct } from "../correcting";
import { ActorLink, Grade, Heading, TieLink, Waiting } from "../parts";
import { day, kindWords, span } from "../words";

export function ArticlePage({ writable }: { writable: boolean }) {
  const here = useAddress();
  const source = here.get("source");
  const asked = useAnswer<ArticleAnswer>(source ? apiAddress("article", { source, as_of: here.get("as_of") }) : null);
  if (!source) return <><Heading title="Article" /><p>Choose a text among the <a href={here.to({}, "sources")}>sources</a>.</p></>;
  return <Waiting asked={asked}>{(answer) => <Article answer={answer} writable={writable} />}</Waiting>;
}

function Article({ answer, writable }: { answer: ArticleAnswer; writable: boolean }) {
  const [shown, show] = useState<string[]>(() => (location.hash ? [decodeURIComponent(location.hash.slice(1))] : []));
  const claims = useMemo(() => new Map(answer.claims.map((claim) => [claim.id, claim])), [answer]);
  const others = useMemo(() => new Map([...answer.motives, ...answer.outcomes].map((piece) => [piece.id, piece])), [answer]);
  const relations = useMemo(() => [...new Set(answer.claims.map((claim) => claim.relation))].sort(), [answer]);
  useEffect(() => {
    const target = shown[0] && document.querySelector(`[data-statements~="${CSS.escape(shown[0])}"]`);
    if (target && location.hash) target.scrollIntoView({ block: "center" });
  }, [answer]);
  return (
    <div class="reading">
      <article class="text">
        <Heading title={answer.title} />
        <p class="about"><Grade grade={answer.reliability} /> {answer.kind}; {[answer.publisher, answer.author, day(answer.published) || "no date of publication"].filter(Boolean).join(", ")}. {answer.address ? <a href={answer.address} rel="noopener noreferrer external" target="_blank">{answer.locator}</a> : <span class="soft">{answer.locator}</span>}</p>
        <p class="soft key"><span class="claimed">Underlined</span> words carry a claim, <span class="claimed other">dotted</span> ones a motive or a forecast. Point at them, or go there by the Tab key.</p>
        {answer.paragraphs.map((paragraph, place) => (
          <p key={place} class="paragraph">
            {paragraph.left_out > 0 && <span class="soft">[{paragraph.left_out} paragraphs in which nothing was found] </span>}
            {paragraph.sentences.map((sentence, number) => (
              <span key={number} class="sentence">
                {sentence.runs.map((run, at) => {
                  if (!run.statements.length) return run.text;
                  const open = () => show(run.statements);
                  const coded = run.statements.some((id) => claims.has(id));
                  const lit = run.statements.some((id) => shown.includes(id));
                  return (
                    <span
                      key={at} class={`claimed${coded ? "" : " other"}${lit ? " lit" : ""}`} data-statements={run.statements.join(" ")} tabIndex={0} role="button" aria-pressed={lit}
                      onMouseEnter={open} onFocus={open} onClick={open} onKeyDown={(event) => event.key === "Enter" && open()}
                    >{run.text}</span>
                  );
                })}{" "}
              </span>
            ))}
          </p>
        ))}
      </article>
      <aside class="coded" aria-live="polite" aria-label="What was coded">
        <h2>Coded</h2>
        {!shown.length && <p class="soft">{answer.claims.length} claims, {answer.motives.length} motives, {answer.outcomes.length} forecasts.</p>}
        <ul class="pieces">
          {shown.map((id) => {
            const claim = claims.get(id), other = others.get(id);
            return claim ? <Coded key={id} claim={claim}>{writable && <Correct claim={claim} relations={relations} />}</Coded> : other ? <Other key={id} piece={other} /> : null;
          })}
        </ul>
      </aside>
    </div>
  );
}

function Coded({ claim, children }: { claim: CodedClaim; children?: ComponentChildren }) {
  const piece = claim.evidence;
  const rows: [string, ComponentChildren][] = [
    ["who", <ActorLink id={claim.subject} name={claim.subject_name} />],
    ["relation", kindWords(claim.relation) + (piece.negated ? " (denied)" : "")],
    ["whom", claim.object ? <ActorLink id={claim.object} name={claim.object_name ?? claim.object} /> : "nobody named"],
    ["detail", claim.detail], ["support", claim.support_types.join(", ")],
    ["certainty", piece.certainty], ["says", piece.said_by.join(" through ") || "the author"],
    ["when", span(piece.happened_from, piece.happened_to, piece.precision, piece.time_text) || "not dated"], ["state", piece.currency],
    ["weight", piece.weight.toFixed(2)], ["reader", `${claim.reader}, ${Math.round(claim.confidence * 100)}% sure`],
  ];
  return (
    <li class="piece" id={claim.id}>
      <p class="says">{piece.statement}</p>
      <p class="words">“{piece.quote}”</p>
      <dl class="fields">{rows.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}<div><dt>grade</dt><dd><Grade grade={piece.grade} /></dd></div><div><dt>id</dt><dd><code>{claim.id}</code></dd></div></dl>
      {claim.object && <p class="steps"><TieLink a={claim.subject} b={claim.object}>All evidence on the two</TieLink></p>}
      {children}
    </li>
  );
}

function Other({ piece }: { piece: Evidence }) {
  return <li class="piece" id={piece.id}><p class="says">{piece.statement}</p><p class="words">“{piece.quote}”</p><p class="about"><span class={`badge c-${piece.certainty}`}>{piece.certainty}</span> {piece.kind}; <code>{piece.id}</code></p></li>;
}
