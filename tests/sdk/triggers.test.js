import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { assertInOrder, assertRefused } from "./support/assertions.js";
import { unique, workflow } from "./support/flows.js";
import { generations, orchestration } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

const url = await startSluice("triggers");

for (const generation of Object.keys(generations)) {
  for (const version of ["v1", "v2"]) {
    describe(`triggers, SDK ${generation}, ${version}`, () => {
      const api = orchestration(url, version, generation);

      test("a trigger with everything is created, read, listed, found by name and deleted", async () => {
        const flow = await api.createWorkflow(workflow({ noop: {} }));
        const data = {
          name: unique("Pay Out 100%"),
          event: "SAVED_PAYMENT",
          // The oldest generation has no place for it.
          ...(generation === "2.7.0" ? {} : { version: "v3" }),
          filter: "event.amount > 0",
          workflowID: flow.id,
          vars: { payment: "event.id", word: "'x'" },
        };

        const created = await api.createTrigger(data);

        const { id, createdAt, ...rest } = created;
        assert.match(id, /^[0-9a-f-]{36}$/);
        assertInOrder(createdAt);
        assert.deepEqual(rest, data);
        assert.deepEqual(await api.readTrigger(id), created);
        assert.deepEqual(await api.listTriggers({ name: data.name.toUpperCase() }), [created]);
        assert.deepEqual(await api.listTriggers({ name: "%_%" }), []);

        await api.deleteTrigger(id);

        await assertRefused(api.readTrigger(id), { status: 404, code: "NOT_FOUND", message: "Trigger not found" });
        await assertRefused(api.deleteTrigger(id), { status: 404, code: "NOT_FOUND", message: "Trigger not found" });
        assert.deepEqual(await api.listTriggers({ name: data.name }), []);
      });

      test("a trigger of the least is decoded, and every occurrence of it", async () => {
        const flow = await api.createWorkflow(workflow({ noop: {} }));
        const event = unique("EVENT");
        const trigger = await api.createTrigger({ event, workflowID: flow.id });
        const failing = await api.createTrigger({ event, workflowID: flow.id, vars: { account: "link(event, 'account').id" } });
        assert.deepEqual(await api.occurrences(trigger.id), []);

        const envelope = { date: "2026-01-02T03:04:05Z", app: "payments", version: "v3", type: event, payload: { id: "p1", list: [1, { a: null }] } };
        const answer = await fetch(`${url}/v2/events`, { method: "POST", body: JSON.stringify(envelope) });
        assert.equal(answer.status, 204);

        const [fired, ...more] = await api.occurrences(trigger.id);
        assert.deepEqual(more, []);
        assert.equal(fired.triggerID, trigger.id);
        assert.equal(fired.error, undefined);
        assert.deepEqual(fired.event, envelope);
        assertInOrder(fired.date);
        assert.equal(fired.workflowInstance.id, fired.workflowInstanceID);
        assert.equal((await api.getInstance(fired.workflowInstanceID)).workflowID, flow.id);

        const [failed] = await api.occurrences(failing.id);
        assert.equal(failed.error, "link 'account' not defined for object");
        assert.equal(failed.workflowInstanceID, undefined);
        assert.deepEqual(await api.occurrences(randomUUID()), []);
      });

      test("what is no trigger is refused with the SDK's own error", async () => {
        const flow = await api.createWorkflow(workflow());
        const refused = (message) => ({ status: 400, code: "VALIDATION", message });

        await assertRefused(api.createTrigger({ event: "", workflowID: flow.id }), refused("validating data: missing event"));
        await assertRefused(api.createTrigger({ event: "E", workflowID: "" }), refused("validating data: missing workflow id"));
        await assertRefused(
          api.createTrigger({ event: "E", workflowID: flow.id, filter: "1 +" }),
          refused(/^validating data: error compiling expression '1 \+': /),
        );
        await assertRefused(api.createTrigger({ event: "E", workflowID: randomUUID() }), {
          status: 404,
          code: "NOT_FOUND",
          message: "workflow does not exists",
        });
      });
    });
  }

  describe(`trying triggers, SDK ${generation}`, () => {
    const api = orchestration(url, "v2", generation);

    const results = [
      [{}, { id: "p1" }, {}],
      [{ filter: "event.id == 'p1'" }, { id: "p1" }, { filter: { match: true } }],
      [{ filter: "event.id == 'p1'", vars: { a: "event.id" } }, { id: "p2" }, { filter: { match: false } }],
      [
        { filter: "true", vars: { a: "event.id", none: "event.none", bad: "link(event)" } },
        { id: "p1" },
        { filter: { match: true }, variables: { a: { value: "p1" }, none: {}, bad: { error: "expect two arguments, got 1" } } },
      ],
    ];

    for (const [definition, payload, expected] of results) {
      test(`${JSON.stringify(definition)} on ${JSON.stringify(payload)}`, async () => {
        const flow = await api.createWorkflow(workflow());
        const trigger = await api.createTrigger({ event: "E", workflowID: flow.id, ...definition });

        assert.deepEqual(plain(await api.testTrigger(trigger.id, payload)), expected);
      });
    }

    test("an unknown trigger cannot be tried", () =>
      assertRefused(api.testTrigger(randomUUID(), { id: "p1" }), { status: 404, code: "NOT_FOUND", message: "Trigger not found" }));
  });
}

/** Without members that are undefined, which the SDKs do not agree about. */
const plain = (value) => JSON.parse(JSON.stringify(value));
