import { defineMiddleware } from 'astro:middleware';
import { paraglideMiddleware } from '#platform/i18n/compiled/server.js';
export const onRequest = defineMiddleware((context, next) => paraglideMiddleware(context.request, () => next()));
