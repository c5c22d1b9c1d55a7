import { holds, type Env } from '#domains/credits/rules/conditions.ts';
import { factNumber, factText, type Facts } from '#domains/credits/rules/facts.ts';
import {
  add,
  div,
  greatest,
  least,
  mul,
  ONE,
  parseRatio,
  positive,
  roundTo,
  sub,
  sum,
  toText,
  ZERO,
  type Ratio,
} from '#domains/credits/rules/rational.ts';
import type { Expression, LookupTable } from '#domains/credits/rules/schema-expression.ts';
import { Denial } from '#domains/credits/rules/trace.ts';

export type AmountEnv = Env & {
  values: Readonly<Record<string, Ratio>>;
  tables: Readonly<Record<string, Expression>>;
  given: (unit: string) => Ratio;
  /** Notes each name an amount was made from, so that the trace can show it. */
  used?: Map<string, string>;
};

function byName(name: string, env: AmountEnv): Ratio {
  const table = env.tables[name];
  if (table) return evaluate(table, env);
  const value = env.values[name] ?? factNumber(env.facts(name));
  if (!value) throw new Denial('missing_fact', { fact: name });
  env.used?.set(name, toText(value));
  return value;
}

function lookup(by: readonly string[], table: LookupTable, env: AmountEnv): Ratio | undefined {
  let here: LookupTable | Ratio | undefined = table;
  for (const fact of by) {
    const key = factText(env.facts(fact));
    if (key !== undefined) env.used?.set(fact, key);
    const level = here as LookupTable;
    here = (key !== undefined && Object.hasOwn(level, key) ? level[key] : undefined) ?? level['*'];
    if (here === undefined) return undefined;
  }
  return here as Ratio;
}

type Amounts = Record<string, Ratio>;

// Hours by mode, minutes by mode, hours or minutes: whichever is there, as amounts per mode. The empty mode is the
// outcome's own.
function timeByMode(facts: Facts, per: Ratio): Amounts {
  const own = factNumber(facts('minutes_per_hour'));
  const fromHours = (hours: Ratio): Ratio => (own ? div(mul(hours, own), per) : hours);
  const fromMinutes = (minutes: Ratio): Ratio => div(minutes, per);
  for (const [name, convert] of [
    ['hours_by_mode', fromHours],
    ['minutes_by_mode', fromMinutes],
  ] as const) {
    const map = facts(name);
    if (typeof map !== 'object' || Array.isArray(map)) continue;
    const entries = Object.entries(map as Record<string, string>);
    return Object.fromEntries(entries.map(([mode, amount]) => [mode, convert(parseRatio(amount) ?? ZERO)]));
  }
  const mode = factText(facts('mode')) ?? '';
  const minutes = factNumber(facts('minutes'));
  if (minutes) return { [mode]: fromMinutes(minutes) };
  const hours = factNumber(facts('hours'));
  if (!hours) throw new Denial('missing_fact', { fact: 'hours' });
  return { [mode]: fromHours(hours) };
}

function hoursOf(per: Ratio, modes: Record<string, Ratio> | undefined, env: AmountEnv): Ratio {
  if (per.n === 0n) throw new Denial('divided_by_zero');
  const weighted = Object.entries(timeByMode(env.facts, per)).map(([mode, amount]) => {
    const weight = modes ? ((Object.hasOwn(modes, mode) ? modes[mode] : undefined) ?? modes['*']) : ONE;
    if (!weight) throw new Denial('not_in_table', { fact: 'mode', value: mode });
    return mul(amount, weight);
  });
  const total = sum(weighted);
  env.used?.set('hours', toText(total));
  return total;
}

function combine(op: 'sum' | 'product' | 'least' | 'greatest' | 'difference' | 'quotient', all: Ratio[]): Ratio {
  const [first = ZERO, second = ZERO] = all;
  switch (op) {
    case 'sum':
      return all.reduce(add);
    case 'product':
      return all.reduce(mul);
    case 'least':
      return all.reduce(least);
    case 'greatest':
      return all.reduce(greatest);
    case 'difference':
      return positive(sub(first, second));
    case 'quotient':
      if (second.n === 0n) throw new Denial('divided_by_zero');
      return div(first, second);
  }
}

/** The exact value of an amount. What is missing is a denial with its reason, never a silent zero. */
export function evaluate(found: Expression, env: AmountEnv): Ratio {
  switch (found.op) {
    case 'number':
      return found.value;
    case 'name':
      return byName(found.name, env);
    case 'given':
      return env.given(found.unit);
    case 'round':
      return roundTo(evaluate(found.of, env), found.rounding.to, found.rounding.mode);
    case 'hours':
      return hoursOf(evaluate(found.per, env), found.modes, env);
    case 'lookup': {
      const value = lookup(found.by, found.table, env);
      if (value) return value;
      if (found.otherwise) return evaluate(found.otherwise, env);
      const have = found.by.map((fact) => factText(env.facts(fact)) ?? '–').join(', ');
      throw new Denial('not_in_table', { fact: found.by.join(', '), value: have });
    }
    case 'cases': {
      const chosen = found.cases.find((one) => holds(one.when, env))?.value ?? found.otherwise;
      if (!chosen) throw new Denial('not_in_table', { fact: '', value: '' });
      return evaluate(chosen, env);
    }
    default:
      return combine(
        found.op,
        found.of.map((part) => evaluate(part, env)),
      );
  }
}

/** The names an amount was made from, as "hours = 32, hours_per_credit = 16". */
export function evaluateNoting(found: Expression, env: AmountEnv): { value: Ratio; from: string } {
  const used = new Map<string, string>();
  const value = evaluate(found, { ...env, used });
  return { value, from: [...used].map(([name, text]) => `${name} = ${text}`).join(', ') };
}
