/** A field that a form does not have, and one that was left empty, say the same: nothing. */
export const orNothing = (value: unknown) => (value === '' || value === null ? undefined : value);
