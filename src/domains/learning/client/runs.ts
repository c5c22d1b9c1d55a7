/** One observation: the page that made it and its number there name it. */
export interface StudyEvent {
  stream: string;
  number: number;
  sitting: string;
  from_ms: number;
  to_ms: number;
  part: [number, number] | null;
  rate: number;
  present: boolean;
}

/** Observations that follow one another in everything but time and place: as they travel. */
export interface Run {
  stream: string;
  first: number;
  sitting: string;
  rate: number;
  present: boolean;
  /** Two for each observation. */
  times_ms: number[];
  parts: number[] | null;
}

/** Lays observations in the order they come in end to end; a hundred seconds of a film are one run. */
export function runsOf(events: readonly StudyEvent[]): Run[] {
  const runs: Run[] = [];
  for (const { stream, number, sitting, from_ms, to_ms, part, rate, present } of events) {
    const last = runs.at(-1);
    const goesOn =
      last?.stream === stream &&
      last.first + last.times_ms.length / 2 === number &&
      last.sitting === sitting &&
      last.rate === rate &&
      last.present === present &&
      (last.parts === null) === (part === null);
    if (goesOn) {
      last.times_ms.push(from_ms, to_ms);
      if (part) last.parts?.push(...part);
    } else {
      const parts = part && [...part];
      runs.push({ stream, first: number, sitting, rate, present, times_ms: [from_ms, to_ms], parts });
    }
  }
  return runs;
}
