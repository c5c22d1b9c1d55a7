declare namespace App {
  interface Locals {
    requestId: string;
    db: import('#platform/db.ts').Db;
    person: import('#platform/session.ts').Person | null;
    /** What tells this device from others, once an account was opened or was to be opened on it. */
    device: string | null;
    /** What a form sent, to show it again when something in it has to be mended. */
    submitted: Record<string, string>;
    /** Set when this rendering is the page that explains a failure. */
    failure?: import('#platform/errors.ts').Failure;
  }
}
