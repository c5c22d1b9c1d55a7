import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const post = (n: number) => `00000000-0000-4000-8000-0000000009${String(n).padStart(2, '0')}`;

interface Post {
  id: string;
  name: string | null;
  body: string | null;
  shown: boolean;
  own: boolean;
  by_teacher: boolean;
  verdict: string | null;
  reason: string | null;
}
type Question = Post & { answers: Post[] };

onBothEngines((database) => {
  const inCourse = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query('delete from public.post_reports');
      await tx.query('delete from public.lesson_posts');
      await work(tx);
    });
  const enrolment = (person: Person) => `md5('enrolment ' || '${workerIds[person]}')::uuid`;
  async function write(tx: Transaction, person: Person, id: string, body: string, question?: [Person, string]) {
    await tx.as(person);
    const { error } = await tx.attempt(
      `select public.write_post($1::uuid, ${enrolment(person)}, 'text', $2, $3::uuid, $4::uuid)`,
      [id, body, question ? workerIds[question[0]] : null, question?.[1] ?? null],
    );
    return error?.message ?? 'done';
  }
  async function talk(tx: Transaction, person: Person): Promise<Question[]> {
    await tx.as(person);
    return (await tx.one<{ talk: Question[] }>(`select public.lesson_talk(${enrolment(person)}, 'text') as talk`)).talk;
  }
  async function report(tx: Transaction, person: Person, writer: Person, id: string) {
    await tx.as(person);
    const { error } = await tx.attempt('select public.report_post($1::uuid, $2::uuid)', [workerIds[writer], id]);
    return error?.message ?? 'done';
  }
  async function judge(tx: Transaction, person: Person, writer: Person, id: string, verdict: string, reason = '骂人') {
    await tx.as(person);
    const sent = [organisations.federation, workerIds[writer], id, verdict, reason];
    const { error } = await tx.attempt('select public.judge_post($1::uuid, $2::uuid, $3::uuid, $4, $5)', sent);
    return error?.message ?? 'done';
  }
  const reported = async (tx: Transaction, person: Person) => {
    await tx.as(person);
    const { rows, error } = await tx.attempt<{ posts: { id: string }[] }>(
      'select public.reported_posts($1::uuid) as posts',
      [organisations.federation],
    );
    return error?.message ?? rows?.[0]?.posts.map(({ id }) => id);
  };

  describe('a question', () => {
    it('is answered under its lesson, by surname for learners and by name for teachers, once', () =>
      inCourse(async (tx) => {
        expect(await write(tx, 'worker', post(1), ' 为什么先断电？ ')).toBe('done');
        expect(await write(tx, 'worker', post(1), '再发一次')).toBe('done');
        expect(await write(tx, 'trainer', post(2), '因为电看不见。', ['worker', post(1)])).toBe('done');
        expect(await write(tx, 'carer', post(3), '谢谢', ['worker', post(2)])).toBe('question_not_found');
        const [question] = await talk(tx, 'carer');
        expect(question).toMatchObject({ body: '为什么先断电？', own: false, by_teacher: false });
        expect(question?.name).toHaveLength(1);
        expect(question?.answers).toHaveLength(1);
        expect(question?.answers[0]).toMatchObject({ by_teacher: true, body: '因为电看不见。' });
        expect(question?.answers[0]?.name?.length).toBeGreaterThan(1);
      }));

    it('needs words, a lesson and a course that is mine', () =>
      inCourse(async (tx) => {
        expect(await write(tx, 'worker', post(1), '  ')).toBe('post_not_understood');
        expect(await write(tx, 'worker', post(1), '长'.repeat(1001))).toBe('post_not_understood');
        await tx.as('worker');
        const elsewhere = `select public.write_post($1::uuid, ${enrolment('carer')}, 'text', '问')`;
        expect((await tx.attempt(elsewhere, [post(1)])).error).toMatchObject({ message: 'enrolment_not_found' });
        const nowhere = `select public.write_post($1::uuid, ${enrolment('worker')}, 'nothing', '问')`;
        expect((await tx.attempt(nowhere, [post(1)])).error).toMatchObject({ message: 'post_not_understood' });
        expect((await tx.attempt(`select public.lesson_talk(${enrolment('carer')}, 'text')`)).error).toMatchObject({
          code: 'PT404',
        });
      }));

    it('is one of twenty an hour at most', () =>
      inCourse(async (tx) => {
        for (let n = 10; n < 30; n++) expect(await write(tx, 'worker', post(n), '问')).toBe('done');
        expect(await write(tx, 'worker', post(30), '问')).toBe('too_many_posts');
        expect(await write(tx, 'worker', post(29), '问')).toBe('done');
        expect(await talk(tx, 'worker')).toHaveLength(11);
      }));

    it('goes when it is taken back; its answers stay', () =>
      inCourse(async (tx) => {
        await write(tx, 'worker', post(1), '问');
        await write(tx, 'trainer', post(2), '答', ['worker', post(1)]);
        await tx.as('carer');
        const back = 'select public.withdraw_post($1::uuid)';
        expect((await tx.attempt(back, [post(1)])).error).toMatchObject({ message: 'post_not_found' });
        await tx.as('worker');
        expect((await tx.attempt(back, [post(1)])).error).toBeUndefined();
        expect(await talk(tx, 'carer')).toMatchObject([{ body: null, shown: false, answers: [{ body: '答' }] }]);
      }));
  });

  describe('an objection', () => {
    it('of three takes a post out of sight until somebody decides; one who objects twice is one', () =>
      inCourse(async (tx) => {
        await write(tx, 'worker', post(1), '问');
        expect(await report(tx, 'worker', 'worker', post(1))).toBe('post_is_yours');
        expect(await report(tx, 'carer', 'worker', post(1))).toBe('done');
        expect(await report(tx, 'carer', 'worker', post(1))).toBe('done');
        expect(await report(tx, 'manager', 'worker', post(1))).toBe('done');
        expect(await talk(tx, 'trainer')).toHaveLength(1);
        expect(await report(tx, 'trainer', 'worker', post(1))).toBe('done');
        expect(await talk(tx, 'trainer')).toHaveLength(0);
        expect(await talk(tx, 'worker')).toMatchObject([{ own: true, shown: false, body: '问' }]);
        expect(await report(tx, 'auditor', 'worker', post(1))).toBe('post_not_found');
        expect(await reported(tx, 'reviewer')).toEqual([post(1)]);
        expect(await judge(tx, 'reviewer', 'worker', post(1), 'kept')).toBe('done');
        expect(await talk(tx, 'trainer')).toHaveLength(1);
        expect(await report(tx, 'auditor', 'worker', post(1))).toBe('done');
        expect(await talk(tx, 'trainer')).toHaveLength(1);
      }));

    it('is decided on at the federation, with a reason that the writer reads, by nobody on her own', () =>
      inCourse(async (tx) => {
        await write(tx, 'worker', post(1), '问');
        await write(tx, 'officer', post(2), '答', ['worker', post(1)]);
        await report(tx, 'carer', 'worker', post(1));
        await report(tx, 'carer', 'officer', post(2));
        for (const person of ['worker', 'manager', 'trainer', 'auditor', 'districtOfficer'] as const) {
          expect(await reported(tx, person), person).toBe('organisation_not_found');
          expect(await judge(tx, person, 'worker', post(1), 'removed'), person).toBe('organisation_not_found');
        }
        expect(await judge(tx, 'officer', 'worker', post(1), 'removed', ' ')).toBe('removal_reason_missing');
        expect(await judge(tx, 'officer', 'officer', post(2), 'kept')).toBe('post_is_yours');
        expect(await judge(tx, 'officer', 'worker', post(1), 'removed')).toBe('done');
        expect(await judge(tx, 'officer', 'worker', post(1), 'kept')).toBe('post_not_found');
        expect(await talk(tx, 'worker')).toMatchObject([{ verdict: 'removed', reason: '骂人', shown: false }]);
        await tx.as('worker');
        const back = await tx.attempt('select public.withdraw_post($1::uuid)', [post(1)]);
        expect(back.error, 'what was removed can not be made to look taken back').toMatchObject({ code: 'PT404' });
        await tx.as('owner');
        const trace = `select action from public.audit_entries where worker_id = $1::uuid and action like 'post.%'`;
        expect(await tx.query(trace, [workerIds.worker])).toEqual([{ action: 'post.removed' }]);
      }));
  });

  describe('stars', () => {
    const rate = async (tx: Transaction, person: Person, stars: number) => {
      await tx.as(person);
      const { error } = await tx.attempt('select public.rate_course($1, $2::integer)', ['test-course', stars]);
      return error?.message ?? 'done';
    };
    const tally = async (tx: Transaction) => {
      await tx.as('owner');
      return tx.one<{ ratings: number; stars: number }>(
        `select t.ratings, t.stars from public.course_tallies t join public.courses c on c.id = t.course_id where c.slug = 'test-course'`,
      );
    };

    it('are for who completed a lesson; the last word counts, once', () =>
      inCourse(async (tx) => {
        expect(await rate(tx, 'worker', 5)).toBe('nothing_learnt_yet');
        await tx.as('owner');
        await tx.query('update public.study_progress set completed_at = now() where worker_id = $1::uuid', [
          workerIds.worker,
        ]);
        const before = await tally(tx);
        expect(await rate(tx, 'worker', 6)).toBe('stars_not_understood');
        expect(await rate(tx, 'worker', 5)).toBe('done');
        expect(await tally(tx)).toEqual({ ratings: before.ratings, stars: before.stars + 1 });
        expect(await rate(tx, 'worker', 1)).toBe('done');
        expect(await rate(tx, 'worker', 1)).toBe('done');
        expect(await tally(tx)).toEqual({ ratings: before.ratings, stars: before.stars - 3 });
      }));
  });
});
