// Prints the plain closing line from vitest's JSON report; failed steps outside the tests count as failed.
// Ends with 1 when tests were skipped although what they need is installed: a skip must never hide behind a name.
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program, and the words by which tests that need it say so in their names. */
const mustRun = [{ program: 'influxd', tests: /\(skipped without influxd\b/ }];

const [, , file, failedSteps] = process.argv;
let passed = 0;
let failed = 0;
let skipped = 0;
let hidden = 0;
const tests = [];
try {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed = report.numPassedTests;
  failed = report.numFailedTests;
  skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  for (const suite of report.testResults) {
    tests.push(...suite.assertionResults);
    // A file that could not be loaded holds no test to count.
    if (suite.status === 'failed' && suite.assertionResults.length === 0) failed += 1;
  }
} catch {
  // No report: the test step itself failed and is counted below.
}
for (const test of tests) if (isSkipped(test)) console.log(`skipped: ${test.fullName}`);
if (tests.length > 0) {
  for (const { program, tests: name } of mustRun) {
    if (!installed(program)) continue;
    const needing = tests.filter((test) => name.test(test.fullName));
    const left = needing.filter(isSkipped);
    if (needing.length === 0) console.log(`FAILED: ${program} is installed, and no test says that it needs it`);
    if (left.length > 0)
      console.log(`FAILED: ${program} is installed, but ${left.length} tests that need it were skipped`);
    if (needing.length === 0 || left.length > 0) hidden += 1;
  }
}
failed += hidden;
if (Number(failedSteps) > 0 && failed === 0) failed = Number(failedSteps);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = hidden > 0 ? 1 : 0;

function isSkipped(test) {
  return ['pending', 'skipped', 'todo', 'disabled'].includes(test.status);
}

function installed(program) {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
