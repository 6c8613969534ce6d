import assert from "node:assert/strict";

/**
 * What the SDKs do not declare and therefore drop. Everything else on the wire must be found in the decoded answer:
 * an SDK that picks the wrong branch of a union drops the data without an error.
 */
const undeclared = [
  /\.temporalRunID$/,
  /\.deletedAt$/,
  /\.input\.AddAccountMetadata\.account$/,
  // Stages: a wallet's name, how a payment is to be made, and what the stages around holds say.
  /\.input\.(source|destination)\.wallet\.name$/,
  /\.input\.destination\.payment\.(metadata|waitingValidation|connectorId)$/,
  /\.input\.(variable|keep|description|hold|final|amount)$/,
  // Activities that only this server has, or has more to say about.
  /\.input\.(CreateLedger|ListConnectors)\./,
  /\.input\.ConfirmHold\.(amount|final)$/,
  /\.input\.CreateTransferInitiation\.metadata\./,
  /\.output\.GetPayment\.data\.(raw|metadata)\./,
  /\.output\.GetPayment\.data\.(adjustments\[\d+\]\.)?original(Status|Scheme)$/,
  /\.output\.CreateTransaction\.data(\[\d+\])?\.(id|txid|reverted|revertedAt|insertedAt|updatedAt|(pre|post)Commit(Effective)?Volumes)\b/,
];

/**
 * Asserts that every value on the wire reached the decoded object.
 *
 * @param {string} body the text of the answer
 * @param {unknown} decoded what the SDK made of it
 * @param {RegExp[]} [alsoUndeclared] paths that this very SDK does not declare
 */
export function assertNothingLost(body, decoded, alsoUndeclared = []) {
  const known = [...undeclared, ...alsoUndeclared];
  const lost = [...differences(JSON.parse(body), decoded, "")].filter((path) => !known.some((pattern) => pattern.test(path)));
  assert.deepEqual(lost, [], `The SDK lost data while decoding ${body}`);
}

function* differences(wire, decoded, path) {
  if (wire === null) {
    return; // An explicit null carries no data; some only steer the SDKs to the right branch of a union.
  }

  if (Array.isArray(wire)) {
    for (const [index, item] of wire.entries()) {
      yield* differences(item, decoded?.[index], `${path}[${index}]`);
    }
  } else if (typeof wire === "object") {
    for (const [key, value] of Object.entries(wire)) {
      yield* differences(value, decoded?.[key] ?? decoded?.[camelCase(key)], `${path}.${key}`);
    }
  } else if (!same(wire, decoded)) {
    yield path;
  }
}

function same(wire, decoded) {
  if (decoded instanceof Date) {
    return new Date(wire).getTime() === decoded.getTime();
  }

  return typeof decoded === "bigint" ? BigInt(wire) === decoded : wire === decoded;
}

const camelCase = (key) => key.charAt(0).toLowerCase() + key.slice(1);
