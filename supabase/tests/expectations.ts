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

const readOnly = { insert: 'denied', update: 'denied', delete: 'denied' } as const;
const server = { select: 'all', ...readOnly } as const;

/** Nobody is behind these tokens, whatever they were issued for. */
const ghosts = (words: Partial<Record<Verb, Expectation>>) => ({ ended: words, unattached: words });

/** Who may do what. One line a table, one line an exception: this is the text to review when rights change. */
export const expectations: Record<string, TableExpectations> = {
  organisations: {
    select: 'around',
    ...readOnly,
    update: 'filtered',
    updateColumns: ['name', 'member_level'],
    but: {
      service_role: server,
      stranger: { select: 'own' },
      manager: { update: 'house' },
      officer: { update: 'subtree' },
      districtOfficer: { update: 'subtree' },
      houseOfficer: { update: 'subtree' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  organisation_paths: {
    select: 'around',
    ...readOnly,
    but: { service_role: server, stranger: { select: 'filtered' }, ...ghosts({ select: 'filtered' }) },
  },
  organisation_tallies: {
    select: 'filtered',
    ...readOnly,
    but: {
      service_role: server,
      manager: { select: 'subtree' },
      officer: { select: 'subtree' },
      districtOfficer: { select: 'subtree' },
      houseOfficer: { select: 'subtree' },
      auditor: { select: 'subtree' },
    },
  },
  workers: {
    select: 'own',
    ...readOnly,
    update: 'own',
    updateColumns: ['name', 'gender', 'birth_year', 'employment_kind', 'trade', 'skill_level'],
    but: {
      service_role: server,
      manager: { select: 'own+house', update: 'own+house' },
      officer: { select: 'own+house' },
      districtOfficer: { select: 'own+house' },
      houseOfficer: { select: 'own+house' },
      ...ghosts({ select: 'filtered', update: 'filtered' }),
    },
  },
  worker_groups: {
    select: 'own',
    insert: 'own',
    update: 'denied',
    delete: 'own',
    insertColumns: ['worker_id', 'group'],
    but: {
      service_role: server,
      manager: { select: 'own+groups' },
      officer: { select: 'own+house' },
      districtOfficer: { select: 'own+house' },
      houseOfficer: { select: 'own+house' },
      ...ghosts({ select: 'filtered', insert: 'denied', delete: 'filtered' }),
    },
  },
  memberships: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      manager: { select: 'own+house' },
      officer: { select: 'own+house+staff' },
      districtOfficer: { select: 'own+house+staff' },
      houseOfficer: { select: 'own+house+staff' },
      auditor: { select: 'own+staff' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  roster_entries: {
    select: 'filtered',
    ...readOnly,
    but: {
      service_role: server,
      worker: { select: 'own' },
      carer: { select: 'own' },
      districtOfficer: { select: 'own' },
      manager: { select: 'house' },
      houseOfficer: { select: 'house' },
    },
  },
  roster_imports: {
    select: 'filtered',
    ...readOnly,
    but: { service_role: server, manager: { select: 'own' } },
  },
  roster_import_rows: {
    select: 'filtered',
    ...readOnly,
    but: { service_role: server, manager: { select: 'own' } },
  },
  credit_units: { select: 'all', ...readOnly },
  credit_assessments: {
    select: 'own',
    ...readOnly,
    but: { service_role: server, ...ghosts({ select: 'filtered' }) },
  },
  audit_entries: {
    select: 'own',
    ...readOnly,
    but: { service_role: server, auditor: { select: 'own+trail' }, ...ghosts({ select: 'filtered' }) },
  },
  courses: {
    select: 'all',
    ...readOnly,
    but: { ...ghosts({ select: 'filtered' }) },
  },
  course_versions: {
    select: 'all',
    ...readOnly,
    but: { ...ghosts({ select: 'filtered' }) },
  },
  lessons: {
    select: 'all',
    ...readOnly,
    but: { ...ghosts({ select: 'filtered' }) },
  },
  course_facets: {
    select: 'all',
    ...readOnly,
    but: { ...ghosts({ select: 'filtered' }) },
  },
  menus: {
    select: 'around',
    ...readOnly,
    but: {
      service_role: server,
      stranger: { select: 'filtered' },
      manager: { select: 'around+subtree' },
      officer: { select: 'around+subtree' },
      districtOfficer: { select: 'around+subtree' },
      houseOfficer: { select: 'around+subtree' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  menu_sections: {
    select: 'around',
    ...readOnly,
    but: {
      service_role: server,
      stranger: { select: 'filtered' },
      manager: { select: 'around+subtree' },
      officer: { select: 'around+subtree' },
      districtOfficer: { select: 'around+subtree' },
      houseOfficer: { select: 'around+subtree' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  menu_dishes: {
    select: 'around',
    ...readOnly,
    but: {
      service_role: server,
      stranger: { select: 'filtered' },
      manager: { select: 'around+subtree' },
      officer: { select: 'around+subtree' },
      districtOfficer: { select: 'around+subtree' },
      houseOfficer: { select: 'around+subtree' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  tray_dishes: {
    select: 'own',
    ...readOnly,
    but: { service_role: server, ...ghosts({ select: 'filtered' }) },
  },
  enrolments: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      manager: { select: 'own+house' },
      houseOfficer: { select: 'own+house' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  study_progress: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      manager: { select: 'own+house' },
      houseOfficer: { select: 'own+house' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  study_days: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      ...ghosts({ select: 'filtered' }),
    },
  },
  outcomes: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      manager: { select: 'own+house' },
      houseOfficer: { select: 'own+house' },
      ...ghosts({ select: 'filtered' }),
    },
  },
  quiz_attempts: {
    select: 'own',
    ...readOnly,
    but: {
      service_role: server,
      ...ghosts({ select: 'filtered' }),
    },
  },
};
