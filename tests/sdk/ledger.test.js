import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused } from "./support/assertions.js";
import { unique } from "./support/flows.js";
import { ledger } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

const url = await startSluice("ledger");
const { call, header, versions } = ledger(url);

async function newLedger(options = {}) {
  const name = unique("ledger");
  await call("createLedger", { ledger: name, v2CreateLedgerRequest: options });
  return name;
}

const posting = (source, destination, amount, asset = "USD/2") => ({ source, destination, amount, asset });

const post = async (name, transaction, more = {}) =>
  (await call("createTransaction", { ledger: name, v2PostTransaction: { metadata: {}, ...transaction }, ...more })).data;

describe("Ledgers", () => {
  test("the server tells what it is", async () => {
    const info = await call("getInfo");

    assert.equal(info.server, "ledger");
    assert.match(info.version, /^v?\d+\./);
  });

  test("the stack lists its services, all healthy", async () => {
    const stack = await versions();

    assert.ok(stack.region.length > 0 && stack.env.length > 0);
    assert.ok(stack.versions.some((service) => service.name === "ledger"));
    assert.ok(stack.versions.every((service) => service.health && service.version.length > 0));
  });

  test("a created ledger can be read and listed", async () => {
    const name = await newLedger({ metadata: { team: "payments" } });

    const { data } = await call("getLedger", { ledger: name });
    const { cursor } = await call("listLedgers", { pageSize: 100 });

    assert.equal(data.name, name);
    assert.deepEqual(data.metadata, { team: "payments" });
    assertInOrder(data.addedAt);
    assert.deepEqual(cursor.data.find((row) => row.name === name), data);
  });

  test("a ledger's metadata can be set and removed, and its name is told", async () => {
    const name = await newLedger({ metadata: { team: "payments" } });

    await call("updateLedgerMetadata", { ledger: name, requestBody: { region: "eu", gone: "x" } });
    await call("deleteLedgerMetadata", { ledger: name, key: "gone" });

    assert.deepEqual((await call("getLedger", { ledger: name })).data.metadata, { team: "payments", region: "eu" });
    assert.equal((await call("getLedgerInfo", { ledger: name })).data.name, name);
  });

  test("a ledger cannot be created twice, nor under a bad name", async () => {
    const name = await newLedger();

    await assertRefused(call("createLedger", { ledger: name, v2CreateLedgerRequest: {} }), { status: 400, code: "LEDGER_ALREADY_EXISTS" });
    await assertRefused(call("createLedger", { ledger: "no spaces", v2CreateLedgerRequest: {} }), { status: 400, code: "VALIDATION" });
  });

  test("an unknown ledger is not found", async () => {
    const unknown = unique("unknown");

    await assertRefused(call("getLedger", { ledger: unknown }), { status: 404, code: "NOT_FOUND" });
    await assertRefused(call("listTransactions", { ledger: unknown }), { status: 404, code: "LEDGER_NOT_FOUND" });
    await assertRefused(post(unknown, { postings: [posting("world", "a", 1n)] }), { status: 404, code: "LEDGER_NOT_FOUND" });
  });
});

