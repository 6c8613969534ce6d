import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused } from "./support/assertions.js";
import { unique } from "./support/flows.js";
import { connect, ledger, payments } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";
import { eventually } from "./support/waiting.js";

const url = await startSluice("payments");
const { call } = payments(url);

const encode = (id) => Buffer.from(JSON.stringify(id)).toString("base64url");
const connector = { Provider: "dummypay", Reference: "00000000-0000-0000-0000-000000000001" };
const connectorID = encode(connector);
const main = encode({ ConnectorID: connector, Reference: "main" });
const bank = encode({ ConnectorID: connector, Reference: "bank" });
const createdAt = new Date("2024-05-01T10:00:00.123Z");

async function newPayment(more = {}) {
  const request = {
    reference: unique("payment"),
    connectorID,
    createdAt,
    type: "PAY-IN",
    amount: 100n,
    asset: "USD/2",
    scheme: "sepa debit",
    status: "SUCCEEDED",
    sourceAccountID: bank,
    destinationAccountID: main,
    ...more,
  };
  return { request, payment: (await call("createPayment", request)).data };
}

async function newTransfer(more = {}) {
  const request = {
    reference: unique("transfer"),
    connectorID,
    type: "PAYOUT",
    amount: 100n,
    asset: "USD/2",
    description: "rent",
    scheduledAt: new Date("0001-01-01T00:00:00Z"),
    sourceAccountID: main,
    destinationAccountID: bank,
    metadata: { invoice: "7" },
    validated: true,
    ...more,
  };
  return { request, transfer: (await call("createTransferInitiation", request)).data };
}

const getTransfer = async (transferId) => (await call("getTransferInitiation", { transferId })).data;

const reach = (transferId, status) =>
  eventually(`the transfer is ${status}`, () => getTransfer(transferId), (transfer) => transfer.status === status);

const statuses = (transfer) => transfer.relatedAdjustments.map((adjustment) => adjustment.status);

const stripe = (name) => ({ connector: "STRIPE", connectorConfig: { provider: "Stripe", name, apiKey: "sk_test" } });

