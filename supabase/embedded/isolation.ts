import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';

/**
 * PGlite has one session. The services' own driver sends every request's BEGIN, role, claims and statements into it as
 * they come, so two requests at once would share a transaction: the role of one and the claims of the other. Here a
 * transaction has the session to itself until it ends, and whatever else its request asks is asked inside it.
 */
interface Asking {
  transaction?: Transaction | undefined;
  savepoints: number;
}
const asking = new AsyncLocalStorage<Asking>();

/** Answers one request: what it asks outside its transaction while that is open belongs to it as well. */
export const oneRequest = <Result>(work: () => Promise<Result>): Promise<Result> => asking.run({ savepoints: 0 }, work);

class Session implements DatabaseConnection {
  readonly #pglite: PGlite;
  transaction: Transaction | undefined;
  /** Set where the request has a transaction already and this one is a part of it. */
  savepoint: string | undefined;
  end: () => void = () => {};
  ended: Promise<unknown> = Promise.resolve();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await (this.transaction ?? this.#pglite).query<Row>(sql, [...parameters]);
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
  }

  // eslint-disable-next-line require-yield -- the interface wants a generator
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('PGlite does not stream.');
  }
}

class OneAtATime implements Driver {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  init = async () => {};
  acquireConnection = async () => new Session(this.#pglite);
  releaseConnection = async () => {};
  destroy = async () => {};

  async beginTransaction(session: Session): Promise<void> {
    const request = asking.getStore();
    if (request?.transaction) {
      session.transaction = request.transaction;
      session.savepoint = `inner_${++request.savepoints}`;
      await session.transaction.exec(`savepoint ${session.savepoint}`);
      return;
    }
    await new Promise<void>((begun, failed) => {
      session.ended = this.#pglite.transaction((transaction) => {
        session.transaction = transaction;
        if (request) request.transaction = transaction;
        begun();
        return new Promise<void>((end) => (session.end = end));
      });
      session.ended.catch(failed);
    });
  }

  async commitTransaction(session: Session): Promise<void> {
    if (session.savepoint) await session.transaction?.exec(`release savepoint ${session.savepoint}`);
    else await this.#leave(session);
  }

  async rollbackTransaction(session: Session): Promise<void> {
    if (session.savepoint) await session.transaction?.exec(`rollback to savepoint ${session.savepoint}`);
    else {
      await session.transaction?.rollback();
      await this.#leave(session);
    }
  }

  async #leave(session: Session): Promise<void> {
    const request = asking.getStore();
    if (request) request.transaction = undefined;
    session.end();
    await session.ended;
  }
}

/** What the services build their statements with, over a session that they can't share by accident. */
export function isolated(pglite: PGlite): Kysely<unknown> {
  const [query, exec] = [pglite.query.bind(pglite), pglite.exec.bind(pglite)];
  pglite.query = ((...asked: Parameters<typeof query>) =>
    asking.getStore()?.transaction?.query(...asked) ?? query(...asked)) as typeof query;
  pglite.exec = (...asked) => asking.getStore()?.transaction?.exec(...asked) ?? exec(...asked);
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new OneAtATime(pglite),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
