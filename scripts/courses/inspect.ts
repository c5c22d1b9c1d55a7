// Reads just enough of a media file to know whether the course tells the truth about it.

export type VideoFacts = { duration_s: number; codec: string };

/** Walks the boxes of an MP4. The index must come before the data, or a phone downloads everything before it plays. */
export function inspectMp4(file: Buffer): VideoFacts & { fastStart: boolean } {
  const order: string[] = [];
  let moov: Buffer | undefined;
  for (let at = 0; at + 8 <= file.length;) {
    const type = file.toString('latin1', at + 4, at + 8);
    const size = file.readUInt32BE(at) || file.length - at;
    order.push(type);
    if (type === 'moov') moov = file.subarray(at, at + size);
    // Boxes beyond four gigabytes don't occur in what we commit, so a size below eight is a broken file.
    if (size < 8) break;
    at += size;
  }
  if (order[0] !== 'ftyp' || !moov) throw new Error('not an MP4');
  const header = moov.indexOf('mvhd') + 4;
  const long = moov[header] === 1;
  const timescale = moov.readUInt32BE(header + (long ? 20 : 12));
  const duration = long ? Number(moov.readBigUInt64BE(header + 24)) : moov.readUInt32BE(header + 16);
  return {
    duration_s: duration / timescale,
    codec: moov.includes('avc1') ? 'h264' : 'unknown',
    fastStart: order.indexOf('moov') < order.indexOf('mdat'),
  };
}

const webmMagic = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]);
/** The element Duration with a length of eight bytes; its unit is the default time scale of one millisecond. */
const webmDuration = Buffer.from([0x44, 0x89, 0x88]);

export function inspectWebm(file: Buffer): VideoFacts {
  if (!file.subarray(0, 4).equals(webmMagic)) throw new Error('not a WebM');
  const head = file.subarray(0, 4096);
  const at = head.indexOf(webmDuration);
  if (at < 0) throw new Error('a WebM without a duration');
  return {
    duration_s: head.readDoubleBE(at + webmDuration.length) / 1000,
    codec: head.includes('V_VP9') ? 'vp9' : 'unknown',
  };
}

/** A linearised PDF opens with a dictionary that says so and how many pages it holds. */
export function inspectPdf(file: Buffer): { linearised: boolean; pages: number } {
  const head = file.toString('latin1', 0, 1024);
  if (!head.startsWith('%PDF-')) throw new Error('not a PDF');
  return { linearised: head.includes('/Linearized'), pages: Number(/\/N (\d+)/.exec(head)?.[1] ?? Number.NaN) };
}

export type VttCue = { start_ms: number; end_ms: number; text: string };

function ms(stamp: string): number {
  const [hours = '', minutes = '', seconds = ''] = stamp.split(':');
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
}

export function inspectVtt(text: string): VttCue[] {
  const [head, ...blocks] = text.trim().split(/\n\n+/);
  if (head !== 'WEBVTT') throw new Error('not a WebVTT');
  return blocks.map((block) => {
    const [, times = '', ...lines] = block.split('\n');
    const [start = '', end = ''] = times.split(' --> ');
    return { start_ms: ms(start), end_ms: ms(end), text: lines.join('\n') };
  });
}
