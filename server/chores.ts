import { expireDue, signHeads } from '../src/domains/credits/data.ts';
import { giveBackLate } from '../src/domains/credits/programmes/data.ts';
import { recogniseWaiting } from '../src/domains/credits/recognition/data.ts';
import { simulateRules } from '../src/domains/credits/rulebook/data.ts';
import { countCredits } from '../src/domains/credits/statistics/data.ts';
import { endIdleSessions } from '../src/domains/membership/account/data.ts';
import { closeForgotten } from '../src/domains/learning/classroom/data.ts';
import { settleDue } from '../src/domains/panels/data.ts';
import { forgetEvidence } from '../src/domains/records/claims/data.ts';
import { keyRing, signingKey } from '../src/platform/keys.ts';
import { describe, log } from '../src/platform/log.ts';

const pause_ms = 60_000;

/** Each says how much of it is done; it is asked again until nothing is left. */
const chores = {
  sign_ins_ended: endIdleSessions,
  sessions_closed: closeForgotten,
  panels_settled: settleDue,
  recognition: recogniseWaiting,
  redemptions_given_back: giveBackLate,
  credits_expired: expireDue,
  evidence_forgotten: forgetEvidence,
  rules_simulated: simulateRules,
  credits_counted: countCredits,
  heads_signed: () => signHeads(signingKey(keyRing(), 'Ed25519').key),
};

/**
 * Does every minute what nobody asks for: ends sign-ins that were left, closes sessions that were forgotten, decides or passes on what a panel owes, recognises what was completed and not recognised
 * at once, gives back what a school did not answer in time, lets credits expire whose day has come, takes files of the forgotten out of
 * the store, finds out what new rules would change, adds up the months of the bank, signs the heads of the bank's
 * chains. Answers a function that ends it and waits for what is under way.
 */
export function keepDoingChores(): () => Promise<void> {
  let stopped = false;
  const sweep = async (): Promise<void> => {
    for (const [chore, work] of Object.entries(chores)) {
      try {
        while (!stopped && (await work()) > 0);
      } catch (thrown) {
        log('error', 'chore_failed', { chore, why: describe(thrown) });
      }
    }
  };
  let running = sweep();
  const timer = setInterval(() => (running = running.then(sweep)), pause_ms);
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
