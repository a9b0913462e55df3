// Where the actors stand: a force layout that comes out the same each time.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import type { NetworkAnswer } from "../answers";

export interface Place { x: number; y: number }
interface Body extends SimulationNodeDatum { id: string; weight: number }
interface Spring extends SimulationLinkDatum<Body> { sign: number; strength: number }

export interface Layout {
  places: Map<string, Place>;
  /** Works on for some milliseconds; true when it is done. */
  step(milliseconds: number): boolean;
}

const TICKS = 300;
const LARGE = 150;

/** The layout of a network; with `sides`, each camp is drawn to a place of its own. */
export function layout(network: NetworkAnswer, sides?: Map<string, number>): Layout {
  const bodies: Body[] = network.actors.map((actor) => ({ id: actor.id, weight: actor.weight }));
  const known = new Set(bodies.map((body) => body.id));
  const springs: Spring[] = network.ties
    .filter((tie) => known.has(tie.a) && known.has(tie.b))
    .map((tie) => ({ source: tie.a, target: tie.b, sign: tie.sign, strength: tie.strength }));
  const large = bodies.length > LARGE;
  const spread = large ? 0.7 : 1;
  const simulation: Simulation<Body, Spring> = forceSimulation(bodies)
    .force("link", forceLink<Body, Spring>(springs).id((body) => body.id)
      .distance((spring) => (spring.sign < 0 ? 180 : 110) * spread)
      .strength((spring) => (spring.sign < 0 ? 0.08 : 0.25) * (0.35 + spring.strength) * (large ? 0.25 : 1)))
    .force("charge", forceManyBody<Body>().strength((large ? -260 : -900)).distanceMax(700))
    .force("apart", forceCollide<Body>((body) => (large ? 14 : 34) + 14 * Math.sqrt(body.weight)))
    .force("x", forceX<Body>(0).strength(0.045))
    .force("y", forceY<Body>(0).strength(0.075))
    .stop();
  if (sides) {
    const count = Math.max(...sides.values(), 1);
    const at = (body: Body) => {
      const side = sides.get(body.id);
      return side === undefined ? 0 : (side - (count + 1) / 2) * 420;
    };
    simulation.force("x", forceX<Body>(at).strength((body) => (sides.has(body.id) ? 0.35 : 0.03)));
  }
  const places = new Map<string, Place>();
  const publish = () => {
    for (const body of bodies) places.set(body.id, { x: body.x ?? 0, y: body.y ?? 0 });
  };
  let done = 0;
  const total = large ? 200 : TICKS;
  simulation.alphaDecay(1 - Math.pow(0.001, 1 / total));
  publish();
  return {
    places,
    step: (milliseconds) => {
      const until = performance.now() + milliseconds;
      while (done < total && performance.now() < until) {
        simulation.tick();
        done += 1;
      }
      publish();
      return done >= total;
    },
  };
}