describe("Transactions", () => {
  test("postings are committed in order, with the volumes before and after", async () => {
    const name = await newLedger();

    const made = await post(name, {
      postings: [posting("world", "a", 100n), posting("a", "b", 30n)],
      reference: "r-1",
      metadata: { k: "v" },
      timestamp: new Date("2024-05-01T10:00:00Z"),
      accountMetadata: { a: { kind: "user" } },
    });

    assert.deepEqual(made.postings, [posting("world", "a", 100n), posting("a", "b", 30n)]);
    assert.equal(made.reference, "r-1");
    assert.deepEqual(made.metadata, { k: "v" });
    assert.deepEqual(made.timestamp, new Date("2024-05-01T10:00:00Z"));
    assert.equal(made.reverted, false);
    assertInOrder(made.insertedAt);
    assert.deepEqual(made.postCommitVolumes, {
      world: { "USD/2": { input: 0n, output: 100n, balance: -100n } },
      a: { "USD/2": { input: 100n, output: 30n, balance: 70n } },
      b: { "USD/2": { input: 30n, output: 0n, balance: 30n } },
    });
    assert.deepEqual((await call("getTransaction", { ledger: name, id: made.id })).data.postings, made.postings);
    assert.deepEqual((await call("getAccount", { ledger: name, address: "a" })).data.metadata, { kind: "user" });
  });

  test("a script with variables, ordered sources and an overdraft is committed", async () => {
    const name = await newLedger();
    await post(name, { postings: [posting("world", "a", 10n)] });

    const plain = `vars {
  monetary $amount
  account $to
}
send $amount (
  source = {
    @a
    @b allowing unbounded overdraft
  }
  destination = $to
)`;
    const made = await post(name, { script: { plain, vars: { amount: "USD/2 25", to: "shop:1" } } });

    assert.deepEqual(made.postings, [posting("a", "shop:1", 10n), posting("b", "shop:1", 15n)]);
  });

  test("an idempotency key replays the first answer and refuses another body", async () => {
    const name = await newLedger();
    const transaction = { postings: [posting("world", "a", 1n)] };

    const first = await post(name, transaction, { idempotencyKey: "key-1" });
    const replayed = await post(name, transaction, { idempotencyKey: "key-1" });

    assert.deepEqual(replayed, first);
    const other = post(name, { postings: [posting("world", "a", 2n)] }, { idempotencyKey: "key-1" });
    await assertRefused(other, { status: 400, code: "VALIDATION" });
    assert.deepEqual((await call("getBalancesAggregated", { ledger: name, query: { $match: { address: "a" } } })).data, { "USD/2": 1n });
  });

  test("a dry run leaves no trace", async () => {
    const name = await newLedger();

    const tried = await post(name, { postings: [posting("world", "a", 1n)] }, { dryRun: true });

    assert.deepEqual(tried.postings, [posting("world", "a", 1n)]);
    assert.deepEqual((await call("listTransactions", { ledger: name })).cursor.data, []);
  });

  test("what breaks a rule is refused by its own code", async () => {
    const name = await newLedger();
    await post(name, { postings: [posting("world", "a", 5n)], reference: "taken" });
    const refused = (transaction, status, code) => assertRefused(post(name, transaction), { status, code });

    await refused({ postings: [posting("a", "b", 6n)] }, 400, "INSUFFICIENT_FUND");
    await refused({ postings: [posting("world", "a", 5n)], reference: "taken" }, 409, "CONFLICT");
    await refused({}, 400, "NO_POSTINGS");
    await refused({ postings: [posting("world", "a", -1n)] }, 400, "VALIDATION");
    await refused({ postings: [posting("not an address", "a", 1n)] }, 400, "VALIDATION");
    await refused({ postings: [posting("world", "a", 1n, "usd")] }, 400, "VALIDATION");
    await refused({ postings: [posting("world", "a", 1n)], script: { plain: "send" } }, 400, "VALIDATION");
    await assert.rejects(post(name, { script: { plain: "this is no script" } }), ({ statusCode, errorCode }) => {
      assert.equal(statusCode, 400);
      return ["COMPILATION_FAILED", "INTERPRETER_PARSE"].includes(errorCode);
    });
    await assertRefused(call("getTransaction", { ledger: name, id: 999n }), { status: 404, code: "NOT_FOUND" });
    assert.deepEqual((await call("readStats", { ledger: name })).data.transactions, 1n);
  });

  test("the list is newest first, pages both ways and filters", async () => {
    const name = await newLedger();
    const made = [];
    for (let i = 1; i <= 5; i++) {
      const metadata = { parity: i % 2 ? "odd" : "even" };
      made.unshift((await post(name, { postings: [posting("world", `users:${i}`, BigInt(i))], metadata })).id);
    }
    const list = async (request) => (await call("listTransactions", { ledger: name, ...request })).cursor;

    const first = await list({ pageSize: 2 });
    const second = await list({ cursor: first.next });
    const third = await list({ cursor: second.next });
    const back = await list({ cursor: third.previous });

    assert.deepEqual([first, second, third].flatMap((page) => page.data.map((row) => row.id)), made);
    assert.deepEqual([first, second, third].map((page) => page.hasMore), [true, true, false]);
    assert.deepEqual(back.data, second.data);
    const odd = await list({ query: { $match: { "metadata[parity]": "odd" } } });
    assert.deepEqual(odd.data.map((row) => row.id), [made[0], made[2], made[4]]);
    const either = await list({ query: { $or: [{ $match: { account: "users:2" } }, { $match: { destination: "users:4" } }] } });
    assert.deepEqual(either.data.map((row) => row.id), [made[1], made[3]]);
  });

  test("a revert moves the money back, once", async () => {
    const name = await newLedger();
    const { id } = await post(name, { postings: [posting("world", "a", 100n), posting("a", "b", 30n)] });

    const { data: back } = await call("revertTransaction", { ledger: name, id });

    assert.deepEqual(back.postings, [posting("b", "a", 30n), posting("a", "world", 100n)]);
    const { data: reverted } = await call("getTransaction", { ledger: name, id });
    assert.equal(reverted.reverted, true);
    assertInOrder(reverted.insertedAt, reverted.revertedAt);
    await assertRefused(call("revertTransaction", { ledger: name, id }), { status: 400, code: "ALREADY_REVERT" });
    await assertRefused(call("revertTransaction", { ledger: name, id: 999n }), { status: 404, code: "NOT_FOUND" });
    assert.deepEqual((await call("getBalancesAggregated", { ledger: name })).data, { "USD/2": 0n });
  });

  test("a transaction's metadata can be set and removed", async () => {
    const name = await newLedger();
    const { id } = await post(name, { postings: [posting("world", "a", 1n)], metadata: { kept: "1" } });

    await call("addMetadataOnTransaction", { ledger: name, id, requestBody: { added: "2", gone: "3" } });
    await call("deleteTransactionMetadata", { ledger: name, id, key: "gone" });

    assert.deepEqual((await call("getTransaction", { ledger: name, id })).data.metadata, { kept: "1", added: "2" });
  });
});

