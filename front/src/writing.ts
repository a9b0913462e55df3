// The token of a window that may correct claims: it comes in the address, and is kept out of it from then on.
const KEY = "bedfellows-token";

export function takeToken(): void {
  const found = /^#token=([\w-]+)$/.exec(location.hash);
  if (!found?.[1]) return;
  sessionStorage.setItem(KEY, found[1]);
  history.replaceState(null, "", location.pathname + location.search);
}

export function token(): string {
  return sessionStorage.getItem(KEY) ?? "";
}
