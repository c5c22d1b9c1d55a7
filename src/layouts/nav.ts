import type { IconName } from '#ui/icons.ts';

export interface NavItem {
  href: string;
  label: string;
  icon?: IconName;
  current?: boolean;
}

export interface User {
  name: string;
  role?: string | undefined;
  organisation?: string | undefined;
  /** Where the person's own page is. */
  href?: string | undefined;
}
