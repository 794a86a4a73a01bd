/** The program with prepared answers: it settles what comes before `convex` and then works for ever. */
import { runProcess } from '../../src/cli/process.js';
import { fakeEngine } from './fake-engine.js';

const keepAlive = setInterval(() => undefined, 1000);
runProcess(fakeEngine({ hangAt: 'convex' }));
void keepAlive;
