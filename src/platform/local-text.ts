import { getLocale } from '#platform/i18n/compiled/runtime.js';

/** A text of what is in the database: in Chinese, and in English where somebody wrote it. */
export const inMyLanguage = (text: { 'zh-CN': string; en?: string | undefined }): string =>
  (getLocale() === 'en' ? text.en : undefined) ?? text['zh-CN'];
