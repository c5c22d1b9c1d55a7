import { Failure } from '#platform/errors.ts';

const unreadable = () => new Failure('text_not_readable', 400);

/** No database holds this character, and half a character is none. */
const isText = (text: string) => !text.includes('\0') && text.isWellFormed();

/** Whether what is written in per cent signs are characters. The answer is used: a bundler drops a call that nobody listens to. */
function isReadable(encoded: string): boolean {
  try {
    return decodeURIComponent(encoded) !== '\0';
  } catch {
    return false;
  }
}

async function readWell(request: Request): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await request.clone().arrayBuffer());
  } catch {
    throw unreadable();
  }
}

function checkJson(text: string): void {
  try {
    JSON.parse(text, (name, value: unknown) => {
      if (!isText(name) || (typeof value === 'string' && !isText(value))) throw unreadable();
      return value;
    });
  } catch (thrown) {
    // What is no JSON at all is refused by whoever wanted some.
    if (thrown instanceof Failure) throw thrown;
  }
}

async function fieldsOf(request: Request): Promise<Iterable<[string, FormDataEntryValue]>> {
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) {
    // A body that is no form is refused by whoever reads it next.
    const fields = await request
      .clone()
      .formData()
      .catch(() => new FormData());
    return fields.entries();
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const text = await readWell(request);
    if (!isReadable(text)) throw unreadable();
    return new URLSearchParams(text);
  }
  if (type.startsWith('application/json')) checkJson(await readWell(request));
  return [];
}

/** The fields of a plain form, for showing them again. Files and passwords are not kept; what can't be read goes no further. */
export async function submittedFields(request: Request): Promise<Record<string, string>> {
  if (request.method !== 'POST') return {};
  const kept: Record<string, string> = {};
  for (const [name, value] of await fieldsOf(request)) {
    if (!isText(name) || (typeof value === 'string' && !isText(value))) throw unreadable();
    if (typeof value === 'string' && !/password/i.test(name)) kept[name] = value;
  }
  return kept;
}
