import { instant, type LessonSession, type MySession, type Roll } from '#domains/learning/classroom/schema.ts';

export interface RollLine {
  worker: string;
  arrived_at: string | null;
  left_at: string | null;
  stayed: boolean;
}

type Line = Roll['roll'][number];

export interface Clocks {
  /** The civil day and the time of day of an instant, as the fields of the form show them. */
  day: (at: string) => string;
  time: (at: string) => string;
}

/**
 * What the form says of each person on it. A time that was not touched keeps its seconds; a tick without a time means from the
 * beginning on, or from now when it has not begun.
 */
export function rollOf(
  session: Pick<Roll, 'starts_at' | 'second_half' | 'roll'>,
  form: FormData,
  { day, time }: Clocks,
  now: string,
) {
  const fieldTime = (name: string, was: string | null): string | null => {
    const typed = form.get(name);
    if (typeof typed !== 'string' || typed === '') return null;
    return was !== null && time(was) === typed ? was : instant(day(session.starts_at), typed);
  };
  const beginning = session.starts_at < now ? session.starts_at : now;
  const said = ({ worker, arrived_at, left_at, confirmed_by }: Line): RollLine => {
    if (form.get(`here ${worker}`) === null) return { worker, arrived_at: null, left_at: null, stayed: false };
    return {
      worker,
      arrived_at: fieldTime(`arrived ${worker}`, arrived_at) ?? arrived_at ?? beginning,
      left_at: fieldTime(`left ${worker}`, left_at),
      // Before the second half the form has no such box, and what a code said stays as it is.
      stayed: session.second_half ? form.get(`stayed ${worker}`) !== null : confirmed_by !== null,
    };
  };
  const shown = new Set(form.getAll('worker'));
  return session.roll.filter(({ worker, state }) => state === 'seated' && shown.has(worker)).map(said);
}

/** What she can do with a session now. */
export function choicesOf(session: MySession) {
  const { state, arrived_at, left_at, confirmed_at, second_proof, cancelled, closed, begun, door_open, over } = session;
  const open = !cancelled && !closed;
  const coming = open && (state === 'seated' || state === 'waiting') && arrived_at === null;
  return {
    signUp: open && !begun && (state === null || state === 'left' || state === 'absent'),
    giveUp: coming && !over,
    checkIn: coming && state === 'seated' && door_open && !over,
    // The later she shows it on leaving, the longer she was there.
    showAgain: open && arrived_at !== null && door_open && (confirmed_at === null || second_proof === 'leaving'),
    leave: open && arrived_at !== null && left_at === null && door_open && !over,
  };
}

export const isFull = ({ seated, seats }: Pick<LessonSession, 'seated' | 'seats'>): boolean => seated >= seats;

/** Who showed only once that she is there: her time waits for the list. */
export const shownOnce = ({ roll }: Pick<Roll, 'roll'>): number =>
  roll.filter(({ arrived_at, confirmed_by }) => arrived_at !== null && confirmed_by === null).length;
