import type { APIRoute } from 'astro';
import { keepChoice, safeBack } from '#platform/cookies.ts';

const choices: Record<string, { cookie: string; values: readonly string[] }> = {
  lang: { cookie: 'gk_lang', values: ['zh-CN', 'en'] },
  theme: { cookie: 'gk_theme', values: ['system', 'light', 'dark'] },
  text: { cookie: 'gk_text', values: ['normal', 'large'] },
};

/** Keeps how a person wants pages to look, and leads back to where she was. */
export const POST: APIRoute = async ({ request, cookies, url, redirect }) => {
  const form = await request.formData();
  for (const [name, { cookie, values }] of Object.entries(choices)) {
    const value = form.get(name);
    if (typeof value === 'string' && values.includes(value)) keepChoice(cookies, url, cookie, value);
  }
  return redirect(safeBack(form.get('back')?.toString()), 303);
};
