import {
  codeSchema,
  listedSchema,
  myShareSchema,
  openedSchema,
  type ListedShare,
  type MyShare,
  type Opened,
  type ShareForm,
} from '#domains/records/shares/schema.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { idFrom } from '#platform/fields.ts';

export const shareRecord = (db: Db, { since, expires_on, replaces, ...form }: ShareForm): Promise<string> =>
  unwrap(
    db.rpc('share_record', {
      ...form,
      ...(since ? { since } : {}),
      ...(expires_on ? { expires_on } : {}),
      ...(replaces ? { replaces } : {}),
    }),
  );

export const revokeShare = (db: Db, share: string) => unwrap(db.rpc('revoke_share', { share }));

const columns = 'id, audience, created_at, expires_on, revoked_at, replaced_by';

/** My latest shares. There are at most a hundred that show something. */
export async function myShares(db: Db, worker: string): Promise<ListedShare[]> {
  const rows = db.from('shares').select(columns).eq('worker_id', worker).order('created_at', { ascending: false });
  return listedSchema.parse(await unwrap(rows.order('id').limit(100)));
}

export async function myShare(db: Db, share: string): Promise<MyShare> {
  return myShareSchema.parse(await unwrap(db.rpc('my_share', { share: idFrom(share, 'share_not_found') })));
}

/** For anyone. What is no code at all is as unknown as a wrong one. */
export async function openShare(typed: string): Promise<Opened> {
  const code = codeSchema.safeParse(typed);
  if (!code.success) return { state: 'unknown', since: null };
  return openedSchema.parse(await unwrap(clerk().rpc('clerk_open_share', { share_code: code.data })));
}
