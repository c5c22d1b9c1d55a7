import * as z from 'zod';

const saidSchema = z.object({ lessons: z.array(z.object({ course_completed: z.boolean() })) });

/** Whether what the database said of a batch means that a course is completed, now or before. */
export function completedCourse(said: unknown): boolean {
  const { data } = saidSchema.safeParse(said);
  return data?.lessons.some(({ course_completed }) => course_completed) ?? false;
}
