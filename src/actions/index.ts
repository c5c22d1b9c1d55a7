import * as courses from '#domains/courses/actions.ts';
import * as classroom from '#domains/learning/classroom/actions.ts';
import * as learning from '#domains/learning/actions.ts';
import * as plans from '#domains/learning/plans/actions.ts';
import * as talk from '#domains/learning/talk/actions.ts';
import * as appeals from '#domains/credits/appeals/actions.ts';
import * as pilots from '#domains/credits/pilots/actions.ts';
import * as programmes from '#domains/credits/programmes/actions.ts';
import * as rulebook from '#domains/credits/rulebook/actions.ts';
import * as panels from '#domains/panels/actions.ts';
import * as menus from '#domains/menus/actions.ts';
import * as account from '#domains/membership/account/actions.ts';
import * as factor from '#domains/membership/factor/actions.ts';
import * as file from '#domains/membership/file/actions.ts';
import * as invitations from '#domains/membership/invitations/actions.ts';
import * as organisations from '#domains/membership/organisations/actions.ts';
import * as catalogue from '#domains/records/catalogue/actions.ts';
import * as certificates from '#domains/records/certificates/actions.ts';
import * as claims from '#domains/records/claims/actions.ts';
import * as imports from '#domains/records/imports/actions.ts';
import * as shares from '#domains/records/shares/actions.ts';
import * as signed from '#domains/records/signed/actions.ts';
import * as roster from '#domains/membership/roster/actions.ts';

/** Every write a page can post. Each domain owns its own; this is the table of them. */
export const server = {
  account,
  factor,
  file,
  organisations,
  invitations,
  roster,
  courses,
  learning,
  classroom,
  plans,
  talk,
  appeals,
  pilots,
  programmes,
  rulebook,
  menus,
  panels,
  catalogue,
  certificates,
  claims,
  imports,
  shares,
  signed,
};
