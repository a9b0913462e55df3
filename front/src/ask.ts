// Asking the case: answers come as JSON and are kept while the page is open.
import { useEffect, useState } from "preact/hooks";

// Characters that hide or reorder the text around them; see bedfellows.report.outside_text.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb]/g;

export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => {
    const code = char.charCodeAt(0);
    return code === 13 ? "\n" : code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? "\u2421" : "\ufffd";
  });
}

export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export type Parameters = Record<string, string | number | boolean | string[] | null | undefined>;

export function apiAddress(name: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (Array.isArray(value)) for (const one of value) query.append(key, one);
  else if (value !== null && value !== undefined && value !== "") query.set(key, String(value));
  const text = query.toString();
  return `/api/${name}${text ? `?${text}` : ""}`;
}

const MOST = 200;
const kept = new Map<string, Promise<unknown>>();
let generation = 0;

/** The answer at an address of the API. */
export function ask<T>(address: string): Promise<T> {
  const found = kept.get(address);
  if (found) return found as Promise<T>;
  const asked = patient(address).then(read<T>);
  kept.set(address, asked);
  asked.catch(() => kept.delete(address));
  if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
  return asked;
}

const TRIES = 300;

/** The response at an address; while the case says that the work goes on, it is asked again. */
async function patient(address: string, asking: RequestInit = {}): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(address, { ...asking, headers: { Accept: "application/json", ...asking.headers } });
    if (response.status !== 202) return response;
    if (tries === TRIES) throw new Refusal("The case has worked on this for very long. Ask again later.", 202);
    await new Promise((done) => setTimeout(done, 1000 * (Number(response.headers.get("Retry-After")) || 2)));
  }
}

/** The answer to a question that is too long for an address; it is not kept. */
export async function post<T>(address: string, body: object, token = ""): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  return read<T>(await patient(address, { method: "POST", body: JSON.stringify(body), headers }));
}

export async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  let data: unknown;
  try {
    data = JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? visible(value) : value));
  } catch {
    throw new Refusal(`Expected an answer as JSON, found ${text.slice(0, 80)}`, response.status);
  }
  if (!response.ok) throw new Refusal((data as { error?: { message?: string } }).error?.message ?? response.statusText, response.status);
  return data as T;
}

/** Forget what was answered: the case has changed. Everything shown is asked anew. */
export function forget(): void {
  kept.clear();
  generation += 1;
  dispatchEvent(new PopStateEvent("popstate"));
}

export interface Asked<T> {
  answer?: T;
  error?: Error;
  waiting: boolean;
}

/** The answer at an address; while another is awaited, the one before it stays. */
export function useAnswer<T>(address: string | null): Asked<T> {
  const [state, set] = useState<Asked<T> & { at: string | null }>({ waiting: address !== null, at: null });
  const key = address === null ? null : `${generation} ${address}`;
  useEffect(() => {
    if (address === null) {
      set({ waiting: false, at: null });
      return undefined;
    }
    let wanted = true;
    set((before) => ({ ...before, waiting: true }));
    ask<T>(address).then(
      (answer) => wanted && set({ answer, waiting: false, at: key }),
      (error: Error) => wanted && set({ error, waiting: false, at: key }),
    );
    return () => void (wanted = false);
  }, [key]);
  return state;
}