describe("Payments", () => {
  test("the server tells its version, and the stack lists it", async () => {
    assert.match((await call("getServerInfoPayments")).version, /^v3\./);
    const names = (await ledger(url).versions()).versions.map((service) => service.name);
    assert.ok(names.includes("payments") && names.includes("auth"), `${names}`);
  });

  test("a dummy connector is installed from the start, and others can be", async () => {
    const name = unique("cards");
    const { data: installed } = await call("installConnector", stripe(name));
    const listed = (await call("listAllConnectors")).data;

    assert.deepEqual(listed.find((row) => row.connectorID === connectorID), { provider: "DUMMY-PAY", connectorID, name: "dummypay", enabled: true });
    assert.deepEqual(listed.find((row) => row.name === name), { provider: "STRIPE", connectorID: installed.connectorID, name, enabled: true });
    await assertRefused(call("installConnector", stripe(name)), { status: 400, code: "CONFLICT", message: /duplicate connector name/ });

    await call("uninstallConnectorV1", { connector: "STRIPE", connectorId: installed.connectorID });
    assert.ok(!(await call("listAllConnectors")).data.some((row) => row.name === name));
    await assertRefused(call("uninstallConnector", { connector: "WISE" }), { status: 404, code: "NOT_FOUND" });

    await call("installConnector", stripe(name));
    await call("uninstallConnector", { connector: "STRIPE" });
    assert.ok(!(await call("listAllConnectors")).data.some((row) => row.name === name));
  });

  test("an account can be created, read and listed, in the third version too", async () => {
    const reference = unique("account");
    const request = { reference, connectorID, createdAt, type: "EXTERNAL", accountName: "Ann", defaultAsset: "EUR/2", metadata: { a: "b" } };
    const { data: created } = await call("createAccount", request);

    const { raw, ...rest } = created;
    assert.deepEqual(rest, {
      ...request,
      id: encode({ ConnectorID: connector, Reference: reference }),
      provider: "DUMMY-PAY",
      defaultCurrency: "EUR/2",
    });
    assert.equal(raw.reference, reference);
    assert.deepEqual((await call("getAccountPayments", { accountId: created.id })).data, created);
    const { cursor } = await call("listAccountsPayments", { pageSize: 100 });
    assert.deepEqual(cursor.data.find((row) => row.id === created.id), created);
    const third = (await payments(url, "v3").call("getAccount", { accountID: created.id })).data;
    assert.deepEqual(
      { id: third.id, provider: third.provider, name: third.name, defaultAsset: third.defaultAsset, type: third.type, metadata: third.metadata },
      { id: created.id, provider: "dummypay", name: "Ann", defaultAsset: "EUR/2", type: "EXTERNAL", metadata: { a: "b" } },
    );
    await assertRefused(call("createAccount", request), { status: 400, code: "CONFLICT", message: /duplicate account reference/ });
  });

  test("a payment can be recorded, read and listed", async () => {
    const { request, payment } = await newPayment();

    const { raw, adjustments, ...rest } = payment;
    assert.deepEqual(rest, {
      ...request,
      id: encode({ ConnectorID: connector, Reference: request.reference, Type: "PAY-IN" }),
      provider: "DUMMY-PAY",
      initialAmount: 100n,
      metadata: {},
    });
    assert.equal(raw.amount, 100);
    assert.deepEqual(adjustments, [{ reference: request.reference, createdAt, status: "SUCCEEDED", amount: 100n, raw: {} }]);
    assert.deepEqual((await call("getPayment", { paymentId: payment.id })).data, payment);
    const query = JSON.stringify({ $match: { reference: request.reference } });
    const { cursor } = await call("listPayments", { query });
    assert.deepEqual(cursor.data, [payment]);
    await assertRefused(call("createPayment", request), { status: 400, code: "CONFLICT", message: /duplicate PAY-IN payment reference/ });
  });

  for (const scheme of ["unknown", "visa", "sepa credit", "apple pay", "ach debit", "rtp"]) {
    test(`a payment by ${scheme} is decoded as such`, async () => {
      assert.equal((await newPayment({ scheme })).payment.scheme, scheme);
    });
  }

  for (const status of ["PENDING", "CANCELLED", "FAILED", "EXPIRED", "REFUNDED_FAILURE", "DISPUTE_LOST", "OTHER"]) {
    test(`a payment that is ${status} is decoded as such`, async () => {
      assert.equal((await newPayment({ status })).payment.status, status);
    });
  }

  test("a payment's metadata is merged", async () => {
    const { payment } = await newPayment();

    await call("updateMetadata", { paymentId: payment.id, requestBody: { a: "1" } });
    await call("updateMetadata", { paymentId: payment.id, requestBody: { b: "2" } });

    assert.deepEqual((await call("getPayment", { paymentId: payment.id })).data.metadata, { a: "1", b: "2" });
  });

  test("payments are read page by page", async () => {
    for (const day of [1, 2, 3]) {
      await newPayment({ createdAt: new Date(`1999-01-0${day}T00:00:00Z`) });
    }

    const first = (await call("listPayments", { pageSize: 2, sort: ["createdAt:asc"] })).cursor;
    const second = (await call("listPayments", { cursor: first.next })).cursor;
    const back = (await call("listPayments", { cursor: second.previous })).cursor;

    assert.deepEqual([first.hasMore, first.pageSize, first.previous], [true, 2, undefined]);
    assert.deepEqual(first.data.map((row) => row.createdAt.getUTCDate()), [1, 2]);
    assert.equal(second.data[0].createdAt.getUTCDate(), 3);
    assert.deepEqual(back.data, first.data);
  });

  test("what is asked for wrongly is refused with the typed error", async () => {
    const unknown = encode({ ConnectorID: connector, Reference: "nope", Type: "PAY-IN" });
    const elsewhere = encode({ Provider: "dummypay", Reference: "nope" });

    await assertRefused(call("getPayment", { paymentId: unknown }), { status: 404, code: "NOT_FOUND" });
    await assertRefused(call("getPayment", { paymentId: "nope" }), { status: 400, code: "INVALID_ID" });
    await assertRefused(call("getAccountPayments", { accountId: "nope" }), { status: 400, code: "INVALID_ID" });
    await assertRefused(call("updateMetadata", { paymentId: unknown, requestBody: {} }), { status: 404, code: "NOT_FOUND" });
    await assertRefused(call("updateMetadata", { paymentId: unknown, requestBody: null }), { status: 400, code: "MISSING_OR_INVALID_BODY" });
    await assertRefused(newPayment({ amount: -1n }), { status: 400, code: "VALIDATION", message: "amount cannot be negative" });
    await assertRefused(newPayment({ asset: "usd" }), { status: 400, code: "VALIDATION", message: /^asset must be an asset/ });
    await assertRefused(newPayment({ connectorID: "nope" }), { status: 400, code: "VALIDATION", message: /^connectorID / });
    await assertRefused(newPayment({ connectorID: elsewhere }), { status: 400, code: "VALIDATION", message: /^connectorID: no such/ });
    await assertRefused(call("listPayments", { cursor: "nope" }), { status: 400, code: "VALIDATION" });
    await assertRefused(call("listPools", {}), { status: 404, code: "NOT_FOUND" });
  });
});

