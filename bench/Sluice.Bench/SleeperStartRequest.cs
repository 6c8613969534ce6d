namespace Sluice.Bench;

/// <summary>A start of an instance that sleeps until a time, answered when durable.</summary>
internal sealed class SleeperStartRequest : ILoadRequest
{
    /// <summary>The workflow of all sleepers.</summary>
    public const string Workflow = """{"name":"sleeper","stages":[{"delay":{"until":"${until}"}}]}""";

    private readonly byte[] _bytes;

    public SleeperStartRequest(Uri server, string workflowId, DateTimeOffset until) =>
        _bytes = PostBytes.Of(server, $"/v2/workflows/{workflowId}/instances", "", $$"""{"until":"{{until:O}}"}""");

    public ReadOnlyMemory<byte> Next() => _bytes;

    public void Check(HttpAnswer answer) => InstanceAnswer.Check(answer, mustHaveTerminated: false);
}
