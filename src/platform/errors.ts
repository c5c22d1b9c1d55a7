/** A failure as the product speaks of it: a stable word, an HTTP status, and facts for the sentence. */
export class Failure extends Error {
  readonly word: string;
  readonly status: number;
  readonly facts: Record<string, string | number>;

  constructor(word: string, status: number, facts: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(word, options);
    this.word = word;
    this.status = status;
    this.facts = facts;
  }
}

/** What PostgREST, the embedded services and storage answer when they refuse. */
export interface BackendError {
  message: string;
  code?: string | undefined;
  details?: string | null | undefined;
  status?: number | undefined;
}

/** SQLSTATEs of the database itself that a person can meet, by the rule she broke. The rest is our fault: 500. */
const sqlStates: Record<string, [word: string, status: number]> = {
  '23505': ['already_exists', 409],
  '23503': ['refers_to_missing', 422],
  '23502': ['value_missing', 422],
  '23514': ['value_not_allowed', 422],
  '22P02': ['value_not_understood', 422],
  '22008': ['value_not_understood', 422],
  '22001': ['value_too_long', 422],
  '22021': ['text_not_readable', 400],
  '22P05': ['text_not_readable', 400],
  '42501': ['not_allowed', 403],
  '57014': ['took_too_long', 503],
  PGRST116: ['not_found', 404],
  PGRST301: ['not_signed_in', 401],
};

function factsOf(details: string | null | undefined): Record<string, string | number> {
  try {
    const facts: unknown = JSON.parse(details ?? '{}');
    return facts !== null && typeof facts === 'object' ? (facts as Record<string, string | number>) : {};
  } catch {
    return {};
  }
}

/** The one translator from what the backend says to a failure of ours. */
export function failureOf(error: BackendError): Failure {
  const code = error.code ?? '';
  if (/^PT\d{3}$/.test(code)) return new Failure(error.message, Number(code.slice(2)), factsOf(error.details));
  const [word, status] = sqlStates[code] ?? ['internal', 500];
  return new Failure(word, status, {}, { cause: error });
}

/** Anything thrown anywhere, as a failure. What nobody foresaw is `internal`, and says nothing of its inside. */
export function asFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure('internal', 500, {}, { cause: thrown });
}
