// The drawing that answers to hand and keyboard.
import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { NetworkActor, NetworkTie } from "../answers";
import type { Layout } from "./layout";
import { CanvasPen, SvgPen } from "./pen";
import { colours, draw, fitted, tieKey, under, type Chosen, type Scene, type View } from "./scene";

export interface Drawing { svg(title: string): { text: string; width: number; height: number } }

interface Properties {
  scene: Scene;
  layout: Layout;
  chosen: Chosen;
  label: string;
  theme: string;
  onActor(actor: NetworkActor | null): void;
  onTie(tie: NetworkTie): void;
  onDrawing?(drawing: Drawing): void;
}

export function NetworkView({ scene, layout, chosen, label, theme, onActor, onTie, onDrawing }: Properties) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<{ actor?: NetworkActor | undefined; tie?: NetworkTie | undefined; x: number; y: number } | null>(null);
  const now = useRef({ scene, chosen, view: { k: 1, x: 0, y: 0 } as View, width: 0, height: 0, moved: false, hover: "", hoverTie: "" });
  const behaviour = useRef<ZoomBehavior<HTMLCanvasElement, unknown> | null>(null);
  const asked = useRef(0);
  now.current.scene = scene;
  now.current.chosen = chosen;

  const measured = useMemo(() => new Map<string, number>(), []);
  const measure = (text: string, size: number) => {
    const key = `${size} ${text}`;
    let found = measured.get(key);
    if (found === undefined) {
      const context = canvas.current?.getContext("2d");
      if (context) context.font = `500 ${size}px system-ui, "Liberation Sans", Arial, sans-serif`;
      found = context?.measureText(text).width ?? text.length * size * 0.55;
      measured.set(key, found);
    }
    return found;
  };

  const paint = () => {
    asked.current = 0;
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const { width, height, view, hover, hoverTie } = now.current;
    const fine = Math.min(devicePixelRatio || 1, 2);
    if (element.width !== Math.round(width * fine) || element.height !== Math.round(height * fine)) {
      element.width = Math.round(width * fine);
      element.height = Math.round(height * fine);
    }
    context.setTransform(fine, 0, 0, fine, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(new CanvasPen(context), now.current.scene, view, width, height, colours(), { ...now.current.chosen, hover, hoverTie }, measure);
  };
  const repaint = () => {
    if (!asked.current) asked.current = requestAnimationFrame(paint);
  };

  const fit = () => {
    const element = canvas.current;
    if (!element || !behaviour.current || !now.current.width) return;
    const view = fitted(now.current.scene, now.current.width, now.current.height);
    select(element).call(behaviour.current.transform, zoomIdentity.translate(view.x, view.y).scale(view.k));
    now.current.moved = false;
  };
  const zoomBy = (factor: number) => {
    if (canvas.current && behaviour.current) select(canvas.current).call(behaviour.current.scaleBy, factor);
  };

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    let dragged: string | null = null;
    const at = (event: PointerEvent | MouseEvent): [number, number] => {
      const frame = element.getBoundingClientRect();
      return [event.clientX - frame.left, event.clientY - frame.top];
    };
    const zooming = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.1, 8])
      .filter((event: Event) => {
        if (event.type === "wheel") return !(event as WheelEvent).ctrlKey || true;
        return !dragged && !(event as MouseEvent).button;
      })
      .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        now.current.view = { k: event.transform.k, x: event.transform.x, y: event.transform.y };
        if (event.sourceEvent) now.current.moved = true;
        repaint();
      });
    behaviour.current = zooming;
    // An actor is taken hold of before the zoom sees the pointer.
    let start: [number, number] | null = null;
    const down = (event: PointerEvent) => {
      if (event.button) return;
      start = at(event);
      const found = under(now.current.scene, now.current.view, ...start);
      if (found.actor) {
        dragged = found.actor.id;
        element.setPointerCapture(event.pointerId);
      }
    };
    const move = (event: PointerEvent) => {
      const [x, y] = at(event);
      if (dragged) {
        const { view } = now.current;
        if (start && Math.hypot(x - start[0], y - start[1]) < 4) return;
        now.current.scene.places.set(dragged, { x: (x - view.x) / view.k, y: (y - view.y) / view.k });
        repaint();
        return;
      }
      if (event.buttons || event.pointerType === "touch") return;
      const found = under(now.current.scene, now.current.view, x, y);
      const actor = found.actor?.id ?? "", tie = found.tie ? tieKey(found.tie.a, found.tie.b) : "";
      element.style.cursor = actor || tie ? "pointer" : "grab";
      if (actor !== now.current.hover || tie !== now.current.hoverTie) {
        now.current.hover = actor;
        now.current.hoverTie = tie;
        repaint();
        setHover(actor || tie ? { ...found, x, y } : null);
      }
    };
    const up = (event: PointerEvent) => {
      const [x, y] = at(event);
      dragged = null;
      if (!start || Math.hypot(x - start[0], y - start[1]) > 5) return;
      start = null;
      const found = under(now.current.scene, now.current.view, x, y, event.pointerType === "touch" ? 16 : 9);
      if (found.actor) choose.current.onActor(found.actor);
      else if (found.tie) choose.current.onTie(found.tie);
      else choose.current.onActor(null);
    };
    const leave = () => {
      now.current.hover = now.current.hoverTie = "";
      setHover(null);
      repaint();
    };
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointerleave", leave);
    select(element).call(zooming).on("dblclick.zoom", null);
    const around = box.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      const frame = around.getBoundingClientRect();
      if (!frame.width) return;
      now.current.width = frame.width;
      now.current.height = frame.height;
      if (now.current.moved) repaint();
      else fit();
    });
    watch.observe(around);
    onDrawing?.({
      svg: (title) => {
        const pen = new SvgPen();
        const { width, height, view } = now.current;
        draw(pen, now.current.scene, view, width, height, colours(), now.current.chosen, measure);
        return { text: pen.text(width, height, colours().panel, title), width, height };
      },
    });
    return () => watch.disconnect();
  }, []);

  const choose = useRef({ onActor, onTie });
  choose.current = { onActor, onTie };

  // The layout works on between frames, so that a large network does not hold the page up.
  useEffect(() => {
    let frame = 0;
    const step = () => {
      const done = layout.step(12);
      if (!now.current.moved) fit();
      repaint();
      if (!done) frame = requestAnimationFrame(step);
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [layout]);

  useEffect(repaint, [scene, chosen.actor, chosen.tie?.join(" "), theme]);

  const keys = (event: KeyboardEvent) => {
    const { scene, view, width, height } = now.current;
    const way: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const to = way[event.key];
    if (to) {
      event.preventDefault();
      const from = chosen.actor ? scene.places.get(chosen.actor) : undefined;
      const here = from ?? { x: (width / 2 - view.x) / view.k, y: (height / 2 - view.y) / view.k };
      let best: NetworkActor | undefined, price = Infinity;
      for (const actor of scene.actors) {
        if (actor.id === chosen.actor) continue;
        const place = scene.places.get(actor.id);
        if (!place) continue;
        const dx = place.x - here.x, dy = place.y - here.y;
        const along = dx * to[0] + dy * to[1], aside = Math.abs(dx * to[1] - dy * to[0]);
        if (from && along <= 0) continue;
        const cost = from ? along + 2 * aside : Math.hypot(dx, dy);
        if (cost < price) { price = cost; best = actor; }
      }
      if (best) onActor(best);
    } else if (event.key === "+" || event.key === "=") zoomBy(1.3);
    else if (event.key === "-") zoomBy(1 / 1.3);
    else if (event.key === "0") fit();
    else if (event.key === "Escape") onActor(null);
  };

  return (
    <div class="drawing" ref={box}>
      <canvas
        ref={canvas} tabIndex={0} role="application" aria-label={label} aria-describedby="network-keys" onKeyDown={keys}
        data-actors={scene.actors.length} data-ties={scene.lines.length}
      />
      <p class="vh" id="network-keys">Arrow keys go from actor to actor, plus and minus zoom, 0 shows all, Escape lets go. The same ties are in the list beside the drawing.</p>
      <div class="zoom">
        <button type="button" onClick={() => zoomBy(1.4)} aria-label="Closer">+</button>
        <button type="button" onClick={() => zoomBy(1 / 1.4)} aria-label="Farther">−</button>
        <button type="button" onClick={fit} aria-label="Show all">⤢</button>
      </div>
      {hover && (hover.actor || hover.tie) && (
        <div class="hint" role="presentation" style={{ left: `${Math.min(hover.x + 14, now.current.width - 230)}px`, top: `${Math.min(hover.y + 14, now.current.height - 70)}px` }}>
          {hover.actor
            ? <><strong>{hover.actor.name}</strong><br />{hover.actor.kind.replaceAll("-", " ")}</>
            : hover.tie && <><strong>{nameOf(scene, hover.tie.a)} – {nameOf(scene, hover.tie.b)}</strong><br />{hover.tie.word}: {hover.tie.relations.join(", ")}</>}
        </div>
      )}
    </div>
  );
}

function nameOf(scene: Scene, id: string): string {
  return scene.actors.find((actor) => actor.id === id)?.name ?? id;
}
