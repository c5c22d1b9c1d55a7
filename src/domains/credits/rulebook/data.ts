import { alwaysInForce, compose, simulated, supposing, type Own } from '#domains/credits/rulebook/rules.ts';
import { checkPolicy, signaturesFor } from '#domains/credits/rulebook/policy.ts';
import { onlyDocument, onlySet, shipped } from '#domains/credits/rulebook/reading.ts';
import * as schema from '#domains/credits/rulebook/schema.ts';
import type { Draft, DraftForm, Rulebook, VersionForm } from '#domains/credits/rulebook/schema.ts';
import { nameOf, type Library } from '#domains/credits/rules/library.ts';
import { runOwnTests } from '#domains/credits/rules/own-tests.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { RuleDocument } from '#domains/credits/rules/rule-file.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { clerk } from '#platform/clerk.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { describe, log } from '#platform/log.ts';
import { plainDate } from '#ui/format.ts';

let own: readonly Own[] = [];
let composed: Library | undefined;
let known_at = -Infinity;
const stale_ms = 30_000;

/** All rules that decide, as they were last looked up. */
export const library = (): Library => (composed ??= compose(shipped(), own));

/** The currencies the rules speak of. Defining one again changes its name at most. */
export async function defineUnits(): Promise<void> {
  for (const [unit, { zh, en, scale }] of library().flatMap((set) => Object.entries(set.units)))
    await unwrap(clerk().rpc('clerk_define_credit_unit', { unit, of_scale: scale, zh, en }));
}

function readOwn(rows: { id: string; organisation: string; source: string }[]): Own[] {
  return rows.flatMap(({ id, organisation, source }) => {
    try {
      return [{ organisation, set: onlySet(source) }];
    } catch (thrown) {
      log('error', 'rules_unreadable', { version: id, why: describe(thrown) });
      return [];
    }
  });
}

/** The same, looked up again when that was a while ago: what a federation signed reaches every process within half a minute. */
export async function freshLibrary(): Promise<Library> {
  if (performance.now() - known_at < stale_ms) return library();
  known_at = performance.now();
  const found = readOwn(schema.ownRulesSchema.parse(await unwrap(clerk().rpc('clerk_rules'))));
  const names = (some: readonly Own[]) => some.map(({ set }) => nameOf(set)).join();
  if (names(found) !== names(own)) {
    [own, composed] = [found, compose(shipped(), found)];
    await defineUnits();
  }
  return library();
}

/** Its own cases speak of the rules, not of the day on which they begin: they are tried as if they had always been in force. */
function tryCases({ raw, set: drafted }: RuleDocument): void {
  const set = alwaysInForce(drafted);
  const results = runOwnTests({ documents: [{ raw, set }], library: [set] });
  if (results.length === 0) throw new Failure('rules_without_tests', 422);
  const failed = results.find(({ problems }) => problems.length > 0);
  if (failed) throw new Failure('rules_tests_failed', 422, { what: `${failed.name}: ${failed.problems[0] ?? ''}` });
}

function checkUnits(set: RuleSet): void {
  for (const other of library())
    for (const [unit, { scale }] of Object.entries(set.units))
      if (other.units[unit] && other.units[unit].scale !== scale)
        throw new Refusal(['units', unit, 'scale'], `this unit has ${other.units[unit].scale} decimal places`);
}

/** Reads what an officer sent, makes sure that it fits beside what there is, and tries its own cases. */
function checkedSet(source: string, organisation: string): RuleSet {
  try {
    const document = onlyDocument(source);
    const { set } = document;
    checkUnits(set);
    checkPolicy(set);
    supposing(shipped(), own, { organisation, set });
    tryCases(document);
    return set;
  } catch (thrown) {
    if (thrown instanceof Refusal) throw new Failure('rules_refused', 422, { what: thrown.message });
    throw thrown;
  }
}

export async function draftRules(db: Db, { organisation, version, file: sent }: DraftForm): Promise<string> {
  const source = await sent.text();
  await freshLibrary();
  const set = checkedSet(source, organisation);
  const draft = {
    id: version,
    set_id: set.id,
    version: set.version,
    in_force_from: set.in_force.from,
    source,
    signatures: signaturesFor(set),
  };
  await unwrap(db.rpc('draft_rules', { organisation, draft }));
  await simulateFor(version, 3000);
  return version;
}

const batch = 200;

/** The rules as if a draft had been in force all along; nothing where it can't be read, or is not what it was said to be. */
function supposed({ organisation, source, name, in_force_from, signatures }: Draft): Library | undefined {
  try {
    const set = onlySet(source);
    checkPolicy(set);
    const said =
      [nameOf(set), set.in_force.from, signaturesFor(set)].join() === [name, in_force_from, signatures].join();
    if (!said) return undefined;
    return supposing(shipped(), own, { organisation, set });
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}

/** Finds out for some more people what rules that were put up would change. Answers how many were looked at. */
export async function simulateRules(only?: string): Promise<number> {
  const { data, error } = await clerk().rpc('clerk_rules_to_simulate', only ? { only_rules: only } : {});
  if (error) throw failureOf(error);
  const draft = schema.toSimulateSchema.parse(data);
  if (!draft) return 0;
  const { id: rules, organisation: federation, simulation, up_to } = draft;
  await freshLibrary();
  const after = supposed(draft);
  if (!after) {
    await unwrap(clerk().rpc('clerk_refuse_rules', { rules }));
    return 1;
  }
  const sent = { federation, most: batch, ...(up_to ? { after_worker: up_to } : {}) };
  const lives = schema.livesSchema.parse(await unwrap(clerk().rpc('clerk_lives', sent)));
  const found = simulated(simulation, lives, library(), after, plainDate(new Date()));
  const last = lives.at(-1)?.worker ?? up_to ?? rules;
  const kept = { rules, found_out: found as unknown as Json, up_to: last, complete: lives.length < batch };
  await unwrap(clerk().rpc('clerk_keep_simulation', kept));
  return Math.max(1, lives.length);
}

async function simulateFor(version: string, patience_ms: number): Promise<void> {
  const until = performance.now() + patience_ms;
  while ((await simulateRules(version)) > 0 && performance.now() < until);
}

export const rulebook = async (db: Db, organisation: string): Promise<Rulebook> =>
  schema.rulebookSchema.parse(await unwrap(db.rpc('rule_versions', { organisation })));

export const ruleSource = (db: Db, organisation: string, version: string): Promise<string> =>
  unwrap(db.rpc('rule_source', { organisation, rules: version }));

export async function signRules(db: Db, { organisation, version }: VersionForm): Promise<number> {
  const signatures = await unwrap(db.rpc('sign_rules', { organisation, rules: version }));
  known_at = -Infinity;
  return signatures;
}

export const withdrawRules = (db: Db, { organisation, version }: VersionForm) =>
  unwrap(db.rpc('withdraw_rules', { organisation, rules: version }));
