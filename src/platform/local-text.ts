import { getLocale } from '#platform/i18n/compiled/runtime.js';

/** A text of what is in the database: in Chinese, and in English where somebody wrote it. */
export type LocalText = { 'zh-CN': string; en?: string | undefined };

export const inMyLanguage = (text: LocalText): string => (getLocale() === 'en' ? text.en : undefined) ?? text['zh-CN'];