describe("Transfer initiations", () => {
  test("a validated transfer is processed and becomes a payment", async () => {
    const { request, transfer } = await newTransfer();

    const { validated, ...asked } = request;
    const { createdAt: made, ...rest } = transfer;
    assertInOrder(made);
    assert.deepEqual(rest, {
      ...asked,
      id: encode({ ConnectorID: connector, Reference: request.reference }),
      provider: "DUMMY-PAY",
      initialAmount: 100n,
      status: "PROCESSING",
      error: "",
    });

    const processed = await reach(transfer.id, "PROCESSED");
    assert.deepEqual(statuses(processed), ["PROCESSING", "PROCESSED"]);
    assertInOrder(...processed.relatedAdjustments.map((adjustment) => adjustment.createdAt));
    const [related, ...others] = processed.relatedPayments;
    assert.deepEqual(others, []);
    assert.deepEqual([related.status, related.error], ["SUCCEEDED", ""]);
    const { data: payment } = await call("getPayment", { paymentId: related.paymentID });
    assert.deepEqual(
      [payment.type, payment.amount, payment.asset, payment.status, payment.sourceAccountID, payment.destinationAccountID, payment.metadata],
      ["PAYOUT", 100n, "USD/2", "SUCCEEDED", main, bank, { invoice: "7" }],
    );
  });

  test("a transfer waits for validation and then goes ahead, or is rejected for good", async () => {
    const accepted = (await newTransfer({ validated: false, type: "TRANSFER" })).transfer;
    const rejected = (await newTransfer({ validated: false })).transfer;
    assert.deepEqual([accepted.status, rejected.status], ["WAITING_FOR_VALIDATION", "WAITING_FOR_VALIDATION"]);
    const decide = (transferId, status) =>
      call("updateTransferInitiationStatus", { transferId, updateTransferInitiationStatusRequest: { status } });

    await decide(accepted.id, "VALIDATED");
    await decide(rejected.id, "REJECTED");

    assert.deepEqual(statuses(await reach(accepted.id, "PROCESSED")), ["WAITING_FOR_VALIDATION", "VALIDATED", "PROCESSING", "PROCESSED"]);
    assert.deepEqual(statuses(await reach(rejected.id, "REJECTED")), ["WAITING_FOR_VALIDATION", "REJECTED"]);
    await assertRefused(decide(rejected.id, "VALIDATED"), { status: 400, code: "VALIDATION", message: /this one is REJECTED$/ });
  });

  test("a failed transfer says why and can be retried", async () => {
    const { transfer } = await newTransfer({ description: "fail-once" });

    assert.match((await reach(transfer.id, "FAILED")).error, /dummy connector refuses/);
    await call("retryTransferInitiation", { transferId: transfer.id });

    const processed = await reach(transfer.id, "PROCESSED");
    assert.deepEqual(statuses(processed), ["PROCESSING", "FAILED", "ASK_RETRIED", "PROCESSING", "PROCESSED"]);
    assert.equal(processed.relatedPayments.length, 1);
    await assertRefused(call("retryTransferInitiation", { transferId: transfer.id }), { status: 400, code: "VALIDATION" });
  });

  test("a processed transfer can be reversed", async () => {
    const { transfer } = await newTransfer();
    await reach(transfer.id, "PROCESSED");
    const reverse = (amount, reference = unique("reversal")) =>
      call("reverseTransferInitiation", {
        transferId: transfer.id,
        reverseTransferInitiationRequest: { reference, description: "back", amount, asset: "USD/2", metadata: null },
      });

    await reverse(40n);
    assert.equal((await reach(transfer.id, "PARTIALLY_REVERSED")).amount, 60n);
    await assertRefused(reverse(61n), { status: 400, code: "VALIDATION", message: /^amount is more than the 60/ });
    await reverse(60n);
    const reversed = await reach(transfer.id, "REVERSED");

    assert.deepEqual([reversed.amount, reversed.initialAmount], [0n, 100n]);
    const { data: payment } = await call("getPayment", { paymentId: reversed.relatedPayments[0].paymentID });
    assert.deepEqual([payment.status, payment.amount, payment.initialAmount], ["REFUNDED", 0n, 100n]);
  });

  test("a transfer that waits can be deleted, another cannot", async () => {
    const { transfer } = await newTransfer({ validated: false });

    await call("deleteTransferInitiation", { transferId: transfer.id });

    await assertRefused(getTransfer(transfer.id), { status: 404, code: "NOT_FOUND" });
    const { transfer: other } = await newTransfer();
    await assertRefused(call("deleteTransferInitiation", { transferId: other.id }), { status: 400, code: "VALIDATION" });
  });

  test("transfers are listed", async () => {
    const { transfer, request } = await newTransfer({ validated: false });

    const { cursor } = await call("listTransferInitiations", { query: JSON.stringify({ $match: { reference: request.reference } }) });

    assert.deepEqual(cursor.data, [transfer]);
  });

  test("a transfer that is asked for wrongly is refused with the typed error", async () => {
    const { request } = await newTransfer();
    const nobody = encode({ ConnectorID: connector, Reference: "nobody" });

    await assertRefused(call("createTransferInitiation", request), { status: 400, code: "CONFLICT", message: /^duplicate transfer initiation/ });
    await assertRefused(newTransfer({ connectorID: undefined }), { status: 400, code: "VALIDATION", message: "connectorID is missing" });
    await assertRefused(newTransfer({ destinationAccountID: "" }), { status: 400, code: "VALIDATION", message: "destinationAccountID is missing" });
    await assertRefused(newTransfer({ destinationAccountID: nobody }), { status: 400, code: "VALIDATION", message: /no such account/ });
    await assertRefused(getTransfer("nope"), { status: 400, code: "INVALID_ID" });
    await assertRefused(getTransfer(nobody), { status: 404, code: "NOT_FOUND" });
  });
});

