import { isFull } from '#domains/learning/classroom/rules.ts';
import { openTo, type LessonSession, type MySession } from '#domains/learning/classroom/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatDate, formatSpan } from '#ui/format.ts';

type Times = Pick<LessonSession, 'starts_at' | 'ends_at'>;
type Counts = Pick<LessonSession, 'seats' | 'seated' | 'waiting'>;

export const whenText = ({ starts_at, ends_at }: Times): string => formatSpan(getLocale(), starts_at, ends_at);

export const takenText = ({ seats, seated, waiting }: Counts): string =>
  waiting > 0 ? m.classroom_taken_and_waiting({ seated, seats, waiting }) : m.classroom_taken({ seated, seats });

export const roomText = (session: Counts): string =>
  isFull(session)
    ? m.classroom_full({ count: session.waiting })
    : m.classroom_free({ count: session.seats - session.seated });

export function stateText({
  cancelled,
  closed,
  ends_at,
}: Pick<LessonSession, 'cancelled' | 'closed' | 'ends_at'>): string {
  if (cancelled) return m.classroom_state_cancelled();
  if (closed) return m.classroom_state_closed();
  return Date.parse(ends_at) < Date.now() ? m.classroom_state_roll() : m.classroom_state_open();
}

export const openToChoices = () =>
  openTo.map((value) => ({
    value,
    label: value === 'below' ? m.classroom_open_to_below() : m.classroom_open_to_everyone(),
  }));

type Tone = 'info' | 'good' | 'warn';

/** Where she stands with a session, as a headline, a sentence and the tone of both. */
export function standingOf(
  session: LessonSession | MySession,
): { tone: Tone; title: string; text?: string } | undefined {
  const { state, ahead, arrived_at, left_at, cancelled, closed } = session;
  const at = (time: string) => formatDate(getLocale(), time, 'minute');
  if (cancelled) return { tone: 'warn', title: m.classroom_cancelled() };
  if (arrived_at !== null) {
    const went = left_at === null ? '' : m.classroom_went({ at: at(left_at) });
    const text = [went, closed ? m.classroom_attended() : ''].filter(Boolean).join(' ');
    return { tone: 'good', title: m.classroom_here({ at: at(arrived_at) }), ...(text === '' ? {} : { text }) };
  }
  if (state === 'seated') return { tone: 'good', title: m.classroom_seated(), text: m.classroom_seated_text() };
  if (state === 'waiting') {
    return { tone: 'info', title: m.classroom_waiting(), text: m.classroom_waiting_text({ count: ahead ?? 0 }) };
  }
  if (state === 'absent') return { tone: 'warn', title: m.classroom_absent() };
  return state === 'left' ? { tone: 'info', title: m.classroom_left() } : undefined;
}
