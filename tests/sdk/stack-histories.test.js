import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { unique, workflow } from "./support/flows.js";
import { generations, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";
import { eventually } from "./support/waiting.js";

/**
 * Instances that move money of accounts, wallets and payments in the real program, in every state that an instance can be read
 * in; then every SDK generation reads them, and nothing may get lost.
 */
const url = await startSluice("stack-histories");

const asset = "EUR/2";
const amount = (value) => ({ amount: value, asset });
const endpoint = (kind, of) => ({ [kind]: of });

async function post(path, body) {
  const response = await fetch(`${url}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${path}: ${response.status} ${text}`);
  return text.length === 0 ? undefined : JSON.parse(text).data;
}

const wallet = async (name, metadata = {}) => {
  const created = await post("/api/wallets/wallets", { name, metadata });
  await post(`/api/wallets/wallets/${created.id}/credit`, { amount: amount(10_000) });
  return created.id;
};

/** What the flows move money between. */
async function prepare() {
  const connectors = await (await fetch(`${url}/api/payments/connectors`)).json();
  const connectorID = connectors.data[0].connectorID;
  const payee = await post("/api/payments/accounts", {
    reference: unique("payee"), connectorID, createdAt: "2024-05-01T10:00:00Z", type: "EXTERNAL", accountName: "payee", defaultAsset: asset,
  });
  const payment = await post("/api/payments/payments", {
    reference: unique("payin"), connectorID, createdAt: "2024-05-01T10:00:00Z", type: "PAY-IN", amount: 5_000, asset, scheme: "sepa", status: "SUCCEEDED",
  });
  const metadata = { formanceAccountID: payee.id };
  const names = { from: unique("from"), to: unique("to") };
  await wallet(names.from, metadata);
  const to = await wallet(names.to);
  const main = unique("main");
  await post(`/api/ledger/v2/${main}`, {});
  const moved = { postings: [{ source: "world", destination: "shop", ...amount(10_000) }], metadata: {} };
  await post(`/api/ledger/v2/${main}/transactions`, moved);
  await post(`/api/ledger/v2/${main}/accounts/shop/metadata`, metadata);
  return {
    account: endpoint("account", { id: "shop", ledger: main }),
    target: endpoint("account", { id: "shelf", ledger: main }),
    wallet: endpoint("wallet", { name: names.from }),
    other: endpoint("wallet", { id: to }),
    payment: endpoint("payment", { id: payment.id }),
    payout: endpoint("payment", { psp: "dummypay", type: "PAYOUT" }),
    holder: endpoint("wallet", { name: names.from }),
  };
}

const send = (source, destination, value) => ({ send: { source, destination, ...(value === undefined ? {} : { amount: amount(value) }) } });

/** Each state an instance can be read in, with the stages that lead there. */
const states = {
  succeeded: (of) => [
    send(of.account, of.other, 100),
    send(of.account, of.payout, 100),
    send(of.wallet, of.target, 100),
    send(of.wallet, of.other, 100),
    send(of.wallet, of.payout, 100),
    send(of.payment, of.target, 1_000),
    send(of.payment, of.other, 100),
    { hold: { source: of.holder, amount: amount(50), variable: "deposit" } },
    { confirm_hold: { hold: "${deposit}", amount: 20, final: true } },
    { hold: { source: of.holder, amount: amount(50), variable: "second" } },
    { void_hold: { hold: "${second}" } },
  ],
  failed: (of) => [
    { hold: { source: of.holder, amount: amount(50) } },
    send(of.account, endpoint("wallet", { id: "00000000-0000-4000-8000-000000000000" }), 1),
  ],
  pending: (of) => [send(of.wallet, of.other, 100), send(of.wallet, of.payout, 1_000_000)],
  aborted: (of) => [{ hold: { source: of.holder, amount: amount(50) } }, send(of.account, of.payout, 1_000_000)],
};

const errors = { succeeded: undefined, failed: "wallet not found", pending: undefined, aborted: "canceled" };
const instances = {};

before(async () => {
  const api = orchestration(url, "v2");
  const of = await prepare();
  for (const [state, stages] of Object.entries(states)) {
    const { id: workflowID } = await api.createWorkflow(workflow(...stages(of)));
    const { id } = await api.run(workflowID);
    instances[state] = { id, stages: stages(of).length };
  }

  const ended = (id) => eventually("the instance ends", () => api.getInstance(id), (instance) => instance.terminated);
  await ended(instances.succeeded.id);
  await ended(instances.failed.id);
  for (const state of ["pending", "aborted"]) {
    await eventually(
      "an attempt fails",
      async () => ((await api.history(instances[state].id)).length > 1 ? api.stageHistory(instances[state].id, 1) : []),
      (activities) => activities.at(-1)?.lastFailure !== undefined,
    );
  }
  await api.abort(instances.aborted.id);
  await ended(instances.aborted.id);
});

for (const generation of Object.keys(generations)) {
  for (const version of ["v1", "v2"]) {
    describe(`SDK ${generation}, ${version}`, () => {
      const api = orchestration(url, version, generation);

      for (const [state, error] of Object.entries(errors)) {
        test(`reads the ${state} instance without losing anything`, async () => {
          const { id, stages } = instances[state];
          const history = await api.history(id);
          assert.equal(history.length, stages);
          assert.equal(history.at(-1).error, error);

          const activities = [];
          for (const number of history.keys()) {
            activities.push(...(await api.stageHistory(id, number)));
          }

          assert.ok(activities.every((activity) => activity.name.length > 0 && activity.attempt >= 1));
          const last = activities.at(-1);
          if (state === "pending") {
            assert.equal(last.terminated, false);
            assert.ok(last.nextExecution > last.startedAt);
          } else {
            assert.ok(activities.every((activity) => activity.terminated));
          }
          if (state === "failed" || state === "aborted") {
            // The hold that the instance left open is given back where everybody sees it.
            assert.equal(last.name, "VoidHold");
          }
        });
      }
    });
  }
}
