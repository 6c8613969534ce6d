import { SDK as Sdk7 } from "@formance/formance-sdk";
import { HTTPClient as HttpClient7 } from "@formance/formance-sdk/lib/http.js";
import { SDK as Sdk2 } from "formance-sdk-2";
import { HTTPClient as HttpClient2 } from "formance-sdk-2/lib/http.js";
import { SDK as Sdk4 } from "formance-sdk-4";
import { HTTPClient as HttpClient4 } from "formance-sdk-4/lib/http.js";
import { assertNothingLost } from "./decoding.js";

const timeoutMs = 60_000;

const namespaces = (sdk, version) => sdk.orchestration[version];

/** A generation without namespaces: v2 operations carry a prefix. */
const flat = (sdk, version) =>
  new Proxy(sdk.orchestration, {
    get(target, operation) {
      const name = version === "v1" ? operation : `v2${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
      return target[name].bind(target);
    },
  });

/** The older generations' accounts of a send have an id and a ledger only. */
const accountDetails = /\.input\.(source|destination)\.account\.(throughAccount|allowOverdraft)$/;

/** Of payments, the older generations' sends know the id of one that came in, and the provider of one to make. */
const paymentDetails = /\.input\.(source\.payment\.(ledger|holdingAccount|throughAccount|allowOverdraft)|destination\.payment\.(type|sourceAccount))$/;

/** The older generations have no such activity. */
const transferInitiations = /\.input\.CreateTransferInitiation\./;

const olderGenerations = [accountDetails, paymentDetails, transferInitiations];

/** The SDK generations in use. `serverInfo` is the v1 operation's name, `undeclared` what the generation has no field for. */
export const generations = {
  "7.0.1": { Sdk: Sdk7, HttpClient: HttpClient7, operations: namespaces, serverInfo: "getServerInfoOrchestration", undeclared: [] },
  "4.6.1": {
    Sdk: Sdk4,
    HttpClient: HttpClient4,
    operations: namespaces,
    serverInfo: "orchestrationgetServerInfo",
    undeclared: olderGenerations,
  },
  "2.7.0": {
    Sdk: Sdk2,
    HttpClient: HttpClient2,
    operations: flat,
    serverInfo: "orchestrationgetServerInfo",
    undeclared: [...olderGenerations, /^\.(data|cursor\.data)(\[\d+\])?\.workflow\./],
  },
};

/**
 * An SDK whose every answer is checked for data lost in decoding.
 *
 * @param {string} url the server
 * @param {keyof typeof generations} generation the SDK's version
 * @param {{ clientID: string, clientSecret: string }} [security] credentials to get tokens with
 */
export function connect(url, generation = "7.0.1", security = undefined) {
  const { Sdk, HttpClient, undeclared } = generations[generation];
  const bodies = new WeakMap();
  const httpClient = new HttpClient({
    async fetcher(request) {
      const response = await fetch(request);
      bodies.set(response, await response.clone().text());
      return response;
    },
  });
  const sdk = new Sdk({ serverURL: url, httpClient, timeoutMs, security });

  /** The decoded body of an SDK's answer, without the HTTP fields around it; undefined for 204. */
  async function answer(call, { complete = true, alsoUndeclared = [] } = {}) {
    const { contentType, statusCode, rawResponse, headers, ...decoded } = await call;
    const [body] = Object.values(decoded).filter((value) => value !== undefined);
    if (statusCode !== 204 && complete) {
      assertNothingLost(bodies.get(rawResponse), body, [...undeclared, ...alsoUndeclared]);
    }
    return body;
  }

  return { sdk, answer };
}

/** No generation's occurrence has an id. */
const occurrenceId = /^\.(data|cursor\.data)\[\d+\]\.id$/;

/**
 * The orchestration operations of one API version, as one surface over the SDK generations.
 *
 * @param {string} url the server
 * @param {"v1" | "v2"} version the API version
 * @param {keyof typeof generations} generation the SDK's version
 */
export function orchestration(url, version, generation = "7.0.1") {
  const { sdk, answer } = connect(url, generation);
  const operations = generations[generation].operations(sdk, version);
  const serverInfo = version === "v1" ? generations[generation].serverInfo : "getServerInfo";
  const data = async (call, options) => (await answer(call, options)).data;
  const page = async (call, options) => (await answer(call, options)).cursor;

  return {
    serverInfo: () => answer(operations[serverInfo]()),
    createWorkflow: (config) => data(operations.createWorkflow(config)),
    getWorkflow: (flowId) => data(operations.getWorkflow({ flowId })),
    deleteWorkflow: (flowId) => answer(operations.deleteWorkflow({ flowId })),
    run: (workflowID, variables) => data(operations.runWorkflow({ workflowID, requestBody: variables })),
    runToEnd: (workflowID, variables) => data(operations.runWorkflow({ workflowID, requestBody: variables, wait: true })),
    getInstance: (instanceID) => data(operations.getInstance({ instanceID })),
    sendEvent: (instanceID, name) => answer(operations.sendEvent({ instanceID, requestBody: { name } })),
    abort: (instanceID) => answer(operations.cancelEvent({ instanceID })),
    /** `complete: false` where the SDK is known to have no place for all of it. */
    history: (instanceID, options) => data(operations.getInstanceHistory({ instanceID }), options),
    stageHistory: (instanceID, number) => data(operations.getInstanceStageHistory({ instanceID, number })),

    createTrigger: (trigger) => data(operations.createTrigger(trigger)),
    readTrigger: (triggerID) => data(operations.readTrigger({ triggerID })),
    deleteTrigger: (triggerID) => answer(operations.deleteTrigger({ triggerID })),
    /** v2 only; the generation without namespaces gives it no prefix. */
    testTrigger: (triggerID, payload) =>
      data((generation === "2.7.0" ? sdk.orchestration : operations).testTrigger({ triggerID, requestBody: payload })),

    /** The whole list in v1, the first page in v2. */
    async listTriggers(filters = {}) {
      return version === "v1" ? data(operations.listTriggers(filters)) : (await page(operations.listTriggers(filters))).data;
    },

    /** The whole list in v1, the first page in v2. */
    async occurrences(triggerID) {
      const call = operations.listTriggersOccurrences({ triggerID });
      return version === "v1" ? data(call, { alsoUndeclared: [occurrenceId] }) : (await page(call, { alsoUndeclared: [occurrenceId] })).data;
    },

    /** The whole list in v1, the first page in v2. */
    async listWorkflows() {
      return version === "v1" ? data(operations.listWorkflows()) : (await page(operations.listWorkflows({}))).data;
    },

    /** The whole list in v1, the first page in v2. */
    async listInstances(filters = {}) {
      return version === "v1" ? data(operations.listInstances(filters)) : (await page(operations.listInstances(filters))).data;
    },

    /** One page; v2 only. */
    pageOfWorkflows: (request) => page(operations.listWorkflows(request)),

    /** One page; v2 only. */
    pageOfInstances: (request) => page(operations.listInstances(request)),
  };
}

/**
 * The ledger operations of SDK 7.0.1; `call` takes an operation's name and request and gives the decoded body.
 *
 * @param {string} url the server
 * @param {"v1" | "v2"} version the API version
 */
export function ledger(url, version = "v2") {
  const { sdk, answer } = connect(url);
  return {
    call: (operation, request) => answer(sdk.ledger[version][operation](request)),
    /** For operations that answer by a header: the values of that header. */
    header: async (operation, request, name) => (await sdk.ledger[version][operation](request)).headers[name],
    versions: () => answer(sdk.getVersions()),
  };
}

/** What no generation's transaction of wallets has a field for. */
const transactionDetails = /^\.cursor\.data\[\d+\]\.(insertedAt|updatedAt|reverted|revertedAt)$/;

/** The oldest generation's hold has no asset. */
const holdAsset = /^\.(data|cursor\.data\[\d+\])\.asset$/;

/**
 * The wallets operations; `call` takes an operation's name and request and gives the decoded body.
 *
 * @param {string} url the server
 * @param {keyof typeof generations} generation the SDK's version
 */
export function wallets(url, generation = "7.0.1") {
  const { sdk, answer } = connect(url, generation);
  const operations = generation === "2.7.0" ? sdk.wallets : sdk.wallets.v1;
  const alsoUndeclared = generation === "2.7.0" ? [transactionDetails, holdAsset] : [transactionDetails];
  return {
    call: (operation, request) => answer(operations[operation](request), { alsoUndeclared }),
    serverInfo: () => answer(generation === "7.0.1" ? operations.getServerInfoWallets() : operations.walletsgetServerInfo()),
    /** For operations to which an empty 404 is an answer rather than an error: its status. */
    status: async (operation, request) => (await operations[operation](request)).statusCode,
  };
}

/**
 * The payments operations of SDK 7.0.1; `call` takes an operation's name and request and gives the decoded body.
 *
 * @param {string} url the server
 * @param {"v1" | "v3"} version the API version
 */
export function payments(url, version = "v1") {
  const { sdk, answer } = connect(url);
  return { call: (operation, request) => answer(sdk.payments[version][operation](request)) };
}

/** What the generations call the bodies of requests that have a path too. */
const authBodies = {
  "7.0.1": { updateClient: "clientOptions", createSecret: "secretOptions" },
  "4.6.1": { updateClient: "clientOptions", createSecret: "createSecretRequest" },
  "2.7.0": { updateClient: "updateClientRequest", createSecret: "createSecretRequest" },
};

/**
 * The auth operations; `call` takes an operation's name, the ids in its path and its body and gives the decoded body.
 *
 * @param {string} url the server
 * @param {keyof typeof generations} generation the SDK's version
 * @param {{ clientID: string, clientSecret: string }} [security] credentials to get tokens with
 */
export function auth(url, generation = "7.0.1", security = undefined) {
  const { sdk, answer } = connect(url, generation, security && { ...security, tokenURL: `${url}/api/auth/oauth/token` });
  const operations = generation === "2.7.0" ? sdk.auth : sdk.auth.v1;
  const bodies = authBodies[generation];
  return {
    call: (operation, { body, ...ids } = {}) =>
      answer(operations[operation](operation in bodies ? { ...ids, [bodies[operation]]: body } : (body ?? ids))),
  };
}
