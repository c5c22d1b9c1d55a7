// Checks an exported chain and needs nothing but Node: not this repository, no package, no database.
//   node check-chain.ts FILE [PUBLIC_KEY_HEX]
// The file has a JSON object on each line. A batch: its own line, the hash before it, its hash, and the lines of its transfers; the line of a
// transfer that opens a voucher is that of the voucher, and where the batch's line ends in true, each of them was posted at once by another
// transfer that has no line. A checkpoint: a head and the operator's Ed25519 signature. What is checked:
//   hash = sha256(previous hash + batch line + newline + sha256 of each transfer's line); previous hash = hash of the batch before,
//   sha256('') at first;
//   signature is by the key, over `gongke-checkpoint-1|organisation|seq|hash`, and that is the hash of that batch.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

interface Batch {
  batch: string;
  previous: string;
  hash: string;
  transfers: string[];
}

interface Checkpoint {
  organisation_id: string;
  seq: string;
  hash: string;
  public_key: string;
  signature: string;
}

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const [file, key] = process.argv.slice(2);
const hashes = new Map<string, string>();
const lasts = new Map<string, { seq: number; hash: string }>();
const seen = { transfers: 0, batches: 0, checkpoints: 0 };

function fail(line: number, why: string): never {
  console.error(`line ${line}: ${why}`);
  process.exit(1);
}

function checkBatch(line: number, { batch, previous, hash, transfers }: Batch): void {
  const [format, organisation = '', seq = '', , , , count, atOnce] = batch.split('|');
  if (format !== 'gongke-batch-1') fail(line, 'this is no batch');
  const before = lasts.get(organisation) ?? { seq: 0, hash: sha256().toString('hex') };
  if (Number(seq) !== before.seq + 1) fail(line, `batch ${seq} follows batch ${before.seq}`);
  if (previous !== before.hash) fail(line, 'the previous hash is not the hash of the batch before');
  const posted = transfers.length * (atOnce === 'true' ? 2 : 1);
  if (Number(count) !== posted) fail(line, `${posted} transfers where the batch says ${count}`);
  const digests = Buffer.concat(transfers.map((transfer) => sha256(transfer)));
  const right = sha256(Buffer.from(previous, 'hex'), `${batch}\n`, digests).toString('hex');
  if (right !== hash) fail(line, `the hash of batch ${seq} is ${right}, not ${hash}`);
  lasts.set(organisation, { seq: Number(seq), hash });
  hashes.set(`${organisation}|${seq}`, hash);
  seen.transfers += posted;
  seen.batches += 1;
}

function checkCheckpoint(line: number, { organisation_id, seq, hash, public_key, signature }: Checkpoint): void {
  if (key !== undefined && key !== public_key)
    fail(line, `signed by ${public_key}, which is not the key that was named`);
  if (hashes.get(`${organisation_id}|${seq}`) !== hash) fail(line, `batch ${seq} has another hash than was signed`);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(public_key, 'hex')]);
  const message = Buffer.from(`gongke-checkpoint-1|${organisation_id}|${seq}|${hash}`);
  const holds = verify(
    null,
    message,
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
    Buffer.from(signature, 'hex'),
  );
  if (!holds) fail(line, `the signature under batch ${seq} does not hold`);
  seen.checkpoints += 1;
}

if (file === undefined) {
  console.error('usage: node check-chain.ts FILE [PUBLIC_KEY_HEX]');
  process.exit(2);
}
let number = 0;
for await (const text of createInterface({ input: createReadStream(file) })) {
  number += 1;
  const said = JSON.parse(text) as Batch & { checkpoint?: Checkpoint };
  if (said.checkpoint) checkCheckpoint(number, said.checkpoint);
  else checkBatch(number, said);
}
console.log(
  `chain in order: ${seen.batches} batches, ${seen.transfers} transfers, ${seen.checkpoints} checkpoints; heads:`,
  [...lasts].map(([organisation, { seq, hash }]) => `${organisation} ${seq} ${hash}`).join(', '),
);
