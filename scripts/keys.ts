// `npm run keys` says which keys sign and which still prove; `-- rotate` makes new ones and lets the old ones only prove;
// `-- withdraw KEY` takes back a key that somebody else may have, and with it everything it signed.
import { rawPublicKey } from '../src/domains/credits/chain.ts';
import { keyRing, publicKeyOf, rotated, withdrawn, writeRing, type KeyRing } from '../src/platform/keys.ts';
import { refuse, run, say } from '../server/words.ts';

function list(ring: KeyRing): void {
  for (const key of ring) {
    const standing = key.retired_at ? say('只供核对', 'proves') : say('签发', 'signs');
    // As `npm run audit -- --key` wants it.
    const hex = key.kind === 'Ed25519' ? rawPublicKey(publicKeyOf(key)) : '';
    process.stdout.write(`  ${key.id}  ${standing}  ${key.made_at.slice(0, 10)}  ${hex}\n`);
  }
}

await run(async () => {
  const [command, id] = process.argv.slice(2);
  const ring = keyRing();
  if (command === 'rotate') writeRing(rotated(ring, new Date()));
  else if (command === 'withdraw' && ring.some((key) => key.id === id)) {
    const left = withdrawn(ring, id ?? '');
    // What signs no longer has to be replaced at once.
    writeRing(left.filter((key) => !key.retired_at).length < 2 ? rotated(left, new Date()) : left);
  } else if (command) {
    return refuse(
      '用法：npm run keys [-- rotate | withdraw 密钥编号]',
      'Usage: npm run keys [-- rotate | withdraw KEY]',
    );
  }
  list(keyRing());
});
