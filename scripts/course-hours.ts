// `npm run course-hours` writes docs/courses.md: what the approved hours of each course rest on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hoursOf, hoursPage, hoursTable } from './courses/hours.ts';
import { courseFolders, readCourse } from './courses/read.ts';

const courses = courseFolders().map((dir) => hoursOf(readCourse(dir)));
writeFileSync(join(import.meta.dirname, '../docs/courses.md'), hoursPage(courses));
console.log(hoursTable(courses));
