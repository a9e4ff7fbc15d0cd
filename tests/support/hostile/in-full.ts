/** `.ci/run` asks for all of it; `npm test` runs the heaviest attacks at a tenth of their size. */
export const inFull = process.env.HOSTILE === 'full';
