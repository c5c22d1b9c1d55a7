import { expect, it } from 'vitest';
import { killDuringImport } from '../support/import-kills.ts';

it('loses and doubles nobody when the product is killed in the middle of an import', async () => {
  expect(await killDuringImport(4, 6000)).toMatchObject({ kills: 4, lost: 0, doubled: 0 });
});
