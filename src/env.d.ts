declare namespace App {
  interface Locals {
    requestId: string;
    db: import('#platform/db.ts').Db;
    person: import('#platform/session.ts').Person | null;
    /** What a form sent, to show it again when something in it has to be mended. */
    submitted: Record<string, string>;
    /** Set when this rendering is the page that explains a failure. */
    failure?: import('#platform/errors.ts').Failure;
  }
}
