import { demoPeople } from '../../supabase/embedded/demo.ts';

const demo = Object.fromEntries(Object.entries(demoPeople).map(([key, { workerId }]) => [key, workerId]));

/** Whom a test can be. Most are the people of the demo world; the last ones stand for whoever has no place in it. */
export const workerIds = {
  worker: demo['worker'],
  carer: demo['carer'],
  manager: demo['manager'],
  trainer: demo['trainer'],
  reviewer: demo['reviewer'],
  officer: demo['officer'],
  bankOfficer: demo['bankOfficer'],
  auditor: demo['auditor'],
  districtOfficer: demo['districtOfficer'],
  /** Officer of the union of one enterprise. */
  houseOfficer: '00000000-0000-4000-8000-000000000192',
  /** Signed in, with a record, without any membership that counts today. */
  stranger: '00000000-0000-4000-8000-000000000191',
  /** The officer, with a token of a session that was ended. */
  ended: demo['officer'],
  /** Known to the auth service, attached to no record. */
  unattached: null,
} as const;

export type Person = keyof typeof workerIds;
export const people = Object.keys(workerIds) as Person[];

export type Caller = Person | 'anon' | 'service_role';

export const organisations = {
  federation: '00000000-0000-4000-8000-000000000001',
  district: '00000000-0000-4000-8000-000000000002',
  industry: '00000000-0000-4000-8000-000000000003',
  factory: '00000000-0000-4000-8000-000000000010',
  welders: '00000000-0000-4000-8000-000000000011',
  turners: '00000000-0000-4000-8000-000000000012',
  electricians: '00000000-0000-4000-8000-000000000013',
  carers: '00000000-0000-4000-8000-000000000020',
  homeCare: '00000000-0000-4000-8000-000000000021',
  school: '00000000-0000-4000-8000-000000000030',
  provider: '00000000-0000-4000-8000-000000000040',
} as const;
