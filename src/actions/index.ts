import * as account from '#domains/membership/account/actions.ts';
import * as file from '#domains/membership/file/actions.ts';

/** Every write a page can post. Each domain owns its own; this is the table of them. */
export const server = { account, file };
