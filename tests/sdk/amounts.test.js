import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unique } from "./support/flows.js";
import { ledger, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

// JavaScript cannot hold these numbers, so bodies are written and compared as text.
const url = await startSluice("amounts");

const amounts = {
  9007199254740993n: {},
  [10n ** 30n]: { "a power of ten, as JavaScript prints it": "1e+30" },
};

async function wire(method, path, body) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(url + path, { method, headers, body });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answered ${response.status} ${text}`);
  return text;
}

/** The texts and numbers under a key as they stand in the body, quotes included. */
const values = (body, key) => [...body.matchAll(new RegExp(`"${key}"\\s*:\\s*("[^"]*"|[^\\s{[,}\\]]+)`, "g"))].map((match) => match[1]);

const shown = (body) => values(body, "amount");

const idOf = (text) => JSON.parse(text).data.id;

for (const version of ["v1", "v2"]) {
  const prefix = version === "v1" ? "/api/orchestration" : "/api/orchestration/v2";

  for (const [amount, more] of Object.entries(amounts)) {
    describe(`${amount} minor units in ${version}`, () => {
      const stage = (name, written, overdraft) =>
        `{"send":{"source":{"account":{"id":"users:1","ledger":"${name}","allowOverdraft":${overdraft}}},` +
        `"destination":{"account":{"id":"bank","ledger":"${name}"}},"amount":{"amount":${written},"asset":"USD/2"}}}`;

      /** Creates and runs a workflow, and gives the texts of everything that shows the amount. */
      async function run(written, { overdraft = false, variables } = {}) {
        const name = unique("exact");
        await wire("POST", `/api/ledger/v2/${name}`, "{}");
        if (!overdraft) {
          await wire(
            "POST",
            `/api/ledger/v2/${name}/transactions`,
            `{"metadata":{},"postings":[{"source":"world","destination":"users:1","amount":${amount},"asset":"USD/2"}]}`,
          );
        }
        const definition = await wire("POST", `${prefix}/workflows`, `{"name":"exact","stages":[${stage(name, written, overdraft)}]}`);
        const instance = await wire("POST", `${prefix}/workflows/${idOf(definition)}/instances?wait=true`, variables);
        assert.ok(!instance.includes('"error"'), instance);
        const id = idOf(instance);
        const ofBank = encodeURIComponent('{"$match":{"address":"bank"}}');
        return {
          name,
          id,
          definition,
          instance,
          history: await wire("GET", `${prefix}/instances/${id}/history`),
          stageHistory: await wire("GET", `${prefix}/instances/${id}/stages/0/history`),
          transactions: await wire("GET", `/api/ledger/v2/${name}/transactions`),
          volumes: await wire("GET", `/api/ledger/v2/${name}/volumes`),
          balances: await wire("GET", `/api/ledger/v2/${name}/aggregate/balances?query=${ofBank}`),
          bank: await wire("GET", `/api/ledger/v2/${name}/accounts/bank?expand=volumes`),
        };
      }

      const ways = { "a number": amount, "a quoted number": `"${amount}"`, "a variable": '"${amount}"', ...more };
      for (const [how, text] of Object.entries(ways)) {
        test(`written as ${how}, it is exact from the definition to the ledger and back`, async () => {
          const told = await run(text, { variables: `{"amount":"${amount}"}` });

          assert.deepEqual(shown(told.definition), [text], "the definition is echoed as it was written");
          assert.deepEqual(shown(told.instance), [text], "the instance shows the definition as it was written");
          assert.deepEqual(shown(told.history), [amount]);
          assert.deepEqual(shown(told.stageHistory), [amount, amount], "asked of the ledger, and answered by it");
          assert.deepEqual(shown(told.transactions), [amount, amount], "funding, and the send");
          assert.deepEqual(new Set([...values(told.bank, "balance"), ...values(told.bank, "input")]), new Set([amount]));
          assert.deepEqual(values(told.balances, "USD/2"), [amount]);
          assert.deepEqual(new Set(values(told.volumes, "balance")), new Set([amount, `-${amount}`, "0"]));
        });
      }

      test("in an overdraft script it is exact", async () => {
        const told = await run(amount, { overdraft: true });

        const [script] = values(told.stageHistory, "plain");
        assert.match(script, new RegExp(`send \\[USD/2 ${amount}\\] \\(`));
        assert.deepEqual(new Set(values(told.volumes, "balance")), new Set([amount, `-${amount}`]));
      });

      test("an SDK decodes it as well as JavaScript can", async () => {
        const told = await run(amount);
        const rounded = BigInt(Number(amount));

        const api = orchestration(url, version);
        const [entry] = await api.history(told.id);
        const [activity] = await api.stageHistory(told.id, 0);
        const { cursor } = await ledger(url).call("listTransactions", { ledger: told.name });

        assert.equal(entry.input.amount.amount, rounded);
        assert.equal(activity.input.createTransaction.data.postings[0].amount, rounded);
        assert.deepEqual(cursor.data.map((transaction) => transaction.postings[0].amount), [rounded, rounded]);
      });
    });
  }
}
