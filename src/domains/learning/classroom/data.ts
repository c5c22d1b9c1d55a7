import {
  checkedInSchema,
  lessonSessionsSchema,
  listedSchema,
  mySessionSchema,
  rollSchema,
  teachableSchema,
  wallSchema,
  type LessonSession,
  type MySession,
  type Roll,
  type SessionForm,
  type Teachable,
} from '#domains/learning/classroom/schema.ts';
import type { RollLine } from '#domains/learning/classroom/rules.ts';
import { clerk } from '#platform/clerk.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';
import { idFrom } from '#platform/fields.ts';

const known = (session: string): string => idFrom(session, 'session_not_found');

export const lessonSessions = async (db: Db, enrolment: string, lesson: string): Promise<LessonSession[]> =>
  lessonSessionsSchema.parse(await unwrap(db.rpc('lesson_sessions', { enrolment, lesson_slug: lesson })));

export const mySession = async (db: Db, session: string): Promise<MySession> =>
  mySessionSchema.parse(await unwrap(db.rpc('my_session', { session: known(session) })));

export const signUp = (db: Db, session: string) => unwrap(db.rpc('sign_up', { session }));
export const giveUpSeat = (db: Db, session: string) => unwrap(db.rpc('give_up_seat', { session }));

/** A wrong code is an answer, not an error of the database: an error would undo that it was counted. */
export async function checkIn(db: Db, session: string, code: string): Promise<'here' | 'confirmed'> {
  const { said, seconds = 0 } = checkedInSchema.parse(await unwrap(db.rpc('check_in', { session, code })));
  if (said === 'wrong') throw new Failure('check_in_code_wrong', 422);
  if (said === 'wait') throw new Failure('check_in_wait', 429, { seconds });
  return said;
}

export const leaveEarly = (db: Db, session: string) => unwrap(db.rpc('leave_early', { session }));

const size = 20;

export async function organisationSessions(
  db: Db,
  organisation: string,
  past: boolean,
  after: [string, string] | undefined,
) {
  const sent = { organisation, past, ...(after ? { after } : {}) };
  const sessions = listedSchema.parse(await unwrap(db.rpc('organisation_sessions', sent)));
  return { sessions: sessions.slice(0, size), more: sessions.length > size };
}

export const lessonsInRooms = async (db: Db, organisation: string): Promise<Teachable[]> =>
  teachableSchema.parse(await unwrap(db.rpc('lessons_in_rooms', { organisation })));

export const keepSession = (db: Db, { organisation, session }: SessionForm) =>
  unwrap(db.rpc('keep_session', { organisation, session: session as unknown as Json }));
export const cancelSession = (db: Db, session: string) => unwrap(db.rpc('cancel_session', { session }));

export const sessionRoll = async (db: Db, session: string): Promise<Roll> =>
  rollSchema.parse(await unwrap(db.rpc('session_roll', { session: known(session) })));

export const keepRoll = (db: Db, session: string, roll: RollLine[]) =>
  unwrap(db.rpc('keep_roll', { session, roll: roll as unknown as Json }));
export const freeSeat = (db: Db, session: string, worker: string) => unwrap(db.rpc('free_seat', { session, worker }));
export const finishSession = (db: Db, session: string) => unwrap(db.rpc('finish_session', { session }));
export const closeSession = (db: Db, session: string) => unwrap(db.rpc('close_session', { session }));

export const wallCode = async (db: Db, session: string) =>
  wallSchema.parse(await unwrap(db.rpc('show_code', { session: known(session) })));

/** Closes what nobody closed within a day. Answers how many. */
export const closeForgotten = (): Promise<number> => unwrap(clerk().rpc('clerk_close_sessions'));
