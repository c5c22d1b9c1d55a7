export type Span = [from: number, to: number];

/**
 * How far somebody may have come who reads as fast as one honestly can. What stands in view is not read at once: the head goes
 * through what it has not passed yet, a unit a millisecond. Whoever reads more slowly is never ahead of it, and loses nothing.
 */
export class ReadingHead {
  private passed: Span[] = [];

  /** The first stretch of a view that has not been passed. */
  next([from, to]: Span): Span | null {
    let start = from;
    for (const [begin, end] of this.passed) {
      if (begin > start) return start < to ? [start, Math.min(to, begin)] : null;
      start = Math.max(start, end);
    }
    return start < to ? [start, to] : null;
  }

  /** Whether the head has come to the end of a stretch, with more in view behind it. */
  waits(view: Span, elapsed_ms: number): boolean {
    const ahead = this.next(view);
    return ahead !== null && ahead[1] < view[1] && elapsed_ms >= ahead[1] - ahead[0];
  }

  /** What the head passes of a view in a time. Who reads again covers nothing new, but is there: the first of what she sees says where. */
  pass(view: Span, elapsed_ms: number): Span | null {
    if (view[0] === view[1]) return null;
    const ahead = this.next(view);
    if (!ahead) return [view[0], view[0] + 1];
    const part: Span = [ahead[0], Math.min(ahead[1], ahead[0] + Math.floor(elapsed_ms))];
    if (part[0] === part[1]) return null;
    this.passed = [...this.passed, part].sort(([a], [b]) => a - b);
    return part;
  }
}
