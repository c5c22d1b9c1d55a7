import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { workerIds, type Caller } from './people.ts';

export const engines = ['pglite', 'native'] as const;
export type Engine = (typeof engines)[number];

interface Connection {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** How a statement ended: with rows, or refused with what PostgREST would tell the caller. */
export type Outcome<Row> =
  { rows: Row[]; error?: undefined } | { rows?: undefined; error: { code: string; message: string; detail?: string } };

export interface Transaction {
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** The only row of an answer. */
  one<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row>;
  /** Runs a statement that may be refused; the transaction goes on either way. */
  attempt<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Outcome<Row>>;
  /** From here on the statements are sent by this person, exactly as a request of hers would send them. */
  as(caller: Caller | 'owner'): Promise<void>;
}

export interface TestDatabase {
  engine: Engine;
  /** Everything done inside is undone. Begins as the owner of the database. */
  rolledBack<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** One statement by one person, undone afterwards. */
  as<Row = Record<string, unknown>>(caller: Caller, sql: string, parameters?: unknown[]): Promise<Outcome<Row>>;
  close(): Promise<void>;
}

async function connectPglite(): Promise<Connection> {
  const loadDataDir = new Blob([readFileSync(inject('pgliteDump'))]);
  const pglite = await PGlite.create({ loadDataDir, extensions: { btree_gist, pgcrypto } });
  return {
    query: async <Row>(sql: string, parameters: unknown[] = []) => (await pglite.query<Row>(sql, parameters)).rows,
    close: () => pglite.close(),
  };
}

async function connectNative(): Promise<Connection> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(inject('nativeUrl'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${inject('nativeTemplate')}`);
  await admin.end();
  const url = new URL(inject('nativeUrl'));
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  return {
    query: async <Row>(text: string, parameters: unknown[] = []) =>
      [...(await sql.unsafe(text, parameters as never[]))] as unknown as Row[],
    close: () => sql.end(),
  };
}

/** Two round trips would tell which token a person has; both services put the same claims into every request. */
const claims = `select jsonb_build_object('sub', a.user_id, 'role', 'authenticated', 'session_id', md5('session ' || a.user_id)::uuid) as claims
  from private.accounts a where a.worker_id = $1::uuid`;

async function claimsOf(connection: Connection, caller: Caller): Promise<Record<string, string>> {
  if (caller === 'anon' || caller === 'service_role') return { role: caller };
  if (caller === 'unattached') {
    const [row] = await connection.query<{ id: string }>(`select md5('session ' || $1)::uuid as id`, [unattachedUser]);
    return { sub: unattachedUser, role: 'authenticated', session_id: row?.id ?? '' };
  }
  const [row] = await connection.query<{ claims: Record<string, string> }>(claims, [workerIds[caller]]);
  if (!row) throw new Error(`${caller} has no account`);
  return caller === 'ended' ? { ...row.claims, session_id: randomUUID() } : row.claims;
}

const unattachedUser = '00000000-0000-4000-8000-0000000009a2';

async function become(connection: Connection, caller: Caller | 'owner'): Promise<void> {
  await connection.query('reset role');
  const wanted = caller === 'owner' ? {} : await claimsOf(connection, caller);
  await connection.query(
    `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)`,
    [JSON.stringify(wanted), wanted['sub'] ?? ''],
  );
  if (wanted['role']) await connection.query(`set local role ${wanted['role']}`);
}

async function attempt<Row>({ query }: Connection, sql: string, parameters?: unknown[]): Promise<Outcome<Row>> {
  await query('savepoint attempt');
  try {
    const rows = await query<Row>(sql, parameters);
    await query('release savepoint attempt');
    return { rows };
  } catch (thrown) {
    await query('rollback to savepoint attempt');
    const { code, message, detail } = thrown as { code: string; message: string; detail?: string };
    return { error: { code, message, ...(detail ? { detail } : {}) } };
  }
}

function transactionOn(connection: Connection): Transaction {
  return {
    query: connection.query,
    one: async <Row>(sql: string, parameters?: unknown[]) => {
      const rows = await connection.query<Row>(sql, parameters);
      if (rows.length !== 1 || rows[0] === undefined) throw new Error(`${rows.length} rows from ${sql}`);
      return rows[0];
    },
    attempt: (sql, parameters) => attempt(connection, sql, parameters),
    as: (caller) => become(connection, caller),
  };
}

export async function openDatabase(engine: Engine): Promise<TestDatabase> {
  const connection = engine === 'pglite' ? await connectPglite() : await connectNative();
  const transaction = transactionOn(connection);
  const rolledBack = async <Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> => {
    await connection.query('begin');
    try {
      return await work(transaction);
    } finally {
      await connection.query('rollback');
    }
  };
  return {
    engine,
    rolledBack,
    as: (caller, sql, parameters) =>
      rolledBack(async () => {
        await transaction.as(caller);
        return transaction.attempt(sql, parameters);
      }),
    close: connection.close,
  };
}

/** The same expectations on PGlite, which a newcomer gets, and on a native Postgres, which production runs. */
export function onBothEngines(suite: (database: () => TestDatabase, engine: Engine) => void): void {
  describe.each(engines)('on %s', (engine) => {
    let database: TestDatabase | undefined;
    beforeAll(async () => void (database = await openDatabase(engine)));
    afterAll(() => database?.close());
    suite(() => {
      if (!database) throw new Error('the database is not open yet');
      return database;
    }, engine);
  });
}

/** As the server, and back to the owner, who can turn clocks. */
export async function clerk<Row>(tx: Transaction, sql: string, parameters: unknown[] = []): Promise<Row> {
  await tx.as('service_role');
  const row = await tx.one<Row>(sql, parameters);
  await tx.as('owner');
  return row;
}
