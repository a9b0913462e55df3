// How things are said: days, signs, grades.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function day(iso: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return found ? `${Number(found[3])} ${MONTHS[Number(found[2]) - 1]} ${Number(found[1])}` : "";
}

export function span(from: string | null, to: string | null, precision: string, text: string): string {
  if (!from && !to) return text;
  if (precision === "tense") return from && to ? `as of ${day(from)}` : from ? `after ${day(from)}` : `some time until ${day(to)}`;
  const at = (iso: string) => {
    const [year, month] = iso.split("-");
    if (precision === "day") return day(iso);
    if (precision === "month" || precision === "season") return `${MONTHS[Number(month) - 1]} ${Number(year)}`;
    return String(Number(year));
  };
  const about = precision === "vague" ? "about " : "";
  if (from && to) return at(from) === at(to) ? about + at(from) : `${about}${at(from)} to ${at(to)}`;
  return from ? `since ${about}${at(from)}` : `until ${about}${at(to as string)}`;
}

export function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  return Number(size) ? `${value < 0 ? "−" : "+"}${size}` : size;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

export function kindWords(kind: string): string {
  return kind.replaceAll("-", " ");
}

export function signWord(sign: number): "plus" | "minus" | "level" {
  return sign > 0 ? "plus" : sign < 0 ? "minus" : "level";
}

const RELIABILITY: Record<string, string> = {
  A: "completely reliable", B: "usually reliable", C: "fairly reliable", D: "not usually reliable", E: "unreliable", F: "reliability cannot be judged",
};
const CREDIBILITY: Record<string, string> = {
  1: "confirmed by others", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable", 6: "truth cannot be judged",
};

/** An Admiralty grade in words: "F6" is "reliability cannot be judged; truth cannot be judged". */
export function gradeWords(grade: string): string {
  return [RELIABILITY[grade[0] ?? ""], CREDIBILITY[grade[1] ?? ""]].filter(Boolean).join("; ");
}

export function arrow(forward: boolean, backward: boolean): string {
  return forward ? (backward ? "⇄" : "→") : backward ? "←" : "–";
}

export function arrowWords(forward: boolean, backward: boolean): string {
  return forward && !backward ? "to" : backward && !forward ? "from" : "and";
}

/** A probability in per cent; those that are not quite 0 or 1 never look like it. */
export function percent(value: number): string {
  const part = 100 * value;
  if (part > 0 && part < 0.1) return "<0.1%";
  if (part < 100 && part > 99.9) return ">99.9%";
  return `${part < 10 || part > 90 ? part.toFixed(1).replace(/\.0$/, "") : part.toFixed(0)}%`;
}

export function within(days: number): string {
  return { 7: "a week", 30: "a month", 91: "three months", 365: "a year" }[days] ?? counted(days, "day");
}
