// Two pens with one hand: what they draw on a canvas and write as SVG is the same.
export interface Style {
  stroke?: string;
  fill?: string;
  width?: number;
  dash?: number[];
  opacity?: number;
}
export interface Words { size: number; weight?: number; colour: string; halo?: string; anchor?: "start" | "middle"; opacity?: number }
export type Step = ["M" | "L", number, number] | ["Q", number, number, number, number] | ["O", number, number, number] | ["Z"];

export interface Pen {
  path(style: Style, steps: Step[]): void;
  words(style: Words, x: number, y: number, text: string): void;
  end(): void;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** Draws on a canvas; lines of one style are put together, which is what makes thousands of them quick. */
export class CanvasPen implements Pen {
  private style: Style | null = null;
  private drawn: Path2D | null = null;
  constructor(private readonly context: CanvasRenderingContext2D) {}

  path(style: Style, steps: Step[]): void {
    if (this.style !== style) {
      this.end();
      this.style = style;
      this.drawn = new Path2D();
    }
    const path = this.drawn as Path2D;
    for (const step of steps) {
      if (step[0] === "M") path.moveTo(step[1], step[2]);
      else if (step[0] === "L") path.lineTo(step[1], step[2]);
      else if (step[0] === "Q") path.quadraticCurveTo(step[1], step[2], step[3], step[4]);
      else if (step[0] === "O") {
        path.moveTo(step[1] + step[3], step[2]);
        path.arc(step[1], step[2], step[3], 0, Math.PI * 2);
      } else path.closePath();
    }
  }

  words(style: Words, x: number, y: number, text: string): void {
    this.end();
    const context = this.context;
    context.font = `${style.weight ?? 400} ${style.size}px ${FONT}`;
    context.textAlign = style.anchor === "start" ? "left" : "center";
    context.globalAlpha = style.opacity ?? 1;
    if (style.halo) {
      context.strokeStyle = style.halo;
      context.lineWidth = 3.5;
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeText(text, x, y);
    }
    context.fillStyle = style.colour;
    context.fillText(text, x, y);
    context.globalAlpha = 1;
  }

  end(): void {
    const { context, style, drawn } = this;
    if (!style || !drawn) return;
    context.globalAlpha = style.opacity ?? 1;
    if (style.fill) {
      context.fillStyle = style.fill;
      context.fill(drawn);
    }
    if (style.stroke) {
      context.strokeStyle = style.stroke;
      context.lineWidth = style.width ?? 1;
      context.setLineDash(style.dash ?? []);
      context.stroke(drawn);
    }
    context.globalAlpha = 1;
    this.style = this.drawn = null;
  }
}

/** Writes SVG. */
export class SvgPen implements Pen {
  private readonly parts: string[] = [];

  path(style: Style, steps: Step[]): void {
    const d = steps
      .map((step) => {
        if (step[0] === "O") {
          const [, x, y, r] = step;
          return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`;
        }
        return step[0] + step.slice(1).map((one) => n(one as number)).join(" ");
      })
      .join("");
    const dash = style.dash ? ` stroke-dasharray="${style.dash.join(" ")}"` : "";
    this.parts.push(
      `<path d="${d}" fill="${escaped(style.fill ?? "none")}" stroke="${escaped(style.stroke ?? "none")}" stroke-width="${n(style.width ?? 1)}" opacity="${n(style.opacity ?? 1)}"${dash}/>`,
    );
  }

  words(style: Words, x: number, y: number, text: string): void {
    const halo = style.halo ? ` stroke="${escaped(style.halo)}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"` : "";
    this.parts.push(
      `<text x="${n(x)}" y="${n(y)}" font-size="${style.size}" font-weight="${style.weight ?? 400}" text-anchor="${style.anchor ?? "middle"}" fill="${escaped(style.colour)}" opacity="${n(style.opacity ?? 1)}"${halo}>${escaped(text)}</text>`,
    );
  }

  end(): void {}

  text(width: number, height: number, ground: string, title: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" font-family="${escaped(FONT)}">` +
      `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="${escaped(ground)}"/>${this.parts.join("")}</svg>`
    );
  }
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}
