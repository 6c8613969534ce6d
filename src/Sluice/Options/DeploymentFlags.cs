using System.CommandLine;

namespace Sluice.Options;

/// <summary>
/// The flags of existing deployments that this version has no use for. They are all accepted, so that a deployment can switch
/// image, but one that asks for something this version would silently not do is refused.
/// </summary>
internal sealed class DeploymentFlags
{
    private static readonly string[] RefusedSwitches =
    [
        "audit-enabled", "auth-enabled", "postgres-aws-enable-iam", "publisher-kafka-enabled", "publisher-sns-enabled", "subscriber-sqs-enabled",
    ];

    private static readonly string[] RefusedValues = ["topics"];

    private static readonly string[] IgnoredSwitches =
    [
        "auth-check-scopes", "otel-metrics-exporter-otlp-insecure", "otel-metrics-keep-in-memory", "otel-metrics-runtime",
        "otel-traces-batch", "otel-traces-exporter-otlp-insecure", "publisher-circuit-breaker-enabled",
        "publisher-kafka-sasl-enabled", "publisher-kafka-sasl-iam-enabled", "publisher-kafka-tls-enabled",
        "temporal-encryption-enabled", "temporal-init-search-attributes",
    ];

    private static readonly string[] IgnoredValues =
    [
        "auth-issuer", "auth-issuers", "auth-read-key-set-max-retries", "auth-service",
        "aws-access-key-id", "aws-profile", "aws-region", "aws-role-arn", "aws-secret-access-key", "aws-session-token",
        "licence-cluster-id", "licence-issuer", "licence-token", "licence-validate-tick",
        "otel-metrics-exporter", "otel-metrics-exporter-otlp-endpoint", "otel-metrics-exporter-otlp-mode",
        "otel-metrics-exporter-push-interval", "otel-metrics-runtime-minimum-read-mem-stats-interval", "otel-resource-attributes",
        "otel-service-name", "otel-traces-exporter", "otel-traces-exporter-jaeger-endpoint", "otel-traces-exporter-jaeger-password",
        "otel-traces-exporter-jaeger-user", "otel-traces-exporter-otlp-endpoint", "otel-traces-exporter-otlp-mode",
        "publisher-circuit-breaker-list-storage-limit", "publisher-circuit-breaker-open-interval-duration",
        "publisher-circuit-breaker-schema", "publisher-kafka-broker", "publisher-kafka-sasl-mechanism",
        "publisher-kafka-sasl-password", "publisher-kafka-sasl-scram-sha-size", "publisher-kafka-sasl-session-name",
        "publisher-kafka-sasl-username", "publisher-queue-group", "publisher-sns-endpoint-override", "stack-public-url", "subscriber-sqs-endpoint-override",
        "temporal-address", "temporal-encryption-key", "temporal-namespace", "temporal-ssl-client-cert", "temporal-ssl-client-key",
        "temporal-task-queue",
    ];

    private readonly Option<bool>[] _refusedSwitches = [.. RefusedSwitches.Select(Switch)];
    private readonly Option<string[]>[] _refusedValues = [.. RefusedValues.Select(Value)];
    private readonly Option[] _ignored = [.. IgnoredSwitches.Select(Switch), .. IgnoredValues.Select(Value)];

    /// <summary>Every flag, hidden from the help.</summary>
    public IEnumerable<Option> Options => [.. _refusedSwitches, .. _refusedValues, .. _ignored];

    /// <summary>Refuses what this version would silently not do.</summary>
    /// <exception cref="CommandException">One of the flags asks for such a thing.</exception>
    public void Check(ParseResult parsed)
    {
        var refused = _refusedSwitches.Where(parsed.GetValue)
            .Concat<Option>(_refusedValues.Where(each => parsed.GetResult(each) is { Implicit: false }))
            .FirstOrDefault();
        if (refused is not null)
        {
            throw CommandException.Usage($"{refused.Name} is not supported by this version yet");
        }
    }

    /// <summary>The flags that were given and do nothing, for one notice at the start.</summary>
    public IReadOnlyList<string> WithoutEffect(ParseResult parsed) =>
        [.. _ignored.Where(each => parsed.GetResult(each) is { Implicit: false }).Select(each => each.Name)];

    private static Option<bool> Switch(string name) => new($"--{name}") { Hidden = true };

    private static Option<string[]> Value(string name) =>
        new($"--{name}") { Hidden = true, Arity = ArgumentArity.OneOrMore };
}
