// Draws a storyboard frame by frame in Chromium and hands the frames to ffmpeg. Silent by design: the words are on the
// slide and in the captions, so a worker can watch in a noisy workshop or a sleeping dormitory.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { moving_s, slide } from './slide.ts';
import type { Storyboard } from './storyboard.ts';
import { duration_s, vtt } from './storyboard.ts';

const framesPerSecond = 10;

type Frame = { png: Buffer; times: number };

async function draw(browser: Browser, board: Storyboard, poster: string): Promise<Frame[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const total_s = duration_s(board);
  const frames: Frame[] = [];
  let before_s = 0;
  for (const [index, scene] of board.scenes.entries()) {
    before_s += scene.seconds;
    await page.setContent(slide(board, scene, before_s / total_s));
    const moving = Math.ceil(moving_s(scene) * framesPerSecond);
    for (let frame = 0; frame <= moving; frame++) {
      await page.evaluate((t) => document.documentElement.style.setProperty('--t', String(t)), frame / framesPerSecond);
      const times = frame < moving ? 1 : Math.round(scene.seconds * framesPerSecond) - moving;
      if (times > 0) frames.push({ png: await page.screenshot({ type: 'png' }), times });
    }
    if (index === 0) await page.screenshot({ type: 'jpeg', quality: 72, path: poster });
  }
  await page.close();
  return frames;
}

// A key frame every five seconds lets a player resume close to where the learner stopped.
const common = ['-g', String(framesPerSecond * 5), '-pix_fmt', 'yuv420p', '-an'];
const codecs: Record<string, string[]> = {
  mp4: ['-c:v', 'libx264', '-preset', 'slow', '-crf', '27', '-tune', 'stillimage', '-movflags', '+faststart'],
  webm: ['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '38', '-deadline', 'good', '-cpu-used', '3', '-row-mt', '1'],
};

async function encode(frames: Frame[], ending: string, out: string): Promise<void> {
  const input = ['-f', 'image2pipe', '-framerate', String(framesPerSecond), '-c:v', 'png', '-i', '-'];
  const args = ['-y', '-loglevel', 'error', ...input, ...(codecs[ending] ?? []), ...common, out];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    ffmpeg.on('error', reject);
    ffmpeg.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}: ${out}`))));
  });
  for (const { png, times } of frames)
    for (let time = 0; time < times; time++)
      if (!ffmpeg.stdin.write(png)) await new Promise((resolve) => ffmpeg.stdin.once('drain', resolve));
  ffmpeg.stdin.end();
  await ended;
}

/** Writes beside each other: two encodings, a poster, and captions in both languages. */
export async function renderVideo(browser: Browser, board: Storyboard, stem: string): Promise<void> {
  const frames = await draw(browser, board, `${stem}.jpg`);
  for (const ending of Object.keys(codecs)) await encode(frames, ending, `${stem}.${ending}`);
  for (const language of ['zh-CN', 'en'] as const) writeFileSync(`${stem}.${language}.vtt`, vtt(board, language));
}
