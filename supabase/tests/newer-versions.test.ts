import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';

onBothEngines((database) => {
  const lesson = (slug: string, kind: string, content: object = {}) => ({
    slug,
    position: 1,
    kind,
    title: { 'zh-CN': slug },
    study_min: 10,
    extent: kind === 'quiz' ? 0 : 100,
    pace: kind === 'quiz' ? null : 100,
    floor_ms: 15 * 60_000,
    content,
  });
  const publish = (tx: Transaction, version: number, changed: object[], bank: object) =>
    tx.query('select public.clerk_publish_course($1::text::jsonb)', [
      JSON.stringify({
        slug: 'moving',
        version,
        digest: String(version).repeat(64),
        kind: 'general',
        category: 'skill',
        level: 'all',
        audiences: ['all'],
        provider: 'school',
        hours_min: 45,
        coverage_pct: 90,
        checks: ['check'],
        listing: { title: { 'zh-CN': '课' } },
        search: '',
        content: { title: { 'zh-CN': '课' } },
        lessons: [...changed, lesson('check', 'quiz')],
        banks: { check: bank },
        facets: [],
      }),
    ]);
  /** The worker has done everything of version 1 but what is named; then version 2 comes out. */
  const moving = (second: object[], bank: object, work: (tx: Transaction, enrolment: string) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await publish(tx, 1, [lesson('same', 'article'), lesson('changed', 'article')], { draw: 1 });
      const { id } = await tx.one<{ id: string }>(
        `insert into public.enrolments (worker_id, course_id, version, sponsor_id, valid_until)
         select $1::uuid, id, 1, '00000000-0000-4000-8000-000000000010', '2099-01-01' from public.courses where slug = 'moving' returning id`,
        [workerIds.worker],
      );
      await tx.query(
        `insert into public.study_progress (worker_id, enrolment_id, lesson, coverage, live, completed_at)
         select $1::uuid, $2::uuid, s, '{[0,100)}',
           tstzmultirange(tstzrange(now() - n * interval '15 minutes', now() - (n - 1) * interval '15 minutes')), now()
         from unnest('{same,changed,check}'::text[]) with ordinality done (s, n)`,
        [workerIds.worker, id],
      );
      await publish(tx, 2, second, bank);
      await tx.as('worker');
      await work(tx, id);
    });
  const move = (tx: Transaction, enrolment: string) =>
    tx.attempt<{ id: string }>('select public.move_to_newest($1::uuid) as id', [enrolment]);
  const kept = async (tx: Transaction, enrolment: string | undefined) =>
    (
      await tx.query<{ lesson: string }>(
        'select lesson from public.study_progress where enrolment_id = $1::uuid order by lesson',
        [enrolment],
      )
    ).map((row) => row.lesson);

  describe('a newer version', () => {
    it('brings along what did not change, for the same sponsor until the same day', () =>
      moving(
        [lesson('same', 'article'), lesson('changed', 'article', { more: true })],
        { draw: 2 },
        async (tx, was) => {
          const { rows } = await move(tx, was);
          const id = rows?.[0]?.id;
          expect(await kept(tx, id)).toEqual(['same']);
          expect(
            await tx.one(
              'select version, sponsor_id, valid_until::text, completed_at from public.enrolments where id = $1::uuid',
              [id],
            ),
          ).toEqual({
            version: 2,
            sponsor_id: '00000000-0000-4000-8000-000000000010',
            valid_until: '2099-01-01',
            completed_at: null,
          });
          expect(await kept(tx, was), 'the evidence of the old one stays').toEqual(['changed', 'check', 'same']);
          expect((await move(tx, was)).error).toMatchObject({ message: 'enrolment_ended' });
          expect((await move(tx, id ?? '')).error).toMatchObject({ message: 'nothing_newer' });
        },
      ));

    it('keeps a check that was passed when not one question changed, and completes what is complete', () =>
      moving([lesson('same', 'article')], { draw: 1 }, async (tx, was) => {
        const { rows } = await move(tx, was);
        expect(await kept(tx, rows?.[0]?.id)).toEqual(['check', 'same']);
        const { completed_at } = await tx.one<{ completed_at: Date | null }>(
          'select completed_at from public.enrolments where id = $1::uuid',
          [rows?.[0]?.id],
        );
        expect(completed_at).not.toBeNull();
      }));

    it('is nobody else’s to choose', () =>
      moving([lesson('same', 'article')], { draw: 1 }, async (tx, was) => {
        await tx.as('manager');
        expect((await move(tx, was)).error).toMatchObject({ code: 'PT404' });
      }));
  });
});
