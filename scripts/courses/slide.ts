// One scene as a page of 1280 x 720. Every motion is a function of the custom property --t (seconds since the scene
// began), so a frame is a value of --t and a screenshot: the same storyboard gives the same pictures on every run.
import type { Scene, Storyboard } from './storyboard.ts';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const style = (board: Storyboard) => `
  :root { --t: 0; --paper: ${board.colours.paper}; --ink: ${board.colours.ink}; --accent: ${board.colours.accent} }
  * { box-sizing: border-box; margin: 0; padding: 0 }
  body { width: 1280px; height: 720px; background: var(--paper); color: var(--ink); overflow: hidden;
    font-family: 'Noto Sans CJK SC', sans-serif; position: relative }
  .label { position: absolute; left: 72px; top: 44px; font-size: 28px; opacity: .65 }
  .text { position: absolute; left: 72px; top: 116px; width: 660px }
  h1 { font-size: 76px; line-height: 1.25; font-weight: 700 }
  h1::after { content: ''; display: block; width: 96px; height: 8px; background: var(--accent); margin: 20px 0 28px }
  li { list-style: none; font-size: 44px; line-height: 1.3; margin-bottom: 18px; padding-left: 34px; position: relative }
  li::before { content: ''; position: absolute; left: 0; top: 21px; width: 14px; height: 14px; background: var(--accent) }
  svg { position: absolute; left: 752px; top: 96px; width: 480px; height: 480px; overflow: visible }
  /* Players lay captions over the bottom, so nothing but the thin line of progress is drawn there. */
  .bar { position: absolute; left: 0; bottom: 0; height: 8px; background: var(--accent) }
  .show, .move, .turn, .grow { --p: clamp(0, (var(--t) - var(--at, 0)) / var(--for, .5), 1) }
  .show { opacity: var(--p) }
  .move { transform: translate(calc(var(--dx, 0) * 1px * var(--p)), calc(var(--dy, 0) * 1px * var(--p))) }
  .turn { transform-box: view-box; transform-origin: var(--origin, 240px 240px); transform: rotate(calc(var(--deg) * 1deg * var(--p))) }
  .grow { stroke-dasharray: 1; stroke-dashoffset: calc(1 - var(--p)) }
  .line { fill: none; stroke: var(--ink); stroke-width: 8; stroke-linecap: round; stroke-linejoin: round }
  .thin { stroke-width: 4 }
  .hot { stroke: var(--accent) }
  .ink { fill: var(--ink) } .red { fill: var(--accent) } .pale { fill: #fff }
  svg text { font-size: 40px; font-weight: 700; text-anchor: middle; fill: var(--ink) }
  svg text.red { fill: var(--accent) } svg text.pale { fill: #fff }
`;

export function slide(board: Storyboard, scene: Scene, share: number): string {
  const lines = scene.lines.map(
    (text, index) => `<li class="show" style="--at:${0.3 + index * 0.7}">${escape(text)}</li>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>${style(board)}</style>
    <p class="label">${escape(board.label)}</p>
    <div class="text"><h1>${escape(scene.title)}</h1><ul>${lines.join('')}</ul></div>
    <svg viewBox="0 0 480 480">${scene.draw}</svg><div class="bar" style="width:${Math.round(share * 1280)}px"></div>`;
}

export function moving_s(scene: Scene): number {
  const lines_s = scene.lines.length ? 0.8 + (scene.lines.length - 1) * 0.7 : 0;
  return Math.min(scene.seconds, Math.max(lines_s, scene.move_s ?? 0));
}
