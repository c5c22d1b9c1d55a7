import nodemailer from 'nodemailer';
import { env } from '#platform/env.ts';
import { log } from '#platform/log.ts';

export interface Message {
  kind: 'phone' | 'email';
  to: string;
  subject: string;
  text: string;
}

/** The one seam through which messages leave the machine: SMTP and an SMS gateway where they are configured, else the console. */
export async function sendMessage(message: Message): Promise<void> {
  const { SMTP_URL, SMS_GATEWAY_URL } = env();
  if (message.kind === 'email' && SMTP_URL) return sendMail(SMTP_URL, message);
  if (message.kind === 'phone' && SMS_GATEWAY_URL) return sendText(SMS_GATEWAY_URL, message);
  process.stdout.write(
    `\n── ${message.kind === 'email' ? '✉' : '☎'} ${message.to}\n   ${message.subject}\n   ${message.text}\n\n`,
  );
}

/** Nobody waits for a message to be delivered: how long that takes would tell whether the account exists. */
export function postMessage(message: Message): void {
  sendMessage(message).catch((cause: unknown) =>
    log('error', 'message_not_sent', { kind: message.kind, why: String(cause) }),
  );
}

async function sendMail(url: string, { to, subject, text }: Message): Promise<void> {
  await nodemailer.createTransport(url).sendMail({ from: env().MAIL_FROM, to, subject, text });
}

async function sendText(url: string, { to, text }: Message): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${env().SMS_GATEWAY_TOKEN}` },
    body: JSON.stringify({ to, text }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`SMS gateway answered ${answer.status}`);
}
