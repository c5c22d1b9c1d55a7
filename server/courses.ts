import { importCourses, type ImportReport } from '../src/domains/courses/import.ts';
import { kindOf } from '../src/domains/learning/kinds/kinds.ts';
import { clerk } from '../src/platform/clerk.ts';
import { courseFolders, readCourse } from '../scripts/courses/read.ts';
import { say } from './words.ts';

/** Publishes the courses that ship with the product, wherever the clerk's backend is: embedded or hosted. */
export async function publishCourses(): Promise<ImportReport> {
  const office = clerk();
  const report = await importCourses(courseFolders().map(readCourse), kindOf, {
    digests: async () => {
      const { data, error } = await office.rpc('clerk_course_digests');
      if (error) throw new Error(error.message, { cause: error });
      return data;
    },
    publish: async (course) => {
      const { error } = await office.rpc('clerk_publish_course', { course: JSON.parse(JSON.stringify(course)) });
      if (error) throw new Error(`${course.slug}: ${error.message}`, { cause: error });
    },
  });
  for (const slug of report.conflicts) {
    process.stderr.write(
      `  ! ${say(
        `课程 ${slug} 的这一版已经发布，内容不能再改：请提高 course.yaml 里的 version。`,
        `This version of the course ${slug} is published and can't change: raise the version in its course.yaml.`,
      )}\n`,
    );
  }
  return report;
}
