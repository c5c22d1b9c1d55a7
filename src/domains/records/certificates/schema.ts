import * as z from 'zod';
import { placesOf, type CertificateKind } from '#domains/records/certificates/rules.ts';
import { anyText, someText } from '#platform/fields.ts';

export const certificateKinds = ['course', 'level'] as const satisfies readonly CertificateKind[];
const kind = z.enum(certificateKinds);

export const issueSchema = z.object({ outcome: z.guid(), audience: z.string().trim().min(1) });

const template = z.object({ heading: z.string(), wording: z.string(), signer: z.string() });
export type Template = z.output<typeof template>;

export const templateFormSchema = z
  .object({
    organisation: z.guid(),
    kind,
    heading: someText('certificate_heading_missing', 30),
    wording: someText('certificate_wording_missing', 300),
    signer: anyText(60).transform((text) => text ?? ''),
  })
  .superRefine(({ kind: of, wording }, context) => {
    const places = placesOf(wording);
    const understood = places.rest === '' && places.named.every((place) => certificatePlaces[of].includes(place));
    if (!understood || !places.named.includes('name') || !places.named.includes('title'))
      context.addIssue({ code: 'custom', path: ['wording'], message: 'certificate_places_wrong' });
  });
export type TemplateForm = z.output<typeof templateFormSchema>;
export const templateOnlySchema = z.object({ organisation: z.guid(), kind });

/** What may stand in the words for something that each certificate says in its own way. */
export const certificatePlaces: Record<CertificateKind, readonly string[]> = {
  course: ['name', 'title', 'hours', 'day'],
  level: ['name', 'title', 'issuer', 'day'],
};

export const templatesSchema = z.array(template.extend({ kind }));
export const certificateSchema = z.object({ kind, issuer: z.string().nullable(), template: template.nullable() });
export type Certificate = z.output<typeof certificateSchema>;
