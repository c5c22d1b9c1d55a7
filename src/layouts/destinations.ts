import type { NavItem } from '#layouts/nav.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import type { Person } from '#platform/session.ts';

type Destination = Omit<NavItem, 'current'>;

/** Where a person can go, as what she is acting now. What she may do there is decided where the data are. */
export function destinations(person: Person | null, path: string): NavItem[] {
  if (!person) return [];
  const items: Destination[] = [
    { href: '/learn', label: m.learning_title(), icon: 'book' },
    { href: '/menu', label: m.menus_title(), icon: 'menu' },
    { href: '/courses', label: m.courses_title(), icon: 'search' },
    { href: '/records', label: m.records_nav(), icon: 'record' },
    { href: '/credits', label: m.credits_passbook(), icon: 'passbook' },
    { href: '/me', label: m.membership_me(), icon: 'user' },
  ];
  const { acting } = person;
  if (acting && acting.role !== 'worker') {
    items.push({
      href: `/organisations/${acting.organisation_id}`,
      label: m.membership_organisation(),
      icon: 'building',
    });
  }
  if (acting?.role === 'manager' || acting?.role === 'officer') {
    items.push({
      href: `/organisations/${acting.organisation_id}/people`,
      label: m.membership_people(),
      icon: 'users',
    });
  }
  if (acting && ['manager', 'officer', 'bank_officer'].includes(acting.role)) {
    items.push({ href: `/organisations/${acting.organisation_id}/claims`, label: m.records_queue(), icon: 'check' });
  }
  if (acting?.role === 'bank_officer') {
    items.push({
      href: `/organisations/${acting.organisation_id}/credits`,
      label: m.credits_counter(),
      icon: 'passbook',
    });
  }
  if (acting?.role === 'trainer') {
    items.push({
      href: `/organisations/${acting.organisation_id}/sessions`,
      label: m.classroom_sessions(),
      icon: 'calendar',
    });
  }
  if (acting && ['officer', 'reviewer', 'bank_officer', 'auditor'].includes(acting.role)) {
    items.push({ href: '/panels', label: m.panels_title(), icon: 'users' });
  }
  if (acting?.role === 'auditor') {
    items.push({ href: `/organisations/${acting.organisation_id}/audit`, label: m.membership_audit(), icon: 'shield' });
  }
  items.push({ href: '/me/file', label: m.membership_my_file(), icon: 'file' });
  items.push({ href: '/me/security', label: m.membership_security(), icon: 'lock' });
  items.push({ href: '/privacy', label: m.membership_privacy(), icon: 'shield' });
  const here = items.findLast((item) => path === item.href || path.startsWith(`${item.href}/`));
  return items.map((item) => ({ ...item, current: item === here }));
}
