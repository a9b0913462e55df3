// The answers of the API, as far as the window reads them. Names are those of the Python API.
export interface Evidence {
  id: string;
  kind: string;
  statement: string;
  quote: string;
  sentence: string;
  sentence_number: number | null;
  source_id: string;
  source_title: string;
  publisher: string | null;
  author: string | null;
  published: string | null;
  grade: string;
  certainty: string;
  said_by: string[];
  negated: boolean;
  currency: string;
  happened_from: string | null;
  happened_to: string | null;
  precision: string;
  time_text: string;
  weight: number;
}
export interface Fact { statement: string; source: string }
export interface Scope { as_of: string | null; reference: string; sources: number; claims: number; undated_left_out: number }
export interface Stop { day: string; count: number }
export interface CaseAnswer {
  name: string;
  version: string;
  sources: number;
  claims: number;
  events: number;
  reference: string;
  published: Stop[];
  happened: Stop[];
  writable: boolean;
}
export interface NetworkActor { id: string; name: string; kind: string; registered: boolean; weight: number; land: string[] }
export interface NetworkTie {
  a: string;
  b: string;
  sign: number;
  word: string;
  forward: boolean;
  backward: boolean;
  strength: number;
  faint: string;
  relations: string[];
  support_types: string[];
  basis: "claims" | "events";
  events: number;
  evidence: string[];
  published: string | null;
}
export interface NetworkAnswer {
  scope: Scope;
  on: string | null;
  actors: NetworkActor[];
  ties: NetworkTie[];
  triads: { actors: [string, string, string]; kind: string; weight: number }[];
  unbalanced: number;
}
export interface EventRow {
  id: string;
  feed: string | null;
  day: string;
  published: string;
  subject: string | null;
  object: string | null;
  subject_name: string | null;
  object_name: string | null;
  plover: string | null;
  cameo: string | null;
  goldstein: number | null;
  place: string | null;
  lat: number | null;
  lon: number | null;
  text: string | null;
  mentions: number | null;
}
export interface EvidenceAnswer {
  scope: Scope;
  a: string;
  b: string;
  a_name: string;
  b_name: string;
  weight: number | null;
  low: number | null;
  high: number | null;
  friendly: number;
  hostile: number;
  claims: Evidence[];
  events: EventRow[];
  found_events: number;
}
export interface Reason {
  mechanism: string;
  side: "for" | "against";
  title: string;
  words: string;
  strength: number;
  evidence: Evidence[];
  facts: Fact[];
}
export interface WhyAnswer {
  scope: Scope;
  a: string;
  b: string;
  a_name: string;
  b_name: string;
  friendly: number;
  hostile: number;
  aligned: Evidence[];
  reasons: Reason[];
  recorded: { level: number; low: number; high: number; readings: number } | null;
}
export interface StrangePair {
  a: string;
  b: string;
  a_name: string;
  b_name: string;
  score: number;
  friendly: number;
  hostile: number;
  reasons: { key: string; title: string; words: string; points: number; evidence: Evidence[]; facts: Fact[] }[];
}
export interface StrangeAnswer { scope: Scope; pairs: StrangePair[]; found: number; basis: string; unexpected: UnexpectedAnswer | null }
export interface WhoTie {
  counterpart: string;
  name: string;
  kind: string;
  group: string;
  strength: number;
  relations: string[];
  support_types: string[];
  certainty: string;
  speakers: string[];
  since: string | null;
  until: string | null;
  evidence: Evidence[];
}
export interface WhoAnswer {
  actor: string;
  name: string;
  kind: string;
  scope: Scope;
  acting_for: { actor: string; actor_name: string; whole: string; words: string }[];
  ties: WhoTie[];
  past: WhoTie[];
  denied: Evidence[];
  expected: Evidence[];
}
export interface Branch {
  id: string;
  kind: string;
  condition: string;
  outcome: string;
  certainty: string;
  horizon_text: string;
  said_by: string[];
  evidence: Evidence;
  then: Branch[];
}
export interface OutcomesAnswer { scope: Scope; forks: { kind: string; condition: string; branches: Branch[] }[]; found: number }
export interface ShownTie { a: string; b: string; a_name: string; b_name: string; weight: number; low: number; high: number; ambivalent: boolean }
export interface CampsAnswer {
  k: number;
  actors: number;
  ties: number;
  index: { index: number; bound: number; proven: boolean; balance: number; unique: boolean | null };
  camps: { number: number; part: number; members: { actor: string; name: string; firm: number | null; movable: boolean; frustrated: number }[] }[];
  frustrated: { tie: ShownTie; share: number; drop: number | null }[];
  pressed: { tie: ShownTie; pressure: number; words: string }[];
  triads: { friends: number; common_foe: number; torn: number; foes: number };
  neutral: [string, string][];
}
export interface SourceRow {
  id: string;
  title: string;
  publisher: string | null;
  author: string | null;
  published: string | null;
  kind: string;
  reliability: string;
  locator: string;
  sentences: number;
  claims: number;
  motives: number;
  outcomes: number;
}
export interface CodedClaim {
  id: string;
  subject: string;
  subject_name: string;
  relation: string;
  object: string | null;
  object_name: string | null;
  detail: string;
  support_types: string[];
  tense: string;
  confidence: number;
  reader: string;
  evidence: Evidence;
}
export interface ArticleAnswer {
  id: string;
  title: string;
  kind: string;
  publisher: string | null;
  author: string | null;
  published: string | null;
  reliability: string;
  reliability_words: string;
  locator: string;
  address: string | null;
  paragraphs: { left_out: number; sentences: { id: string | null; number: number | null; runs: { text: string; statements: string[] }[] }[] }[];
  claims: CodedClaim[];
  motives: Evidence[];
  outcomes: Evidence[];
}

