import { expect, it } from 'vitest';
import { answersOf } from '#domains/learning/quiz.ts';

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

it('reads every type of question from a plain form', () => {
  const answers = answersOf(
    form(
      ['t.q1', 'single'],
      ['q.q1', 'b'],
      ['t.q2', 'multiple'],
      ['q.q2', 'a'],
      ['q.q2', 'c'],
      ['t.q3', 'true_false'],
      ['q.q3', 'false'],
      ['q.q4.o.1', 'b'],
      ['q.q4.o.0', 'a'],
      ['q.q5.m.red', 'ban'],
      ['q.q6', '24'],
      ['q.q7.g.1', '检测'],
    ),
  );
  expect(answers).toEqual({
    q1: 'b',
    q2: ['a', 'c'],
    q3: false,
    q4: ['a', 'b'],
    q5: { red: 'ban' },
    q6: '24',
    q7: ['', '检测'],
  });
});

it('takes nothing that is no answer', () => {
  expect(answersOf(form(['q.__proto__', 'x'], ['score', '100'], ['q.q1', ''], ['q.q2.m.__proto__', 'x']))).toEqual({});
});
