import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused } from "./support/assertions.js";
import { unique } from "./support/flows.js";
import { ledger } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

const url = await startSluice("ledger-v1");
const { call, header } = ledger(url, "v1");
const v2 = ledger(url, "v2");

const posting = (source, destination, amount) => ({ source, destination, amount, asset: "USD/2" });

const post = async (name, transaction, more = {}) =>
  (await call("createTransaction", { ledger: name, postTransaction: transaction, ...more })).data[0];

/** A ledger, made by the first mention of it, in which a has got 10 and given 4 of it to b. */
async function used() {
  const name = unique("first");
  const made = await post(name, { postings: [posting("world", "a", 10n), posting("a", "b", 4n)], metadata: { k: "v" }, reference: "r-1" });
  return { name, made };
}

describe("The ledger's first API", () => {
  test("the server and its ledgers tell what they are", async () => {
    const { name } = await used();

    const { data: server } = await call("getInfo");
    const { data: info } = await call("getLedgerInfo", { ledger: name });

    assert.equal(server.server, "ledger");
    assert.ok(server.config.storage.ledgers.includes(name));
    assert.equal(info.name, name);
  });

  test("the first mention of a ledger makes it", async () => {
    const name = unique("fresh");

    const { data } = await call("getAccountLedger", { ledger: name, address: "nobody" });

    assert.deepEqual({ address: data.address, metadata: data.metadata }, { address: "nobody", metadata: {} });
    assert.equal((await v2.call("getLedger", { ledger: name })).data.name, name);
  });

  test("a transaction is committed and can be read in both versions", async () => {
    const { name, made } = await used();

    assert.deepEqual(made.postings, [posting("world", "a", 10n), posting("a", "b", 4n)]);
    assert.deepEqual(made.metadata, { k: "v" });
    assert.equal(made.reference, "r-1");
    assertInOrder(made.timestamp);
    assert.deepEqual((await call("getTransaction", { ledger: name, txid: made.txid })).data.postings, made.postings);
    assert.deepEqual((await v2.call("getTransaction", { ledger: name, id: made.txid })).data.postings, made.postings);
  });

  test("a script runs, and a preview leaves no trace", async () => {
    const { name } = await used();
    const script = { plain: "send [USD/2 3] (\n  source = @a\n  destination = @shop\n)" };

    const tried = await post(name, { script }, { preview: true });
    const before = (await call("readStats", { ledger: name })).data;
    const made = await post(name, { script });

    assert.deepEqual(tried.postings, [posting("a", "shop", 3n)]);
    assert.deepEqual(before, { accounts: 3, transactions: 1 });
    assert.deepEqual(made.postings, tried.postings);
  });

  test("a batch is committed whole or not at all", async () => {
    const name = unique("batch");
    const create = (...transactions) => call("createTransactions", { ledger: name, transactions: { transactions } });

    const { data } = await create({ postings: [posting("world", "a", 5n)] }, { postings: [posting("a", "b", 2n)] });

    assert.deepEqual(data.map((transaction) => transaction.postings), [[posting("world", "a", 5n)], [posting("a", "b", 2n)]]);
    const tooMuch = create({ postings: [posting("world", "a", 1n)] }, { postings: [posting("a", "b", 99n)] });
    await assertRefused(tooMuch, { status: 400, code: "INSUFFICIENT_FUND" });
    assert.deepEqual((await call("readStats", { ledger: name })).data, { accounts: 3, transactions: 2 });
  });

  test("transactions are listed newest first, in pages, filtered and counted", async () => {
    const name = unique("list");
    const made = [];
    for (let i = 1; i <= 5; i++) {
      made.unshift((await post(name, { postings: [posting("world", i % 2 ? "odd" : "even", BigInt(i))] })).txid);
    }
    const list = async (request) => (await call("listTransactions", { ledger: name, ...request })).cursor;

    const pages = [await list({ pageSize: 2 })];
    while (pages.at(-1).next) {
      pages.push(await list({ cursor: pages.at(-1).next }));
    }

    assert.deepEqual(pages.map((page) => page.data.map((row) => row.txid)), [made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
    assert.deepEqual((await list({ cursor: pages[1].previous })).data, pages[0].data);
    assert.deepEqual((await list({ destination: "odd" })).data.map((row) => row.txid), [made[0], made[2], made[4]]);
    assert.deepEqual(await header("countTransactions", { ledger: name, destination: "odd" }, "count"), ["3"]);
  });

  test("accounts and balances are listed, added up and counted", async () => {
    const { name } = await used();
    await call("addMetadataToAccount", { ledger: name, address: "a", requestBody: { tier: "gold" } });

    const { data: account } = await call("getAccountLedger", { ledger: name, address: "a" });
    const { cursor: accounts } = await call("listAccountsLedger", { ledger: name });
    const { cursor: balances } = await call("getBalances", { ledger: name });
    const { data: total } = await call("getBalancesAggregated", { ledger: name });
    const { data: ofB } = await call("getBalancesAggregated", { ledger: name, address: "b" });

    assert.deepEqual(account.metadata, { tier: "gold" });
    assert.deepEqual(account.balances, { "USD/2": 6n });
    assert.deepEqual(account.volumes, { "USD/2": { input: 10n, output: 4n, balance: 6n } });
    assert.deepEqual(accounts.data.map((row) => row.address).toSorted(), ["a", "b", "world"]);
    assert.deepEqual(Object.assign({}, ...balances.data), { a: { "USD/2": 6 }, b: { "USD/2": 4 }, world: { "USD/2": -10 } });
    assert.deepEqual(total, { "USD/2": 0 });
    assert.deepEqual(ofB, { "USD/2": 4 });
    assert.deepEqual(await header("countAccounts", { ledger: name }, "count"), ["3"]);
  });

  test("a revert moves the money back, once", async () => {
    const { name, made } = await used();

    const { data: back } = await call("revertTransaction", { ledger: name, txid: made.txid });

    assert.deepEqual(back.postings, [posting("b", "a", 4n), posting("a", "world", 10n)]);
    await assertRefused(call("revertTransaction", { ledger: name, txid: made.txid }), { status: 400, code: "VALIDATION" });
  });

  test("a transaction's metadata can be set", async () => {
    const { name, made } = await used();

    await call("addMetadataOnTransaction", { ledger: name, txid: made.txid, requestBody: { added: "1" } });

    assert.deepEqual((await call("getTransaction", { ledger: name, txid: made.txid })).data.metadata, { k: "v", added: "1" });
  });

  test("what breaks a rule is refused by a code this version knows", async () => {
    const { name } = await used();
    const refused = (transaction, status, code) => assertRefused(post(name, transaction), { status, code });

    await refused({ postings: [posting("a", "b", 7n)] }, 400, "INSUFFICIENT_FUND");
    await refused({ postings: [posting("world", "b", 1n)], reference: "r-1" }, 409, "CONFLICT");
    await refused({}, 400, "VALIDATION");
    await refused({ script: { plain: "this is no script" } }, 400, "COMPILATION_FAILED");
    await assertRefused(call("getTransaction", { ledger: name, txid: 999n }), { status: 404, code: "NOT_FOUND" });
  });
});
