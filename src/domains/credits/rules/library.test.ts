import { describe, expect, it } from 'vitest';
import { assessed, creditsOf, libraryOf, reasonsOf, type Raw } from '#domains/credits/rules/fixture.ts';

const rule = (give: unknown): Raw[] => [{ id: 'course', unit: 'point', when: { kind: 'course' }, give }];
const old = { version: '1', in_force: { from: '2020-01-01', until: '2025-12-31' }, rules: rule(1) };
const young = { version: '2', in_force: { from: '2026-01-01' }, rules: rule(2) };

describe('versions', () => {
  it('decides by the version in force on the day of the outcome', () => {
    const done = assessed(libraryOf(young, old), [
      { ended: '2025-12-31' },
      { ended: '2026-01-01' },
      { ended: '2019-12-31' },
    ]);
    expect(creditsOf(done)).toEqual({ o1: '1', o2: '2', o3: '0' });
    expect(done.results[0]?.decidedBy).toEqual({ point: 'small@1' });
    expect(reasonsOf(done, 'o3')).toEqual(['no_version']);
  });
  it('refuses versions that overlap by a single day', () => {
    const late = { ...young, in_force: { from: '2025-12-31' } };
    expect(() => libraryOf(old, late)).toThrow('in_force: versions 1 and 2 of small are in force at the same time');
    expect(() => libraryOf(late, old)).toThrow('in_force: versions 2 and 1 of small are in force at the same time');
  });
  it('refuses the same version twice', () => {
    expect(() => libraryOf(old, old)).toThrow('version: small@1 is there twice');
  });
  it('counts what an old version gave against the caps of the new one', () => {
    const limits = [{ id: 'all', cap: { at_most: 2 } }];
    const done = assessed(libraryOf({ ...old, limits }, { ...young, limits }), [
      { ended: '2025-12-31' },
      { ended: '2026-01-01' },
    ]);
    expect(creditsOf(done)).toEqual({ o1: '1', o2: '1' });
  });
});

describe('several rule sets', () => {
  const general = { id: 'general', rules: rule(1) };
  it('lets the issuer go first, then the place, then the world', () => {
    const china = { id: 'china', jurisdiction: 'CN', rules: rule(2) };
    const own = { id: 'own', issuers: ['mill'], rules: rule(3) };
    const library = libraryOf(general, china, own);
    const done = assessed(library, [
      { issuer: 'mill', jurisdiction: 'CN-51' },
      { jurisdiction: 'CN-51' },
      { jurisdiction: 'KR' },
    ]);
    expect(creditsOf(done)).toEqual({ o1: '3', o2: '2', o3: '1' });
  });
  it('lets a precedence turn this round', () => {
    const own = { id: 'own', issuers: ['mill'], rules: rule(3) };
    const done = assessed(libraryOf({ ...general, precedence: 5 }, own), [{ issuer: 'mill' }]);
    expect(creditsOf(done)).toEqual({ o1: '1' });
  });
  it('falls back to the general set where the foremost has no rule for the outcome', () => {
    const own = {
      id: 'own',
      issuers: ['mill'],
      rules: [{ id: 'paper', unit: 'point', when: { kind: 'paper' }, give: 9 }],
    };
    expect(creditsOf(assessed(libraryOf(general, own), [{ issuer: 'mill' }]))).toEqual({ o1: '1' });
  });
  it('refuses two that would both decide', () => {
    expect(() => libraryOf(general, { id: 'other' })).toThrow(/precedence: .* both decide on point/);
  });
  it('refuses ancestry in a circle, a missing framework, and a framework exceeded', () => {
    const a = { id: 'a', precedence: 1, lineage: { derives_from: ['b@1'] } };
    const b = { id: 'b', precedence: 2, lineage: { replaces: ['a@1'] } };
    expect(() => libraryOf(a, b)).toThrow('lineage: the lineage runs in a circle: a@1 -> b@1 -> a@1');
    const below = { id: 'below', precedence: 1, lineage: { under: 'general@1' }, validity: { years: 8 } };
    expect(() => libraryOf(below)).toThrow('lineage.under: the framework general@1 is not among');
    const framework = { ...general, policy: { validity_max: { years: 7 } }, validity: { years: 7 } };
    expect(() => libraryOf(framework, below)).toThrow(
      'validity: a validity of 8 years is longer than the 7 years that the framework general@1',
    );
  });
  it('refuses units computed from each other across rule sets', () => {
    const units = { point: { zh: '分', en: 'points', scale: 0 }, mark: { zh: '点', en: 'marks', scale: 0 } };
    const there = { id: 'x', precedence: 1, units, rules: [{ id: 'r', unit: 'point', give: { given: 'mark' } }] };
    const back = { id: 'y', precedence: 2, units, rules: [{ id: 'r', unit: 'mark', give: { given: 'point' } }] };
    expect(() => assessed(libraryOf(there, back), [{}])).toThrow(/circle/);
  });
});
