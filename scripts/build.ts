// Builds the product when its sources have changed, as `npm start` does.
import { buildWhenNeeded } from '../server/build.ts';

await buildWhenNeeded();