// What the record shows through time
export interface Level { level: number; low: number; high: number; readings: number; last: string }
export interface TieEvent {
  id: string;
  day: string;
  actor: string;
  target: string;
  actor_name: string;
  target_name: string;
  type: string;
  channel: string;
  weight: number;
  text: string;
  feed: string;
}
export interface StandingRow {
  id: string;
  feed: string;
  subject_name: string;
  relation: string;
  object_name: string;
  support_types: string[];
  detail: string;
  first: string | null;
  last: string | null;
  precision: string;
}
export interface Shift {
  first: string;
  second: string;
  day: string;
  kind: "rupture" | "rapprochement";
  size: number;
  sd: number;
  confidence: number;
  before: number;
  after: number;
  sign_of: string;
  until: string;
  events: number;
  statements: number;
  first_name: string;
  second_name: string;
  driven_by: TieEvent[];
  claims: Evidence[];
  standing: string[];
}
export interface TieWeek { week: string; events: number; statements: number; tone: number | null; level: number; low: number; high: number; smoothed: number; smoothed_low: number; smoothed_high: number }
export interface TieAnswer {
  a: string;
  a_name: string;
  b: string;
  b_name: string;
  scope: Scope;
  reference: string;
  lasting: Level | null;
  now: Level | null;
  usual: number;
  channels: { channel: string; now: Level; out: number | null; out_events: number; back: number | null; back_events: number }[];
  history: TieWeek[];
  shifts: Shift[];
  events: TieEvent[];
  events_found: number;
  contacts: number;
  claims: Evidence[];
  claims_found: number;
  standing: StandingRow[];
  acting: { actor: string; name: string; whole: string; events: number }[];
}
export interface ShiftsAnswer { first: string | null; last: string | null; actor: string | null; scope: Scope; reference: string; found: number; shifts: Shift[] }
export interface Backing {
  backer: string;
  name: string;
  kind: string;
  support_types: string[];
  since: string | null;
  until: string | null;
  last_known: string | null;
  measure: Record<string, number>;
  shares: Record<string, number>;
  share: number | null;
  ratio: number | null;
  said: { words: string; text: string; claim: string }[];
  evidence: Evidence[];
  past: Evidence[];
  denied: Evidence[];
  listed: StandingRow[];
  counted: { feed: string; plover: string; count: number; days: number; first: string; last: string; ids: string[]; texts: string[] }[];
}
export interface LedgerAnswer { actor: string | null; name: string | null; scope: Scope; sides: { side: string; name: string; kind: string; backers: Backing[]; commitments: StandingRow[] }[] }
export interface UnexpectedPair {
  a: string;
  b: string;
  a_name: string;
  b_name: string;
  surprise: number;
  by_chance: number;
  level: number;
  low: number;
  high: number;
  expected: number;
  before: number | null;
  events: Record<string, number>;
  parts: { key: string; words: string; points: number; evidence: string[] }[];
}
export interface UnexpectedAnswer { day: string; before: string; fitted_on: string[]; fitted_pairs: number; looked_at: number; found: number; pairs: UnexpectedPair[] }
export interface HeldFeed { feed: string; title: string; kind: string; rows: number; first_day: string | null; last_day: string | null }

