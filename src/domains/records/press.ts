import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { renderSVG } from 'uqr';

let compiler: NodeCompiler | undefined;

/** Made at the first paper: reading the fonts takes a while, what follows takes milliseconds. */
function printer(): NodeCompiler {
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const fontPaths = ['400Regular', '700Bold'].map((weight) => join(fonts, weight));
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths }] });
  return compiler;
}

/** A4, tagged, PDF/A: for a drawer, a reader's voice and an archive. The address is on it for a camera as well. */
export function press(template: string, paper: { address: string }): Buffer {
  const said = JSON.stringify({ ...paper, qr: renderSVG(paper.address, { ecc: 'M', border: 1 }) });
  const printing = printer();
  const pdf = printing.pdf({ mainFileContent: template, inputs: { said } }, { pdfStandard: 'a-2a' });
  printing.evictCache(10);
  return pdf;
}
