import * as z from 'zod';

export const importFormSchema = z.object({
  organisation: z.guid(),
  mode: z.enum(['check', 'import']),
  file: z.instanceof(File, { error: 'outcomes_file_missing' }).refine(({ size }) => size > 0, 'outcomes_file_missing'),
});
export type ImportForm = z.output<typeof importFormSchema>;

export const answerSchema = z.object({
  made: z.int(),
  good: z.int(),
  refused: z.array(z.object({ row_no: z.int(), word: z.string() })),
});
