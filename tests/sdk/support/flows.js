import { randomUUID } from "node:crypto";

/** A name no other test uses, fit for ledgers and account segments. */
export const unique = (prefix) => `${prefix}-${randomUUID().slice(0, 8)}`;

/** A send between two accounts of ledgers. */
export const send = (source, destination, amount, more = {}) => ({
  send: { source: { account: source }, destination: { account: destination }, amount: { amount, asset: "USD/2" }, ...more },
});

/** A workflow of these stages. */
export const workflow = (...stages) => ({ name: unique("flow"), stages });

/** An account as histories show it: with the defaults filled in. */
export const account = (id, ledger, more = {}) => ({ id, ledger, throughAccount: "world", allowOverdraft: false, ...more });
