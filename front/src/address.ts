// What the window shows stands in its address: a link to any view is the address of that view.
import { useEffect, useState } from "preact/hooks";

export type Changes = Record<string, string | number | null | undefined>;

const listeners = new Set<() => void>();

export interface Address {
  page: string;
  get(name: string): string;
  /** This address with some parameters changed; null or "" takes one away. */
  to(changes: Changes, page?: string): string;
}

/** Parameters that go along from page to page: the day, and how it is meant. */
const KEPT = ["as_of", "on"];

export function address(): Address {
  const query = new URLSearchParams(location.search);
  const page = location.pathname.replace(/^\/+/, "");
  return {
    page,
    get: (name) => query.get(name) ?? "",
    to: (changes, other) => {
      const next = new URLSearchParams();
      for (const [name, value] of query) if (other === undefined || KEPT.includes(name)) next.set(name, value);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === undefined || value === "") next.delete(name);
        else next.set(name, String(value));
      }
      const text = next.toString();
      return `/${other ?? page}${text ? `?${text}` : ""}`;
    },
  };
}

export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search + location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  for (const listener of [...listeners]) listener();
}

export function useAddress(): Address {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return address();
}

/** Links inside the window change the view without loading it anew. */
export function followLinks(): void {
  addEventListener("popstate", () => listeners.forEach((listener) => listener()));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest("a");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname.startsWith("/api/") || link.pathname.startsWith("/static/")) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    const samePage = link.pathname === location.pathname;
    go(link.pathname + link.search + link.hash);
    if (!samePage) {
      scrollTo(0, 0);
      document.getElementById("main")?.focus();
    }
  });
}
