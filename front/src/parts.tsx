// Small parts that many pages are made of.
import type { ComponentChildren } from "preact";
import type { Evidence, Fact } from "./answers";
import { address } from "./address";
import type { Asked } from "./ask";
import { csv, saveText, type Cell } from "./saving";
import { counted, gradeWords, signWord, span, day } from "./words";

export function Sign({ sign }: { sign: number }) {
  return (
    <svg class={`sign ${signWord(sign)}`} width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
      {sign === 0 ? <path class="sign-back" d="M0 -6.5L6.5 0L0 6.5L-6.5 0z" /> : <circle class="sign-back" r="7" />}
      {sign !== 0 && <path class="sign-mark" d={sign > 0 ? "M-3.4 0H3.4M0 -3.4V3.4" : "M-3.4 0H3.4"} />}
    </svg>
  );
}

export function Meter({ value, sign = 0, words }: { value: number; sign?: number; words?: string }) {
  return (
    <span class={`meter ${signWord(sign)}`}>
      <svg width="56" height="8" viewBox="0 0 56 8" aria-hidden="true">
        <rect class="meter-back" width="56" height="8" rx="2" />
        <rect class="meter-fill" width={Math.max(56 * Math.min(Math.abs(value), 1), 1)} height="8" rx="2" />
      </svg>
      <span class="num">{words ?? value.toFixed(2)}</span>
    </span>
  );
}

export function Grade({ grade }: { grade: string }) {
  return <span class="badge grade" title={gradeWords(grade)}>{grade}<span class="vh"> ({gradeWords(grade)})</span></span>;
}

/** The sentence with the words that count marked in it. */
export function Quoted({ sentence, quote }: { sentence: string; quote: string }) {
  const at = sentence.indexOf(quote);
  return at < 0
    ? <q>{quote}</q>
    : <span class="quoted">“{sentence.slice(0, at)}<mark>{quote}</mark>{sentence.slice(at + quote.length)}”</span>;
}

export function sourceLink(piece: Evidence): string {
  return `${address().to({ source: piece.source_id, as_of: null }, "article")}#${piece.id}`;
}

export function Piece({ piece }: { piece: Evidence }) {
  const when = span(piece.happened_from, piece.happened_to, piece.precision, piece.time_text);
  return (
    <li class={`piece c-${piece.certainty}`} data-evidence={piece.id}>
      <p class="says">{piece.statement}{piece.currency !== "current" && <span class="badge quiet">{piece.currency}</span>}</p>
      <p class="words"><Quoted sentence={piece.sentence || piece.quote} quote={piece.quote} /></p>
      <p class="about">
        <Grade grade={piece.grade} /> <span class={`badge c-${piece.certainty}`}>{piece.certainty}</span>{" "}
        says {piece.said_by.length ? piece.said_by.join(" through ") : "the author"}{when && `; ${when}`}.{" "}
        <a href={sourceLink(piece)}>{piece.source_title || "Untitled"}{piece.sentence_number !== null && `, sentence ${piece.sentence_number}`}</a>
        {piece.published && <>, {day(piece.published)}</>}
      </p>
    </li>
  );
}

export function Pieces({ pieces, facts = [] }: { pieces: Evidence[]; facts?: Fact[] }) {
  if (!pieces.length && !facts.length) return null;
  return (
    <ul class="pieces">
      {pieces.map((piece) => <Piece key={piece.id} piece={piece} />)}
      {facts.map((fact) => <li key={fact.statement} class="piece fact"><p class="says">{fact.statement}</p><p class="about">{fact.source}</p></li>)}
    </ul>
  );
}

/** Evidence that opens on demand. */
export function Rests({ pieces, facts = [] }: { pieces: Evidence[]; facts?: Fact[] }) {
  const count = pieces.length + facts.length;
  if (!count) return null;
  return (
    <details class="rests">
      <summary>{counted(pieces.length, "piece")} of evidence{facts.length > 0 && ` and ${counted(facts.length, "fact")}`}</summary>
      <Pieces pieces={pieces} facts={facts} />
    </details>
  );
}

export function Waiting<T>({ asked, words, children }: { asked: Asked<T>; words?: string; children: (answer: T) => ComponentChildren }) {
  if (asked.error) return <p class="caution" role="alert">{asked.error.message}</p>;
  if (!asked.answer) return <p class="none" role="status">Asking the case … {words}</p>;
  return <div class={asked.waiting ? "stale" : ""} aria-busy={asked.waiting}>{children(asked.answer)}</div>;
}

export function TieLink({ a, b, children }: { a: string; b: string; children: ComponentChildren }) {
  return <a href={address().to({ a, b }, "")}>{children}</a>;
}

export function ActorLink({ id, name }: { id: string; name: string }) {
  return <a class="actor" href={address().to({ name: id }, "who")}>{name}</a>;
}

export function SaveTable({ name, columns, rows }: { name: string; columns: string[]; rows: () => Cell[][] }) {
  return <button type="button" onClick={() => saveText(`${name}.csv`, csv(columns, rows()), "text/csv")}>Save as CSV</button>;
}

export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  return <header class="heading"><h1>{title}</h1>{children && <p class="lead">{children}</p>}</header>;
}