// What may happen
export interface Odds {
  days: number;
  first: string;
  last: string;
  probability: number;
  low: number;
  high: number;
  method: string;
  like: number;
  came_true: number;
  base_rate: number | null;
  persistence: number | null;
  tested: { days: number; forecasts: number; happened: number; brier: number; skill: number | null; calibration_error: number } | null;
}
export interface OddsReason { kind: string; shift: number; words: string; events: number; evidence: string[] }
export interface TargetOdds { target: string; words: string; odds: Odds[]; cutoff: string | null; learned_from: number; start: number; reasons_days: number; reasons: OddsReason[] }
export interface OddsAnswer { a: string; a_name: string; b: string; b_name: string; directed: boolean; as_of: string; record_first: string | null; record_last: string | null; targets: TargetOdds[]; notes: string[] }
export interface QuestionForecast { id: string; author: string; author_kind: string; probability: number; low: number | null; high: number | null; made: string; method: string; basis: string; reasons: OddsReason[]; evidence: string[] }
export interface QuestionState {
  question: { id: string; text: string; kind: string; opens: string; closes: string | null; condition: string; problem: string; outcome_id: string | null; asked: string };
  words: string;
  forecasts: QuestionForecast[];
  resolution: { resolution: "yes" | "no" | "void"; resolved: string; resolver: string; because: string; evidence: string[] } | null;
  standing: { waits_for: string; seen: [string, string][] } | null;
}
export interface Score {
  author: string;
  author_kind: string;
  by: "author" | "horizon" | "type";
  group: string;
  questions: number;
  forecasts: number;
  afterwards: number;
  happened: number;
  brier: number;
  log_score: number;
  compared: number;
  skill_base_rate: number | null;
  skill_base_rate_low: number | null;
  skill_base_rate_high: number | null;
  skill_persistence: number | null;
  calibration_error: number;
  bins: { low: number; high: number; forecasts: number; mean: number; frequency: number; frequency_low: number; frequency_high: number }[];
}
export interface ScoresAnswer { scores: Score[]; resolved: number; void: number; open: number; unresolvable: number }

// What would follow
export interface OutcomeOdds { outcome: string; odds: number; low: number; high: number }
export interface PastWar { war: string; name: string; first: number; year: number; outcome: string; until: number; patron_names: string[] }
export interface Rate { outcome: string; count: number; of: number; wars: number }
export interface WarBranch { odds: OutcomeOdds[]; like: PastWar[]; like_rates: Rate[] }
export interface WarForecast {
  war: string;
  name: string;
  place: string;
  began: number;
  known: number;
  until: number;
  base: Rate[];
  unchanged: WarBranch;
  changed: WarBranch | null;
  differences: OutcomeOdds[];
  patrons_left: PastWar[];
  patrons_left_rates: Rate[];
  fitted_on: [number, number];
  state_failure: string;
  source: string;
}
export interface WarAnswer { as_of: string; horizon: number; change: { without: string[]; for_government: string[]; for_rebels: string[] }; forecasts: WarForecast[]; scope: Scope | null; evidence: Record<string, Evidence[]> }
export interface TreeNode { text: string; odds: number | null; low: number | null; high: number | null; reasons: string[]; evidence: string[]; then: TreeNode[] }
export interface PressedTie { a: string; b: string; sign: number; unbalanced: number; balanced: number; flips: number; flips_without: number; low: number; high: number; place: number | null; evidence: string[] }
export interface WhatIfAnswer {
  scenario: { name: string; text: string; interventions: { actor: string; change: string; relation: string; support_types: string[]; object: string; start: string | null; end: string | null; phrase: string }[] };
  scope: Scope;
  as_of: string;
  horizon: number;
  wars: WarAnswer[];
  left_out: string[];
  knock_on: {
    changed: { a: string; b: string; before: number | null; after: number | null; phrases: string[]; evidence: string[] }[];
    loosened: { actors: [string, string, string]; signs: [number, number, number]; evidence: string[] }[];
    pressed: PressedTie[];
    unbalanced: [number, number];
    triads: [number, number];
    draws: number;
    seed: number;
  };
  said: OutcomesAnswer["forks"];
  tree: TreeNode;
  names: Record<string, string>;
}
export interface SavedScenario { name: string; form: string; text: string; as_of: string | null; horizon: number; draws: number; seed: number }

// A text held against the record
export interface RecordRow { ids: string[]; feed: string; title: string; text: string; first: string | null; last: string | null; precision: string; published: string | null; count: number }
export interface Checked {
  claim: Evidence;
  kind: string;
  verdict: "supported" | "contradicted" | "no data";
  reason: string;
  words: string;
  first: string | null;
  last: string;
  rows: RecordRow[];
  near: RecordRow[];
  also_said: Evidence[];
  denied: Evidence[];
}
export interface CheckAnswer {
  title: string;
  published: string;
  assumed: boolean;
  scope: Scope;
  feeds: { feed: string; title: string; first: string | null; last: string | null }[];
  checked: Checked[];
  left_alone: { statement: Evidence; why: string; reason: string }[];
}
