// `npm run bench -- honest [--seed N]`: plays attacks on hours and honest people against a running product, through its own doors, and says
// what was minted and what was lost. Everything that is drawn comes from the seed.
import { attacks } from './honest/attacks.ts';
import { honest } from './honest/people.ts';
import { openWorld } from './honest/world.ts';

const at = process.argv.indexOf('--seed');
const seed = at < 0 ? 1 : Number(process.argv[at + 1]);
if (!Number.isSafeInteger(seed)) throw new Error('--seed wants a whole number');

/** A small generator whose whole state is the seed (mulberry32). */
function generator(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = generator(seed);
const pick = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
const world = await openWorld(random);
const print = (line: object) => console.log(JSON.stringify(line));
let [minted_min, lost_min, flagged] = [0, 0, 0];

for (const [index, { name, play }] of attacks.entries()) {
  const life = await world.life(`attacker-${index}`);
  const entitled_min = await play(life, world, pick);
  const granted_min = await life.granted_min();
  minted_min += Math.max(0, granted_min - entitled_min);
  print({ attack: name, granted_min, entitled_min, waiting_min: await life.waiting_min() });
}
for (const [index, { name, play }] of honest.entries()) {
  const life = await world.life(`honest-${index}`);
  const due_min = await play(life, world, pick);
  const [granted_min, waiting_min] = [await life.granted_min(), await life.waiting_min()];
  // What waits for people is not lost, but it is told.
  lost_min += Math.max(0, due_min - granted_min - waiting_min);
  flagged += waiting_min > 0 ? 1 : 0;
  print({ honest: name, granted_min, due_min, waiting_min });
}
await world.end();
print({
  ...{ bench: 'honest', seed, attacks: attacks.length, minted_min, honest: honest.length, lost_min },
  flagged_honest_pct: Math.round((flagged * 1000) / honest.length) / 10,
});
if (minted_min > 0 || lost_min > 0) process.exitCode = 1;
