import './service-switches.ts';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { isolated, oneRequest } from './isolation.ts';

/** What the embedded services need of a database, whichever of the two drivers is behind it. */
export interface Database {
  connection: Awaited<ReturnType<typeof createPgliteConnection>> | ReturnType<typeof createPostgresConnection>;
  /** Keeps what one request asks apart from what others ask at the same time. */
  oneRequest<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs a script of several statements: all of it or nothing. */
  script(sql: string): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * The services grant every right on every table when they see row level security for the first time. Told that they have
 * seen it already, they grant nothing, and what the migrations say is what holds.
 */
function keepGrants(connection: Database['connection']): void {
  (connection as unknown as { rlsState: string }).rlsState = 'active';
}

export async function openPglite(url: string | undefined, loadDataDir?: Blob): Promise<Database> {
  const connection = await createPgliteConnection({
    ...(url === undefined ? {} : { url }),
    pgliteOptions: { extensions: { btree_gist, pgcrypto }, ...(loadDataDir ? { loadDataDir } : {}) },
  });
  keepGrants(connection);
  const { driver } = connection;
  connection.kysely = isolated(driver) as typeof connection.kysely;
  return {
    connection,
    oneRequest,
    script: (sql) => driver.transaction(async (transaction) => void (await transaction.exec(sql))),
    query: async <Row>(sql: string, parameters: unknown[] = []) => (await driver.query<Row>(sql, parameters)).rows,
    close: () => connection.close(),
  };
}

/** The services hand JSON over as text already; written as JSON once more, an object would arrive as one long string. */
const jsonOf = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
});

export function openPostgres(url: string): Database {
  const types = { json: jsonOf(114), jsonb: jsonOf(3802) };
  const connection = createPostgresConnection({ url, postgresOptions: { onnotice: () => {}, types } });
  keepGrants(connection);
  const { driver } = connection;
  return {
    connection,
    // A pool gives each transaction a session of its own.
    oneRequest: (work) => work(),
    script: async (sql) => void (await driver.begin((transaction) => transaction.unsafe(sql))),
    query: async <Row>(sql: string, parameters: unknown[] = []) =>
      [...(await driver.unsafe(sql, parameters as never[]))] as unknown as Row[],
    close: () => connection.close(),
  };
}
