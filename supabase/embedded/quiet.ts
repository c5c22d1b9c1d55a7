import { AsyncLocalStorage } from 'node:async_hooks';

const withinServices = new AsyncLocalStorage<true>();

/**
 * The services print every refusal with the whole statement and its parameters: names, phones, addresses. What they refuse reaches
 * the product as an answer and is logged there without any of that, so inside them the console is silent.
 */
for (const level of ['error', 'warn'] as const) {
  const print = console[level];
  console[level] = (...parts: unknown[]) => {
    if (!withinServices.getStore()) print(...parts);
  };
}

export const quietly = <Result>(work: () => Result): Result => withinServices.run(true, work);
