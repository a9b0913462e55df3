// The frame around every page: the case, the ways through it, and the day.
import { Component, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAddress } from "./address";
import type { CaseAnswer } from "./answers";
import { apiAddress, useAnswer } from "./ask";
import { NetworkPage } from "./network/page";
import { ApiPage } from "./pages/api";
import { ArticlePage } from "./pages/article";
import { CampsPage } from "./pages/camps";
import { CheckPage } from "./pages/check";
import { ComparePage } from "./pages/compare";
import { ForecastsPage } from "./pages/forecasts";
import { MapPage } from "./pages/map";
import { OutcomesPage } from "./pages/outcomes";
import { ShiftsPage } from "./pages/shifts";
import { SourcesPage } from "./pages/sources";
import { StrangePage } from "./pages/strange";
import { TablesPage } from "./pages/tables";
import { WhatIfPage } from "./pages/whatif";
import { WhoPage } from "./pages/who";
import { WhyPage } from "./pages/why";
import { Waiting } from "./parts";
import { TimeBar } from "./timebar";
import { counted } from "./words";

export interface PageProperties { about: CaseAnswer; theme: string }

/** The pages by the last part of their address, in the order of the menu; those without a title are not in it. */
const PAGES: Record<string, { title: string; menu: boolean; show: (properties: PageProperties) => ComponentChildren }> = {
  "": { title: "Network", menu: true, show: ({ theme }) => <NetworkPage theme={theme} /> },
  map: { title: "Map", menu: true, show: () => <MapPage /> },
  strange: { title: "Strange", menu: true, show: () => <StrangePage /> },
  shifts: { title: "Shifts", menu: true, show: ({ about }) => <ShiftsPage events={about.events} /> },
  who: { title: "Who", menu: true, show: () => <WhoPage /> },
  why: { title: "Why", menu: false, show: () => <WhyPage /> },
  camps: { title: "Camps", menu: true, show: () => <CampsPage /> },
  forecasts: { title: "Forecasts", menu: true, show: ({ about }) => <ForecastsPage events={about.events} /> },
  what_if: { title: "What if", menu: true, show: () => <WhatIfPage /> },
  outcomes: { title: "Outcomes", menu: true, show: () => <OutcomesPage /> },
  compare: { title: "Compare", menu: true, show: ({ about, theme }) => <ComparePage about={about} theme={theme} /> },
  check: { title: "Check", menu: true, show: () => <CheckPage /> },
  sources: { title: "Sources", menu: true, show: () => <SourcesPage /> },
  article: { title: "Article", menu: false, show: ({ about }) => <ArticlePage writable={about.writable} /> },
  tables: { title: "Tables", menu: true, show: () => <TablesPage /> },
  api: { title: "API", menu: false, show: () => <ApiPage /> },
};

const THEME = "bedfellows-theme";

export function Window() {
  const here = useAddress();
  const about = useAnswer<CaseAnswer>(apiAddress("case"));
  const [theme, setTheme] = useState(() => localStorage.getItem(THEME) ?? "");
  const page = PAGES[here.page];
  useEffect(() => {
    if (theme) document.documentElement.dataset["theme"] = theme;
    else delete document.documentElement.dataset["theme"];
    localStorage.setItem(THEME, theme);
  }, [theme]);
  useEffect(() => {
    document.title = `${page?.title ?? "Nothing here"} – ${about.answer?.name ?? "Bedfellows"}`;
  }, [here.page, about.answer?.name]);
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return (
    <>
      <a class="skip" href="#main">Skip to the page</a>
      <header class="masthead">
        <p class="brand"><img src="/static/icon.svg" alt="" width="26" height="26" /> <strong>{about.answer?.name ?? "Bedfellows"}</strong>
          {about.answer && <span class="soft facts">{counted(about.answer.sources, "source")}, {counted(about.answer.claims, "claim")}, {counted(about.answer.events, "event")}</span>}
        </p>
        <nav aria-label="Pages">
          <ul>
            {Object.entries(PAGES).map(([name, { title, menu }]) => menu && (
              <li key={name}><a href={here.to({}, name)} aria-current={name === here.page ? "page" : undefined}>{title}</a></li>
            ))}
          </ul>
        </nav>
        <button type="button" class="theme" onClick={() => setTheme(dark ? "light" : "dark")}>{dark ? "Light" : "Dark"}</button>
      </header>
      {about.answer && page && here.page !== "compare" && here.page !== "api" && <TimeBar about={about.answer} />}
      <main id="main" tabIndex={-1} class={`page-${here.page || "network"}`}>
        {page
          ? <Caught key={here.page}><Waiting asked={about}>{(found) => page.show({ about: found, theme: theme + dark })}</Waiting></Caught>
          : <><h1>Nothing here</h1><p>There is no page at this address. <a href="/">To the network</a></p></>}
      </main>
      <footer class="foot">
        <p>Strengths and scores are made from what sources say; they are not probabilities. <a href="/api">JSON API</a> <a href="/static/licences.txt">Licences</a> {about.answer && `Bedfellows ${about.answer.version}`}</p>
      </footer>
    </>
  );
}

/** A page that fails says so and leaves the rest standing. */
class Caught extends Component<{ children: ComponentChildren }, { error?: Error }> {
  static override getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error ? <p class="caution" role="alert">This page could not be shown: {this.state.error.message}</p> : this.props.children;
  }
}
