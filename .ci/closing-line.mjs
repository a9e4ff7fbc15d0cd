// Prints the plain closing line from vitest's JSON report; failed steps outside the tests count as failed.
import { readFileSync } from 'node:fs';

const [, , file, failedSteps] = process.argv;
let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed = report.numPassedTests;
  failed = report.numFailedTests;
  skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) if (test.status === 'pending') console.log(`skipped: ${test.fullName}`);
    // A file that could not be loaded holds no test to count.
    if (suite.status === 'failed' && suite.assertionResults.length === 0) failed += 1;
  }
} catch {
  // No report: the test step itself failed and is counted below.
}
if (Number(failedSteps) > 0 && failed === 0) failed = Number(failedSteps);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