describe("Bulks", () => {
  const create = (source, amount, more = {}) => ({
    action: "CREATE_TRANSACTION",
    data: { metadata: {}, postings: [posting(source, "a", amount)] },
    ...more,
  });
  const kinds = ({ data }) => data.map((result) => result.responseType);

  test("its elements run in order and each tells its result", async () => {
    const name = await newLedger();

    const bulk = await call("createBulk", {
      ledger: name,
      requestBody: [
        create("world", 5n, { ik: "bulk-1" }),
        { action: "ADD_METADATA", data: { targetType: "ACCOUNT", targetId: "a", metadata: { k: "v", gone: "x" } } },
        { action: "DELETE_METADATA", data: { targetType: "ACCOUNT", targetId: "a", key: "gone" } },
        { action: "REVERT_TRANSACTION", data: { id: 1n } },
      ],
    });

    assert.deepEqual(kinds(bulk), ["CREATE_TRANSACTION", "ADD_METADATA", "DELETE_METADATA", "REVERT_TRANSACTION"]);
    assert.deepEqual(bulk.data[0].data.postings, [posting("world", "a", 5n)]);
    assert.deepEqual(bulk.data[3].data.postings, [posting("a", "world", 5n)]);
    assert.deepEqual((await call("getAccount", { ledger: name, address: "a" })).data.metadata, { k: "v" });
  });

  test("an atomic one leaves nothing behind when an element fails", async () => {
    const name = await newLedger();

    const bulk = await call("createBulk", { ledger: name, atomic: true, requestBody: [create("world", 5n), create("nobody", 1n)] });

    const failed = bulk.data.find((result) => result.responseType === "ERROR");
    assert.equal(failed.errorCode, "INSUFFICIENT_FUND");
    assert.deepEqual((await call("listTransactions", { ledger: name })).cursor.data, []);
  });
});

