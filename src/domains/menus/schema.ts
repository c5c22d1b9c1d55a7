import * as z from 'zod';
import { anyText, localText, orNothing, someText } from '#platform/fields.ts';

export const menuRules = ['all', 'hours', 'count'] as const;
export const menuAudiences = ['all', 'migrant', 'women', 'laid_off', 'hardship'] as const;
export type MenuRule = (typeof menuRules)[number];

const named = z.object({ slug: z.string(), title: localText });

// What is read -------------------------------------------------------------------------------------------------------

const dish = named.extend({
  hours_min: z.int(),
  kind: z.string(),
  state: z.enum(['open', 'chosen', 'begun', 'completed']),
  missing: z.array(named),
});
const asked = { title: localText, rule: z.enum(menuRules), need: z.int().nullable() };
const section = z.object({ ...asked, position: z.int(), dishes: z.array(dish) });
const offered = z.object({
  id: z.guid(),
  organisation: z.string(),
  title: localText,
  note: localText.nullable(),
  valid_until: z.string(),
  sections: z.array(section),
});
const times = z.object({ starts_at: z.string(), ends_at: z.string() });
const chosen = dish.extend({ meetings: z.array(z.array(times)) });
const booked = named.extend(times.shape);
export const myMenuSchema = z.object({ menus: z.array(offered), tray: z.array(chosen), booked: z.array(booked) });
export type MyMenu = z.output<typeof myMenuSchema>;
export type OfferedMenu = z.output<typeof offered>;
export type MenuSection = z.output<typeof section>;
export type Dish = z.output<typeof dish>;
export type Times = z.output<typeof times>;

export const menuLinesSchema = z.array(
  z.object({
    id: z.guid(),
    title: localText,
    valid_from: z.string(),
    valid_until: z.string(),
    audiences: z.array(z.string()),
    published_at: z.string().nullable(),
    dishes: z.int(),
  }),
);
export type MenuListing = z.output<typeof menuLinesSchema>[number];

export const documentSchema = z.object({
  id: z.guid(),
  organisation_id: z.guid(),
  organisation: z.string(),
  revision: z.int(),
  title: localText,
  note: localText.nullable(),
  audiences: z.array(z.enum(menuAudiences)),
  valid_from: z.string(),
  valid_until: z.string(),
  published_at: z.string().nullable(),
  sections: z.array(z.object({ ...asked, dishes: z.array(named.extend({ hours_min: z.int() })) })),
});
export type MenuDocument = z.output<typeof documentSchema>;

export const orderedSchema = z.object({ people: z.int(), begun: z.int(), already: z.int() });

// What forms send ----------------------------------------------------------------------------------------------------

const slugs = z.array(z.string().max(60)).max(500);
export const choiceSchema = z.object({ course: slugs, offered: slugs });

const day = z.iso.date('date_not_understood');
export const peopleOrderSchema = z.object({
  organisation: z.uuid(),
  course: slugs.min(1, 'tray_empty'),
  last_day: z.preprocess(orNothing, day.optional()),
});

const title = someText('menu_title_missing', 60);
const inEnglish = anyText(120);
const facts = z.object({
  title,
  title_en: inEnglish,
  note: anyText(200),
  audiences: z.array(z.enum(menuAudiences)).min(1, 'menu_audience_missing'),
  valid_from: day,
  valid_until: day,
});
const inOrder = (typed: { valid_from: string; valid_until: string }) => typed.valid_from <= typed.valid_until;
const orderly = { error: 'menu_period_backwards', path: ['valid_until'] };

export const newMenuSchema = facts.extend({ organisation: z.uuid() }).refine(inOrder, orderly);

const which = { menu: z.uuid(), revision: z.coerce.number().int() };
export const factsSchema = facts.extend(which).refine(inOrder, orderly);
export const menuOnlySchema = z.object({ menu: z.uuid() });
export const addSectionSchema = z.object(which);
const place = { ...which, section: z.coerce.number().int().min(0).max(19) };
export const dropSectionSchema = z.object(place);
export const addDishSchema = z.object({ ...place, course: z.string().max(60) });
export const sectionSchema = z.object({
  ...place,
  title,
  title_en: inEnglish,
  rule: z.enum(menuRules),
  need: z.preprocess(orNothing, z.coerce.number({ error: 'number_not_understood' }).min(0.5).max(9999).optional()),
  course: slugs,
});
export type SectionForm = z.output<typeof sectionSchema>;
export type FactsForm = z.output<typeof facts>;
