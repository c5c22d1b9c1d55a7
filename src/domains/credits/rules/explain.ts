import type { Assessment } from '#domains/credits/rules/assess.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import type { OutcomeResult } from '#domains/credits/rules/judge.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import { toText } from '#domains/credits/rules/rational.ts';
import type { Words } from '#domains/credits/rules/schema-rule.ts';
import type { TraceLine } from '#domains/credits/rules/trace.ts';

// The trace in words a worker understands. Sentences come from the message files; here only names are looked up and
// lines put together.

export type Language = 'zh' | 'en';
export type Messages = Readonly<Record<string, string>>;

export type Voice = {
  library: Library;
  language: Language;
  /** The sentence of a key; the key itself where there is none. */
  say: (key: string, facts?: Record<string, string>) => string;
};

/** Fills {placeholders}; a missing sentence shows its key, so that nobody mistakes it for one. */
export function filled(messages: Messages, key: string, facts: Record<string, string> = {}): string {
  const sentence = messages[key];
  return sentence === undefined ? key : sentence.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');
}

function titleOf(id: string, { library, language }: Voice): string {
  const [name = ''] = id.split('.');
  const everything = library.flatMap((set): { id: string; title?: Words }[] => [
    ...set.rules,
    ...set.limits,
    ...set.requirements,
    { id: set.id, title: set.title },
  ]);
  return everything.find((one) => one.id === name)?.title?.[language] ?? id;
}

export function unitName(unit: string, { library, language }: Voice): string {
  return library.find((set) => unit in set.units)?.units[unit]?.[language] ?? unit;
}

// Facts are named in words where the message files know them, and by their own name otherwise.
function factName(name: string, voice: Voice): string {
  const key = `credits_fact_${name}`;
  const words = voice.say(key);
  return words === key ? name : words;
}

function fromWords(from: string, voice: Voice): string {
  return from
    .split(', ')
    .map((pair) => {
      const [name = '', ...rest] = pair.split(' = ');
      return [factName(name, voice), ...rest].join(' = ');
    })
    .join(voice.say('credits_list_comma'));
}

export function explainLine(line: TraceLine, voice: Voice): string {
  const { fact, from } = line.facts;
  const facts: Record<string, string> = {
    ...line.facts,
    before: toText(line.before),
    after: toText(line.after),
    unit: unitName(line.unit, voice),
    rule: titleOf(line.rule, voice),
    source: line.source,
  };
  if (fact !== undefined) {
    const [name = '', ...rest] = fact.split(' ');
    facts['fact'] = [factName(name, voice), ...rest].join(' ');
  }
  if (from !== undefined && from !== '') facts['from'] = fromWords(from, voice);
  const key = line.reason === 'given' && from ? 'credits_reason_given_from' : `credits_reason_${line.reason}`;
  const sentence = voice.say(key, facts);
  return line.source === '' ? sentence : `${sentence}${voice.say('credits_explain_source', facts)}`;
}

function explainOutcome({ outcome, credits, parts, trace }: OutcomeResult, voice: Voice): string[] {
  const name = factText(outcome.facts['name']) ?? factText(outcome.facts['course']) ?? outcome.id;
  const amounts = Object.entries(credits).flatMap(([unit, amount]) =>
    amount.n === 0n ? [] : [`${toText(amount)} ${unitName(unit, voice)}`],
  );
  const head = voice.say(amounts.length > 0 ? 'credits_explain_outcome' : 'credits_explain_outcome_nothing', {
    name,
    id: outcome.id,
    amounts: amounts.join(voice.say('credits_list_comma')),
  });
  const where = parts.map((part) => {
    const facts = {
      amount: toText(part.amount),
      unit: unitName(part.unit, voice),
      period: Object.values(part.periods).join(voice.say('credits_list_comma')) || part.date,
      date: part.expiresOn ?? '',
      course: part.course ?? '',
    };
    const until = part.expiresOn === undefined ? '' : voice.say('credits_explain_expiry', facts);
    return `   ${voice.say('credits_explain_part', facts)}${until}`;
  });
  return [head, ...where, ...trace.map((line, i) => `   ${i + 1}. ${explainLine(line, voice)}`), ''];
}

export function explain(assessment: Assessment, library: Library, messages: Messages, language: Language): string {
  const voice: Voice = { library, language, say: (key, facts) => filled(messages, key, facts) };
  const { results, totals, caps, standings } = assessment;
  const lines = results.flatMap((result) => explainOutcome(result, voice));
  for (const [unit, amount] of Object.entries(totals)) {
    lines.push(voice.say('credits_explain_total', { amount: toText(amount), unit: unitName(unit, voice) }));
  }
  for (const { limit, unit, group, cap, used } of caps) {
    const facts = {
      limit: titleOf(limit, voice),
      group,
      cap: toText(cap),
      used: toText(used),
      unit: unitName(unit, voice),
    };
    lines.push(voice.say(group === '' ? 'credits_explain_cap' : 'credits_explain_cap_in', facts));
  }
  for (const { requirement, unit, group, need, have, met } of standings) {
    const facts = { requirement: titleOf(requirement, voice), group, need: toText(need), have: toText(have) };
    const key = `credits_explain_${met ? 'met' : 'not_met'}${group === '' ? '' : '_in'}`;
    lines.push(voice.say(key, { ...facts, unit: unitName(unit, voice) }));
  }
  return lines.join('\n');
}
