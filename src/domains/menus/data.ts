import * as z from 'zod';
import {
  documentSchema,
  menuLinesSchema,
  myMenuSchema,
  orderedSchema,
  type MenuDocument,
  type MenuListing,
  type MyMenu,
} from '#domains/menus/schema.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';

export const myMenu = async (db: Db): Promise<MyMenu> => myMenuSchema.parse(await unwrap(db.rpc('my_menu')));

export const chooseDishes = (db: Db, chosen: string[], offered: string[]): Promise<number> =>
  unwrap(db.rpc('choose_dishes', { chosen, offered }));

export const orderTray = (db: Db): Promise<number> => unwrap(db.rpc('order_tray'));

export async function orderForPeople(db: Db, organisation: string, courses: string[], lastDay: string | undefined) {
  const sent = { organisation, courses, ...(lastDay === undefined ? {} : { last_day: lastDay }) };
  return orderedSchema.parse(await unwrap(db.rpc('order_for_people', sent)));
}

export const organisationMenus = async (db: Db, organisation: string): Promise<MenuListing[]> =>
  menuLinesSchema.parse(await unwrap(db.rpc('organisation_menus', { organisation })));

export async function menuDocument(db: Db, menu: string): Promise<MenuDocument> {
  if (!z.uuid().safeParse(menu).success) throw new Failure('menu_not_found', 404);
  const { data, error } = await db.rpc('menu_document', { menu });
  if (error) throw failureOf(error);
  if (data === null) throw new Failure('menu_not_found', 404);
  return documentSchema.parse(data);
}

type Kept = Omit<MenuDocument, 'id' | 'revision' | 'organisation' | 'organisation_id' | 'published_at'> &
  Partial<Pick<MenuDocument, 'id' | 'revision'>>;

export const keepMenu = (db: Db, organisation: string, menu: Kept): Promise<string> =>
  unwrap(db.rpc('keep_menu', { organisation, menu: menu as unknown as Json }));

export const publishMenu = (db: Db, menu: string): Promise<boolean> => unwrap(db.rpc('publish_menu', { menu }));

export const withdrawMenu = (db: Db, menu: string): Promise<boolean> => unwrap(db.rpc('withdraw_menu', { menu }));
