import * as z from 'zod';

const saidSchema = z.object({ lessons: z.array(z.object({ course_completed: z.boolean() })) });

/** Whether what the database said of a batch means that a course is completed, now or before. */
export function completedCourse(said: unknown): boolean {
  const { data } = saidSchema.safeParse(said);
  return data?.lessons.some(({ course_completed }) => course_completed) ?? false;
}

const filesSchema = z.object({ files: z.record(z.string(), z.object({ size: z.number() })) });

/** How large the files of a lesson are together. A text has none. */
export function sizeOf(content: unknown): number {
  const { data } = filesSchema.safeParse(content);
  return Object.values(data?.files ?? {}).reduce((sum, { size }) => sum + size, 0);
}
