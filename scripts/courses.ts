// `npm run courses` publishes content/courses and the units of content/rules to the Supabase project of SUPABASE_URL. The embedded world does this at every start.
import { publishCourses } from '../server/courses.ts';
import { defineUnits } from '../src/domains/credits/rulebook/data.ts';
import { hoursOf, hoursTable } from './courses/hours.ts';
import { courseFolders, readCourse } from './courses/read.ts';
import { env } from '../src/platform/env.ts';

if (env().SUPABASE_URL === undefined) {
  console.error('SUPABASE_URL is not set: the embedded backend publishes its courses when it starts.');
  process.exitCode = 2;
} else {
  // Before anything is refused, so that an author sees which course is too short and by how much.
  console.error(hoursTable(courseFolders().map((dir) => hoursOf(readCourse(dir)))));
  const { published, unchanged, conflicts } = await publishCourses();
  await defineUnits();
  console.log(JSON.stringify({ published, unchanged, conflicts }));
  process.exitCode = conflicts.length > 0 ? 1 : 0;
}
