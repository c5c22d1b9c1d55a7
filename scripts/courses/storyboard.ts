// What a video is drawn from: scenes with a title, a few lines, a simple drawing and the words of the captions.
import { z } from 'zod';

const bilingual = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

const scene = z.strictObject({
  seconds: z.number().min(2).max(20),
  title: z.string().min(1).max(14),
  lines: z.array(z.string().min(1).max(18)).max(4).default([]),
  /** Elements of an SVG with the viewBox 0 0 480 480. It comes from our own files, never from an upload. */
  draw: z.string(),
  /** How long things move; afterwards the picture stands still, which costs almost no bytes. */
  move_s: z.number().min(0).max(12).optional(),
  say: z.array(bilingual).min(1).max(4),
});

export const storyboardSchema = z.strictObject({
  label: z.string().min(1).max(16),
  colours: z.strictObject({ paper: z.string(), ink: z.string(), accent: z.string() }),
  scenes: z.array(scene).min(3).max(20),
});

export type Storyboard = z.infer<typeof storyboardSchema>;
export type Scene = Storyboard['scenes'][number];
export type Cue = { start_ms: number; end_ms: number; text: string };

export function duration_s(board: Storyboard): number {
  return board.scenes.reduce((sum, one) => sum + one.seconds, 0);
}

/** A scene's captions share its time by their length in Chinese, so both languages change at the same moment. */
export function cues(board: Storyboard, language: 'zh-CN' | 'en'): Cue[] {
  const found: Cue[] = [];
  let sceneStart_ms = 0;
  for (const one of board.scenes) {
    const length = one.say.reduce((sum, words) => sum + words['zh-CN'].length, 0);
    let before = 0;
    for (const words of one.say) {
      const start_ms = sceneStart_ms + Math.round((one.seconds * 1000 * before) / length);
      before += words['zh-CN'].length;
      // A small gap lets the eye notice that the words have changed.
      const end_ms = sceneStart_ms + Math.round((one.seconds * 1000 * before) / length) - 80;
      found.push({ start_ms, end_ms, text: words[language] });
    }
    sceneStart_ms += one.seconds * 1000;
  }
  return found;
}

function stamp(ms: number): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const s = Math.floor(ms / 1000);
  return `${pad(Math.floor(s / 3600), 2)}:${pad(Math.floor(s / 60) % 60, 2)}:${pad(s % 60, 2)}.${pad(ms % 1000, 3)}`;
}

export function vtt(board: Storyboard, language: 'zh-CN' | 'en'): string {
  const blocks = cues(board, language).map(
    (cue, index) => `${index + 1}\n${stamp(cue.start_ms)} --> ${stamp(cue.end_ms)}\n${cue.text}\n`,
  );
  return `WEBVTT\n\n${blocks.join('\n')}`;
}
