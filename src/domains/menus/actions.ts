import { coursePage } from '#domains/courses/data.ts';
import * as menus from '#domains/menus/data.ts';
import { changedSection, factsOf, withDish, withoutSection, withSection } from '#domains/menus/rules.ts';
import * as schema from '#domains/menus/schema.ts';
import type { Db } from '#platform/db.ts';
import { formAction } from '#platform/forms.ts';
import { m } from '#platform/i18n/compiled/messages.js';

export const choose = formAction(schema.choiceSchema, ({ course, offered }, { locals }) =>
  menus.chooseDishes(locals.db, course, offered),
);

/** What is ticked is put on the tray first: the button that orders may be the first one pressed. */
export const order = formAction(schema.choiceSchema, async ({ course, offered }, { locals }) => {
  await menus.chooseDishes(locals.db, course, offered);
  return menus.orderTray(locals.db);
});

export const orderForPeople = formAction(schema.peopleOrderSchema, ({ organisation, course, last_day }, { locals }) =>
  menus.orderForPeople(locals.db, organisation, course, last_day),
);

export const begin = formAction(schema.newMenuSchema, ({ organisation, ...facts }, { locals }) =>
  menus.keepMenu(locals.db, organisation, { ...factsOf(facts), sections: [] } as never),
);

type Document = schema.MenuDocument;

/** Reads a menu, changes it and keeps it, unless somebody else changed it since the form was shown. */
async function edit(db: Db, { menu, revision }: { menu: string; revision: number }, change: (was: Document) => object) {
  const was = await menus.menuDocument(db, menu);
  const changed = { ...was, ...change(was), revision };
  return menus.keepMenu(db, was.organisation_id, changed);
}

export const facts = formAction(schema.factsSchema, (form, { locals }) => edit(locals.db, form, () => factsOf(form)));

export const addSection = formAction(schema.addSectionSchema, (form, { locals }) =>
  edit(locals.db, form, ({ sections }) => ({ sections: withSection(sections, m.menus_new_section()) })),
);

export const dropSection = formAction(schema.dropSectionSchema, (form, { locals }) =>
  edit(locals.db, form, ({ sections }) => ({ sections: withoutSection(sections, form.section) })),
);

export const section = formAction(schema.sectionSchema, (form, { locals }) =>
  edit(locals.db, form, ({ sections }) => ({ sections: changedSection(sections, form) })),
);

export const addDish = formAction(schema.addDishSchema, async (form, { locals }) => {
  const { slug, title, hours_min } = await coursePage(locals.db, true, form.course);
  return edit(locals.db, form, ({ sections }) => ({
    sections: withDish(sections, form.section, { slug, title, hours_min }),
  }));
});

export const publish = formAction(schema.menuOnlySchema, ({ menu }, { locals }) => menus.publishMenu(locals.db, menu));

export const withdraw = formAction(schema.menuOnlySchema, ({ menu }, { locals }) =>
  menus.withdrawMenu(locals.db, menu),
);
