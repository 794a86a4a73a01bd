// Adds up the JSON reports of test runs: prints "N passed, N failed", and fails where anything failed, was skipped or
// where a run had no tests.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
const problems = [];
for (const file of process.argv.slice(2)) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    problems.push(`${file}: no report; the run ended early`);
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that does not load fails without tests of its own.
  for (const { name, status, assertionResults } of report.testResults)
    if (status !== 'passed' && assertionResults.every((test) => test.status !== 'failed')) {
      failed += 1;
      problems.push(`${name} failed outside its tests`);
    }
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) problems.push(`${file}: ${skipped} tests were skipped`);
  if (report.numPassedTests + report.numFailedTests === 0) problems.push(`${file}: no tests ran`);
}
if (process.argv.length < 3) problems.push('no reports');
for (const problem of problems) console.log(problem);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || problems.length > 0 ? 1 : 0;
