import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unique } from "./support/flows.js";
import { auth, connect, generations } from "./support/sdks.js";
import { startSluice } from "./support/sluice.js";

const security = { clientID: "owner", clientSecret: "s3cret" };
const open = await startSluice("auth-open");
const guarded = await startSluice("auth-guarded", [
  "sandbox", "--client-id", security.clientID, "--client-secret", security.clientSecret, "--require-token",
]);

const options = () => ({
  name: unique("client"),
  description: "for tests",
  public: true,
  trusted: true,
  redirectUris: ["https://app.test/callback"],
  postLogoutRedirectUris: ["https://app.test/bye"],
  scopes: ["ledger:read", "ledger:write"],
  metadata: { team: "blue" },
});

/** Auth declares no errors of its own, so what the SDKs throw has the status and the text of the body. */
async function assertFails(call, status, code, message) {
  await assert.rejects(call, (error) => {
    const body = JSON.parse(error.body);
    assert.deepEqual({ status: error.statusCode, code: body.errorCode }, { status, code });
    assert.equal(body.errorMessage, message);
    return true;
  });
}

const tokenOf = (url, { clientID, clientSecret }) =>
  fetch(`${url}/api/auth/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientID, client_secret: clientSecret }),
  });

for (const generation of Object.keys(generations)) {
  describe(`Auth with SDK ${generation}`, () => {
    const { call } = auth(open, generation);

    test("a client can be created, read, listed, changed and deleted", async () => {
      const body = options();
      const { data: created } = await call("createClient", { body });
      const { id: clientId } = created;

      assert.deepEqual(created, { ...body, id: clientId, secrets: [] });
      assert.deepEqual((await call("readClient", { clientId })).data, created);
      assert.deepEqual((await call("listClients")).data.find((client) => client.id === clientId), created);

      const changed = { ...body, name: unique("client"), public: false, scopes: [], metadata: { team: "red" } };
      assert.deepEqual((await call("updateClient", { clientId, body: changed })).data, { ...changed, id: clientId, secrets: [] });
      assert.deepEqual((await call("readClient", { clientId })).data, { ...changed, id: clientId, secrets: [] });

      assert.equal(await call("deleteClient", { clientId }), undefined);
      await assertFails(call("readClient", { clientId }), 404, "NOT_FOUND", "client does not exist");
      assert.ok(!(await call("listClients")).data.some((client) => client.id === clientId));
    });

    test("a client can be given secrets, and they can be taken away", async () => {
      const clientId = (await call("createClient", { body: { name: unique("client") } })).data.id;
      const { clear, ...secret } = (await call("createSecret", { clientId, body: { name: "first", metadata: { a: "b" } } })).data;

      assert.deepEqual(secret, { id: secret.id, name: "first", metadata: { a: "b" }, lastDigits: clear.slice(-4) });
      assert.deepEqual((await call("readClient", { clientId })).data.secrets, [secret]);
      assert.equal(await call("deleteSecret", { clientId, secretId: secret.id }), undefined);
      assert.deepEqual((await call("readClient", { clientId })).data.secrets, []);
      await assertFails(call("deleteSecret", { clientId, secretId: secret.id }), 404, "NOT_FOUND", "secret does not exist");
    });

    test("a refusal names the field and the rule", async () => {
      const rule = "name must be 1 to 1024 characters, none of them control characters";
      const clientId = (await call("createClient", { body: options() })).data.id;

      await assertFails(call("createClient", { body: { name: "" } }), 400, "VALIDATION", rule);
      await assertFails(call("updateClient", { clientId, body: { name: "" } }), 400, "VALIDATION", rule);
      await assertFails(call("createSecret", { clientId, body: { name: "" } }), 400, "VALIDATION", rule);
      await assertFails(call("deleteClient", { clientId: "nope" }), 404, "NOT_FOUND", "client does not exist");
    });

    test("there are no users", async () => {
      assert.deepEqual((await call("listUsers")).data, []);
      await assertFails(call("readUser", { userId: "nobody" }), 404, "NOT_FOUND", "user does not exist");
    });

    test("an SDK gets its tokens with a secret that was created, until it is deleted", async () => {
      const owner = auth(guarded, generation, security);
      const clientId = (await owner.call("createClient", { body: options() })).data.id;
      const { id: secretId, clear } = (await owner.call("createSecret", { clientId, body: { name: "first" } })).data;
      const created = { clientID: clientId, clientSecret: clear };

      assert.ok((await auth(guarded, generation, created).call("listClients")).data.some((client) => client.id === clientId));
      assert.equal((await tokenOf(guarded, created)).status, 200);
      await owner.call("deleteSecret", { clientId, secretId });
      assert.equal((await tokenOf(guarded, created)).status, 401);
      assert.equal((await tokenOf(guarded, security)).status, 200);
    });
  });
}

test("an SDK without credentials cannot create a client where tokens are demanded", async () => {
  await assert.rejects(connect(guarded).sdk.auth.v1.createClient(options()), (error) => error.statusCode === 401);
});
