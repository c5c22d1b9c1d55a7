// Renders the media of our own courses from the data beside them:
//   media/<name>.storyboard.yaml -> <name>.webm, .mp4, .jpg, .zh-CN.vtt, .en.vtt
//   media/<name>.handbook.yaml   -> <name>.pdf
// For authors only: the results are committed, so neither building nor running the product needs these tools
//   (Debian: apt-get install ffmpeg qpdf libharfbuzz-bin fonts-noto-cjk chromium).
// Usage: node scripts/courses/render.ts [part of a path ...]      without arguments, everything is rendered.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { handbookSchema, renderPdf } from './print.ts';
import { coursesDir, readYaml } from './read.ts';
import { storyboardSchema } from './storyboard.ts';
import { renderVideo } from './video.ts';

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];

const wanted = process.argv.slice(2);
const sources = globSync('*/media/*.{storyboard,handbook}.yaml', { cwd: coursesDir })
  .filter((source) => wanted.length === 0 || wanted.some((part) => source.includes(part)))
  .sort();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [...quiet, '--disable-background-networking', '--disable-component-update'],
});
try {
  for (const source of sources) {
    const file = join(coursesDir, source);
    const stem = file.replace(/\.(storyboard|handbook)\.yaml$/, '');
    console.log(source);
    if (source.endsWith('.storyboard.yaml')) await renderVideo(browser, readYaml(storyboardSchema, file), stem);
    else await renderPdf(browser, readYaml(handbookSchema, file), `${stem}.pdf`);
  }
} finally {
  await browser.close();
}
