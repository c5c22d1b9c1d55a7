import { isFull } from '#domains/learning/classroom/rules.ts';
import { openTo, secondProof, type LessonSession, type MySession } from '#domains/learning/classroom/schema.ts';
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
  over_at = ends_at,
}: Pick<LessonSession, 'cancelled' | 'closed' | 'ends_at'> & { over_at?: string }): string {
  if (cancelled) return m.classroom_state_cancelled();
  if (closed) return m.classroom_state_closed();
  return Date.parse(over_at) < Date.now() ? m.classroom_state_roll() : m.classroom_state_open();
}

/** From when to when a session was really held, as far as that is known by now. */
export function openedText({ opened_at, over_at }: Pick<LessonSession, 'opened_at' | 'over_at'>): string {
  const over = Date.parse(over_at) <= Date.now();
  if (opened_at === null) return over ? m.classroom_never_opened() : m.classroom_not_opened();
  if (over) return formatSpan(getLocale(), opened_at, over_at);
  return m.classroom_opened({ at: formatDate(getLocale(), opened_at, 'minute') });
}

export const openToChoices = () =>
  openTo.map((value) => ({
    value,
    label: value === 'below' ? m.classroom_open_to_below() : m.classroom_open_to_everyone(),
  }));

export const secondProofChoices = () =>
  secondProof.map((value) => ({
    value,
    label: value === 'moment' ? m.classroom_second_moment() : m.classroom_second_leaving(),
  }));

type Tone = 'info' | 'good' | 'warn';

/** What she has shown of being there, and what of it still waits. */
function presenceOf(session: LessonSession & { arrived_at: string }): { tone: Tone; title: string; text?: string } {
  const { arrived_at, left_at, confirmed_at, second_proof, closed } = session;
  const at = (time: string) => formatDate(getLocale(), time, 'minute');
  const title = m.classroom_here({ at: at(arrived_at) });
  const went = left_at === null ? '' : m.classroom_went({ at: at(left_at) });
  if (confirmed_at === null) {
    const wait = second_proof === 'moment' ? m.classroom_second_wait_moment() : m.classroom_second_wait_leaving();
    return { tone: 'warn', title, text: [went, closed ? m.classroom_shown_once() : wait].filter(Boolean).join(' ') };
  }
  const again = m.classroom_confirmed({ at: at(confirmed_at) });
  return { tone: 'good', title, text: [again, went, closed ? m.classroom_attended() : ''].filter(Boolean).join(' ') };
}

/** Where she stands with a session, as a headline, a sentence and the tone of both. */
export function standingOf(
  session: LessonSession | MySession,
): { tone: Tone; title: string; text?: string } | undefined {
  const { state, ahead, arrived_at, cancelled } = session;
  if (cancelled) return { tone: 'warn', title: m.classroom_cancelled() };
  if (arrived_at !== null) return presenceOf({ ...session, arrived_at });
  if (state === 'seated') return { tone: 'good', title: m.classroom_seated(), text: m.classroom_seated_text() };
  if (state === 'waiting') {
    return { tone: 'info', title: m.classroom_waiting(), text: m.classroom_waiting_text({ count: ahead ?? 0 }) };
  }
  if (state === 'absent') return { tone: 'warn', title: m.classroom_absent() };
  return state === 'left' ? { tone: 'info', title: m.classroom_left() } : undefined;
}
