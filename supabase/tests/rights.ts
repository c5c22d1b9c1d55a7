import type { Caller } from '../../tests/support/people.ts';
import type { Scope } from './scopes.ts';

/** `denied` raises; `filtered` answers with no row and no error; anything else names the rows, several words joined by `+`. */
export type Expectation = 'denied' | 'filtered' | Scope | `${Scope}+${Scope}` | `${Scope}+${Scope}+${Scope}`;

export interface TableExpectations {
  /** For everyone who is not named in `but`. Anonymous callers are denied everywhere and are not repeated here. */
  select: Expectation;
  insert: Expectation;
  update: Expectation;
  delete: Expectation;
  but?: Partial<Record<Caller, Partial<Record<Verb, Expectation>>>>;
  /** The columns that a signed-in person may set, when she may write at all. */
  insertColumns?: string[];
  updateColumns?: string[];
}

export const verbs = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof verbs)[number];

export const readOnly = { insert: 'denied', update: 'denied', delete: 'denied' } as const;
export const server = { select: 'all', ...readOnly } as const;

/** Nobody is behind these tokens, whatever they were issued for. */
export const ghosts = (words: Partial<Record<Verb, Expectation>>) => ({ ended: words, unattached: words });

/** Her own rows for everybody, and nobody else's for anybody. */
export const ownOnly: TableExpectations = {
  select: 'own',
  ...readOnly,
  but: { service_role: server, ...ghosts({ select: 'filtered' }) },
};

/** Her own rows for everybody; for who manages the works, those that the word means as well. */
export const ownAnd = (word: Scope): TableExpectations => ({
  select: 'own',
  ...readOnly,
  but: {
    service_role: server,
    manager: { select: `own+${word}` },
    houseOfficer: { select: `own+${word}` },
    ...ghosts({ select: 'filtered' }),
  },
});
