-- Where each partition is awake, so that all nodes agree on it. Not proof of ownership: that is the epoch.
CREATE TABLE cluster_activations (
    grain      text PRIMARY KEY,
    activation text NOT NULL,
    address    text NOT NULL,   -- the member, as in cluster_members
    version    bigint NOT NULL  -- that of the cluster, as the member knew it when it registered
);
