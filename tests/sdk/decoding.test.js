import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNothingLost } from "./support/decoding.js";

// The check that every other test of this suite leans on must itself be able to fail.

test("a value that an SDK dropped, changed or misplaced is noticed", () => {
  const body = '{"data":[{"input":{"duration":"1s","CreateTransaction":{"amount":5}},"startedAt":"2024-05-01T10:00:00Z"}]}';
  const whole = () => ({
    data: [{ input: { duration: "1s", createTransaction: { amount: 5n } }, startedAt: new Date("2024-05-01T10:00:00Z") }],
  });
  const spoiled = (spoil) => {
    const decoded = whole();
    spoil(decoded.data[0]);
    return () => assertNothingLost(body, decoded);
  };

  assertNothingLost(body, whole());
  assert.throws(spoiled((entry) => delete entry.input.duration), /\.data\[0\]\.input\.duration/);
  assert.throws(spoiled((entry) => (entry.input = {})), /createTransaction|CreateTransaction/);
  assert.throws(spoiled((entry) => (entry.input.createTransaction.amount = 6n)), /amount/);
  assert.throws(spoiled((entry) => (entry.startedAt = new Date(0))), /startedAt/);
  assert.throws(() => assertNothingLost(body, { data: [] }), /startedAt/);
});

test("nulls, and what no SDK declares, may go", () => {
  assertNothingLost('{"data":{"input":{"duration":null},"status":[{"temporalRunID":"r"}]}}', { data: { input: {}, status: [{}] } });
});
