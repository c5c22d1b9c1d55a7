/**
 * Ticking a course puts it on the tray at once. The form is posted as it stands and what the server made of it is shown
 * in its place, so that sums and asks are counted in one place only. Without a network the ticks wait on the device.
 */
const form = document.querySelector<HTMLFormElement>('form[data-menu]');
/** Named by whose tray it is: somebody else may use the same device. */
const waitingKey = `gongke-menu-waiting-${form?.dataset['menu']}`;

const boxes = () => [...(form?.querySelectorAll<HTMLInputElement>('input[name=course]') ?? [])];
const said = () => form?.querySelector<HTMLElement>('[data-said]');

function say(word: 'saved' | 'waiting'): void {
  const place = said();
  if (place) place.textContent = place.dataset[word] ?? '';
}

/** Puts what the server shows where the old figures stand: what each section asks, and the tray. */
function show(fresh: Document): void {
  const places = '.menu-section header, #tray, #sum';
  const now = [...document.querySelectorAll(places)];
  const next = [...fresh.querySelectorAll(places)];
  if (now.length === next.length) now.forEach((place, index) => place.replaceWith(next[index] as Element));
}

let turn = 0;
async function save(): Promise<void> {
  if (!form) return;
  const mine = ++turn;
  const fields = new FormData(form);
  localStorage.setItem(waitingKey, JSON.stringify(fields.getAll('course')));
  try {
    const answer = await fetch(form.action, { method: 'POST', body: fields });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A later tick asks again, and its answer is the one to show.
    if (mine !== turn) return;
    localStorage.removeItem(waitingKey);
    show(fresh);
    say('saved');
  } catch {
    if (mine === turn) say('waiting');
  }
}

/** Ticks that were made without a network, on this page or before it was closed. */
function comeBack(): void {
  const waiting = localStorage.getItem(waitingKey);
  if (waiting === null) return;
  const ticked = new Set(JSON.parse(waiting) as string[]);
  for (const box of boxes()) box.checked = ticked.has(box.value);
  void save();
}

if (form) {
  form.addEventListener('change', () => void save());
  form.addEventListener('submit', () => localStorage.removeItem(waitingKey));
  addEventListener('online', () => localStorage.getItem(waitingKey) !== null && void save());
  comeBack();
}