describe("Auth", () => {
  const security = { clientID: "sdk", clientSecret: "s3cret: +/ä" };
  const guarded = startSluice("auth", [
    "sandbox", "--client-id", security.clientID, "--client-secret", security.clientSecret, "--require-token",
  ]);

  test("an SDK with credentials gets its tokens by itself", async () => {
    const { sdk, answer } = connect(await guarded, "7.0.1", security);

    assert.equal((await answer(sdk.payments.v1.listAllConnectors())).data.length, 1);
    assert.ok((await answer(sdk.ledger.v2.listLedgers({}))).cursor.data.some((row) => row.name === "default"));
  });

  test("an SDK without credentials is refused with the typed error", async () => {
    const { sdk } = connect(await guarded);

    await assertRefused(sdk.payments.v1.listAllConnectors(), { status: 401, code: "VALIDATION", message: /needs a header Authorization/ });
    await assertRefused(sdk.ledger.v2.listLedgers({}), { status: 401, code: "VALIDATION" });
    await assertRefused(sdk.ledger.v1.getAccountLedger({ ledger: "default", address: "world" }), { status: 401, code: "VALIDATION" });
  });

  test("an SDK with a wrong secret gets no token", async () => {
    const { sdk } = connect(await guarded, "7.0.1", { ...security, clientSecret: "wrong" });

    await assert.rejects(sdk.payments.v1.listAllConnectors(), (error) => /401.*invalid_client/.test(`${error} ${error.cause}`));
  });

  test("older SDKs get their tokens too", async () => {
    for (const generation of ["4.6.1", "2.7.0"]) {
      const { sdk } = connect(await guarded, generation, { ...security, tokenURL: `${await guarded}/api/auth/oauth/token` });
      const ledgers = generation === "4.6.1" ? await sdk.ledger.v2.listLedgers({}) : await sdk.ledger.v2ListLedgers({});

      assert.equal(ledgers.statusCode, 200, generation);
    }
  });

  test("the server tells its version and where to find out about it", async () => {
    const { sdk, answer } = connect(await guarded);

    assert.match((await answer(sdk.auth.v1.getServerInfoAuth())).version, /^v\d/);
    const document = await (await fetch(`${await guarded}/api/auth/.well-known/openid-configuration`)).json();
    assert.equal((await sdk.auth.v1.getOIDCWellKnowns()).statusCode, 200);
    assert.equal((await (await fetch(document.jwks_uri)).json()).keys[0].alg, "RS256");
  });
});
