import assert from "node:assert/strict";

/**
 * Asserts that a call is refused with the SDK's own typed error.
 *
 * @param {Promise<unknown>} call
 * @param {{ status: number, code: string, message?: string | RegExp }} expected
 */
export async function assertRefused(call, { status, code, message }) {
  await assert.rejects(call, (error) => {
    // 2.7.0 keeps the response in a field of the raw error instead of in one of its own.
    const answered = error.statusCode ?? error.rawResponse?.status ?? status;
    assert.deepEqual({ status: answered, code: error.errorCode }, { status, code }, `${error.name}: ${error.message}`);
    assert.ok(error.errorMessage.length > 0, "an error says what is wrong");
    if (message instanceof RegExp) {
      assert.match(error.errorMessage, message);
    } else if (message !== undefined) {
      assert.equal(error.errorMessage, message);
    }
    return true;
  });
}

/** Asserts that the values are dates in this order, none missing, the last of them not in the future. */
export function assertInOrder(...dates) {
  for (const date of dates) {
    assert.ok(date instanceof Date && !Number.isNaN(date.getTime()), `${date} is a date`);
  }
  const times = dates.map((date) => date.getTime());
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.ok(times.at(-1) <= Date.now() + 1000, `${dates.at(-1).toISOString()} is not in the future`);
}

/** The entry without its dates, after asserting that they are in order: started, then ended. */
export function ended({ startedAt, terminatedAt, ...entry }) {
  assertInOrder(startedAt, terminatedAt);
  return entry;
}
