import * as z from 'zod';
import { anyText, count, localText, someText } from '#platform/fields.ts';

export const openTo = ['below', 'everyone'] as const;
export const secondProof = ['moment', 'leaving'] as const;

/** Clocks on our walls, whatever zone the server keeps. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time_not_understood');
export const instant = (day: string, time: string): string => `${day}T${time}:00+08:00`;

/** A session of the night shift ends on the day after it began. */
function endOf(day: string, from: string, until: string): string {
  if (until > from) return instant(day, until);
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return instant(next.toISOString().slice(0, 10), until);
}

export const sessionFormSchema = z
  .object({
    organisation: z.guid(),
    session: z.guid(),
    what: z.string({ error: 'session_what_missing' }).regex(/^\S+ \S+$/, 'session_what_missing'),
    day: z.iso.date('date_not_understood'),
    from: clock,
    until: clock,
    place: someText('session_place_missing', 120),
    teacher: anyText(60),
    seats: count('seats_not_understood', 1, 1000),
    open_to: z.enum(openTo),
    second_proof: z.enum(secondProof),
  })
  .transform(({ organisation, session, what, day, from, until, ...rest }) => {
    const [course, lesson] = what.split(' ');
    const times = { starts_at: instant(day, from), ends_at: endOf(day, from, until) };
    return { organisation, session: { id: session, course, lesson, ...times, ...rest } };
  });
export type SessionForm = z.output<typeof sessionFormSchema>;

export const sessionOnlySchema = z.object({ session: z.guid() });
export const seatSchema = z.object({ session: z.guid(), worker: z.guid() });
export const checkInSchema = z.object({
  session: z.guid(),
  // As it may be typed: with the space that it is shown with.
  code: z
    .string({ error: 'check_in_code_missing' })
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
    .pipe(z.string().min(1, 'check_in_code_missing').max(20, 'check_in_code_wrong')),
});

// What the database answers -------------------------------------------------------------------------------------------

const held = {
  id: z.guid(),
  place: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  seats: z.int(),
  seated: z.int(),
  waiting: z.int(),
  cancelled: z.boolean(),
  closed: z.boolean(),
};
const session = {
  ...held,
  organisation: z.string(),
  teacher: z.string().nullable(),
  second_proof: z.enum(secondProof),
  opened_at: z.string().nullable(),
  over_at: z.string(),
};
const standing = {
  state: z.enum(['seated', 'waiting', 'left', 'absent']).nullable(),
  ahead: z.int().nullable(),
  arrived_at: z.string().nullable(),
  left_at: z.string().nullable(),
  confirmed_at: z.string().nullable(),
};
export const lessonSessionsSchema = z.array(z.object({ ...session, ...standing }));
export type LessonSession = z.output<typeof lessonSessionsSchema>[number];

export const mySessionSchema = z.object({
  ...session,
  ...standing,
  title: localText,
  lesson: z.string(),
  enrolment: z.guid().nullable(),
  begun: z.boolean(),
  door_open: z.boolean(),
  over: z.boolean(),
});
export type MySession = z.output<typeof mySessionSchema>;

const teachable = z.object({
  course: z.string(),
  lesson: z.string(),
  title: localText,
  lesson_title: localText,
  seats: z.int().nullable(),
  study_min: z.int(),
});
export type Teachable = z.output<typeof teachable>;

export const teachableSchema = z.array(teachable);

export const listedSchema = z.array(z.object({ ...held, title: localText, lesson: localText.nullable() }));

export const rollSchema = z.object({
  ...session,
  organisation_id: z.guid(),
  open_to: z.enum(openTo),
  lesson: z.string(),
  begun: z.boolean(),
  door_open: z.boolean(),
  second_half: z.boolean(),
  course: z.object({ slug: z.string(), title: localText }),
  roll: z.array(
    z.object({
      worker: z.guid(),
      name: z.string().nullable(),
      state: z.enum(['seated', 'waiting', 'absent']),
      number: z.int(),
      arrived_at: z.string().nullable(),
      left_at: z.string().nullable(),
      shown_by: z.enum(['code', 'list']).nullable(),
      confirmed_by: z.enum(['code', 'list']).nullable(),
    }),
  ),
});
export type Roll = z.output<typeof rollSchema>;

export const checkedInSchema = z.object({
  said: z.enum(['here', 'confirmed', 'wrong', 'wait']),
  seconds: z.int().optional(),
});

export const wallSchema = z.object({
  code: z.string().nullable(),
  second: z.boolean(),
  second_proof: z.enum(secondProof),
  over_at: z.string(),
  organisation_id: z.guid(),
  title: localText,
  place: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  seated: z.int(),
  here: z.int(),
});
export type Shown = z.output<typeof wallSchema>;
