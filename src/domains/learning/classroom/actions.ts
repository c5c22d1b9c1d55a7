import * as z from 'zod';
import {
  cancelSession,
  checkIn as enter,
  closeSession,
  finishSession,
  freeSeat,
  giveUpSeat,
  keepRoll,
  keepSession,
  leaveEarly,
  sessionRoll,
  signUp as ask,
} from '#domains/learning/classroom/data.ts';
import { rollOf } from '#domains/learning/classroom/rules.ts';
import { checkInSchema, seatSchema, sessionFormSchema, sessionOnlySchema } from '#domains/learning/classroom/schema.ts';
import { formAction } from '#platform/forms.ts';
import { plainDate, plainTime } from '#ui/format.ts';

export const signUp = formAction(sessionOnlySchema, ({ session }, { locals }) => ask(locals.db, session));
export const giveUp = formAction(sessionOnlySchema, ({ session }, { locals }) => giveUpSeat(locals.db, session));
export const checkIn = formAction(checkInSchema, ({ session, code }, { locals }) => enter(locals.db, session, code));
export const leave = formAction(sessionOnlySchema, ({ session }, { locals }) => leaveEarly(locals.db, session));

export const keep = formAction(sessionFormSchema, (form, { locals }) => keepSession(locals.db, form));
export const cancel = formAction(sessionOnlySchema, ({ session }, { locals }) => cancelSession(locals.db, session));
export const finish = formAction(sessionOnlySchema, ({ session }, { locals }) => finishSession(locals.db, session));
export const close = formAction(sessionOnlySchema, ({ session }, { locals }) => closeSession(locals.db, session));
export const free = formAction(seatSchema, ({ session, worker }, { locals }) => freeSeat(locals.db, session, worker));

/** The fields depend on who is on the roll, so the form is read as it comes, beside what is known of it now. */
export const roll = formAction(z.instanceof(FormData), async (form, { locals }) => {
  const { session } = sessionOnlySchema.parse({ session: form.get('session') });
  const known = await sessionRoll(locals.db, session);
  const clocks = { day: plainDate, time: plainTime };
  return keepRoll(locals.db, session, rollOf(known, form, clocks, new Date().toISOString()));
});