describe("Accounts", () => {
  test("an account shows its metadata and, when asked, its volumes", async () => {
    const name = await newLedger();
    await post(name, { postings: [posting("world", "users:1", 100n), posting("users:1", "bank", 30n)] });
    await post(name, { postings: [posting("world", "users:1", 7n, "EUR/2")] });
    await call("addMetadataToAccount", { ledger: name, address: "users:1", requestBody: { tier: "gold", gone: "x" } });
    await call("deleteAccountMetadata", { ledger: name, address: "users:1", key: "gone" });

    const { data: plain } = await call("getAccount", { ledger: name, address: "users:1" });
    const { data: expanded } = await call("getAccount", { ledger: name, address: "users:1", expand: "volumes" });

    assert.deepEqual(plain.metadata, { tier: "gold" });
    assert.equal(plain.volumes, undefined);
    assertInOrder(plain.firstUsage);
    assert.deepEqual(expanded.volumes, {
      "USD/2": { input: 100n, output: 30n, balance: 70n },
      "EUR/2": { input: 7n, output: 0n, balance: 7n },
    });
    await assertRefused(call("getAccount", { ledger: name, address: "nobody" }), { status: 404, code: "NOT_FOUND" });
  });

  test("accounts are listed by address, metadata and balance, in pages", async () => {
    const name = await newLedger();
    for (const [address, amount] of [["users:1:main", 10n], ["users:2:main", 20n], ["shops:1", 30n]]) {
      await post(name, { postings: [posting("world", address, amount)], accountMetadata: { [address]: { kind: address.split(":")[0] } } });
    }
    const list = async (request) => (await call("listAccounts", { ledger: name, ...request })).cursor;
    const addresses = async (query) => (await list({ query })).data.map((row) => row.address).toSorted();

    assert.deepEqual(await addresses({ $match: { address: "users:" } }), ["users:1:main", "users:2:main"]);
    assert.deepEqual(await addresses({ $match: { address: "users::main" } }), ["users:1:main", "users:2:main"]);
    assert.deepEqual(await addresses({ $match: { "metadata[kind]": "shops" } }), ["shops:1"]);
    assert.deepEqual(await addresses({ $gte: { "balance[USD/2]": 20 } }), ["shops:1", "users:2:main"]);
    const notTheFirst = { $not: { $match: { address: "users:1:main" } } };
    assert.deepEqual(await addresses({ $and: [{ $match: { address: "users:" } }, notTheFirst] }), ["users:2:main"]);

    const pages = [await list({ pageSize: 3 })];
    while (pages.at(-1).next) {
      pages.push(await list({ cursor: pages.at(-1).next }));
    }
    const listed = pages.flatMap((page) => page.data.map((row) => row.address));
    assert.deepEqual(listed.toSorted(), ["shops:1", "users:1:main", "users:2:main", "world"]);
    assert.deepEqual((await list({ cursor: pages[1].previous })).data, pages[0].data);
    assert.deepEqual((await call("readStats", { ledger: name })).data, { accounts: 4, transactions: 3n });
    assert.deepEqual(await header("countAccounts", { ledger: name }, "count"), ["4"]);
    assert.deepEqual(await header("countTransactions", { ledger: name }, "count"), ["3"]);
  });

  test("balances add up and volumes name every account and asset", async () => {
    const name = await newLedger();
    await post(name, { postings: [posting("world", "a", 10n), posting("world", "b", 5n, "EUR/2"), posting("a", "b", 4n)] });

    const { data: all } = await call("getBalancesAggregated", { ledger: name });
    const { data: ofB } = await call("getBalancesAggregated", { ledger: name, query: { $match: { address: "b" } } });
    const { cursor } = await call("getVolumesWithBalances", { ledger: name, pageSize: 100 });

    assert.deepEqual(all, { "USD/2": 0n, "EUR/2": 0n });
    assert.deepEqual(ofB, { "USD/2": 4n, "EUR/2": 5n });
    const key = (row) => `${row.account} ${row.asset}`;
    assert.deepEqual(cursor.data.toSorted((a, b) => key(a).localeCompare(key(b))), [
      { account: "a", asset: "USD/2", input: 10n, output: 4n, balance: 6n },
      { account: "b", asset: "EUR/2", input: 5n, output: 0n, balance: 5n },
      { account: "b", asset: "USD/2", input: 4n, output: 0n, balance: 4n },
      { account: "world", asset: "EUR/2", input: 0n, output: 5n, balance: -5n },
      { account: "world", asset: "USD/2", input: 0n, output: 10n, balance: -10n },
    ]);
  });
});
