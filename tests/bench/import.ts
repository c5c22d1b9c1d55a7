// `npm run bench -- import`: 20 kills (or as many as the next word says) in the middle of one import of 20,000 people.
import { killDuringImport } from '../support/import-kills.ts';

const report = await killDuringImport(Number(process.argv[3] ?? 20), 20_000);
console.log(JSON.stringify({ bench: 'import', ...report }));
