import type { WorkerFile } from '#domains/membership/file/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';

export async function myFile(db: Db, workerId: string) {
  const columns = 'name, gender, birth_year, employment_kind, trade, skill_level, worker_groups (group)';
  const { worker_groups, ...file } = await unwrap(db.from('workers').select(columns).eq('id', workerId).single());
  return { ...file, groups: worker_groups.map(({ group }) => group) };
}

export const keepMyFile = (db: Db, { groups, ...file }: WorkerFile) => unwrap(db.rpc('keep_my_file', { file, groups }));

/** Everything the database knows about me, table by table. */
export const myData = (db: Db) => unwrap(db.rpc('my_data'));

export async function whoSawMe(db: Db, workerId: string) {
  const columns = 'id, at, action, actor_id, organisations (name)';
  return unwrap(
    db
      .from('audit_entries')
      .select(columns)
      .eq('worker_id', workerId)
      .order('at', { ascending: false })
      .order('id')
      .limit(50),
  );
}
