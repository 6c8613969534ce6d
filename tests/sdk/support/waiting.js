import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 25;
const deadlineMs = 60_000;

/**
 * Reads a state until it is the expected one, and gives it back.
 *
 * @template T
 * @param {string} expectation what is waited for, for the message
 * @param {() => Promise<T>} read reads the state
 * @param {(state: T) => boolean} holds whether it is the expected one
 * @returns {Promise<T>}
 */
export async function eventually(expectation, read, holds) {
  const started = performance.now();
  for (;;) {
    const state = await read();
    if (holds(state)) {
      return state;
    }
    if (performance.now() - started > deadlineMs) {
      throw new Error(`${expectation}: not within ${deadlineMs} ms. Last state: ${JSON.stringify(state, bigintAsText, 2)}`);
    }
    await sleep(pollMs);
  }
}

const bigintAsText = (_, value) => (typeof value === "bigint" ? `${value}n` : value);
